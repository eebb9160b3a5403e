"""Decisions applied to what a run read and found.

Corrections come before the rules, so that checks and totals use the figure a person saw;
what was decided of findings comes after them. A decision that no longer fits is never
dropped silently: the run says so, and the store keeps it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from extractors.numbers import Bentuk, parse_number
from pipeline.emit.keputusan import (
    KataKeputusan,
    Keadaan,
    Keputusan,
    Naskahnya,
    TempatBukti,
    read_sidik,
    states,
    subject_of_finding,
    word_for,
)
from schemas.records import Anggaran, Bukti, Dokumen, Kinerja, Naskah, Temuan
from schemas.vocabulary import StatusBaca

A = TypeVar("A", Kinerja, Anggaran)

PEMBACA = "pemeriksa"
"""The reader's name under which a corrected figure stands among the readings."""


def typed_value(text: str) -> Decimal:
    """Return the figure that a reviewer typed as paper has it (`81,5`, `2.911.311.160,40`).

    Raises:
        ValueError: the text is no single, unambiguous figure; the message is for the reviewer.
    """
    angka = parse_number(text)
    if angka.bentuk is not Bentuk.ANGKA or angka.nilai is None:
        raise ValueError(
            f"“{text}” bukan satu angka yang pasti; ketik seperti tercetak, misalnya 81,5"
        )
    return angka.nilai


@dataclass(frozen=True, slots=True)
class _Koreksi:
    tempat: TempatBukti
    keadaan: Keadaan
    temuan_id: str


def _corrections(keputusan: Iterable[Keputusan]) -> list[_Koreksi]:
    found = []
    for subject, state in states(keputusan).items():
        if subject.startswith("angka:") and state.berlaku:
            last = state.berlaku[-1]
            (place,) = read_sidik(last.bukti).tempat
            found.append(_Koreksi(place, state, last.temuan_id))
    return found


class Pembetul:
    """Puts the figures that reviewers typed in the place of what was read, one by one.

    A figure is found again by its file's SHA-256, its page, its box and its words. Where two
    corrections differ, none is applied. It remembers which corrections found their figure.
    """

    def __init__(
        self,
        keputusan: Iterable[Keputusan],
        dokumen: Sequence[Dokumen],
        naskah: Sequence[Naskah],
    ) -> None:
        corrections = _corrections(keputusan)
        self._paper = Naskahnya(dokumen, naskah)
        self._berkas = {d.sha256: d.berkas for d in reversed(dokumen)}
        self._by_page: defaultdict[tuple[str, int], list[_Koreksi]] = defaultdict(list)
        for one in corrections:
            self._by_page[one.tempat.sha256, one.tempat.halaman].append(one)
        self._found: set[int] = set()
        self._differ: set[int] = set()
        self._settled: set[int] = set()

    def correct_all(self, angka: Sequence[A]) -> tuple[A, ...]:
        """Return figures as reviewers saw them, in their order."""
        return tuple(self.correct(one) for one in angka) if self._by_page else tuple(angka)

    def correct(self, angka: A) -> A:
        """Return the figure as a reviewer saw it, or as it is."""
        place = self._paper.place_of(angka)
        near = [
            one
            for one in self._by_page.get((place.sha256, place.halaman), ())
            if one.tempat.over(place)
        ]
        if not near:
            return angka
        self._settled |= {id(one) for one in near if _meant(angka, _says(one)) == angka.nilai}
        fitting = [one for one in near if one.tempat.same_as(place)]
        self._found |= {id(one) for one in fitting}
        values = {_says(one) for one in fitting if one.keadaan.putusan}
        if len(values) > 1 or any(one.keadaan.bentrok for one in fitting):
            self._differ |= {id(one) for one in fitting}
            return angka
        value = next(iter(values), None)
        meant = _meant(angka, value)
        return angka if meant is None else _corrected(angka, meant)

    def messages(self) -> Iterator[str]:
        """Say which corrections were not applied, and why, when all figures have been seen."""
        for correction in (one for every in self._by_page.values() for one in every):
            place = correction.tempat
            berkas = self._berkas.get(place.sha256, "berkas yang tidak ada lagi")
            where = f"{berkas} hlm. {place.halaman}"
            if id(correction) in self._differ:
                yield (
                    f"Dua pemeriksa membetulkan “{place.teks}” ({where}) dengan angka berbeda; "
                    "tidak ada yang dipakai sampai salah satunya diputuskan lagi."
                )
            elif (
                correction.keadaan.putusan
                and id(correction) not in self._found | self._settled
                and place.sha256 in self._berkas
            ):
                yield (
                    f"Pembetulan “{place.teks}” menjadi {correction.keadaan.putusan.isi} ({where}) "
                    "tidak dipakai, karena bacaan di tempat itu kini lain; periksa lagi."
                )


def _says(correction: _Koreksi) -> Decimal | None:
    putusan = correction.keadaan.putusan
    return Decimal(putusan.isi) if putusan else None


def _meant(angka: Kinerja | Anggaran, nilai: Decimal | None) -> Decimal | None:
    """Return what a figure typed as printed is worth: thousands in a table that says so."""
    if nilai is None or isinstance(angka, Kinerja):
        return nilai
    return nilai * angka.pengali


def _corrected(angka: A, nilai: Decimal) -> A:
    readings = [part for part in angka.bacaan.split("|") if part]
    readings.append(f"{PEMBACA}:{format(nilai, 'f')}")
    return dataclasses.replace(
        angka, nilai=nilai, status_baca=StatusBaca.DIKOREKSI, bacaan="|".join(readings)
    )


def mark_findings(
    temuan: Sequence[Temuan],
    bukti: Sequence[Bukti],
    *,
    dokumen: Sequence[Dokumen],
    naskah: Sequence[Naskah],
    keputusan: Iterable[Keputusan],
) -> tuple[Temuan, ...]:
    """Set `temuan.keputusan` to what reviewers decided on the evidence the finding still has."""
    standing = states(keputusan)
    paper = Naskahnya(dokumen, naskah)
    evidence: defaultdict[str, list[Bukti]] = defaultdict(list)
    for one in bukti:
        evidence[one.temuan_id].append(one)

    def word(one: Temuan) -> str:
        state = standing.get(subject_of_finding(one.temuan_id), Keadaan())
        return word_for(state, paper.sidik_of(one, evidence[one.temuan_id]))

    return tuple(dataclasses.replace(one, keputusan=word(one)) for one in temuan)


def outdated_message(temuan: Sequence[Temuan]) -> tuple[str, ...]:
    """Say how many decisions stand on other evidence than the findings have now."""
    outdated = sum(one.keputusan == KataKeputusan.USANG for one in temuan)
    differ = sum(one.keputusan == KataKeputusan.BENTROK for one in temuan)
    said = []
    if outdated:
        said.append(f"{outdated} temuan buktinya berubah sejak diputuskan; putuskan lagi.")
    if differ:
        said.append(f"{differ} temuan diputuskan berbeda oleh dua pemeriksa; putuskan lagi.")
    return tuple(said)

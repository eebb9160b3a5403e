"""The regency at a glance: every indicator in every office, and what is missing where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.reconcile.ledger import KEPUTUSAN, PK, Buku, Kantor, group, most_common
from pipeline.reconcile.pairs import is_strategic, single_figures
from schemas.records import Kinerja, RingkasanIndikator
from schemas.vocabulary import JenisNaskah, UkuranKinerja

Angka = dict[tuple[Kantor, str, int | None], list[Kinerja]]

_MEMBUAT_TAHUN = (*PK, JenisNaskah.LKJIP)


@dataclass(frozen=True, slots=True, kw_only=True)
class AngkaKantor:
    """What the papers of one office say of an indicator in one year.

    `ada` names what is printed, whether or not it has a value: `renstra`, `pk`, `realisasi`.
    """

    kantor: tuple[str, str]
    kunci: str
    tahun: int | None
    indikator: str
    target_renstra: Decimal | None
    target_pk: Decimal | None
    realisasi: Decimal | None
    capaian: Decimal | None
    ada: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sebutan:
    """A wording of an indicator, and how often the papers of an office have it."""

    kunci: str
    indikator: str
    kali: int


@dataclass(frozen=True, slots=True)
class Ikhtisar:
    """What is told of some offices at a glance; see `summarise`."""

    angka: tuple[AngkaKantor, ...] = ()
    sebutan: tuple[Sebutan, ...] = ()


def condense(buku: Buku) -> Ikhtisar:
    """Return what the overview of a government needs of some of its offices."""
    planned = _figures(buku, UkuranKinerja.TARGET, JenisNaskah.MATRIKS_RENSTRA)
    agreed = _figures(buku, UkuranKinerja.TARGET, *PK)
    reached = _figures(buku, UkuranKinerja.REALISASI, JenisNaskah.LKJIP)
    attained = _figures(buku, UkuranKinerja.CAPAIAN, JenisNaskah.LKJIP)
    tables = (planned, agreed, reached, attained)
    places = dict.fromkeys(place for table in tables for place in table)
    angka = tuple(_condensed(place, [table.get(place, []) for table in tables]) for place in places)
    named = Counter((it.kunci, " ".join(it.indikator.split())) for it in buku.rekaman.kinerja)
    return Ikhtisar(angka, tuple(Sebutan(*name, kali) for name, kali in named.items()))


def _condensed(
    place: tuple[Kantor, str, int | None], figures: Sequence[list[Kinerja]]
) -> AngkaKantor:
    kantor, kunci, tahun = place
    planned, agreed, reached, attained = figures
    names = [" ".join(it.indikator.split()) for found in figures for it in found]
    there = {"renstra": planned, "pk": agreed, "realisasi": reached}
    return AngkaKantor(
        kantor=kantor.kunci,
        kunci=kunci,
        tahun=tahun,
        indikator=most_common(names),
        target_renstra=_value(planned),
        target_pk=_value(agreed[:1]),
        realisasi=_value(reached),
        capaian=_value(attained),
        ada=frozenset(name for name, found in there.items() if found),
    )


def summarise(buku: Buku, ikhtisar: Iterable[Ikhtisar]) -> Iterator[RingkasanIndikator]:
    """Yield a row for each indicator, year and office of a government that has papers for it.

    An indicator that only other offices of the government have is listed too, as missing.

    Args:
        buku: the naskah and indicators of all offices; no figures.
        ikhtisar: what all offices say.
    """
    every = list(ikhtisar)
    angka = {(it.kantor, it.kunci, it.tahun): it for one in every for it in one.angka}
    names: dict[str, Counter[str]] = {}
    for name in (name for one in every for name in one.sebutan):
        names.setdefault(name.kunci, Counter())[name.indikator] += name.kali
    decreed = {
        (buku.office(item.naskah_id), item.kunci)
        for item in buku.rekaman.indikator
        if item.kunci
        and item.naskah_id in buku.naskah
        and buku.naskah[item.naskah_id].jenis in KEPUTUSAN
    }
    keys: dict[tuple[tuple[str, str], int | None], list[str]] = {}
    for it in angka.values():
        if it.ada & {"pk", "realisasi"}:
            keys.setdefault((it.kantor, it.tahun), []).append(it.kunci)
    for pemda, offices in group(buku.offices, lambda it: it.kunci[1]).items():
        known = {kantor for kantor in offices if kantor.unit and pemda}
        for tahun in sorted({year for kantor in known for year in _years(buku, kantor)}):
            held = [it for it in offices if it in known and tahun in _years(buku, it)]
            of_year = {kunci for it in held for kunci in keys.get((it.kunci, tahun), ())}
            for kunci in sorted(of_year):
                for kantor in held:
                    said = angka.get((kantor.kunci, kunci, tahun))
                    called = said.indikator if said else names[kunci].most_common(1)[0][0]
                    at = (kantor, kunci, tahun)
                    yield _row(buku, at, called, said, decreed=(kantor, kunci) in decreed)


def _figures(buku: Buku, ukuran: UkuranKinerja, *jenis: JenisNaskah) -> Angka:
    """Group the office's figures of one measure; of several agreements the last one's go."""
    found = [
        item
        for item in single_figures(buku, ukuran)
        if is_strategic(item)
        and buku.naskah[item.naskah_id].jenis in jenis
        and item.naskah_id not in buku.bawahan
    ]
    found.sort(key=lambda it: buku.naskah[it.naskah_id].tanggal, reverse=True)
    return group(found, lambda it: (buku.office(it.naskah_id), it.kunci, it.tahun))


def _years(buku: Buku, kantor: Kantor) -> set[int]:
    return {it.tahun for it in buku.naskah_of(kantor, *_MEMBUAT_TAHUN) if it.tahun}


def _row(
    buku: Buku, at: tuple[Kantor, str, int], name: str, said: AngkaKantor | None, *, decreed: bool
) -> RingkasanIndikator:
    kantor, kunci, tahun = at
    report = any(it.tahun == tahun for it in buku.naskah_of(kantor, JenisNaskah.LKJIP))
    ada = said.ada if said else frozenset()
    missing = [] if decreed else ["keputusan IKU"]
    missing += [] if "renstra" in ada else ["target Renstra"]
    missing += [] if "pk" in ada else ["target PK"]
    missing += [] if "realisasi" in ada or not report else ["realisasi"]
    return RingkasanIndikator(
        pemda=kantor.pemda,
        kunci=kunci,
        tahun=tahun,
        unit=kantor.unit,
        indikator=name,
        target_renstra=said.target_renstra if said else None,
        target_pk=said.target_pk if said else None,
        realisasi=said.realisasi if said else None,
        capaian=said.capaian if said else None,
        kurang=", ".join(missing),
    )


def _value(figures: Iterable[Kinerja]) -> Decimal | None:
    """Return the value that most places give."""
    values = [it.nilai for it in figures if it.nilai is not None]
    return most_common(values) if values else None

"""What a naskah says besides the tables of the contract: claims, dictums, scales, other tables.

`extra_records` is asked once for each naskah, with its pages and the records already read
from it; keys follow when those of the whole run are settled (`pipeline.tetapan`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from extractors.blank_dates import find_blank_dates
from extractors.claims import find_claims
from extractors.dictums import find_dictums
from extractors.impossible_dates import find_impossible_dates
from extractors.keys import KeyIndex
from extractors.other_tables import LampiranTabel, read_other_tables
from extractors.scales import find_scales
from pipeline.extract import Hasil
from pipeline.segment import Bagian
from schemas.records import (
    AngkaTabel,
    Diktum,
    KelasSkala,
    Klaim,
    SebutanKunci,
    TabelLain,
    TanggalKosong,
    TanggalMustahil,
)
from schemas.vocabulary import JenisNaskah

_TELLING = (
    JenisNaskah.LKJIP,
    JenisNaskah.DOKUMEN_IKU,
    JenisNaskah.MATRIKS_RENSTRA,
    JenisNaskah.LAINNYA,
)
"""Naskah whose running text speaks of figures; the others only set them."""


@dataclass(frozen=True, slots=True)
class Tambahan:
    """The further records of one or more naskah, in reading order."""

    klaim: tuple[Klaim, ...] = ()
    diktum: tuple[Diktum, ...] = ()
    skala: tuple[KelasSkala, ...] = ()
    tabel: tuple[TabelLain, ...] = ()
    angka_tabel: tuple[AngkaTabel, ...] = ()
    tanggal_mustahil: tuple[TanggalMustahil, ...] = ()
    tanggal_kosong: tuple[TanggalKosong, ...] = ()
    lampiran: tuple[LampiranTabel, ...] = ()
    kunci: tuple[SebutanKunci, ...] = ()


def extra_records(bagian: Bagian, hasil: Hasil) -> Tambahan:
    """Return the further records of one naskah.

    Args:
        bagian: the naskah with its pages.
        hasil: what `extract` read from it, its tables included.
    """
    naskah, pages = bagian.naskah, bagian.tata_letak
    klaim: tuple[Klaim, ...] = ()
    if naskah.jenis in _TELLING:
        klaim = find_claims(
            naskah,
            pages,
            tabel=hasil.tabel,
            kinerja=hasil.kinerja,
            indikator=hasil.indikator,
            anggaran=hasil.anggaran,
        )
    is_decree = naskah.jenis is JenisNaskah.KEPUTUSAN_IKU
    tabel, angka_tabel, lampiran = read_other_tables(naskah, hasil.tabel_lain)
    return Tambahan(
        klaim=klaim,
        diktum=find_dictums(naskah, pages) if is_decree else (),
        skala=find_scales(naskah, pages),
        tabel=tabel,
        angka_tabel=angka_tabel,
        tanggal_mustahil=find_impossible_dates(naskah, pages),
        tanggal_kosong=find_blank_dates(naskah, pages),
        lampiran=lampiran,
    )


def merge_extra(tambahan: Iterable[Tambahan]) -> Tambahan:
    """Return the further records of many naskah as one, in order."""
    every = list(tambahan)
    joined: dict[str, Any] = {
        item.name: tuple(record for one in every for record in getattr(one, item.name))
        for item in fields(Tambahan)
    }
    return Tambahan(**joined)


def with_claim_keys(tambahan: Tambahan, hasil: Hasil) -> Tambahan:
    """Return the further records of an office with the keys of the indicators of its claims.

    Args:
        tambahan: the further records.
        hasil: the other records of the same papers, with their keys.
    """
    keys = {item.indikator: item.kunci for item in hasil.indikator}
    keys |= {item.indikator: item.kunci for item in hasil.kinerja}
    flat = {" ".join(name.split()): kunci for name, kunci in keys.items()}
    klaim = tuple(
        replace(item, kunci=flat.get(" ".join(item.indikator.split()), ""))
        for item in tambahan.klaim
    )
    return replace(tambahan, klaim=klaim)


def key_names(jenis: str, names: Iterable[str], index: KeyIndex) -> tuple[SebutanKunci, ...]:
    """Return names with their keys, those of one key together.

    What was joined on a guess is marked: a person should confirm it, or part it in
    `kamus/`.
    """
    found = []
    for name in sorted({" ".join(name.split()) for name in names if name.strip()}):
        key = index.key(name)
        found.append(
            SebutanKunci(
                jenis=jenis,
                sebutan=name,
                kunci=key.kunci,
                cara=key.cara.value,
                skor=round(key.skor, 3),
                ragu="ya" if key.ragu else "",
            )
        )
    return tuple(sorted(found, key=lambda row: (row.kunci, row.sebutan)))

"""Claims held against tables: which rows a claim speaks of, and what their figures say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from pipeline.reconcile.figures import Ganti, value
from pipeline.reconcile.finding import Tempat, at
from pipeline.reconcile.ledger import (
    BarisKinerja,
    Buku,
    TabelKinerja,
    performance_rows,
)
from pipeline.reconcile.pairs import line_name
from schemas.records import Kinerja, Klaim
from schemas.vocabulary import LingkupKlaim, TingkatKinerja, UkuranKinerja

_SAME_LINE = 85


def claim_words(klaim: Klaim) -> str:
    """Return the words of a claim for a sentence, without list marks and loose ends."""
    return " ".join(klaim.teks.split()).strip(" ,;:.")


def place_of_claim(klaim: Klaim) -> Tempat:
    """Return the place of a claim; its evidence shows the whole sentence's words."""
    return at(klaim, teks=klaim.kalimat or klaim.teks)


def rows_of_claim(buku: Buku, klaim: Klaim) -> tuple[BarisKinerja, ...]:
    """Return the rows of the table that a claim speaks of; none where that is unclear."""
    tabel = buku.table_of_claim(klaim)
    if tabel is None:
        return ()
    rows = performance_rows(tabel)
    if klaim.lingkup is LingkupKlaim.INDIKATOR:
        return _rows_of_indicator(rows, klaim)
    aims = [row for row in rows if _is_aim(row)]
    if klaim.lingkup is LingkupKlaim.TABEL:
        return tuple(aims)
    name = sasaran_named(tabel, klaim.tujuan_sasaran)
    return tuple(row for row in aims if name and row.tujuan_sasaran == name)


def _rows_of_indicator(rows: Sequence[BarisKinerja], klaim: Klaim) -> tuple[BarisKinerja, ...]:
    found = [row for row in rows if klaim.kunci and row.kunci == klaim.kunci]
    if len(found) > 1 and klaim.tujuan_sasaran:
        wanted = line_name(klaim.tujuan_sasaran)
        found = [
            row
            for row in found
            if fuzz.token_sort_ratio(line_name(row.tujuan_sasaran), wanted) >= _SAME_LINE
        ]
    return tuple(found) if len(found) == 1 else ()


def _is_aim(row: BarisKinerja) -> bool:
    return row.strategis and row.angka[0].tingkat is not TingkatKinerja.TUJUAN


def sasaran_named(tabel: TabelKinerja, nama: str) -> str:
    """Return the sasaran of a table that is called by its number (`Sasaran 2`) or its name."""
    rows = [row for row in performance_rows(tabel) if _is_aim(row)]
    names = list(dict.fromkeys(row.tujuan_sasaran for row in rows))
    number = nama.casefold().removeprefix("sasaran").strip()
    if number.isdigit():
        return names[int(number) - 1] if 0 < int(number) <= len(names) else ""
    return next((item for item in names if item.casefold() == nama.casefold()), "")


def attained(row: BarisKinerja, tahun: int | None) -> Kinerja | None:
    """Return the capaian of a row that says whether its target is reached.

    None where there is none, or where target and realisasi say otherwise and do not come
    from an indicator that is better when it falls: then the row contradicts itself.
    """
    capaian = row.one(UkuranKinerja.CAPAIAN, tahun)
    if capaian is None or capaian.nilai is None:
        return None
    target = row.one(UkuranKinerja.TARGET, tahun)
    realisasi = row.one(UkuranKinerja.REALISASI, tahun)
    if target is None or realisasi is None or None in (target.nilai, realisasi.nilai):
        return capaian
    rising = value(realisasi, {}) >= value(target, {})
    falling = value(realisasi, {}) <= value(target, {})
    reached = is_reached(capaian, {})
    return capaian if reached in (rising, falling) else None


def is_reached(capaian: Kinerja, ganti: Ganti) -> bool:
    """Say whether a capaian is the whole target or more."""
    return value(capaian, ganti) >= Decimal(100)

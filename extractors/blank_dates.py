"""Dates of signing that lack their day or month: `Pada tanggal … Januari 2026`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.dates import Tanggal, find_dates
from extractors.places import corners
from extractors.text import flatten
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Halaman
from schemas.records import Naskah, TanggalKosong
from schemas.vocabulary import Metode, StatusBaca

_SURE = 0.6
_WITHIN = 0.5
"""Ink that lies in a line by this share is written in it; a signature only touches it."""
_BEFORE = re.compile(
    r"^\W*(?:(?:ditetapkan|dibuat)\s+)?(?:(?:di\s+)?[A-Z][\w'. ]{2,30}\s*,|(?:pada\s+)?tanggal\b)"
    r"[\s:._…-]*$",
    re.IGNORECASE,
)
"""What stands before the month of a date of signing: `Pada tanggal`, `Payakumbuh, …`."""


def find_blank_dates(naskah: Naskah, tata_letak: Sequence[TataLetak]) -> tuple[TanggalKosong, ...]:
    """Return the dates of signing without day or month, in reading order.

    A line of text that only mentions a month (`pada bulan Januari 2026`) is none.
    """
    found = [
        (page.halaman, baris, date)
        for page in tata_letak
        for baris in page.baris
        for date in find_dates(baris.teks)
        if not date.lengkap and date.mungkin and _signs(baris.teks, date)
    ]
    return tuple(
        TanggalKosong(
            tanggal_id=f"{naskah.naskah_id}-h{number:03d}",
            naskah_id=naskah.naskah_id,
            teks=flatten(baris.teks),
            iso=date.iso,
            halaman=halaman.nomor,
            metode=halaman.metode,
            keyakinan=round(baris.keyakinan, 4),
            status_baca=StatusBaca.BERSIH if _is_sure(halaman, baris) else StatusBaca.RAGU,
            **corners(halaman.as_shown(baris.kotak)),
        )
        for number, (halaman, baris, date) in enumerate(found, start=1)
    )


def _signs(line: str, date: Tanggal) -> bool:
    """Say whether a date is the one that its line gives for a signature."""
    behind = line[date.akhir :].strip(" .,;_…")
    return not behind and bool(_BEFORE.match(line[: date.awal]))


def _is_sure(halaman: Halaman, baris: Baris) -> bool:
    """Say whether nothing is written by hand where the day should stand."""
    line = baris.kotak.grow(3)
    if any(ink.share_in(line) >= _WITHIN for ink in halaman.tinta):
        return False
    return halaman.metode is Metode.TEKS or baris.keyakinan >= _SURE

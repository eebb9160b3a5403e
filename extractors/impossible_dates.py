"""Dates that a paper prints and that do not exist: 31 September, 30 Februari."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.dates import find_dates
from extractors.places import corners
from extractors.text import flatten
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Halaman
from schemas.records import Naskah, TanggalMustahil
from schemas.vocabulary import Metode, StatusBaca

_SURE = 0.6


def find_impossible_dates(
    naskah: Naskah, tata_letak: Sequence[TataLetak]
) -> tuple[TanggalMustahil, ...]:
    """Return the impossible dates in the text of a naskah, in reading order.

    Tables hold figures that look like dates, and are not read for them.
    """
    found = [
        (page.halaman, baris, date.teks, date.iso, date.diluruskan)
        for page in tata_letak
        for baris in page.baris
        for date in find_dates(baris.teks)
        if not date.mungkin
    ]
    return tuple(
        TanggalMustahil(
            tanggal_id=f"{naskah.naskah_id}-g{number:03d}",
            naskah_id=naskah.naskah_id,
            teks=flatten(text),
            iso=iso,
            halaman=halaman.nomor,
            metode=halaman.metode,
            keyakinan=round(baris.keyakinan, 4),
            status_baca=(
                StatusBaca.BERSIH
                if not mended and _is_sure(halaman, baris, text)
                else StatusBaca.RAGU
            ),
            **corners(halaman.as_shown(baris.kotak)),
        )
        for number, (halaman, baris, text, iso, mended) in enumerate(found, start=1)
    )


def _is_sure(halaman: Halaman, baris: Baris, text: str) -> bool:
    """Say whether a second reader saw the same day on a scanned line."""
    if halaman.metode is Metode.TEKS:
        return True
    day = next(iter(_digits(text)), "")
    seen = [b.teks for b in halaman.bacaan if b.kotak.share_in(baris.kotak.grow(2)) > 0.6]
    return baris.keyakinan >= _SURE and any(day in _digits(other) for other in seen)


def _digits(text: str) -> Iterator[str]:
    word = ""
    for char in f"{text} ":
        if char.isdigit():
            word += char
        elif word:
            yield word.lstrip("0")
            word = ""

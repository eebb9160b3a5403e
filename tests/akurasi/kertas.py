"""What stands on a digital print, cell by cell: the truth that the degradation suite scans.

The words and rules of the print itself say it, so no page has to be written down by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pymupdf

from extractors.numbers import Angka, Bentuk, Gaya, column_style, is_figure_cell, parse_number
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Sel, Tabel
from pipeline.layout.tables import lay_out
from pipeline.read.textlayer import read_text_layer

LEAST_FIGURES = 8
"""A page with fewer figures in its tables is not one of the numeric table pages."""

Nilai = tuple[Decimal | None, ...]
"""A figure's value, or the two bounds of a range; `None` for a bound that is open."""


@dataclass(frozen=True, slots=True)
class SelBenar:
    """A printed cell: place in its table, box in points of the print as shown, text.

    `nilai` is None for a cell of words.
    """

    tabel: int
    tempat: tuple[int, int, int, int]  # row, column, row span, column span
    kotak: Kotak
    teks: str
    nilai: Nilai | None


@dataclass(frozen=True, slots=True)
class HalamanCetak:
    """A numeric table page of a digital print."""

    pdf: Path
    nomor: int
    sel: tuple[SelBenar, ...]

    @property
    def angka(self) -> tuple[SelBenar, ...]:
        """The cells that hold a figure."""
        return tuple(sel for sel in self.sel if sel.nilai is not None)


def numeric_pages(pdf: Path) -> Iterator[HalamanCetak]:
    """Yield the pages of a print whose tables hold figures."""
    with pymupdf.open(pdf) as document:
        for nomor, page in enumerate(document, start=1):
            halaman = HalamanCetak(pdf, nomor, cells_of(page, nomor))
            if len(halaman.angka) >= LEAST_FIGURES:
                yield halaman


def cells_of(page: pymupdf.Page, nomor: int) -> tuple[SelBenar, ...]:
    """Return the printed cells of every table of a page, blank ones too."""
    layout = lay_out(read_text_layer(page, nomor))
    cells = []
    for number, tabel in enumerate(layout.tabel):
        for sel in tabel.sel:
            box = layout.halaman.as_shown(sel.kotak)
            figure = figure_of(sel.teks, style_of(tabel, sel))
            cells.append(SelBenar(number, place(sel), box, sel.teks, figure))
    return tuple(cells)


def place(sel: Sel) -> tuple[int, int, int, int]:
    """Return row, column, row span and column span of a cell."""
    return sel.baris, sel.kolom, sel.rentang_baris, sel.rentang_kolom


def style_of(tabel: Tabel, sel: Sel) -> Gaya:
    """Return the number style of a cell's column."""
    return column_style(other.teks for other in tabel.sel if other.kolom == sel.kolom)


def figure_of(teks: str, gaya: Gaya) -> Nilai | None:
    """Return the figure that a printed cell holds; None for words, codes and what is ambiguous."""
    if not any(char.isdigit() for char in teks) or not is_figure_cell(teks):
        return None
    return value_of(parse_number(teks, gaya=gaya))


def value_of(angka: Angka) -> Nilai | None:
    """Return a figure's value, or a range's bounds; None where there is not one certain reading."""
    if angka.nilai is not None:
        return (angka.nilai,)
    if angka.bentuk is Bentuk.RENTANG:
        return angka.bawah, angka.atas
    return None

"""The texts of a table's cells as Selaras decided them."""

from __future__ import annotations

from extractors.figures import read_figure
from extractors.numbers import column_style, is_figure_cell
from pipeline.layout.elements import Sel, Tabel
from schemas.vocabulary import Metode


def cells_of(tabel: Tabel) -> list[str]:
    """Return the texts of a table's cells; a figure as the vote of its readings decides it."""
    return [_text_of(tabel, sel) for sel in tabel.sel if sel.isi or sel.bacaan]


def _text_of(tabel: Tabel, sel: Sel) -> str:
    if not sel.bacaan:
        return sel.teks
    gaya = column_style(other.teks for other in tabel.sel if other.kolom == sel.kolom)
    decided = read_figure(sel, metode=Metode.OCR, gaya=gaya).angka.teks
    return decided if is_figure_cell(decided) else sel.teks

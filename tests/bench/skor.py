"""What a reader found of a page: figures whose digits stand in a cell, tables found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.akurasi.keausan import found_somewhere

HALF = 0.5
"""A printed table is found where one that was returned holds this share of its figures."""

TabelBenar = Sequence[str]
"""The printed figures of a table."""


@dataclass(frozen=True, slots=True)
class Skor:
    """Figures printed and found, tables printed and found; `None` where none are returned."""

    angka: int = 0
    tepat: int = 0
    tabel: int = 0
    tabel_ditemukan: int | None = 0

    def plus(self, other: Skor) -> Skor:
        """Add the counts of another page."""
        tables = None
        if self.tabel_ditemukan is not None and other.tabel_ditemukan is not None:
            tables = self.tabel_ditemukan + other.tabel_ditemukan
        return Skor(
            self.angka + other.angka, self.tepat + other.tepat, self.tabel + other.tabel, tables
        )


def score(benar: Sequence[TabelBenar], tabel: Sequence[Sequence[str]] | None, teks: str) -> Skor:
    """Compare a page with what a reader returned.

    A figure counts where its digits and separators stand in some cell of a table, as often
    as it is printed; in which row or column is not asked.

    Args:
        benar: The printed tables.
        tabel: The tables that were returned, each the texts of its cells; None of a reader
            that returns no tables: then its figures count wherever they stand in `teks`.
        teks: The page's text.
    """
    printed = [figure for table in benar for figure in table]
    if tabel is None:
        return Skor(len(printed), found_somewhere(printed, teks), len(benar), None)
    texts = ["\n".join(cells) for cells in tabel]
    found = sum(any(found_somewhere(t, text) >= HALF * len(t) for text in texts) for t in benar)
    return Skor(len(printed), found_somewhere(printed, "\n".join(texts)), len(benar), found)

"""What a page is made of once its layout is known: lines of text and tables.

All boxes are in the page's frame (see `pipeline.read.page`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pipeline.geometry.box import Kotak, union
from pipeline.read.page import Bacaan, Halaman, Kata


@dataclass(frozen=True)  # without slots: its text and box are asked for again and again
class Baris:
    """A line of text: words from left to right that stand on one baseline."""

    kata: tuple[Kata, ...]

    @cached_property
    def teks(self) -> str:
        """The words with single spaces between."""
        return " ".join(kata.teks for kata in self.kata)

    @cached_property
    def kotak(self) -> Kotak:
        """The box around the words."""
        return union(kata.kotak for kata in self.kata)

    @property
    def keyakinan(self) -> float:
        """The least sure of its words, 0..1."""
        return min(kata.keyakinan for kata in self.kata)


@dataclass(frozen=True)  # without slots: its text is asked for again and again
class Sel:
    """A cell of a table: place in the grid, span, box, the lines of text in it.

    `baris` and `kolom` count from 0 within the table on its page. `bacaan` holds
    the second readings that lie in the cell.
    """

    baris: int
    kolom: int
    rentang_baris: int
    rentang_kolom: int
    kotak: Kotak
    isi: tuple[Baris, ...] = ()
    bacaan: tuple[Bacaan, ...] = ()

    @cached_property
    def teks(self) -> str:
        """The lines of the cell, one a line."""
        return "\n".join(baris.teks for baris in self.isi)

    @property
    def keyakinan(self) -> float:
        """The least sure of its words, 0..1; 1 for an empty cell."""
        return min((baris.keyakinan for baris in self.isi), default=1.0)


@dataclass(frozen=True, slots=True)
class Tabel:
    """A table on one page. Every grid place is covered by exactly one cell."""

    halaman: Halaman
    kotak: Kotak
    jumlah_baris: int
    jumlah_kolom: int
    sel: tuple[Sel, ...]
    bergaris: bool = True

    def at(self, baris: int, kolom: int) -> Sel | None:
        """Return the cell that covers a grid place, or None outside the grid."""
        for sel in self.sel:
            if (
                sel.baris <= baris < sel.baris + sel.rentang_baris
                and sel.kolom <= kolom < sel.kolom + sel.rentang_kolom
            ):
                return sel
        return None


@dataclass(frozen=True, slots=True)
class TataLetak:
    """A page laid out: its tables, and the lines of text outside them, top to bottom.

    `baris` may hold lines with wide gaps (two signature blocks side by side); the
    words keep their boxes so that a reader can part them.
    """

    halaman: Halaman
    baris: tuple[Baris, ...]
    tabel: tuple[Tabel, ...]

    @property
    def teks(self) -> str:
        """The text outside tables, one line a line."""
        return "\n".join(baris.teks for baris in self.baris)

"""Words into cells: what a lost rule between two rows of figures leaves of them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.geometry.box import Kotak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Bacaan, Garis, Halaman, Kata
from schemas.vocabulary import Metode

XS = (100.0, 300.0, 360.0)
YS = (100.0, 130.0, 160.0, 190.0)


def page(last: Sequence[str], *, metode: Metode = Metode.OCR) -> Halaman:
    """A table of three rows and two columns; below its head, the last column has no rule."""
    rules = [Garis(x, YS[0], x, YS[-1]) for x in XS]
    rules += [Garis(XS[0], y, XS[-1] if y != YS[2] else XS[1], y) for y in YS]
    words = [Kata(text, Kotak(105, y + 8, 180, y + 20)) for text, y in zip("ABC", YS, strict=False)]
    words.append(Kata("2024", Kotak(310, 108, 340, 120)))
    step = 60 / max(1, len(last))
    places = [Kotak(310, y, 340, y + 12) for y in (138 + step * n for n in range(len(last)))]
    words += [Kata(text, place) for text, place in zip(last, places, strict=True)]
    readings = [
        Bacaan("rapidocr", place, text, 0.9) for text, place in zip(last, places, strict=True)
    ]
    return Halaman(1, 595, 842, metode, tuple(words), tuple(rules), bacaan=tuple(readings))


def column(halaman: Halaman) -> list[tuple[str, int]]:
    (tabel,) = lay_out(halaman).tabel
    assert list(tabel.sel) == sorted(tabel.sel, key=lambda sel: (sel.baris, sel.kolom))
    return [(sel.teks, sel.rentang_baris) for sel in tabel.sel if sel.kolom == 1]


def test_two_figures_whose_rule_was_lost_stand_in_the_cells_of_their_rows() -> None:
    halaman = page(["93,64", "93,03"])
    assert column(halaman) == [("2024", 1), ("93,64", 1), ("93,03", 1)]
    (tabel,) = lay_out(halaman).tabel
    again = [[bacaan.teks for bacaan in sel.bacaan] for sel in tabel.sel if sel.kolom == 1]
    assert again == [[], ["93,64"], ["93,03"]]


@pytest.mark.parametrize(
    "last", [["93,64"], ["empat", "lima"], ["93,64", "orang"], ["1", "2", "3"]]
)
def test_a_merged_cell_of_words_or_of_one_figure_stays_one(last: list[str]) -> None:
    assert column(page(last)) == [("2024", 1), ("\n".join(last), 2)]


def test_a_merged_cell_of_a_text_layer_stays_one() -> None:
    halaman = page(["93,64", "93,03"], metode=Metode.TEKS)
    assert column(halaman) == [("2024", 1), ("93,64\n93,03", 2)]

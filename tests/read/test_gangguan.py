"""What a scanner or a pen adds to a page: streaks down it, ticks and figures beside the print."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from extractors.figures import read_figure
from extractors.numbers import parse_number
from pipeline.layout.elements import Tabel
from pipeline.read.pages import read_page
from pipeline.read.pieces import has_taller_stroke
from pipeline.read.raster import Image
from pipeline.read.streaks import take_out_streaks
from schemas.vocabulary import Metode, StatusBaca
from tests.read.lembar import (
    DPI,
    EDGES,
    ROW,
    ROWS,
    TOP,
    cells,
    drawn_page,
    only_table,
    page_of,
    photograph,
    px,
    tilted,
    worn,
)

BLUE = (30, 60, 190)
FIRST_TARGET = (1, 1)


def sheet() -> Image:
    return photograph(drawn_page())


def streaked(image: Image, *points: float, level: int = 90) -> Image:
    """Draw streaks down a whole page, at places in points."""
    image = image.copy()
    for point in points:
        image[:, px(point) : px(point) + 2] = np.minimum(image[:, px(point) : px(point) + 2], level)
    return image


def silently_wrong(tabel: Tabel) -> list[tuple[str, str]]:
    """Return the figures that are marked clean, and are not what is printed."""
    wrong = []
    for sel in tabel.sel:
        if sel.baris == 0 or sel.kolom == 0:
            continue
        printed = parse_number(ROWS[sel.baris][sel.kolom])
        read = read_figure(sel, metode=Metode.OCR)
        if read.status_baca is not StatusBaca.RAGU and read.nilai != printed.nilai:
            wrong.append((ROWS[sel.baris][sel.kolom], read.bacaan))
    return wrong


@pytest.mark.parametrize("angle", [0.0, 0.4], ids=["straight", "aslant"])
def test_a_streak_through_figures_cuts_none_in_two(angle: float) -> None:
    at = EDGES[1] + 12  # through the second digit of the targets
    # The scanner's streak is upright, where the sheet lies aslant, too.
    image = streaked(tilted(sheet(), angle) if angle else sheet(), at)
    tabel = only_table(read_page(page_of(worn(image), gray=True), 1))
    assert (tabel.jumlah_baris, tabel.jumlah_kolom) == (len(ROWS), len(ROWS[0]))
    assert silently_wrong(tabel) == []
    under = [sel for sel in tabel.sel if sel.kolom == 1 and sel.baris > 0]
    beside = [sel for sel in tabel.sel if sel.kolom == 2 and sel.baris > 0]
    status = [read_figure(sel, metode=Metode.OCR).status_baca for sel in under + beside]
    assert status[: len(under)] == [StatusBaca.RAGU] * len(under)
    assert StatusBaca.RAGU not in status[len(under) :]


def test_a_streak_in_a_margin_changes_nothing() -> None:
    plain, marked = worn(sheet()), worn(streaked(sheet(), 40, 550))
    tables = [only_table(read_page(page_of(image), 1)) for image in (plain, marked)]
    assert cells(tables[0]) == cells(tables[1])


def test_rules_of_a_table_that_fills_the_page_are_no_streaks() -> None:
    image = sheet()
    table = image[px(TOP) - 6 : px(TOP + ROW * len(ROWS)) + 6, px(EDGES[0]) - 6 : px(EDGES[-1]) + 6]
    gray = cv2.cvtColor(np.ascontiguousarray(table), cv2.COLOR_RGB2GRAY)
    assert take_out_streaks(np.asarray(gray, np.uint8), None, DPI)[2] is None


@pytest.mark.parametrize("text", ["25", "-", "1"])
def test_what_a_pen_wrote_beside_a_figure_is_no_clean_figure(text: str) -> None:
    image = sheet()
    row, column = FIRST_TARGET
    place = (px(EDGES[column] + 32), px(TOP + ROW * row + 18))
    cv2.putText(image, text, place, cv2.FONT_HERSHEY_SIMPLEX, 0.85, BLUE, 2, cv2.LINE_AA)
    tabel = only_table(read_page(page_of(worn(image)), 1))
    (touched,) = [sel for sel in tabel.sel if (sel.baris, sel.kolom) == FIRST_TARGET]
    assert read_figure(touched, metode=Metode.OCR).status_baca is StatusBaca.RAGU
    assert silently_wrong(tabel) == []


def test_figures_printed_in_colour_are_clean() -> None:
    image = sheet()
    target = image[px(TOP + ROW) : px(TOP + 2 * ROW), px(EDGES[1]) : px(EDGES[2])]
    dark = 1 - target[4:-4, 4:-4].astype(np.float32) / 255
    target[4:-4, 4:-4] = (255 - dark * (255 - np.array(BLUE, np.float32))).astype(np.uint8)
    tabel = only_table(read_page(page_of(worn(image)), 1))
    (coloured,) = [sel for sel in tabel.sel if (sel.baris, sel.kolom) == FIRST_TARGET]
    assert read_figure(coloured, metode=Metode.OCR).status_baca is StatusBaca.BERSIH


def line_of(text: str, *, stroke: bool) -> Image:
    """Return the picture of a short line of print, with a pen's stroke beside it or without."""
    page = pymupdf.open().new_page(width=80, height=30)
    page.insert_text((20, 20), text, fontsize=10.5, fontname="tiro")
    if stroke:
        page.draw_line((36, 23), (38, 12), width=1.2)
    return np.asarray(cv2.cvtColor(worn(photograph(page)), cv2.COLOR_RGB2GRAY), np.uint8)


def test_a_stroke_that_stands_out_of_the_digits_beside_it_is_none_of_them() -> None:
    assert has_taller_stroke(line_of("12", stroke=True), DPI, 3)
    assert not has_taller_stroke(line_of("12", stroke=True), DPI, 2)  # nobody took it for a 1
    for printed in ("12", "171", "1,71"):
        digits = sum(char.isdigit() for char in printed)
        assert not has_taller_stroke(line_of(printed, stroke=False), DPI, digits)

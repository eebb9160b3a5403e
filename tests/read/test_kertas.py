"""Paper as scanners see it: turned with and without /Rotate, aslant, badly lit or pressed."""

from __future__ import annotations

import io
from typing import Any

import cv2
import numpy as np
import pymupdf
import pytest
from PIL import Image as Pillow

from pipeline.geometry.box import Kotak
from pipeline.layout.tables import lay_out
from pipeline.read.pages import read_page
from pipeline.read.raster import Image
from tests.read.lembar import (
    FIGURES,
    ROWS,
    SENTENCE,
    cells,
    draw_table,
    drawn_page,
    figures,
    only_table,
    page_of,
    photograph,
    px,
    tilted,
    worn,
)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_sheet_is_turned_upright_whatever_rotate_says(turned: int, rotate: int) -> None:
    image = worn(photograph(drawn_page(), 150), noise=3)
    page = page_of(np.ascontiguousarray(np.rot90(image, -(turned // 90))), 150)
    page.set_rotation(rotate)
    halaman = read_page(page, 1)
    assert (halaman.putaran + turned + rotate) % 360 == 0
    assert [row[0] for row in cells(only_table(halaman))] == [row[0] for row in ROWS]
    word = next(kata for kata in halaman.kata if kata.teks == "97,5")
    shown = halaman.as_shown(word.kotak)
    assert _on_paper(shown, (turned + rotate) % 360).intersect(Kotak(425, 300, 465, 330)).luas > 20


def _on_paper(box: Kotak, turned: int) -> Kotak:
    """Return a box of a sheet of 595 x 842 points, shown turned, on the sheet upright."""
    x0, y0, x1, y1 = box
    return {
        0: box,
        90: Kotak(y0, 842 - x1, y1, 842 - x0),
        180: Kotak(595 - x1, 842 - y1, 595 - x0, 842 - y0),
        270: Kotak(595 - y1, x0, 595 - y0, x1),
    }[turned]


@pytest.mark.parametrize("angle", [-3.2, -1.15, -0.15, 0.1, 0.55, 2.3])
def test_skew_is_taken_out_to_a_tenth_of_a_degree(angle: float) -> None:
    halaman = read_page(page_of(worn(tilted(photograph(drawn_page()), angle))), 1)
    assert abs(halaman.kemiringan + angle) <= 0.1
    assert figures(halaman) == FIGURES


def test_a_shadow_and_a_lamp_do_not_hide_print() -> None:
    image = photograph(drawn_page()).astype(np.float32)
    height, width = image.shape[:2]
    across = np.linspace(0.55, 1.0, width, dtype=np.float32)[None, :, None]
    down = np.linspace(1.0, 0.8, height, dtype=np.float32)[:, None, None]
    lamp = 1 + 0.15 * np.exp(-((np.arange(width) - 0.7 * width) ** 2) / (0.1 * width) ** 2)
    lit = image * across * down * lamp.astype(np.float32)[None, :, None]
    halaman = read_page(page_of(worn(np.clip(lit, 0, 255).astype(np.uint8))), 1)
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize("quality", [12, 25])
def test_a_badly_pressed_picture_is_read(quality: int) -> None:
    out = io.BytesIO()
    Pillow.fromarray(worn(photograph(drawn_page()), noise=2)).save(out, "JPEG", quality=quality)
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_image(page.rect, stream=out.getvalue())
    assert figures(read_page(page, 1)) == FIGURES


def pen(image: Image, colour: tuple[int, int, int]) -> Image:
    """Draw a pen's strokes over the figures of the table."""
    ink = np.full_like(image, 255)
    for start, end in (
        ((300, 200), (420, 222)),
        ((310, 250), (520, 262)),
        ((435, 195), (500, 330)),
    ):
        points = [(px(x), px(y)) for x, y in (start, end)]
        cv2.line(ink, points[0], points[1], colour, 4, cv2.LINE_AA)
    cv2.ellipse(ink, (px(340), px(300)), (px(45), px(16)), 20, 0, 300, colour, 4, cv2.LINE_AA)
    return np.asarray(np.minimum(image, ink), np.uint8)


@pytest.mark.parametrize("colour", [(25, 45, 160), (170, 30, 40)], ids=["blue", "red"])
def test_coloured_strokes_of_a_pen_are_lifted_off_the_figures(colour: tuple[int, int, int]) -> None:
    halaman = read_page(page_of(worn(pen(photograph(drawn_page()), colour))), 1)
    assert figures(halaman) == FIGURES
    assert halaman.tinta


def merged_page() -> Any:
    """Draw a table with a heading over two columns and a sasaran beside three rows."""
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_text((72, 130), SENTENCE, fontsize=11, fontname="tiro")
    boxes = [
        ((72, 160, 200, 216), "Sasaran"),
        ((200, 160, 380, 216), "Indikator"),
        ((380, 160, 523, 188), "Target"),
        ((380, 188, 450, 216), "2024"),
        ((450, 188, 523, 216), "2025"),
        ((72, 216, 200, 300), "Meningkatnya layanan"),
    ]
    for row, (name, first, second) in enumerate(
        (("Indeks Kepuasan", "82,5", "83,1"), ("Nilai SAKIP", "67,12", "68"), ("Waktu", "5", "4"))
    ):
        top = 216 + 28 * row
        boxes += [
            ((200, top, 380, top + 28), name),
            ((380, top, 450, top + 28), first),
            ((450, top, 523, top + 28), second),
        ]
    for box, text in boxes:
        page.draw_rect(box, width=0.8)
        page.insert_text((box[0] + 4, box[1] + 18), text, fontsize=10.5, fontname="tiro")
    return page


def test_merged_cells_keep_their_spans() -> None:
    tabel = only_table(read_page(page_of(worn(photograph(merged_page()))), 1))
    spans = {
        sel.teks: (sel.baris, sel.kolom, sel.rentang_baris, sel.rentang_kolom) for sel in tabel.sel
    }
    assert spans["Sasaran"] == (0, 0, 2, 1)
    assert spans["Target"] == (0, 2, 1, 2)
    assert spans["Meningkatnya layanan"] == (2, 0, 3, 1)
    assert spans["67,12"] == (3, 2, 1, 1)


def test_one_ruled_row_holds_several_lines_with_their_targets_beside_them() -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    draw_table(page, [("No", "Indikator Kinerja", "Target")], (72, 110, 400, 523), 160)
    for x0, x1 in ((72, 110), (110, 400), (400, 523)):
        page.draw_rect((x0, 188, x1, 320), width=0.8)
    rows = (("Persentase keselarasan", "90%"), ("Persentase dokumen", "95,5%"), ("Data", "100%"))
    for number, (name, target) in enumerate(rows):
        page.insert_text((116, 210 + 40 * number), name, fontsize=10.5, fontname="tiro")
        page.insert_text((440, 210 + 40 * number), target, fontsize=10.5, fontname="tiro")
    (_, names, targets) = cells(only_table(read_page(page_of(worn(photograph(page))), 1)))[1]
    assert names.split("\n") == [name for name, _ in rows]
    assert targets.split("\n") == [target for _, target in rows]


def test_a_table_open_at_its_sides_keeps_its_rows() -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_text((72, 130), SENTENCE, fontsize=11, fontname="tiro")
    draw_table(page, ROWS, (72, 300, 430, 523), 160, rule=0.0)
    for row in range(7):
        page.draw_line((72, 160 + 28 * row), (523, 160 + 28 * row), width=0.8)
    for x in (300, 430):
        page.draw_line((x, 160), (x, 328), width=0.8)
    halaman = read_page(page_of(worn(photograph(page))), 1)
    read = {kata.teks for kata in halaman.kata}
    assert {"93,5", "92,33", "(80,41)", "71,11"} <= read
    level = [garis for garis in halaman.garis if garis.mendatar]
    assert len({round(garis.y0 / 10) for garis in level}) == 7
    assert lay_out(halaman).teks

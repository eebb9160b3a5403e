"""Hard pages, drawn and worn and read with real Tesseract: fills, faint and broken rules, bends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pymupdf
import pytest

from extractors.figures import read_figure
from pipeline.geometry.box import Kotak
from pipeline.layout.tables import lay_out
from pipeline.read.pages import read_page
from pipeline.read.raster import Image
from schemas.vocabulary import StatusBaca
from tests.read.lembar import (
    EDGES,
    FIGURES,
    ROW,
    ROWS,
    TOP,
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

HEADER = np.s_[px(TOP) : px(TOP + ROW), px(EDGES[0]) : px(EDGES[-1])]


def blackened(image: Image) -> None:
    """A copier made the shaded header black; its white letters and rules are left."""
    image[HEADER] = np.where(image[HEADER] < 140, 245, 25)


def blackened_rules_too(image: Image) -> None:
    """As above, but the rules in it are black on black."""
    blackened(image)
    for x in EDGES:
        image[HEADER[0], px(x) - 4 : px(x) + 5] = 25
    image[px(TOP) - 3 : px(TOP) + 4, HEADER[1]] = 25


def shaded(image: Image) -> None:
    image[HEADER] = np.minimum(image[HEADER], 150)


def dotted(image: Image) -> None:
    ys, xs = np.mgrid[0 : image[HEADER].shape[0], 0 : image[HEADER].shape[1]]
    dots = (ys // 2 + xs // 2) % 2 == 0
    image[HEADER][dots] = np.minimum(image[HEADER][dots], 60)


def coloured(image: Image) -> None:
    """Letters stand white on blue."""
    white = (image[HEADER].min(axis=2) < 140)[..., None]
    image[HEADER] = np.where(white, np.uint8(250), np.array([31, 78, 121], np.uint8))


@pytest.mark.parametrize("fill", [blackened, blackened_rules_too, shaded, dotted, coloured])
def test_a_filled_header_is_read_and_hides_no_rules(fill: Callable[[Image], None]) -> None:
    image = photograph(drawn_page())
    fill(image)
    halaman = read_page(page_of(worn(image)), 1)
    assert cells(only_table(halaman))[0] == list(ROWS[0])
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize("border", [8, 14, 21])
def test_punch_holes_and_black_borders_are_no_print(border: float) -> None:
    image = worn(photograph(drawn_page()))
    for y in (300, 520):
        cv2.circle(image, (px(30), px(y)), px(8.2), (50, 50, 50), -1)
    image[:, -px(border) :] = 35
    image[: px(9)] = 40
    halaman = read_page(page_of(tilted(image, 0.8)), 1)
    assert figures(halaman) == FIGURES
    assert all(EDGES[0] - 5 < kata.kotak.x0 < EDGES[-1] for kata in halaman.kata)
    assert not halaman.tinta and not halaman.cap


def ruled(rule: float, colour: float) -> Image:
    page = drawn_page(ruled=False)
    draw_table(page, ROWS, EDGES, TOP, rule=rule, colour=colour)
    return photograph(page)


def broken(image: Image) -> Image:
    """Break every rule in many places, as worn toner does."""
    chance = np.random.default_rng(1)
    for _ in range(60):
        x, y = chance.integers(72, 523), TOP + ROW * chance.integers(0, 7)
        image[px(y) - 3 : px(y) + 4, px(x) : px(x) + chance.integers(2, 9)] = 255
        x, y = EDGES[chance.integers(0, 4)], chance.integers(TOP, TOP + 6 * ROW)
        image[px(y) : px(y) + chance.integers(2, 9), px(x) - 3 : px(x) + 4] = 255
    return image


@pytest.mark.parametrize(
    "image",
    [
        ruled(0.5, 0.75),
        ruled(0.5, 0.82),
        ruled(0.3, 0.85),
        broken(ruled(0.5, 0.0)),
        broken(ruled(0.5, 0.6)),
    ],
    ids=["pale", "paler", "a pale hairline", "broken", "pale and broken"],
)
def test_pale_and_broken_rules_part_the_cells(image: Image) -> None:
    halaman = read_page(page_of(worn(image)), 1)
    assert [row[0] for row in cells(only_table(halaman))] == [row[0] for row in ROWS]
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize("dashes", ["[0.8 1.6] 0", "[0.8 2.4] 0", "[1 3] 0"])
@pytest.mark.parametrize("dpi", [200, 300])
def test_dotted_rules_part_the_cells(dashes: str, dpi: int) -> None:
    image = photograph(drawn_page(dashes=dashes), dpi)
    halaman = read_page(page_of(worn(tilted(image, 0.4)), dpi), 1)
    assert [row[0] for row in cells(only_table(halaman))] == [row[0] for row in ROWS]
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize("dpi", [200, 300])
def test_row_of_one_cell_between_ruled_rows_stays_one(dpi: int) -> None:
    """The rules of the rows around it do not run through it, thin and slanting as they are."""
    section = "Sasaran 2 : Meningkatnya partisipasi masyarakat dalam pembangunan"
    rows = [ROWS[0], *((section, "", ""), *ROWS[1:4]) * 3]
    page = pymupdf.open().new_page(width=595, height=842)
    for number, row in enumerate(rows):
        top = 120 + 21 * number
        edges = (EDGES[0], EDGES[-1]) if row[0] == section else EDGES
        for x0, x1, text in zip(edges, edges[1:], row, strict=False):
            page.draw_rect(pymupdf.Rect(x0, top, x1, top + 21), width=0.6)
            page.insert_text((x0 + 4, top + 14), text, fontsize=9, fontname="tiro")
    image = photograph(page, dpi)
    found = cells(only_table(read_page(page_of(worn(tilted(image, 0.9)), dpi), 1)))
    assert [row for row in found if row[0].startswith("Sasaran")] == [[section]] * 3


def test_dots_to_be_written_on_are_no_rules() -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    for line in range(30):
        page.insert_text((72, 120 + 18 * line), "1.234.567,00", fontsize=11)
        page.insert_text((200, 120 + 18 * line), "Nomor : ......................", fontsize=11)
    assert read_page(page_of(worn(photograph(page))), 1).garis == ()


def test_columns_of_letters_and_figures_are_no_rules() -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    for line in range(20):
        page.insert_text((72, 120 + 13 * line), "Inventarisasi Indikator", fontsize=11)
        page.insert_text((300, 120 + 13 * line), "1.111.111.111,11", fontsize=11)
    assert read_page(page_of(worn(photograph(page))), 1).garis == ()


def test_double_rules_are_single_ones() -> None:
    page = drawn_page(ruled=False)
    for aside in (-1.6, 1.6):
        for row in range(7):
            y = TOP + ROW * row + aside
            page.draw_line((EDGES[0], y), (EDGES[-1], y), width=0.6)
        for x in EDGES:
            page.draw_line((x + aside, TOP), (x + aside, TOP + 6 * ROW), width=0.6)
    assert figures(read_page(page_of(worn(photograph(page))), 1)) == FIGURES


@pytest.mark.parametrize("colour", [(118, 70, 190), (120, 120, 120)], ids=["violet", "gray"])
def test_rules_and_figures_below_a_stamp_are_read_or_doubted(colour: tuple[int, int, int]) -> None:
    image = photograph(drawn_page())
    ink = np.full_like(image, 255)
    for radius in (60, 46):
        cv2.circle(ink, (px(430), px(240)), px(radius), colour, 5, cv2.LINE_AA)
    halaman = read_page(page_of(worn(np.minimum(image, ink))), 1)
    tabel = only_table(halaman)
    assert [row[0] for row in cells(tabel)] == [row[0] for row in ROWS]
    read = [
        read_figure(sel, metode=halaman.metode)
        for sel in tabel.sel
        if sel.baris > 0 and sel.kolom > 0
    ]
    assert all(
        figure.nilai == printed or figure.status_baca is StatusBaca.RAGU
        for figure, printed in zip(read, FIGURES, strict=True)
    )


def bent(image: Image, perspective: float, sag: float) -> Image:
    """Pull the corners and let the sheet sag, both in points."""
    height, width = image.shape[:2]
    p = px(perspective)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    pulled = corners + np.array([[p, 0], [-p, p], [0, -p], [p / 2, 0]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, pulled.astype(np.float32))
    white = (255, 255, 255)
    image = cv2.warpPerspective(image, matrix, (width, height), borderValue=white)
    xs, ys = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    ys = (ys + px(sag) * np.sin(np.pi * xs / width) * ys / height).astype(np.float32)
    return np.asarray(cv2.remap(image, xs, ys, cv2.INTER_LINEAR, borderValue=white), np.uint8)


@pytest.mark.parametrize(("perspective", "sag"), [(5, 0), (0, 10), (4, 8)])
def test_a_bent_page_is_read(perspective: float, sag: float) -> None:
    image = bent(photograph(drawn_page()), perspective, sag)
    assert figures(read_page(page_of(worn(image)), 1)) == FIGURES


@pytest.mark.parametrize("dpi", [200, 300])
def test_a_bilevel_scan_is_read(dpi: int) -> None:
    image = tilted(photograph(drawn_page(), dpi), 0.6)
    halaman = read_page(page_of(worn(image, blur=0.7), dpi, bilevel=True), 1)
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize(("dpi", "noise", "blur"), [(72, 2, 0.3), (90, 2, 0.3), (600, 4, 1.5)])
def test_coarse_and_fine_scans_are_read_without_silent_error(
    dpi: int, noise: float, blur: float
) -> None:
    image = worn(photograph(drawn_page(), dpi), noise=noise, blur=blur)
    halaman = read_page(page_of(image, dpi, gray=True), 1)
    tabel = only_table(halaman)
    assert (tabel.jumlah_baris, tabel.jumlah_kolom) == (6, 3)
    assert figures(halaman) == FIGURES


def test_the_other_side_of_a_page_showing_through_is_no_print() -> None:
    image = photograph(drawn_page())[:, ::-1]
    pale = 255 - (255 - cv2.GaussianBlur(image, (0, 0), 2).astype(np.float32)) * 0.13
    halaman = read_page(page_of(worn(pale.astype(np.uint8)), gray=True), 1)
    assert (halaman.kata, halaman.garis, halaman.bacaan) == ((), (), ())


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_of_few_words_is_turned_the_right_way(turned: int) -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_text((230, 400), "LAMPIRAN", fontsize=16, fontname="hebo")
    page.insert_text((200, 430), "Tabel Indikator Kinerja Utama", fontsize=12, fontname="tiro")
    image = np.ascontiguousarray(np.rot90(photograph(page), -(turned // 90)))
    halaman = read_page(page_of(worn(image)), 1)
    assert (halaman.putaran + turned) % 360 == 0
    assert "Tabel Indikator Kinerja Utama" in lay_out(halaman).teks


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_whose_letters_stand_as_near_across_as_along_is_turned(turned: int) -> None:
    """Spaced letters on tight lines: only reading tells which way the lines run."""
    page = pymupdf.open().new_page(width=595, height=842)
    for row, text in enumerate(("PERSENTASE", "KECAMATAN", "PELAYANAN", "MASYARAKAT") * 5):
        for column, letter in enumerate(text):
            at = (80 + 13 * column + 5 * row % 13, 120 + 14 * row)
            page.insert_text(at, letter, fontsize=12)
    image = np.ascontiguousarray(np.rot90(photograph(page), -(turned // 90)))
    halaman = read_page(page_of(worn(image)), 1)
    assert (halaman.putaran + turned) % 360 == 0


def test_a_figure_struck_through_is_read_or_doubted() -> None:
    page = drawn_page()
    for x0, x1, row in ((304, 324, 1), (304, 400, 4)):
        y = TOP + ROW * row + 14.5
        page.draw_line((x0, y), (x1, y), width=0.8)
    halaman = read_page(page_of(worn(photograph(page))), 1)
    tabel = only_table(halaman)
    for row, printed in ((1, FIGURES[0]), (4, FIGURES[6])):
        cell = tabel.at(row, 1)
        assert cell is not None
        read = read_figure(cell, metode=halaman.metode)
        assert read.nilai == printed or read.status_baca is StatusBaca.RAGU


def test_a_table_in_a_form_is_a_table_of_its_own() -> None:
    page = pymupdf.open().new_page(width=595, height=842)
    for y0, y1, label, text in (
        (60, 85, "Nama Organisasi", "Kecamatan Contoh"),
        (85, 110, "Tugas", "Melaksanakan urusan"),
        (110, 360, "IKU", ""),
    ):
        middle = 160 if text else 68
        page.draw_rect((30, y0, 565, y1), width=1)
        page.draw_line((middle, y0), (middle, y1), width=1)
        page.insert_text((34, y0 + 16), label, fontsize=10, fontname="tiro")
        page.insert_text((170, y0 + 16), text, fontsize=10, fontname="tiro")
    draw_table(page, ROWS, (80, 300, 430, 523), TOP)
    form, inner = lay_out(read_page(page_of(worn(photograph(page))), 1)).tabel
    assert cells(form) == [
        ["Nama Organisasi", "Kecamatan Contoh"],
        ["Tugas", "Melaksanakan urusan"],
        ["IKU", ""],
    ]
    assert [row[0] for row in cells(inner)] == [row[0] for row in ROWS]


def test_a_table_in_a_page_frame_is_read() -> None:
    page = drawn_page()
    page.draw_rect((50, 60, 560, 760), width=1.2)
    assert figures(read_page(page_of(worn(photograph(page))), 1)) == FIGURES


def test_two_tables_side_by_side_come_left_to_right() -> None:
    page: Any = pymupdf.open().new_page(width=842, height=595)
    left = [("No", "Sasaran", "Target"), ("1", "Indeks Kepuasan", "93,5"), ("2", "SAKIP", "67,12")]
    right = [("No", "Program", "Anggaran"), ("1", "Pelayanan", "797.300.000"), ("2", "Kas", "12")]
    draw_table(page, left, (40, 70, 250, 380), 101)
    draw_table(page, right, (390, 420, 600, 790), 100)
    first, second = lay_out(read_page(page_of(worn(photograph(page))), 1)).tabel
    assert [row[1] for row in cells(first)] == [row[1] for row in left]
    assert [row[1] for row in cells(second)] == [row[1] for row in right]


def test_boxes_of_a_bent_page_lead_back_to_the_page_as_shown() -> None:
    halaman = read_page(page_of(worn(bent(photograph(drawn_page()), 3, 4))), 1)
    word = next(kata for kata in halaman.kata if kata.teks == "97,5")
    shown = halaman.as_shown(word.kotak)
    assert Kotak(425, 300, 465, 330).contains_point(shown.tengah_x, shown.tengah_y)

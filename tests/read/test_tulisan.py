"""Print that readers stumble over: underlined names, bullets, fractions, pale headers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pymupdf
import pytest

from pipeline.layout.tables import lay_out
from pipeline.read.pages import read_page
from tests.read.lembar import (
    SENTENCE,
    cells,
    draw_table,
    figures,
    only_table,
    page_of,
    photograph,
    px,
    worn,
)

NAMES = (
    "Yayuk Prayogi Anggraeny, S.Pd.",
    "Agung Sugeng Wijayanto, SE., MM.",
    "Rizky Gagah Pangestu, S.STP",
)


def blank_page() -> Any:
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_text((72, 130), SENTENCE, fontsize=11, fontname="tiro")
    return page


@pytest.mark.parametrize(("font", "below", "thick"), [("tibo", 1.4, 0.6), ("hebo", 1.1, 0.8)])
def test_an_underlined_bold_name_keeps_the_tails_of_its_letters(
    font: str, below: float, thick: float
) -> None:
    page = blank_page()
    for number, name in enumerate(NAMES):
        y, width = 200 + 60 * number, pymupdf.get_text_length(name, font, 11.5)
        page.insert_text((300, y), name, fontsize=11.5, fontname=font)
        page.draw_line((300, y + below), (300 + width, y + below), width=thick)
        page.insert_text((300, y + 14), "NIP. 19800101 200501 1 003", fontsize=11, fontname="tiro")
    read = [line.teks for line in lay_out(read_page(page_of(worn(photograph(page))), 1)).baris]
    letters = ["".join(filter(str.isalpha, text)) for text in read[1::2]]
    assert letters == ["".join(filter(str.isalpha, name)) for name in NAMES]


def draw_bullet(page: Any, x: float, y: float, kind: str) -> None:
    if kind == "disc":
        page.draw_circle((x + 2, y - 3.5), 1.7, color=0, fill=0, width=0)
        return
    side = 4.0 if kind == "square" else 7.0
    page.draw_rect((x, y - 3.7 - side / 2, x + side, y - 3.7 + side / 2), fill=0, width=0)


@pytest.mark.parametrize("kind", ["disc", "square", "large square"])
def test_a_bullet_is_a_bullet(kind: str) -> None:
    page = blank_page()
    items = ("Pemerintahan", "Perekonomian", "Pembangunan Daerah", "Kesejahteraan Sosial")
    page.draw_rect((72, 160, 300, 260), width=0.8)
    page.draw_rect((300, 160, 523, 260), width=0.8)
    page.insert_text((304, 178), "20 Dokumen", fontsize=10.5, fontname="tiro")
    for number, item in enumerate(items):
        y = 180 + 18 * number
        draw_bullet(page, 80, y, kind)
        page.insert_text((96, y), item, fontsize=11, fontname="tiro")
    (row,) = cells(only_table(read_page(page_of(worn(photograph(page))), 1)))
    assert row == ["\n".join(f"\N{BULLET} {item}" for item in items), "20 Dokumen"]


@pytest.mark.parametrize("lead", ["", "Nilai = "])
def test_a_fraction_is_read_above_below_and_beside_its_bar(lead: str) -> None:
    page = blank_page()
    for x0, x1 in ((72, 110), (110, 430), (430, 523)):
        page.draw_rect((x0, 160, x1, 230), width=0.8)
    page.insert_text((80, 190), "2", fontsize=10.5, fontname="tiro")
    page.insert_text((116, 199), lead, fontsize=10.5, fontname="tiro")
    x = 118 + pymupdf.get_text_length(lead, "tiro", 10.5)
    above, below = "Jumlah dokumen yang tepat waktu", "Jumlah seluruh dokumen"
    width = pymupdf.get_text_length(above, "tiro", 10.5)
    page.insert_text((x, 191), above, fontsize=10.5, fontname="tiro")
    page.insert_text((x + 20, 205.5), below, fontsize=10.5, fontname="tiro")
    page.draw_line((x - 2, 195), (x + width + 2, 195), width=0.6)
    page.insert_text((x + width + 8, 199), "x 100%", fontsize=10.5, fontname="tiro")
    page.insert_text((440, 190), "97,5 %", fontsize=10.5, fontname="tiro")
    (row,) = cells(only_table(read_page(page_of(worn(photograph(page))), 1)))
    assert above in row[1] and below in row[1] and "x 100%" in row[1]
    assert ("Nilai" in row[1]) == bool(lead)


def test_the_pale_rules_of_a_shaded_header_are_followed_from_the_rows_below() -> None:
    page = blank_page()
    draw_table(page, [("1", "Indeks Kepuasan", "93,5"), ("2", "Nilai SAKIP", "67,12")],
               (72, 110, 400, 523), 188)  # fmt: skip
    image = photograph(page)
    header = np.s_[px(160) : px(188), px(72) : px(523)]
    image[header] = 235
    for x in (72, 110, 400, 523):
        image[px(160) : px(188), px(x) : px(x) + 2] = 205
    image[px(160) : px(160) + 2, px(72) : px(523)] = 205
    lettered = pymupdf.open().new_page(width=595, height=842)
    for x, text in ((80, "No"), (180, "Indikator Kinerja"), (440, "Target")):
        lettered.insert_text((x, 178), text, fontsize=10.5, fontname="tibo")
    image = np.minimum(image, photograph(lettered))
    table = only_table(read_page(page_of(worn(image, noise=6, blur=1.2)), 1))
    assert cells(table)[0] == ["No", "Indikator Kinerja", "Target"]


def test_a_pale_worn_page_is_no_print_of_the_other_side() -> None:
    from tests.read.lembar import FIGURES, drawn_page

    image = photograph(drawn_page())
    pale = 255 - (255 - image.astype(np.float32)) * 0.3
    halaman = read_page(page_of(worn(pale.astype(np.uint8), noise=8, blur=1.5), gray=True), 1)
    assert halaman.kata
    assert sum(a == b for a, b in zip(figures(halaman), FIGURES, strict=True)) >= 8


def test_a_shaded_header_on_yellowish_paper_is_no_ink() -> None:
    rows = [("No", "Sasaran", "2024", "2025"), ("1", "Indeks Kepuasan", "93,5", "94,1")]
    page = blank_page()
    draw_table(page, [*rows, ("2", "Nilai SAKIP", "67,12", "68")], (72, 110, 300, 410, 523), 160)
    paper = photograph(page, 300).astype(np.float32) * np.array([0.99, 0.97, 0.92], np.float32)
    header = np.s_[px(160, 300) : px(188, 300), px(72, 300) : px(523, 300)]
    paper[header] *= 0.84
    halaman = read_page(page_of(worn(paper.astype(np.uint8), noise=2), 300), 1)
    assert not halaman.tinta and not halaman.cap
    assert cells(only_table(halaman))[:2] == [list(row) for row in rows]

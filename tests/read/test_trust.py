"""Text layers that lie: what the picture shows is read, and the page says so."""

from __future__ import annotations

import re
from typing import Any

import pymupdf
import pytest

from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.read.pages import read_page
from schemas.vocabulary import Metode
from tests.read.lembar import (
    EDGES,
    FIGURES,
    ROW,
    ROWS,
    SENTENCE,
    TOP,
    cells,
    drawn_page,
    figures,
    only_table,
    page_of,
    photograph,
    worn,
)

OTHER = (
    ("Indikator Kinerja", "Target", "Realisasi"),
    ("Persentase Desa Tertib Administrasi", "75", "80"),
    ("Jumlah Kelompok Masyarakat", "12", "14"),
    ("Indeks Ketenteraman Wilayah", "3,2", "3,4"),
    ("Anggaran Program Pemberdayaan", "Rp. 125.000.000,00", "99 %"),
    ("Persentase Aset yang Tercatat", "88 %", "91 %"),
)


def scan() -> Any:
    return page_of(worn(photograph(drawn_page())))


def add_layer(page: Any, rows: Any, *, shift: float = 0.0, mode: int = 3) -> None:
    """Write a table's words on a page as a scanner's hidden layer does."""
    page.insert_text((72, 130 + shift), SENTENCE, fontsize=11, render_mode=mode)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            place = (EDGES[c] + 4, TOP + ROW * r + 18 + shift)
            page.insert_text(place, text, fontsize=10.5, render_mode=mode)


def garbled(text: str) -> str:
    """Garble a text as a bad scanner's recogniser does."""
    return text.translate(str.maketrans("aeinor0123579,", "t!fEr~OlZ8S?g."))


GARBLED = [[garbled(text) for text in row] for row in ROWS]


@pytest.mark.parametrize(
    ("rows", "shift"),
    [(ROWS, 0.0), (GARBLED, 0.0), (ROWS, 40.0), (OTHER, 0.0)],
    ids=["right", "garbled", "shifted", "of another page"],
)
@pytest.mark.parametrize("mode", [3, 0], ids=["hidden", "below the picture"])
def test_the_layer_of_a_scan_is_not_taken_for_what_it_shows(
    rows: Any, shift: float, mode: int
) -> None:
    page = scan()
    if mode == 0:  # the text first, then the picture that covers it
        picture = page.get_images()[0][0]
        covered = page.parent.new_page(width=page.rect.width, height=page.rect.height)
        add_layer(covered, rows, shift=shift, mode=0)
        covered.insert_image(covered.rect, xref=picture)
        page = covered
    else:
        add_layer(page, rows, shift=shift)
    halaman = read_page(page, 1)
    assert halaman.metode is Metode.OCR
    assert halaman.pesan
    assert figures(halaman) == FIGURES


def test_print_over_a_picture_that_fills_the_page_is_the_pages_own() -> None:
    background = pymupdf.open().new_page(width=595, height=842)
    background.draw_rect(background.rect, fill=(0.93, 0.96, 1.0), width=0)
    page = page_of(photograph(background, 100), 100)
    page.show_pdf_page(page.rect, drawn_page().parent, 0)
    halaman = read_page(page, 1)
    assert halaman.metode is Metode.TEKS
    assert figures(halaman) == FIGURES


@pytest.mark.parametrize("written", ["white", "tiny", "invisible"])
def test_hidden_words_of_a_digital_page_are_left_out(written: str) -> None:
    page = drawn_page()
    for row in range(1, 6):
        place = (EDGES[1] + 60, TOP + ROW * row + 18)
        kind = {
            "white": {"color": (1, 1, 1), "fontsize": 10},
            "tiny": {"fontsize": 1},
            "invisible": {"render_mode": 3, "fontsize": 10},
        }[written]
        page.insert_text(place, "777,77", **kind)
    halaman = read_page(page, 1)
    assert halaman.metode is Metode.TEKS
    assert figures(halaman) == FIGURES
    assert "777,77" not in {kata.teks for kata in halaman.kata}


def test_white_letters_on_a_dark_header_are_no_hidden_words() -> None:
    page = drawn_page()
    page.draw_rect((72, 420, 523, 448), fill=(0.1, 0.2, 0.4), width=0)
    for x, text in ((80, "Sasaran"), (250, "Indikator"), (440, "Target")):
        page.insert_text((x, 438), text, fontsize=11, color=(1, 1, 1), fontname="hebo")
    words = {kata.teks for kata in read_page(page, 1).kata}
    assert {"Sasaran", "Indikator", "Target"} <= words


def without_map(page: Any, change: Any) -> Any:
    """Change the Unicode map of every font of a page, or take it away; opened anew."""
    document = page.parent
    for xref in range(1, document.xref_length()):
        kind, value = document.xref_get_key(xref, "ToUnicode")
        if kind != "xref":
            continue
        target = int(value.split()[0])
        if change is None:
            document.xref_set_key(xref, "ToUnicode", "null")
        else:
            document.update_stream(target, change(document.xref_stream(target)))
    return pymupdf.open("pdf", document.tobytes())[0]


def embedded_page() -> Any:
    """Draw the table with an embedded font, whose glyph numbers say nothing of letters."""
    page = pymupdf.open().new_page(width=595, height=842)
    font = pymupdf.Font("notos") if "notos" in pymupdf.fitz_fontdescriptors else pymupdf.Font("cjk")
    writer = pymupdf.TextWriter(page.rect)
    writer.append((72, 130), SENTENCE, font=font, fontsize=10)
    for r, row in enumerate(ROWS):
        for c, text in enumerate(row):
            box = pymupdf.Rect(EDGES[c], TOP + ROW * r, EDGES[c + 1], TOP + ROW * (r + 1))
            page.draw_rect(box, width=0.8)
            writer.append((box.x0 + 4, box.y0 + 18), text, font=font, fontsize=9.5)
    writer.write_text(page)
    return page


def private(stream: bytes) -> bytes:
    """Map every glyph to the private area, as fonts without a real map do."""
    return re.sub(rb"<([0-9a-fA-F]{4})>\s*\n", lambda m: b"<E" + m.group(1)[1:] + b">\n", stream)


@pytest.mark.parametrize("change", [None, private], ids=["no map", "private area"])
def test_a_page_whose_fonts_have_no_unicode_map_is_read_from_its_picture(change: Any) -> None:
    page = without_map(embedded_page(), change)
    halaman: Halaman = read_page(page, 1)
    assert halaman.metode is Metode.OCR
    assert halaman.pesan
    assert [row[0] for row in cells(only_table(halaman))] == [row[0] for row in ROWS]
    assert figures(halaman) == FIGURES


def test_a_right_layer_of_a_digital_page_needs_no_reader() -> None:
    halaman = read_page(drawn_page(), 1)
    assert (halaman.metode, halaman.pesan) == (Metode.TEKS, "")
    assert "Dalam rangka" in lay_out(halaman).teks

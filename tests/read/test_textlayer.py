"""A page of print is drawn as a picture only where a picture can say more than the layer."""

from __future__ import annotations

import io
from typing import Any

import pymupdf
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from pipeline.read import raster
from pipeline.read.page import Halaman
from pipeline.read.pages import read_page
from pipeline.read.raster import Image
from schemas.vocabulary import Metode
from tests.read.lembar import drawn_page, page_of, photograph, worn

PLACE = (340, 490, 480, 550)
"""Where the page of `drawn_page` has room for a signature, in points."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the resolutions (dots per inch) at which pages are drawn from now on."""
    noted: list[float] = []
    render = raster.render

    def note(page: Any, dpi: float) -> Image:
        noted.append(dpi)
        return render(page, dpi)

    monkeypatch.setattr(raster, "render", note)
    return noted


def paste(page: Any, picture: Pillow.Image, place: tuple[float, ...]) -> None:
    """Paste a picture on a page at a place in points."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    page.insert_image(place, stream=out.getvalue())


def signature() -> Pillow.Image:
    """Draw a blue loop of a pen on white."""
    picture = Pillow.new("RGB", (420, 180), "white")
    pen = ImageDraw.Draw(picture)
    pen.arc((40, 20, 200, 160), 30, 330, fill=(20, 40, 170), width=7)
    pen.line((120, 150, 300, 30, 390, 140), fill=(20, 40, 170), width=7)
    return picture


def test_a_page_without_pictures_is_not_drawn(rendered: list[float]) -> None:
    assert read_page(drawn_page(), 1).metode is Metode.TEKS
    assert rendered == []


def test_a_page_with_pictures_of_a_few_points_is_not_drawn(rendered: list[float]) -> None:
    page = drawn_page()
    for row in range(6):  # bullets and dotted lines are often such pictures
        paste(
            page, Pillow.new("RGB", (8, 8), (30, 60, 160)), (60, 200 + 20 * row, 64, 204 + 20 * row)
        )
    assert read_page(page, 1).tinta == ()
    assert rendered == []


def test_a_pasted_signature_is_found_at_one_coarse_look(rendered: list[float]) -> None:
    page = drawn_page()
    paste(page, signature(), PLACE)
    halaman: Halaman = read_page(page, 1)
    assert halaman.metode is Metode.TEKS
    assert len(rendered) == 1
    assert halaman.tinta
    assert all(PLACE[0] - 3 <= box.x0 and box.x1 <= PLACE[2] + 3 for box in halaman.tinta)
    assert all(PLACE[1] - 3 <= box.y0 and box.y1 <= PLACE[3] + 3 for box in halaman.tinta)


def test_a_sheet_of_metres_is_searched_for_ink_at_fewer_dots(rendered: list[float]) -> None:
    page = drawn_page()
    paste(page, signature(), PLACE)
    page.set_mediabox(pymupdf.Rect(0, 0, 14_400, 14_400))
    read_page(page, 1)
    (dpi,) = rendered
    assert (14_400 * dpi / 72) ** 2 <= 1.001 * raster.MAX_PIXELS


def test_a_scan_is_not_searched_for_pasted_signatures(
    rendered: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.read import scan

    scanned = Halaman(1, 595.0, 842.0, Metode.OCR)
    monkeypatch.setattr(scan, "read_scan", lambda page, nomor: scanned)
    assert read_page(page_of(worn(photograph(drawn_page()))), 1) is scanned
    assert rendered == []


def test_a_blank_page_is_not_drawn(rendered: list[float]) -> None:
    page = drawn_page().parent.new_page(width=595, height=842)
    assert read_page(page, 2) == Halaman(2, 595.0, 842.0, Metode.TEKS)
    assert rendered == []


def test_raised_digit_behind_a_figure_is_a_mark() -> None:
    paper = pymupdf.open()
    page = paper.new_page()
    page.insert_text((72, 100), "82,35", fontsize=12)
    page.insert_text((72 + pymupdf.get_text_length("82,35", fontsize=12), 95), "1", fontsize=7)
    page.insert_text((72, 140), "82,351", fontsize=12)
    page.insert_text((72, 180), "luas m", fontsize=12)
    page.insert_text((72 + pymupdf.get_text_length("luas m", fontsize=12), 175), "2", fontsize=7)
    assert [kata.teks for kata in read_page(page, 1).kata] == ["82,35¹", "82,351", "luas", "m2"]

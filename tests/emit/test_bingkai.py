"""A crop of a table shows the row's name and the column's heading, and nothing of another table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pymupdf
import pytest

from pipeline.emit.crops import DPI, cut_crops, turned_box
from pipeline.geometry.box import Kotak
from schemas.records import Bukti
from schemas.vocabulary import PeranBukti

KOLOM = (60.0, 90.0, 300.0, 360.0, 420.0, 480.0, 540.0)
ATAS, TINGGI = 150.0, 26.0
JUDUL = (200, 60, 200)
NAMA = (20, 160, 60)
SEL = (30, 60, 220)
LAIN = (240, 150, 20)
"""Colours of what a crop must show, and of what it must not."""


COLOURED = {
    (0, 4): (JUDUL, "Realisasi"),
    (6, 1): (NAMA, "Indeks Kepuasan Masyarakat"),
    (6, 4): (SEL, "88,42"),
}


def cell(row: int, column: int) -> Kotak:
    top = ATAS + row * TINGGI
    return Kotak(KOLOM[column], top, KOLOM[column + 1], top + TINGGI)


def paint(page: pymupdf.Page, box: Kotak, colour: tuple[int, int, int], text: str) -> None:
    shade = tuple(part / 255 for part in colour)
    page.insert_text((box.x0 + 6, box.y0 + 16), text, fontsize=9, fontname="hebo", color=shade)


def table(
    path: Path,
    *,
    upright: bool = True,
    framed: bool = True,
    caption: bool = False,
    rotation: int = 0,
) -> None:
    """Print a table of eight rows; its heading, a name and a figure are coloured."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    for row in range(9) if framed else range(1, 8):
        y = ATAS + row * TINGGI
        page.draw_line((KOLOM[0], y), (KOLOM[-1], y), width=0.8)
    for x in (KOLOM if framed else KOLOM[1:-1]) if upright else ():
        page.draw_line((x, ATAS), (x, ATAS + 8 * TINGGI), width=0.8)
    for row in range(8):
        for column in range(6):
            box = cell(row, column)
            long = column == 1
            text = "Persentase desa yang tertib administrasi" if long else "12,5"
            if (row, column) not in COLOURED:
                page.insert_text((box.x0 + 6, box.y0 + 16), text, fontsize=8)
    if caption:  # another table above, of the same width
        for y in (60.0, 85.0):
            page.draw_line((KOLOM[0], y), (KOLOM[-1], y), width=0.8)
        paint(page, Kotak(KOLOM[4], 60, KOLOM[5], 85), LAIN, "Formula")
        page.insert_text((190, 125), "Tabel 3.2 Capaian Kinerja Tahun 2025 menurut sasaran")
    for (row, column), (colour, text) in COLOURED.items():
        paint(page, cell(row, column), colour, text)
    page.set_rotation(rotation)
    pdf.save(path)
    pdf.close()


def crop(folder: Path, box: Kotak, turn: int = 0) -> np.ndarray:
    bukti = Bukti(
        temuan_id="T1",
        urut=1,
        peran=PeranBukti.A,
        berkas="a.pdf",
        dokumen_id="0" * 12,
        halaman=1,
        x0=box.x0,
        y0=box.y0,
        x1=box.x1,
        y1=box.y1,
    )
    (done,), messages = cut_crops([bukti], folder, folder / "out", {("0" * 12, 1): turn})
    assert messages == ()
    pixels = pymupdf.Pixmap(str(folder / "out" / done.gambar))
    flat = np.frombuffer(pixels.samples, dtype=np.uint8)
    return flat.reshape(pixels.height, pixels.width, pixels.n)[:, :, :3].astype(int)


def shows(picture: np.ndarray, colour: tuple[int, int, int]) -> bool:
    return int((np.abs(picture - np.array(colour)).max(axis=2) < 40).sum()) > 40


@pytest.mark.parametrize(("upright", "framed"), [(True, True), (True, False), (False, True)])
def test_heading_and_name_are_in_the_picture_of_a_figure(
    tmp_path: Path, upright: bool, framed: bool
) -> None:
    table(tmp_path / "a.pdf", upright=upright, framed=framed)
    picture = crop(tmp_path, cell(6, 4))
    assert [shows(picture, one) for one in (JUDUL, NAMA, SEL)] == [True, True, True]
    whole = 8 * TINGGI * DPI / 72
    assert picture.shape[0] < 0.75 * whole  # the rows between are left out


def test_the_heading_of_another_table_is_never_put_on_top(tmp_path: Path) -> None:
    table(tmp_path / "a.pdf", upright=False, caption=True)
    picture = crop(tmp_path, cell(6, 4))
    assert shows(picture, JUDUL) and shows(picture, SEL)
    assert not shows(picture, LAIN)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_bound_sideways_is_cut_upright(tmp_path: Path, turn: int) -> None:
    """The page is shown turned; what the reader turned back is cut as on the upright page."""
    table(tmp_path / "a.pdf")
    upright = crop(tmp_path, cell(6, 4))
    table(tmp_path / "a.pdf", rotation=360 - turn)
    page = Kotak(0, 0, 595, 842)
    shown = turned_box(cell(6, 4), page, 360 - turn)
    turned = crop(tmp_path, shown, turn)
    assert np.abs(np.subtract(turned.shape, upright.shape)).max() <= 1
    for colour in (JUDUL, NAMA, SEL):
        assert shows(turned, colour)
        rows, columns = np.where(np.abs(upright - np.array(colour)).max(axis=2) < 40)
        there = np.where(np.abs(turned - np.array(colour)).max(axis=2) < 40)
        assert abs(rows.mean() - there[0].mean()) < 2
        assert abs(columns.mean() - there[1].mean()) < 2


def test_a_turn_and_its_counterpart_give_the_box_back() -> None:
    box, page = Kotak(10, 20, 110, 60), Kotak(0, 0, 595, 842)
    for turn in (0, 90, 180, 270):
        lying = turn in (90, 270)
        shown = Kotak(0, 0, page.y1, page.x1) if lying else page
        assert turned_box(turned_box(box, page, turn), shown, (360 - turn) % 360) == box


def test_a_figure_in_running_text_gets_its_lines_whole(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    for line in range(12):
        page.insert_text((70, 200 + 16 * line), "kata " * 18 + "akhir", fontsize=10)
    pdf.save(tmp_path / "a.pdf")
    pdf.close()
    picture = crop(tmp_path, Kotak(90, 268, 140, 282))
    dark = picture.max(axis=2) < 120
    assert not dark[:, 0].any() and not dark[:, -1].any()
    assert not dark[0].any() and not dark[-1].any()


def test_the_blank_foot_of_a_tall_cell_is_left_out(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    for y in (100, 130, 700):
        page.draw_line((60, y), (540, y), width=0.8)
    for x in (60, 90, 300, 420, 540):
        page.draw_line((x, 100), (x, 700), width=0.8)
    paint(page, Kotak(300, 100, 420, 130), JUDUL, "Realisasi")
    paint(page, Kotak(90, 130, 300, 160), NAMA, "Indeks Kepuasan Masyarakat")
    paint(page, Kotak(300, 130, 420, 160), SEL, "88,42")
    pdf.save(tmp_path / "a.pdf")
    pdf.close()
    picture = crop(tmp_path, Kotak(300, 130, 420, 700))
    assert [shows(picture, one) for one in (JUDUL, NAMA, SEL)] == [True, True, True]
    assert picture.shape[0] < 150 * DPI / 72

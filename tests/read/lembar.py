"""Pages drawn for the tests of reading: a ruled table, photographed, worn, put into a PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import cv2
import numpy as np
import pymupdf
from PIL import Image as Pillow

from extractors.figures import read_figure
from extractors.numbers import parse_number
from pipeline.layout.elements import Tabel
from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.read.raster import Image

DPI = 200
EDGES = (72, 300, 430, 523)
TOP, ROW = 160, 28
ROWS = (
    ("Indikator Kinerja", "Target", "Realisasi"),
    ("Indeks Kepuasan Masyarakat", "93,5", "92,33"),
    ("Nilai SAKIP Kecamatan", "B (67)", "A (80,41)"),
    ("Jumlah Dokumen Penataan Organisasi", "4 Dok", "4 Dok"),
    ("Anggaran Program Penunjang Urusan", "Rp. 2.911.311.160,40", "71,11 %"),
    ("Persentase Tingkat Penyelesaian Laporan", "100 %", "97,5 %"),
)
SENTENCE = "Dalam rangka mewujudkan manajemen pemerintahan yang efektif dan akuntabel,"


def drawn_page(*, ruled: bool = True, dashes: str = "") -> Any:
    """Draw a page with text, a table and a signature block; its rules may be left out.

    Or they are drawn with `dashes`, a PDF's dash pattern.
    """
    page = pymupdf.open().new_page(width=595, height=842)
    page.insert_text((120, 90), "PERJANJIAN KINERJA TAHUN 2025", fontsize=13, fontname="hebo")
    page.insert_text((72, 130), SENTENCE, fontsize=11, fontname="tiro")
    draw_table(page, ROWS, EDGES, TOP, rule=0.8 if ruled and not dashes else 0.0)
    if dashes:
        _draw_grid(page, EDGES, [TOP + ROW * row for row in range(len(ROWS) + 1)], dashes)
    page.insert_text((340, 480), "CAMAT CONTOH", fontsize=11, fontname="tiro")
    page.insert_text((340, 560), "NIP. 19800101 200501 1 003", fontsize=11, fontname="tiro")
    return page


def draw_table(
    page: Any,
    rows: Sequence[Sequence[str]],
    edges: Sequence[float],
    top: float,
    *,
    rule: float = 0.8,
    colour: float = 0.0,
    size: float = 10.5,
) -> None:
    """Draw rows of cells; `rule` is the thickness of their rules in points, `colour` their gray."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            box = pymupdf.Rect(edges[c], top + ROW * r, edges[c + 1], top + ROW * (r + 1))
            if rule:
                page.draw_rect(box, color=(colour,) * 3, width=rule)
            page.insert_text((box.x0 + 4, box.y0 + 18), text, fontsize=size, fontname="tiro")


def _draw_grid(page: Any, xs: Sequence[float], ys: Sequence[float], dashes: str) -> None:
    """Draw each rule of a grid once, in one go, dashed or dotted."""
    for x in xs:
        page.draw_line((x, ys[0]), (x, ys[-1]), width=0.8, dashes=dashes)
    for y in ys:
        page.draw_line((xs[0], y), (xs[-1], y), width=0.8, dashes=dashes)


def photograph(page: Any, dpi: int = DPI) -> Image:
    """Return a page's picture."""
    pixmap = page.get_pixmap(dpi=dpi)
    shape = (pixmap.height, pixmap.width, 3)
    return np.frombuffer(pixmap.samples, np.uint8).reshape(shape).copy()


def px(points: float, dpi: int = DPI) -> int:
    """Return points in pixels."""
    return round(points * dpi / 72)


def page_of(image: Image, dpi: int = DPI, *, bilevel: bool = False, gray: bool = False) -> Any:
    """Put a picture alone on a page, pressed as a scanner does: JPEG, or CCITT G4 if bilevel."""
    picture = Pillow.fromarray(image)
    out = io.BytesIO()
    if bilevel:
        picture.convert("L").point(lambda v: 255 * (v > 140)).convert("1").save(
            out, "TIFF", compression="group4"
        )
    else:
        (picture.convert("L") if gray else picture).save(out, "JPEG", quality=60)
    height, width = image.shape[:2]
    page = pymupdf.open().new_page(width=width * 72 / dpi, height=height * 72 / dpi)
    page.insert_image(page.rect, stream=out.getvalue())
    return page


def tilted(image: Image, angle: float) -> Image:
    """Turn a picture by an angle in degrees, counterclockwise, on white."""
    height, width = image.shape[:2]
    tilt = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(image, tilt, (width, height), borderValue=(255, 255, 255)), np.uint8
    )


def worn(image: Image, *, noise: float = 4.0, blur: float = 0.6, seed: int = 7) -> Image:
    """Blur a picture a little and give it a sensor's noise."""
    soft = cv2.GaussianBlur(image.astype(np.float32), (0, 0), blur)
    grain = np.random.default_rng(seed).normal(0, noise, image.shape[:2])[..., None]
    return np.clip(soft + grain, 0, 255).astype(np.uint8)


def cells(tabel: Tabel) -> list[list[str]]:
    """Return a table's text, row by row."""
    return [
        [sel.teks for sel in tabel.sel if sel.baris == row] for row in range(tabel.jumlah_baris)
    ]


def only_table(halaman: Halaman) -> Tabel:
    """Return a page's one table."""
    (tabel,) = lay_out(halaman).tabel
    return tabel


def figures(halaman: Halaman) -> list[Decimal | None]:
    """Return the figures read in the one table drawn by `drawn_page`."""
    tabel = only_table(halaman)
    return [
        read_figure(sel, metode=halaman.metode).nilai
        for sel in tabel.sel
        if sel.baris > 0 and sel.kolom > 0
    ]


FIGURES = [parse_number(text).nilai for row in ROWS[1:] for text in row[1:]]
"""The figures that are printed in the table of `drawn_page`."""

"""A page with what was read drawn over it, for whoever asks why a page was read as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.geometry.box import Kotak
from pipeline.ingest import open_document
from pipeline.layout.elements import TataLetak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.read.pages import read_page

DPI = 110
RULE = (0.85, 0.1, 0.1)
CELL = (0.1, 0.55, 0.2)
WORD = (0.15, 0.35, 0.85)
DOUBT = (0.95, 0.55, 0.0)
INK = (0.6, 0.1, 0.7)
SURE = 0.8


def draw_page(berkas: Path, nomor: int, target: Path) -> str:
    """Read a page, draw orientation, rules, cells, words and readings over it as PNG.

    Returns:
        What was read, as text: the page's geometry, and each figure's readings.

    Raises:
        IndexError: the file has no such page.
    """
    with open_document(berkas) as document:
        if not 1 <= nomor <= document.page_count:
            raise IndexError(nomor)
        page = document[nomor - 1]
        halaman = read_page(page, nomor)
        layout = lay_out(halaman)
        _draw(page, layout)
        page.get_pixmap(dpi=DPI, annots=False).save(target)
    return describe(halaman, layout)


def _draw(page: Any, layout: TataLetak) -> None:
    import pymupdf

    halaman = layout.halaman
    shape = page.new_shape()

    def box(kotak: Kotak, colour: tuple[float, float, float], width: float) -> None:
        shown = halaman.as_shown(kotak)
        shape.draw_rect(pymupdf.Rect(*shown) * page.derotation_matrix)
        shape.finish(color=colour, width=width)

    for garis in halaman.garis:
        box(Kotak(garis.x0, garis.y0, garis.x1, garis.y1), RULE, 1.2)
    for tabel in layout.tabel:
        for sel in tabel.sel:
            box(sel.kotak.grow(-1.5), CELL, 0.8)
    for kata in halaman.kata:
        box(kata.kotak, WORD if kata.keyakinan >= SURE else DOUBT, 0.5)
    for ink in halaman.tinta + halaman.cap:
        box(ink, INK, 1.5)
    shape.commit()


def describe(halaman: Halaman, layout: TataLetak) -> str:
    """Say in Indonesian what was read on a page."""
    lines = [
        f"metode {halaman.metode}, diputar {halaman.putaran}°, miring {halaman.kemiringan:.2f}°, "
        f"{len(halaman.kata)} kata, {len(halaman.garis)} garis, {len(layout.tabel)} tabel, "
        f"{len(halaman.tinta)} goresan, {len(halaman.cap)} cap"
    ]
    if halaman.pesan:
        lines.append(halaman.pesan)
    for number, tabel in enumerate(layout.tabel, start=1):
        lines.append(f"tabel {number}: {tabel.jumlah_baris} baris x {tabel.jumlah_kolom} kolom")
        for sel in tabel.sel:
            text = " / ".join(baris.teks for baris in sel.isi)
            readings = ", ".join(f"{b.pembaca}: {b.teks}" for b in sel.bacaan)
            if text or readings:
                lines.append(f"  [{sel.baris},{sel.kolom}] {text}  ({readings})")
    return "\n".join(lines)

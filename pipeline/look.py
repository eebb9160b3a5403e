"""A page with what was read drawn over it, for whoever asks why a page was read as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractors.columns import Kolom, read_header
from extractors.figures import read_figure
from extractors.pages import read_page as read_lembar
from extractors.registry import all_kinds
from pipeline.geometry.box import Kotak
from pipeline.ingest import open_document
from pipeline.layout.elements import Sel, Tabel, TataLetak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.read.pages import read_page
from pipeline.segment import with_all_tables

DPI = 110
RULE = (0.85, 0.1, 0.1)
CELL = (0.1, 0.55, 0.2)
WORD = (0.15, 0.35, 0.85)
DOUBT = (0.95, 0.55, 0.0)
INK = (0.6, 0.1, 0.7)
STATUS = {"bersih": (0.1, 0.55, 0.2), "diperbaiki": (0.85, 0.75, 0.0), "ragu": (0.95, 0.1, 0.1)}
"""A cell with a figure is drawn by how surely it was read."""
SURE = 0.8


def draw_page(berkas: Path, nomor: int, target: Path) -> str:
    """Read a page, draw orientation, rules, cells, words and readings over it as PNG.

    Returns:
        What was read, as text: the page's geometry, what it was recognised as, what the
        columns of its tables were taken for, and each figure's readings.

    Raises:
        IndexError: the file has no such page.
    """
    with open_document(berkas) as document:
        if not 1 <= nomor <= document.page_count:
            raise IndexError(nomor)
        page = document[nomor - 1]
        halaman = read_page(page, nomor)
        layout = with_all_tables(lay_out(halaman))
        _draw(page, layout)
        page.get_pixmap(dpi=DPI, annots=False).save(target)
    return describe(halaman, layout)


def _draw(page: Any, layout: TataLetak) -> None:
    import pymupdf

    halaman = layout.halaman
    shape = page.new_shape()

    def point(x: float, y: float) -> Any:
        return pymupdf.Point(*halaman.ke_tampilan.apply(x, y)) * page.derotation_matrix

    def box(kotak: Kotak, colour: tuple[float, float, float], width: float) -> None:
        # The corners one by one: on a page that was straightened a cell stands aslant.
        x0, y0, x1, y1 = kotak
        corners = ((x0, y0), (x1, y0), (x1, y1), (x0, y1))
        shape.draw_polyline([point(*corner) for corner in corners])
        shape.finish(color=colour, width=width, closePath=True)

    for garis in halaman.garis:
        box(Kotak(garis.x0, garis.y0, garis.x1, garis.y1), RULE, 1.2)
    for tabel in layout.tabel:
        for sel in tabel.sel:
            status = _status(sel, halaman)
            box(sel.kotak.grow(-1.5), STATUS.get(status, CELL), 0.8 if status == "" else 1.4)
    for kata in halaman.kata:
        box(kata.kotak, WORD if kata.keyakinan >= SURE else DOUBT, 0.5)
    for ink in halaman.tinta + halaman.cap:
        box(ink, INK, 1.5)
    shape.commit()


def _status(sel: Sel, halaman: Halaman) -> str:
    """Return how surely the figure of a cell was read, or '' where it holds none."""
    if not sel.isi and not sel.bacaan:
        return ""
    figure = read_figure(sel, metode=halaman.metode)
    return "" if figure.nilai is None and not sel.bacaan else figure.status_baca.value


def describe(halaman: Halaman, layout: TataLetak) -> str:
    """Say in Indonesian what was read on a page."""
    lines = [
        f"metode {halaman.metode}, diputar {halaman.putaran}°, miring {halaman.kemiringan:.2f}°, "
        f"{len(halaman.kata)} kata, {len(halaman.garis)} garis, {len(layout.tabel)} tabel, "
        f"{len(halaman.tinta)} goresan, {len(halaman.cap)} cap"
    ]
    if halaman.pesan:
        lines.append(halaman.pesan)
    lines += _recognised(layout)
    for number, tabel in enumerate(layout.tabel, start=1):
        lines.append(f"tabel {number}: {tabel.jumlah_baris} baris x {tabel.jumlah_kolom} kolom")
        lines += _columns(tabel)
        for sel in tabel.sel:
            text = " / ".join(baris.teks for baris in sel.isi)
            if text or sel.bacaan:
                lines.append(f"  [{sel.baris},{sel.kolom}] {text}")
            if sel.bacaan:
                figure = read_figure(sel, metode=halaman.metode)
                value = "tanpa nilai" if figure.nilai is None else f"{figure.nilai:f}"
                lines.append(f"      {value} {figure.satuan}".rstrip() + f", {figure.status_baca},")
                lines[-1] += f" keyakinan {figure.keyakinan:.4f}: {figure.bacaan}"
    return "\n".join(lines)


def _recognised(layout: TataLetak) -> Iterator[str]:
    """Say which kinds of naskah take the page for theirs, and how sure they are (0..1)."""
    lembar = read_lembar(layout)
    found = [tanda for kind in all_kinds() if (tanda := kind.recognise(lembar)) is not None]
    if not found:
        yield "jenis: tidak dikenali dari halaman ini saja"
    for tanda in found:
        where = "sampul" if tanda.sampul else "halaman pertama" if tanda.awal else "lanjutan"
        yield f"jenis: {tanda.jenis} {tanda.nilai:.2f}, {where}"


def _columns(tabel: Tabel) -> Iterator[str]:
    """Say what each column was taken for, beside its heading as printed."""
    kepala = read_header(tabel)
    if kepala is None:
        yield "  kepala: tidak ada di tabel ini"
        return
    for kolom in kepala.kolom:
        heading = " / ".join(" ".join(text.split()) for text in kolom.kepala)
        yield f"  kolom {_grid(kolom)}: {_role(kolom)}".ljust(40) + f" {heading}".rstrip()
    if not kepala.dikenal:
        yield "  bukan tabel indikator, kinerja, atau anggaran menurut kepala itu"


def _grid(kolom: Kolom) -> str:
    first, last = kolom.grid[0], kolom.grid[-1]
    return str(first) if first == last else f"{first}-{last}"


def _role(kolom: Kolom) -> str:
    return f"{kolom.isi} {kolom.tahun}" if kolom.tahun else str(kolom.isi)

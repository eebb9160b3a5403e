"""The figures that stand in the tables of the samples' pages, from their sources.

Taken from the HTML and where its cells came to be printed, so that no reader, Selaras
included, has a say in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from extractors.numbers import is_figure_cell
from samples.pembuat.cetak import Cetakan, print_source, printed_text
from samples.pembuat.kisi import body_rows
from samples.pembuat.susun import read_susunan

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
LEAST_FIGURES = 3
"""A table with fewer figures on a page is none whose figures count."""


@dataclass(frozen=True, slots=True)
class HalamanBenar:
    """How far a page is turned (degrees, clockwise), and the figures of each of its tables."""

    putar: int = 0
    tabel: tuple[tuple[str, ...], ...] = ()


def read_truth(sampel: Path, set_: str) -> dict[tuple[Path, int], HalamanBenar]:
    """Return the truth of every page, by file and number from 1, of the sets `set_` names."""
    susunan = read_susunan(sampel / "sumber" / "susunan.yaml")
    truth = {}
    for folder in sorted(path for path in (sampel / "sumber").glob(set_) if path.is_dir()):
        for source in sorted(folder.rglob("*.html")):
            nama = source.relative_to(folder).with_suffix("")
            aturan = susunan.of(folder.name, nama.as_posix())
            cetakan = print_source(source)
            tables = figures_by_page(cetakan)
            order = aturan.urutan or range(1, len(cetakan.ukuran) + 1)
            pdf = sampel / folder.name / nama.with_suffix(".pdf")
            for nomor, printed in enumerate(order, start=1):
                here = HalamanBenar(aturan.putar.get(nomor, 0), tables.get(printed, ()))
                truth[pdf, nomor] = here
    return truth


def figures_by_page(cetakan: Cetakan) -> dict[int, tuple[tuple[str, ...], ...]]:
    """Return the figures of the tables on each printed page."""
    pages: dict[int, list[tuple[str, ...]]] = {}
    for table in cetakan.akar.iter("table"):
        if "tabel" not in table.get("class", "").split() and "data-rekam" not in table.attrib:
            continue  # columns of text, not a table
        found: dict[int, list[str]] = {}
        for element, text in _figure_cells(cetakan, table):
            boxes = cetakan.boxes_within(element, glyphs=True)
            if boxes:
                found.setdefault(next(iter(boxes)), []).append(text)
        for page, figures in found.items():
            if len(figures) >= LEAST_FIGURES:
                pages.setdefault(page, []).append(tuple(figures))
    return {page: tuple(tables) for page, tables in pages.items()}


def _figure_cells(cetakan: Cetakan, table: Element) -> Iterator[tuple[Element, str]]:
    """Yield the body cells that hold a figure; the numbers of rows are none."""
    for _, cells in body_rows(table):
        for column, cell in enumerate(cells):
            if not cell.awal:
                continue
            text = " ".join(printed_text(cetakan, cell.elemen).split())
            numbers_row = column == 0 and text.rstrip(".)").isdigit()
            if any(char.isdigit() for char in text) and is_figure_cell(text) and not numbers_row:
                yield cell.elemen, text

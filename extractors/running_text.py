"""Running text as paragraphs: lines joined, headings told, tables in their place.

A paragraph goes on over a page break; a heading, a list mark, a wide gap or a table
ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.pages import body_lines, is_contents, read_page
from extractors.table_stitch import label_in
from extractors.text import flatten, normalise
from pipeline.layout.elements import Baris, Tabel, TataLetak
from pipeline.read.page import Halaman

_HEADING = re.compile(
    r"^\W{0,2}(?:[A-Z](?:\.[0-9]{1,2})+\.?|[0-9](?:\.[0-9]{1,2})+\.?|[A-Z]\.|BAB\s+[IVX0-9]+)"
    r"\s*(?=[A-Z]|$)"
)
_MARK = re.compile(
    r"^\s*(?:[0-9]{1,2}\s?[.),]|[a-z]\s?[.)]|\([0-9a-z]{1,2}\)|[-–—•▪■●✓➢])\s+(?=\S)"
)
_WIDER = 1.22
"""Lines further apart than this many usual steps belong to two paragraphs."""
_WIDEST = 2.6
"""Lines of one paragraph stand at most so many letter heights apart, double spacing included."""
_ENDS = re.compile(r"[.;:!?][\"”]?\s*$")


@dataclass(frozen=True, slots=True)
class Penggal:
    """A line of a paragraph, where it stands in its text: `teks[awal:akhir]`."""

    halaman: Halaman
    baris: Baris
    awal: int
    akhir: int


@dataclass(frozen=True, slots=True)
class Alinea:
    """A paragraph, list item or heading: its text on one line, and its lines."""

    teks: str
    baris: tuple[Penggal, ...]
    judul: bool = False

    def lines(self, awal: int, akhir: int) -> tuple[Penggal, ...]:
        """Return the lines that hold a part of the text."""
        return tuple(item for item in self.baris if item.awal < akhir and item.akhir > awal)


@dataclass(frozen=True, slots=True)
class TabelDiTeks:
    """A table that stands between paragraphs."""

    halaman: Halaman
    tabel: Tabel


def read_text(tata_letak: Sequence[TataLetak]) -> Iterator[Alinea | TabelDiTeks]:
    """Yield the paragraphs and tables of a naskah in reading order.

    Tables of contents are left out: they only repeat headings.
    """
    lembar = [read_page(page) for page in tata_letak]
    current: list[tuple[Halaman, Baris]] = []
    for page, lines in zip(lembar, body_lines(lembar), strict=True):
        if is_contents(page):
            continue
        halaman = page.tata_letak.halaman
        items: list[Baris | Tabel] = [*lines, *page.tata_letak.tabel]
        pitch = _pitch(lines)
        items.sort(key=lambda item: (item.kotak.y0, item.kotak.x0))
        for item in items:
            if isinstance(item, Tabel):
                if current:
                    yield _paragraph(current)
                    current = []
                yield TabelDiTeks(halaman, item)
            elif current and _goes_on(current, halaman, item, pitch):
                current.append((halaman, item))
            else:
                if current:
                    yield _paragraph(current)
                current = [(halaman, item)]
    if current:
        yield _paragraph(current)


def _goes_on(
    current: Sequence[tuple[Halaman, Baris]], halaman: Halaman, baris: Baris, pitch: float
) -> bool:
    """Say whether a line continues the paragraph before it."""
    page, last = current[-1]
    text = normalise(baris.teks)
    if _MARK.match(text) or _is_heading(text) or label_in(text):
        return False
    if _is_heading(normalise(last.teks)) and len(current) == 1 and not _may_wrap(last, baris):
        return False
    if page is not halaman:
        return not _ENDS.search(last.teks) and not text[:1].isupper()
    return baris.kotak.tengah_y - last.kotak.tengah_y <= _WIDER * pitch


def _pitch(lines: Sequence[Baris]) -> float:
    """Return how far the lines of a paragraph stand apart on a page, middle to middle."""
    steps = sorted(
        step
        for one, two in pairwise(lines)
        if (step := two.kotak.tengah_y - one.kotak.tengah_y) > 0.7 * one.kotak.tinggi
    )
    heights = sorted(line.kotak.tinggi for line in lines)
    if not steps:
        return 0.0
    # On a page of few lines the usual step may be that between paragraphs.
    return min(steps[len(steps) // 4], _WIDEST * heights[len(heights) // 2])


def _may_wrap(last: Baris, baris: Baris) -> bool:
    return baris.kotak.y0 - last.kotak.y1 <= 0.5 * last.kotak.tinggi and baris.teks.isupper()


def _is_heading(teks: str) -> bool:
    return bool(_HEADING.match(teks)) and len(teks.split()) <= 16


def _paragraph(lines: Sequence[tuple[Halaman, Baris]]) -> Alinea:
    text = ""
    places: list[Penggal] = []
    for halaman, baris in lines:
        piece = flatten(baris.teks)
        joined = re.search(r"[^\W\d_]-$", text)
        text = text[:-1] if joined and piece[:1].islower() else text
        start = len(text)
        text += piece
        places.append(Penggal(halaman, baris, start, len(text)))
        if not re.search(r"[^\W\d_]-$", text):
            text += " "
    text = text.rstrip()
    return Alinea(text, tuple(places), judul=_is_heading(text))


def list_mark(teks: str) -> int:
    """Return the length of the list mark that a text begins with, 0 if none."""
    match = _MARK.match(teks)
    return match.end() if match else 0

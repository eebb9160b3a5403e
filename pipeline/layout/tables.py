"""A page to its tables and the lines of text around them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

from pipeline.geometry.box import Kotak
from pipeline.geometry.grid import Kisi, Petak, find_grids
from pipeline.layout.elements import Sel, Tabel, TataLetak
from pipeline.layout.lines import group_lines
from pipeline.read.page import Bacaan, Halaman, Kata
from schemas.vocabulary import Metode

_Benda = TypeVar("_Benda", Kata, Bacaan)
_FIGURE = re.compile(r"[^\W\d_]?\W*[0-9][\W0-9]*")
"""A line that holds a figure and no word; a sign may be read as one letter."""


def lay_out(halaman: Halaman) -> TataLetak:
    """Find the tables of a page and put every word either in a cell or in a line of text."""
    left, readings = list(halaman.kata), list(halaman.bacaan)
    tables = []
    grids = find_grids(halaman.garis)
    # A table in a cell takes its words before the table around it does.
    for grid in sorted(grids, key=lambda grid: grid.kotak.luas):
        inside, outside = _parted(left, grid.kotak)
        if not inside:
            continue
        left = outside
        again, readings = _parted(readings, grid.kotak)
        tables.append((grids.index(grid), _fill(halaman, grid, inside, again)))
    in_order = tuple(tabel for _, tabel in sorted(tables, key=lambda item: item[0]))
    return TataLetak(halaman=halaman, baris=group_lines(left), tabel=in_order)


def _parted(things: Sequence[_Benda], box: Kotak) -> tuple[list[_Benda], list[_Benda]]:
    """Return what stands in a box and what does not, by its middle."""
    inside: list[_Benda] = []
    outside: list[_Benda] = []
    for thing in things:
        kotak = thing.kotak
        is_in = box.contains_point(kotak.tengah_x, kotak.tengah_y)
        (inside if is_in else outside).append(thing)
    return inside, outside


class _Letak:
    """The boxes of things on a page, by the height of their middles, to look up an area."""

    def __init__(self, boxes: Sequence[Kotak]) -> None:
        self._order = sorted(
            (box.tengah_y, number, box.tengah_x) for number, box in enumerate(boxes)
        )
        self._heights = [height for height, _, _ in self._order]

    def inside(self, area: Kotak) -> list[int]:
        """Return which things have their middle in an area, its border included; in order."""
        first, last = bisect_left(self._heights, area.y0), bisect_right(self._heights, area.y1)
        level = self._order[first:last]
        return sorted(number for _, number, x in level if area.x0 <= x <= area.x1)


def _fill(halaman: Halaman, grid: Kisi, words: list[Kata], readings: list[Bacaan]) -> Tabel:
    """Put the words and second readings of a grid into its cells."""
    of_words = _Letak([word.kotak for word in words])
    of_readings = _Letak([reading.kotak for reading in readings])
    cells = []
    every = list(grid.petak)
    if halaman.metode is Metode.OCR:
        every = [
            part
            for petak in grid.petak
            for part in (
                _by_rows(grid, petak, [words[n] for n in of_words.inside(petak.kotak)])
                if petak.rentang_baris > 1 and petak.rentang_kolom == 1
                else [petak]
            )
        ]
        every.sort(key=lambda part: (part.baris, part.kolom))
    for petak in every:
        inside = [words[number] for number in of_words.inside(petak.kotak)]
        again = [readings[number] for number in of_readings.inside(petak.kotak)]
        again.sort(key=lambda reading: (reading.pembaca, reading.kotak.tengah_y, reading.kotak.x0))
        cells.append(
            Sel(
                baris=petak.baris,
                kolom=petak.kolom,
                rentang_baris=petak.rentang_baris,
                rentang_kolom=petak.rentang_kolom,
                kotak=petak.kotak,
                isi=group_lines(inside),
                bacaan=tuple(again),
            )
        )
    return Tabel(
        halaman=halaman,
        kotak=grid.kotak,
        jumlah_baris=len(grid.ys) - 1,
        jumlah_kolom=len(grid.xs) - 1,
        sel=tuple(cells),
    )


def _by_rows(grid: Kisi, petak: Petak, words: Sequence[Kata]) -> list[Petak]:
    """Part a cell over several rows into one for each, where one figure stands in each.

    On a scan that is what is left of cells when the rule between them is not seen: a cell
    that is truly merged holds one figure for all its rows, or words.
    """
    lines = group_lines(words)
    if len(lines) != petak.rentang_baris or not all(_FIGURE.fullmatch(line.teks) for line in lines):
        return [petak]
    edges = grid.ys[petak.baris : petak.baris + petak.rentang_baris + 1]
    bands = list(pairwise(edges))
    if not all(
        y0 < line.kotak.y0 and line.kotak.y1 < y1
        for line, (y0, y1) in zip(lines, bands, strict=True)
    ):
        return [petak]
    box = petak.kotak
    return [
        Petak(petak.baris + number, petak.kolom, 1, 1, Kotak(box.x0, y0, box.x1, y1))
        for number, (y0, y1) in enumerate(bands)
    ]

"""What goes on from the page above of a table that has no rules between its columns.

A table ruled only across, or not at all, that runs over a page break without its headings
printed again gives nothing by which it is known, but that its lines stand in the columns of
the table above and hold figures where that does. The rules that it would have are returned.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.dates import find_place_and_date
from extractors.row_breaks import FIGURE, row_breaks
from extractors.table_stitch import in_margin
from extractors.unruled_tables import is_head
from pipeline.geometry.box import union
from pipeline.layout.elements import Baris, Tabel, TataLetak
from pipeline.read.page import Garis

_LEVEL = 2.0
"""Lines that begin within so much (points) of each other begin at one place."""
_FAR = 2.2
"""A line farther below the one above it than so many heights is not of the table."""
_COLUMN = re.compile(r"\([0-9]{1,2}\)")
"""The number of a column."""
_HEAD_LINES = 4
"""Headings run over at most so many lines."""
_NEAR = 4.0
"""A level rule ends within so much (points) of where the table above ends."""


@dataclass(frozen=True, slots=True)
class _Kolom:
    """The columns of a table: where they part, where their lines begin, which hold figures."""

    x0: float
    x1: float
    batas: tuple[float, ...]
    awal: tuple[tuple[float, ...], ...]
    angka: frozenset[int]


def rest_rules(above: TataLetak, page: TataLetak) -> tuple[Garis, ...]:
    """Return the rules of what goes on at the head of a page from the page above.

    Args:
        above: The page above, with all its tables.
        page: The page, with the tables that are known by themselves.
    """
    found = _rest(above, page)
    if found is None:
        return ()
    kolom, lines, levels = found
    if _is_cut(lines, page):
        return ()
    box = union(line.kotak for line in lines).grow(0, 2)
    heights: tuple[float, ...] = (min(box.y0, levels[0]), *levels) if levels else (box.y0, box.y1)
    for above_y, below_y in pairwise(heights):
        row = [line for line in lines if above_y <= line.kotak.tengah_y <= below_y]
        if _rows_of_figures(row, kolom) > 1:
            breaks = row_breaks([kata for line in row for kata in line.kata], kolom.batas)
            if breaks is None:
                return ()
            heights = (*heights, *breaks)
    heights = tuple(sorted(heights))
    heights = tuple(y for n, y in enumerate(heights) if n == 0 or y - heights[n - 1] > _LEVEL)
    return (
        *(Garis(kolom.x0, y, kolom.x1, y) for y in heights),
        *(Garis(x, heights[0], x, heights[-1]) for x in (kolom.x0, *kolom.batas, kolom.x1)),
    )


def unread_rest(above: TataLetak, page: TataLetak) -> bool:
    """Say whether a table seems to go on at the head of a page where none was read."""
    return _rest(above, page) is not None


def _rest(
    above: TataLetak, page: TataLetak
) -> tuple[_Kolom, tuple[Baris, ...], tuple[float, ...]] | None:
    """Return columns, lines and level rules of what goes on at the head of a page."""
    table = _last_table(above)
    if table is None:
        return None
    body = _body(page, _columns(table))
    if not body:
        return None
    if any(tabel.kotak.y0 <= body[0].kotak.y1 for tabel in page.tabel):
        return None
    kolom = _columns(table)
    if len(kolom.batas) < 2 or not kolom.angka:
        return None
    ends = [tabel.kotak.y0 for tabel in page.tabel]
    lines = _leading(body, kolom, min(ends, default=page.halaman.tinggi))
    if not _rows_of_figures(lines, kolom) or _has_head(lines):
        return None
    foot = lines[-1].kotak.y1
    levels = sorted(
        {
            round(rule.y0, 1)
            for rule in page.halaman.garis
            if rule.mendatar
            and abs(rule.x0 - kolom.x0) <= _NEAR
            and abs(rule.x1 - kolom.x1) <= _NEAR
            and rule.y0 <= foot + _FAR * lines[-1].kotak.tinggi
        }
    )
    return kolom, tuple(lines), tuple(levels) if levels and levels[-1] >= foot else ()


def _body(page: TataLetak, kolom: _Kolom) -> list[Baris]:
    """Return the lines of a page without running heads and feet.

    What stands as high as those, but in the columns of the table above, is no running head.
    """
    body = [line for line in page.baris if not in_margin(page, line)]
    if not body or len(kolom.batas) < 2:
        return body
    for line in reversed([one for one in page.baris if one.kotak.tengah_y < body[0].kotak.y0]):
        room = body[0].kotak.y0 - line.kotak.y1
        level = _stands_in(line, kolom, least=1.0) and any(map(str.isalpha, line.teks))
        filled = {_at(word.kotak.tengah_x, kolom) for word in line.kata}
        if room > _FAR * line.kotak.tinggi or not level or len(filled) < 2:
            break
        body.insert(0, line)
    return body


def _last_table(page: TataLetak) -> Tabel | None:
    """Return the table that ends a page: nothing but a running foot stands below it."""
    table = max(page.tabel, key=lambda tabel: tabel.kotak.y1, default=None)
    if table is None:
        return None
    below = [line for line in page.baris if line.kotak.tengah_y > table.kotak.y1]
    return table if all(in_margin(page, line) for line in below) else None


def _columns(table: Tabel) -> _Kolom:
    cells = [
        [sel for sel in table.sel if sel.kolom == kolom and sel.rentang_kolom == 1]
        for kolom in range(table.jumlah_kolom)
    ]
    starts = [
        tuple(line.kata[0].kotak.x0 for sel in column for line in sel.isi) for column in cells
    ]
    figures = {
        kolom
        for kolom, column in enumerate(cells)
        if kolom and _are_figures([sel.teks for sel in column if sel.baris])
    }
    edges = tuple(median(sel.kotak.x0 for sel in column) for column in cells[1:] if column)
    whole = all(cells)
    return _Kolom(
        table.kotak.x0,
        table.kotak.x1,
        edges if whole else (),
        tuple(starts),
        frozenset(figures),
    )


def _leading(body: Sequence[Baris], kolom: _Kolom, end: float) -> list[Baris]:
    """Return the first lines of a page that stand in the columns of the table above."""
    lines: list[Baris] = []
    for line in body:
        far = bool(lines) and line.kotak.y0 - lines[-1].kotak.y1 > _FAR * line.kotak.tinggi
        if far or line.kotak.y1 > end or find_place_and_date(line.teks):
            break
        if not _stands_in(line, kolom):
            break
        lines.append(line)
    return lines


def _is_cut(lines: Sequence[Baris], page: TataLetak) -> bool:
    """Say whether a line that does not fit stands as near below as lines of one cell do."""
    foot = lines[-1].kotak
    below = [line.kotak.y0 for line in page.baris if line.kotak.tengah_y > foot.y1]
    rooms = [b.kotak.y0 - a.kotak.y1 for a, b in pairwise(lines)]
    return bool(below) and min(below) - foot.y1 <= min([*rooms, _LEVEL])


def _stands_in(line: Baris, kolom: _Kolom, *, least: float = 0.5) -> bool:
    """Say whether no word of a line crosses into another column, and most begin as above.

    `least` is the share of its columns in which a line has to begin where one above does.
    """
    crossing = any(
        word.kotak.x0 < edge - _LEVEL and word.kotak.x1 > edge + _LEVEL
        for word in line.kata
        for edge in kolom.batas
    )
    if crossing or line.kotak.x0 < kolom.x0 - _NEAR or line.kotak.x1 > kolom.x1 + _NEAR:
        return False
    starts: dict[int, float] = {}
    for word in line.kata:
        starts.setdefault(_at(word.kotak.tengah_x, kolom), word.kotak.x0)
    level = sum(
        at in kolom.angka or any(abs(x - other) <= _LEVEL for other in kolom.awal[at])
        for at, x in starts.items()
    )
    return level >= least * len(starts)


def _rows_of_figures(lines: Sequence[Baris], kolom: _Kolom) -> int:
    """Return how many lines hold a figure in a column of figures."""
    return sum(
        any(
            _is_figure(word.teks) and _at(word.kotak.tengah_x, kolom) in kolom.angka
            for word in line.kata
        )
        for line in lines
    )


def _are_figures(texts: Sequence[str]) -> bool:
    """Say whether half of the texts below a column's head, but for its number, are figures."""
    said = [text for text in texts if text.strip() and not _COLUMN.fullmatch(text.strip())]
    return 2 * sum(_is_figure(text) for text in said) >= len(said) > 0


def _has_head(lines: Sequence[Baris]) -> bool:
    """Say whether headings stand among the first lines: a table of its own, or one again."""
    return any(is_head(lines[:count]) for count in range(1, min(_HEAD_LINES, len(lines)) + 1))


def _at(x: float, kolom: _Kolom) -> int:
    return sum(x > edge for edge in kolom.batas)


def _is_figure(teks: str) -> bool:
    return any(char.isdigit() for char in teks) and FIGURE.fullmatch(teks.strip()) is not None

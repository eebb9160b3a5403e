"""What goes on from the page above of a table that has no rules between its columns.

A table ruled only across, or not at all, that runs over a page break without its headings
printed again gives nothing by which it is known, but that its lines stand in the columns of
the table above and hold figures where that does. The rules that it would have are returned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from extractors.dates import find_place_and_date
from extractors.row_breaks import FIGURE, row_breaks
from extractors.table_stitch import in_margin
from pipeline.geometry.box import union
from pipeline.layout.elements import Baris, Tabel, TataLetak
from pipeline.read.page import Garis

_LEVEL = 2.0
"""Lines that begin within so much (points) of each other begin at one place."""
_FAR = 2.2
"""A line farther below the one above it than so many heights is not of the table."""
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
    words = [kata for line in lines for kata in line.kata]
    box = union(line.kotak for line in lines).grow(0, 2)
    if levels:
        heights = (min(box.y0, levels[0]), *levels)
    elif _rows_of_figures(lines, kolom) == 1:
        heights = (box.y0, box.y1)
    else:
        breaks = row_breaks(words, kolom.batas)
        if breaks is None:
            return ()
        heights = (box.y0, *breaks, box.y1)
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
    body = [line for line in page.baris if not in_margin(page, line)]
    if table is None or not body:
        return None
    if any(tabel.kotak.y0 <= body[0].kotak.y1 for tabel in page.tabel):
        return None
    kolom = _columns(table)
    if len(kolom.batas) < 2 or not kolom.angka:
        return None
    ends = [tabel.kotak.y0 for tabel in page.tabel]
    lines = _leading(body, kolom, min(ends, default=page.halaman.tinggi))
    if not _rows_of_figures(lines, kolom):
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
        if kolom and 2 * sum(_is_figure(sel.teks) for sel in column) >= len(column) > 0
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


def _stands_in(line: Baris, kolom: _Kolom) -> bool:
    """Say whether no word of a line crosses into another column, and half begin as above."""
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
    return 2 * level >= len(starts)


def _rows_of_figures(lines: Sequence[Baris], kolom: _Kolom) -> int:
    """Return how many lines hold a figure in a column of figures."""
    return sum(
        any(
            _is_figure(word.teks) and _at(word.kotak.tengah_x, kolom) in kolom.angka
            for word in line.kata
        )
        for line in lines
    )


def _at(x: float, kolom: _Kolom) -> int:
    return sum(x > edge for edge in kolom.batas)


def _is_figure(teks: str) -> bool:
    return any(char.isdigit() for char in teks) and FIGURE.fullmatch(teks.strip()) is not None

"""Ruling lines to the cells of tables.

The same code serves a text-layer page (lines from its drawings) and a scanned one
(lines found in its picture). Everything is in the page's frame, in points.

The chain: merge collinear pieces -> group lines that meet -> cluster their
positions -> see which edges of the grid are drawn -> join places without an edge
between them -> rectangular cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.geometry.box import Kotak
from pipeline.read.page import Garis

SNAP = 3.0
"""Two lines nearer than this (points) are one line: drawn twice, or its two sides."""
DOUBLE = 5.0
"""Two lines no further apart than this (points) are a double line: no row of print fits between."""
BRIDGE = 9.0
"""A gap along a line up to this (points) is a break in the print, not an end."""
LEAST_ROW = 8.0
"""A row cut off by the page break is at least this high (points)."""
DRAWN_SHARE = 0.55
"""An edge of the grid is drawn if lines cover at least this part of it."""
MIN_LENGTH = 7.0
"""A line shorter than this (points) rules nothing."""


@dataclass(frozen=True, slots=True)
class Petak:
    """A cell of a grid: place, span, box."""

    baris: int
    kolom: int
    rentang_baris: int
    rentang_kolom: int
    kotak: Kotak


@dataclass(frozen=True, slots=True)
class Kisi:
    """A table's grid: positions of its lines, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    petak: tuple[Petak, ...]

    @property
    def kotak(self) -> Kotak:
        """The box around the grid."""
        return Kotak(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


@dataclass(slots=True)
class _Rule:
    """A ruling line as position and extent: (at, start, end) along its own axis."""

    at: float
    start: float
    end: float


def find_grids(garis: Iterable[Garis]) -> tuple[Kisi, ...]:
    """Find the grids of all tables on a page, top to bottom.

    A lone frame (one cell) is no table. A grid nested in a cell of another comes after
    that one, if it is a table of its own; a lone box or bar in a cell is none.
    """
    lines = list(garis)
    level = [_Rule(g.y0, g.x0, g.x1) for g in lines if g.mendatar]
    plumb = [_Rule(g.x0, g.y0, g.y1) for g in lines if not g.mendatar]
    flat, upright = _merge(level, plumb), _merge(plumb, level)
    grids = [
        grid
        for group_flat, group_upright in _groups(flat, upright)
        if (grid := _grid(group_flat, group_upright)) is not None
    ]
    tables = [
        grid
        for grid in grids
        if _is_table(grid) or not any(is_nested(grid, other) for other in grids)
    ]
    return tuple(_in_reading_order(tables))


def _merge(rules: Sequence[_Rule], across: Sequence[_Rule]) -> list[_Rule]:
    """Join pieces that lie on one line and touch, or nearly.

    Where lines across bound a gap on both sides, two tables stand side by side.
    """
    merged: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.start, rule.at)):
        if rule.end - rule.start < 1:
            continue
        for other in reversed(merged):
            near = abs(other.at - rule.at) <= SNAP / 2
            if near and _is_break(other, rule, across):
                length, extra = other.end - other.start, rule.end - rule.start
                other.at = (other.at * length + rule.at * extra) / (length + extra)
                other.end = max(other.end, rule.end)
                break
        else:
            merged.append(_Rule(rule.at, rule.start, rule.end))
    return [rule for rule in merged if rule.end - rule.start >= MIN_LENGTH]


def _is_break(first: _Rule, second: _Rule, across: Sequence[_Rule]) -> bool:
    """Say whether a gap between pieces of a line is a break in the print."""
    gap = second.start - first.end
    if gap <= SNAP:
        return True
    return gap <= BRIDGE and not (
        _ends_at(first.end, first.at, across) and _ends_at(second.start, second.at, across)
    )


def _ends_at(end: float, at: float, across: Sequence[_Rule]) -> bool:
    """Say whether a line ends where another crosses it."""
    return any(
        abs(rule.at - end) <= SNAP / 2 and rule.start - SNAP <= at <= rule.end + SNAP
        for rule in across
    )


def _groups(
    flat: Sequence[_Rule], upright: Sequence[_Rule]
) -> list[tuple[list[_Rule], list[_Rule]]]:
    """Group the lines that meet, directly or through others."""
    parent = list(range(len(flat) + len(upright)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for i, h in enumerate(flat):
        for j, v in enumerate(upright):
            if _meet(h, v):
                parent[root(i)] = root(len(flat) + j)
    groups: dict[int, tuple[list[_Rule], list[_Rule]]] = {}
    for i, h in enumerate(flat):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(upright):
        groups.setdefault(root(len(flat) + j), ([], []))[1].append(v)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _meet(h: _Rule, v: _Rule) -> bool:
    slack = SNAP * 1.5
    return h.start - slack <= v.at <= h.end + slack and v.start - slack <= h.at <= v.end + slack


def _grid(flat: list[_Rule], upright: list[_Rule]) -> Kisi | None:
    flat = _closed(flat, upright)
    xs = _positions(upright)
    ys = _positions(flat)
    if len(xs) < 2 or len(ys) < 2 or (len(xs) == 2 and len(ys) == 2):
        return None
    rows, cols = len(ys) - 1, len(xs) - 1
    parent = list(range(rows * cols))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for r in range(rows):
        for c in range(cols):
            here = r * cols + c
            if c + 1 < cols and not _drawn(upright, xs[c + 1], ys[r], ys[r + 1]):
                parent[root(here + 1)] = root(here)
            if r + 1 < rows and not _drawn(flat, ys[r + 1], xs[c], xs[c + 1]):
                parent[root(here + cols)] = root(here)
    regions: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(cols):
            regions.setdefault(root(r * cols + c), []).append((r, c))
    spans = [span for places in regions.values() for span in _rectangles(places)]
    return _compact(xs, ys, spans)


def _closed(flat: list[_Rule], upright: list[_Rule]) -> list[_Rule]:
    """Close a table whose last row the page break cut off without a rule.

    Where most upright lines run on, past the last level line, to one common end, the
    row they bound ends there; likewise above the first.
    """
    closed = list(flat)
    for down in (True, False):
        edge = max(rule.at for rule in flat) if down else min(rule.at for rule in flat)
        ends = sorted(rule.end if down else -rule.start for rule in upright)
        limit = edge if down else -edge
        beyond = [end for end in ends if end > limit + LEAST_ROW]
        if len(beyond) < max(2, 0.6 * len(upright)):
            continue
        middle = beyond[len(beyond) // 2]
        if sum(abs(end - middle) <= 2 * SNAP for end in beyond) >= max(2, 0.6 * len(upright)):
            left, right = min(r.at for r in upright), max(r.at for r in upright)
            closed.append(_Rule(middle if down else -middle, left, right))
    return closed


def _positions(rules: Sequence[_Rule]) -> list[float]:
    """Cluster the positions of lines, weighing each by its length."""
    clusters: list[list[_Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if clusters and rule.at - clusters[-1][0].at <= DOUBLE:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    return [
        sum(rule.at * (rule.end - rule.start) for rule in cluster)
        / sum(rule.end - rule.start for rule in cluster)
        for cluster in clusters
    ]


def _drawn(rules: Sequence[_Rule], at: float, start: float, end: float) -> bool:
    """Say whether lines at `at` cover enough of the way from `start` to `end`."""
    pieces = sorted(
        (max(rule.start, start), min(rule.end, end))
        for rule in rules
        if abs(rule.at - at) <= DOUBLE and rule.end > start and rule.start < end
    )
    covered, reach = 0.0, start
    for first, last in pieces:
        covered += max(0.0, last - max(first, reach))
        reach = max(reach, last)
    return covered >= DRAWN_SHARE * (end - start)


def _rectangles(places: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Part a region into rectangles (row, column, rows, columns); one, if it is one already."""
    left = set(places)
    spans = []
    for r, c in sorted(places):
        if (r, c) not in left:
            continue
        width = 1
        while (r, c + width) in left:
            width += 1
        height = 1
        while all((r + height, c + k) in left for k in range(width)):
            height += 1
        left -= {(r + i, c + k) for i in range(height) for k in range(width)}
        spans.append((r, c, height, width))
    return spans


def _compact(
    xs: list[float], ys: list[float], spans: list[tuple[int, int, int, int]]
) -> Kisi | None:
    """Drop grid lines at which no cell begins or ends."""
    used_rows = sorted({r for r, _, _, _ in spans} | {r + h for r, _, h, _ in spans})
    used_cols = sorted({c for _, c, _, _ in spans} | {c + w for _, c, _, w in spans})
    row_of = {old: new for new, old in enumerate(used_rows)}
    col_of = {old: new for new, old in enumerate(used_cols)}
    petak = [
        Petak(
            baris=row_of[r],
            kolom=col_of[c],
            rentang_baris=row_of[r + h] - row_of[r],
            rentang_kolom=col_of[c + w] - col_of[c],
            kotak=Kotak(xs[c], ys[r], xs[c + w], ys[r + h]),
        )
        for r, c, h, w in spans
    ]
    if len(petak) < 2:
        return None
    petak.sort(key=lambda p: (p.baris, p.kolom))
    return Kisi(tuple(xs[i] for i in used_cols), tuple(ys[i] for i in used_rows), tuple(petak))


def _in_reading_order(grids: Sequence[Kisi]) -> list[Kisi]:
    """Sort top to bottom; tables that stand side by side left to right."""
    rows: list[list[Kisi]] = []
    for grid in sorted(grids, key=lambda grid: (grid.ys[0], -grid.kotak.luas)):
        if rows and all(_beside(grid, other) for other in rows[-1]):
            rows[-1].append(grid)
        else:
            rows.append([grid])
    return [grid for row in rows for grid in sorted(row, key=lambda grid: grid.xs[0])]


def _beside(a: Kisi, b: Kisi) -> bool:
    apart = a.xs[-1] <= b.xs[0] or b.xs[-1] <= a.xs[0]
    common = min(a.ys[-1], b.ys[-1]) - max(a.ys[0], b.ys[0])
    return apart and common > 0.5 * min(a.ys[-1] - a.ys[0], b.ys[-1] - b.ys[0])


def _is_table(grid: Kisi) -> bool:
    """Say whether a grid in a cell is more than a box or bar: it has rows and columns."""
    return len(grid.xs) > 2 and len(grid.ys) > 3 and len(grid.petak) >= 6


def is_nested(inner: Kisi, outer: Kisi) -> bool:
    """Say whether a grid lies in one cell of another."""
    if inner is outer or len(outer.petak) < 4:
        return False
    return any(inner.kotak.share_in(petak.kotak.grow(SNAP)) > 0.98 for petak in outer.petak)

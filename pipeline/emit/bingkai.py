"""What of a page to show around a figure: its row's name and its column's heading with it.

A figure in a ruled table is understood by the words at the left of its row and on top of its
column, which may stand far off. The table's rules are looked for in the picture of the page
around the box; where they are found, the view is put together of up to four pieces (heading
and row, name and figure), else it is the surroundings of the box.

Everything here is in pixels of the picture it is given, origin top left; lengths that mean
something on paper are in points and scaled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.geometry.box import Kotak

Picture = npt.NDArray[np.uint8]

WIDEST = 470.0
"""Points of paper that a view shows side by side: what is wider grows too small to read."""
WIDEST_TEXT = 530.0
"""Points: the lines of a page of text are at most this wide."""
TALLEST_HEADING, TALLEST_ROW = 96.0, 170.0
_AROUND = 62.0
"""Points shown left and right of the figure's cell."""
_PAD = 5.0
_CLOSE = 36.0
"""Pieces nearer to each other than this (points) are shown as one."""
_WORK_SCALE = 1.5
"""Pixels per point at which rules are looked for."""
_SHORTEST_RULE = 17.0
"""Points: longer than any stroke of a letter."""
_STRAY = 42.0
_OPEN_TABLE = 200.0
_GUTTER = 8.0
_LEFT_SHARE = 0.16
"""The first words of a row stand this near (share of the table's width) to its left side."""
_LEAST_TABLE = (110.0, 30.0)
_REACH = 4.5
"""Points by which a rule may miss the box of the cell that it bounds."""
_LEAST_NAME = 40.0
"""Points: a narrower column holds numbers, not names."""

Rentang = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Pandangan:
    """The pieces of a page to show: every span of `tegak` beside every span of `mendatar`."""

    mendatar: tuple[Rentang, ...]
    tegak: tuple[Rentang, ...]


class Garis:
    """The rules of a page's picture, found once for all figures on it."""

    def __init__(self, page: Picture, scale: float) -> None:
        """Look for the rules of a page (RGB) that has `scale` pixels a point."""
        factor = min(1.0, _WORK_SCALE / scale)
        gray: Any = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
        if factor < 1:
            gray = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        self.factor = factor
        self.scale = scale * factor
        dark = cv2.adaptiveThreshold(
            gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 9
        )
        length = max(9, round(_SHORTEST_RULE * self.scale))
        # Grown across by a pixel: a rule that leans a little is not broken where it steps.
        self.level = _open(cv2.dilate(dark, np.ones((2, 1), np.uint8)), (1, length))
        self.upright = _open(cv2.dilate(dark, np.ones((1, 2), np.uint8)), (length, 1))
        both = cv2.dilate(cv2.bitwise_or(self.level, self.upright), np.ones((3, 3), np.uint8))
        _, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
        # A row of letters may look like a short rule; it hangs together with no other.
        stray = (stats[:, 2] < _STRAY * self.scale) & (stats[:, 3] < _STRAY * self.scale)
        lone = stray[labels]
        self.level[lone] = 0
        self.upright[lone] = 0
        self.dark = dark
        self.boxes = [
            Kotak(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in stats[1:]
        ]

    def table_around(self, box: Kotak) -> Kotak | None:
        """Return the smallest ruled area that holds the box, None if there is none."""
        least = [side * self.scale for side in _LEAST_TABLE]
        around = [
            one
            for one in self.boxes
            if one.lebar >= least[0] and one.tinggi >= least[1] and box.share_in(one) > 0.8
        ]
        return min(around, key=lambda one: one.luas, default=None)

    def open_table_around(self, box: Kotak) -> tuple[Kotak, list[float]] | None:
        """Return the table of level rules alone that holds the box, and its rules top to bottom.

        Its rules are of one width, one below the other, the box between two of them.
        """
        across = [
            one
            for one in self.boxes
            if one.tinggi < _LEAST_TABLE[1] / 2 * self.scale
            and one.x0 - 3 <= box.x0
            and one.x1 + 3 >= box.x1
            and one.lebar >= _OPEN_TABLE * self.scale
        ]
        near = [one for one in across if one.tengah_y <= box.y0 + _REACH * self.scale]
        if not near:
            return None
        reach = _CLOSE * self.scale
        rules = [max(near, key=lambda one: one.tengah_y)]
        alike = [
            one
            for one in across
            if abs(one.x0 - rules[0].x0) < reach and abs(one.x1 - rules[0].x1) < reach
        ]
        above = sorted((o.tengah_y for o in alike if o.tengah_y <= rules[0].tengah_y), reverse=True)
        below = sorted(o.tengah_y for o in alike if o.tengah_y > rules[0].tengah_y)
        if not below or below[0] < box.y1 - _REACH * self.scale:
            return None
        span = (rules[0].x0, rules[0].x1)
        gutters = self._gutters(span, (above[0], below[0]))
        found = [above[0], below[0]]
        for rule in above[1:]:
            if not self._is_row(span, (rule, found[0]), gutters):
                break
            found.insert(0, rule)
        if len(found) < 3:
            return None
        return Kotak(rules[0].x0, found[0], rules[0].x1, found[-1]), found

    def _print_in(self, columns: Rentang, rows: Rentang) -> npt.NDArray[np.bool_]:
        """Say for every place across whether print stands in a band; its rules left out."""
        gap = 2 * self.scale
        part = (
            slice(int(rows[0] + gap), int(rows[1] - gap)),
            slice(int(columns[0]), int(columns[1])),
        )
        rules = cv2.dilate(self.level[part], np.ones((3, 3), np.uint8))
        return np.asarray(((self.dark[part] > 0) & (rules == 0)).any(axis=0))

    def _gutters(self, columns: Rentang, rows: Rentang) -> list[int]:
        """Return the middles of what is blank between the columns of a row."""
        blank = ~self._print_in(columns, rows)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], blank.astype(np.int8), [0]))))
        spans = zip(edges[::2], edges[1::2], strict=True)
        inside = [(a, b) for a, b in spans if a > 0 and b < len(blank)]
        return [int(a + b) // 2 for a, b in inside if b - a >= _GUTTER * self.scale]

    def _is_row(self, columns: Rentang, rows: Rentang, gutters: Sequence[int]) -> bool:
        """Say whether a band between two rules keeps to the columns: a caption does not."""
        if not gutters or rows[1] - rows[0] > TALLEST_HEADING * self.scale:
            return False
        inked = self._print_in(columns, rows)
        places = np.flatnonzero(inked)
        if not len(places) or places[0] > _LEFT_SHARE * len(inked):
            return False
        return 2 * sum(bool(inked[place]) for place in gutters) < len(gutters)

    def ink(self, columns: Rentang, rows: Rentang) -> int:
        """Return how much print stands in a part of the page, rules left out."""
        part = (slice(int(rows[0]), int(rows[1])), slice(int(columns[0]), int(columns[1])))
        rules = cv2.bitwise_or(self.level, self.upright)[part]
        return int(np.count_nonzero((self.dark[part] > 0) & (rules == 0)))

    def rules_at(self, at: float, table: Kotak, *, upright: bool) -> list[float]:
        """Return where a table's rules cross the line through `at`, its open ends with them.

        A side at which nothing is drawn ends where the rules across it do.
        """
        span = (table.x0, table.x1) if upright else (table.y0, table.y1)
        found = self.crossings(at, span, upright=upright)
        reach = _REACH * self.scale
        for end, near in (
            (span[0], (span[0], span[0] + reach)),
            (span[1], (span[1] - reach, span[1])),
        ):
            low, high = (max(0, round(place)) for place in near)
            rules = self.upright[:, low:high] if upright else self.level[low:high, :]
            inside = (
                rules[int(table.y0) : int(table.y1)]
                if upright
                else rules[:, int(table.x0) : int(table.x1)]
            )
            if not inside.any():
                found.append(end)
        return sorted(found)

    def crossings(self, at: float, span: Rentang, *, upright: bool) -> list[float]:
        """Return where rules cross the line through `at`: upright rules or level ones."""
        half = max(1, round(2 * self.scale))
        low, high = max(0, int(at) - half), int(at) + half + 1
        start, end = max(0, int(span[0]) - 2), int(span[1]) + 3
        if upright:
            hit = self.upright[low:high, start:end].any(axis=0)
        else:
            hit = self.level[start:end, low:high].any(axis=1)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], hit.astype(np.int8), [0]))))
        return [start + (a + b) / 2 for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _open(mask: Any, shape: tuple[int, int]) -> Any:
    return cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(shape, np.uint8))


def view_in_table(garis: Garis, box: Kotak) -> Pandangan | None:
    """Return the view of a box (pixels of the page) with its row's name and column's heading.

    None where the box is in no ruled table, or fills one.
    """
    inner = Kotak(*(side * garis.factor for side in box))
    if inner.lebar > WIDEST * 0.75 * garis.scale:
        return None
    view = _in_grid(garis, inner) or _in_open_table(garis, inner)
    if view is None:
        return None
    back = 1 / garis.factor
    return Pandangan(
        tuple((a * back, b * back) for a, b in view.mendatar),
        tuple((a * back, b * back) for a, b in view.tegak),
    )


def _in_grid(garis: Garis, box: Kotak) -> Pandangan | None:
    table = garis.table_around(box)
    if table is None:
        return None
    columns = garis.rules_at(box.tengah_y, table, upright=True)
    rows = garis.rules_at(box.tengah_x, table, upright=False)
    if len(columns) < 3 or len(rows) < 2:
        return None
    name = _name_column(garis, columns, box, table)
    middle = (name[0] + name[1]) / 2 if name else box.tengah_x
    beside = garis.rules_at(middle, table, upright=False)
    return Pandangan(
        tuple(_level_spans(columns, box, name, table, garis.scale)),
        tuple(_upright_spans(rows, beside, _written_part(garis, box), garis.scale)),
    )


def _written_part(garis: Garis, box: Kotak) -> Kotak:
    """Return a box without the blank foot of a cell that is too tall to be shown whole."""
    if box.tinggi <= TALLEST_ROW * garis.scale:
        return box
    inside = box.grow(-_REACH * garis.scale)
    rows = np.flatnonzero(
        garis.dark[int(inside.y0) : int(inside.y1), int(inside.x0) : int(inside.x1)].any(axis=1)
    )
    if not len(rows):
        return box
    foot = inside.y0 + rows[-1] + 2 * _PAD * garis.scale
    return Kotak(box.x0, box.y0, box.x1, min(box.y1, foot))


def _in_open_table(garis: Garis, box: Kotak) -> Pandangan | None:
    found = garis.open_table_around(box)
    if found is None or found[0].lebar > WIDEST_TEXT * garis.scale:
        return None
    table, rules = found
    margin = _PAD * garis.scale
    return Pandangan(
        ((table.x0 - margin, table.x1 + margin),),
        tuple(_upright_spans(rules, rules, box, garis.scale)),
    )


def _name_column(
    garis: Garis, columns: Sequence[float], box: Kotak, table: Kotak
) -> Rentang | None:
    """Return the column that names the row: the nearest on the left that is full of words.

    Columns of words are wider than those of figures and hold more ink.
    """
    reach = _REACH * garis.scale
    left = [
        (a, b)
        for a, b in pairwise(columns)
        if b <= box.x0 + reach and b - a > _LEAST_NAME * garis.scale
    ]
    if not left:
        return None
    widest = max(b - a for a, b in left)
    ink = {one: garis.ink(one, (table.y0, table.y1)) for one in left}
    most = max(ink.values())
    fit = [one for one in left if one[1] - one[0] >= 0.4 * widest and ink[one] >= 0.5 * most]
    return fit[-1] if fit else None


def _level_spans(
    columns: Sequence[float], box: Kotak, name: Rentang | None, table: Kotak, scale: float
) -> list[Rentang]:
    pad = _PAD * scale
    room = WIDEST * scale
    low, high = box.x0 - _AROUND * scale, box.x1 + _AROUND * scale
    # Whole columns, where one ends near.
    reach = 26 * scale
    low = min((c for c in columns if abs(c - low) < reach), key=lambda c: abs(c - low), default=low)
    high = min(
        (c for c in columns if abs(c - high) < reach), key=lambda c: abs(c - high), default=high
    )
    around = (max(low, table.x0) - pad, min(high, table.x1) + pad)
    if name is None:
        return [around]
    width = name[1] - name[0]
    if width + around[1] - around[0] > room:  # the name matters more than the neighbours
        around = (max(around[0], box.x0 - 2 * pad), min(around[1], box.x1 + 2 * pad))
        width = min(width, max(room / 3, room - (around[1] - around[0])))
    start = name[0] - pad
    if around[0] - (start + width) < _CLOSE * scale and around[1] - start <= room * 1.12:
        return [(start, around[1])]
    if around[0] <= name[1]:  # the figure stands right beside its name
        return [(max(start, around[1] - room * 1.12), around[1])]
    return [(start, start + width + pad), around]


def _upright_spans(
    rows: Sequence[float], beside: Sequence[float], box: Kotak, scale: float
) -> list[Rentang]:
    pad = _PAD * scale
    own = _around(rows, box, scale)
    named = _around(beside, box, scale)
    low, high = min(own[0], named[0]), max(own[1], named[1])
    if high - low > TALLEST_ROW * scale:
        low, high = own
    if high - low > TALLEST_ROW * scale:
        low, high = box.y0 - 20 * scale, box.y1 + 20 * scale
    row = (low - pad * 0.7, high + pad * 0.7)
    heading = _heading(beside, scale)
    if heading is None or heading[1] >= box.y1 - 0.3 * box.tinggi:
        return [row]
    top = (heading[0] - pad * 0.6, heading[1] + pad * 0.6)
    if row[0] - top[1] < _CLOSE * scale * 0.5:
        return [(top[0], row[1])]
    return [top, row]


def _around(rules: Sequence[float], box: Kotak, scale: float) -> Rentang:
    """Return the rules next above and below a box, the box's own sides where there is none."""
    reach = max(_REACH * scale, 0.3 * box.tinggi)
    low = max((one for one in rules if one <= box.y0 + reach), default=box.y0)
    high = min((one for one in rules if one >= box.y1 - reach), default=box.y1)
    return min(low, box.y0), max(high, box.y1)


def _heading(rules: Sequence[float], scale: float) -> Rentang | None:
    """Return the first row of a table: its rules from the top until it is high enough to read."""
    for rule in rules[1:]:
        if rule - rules[0] >= 9 * scale:
            return rules[0], min(rule, rules[0] + TALLEST_HEADING * scale)
    return None


def whole_lines(garis: Garis, view: Kotak, box: Kotak) -> Kotak:
    """Move the edges of a view to where no print is cut, if that is near.

    A view of running text gets the lines in their whole width, if they are not too wide.
    Both boxes and the result are in pixels of the page.
    """
    factor, scale = garis.factor, garis.scale
    rows = slice(max(0, int(view.y0 * factor)), max(1, int(view.y1 * factor)))
    inked = np.flatnonzero(np.count_nonzero(garis.dark[rows], axis=0) > 1)
    margin = 6 * scale
    if len(inked) and inked[-1] - inked[0] + 2 * margin <= WIDEST_TEXT * scale:
        sides = ((inked[0] - margin) / factor, (inked[-1] + margin) / factor)
        width = garis.dark.shape[1] / factor
        view = Kotak(max(0.0, sides[0]), view.y0, min(width, sides[1]), view.y1)
    columns = slice(max(0, int(view.x0 * factor)), max(1, int(view.x1 * factor)))
    ink = np.count_nonzero(garis.dark[:, columns], axis=1) > 2
    reach = round(10 * scale)

    def moved(edge: float, step: int) -> float:
        place = round(edge * factor)
        for off in range(reach):
            for near in (place + step * off, place - step * off):
                if 0 <= near < len(ink) and not ink[near]:
                    return near / factor
        return edge

    top, bottom = moved(view.y0, -1), moved(view.y1, 1)
    return Kotak(min(view.x0, box.x0), min(top, box.y0), max(view.x1, box.x1), max(bottom, box.y1))

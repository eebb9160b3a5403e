"""Rows of a table between which no rule is drawn: where one ends and the next begins.

Rows are told by what their cells show: numbers that count on in the first column, more room
between rows than between the lines of one, or a figure in every row and nothing wrapped. Where
none of these holds, nothing is said: a row parted in the wrong place would give an indicator
the words of another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from pipeline.layout.elements import Baris
from pipeline.layout.lines import group_lines
from pipeline.read.page import Kata

_NUMBER = re.compile(r"\W*([0-9]{1,2})\W*")
FIGURE = re.compile(
    r"(?:[<>≤≥]\s*)?(?:Rp\W{0,2}\s*)?-?[0-9][0-9.,]*(?:,-)?\s*(?:%|[A-Za-z]{1,12})?|-"
)
"""How the line of a cell of a column of figures looks."""
_WIDER = 0.35
"""Rows stand apart by this share of a line's height more than the lines of one row do."""
_LEVEL = 0.15
"""Lines of one text stand equally far apart, but for this share of a line's height."""
_LOOSEST = 1.85
"""Lines of one text stand so many heights apart at most."""
_SPACE = 3.0
"""A space between words, in points."""
_PADDING = 12.0
"""Two cells leave at most so much room (points) between their words."""


@dataclass(frozen=True)  # without slots: its text is asked for again and again
class _Larik:
    """Lines of text, their words parted into columns: `kata[line][column]`."""

    baris: tuple[Baris, ...]
    kata: tuple[tuple[tuple[Kata, ...], ...], ...]

    @cached_property
    def sel(self) -> tuple[tuple[str, ...], ...]:
        """The text by line and column."""
        return tuple(
            tuple(" ".join(word.teks for word in words) for words in row) for row in self.kata
        )

    def column(self, kolom: int) -> list[str]:
        """Return what stands in a column, line by line."""
        return [row[kolom] for row in self.sel]


def row_breaks(words: Sequence[Kata], edges: Sequence[float]) -> tuple[float, ...] | None:
    """Return the heights between the rows that words make, top to bottom.

    Args:
        words: What stands between two rules, or in a whole table without any; points.
        edges: Where its columns part, left to right; points.

    Returns:
        Heights in points; None where the rows cannot be told, or there is only one.
    """
    return _breaks(words, edges, (_by_lone_number, _by_room, _by_figure))


def holds_rows(words: Sequence[Kata], edges: Sequence[float]) -> bool:
    """Say whether a column of what stands there holds figures below each other."""
    lines = group_lines(words)
    return bool(_figure_columns(_Larik(lines, tuple(_cells(line, edges) for line in lines))))


def numbered_breaks(words: Sequence[Kata], edges: Sequence[float]) -> tuple[float, ...] | None:
    """Return what `row_breaks` does, but only where numbers in the first column tell the rows."""
    return _breaks(words, edges, (_by_number,))


def _breaks(
    words: Sequence[Kata],
    edges: Sequence[float],
    ways: Sequence[Callable[[_Larik], list[int] | None]],
) -> tuple[float, ...] | None:
    lines = group_lines(words)
    larik = _Larik(lines, tuple(_cells(line, edges) for line in lines))
    for tell in ways if len(lines) > 1 else ():
        starts = tell(larik)
        if starts is not None and _begin_together(larik, starts) and not _wraps_over(larik, starts):
            return tuple(
                (larik.baris[at - 1].kotak.y1 + larik.baris[at].kotak.y0) / 2 for at in starts[1:]
            )
    return None


def _cells(line: Baris, edges: Sequence[float]) -> tuple[tuple[Kata, ...], ...]:
    """Return the words of a line by column."""
    cells: list[list[Kata]] = [[] for _ in range(len(edges) + 1)]
    for word in line.kata:
        cells[sum(word.kotak.tengah_x > edge for edge in edges)].append(word)
    return tuple(tuple(cell) for cell in cells)


def _by_number(larik: _Larik) -> list[int] | None:
    """Return the lines that begin rows where the first column counts on by one."""
    numbered = [(at, text) for at, text in enumerate(larik.column(0)) if text]
    found = [_NUMBER.fullmatch(text) for _, text in numbered]
    numbers = [int(match.group(1)) for match in found if match]
    if len(numbers) < 2 or len(numbers) < len(found) or numbered[0][0] != 0:
        return None
    counts = all(b == a + 1 for a, b in pairwise(numbers))
    return [at for at, _ in numbered] if counts else None


def _by_lone_number(larik: _Larik) -> list[int] | None:
    """Return what `_by_number` does where no numbered row holds several figures in a column."""
    starts = _by_number(larik)
    return starts if starts and _single(larik, starts) else None


def _single(larik: _Larik, starts: Sequence[int]) -> bool:
    """Say whether a row has at most one line in each column of figures."""
    rows = list(pairwise([*starts, len(larik.baris)]))
    return all(
        len(_filled(larik, kolom, a, b)) <= 1 for kolom in _figure_columns(larik) for a, b in rows
    )


def _by_room(larik: _Larik) -> list[int] | None:
    """Return the lines that begin rows where there is more room between rows than in them."""
    rooms = [b.kotak.y0 - a.kotak.y1 for a, b in pairwise(larik.baris)]
    height = median(line.kotak.tinggi for line in larik.baris)
    steps = [(wide - narrow, wide) for narrow, wide in pairwise(sorted(rooms))]
    step, least = max(steps, default=(0.0, 0.0))
    if step < _WIDER * height:
        return None
    starts = [0, *(n for n, room in enumerate(rooms, 1) if room >= least)]
    figures = _figure_columns(larik)
    rows = list(pairwise([*starts, len(larik.baris)]))
    single = all(
        sum(bool(larik.sel[at][kolom]) for at in range(a, b)) == 1
        for kolom in figures
        for a, b in rows
    )
    return starts if figures and single else None


def _by_figure(larik: _Larik) -> list[int] | None:
    """Return the lines with figures where each begins a row: what wraps begins in lower case."""
    figures = _figure_columns(larik)
    if not figures:
        return None
    starts = [at for at, row in enumerate(larik.sel) if any(row[kolom] for kolom in figures)]
    texts = [kolom for kolom in range(len(larik.sel[0])) if kolom not in figures]
    if len(starts) < 2 or starts[0] != 0 or any(_runs_on(larik, kolom) for kolom in texts):
        return None
    for at, row in enumerate(larik.sel):
        said = [row[kolom] for kolom in texts if any(char.isalpha() for char in row[kolom])]
        if at not in starts and not all(text[0].islower() for text in said):
            return None
        if at in starts and (not said or any(text[0].islower() for text in said)):
            return None
    return starts


def _runs_on(larik: _Larik, kolom: int) -> bool:
    """Say whether the lines of a column may be one text that wraps: all but the last are full.

    A line is full where the next word would not have fitted before the next column.
    """
    cells = [row[kolom] for row in larik.kata if row[kolom]]
    return len(cells) >= 2 and all(
        _is_full(larik, kolom, a, b, room=_SPACE) for a, b in pairwise(cells)
    )


def _wraps_over(larik: _Larik, starts: Sequence[int]) -> bool:
    """Say whether a text may go on from one row into the next: a sasaran beside two indicators.

    Its last line in the row above is full, or the next begins in lower case, and the two stand
    no farther apart than the lines of one text do.
    """
    rows = list(pairwise([*starts, len(larik.baris)]))
    columns = _text_columns(larik)
    inside = [
        _drop(a, b)
        for kolom in columns
        for first, end in rows
        for a, b in pairwise(_filled(larik, kolom, first, end))
    ]
    height = median(line.kotak.tinggi for line in larik.baris)
    pitch = min(inside, default=_LOOSEST * height) + _LEVEL * height
    for (first, middle), (_, end) in pairwise(rows):
        for kolom in columns:
            above, below = _filled(larik, kolom, first, middle), _filled(larik, kolom, middle, end)
            if not above or not below:
                continue
            a, b = above[-1], below[0]
            near = _drop(a, b) <= pitch
            if near and (b[0].teks[:1].islower() or _is_full(larik, kolom, a, b, room=_PADDING)):
                return True
    return False


def _text_columns(larik: _Larik) -> list[int]:
    """Return the columns that hold texts: of several words, not figures or units alone."""
    return [
        kolom
        for kolom, cells in enumerate(zip(*larik.kata, strict=True))
        if any(
            len(cell) > 1 and not FIGURE.fullmatch(" ".join(word.teks for word in cell))
            for cell in cells
        )
    ]


def _filled(larik: _Larik, kolom: int, first: int, end: int) -> list[tuple[Kata, ...]]:
    """Return the words of a column by line, of the lines from one to before another."""
    return [row[kolom] for row in larik.kata[first:end] if row[kolom]]


def _drop(above: Sequence[Kata], below: Sequence[Kata]) -> float:
    return below[0].kotak.y0 - above[0].kotak.y0


def _is_full(
    larik: _Larik, kolom: int, line: Sequence[Kata], below: Sequence[Kata], *, room: float
) -> bool:
    """Say whether the next word would not have fitted `room` before the next column."""
    return line[-1].kotak.x1 + _SPACE + below[0].kotak.lebar > _right(larik, kolom) - room


def _right(larik: _Larik, kolom: int) -> float:
    """Return how far to the right a column's words may reach."""
    beyond = [word.kotak.x0 for row in larik.kata for cell in row[kolom + 1 :] for word in cell]
    own = (row[kolom][-1].kotak.x1 for row in larik.kata if row[kolom])
    return min(beyond, default=max(own, default=0.0))


def _figure_columns(larik: _Larik) -> list[int]:
    """Return the columns in which nothing but figures stands, two of them at least."""
    found = []
    for kolom in range(1, len(larik.sel[0])):
        filled = [text for text in larik.column(kolom) if text]
        if len(filled) >= 2 and all(FIGURE.fullmatch(text) for text in filled):
            found.append(kolom)
    return found


def _begin_together(larik: _Larik, starts: Sequence[int]) -> bool:
    """Say whether every cell of a row begins on the row's first line, as printed from the top.

    Rows that stand apart by more room may have their cells in the middle, where none of their
    texts is blank: it might belong to a text above or below that stands in the middle of both.
    """
    rows = list(pairwise([*starts, len(larik.baris)]))
    slack = _LEVEL * median(line.kotak.tinggi for line in larik.baris)
    level = True
    for a, b in rows:
        cells = [_filled(larik, kolom, a, b) for kolom in range(len(larik.sel[0]))]
        tops = [cell[0][0].kotak.y0 for cell in cells if cell]
        level = level and max(tops) - min(tops) <= slack + _SPACE
    if level:
        return True
    texts = _text_columns(larik)
    whole = all(_filled(larik, kolom, a, b) for kolom in texts for a, b in rows)
    return whole and starts == _by_room(larik)

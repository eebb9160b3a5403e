"""Tables whose upright rules are missing: where their columns part, where they end.

Some offices print tables with lines between rows and none between columns, others leave
a table open at its sides. Where columns part follows from the breaks of the lines (a word
processor draws one piece per cell), else from the gutters that every row leaves blank;
where a table ends at its side, from where its lines end. The missing rules are returned,
so that such a page can be laid out like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extractors.columns import Isi, header_role, is_numbering_row
from extractors.row_breaks import holds_rows, numbered_breaks, row_breaks
from pipeline.layout.elements import TataLetak
from pipeline.layout.lines import group_lines
from pipeline.read.page import Garis, Kata

_NEAR = 2.5
"""Lines and breaks nearer than this (points) are the same."""
_BRIDGE = 9.0
_LEAST_WIDTH = 0.3
"""A table's line covers at least this share of the page's width."""
_LEAST_COLUMN = 14.0
"""An outer column left open is at least this wide (points)."""
_MOST_HEAD_WORDS = 80
"""A head of more words than this is prose."""
_LEAST_ROWS = 3
"""Columns with names nobody knows are told by their figures in so many rows at least."""
_FIGURE = re.compile(r"(?:Rp\.?\s*)?-?[0-9][0-9.,]*\s*(?:%|[A-Za-z]{1,12})?|-")
"""How a cell of a column of figures looks."""
_GUTTER = 4.0
"""A strip this wide (points) that no word of any row enters parts two columns."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A horizontal line over all its pieces, and where its pieces meet."""

    y: float
    x0: float
    x1: float
    breaks: tuple[float, ...]


def missing_rules(page: TataLetak) -> tuple[Garis, ...]:
    """Return the rules that the tables of a page lack, none where it lacks none."""
    lines = _lines(page.halaman.garis)
    return (
        *column_rules(page, lines),
        *side_rules(page, lines),
        *end_rules(page, lines),
    )


def column_rules(page: TataLetak, every: Sequence[_Line] | None = None) -> tuple[Garis, ...]:
    """Return the upright rules that the tables of a page lack.

    Here and below, `every` are the level lines of the page where they are known.
    """
    ruled = [tabel.kotak.grow(_NEAR) for tabel in page.tabel]
    lines = [
        line
        for line in (_lines(page.halaman.garis) if every is None else every)
        if not any(box.contains_point((line.x0 + line.x1) / 2, line.y) for box in ruled)
    ]
    wide = [line for line in lines if line.x1 - line.x0 >= _LEAST_WIDTH * page.halaman.lebar]
    words = [kata for baris in page.baris for kata in baris.kata]
    made: list[Garis] = []
    for group in _groups(wide):
        made.extend(_rules_of(group, lines, words))
    return tuple(made)


def side_rules(page: TataLetak, every: Sequence[_Line] | None = None) -> tuple[Garis, ...]:
    """Return the outer upright rules of tables that are open at their sides.

    Lines between the rows of such a table run on, past its outermost upright rule, to
    one common end, and words stand there: it is a column of the table. Where the cells
    of that column are merged, only the line below its head runs on.
    """
    lines = _lines(page.halaman.garis) if every is None else every
    words = [kata for baris in page.baris for kata in baris.kata]
    made: list[Garis] = []
    for tabel in page.tabel:
        box = tabel.kotak
        level = [
            line
            for line in lines
            if box.y0 - _NEAR <= line.y <= box.y1 + _NEAR
            and min(line.x1, box.x1) - max(line.x0, box.x0) > 0.5 * box.lebar
        ]
        beside = [word for word in words if box.y0 <= word.kotak.tengah_y <= box.y1]
        if not tabel.bergaris or len(level) < 3:
            continue
        made.extend(
            Garis(x, box.y0, x, box.y1)
            for x in (
                _open_end([(line.x0, line.y) for line in level], box.x0, beside),
                _open_end([(line.x1, line.y) for line in level], box.x1, beside),
            )
            if x is not None
        )
    return tuple(made)


_LEAST_HEIGHT = 40.0
"""Upright rules shorter than this (points) end no table, unless a level rule ends them too."""
_LEAST_REST = 10.0
"""What is left of a row behind a page break is at least this high (points)."""


def end_rules(page: TataLetak, every: Sequence[_Line] | None = None) -> tuple[Garis, ...]:
    """Return the level rules that close tables which a page break left open.

    Where rows go on over a page break some programs print no line at the foot of the one
    page or the head of the other: three upright rules or more then end at one height, and
    nothing crosses them there.
    """
    upright = [g for g in page.halaman.garis if not g.mendatar]
    level = _lines(page.halaman.garis) if every is None else every
    made: list[Garis] = []
    for foot in (False, True):
        ends: dict[int, list[Garis]] = {}
        for rule in _joined(upright):
            y = rule.y1 if foot else rule.y0
            other = rule.y0 if foot else rule.y1
            height = rule.y1 - rule.y0
            if height >= _LEAST_HEIGHT or (height >= _LEAST_REST and _meets(rule.x0, other, level)):
                near = next((k for k in ends if abs(k - y) <= _NEAR), round(y))
                ends.setdefault(near, []).append(rule)
        for rules in ends.values():
            x0, x1 = min(r.x0 for r in rules), max(r.x0 for r in rules)
            y = median((r.y1 if foot else r.y0) for r in rules)
            wide = len(rules) >= 3 and x1 - x0 >= _LEAST_WIDTH * page.halaman.lebar
            closed = any(
                abs(line.y - y) <= 2 * _NEAR and min(line.x1, x1) > max(line.x0, x0) + _NEAR
                for line in level
            )
            if wide and not closed:
                made.append(Garis(x0, y, x1, y))
    return tuple(made)


def _meets(x: float, y: float, level: Sequence[_Line]) -> bool:
    """Say whether a level rule passes a place, or ends there."""
    return any(
        abs(line.y - y) <= _NEAR and line.x0 - _NEAR <= x <= line.x1 + _NEAR for line in level
    )


def _joined(upright: Sequence[Garis]) -> list[Garis]:
    """Return upright rules with the pieces that meet end to end as one."""
    whole: list[Garis] = []
    for rule in sorted(upright, key=lambda g: (round(g.x0), g.y0)):
        last = whole[-1] if whole else None
        if last and abs(last.x0 - rule.x0) <= _NEAR and rule.y0 - last.y1 <= _NEAR:
            whole[-1] = Garis(last.x0, last.y0, last.x1, max(last.y1, rule.y1))
        else:
            whole.append(rule)
    return whole


def _open_end(
    ends: Sequence[tuple[float, float]], edge: float, words: Sequence[Kata]
) -> float | None:
    """Return where lines end (x) beyond an edge of a table, None where it is closed there.

    Args:
        ends: the ends (x, y) of the table's level lines on that side.
        edge: where its outermost upright rule stands.
        words: the words beside and in the table.
    """
    left = min(x for x, _ in ends) < edge - _LEAST_COLUMN
    beyond = sorted((x, y) for x, y in ends if (edge - x if left else x - edge) >= _LEAST_COLUMN)
    if not beyond:
        return None
    end = beyond[len(beyond) // 2][0]
    together = [y for x, y in beyond if abs(x - end) <= 2 * _NEAR]
    inside = [word for word in words if min(end, edge) < word.kotak.tengah_x < max(end, edge)]
    if not inside or len(together) < 0.8 * len(beyond):
        return None
    head = " ".join(word.teks for word in inside if word.kotak.tengah_y < min(together))
    named = header_role(head) not in (None, Isi.LAIN)
    return end if len(together) >= 2 or named else None


def _lines(garis: Iterable[Garis]) -> list[_Line]:
    """Join level pieces that lie on one height and touch, top to bottom."""
    pieces = sorted((g for g in garis if g.mendatar), key=lambda g: (round(g.y0), g.x0))
    joined: list[list[Garis]] = []
    for piece in pieces:
        for line in joined:
            level = abs(line[-1].y0 - piece.y0) <= _NEAR
            if level and piece.x0 - max(g.x1 for g in line) <= _BRIDGE:
                line.append(piece)
                break
        else:
            joined.append([piece])
    made = [
        _Line(
            y=median(g.y0 for g in line),
            x0=min(g.x0 for g in line),
            x1=max(g.x1 for g in line),
            breaks=_breaks(line),
        )
        for line in joined
    ]
    return sorted(made, key=lambda line: line.y)


def _breaks(line: Sequence[Garis]) -> tuple[float, ...]:
    """Return where the pieces of a line meet; one drawn over others breaks nothing."""
    breaks = []
    reach = line[0].x1
    for piece in line[1:]:
        if piece.x0 >= reach - _NEAR:
            breaks.append(round(piece.x0, 1))
        reach = max(reach, piece.x1)
    return tuple(sorted(set(breaks)))


def _groups(lines: Sequence[_Line]) -> list[list[_Line]]:
    """Group the lines of one table: equally long, with the same breaks, one below another."""
    groups: list[list[_Line]] = []
    for line in lines:
        for group in groups:
            if _alike(group[0], line):
                group.append(line)
                break
        else:
            groups.append([line])
    return [group for group in groups if len(group) >= 3]


def _alike(a: _Line, b: _Line) -> bool:
    if abs(a.x0 - b.x0) > 2 * _NEAR or abs(a.x1 - b.x1) > 2 * _NEAR:
        return False
    if len(a.breaks) != len(b.breaks):
        return False
    return all(abs(x - y) <= _NEAR for x, y in zip(a.breaks, b.breaks, strict=True))


def _rules_of(group: Sequence[_Line], lines: Sequence[_Line], words: Sequence[Kata]) -> list[Garis]:
    """Return the rules of the tables that a group of lines rules, header by header."""
    made: list[Garis] = []
    at = 0
    while at + 1 < len(group):
        top, below = group[at], group[at + 1]
        head = _between(words, top, below)
        is_header = _is_header(head)
        if not is_header and not _may_head(head, group[at + 1 :]):
            at += 1
            continue
        edges, last = _columns(group, at, words)
        if not is_header:
            edges = _with_heads(edges, head, top)
            if not _heads_figures(head, edges, group[at + 1 : last + 1], words):
                at += 1
                continue
        levels = _levels(edges, group[at + 1 : last + 1], lines, words)
        if len(edges) >= 1 and levels is not None:
            made.extend(_uprights(edges, top, group[last], below, lines, head))
            made.extend(levels)
        at = max(last, at + 1)
    return made


def _levels(
    edges: Sequence[float], lines: Sequence[_Line], page: Sequence[_Line], words: Sequence[Kata]
) -> list[Garis] | None:
    """Return the rules between rows that have none; None where rows cannot be told.

    Between the lines of a table ruled only at its head and foot stand all its rows. Where there
    are more lines, those between two are parted by numbers in the first column alone, and are
    else one: its indicators are told apart where they are read. Where shorter lines of the page
    part the indicators of one sasaran, those tell the rows.
    """
    made: list[Garis] = []
    for above, below in pairwise(lines):
        if _is_parted(above, below, page):
            continue
        row = _between(words, above, below)
        breaks = numbered_breaks(row, edges)
        if len(lines) == 2:
            numbering, body = _below_numbering(row, edges)
            found = row_breaks(body, edges)
            if found is None and holds_rows(body, edges):
                return None
            breaks = (*numbering, *(found or ()))
        made.extend(Garis(above.x0, y, above.x1, y) for y in breaks or ())
    return made


def _is_parted(above: _Line, below: _Line, page: Sequence[_Line]) -> bool:
    """Say whether a line over some columns only stands between two lines of a table."""
    return any(
        above.y + _NEAR < line.y < below.y - _NEAR
        and min(line.x1, above.x1) - max(line.x0, above.x0) > _LEAST_WIDTH * (above.x1 - above.x0)
        for line in page
    )


def _below_numbering(
    words: Sequence[Kata], edges: Sequence[float]
) -> tuple[tuple[float, ...], list[Kata]]:
    """Return where the numbers of columns end, if they stand above all, and what is below."""
    lines = group_lines(words)
    if len(lines) < 2 or not is_numbering_row([kata.teks for kata in lines[0].kata]):
        return (), list(words)
    below = [kata for line in lines[1:] for kata in line.kata]
    return ((lines[0].kotak.y1 + lines[1].kotak.y0) / 2,), below


def _between(words: Sequence[Kata], top: _Line, below: _Line) -> list[Kata]:
    return [
        word
        for word in words
        if top.y - 1 <= word.kotak.tengah_y <= below.y + 1
        and top.x0 - 3 <= word.kotak.tengah_x <= top.x1 + 3
    ]


def _is_header(words: Sequence[Kata]) -> bool:
    """Say whether the words between two lines name columns: a subject, and one more."""
    if len(words) > _MOST_HEAD_WORDS:
        return False
    roles = {header_role(" ".join(k.teks for k in chunk)) for chunk in _chunks(words)}
    return len(roles - {None, Isi.LAIN}) >= 2


def _may_head(words: Sequence[Kata], lines: Sequence[_Line]) -> bool:
    """Say whether words are few enough to head columns, with rows enough between lines below."""
    return 0 < len(words) <= _MOST_HEAD_WORDS and len(lines) > _LEAST_ROWS


def _with_heads(edges: Sequence[float], head: Sequence[Kata], line: _Line) -> tuple[float, ...]:
    """Leave out the edges right of which no head stands: words that begin alike in every row."""
    kept: list[float] = []
    for x0, x1 in reversed(list(pairwise([*edges, line.x1]))):
        if _text_within(head, x0, kept[-1] if kept else x1):
            kept.append(x0)
    return tuple(reversed(kept))


def _heads_figures(
    head: Sequence[Kata], edges: Sequence[float], lines: Sequence[_Line], words: Sequence[Kata]
) -> bool:
    """Say whether words name columns, one of which holds figures in every row but one below.

    Such a table is one whatever its columns are called: of staff, of villages, of letters.
    `head` is one that may head columns (`_may_head`).
    """
    rows = [_between(words, above, below) for above, below in pairwise(lines)]
    if len(rows) < _LEAST_ROWS or not edges or _crossed(head, edges):
        return False
    bounds = [*edges, lines[0].x1]
    for x0, x1 in pairwise(bounds):
        title = _text_within(head, x0, x1)
        cells = [_text_within(row, x0, x1) for row in rows]
        figures = sum(_FIGURE.fullmatch(cell) is not None for cell in cells)
        if any(char.isalpha() for char in title) and figures >= max(_LEAST_ROWS, len(rows) - 1):
            return True
    return False


def _text_within(words: Sequence[Kata], x0: float, x1: float) -> str:
    return " ".join(word.teks for word in words if x0 <= word.kotak.tengah_x <= x1)


def _chunks(words: Sequence[Kata]) -> list[list[Kata]]:
    """Part words into the texts that stand apart, over the lines they wrap on."""
    chunks: list[list[Kata]] = []
    for baris in group_lines(words):
        for word in baris.kata:
            home = next(
                (
                    chunk
                    for chunk in chunks
                    if any(_beside(word, other) or _below(word, other) for other in chunk)
                ),
                None,
            )
            if home is None:
                chunks.append([word])
            else:
                home.append(word)
    return chunks


def _beside(word: Kata, other: Kata) -> bool:
    gap = word.kotak.x0 - other.kotak.x1
    level = abs(word.kotak.tengah_y - other.kotak.tengah_y) <= 0.5 * word.kotak.tinggi
    return level and -1 <= gap <= 0.6 * word.kotak.tinggi


def _below(word: Kata, other: Kata) -> bool:
    drop = word.kotak.y0 - other.kotak.y1
    shared = min(word.kotak.x1, other.kotak.x1) - max(word.kotak.x0, other.kotak.x0)
    return -3 <= drop <= 0.6 * word.kotak.tinggi and shared > 0


def _columns(
    group: Sequence[_Line], at: int, words: Sequence[Kata]
) -> tuple[tuple[float, ...], int]:
    """Return where the columns part below a header, and the last line of the table."""
    if group[at].breaks:
        edges = group[at].breaks
        last = at + 1
        while last + 1 < len(group) and not _crossed(
            _between(words, group[last], group[last + 1]), edges
        ):
            last += 1
        return edges, last
    edges, last = (), at + 1
    body: list[Kata] = []
    while last + 1 < len(group):
        more = _between(words, group[last], group[last + 1])
        after = _between(words, *group[last + 1 : last + 3]) if last + 2 < len(group) else []
        if body and not more and _is_header(after):
            break  # the room between two tables of one width
        found = _gutters([*body, *more], group[at])
        fewer = len(found) < len(edges)
        if edges and len(found) < max(2, len(edges) - 1) and len(body) > 12:
            break
        if body and fewer and _is_header(more):
            break
        edges, body, last = found, [*body, *more], last + 1
    return edges, last


def _crossed(words: Sequence[Kata], edges: Sequence[float]) -> bool:
    """Say whether words run over the edges of columns, as lines of text do."""
    over = sum(
        1 for word in words for e in edges if word.kotak.x0 < e - 2 and word.kotak.x1 > e + 2
    )
    return not words or over > 0


def _gutters(words: Sequence[Kata], line: _Line) -> tuple[float, ...]:
    """Return the middles of the strips that no word enters."""
    spans = sorted((word.kotak.x0, word.kotak.x1) for word in words)
    found = []
    reach = line.x0
    for start, end in spans:
        if start - reach >= _GUTTER and reach > line.x0:
            found.append((start + reach) / 2)
        reach = max(reach, end)
    return tuple(found)


def _uprights(
    edges: Sequence[float],
    top: _Line,
    bottom: _Line,
    below_head: _Line,
    lines: Sequence[_Line],
    head: Sequence[Kata],
) -> list[Garis]:
    """Return upright rules for the edges; over a group of columns only its outer ones rise."""
    made = [Garis(x, top.y, x, bottom.y) for x in (top.x0, top.x1)]
    narrower = top.x1 - top.x0 - 2 * _NEAR
    inner = next(
        (
            line
            for line in lines
            if top.y + _NEAR < line.y < below_head.y - _NEAR and line.x1 - line.x0 < narrower
        ),
        None,
    )
    for x in edges:
        grouped = inner is not None and inner.x0 + _NEAR < x < inner.x1 - _NEAR
        if grouped and inner is not None and not _parts_heads(x, edges, inner, head):
            made.append(Garis(x, inner.y, x, bottom.y))
        else:
            made.append(Garis(x, top.y, x, bottom.y))
    return made


def _parts_heads(x: float, edges: Sequence[float], inner: _Line, head: Sequence[Kata]) -> bool:
    """Say whether the columns left and right of an edge stand under different group heads."""
    above = _chunks(
        [k for k in head if k.kotak.tengah_y < inner.y and inner.x0 < k.kotak.tengah_x < inner.x1]
    )
    if len(above) < 2:
        return False
    middles = [
        (min(k.kotak.x0 for k in chunk) + max(k.kotak.x1 for k in chunk)) / 2 for chunk in above
    ]
    bounds = [inner.x0, *(e for e in edges if inner.x0 < e < inner.x1), inner.x1]
    columns = list(pairwise(sorted(set(bounds))))
    left = next((c for c in columns if abs(c[1] - x) <= _NEAR), None)
    right = next((c for c in columns if abs(c[0] - x) <= _NEAR), None)
    if left is None or right is None:
        return False
    return _nearest(sum(left) / 2, middles) != _nearest(sum(right) / 2, middles)


def _nearest(x: float, middles: Sequence[float]) -> int:
    return min(range(len(middles)), key=lambda i: abs(middles[i] - x))

"""Tables of indicators without any rule: the rules that they would have.

A line of headings tells such a table (`Indikator Kinerja   Satuan   Target`), the strips that
no line below enters tell its columns, and its rows follow from `extractors.row_breaks`. The
rules are returned, so that the page can be laid out like any other. Lists of programs and
their money are read by `extractors.unruled_lists`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from extractors.columns import ANGKA_KINERJA, Isi, header_role, is_numbering_row
from extractors.dates import find_place_and_date
from extractors.row_breaks import FIGURE, row_breaks
from extractors.table_stitch import in_margin
from pipeline.geometry.box import union
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Garis, Kata

_APART = 0.5
"""A strip as wide as this share of a line's height, which no word enters, parts headings."""
_STRIP = 1.5
"""... and one so wide (points), between two headings, the columns below them."""
_LEVEL = 2.0
"""Lines that begin within so much (points) of each other begin at one place."""
_FAR = 2.2
"""A line farther below the one above it than so many heights is not of its table, ..."""
_MORE = 1.3
"""... unless rows of it stand nearly as far apart: so many times less."""
_HEAD_LINES = 4
"""The headings run over at most so many lines."""
_MOST_HEADS = 40
"""A line of headings has at most so many words."""
_SHORT = 4
"""Of two headings alone, each has at most so many words."""
_NAMED = 0.6
"""The register knows at least this share of the headings."""
_ROOM = 3.0
"""The outer rules stand so far (points) from the words."""
_NOTES = 4
"""At most so many lines below a table are left out because they do not fit into it."""

_YEAR = re.compile(r"\W*(?:19|20)[0-9]{2}\W*")

_Strip = tuple[float, float]


def unruled_rules(page: TataLetak) -> tuple[Garis, ...]:
    """Return the rules of the tables of indicators on a page that have none."""
    made: list[Garis] = []
    lines = page.baris
    parted = [_is_parted(line) for line in lines]
    at = 0
    while at < len(lines):
        may_head = any(parted[at : at + _HEAD_LINES]) and _may_head(lines, at)
        rules, end = _rules_from(lines, at) if may_head else ((), at)
        made.extend(rules)
        at = max(end, at + 1)
    return tuple(made)


def unread_heads(page: TataLetak) -> bool:
    """Say whether headings of indicators and figures stand on a page outside any table.

    What stands below them, or on the page behind, was not read as a table.
    """
    lines = page.baris
    return any(
        is_head(head) and _is_followed(head, page, lines[at + count :])
        for at in range(len(lines))
        for count in range(1, min(_HEAD_LINES, len(lines) - at) + 1)
        if (head := lines[at : at + count])
    )


def _is_followed(head: Sequence[Baris], page: TataLetak, below: Sequence[Baris]) -> bool:
    """Say whether figures stand right below headings; or nothing does, as at a page's foot."""
    rows = [
        line
        for line in below
        if not in_margin(page, line) and not is_numbering_row([word.teks for word in line.kata])
    ]
    if not rows:
        return True
    near = (word for line in rows[:_HEAD_LINES] for word in line.kata)
    return _is_one(head, rows[0]) and any(FIGURE.fullmatch(word.teks) for word in near)


def _is_parted(line: Baris) -> bool:
    """Say whether words of a line stand as far apart as headings do; of headings one line does."""
    least = _APART * line.kotak.tinggi
    return any(b.kotak.x0 - a.kotak.x1 >= least for a, b in pairwise(line.kata))


def _may_head(lines: Sequence[Baris], at: int) -> bool:
    return any(is_head(lines[at : at + count]) for count in range(1, _HEAD_LINES + 1))


def is_head(lines: Sequence[Baris]) -> bool:
    """Say whether lines are headings: of indicators, and of figures told of them."""
    # Of most lines this is asked in vain: what costs least is looked at first.
    if not lines or lines[0].kata[0].teks[:1].islower():
        return False
    words = [kata for line in lines for kata in line.kata]
    if not 2 <= len(words) <= _MOST_HEADS:
        return False
    strips = _strips(words, _height(lines))
    if not strips:
        return False
    texts = _cells(lines, [(a + b) / 2 for a, b in strips])
    if any(text[:1].islower() for text in texts):
        return False  # in prose set to both edges words stand apart, too
    if len(texts) == 2 and any(len(text.split()) > _SHORT for text in texts):
        return False
    roles = [header_role(text) for text in texts]
    named = sum(role is not None for role in roles)
    return (
        named >= (_NAMED * len(texts) if len(texts) > 2 else 2)
        and Isi.INDIKATOR in roles
        and not ANGKA_KINERJA.isdisjoint(roles)
    )


def _rules_from(lines: Sequence[Baris], at: int) -> tuple[tuple[Garis, ...], int]:
    """Return the rules of the table headed by the lines from one on, and the line behind it."""
    for count in range(1, _HEAD_LINES + 1):
        head = lines[at : at + count]
        first = at + count
        if first >= len(lines) or not is_head(head) or not _is_one(head, lines[first]):
            continue
        end = _end(lines, head, first)
        for last in range(end, max(first + 1, end - _NOTES - 1), -1):
            edges = _edges(head, lines[first:last])
            if edges is None or _goes_on(lines[first:last], lines[last:], edges):
                break
            if last < end and not _stands_apart(lines[first:last], lines[last]):
                continue
            rules = _rules(head, lines[first:last], edges)
            if rules:
                return rules, last
    return (), at


def _is_one(head: Sequence[Baris], below: Baris) -> bool:
    """Say whether lines of headings belong together: no row's words are among them.

    They stand no farther apart than what follows them does, and hold no figures but years and
    the numbers of columns.
    """
    rooms = [b.kotak.y0 - a.kotak.y1 for a, b in pairwise([*head, below])]
    for line in head[1:]:
        texts = [word.teks for word in line.kata]
        figures = [text for text in texts if FIGURE.fullmatch(text) and not _YEAR.fullmatch(text)]
        if figures and not is_numbering_row(texts):
            return False
    return all(room <= rooms[-1] + _STRIP for room in rooms[:-1])


def _end(lines: Sequence[Baris], head: Sequence[Baris], first: int) -> int:
    """Return the line behind the last that stands in the columns of the headings."""
    height = _height(head)
    widest = _FAR * height
    end = first
    while end < len(lines):
        line = lines[end]
        room = line.kotak.y0 - max(one.kotak.y1 for one in lines[first - 1 : end])
        limit = widest if end > first else 2 * widest
        if room > limit or find_place_and_date(line.teks) or (end > first and is_head([line])):
            break
        if not _fits(head, lines[first:end], line):
            break
        widest = max(widest, _MORE * room)
        end += 1
    return end


def _fits(head: Sequence[Baris], body: Sequence[Baris], line: Baris) -> bool:
    """Say whether a line leaves strips between columns, and begins where lines above it do."""
    edges = _edges(head, [*body, line])
    if edges is None:
        return False
    if not body or len(_strips(line.kata, _height(head))) >= len(edges):
        return True
    starts = _starts(line, edges)
    above = [_starts(one, edges) for one in (*head, *body)]
    level = sum(
        any(abs(x - other[kolom]) <= _LEVEL for other in above if kolom in other)
        for kolom, x in starts.items()
    )
    return 2 * level >= len(starts)


def _starts(line: Baris, edges: Sequence[float]) -> dict[int, float]:
    """Return where a line begins in each column in which it has words; points."""
    starts: dict[int, float] = {}
    for word in line.kata:
        starts.setdefault(_column(word, edges), word.kotak.x0)
    return starts


def _edges(head: Sequence[Baris], body: Sequence[Baris]) -> tuple[float, ...] | None:
    """Return where columns part: in each room between headings, a strip that no word enters.

    Of several strips it is the one at which lines begin, as columns of text do; a space between
    words may go through few lines by chance. None where a room holds no strip.
    """
    height = _height(head)
    edges = []
    for left, right in _strips([kata for line in head for kata in line.kata], height):
        free = _free(left, right, body)
        if not free:
            return None
        a, b = max(
            free, key=lambda strip: (strip[1] - strip[0]) / height + _begin_at(strip[1], body)
        )
        edges.append((a + b) / 2)
    return tuple(edges)


def _free(left: float, right: float, lines: Sequence[Baris]) -> list[_Strip]:
    """Return the strips between two places that no word of the lines enters."""
    free: list[_Strip] = []
    reach = left
    for start, end in sorted((k.kotak.x0, k.kotak.x1) for line in lines for k in line.kata):
        if end > left and start < right:
            if start - reach >= _STRIP:
                free.append((reach, start))
            reach = max(reach, end)
    if right - reach >= _STRIP:
        free.append((reach, right))
    return free


def _begin_at(x: float, lines: Sequence[Baris]) -> int:
    return sum(any(abs(k.kotak.x0 - x) <= _LEVEL for k in line.kata) for line in lines)


def _goes_on(body: Sequence[Baris], after: Sequence[Baris], edges: Sequence[float]) -> bool:
    """Say whether a line behind a table has a figure below those of its last column.

    A line farther below counts where it stands in the columns, as a row set apart does.
    """
    height = _height(body)
    bottom = body[-1].kotak.y1
    is_far = False
    for line in after:
        room = line.kotak.y0 - bottom
        is_far = is_far or room > _FAR * height
        crossing = any(k.kotak.x0 < edge < k.kotak.x1 for k in line.kata for edge in edges)
        if room > 2 * _FAR * height or is_head([line]) or (is_far and crossing):
            return False
        bottom = max(bottom, line.kotak.y1)
        words = [word for word in line.kata if word.kotak.tengah_x > edges[-1]]
        if any(FIGURE.fullmatch(word.teks) for word in words):
            return not is_far or len({_column(word, edges) for word in line.kata}) > 1
    return False


def _stands_apart(body: Sequence[Baris], below: Baris) -> bool:
    """Say whether a line is no more of the table above it: no two lines of that stand so apart.

    Where all stand equally apart it may be the last line of the last row.
    """
    rooms = [b.kotak.y0 - a.kotak.y1 for a, b in pairwise([*body, below])]
    return rooms[-1] >= max(rooms) and rooms[-1] > min(rooms) + _STRIP


def _rules(
    head: Sequence[Baris], body: Sequence[Baris], edges: Sequence[float]
) -> tuple[Garis, ...]:
    """Return the rules of a table of these lines; none where they make no table."""
    first = _cells(body[:1], edges)
    if len(edges) < 2 or not all(_cells(head, edges)[1:]) or is_numbering_row(first):
        return ()
    breaks = row_breaks([kata for line in body for kata in line.kata], edges)
    if not breaks or _cross(body, edges) or _begins_blank(body, edges, breaks[0]):
        return ()
    if any(_two_figures(cell) for line in body for cell in _cells([line], edges)):
        return ()
    box = union(line.kotak for line in (*head, *body)).grow(_ROOM, 2)
    below = (max(line.kotak.y1 for line in head) + body[0].kotak.y0) / 2
    levels = (box.y0, below, *breaks, box.y1)
    uprights = (box.x0, *edges, box.x1)
    return (
        *(Garis(box.x0, y, box.x1, y) for y in levels),
        *(Garis(x, box.y0, x, box.y1) for x in uprights),
    )


def _two_figures(cell: str) -> bool:
    """Say whether a line of a cell is figures alone, two at least: of columns taken for one."""
    words = cell.split()
    return len(words) > 1 and all(FIGURE.fullmatch(word) for word in words)


def _begins_blank(body: Sequence[Baris], edges: Sequence[float], end: float) -> bool:
    """Say whether the first row lacks a text: one in the middle of it and of rows below."""
    first = _cells([line for line in body if line.kotak.tengah_y < end], edges)
    whole = _cells(body, edges)
    return any(
        not cell and len([word for word in text.split() if word.isalpha()]) > 1
        for cell, text in zip(first, whole, strict=True)
    )


def _cross(body: Sequence[Baris], edges: Sequence[float]) -> bool:
    """Say whether words reach over from a column into the next: left of where its lines begin."""
    for kolom in range(1, len(edges) + 1):
        starts = [x for line in body for k, x in _starts(line, edges).items() if k == kolom]
        if not starts:
            continue
        usual = max(starts, key=lambda x: sum(abs(x - other) <= _LEVEL for other in starts))
        level = sum(abs(usual - x) <= _LEVEL for x in starts)
        if level >= 2 and 2 * level >= len(starts) and min(starts) < usual - _LEVEL:
            return True
    return False


def _strips(words: Sequence[Kata], height: float) -> list[_Strip]:
    """Return the strips (from, to) between headings, which no word enters; points."""
    found: list[_Strip] = []
    reach: float | None = None
    for start, end in sorted((word.kotak.x0, word.kotak.x1) for word in words):
        if reach is not None and start - reach >= _APART * height:
            found.append((reach, start))
        reach = end if reach is None else max(reach, end)
    return found


def _cells(lines: Sequence[Baris], edges: Sequence[float]) -> list[str]:
    """Return the words of lines by column, line after line."""
    cells: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for word in line.kata:
            cells[_column(word, edges)].append(word.teks)
    return [" ".join(cell) for cell in cells]


def _column(word: Kata, edges: Sequence[float]) -> int:
    return bisect_left(edges, word.kotak.tengah_x)


def _height(lines: Sequence[Baris]) -> float:
    """Return how high a line of text is."""
    return median(line.kotak.tinggi for line in lines)

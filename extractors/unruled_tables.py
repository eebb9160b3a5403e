"""Tables of indicators without any rule: the rules that they would have.

A line of headings tells such a table (`Indikator Kinerja   Satuan   Target`), the strips that
no line below enters tell its columns, and its rows follow from `extractors.row_breaks`. The
rules are returned, so that the page can be laid out like any other. Lists of programs and
their money are read by `extractors.unruled_lists`.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from extractors.columns import ANGKA_KINERJA, Isi, header_role, is_numbering_row
from extractors.dates import find_place_and_date
from extractors.row_breaks import FIGURE, row_breaks
from pipeline.geometry.box import union
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Garis, Kata

_APART = 0.5
"""A strip as wide as this share of a line's height, which no word enters, parts columns."""
_FAR = 2.2
"""A line farther below the one above it than so many heights is not of its table."""
_HEAD_LINES = 4
"""The headings run over at most so many lines."""
_MOST_HEADS = 40
"""A line of headings has at most so many words."""
_NAMED = 0.6
"""The register knows at least this share of the headings."""
_ROOM = 3.0
"""The outer rules stand so far (points) from the words."""
_NOTES = 4
"""At most so many lines below a table are left out because they do not fit into it."""

_Strip = tuple[float, float]


def unruled_rules(page: TataLetak) -> tuple[Garis, ...]:
    """Return the rules of the tables of indicators on a page that have none."""
    made: list[Garis] = []
    lines = page.baris
    at = 0
    while at < len(lines):
        rules, end = _rules_from(lines, at) if _may_head(lines, at) else ((), at)
        made.extend(rules)
        at = max(end, at + 1)
    return tuple(made)


def unread_heads(page: TataLetak) -> bool:
    """Say whether headings of indicators and figures stand on a page outside any table.

    What stands below them was not read as a table.
    """
    lines = page.baris
    return any(
        _heads(lines[at : at + 1])
        and any(
            any(FIGURE.fullmatch(word.teks) for word in line.kata)
            for line in lines[at + 1 : at + 1 + _HEAD_LINES]
        )
        for at in range(len(lines))
        if len(lines[at].kata) <= _MOST_HEADS
    )


def _may_head(lines: Sequence[Baris], at: int) -> bool:
    return any(_heads(lines[at : at + count]) for count in range(1, _HEAD_LINES + 1))


def _heads(lines: Sequence[Baris]) -> bool:
    """Say whether lines are headings: of indicators, and of figures told of them."""
    words = [kata for line in lines for kata in line.kata]
    if not 2 <= len(words) <= _MOST_HEADS:
        return False
    texts = _texts(lines, _strips(words, _height(lines)))
    if len(texts) < 3 or any(text[:1].islower() for text in texts):
        return False  # in prose set to both edges words stand apart, too
    roles = [header_role(text) for text in texts]
    named = sum(role is not None for role in roles)
    return (
        named >= _NAMED * len(texts)
        and Isi.INDIKATOR in roles
        and not ANGKA_KINERJA.isdisjoint(roles)
    )


def _rules_from(lines: Sequence[Baris], at: int) -> tuple[tuple[Garis, ...], int]:
    """Return the rules of the table headed by the lines from one on, and the line behind it."""
    for count in range(1, _HEAD_LINES + 1):
        head = lines[at : at + count]
        first = at + count
        if not _heads(head) or first >= len(lines):
            continue
        end = _end(lines, head, first)
        for last in range(end, max(first + 1, end - _NOTES - 1), -1):
            rules = _rules(head, lines[first:last])
            if rules:
                return rules, last
    return (), at


def _end(lines: Sequence[Baris], head: Sequence[Baris], first: int) -> int:
    """Return the line behind the last that keeps the columns of the headings apart."""
    height = _height(head)
    words = [kata for line in head for kata in line.kata]
    columns = len(_strips(words, height))
    end = first
    while end < len(lines):
        line, above = lines[end], lines[end - 1]
        if line.kotak.y0 - above.kotak.y1 > _FAR * height or find_place_and_date(line.teks):
            break
        if end > first and _heads([line]):
            break
        more = [*words, *line.kata]
        fewer = len(_strips(more, height))
        if fewer < columns and fewer < _columns_of(head):
            break
        words, columns, end = more, fewer, end + 1
    return end


def _columns_of(head: Sequence[Baris]) -> int:
    """Return how many strips part headings that are known by themselves."""
    height = _height(head)
    known = [
        sum(header_role(text) is not None for text in _texts([line], _strips(line.kata, height)))
        for line in head
    ]
    return max(known) - 1


def _rules(head: Sequence[Baris], body: Sequence[Baris]) -> tuple[Garis, ...]:
    """Return the rules of a table of these lines; none where they make no table."""
    height = _height([*head, *body])
    words = [kata for line in body for kata in line.kata]
    strips = _strips([*words, *(kata for line in head for kata in line.kata)], height)
    edges = tuple((a + b) / 2 for a, b in strips)
    titles = _texts(head, strips)
    first = _texts(body[:1], strips)
    if len(edges) < 2 or not all(titles[1:]) or is_numbering_row(first):
        return ()
    breaks = row_breaks(words, edges)
    if not breaks:
        return ()
    box = union(line.kotak for line in (*head, *body)).grow(_ROOM, 2)
    below = (max(line.kotak.y1 for line in head) + body[0].kotak.y0) / 2
    levels = (box.y0, below, *breaks, box.y1)
    uprights = (box.x0, *edges, box.x1)
    return (
        *(Garis(box.x0, y, box.x1, y) for y in levels),
        *(Garis(x, box.y0, x, box.y1) for x in uprights),
    )


def _strips(words: Sequence[Kata], height: float) -> list[_Strip]:
    """Return the strips (from, to) between columns, which no word enters; points."""
    found: list[_Strip] = []
    reach: float | None = None
    for start, end in sorted((word.kotak.x0, word.kotak.x1) for word in words):
        if reach is not None and start - reach >= _APART * height:
            found.append((reach, start))
        reach = end if reach is None else max(reach, end)
    return found


def _texts(lines: Sequence[Baris], strips: Sequence[_Strip]) -> list[str]:
    """Return the words of lines by column, line after line."""
    edges = [(a + b) / 2 for a, b in strips]
    cells: list[list[str]] = [[] for _ in range(len(edges) + 1)]
    for line in lines:
        for word in line.kata:
            cells[sum(word.kotak.tengah_x > edge for edge in edges)].append(word.teks)
    return [" ".join(cell) for cell in cells]


def _height(lines: Sequence[Baris]) -> float:
    """Return how high a line of text is."""
    return median(line.kotak.tinggi for line in lines)

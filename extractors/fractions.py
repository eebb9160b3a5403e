"""Fractions in a cell: what stands above a bar, divided by what stands below it.

A formula is often set as a fraction, with `x 100%` beside the bar. It is read as one line
of text, `A / B x 100%`. The bar tells a fraction from an underline: the words above and
below it lie within its width, centred on it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel
from pipeline.read.page import Garis, Kata

_LEAST_BAR = 14.0
"""A shorter level line (points) is a dash."""
_OVER = 4.0
"""Words may stand out past the bar's ends by this (points)."""
_FACTOR = re.compile(r"^[xX×*]\s*100\s*%$")
_MISREAD_FACTOR = re.compile(
    r"^[xX×*«]?\s*[1lIi][0oO]{1,2}[0oO6n]?\s*(?:%|[YV][o0]|9[6o]|6|n|0/0)?$"
)


def with_fractions(sel: Sel, garis: Sequence[Garis]) -> tuple[tuple[Baris, bool], ...]:
    """Return the lines of a cell, each with whether it is a fraction set on one line.

    Args:
        sel: the cell.
        garis: the ruling lines of its page, in the same frame.
    """
    lines = list(sel.isi)
    made: list[tuple[Baris, bool]] = []
    for bar in _bars(sel, garis):
        found = _fraction(lines, bar)
        if found is None:
            continue
        fraction, used = found
        taken = {id(kata) for kata in used}
        lines = [
            Baris(rest)
            for baris in lines
            if (rest := tuple(kata for kata in baris.kata if id(kata) not in taken))
        ]
        made.append((fraction, True))
    both = [*((baris, False) for baris in lines), *made]
    return tuple(sorted(both, key=lambda item: item[0].kotak.tengah_y) if made else both)


def _bars(sel: Sel, garis: Sequence[Garis]) -> list[Garis]:
    """Return the level lines inside a cell, clear of its edges, top to bottom."""
    box = sel.kotak
    inside = [
        g
        for g in garis
        if g.mendatar
        and g.x1 - g.x0 >= _LEAST_BAR
        and box.x0 + 2 < g.x0
        and g.x1 < box.x1 - 2
        and box.y0 + 6 < g.y0 < box.y1 - 6
    ]
    return sorted(inside, key=lambda g: g.y0)


def _fraction(lines: Sequence[Baris], bar: Garis) -> tuple[Baris, list[Kata]] | None:
    """Return the fraction over a bar as one line, and the words it takes; None if none."""
    above = [b for b in lines if b.kotak.tengah_y < bar.y0]
    below = [b for b in lines if b.kotak.tengah_y >= bar.y0]
    upper = _stack(above[::-1], bar)
    lower = _stack(below, bar)
    top = [kata for inside, _ in reversed(upper) for kata in inside]
    bottom = [kata for inside, _ in lower for kata in inside]
    if not top or not bottom:
        return None
    beside = [kata for _, outside in (*reversed(upper), *lower) for kata in outside]
    beside += _level(lines, bar, [*top, *bottom, *beside])
    lead = [kata for kata in beside if kata.kotak.tengah_x < bar.x0]
    factor = [kata for kata in beside if kata.kotak.tengah_x > bar.x1]
    middle = Kotak(bar.x0, bar.y0 - 1, bar.x1, bar.y0 + 1)
    words = [*lead, *top, Kata("/", middle), *bottom, *_mended(factor)]
    return Baris(tuple(words)), [*top, *bottom, *beside]


def _stack(lines: Sequence[Baris], bar: Garis) -> list[tuple[list[Kata], list[Kata]]]:
    """Return the lines of a numerator or denominator from the bar outwards.

    Of each the words over the bar, and those that stand apart to its left or right.
    """
    edge = bar.y0
    stack: list[tuple[list[Kata], list[Kata]]] = []
    middle = (bar.x0 + bar.x1) / 2
    for baris in lines:
        inside = [
            k for k in baris.kata if bar.x0 - _OVER <= k.kotak.x0 and k.kotak.x1 <= bar.x1 + _OVER
        ]
        outside = [k for k in baris.kata if k not in inside]
        if not any(char.isalnum() for kata in inside for char in kata.teks):
            if _beside_bar(baris, bar):
                continue
            break
        box = union(kata.kotak for kata in inside)
        gap = max(box.y0 - edge, edge - box.y1)
        centred = abs(box.tengah_x - middle) <= 4 + 0.04 * (bar.x1 - bar.x0)
        if gap > 1.1 * box.tinggi or not centred or not _apart(box, outside):
            break
        stack.append((inside, outside))
        edge = box.y1 if box.tengah_y > bar.y0 else box.y0
    return stack


def _beside_bar(baris: Baris, bar: Garis) -> bool:
    """Say whether a line stands at the bar's own height, left or right of it."""
    box = baris.kotak
    return box.y0 - box.tinggi <= bar.y0 <= box.y1 + box.tinggi


def _apart(box: Kotak, outside: Sequence[Kata]) -> bool:
    """Say whether the words outside stand at a distance, not in one text with those inside."""
    return all(
        max(kata.kotak.x0 - box.x1, box.x0 - kata.kotak.x1) >= 0.45 * box.tinggi for kata in outside
    )


def _level(lines: Sequence[Baris], bar: Garis, taken: Sequence[Kata]) -> list[Kata]:
    """Return the further words beside the bar at its own height."""
    known = {id(kata) for kata in taken}
    return [
        kata
        for baris in lines
        for kata in baris.kata
        if id(kata) not in known
        and (kata.kotak.x0 > bar.x1 or kata.kotak.x1 < bar.x0)
        and kata.kotak.y0 - 2 <= bar.y0 <= kata.kotak.y1 + 2
    ]


def _mended(factor: Sequence[Kata]) -> list[Kata]:
    """Return the words right of a bar; an `x 100%` that was misread as that."""
    text = " ".join(kata.teks for kata in factor)
    if not factor or _FACTOR.match(text) or not _MISREAD_FACTOR.match(text.strip(" .")):
        return list(factor)
    box = union(kata.kotak for kata in factor)
    return [Kata("x", box), Kata("100%", box)]

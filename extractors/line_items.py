"""Rows that one ruled row holds, told apart by their lines of text alone.

Some offices type four indicators and four targets into one ruled row and align them by
line. Such a row is parted where every figure stands beside the first line of an item;
where that is not so the row stays whole, and its figures stay several in one cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from extractors.numbers import Bentuk, parse_number
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Baris, Sel

_MARK = re.compile(r"^\s*(?:\(?[0-9]{1,2}[.)]|[a-zA-Z][.)]|[-–•▪*])\s*\S")


def item_tops(nama: Sel, angka: Sequence[Sel]) -> tuple[float, ...]:
    """Return where the items of a row begin (y, page frame), empty where it is one item.

    Args:
        nama: the cell with the names, several to part.
        angka: the cells with the figures of the row.
    """
    best: tuple[float, ...] = ()
    for sel in angka:
        tops = _figure_tops(sel)
        if len(tops) > max(1, len(best)) and _parts(nama, tops):
            best = tops
    return best


def part(sel: Sel, tops: Sequence[float]) -> tuple[Sel, ...]:
    """Return the pieces of a cell, one for each item; lines go to the item they stand in."""
    height = median(baris.kotak.tinggi for baris in sel.isi) if sel.isi else 0.0
    edges = [sel.kotak.y0, *(top - 0.6 * height for top in tops[1:]), sel.kotak.y1]
    pieces = []
    for low, high in pairwise(edges):
        box = Kotak(sel.kotak.x0, low, sel.kotak.x1, high)
        pieces.append(
            replace(
                sel,
                kotak=box,
                isi=tuple(b for b in sel.isi if low <= b.kotak.tengah_y < high),
                bacaan=tuple(b for b in sel.bacaan if low <= b.kotak.tengah_y < high),
            )
        )
    return tuple(pieces)


def _figure_tops(sel: Sel) -> tuple[float, ...]:
    """Return the middles of the lines of a cell where each is a figure by itself."""
    if len(sel.isi) < 2:
        return ()
    for baris in sel.isi:
        whole = parse_number(baris.teks).bentuk in (Bentuk.ANGKA, Bentuk.RENTANG)
        if not whole or baris.teks.rstrip().endswith((".", ",", "(")):
            return ()
    return tuple(baris.kotak.tengah_y for baris in sel.isi)


def _parts(nama: Sel, tops: Sequence[float]) -> bool:
    """Say whether an item of the names begins beside each figure, and is set apart."""
    if len(nama.isi) < len(tops):
        return False
    height = median(baris.kotak.tinggi for baris in nama.isi)
    heads = [_line_at(nama.isi, top, 0.6 * height) for top in tops]
    if any(head is None for head in heads) or heads[0] != 0:
        return False
    at = [head for head in heads if head is not None]
    if any(b <= a for a, b in pairwise(at)):
        return False
    marked = sum(bool(_MARK.match(nama.isi[head].teks)) for head in at)
    capital = all(
        _MARK.match(nama.isi[head].teks) or nama.isi[head].teks[:1].isupper() for head in at
    )
    if not capital:
        return False
    return len(at) >= 3 or marked >= len(at) - 1 or _spaced(nama.isi, at)


def _line_at(lines: Sequence[Baris], middle: float, reach: float) -> int | None:
    near = [i for i, line in enumerate(lines) if abs(line.kotak.tengah_y - middle) <= reach]
    return near[0] if near else None


def _spaced(lines: Sequence[Baris], heads: Sequence[int]) -> bool:
    """Say whether wider gaps than those between lines stand before all items but the first."""
    gaps = [b.kotak.tengah_y - a.kotak.tengah_y for a, b in pairwise(lines)]
    within = [gap for i, gap in enumerate(gaps, start=1) if i not in heads]
    usual = min(within) if within else min(line.kotak.tinggi for line in lines) * 1.3
    return all(gaps[head - 1] >= 1.35 * usual for head in heads[1:])

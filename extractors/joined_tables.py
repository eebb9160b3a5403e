"""Tables that stand on each other without a gap, told apart by the second one's header.

Under the indicators of a perjanjian kinerja the programs and their money often follow in
the same ruled frame, with a header of their own. Read as one table, the programs would be
indicators and their money targets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractors.columns import (
    ANGKA_KINERJA,
    ANGKA_UANG,
    PERIHAL,
    Isi,
    header_role,
    read_header,
    row_cells,
)
from extractors.text import flatten
from pipeline.geometry.box import union
from pipeline.layout.elements import Sel, Tabel, TataLetak

_LONGEST = 7
"""Words that a cell of a header inside a frame may have at most."""
_SUBJECTS = PERIHAL | {Isi.INDIKATOR}
_FIGURES = ANGKA_KINERJA | ANGKA_UANG | {Isi.UANG, Isi.PERSEN}


def with_parted_tables(page: TataLetak) -> TataLetak:
    """Return a page whose frames of several tables are parted into these."""
    parted = tuple(piece for tabel in page.tabel for piece in part_table(tabel))
    return page if len(parted) == len(page.tabel) else replace(page, tabel=parted)


def part_table(tabel: Tabel) -> tuple[Tabel, ...]:
    """Part a table above each row that is the header of another table.

    Such a row names a subject and figures and nothing else, no cell reaches over its top,
    and its columns are not those of the header above it printed again.
    """
    starts = [0]
    for row in range(2, tabel.jumlah_baris - 1):
        if _is_other_header(tabel, row, starts[-1]):
            starts.append(row)
    if len(starts) == 1:
        return (tabel,)
    return tuple(_piece(tabel, a, b) for a, b in pairwise([*starts, tabel.jumlah_baris]))


def _is_other_header(tabel: Tabel, row: int, above: int) -> bool:
    cells = [sel for sel in row_cells(tabel, row) if sel.teks.strip()]
    roles = _header_roles(cells)
    if len(cells) < 2 or None in roles:
        return False
    known = {role for role in roles if role is not None}
    if not known & _SUBJECTS or not known & _FIGURES:
        return False
    if any(sel.baris < row < sel.baris + sel.rentang_baris for sel in tabel.sel):
        return False
    first = read_header(tabel if above == 0 else _piece(tabel, above, row))
    if first is None or row <= above + 1:
        return False
    heads = {flatten(text).lower() for kolom in first.kolom for text in kolom.kepala}
    again = sum(flatten(sel.teks).lower() in heads for sel in cells)
    return again * 2 <= len(cells)


def _header_roles(cells: Sequence[Sel]) -> list[Isi | None]:
    """Return what header words say that the cells head; None of a cell that is no header."""
    return [header_role(sel.teks) if _may_head(sel) else None for sel in cells]


def _may_head(sel: Sel) -> bool:
    """Say whether a cell is short and no reader saw a figure in it, but for a year."""
    if len(sel.teks.split()) > _LONGEST:
        return False
    read = [sel.teks, *(bacaan.teks for bacaan in sel.bacaan)]
    return not any(re.search(r"\d", re.sub(r"\b(?:19|20)\d\d\b", "", text)) for text in read)


def _piece(tabel: Tabel, start: int, end: int) -> Tabel:
    """Return the rows from `start` to before `end` as a table of their own."""
    cells = tuple(
        replace(sel, baris=sel.baris - start) for sel in tabel.sel if start <= sel.baris < end
    )
    return replace(
        tabel,
        kotak=union(sel.kotak for sel in cells),
        jumlah_baris=end - start,
        sel=cells,
    )

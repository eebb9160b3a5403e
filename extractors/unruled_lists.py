"""Budget lists without rules: `Program   Anggaran   Keterangan` as lines of text.

Under the ruled table of a perjanjian kinerja the programs and their money often stand
as plain lines. They become a table (`bergaris=False`) like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.columns import ANGKA_UANG, Isi, header_role
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Halaman, Kata

_AMOUNT = re.compile(
    r"^(?:rp\W{0,2})?[0-9OoIl]{1,3}(?:[.,;][0-9OoIl]{2,3}){2,}(?:[.,]?-)?$", re.IGNORECASE
)
_RUPIAH = re.compile(r"^rp\W{0,2}$", re.IGNORECASE)
_TOTAL = re.compile(r"^\W*(?:jumlah|total)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """A line of the list: the words of its name, its amount, its remark."""

    nama: list[list[Kata]]
    uang: list[Kata]
    keterangan: list[Kata]

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        return max(kata.kotak.y1 for line in self.nama for kata in line) if self.nama else 0.0


def with_lists(tata_letak: TataLetak) -> TataLetak:
    """Return a page whose unruled budget lists are tables, their lines taken from the text."""
    lines = list(tata_letak.baris)
    tables: list[Tabel] = []
    at = 0
    kept: list[Baris] = []
    while at < len(lines):
        heads = _header(lines[at])
        entries, end = _entries(lines, at + 1) if heads else ([], at)
        if heads and len(entries) >= 2:
            tables.append(_table(tata_letak.halaman, heads, entries))
            at = end
            continue
        kept.append(lines[at])
        at += 1
    if not tables:
        return tata_letak
    return replace(tata_letak, baris=tuple(kept), tabel=(*tata_letak.tabel, *tables))


def _header(baris: Baris) -> list[tuple[str, Kotak]]:
    """Return the header cells of a line that heads a budget list, else none."""
    if len(baris.kata) > 10:
        return []
    cells = _chunks(baris)
    roles = [header_role(" ".join(k.teks for k in chunk)) for chunk in cells]
    if Isi.PROGRAM not in roles or not any(role in ANGKA_UANG for role in roles):
        return []
    if roles.index(Isi.PROGRAM) > next(i for i, r in enumerate(roles) if r in ANGKA_UANG):
        return []
    return [(" ".join(k.teks for k in c), union(k.kotak for k in c)) for c in cells]


def _chunks(baris: Baris) -> list[list[Kata]]:
    """Part a line where a gap stands in it that is wider than its letters are high."""
    chunks = [[baris.kata[0]]]
    for word in baris.kata[1:]:
        if word.kotak.x0 - chunks[-1][-1].kotak.x1 > 1.1 * baris.kotak.tinggi:
            chunks.append([])
        chunks[-1].append(word)
    return chunks


def _entries(lines: Sequence[Baris], start: int) -> tuple[list[_Entry], int]:
    """Read lines into entries until the list ends; return them and the line behind it."""
    pitch = 1.4 * median(line.kotak.tinggi for line in lines)
    entries: list[_Entry] = []
    at = start
    while at < len(lines):
        line = lines[at]
        amount = _amount(line)
        far = bool(entries) and line.kotak.y0 - entries[-1].bottom > 2.2 * pitch
        if far:
            break
        if amount is not None:
            entries.append(_entry(line, amount))
            if _TOTAL.match(" ".join(k.teks for k in line.kata)):
                at += 1
                break
        elif entries and _wraps(line, entries[-1]):
            entries[-1].nama.append(list(line.kata))
        elif not _is_speck(line):
            break
        at += 1
    return entries, at


def _amount(line: Baris) -> tuple[int, int] | None:
    """Return the words (from, to) that are the amount of a line, the last of its amounts."""
    words = line.kata
    for end in range(len(words) - 1, -1, -1):
        if _AMOUNT.match(words[end].teks):
            start = end - 1 if end and _RUPIAH.match(words[end - 1].teks) else end
            return start, end + 1
    return None


def _entry(line: Baris, amount: tuple[int, int]) -> _Entry:
    start, end = amount
    name = [list(line.kata[:start])] if start else []
    return _Entry(name, list(line.kata[start:end]), list(line.kata[end:]))


def _wraps(line: Baris, entry: _Entry) -> bool:
    """Say whether a line goes on with the name above: in its column, left of the money."""
    if not entry.nama or not entry.uang:
        return False
    left = min(kata.kotak.x0 for kata in entry.nama[0])
    inside = line.kotak.x1 <= entry.uang[0].kotak.x0 + 2 and line.kotak.x0 >= left - 4
    return inside and sum(c.isalpha() for c in line.teks) >= 3


def _is_speck(line: Baris) -> bool:
    return sum(char.isalnum() for char in line.teks) <= 2


def _table(
    halaman: Halaman, heads: Sequence[tuple[str, Kotak]], entries: Sequence[_Entry]
) -> Tabel:
    """Set entries as a table of three columns under its header."""
    roles = [header_role(text) for text, _ in heads]
    money = next(i for i, role in enumerate(roles) if role in ANGKA_UANG)
    texts = ("Program", heads[money][0], heads[money + 1][0] if money + 1 < len(heads) else "")
    cells = [_head_cell(halaman, column, text, heads, money) for column, text in enumerate(texts)]
    for row, entry in enumerate(entries, start=1):
        columns = (entry.nama, [entry.uang], [entry.keterangan] if entry.keterangan else [])
        for column, lines in enumerate(columns):
            cells.append(_cell(halaman, row, column, lines, entry))
    box = union(cell.kotak for cell in cells)
    return Tabel(halaman, box, len(entries) + 1, 3, tuple(cells), bergaris=False)


def _head_cell(
    halaman: Halaman, column: int, text: str, heads: Sequence[tuple[str, Kotak]], money: int
) -> Sel:
    place = min(max(money - 1, 0) if column == 0 else money + column - 1, len(heads) - 1)
    box = heads[place][1]
    words = tuple(Kata(word, box) for word in text.split())
    return Sel(0, column, 1, 1, box, (Baris(words),) if words else ())


def _cell(
    halaman: Halaman, row: int, column: int, lines: Sequence[list[Kata]], entry: _Entry
) -> Sel:
    filled = [Baris(tuple(words)) for words in lines if words]
    box = union(line.kotak for line in filled) if filled else union(k.kotak for k in entry.uang)
    near = box.grow(3, 2)
    readings = tuple(
        reading
        for reading in halaman.bacaan
        if filled and near.contains_point(reading.kotak.tengah_x, reading.kotak.tengah_y)
    )
    return Sel(row, column, 1, 1, box, tuple(filled), readings)

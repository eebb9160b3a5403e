"""Budget lists without rules: `Program   Anggaran   Keterangan` as lines of text.

Under the ruled table of a perjanjian kinerja the programs and their money often stand
as plain lines. They become a table (`bergaris=False`) like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from extractors.columns import ANGKA_UANG, Isi, header_role, read_header
from extractors.dates import find_place_and_date
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Halaman, Kata

_AMOUNT = re.compile(
    r"^(?:rp\W{0,2})?[0-9OoIl]{1,3}(?:[.,;][0-9OoIl]{2,3}){2,}(?:[.,]?-)?$", re.IGNORECASE
)
_RUPIAH = re.compile(r"^rp\W{0,2}$", re.IGNORECASE)
_MARK = re.compile(r"^\W{0,2}(?:[0-9]{1,2}|[a-z])\s?[.)]", re.IGNORECASE)
_FIRST_MARK = re.compile(r"^\W{0,2}[1aA]\s?[.)]")
_TOTAL = re.compile(r"^\W*(?:jumlah|total)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """A line of the list: the words of its name, its amount, its remark."""

    nama: list[list[Kata]]
    uang: list[Kata]
    keterangan: list[list[Kata]]

    @property
    def bottom(self) -> float:
        """Where its last line ends."""
        words = [kata for line in (*self.nama, *self.keterangan) for kata in line]
        return max(kata.kotak.y1 for kata in (*words, *self.uang))


def with_lists(tata_letak: TataLetak) -> TataLetak:
    """Return a page whose unruled budget lists are tables, their lines taken from the text."""
    lines = list(tata_letak.baris)
    agreed = _sets_targets(tata_letak)
    tables: list[Tabel] = []
    at = 0
    kept: list[Baris] = []
    while at < len(lines):
        heads = _header(lines[at])
        entries, end = _entries(lines, at + 1) if heads else ([], at)
        if not heads and agreed and _begins_list(lines, at):
            entries, end = _entries(lines, at)
            heads = _unheaded(lines, at, entries)
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


def _sets_targets(page: TataLetak) -> bool:
    """Say whether a page is of an agreement: its title, or a table of targets, stands on it."""
    if any(re.match(r"\W*(?:lampiran\s+)?perjanjian\s+kinerja", b.teks, re.I) for b in page.baris):
        return True
    heads = (read_header(tabel) for tabel in page.tabel)
    return any(
        kepala is not None
        and kepala.has(Isi.INDIKATOR)
        and kepala.has(Isi.TARGET)
        and not kepala.has(Isi.REALISASI)
        for kepala in heads
    )


def _begins_list(lines: Sequence[Baris], at: int) -> bool:
    """Say whether a line is the first entry of a list that has no header: `1. … Rp. 25.000`."""
    line = lines[at]
    amount = _amount(line)
    marked = _FIRST_MARK.match(line.teks) is not None
    return amount is not None and amount[0] > 0 and marked and "rp" in line.teks.lower()


def _unheaded(
    lines: Sequence[Baris], at: int, entries: Sequence[_Entry]
) -> list[tuple[str, Kotak]]:
    """Return the header that a list without one would have.

    Every entry must be numbered; a line `Kegiatan :` above says what they are.
    """
    marked = [e for e in entries if e.nama and _MARK.match(" ".join(k.teks for k in e.nama[0]))]
    totals = [e for e in entries if not e.nama or _TOTAL.match(e.nama[0][0].teks)]
    if len(marked) + len(totals) < len(entries):
        return []
    above = lines[at - 1].teks if at else ""
    named = header_role(above) is Isi.PROGRAM and len(above.split()) <= 6
    box = union(kata.kotak for kata in entries[0].nama[0])
    return [
        (above.strip(" :") if named else "Program", box),
        ("Anggaran", union(kata.kotak for kata in entries[0].uang)),
    ]


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
            _take_on(line, entries[-1])
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
    remark = [list(line.kata[end:])] if end < len(line.kata) else []
    return _Entry(name, list(line.kata[start:end]), remark)


def _wraps(line: Baris, entry: _Entry) -> bool:
    """Say whether a line goes on with the entry above: its words stand beside the money.

    Those left of it belong to the name, those right of it to the remark.
    """
    if not entry.nama or not entry.uang or find_place_and_date(line.teks):
        return False
    left = min(kata.kotak.x0 for kata in entry.nama[0])
    name, remark = _beside_money(line, entry)
    words = [kata for kata in line.kata if any(char.isalnum() for char in kata.teks)]
    if any(kata not in name and kata not in remark for kata in words) or (
        remark and not entry.keterangan
    ):
        return False
    inside = all(kata.kotak.x0 >= left - 4 for kata in name)
    return inside and sum(c.isalpha() for c in line.teks) >= 3


def _beside_money(line: Baris, entry: _Entry) -> tuple[list[Kata], list[Kata]]:
    """Return the words of a line left and right of an entry's money."""
    low = entry.uang[0].kotak.x0 + 2
    high = entry.uang[-1].kotak.x1 - 2
    name = [kata for kata in line.kata if kata.kotak.x1 <= low and kata.teks != "|"]
    return name, [kata for kata in line.kata if kata.kotak.x0 >= high and kata not in name]


def _take_on(line: Baris, entry: _Entry) -> None:
    name, remark = _beside_money(line, entry)
    if name:
        entry.nama.append(name)
    if remark:
        entry.keterangan.append(remark)


def _is_speck(line: Baris) -> bool:
    return sum(char.isalnum() for char in line.teks) <= 2


def _table(
    halaman: Halaman, heads: Sequence[tuple[str, Kotak]], entries: Sequence[_Entry]
) -> Tabel:
    """Set entries as a table of three columns under its header."""
    roles = [header_role(text) for text, _ in heads]
    money = next(i for i, role in enumerate(roles) if role in ANGKA_UANG)
    last = heads[money + 1][0] if money + 1 < len(heads) else ""
    texts = (heads[roles.index(Isi.PROGRAM)][0], heads[money][0], last)
    cells = [_head_cell(halaman, column, text, heads, money) for column, text in enumerate(texts)]
    for row, entry in enumerate(entries, start=1):
        columns = (entry.nama, [entry.uang], entry.keterangan)
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

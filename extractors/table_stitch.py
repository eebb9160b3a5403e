"""Tables on pages to whole tables: continued, captioned, in rows of named columns.

A table that runs over pages, with or without its header printed again, becomes one
`TabelUtuh`. Each of its cells keeps the page and the box of every piece. What a row of
a table is to a record is read by `extractors.table_rows`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractors.columns import (
    ANGKA_KINERJA,
    Isi,
    Kepala,
    Kolom,
    is_numbering_row,
    numbering_texts,
    read_header,
    row_cells,
)
from extractors.line_items import item_tops, part
from extractors.text import flatten
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Halaman

_CAPTION_REACH = 75.0
"""A caption stands at most this far (points) above its table."""
_MARGIN = 0.09
"""Share of the page's height at its top and bottom where running heads and numbers stand."""
_LABEL = re.compile(
    r"^\W*((?:tabel|tabe[l1i]|lampiran|matriks|formulir)\b[\s.:]*"
    r"(?:t\s*[-.]?\s*c\s*[-.]?\s*[0-9]{1,2}|[0-9]+(?:[.\-][0-9]+)*|[IVX]+(?:[.\-][0-9]+)*)(?![\w/]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Potong:
    """A cell on its page."""

    halaman: Halaman
    sel: Sel


@dataclass(frozen=True, slots=True)
class SelUtuh:
    """What stands in a logical cell: its pieces, in reading order."""

    potong: tuple[Potong, ...]

    @property
    def teks(self) -> str:
        """The lines of all pieces, one a line."""
        return "\n".join(p.sel.teks for p in self.potong if p.sel.teks.strip())

    @property
    def kosong(self) -> bool:
        """Whether nothing is printed in it."""
        return not any(p.sel.isi for p in self.potong)

    @property
    def halaman(self) -> Halaman:
        """The page of its first printed piece."""
        return next((p.halaman for p in self.potong if p.sel.isi), self.potong[0].halaman)

    @property
    def halaman_akhir(self) -> Halaman:
        """The page of its last printed piece."""
        filled = [p.halaman for p in self.potong if p.sel.isi]
        return filled[-1] if filled else self.potong[-1].halaman

    @property
    def keyakinan(self) -> float:
        """The least sure of its words, 0..1."""
        return min(p.sel.keyakinan for p in self.potong)

    @property
    def tebal(self) -> bool:
        """Whether all its words are bold."""
        words = [kata for p in self.potong for baris in p.sel.isi for kata in baris.kata]
        return bool(words) and all(kata.tebal for kata in words)

    def box(self) -> Kotak | None:
        """Return the box of its cell on its first printed page, as the page is shown."""
        page = self.halaman
        boxes = [p.sel.kotak for p in self.potong if p.halaman is page and p.sel.isi]
        boxes = boxes or [p.sel.kotak for p in self.potong if p.halaman is page]
        return page.as_shown(union(boxes)) if boxes else None

    def merged(self) -> Sel:
        """Return its pieces as one cell, boxed as on its first printed page."""
        page = self.halaman
        boxes = [p.sel.kotak for p in self.potong if p.halaman is page]
        cells = [p.sel for p in self.potong if p.sel.isi or p.sel.bacaan] or [self.potong[0].sel]
        if len(cells) == 1:
            return cells[0]
        lines = tuple(line for sel in cells for line in sel.isi)
        return replace(
            cells[0],
            kotak=union(boxes),
            isi=lines,
            bacaan=tuple(reading for sel in cells for reading in sel.bacaan),
        )

    def plus(self, other: SelUtuh) -> SelUtuh:
        """Return this cell continued by another."""
        return SelUtuh(self.potong + other.potong)


@dataclass(frozen=True, slots=True)
class BarisTabel:
    """A grid row of a whole table: its cells by column number, and which begin in it.

    `sambungan` says that it is the first row of a piece on a further page, `terpotong`
    that it is the last row of its piece.
    """

    sel: dict[int, SelUtuh]
    baru: frozenset[int]
    sambungan: bool = False
    terpotong: bool = False

    def own(self, kolom: int) -> SelUtuh | None:
        """Return the cell of a column if it begins in this row and holds something."""
        found = self.sel.get(kolom)
        return found if found and kolom in self.baru and not found.kosong else None


@dataclass(frozen=True, slots=True)
class TabelUtuh:
    """A table over all its pages.

    `label` is the printed label (`Tabel 3.2`), `judul` the caption with it, `pengantar`
    the lines of text that stand above it on its first page, nearest last.
    """

    label: str
    judul: str
    pengantar: tuple[str, ...]
    kepala: Kepala
    baris: tuple[BarisTabel, ...]
    halaman: tuple[Halaman, ...]
    potong: tuple[Tabel, ...] = ()

    def as_strange(self) -> tuple[TabelAsing, ...]:
        """Return its pieces as those of a table whose header says nothing."""
        labels = (self.label, *[""] * (len(self.potong) - 1))
        return tuple(
            TabelAsing(label, self.judul, tabel.halaman, tabel)
            for label, tabel in zip(labels, self.potong, strict=True)
        )


@dataclass(frozen=True, slots=True)
class TabelAsing:
    """A table that no header rule knows, as grid: for rules that look at any table."""

    label: str
    judul: str
    halaman: Halaman
    tabel: Tabel


@dataclass(slots=True)
class _Running:
    """A whole table under construction."""

    label: str
    judul: str
    pengantar: tuple[str, ...]
    kepala: Kepala
    pieces: list[tuple[Tabel, Kepala | None]] = field(default_factory=list)


def stitch(tata_letak: Sequence[TataLetak]) -> tuple[tuple[TabelUtuh, ...], tuple[TabelAsing, ...]]:
    """Return the whole tables of a naskah whose header is known, and its other tables.

    Args:
        tata_letak: its pages in content order, each once.
    """
    tata_letak = tuple(without_heads(tata_letak))
    running: list[_Running] = []
    strange: list[TabelAsing] = []
    previous: tuple[TataLetak, Tabel] | None = None
    open_table: _Running | None = None
    for page, tabel in _tables(tata_letak):
        judul, label, above = caption_of(page, tabel, previous)
        kepala = read_header(tabel, judul=judul)
        joined = (
            open_table is not None
            and previous is not None
            and _continues(open_table, previous, (page, tabel), kepala, label)
        )
        if joined and open_table is not None:
            open_table.pieces.append((tabel, kepala))
        elif kepala is not None and kepala.dikenal:
            open_table = _Running(label, judul, above, kepala, [(tabel, kepala)])
            if not label and running and _same_header(running[-1].kepala, kepala):
                open_table.label = running[-1].label
            running.append(open_table)
        else:
            open_table = None
            strange.append(TabelAsing(label, judul, page.halaman, tabel))
        previous = (page, tabel)
    return tuple(_build(table) for table in running), tuple(strange)


def without_heads(tata_letak: Sequence[TataLetak]) -> Iterator[TataLetak]:
    """Yield the pages without their running heads and feet.

    Those are lines in the outer sixth of a page whose words, numbers aside, stand there
    on three pages or more.
    """
    outer = [_outer_lines(page) for page in tata_letak]
    seen = Counter(text for lines in outer for text in set(lines.values()))
    heads = {text for text, count in seen.items() if count >= 3}
    for page, lines in zip(tata_letak, outer, strict=True):
        kept = tuple(baris for baris in page.baris if lines.get(id(baris)) not in heads)
        yield page if len(kept) == len(page.baris) else replace(page, baris=kept)


def _outer_lines(page: TataLetak) -> dict[int, str]:
    """Return the words of the lines in a page's outer sixth, numbers left out, by line."""
    height = page.halaman.tinggi
    found: dict[int, str] = {}
    for baris in page.baris:
        if height / 6 < baris.kotak.tengah_y < height * 5 / 6 or label_in(baris.teks):
            continue
        words = re.findall(r"[^\W\d_]{2,}", flatten(baris.teks).lower())
        text = " ".join(word for word in words if not re.fullmatch(r"[ivx]+", word))
        if len(text) >= 8:
            found[id(baris)] = text
    return found


def _tables(tata_letak: Sequence[TataLetak]) -> Iterator[tuple[TataLetak, Tabel]]:
    for page in tata_letak:
        for tabel in sorted(page.tabel, key=lambda t: (t.kotak.y0, t.kotak.x0)):
            yield page, tabel


# --- captions


def caption_of(
    page: TataLetak, tabel: Tabel, previous: tuple[TataLetak, Tabel] | None = None
) -> tuple[str, str, tuple[str, ...]]:
    """Return a table's caption, its label alone, and the lines of text above it.

    Args:
        page: the page the table stands on.
        tabel: the table.
        previous: the table read before it, and its page: its lines lie beyond.
    """
    ceiling = max(
        (t.kotak.y1 for t in page.tabel if t is not tabel and t.kotak.y1 <= tabel.kotak.y0 + 2),
        default=0.0,
    )
    lines = [
        baris for baris in page.baris if ceiling - 4 <= baris.kotak.tengah_y <= tabel.kotak.y0 + 2
    ]
    above = tuple(flatten(baris.teks) for baris in lines)
    reach = _CAPTION_REACH
    bare = all(in_margin(page, line) and not label_in(line.teks) for line in lines)
    if bare and previous is not None and previous[0] is not page:
        lines = _tail(*previous)
        above = tuple(flatten(baris.teks) for baris in lines) + above
        reach = float("inf")
    label_at = _label_line(lines, tabel.kotak.y0, reach)
    if label_at is None:
        near = [b for b in lines if tabel.kotak.y0 - b.kotak.y1 <= _CAPTION_REACH]
        return " ".join(flatten(b.teks) for b in near[-3:]), "", above
    caption = " ".join(flatten(baris.teks) for baris in lines[label_at:])
    return caption, label_in(lines[label_at].teks), above


def _tail(page: TataLetak, tabel: Tabel) -> list[Baris]:
    """Return the last lines of a page, below its last table."""
    return [
        baris
        for baris in page.baris
        if baris.kotak.tengah_y > tabel.kotak.y1 and not in_margin(page, baris)
    ][-3:]


def _label_line(lines: Sequence[Baris], top: float, reach: float) -> int | None:
    for at in range(len(lines) - 1, -1, -1):
        if top - lines[at].kotak.y1 > reach:
            return None
        if label_in(lines[at].teks):
            return at
    return None


def label_in(teks: str) -> str:
    """Return the table label that a line begins with (`Tabel 3.2`), or ""."""
    plain = flatten(teks)
    match = _LABEL.match(plain)
    if match:
        label = re.sub(r"\s+", " ", match.group(1)).strip(" .:")
        return label[:1].upper() + label[1:]
    match = re.match(r"^\W*(t\s*[-.]\s*c\s*[-.]?\s*[0-9]{1,2})\b", plain, flags=re.IGNORECASE)
    return match.group(1) if match else ""


def in_margin(page: TataLetak, baris: Baris) -> bool:
    """Say whether a line is a running head or foot: short, at the page's very top or bottom."""
    height = page.halaman.tinggi
    outside = baris.kotak.y1 < _MARGIN * height or baris.kotak.y0 > (1 - _MARGIN) * height
    return outside and len(baris.kata) <= 14


# --- continuation


def _continues(
    table: _Running,
    previous: tuple[TataLetak, Tabel],
    here: tuple[TataLetak, Tabel],
    kepala: Kepala | None,
    label: str,
) -> bool:
    """Say whether a table goes on with the one before it."""
    last = table.pieces[-1][0]
    if previous[1] is not last or (label and label.lower() != table.label.lower()):
        return False
    repeated = kepala is not None and _same_header(table.kepala, kepala)
    headless = kepala is None or not kepala.dikenal
    if not repeated and not (headless and _aligned(last, here[1])):
        return False
    between = _text_between(previous, here)
    if previous[0] is here[0]:
        return not between and headless
    return not between or (repeated and label != "")


def _text_between(previous: tuple[TataLetak, Tabel], here: tuple[TataLetak, Tabel]) -> bool:
    """Say whether lines of text part two tables, running heads and feet left out."""
    page_a, table_a = previous
    page_b, table_b = here
    if page_a is page_b:
        low, high = sorted((table_a.kotak.y1, table_b.kotak.y0))
        return any(low <= line.kotak.tengah_y <= high for line in page_a.baris)
    after = [
        line
        for line in page_a.baris
        if line.kotak.tengah_y > table_a.kotak.y1 and not in_margin(page_a, line)
    ]
    before = [
        line
        for line in page_b.baris
        if line.kotak.tengah_y < table_b.kotak.y0 and not in_margin(page_b, line)
    ]
    return any(_is_text(line) for line in (*after, *before))


def _is_text(baris: Baris) -> bool:
    """Leave out page numbers and stray marks."""
    letters = sum(char.isalpha() for char in baris.teks)
    return letters >= 6


def _same_header(a: Kepala, b: Kepala) -> bool:
    one = " | ".join(flatten(" ".join(k.kepala)).lower() for k in a.kolom)
    two = " | ".join(flatten(" ".join(k.kepala)).lower() for k in b.kolom)
    return abs(len(a.kolom) - len(b.kolom)) <= 1 and fuzz.ratio(one, two) >= 85


def _edges(tabel: Tabel) -> list[float]:
    """Return where columns begin and end, as shares of the table's width."""
    x0, width = tabel.kotak.x0, max(tabel.kotak.lebar, 1.0)
    found = {round((sel.kotak.x0 - x0) / width, 3) for sel in tabel.sel}
    found |= {round((sel.kotak.x1 - x0) / width, 3) for sel in tabel.sel}
    return sorted(found)


def _aligned(a: Tabel, b: Tabel) -> bool:
    """Say whether the columns of `b` lie where columns of `a` lie."""
    if abs(a.kotak.lebar - b.kotak.lebar) > 0.06 * max(a.kotak.lebar, b.kotak.lebar):
        return False
    edges = _edges(a)
    inner = [e for e in _edges(b) if 0.01 < e < 0.99]
    if not inner:
        return False
    near = sum(1 for e in inner if any(abs(e - other) <= 0.02 for other in edges))
    return near >= 0.8 * len(inner) and abs(a.jumlah_kolom - b.jumlah_kolom) <= 2


# --- rows


def _build(table: _Running) -> TabelUtuh:
    rows: list[BarisTabel] = []
    first_piece = table.pieces[0][0]
    for at, (tabel, kepala) in enumerate(table.pieces):
        if at == 0:
            places = [kolom.grid for kolom in table.kepala.kolom]
        else:
            places = _places(first_piece, table.kepala.kolom, tabel, kepala)
        begin = _first_data_row(tabel, kepala)
        rows.extend(_rows(tabel, places, begin, table.kepala.kolom, continued=at > 0))
    pages: list[Halaman] = []
    for tabel, _ in table.pieces:
        if tabel.halaman not in pages:
            pages.append(tabel.halaman)
    return TabelUtuh(
        table.label,
        table.judul,
        table.pengantar,
        table.kepala,
        tuple(rows),
        tuple(pages),
        tuple(tabel for tabel, _ in table.pieces),
    )


def _first_data_row(tabel: Tabel, kepala: Kepala | None) -> int:
    if kepala is not None and kepala.dikenal:
        return kepala.baris_isi
    row = 0
    while row < tabel.jumlah_baris and is_numbering_row(numbering_texts(row_cells(tabel, row))):
        row += 1
    return row


def _places(
    first: Tabel, columns: Sequence[Kolom], tabel: Tabel, kepala: Kepala | None
) -> list[tuple[int, ...]]:
    """Return, for each column of the whole table, the grid columns of a further piece."""
    if kepala is not None and len(kepala.kolom) == len(columns):
        return [kolom.grid for kolom in kepala.kolom]
    if tabel.jumlah_kolom == first.jumlah_kolom:
        return [kolom.grid for kolom in columns]
    spans = [_span(first, kolom.grid) for kolom in columns]
    places: list[list[int]] = [[] for _ in columns]
    for grid in range(tabel.jumlah_kolom):
        low, high = _span(tabel, (grid,))
        shares = [min(high, b) - max(low, a) for a, b in spans]
        best = max(range(len(columns)), key=lambda i: shares[i])
        if shares[best] > 0:
            places[best].append(grid)
    return [tuple(place) for place in places]


def _span(tabel: Tabel, grid: tuple[int, ...]) -> tuple[float, float]:
    """Return where grid columns begin and end, as shares of the table's width."""
    x0, width = tabel.kotak.x0, max(tabel.kotak.lebar, 1.0)
    starts = [sel.kotak.x0 for sel in tabel.sel if sel.kolom == grid[0]]
    ends = [sel.kotak.x1 for sel in tabel.sel if sel.kolom + sel.rentang_kolom - 1 == grid[-1]]
    low = min(starts, default=x0)
    high = max(ends, default=tabel.kotak.x1)
    return (low - x0) / width, (high - x0) / width


def _rows(
    tabel: Tabel,
    places: Sequence[tuple[int, ...]],
    begin: int,
    kolom: Sequence[Kolom],
    *,
    continued: bool,
) -> Iterator[BarisTabel]:
    first = continued
    for row in range(begin, tabel.jumlah_baris):
        cells: dict[int, SelUtuh] = {}
        fresh: set[int] = set()
        for number, grid in enumerate(places):
            found: list[Sel] = []
            for column in grid:
                sel = tabel.at(row, column)
                if sel is not None and sel not in found:
                    found.append(sel)
            if not found:
                continue
            found = [sel for sel in found if _has_word(sel)] or found[:1]
            cells[number] = SelUtuh(tuple(Potong(tabel.halaman, sel) for sel in found))
            if any(sel.baris == row or (row == begin and sel.baris < begin) for sel in found):
                fresh.add(number)
        texts = numbering_texts(row_cells(tabel, row))
        if (
            is_numbering_row(texts)
            and row <= begin + 1
            and len([t for t in texts if t.strip()]) > 2
        ):
            continue
        whole = BarisTabel(
            cells,
            frozenset(fresh),
            sambungan=first,
            terpotong=row == tabel.jumlah_baris - 1,
        )
        first = first and all(cell.kosong for cell in cells.values())
        yield from _items(whole, kolom)


def _has_word(sel: Sel) -> bool:
    """Say whether more than specks stand in a cell."""
    return any(char.isalnum() for char in sel.teks)


def _items(row: BarisTabel, kolom: Sequence[Kolom]) -> Iterator[BarisTabel]:
    """Part a grid row that holds several items aligned by line; see `line_items`."""
    named = next((n for n, k in enumerate(kolom) if k.isi is Isi.INDIKATOR), None)
    figures = [
        cell.potong[0].sel
        for n, k in enumerate(kolom)
        if k.isi in ANGKA_KINERJA and (cell := row.own(n)) and len(cell.potong) == 1
    ]
    name = row.own(named) if named is not None else None
    if named is None or name is None or len(name.potong) != 1 or not figures:
        yield row
        return
    tops = item_tops(name.potong[0].sel, figures)
    if not tops:
        yield row
        return
    parted = {
        n: part(cell.potong[0].sel, tops)
        for n, k in enumerate(kolom)
        if (n == named or k.isi in ANGKA_KINERJA or k.isi is Isi.SATUAN) and (cell := row.own(n))
    }
    for item in range(len(tops)):
        cells = dict(row.sel)
        for n, pieces in parted.items():
            cells[n] = SelUtuh((Potong(row.sel[n].halaman, pieces[item]),))
        fresh = row.baru if item == 0 else frozenset(parted)
        yield replace(row, sel=cells, baru=fresh, sambungan=row.sambungan and item == 0)

"""Tables that are none of indicators, performance or money (staff, assets, follow-up …).

Each is put together over its pages, kept whole as CSV, and its figures become records
with the heads of their row and column and whether they are totals.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.figures import AngkaTerbaca, read_figure
from extractors.numbers import Bentuk, Gaya, column_style, is_figure_cell
from extractors.places import corners
from extractors.table_stitch import TabelAsing
from extractors.text import flatten, slug
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Sel, Tabel
from pipeline.read.page import Halaman
from schemas.records import AngkaTabel, Naskah, TabelLain
from schemas.vocabulary import PeranAngka

_TOTAL = re.compile(r"^\W*(?:(?:sub\s*)?jumlah|(?:sub\s*-?\s*)?total|jml|Σ|∑)\b|^\W*[Σ∑]", re.I)
_GROUP_MARK = re.compile(r"^\W*(?:[IVX]{1,5}|[A-H])\W*$")
_EDGE = 0.02
"""Columns of two pieces are the same where their edges differ by less (share of the width)."""


@dataclass(frozen=True, slots=True)
class LampiranTabel:
    """The content of another table: where its CSV belongs, and the text of it."""

    berkas: str
    isi: str


@dataclass(slots=True)
class _Utuh:
    """A table over its pages: its pieces, each with the page it stands on."""

    label: str
    judul: str
    potong: list[tuple[Halaman, Tabel]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Baris:
    """A row below the header: the cell of each column, and the cells that begin in it."""

    halaman: Halaman
    sel: tuple[Sel | None, ...]
    baru: frozenset[int]

    def teks(self, kolom: int) -> str:
        sel = self.sel[kolom]
        return flatten(sel.teks) if sel is not None else ""


def read_other_tables(
    naskah: Naskah, tabel: Sequence[TabelAsing]
) -> tuple[tuple[TabelLain, ...], tuple[AngkaTabel, ...], tuple[LampiranTabel, ...]]:
    """Return the other tables of a naskah, their figures, and their content as CSV.

    Args:
        naskah: the naskah.
        tabel: its tables without a known header, in reading order.
    """
    tables: list[TabelLain] = []
    figures: list[AngkaTabel] = []
    contents: list[LampiranTabel] = []
    for utuh in _whole(tabel):
        grid = _Grid(utuh)
        if not grid.baris or grid.lebar < 2:
            continue
        nomor = len(tables) + 1
        record = _table(naskah, nomor, utuh, grid)
        tables.append(record)
        contents.append(LampiranTabel(record.berkas, grid.csv()))
        figures.extend(_figures(record, grid))
    return tuple(tables), tuple(figures), tuple(contents)


def _table(naskah: Naskah, nomor: int, utuh: _Utuh, grid: _Grid) -> TabelLain:
    return TabelLain(
        tabel_id=f"{naskah.naskah_id}-t{nomor:03d}",
        naskah_id=naskah.naskah_id,
        nomor=nomor,
        label=utuh.label,
        judul=flatten(utuh.judul) if utuh.label else "",
        halaman_awal=utuh.potong[0][0].nomor,
        halaman_akhir=utuh.potong[-1][0].nomor,
        banyak_baris=len(grid.baris),
        banyak_kolom=grid.lebar,
        berkas=f"tabel/{naskah.naskah_id}/{nomor}.csv",
    )


# -- whole tables -----------------------------------------------------------------------


def _whole(tabel: Sequence[TabelAsing]) -> list[_Utuh]:
    """Put pieces together: one without label on the next page, with the same columns."""
    whole: list[_Utuh] = []
    for piece in tabel:
        last = whole[-1] if whole else None
        if last is not None and _continues(last, piece):
            last.potong.append((piece.halaman, piece.tabel))
        else:
            whole.append(_Utuh(piece.label, piece.judul, [(piece.halaman, piece.tabel)]))
    return whole


def _continues(table: _Utuh, piece: TabelAsing) -> bool:
    page, last = table.potong[-1]
    if piece.halaman.nomor != page.nomor + 1 or (piece.label and piece.label != table.label):
        return False
    if last.jumlah_kolom != piece.tabel.jumlah_kolom:
        return False
    low, high = last.kotak.y1 / page.tinggi, piece.tabel.kotak.y0 / piece.halaman.tinggi
    edges = zip(_edges(last), _edges(piece.tabel), strict=False)
    return low > 0.75 and high < 0.2 and all(abs(a - b) <= _EDGE for a, b in edges)


def _edges(tabel: Tabel) -> list[float]:
    width = max(tabel.kotak.lebar, 1.0)
    return sorted({round((sel.kotak.x0 - tabel.kotak.x0) / width, 3) for sel in tabel.sel})


class _Grid:
    """The header and the rows of a whole table."""

    def __init__(self, utuh: _Utuh) -> None:
        _, first = utuh.potong[0]
        self.lebar = first.jumlah_kolom
        head = _header_rows(first)
        self.kepala = [_header_path(first, kolom, head) for kolom in range(self.lebar)]
        self.baris: list[_Baris] = []
        for at, (halaman, tabel) in enumerate(utuh.potong):
            skip = head if at == 0 or _same_head(first, tabel, head) else 0
            self.baris.extend(_rows(halaman, tabel, skip))

    def csv(self) -> str:
        """Return the table as CSV text, its cells as printed: one header row, then its rows."""
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow([" / ".join(path) for path in self.kepala])
        for row in self.baris:
            writer.writerow([_cell_text(row, kolom) for kolom in range(self.lebar)])
        return buffer.getvalue()


def _cell_text(row: _Baris, kolom: int) -> str:
    """Return a cell's lines; a cell over several rows or columns stands in its first."""
    sel = row.sel[kolom]
    if sel is None or kolom not in row.baru:
        return ""
    return sel.teks.replace("\r", "\n")  # else a reader of the CSV takes it for the row's end


def _header_rows(tabel: Tabel) -> int:
    """Return how many rows the header takes: up to the first row with a figure or a mark."""
    deepest = 1
    for row in range(min(3, tabel.jumlah_baris - 1)):
        cells = [sel for sel in tabel.sel if sel.baris == row]
        if row and any(is_figure_cell(sel.teks) or flatten(sel.teks) == "-" for sel in cells):
            break
        if row < deepest:
            spans = [sel.rentang_baris for sel in cells if not _is_full_height(sel, tabel)]
            wide = any(1 < sel.rentang_kolom < tabel.jumlah_kolom for sel in cells)
            deepest = max(deepest, row + max(spans, default=1), row + 2 if wide else 0)
    return min(deepest, tabel.jumlah_baris)


def _is_full_height(sel: Sel, tabel: Tabel) -> bool:
    return sel.rentang_baris > 3 or sel.rentang_baris == tabel.jumlah_baris


def _header_path(tabel: Tabel, kolom: int, head: int) -> tuple[str, ...]:
    """Return the header cells above a column, from the top, each once."""
    path: list[str] = []
    seen: list[Sel] = []
    for row in range(head):
        sel = tabel.at(row, kolom)
        if sel is not None and sel not in seen:
            seen.append(sel)
            text = flatten(sel.teks)
            if text:
                path.append(text)
    return tuple(path)


def _same_head(first: Tabel, tabel: Tabel, head: int) -> bool:
    def words(item: Tabel) -> list[str]:
        cells = sorted((s.baris, s.kolom, slug(s.teks)) for s in item.sel if s.baris < head)
        return [text for _, _, text in cells]

    return words(first) == words(tabel)


def _rows(halaman: Halaman, tabel: Tabel, skip: int) -> Iterator[_Baris]:
    for row in range(skip, tabel.jumlah_baris):
        cells = tuple(tabel.at(row, kolom) for kolom in range(tabel.jumlah_kolom))
        fresh = frozenset(
            kolom
            for kolom, sel in enumerate(cells)
            if sel is not None and sel.baris == row and sel.kolom == kolom
        )
        if any(sel is not None and sel.isi for sel in cells):
            yield _Baris(halaman, cells, fresh)


# -- figures ----------------------------------------------------------------------------


def _figures(record: TabelLain, grid: _Grid) -> Iterator[AngkaTabel]:
    columns = [kolom for kolom in range(grid.lebar) if _holds_figures(grid, kolom)]
    if not columns:
        return
    heads = [kolom for kolom in range(grid.lebar) if kolom < min(columns)] or [0]
    styles = {kolom: _style(grid, kolom) for kolom in columns}
    count = 0
    for number, row in enumerate(grid.baris, start=1):
        role = _row_role(row, heads)
        name = next((row.teks(k) for k in reversed(heads) if row.teks(k)), "")
        for kolom in columns:
            if kolom not in row.baru:
                continue
            found = _figure(row, kolom, styles[kolom])
            if found is None:
                continue
            angka, nilai = found
            count += 1
            path = grid.kepala[kolom]
            yield AngkaTabel(
                angka_id=f"{record.tabel_id}-{count:04d}",
                tabel_id=record.tabel_id,
                naskah_id=record.naskah_id,
                tabel=record.label,
                nomor_baris=number,
                nomor_kolom=kolom + 1,
                kepala_baris=name,
                kelompok_kolom=path[-2] if len(path) > 1 else "",
                kepala_kolom=path[-1] if path else "",
                peran_baris=role,
                peran_kolom=_column_role(path),
                teks=angka.teks,
                nilai=nilai,
                desimal=angka.angka.desimal,
                halaman=row.halaman.nomor,
                metode=row.halaman.metode,
                keyakinan=round(angka.keyakinan, 4),
                status_baca=angka.status_baca,
                bacaan=angka.bacaan,
                **corners(row.halaman.as_shown(_box(row, kolom))),
            )


def _holds_figures(grid: _Grid, kolom: int) -> bool:
    """Say whether a column is one of figures: most of what stands in it are figures."""
    path = " ".join(grid.kepala[kolom]).lower()
    if re.match(r"^\W*(?:no|nomor|kode|tahun|nip|tanggal|telp|kode rekening)\b", path):
        return False
    texts = [row.teks(kolom) for row in grid.baris if kolom in row.baru]
    filled = [text for text in texts if text and text != "-"]
    figures = [text for text in filled if is_figure_cell(text)]
    dashes = sum(text == "-" for text in texts)
    return bool(filled) and len(figures) >= 0.8 * len(filled) and len(figures) + dashes >= 2


def _style(grid: _Grid, kolom: int) -> Gaya:
    return column_style(row.teks(kolom) for row in grid.baris if kolom in row.baru)


def _figure(row: _Baris, kolom: int, gaya: Gaya) -> tuple[AngkaTerbaca, Decimal | None] | None:
    """Read a cell; a dash is nothing, which adds up as 0. None where nothing is printed."""
    sel = row.sel[kolom]
    if sel is None or not sel.isi:
        return None
    angka = read_figure(sel, metode=row.halaman.metode, gaya=gaya)
    if angka.angka.bentuk is Bentuk.KOSONG:
        return angka, Decimal(0)
    return angka, angka.nilai


def _row_role(row: _Baris, heads: Sequence[int]) -> PeranAngka:
    texts = [row.teks(kolom) for kolom in heads]
    if any(_TOTAL.match(text) for text in texts):
        return PeranAngka.JUMLAH_KOLOM
    if len(heads) > 1 and _GROUP_MARK.match(texts[0]):
        return PeranAngka.KELOMPOK
    return PeranAngka.ISI


def _column_role(path: Sequence[str]) -> PeranAngka:
    last = path[-1] if path else ""
    is_total = _TOTAL.match(last) and len(last.split()) <= 2
    return PeranAngka.JUMLAH_BARIS if is_total else PeranAngka.ISI


def _box(row: _Baris, kolom: int) -> Kotak:
    sel = row.sel[kolom]
    assert sel is not None
    return sel.kotak

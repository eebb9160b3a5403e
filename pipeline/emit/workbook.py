"""`laporan.xlsx`: the findings with their pictures and a column for the decision, and every table.

Nothing of a text is taken for a formula or a link, and the same input gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.emit import labels, report_view
from pipeline.emit.crops import png_size
from pipeline.emit.keputusan import (
    KataKeputusan,
    Keadaan,
    Naskahnya,
    Sidik,
    states,
    subject_of_finding,
    word_for,
)
from pipeline.emit.kertas_kerja import NAMA as KERTAS_KERJA
from pipeline.emit.kertas_kerja import write_working_paper
from pipeline.emit.lembar_uji import NAMA as LEMBAR_UJI
from pipeline.emit.lembar_uji import write_sample_sheet
from pipeline.emit.report_view import Tampilan, TampilanTemuan
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.tables import cell_text, column_names
from pipeline.emit.uji_petik import uji_petik
from schemas.records import Bukti, columns
from schemas.vocabulary import PeranBukti

NAMA = "laporan.xlsx"
LEMBAR_TEMUAN = "Temuan"
KEPUTUSAN = ("setuju", "tolak", "catatan")
KOLOM_KEPUTUSAN, KOLOM_CATATAN = "Keputusan", "Catatan pemeriksa"

_CREATED = dt.datetime(2000, 1, 1)
"""Fixed, so that two runs give the same file; the time of the run stands in `run.json`."""
_LONGEST_CELL = 32_767
_EXACT_DIGITS = 15
"""XLSX holds numbers as doubles: those with more digits than this are written as text."""
_ROW_HEIGHT = 96
_PICTURE_HEIGHT = 88
_PICTURE_WIDTH = 314

_FINDING_COLUMNS: tuple[tuple[str, int], ...] = (
    ("No", 5),
    ("Tingkat", 9),
    ("Status", 12),
    ("Unit", 20),
    ("Uraian", 46),
    ("Nilai A", 15),
    ("Gambar A", 46),
    ("Nilai B", 15),
    ("Gambar B", 46),
    ("Keputusan", 12),
    ("Catatan pemeriksa", 30),
    ("Betulkan A", 14),
    ("Betulkan B", 14),
    ("Saran", 34),
    ("Tempat A", 26),
    ("Tempat B", 26),
    ("Tahun", 7),
    ("Judul", 30),
    ("Aturan", 20),
    ("Kelompok", 14),
    ("ID temuan", 18),
    ("Pegangan", 8),
)
_PRINTED = 16
"""So many columns are printed: those after say what a computer needs."""
"""Heading and width (characters) of each column of the sheet of findings.

`Betulkan` takes the figure seen in the picture; `Pegangan` is hidden: the digest of the
evidence and the decisions that stood when the sheet was written.
"""
PEGANGAN = "Pegangan"


def write_workbook(hasil: Hasil, folder: Path, tampilan: Tampilan | None = None) -> Path:
    """Write `laporan.xlsx` into a folder; pictures are taken from `bukti.gambar` below it."""
    tampilan = tampilan or report_view.shown_of(hasil)
    path = folder / NAMA
    options = {
        "constant_memory": True,  # a row is written when the next one begins, not kept
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": "Temuan Selaras", "created": _CREATED})
        formats = _formats(book)
        _write_findings(book.add_worksheet(LEMBAR_TEMUAN), hasil, tampilan, folder, formats)
        write_working_paper(book.add_worksheet(KERTAS_KERJA), hasil, tampilan, formats)
        if sample := uji_petik(hasil):
            write_sample_sheet(book.add_worksheet(LEMBAR_UJI), sample, folder, formats)
        for isi in hasil.tables():
            _write_table(book.add_worksheet(_sheet_name(isi.nama)), isi, formats)
    return path


def _sheet_name(table: str) -> str:
    # The sheet of findings has the name `Temuan`, and Excel does not tell case apart.
    return f"tabel_{table}"[:31]


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
    return {
        "judul": book.add_format(
            {**base, "bold": True, "bg_color": "#E8EDF2", "bottom": 1, "text_wrap": True}
        ),
        "teks": book.add_format({**base, "text_wrap": True}),
        "polos": book.add_format(base),
        "isian": book.add_format({**base, "text_wrap": True, "bg_color": "#FFF9E0", "border": 4}),
        # As text, so that Excel does not make 0.815 of 81,5 %.
        "isian_angka": book.add_format(
            {**base, "bg_color": "#FFF9E0", "border": 4, "num_format": "@"}
        ),
        "komponen": book.add_format({**base, "bold": True, "bg_color": "#D5DEE8"}),
        "sub": book.add_format({**base, "bold": True, "bg_color": "#E8EDF2", "text_wrap": True}),
        "kriteria": book.add_format({**base, "text_wrap": True, "top": 4}),
        "tinggi": book.add_format({**base, "bold": True, "font_color": "#A61B1B"}),
        "sedang": book.add_format({**base, "bold": True, "font_color": "#8A5A00"}),
        "rendah": book.add_format({**base, "font_color": "#3B5B7A"}),
    }


def _write_findings(
    sheet: Any, hasil: Hasil, tampilan: Tampilan, folder: Path, formats: Mapping[str, Any]
) -> None:
    for column, (heading, width) in enumerate(_FINDING_COLUMNS):
        sheet.set_column(column, column, width, formats["teks"])
        sheet.write_string(0, column, heading, formats["judul"])
    evidence = _first_evidence(hasil.bukti)
    decided = _decided_cells(hasil)
    for row, one in enumerate(_in_report_order(tampilan), start=1):
        temuan_id = one.temuan.temuan_id
        sheet.set_row_pixels(row, _ROW_HEIGHT)
        shown = evidence.get(temuan_id, {})
        _write_finding(sheet, row, one, shown, decided[temuan_id], folder, formats)
    handle = [heading for heading, _ in _FINDING_COLUMNS].index(PEGANGAN)
    sheet.set_column(handle, handle, 8, formats["polos"], {"hidden": True})
    last = max(1, len(hasil.temuan))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(_FINDING_COLUMNS) - 1)
    _add_decisions(sheet, last)
    sheet.set_zoom(85)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.print_area(0, 0, last, _PRINTED - 1)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _in_report_order(tampilan: Tampilan) -> list[TampilanTemuan]:
    """Return the findings as the report has them: in its order, with its numbers."""
    every = (one for group in tampilan.semua for one in group.temuan)
    return sorted(every, key=lambda one: one.nomor)


def _decided_cells(hasil: Hasil) -> dict[str, dict[str, str]]:
    """Return per finding what stands in the columns of the decision."""
    standing = states(hasil.keputusan)
    paper = Naskahnya(hasil.dokumen, hasil.naskah)
    evidence: dict[str, list[Bukti]] = {}
    for one in hasil.bukti:
        evidence.setdefault(one.temuan_id, []).append(one)
    cells = {}
    for temuan in hasil.temuan:
        state = standing.get(subject_of_finding(temuan.temuan_id), Keadaan())
        sidik = paper.sidik_of(temuan, evidence.get(temuan.temuan_id, ()))
        cells[temuan.temuan_id] = {
            **prefilled(state, sidik),
            PEGANGAN: " ".join((sidik.digest(), *(one.keputusan_id for one in state.berlaku))),
        }
    return cells


def prefilled(state: Keadaan, sidik: Sidik) -> dict[str, str]:
    """Return what the columns of the decision hold before anybody types in them."""
    putusan = state.putusan
    if putusan is None or word_for(state, sidik) == KataKeputusan.USANG:
        return {KOLOM_KEPUTUSAN: "", KOLOM_CATATAN: ""}
    return {KOLOM_KEPUTUSAN: putusan.jenis.value, KOLOM_CATATAN: putusan.isi}


def _first_evidence(bukti: Sequence[Bukti]) -> dict[str, dict[str, Bukti]]:
    first: dict[str, dict[str, Bukti]] = {}
    for one in bukti:
        first.setdefault(one.temuan_id, {}).setdefault(one.peran, one)
    return first


def _write_finding(
    sheet: Any,
    row: int,
    one: TampilanTemuan,
    evidence: Mapping[str, Bukti],
    decided: Mapping[str, str],
    folder: Path,
    formats: Mapping[str, Any],
) -> None:
    a, b = evidence.get(PeranBukti.A), evidence.get(PeranBukti.B)
    temuan = one.temuan
    cells: dict[str, Any] = {
        "No": one.nomor,
        "Tingkat": labels.TINGKAT_TEMUAN[temuan.tingkat],
        "Status": labels.STATUS_TEMUAN[temuan.status],
        "Unit": one.unit,
        "Tahun": temuan.tahun,
        "Judul": temuan.judul,
        "Uraian": temuan.uraian,
        "Nilai A": one.nilai_a,
        "Nilai B": one.nilai_b,
        "Tempat A": _place(a),
        "Tempat B": _place(b),
        "Saran": temuan.saran,
        "Aturan": temuan.aturan,
        "Kelompok": temuan.kelompok,
        "ID temuan": temuan.temuan_id,
    }
    for column, (heading, _) in enumerate(_FINDING_COLUMNS):
        if heading in cells:
            form = formats[temuan.tingkat] if heading == "Tingkat" else formats["teks"]
            _write_cell(sheet, row, column, cells[heading], form)
        elif heading == "Gambar A":
            _insert_picture(sheet, row, column, a, folder)
        elif heading == "Gambar B":
            _insert_picture(sheet, row, column, b, folder)
        elif heading == PEGANGAN:
            sheet.write_string(row, column, decided[PEGANGAN], formats["polos"])
        else:
            form = formats["isian_angka" if heading.startswith("Betulkan") else "isian"]
            _write_cell(sheet, row, column, decided.get(heading, ""), form)


def _place(bukti: Bukti | None) -> str:
    if bukti is None:
        return ""
    parts = [bukti.berkas, f"halaman {bukti.halaman}", bukti.tabel]
    return "\n".join(part for part in parts if part)


def _insert_picture(sheet: Any, row: int, column: int, bukti: Bukti | None, folder: Path) -> None:
    if bukti is None or not bukti.gambar:
        return
    path = folder / bukti.gambar
    with path.open("rb") as file:
        width, height = png_size(file.read(24))
    scale = min(_PICTURE_WIDTH / width, _PICTURE_HEIGHT / height)
    sheet.insert_image(
        row,
        column,
        str(path),
        {
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": 3,
            "y_offset": 3,
            "object_position": 1,  # moves and shrinks with its row, so that the filter hides it
            "description": f"Halaman {bukti.halaman} {bukti.berkas}: {cell_text(bukti.teks)}"[:250],
        },
    )


def _add_decisions(sheet: Any, last: int) -> None:
    column = [heading for heading, _ in _FINDING_COLUMNS].index(KOLOM_KEPUTUSAN)
    sheet.data_validation(
        1,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": list(KEPUTUSAN),
            "error_title": "Keputusan",
            "error_message": "Pilih setuju, tolak, atau catatan.",
        },
    )


def _write_table(sheet: Any, isi: IsiTabel, formats: Mapping[str, Any]) -> None:
    names = column_names(isi.rekaman)
    for column, kolom in enumerate(columns(isi.rekaman)):
        sheet.set_column(column, column, _width(kolom.nama, isi.baris), formats["polos"])
        sheet.write_string(0, column, kolom.nama, formats["judul"])
        sheet.write_comment(0, column, kolom.arti)
    for row, record in enumerate(isi.baris, start=1):
        for column, name in enumerate(names):
            _write_cell(sheet, row, column, getattr(record, name), formats["polos"])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(isi.baris)), len(names) - 1)


def _width(name: str, rows: Sequence[Any]) -> int:
    longest = max((len(cell_text(getattr(row, name))) for row in rows[:200]), default=0)
    return min(48, max(len(name) + 4, longest + 2))


def _write_cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    text = cell_text(value)
    if not text:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, (int, float, Decimal)) and _is_exact(text):
        sheet.write_number(row, column, float(text), form)
    else:
        sheet.write_string(row, column, _shortened(text), form)


def _is_exact(number: str) -> bool:
    return len(number.lstrip("-").replace(".", "").strip("0")) <= _EXACT_DIGITS


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_CELL:
        return text
    note = " … (selengkapnya dalam berkas JSON)"
    return text[: _LONGEST_CELL - len(note)] + note

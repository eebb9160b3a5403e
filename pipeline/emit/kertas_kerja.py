"""The sheet `Kertas kerja` of the workbook: the criteria of the evaluation per unit.

Under each stand the findings that bear on it, with their evidence; the score is left to the
evaluator.

What a reviewer rejected and what is suspected to be a misreading bears on nothing; a finding
whose rule bears on no criterion of the sheet stands at its unit's end, so that none is lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.emit import labels
from pipeline.emit.lke import TANPA_KRITERIA, Kriteria, by_component, codes_of, load_criteria
from pipeline.emit.report_view import KelompokUnit, Tampilan, TampilanBukti, TampilanTemuan
from pipeline.emit.result import Hasil
from pipeline.emit.tables import cell_text

NAMA = "Kertas kerja"
_COLUMNS: tuple[tuple[str, int], ...] = (
    ("Unit", 30),
    ("Kode", 8),
    ("Komponen, sub-komponen, kriteria", 60),
    ("Bobot", 7),
    ("Nilai", 9),
    ("Catatan evaluator", 34),
    ("Status", 12),
    ("Temuan", 56),
    ("Nilai A", 16),
    ("Tempat A", 30),
    ("Nilai B", 16),
    ("Tempat B", 30),
    ("ID temuan", 18),
)
_LINE, _TALLEST = 13.5, 400.0
"""Height of a line, and the most of a row, in points."""
_LAST = len(_COLUMNS) - 1


def write_working_paper(
    sheet: Any, hasil: Hasil, tampilan: Tampilan, formats: Mapping[str, Any]
) -> None:
    """Fill a worksheet of xlsxwriter with the working paper."""
    for column, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width, formats["teks"])
        sheet.write_string(0, column, heading, formats["judul"])
    criteria = hasil.kriteria or load_criteria()
    found = {group.unit: group for group in tampilan.berlaku}
    row = 1
    starts = []
    for unit in tampilan.penamaan.units:
        starts.append(row)
        row = _write_unit(sheet, row, unit, found.get(unit), criteria, formats)
    sheet.set_h_pagebreaks(starts[1:])
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(1, row - 1), _LAST)
    sheet.outline_settings(True, False, True, False)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write_unit(
    sheet: Any,
    row: int,
    unit: str,
    group: KelompokUnit | None,
    criteria: Sequence[Kriteria],
    formats: Mapping[str, Any],
) -> int:
    by_code: defaultdict[str, list[TampilanTemuan]] = defaultdict(list)
    for one in group.temuan if group else ():
        for code in codes_of(one.temuan.aturan, criteria):
            by_code[code].append(one)
    for one_kriteria, new_komponen, new_sub in by_component(criteria):
        if new_komponen:
            words = (one_kriteria.komponen, one_kriteria.bobot_komponen)
            row = _write_heading(sheet, row, unit, *words, formats["komponen"])
        if new_sub:
            words = (one_kriteria.sub_komponen, one_kriteria.bobot_sub_komponen)
            row = _write_heading(sheet, row, unit, *words, formats["sub"])
        _write_criterion(sheet, row, unit, one_kriteria, len(by_code[one_kriteria.kode]), formats)
        row = _write_findings(sheet, row + 1, unit, by_code[one_kriteria.kode], formats)
    if without := by_code[TANPA_KRITERIA]:
        row = _write_heading(sheet, row, unit, TANPA_KRITERIA, "", formats["komponen"])
        row = _write_findings(sheet, row, unit, without, formats)
    return row


def _write_heading(sheet: Any, row: int, unit: str, text: str, bobot: str, form: Any) -> int:
    for column in range(_LAST + 1):
        sheet.write_blank(row, column, None, form)
    sheet.write_string(row, 0, cell_text(unit), form)
    sheet.write_string(row, 2, cell_text(text), form)
    sheet.write_string(row, 3, cell_text(bobot), form)
    sheet.set_row(row, _height({0: unit, 2: text}))
    return row + 1


def _write_criterion(
    sheet: Any, row: int, unit: str, kriteria: Kriteria, count: int, formats: Mapping[str, Any]
) -> None:
    form = formats["kriteria"]
    sheet.write_string(row, 0, cell_text(unit), form)
    sheet.write_string(row, 1, cell_text(kriteria.kode), form)
    sheet.write_string(row, 2, cell_text(kriteria.kriteria), form)
    sheet.write_blank(row, 4, None, formats["isian"])
    sheet.write_blank(row, 5, None, formats["isian"])
    sheet.write_string(row, 7, f"{count} temuan" if count else "", form)
    sheet.set_row(row, _height({0: unit, 2: kriteria.kriteria}))


def _write_findings(
    sheet: Any, row: int, unit: str, every: Sequence[TampilanTemuan], formats: Mapping[str, Any]
) -> int:
    for one in every:
        a = one.pasangan[0] if one.pasangan else None
        b = one.pasangan[1] if len(one.pasangan) > 1 else None
        cells = {
            0: unit,
            6: labels.STATUS_TEMUAN[one.temuan.status],
            7: one.temuan.uraian,
            8: one.nilai_a,
            9: _place(a),
            10: one.nilai_b,
            11: _place(b),
            12: one.temuan.temuan_id,
        }
        for column, text in cells.items():
            sheet.write_string(row, column, cell_text(text)[:32_000], formats["teks"])
        sheet.set_row(row, _height(cells), None, {"level": 1})
        row += 1
    return row


def _height(cells: Mapping[int, str]) -> float:
    """Return the height in points at which every wrapped text shows; not all programs fit rows."""
    lines = (
        sum(-(-max(len(line), 1) // _COLUMNS[column][1]) for line in text.split("\n"))
        for column, text in cells.items()
    )
    return min(_LINE * max(lines) + 2, _TALLEST)


def _place(bukti: TampilanBukti | None) -> str:
    if bukti is None:
        return ""
    one = bukti.bukti
    parts = (bukti.naskah, one.tabel, f"{one.berkas} halaman {one.halaman}")
    return ", ".join(part for part in parts if part)

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from pipeline.emit import report_view
from pipeline.emit.crops import cut_crops
from pipeline.emit.report_view import Penamaan
from pipeline.emit.result import Hasil
from pipeline.emit.workbook import write_workbook
from schemas.records import TABEL, columns

from . import contoh


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    hasil = contoh.contoh_hasil(tmp_path / "masuk")
    bukti, _ = cut_crops(hasil.bukti, tmp_path / "masuk", tmp_path)
    return dataclasses.replace(hasil, bukti=bukti)


def test_sheet_of_findings(hasil: Hasil, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(write_workbook(hasil, tmp_path))["Temuan"]
    headings = [cell.value for cell in sheet[1]]
    assert sheet.max_row == len(hasil.temuan) + 1
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    rows = [dict(zip(headings, row, strict=True)) for row in sheet.iter_rows(2, values_only=True)]
    standing, apart, rejected = report_view.groups_of(hasil, Penamaan(hasil))
    report = [t for part in (standing, apart, rejected) for group in part for t in group.temuan]
    numbered = {t.nomor: (t.temuan.temuan_id, t.temuan.uraian) for t in report}
    assert [row["No"] for row in rows] == sorted(numbered)
    assert {row["No"]: (row["ID temuan"], row["Uraian"]) for row in rows} == numbered
    with_picture = sum(one.gambar != "" and one.peran != "penunjang" for one in hasil.bukti)
    assert len(sheet._images) == with_picture > 0
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"setuju,tolak,catatan"'
    letter = openpyxl.utils.get_column_letter(headings.index("Keputusan") + 1)
    assert str(rule.sqref) == f"{letter}2:{letter}{sheet.max_row}"


def test_every_table_has_a_sheet_with_its_columns(hasil: Hasil, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_workbook(hasil, tmp_path))
    assert book.sheetnames == [
        "Temuan",
        "Kertas kerja",
        *(f"tabel_{rekaman.TABEL}" for rekaman in TABEL),
        "tabel_keputusan",
    ]
    for isi in hasil.tables():
        sheet = book[f"tabel_{isi.nama}"]
        assert [cell.value for cell in sheet[1]] == [k.nama for k in columns(isi.rekaman)]
        assert sheet.max_row == len(isi.baris) + 1


def test_no_text_becomes_a_formula_or_a_link(hasil: Hasil, tmp_path: Path) -> None:
    first = dataclasses.replace(
        hasil.temuan[0], judul="=1+1", uraian="https://contoh.go.id", nilai_a="-5", nilai_b="\x0b@x"
    )
    hasil = dataclasses.replace(hasil, temuan=(first, *hasil.temuan[1:]))
    book = openpyxl.load_workbook(write_workbook(hasil, tmp_path))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    values = {cell.value for cell in cells}
    assert {"'=1+1", "https://contoh.go.id", "-5", "'@x"} <= values


def test_numbers_are_numbers_and_long_ones_keep_their_digits(hasil: Hasil, tmp_path: Path) -> None:
    small = dataclasses.replace(hasil.kinerja[1], nilai=Decimal("2911311160.40"))
    long = dataclasses.replace(hasil.kinerja[1], nilai=Decimal("12345678901234567.89"))
    hasil = dataclasses.replace(hasil, kinerja=(small, long))
    sheet = openpyxl.load_workbook(write_workbook(hasil, tmp_path))["tabel_kinerja"]
    place = [cell.value for cell in sheet[1]].index("nilai") + 1
    assert sheet.cell(2, place).value == 2911311160.40
    assert sheet.cell(3, place).value == "12345678901234567.89"
    nip = openpyxl.load_workbook(tmp_path / "laporan.xlsx")["tabel_pejabat"]
    column = [cell.value for cell in nip[1]].index("nip") + 1
    assert nip.cell(2, column).value == "197804151998021003"


def test_a_cell_too_long_for_xlsx_says_so(hasil: Hasil, tmp_path: Path) -> None:
    long = dataclasses.replace(hasil.indikator[0], definisi="a" * 40_000)
    path = write_workbook(dataclasses.replace(hasil, indikator=(long,)), tmp_path)
    sheet = openpyxl.load_workbook(path)["tabel_indikator"]
    place = [cell.value for cell in sheet[1]].index("definisi") + 1
    value = sheet.cell(2, place).value
    assert len(value) == 32_767 and value.endswith("berkas JSON)")


def test_the_same_input_gives_the_same_bytes(hasil: Hasil, tmp_path: Path) -> None:
    first = write_workbook(hasil, tmp_path).read_bytes()
    later = dataclasses.replace(hasil, pembacaan=contoh.pembacaan(minute=30))
    assert write_workbook(later, tmp_path).read_bytes() == first


def test_an_empty_result_gives_a_workbook(tmp_path: Path) -> None:
    path = write_workbook(Hasil(pembacaan=contoh.pembacaan()), tmp_path)
    assert openpyxl.load_workbook(path)["Temuan"].max_row == 1

"""The sheet `Uji petik`: the figures of the random sample with their crops, to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import xlsxwriter

from pipeline.emit.crops import crop_name, png_size
from pipeline.emit.keputusan import Sidik
from pipeline.emit.result import IsiTabel
from pipeline.emit.tables import cell_text, csv_text
from pipeline.emit.uji_petik import BENAR, SALAH, ButirUji, UjiPetik
from schemas.records import kolom

NAMA = "Uji petik"
KOLOM_JAWABAN, KOLOM_SEHARUSNYA, PEGANGAN = "Jawaban", "Angka seharusnya", "Pegangan"
_COLUMNS: tuple[tuple[str, int], ...] = (
    ("No", 5),
    ("Gambar", 64),
    ("Terbaca", 18),
    ("Ukuran", 18),
    ("Uraian", 40),
    ("Tempat", 32),
    (KOLOM_JAWABAN, 11),
    (KOLOM_SEHARUSNYA, 18),
    (PEGANGAN, 8),
)
_FIRST_ROW = 2
_PICTURE_WIDTH, _PICTURE_HEIGHT, _ROW_HEIGHT = 440, 88, 96
"""Pixels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarisUji:
    """A figure of the sample, as `uji-petik.csv` has it."""

    TABEL: ClassVar[str] = "uji-petik"

    nomor: int = kolom("nomor dalam sampel")
    angka_id: str = kolom("kunci baris angka")
    terbaca: str = kolom("angka seperti terbaca")
    ukuran: str = kolom("ukuran dan tahun")
    uraian: str = kolom("indikator atau baris anggaran")
    berkas: str = kolom("berkas")
    halaman: int = kolom("halaman")
    gambar: str = kolom("potongan halaman")
    jawaban: str = kolom("benar atau salah")


def write_sample_files(uji: UjiPetik, folder: Path) -> tuple[Path, Path]:
    """Write `uji-petik.xlsx` and `uji-petik.csv`; the pictures are already cut below `folder`."""
    book_path, csv_path = folder / "uji-petik.xlsx", folder / "uji-petik.csv"
    with xlsxwriter.Workbook(str(book_path), {"strings_to_formulas": False}) as book:
        base = {"font_name": "Calibri", "font_size": 10, "valign": "top", "text_wrap": True}
        formats = {
            "judul": book.add_format({**base, "bold": True, "bg_color": "#E8EDF2", "bottom": 1}),
            "teks": book.add_format(base),
            "isian": book.add_format({**base, "bg_color": "#FFF9E0", "border": 4}),
            "isian_angka": book.add_format(
                {**base, "bg_color": "#FFF9E0", "border": 4, "num_format": "@"}
            ),
        }
        write_sample_sheet(book.add_worksheet(NAMA), uji, folder, formats)
    rows = tuple(_row(one) for one in uji.butir)
    text = csv_text(IsiTabel(BarisUji, rows))
    csv_path.write_text(text, encoding="utf-8", newline="")
    return book_path, csv_path


def _row(one: ButirUji) -> BarisUji:
    return BarisUji(
        nomor=one.nomor,
        angka_id=one.angka_id,
        terbaca=one.nilai,
        ukuran=one.ukuran,
        uraian=one.uraian,
        berkas=one.bukti.berkas,
        halaman=one.bukti.halaman,
        gambar=crop_name(one.bukti),
        jawaban=one.jawaban,
    )


def write_sample_sheet(sheet: Any, uji: UjiPetik, folder: Path, formats: Mapping[str, Any]) -> None:
    """Fill a worksheet of xlsxwriter: the conclusion on top, then a row for each figure."""
    sheet.write_string(0, 0, cell_text(uji.kesimpulan))
    for column, (heading, width) in enumerate(_COLUMNS):
        options = {"hidden": True} if heading == PEGANGAN else {}
        sheet.set_column(column, column, width, formats["teks"], options)
        sheet.write_string(1, column, heading, formats["judul"])
    for row, one in enumerate(uji.butir, start=_FIRST_ROW):
        sheet.set_row_pixels(row, _ROW_HEIGHT)
        _write_row(sheet, row, one, folder, formats)
    answer = [heading for heading, _ in _COLUMNS].index(KOLOM_JAWABAN)
    last = max(_FIRST_ROW, _FIRST_ROW + len(uji.butir) - 1)
    choice = {"validate": "list", "source": [BENAR, SALAH]}
    sheet.data_validation(_FIRST_ROW, answer, last, answer, choice)
    sheet.freeze_panes(_FIRST_ROW, 0)


def _write_row(
    sheet: Any, row: int, one: ButirUji, folder: Path, formats: Mapping[str, Any]
) -> None:
    texts = {
        0: str(one.nomor),
        2: one.nilai,
        3: one.ukuran,
        4: one.uraian,
        5: f"{one.bukti.berkas}\nhalaman {one.bukti.halaman}",
        8: f"{Sidik((one.tempat,)).digest()} {one.angka_id}",
    }
    for column, text in texts.items():
        sheet.write_string(row, column, cell_text(text), formats["teks"])
    answered = one.jawaban if one.jawaban in (BENAR, SALAH) else ""
    sheet.write_string(row, 6, answered, formats["isian"])
    sheet.write_blank(row, 7, None, formats["isian_angka"])
    path = folder / crop_name(one.bukti)
    if not path.is_file():
        return
    with path.open("rb") as file:
        width, height = png_size(file.read(24))
    scale = min(_PICTURE_WIDTH / width, _PICTURE_HEIGHT / height)
    options = {"x_scale": scale, "y_scale": scale, "x_offset": 3, "y_offset": 3}
    words = f"Halaman {one.bukti.halaman} {one.bukti.berkas}"
    sheet.insert_image(row, 1, str(path), {**options, "object_position": 1, "description": words})

"""Two small papers of one unit, read: a PK, and an LKjIP that contradicts it."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

from pipeline.emit.result import Hasil
from pipeline.extract import Hasil as Rekaman
from pipeline.whole_file import Isi
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import JenisNaskah, Metode, StatusBaca, UkuranKinerja
from tests.emit import contoh

IKM = "Indeks Kepuasan Masyarakat (IKM)"
FASILITASI = "Persentase Fasilitasi Kesejahteraan masyarakat yang dilaksanakan"
UKURAN = (UkuranKinerja.TARGET, UkuranKinerja.REALISASI, UkuranKinerja.CAPAIAN)

Baris = tuple[str, tuple[str, ...]]


def read_folder(sumber: Path) -> list[Isi]:
    """Print the papers into a folder and return what a reading of them gives."""
    return [
        _read(
            sumber,
            "pk 2025.pdf",
            JenisNaskah.PERJANJIAN_KINERJA,
            "2025-02-10",
            [(IKM, ("80",)), (FASILITASI, ("80",))],
        ),
        _read(
            sumber,
            "lkjip.pdf",
            JenisNaskah.LKJIP,
            "2026-02-19",
            [(IKM, ("85", "85", "100")), (FASILITASI, ("80", "46,00", "50"))],
        ),
    ]


def _read(sumber: Path, berkas: str, jenis: JenisNaskah, tanggal: str, rows: list[Baris]) -> Isi:
    path = sumber / berkas
    printed = [[str(n), name, *texts] for n, (name, texts) in enumerate(rows, start=1)]
    contoh.make_pdf(path, berkas, [row + [""] * (5 - len(row)) for row in printed])
    dokumen = contoh.dokumen(berkas, path)
    naskah = contoh.naskah(dokumen, 1, jenis, "Kecamatan Kencong", tanggal=tanggal)
    figures = [
        _figure(naskah, row, column, name, text)
        for row, (name, texts) in enumerate(rows, start=1)
        for column, text in enumerate(texts)
    ]
    return Isi(dokumen, Rekaman(naskah=(naskah,), kinerja=tuple(figures)))


def _figure(naskah: Naskah, row: int, column: int, name: str, text: str) -> Kinerja:
    x0, y0, x1, y1 = contoh.sel(row, column + 2)
    figure = contoh.angka_kinerja(naskah, row, UKURAN[column], 2025, text)
    doubtful = text == "46,00"
    return dataclasses.replace(
        figure,
        indikator=name,
        kunci="",
        tabel="Tabel 3.1" if naskah.jenis == JenisNaskah.LKJIP else "",
        nilai=Decimal(text.replace(",", ".")),
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        metode=Metode.OCR if doubtful else Metode.TEKS,
        status_baca=StatusBaca.RAGU if doubtful else StatusBaca.BERSIH,
        bacaan="tesseract:46,00|rapidocr:48,00" if doubtful else "",
    )


def dated(hasil: Hasil, sumber: Path) -> Hasil:
    """Set what a run says of itself."""
    settings = {"pekerja": 1, "masukan": str(sumber)}
    pembacaan = dataclasses.replace(contoh.pembacaan(), pengaturan=settings)
    return dataclasses.replace(hasil, pembacaan=pembacaan)


def naskah_of(isi: list[Isi], jenis: str) -> str:
    """Return the id of the naskah of a kind."""
    every = [naskah for one in isi for naskah in one.rekaman.naskah]
    return next(naskah.naskah_id for naskah in every if naskah.jenis == jenis)

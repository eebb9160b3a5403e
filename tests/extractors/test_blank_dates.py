from __future__ import annotations

import pytest

from extractors.blank_dates import find_blank_dates
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Halaman, Kata
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Metode, StatusBaca

NASKAH = Naskah(
    naskah_id="a-01",
    dokumen_id="a",
    jenis=JenisNaskah.KEPUTUSAN_IKU,
    halaman_awal=1,
    halaman_akhir=1,
)


def page(line: str, *ink: Kotak, metode: Metode = Metode.TEKS) -> TataLetak:
    halaman = Halaman(nomor=1, lebar=595, tinggi=842, metode=metode, tinta=ink)
    words = line.split()
    step = 200 / len(words)
    kata = tuple(
        Kata(teks=word, kotak=Kotak(300 + i * step, 600, 296 + (i + 1) * step, 612))
        for i, word in enumerate(words)
    )
    return TataLetak(halaman=halaman, baris=(Baris(kata),), tabel=())


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("Pada tanggal        Januari 2026", "2026-01"),
        ("pada tanggal : ........ Januari 2026", "2026-01"),
        ("Payakumbuh, ... Januari 2026", "2026-01"),
        ("TANGGAL : ... SEPTEMBER 2025", "2025-09"),
    ],
)
def test_a_date_of_signing_without_day(line: str, iso: str) -> None:
    found = find_blank_dates(NASKAH, [page(line)])
    assert [(item.iso, item.status_baca) for item in found] == [(iso, StatusBaca.BERSIH)]


@pytest.mark.parametrize(
    "line",
    [
        "Jember, 30 Januari 2026",
        "realisasi sampai dengan bulan Januari 2026",
        "Renstra berlaku mulai Januari 2026 sampai Desember 2029",
        "pada tanggal Januari 2026 yang lalu telah dibahas",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert find_blank_dates(NASKAH, [page(line)]) == ()


def test_handwriting_in_the_line_leaves_doubt() -> None:
    written = page("Pada tanggal Januari 2026", Kotak(370, 598, 390, 614), metode=Metode.OCR)
    signed = page("Pada tanggal Januari 2026", Kotak(300, 610, 420, 680), metode=Metode.OCR)
    found = [find_blank_dates(NASKAH, [it])[0].status_baca for it in (written, signed)]
    assert found == [StatusBaca.RAGU, StatusBaca.BERSIH]

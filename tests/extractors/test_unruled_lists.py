from __future__ import annotations

from decimal import Decimal

from extractors.table_records import records_of
from extractors.table_stitch import stitch
from extractors.unruled_lists import with_lists
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Bacaan, Halaman
from schemas.records import Anggaran, Naskah
from schemas.vocabulary import JenisNaskah, Metode, StatusBaca, TingkatAnggaran
from tests.extractors.naskah_uji import LEBAR, TINGGI, words

NASKAH = Naskah(
    naskah_id="n-01",
    dokumen_id="n",
    jenis=JenisNaskah.PERJANJIAN_KINERJA,
    halaman_awal=1,
    halaman_akhir=1,
    tahun=2027,
)
DAFTAR = [
    ("Program", "Anggaran", "Keterangan"),
    ("1. Program Pembinaan Perpustakaan", "Rp. 3.000.000,00", "APBD"),
    ("dan Pelestarian Naskah Kuno", "", ""),
    ("2. Program Pengelolaan Arsip", "Rp. 1.250.000,00", "DAK"),
    ("Jumlah", "Rp. 4.250.000,00", ""),
    ("Banyuwangi, 8 Januari 2027", "", ""),
]


def page(rows: list[tuple[str, str, str]], *, metode: Metode = Metode.TEKS) -> TataLetak:
    lines = []
    for n, (name, money, remark) in enumerate(rows):
        y = 200.0 + 14 * n
        found = [*words(name, 70, y), *words(money, 330, y), *words(remark, 470, y)]
        lines.append(Baris(tuple(found)))
    readings = tuple(
        Bacaan("rapidocr", kata.kotak, kata.teks, 0.95)
        for line in lines
        for kata in line.kata
        if "." in kata.teks and metode is Metode.OCR
    )
    halaman = Halaman(1, LEBAR, TINGGI, metode, bacaan=readings)
    return TataLetak(halaman, tuple(lines), ())


def read(layout: TataLetak) -> tuple[Anggaran, ...]:
    whole, _ = stitch([with_lists(layout)])
    return tuple(a for tabel in whole for a in records_of(tabel, NASKAH).anggaran)


def test_lines_become_amounts() -> None:
    assert [(a.uraian, a.nilai, a.sumber_dana, a.tingkat) for a in read(page(DAFTAR))] == [
        (
            "Program Pembinaan Perpustakaan dan Pelestarian Naskah Kuno",
            Decimal("3000000.00"),
            "APBD",
            TingkatAnggaran.PROGRAM,
        ),
        ("Program Pengelolaan Arsip", Decimal("1250000.00"), "DAK", TingkatAnggaran.PROGRAM),
        ("Jumlah", Decimal("4250000.00"), "", TingkatAnggaran.JUMLAH),
    ]


def test_list_ends_at_its_total_and_leaves_the_other_lines() -> None:
    found = with_lists(page(DAFTAR))
    assert [baris.teks for baris in found.baris] == ["Banyuwangi, 8 Januari 2027"]
    assert [tabel.bergaris for tabel in found.tabel] == [False]


def test_second_readings_come_with_the_amounts() -> None:
    found = read(page(DAFTAR, metode=Metode.OCR))
    assert {a.status_baca for a in found} == {StatusBaca.BERSIH}
    assert all("rapidocr" in a.bacaan for a in found)


def test_sentence_with_the_same_words_is_no_list() -> None:
    prose = [
        ("Program dan anggaran dinas disajikan berikut ini.", "", ""),
        ("Belanja dinas sebesar", "Rp. 3.000.000,00", "terserap"),
    ]
    assert with_lists(page(prose)).tabel == ()


def test_header_alone_is_no_list() -> None:
    assert with_lists(page(DAFTAR[:2])).tabel == ()


def test_remark_that_wraps_beside_the_money_belongs_to_its_entry() -> None:
    rows = [
        ("Program", "Anggaran", "Keterangan"),
        ("1. Program Pembinaan", "Rp. 3.000.000,00", "Dibiayai dari"),
        ("Perpustakaan", "", "APBD Kabupaten"),
        ("", "", "Tahun 2027"),
        ("2. Program Pengelolaan Arsip", "Rp. 1.250.000,00", "DAK"),
    ]
    found = read(page(rows))
    assert [(a.uraian, a.sumber_dana) for a in found] == [
        ("Program Pembinaan Perpustakaan", "Dibiayai dari APBD Kabupaten Tahun 2027"),
        ("Program Pengelolaan Arsip", "DAK"),
    ]


TANPA_KEPALA = [
    ("PERJANJIAN KINERJA TAHUN 2027", "", ""),
    ("Kegiatan :", "", ""),
    ("1. Pelayanan Perpustakaan", "Rp. 3.000.000,-", ""),
    ("Keliling", "", ""),
    ("2. Pengelolaan Arsip", "Rp. 1.250.000,-", ""),
    ("Banyuwangi, 8 Januari 2027", "", ""),
]


def test_numbered_list_of_an_agreement_needs_no_header() -> None:
    found = read(page(TANPA_KEPALA))
    assert [(a.uraian, a.nilai, a.tingkat) for a in found] == [
        ("Pelayanan Perpustakaan Keliling", Decimal(3_000_000), TingkatAnggaran.KEGIATAN),
        ("Pengelolaan Arsip", Decimal(1_250_000), TingkatAnggaran.KEGIATAN),
    ]


def test_numbered_amounts_of_other_papers_are_no_budget() -> None:
    assert with_lists(page(TANPA_KEPALA[1:])).tabel == ()

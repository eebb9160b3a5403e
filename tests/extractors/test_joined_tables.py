from __future__ import annotations

from extractors.joined_tables import part_table, with_parted_tables
from extractors.table_records import records_of
from extractors.table_stitch import stitch
from pipeline.read.page import Bacaan
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, TingkatAnggaran
from tests.extractors.naskah_uji import Tabel_, page, table

NASKAH = Naskah(
    naskah_id="n-01",
    dokumen_id="n",
    jenis=JenisNaskah.PERJANJIAN_KINERJA,
    halaman_awal=1,
    halaman_akhir=1,
    tahun=2027,
)
SATU_BINGKAI: Tabel_ = [
    ["No", "Sasaran", "Indikator Kinerja", "Target"],
    ["1", "Meningkatnya literasi", "Indeks literasi", "71,5"],
    ["2", "Terkelolanya arsip", "Arsip tertata", "90 %"],
    ["No", "Program", "<", "Anggaran (Rp)"],
    ["1", "Program Pembinaan Perpustakaan", "<", "3.000.000"],
    ["2", "Program Pengelolaan Arsip", "<", "1.250.000"],
    ["Jumlah", "<", "<", "4.250.000"],
]


def test_budget_in_the_frame_of_the_targets_is_a_table_of_its_own() -> None:
    parted = with_parted_tables(page(1, "= Perjanjian Kinerja Tahun 2027", SATU_BINGKAI))
    assert [tabel.jumlah_baris for tabel in parted.tabel] == [3, 4]
    whole, _ = stitch([parted])
    found = [records_of(tabel, NASKAH) for tabel in whole]
    assert [k.indikator for f in found for k in f.kinerja] == ["Indeks literasi", "Arsip tertata"]
    assert [(a.uraian, str(a.nilai), a.tingkat) for f in found for a in f.anggaran] == [
        ("Program Pembinaan Perpustakaan", "3000000", TingkatAnggaran.PROGRAM),
        ("Program Pengelolaan Arsip", "1250000", TingkatAnggaran.PROGRAM),
        ("Jumlah", "4250000", TingkatAnggaran.JUMLAH),
    ]


def test_header_printed_again_begins_no_table() -> None:
    rows = [*SATU_BINGKAI[:2], SATU_BINGKAI[0], SATU_BINGKAI[2]]
    assert len(part_table(table(rows))) == 1


def test_row_of_averages_begins_no_table() -> None:
    rows = [
        *SATU_BINGKAI[:3],
        ["Rata-rata persentase sasaran 2", "<", "<", "99,5%"],
        ["", "", "", ""],
    ]
    assert len(part_table(table(rows))) == 1


def test_cell_that_reaches_over_a_row_keeps_the_table_whole() -> None:
    rows = [list(row) for row in SATU_BINGKAI]
    rows[3][0] = "^"
    assert len(part_table(table(rows))) == 1


def test_a_row_whose_amount_only_the_second_reader_saw_begins_no_table() -> None:
    rows = [
        ["No", "Program", "Anggaran"],
        ["I", "Program Pembinaan Perpustakaan", "Rp. 3.000.000"],
        ["II", "Program Pengelolaan Arsip", "Rp."],
        ["III", "Program Literasi", "Rp. 1.250.000"],
        ["IV", "Program Naskah Kuno", "Rp. 250.000"],
    ]
    bare = table(rows)
    assert len(part_table(bare)) == 2  # what the first reader saw alone
    place = next(sel.kotak for sel in bare.sel if sel.teks == "Rp.")
    seen = Bacaan("rapidocr", place.grow(-2, -2), "Rp. 1.500.000", 0.98)
    assert len(part_table(table(rows, bacaan=[seen]))) == 1

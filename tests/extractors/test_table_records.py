from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.table_records import IsiTabel, records_of, with_percent_signs
from extractors.table_rows import is_blank, split_prefix, without_mark
from extractors.table_stitch import stitch
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import TataLetak
from pipeline.read.page import Bacaan
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import (
    JenisIndikator,
    JenisNaskah,
    Metode,
    TingkatAnggaran,
    TingkatKinerja,
    UkuranAnggaran,
    UkuranKinerja,
)
from tests.extractors.naskah_uji import Tabel_, line, page


def naskah(jenis: JenisNaskah = JenisNaskah.LKJIP, tahun: int | None = 2027) -> Naskah:
    return Naskah(
        naskah_id="n-01", dokumen_id="n", jenis=jenis, halaman_awal=1, halaman_akhir=9, tahun=tahun
    )


def read(*pages: TataLetak, of: Naskah | None = None) -> IsiTabel:
    whole, _ = stitch(pages)
    found = [records_of(tabel, of or naskah()) for tabel in whole]
    return IsiTabel(
        tuple(r for f in found for r in f.indikator),
        tuple(r for f in found for r in f.kinerja),
        tuple(r for f in found for r in f.anggaran),
    )


def rows(isi: IsiTabel) -> list[tuple[str, str, str, Decimal | None]]:
    return [(k.indikator, k.ukuran.value, str(k.tahun), k.nilai) for k in isi.kinerja]


TARGET: Tabel_ = [
    ["No", "Sasaran Strategis", "Indikator Kinerja", "Satuan", "Target"],
    ["1", "Meningkatnya literasi warga", "Indeks literasi", "Indeks", "71,5"],
    ["^", "^", "Kunjungan per bulan", "Orang", "1.250"],
    ["2", "Terkelolanya arsip", "Arsip tertata", "%", "90"],
]


def test_merged_sasaran_counts_for_every_row_beside_it() -> None:
    found = read(page(1, "= Tabel 2.1 Perjanjian Kinerja Tahun 2027", TARGET)).kinerja
    assert [k.tujuan_sasaran for k in found] == [
        "Meningkatnya literasi warga",
        "Meningkatnya literasi warga",
        "Terkelolanya arsip",
    ]
    assert [k.tingkat for k in found] == [TingkatKinerja.SASARAN] * 3
    assert [k.satuan for k in found] == ["indeks", "orang", "persen"]
    assert [k.urut for k in found] == [1, 2, 3]
    assert {k.tabel for k in found} == {"Tabel 2.1"}


def test_blank_unmerged_sasaran_is_carried_down() -> None:
    table = [TARGET[0], TARGET[1], ["", "", "Kunjungan", "Orang", "1.250"]]
    found = read(page(1, table)).kinerja
    assert found[1].tujuan_sasaran == "Meningkatnya literasi warga"


@pytest.mark.parametrize("teks", ["", "-", "n/a", "N/A", "–", "Tidak tersedia data pembanding"])
def test_blank_cells_give_no_row(teks: str) -> None:
    assert is_blank(teks)
    table = [["Sasaran", "Indikator", "Target", "Realisasi"], ["A naik", "Indeks A", teks, "5"]]
    assert [k.ukuran for k in read(page(1, table)).kinerja] == [UkuranKinerja.REALISASI]


def test_range_and_several_figures_keep_text_without_value() -> None:
    table = [
        ["Sasaran", "Indikator", "Target", "Realisasi"],
        ["A naik", "Indeks A", "47,5-57,5", "3 dok dan 2 orang"],
    ]
    found = read(page(1, table)).kinerja
    assert [(k.teks, k.nilai) for k in found] == [("47,5-57,5", None), ("3 dok dan 2 orang", None)]


def test_predikat_unit_percent_and_trend_columns() -> None:
    table = [
        [
            "No",
            "Tujuan / Sasaran",
            "Indikator",
            "Capaian Tahun 2027",
            "<",
            "<",
            "Tren Realisasi",
            "<",
        ],
        ["^", "^", "^", "Target", "Realisasi", "%", "Realisasi 2025", "Realisasi 2026"],
        [
            "1",
            "Tujuan 1 : Tata kelola baik",
            "Nilai AKIP",
            "B (67)",
            "A (80,41)",
            "120%",
            "B (64)",
            "B (66)",
        ],
        ["2", "Sasaran 1.1 Arsip tertata", "Dokumen", "4 Dok", "4 Dok", "100%", "4 Dok", "4 Dok"],
    ]
    found = read(page(1, "Tabel 3.2 Capaian", table)).kinerja
    first = [k for k in found if k.urut == 1]
    assert [(k.ukuran.value, k.tahun, k.nilai, k.predikat) for k in first] == [
        ("target", 2027, Decimal("67"), "B"),
        ("realisasi", 2027, Decimal("80.41"), "A"),
        ("capaian", 2027, Decimal("120"), ""),
        ("realisasi", 2025, Decimal("64"), "B"),
        ("realisasi", 2026, Decimal("66"), "B"),
    ]
    assert {k.tingkat for k in first} == {TingkatKinerja.TUJUAN}
    second = [k for k in found if k.urut == 2]
    assert {k.tingkat for k in second} == {TingkatKinerja.SASARAN}
    assert second[0].satuan == "dokumen"
    assert second[2].satuan == "persen"
    assert second[0].tujuan_sasaran == "Arsip tertata"


def test_kriteria_is_text() -> None:
    table = [
        ["Sasaran", "Indikator", "Target", "Kriteria"],
        ["A", "Indeks A", "5", "Sangat Tinggi"],
    ]
    found = read(page(1, table)).kinerja[1]
    assert (found.ukuran, found.teks, found.nilai) == (
        UkuranKinerja.KRITERIA,
        "Sangat Tinggi",
        None,
    )


def test_average_row_gives_nothing() -> None:
    table = [*TARGET, ["", "", "Rata-rata capaian", "", "80,5"]]
    assert len(read(page(1, table)).kinerja) == 3


def test_tujuan_and_sasaran_in_columns_of_their_own() -> None:
    table = [
        ["No", "Tujuan", "Sasaran", "Indikator", "Target Kinerja pada Tahun", "<", "<"],
        ["^", "^", "^", "^", "2027", "2028", "2029"],
        ["1", "Layanan prima", "", "Indeks layanan", "4,1", "4,2", "4,3"],
        ["", "", "Warga puas", "Indeks kepuasan", "90", "91", "92"],
        ["", "", "", "Aduan selesai", "80%", "85%", "90%"],
        ["2", "Tata kelola", "", "Nilai AKIP", "70", "71", "72"],
    ]
    found = [k for k in read(page(1, table)).kinerja if k.tahun == 2027]
    assert [(k.tingkat, k.tujuan_sasaran) for k in found] == [
        (TingkatKinerja.TUJUAN, "Layanan prima"),
        (TingkatKinerja.SASARAN, "Warga puas"),
        (TingkatKinerja.SASARAN, "Warga puas"),
        (TingkatKinerja.TUJUAN, "Tata kelola"),
    ]


def test_merged_figure_is_one_figure() -> None:
    table = [
        ["Sasaran", "Indikator", "Target"],
        ["A naik", "Indeks A", "90%"],
        ["^", "Indeks B", "^"],
    ]
    assert rows(read(page(1, table))) == [("Indeks A", "target", "2027", Decimal("90"))]


BUDGET: Tabel_ = [
    [
        "No",
        "Program/ Kegiatan/ Sub Kegiatan",
        "Sebelum Perubahan (Rp)",
        "Sesudah Perubahan (Rp)",
        "Bertambah/ Berkurang (Rp)",
    ],
    ["1", "2", "3", "4", "5=(4-3)"],
    ["1", "PROGRAM PEMBINAAN PERPUSTAKAAN", "3.000.000,00", "2.500.000,00", "(500.000,00)"],
    ["1.1", "Kegiatan Pengelolaan Perpustakaan", "3.000.000,00", "2.500.000,00", "(500.000,00)"],
    ["1.1.1", "Penyediaan Bahan Pustaka", "3.000.000,00", "2.500.000,00", "(500.000,00)"],
    ["", "Jumlah", "3.000.000,00", "2.500.000,00", "(500.000,00)"],
]


def test_budget_levels_codes_and_total() -> None:
    found = [
        a
        for a in read(page(1, "Tabel 2.9 Struktur", BUDGET)).anggaran
        if a.ukuran is UkuranAnggaran.SELISIH
    ]
    assert [(a.kode, a.tingkat, a.nilai) for a in found] == [
        ("1", TingkatAnggaran.PROGRAM, Decimal("-500000.00")),
        ("1.1", TingkatAnggaran.KEGIATAN, Decimal("-500000.00")),
        ("1.1.1", TingkatAnggaran.SUB_KEGIATAN, Decimal("-500000.00")),
        ("", TingkatAnggaran.JUMLAH, Decimal("-500000.00")),
    ]
    assert found[2].uraian == "Penyediaan Bahan Pustaka"


def test_unmarked_lines_are_on_the_lowest_level_of_the_header() -> None:
    table = [
        ["Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "% Serapan"],
        ["PROGRAM PEMBINAAN ARSIP", "5.000.000", "4.000.000", "80%"],
        ["Kegiatan Penataan", "5.000.000", "4.000.000", "80%"],
        ["Penyediaan Boks Arsip", "5.000.000", "4.000.000", "80%"],
    ]
    found = [a for a in read(page(1, table)).anggaran if a.ukuran is UkuranAnggaran.SERAPAN]
    assert [a.tingkat for a in found] == [
        TingkatAnggaran.PROGRAM,
        TingkatAnggaran.KEGIATAN,
        TingkatAnggaran.SUB_KEGIATAN,
    ]


def test_unmarked_lines_without_the_levels_above_stay_open() -> None:
    table = [
        ["Program/ Kegiatan/ Sub Kegiatan", "Anggaran (Rp)"],
        ["Penataan Arsip", "5.000.000"],
        ["Penyediaan Boks", "5.000.000"],
    ]
    assert {a.tingkat for a in read(page(1, table)).anggaran} == {None}


def test_program_list_of_an_agreement() -> None:
    table = [
        ["Program", "Anggaran", "Keterangan"],
        ["1. Pembinaan Perpustakaan", "Rp. 3.000.000,00", "Sumber Dana APBD"],
        ["Jumlah", "Rp. 3.000.000,00", "APBD"],
    ]
    found = read(page(1, table)).anggaran
    assert [(a.uraian, a.tingkat, a.sumber_dana) for a in found] == [
        ("Pembinaan Perpustakaan", TingkatAnggaran.PROGRAM, "APBD"),
        ("Jumlah", TingkatAnggaran.JUMLAH, "APBD"),
    ]


EFFICIENCY: Tabel_ = [
    ["No", "Sasaran dan Indikator Sasaran", "Kinerja", "<", "<", "Anggaran", "<", "<"],
    ["^", "^", "Target", "Realisasi", "%", "Target", "Realisasi", "%"],
    ["1", "Sasaran : Arsip tertata", "", "", "", "Rp 900.000", "Rp 450.000", "50%"],
    ["", "Indikator : Arsip sesuai standar", "90", "81", "90%", "", "", ""],
    ["2", "Sasaran : Warga gemar membaca", "", "", "", "", "", ""],
    ["", "Indikator : Indeks literasi", "70", "70", "100%", "Rp 100.000", "Rp 100.000", "100%"],
    ["", "Rata-rata", "", "", "95%", "", "", ""],
    ["JUMLAH", "<", "", "", "", "Rp 1.000.000", "Rp 550.000", "55%"],
]


def test_efficiency_table_gives_work_and_money() -> None:
    found = read(page(1, "Tabel 3.7 Efisiensi", EFFICIENCY))
    assert [
        (k.indikator, k.tujuan_sasaran) for k in found.kinerja if k.ukuran is UkuranKinerja.TARGET
    ] == [
        ("Arsip sesuai standar", "Arsip tertata"),
        ("Indeks literasi", "Warga gemar membaca"),
    ]
    money = [a for a in found.anggaran if a.ukuran is UkuranAnggaran.REALISASI]
    assert [(a.uraian, a.tingkat, a.nilai) for a in money] == [
        ("Arsip tertata", None, Decimal("450000")),
        ("Warga gemar membaca", None, Decimal("100000")),
        ("JUMLAH", TingkatAnggaran.JUMLAH, Decimal("550000")),
    ]


IKU: Tabel_ = [
    [
        "NO",
        "SASARAN",
        "INDIKATOR KINERJA UTAMA",
        "FORMULASI",
        "DEFINISI OPERASIONAL",
        "SUMBER DATA",
        "PENANGGUNG JAWAB",
    ],
    [
        "1",
        "Arsip tertata",
        "Persentase arsip tertata",
        "tertata / semua x 100%",
        "Arsip tertata adalah",
        "Laporan",
        "Kabid",
    ],
]
IKU_NEXT: Tabel_ = [
    IKU[0],
    ["", "", "", "", "yang sesuai standar", "", ""],
    ["2", "Warga membaca", "Indeks literasi", "IPLM", "Indeks nasional", "Survei", "Kadis"],
]


def test_cell_that_goes_on_over_the_page_is_one_cell() -> None:
    found = read(
        page(1, "Lampiran 1. INDIKATOR KINERJA UTAMA", IKU),
        page(2, IKU_NEXT),
        of=naskah(JenisNaskah.KEPUTUSAN_IKU),
    ).indikator
    assert [i.indikator for i in found] == ["Persentase arsip tertata", "Indeks literasi"]
    assert found[0].definisi == "Arsip tertata adalah yang sesuai standar"
    assert (found[0].halaman_awal, found[0].halaman_akhir) == (1, 2)
    assert {i.tabel for i in found} == {"Lampiran 1"}


def test_page_without_header_goes_on_with_the_table() -> None:
    headless = [row[:] for row in IKU_NEXT[1:]]
    found = read(page(1, IKU), page(2, headless), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator
    assert [i.urut for i in found] == [1, 2]
    assert found[0].definisi == "Arsip tertata adalah yang sesuai standar"


def test_name_pushed_over_the_page_break_joins_its_row() -> None:
    cut = [IKU[0], ["1", "Arsip", "", "tertata / semua", "Arsip yang", "Laporan", "Kabid"]]
    rest = [IKU[0], ["", "tertata", "Persentase arsip tertata", "", "sesuai standar", "", ""]]
    found = read(page(1, cut), page(2, rest), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator
    assert [(i.indikator, i.tujuan_sasaran, i.definisi) for i in found] == [
        ("Persentase arsip tertata", "Arsip tertata", "Arsip yang sesuai standar")
    ]


def test_other_indicators_are_marked_by_their_caption() -> None:
    found = read(
        page(
            1,
            "Lampiran 1. INDIKATOR KINERJA UTAMA",
            IKU,
            "Lampiran 2. INDIKATOR KINERJA LAINNYA",
            IKU,
        ),
        of=naskah(JenisNaskah.KEPUTUSAN_IKU),
    ).indikator
    assert [(i.tabel, i.jenis) for i in found] == [
        ("Lampiran 1", JenisIndikator.IKU),
        ("Lampiran 2", JenisIndikator.LAINNYA),
    ]


def test_text_between_parts_two_tables_with_one_header() -> None:
    found = read(
        page(1, "Tabel 2.1 PK", TARGET),
        page(2, "Perubahan adalah sebagai berikut", "Tabel 2.2 PK", TARGET),
    )
    assert [k.tabel for k in found.kinerja] == ["Tabel 2.1"] * 3 + ["Tabel 2.2"] * 3


def test_items_aligned_by_line_are_rows() -> None:
    table = [
        ["No", "Sasaran", "Indikator", "Target"],
        [
            "1",
            "Rencana baik",
            "Keselarasan RKPD\nPerangkat selaras\nDokumen tepat waktu",
            "90%\n80%\n100%",
        ],
    ]
    assert rows(read(page(1, table))) == [
        ("Keselarasan RKPD", "target", "2027", Decimal("90")),
        ("Perangkat selaras", "target", "2027", Decimal("80")),
        ("Dokumen tepat waktu", "target", "2027", Decimal("100")),
    ]


def test_figures_that_stand_beside_no_item_stay_together() -> None:
    table = [["Sasaran", "Indikator", "Target"], ["A naik", "Jumlah\nsemuanya", "3\n4"]]
    found = read(page(1, table)).kinerja
    assert len(found) == 1
    assert found[0].nilai is None


def test_section_row_gives_the_rows_below_their_subject() -> None:
    table = [
        ["No", "Indikator Kinerja", "Satuan", "Target", "Realisasi"],
        ["Sasaran ke-1 : Industri tumbuh", "<", "<", "<", "<"],
        ["1", "Pertumbuhan industri", "persen", "5", "6"],
        ["Sasaran ke-2 : Ekspor naik", "<", "<", "<", "<"],
        ["1", "Nilai ekspor", "persen", "2", "3"],
    ]
    found = [k for k in read(page(1, table)).kinerja if k.ukuran is UkuranKinerja.TARGET]
    assert [k.tujuan_sasaran for k in found] == ["Industri tumbuh", "Ekspor naik"]


def test_year_of_caption_goes_before_year_of_naskah() -> None:
    found = read(page(1, "= Tabel 3.9 Realisasi Kinerja Tahun 2026", TARGET)).kinerja
    assert {k.tahun for k in found} == {2026}


def test_period_in_caption_is_no_year() -> None:
    found = read(page(1, "= Tabel 2.3 Target Renstra 2027-2031", TARGET)).kinerja
    assert {k.tahun for k in found} == {2027}


def test_boxes_lie_in_their_cells() -> None:
    layout = page(3, TARGET)
    for figure in read(layout).kinerja:
        assert figure.halaman == 3
        assert _inside(figure, layout)


def _inside(figure: Kinerja, layout: TataLetak) -> bool:
    table = layout.tabel[0].kotak
    assert figure.x0 is not None and figure.y1 is not None
    return figure.x0 >= table.x0 and figure.y1 <= table.y1


@pytest.mark.parametrize(
    ("teks", "jenjang", "sisa"),
    [
        ("Tujuan 1 : Meningkatnya layanan", "tujuan", "Meningkatnya layanan"),
        ("Sasaran 1.1 Meningkatnya layanan", "sasaran", "Meningkatnya layanan"),
        ("Sasaran :\nLayanan", "sasaran", "Layanan"),
        ("Program Penunjang Urusan", "", "Program Penunjang Urusan"),
        ("Sasaran layanan", "", "Sasaran layanan"),
    ],
)
def test_level_words_before_a_subject(teks: str, jenjang: str, sisa: str) -> None:
    assert split_prefix(teks) == (jenjang, sisa)


@pytest.mark.parametrize(
    ("teks", "bersih"),
    [
        ("1. Nilai SKM", "Nilai SKM"),
        ("1 Proses rekomendasi", "1 Proses rekomendasi".removeprefix("1 ")),
        ("2.1. Jumlah desa", "Jumlah desa"),
        ("1.1 Persentase desa", "Persentase desa"),
        ("a. % desa maju", "% desa maju"),
        ("100 desa", "100 desa"),
        ("3", "3"),
    ],
)
def test_list_numbers_are_no_part_of_a_name(teks: str, bersih: str) -> None:
    assert without_mark(teks) == bersih


def test_units_aligned_by_line_go_with_their_figures() -> None:
    table = [
        ["No", "Sasaran", "Uraian Indikator", "Satuan", "Target"],
        ["1", "Rencana baik", "Nilai A\nJumlah B\nPersen C", "indeks\norang\n%", "87,0\n12\n35"],
    ]
    found = read(page(1, table)).kinerja
    assert [(k.indikator, k.nilai, k.satuan) for k in found] == [
        ("Nilai A", Decimal("87.0"), "indeks"),
        ("Jumlah B", Decimal("12"), "orang"),
        ("Persen C", Decimal("35"), "persen"),
    ]


def test_money_beside_an_indicator_goes_to_its_own_program() -> None:
    table = [
        ["Sasaran", "Indikator", "Program", "Anggaran (Rp)", "Realisasi (Rp)"],
        ["Arsip tertata", "Arsip sesuai", "Program Arsip", "5.000.000", "4.000.000"],
        ["^", "^", "Program Pustaka", "3.000.000", "2.000.000"],
    ]
    found = [a for a in read(page(1, table)).anggaran if a.ukuran is UkuranAnggaran.PAGU]
    assert [(a.uraian, a.nilai) for a in found] == [
        ("Program Arsip", Decimal("5000000")),
        ("Program Pustaka", Decimal("3000000")),
    ]


def test_running_head_does_not_part_a_table() -> None:
    def one(nomor: int, *isi: str | Tabel_) -> TataLetak:
        made = page(nomor, *isi)
        head = line("Dinas Perpustakaan dan Kearsipan", 78.0, tengah=False)
        return replace(made, baris=(head, *made.baris))

    pages = (one(1, "Tabel 3.1 Capaian", TARGET), one(2, TARGET), one(3, "Uraian berikutnya."))
    found = read(*pages).kinerja
    assert [k.urut for k in found] == [1, 2, 3, 4, 5, 6]
    assert {k.tabel for k in found} == {"Tabel 3.1"}


def test_unit_cut_off_by_the_page_break_stays_with_its_figure() -> None:
    head = ["Indikator", "Kondisi Awal (2026)", "Target 2027"]
    found = read(
        page(1, [head, ["Nilai produksi", "481,56", "5%"]]),
        page(2, [head, ["", "dokumen", ""], ["Ekspor", "25,8", "2%"]]),
    ).kinerja
    assert [(k.teks, k.nilai, k.satuan) for k in found if k.indikator == "Nilai produksi"] == [
        ("481,56 dokumen", Decimal("481.56"), "dokumen"),
        ("5%", Decimal("5"), "persen"),
    ]


def test_factor_beside_a_fraction_stands_behind_it() -> None:
    rows = [IKU[0], ["1", "Arsip tertata", "Arsip", "tertata\nx 100%\nsemua", "D", "L", "K"]]
    found = read(page(1, rows), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator
    assert found[0].formulasi.split("\n")[-1] == "x 100%"


def test_narrow_cells_wrap_and_bulleted_names_do_not() -> None:
    rows = [
        IKU[0],
        ["1", "Arsip tertata", "Arsip", "F", "D", "Laporan\nBidang", "-Seksi A\n-Seksi\nB"],
    ]
    found = read(page(1, rows), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator[0]
    assert found.sumber_data == "Laporan Bidang"
    assert found.penanggung_jawab == "-Seksi A\n-Seksi B"


def test_indicator_that_is_itself_an_average_is_kept() -> None:
    table = [
        ["No", "Sasaran", "Indikator", "Target", "Realisasi", "%"],
        ["1", "Arsip cepat ditemukan", "Rata-rata waktu temu kembali", "30", "27", "110%"],
        ["", "", "Rata-rata capaian", "", "", "110%"],
    ]
    found = read(page(1, table)).kinerja
    assert [k.nilai for k in found] == [Decimal("30"), Decimal("27"), Decimal("110")]
    assert {k.indikator for k in found} == {"Rata-rata waktu temu kembali"}


def test_indicator_under_a_merged_sasaran_is_no_average_of_it() -> None:
    table = [
        ["No", "Sasaran", "Indikator", "% Capaian", "Pagu (Rp)", "Realisasi (Rp)"],
        ["1", "Arsip cepat ditemukan", "Arsip tertata", "98,5", "3.000.000", "2.900.000"],
        ["^", "^", "Rata-rata waktu temu kembali", "91,4", "^", "^"],
        ["^", "^", "Rata-rata capaian", "94,9", "^", "^"],
    ]
    found = read(page(1, table)).kinerja
    assert [(k.indikator, k.nilai) for k in found] == [
        ("Arsip tertata", Decimal("98.5")),
        ("Rata-rata waktu temu kembali", Decimal("91.4")),
    ]


def test_name_behind_the_page_break_joins_the_figures_before_it() -> None:
    head = [
        ["No", "Indikator", "Target", "<", "Realisasi", "<"],
        ["^", "^", "2026", "2027", "2026", "2027"],
    ]
    cut = [
        *head,
        ["1", "Indeks literasi", "71", "72", "70", "73"],
        ["2", "", "80", "85", "76", "87"],
    ]
    rest = [
        *head,
        ["", "Tingkat standar pelayanan", "", "", "", ""],
        ["3", "Arsip tertata", "60", "65", "61", "64"],
    ]
    found = read(page(1, cut), page(2, rest)).kinerja
    assert [k.nilai for k in found if k.indikator == "Tingkat standar pelayanan"] == [
        80,
        85,
        76,
        87,
    ]
    assert len(found) == 12


def test_caption_tells_the_year_at_which_the_plan_ends() -> None:
    table = [
        ["Indikator", "Target Akhir Renstra", "Realisasi", "Tingkat Kemajuan"],
        ["Indeks literasi", "80", "72", "90%"],
    ]
    judul = "Tabel 3.4 Realisasi terhadap Target Akhir Renstra Tahun 2030"
    found = read(page(1, judul, table)).kinerja
    assert [k.tahun for k in found if k.ukuran is UkuranKinerja.TARGET_AKHIR] == [2030]


@pytest.mark.parametrize(
    ("nama", "dibaca"),
    [
        ("Tingkat partisipasi warga (20)", "Tingkat partisipasi warga (%)"),
        ("Persentase (96) arsip tertata", "Persentase (%) arsip tertata"),
        ("Jumlah desa binaan (20)", "Jumlah desa binaan (20)"),
        ("Tingkat layanan (20) kecamatan", "Tingkat layanan (20) kecamatan"),
    ],
)
def test_percent_sign_behind_a_name_is_mended_on_a_scan(nama: str, dibaca: str) -> None:
    table = [["No", "Indikator", "Target"], ["1", nama, "71"], ["2", "Arsip tertata", "90"]]
    assert read(page(1, table, metode=Metode.OCR)).kinerja[0].indikator == dibaca
    assert read(page(1, table)).kinerja[0].indikator == nama


def test_figures_without_a_name_are_told_by_their_page() -> None:
    table = [["No", "Indikator", "Target"], ["1", "Arsip tertata", "90"], ["2", "", "71"]]
    (whole,), _ = stitch([page(4, table)])
    found = records_of(whole, naskah())
    assert ([k.nilai for k in found.kinerja], found.tanpa_nama) == ([90], (4,))
    named = [
        *table[:2],
        ["Jumlah", "", "90"],
        ["", "Rata-rata capaian", ""],
        ["2", "Literasi", "-"],
    ]
    (whole,), _ = stitch([page(4, named)])
    assert records_of(whole, naskah()).tanpa_nama == ()


def test_row_whose_number_was_lost_at_a_page_break_is_one_of_its_own() -> None:
    head = ["No", "Sasaran", "Indikator", "Formulasi", "Sumber Data"]
    first = [head, ["1", "A naik", "Indeks A", "Skor A", "Survei"],
             ["2", "B naik", "Indeks B", "Skor B", "Survei"]]  # fmt: skip
    second = [head, ["", "C naik", "Indeks C", "Skor C", "Laporan"],
              ["4", "D naik", "Indeks D", "Skor D", "Laporan"]]  # fmt: skip
    found = read(page(1, first), page(2, second), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator
    assert [(i.indikator, i.tujuan_sasaran, i.sumber_data) for i in found] == [
        ("Indeks A", "A naik", "Survei"),
        ("Indeks B", "B naik", "Survei"),
        ("Indeks C", "C naik", "Laporan"),
        ("Indeks D", "D naik", "Laporan"),
    ]


def test_row_without_number_goes_on_where_the_numbers_do() -> None:
    head = ["No", "Sasaran", "Indikator", "Formulasi", "Sumber Data"]
    first = [head, ["1", "A naik", "Indeks A", "Skor A", "Survei"],
             ["2", "B naik", "Indeks B", "Skor B", "Survei"]]  # fmt: skip
    second = [head, ["", "dan tetap", "bagian kedua", "dibagi dua", "warga"],
              ["3", "C naik", "Indeks C", "Skor C", "Laporan"]]  # fmt: skip
    found = read(page(1, first), page(2, second), of=naskah(JenisNaskah.KEPUTUSAN_IKU)).indikator
    assert [i.indikator for i in found] == ["Indeks A", "Indeks B bagian kedua", "Indeks C"]


def test_dotted_numbers_part_tujuan_from_sasaran() -> None:
    table = [
        ["No", "Tujuan / Sasaran", "Indikator", "Target"],
        ["1", "Tata kelola baik", "Indeks tata kelola", "70"],
        ["1.1", "Pelayanan baik", "Indeks layanan", "80"],
    ]
    assert [k.tingkat for k in read(page(1, table)).kinerja] == [
        TingkatKinerja.TUJUAN,
        TingkatKinerja.SASARAN,
    ]


def test_percent_misread_in_the_unit_column() -> None:
    table = [["Sasaran", "Indikator", "Satuan", "Target"], ["A naik", "Cakupan A", "Yo", "90"]]
    assert [k.satuan for k in read(page(1, table)).kinerja] == ["persen"]


def test_total_has_no_code() -> None:
    table = [
        ["Kode Rekening", "Program", "Anggaran (Rp)"],
        ["7.01.02", "Program Pelayanan", "1.000.000"],
        ["JUMLAH", "<", "1.000.000"],
    ]
    assert [a.kode for a in read(page(1, table)).anggaran] == ["7.01.02", ""]


@pytest.mark.parametrize(
    ("banyak", "periode", "tahun"),
    [(5, "2027-2031", 2027), (6, "2026-2031", 2026), (5, "2026-2031", 2027)],
)
def test_years_of_the_plan_are_counted_up_to_its_last(
    banyak: int, periode: str, tahun: int
) -> None:
    table = [
        ["Sasaran", "Indikator", "Target pada Tahun ke-", *["<"] * (banyak - 1)],
        ["^", "^", *(str(n + 1) for n in range(banyak))],
        ["Literasi naik", "Indeks literasi", *(str(60 + n) for n in range(banyak))],
    ]
    judul = f"= Tabel 3.1 Tujuan dan Sasaran Tahun {periode}"
    found = read(page(1, judul, table), of=naskah(JenisNaskah.MATRIKS_RENSTRA, None)).kinerja
    assert [k.tahun for k in found] == list(range(tahun, tahun + banyak))


def test_sasaran_of_a_program_is_no_program() -> None:
    table = [
        ["No", "Sasaran Program", "Indikator Program", "Target"],
        ["1", "Meningkatnya populasi ternak", "Pertumbuhan populasi", "4 %"],
        ["2", "Program Kesehatan Hewan", "Penyakit tertangani", "90 %"],
    ]
    found = read(page(1, table)).kinerja
    assert [k.tingkat for k in found] == [None, TingkatKinerja.PROGRAM]


def test_each_benchmark_is_a_figure_of_its_own() -> None:
    table = [
        ["Indikator", "Realisasi Kab. Jember", "Realisasi Provinsi", "Realisasi Nasional"],
        ["Indeks literasi", "71,5", "70,2", "69,8"],
    ]
    found = read(page(1, table)).kinerja
    assert [(k.ukuran, str(k.nilai)) for k in found if k.ukuran is UkuranKinerja.ACUAN] == [
        (UkuranKinerja.ACUAN, "70.2"),
        (UkuranKinerja.ACUAN, "69.8"),
    ]


def test_years_counted_in_the_plan_before_stay_open() -> None:
    table = [
        ["Indikator", "Target Renstra Tahun ke-", "<", "Realisasi Capaian Tahun ke-", "<"],
        ["^", "1", "2", "1", "2"],
        ["Indeks literasi", "70", "71", "69", "72"],
    ]
    plan = replace(naskah(JenisNaskah.MATRIKS_RENSTRA, None), periode_awal=2027, periode_akhir=2031)
    assert [(k.ukuran.value, k.tahun) for k in read(page(1, table), of=plan).kinerja] == [
        ("target", None),
        ("target", None),
        ("realisasi", None),
        ("realisasi", None),
    ]


def test_percent_signs_that_the_second_reader_saw() -> None:
    box = Kotak(0, 0, 10, 10)
    second = (Bacaan("rapidocr", box, "Aspek Kebijakan (24%), bobot 17,0% dari 96", 0.9),)
    read = "Aspek Kebijakan (2496), bobot 17,0Yo dari 96"
    assert with_percent_signs(read, second) == "Aspek Kebijakan (24%), bobot 17,0% dari 96"
    assert with_percent_signs(read, ()) == read


BELANJA: Tabel_ = [
    ["No", "Program / Kegiatan", "Anggaran (Rp)", "Realisasi (Rp)", "%"],
    ["I", "Program Pembinaan Perpustakaan", "90.000.000", "81.000.000", "90,00"],
    ["1", "Pengelolaan Perpustakaan Daerah", "90.000.000", "81.000.000", "90,00"],
    ["II", "Program Pelestarian Koleksi", "10.000.000", "9.000.000", "90,00"],
    ["1", "Pelestarian Naskah Kuno Milik Daerah", "10.000.000", "9.000.000", "90,00"],
]


@pytest.mark.parametrize("nama", ["Jumlah Belanja", "TOTAL PAGU SELURUHNYA", "Sub Total Anggaran"])
def test_total_of_several_words_is_no_kegiatan(nama: str) -> None:
    table = [*BELANJA, ["", nama, "100.000.000", "90.000.000", "90,00"]]
    found = read(page(1, "= Tabel 3.9 Realisasi Anggaran Tahun 2027", table)).anggaran
    levels = [a.tingkat for a in found if a.ukuran is UkuranAnggaran.PAGU]
    program, kegiatan = TingkatAnggaran.PROGRAM, TingkatAnggaran.KEGIATAN
    assert levels == [program, kegiatan, program, kegiatan, TingkatAnggaran.JUMLAH]


def test_total_over_the_number_column_may_name_the_office() -> None:
    total = ["JUMLAH DINAS PERPUSTAKAAN", "<", "100.000.000", "90.000.000", "90,00"]
    found = read(page(1, "= Tabel 3.9 Realisasi Anggaran Tahun 2027", [*BELANJA, total])).anggaran
    assert found[-1].tingkat is TingkatAnggaran.JUMLAH
    named = ["3", "Jumlah kunjungan yang dilayani", "100.000.000", "90.000.000", "90,00"]
    found = read(page(1, "= Tabel 3.9 Realisasi Anggaran Tahun 2027", [*BELANJA, named])).anggaran
    assert found[-1].tingkat is not TingkatAnggaran.JUMLAH


def test_point_of_a_percent_says_nothing_of_amounts() -> None:
    table: Tabel_ = [
        ["No", "Program", "Pagu", "Realisasi", "%"],
        ["1", "Program Pembinaan Perpustakaan", "4.215.350", "4.098.120", "97.22"],
        ["2", "Program Pelestarian Koleksi", "480.500", "477.300", "99.33"],
    ]
    found = read(page(1, "= Tabel 3.9 Realisasi Anggaran Tahun 2027", table)).anggaran
    assert [a.nilai for a in found][3:] == [Decimal(480500), Decimal(477300), Decimal("99.33")]
    alone = [table[0], table[2]]
    found = read(page(1, "= Tabel 3.9 Realisasi Anggaran Tahun 2027", alone)).anggaran
    assert [a.nilai for a in found] == [None, None, Decimal("99.33")]


@pytest.mark.parametrize(
    ("catatan", "pagu", "kali"),
    [
        ("(dalam ribuan rupiah)", "Pagu", 1000),
        ("= Realisasi Anggaran", "Pagu (Rp. 000)", 1000),
        ("= Realisasi Anggaran", "Pagu (Rp juta)", 1_000_000),
        ("= Realisasi Anggaran", "Pagu (Rp)", 1),
    ],
)
def test_amounts_in_thousands_are_rupiah(catatan: str, pagu: str, kali: int) -> None:
    table: Tabel_ = [
        ["No", "Program", pagu, "%"],
        ["1", "Program Pembinaan Perpustakaan", "4.215.350", "97,22"],
        ["2", "Program Pelestarian Koleksi", "480.500", "99,33"],
    ]
    pagu_rows = read(page(1, "= Tabel 3.9 Anggaran Tahun 2027", catatan, table)).anggaran
    found = {(a.ukuran.value, a.teks): (a.nilai, a.pengali) for a in pagu_rows}
    if kali < 1_000_000:
        assert found["pagu", "4.215.350"] == (Decimal(4_215_350) * kali, kali)
    else:  # 4.215.350 million is more than any office has: the note is not meant
        assert found["pagu", "4.215.350"] == (Decimal(4_215_350), 1)
    assert {kali for (ukuran, _), (_, kali) in found.items() if ukuran == "serapan"} == {1}


def test_columns_of_program_kegiatan_and_sub_kegiatan_name_a_row_by_the_last() -> None:
    table: Tabel_ = [
        ["No", "Program", "Kegiatan", "Sub Kegiatan", "Anggaran"],
        ["1", "Program Penunjang Urusan", "Administrasi Keuangan", "Penyediaan Gaji", "Rp 2.150"],
        ["^", "^", "^", "Penyusunan Laporan", "Rp 1.050"],
        ["^", "^", "Administrasi Umum", "Penyediaan Peralatan", "Rp 3.000"],
        ["Total", "<", "<", "<", "Rp 6.200"],
    ]
    found = read(page(1, "= Anggaran Tahun 2027", table)).anggaran
    sub = TingkatAnggaran.SUB_KEGIATAN
    assert [(a.uraian, a.tingkat) for a in found] == [
        ("Penyediaan Gaji", sub),
        ("Penyusunan Laporan", sub),
        ("Penyediaan Peralatan", sub),
        ("Total", TingkatAnggaran.JUMLAH),
    ]


def test_stepped_columns_give_each_level_its_amount() -> None:
    table: Tabel_ = [
        ["No", "Program", "Kegiatan", "Sub Kegiatan", "Anggaran"],
        ["1", "Program Penunjang Urusan", "", "", "Rp 3.200"],
        ["", "", "Administrasi Keuangan", "", "Rp 3.200"],
        ["", "", "", "Penyediaan Gaji", "Rp 2.150"],
        ["", "", "", "Penyusunan Laporan", "Rp 1.050"],
    ]
    found = read(page(1, "= Anggaran Tahun 2027", table)).anggaran
    assert [(a.uraian, a.tingkat, a.nilai) for a in found] == [
        ("Program Penunjang Urusan", TingkatAnggaran.PROGRAM, Decimal(3200)),
        ("Administrasi Keuangan", TingkatAnggaran.KEGIATAN, Decimal(3200)),
        ("Penyediaan Gaji", TingkatAnggaran.SUB_KEGIATAN, Decimal(2150)),
        ("Penyusunan Laporan", TingkatAnggaran.SUB_KEGIATAN, Decimal(1050)),
    ]

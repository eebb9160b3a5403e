from __future__ import annotations

import pytest

from extractors.columns import (
    _CONDITIONS,
    ANGKA_UANG,
    Isi,
    Kepala,
    _read_rule,
    ends_plan,
    header_role,
    is_numbering_row,
    read_header,
    read_header_cell,
)
from extractors.kamus import KamusTidakSah, load_register
from pipeline.read.page import Bacaan
from tests.extractors.naskah_uji import Tabel_, table

ISI = ["isi"] * 20


def header(*rows: list[str], judul: str = "") -> Kepala:
    body = [f"baris {n}" for n in range(len(rows[0]))]
    found = read_header(table([*rows, body, body]), judul=judul)
    assert found is not None
    return found


def roles(*rows: list[str], judul: str = "") -> list[Isi]:
    return [kolom.isi for kolom in header(*rows, judul=judul).kolom]


@pytest.mark.parametrize(
    ("teks", "isi"),
    [
        ("NO", Isi.NO),
        ("N O", Isi.NO),
        ("No. Urut", Isi.NO),
        ("Kode Rekening", Isi.KODE),
        ("Tujuan / Sasaran Strategis", Isi.TUJUAN_SASARAN),
        ("KINERJA UTAMA", Isi.TUJUAN_SASARAN),
        ("Sasaran Strategis", Isi.SASARAN),
        ("Tujuan", Isi.TUJUAN),
        ("Sasaran dan Indikator Sasaran", Isi.SASARAN_INDIKATOR),
        ("Indikator Tujuan/Sasaran", Isi.INDIKATOR),
        ("INDIKATOR KINERJA UTAMA (IKU)", Isi.INDIKATOR),
        ("IKU", Isi.INDIKATOR),
        ("Indikator Kinerja Program (outcome) dan Kegiatan (output)", Isi.INDIKATOR),
        ("FORMULASI PERHITUNGAN DAN PENJELASAN", Isi.FORMULASI),
        ("Definisi Operasional dan Formula Perhitungan", Isi.FORMULASI),
        ("Cara Pengukuran", Isi.FORMULASI),
        ("DEFINISI OPERASIONAL", Isi.DEFINISI),
        ("Sumber Data", Isi.SUMBER_DATA),
        ("Sumber Dana", Isi.SUMBER_DANA),
        ("PENANG-\nGUNG\nJAWAB", Isi.PENANGGUNG_JAWAB),
        ("Bidang Penanggung Jawab", Isi.PENANGGUNG_JAWAB),
        ("Satuan", Isi.SATUAN),
        ("Realisasi s.d. Akhir Tahun", Isi.REALISASI),
        ("Capaian s/d Akhir Tahun 2025", Isi.CAPAIAN),
        ("Realisasi s.d. Akhir Renstra", Isi.CAPAIAN_AKHIR),
        ("T", Isi.TARGET),
        ("R", Isi.REALISASI),
        ("Keu (%)", Isi.SERAPAN),
        ("Kondisi Awal / Baseline - 2021", Isi.KONDISI_AWAL),
        ("Target Tahun 2025", Isi.TARGET),
        ("Realisasi 2023", Isi.REALISASI),
        ("% Capaian", Isi.CAPAIAN),
        ("Kriteria (kode)", Isi.KRITERIA),
        ("Target Akhir Renstra (2026)", Isi.TARGET_AKHIR),
        ("Target Jangka Menengah (2026)", Isi.TARGET_AKHIR),
        ("% Capaian terhadap Target Jangka Menengah", Isi.CAPAIAN_AKHIR),
        ("Persentase Capaian Target", Isi.CAPAIAN),
        ("Realisasi terhadap Target (%)", Isi.CAPAIAN),
        ("Target Capaian", Isi.TARGET),
        ("Capaian s/d 2025 terhadap target 2026", Isi.CAPAIAN_AKHIR),
        ("(Benchmark) Target Nasional/ Regional", Isi.ACUAN),
        ("Program/ Kegiatan/ Sub Kegiatan", Isi.PROGRAM),
        ("Pagu Anggaran (Rp)", Isi.PAGU),
        ("Sebelum Perubahan (Rp)", Isi.SEBELUM_PERUBAHAN),
        ("Pergeseran Anggaran (Rp)", Isi.PERGESERAN),
        ("Setelah Perubahan", Isi.SESUDAH_PERUBAHAN),
        ("Bertambah/ Berkurang (Rp)", Isi.SELISIH),
        ("Realisasi Anggaran", Isi.REALISASI_UANG),
        ("% Serapan Anggaran", Isi.SERAPAN),
        ("Target Triwulan I", Isi.LAIN),
        ("Faktor Penghambat", Isi.LAIN),
    ],
)
def test_header_words_name_a_role(teks: str, isi: Isi) -> None:
    assert header_role(teks) is isi


@pytest.mark.parametrize(
    "teks", ["larget", "Targel", "indikalor kinerja", "Realisasl", "Formulasl"]
)
def test_misread_header_words_are_mended(teks: str) -> None:
    assert header_role(teks) is not None
    assert read_header_cell(teks).keyakinan < 1


@pytest.mark.parametrize("teks", ["Sarana Prasarana", "Jabatan", "Kekurangan", "Nama Barang", ""])
def test_other_words_name_no_role(teks: str) -> None:
    assert header_role(teks) is None


@pytest.mark.parametrize(
    ("teks", "tahun"),
    [
        ("1 (2022)", (2022,)),
        ("Target Tahun 2025", (2025,)),
        ("Baseline 2O24", (2024,)),
        ("Realisasi\n2023", (2023,)),
        ("Nomor 5/2025", ()),
        ("Target", ()),
    ],
)
def test_years_of_a_header_cell(teks: str, tahun: tuple[int, ...]) -> None:
    assert read_header_cell(teks).tahun == tahun


def test_years_under_a_group_head_take_its_measure() -> None:
    found = header(
        ["No", "Tujuan", "Sasaran", "Indikator", "Target Kinerja Pada Tahun ke-", "<", "<"],
        ["^", "^", "^", "^", "1 (2027)", "2 (2028)", "3 (2029)"],
    )
    assert [(k.isi, k.tahun) for k in found.kolom[4:]] == [
        (Isi.TARGET, 2027),
        (Isi.TARGET, 2028),
        (Isi.TARGET, 2029),
    ]
    assert found.baris_isi == 2


def test_year_above_measure() -> None:
    found = header(
        ["No", "Indikator Kinerja", "Sat", "Tahun 2015", "<", "Tahun 2016", "<"],
        ["^", "^", "^", "Target", "Realisasi", "Target", "Realisasi"],
    )
    assert [(k.isi, k.tahun) for k in found.kolom[3:]] == [
        (Isi.TARGET, 2015),
        (Isi.REALISASI, 2015),
        (Isi.TARGET, 2016),
        (Isi.REALISASI, 2016),
    ]


def test_efficiency_table_parts_work_from_money() -> None:
    assert roles(
        [
            "No",
            "Sasaran dan Indikator Sasaran",
            "Kinerja",
            "<",
            "<",
            "Anggaran",
            "<",
            "<",
            "Kategori Efisiensi",
        ],
        ["^", "^", "Target", "Realisasi", "%", "Target", "Realisasi", "%", "^"],
    ) == [
        Isi.NO,
        Isi.SASARAN_INDIKATOR,
        Isi.TARGET,
        Isi.REALISASI,
        Isi.CAPAIAN,
        Isi.PAGU,
        Isi.REALISASI_UANG,
        Isi.SERAPAN,
        Isi.KATEGORI,
    ]


def test_flat_header_money_follows_money() -> None:
    assert roles(
        ["Sasaran", "Indikator", "Target", "Realisasi", "%", "Anggaran", "Realisasi", "%"]
    ) == [
        Isi.SASARAN,
        Isi.INDIKATOR,
        Isi.TARGET,
        Isi.REALISASI,
        Isi.CAPAIAN,
        Isi.PAGU,
        Isi.REALISASI_UANG,
        Isi.SERAPAN,
    ]


def test_budget_table_without_indicators_is_all_money() -> None:
    found = roles(["Program / Kegiatan", "Anggaran (Rp)", "Realisasi", "%", "Keterangan"])
    assert set(found[1:4]) <= ANGKA_UANG
    assert found[4] is Isi.SUMBER_DANA


def test_columns_in_any_order() -> None:
    assert roles(["Target", "Satuan", "Indikator Kinerja", "Sasaran Program", "No"]) == [
        Isi.TARGET,
        Isi.SATUAN,
        Isi.INDIKATOR,
        Isi.SASARAN_PROGRAM,
        Isi.NO,
    ]


def test_quarters_are_never_taken_for_years() -> None:
    found = roles(
        ["Program", "Indikator Kinerja", "Realisasi Kinerja Pada Triwulan", "<"],
        ["^", "^", "I", "II"],
    )
    assert found[2:] == [Isi.LAIN, Isi.LAIN]


def test_numbering_row_belongs_to_the_header() -> None:
    found = header(["No", "Sasaran", "Indikator", "Target"], ["(1)", "(2)", "(3)", "(4)"])
    assert found.baris_isi == 2


def test_misread_numbering_row_belongs_to_the_header() -> None:
    found = header(["No", "Sasaran", "Indikator", "Target"], ["Le)", "(2)", "(3)", "(4)"])
    assert found.baris_isi == 2


@pytest.mark.parametrize(
    ("sel", "ya"),
    [
        (["1", "2", "3", "4", "7= 6/5*100"], True),
        (["(1)", "(2)", "(3)"], True),
        (["1", "2", "3", "6=(5-4)"], True),
        (["(n-1)", "(n)", "(n+1)"], True),
        (["12", "12", "100"], False),
        (["1", "Meningkatnya layanan"], False),
        (["5"], False),
    ],
)
def test_numbering_rows(sel: list[str], ya: bool) -> None:
    assert is_numbering_row(sel) is ya


@pytest.mark.parametrize(
    "rows",
    [
        [["Nama", "Jabatan", "Golongan"], ["a", "b", "c"]],
        [["No", "Saran / Rekomendasi", "Tindak Lanjut"], ["1", "a", "b"]],
        [
            ["No", "Sarana Prasarana", "Jumlah", "Kondisi", "Jumlah ideal"],
            ["1", "a", "1", "baik", "1"],
        ],
        [
            ["No", "Interval Nilai Realisasi Kinerja", "Kriteria Penilaian Realisasi Kinerja"],
            ["1", "a", "b"],
        ],
    ],
)
def test_other_tables_are_left_alone(rows: Tabel_) -> None:
    found = read_header(table(rows))
    assert found is None or not found.dikenal


def test_two_tables_side_by_side_are_two_groups() -> None:
    found = header(
        [
            "Tujuan",
            "Indikator Tujuan",
            "Satuan",
            "Target",
            "<",
            "Program",
            "Indikator Program",
            "Pendanaan",
            "<",
        ],
        ["^", "^", "^", "2027", "2028", "^", "^", "Target", "Anggaran"],
    )
    assert [k.gugus for k in found.kolom] == [0, 0, 0, 0, 0, 1, 1, 1, 1]


def test_numbering_row_is_known_by_its_second_reading() -> None:
    rows = [
        ["No", "Sasaran", "Indikator", "Target"],
        ["@", "2", "3", "@"],
        ["1", "Arsip", "Nilai", "5"],
    ]
    plain = table(rows)
    readings = [
        Bacaan("kedua", sel.kotak, f"({sel.kolom + 1})", 0.9) for sel in plain.sel if sel.baris == 1
    ]
    found = read_header(table(rows, bacaan=readings))
    assert found is not None
    assert found.baris_isi == 2


@pytest.mark.parametrize(
    ("misread", "seen"),
    [(["(4)", "(2)", "(3)", "(4)"], ["(1)", "(2)", "(3)", "(4)"]), (["1", "2", "3", "3)"], "1234")],
)
def test_readings_by_which_numbers_rise_make_a_numbering_row(
    misread: list[str], seen: list[str]
) -> None:
    rows = [["No", "Sasaran", "Indikator", "Target"], misread, ["1", "Arsip", "Nilai", "5"]]
    readings = [
        Bacaan("kedua", sel.kotak, seen[sel.kolom], 0.9)
        for sel in table(rows).sel
        if sel.baris == 1
    ]
    found = read_header(table(rows, bacaan=readings))
    assert found is not None
    assert found.baris_isi == 2


def test_rest_of_a_name_below_the_header_is_no_header() -> None:
    """A page break pushed the name of a row below the header that is printed again."""
    rows = [
        ["No", "Indikator", "Target", "<", "Realisasi", "<"],
        ["^", "^", "2026", "2027", "2026", "2027"],
        ["", "Tingkat standar pelayanan", "", "", "", ""],
        ["3", "Arsip tertata", "80", "85", "81", "84"],
    ]
    found = read_header(table(rows))
    assert found is not None
    assert (found.baris_isi, found.kolom[1].isi) == (2, Isi.INDIKATOR)


@pytest.mark.parametrize(
    ("dulu", "isi"),
    [
        (["80,12", "2", "44,25"], Isi.REALISASI),
        (["98,5", "100", "88,5"], Isi.CAPAIAN),
        (["80,12%", "2%", "44,25%"], Isi.CAPAIAN),
        (["80,12", "97", "44,25"], Isi.CAPAIAN),
    ],
)
def test_what_was_achieved_before_is_a_realisasi_by_its_size(dulu: list[str], isi: Isi) -> None:
    head = ["Indikator", "Capaian 2026", "Target 2027", "Realisasi 2027", "% Capaian"]
    rows = [
        ["Indeks literasi", dulu[0], "82,5", "83,4", "101,09"],
        ["Inovasi", dulu[1], "2", "3", "150"],
        ["Partisipasi", dulu[2], "50", "52,1", "104,2"],
    ]
    found = read_header(table([head, *rows]))
    assert found is not None
    assert [(k.isi, k.tahun) for k in found.kolom[1:2]] == [(isi, 2026)]
    assert found.kolom[4].isi is Isi.CAPAIAN


def test_what_is_left_of_the_budget_is_a_difference() -> None:
    head = ["Program", "Anggaran", "Realisasi", "Sisa Anggaran", "%"]
    assert roles(head)[1:] == [Isi.PAGU, Isi.REALISASI_UANG, Isi.SELISIH, Isi.SERAPAN]
    assert roles(["Indikator", "Target", "Realisasi", "Sisa Target"])[-1] is Isi.LAIN


@pytest.mark.parametrize(
    ("kepala", "isi"),
    [
        (["Indikator", "Target 2027", "Realisasi 2027", "% Capaian"], Isi.CAPAIAN),
        (["Indikator", "Realisasi 2026", "Realisasi 2027", "% Capaian"], Isi.LAIN),
        (["Indikator", "Realisasi 2027", "Target Akhir Renstra", "% Capaian"], Isi.CAPAIAN_AKHIR),
        (["Indikator", "Realisasi 2027", "Target Renstra 2030", "% Capaian"], Isi.CAPAIAN_AKHIR),
        (["Indikator", "Target 2030", "Realisasi 2027", "% Capaian"], Isi.LAIN),
        (["Indikator", "% Capaian Kinerja", "% Serapan Anggaran"], Isi.CAPAIAN),
    ],
)
def test_capaian_is_of_the_year_only_beside_the_years_target(kepala: list[str], isi: Isi) -> None:
    found = header(["Sasaran", *kepala])
    assert next(k.isi for k in found.kolom if "Capaian" in k.kepala[0]) is isi


def test_judgement_of_a_comparison_is_no_kriteria() -> None:
    found = roles(["Indikator", "Realisasi 2026", "Realisasi 2027", "% Capaian", "Kriteria"])
    assert found[3:] == [Isi.LAIN, Isi.LAIN]


def test_program_with_its_money_beside_an_indicator_is_a_group() -> None:
    found = header(["Sasaran", "Indikator", "Program", "Anggaran", "Realisasi", "%"])
    assert [k.gugus for k in found.kolom] == [0, 0, 1, 1, 1, 1]
    assert [k.isi for k in found.kolom[3:]] == [Isi.PAGU, Isi.REALISASI_UANG, Isi.SERAPAN]


def test_reasons_are_the_definition_where_there_is_no_other() -> None:
    assert roles(["No", "Uraian", "Alasan", "Sumber Data"])[1:3] == [Isi.INDIKATOR, Isi.DEFINISI]
    assert roles(["No", "Indikator", "Alasan", "Definisi"])[2:] == [Isi.LAIN, Isi.DEFINISI]


def cells(*rows: list[str]) -> list[Isi]:
    """The roles of a header that its cells help to settle."""
    found = read_header(table(list(rows)))
    assert found is not None
    return [kolom.isi for kolom in found.kolom]


def years(*rows: list[str]) -> list[tuple[Isi, int | None, int | None]]:
    return [(k.isi, k.tahun, k.urutan) for k in header(*rows).kolom[2:]]


def test_shortened_years() -> None:
    found = years(
        ["Sasaran", "Indikator", "Target Tahun", "<", "<"], ["^", "^", "'25", "'26", "'27"]
    )
    assert found == [(Isi.TARGET, 2025, None), (Isi.TARGET, 2026, None), (Isi.TARGET, 2027, None)]


def test_roman_numbers_beside_years_number_them() -> None:
    found = years(
        ["Sasaran", "Indikator", "Target pada Tahun ke-", "<", "<"],
        ["^", "^", "I (2025)", "TT (2026)", "Ml (2027)"],
    )
    assert [tahun for _, tahun, _ in found] == [2025, 2026, 2027]
    assert {isi for isi, _, _ in found} == {Isi.TARGET}


def test_roman_numbers_alone_are_years_only_below_tahun_ke() -> None:
    of_years = years(
        ["Sasaran", "Indikator", "Target Tahun ke-", "<", "<"], ["^", "^", "I", "II", "III"]
    )
    assert [(isi, n) for isi, _, n in of_years] == [(Isi.TARGET, n) for n in (1, 2, 3)]
    quarters = years(
        ["Sasaran", "Indikator", "Target Triwulan", "<", "<"], ["^", "^", "I", "II", "III"]
    )
    assert {isi for isi, _, _ in quarters} == {Isi.LAIN}


def test_quarters_give_nothing_but_the_sum_of_the_year() -> None:
    found = roles(
        ["Indikator", "Target", "Realisasi TW I", "Realisasi TW II", "Realisasi s.d. TW IV"]
    )
    assert found == [Isi.INDIKATOR, Isi.TARGET, Isi.LAIN, Isi.LAIN, Isi.REALISASI]


def test_percent_read_as_letters() -> None:
    found = roles(["Program", "Anggaran (Rp)", "<", "<"], ["^", "Pagu", "Realisasi", "Yo"])
    assert found == [Isi.PROGRAM, Isi.PAGU, Isi.REALISASI_UANG, Isi.SERAPAN]


def test_penyerapan_is_money_or_percent_as_its_cells_say() -> None:
    head = ["Program", "Pagu Anggaran (Rp)", "Penyerapan"]
    money = ["Program A", "100.000.000", "95.000.000"]
    share = ["Program A", "100.000.000", "95,00"]
    assert cells(head, money, money)[2] is Isi.REALISASI_UANG
    assert cells(head, share, share)[2] is Isi.SERAPAN


def test_column_of_judgements_beside_performance() -> None:
    head = ["Indikator", "Target", "Realisasi", "Penilaian"]
    judged = ["Indeks A", "70", "71", "Sanga Tinggi"]
    remark = ["Indeks A", "70", "71", "naik sedikit"]
    assert cells(head, judged, judged)[3] is Isi.KRITERIA
    assert cells(head, remark, remark)[3] is Isi.LAIN
    goods = ["Meja", "Baik", "12"]
    assert cells(["Uraian Kegiatan", "Kondisi", "Anggaran"], goods, goods)[1] is Isi.LAIN


def test_reason_is_no_definition_where_a_column_defines() -> None:
    head = ["Sasaran", "Indikator", "Definisi Operasional dan Formula Perhitungan", "Alasan"]
    assert roles(head)[3] is Isi.LAIN
    assert roles(["Sasaran", "Indikator", "Formulasi", "Alasan"])[3] is Isi.LAIN
    assert roles(["Sasaran", "Indikator", "Formulasi", "Tipe Perhitungan"])[3] is Isi.LAIN


def test_more_or_less_is_the_difference() -> None:
    found = roles(["Program", "Sebelum Perubahan", "Sesudah Perubahan", "Tambah / (Kurang)"])
    assert found[3] is Isi.SELISIH


def test_changed_targets_are_no_money() -> None:
    rows = [
        ["No", "Sasaran", "Indikator", "Target", "<"],
        ["^", "^", "^", "Sebelum", "Sesudah"],
        ["1", "Literasi naik", "Indeks literasi", "80", "82,5"],
        ["2", "Arsip tertata", "Arsip tertata", "B (65)", "BB (71,2)"],
    ]
    found = read_header(table(rows))
    assert found is not None
    assert [k.isi for k in found.kolom[3:]] == [Isi.LAIN, Isi.TARGET]


def test_changed_amounts_beside_indicators_are_money() -> None:
    rows = [
        ["No", "Program", "Indikator", "Sebelum", "Sesudah"],
        ["1", "Program Arsip", "Arsip tertata", "1.250.000", "1.500.000"],
    ]
    found = read_header(table(rows))
    assert found is not None
    assert [k.isi for k in found.kolom[3:]] == [Isi.SEBELUM_PERUBAHAN, Isi.SESUDAH_PERUBAHAN]


@pytest.mark.parametrize(
    "kepala", [("Semula", "Menjadi"), ("Anggaran Murni", "Anggaran Perubahan")]
)
def test_words_for_before_and_after(kepala: tuple[str, str]) -> None:
    rows = [["Program", *kepala], ["Program Arsip", "1.250.000", "1.500.000"]]
    found = read_header(table(rows))
    assert found is not None
    assert [k.isi for k in found.kolom[1:]] == [Isi.SEBELUM_PERUBAHAN, Isi.SESUDAH_PERUBAHAN]


def test_percent_of_a_change_is_no_share_that_was_spent() -> None:
    found = header(
        ["Program", "Sebelum Perubahan", "Setelah Perubahan", "Bertambah/Berkurang", "<"],
        ["^", "^", "^", "(Rp)", "%"],
    )
    assert [k.isi for k in found.kolom[3:]] == [Isi.SELISIH, Isi.LAIN]
    change = ["Program", "Sebelum Perubahan", "Setelah Perubahan", "Bertambah/Berkurang", "%"]
    assert roles(change)[3:] == [Isi.SELISIH, Isi.LAIN]
    spent = ["Program", "Pagu", "Bertambah/Berkurang", "Realisasi", "%"]
    assert roles(spent)[3:] == [Isi.REALISASI_UANG, Isi.SERAPAN]


@pytest.mark.parametrize("angka", [["1", "2", "3"], ["I", "II", "III"], ["(1)", "(2)", "(3)"]])
@pytest.mark.parametrize("atas", [["^", "^"], ["", ""]])
def test_numerals_below_tahun_ke_count_the_years(angka: list[str], atas: list[str]) -> None:
    found = header(
        ["Sasaran", "Indikator", "Target Kinerja pada Tahun ke-", "<", "<"], [*atas, *angka]
    )
    assert [(k.isi, k.urutan) for k in found.kolom[2:]] == [
        (Isi.TARGET, 1),
        (Isi.TARGET, 2),
        (Isi.TARGET, 3),
    ]
    assert found.baris_isi == 2


def test_target_at_the_end_of_the_plan_is_told_from_those_of_its_years() -> None:
    found = header(
        [
            "Program",
            "Indikator",
            "Tahun 2027",
            "<",
            "Kondisi Kinerja pada akhir periode Renstra",
            "<",
        ],
        ["^", "^", "Target", "Rp", "Target", "Rp"],
    )
    assert [(k.isi, k.tahun, ends_plan(k)) for k in found.kolom[2:]] == [
        (Isi.TARGET, 2027, False),
        (Isi.PAGU, 2027, False),
        (Isi.TARGET_AKHIR, None, True),
        (Isi.PAGU, None, True),
    ]


def test_bare_years_above_measures_are_part_of_the_header() -> None:
    found = header(
        ["No", "Indikator Kinerja", "2024", "<", "2025", "<", "2026", "<"],
        ["^", "^", *["Target", "Realisasi"] * 3],
    )
    assert [(k.isi, k.tahun) for k in found.kolom[2:4]] == [
        (Isi.TARGET, 2024),
        (Isi.REALISASI, 2024),
    ]


@pytest.mark.parametrize("kepala", ["Ukuran Keberhasilan", "Tolok Ukur Kinerja", "Hal yang Diukur"])
def test_names_between_sasaran_and_target_are_the_indicator(kepala: str) -> None:
    rows = [
        ["No", "Kinerja Utama", kepala, "Target"],
        ["1", "Literasi warga naik", "Indeks literasi warga", "71,5"],
        ["2", "Arsip tertata baik", "Persentase arsip tertata", "90 %"],
    ]
    found = read_header(table(rows))
    assert found is not None
    assert [k.isi for k in found.kolom[1:]] == [Isi.TUJUAN_SASARAN, Isi.INDIKATOR, Isi.TARGET]


def test_of_two_unnamed_columns_neither_is_taken_for_the_indicator() -> None:
    rows = [
        ["Kinerja Utama", "Hal yang Diukur", "Hal yang Dicapai", "Target"],
        ["Literasi warga naik", "Indeks literasi warga", "Warga gemar baca", "71,5"],
    ]
    found = read_header(table(rows))
    assert found is not None
    assert Isi.INDIKATOR not in [k.isi for k in found.kolom]


def test_average_of_the_government_is_a_benchmark() -> None:
    assert header_role("Rata-rata Kabupaten") is Isi.ACUAN


def test_years_counted_from_that_of_the_plan_leave_the_column_its_measure() -> None:
    found = header(
        ["No", "Indikator", "SPM", "Target Renstra", "<", "Realisasi Capaian", "<"],
        ["^", "^", "^", "2024", "2025", "2024", "2025"],
        ["^", "^", "^", "(n-1)", "(n)", "(n-1)", "(n)"],
    )
    assert [(k.isi, k.tahun) for k in found.kolom[2:]] == [
        (Isi.ACUAN, None),
        (Isi.TARGET, 2024),
        (Isi.TARGET, 2025),
        (Isi.REALISASI, 2024),
        (Isi.REALISASI, 2025),
    ]


def test_indicator_alone_above_years_is_a_header() -> None:
    found = header(
        ["Indikator Kinerja", "Tahun 2024", "<", "Tahun 2025", "<"],
        ["^", "Target", "Realisasi", "Target", "Realisasi"],
    )
    assert [(k.isi, k.tahun) for k in found.kolom[1:]] == [
        (Isi.TARGET, 2024),
        (Isi.REALISASI, 2024),
        (Isi.TARGET, 2025),
        (Isi.REALISASI, 2025),
    ]


def test_tujuan_and_sasaran_with_indicators_of_their_own_are_two_groups() -> None:
    found = header(
        ["Tujuan", "Indikator Tujuan", "Sasaran", "Indikator Sasaran", "Formulasi", "Sumber Data"]
    )
    assert [k.gugus for k in found.kolom] == [0, 0, 1, 1, 1, 1]


def test_one_misread_number_leaves_a_numbering_row_one() -> None:
    row = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "1", "12"]
    assert is_numbering_row(row, lenient=True)
    assert not is_numbering_row(row)
    assert not is_numbering_row(["1", "5", "3", "9", "2", "8"], lenient=True)


def test_achievement_of_a_realisation_beside_the_end_target_stays_open() -> None:
    found = header(
        ["No", "Indikator", "Realisasi 2027", "Target Akhir Renstra", "Capaian Realisasi"]
    )
    assert [k.isi for k in found.kolom[2:]] == [Isi.REALISASI, Isi.TARGET_AKHIR, Isi.LAIN]


def test_every_word_of_the_register_can_stand_in_a_heading() -> None:
    register = load_register("kolom")["kolom"]
    rules = [[entry.get(name, []) for name in _CONDITIONS] for entry in register]
    words = {word for rule in rules for texts in rule for text in texts for word in text.split("|")}
    assert [word for word in sorted(words) if read_header_cell(word).kata != (word,)] == []


@pytest.mark.parametrize(
    "entry",
    [
        {"peran": "target", "semau": ["patokan"]},
        {"peran": "target", "semua": ["patokan"], "kecuali": ["aksi"]},
        {"peran": "target", "semua": "patokan"},
        {"peran": "no", "hanya": [False, "nomor"]},
        {"peran": "target", "tanpa": ["aksi"]},
        {"peran": "patokan", "semua": ["patokan"]},
        {"semua": ["patokan"]},
        {"peran": "target", "semua": ["patokan"], "uang": "ya"},
    ],
    ids=str,
)
def test_a_mistyped_rule_of_the_register_fits_nothing(entry: dict[str, object]) -> None:
    with pytest.raises(KamusTidakSah, match=r"kolom\.yaml"):
        _read_rule(entry)


def test_figures_in_percent_by_their_headings() -> None:
    plain = ["Indikator", "Target (%)", "Realisasi (%)", "Capaian (%)"]
    assert roles(plain)[1:] == [Isi.TARGET, Isi.REALISASI, Isi.CAPAIAN]
    assert roles(["Indikator", "Satuan", "Target (%)"])[2] is Isi.TARGET
    beside = ["Indikator", "Target", "Realisasi", "Realisasi (%)"]
    assert roles(beside)[1:] == [Isi.TARGET, Isi.REALISASI, Isi.CAPAIAN]
    money = ["Program", "Pagu (Rp)", "Realisasi (Rp)", "Realisasi (%)"]
    assert roles(money)[1:] == [Isi.PAGU, Isi.REALISASI_UANG, Isi.SERAPAN]


def test_works_beside_money_are_no_figures_of_an_indicator() -> None:
    found = roles(
        ["Program", "Pagu (Rp)", "Keuangan", "<", "Fisik", "<"],
        ["^", "^", "Realisasi (Rp)", "%", "Target (%)", "Realisasi (%)"],
    )
    assert found[1:] == [Isi.PAGU, Isi.REALISASI_UANG, Isi.SERAPAN, Isi.LAIN, Isi.LAIN]


def test_k_and_rp_below_a_heading_of_both() -> None:
    both = "Realisasi Capaian Kinerja dan Anggaran Renja yang dievaluasi (2025)"
    before = "Realisasi Capaian Kinerja Renstra sampai dengan Renja Tahun lalu (2024)"
    found = roles(
        ["Program", "Indikator", before, "<", both, "<"],
        ["^", "^", "K", "Rp", "K", "Rp"],
    )
    assert found[2:] == [Isi.LAIN, Isi.REALISASI_UANG, Isi.REALISASI, Isi.REALISASI_UANG]

from dataclasses import replace
from pathlib import Path

import pytest

from tests.akurasi.temuan import (
    TemuanBenar,
    TemuanTerbaca,
    certain_without_cause,
    read_truth,
    same_value,
    score_findings,
)

PRINTED = TemuanBenar(
    aturan="target-pk-renstra",
    unit="Kecamatan Kencong",
    tahun="2025",
    berkas=frozenset({"lkjip.pdf"}),
    nilai=("83,5", "93,5"),
    tempat="lampiran baris 2 Indeks Kepuasan Masyarakat (Indeks) Tabel 3.1",
    pokok="Indeks Kepuasan Masyarakat",
    ragu=False,
)
READ = TemuanTerbaca(
    id="T1",
    aturan="target-pk-renstra",
    status="pasti",
    unit="Kecamatan Kencong",
    tahun="2025",
    berkas=frozenset({"lkjip.pdf"}),
    nilai=("83.5", "93.5"),
    tempat="Target Indeks Kepuasan Masyarakat (Indeks) berbeda Tabel 3.1",
    uraian="Target berbeda.",
)


def test_found_and_certain() -> None:
    skor = score_findings([PRINTED], [READ]).of(PRINTED.aturan)
    assert (skor.benar, skor.ditemukan, skor.ditemukan_pasti, skor.palsu) == (1, 1, 1, 0)


def test_the_order_of_the_values_does_not_matter() -> None:
    crossed = replace(READ, nilai=("93.5", "83.5"))
    assert score_findings([PRINTED], [crossed]).of(PRINTED.aturan).ditemukan == 1


@pytest.mark.parametrize(
    "read",
    [
        replace(READ, aturan="target-lkjip-pk"),
        replace(READ, unit="Kecamatan Panti"),
        replace(READ, berkas=frozenset({"lain.pdf"})),
        replace(READ, nilai=("80", "90")),
        replace(READ, nilai=("83.5", "90"), tempat="Nilai SAKIP"),
    ],
)
def test_another_finding_is_missed_and_false(read: TemuanTerbaca) -> None:
    hasil = score_findings([PRINTED], [read])
    assert hasil.hilang == [PRINTED]
    assert hasil.palsu == [read]
    assert hasil.of(read.aturan).palsu_pasti == 1


def test_a_finding_told_twice_is_false_once() -> None:
    hasil = score_findings([PRINTED], [READ, replace(READ, id="T2", status="perlu_dicek")])
    skor = hasil.of(PRINTED.aturan)
    assert (skor.ditemukan, skor.palsu, skor.palsu_pasti) == (1, 1, 0)


def test_a_real_inconsistency_explained_away_is_missed() -> None:
    hasil = score_findings([PRINTED], [replace(READ, status="dugaan_salah_baca")])
    skor = hasil.of(PRINTED.aturan)
    assert (skor.benar, skor.ditemukan, skor.dijelaskan_hilang, skor.palsu) == (1, 0, 1, 0)


def test_what_is_debatable_is_neither_missed_nor_false() -> None:
    debatable = replace(PRINTED, ragu=True)
    assert score_findings([debatable], []).hilang == []
    hasil = score_findings([debatable], [READ])
    skor = hasil.of(PRINTED.aturan)
    assert (skor.benar, skor.ditemukan, skor.palsu, skor.ragu) == (0, 0, 0, 1)


def test_a_certain_entry_is_paired_before_a_debatable_one() -> None:
    hasil = score_findings([replace(PRINTED, ragu=True), PRINTED], [READ])
    assert hasil.of(PRINTED.aturan).ditemukan == 1


def test_words_decide_where_the_paper_gives_no_figure() -> None:
    printed = replace(
        PRINTED,
        aturan="halaman-tidak-urut",
        nilai=("", ""),
        tempat="halaman 2 lanjutan tabel IKU halaman 5 MEMUTUSKAN",
    )
    read = replace(
        READ,
        aturan="halaman-tidak-urut",
        nilai=("2", "5"),
        tempat="halaman 2 lanjutan tabel IKU mendahului halaman 5 MEMUTUSKAN",
    )
    assert score_findings([printed], [read]).of(printed.aturan).ditemukan == 1
    elsewhere = replace(read, tempat="Nomor surat tidak terbaca")
    assert score_findings([printed], [elsewhere]).hilang == [printed]


def test_a_value_told_in_other_words_does_not_hide_the_finding() -> None:
    name = "Persentase Fasilitasi Kesejahteraan masyarakat yang dilaksanakan"
    printed = replace(PRINTED, nilai=("97,5 %", ""), tempat=f"baris 3 {name} 97,5", pokok=name)
    read = replace(READ, nilai=(name, ""), tempat=f"Indikator {name} tidak ada lagi")
    assert score_findings([printed], [read]).of(printed.aturan).ditemukan == 1
    another = replace(read, nilai=("Nilai SAKIP", ""), tempat="Indikator Nilai SAKIP tidak ada")
    assert score_findings([printed], [another]).hilang == [printed]


def test_a_finding_between_two_units_may_stand_under_either() -> None:
    files = frozenset({"lkjip.pdf", "lain.pdf"})
    printed = replace(PRINTED, antar_berkas=files)
    other = replace(READ, unit="Kecamatan Panti", berkas=files)
    assert score_findings([printed], [other]).of(printed.aturan).ditemukan == 1
    one_file = replace(other, berkas=frozenset({"lkjip.pdf"}))
    assert score_findings([printed], [one_file]).hilang == [printed]


def test_a_figure_beside_the_one_that_decides_will_do() -> None:
    printed = replace(PRINTED, nilai=("telah tercapai", "11"))
    read = replace(READ, nilai=("target tahun 2025 telah tercapai", "91.67"))
    assert score_findings([printed], [read]).hilang == [printed]
    shown = replace(read, angka=("12", "11", "91.67"))
    assert score_findings([printed], [shown]).of(printed.aturan).ditemukan == 1


def test_the_only_value_needs_no_near_place() -> None:
    printed = replace(
        PRINTED,
        nilai=("2026-01", ""),
        tempat="pernyataan Payakumbuh, ... Januari 2026 hari",
        pokok="",
    )
    read = replace(
        READ, nilai=("2026-01", ""), tempat="Tanggal naskah bertanggal Januari 2026 tanpa hari"
    )
    assert score_findings([printed], [read]).of(printed.aturan).ditemukan == 1
    assert score_findings([printed], [replace(read, nilai=("2026-02", ""))]).hilang == [printed]


def test_rules_beyond_the_catalogue_stand_apart() -> None:
    beyond = replace(READ, aturan="capaian-ekstrem")
    hasil = score_findings([PRINTED], [READ, beyond])
    assert (hasil.palsu, hasil.tambahan) == ([], [beyond])
    written = replace(PRINTED, aturan="capaian-ekstrem")
    assert score_findings([written], [beyond]).of("capaian-ekstrem").ditemukan == 1


@pytest.mark.parametrize(
    ("printed", "read", "same"),
    [
        ("Rp 3.920.691.860,40", "3920691860.40", True),
        ("97,5 %", "97.5", True),
        ("35,29", "35.294117", True),
        ("35,24%", "35.29", False),
        ("92", "92.33", False),
        ("(8.091.400,00)", "-8091400.00", True),
        ("Sistem Perencanaan Pembangunan", "Sistem Perencanaan Pembangunan Nasional", False),
        ("Nilai SAKIP OPD", "NILAI SAKIP OPD", True),
        ("", "", False),
    ],
)
def test_values(printed: str, read: str, same: bool) -> None:
    assert same_value(printed, read) is same


def test_only_certain_findings_of_the_rule_break_the_trap() -> None:
    doubted = replace(READ, status="perlu_dicek")
    other = replace(READ, aturan="jumlah-anggaran")
    assert certain_without_cause([READ, doubted, other], "target-pk-renstra") == [READ]


def test_the_written_truth_reads() -> None:
    samples = Path(__file__).resolve().parents[2] / "samples" / "kebenaran"
    truth = read_truth(samples / "pengajuan" / "temuan.yaml")
    assert truth
    assert any(entry.nilai == ("83,5", "93,5") for entry in truth)
    assert read_truth(samples / "tidak-ada.yaml") is None

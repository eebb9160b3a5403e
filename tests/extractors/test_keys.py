from __future__ import annotations

import random
from itertools import pairwise

import pytest

from extractors.kamus import load_register
from extractors.keys import Cara, KeyIndex, budget_key, budget_level, indicator_key

SAMA = [
    [
        "Persentase Fasilitas Kesejahteraan masyarakat yang di laksanakan",
        "Persentase Fasilitasi Kesejahteraan masyarakat yang dilaksanakan",
        "Persentase Fasilitas Kesejahteraan masyarakat",
        "Persentase fasilitasi Kesejahteraan Masyarakat yang dilaksanakan",
    ],
    [
        "Nilai SAKIP OPD",
        "NILAI SAKIP Perangkat Daerah",
        "Nilai Sakip Kecamatan (Angka)",
        "Nilai Sakip (OPD)",
        "NILAI SAKIP",
    ],
    [
        "Persentase Indikator Program yang tercapai",
        "% indikator program yang tercapai",
        "1. Persentase indikator program yang tercapai",
    ],
    [
        "Presentase Capaian Kinerja Program yang Tercapai (%)",
        "Presentase Capaian kinerja Program yang Tercapai",
    ],
    [
        "Indeks Kepuasan Masyarakat",
        "Indeks Kepuasan masyarakat (Indeks)",
        "Indeks Kepuasan Masyarakat (IKM)",
        "Indeks Kepuasan Masyarakat Kecamatan Kencong",
        "Nilai SKM",
    ],
    ["Indeks Pelayanan Publik Kecamatan. (Indeks)", "Indeks Pelayanan Publik"],
    [
        "Jumlah dokumen penataan otganisasi dan tata laksana pemerinntah daerah",
        "Jumlah Dokumen Penataan Organisasi dan Tata Laksana Pemerintah Daerah",
    ],
    [
        "Persentase kualitas tatakelola penataan desa",
        "Persentase kualitas tata kelola penataan desa",
    ],
    [
        "Persentase desa dengantata kelola administrasi baik",
        "Persentase desa dengan tata kelola administrasi baik",
    ],
    [
        "Rata-rata waktu tanggap darurat bencana",
        "Rata-Rata Waktu Tanggap Darurat Kebencanaan",
    ],
    [
        "Persentase kelurahan dengan administrasi tertib",
        "Persentase Kelurahan Tertib Administrasi",
    ],
    [
        "Persentase dokumen kependudukan yang terfasilitasi",
        "Persentase Dokumen Kependudukan yang Difasilitasi",
    ],
    ["Rasio guru murid sekolah dasar"],
    ["Rasio murid guru sekolah dasar"],
    ["Jumlah pegawai laki perempuan"],
    ["Jumlah pegawai perempuan laki"],
    ["Persentase desa maju"],
    ["Persentase desa mandiri"],
    ["Jumlah pelatihan kader posyandu yang diselenggarakan"],
    ["Jumlah pelayanan kader posyandu yang diselenggarakan"],
    ["Persentase temuan yang ditindaklanjuti"],
    ["Persentase temuan yang tidak ditindaklanjuti"],
    ["Jumlah Lembaga yang Berpartisipasi dalam Forum Musyawarah Pembangunan di Desa"],
    ["Jumlah Lembaga yang Berpartisipasi dalam Forum Musyawarah Pembangunan di Kelurahan"],
    ["Indeks kapasitas triwulan 1 perangkat"],
    ["Indeks kapasitas triwulan 2 perangkat"],
]
NAMA = [name for group in SAMA for name in group]


@pytest.fixture(scope="module")
def index() -> KeyIndex:
    return KeyIndex(NAMA)


@pytest.mark.parametrize("group", SAMA, ids=lambda group: group[0][:40])
def test_one_indicator_one_key(group: list[str], index: KeyIndex) -> None:
    assert len({index.key(name).kunci for name in group}) == 1


def test_different_indicators_different_keys(index: KeyIndex) -> None:
    keys = [index.key(group[0]).kunci for group in SAMA]
    assert len(keys) == len(set(keys))


def test_order_of_names_does_not_matter(index: KeyIndex) -> None:
    for seed in range(5):
        names = NAMA[:]
        random.Random(seed).shuffle(names)
        other = KeyIndex(names)
        assert [other.key(name) for name in NAMA] == [index.key(name) for name in NAMA]


def test_how_a_key_came_about_is_told(index: KeyIndex) -> None:
    assert index.key("Nilai SAKIP OPD").cara is Cara.KAMUS
    assert index.key("Persentase temuan yang ditindaklanjuti").cara is Cara.PERSIS
    misspelt = index.key("Jumlah dokumen penataan otganisasi dan tata laksana pemerinntah daerah")
    assert (misspelt.cara, misspelt.ragu) == (Cara.MIRIP, False)
    assert misspelt.skor > 0.9


def test_a_guess_is_doubtful() -> None:
    whole = "Persentase Penyelesaian Laporan dan Pelanggaran Ketertiban Umum serta {} Masyarakat"
    names = [whole.format("Ketentraman"), whole.format("Ketertarikan")]
    index = KeyIndex(names)
    keys = [index.key(name) for name in names]
    assert keys[0].kunci == keys[1].kunci
    assert [key.ragu for key in keys] == [False, True]
    assert len(index.doubtful()) == 1


def test_two_real_words_are_never_one_misspelt() -> None:
    first = "Jumlah dokumen penetapan kawasan kumuh perkotaan"
    second = "Jumlah dokumen penerapan kawasan kumuh perkotaan"
    index = KeyIndex([first, second])
    assert index.key(first).kunci != index.key(second).kunci


def test_unknown_words_a_letter_apart_are_joined_with_doubt() -> None:
    first, second = "Persentase jukong laik laut", "Persentase jukung laik laut"
    index = KeyIndex([first, second, second])
    assert index.key(first).kunci == index.key(second).kunci == "persentase-jukung-laik-laut"
    assert index.key(first).ragu


def test_key_of_a_single_name() -> None:
    assert indicator_key("Nilai Sakip Kecamatan (Angka)") == "nilai-sakip"
    assert indicator_key("2 Prosentase Desa yang tertib") == "persentase-desa-tertib"
    assert indicator_key("") == ""


def test_budget_lines() -> None:
    names = [
        "PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/ KOTA",
        "PROGRAM PENUNJANG URUSAN PEMERINTAH DAERAH KABUPATEN/ KOTA",
        "1. Penunjang Urusan Pemerintahan Daerah Kabupaten/Kota",
        "7.01.01 PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/KOTA",
    ]
    index = KeyIndex(names, anggaran=True)
    assert {index.key(name).kunci for name in names} == {
        "penunjang-urusan-pemerintahan-daerah-kabupaten-kota"
    }
    split = "PROGRAM PENYELENGGA RAAN PEMERINTAHAN DAN PELAYANAN PUBLIK"
    assert budget_key(split) == budget_key("Penyelenggaraan Pemerintahan dan Pelayanan Publik")
    assert budget_key("Pengadaan Mebel") != budget_key("Pengadaan Peralatan dan Mesin Lainnya")


def test_level_stays_apart_from_the_key() -> None:
    lines = (
        "Program Administrasi Umum",
        "1.2 Kegiatan Administrasi Umum",
        "1.2.1 Sub Kegiatan Administrasi Umum",
        "Administrasi Umum",
    )
    assert [budget_level(line) for line in lines] == ["program", "kegiatan", "sub_kegiatan", ""]
    assert all(budget_key(a) == budget_key(b) for a, b in pairwise(lines))


def test_register_keys_are_distinct_and_reachable() -> None:
    seen: dict[str, str] = {}
    for row in load_register("indikator")["indikator"]:
        for name in row["sebutan"]:
            key = indicator_key(name)
            assert key == row["kunci"], name
            assert seen.setdefault(key, row["kunci"]) == row["kunci"]

from __future__ import annotations

import pytest

from extractors.units import (
    JenisUnit,
    code_of,
    codes_in,
    find_unit,
    government_of,
    initials,
    main_unit,
    title_case,
    unit_of_code,
    wrapped_offices,
)


@pytest.mark.parametrize(
    ("teks", "nama"),
    [
        (
            "PEMERINTAH KABUPATEN JEMBER\nKECAMATAN KALISAT",
            ("Kabupaten Jember", "Kecamatan Kalisat"),
        ),
        ("CAMAT MAYANG\nKABUPATEN JEMBER", ("Kecamatan Mayang", "Kabupaten Jember")),
        (
            "Keputusan Camat Sreseh Kab.Sampang",
            ("Kecamatan Sreseh", "Kabupaten Sampang"),
        ),
        (
            "Kecamatan Ciputat Timur Kota Tangerang Selatan",
            ("Kecamatan Ciputat Timur", "Kota Tangerang Selatan"),
        ),
        ("DINAS PERHUBUNGAN PROVINSI JAWA BARAT", ("Dinas Perhubungan", "Provinsi Jawa Barat")),
        (
            "Kepala Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah Kota Kediri",
            (
                "Badan Perencanaan Pembangunan, Penelitian dan Pengembangan Daerah",
                "Kota Kediri",
            ),
        ),
        ("Inspektorat Kabupaten Jombang", ("Inspektorat", "Kabupaten Jombang")),
        ("Plt. Bupati Jember", ("Kabupaten Jember",)),
        ("Pemkab Jember", ("Kabupaten Jember",)),
        ("PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH KABUPATEN/ KOTA", ()),
        ("wilayah Kecamatan dalam rangka", ()),
        ("Bupati melalui Sekretaris Daerah", ()),
    ],
)
def test_units_of_a_text(teks: str, nama: tuple[str, ...]) -> None:
    found = find_unit(teks)
    assert tuple(unit.nama for unit in found) == nama
    assert all(teks[unit.awal : unit.akhir] == unit.teks for unit in found)


@pytest.mark.parametrize(
    ("teks", "nama"),
    [
        ("Kecamatan Kancong Kabupaten Jember", "Kecamatan Kencong"),
        ("KECAMATAN PANTII KABUPATEN JEMBER", "Kecamatan Panti"),
    ],
)
def test_misread_name_is_put_right_and_says_so(teks: str, nama: str) -> None:
    unit = find_unit(teks)[0]
    assert (unit.nama, unit.terdaftar, unit.diluruskan) == (nama, True, True)
    assert unit.skor < 1


def test_name_near_to_none_or_to_many_stays_as_printed() -> None:
    (unit,) = find_unit("Kecamatan Xyzabc")
    assert (unit.nama, unit.terdaftar, unit.kode) == ("Kecamatan Xyzabc", False, "")


def test_longer_name_counts_where_no_pemda_narrows_the_register() -> None:
    """`Batang` is one of the many kecamatan of the country, `Batang Sari Hulu` another one."""
    (unit,) = find_unit("KECAMATAN BATANG SARI HULU")
    assert (unit.nama, unit.terdaftar) == ("Kecamatan Batang Sari Hulu", False)
    assert find_unit("Kecamatan Batang Sari Tahun 2027")[0].nama == "Kecamatan Batang Sari"
    assert find_unit("Kecamatan Kencong Tahun 2027")[0].terdaftar
    named = find_unit("Kecamatan Kencong Lestari Kabupaten Jember")
    assert named[0].nama == "Kecamatan Kencong"


def test_codes_both_ways() -> None:
    assert code_of("Kecamatan Kencong", "Kabupaten Jember") == "35.09.02"
    assert code_of("Kabupaten Jember") == "35.09"
    assert code_of("Provinsi Jawa Barat") == "32"
    assert code_of("Kecamatan Panti", "Kabupaten Jombang") == ""
    assert unit_of_code("35.09.02") == ("Kecamatan Kencong", "Kabupaten Jember")
    assert unit_of_code("35.09") == ("", "Kabupaten Jember")
    assert unit_of_code("99.99.99") is None


def test_kecamatan_of_many_places_has_no_code_without_its_pemda() -> None:
    assert code_of("Kecamatan Panti") == ""
    assert code_of("Kecamatan Panti", "Kabupaten Jember") == "35.09.14"


def test_code_in_the_number_of_a_decree() -> None:
    assert codes_in("000.8.6.3/22/35.09.02/2025") == ("35.09.02",)
    assert codes_in("188/01/KEP/434.501/2024") == ()


def test_main_unit_is_the_one_named_most() -> None:
    teks = "Kecamatan Panti Kabupaten Jember\nKecamatan Kencong\nKecamatan Kencong\nCamat Kencong"
    assert main_unit(find_unit(teks)) == ("Kecamatan Kencong", "Kabupaten Jember")
    assert main_unit(()) == ("", "")


def test_title_case_keeps_abbreviations() -> None:
    assert title_case("SEKRETARIAT DPRD") == "Sekretariat DPRD"
    assert title_case("DINAS KOPERASI DAN USAHA MIKRO") == "Dinas Koperasi dan Usaha Mikro"
    assert find_unit("LURAH Pamulang Barat")[0].jenis is JenisUnit.KELURAHAN


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("BADAN PENANGGULANGAN BENCANA", "DAERAH", "Badan Penanggulangan Bencana Daerah"),
        ("DINAS PEMBERDAYAAN MASYARAKAT DAN", "- DESA", "Dinas Pemberdayaan Masyarakat dan Desa"),
        (
            "DI LINGKUNGAN BADAN",
            "PENANGGULANGAN BENCANA DAERAH KABUPATEN X",
            "Badan Penanggulangan Bencana Daerah",
        ),
    ],
)
def test_office_broken_over_two_lines(first: str, second: str, whole: str) -> None:
    assert [name for _, name in wrapped_offices(first, second)] == [whole]


@pytest.mark.parametrize(
    "second", ["KABUPATEN X", "TAHUN 2027", "Jalan Raya 1", "KEPUTUSAN KEPALA"]
)
def test_what_stands_below_an_office_is_no_part_of_its_name(second: str) -> None:
    assert wrapped_offices("DINAS KESEHATAN", second) == ()


def test_initials_and_the_government_of_a_kecamatan() -> None:
    assert initials("Badan Penanggulangan Bencana Daerah") == "BPBD"
    assert initials("Dinas Perpustakaan dan Kearsipan") == "DPK"
    assert government_of("Kecamatan Kencong") == "Kabupaten Jember"
    assert government_of("Kecamatan Selatan") == ""
    assert government_of("Dinas Kesehatan") == ""


def test_government_set_letter_by_letter() -> None:
    found = find_unit("INSPEKTORAT K A B U P A T E N J E M B E R")
    assert [unit.nama for unit in found] == ["Inspektorat", "Kabupaten Jember"]
    assert [unit.nama for unit in find_unit("INSPEKTORAT L A P O R A N")] == ["Inspektorat"]

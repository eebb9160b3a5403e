from __future__ import annotations

import pytest

from extractors.levels import (
    Jenjang,
    level_by_word,
    levels_by_mark,
    levels_in_header,
    levels_of,
    split_code,
)

P, K, S = Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN


@pytest.mark.parametrize(
    ("teks", "jenjang"),
    [
        ("PROGRAM PENUNJANG URUSAN", P),
        ("1. Program Pembinaan", P),
        ("Kegiatan Administrasi Umum", K),
        ("Sub Kegiatan Penyediaan Gaji", S),
        ("Sub-kegiatan Penyediaan", S),
        ("7.01.01.2.02.0001 Sub Kegiatan Penyediaan", S),
        ("Penyediaan Jasa", None),
        ("Pemrograman", None),
    ],
)
def test_level_word(teks: str, jenjang: Jenjang | None) -> None:
    assert level_by_word(teks) is jenjang


def test_levels_of_a_header() -> None:
    assert levels_in_header("Program/ Kegiatan/ Sub Kegiatan") == (P, K, S)
    assert levels_in_header("Sub Kegiatan") == (S,)
    assert levels_in_header("Uraian") == ()


@pytest.mark.parametrize(
    ("kode", "jenjang"),
    [
        (["1", "1.1", "1.1.1"], [P, K, S]),
        (["7.01.01", "7.01.01.2.02", "7.01.01.2.02.0001"], [P, K, S]),
        (["1", "2", "3"], [None, None, None]),
    ],
)
def test_level_by_code(kode: list[str], jenjang: list[Jenjang | None]) -> None:
    assert list(levels_of(["a"] * 3, kode, ())) == jenjang


def test_code_before_a_line() -> None:
    assert split_code("1.2.1 Penyediaan Gaji") == ("1.2.1", "Penyediaan Gaji")
    assert split_code("12 desa") == ("", "12 desa")


def test_line_right_below_a_program_is_a_kegiatan() -> None:
    lines = ["Program Kearsipan", "Pengelolaan Arsip Dinamis", "Penataan Arsip Vital"]
    assert levels_of(lines, [""] * 3, (P, K, S)) == (P, K, None)
    lines = [*lines, "Kegiatan Layanan Baca", "Perpustakaan Keliling"]
    assert levels_of(lines, [""] * 5, (P, K, S)) == (P, K, S, K, S)


def test_nomenclature_tells_the_level_where_the_header_has_it() -> None:
    lines = ["Administrasi Keuangan Perangkat Daerah", "Penyediaan Gaji dan Tunjangan ASN"]
    assert levels_of(lines, ["", ""], (K, S)) == (K, S)
    assert levels_of(lines, ["", ""], ()) == (None, None)


def test_kinds_of_numbers_tell_the_levels() -> None:
    assert levels_by_mark((P, None, None, None), ("I.", "1.", "a.", "2."), (P, K, S)) == (
        P,
        K,
        S,
        K,
    )
    assert levels_by_mark((K, None), ("I", "1"), (P, K)) == (K, None)
    assert levels_by_mark((P, None), ("1", "2"), (P, K, S)) == (P, None)

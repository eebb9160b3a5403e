from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import find_dates, find_place_and_date, month_number

BULAN = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.sampled_from(["{:02d}", "{}"]))
def test_every_date_reads_back(day: date, form: str) -> None:
    teks = f"Jember, {form.format(day.day)} {BULAN[day.month - 1]} {day.year}"
    (found,) = find_dates(teks)
    assert found.iso == day.isoformat()
    assert (found.lengkap, found.mungkin, found.diluruskan) == (True, True, False)
    assert teks[found.awal : found.akhir] == found.teks


@pytest.mark.parametrize(
    ("teks", "iso"),
    [
        ("Pada tanggal      Januari 2026", "2026-01"),
        ("Pada tanggal ........ Januari 2026", "2026-01"),
        ("Pada tanggal        2025", "2025"),
        ("pada bulan April 2025, dalam rangka", "2025-04"),
    ],
)
def test_what_is_left_blank_is_not_invented(teks: str, iso: str) -> None:
    (found,) = find_dates(teks)
    assert (found.iso, found.lengkap, found.mungkin) == (iso, False, True)


@pytest.mark.parametrize(
    ("teks", "iso"),
    [("31 Februari 2025", "2025-02"), ("00 Maret 2025", "2025-03"), ("12/13/2025", "2025")],
)
def test_impossible_date_keeps_what_is_possible(teks: str, iso: str) -> None:
    (found,) = find_dates(teks)
    assert (found.iso, found.mungkin) == (iso, False)


@pytest.mark.parametrize(
    ("teks", "iso"),
    [
        ("1 Oktobcr 2024", "2024-10-01"),
        ("l0 Pebruari 2O25", "2025-02-10"),
        ("7 Septernber 2024", "2024-09-07"),
    ],
)
def test_misread_date_is_mended_and_says_so(teks: str, iso: str) -> None:
    (found,) = find_dates(teks)
    assert (found.iso, found.diluruskan) == (iso, True)


def test_old_spellings_are_no_misreads() -> None:
    assert month_number("Pebruari") == (2, True)
    assert month_number("NOPEMBER") == (11, True)
    assert month_number("Juni")[0] != month_number("Juli")[0]
    assert month_number("Agustinus") == (0, False)


@pytest.mark.parametrize(
    "teks", ["700.1.2.1/15/IR.1/35.09.410/2025", "Tahun 2025", "Renstra 2021-2026", "3 Januari"]
)
def test_no_date(teks: str) -> None:
    assert find_dates(teks) == ()


@pytest.mark.parametrize(
    ("teks", "tempat", "iso"),
    [
        ("Jember, 30 Januari 2026", "Jember", "2026-01-30"),
        ("Kabupaten Jember, 30 Januari 2026", "Jember", "2026-01-30"),
        ("Tangerang Selatan, 5 Mei 2023", "Tangerang Selatan", "2023-05-05"),
        ("Ditetapkan di : Jember\n\nPada tanggal : 6 Januari 2025", "Jember", "2025-01-06"),
        ("Ditetapkan di Jember\nPada tanggal     Januari 2026", "Jember", "2026-01"),
        ("DITETAPKAN DI JEMBER PADA TANGGAL 2 JANUARI 2025", "JEMBER", "2025-01-02"),
        ("Jember,             2025", "Jember", "2025"),
    ],
)
def test_place_and_date(teks: str, tempat: str, iso: str) -> None:
    (found,) = find_place_and_date(teks)
    assert found.tempat == tempat
    assert found.tanggal is not None
    assert found.tanggal.iso == iso


def test_place_without_date() -> None:
    (found,) = find_place_and_date("Ditetapkan di Jember\nCamat Kencong")
    assert (found.tempat, found.tanggal) == ("Jember", None)
    assert find_place_and_date("ditetapkan di dalam keputusan ini") == ()

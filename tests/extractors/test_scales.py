"""Intervals, and the scales that tables and lists print."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.scales import find_scales, parse_interval
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah
from tests.extractors.naskah_uji import page

NASKAH = Naskah(
    naskah_id="uji-01",
    dokumen_id="uji",
    jenis=JenisNaskah.LKJIP,
    halaman_awal=1,
    halaman_akhir=1,
)


@pytest.mark.parametrize(
    ("teks", "batas"),
    [
        ("76 ≤ 90", ("≥", "76", "≤", "90")),
        ("≥ 90", ("≥", "90", "", None)),
        ("≤ 50", ("", None, "≤", "50")),
        (">80 – 90", (">", "80", "≤", "90")),
        ("(4,51–5,00)", ("≥", "4.51", "≤", "5.00")),
        ("65,00 s.d. 76,60", ("≥", "65.00", "≤", "76.60")),
        ("75 < x ≤ 90", (">", "75", "≤", "90")),
        ("50 – <75", ("≥", "50", "<", "75")),
        ("91% - 100%", ("≥", "91", "≤", "100")),
        (">30 (Nilai – 50)", (">", "30", "≤", "50")),
    ],
)
def test_intervals(teks: str, batas: tuple[str | None, ...]) -> None:
    found = parse_interval(teks)
    assert found is not None
    low, high = (None if v is None else Decimal(v) for v in (batas[1], batas[3]))
    shown = (found.tanda_bawah, found.bawah, found.tanda_atas, found.atas)
    assert shown == (batas[0], low, batas[2], high)


@pytest.mark.parametrize("teks", ["2021-2026", "90 – 76", "tinggi", "Tabel 3.1"])
def test_others_are_no_intervals(teks: str) -> None:
    assert parse_interval(teks) is None


def test_a_table_is_a_scale() -> None:
    rows = [
        ["No", "Interval", "Kriteria"],
        ["1", "91 ≤ 100", "Sangat Tinggi"],
        ["2", "76 ≤ 90", "Tinggi"],
        ["3", "66 ≤ 75", "Sedang"],
    ]
    found = find_scales(NASKAH, [page(1, "Tabel 3.1 Skala Nilai Peringkat Kinerja", rows)])
    assert [item.kelas for item in found] == ["Sangat Tinggi", "Tinggi", "Sedang"]
    assert {item.tabel for item in found} == {"Tabel 3.1"} and {item.skala for item in found} == {1}


def test_a_list_is_a_scale() -> None:
    found = find_scales(
        NASKAH,
        [
            page(
                1,
                "Kategori nilai hasil evaluasi yaitu :",
                "Predikat AA (Nilai >90 – 100) : Sangat Memuaskan",
                "Predikat A (Nilai >80 – 90) : Memuaskan",
                "Predikat BB (Nilai >70 – 80) : Sangat Baik",
            )
        ],
    )
    assert [(item.kelas, item.sebutan) for item in found] == [
        ("AA", "Sangat Memuaskan"),
        ("A", "Memuaskan"),
        ("BB", "Sangat Baik"),
    ]


def test_opening_hours_are_none() -> None:
    lines = ("- Senin (07.30 – 15.00)", "- Rabu (07.30 – 15.00)", "- Jumat (07.30 – 11.00)")
    assert find_scales(NASKAH, [page(1, *lines)]) == ()

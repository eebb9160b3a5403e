"""The value the truth takes from printed text, and where it refuses to guess."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samples.pembuat.angka import Angka, plain_figure


@pytest.mark.parametrize(
    ("teks", "angka"),
    [
        ("92,5", Angka(Decimal("92.5"))),
        ("91.5%", Angka(Decimal("91.5"), "persen")),
        ("97,5 %", Angka(Decimal("97.5"), "persen")),
        ("4 Dok", Angka(Decimal(4), "dokumen")),
        ("4 Dokumen", Angka(Decimal(4), "dokumen")),
        ("B (67)", Angka(Decimal(67), predikat="B")),
        ("BB(70,25)", Angka(Decimal("70.25"), predikat="BB")),
        ("1.234,50", Angka(Decimal("1234.50"))),
    ],
)
def test_a_plain_figure_has_a_value(teks: str, angka: Angka) -> None:
    assert plain_figure(teks) == angka


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("Rp. 2.911.311.160,40", "2911311160.40"),
        ("(8.091.400,00)", "-8091400.00"),
        ("57.300", "57300"),
        ("76,24 %", "76.24"),
    ],
)
def test_money_is_read_with_grouping_points(teks: str, nilai: str) -> None:
    assert plain_figure(teks, uang=True).nilai == Decimal(nilai)


@pytest.mark.parametrize("teks", ["47,5-57,5", "1.234", "27 Kab/Kota, 1 Provinsi", "tinggi", "(5"])
def test_what_is_not_plain_must_be_said_by_hand(teks: str) -> None:
    with pytest.raises(ValueError, match=r"bukan|ribuan"):
        plain_figure(teks)

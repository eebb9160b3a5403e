from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numbers import (
    Bentuk,
    Gaya,
    column_style,
    could_be_same,
    digits_only,
    find_numbers,
    is_figure_cell,
    normalise_unit,
    parse_number,
    rounding_agrees,
    same_figure,
)


@pytest.mark.parametrize(
    ("teks", "nilai", "satuan", "predikat", "desimal"),
    [
        ("95,5", "95.5", "", "", 1),
        ("95.5", "95.5", "", "", 1),
        ("0.00", "0.00", "", "", 2),
        ("97,5 %", "97.5", "persen", "", 1),
        ("64 prosen", "64", "persen", "", 0),
        ("4 Dok", "4", "dokumen", "", 0),
        ("4 Dokumen", "4", "dokumen", "", 0),
        ("12 OB", "12", "OB", "", 0),
        ("12OB", "12", "OB", "", 0),
        ("3 Kali/Tahun", "3", "kali/tahun", "", 0),
        ("2 (dua) dokumen", "2", "dokumen", "", 0),
        ("5 m2", "5", "m2", "", 0),
        ("B (67)", "67", "", "B", 0),
        ("B(67)", "67", "", "B", 0),
        ("B\n(67)", "67", "", "B", 0),
        ("A(80,41)", "80.41", "", "A", 2),
        ("BB / 72,5", "72.5", "", "BB", 1),
        ("BB - 72,5", "72.5", "", "BB", 1),
        ("71 (BB/ Sangat Baik)", "71", "", "BB", 0),
        ("92,33 (Sangat Baik)", "92.33", "", "Sangat Baik", 2),
        ("Level 3 (3,35)", "3.35", "", "Level 3", 2),
        ("92.761.368", "92761368", "", "", 0),
        ("2.911.311.160,40", "2911311160.40", "", "", 2),
        ("Rp. 3.160.652.155,00", "3160652155.00", "rupiah", "", 2),
        ("Rp797.300.000,00", "797300000.00", "rupiah", "", 2),
        ("Rp.\n3.160.652,-", "3160652", "rupiah", "", 0),
        ("5.000,-", "5000", "", "", 0),
        ("5,000.-", "5000", "", "", 0),
        ("Rp 1.234", "1234", "rupiah", "", 0),
        ("(8.091.400,00)", "-8091400.00", "", "", 2),
        ("Rp (5.000,00)", "-5000.00", "rupiah", "", 2),
        ("-5,2", "-5.2", "", "", 1),
        ("Rp 3,9 miliar", "3900000000", "rupiah", "", -8),
        ("92,5¹", "92.5", "", "", 1),
    ],
)
def test_one_value(teks: str, nilai: str, satuan: str, predikat: str, desimal: int) -> None:
    angka = parse_number(teks)
    assert angka.bentuk is Bentuk.ANGKA
    assert angka.nilai == Decimal(nilai)
    assert (angka.satuan, angka.predikat, angka.desimal) == (satuan, predikat, desimal)
    assert not angka.diluruskan
    assert not angka.label


@pytest.mark.parametrize(
    ("teks", "bawah", "atas"),
    [
        ("76 ≤ 90", "76", "90"),
        ("47,5-57,5", "47.5", "57.5"),
        ("4,51 – 5,00", "4.51", "5.00"),
        ("> 80 – 90", "80", "90"),
        ("80 s/d 90 %", "80", "90"),
        ("100 > 91", "91", "100"),
        ("≥ 90", "90", None),
        ("≤ 50", None, "50"),
        ("Minimal 80", "80", None),
    ],
)
def test_range_has_bounds_and_no_value(teks: str, bawah: str | None, atas: str | None) -> None:
    angka = parse_number(teks)
    assert angka.bentuk is Bentuk.RENTANG
    assert angka.nilai is None
    assert angka.bawah == (None if bawah is None else Decimal(bawah))
    assert angka.atas == (None if atas is None else Decimal(atas))


@pytest.mark.parametrize(
    "teks", ["27 Kab/Kota 1 Provinsi", "100\n100", "12/34", "8 (67)", "1. 92%"]
)
def test_several_quantities_have_no_value(teks: str) -> None:
    assert parse_number(teks).bentuk is Bentuk.JAMAK
    assert parse_number(teks).nilai is None


@pytest.mark.parametrize("teks", ["", "  ", "-", "–", "n/a", "N/A", "nihil", "…", "Tidak ada"])
def test_blank(teks: str) -> None:
    assert parse_number(teks).bentuk is Bentuk.KOSONG


@pytest.mark.parametrize("teks", ["sangat tinggi", "1.1.1", "35.09.02", "WTP", "D3", "Camat"])
def test_no_figure(teks: str) -> None:
    assert parse_number(teks).bentuk is Bentuk.BUKAN


@pytest.mark.parametrize("teks", ["1.234", "1,234", "12.500", "1.234 orang", "4.500 %"])
def test_three_digits_behind_one_sign_are_ambiguous(teks: str) -> None:
    angka = parse_number(teks)
    assert angka.bentuk is Bentuk.AMBIGU
    assert angka.nilai is None
    assert angka.calon[1] == 1000 * angka.calon[0]


def test_style_of_the_column_settles_it() -> None:
    assert parse_number("1.234", gaya=Gaya.KOMA).nilai == 1234
    assert parse_number("1.234", gaya=Gaya.TITIK).nilai == Decimal("1.234")
    assert parse_number("1,234", gaya=Gaya.KOMA).nilai == Decimal("1.234")
    assert parse_number("1,234", gaya=Gaya.TITIK).nilai == 1234
    assert parse_number("1.234", gaya=Gaya.TAK_TENTU).nilai is None


@pytest.mark.parametrize(
    ("teks", "calon"),
    [
        ("B67", ("67", "867")),
        ("(67)", ("-67", "67")),
        ("8.091.400,00)", ("-8091400", "8091400")),
        ("3.160.652,155", ("3160652.155", "3160652155")),
    ],
)
def test_doubt_is_kept_with_its_candidates(teks: str, calon: tuple[str, ...]) -> None:
    angka = parse_number(teks)
    assert angka.bentuk is Bentuk.AMBIGU
    assert angka.calon == tuple(Decimal(value) for value in calon)


@pytest.mark.parametrize("teks", ["2.911.31.160,40", "2½", ".5", "±5"])
def test_unreadable_figure_is_ambiguous_not_nothing(teks: str) -> None:
    assert parse_number(teks).bentuk is Bentuk.AMBIGU


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("l00%", "100"),
        ("1O0", "100"),
        ("9S,5", "95.5"),
        ("Rpl.009.380.700", "1009380700"),
        ("83, 5", "83.5"),
        ("2.911. 311.160,40", "2911311160.40"),
        ("2.905.257.160,\n40", "2905257160.40"),
        ("1.471.000,0\n0", "1471000.00"),
        ("1.471.000.00", "1471000.00"),
        ("(8.091.400,00", "-8091400.00"),
        ("100°/o", "100"),
        ("92,", "92"),
        ("97,5-", "97.5"),
    ],
)
def test_mended_figure_says_so(teks: str, nilai: str) -> None:
    angka = parse_number(teks)
    assert angka.nilai == Decimal(nilai)
    assert angka.diluruskan


def test_words_before_the_figure_are_its_label() -> None:
    angka = parse_number("Target Nilai AKIP Rata Rata Nasional : 71 (BB/ Sangat Baik")
    assert (angka.nilai, angka.predikat) == (Decimal(71), "BB")
    assert angka.label == "Target Nilai AKIP Rata Rata Nasional"


def test_column_style() -> None:
    assert column_style(["95,5", "91", "1.234"]) is Gaya.KOMA
    assert column_style(["95.5", "1,234"]) is Gaya.TITIK
    assert column_style(["95,5", "95.5"]) is Gaya.TAK_TENTU
    assert column_style(["2.911.311.160,40"] * 5 + ["0.00"]) is Gaya.KOMA
    assert column_style(["4 Dok", "1.234", ""]) is Gaya.TAK_TENTU


def test_same_figure() -> None:
    assert same_figure(parse_number("97,5 %"), parse_number("97.50"))
    assert not same_figure(parse_number("4 Dok"), parse_number("4 %"))
    assert not same_figure(parse_number("B (67)"), parse_number("A (67)"))
    assert same_figure(parse_number("47,5-57,5"), parse_number("47.5 – 57.5"))
    assert not same_figure(parse_number("1.234"), parse_number("1234"))
    assert could_be_same(parse_number("1.234"), parse_number("1234"))


def test_rounding_half_up_or_cut_off() -> None:
    assert rounding_agrees(Decimal(12) / 34 * 100, Decimal("35.29"), 2)
    assert not rounding_agrees(Decimal(12) / 34 * 100, Decimal("35.24"), 2)
    assert rounding_agrees(Decimal("99.816"), Decimal("99.81"), 2)
    assert rounding_agrees(Decimal("99.816"), Decimal("99.82"), 2)
    assert rounding_agrees(Decimal("120.5"), Decimal(121), 0)
    assert rounding_agrees(Decimal("-1.25"), Decimal("-1.2"), 1)


def test_figure_cells() -> None:
    for teks in ("92,5", "B (67)", "4 Dok", "9?,5", "76 ≤ 90", "Rp. 1.000.000,00"):
        assert is_figure_cell(teks), teks
    for teks in ("", "-", "Camat", "1.1.2", "Tahun 2025", "sangat tinggi"):
        assert not is_figure_cell(teks), teks


def test_units_have_one_form() -> None:
    assert [normalise_unit(u) for u in ("%", "Persen", "Dok.", "Rp", "ob", "Lembaga")] == [
        "persen",
        "persen",
        "dokumen",
        "rupiah",
        "OB",
        "lembaga",
    ]
    assert digits_only("Rp 1.2O3") == "123"


def test_figures_of_running_text() -> None:
    teks = (
        "realisasi sebesar Rp3.067.535.140,00 atau 78,24%. dari total (Surat Nomor "
        "700.1.2.1/15/IR.1/35.09.410/2025 tanggal 29 September 2025)"
    )
    found = find_numbers(teks)
    assert [str(item.angka.nilai) for item in found] == ["3067535140.00", "78.24", "29", "2025"]
    assert all(teks[item.awal : item.akhir] == item.angka.teks for item in found)


def _printed(value: Decimal, decimals: int, gaya: Gaya) -> str:
    text = f"{value:,.{decimals}f}"
    return text if gaya is Gaya.TITIK else text.translate(str.maketrans(",.", ".,"))


amounts = st.tuples(
    st.integers(min_value=-(10**12), max_value=10**12), st.integers(min_value=0, max_value=3)
)
styles = st.sampled_from([Gaya.KOMA, Gaya.TITIK])


@given(amounts, styles)
def test_printed_figure_reads_back(amount: tuple[int, int], gaya: Gaya) -> None:
    whole, decimals = amount
    value = Decimal(whole).scaleb(-decimals)
    angka = parse_number(_printed(value, decimals, gaya), gaya=gaya)
    assert angka.nilai == value
    assert angka.desimal == decimals


@given(amounts, styles)
def test_without_style_never_silently_wrong(amount: tuple[int, int], gaya: Gaya) -> None:
    whole, decimals = amount
    value = Decimal(whole).scaleb(-decimals)
    angka = parse_number(_printed(value, decimals, gaya))
    if angka.bentuk is Bentuk.ANGKA:
        assert angka.nilai == value
    else:
        assert angka.bentuk is Bentuk.AMBIGU
        assert value in angka.calon


@given(amounts, st.sampled_from(["Rp{}", "Rp. {}", "{} %", "{} Dok", "B ({})", "{},-"]))
def test_dress_of_the_figure_does_not_change_it(amount: tuple[int, int], dress: str) -> None:
    value = Decimal(abs(amount[0]))
    angka = parse_number(dress.format(_printed(value, 0, Gaya.KOMA)), gaya=Gaya.KOMA)
    assert angka.nilai == value


@given(st.text(max_size=30))
def test_any_text_is_read_without_error(teks: str) -> None:
    angka = parse_number(teks)
    assert (angka.nilai is not None) == (angka.bentuk is Bentuk.ANGKA)
    is_figure_cell(teks)
    find_numbers(teks)


@given(st.decimals(min_value=-10000, max_value=10000, places=5), st.integers(0, 3))
def test_own_rounding_always_agrees(value: Decimal, decimals: int) -> None:
    unit = Decimal(1).scaleb(-decimals)
    for mode in (ROUND_HALF_UP, ROUND_DOWN):
        assert rounding_agrees(value, value.quantize(unit, rounding=mode), decimals)
    assert not rounding_agrees(value, value.quantize(unit) + 2 * unit, decimals)

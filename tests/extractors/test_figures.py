"""One figure from its readings: agreement, repair, doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.figures import BacaanSel, decide
from extractors.numbers import Bentuk, Gaya
from schemas.vocabulary import Metode, StatusBaca


def readings(*texts: tuple[str, str, float]) -> list[BacaanSel]:
    return [BacaanSel(reader, text, sure) for reader, text, sure in texts]


def test_two_independent_readers_agreeing_is_clean() -> None:
    read = decide(
        readings(("tesseract", "93,5", 0.95), ("rapidocr", "93,5", 0.99)), metode=Metode.OCR
    )
    assert (read.nilai, read.status_baca) == (Decimal("93.5"), StatusBaca.BERSIH)
    assert read.keyakinan > 0.99


def test_one_reader_alone_is_never_clean() -> None:
    read = decide(readings(("tesseract", "93,5", 0.99)), metode=Metode.OCR)
    assert (read.nilai, read.status_baca) == (Decimal("93.5"), StatusBaca.RAGU)


def test_two_readings_of_one_make_are_not_independent() -> None:
    read = decide(
        readings(("tesseract", "93,5", 0.99), ("tesseract-eng-besar", "93,5", 0.99)),
        metode=Metode.OCR,
    )
    assert read.status_baca is StatusBaca.RAGU


def test_readers_that_differ_leave_doubt_and_keep_every_reading() -> None:
    read = decide(
        readings(("tesseract", "83,5", 0.9), ("rapidocr", "93,5", 0.9)), metode=Metode.OCR
    )
    assert read.status_baca is StatusBaca.RAGU
    assert "tesseract:83,5" in read.bacaan and "rapidocr:93,5" in read.bacaan


def test_a_majority_of_both_makes_repairs_and_the_first_text_stays() -> None:
    read = decide(
        readings(
            ("tesseract", "83,5", 0.6),
            ("rapidocr", "93,5", 0.99),
            ("tesseract-eng-besar", "93,5", 0.9),
            ("rapidocr-tebal", "93,5", 0.99),
        ),
        metode=Metode.OCR,
    )
    assert (read.nilai, read.status_baca) == (Decimal("93.5"), StatusBaca.DIPERBAIKI)
    assert read.teks == "83,5"


def test_agreement_of_unsure_readers_is_no_certainty() -> None:
    read = decide(
        readings(("tesseract", "93,5", 0.2), ("rapidocr", "93,5", 0.99)), metode=Metode.OCR
    )
    assert read.status_baca is not StatusBaca.BERSIH


def test_a_lost_comma_is_put_back_where_two_readings_see_it() -> None:
    read = decide(
        readings(
            ("tesseract", "43", 0.9),
            ("rapidocr", "4.3", 0.9),
            ("rapidocr-tebal", "4,3", 0.9),
            ("tesseract-eng-besar", "43", 0.9),
        ),
        metode=Metode.OCR,
    )
    assert (read.nilai, read.status_baca) == (Decimal("4.3"), StatusBaca.DIPERBAIKI)


@pytest.mark.parametrize("stroke", ["I", "l", "|"])
def test_a_lone_stroke_is_a_one(stroke: str) -> None:
    read = decide(readings(("tesseract", "1", 0.9), ("rapidocr", stroke, 0.9)), metode=Metode.OCR)
    assert read.nilai == 1


def test_an_ambiguous_layer_figure_stays_ambiguous() -> None:
    read = decide(readings(("teks", "1.234", 1.0)), metode=Metode.TEKS)
    assert (read.nilai, read.status_baca) == (None, StatusBaca.RAGU)


def test_a_percent_sign_taken_for_digits_is_the_sign_where_the_other_reader_sees_it() -> None:
    read = decide(
        readings(("tesseract", "10096", 0.9), ("rapidocr", "100%", 0.99)), metode=Metode.OCR
    )
    assert (read.nilai, read.status_baca) == (100, StatusBaca.BERSIH)


def test_digits_are_no_percent_sign_where_nobody_sees_one() -> None:
    read = decide(
        readings(("tesseract", "10097", 0.9), ("rapidocr", "10097", 0.99)), metode=Metode.OCR
    )
    assert (read.nilai, read.status_baca) == (10097, StatusBaca.BERSIH)


@pytest.mark.parametrize("text", ["10096", "7596", "97,596"])
def test_what_may_be_a_percent_sign_that_both_readers_took_for_digits_is_doubted(text: str) -> None:
    read = decide(
        readings(("tesseract", text, 0.95), ("rapidocr", text, 0.99)),
        metode=Metode.OCR,
        gaya=Gaya.KOMA,
    )
    assert read.status_baca is StatusBaca.RAGU


@pytest.mark.parametrize(
    ("first", "second", "bawah", "atas"),
    [("s6", "≤6", None, 6), (">90", "≥ 90", 90, None), ("76 s 90", "76≤90", 76, 90)],
)
def test_a_bound_the_first_reader_has_no_sign_for_is_read(
    first: str, second: str, bawah: int | None, atas: int | None
) -> None:
    read = decide(
        readings(("tesseract", first, 0.9), ("rapidocr", second, 0.97)), metode=Metode.OCR
    )
    assert (read.angka.bentuk, read.angka.bawah, read.angka.atas) == (Bentuk.RENTANG, bawah, atas)
    assert read.teks.replace(" ", "") == second.replace(" ", "")
    assert read.status_baca is StatusBaca.BERSIH


def test_a_digit_is_a_bound_only_where_the_second_reader_sees_it_twice() -> None:
    once = (("tesseract", "290", 0.9), ("rapidocr", "≥90", 0.97))
    assert decide(readings(*once), metode=Metode.OCR).status_baca is StatusBaca.RAGU
    twice = decide(readings(*once, ("rapidocr-tebal", "≥ 90", 0.97)), metode=Metode.OCR)
    assert (twice.angka.bawah, twice.angka.atas) == (90, None)


def test_two_signs_that_readers_see_differently_are_not_surely_no_figure() -> None:
    read = decide(readings(("tesseract", '"', 0.9), ("rapidocr", "u1", 0.9)), metode=Metode.OCR)
    assert read.status_baca is StatusBaca.RAGU


@pytest.mark.parametrize("text", ["118 200.000", "2024 87", "93,5 96"])
def test_bare_figures_side_by_side_are_torn(text: str) -> None:
    both = readings(("tesseract", text, 0.95), ("rapidocr", text, 0.99))
    assert decide(both, metode=Metode.OCR).status_baca is StatusBaca.RAGU


def test_a_year_above_its_figure_is_torn_but_figures_above_each_other_are_not() -> None:
    def decided(text: str) -> StatusBaca:
        lines = [BacaanSel(reader, text, 0.97, 2) for reader in ("tesseract", "rapidocr")]
        return decide(lines, metode=Metode.OCR).status_baca

    assert decided("2024 87") is StatusBaca.RAGU
    assert decided("2024 2025") is decided("86,5 87") is StatusBaca.BERSIH


def test_quantities_with_units_side_by_side_are_not_torn() -> None:
    text = "27 Kab/Kota 1 Provinsi"
    both = readings(("tesseract", text, 0.95), ("rapidocr", text, 0.99))
    assert decide(both, metode=Metode.OCR).status_baca is StatusBaca.BERSIH


def test_a_comma_one_reading_sees_keeps_the_figure_in_doubt() -> None:
    read = decide(
        readings(
            ("tesseract", "43", 0.9),
            ("rapidocr", "4,3", 0.9),
            ("rapidocr-tebal", "43", 0.9),
            ("tesseract-asli", "43", 0.9),
            ("tesseract-eng-besar", "43", 0.9),
        ),
        metode=Metode.OCR,
    )
    assert (read.nilai, read.status_baca) == (Decimal("4.3"), StatusBaca.RAGU)


def test_letters_taken_for_digits_repair_nothing() -> None:
    read = decide(
        readings(
            ("tesseract", "s1", 0.9),
            ("rapidocr", "57", 0.9),
            ("rapidocr-tebal", "57", 0.9),
            ("tesseract-asli", "s7", 0.9),
        ),
        metode=Metode.OCR,
    )
    assert read.status_baca is StatusBaca.RAGU


@pytest.mark.parametrize("text", ["-90", "- 90", "— 90", "–90"])
def test_on_a_scan_a_dash_before_a_figure_may_be_a_stroke_of_a_pen(text: str) -> None:
    both = readings(("tesseract", text, 0.95), ("rapidocr", text, 0.99))
    assert decide(both, metode=Metode.OCR).status_baca is StatusBaca.RAGU
    layer = decide(readings(("teks", text, 1.0)), metode=Metode.TEKS)
    assert (layer.nilai, layer.status_baca) == (Decimal(-90), StatusBaca.BERSIH)


def test_on_a_scan_a_figure_in_brackets_is_surely_negative() -> None:
    text = "(8.091.400,00)"
    read = decide(readings(("tesseract", text, 0.95), ("rapidocr", text, 0.99)), metode=Metode.OCR)
    assert (read.nilai, read.status_baca) == (Decimal("-8091400.00"), StatusBaca.BERSIH)


def test_a_figure_with_a_tick_that_both_take_for_letters_is_doubted() -> None:
    read = decide(
        readings(
            ("tesseract", "V9", 0.9), ("rapidocr", "√g", 0.9), ("tesseract-eng-besar", "JV 9g", 0.7)
        ),
        metode=Metode.OCR,
    )
    assert read.status_baca is StatusBaca.RAGU

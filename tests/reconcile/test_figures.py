"""How sure a figure is, what else it could be, how it is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pipeline.reconcile.figures import (
    could_agree,
    decimals,
    differs,
    indonesian,
    is_sure,
    other_values,
    resolves,
    show,
    value,
    value_text,
)
from schemas.records import Anggaran, Kinerja
from schemas.vocabulary import Metode, StatusBaca
from tests.reconcile.cases import build


def kinerja(teks: str, nama: str = "IKM", ukuran: str = "target") -> Kinerja:
    row = f"lk | - | {nama} | {ukuran}@2025 = {teks}"
    return build({"naskah": "lk | lkjip | 2025 | 2026-02-19", "kinerja": row}).kinerja[0]


def anggaran(teks: str, ukuran: str = "pagu") -> Anggaran:
    row = f"lk | - | program Satu | {ukuran}@2025 = {teks}"
    return build({"naskah": "lk | lkjip | 2025 | 2026-02-19", "anggaran": row}).anggaran[0]


def test_sure_needs_agreeing_confident_readers() -> None:
    scan = replace(kinerja("92,5"), metode=Metode.OCR)
    assert is_sure(kinerja("92,5")) and is_sure(scan)
    assert not is_sure(replace(scan, keyakinan=0.4))
    assert not is_sure(replace(scan, bacaan="tesseract:92,5"))
    assert not is_sure(kinerja("92,5 ?93,5"))
    assert not is_sure(replace(scan, status_baca=StatusBaca.DIPERBAIKI))
    assert is_sure(replace(scan, keyakinan=0.1, status_baca=StatusBaca.DIKOREKSI))


def test_other_values_only_of_doubtful_figures() -> None:
    assert other_values(kinerja("83,5 ?93,5")) == (Decimal("93.5"),)
    assert other_values(kinerja("83,5")) == ()
    corrected = replace(kinerja("83,5 ?93,5"), status_baca=StatusBaca.DIKOREKSI)
    assert other_values(corrected) == ()


def test_differs_by_every_possible_value() -> None:
    assert differs(kinerja("92,5"), kinerja("93,5"))
    assert not differs(kinerja("97,5 %"), kinerja("97,50"))
    assert not differs(kinerja("1.234"), kinerja("1234"))
    assert differs(kinerja("1.234"), kinerja("1300"))
    assert differs(kinerja("BB"), kinerja("B"))
    assert not differs(kinerja("47,5-57,5"), kinerja("50"))
    assert differs(kinerja("47,5-57,5"), kinerja("48-58"))


def test_one_sure_place_keeps_a_difference() -> None:
    ref, sure, doubtful = kinerja("93,5"), kinerja("83,5"), kinerja("83,5 ?93,5")
    assert could_agree([ref], [doubtful])
    assert not could_agree([ref], [doubtful, sure])


def test_resolves_tries_two_figures_at_once() -> None:
    one = replace(kinerja("1 ?2"), kinerja_id="a")
    two = replace(kinerja("1 ?2"), kinerja_id="b")
    assert resolves([one, two], lambda ganti: value(one, ganti) + value(two, ganti) == 4)
    assert not resolves([one, two], lambda ganti: value(one, ganti) + value(two, ganti) == 5)


@pytest.mark.parametrize(
    ("teks", "shown", "plain"),
    [
        ("97,5 %", "97,5%", "97.5"),
        ("B (67)", "B (67)", "67"),
        ("4 Dok", "4 dokumen", "4"),
        ("92,80", "92,80", "92.80"),
        ("47,5-57,5", "“47,5-57,5”", "47,5-57,5"),
    ],
)
def test_performance_figures_in_words(teks: str, shown: str, plain: str) -> None:
    assert show(kinerja(teks)) == shown
    assert value_text(kinerja(teks)) == plain


def test_amounts_in_words() -> None:
    assert show(anggaran("Rp 2.911.311.160,40")) == "Rp2.911.311.160,40"
    assert show(anggaran("71 %", "serapan")) == "71%"
    assert value_text(anggaran("(8.091.400,00)")) == "-8091400.00"
    assert indonesian(Decimal("-8091400"), 2) == "-8.091.400,00"


def test_decimals_are_the_printed_ones() -> None:
    assert decimals(kinerja("98,740")) == 0  # ambiguous: no value yet
    assert decimals(replace(kinerja("98,740"), nilai=Decimal("98.740"))) == 3
    settled = replace(kinerja("98,7 ?98,74"), nilai=Decimal("98.74"))
    assert decimals(settled) == 2


def in_thousands(teks: str, nilai: int) -> Anggaran:
    return replace(anggaran(teks), teks=teks, nilai=Decimal(nilai), pengali=1000)


def test_amount_in_thousands_does_not_differ_from_what_it_rounds() -> None:
    rounded = in_thousands("4.215.350", 4_215_350_000)
    assert decimals(rounded) == -3
    assert show(rounded) == "Rp4.215.350.000"
    assert not differs(rounded, anggaran("4.215.350.250,40"))
    assert not differs(anggaran("4.215.349.600"), rounded)
    assert differs(rounded, anggaran("4.215.352.000"))
    assert differs(rounded, anggaran("4.215.350"))
    assert differs(rounded, in_thousands("4.215.351", 4_215_351_000))


def test_other_readings_of_an_amount_in_thousands_are_thousands() -> None:
    doubtful = replace(
        in_thousands("4.215.350", 4_215_350_000),
        status_baca=StatusBaca.RAGU,
        bacaan="satu:4.215.350|dua:4.215.850",
    )
    assert other_values(doubtful) == (Decimal(4_215_850_000),)

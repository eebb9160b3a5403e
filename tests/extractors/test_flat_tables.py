from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from extractors.columns import Isi, read_header
from extractors.flat_tables import column_rules, end_rules, side_rules
from pipeline.layout.elements import Baris, TataLetak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Garis, Halaman
from schemas.vocabulary import Metode
from tests.extractors.naskah_uji import LEBAR, TINGGI, words

TEPI = [60.0, 90.0, 250.0, 420.0, 470.0, 530.0]
ISI = [
    ["No", "Tujuan/Sasaran", "Indikator Kinerja", "Satuan", "Target"],
    ["1", "Meningkatnya literasi warga", "Indeks literasi masyarakat", "indeks", "55"],
    ["2", "Tertatanya arsip dinas", "Persentase arsip tertata", "persen", "60"],
    ["3", "Akuntabilitas naik", "Nilai AKIP perangkat", "nilai", "67"],
]


def page(*, pieces: bool, prose: bool = False, isi: Sequence[Sequence[str]] = ISI) -> TataLetak:
    """A table with lines between rows only, drawn cell by cell or across."""
    tops = [200.0 + 30 * n for n in range(len(isi) + 1)]
    rules = []
    for y in tops:
        edges = TEPI if pieces else [TEPI[0], TEPI[-1]]
        rules += [Garis(a, y, b, y) for a, b in pairwise(edges)]
    lines = [
        Baris(tuple(k for c, text in enumerate(row) for k in words(text, TEPI[c] + 5, tops[r] + 8)))
        for r, row in enumerate(isi)
    ]
    if prose:
        text = "Target yang diperjanjikan pada tahun berjalan disajikan pada tabel berikut ini"
        lines.append(Baris(words(text, 62.0, tops[-1] + 10)))
        rules += [Garis(TEPI[0], tops[-1] + 30, TEPI[-1], tops[-1] + 30)]
    kata = tuple(k for baris in lines for k in baris.kata)
    return lay_out(Halaman(1, LEBAR, TINGGI, Metode.TEKS, kata=kata, garis=tuple(rules)))


def relaid(layout: TataLetak) -> TataLetak:
    rules = column_rules(layout)
    return lay_out(replace(layout.halaman, garis=(*layout.halaman.garis, *rules)))


PEGAWAI = [
    ["No", "Golongan", "Ruang", "Putra", "Putri"],
    ["1", "Golongan IV", "Pembina", "4", "6"],
    ["2", "Golongan III", "Penata", "9", "14"],
    ["3", "Golongan II", "Pengatur", "5", "2"],
]


@pytest.mark.parametrize("pieces", [True, False])
def test_columns_of_figures_make_a_table_whatever_they_are_called(pieces: bool) -> None:
    (found,) = relaid(page(pieces=pieces, isi=PEGAWAI)).tabel
    assert (found.jumlah_baris, found.jumlah_kolom) == (4, 5)


def test_lines_of_text_between_rules_are_no_table() -> None:
    letters = [["a.", "Golongan IV", "Pembina", "empat", "enam"] for _ in PEGAWAI]
    assert relaid(page(pieces=False, isi=letters)).tabel == ()
    two_rows = PEGAWAI[:3]
    assert relaid(page(pieces=False, isi=two_rows)).tabel == ()


@pytest.mark.parametrize("pieces", [True, False])
def test_columns_of_a_table_ruled_across_only(pieces: bool) -> None:
    layout = page(pieces=pieces)
    assert layout.tabel == ()
    (found,) = relaid(layout).tabel
    assert (found.jumlah_baris, found.jumlah_kolom) == (4, 5)
    header = read_header(found)
    assert header is not None
    assert [k.isi for k in header.kolom] == [
        Isi.NO,
        Isi.TUJUAN_SASARAN,
        Isi.INDIKATOR,
        Isi.SATUAN,
        Isi.TARGET,
    ]
    assert [sel.teks for sel in found.sel if sel.baris == 2] == ISI[2]


def test_text_below_is_no_row() -> None:
    layout = relaid(page(pieces=True, prose=True))
    assert layout.tabel[0].jumlah_baris == 4
    assert any("disajikan" in baris.teks for baris in layout.baris)


def test_lines_without_header_words_make_no_table() -> None:
    rules = tuple(Garis(60, y, 530, y) for y in (200.0, 230.0, 260.0))
    kata = (*words("Kepala Dinas", 70, 210), *words("Bupati", 300, 210))
    layout = lay_out(Halaman(1, LEBAR, TINGGI, Metode.TEKS, kata=kata, garis=rules))
    assert column_rules(layout) == ()


def test_ruled_tables_need_no_further_rules() -> None:
    layout = relaid(page(pieces=True))
    assert column_rules(layout) == ()


def open_table(*, lines_out: int) -> TataLetak:
    """A table without upright rules at its left side; some lines run out over that column."""
    tops = [200.0 + 30 * n for n in range(len(ISI) + 1)]
    rules = [Garis(x, tops[0], x, tops[-1]) for x in TEPI[1:]]
    for n, y in enumerate(tops):
        out = 0 < n <= lines_out
        rules.append(Garis(TEPI[0] if out else TEPI[1], y, TEPI[-1], y))
    kata = tuple(
        word
        for r, row in enumerate(ISI)
        for c, text in enumerate(row)
        for word in words(text, TEPI[c] + 5, tops[r] + 8)
    )
    return lay_out(Halaman(1, LEBAR, TINGGI, Metode.TEKS, kata=kata, garis=tuple(rules)))


@pytest.mark.parametrize("lines_out", [4, 1])
def test_table_open_at_its_side_gets_its_outer_column(lines_out: int) -> None:
    layout = open_table(lines_out=lines_out)
    assert layout.tabel[0].jumlah_kolom == 4
    (side,) = side_rules(layout)
    assert side.x0 == pytest.approx(TEPI[0])
    closed = lay_out(replace(layout.halaman, garis=(*layout.halaman.garis, side)))
    (found,) = closed.tabel
    assert found.jumlah_kolom == 5
    assert found.at(0, 0) is not None
    assert found.at(0, 0).teks == "No"  # type: ignore[union-attr]


def test_lines_without_words_beyond_the_table_make_no_column() -> None:
    layout = open_table(lines_out=4)
    inside = tuple(kata for kata in layout.halaman.kata if kata.kotak.x0 > TEPI[1])
    assert side_rules(lay_out(replace(layout.halaman, kata=inside))) == ()
    assert side_rules(open_table(lines_out=0)) == ()


def test_table_left_open_by_page_breaks_is_closed_at_its_ends() -> None:
    whole = page(pieces=True)
    tops = sorted({g.y0 for g in whole.halaman.garis})
    upright = [Garis(x, tops[0], x, tops[-1]) for x in TEPI]
    inner = [g for g in whole.halaman.garis if g.y0 == tops[2]]
    opened = lay_out(replace(whole.halaman, garis=(*upright, *inner)))
    assert [(rule.x0, rule.y0, rule.x1) for rule in end_rules(opened)] == [
        (TEPI[0], tops[0], TEPI[-1]),
        (TEPI[0], tops[-1], TEPI[-1]),
    ]
    closed = lay_out(replace(whole.halaman, garis=(*upright, *whole.halaman.garis)))
    assert end_rules(closed) == ()


def test_two_tables_of_one_width_are_two() -> None:
    upper = page(pieces=False)
    words_below = [
        ["No", "Program Kegiatan Perangkat", "Anggaran", "Keterangan"],
        ["1", "Pembinaan Perpustakaan", "3.000.000", "APBD"],
        ["2", "Program Tata Arsip Dinas", "1.250.000", "DAK"],
    ]
    tops = [380.0 + 30 * n for n in range(4)]
    kata = [
        word
        for r, row in enumerate(words_below)
        for c, text in enumerate(row)
        for word in words(text, (65.0, 95.0, 330.0, 470.0)[c], tops[r] + 8)
    ]
    rules = [Garis(TEPI[0], y, TEPI[-1], y) for y in tops]
    both = replace(
        upper.halaman,
        kata=(*upper.halaman.kata, *kata),
        garis=(*upper.halaman.garis, *rules, *rules),  # some programs draw a border twice
    )
    found = relaid(lay_out(both)).tabel
    assert [(tabel.jumlah_baris, tabel.jumlah_kolom) for tabel in found] == [(4, 5), (3, 4)]


def test_rows_numbered_between_two_rules_are_rows() -> None:
    three = page(pieces=False)
    few = [rule for rule in three.halaman.garis if rule.y0 not in (260.0, 290.0)]
    (found,) = relaid(lay_out(replace(three.halaman, garis=tuple(few)))).tabel
    assert (found.jumlah_baris, found.jumlah_kolom) == (4, 5)
    assert found.at(3, 2) is not None and found.at(3, 2).teks == "Nilai AKIP perangkat"  # type: ignore[union-attr]


def test_one_line_of_a_row_behind_a_page_break_is_closed() -> None:
    """One level rule alone, below the rest of a name, and short upright rules down to it."""
    whole = page(pieces=True)
    foot = Garis(TEPI[0], 90.0, TEPI[-1], 90.0)
    upright = [Garis(x, 70.0, x, 90.0) for x in TEPI]
    opened = replace(whole, halaman=replace(whole.halaman, garis=(*upright, foot)))
    assert [(rule.x0, rule.y0, rule.x1) for rule in end_rules(opened)] == [
        (TEPI[0], 70.0, TEPI[-1])
    ]
    loose = replace(whole, halaman=replace(whole.halaman, garis=tuple(upright)))
    assert end_rules(loose) == ()


def between_head_and_foot(isi: Sequence[Sequence[str]]) -> TataLetak:
    whole = page(pieces=False, isi=isi)
    ends = (200.0, 230.0, max(rule.y0 for rule in whole.halaman.garis))
    rules = tuple(rule for rule in whole.halaman.garis if rule.y0 in ends)
    return relaid(lay_out(replace(whole.halaman, garis=rules)))


def test_rows_between_the_rules_of_head_and_foot_are_rows() -> None:
    (found,) = between_head_and_foot(ISI).tabel
    assert (found.jumlah_baris, found.jumlah_kolom) == (4, 5)


def test_rows_that_cannot_be_told_between_head_and_foot_make_no_table() -> None:
    """Their figures would stand in one cell, and their indicators be one."""
    letters = [ISI[0], *(["", *row[1:]] for row in ISI[1:])]
    split = [*letters[:2], ["", "warga", "Masyarakat Umum", "", ""], *letters[2:]]
    assert between_head_and_foot(split).tabel == ()

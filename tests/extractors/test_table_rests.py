from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.table_rests import rest_rules, unread_rest
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import TataLetak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Garis, Halaman
from pipeline.segment import with_all_tables
from schemas.vocabulary import Metode
from tests.extractors.naskah_uji import LEBAR, RAPAT, TINGGI, words

KOLOM = (65.0, 95.0, 330.0, 480.0)
TEPI = (60.0, 540.0)
KEPALA = ("No", "Indikator Kinerja", "Satuan", "Target")
ATAS = [
    KEPALA,
    ("1", "Indeks Literasi Masyarakat", "Indeks", "61,5"),
    ("2", "Persentase Arsip Tertata", "Persen", "87,25"),
    ("3", "Nilai AKIP", "Nilai", "70,1"),
]
BAWAH = [
    ("4", "Persentase Desa Berkembang", "Persen", "44"),
    ("", "menurut Indeks Desa", "", ""),
    ("5", "Jumlah Kelompok Tani", "Kelompok", "12"),
]
PROSA = [
    "Demikian perjanjian ini dibuat untuk dilaksanakan dengan penuh tanggung jawab dan",
    "target 44 persen akan dicapai sebelum akhir tahun anggaran yang berjalan ini pula",
]


def page(nomor: int, rows: Sequence[Sequence[str]], *, across: bool = False) -> Halaman:
    """Set rows of cells from the head of a page on, with level rules around the rows or none."""
    kata, garis = [], []
    y = 100.0
    for row in rows:
        if across and row[0]:
            garis.append(Garis(TEPI[0], y - 4, TEPI[1], y - 4))
        kata += [word for c, text in enumerate(row) for word in words(text, KOLOM[c], y, RAPAT)]
        y += 16
    if across:
        garis.append(Garis(TEPI[0], y - 4, TEPI[1], y - 4))
    return Halaman(nomor, LEBAR, TINGGI, Metode.TEKS, kata=tuple(kata), garis=tuple(garis))


def two(above: Halaman, below: Halaman) -> tuple[TataLetak, TataLetak]:
    """Lay out two pages that follow each other."""
    return with_all_tables(lay_out(above)), with_all_tables(lay_out(below))


@pytest.mark.parametrize("across", [True, False])
def test_rows_behind_a_page_break_are_rows(across: bool) -> None:
    above, below = two(page(1, ATAS, across=across), page(2, BAWAH, across=across))
    rules = rest_rules(above, below)
    (rest,) = lay_out(replace(below.halaman, garis=(*below.halaman.garis, *rules))).tabel
    assert [[sel.teks for sel in rest.sel if sel.baris == row] for row in range(2)] == [
        ["4", "Persentase Desa Berkembang\nmenurut Indeks Desa", "Persen", "44"],
        ["5", "Jumlah Kelompok Tani", "Kelompok", "12"],
    ]


def test_prose_on_the_next_page_is_no_rest() -> None:
    prose = Halaman(
        2,
        LEBAR,
        TINGGI,
        Metode.TEKS,
        kata=tuple(
            k for n, text in enumerate(PROSA) for k in words(text, 65.0, 100 + 16.0 * n, RAPAT)
        ),
    )
    above, below = two(page(1, ATAS), prose)
    assert rest_rules(above, below) == ()
    assert not unread_rest(above, below)


def test_a_table_below_which_text_stands_has_ended() -> None:
    above = page(1, ATAS)
    ended = replace(above, kata=(*above.kata, *words(PROSA[0], 65.0, 300.0, RAPAT)))
    assert rest_rules(*two(ended, page(2, BAWAH))) == ()


def test_rows_that_cannot_be_told_are_reported() -> None:
    mixed = [("", "Persentase Desa", "", ""), ("", "Berkembang", "Persen", "44"), *BAWAH[2:]]
    above, below = two(page(1, ATAS), page(2, [(a, b, c, d) for a, b, c, d in mixed]))
    assert rest_rules(above, below) == ()
    assert unread_rest(above, below)


def test_a_first_row_as_high_as_a_running_head_is_of_the_rest() -> None:
    below = page(2, BAWAH)
    high = tuple(
        replace(k, kotak=Kotak(k.kotak.x0, k.kotak.y0 - 36, k.kotak.x1, k.kotak.y1 - 36))
        for k in below.kata
    )
    above, rest = two(page(1, ATAS), replace(below, kata=high))
    levels = {rule.y0 for rule in rest_rules(above, rest) if rule.mendatar}
    assert len(levels) == 3
    assert min(levels) <= 64.0


def test_a_foot_rule_alone_makes_no_row_of_all_rows() -> None:
    below = page(2, BAWAH)
    foot = Garis(TEPI[0], 150.0, TEPI[1], 150.0)
    above, rest = two(page(1, ATAS, across=True), replace(below, garis=(foot,)))
    assert len({rule.y0 for rule in rest_rules(above, rest) if rule.mendatar}) == 3


def test_a_rest_that_breaks_off_within_a_row_is_reported() -> None:
    crossing = ("", "menurut Indeks Desa yang Ditetapkan Kementerian", "", "")
    above, below = two(page(1, ATAS), page(2, [BAWAH[0], crossing]))
    near = [
        replace(k, kotak=Kotak(k.kotak.x0, 109.0, k.kotak.x1, 118.0))
        for k in below.halaman.kata
        if k.kotak.y0 > 110
    ]
    first = [k for k in below.halaman.kata if k.kotak.y0 < 110]
    rest = with_all_tables(lay_out(replace(below.halaman, kata=(*first, *near))))
    assert rest_rules(above, rest) == ()
    assert unread_rest(above, rest)


def test_headings_printed_again_are_no_rest() -> None:
    above, below = two(page(1, ATAS), page(2, [KEPALA, BAWAH[0]]))
    assert not unread_rest(above, replace(below, tabel=()))

"""What counts as found, for every reader alike."""

from __future__ import annotations

from tests.bench.skor import Skor, score

CAPAIAN = ("93,5", "92,33", "98,74%", "4 dokumen")
PAGU = ("Rp 1.978.450.300,00", "Rp 88.600.000,00")


def test_figures_stand_in_cells_whatever_their_sign_of_decimals_and_unit() -> None:
    cells = ["Indeks", "93.5", "92,33", "98,74 %", "4"]
    assert score([CAPAIAN], [cells], "") == Skor(angka=4, tepat=4, tabel=1, tabel_ditemukan=1)


def test_a_digit_too_many_or_a_lost_comma_is_not_the_figure() -> None:
    cells = ["193,5", "9233", "98,7", "40"]
    assert score([CAPAIAN], [cells], "") == Skor(angka=4, tepat=0, tabel=1, tabel_ditemukan=0)


def test_a_figure_counts_as_often_as_it_is_read() -> None:
    assert score([("90", "90", "95")], [["90", "95"]], "").tepat == 2


def test_a_table_is_found_by_half_of_its_figures_in_one_table() -> None:
    scattered = [["93,5"], ["92,33"], [PAGU[0], "lain"]]
    found = score([CAPAIAN, PAGU], scattered, "")
    assert (found.tepat, found.tabel_ditemukan) == (3, 1)


def test_one_table_returned_for_two_finds_both() -> None:
    assert score([CAPAIAN, PAGU], [[*CAPAIAN, *PAGU]], "").tabel_ditemukan == 2


def test_text_outside_cells_does_not_count_for_a_reader_of_tables() -> None:
    assert score([CAPAIAN], [], " ".join(CAPAIAN)).tepat == 0


def test_a_reader_of_text_alone_finds_figures_but_no_tables() -> None:
    found = score([CAPAIAN], None, "Indeks 93,5 dan 92,33")
    assert found == Skor(angka=4, tepat=2, tabel=1, tabel_ditemukan=None)


def test_a_page_without_tables_of_figures_counts_nothing() -> None:
    assert score([], [["1", "2"]], "") == Skor()


def test_pages_add_up() -> None:
    page = Skor(angka=4, tepat=3, tabel=1, tabel_ditemukan=1)
    assert page.plus(page) == Skor(angka=8, tepat=6, tabel=2, tabel_ditemukan=2)
    assert page.plus(Skor(tabel_ditemukan=None)).tabel_ditemukan is None

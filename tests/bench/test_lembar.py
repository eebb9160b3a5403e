"""Which pages are measured."""

from __future__ import annotations

from pathlib import Path

from tests.bench.lembar import Lembar, choose
from tests.bench.tampil import FEWEST, show_bars
from tests.bench.ukur import Waktu

SEMUA = [Lembar(Path("a.pdf"), nomor) for nomor in range(1, 41)]


def _holds_figures(one: Lembar) -> bool:
    return one.nomor % 4 == 0  # ten of forty


def test_half_of_the_pages_hold_figures_and_all_are_in_order() -> None:
    chosen = choose(SEMUA, 12, _holds_figures)
    assert sum(map(_holds_figures, chosen)) == 6
    assert chosen == sorted(chosen, key=lambda one: one.nomor) and len(set(chosen)) == 12


def test_where_few_hold_figures_others_are_taken_and_the_other_way_round() -> None:
    assert sum(map(_holds_figures, choose(SEMUA, 30, _holds_figures))) == 10
    assert len(choose(SEMUA[:8], 7, lambda one: one.nomor > 2)) == 7


def test_nought_takes_all() -> None:
    assert choose(SEMUA, 0, _holds_figures) == SEMUA


def test_a_single_page_holds_figures() -> None:
    assert [_holds_figures(one) for one in choose(SEMUA, 1, _holds_figures)] == [True]


def test_bars_are_judged_from_pages_enough() -> None:
    def said(pages: int) -> str:
        return list(show_bars(Waktu(1.0, 1.0), Waktu(9.0, 9.0), {"batas uji": 2.5}, pages))[-1]

    assert "TIDAK memenuhi" in said(FEWEST)
    assert "tidak dinilai dari 1 halaman" in said(1)

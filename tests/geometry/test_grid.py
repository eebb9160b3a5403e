"""Ruling lines to cells: plain, merged, broken, doubled, nested, framed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pipeline.geometry.grid import find_grids, is_nested
from pipeline.read.page import Garis


def table(
    xs: Iterable[float], ys: Iterable[float], *, without: Iterable[Garis] = ()
) -> list[Garis]:
    """Draw a full grid as one piece per edge, leaving out some edges."""
    xs, ys, gone = list(xs), list(ys), set(without)
    pieces = [Garis(x0, y, x1, y) for y in ys for x0, x1 in pairwise(xs)]
    pieces += [Garis(x, y0, x, y1) for x in xs for y0, y1 in pairwise(ys)]
    return [piece for piece in pieces if piece not in gone]


def test_a_plain_table_gives_every_cell_once() -> None:
    (grid,) = find_grids(table([10, 60, 120, 200], [10, 30, 50]))
    places = [(p.baris, p.kolom, p.rentang_baris, p.rentang_kolom) for p in grid.petak]
    assert places == [(r, c, 1, 1) for r in range(2) for c in range(3)]
    assert grid.petak[4].kotak == (60, 30, 120, 50)


def test_a_missing_edge_merges_two_cells() -> None:
    lines = table([10, 60, 120], [10, 30, 50], without=[Garis(10, 30, 60, 30)])
    (grid,) = find_grids(lines)
    assert (grid.petak[0].rentang_baris, grid.petak[0].rentang_kolom) == (2, 1)
    assert len(grid.petak) == 3


def test_a_header_over_two_columns_spans_them() -> None:
    lines = table([10, 60, 120, 180], [10, 30, 50], without=[Garis(120, 10, 120, 30)])
    (grid,) = find_grids(lines)
    assert [p.rentang_kolom for p in grid.petak if p.baris == 0] == [1, 2]


def test_a_break_in_a_line_merges_nothing() -> None:
    lines = [g for g in table([10, 110, 210], [10, 40, 70]) if g != Garis(10, 40, 110, 40)]
    lines += [Garis(10, 40, 55, 40), Garis(61, 40, 110, 40)]
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 4


def test_lines_drawn_twice_are_one() -> None:
    single = table([10, 60, 120], [10, 30, 50])
    double = [Garis(g.x0 + 1.2, g.y0 + 1.2, g.x1 + 1.2, g.y1 + 1.2) for g in single]
    (grid,) = find_grids(single + double)
    assert len(grid.petak) == 4


def test_slightly_wandering_pieces_are_one_line() -> None:
    lines = [Garis(10, y, 210, y) for y in (10.0, 70.0)]
    lines += [Garis(10 + 20 * i, 40 + 0.3 * i, 30 + 20 * i, 40 + 0.3 * i) for i in range(10)]
    lines += [Garis(x, 10, x, 70) for x in (10.0, 110.0, 210.0)]
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 4


def test_a_page_frame_is_no_table_and_hides_none() -> None:
    frame = table([0, 500], [0, 700])
    inside = table([50, 200, 400], [100, 150, 200])
    (grid,) = find_grids(frame + inside)
    assert len(grid.petak) == 4


def test_two_tables_side_by_side_stay_apart() -> None:
    lines = table([10, 60, 120], [10, 30, 50]) + table([200, 260, 320], [10, 30, 50])
    lines += table([330, 400, 480], [9, 30, 49])
    assert [grid.xs[0] for grid in find_grids(lines)] == [10, 200, 330]


def test_a_table_nested_in_a_cell_comes_after_the_one_around_it() -> None:
    outer = table([0, 100, 300], [0, 100, 300])
    inner = table([120, 180, 240], [120, 160, 200, 240])
    first, second = find_grids(outer + inner)
    assert (len(first.petak), len(second.petak)) == (4, 6)
    assert is_nested(second, first) and not is_nested(first, second)


def test_boxes_in_a_cell_are_no_table() -> None:
    outer = table([0, 100, 300], [0, 100, 300])
    boxes = table([120, 180, 240], [120, 160])
    (grid,) = find_grids(outer + boxes)
    assert len(grid.petak) == 4


def test_double_lines_are_one() -> None:
    lines = table([10, 60, 120], [10, 30, 50])
    lines += [Garis(g.x0 + 3.8, g.y0 + 3.8, g.x1 + 3.8, g.y1 + 3.8) for g in lines]
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 4


def test_underlines_and_lone_rules_make_no_table() -> None:
    assert find_grids([Garis(10, 10, 200, 10), Garis(10, 50, 200, 50), Garis(5, 0, 5, 60)]) == ()


def test_a_last_row_cut_off_by_the_page_break_is_a_row() -> None:
    lines = table([10, 60, 120, 200], [10, 30, 50])
    lines += [Garis(x, 50, x, 90) for x in (10.0, 60.0, 120.0, 200.0)]
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 9
    assert grid.ys[-1] == 90


def test_uprights_of_different_ends_add_no_row() -> None:
    lines = [*table([10, 60, 120, 200], [10, 30, 50]), Garis(60, 50, 60, 58)]
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 6


def test_a_narrow_gap_between_two_tables_is_no_break_in_a_line() -> None:
    left, right = table([10, 60, 120], [10, 30, 50]), table([127, 180, 240], [10, 30, 50])
    assert [len(grid.petak) for grid in find_grids(left + right)] == [4, 4]


def test_a_break_in_a_line_within_a_column_is_bridged() -> None:
    broken = [Garis(10, 30, 80, 30), Garis(87, 30, 120, 30)]
    lines = table([10, 60, 120], [10, 30, 50])
    lines = [line for line in lines if not (line.mendatar and line.y0 == 30)] + broken
    (grid,) = find_grids(lines)
    assert len(grid.petak) == 4

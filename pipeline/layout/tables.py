"""A page to its tables and the lines of text around them."""

from __future__ import annotations

from pipeline.geometry.box import Kotak
from pipeline.geometry.grid import Kisi, find_grids
from pipeline.layout.elements import Sel, Tabel, TataLetak
from pipeline.layout.lines import group_lines
from pipeline.read.page import Bacaan, Halaman, Kata


def lay_out(halaman: Halaman) -> TataLetak:
    """Find the tables of a page and put every word either in a cell or in a line of text."""
    left, readings = list(halaman.kata), list(halaman.bacaan)
    tables = []
    grids = find_grids(halaman.garis)
    # A table in a cell takes its words before the table around it does.
    for grid in sorted(grids, key=lambda grid: grid.kotak.luas):
        inside = [word for word in left if _in_box(word.kotak, grid.kotak)]
        if not inside:
            continue
        left = [word for word in left if not _in_box(word.kotak, grid.kotak)]
        again = [reading for reading in readings if _in_box(reading.kotak, grid.kotak)]
        readings = [reading for reading in readings if not _in_box(reading.kotak, grid.kotak)]
        tables.append((grids.index(grid), _fill(halaman, grid, inside, again)))
    in_order = tuple(tabel for _, tabel in sorted(tables, key=lambda item: item[0]))
    return TataLetak(halaman=halaman, baris=group_lines(left), tabel=in_order)


def _in_box(inner: Kotak, outer: Kotak) -> bool:
    return outer.contains_point(inner.tengah_x, inner.tengah_y)


def _fill(halaman: Halaman, grid: Kisi, words: list[Kata], readings: list[Bacaan]) -> Tabel:
    """Put the words and second readings of a grid into its cells."""
    cells = []
    for petak in grid.petak:
        inside = [word for word in words if _in_box(word.kotak, petak.kotak)]
        cells.append(
            Sel(
                baris=petak.baris,
                kolom=petak.kolom,
                rentang_baris=petak.rentang_baris,
                rentang_kolom=petak.rentang_kolom,
                kotak=petak.kotak,
                isi=group_lines(inside),
                bacaan=_readings_in(readings, petak.kotak),
            )
        )
    return Tabel(
        halaman=halaman,
        kotak=grid.kotak,
        jumlah_baris=len(grid.ys) - 1,
        jumlah_kolom=len(grid.xs) - 1,
        sel=tuple(cells),
    )


def _readings_in(readings: list[Bacaan], box: Kotak) -> tuple[Bacaan, ...]:
    inside = [reading for reading in readings if _in_box(reading.kotak, box)]
    return tuple(sorted(inside, key=lambda r: (r.pembaca, r.kotak.tengah_y, r.kotak.x0)))

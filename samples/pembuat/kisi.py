"""The grid of an HTML table: which cell covers which column of each body row."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell where it covers one grid place; `awal` where it starts."""

    elemen: Element
    awal: bool


def body_rows(table: Element) -> list[tuple[Element, list[Sel]]]:
    """Return the body rows of a table with the cell that covers each grid column."""
    bodies = [table, *(part for part in table if part.tag in {"tbody", "tfoot"})]
    sections = [[row for row in body if row.tag == "tr"] for body in bodies]
    rows: list[tuple[Element, list[Sel]]] = []
    for section in sections:
        reach: dict[int, tuple[Element, int]] = {}
        rows.extend((row, _cells(row, reach)) for row in section)
    return rows


def _cells(row: Element, reach: dict[int, tuple[Element, int]]) -> list[Sel]:
    """Lay out one row; `reach` holds, by column, cells from above and for how many rows more."""
    cells: list[Sel] = []
    waiting = [cell for cell in row if cell.tag in {"td", "th"}]
    while waiting or len(cells) in reach:
        column = len(cells)
        if column in reach:
            above, left = reach.pop(column)
            cells.append(Sel(above, awal=False))
            if left > 1:
                reach[column] = (above, left - 1)
            continue
        cell = waiting.pop(0)
        rows = int(cell.get("rowspan", "1"))
        for k in range(int(cell.get("colspan", "1"))):
            if rows > 1:
                reach[len(cells)] = (cell, rows - 1)
            cells.append(Sel(cell, awal=k == 0))
    return cells

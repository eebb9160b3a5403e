"""The grid of a table with merged cells."""

from __future__ import annotations

from xml.etree import ElementTree

from samples.pembuat.kisi import body_rows


def grid(html: str) -> list[list[tuple[str, bool]]]:
    table = ElementTree.fromstring(html)
    return [
        [(cell.elemen.text or "", cell.awal) for cell in cells] for _, cells in body_rows(table)
    ]


def test_a_merged_cell_stands_in_every_row_and_starts_in_one() -> None:
    rows = grid(
        "<table><thead><tr><th>x</th></tr></thead><tbody>"
        "<tr><td rowspan='3'>a</td><td>b</td><td>1</td></tr>"
        "<tr><td rowspan='2'>c</td><td>2</td></tr>"
        "<tr><td>3</td></tr></tbody></table>"
    )
    assert rows == [
        [("a", True), ("b", True), ("1", True)],
        [("a", False), ("c", True), ("2", True)],
        [("a", False), ("c", False), ("3", True)],
    ]


def test_a_cell_over_two_columns_covers_both() -> None:
    rows = grid(
        "<table><tr><td colspan='2' rowspan='2'>a</td><td>1</td></tr><tr><td>2</td></tr></table>"
    )
    assert rows == [
        [("a", True), ("a", False), ("1", True)],
        [("a", False), ("a", False), ("2", True)],
    ]

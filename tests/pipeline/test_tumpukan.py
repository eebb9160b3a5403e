"""Rows kept packed are the rows that were put in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tumpukan import Tumpukan
from schemas.records import RingkasanIndikator


def row(number: int) -> RingkasanIndikator:
    return RingkasanIndikator(
        pemda="Kabupaten Contoh",
        kunci=f"indikator-{number}",
        tahun=2020 + number,
        unit="Kecamatan “Satu”",
        indikator="Nilai SAKIP",
        target_pk=Decimal(number) / 4,
    )


def stack(sizes: list[int]) -> tuple[Tumpukan[RingkasanIndikator], list[RingkasanIndikator]]:
    """Put blocks of some sizes in; return the stack and the same rows as a list."""
    made, rows = Tumpukan(RingkasanIndikator), []
    for owner, size in enumerate(sizes):
        block = [row(len(rows) + number) for number in range(size)]
        made.add(block, f"berkas-{owner}")
        rows += block
    return made, rows


@given(st.lists(st.integers(0, 4), max_size=6), st.slices(24))
def test_it_is_the_sequence_of_its_rows(sizes: list[int], part: slice) -> None:
    made, rows = stack(sizes)
    assert list(made) == rows
    assert len(made) == len(rows)
    assert made == rows
    assert list(made[part]) == rows[part]
    assert [made[place] for place in range(-len(rows), len(rows))] == [*rows, *rows]
    with pytest.raises(IndexError):
        made[len(rows)]


def test_rows_are_found_and_ordered_by_their_owner() -> None:
    made, rows = stack([2, 1, 3])
    made.add([row(99)], "berkas-0")
    assert made.of("berkas-0") == (*rows[:2], row(99))
    assert made.of("berkas-9") == ()
    turned = made.in_order(["berkas-2", "berkas-0"])
    assert list(turned) == [*rows[3:], *rows[:2], row(99)]
    assert made != turned


def test_a_change_of_each_row_keeps_the_blocks() -> None:
    made, rows = stack([2, 3])
    same = made.mapped(lambda one: one)
    assert same.blok == made.blok
    assert list(made.mapped(lambda one: row(7))) == [row(7)] * len(rows)


def test_a_large_block_is_unpacked_in_parts() -> None:
    made = Tumpukan(RingkasanIndikator)
    made.add([row(1)] * 4_500, "berkas")
    assert [blok.jumlah for blok in made.blok] == [2_000, 2_000, 500]
    assert {blok.milik for blok in made.blok} == {"berkas"}

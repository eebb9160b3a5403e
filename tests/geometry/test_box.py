"""Boxes and maps: there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry.box import Afin, Kotak, union
from pipeline.geometry.turn import turn_to_upright

SIZE = st.floats(min_value=10, max_value=2000)


@given(st.sampled_from([0, 90, 180, 270]), SIZE, SIZE, st.floats(0, 1), st.floats(0, 1))
def test_a_quarter_turn_and_back_is_where_it_was(
    putaran: int, lebar: float, tinggi: float, u: float, v: float
) -> None:
    there, back, new_width, new_height = turn_to_upright(putaran, lebar, tinggi)
    x, y = there.apply(u * lebar, v * tinggi)
    assert -1e-6 <= x <= new_width + 1e-6
    assert -1e-6 <= y <= new_height + 1e-6
    assert back.apply(x, y) == pytest.approx((u * lebar, v * tinggi), abs=1e-6)


def test_turning_clockwise_brings_the_left_edge_up() -> None:
    there, _, _, _ = turn_to_upright(90, 100, 200)
    assert there.apply(0, 200) == (0, 0)


def test_only_quarter_turns_exist() -> None:
    with pytest.raises(ValueError, match="45"):
        turn_to_upright(45, 10, 10)


@given(*[st.floats(-3, 3) for _ in range(8)])
def test_maps_compose_in_order(
    a: float, b: float, c: float, d: float, e: float, f: float, x: float, y: float
) -> None:
    first, second = Afin(a, b, c, d, e, f), Afin(f, e, d, c, b, a)
    assert second.after(first).apply(x, y) == pytest.approx(second.apply(*first.apply(x, y)))


def test_union_needs_a_box() -> None:
    assert union([Kotak(0, 0, 1, 1), Kotak(5, 5, 6, 7)]) == (0, 0, 6, 7)
    with pytest.raises(ValueError):
        union([])

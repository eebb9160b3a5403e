from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry.box import Kotak
from tests.akurasi.cocok import common_share, overlap, pair, text_likeness, wrong_letters


def _nearness(a: int, b: int) -> float:
    return max(0.0, 1 - abs(a - b) / 10)


def test_the_most_alike_pair_first() -> None:
    padanan = pair([10, 12], [12, 11], _nearness)
    assert padanan.pasangan == ((10, 11), (12, 12))


def test_what_is_unlike_is_left_over() -> None:
    padanan = pair([1, 50], [2, 90], _nearness)
    assert padanan.pasangan == ((1, 2),)
    assert padanan.hilang == (50,)
    assert padanan.palsu == (90,)


def test_a_row_read_twice_is_false_once() -> None:
    padanan = pair([5], [5, 5], _nearness)
    assert len(padanan.pasangan) == 1
    assert padanan.palsu == (5,)


@given(st.lists(st.integers(0, 40), max_size=8), st.lists(st.integers(0, 40), max_size=8))
def test_nothing_is_lost_or_counted_twice(benar: list[int], terbaca: list[int]) -> None:
    padanan = pair(benar, terbaca, _nearness)
    paired = padanan.pasangan
    assert sorted([a for a, _ in paired] + list(padanan.hilang)) == sorted(benar)
    assert sorted([b for _, b in paired] + list(padanan.palsu)) == sorted(terbaca)


def test_boxes() -> None:
    box = Kotak(0, 0, 10, 10)
    assert overlap(box, box) == 1
    assert overlap(box, Kotak(20, 0, 30, 10)) == 0
    assert overlap(box, Kotak(0, 0, 10, 5)) == 0.5
    assert common_share(box, Kotak(2, 2, 4, 4)) == 1


def test_letters() -> None:
    assert wrong_letters("Nilai  SAKIP\nOPD", "Nilai SAKIP OPD") == (0, 15)
    assert wrong_letters("Target", "Targct") == (1, 6)
    assert wrong_letters("abc", "") == (3, 3)
    assert text_likeness("NILAI sakip", "Nilai SAKIP") == 1

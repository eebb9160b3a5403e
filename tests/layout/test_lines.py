"""Words to lines: raised marks, slopes, columns; and words to cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.geometry.box import Kotak
from pipeline.layout.lines import group_lines
from pipeline.layout.tables import lay_out
from pipeline.read.page import Garis, Halaman, Kata
from schemas.vocabulary import Metode


def word(teks: str, x: float, y: float, *, wide: float = 30.0, high: float = 10.0) -> Kata:
    """Make a word whose top left corner is at (x, y), in points."""
    return Kata(teks, Kotak(x, y, x + wide, y + high))


def test_words_of_one_height_make_a_line_from_left_to_right() -> None:
    lines = group_lines([word("kedua", 50, 10.5), word("bawah", 10, 24), word("pertama", 10, 10)])
    assert [line.teks for line in lines] == ["pertama kedua", "bawah"]


def test_a_line_may_slope_as_long_as_neighbours_are_level() -> None:
    words = [word(f"k{number}", 40.0 * number, 100 + 1.5 * number) for number in range(12)]
    (line,) = group_lines(words)
    assert line.kata == tuple(words)


def test_a_mark_joins_the_line_that_it_is_most_level_with() -> None:
    lines = group_lines(
        [word("atas", 10, 10), word("bawah", 10, 21), word(",", 41, 18.5, wide=2, high=3)]
    )
    assert [line.teks for line in lines] == ["atas ,", "bawah"]


def test_a_tall_title_does_not_draw_the_lines_below_it_together() -> None:
    words = [word("JUDUL", 10, 0, high=60), word("satu", 10, 62), word("dua", 10, 76)]
    assert [line.teks for line in group_lines(words)] == ["JUDUL", "satu", "dua"]


places = st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 3))


@given(st.lists(places, max_size=40))
def test_a_word_stands_in_every_cell_that_holds_its_middle(
    drawn: list[tuple[int, int, int]],
) -> None:
    """Compare with asking every cell about every word; many middles lie on a rule here."""
    words = tuple(
        word(str(number), 10.0 * x, 10.0 * y, wide=10.0 * wide, high=10.0)
        for number, (x, y, wide) in enumerate(drawn)
    )
    edges = (5.0, 35.0, 65.0, 95.0, 125.0)
    rules = tuple(Garis(5.0, at, 125.0, at) for at in edges)
    rules += tuple(Garis(at, 5.0, at, 125.0) for at in edges)
    page = lay_out(Halaman(1, 150.0, 150.0, Metode.TEKS, kata=words, garis=rules))
    for tabel in page.tabel:
        for sel in tabel.sel:
            inside = {
                kata.teks
                for kata in words
                if sel.kotak.contains_point(kata.kotak.tengah_x, kata.kotak.tengah_y)
            }
            assert {kata.teks for baris in sel.isi for kata in baris.kata} == inside
    outside = {kata.teks for baris in page.baris for kata in baris.kata}
    placed = {k.teks for t in page.tabel for s in t.sel for b in s.isi for k in b.kata}
    assert outside | placed == {kata.teks for kata in words}
    assert not outside & placed

"""Words to lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from pipeline.layout.elements import Baris
from pipeline.read.page import Kata


def group_lines(kata: Iterable[Kata]) -> tuple[Baris, ...]:
    """Group words into lines, top to bottom, words left to right.

    A word belongs to a line if its middle lies near that of the line's nearest word:
    raised and lowered print, bullets, commas, and the slight slope a scan keeps, stay on
    their line.
    """
    words = sorted(kata, key=lambda word: (word.kotak.tengah_y, word.kotak.x0))
    if not words:
        return ()
    typical = median(word.kotak.tinggi for word in words)
    lines: list[list[Kata]] = []
    # Letters first: they make the lines, to which marks of few pixels are then joined.
    for word in sorted(words, key=lambda word: word.kotak.tinggi < 0.5 * typical):
        near = [line for line in lines if _same_line(line, word, typical)]
        if near:
            min(near, key=lambda line: _apart(line, word)).append(word)
        else:
            lines.append([word])
    made = [Baris(tuple(sorted(line, key=lambda word: word.kotak.x0))) for line in lines]
    return tuple(sorted(made, key=lambda line: (_middle(line.kata), line.kotak.x0)))


def _middle(words: Iterable[Kata]) -> float:
    return median(word.kotak.tengah_y for word in words)


def _apart(line: list[Kata], word: Kata) -> float:
    """Return how far a word's middle is from that of the line's nearest word, in points."""
    return abs(_nearest(line, word).kotak.tengah_y - word.kotak.tengah_y)


def _nearest(line: list[Kata], word: Kata) -> Kata:
    return min(line, key=lambda other: abs(other.kotak.tengah_x - word.kotak.tengah_x))


def _same_line(line: list[Kata], word: Kata, typical: float) -> bool:
    """Compare with the line's nearest word, so that a long line may slope a little."""
    nearest = _nearest(line, word).kotak
    heights = (nearest.tinggi, word.kotak.tinggi)
    reach = 0.5 * max(min(heights), min(max(heights), 1.2 * typical))
    return abs(nearest.tengah_y - word.kotak.tengah_y) <= reach

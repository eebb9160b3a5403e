"""Words to lines of text."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.layout.elements import Baris
from pipeline.read.page import Kata


def group_lines(kata: Iterable[Kata]) -> tuple[Baris, ...]:
    """Group words into lines, top to bottom, words left to right.

    A word belongs to a line if the middle of one lies within the other's height:
    raised and lowered print, and the slight slope a scan keeps, stay on their line.
    """
    lines: list[list[Kata]] = []
    for word in sorted(kata, key=lambda word: (word.kotak.tengah_y, word.kotak.x0)):
        for line in reversed(lines[-4:]):
            if _same_line(line, word):
                line.append(word)
                break
        else:
            lines.append([word])
    made = [Baris(tuple(sorted(line, key=lambda word: word.kotak.x0))) for line in lines]
    return tuple(sorted(made, key=lambda line: (line.kotak.tengah_y, line.kotak.x0)))


def _same_line(line: list[Kata], word: Kata) -> bool:
    """Compare with the line's nearest word, so that a long line may slope a little."""
    nearest = min(line, key=lambda other: abs(other.kotak.tengah_x - word.kotak.tengah_x))
    middle = nearest.kotak.tengah_y
    reach = 0.45 * min(
        max(nearest.kotak.tinggi, word.kotak.tinggi),
        1.6 * min(nearest.kotak.tinggi, word.kotak.tinggi),
    )
    return abs(middle - word.kotak.tengah_y) <= reach

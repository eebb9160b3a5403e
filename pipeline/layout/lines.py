"""Words to lines of text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.layout.elements import Baris
from pipeline.read.page import Kata


@dataclass(slots=True)
class _Deret:
    """A line in the making: its words as they came, and between which middles they stand.

    `tengah_x` are the middles of the words, `teratas` and `terbawah` the highest and the
    lowest middle; points.
    """

    kata: list[Kata]
    tengah_x: list[float]
    teratas: float
    terbawah: float

    @classmethod
    def begin(cls, word: Kata) -> _Deret:
        """Make a line of its first word."""
        middle = word.kotak.tengah_y
        return cls([word], [word.kotak.tengah_x], middle, middle)

    def add(self, word: Kata) -> None:
        """Put one more word on the line."""
        middle = word.kotak.tengah_y
        self.kata.append(word)
        self.tengah_x.append(word.kotak.tengah_x)
        self.teratas = min(self.teratas, middle)
        self.terbawah = max(self.terbawah, middle)

    def nearest(self, x: float) -> Kata:
        """Return the word whose middle is nearest to `x`."""
        away = [abs(middle - x) for middle in self.tengah_x]
        return self.kata[away.index(min(away))]


def group_lines(kata: Iterable[Kata]) -> tuple[Baris, ...]:
    """Group words into lines, top to bottom, words left to right.

    A word belongs to a line if its middle lies near that of the line's nearest word:
    raised and lowered print, bullets, commas, and the slight slope a scan keeps, stay on
    their line.
    """
    words = sorted(kata, key=lambda word: (word.kotak.tengah_y, word.kotak.x0))
    if not words:
        return ()
    heights = [word.kotak.tinggi for word in words]
    typical = median(heights)
    # No word reaches farther than this (points, one to spare): most lines need no closer look.
    farthest = 0.5 * max(heights) + 1
    lines: list[_Deret] = []
    # Letters first: they make the lines, to which marks of few pixels are then joined.
    for word in sorted(words, key=lambda word: word.kotak.tinggi < 0.5 * typical):
        lowest, highest = word.kotak.tengah_y - farthest, word.kotak.tengah_y + farthest
        about = [line for line in lines if line.terbawah >= lowest and line.teratas <= highest]
        line = _line_of(word, about, typical)
        if line is None:
            lines.append(_Deret.begin(word))
        else:
            line.add(word)
    made = [Baris(tuple(sorted(line.kata, key=lambda word: word.kotak.x0))) for line in lines]
    return tuple(sorted(made, key=lambda line: (_middle(line.kata), line.kata[0].kotak.x0)))


def _middle(words: Iterable[Kata]) -> float:
    return median(word.kotak.tengah_y for word in words)


def _line_of(word: Kata, lines: Sequence[_Deret], typical: float) -> _Deret | None:
    """Return the line whose nearest word is level with a word; of several, the most level."""
    best, least = None, 0.0
    for line in lines:
        nearest = line.nearest(word.kotak.tengah_x)
        apart = abs(nearest.kotak.tengah_y - word.kotak.tengah_y)
        if apart <= _reach(nearest, word, typical) and (best is None or apart < least):
            best, least = line, apart
    return best


def _reach(nearest: Kata, word: Kata, typical: float) -> float:
    """Return how far apart the middles of neighbours on a line may be, in points.

    Only neighbours are compared, so that a long line may slope a little.
    """
    low, high = sorted((nearest.kotak.tinggi, word.kotak.tinggi))
    return 0.5 * max(low, min(high, 1.2 * typical))

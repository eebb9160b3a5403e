"""Lines of a page for tests: text set in a fixed-width letter at given places."""

from __future__ import annotations

import re

from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Baris
from pipeline.read.page import Kata

LEBAR_HURUF = 5.5
TINGGI = 11.0


def set_line(y: float, *runs: tuple[float, str], keyakinan: float = 1.0) -> Baris:
    """A line at height `y`; each run is (x of its middle, text)."""
    words = []
    for middle, text in runs:
        left = middle - len(text) * LEBAR_HURUF / 2
        for match in re.finditer(r"\S+", text):
            x0 = left + match.start() * LEBAR_HURUF
            x1 = left + match.end() * LEBAR_HURUF
            words.append(Kata(match.group(), Kotak(x0, y, x1, y + TINGGI), keyakinan))
    return Baris(tuple(words))

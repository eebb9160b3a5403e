"""Calibration: does `keyakinan` mean what it says?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BATAS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)
"""Where the bands of `keyakinan` begin; the last one ends at 1."""


@dataclass(frozen=True, slots=True)
class Pita:
    """A band of `keyakinan`: its borders, how many figures fall in it, how sure, how many right."""

    awal: float
    akhir: float
    angka: int
    rata: float
    tepat: int


def bands(angka: Iterable[tuple[float, bool]]) -> tuple[Pita, ...]:
    """Sort figures, each with its `keyakinan` and whether it is right, into bands; none empty."""
    every = list(angka)
    made = []
    for start, end in zip(BATAS, (*BATAS[1:], 1.0), strict=True):
        last = end == 1.0
        inside = [(s, right) for s, right in every if start <= s and (s < end or last)]
        if inside:
            mean = sum(sure for sure, _ in inside) / len(inside)
            made.append(Pita(start, end, len(inside), mean, sum(right for _, right in inside)))
    return tuple(made)

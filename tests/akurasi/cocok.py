"""Pairing what was read with what is printed, one to one; and how alike two texts are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from pipeline.geometry.box import Kotak

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True, slots=True)
class Padanan(Generic[A, B]):
    """The pairs, the printed ones that were not read, and what was read but is not printed."""

    pasangan: tuple[tuple[A, B], ...]
    hilang: tuple[A, ...]
    palsu: tuple[B, ...]


def pair(
    benar: Sequence[A], terbaca: Sequence[B], likeness: Callable[[A, B], float]
) -> Padanan[A, B]:
    """Pair one to one, the most alike first; a likeness of 0 never makes a pair.

    Of pairs equally alike, the one that stands first in the paper wins.
    """
    alike = [
        (likeness(printed, read), -i, -j)
        for i, printed in enumerate(benar)
        for j, read in enumerate(terbaca)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for score, i, j in sorted(alike, reverse=True):
        if score > 0 and -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    return Padanan(
        pasangan=tuple((benar[i], terbaca[j]) for i, j in sorted(partner.items())),
        hilang=tuple(printed for i, printed in enumerate(benar) if i not in partner),
        palsu=tuple(read for j, read in enumerate(terbaca) if j not in taken),
    )


def overlap(a: Kotak, b: Kotak) -> float:
    """Return the common part of two boxes as a share (0..1) of their union."""
    common = a.intersect(b)
    if common.lebar <= 0 or common.tinggi <= 0:
        return 0.0
    return common.luas / (a.luas + b.luas - common.luas)


def common_share(a: Kotak, b: Kotak) -> float:
    """Return the common part of two boxes as a share (0..1) of the smaller one."""
    return max(a.share_in(b), b.share_in(a))


def plain(teks: str) -> str:
    """Return a text with single spaces and no line breaks."""
    return " ".join(teks.split())


def text_likeness(a: str, b: str) -> float:
    """Return how alike two texts are, 0..1, letter case aside."""
    return fuzz.ratio(plain(a).lower(), plain(b).lower()) / 100


def wrong_letters(benar: str, terbaca: str) -> tuple[int, int]:
    """Return how many letters are wrong, missing or too many, and how many are printed."""
    return Levenshtein.distance(plain(benar), plain(terbaca)), len(plain(benar))

"""What a formula is about: its telling words, and whether two words stand for one matter."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.text import KEPT, words
from pipeline.reconcile.registers import formula_words

_AWALAN = re.compile(
    r"^(?:memper|diper|meng|meny|mem|men|me|peng|peny|pem|pen|pe|ter|ber|di|ke)(?=\w{4})"
)

_AKAR = 5
"""So many letters of a root tell it from another."""

_PENDEK = 3


@lru_cache(KEPT)
def telling_words(teks: str) -> tuple[str, ...]:
    """Return the words of a formula that say what it counts, each once."""
    known = formula_words()
    found = (word for word in words(teks) if word not in known.umum and word.isalpha())
    return tuple(dict.fromkeys(word for word in found if len(word) >= _PENDEK))


_HITUNG = re.compile(r"[/×÷]|\bdibagi\b|\bx\s*100|\bx\s*[0-9]", re.IGNORECASE)


def formula_part(teks: str) -> str:
    """Return what a cell that also explains its indicator says of counting; else all of it."""
    parts = [part for part in re.split(r"(?<=[.;:])\s+", teks) if part.strip()]
    counting = [part for part in parts if _HITUNG.search(part)]
    return " ".join(counting) if counting and len(parts) > len(counting) else teks


def of_one_matter(one: str, two: str) -> bool:
    """Say whether two words share a root, or the register holds them for one matter."""
    return same_root(one, two) or formula_words().of_a_kind(one, two)


def same_root(one: str, two: str) -> bool:
    """Say whether two words share a root: one holds the first letters of the other's."""
    left, right = _root(one), _root(two)
    length = min(len(left), len(right), _AKAR)
    return length >= _AKAR - 1 and (left[:length] in two or right[:length] in one)


def _root(word: str) -> str:
    """Return a word without the prefix that Indonesian puts before its root, roughly."""
    return _AWALAN.sub("", word)

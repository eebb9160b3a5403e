"""Words held against words: names, definitions, and what a scanner may have slipped on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors.kamus import load_register
from extractors.text import flatten, squeeze, words

_UNIT_BEHIND = re.compile(r"\(([^()]*)\)\s*$")
_PENDEK = 4
"""Words shorter than this are misread whole or not at all."""


def plain_name(teks: str) -> str:
    """Return an indicator's name for comparing how it is written.

    Case, punctuation and a unit in brackets behind the name are how it is set, not how it
    is written; `%` for `Persentase` is another way to write it.
    """
    name = flatten(teks)
    behind = _UNIT_BEHIND.search(name)
    if behind and (not words(behind[1]) or squeeze(behind[1]).casefold() in _units()):
        name = name[: behind.start()]
    return " ".join(words(name.replace("%", " persen ")))


@cache
def _units() -> frozenset[str]:
    register: dict[str, list[str]] = load_register("satuan")["satuan"]
    known = {word.casefold() for names in register.values() for word in names}
    return frozenset({*known, *(name.casefold() for name in register), "angka", "skor", "skala"})


def is_slip(one: str, two: str) -> bool:
    """Say whether a scanner's slip explains the difference: spaces, or a letter a word."""
    if one.replace(" ", "") == two.replace(" ", ""):
        return True
    left, right = one.split(), two.split()
    if len(left) != len(right):
        return Levenshtein.distance(one.replace(" ", ""), two.replace(" ", "")) <= 1
    return all(_is_word_slip(a, b) for a, b in zip(left, right, strict=True) if a != b)


def _is_word_slip(one: str, two: str) -> bool:
    shorter = min(len(one), len(two))
    if shorter < _PENDEK:
        return len(one) == len(two) and Levenshtein.distance(one, two) <= 1
    return Levenshtein.distance(one, two) <= (1 if shorter < 2 * _PENDEK else 2)


_RUPA = str.maketrans({"y": "v", "g": "a", "q": "a", "j": "i", "l": "i", "0": "o", "c": "e"})
"""Letters that lose their tail to a line under them, or differ by a hair, as one letter."""


def looks_alike(one: str, two: str) -> bool:
    """Say whether two words differ only by letters that a scanner takes for each other.

    An underlined name loses the tails of its letters: `Prasetyo` reads as `Prasetvo`.
    """
    return _shape(one) == _shape(two)


def _shape(teks: str) -> str:
    plain = unicodedata.normalize("NFKD", teks.casefold())
    letters = "".join(char for char in plain if char.isalnum())
    return letters.replace("rn", "m").translate(_RUPA)


@lru_cache(maxsize=4096)
def likeness(one: str, two: str) -> float:
    """Return how alike two texts are by their words, 0..100; a part counts as the whole."""
    return fuzz.token_set_ratio(" ".join(words(one)), " ".join(words(two)))


@lru_cache(maxsize=4096)
def closeness(one: str, two: str) -> float:
    """Return how alike two texts are word for word, 0..100."""
    return fuzz.ratio(" ".join(words(one)), " ".join(words(two)))


@lru_cache(maxsize=4096)
def changed_numbers(one: str, two: str) -> tuple[tuple[str, str], ...]:
    """Return the numbers that stand at the same place of two texts and differ.

    Texts are aligned word by word; a number counts where the word before it is the same
    (`form 02` and `form 03`), list numbers at the start of a line do not.
    """
    left, right = _body(one), _body(two)
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "replace" and i2 - i1 == j2 - j1 and i1 > 0 and left[i1 - 1] == right[j1 - 1]:
            pairs = zip(left[i1:i2], right[j1:j2], strict=True)
            found += [(a, b) for a, b in pairs if _is_number(a) and _is_number(b)]
    return tuple(found)


def _body(teks: str) -> Sequence[str]:
    lines = [re.sub(r"^\s*(?:[0-9]{1,2}|[a-z])[.)]\s+", "", line) for line in teks.splitlines()]
    return words("\n".join(lines))


_NUMBER_WORDS = {
    "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh",
    "sebelas", "belas", "puluh", "ratus",
}  # fmt: skip


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in _NUMBER_WORDS


@lru_cache(maxsize=4096)
def changed_words(one: str, two: str) -> tuple[tuple[str, str], ...]:
    """Return the words that stand at the same place of two texts and are others.

    The texts are aligned word by word; a word counts where its neighbours are the same and
    neither is the other's misspelling.
    """
    left, right = _body(one), _body(two)
    found: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        single = tag == "replace" and i2 - i1 == j2 - j1 == 1 and i1 > 0 and j1 > 0
        if single and left[i1 - 1] == right[j1 - 1] and left[i2 : i2 + 1] == right[j2 : j2 + 1]:
            found.append((left[i1], right[j1]))
    return tuple(pair for pair in found if fuzz.ratio(*pair) < _SAMA_KATA)


_PERCENT_READ = frozenset({"", "6", "9", "06", "56", "90", "95", "96", "98"})
_PERCENT_LEAST = frozenset({"06", "56", "90", "95", "96", "98"})


def is_sign_misread(one: str, two: str) -> bool:
    """Say whether two scanned numbers differ by a sign that was taken for digits.

    A percent sign reads as `96` and the like (`50%`, `5096`), a `>` before a number as `2`.
    """
    short, long = sorted((one, two), key=len)
    if short and (long == f"2{short}" or ("," in short and long in (f"{short}6", f"{short}9"))):
        return True
    same = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(short))
    pairs = {(one[at:], two[at:]) for at in (same, same - 1) if at > 0}
    return any(
        a in _PERCENT_READ and b in _PERCENT_READ and {a, b} & _PERCENT_LEAST for a, b in pairs
    )


def differing_lines(one: str, two: str) -> tuple[str, str]:
    """Return the sentence of each text in which a number first differs; else the whole texts."""
    numbers = changed_numbers(one, two)
    if not numbers:
        return squeeze(one), squeeze(two)
    first, second = numbers[0]
    left = [part for part in _sentences(one) if first in words(part)]
    right = [part for part in _sentences(two) if second in words(part)]
    pairs = [(a, b) for a in left for b in right]
    if not pairs:
        return squeeze(one), squeeze(two)
    a, b = max(pairs, key=lambda pair: closeness(pair[0], pair[1]))
    return squeeze(a), squeeze(b)


def _sentences(teks: str) -> list[str]:
    """Part a cell at its bullets, and at the heads and stops within them."""
    parts = re.split(r"(?<=[.;])\s+|\n\s*(?=[•▪■✓-]|[0-9a-z]{1,2}[.)]\s)|(?<=:)\s+(?=[A-Z])", teks)
    return [part for part in parts if part.strip()]


_KATA_SAMBUNG = {"dan", "di", "ke", "dari", "yang", "atas", "pada", "untuk", "dalam", "serta"}
_SAMA_KATA = 75.0


def contradicts(one: str, two: str) -> bool:
    """Say whether one title puts other words in the place of the other's.

    Words left out or added are an abridgement, a slip in a word is a slip; neither
    contradicts.
    """
    left, right = (_content(_written_out(teks)) for teks in (one, two))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return any(
        tag == "replace" and not _reword(left[i1:i2], right[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    )


_SINGKATAN = {
    "mendagri": "menteri dalam negeri",
    "permendagri": "peraturan menteri dalam negeri",
    "menpanrb": "menteri pendayagunaan aparatur negara dan reformasi birokrasi",
    "permenpanrb": "peraturan menteri pendayagunaan aparatur negara dan reformasi birokrasi",
    "perpres": "peraturan presiden",
    "perda": "peraturan daerah",
    "perbup": "peraturan bupati",
    "pp": "peraturan pemerintah",
    "uu": "undang undang",
    "pns": "pegawai negeri sipil",
    "asn": "aparatur sipil negara",
    "spbe": "sistem pemerintahan berbasis elektronik",
    "sakip": "sistem akuntabilitas kinerja instansi pemerintah",
    "akip": "akuntabilitas kinerja instansi pemerintah",
    "iku": "indikator kinerja utama",
}
"""Abbreviations that titles of regulations are cited with."""


def _written_out(teks: str) -> str:
    """Return a title with its abbreviations written out, one in brackets behind left out."""
    plain = re.sub(r"\(\s*[A-Za-z]{2,8}\s*\)", " ", teks)
    return " ".join(_SINGKATAN.get(word, word) for word in words(plain))


def _content(teks: str) -> list[str]:
    return [word for word in words(teks) if word not in _KATA_SAMBUNG]


def _reword(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether each word of the shorter run is like some word of the other."""
    if "".join(one) == "".join(two):
        return True  # `tata cara`, `tatacara`
    few, many = sorted((one, two), key=len)
    return all(any(fuzz.ratio(a, b) >= _SAMA_KATA for b in many) for a in few)


def is_abbreviated(one: str, two: str) -> bool:
    """Say whether one text writes in initials what the other writes out.

    `Seksi PMKS` and `Seksi Pemberdayaan Masyarakat dan Kesejahteraan Sosial` are the same.
    """
    short, long = sorted((_content(one), _content(two)), key=len)
    short_only = [word for word in short if word not in long]
    long_only = [word for word in long if word not in short]
    initials = "".join(word[0] for word in long_only)
    return bool(short_only) and all(len(word) >= 2 and word in initials for word in short_only)


_TOKEN = re.compile(r"[×*]|[^\W_]+(?:[.,][0-9]+)?")


@lru_cache(maxsize=4096)
def changed_signs(one: str, two: str) -> bool:
    """Say whether two formulas multiply by different things, `x 100` for percent left aside."""
    return Counter(_factors(one)) != Counter(_factors(two))


def _factors(teks: str) -> list[str]:
    plain = re.sub(r"\bx(?=[0-9])", "x ", flatten(teks).casefold())
    tokens = _TOKEN.findall(plain)
    factors = [after for token, after in pairwise(tokens) if token in ("x", "×", "*")]
    return [factor for factor in factors if factor != "100"]


NEAR_NAME = 0.72
"""Names at least this alike (0..1) may mean one indicator in other words."""


def has_near_name(nama: str, others: Iterable[str]) -> bool:
    """Say whether one of the other names may be the same indicator, worded otherwise.

    That an indicator is missing is sure only where nothing like it stands in its place.
    """
    own = plain_name(nama)
    return any(fuzz.token_sort_ratio(own, plain_name(other)) / 100 >= NEAR_NAME for other in others)

"""Names read from pictures, settled by other printings of the same name.

A name over a line loses to that line what hangs below its letters: `y` is read as `v`, `g`
as `a`, a comma as a stop; a pen's stroke takes letters away altogether. Where the same
person's name is printed elsewhere, it shows what was there. Nothing else is changed: a
letter too many or another vowel may be on the paper, and is what an evaluator looks for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extractors.text import squeeze

_WITHOUT_TAIL = {"g": "aoceqsdu", "j": "i1l!", "p": "nroeh", "q": "aoc", "y": "vxrwuf"}
"""What remains of letters that a line below the words robs of their tail: `y` is then `v`.

`Prasetio` for `Prasetyo` is not among them: that is a way to write the name.
"""
_UPRIGHT = frozenset("il1|!j")
"""Letters that look alike when thin."""
_STOPS = frozenset(" .,'’`-")
_ALIKE = 60.0
"""Names less alike (percent, letters only) are of two persons."""
_SLIPS = 2
"""Letters that a typist may have set wrong; more that differ are the reader's."""
_CLEAN = re.compile(r"[A-Za-z][A-Za-z .,'’`()-]*")
_TORN = re.compile(r"\.\s*\.|\w\.[a-z]|\s\.|--|[a-z]\.\s?[a-z]{2,}(?![A-Z])")


def settle_name(read: str, others: Iterable[str], *, doubtful: bool = False) -> str:
    """Return a name as read, mended where other printings explain how it was misread.

    Args:
        read: the name, from a picture.
        others: the same person's name as read elsewhere, the surest first; those that
            hold what no name holds are left aside.
        doubtful: the reader was not sure of it; where more differs than a typist's slip,
            the name that most others print takes its place.
    """
    name = squeeze(read)
    votes = Counter(plain for other in others if is_clean(plain := squeeze(other)))
    own = votes[name]
    for other, count in votes.most_common():
        if other == name:
            break
        if _is_tail(name, other):
            return other
        if fuzz.ratio(_letters(name), _letters(other)) < _ALIKE:
            continue
        mended, left = _mended(name, other, outvoted=count > own)
        spoilt = not is_clean(name)
        if left > _SLIPS and doubtful and (spoilt or count > 1):
            return _in_case_of(name, other)
        if spoilt and left == 0:
            return _in_case_of(name, other)
        name = mended
        if left == 0:
            break
    return name


def is_clean(name: str) -> bool:
    """Say whether a name holds only what names hold: letters, stops, apostrophes."""
    return _CLEAN.fullmatch(name) is not None and _TORN.search(name) is None


def _letters(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalpha())


def _is_tail(name: str, whole: str) -> bool:
    """Say whether a name is another without its first words: those a stroke runs through."""
    short, long = name.lower().split(), whole.lower().split()
    return 0 < len(short) < len(long) and long[-len(short) :] == short


def _in_case_of(name: str, other: str) -> str:
    """Return the other name, its words in capitals where those of the name are."""
    head = name.partition(",")[0]
    capitals = sum(char.isupper() for char in head) > 0.7 * len(_letters(head))
    core, comma, degrees = other.partition(",")
    words = [word if word.endswith(".") else word.upper() for word in core.split()]
    return (" ".join(words) if capitals else core) + comma + degrees


def _mended(name: str, other: str, *, outvoted: bool) -> tuple[str, int]:
    """Return the name with every explained difference taken over, and how much is left."""
    made: list[str] = []
    left = 0
    for at, end, start, stop in _differences(name, other):
        here, there = name[at:end], other[start:stop]
        if here.lower() == there.lower():
            made.append(here)
        elif _only_stops(here + there):
            made.append(there if _is_speck(name, at) else here)
        elif _is_explained(here, there, name, at, outvoted=outvoted):
            made.append(there.upper() if _within_capitals(name, at) else there)
        else:
            made.append(here)
            left += max(len(_letters(here)), len(_letters(there)))
    return squeeze("".join(made)), left


def _differences(name: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield the stretches in which two names agree and differ, by turns: from, to in each."""
    apart: tuple[int, int, int, int] | None = None
    for step in Levenshtein.opcodes(name.lower(), other.lower()):
        here = (step.src_start, step.src_end, step.dest_start, step.dest_end)
        if step.tag == "equal":
            if apart is not None:
                yield apart
                apart = None
            yield here
        elif apart is None:
            apart = here
        else:
            apart = (apart[0], here[1], apart[2], here[3])
    if apart is not None:
        yield apart


def _within_capitals(name: str, at: int) -> bool:
    beside = [char for char in name[max(0, at - 2) : at + 3] if char.isalpha()]
    return len(beside) > 1 and all(char.isupper() for char in beside)


def _is_speck(name: str, at: int) -> bool:
    """Say whether a stop stands where none can: behind a written-out word, before the degrees."""
    before = name[:at]
    word = before.split(" ")[-1]
    return name[at : at + 1] == "." and "," not in before and word.isalpha() and len(word) > 3


def _only_stops(text: str) -> bool:
    return all(char in _STOPS for char in text)


def _is_explained(here: str, there: str, name: str, at: int, *, outvoted: bool) -> bool:
    """Say whether a reader of pictures may make `here` of what is printed as `there`."""
    if not _letters(there):
        return not _letters(here)
    if here and not any(char.isascii() and char.isalpha() for char in here):
        return True
    if len(bare := _without_stops(here)) == len(meant := _without_stops(there)):
        pairs = zip(bare.lower(), meant.lower(), strict=True)
        if all(_looks_like(a, b, outvoted=outvoted) for a, b in pairs):
            return True
    # letters lost beside what is no letter: `Andi Svamsu__in`, or a lone `I` at the start
    beside = name[max(0, at - 1) : at] + name[at : at + 1]
    spoilt = any(not char.isalpha() and char not in " .,'" for char in beside)
    return not here and (spoilt or (at == 0 and there.strip() == "I"))


def _without_stops(text: str) -> str:
    return "".join(char for char in text if char not in _STOPS)


def _looks_like(read: str, printed: str, *, outvoted: bool) -> bool:
    if read == printed or not read.isascii():
        return True
    if printed in _WITHOUT_TAIL:
        return read in _WITHOUT_TAIL[printed]
    return outvoted and read in _UPRIGHT and printed in _UPRIGHT


def form_names(isian: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of a form (`Nama : …`), from its fields as label and value.

    A thin bar alone before a name is the letter `I` of a Balinese name.
    """
    return tuple(
        re.sub(r"^[|l1!]\s+(?=[A-Z][a-z])", "I ", squeeze(value))
        for label, value in isian
        if label == "nama"
    )

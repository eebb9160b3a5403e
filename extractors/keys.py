"""Keys: equal keys mean the same indicator, or the same budget line, whatever the wording.

Three steps, from sure to doubtful: the normal form of the name; the registers
`indikator.yaml` and `program.yaml`; and, over all names of a run, a guarded comparison
of spellings. What only the last step joined by a wide margin of spelling is `ragu`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import combinations

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from extractors.kamus import load_register, load_words
from extractors.text import flatten
from extractors.units import find_unit


class Cara(StrEnum):
    """How a name came by its key."""

    PERSIS = "persis"
    KAMUS = "kamus"
    MIRIP = "mirip"


@dataclass(frozen=True, slots=True)
class Kunci:
    """The key of a name.

    Attributes:
        kunci: the key itself.
        cara: by its normal form, by a register, or by likeness to another name.
        skor: likeness to the nearest spelling it was joined with, 0..1.
        ragu: joined on a guess that a person should confirm.
    """

    kunci: str
    cara: Cara
    skor: float = 1.0
    ragu: bool = False


def indicator_key(nama: str) -> str:
    """Return the key of an indicator by its own name alone: register, else normal form.

    Names that differ by a misspelling need a `KeyIndex` over all of them.
    """
    form = _indicator_form(nama)
    return _indicator_register().get(_squash(form), "-".join(form))


def budget_key(uraian: str) -> str:
    """Return the key of a budget line, without code and level word.

    Program, kegiatan and sub kegiatan may bear the same name: keep the level apart.
    """
    form = _budget_form(uraian)
    return _budget_register().get(_squash(form), "-".join(form))


def budget_level(uraian: str) -> str:
    """Return the level word that a budget line opens with, empty if none.

    `program`, `kegiatan` or `sub_kegiatan`.
    """
    match = _LEVEL.match(_without_code(uraian))
    if match is None:
        return ""
    word = re.sub(r"[^a-z]", "", match.group("tingkat").lower())
    return "sub_kegiatan" if word.startswith("sub") else word


class KeyIndex:
    """The keys of all names of a run, misspellings joined.

    The result depends on the names and how often each occurs, not on their order.

    Args:
        names: every name of the run, repeats included, or how often each occurs.
        anggaran: the names are budget lines, not indicators.
    """

    def __init__(self, names: Iterable[str] | Mapping[str, int], *, anggaran: bool = False) -> None:
        self._form = _budget_form if anggaran else _indicator_form
        register = _budget_register() if anggaran else _indicator_register()
        counts: Counter[Bentuk] = Counter()
        for name, times in Counter(names).items():
            counts[self._form(name)] += times
        counts.pop((), None)
        self._keys = _assign(counts, register)

    def key(self, nama: str) -> Kunci:
        """Return the key of a name; one that was not indexed gets that of its own form."""
        form = self._form(nama)
        return self._keys.get(form) or Kunci("-".join(form), Cara.PERSIS)

    def doubtful(self) -> tuple[tuple[str, Kunci], ...]:
        """Return (normal form, key) of every name joined on a guess, sorted."""
        rows = ((" ".join(form), key) for form, key in self._keys.items() if key.ragu)
        return tuple(sorted(rows, key=lambda row: (row[1].kunci, row[0])))


# -- normal forms -----------------------------------------------------------------------

Bentuk = tuple[str, ...]
"""The words of a name in normal form, in order."""

_WORD = re.compile(r"%|[^\W\d_]+|[0-9]+(?:[.,][0-9]+)?")
_LIST_MARK = re.compile(
    r"^\s*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*\s*[.)]?|[a-z][.)]|-)\s+(?=[^\W\d_%])", re.I
)
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_CODE = re.compile(r"^\s*(?:[0-9xX]{1,2}[.\s])*(?:[0-9]+\.)*[0-9]*[.)]?\s*(?=[^\W\d_])")
_LEVEL = re.compile(
    r"^(?P<tingkat>program|sub\s*[-.]?\s*kegiatan|sub\s*keg\.?|subkegiatan|kegiatan)\b\s*[:.\-]?\s*",
    re.IGNORECASE,
)
_LONG_LINK = 4
"""Shorter links stand within too many words."""
_PASSIVE_VERB = re.compile(r"^(?!pe|ke|per)[a-z]{3,}(?:kan|i)$")
_REGION_END = re.compile(r"^(?:kabupaten|kota|provinsi|kelurahan|desa)$")


@cache
def _indicator_form(nama: str) -> Bentuk:
    text = _LIST_MARK.sub("", flatten(nama))
    text = _BRACKETS.sub(lambda match: _inside(match, text), text)
    words = _spell(_without_unit_names(text))
    return tuple(_drop_links(_strip_unit_words(words)))


@cache
def _budget_form(uraian: str) -> Bentuk:
    text = _LEVEL.sub("", _without_code(uraian))
    return tuple(_drop_links(_spell(text)))


def _without_code(uraian: str) -> str:
    return _CODE.sub("", flatten(uraian), count=1)


def _inside(match: re.Match[str], text: str) -> str:
    """Return what stays of a bracket: nothing, if it is a unit or an abbreviation."""
    inner = match.group(1).strip()
    words = _WORD.findall(inner.lower())
    if not words or inner == "%":
        return " "
    known = {"indeks", "angka", "nilai", "skor", "poin", "rasio", "predikat", "rupiah", "rp"}
    units = {v for variants in load_register("satuan")["satuan"].values() for v in variants}
    if " ".join(words) in known | {unit.lower() for unit in units}:
        return " "
    initials = "".join(word[0] for word in _WORD.findall(text[: match.start()].lower()))
    if len(words) == 1 and len(inner) >= 2 and initials.endswith(words[0]):
        return " "
    return f" {inner} "


def _without_unit_names(text: str) -> str:
    """Take the name off a unit that the register knows: `Kecamatan Kencong` -> `Kecamatan`."""
    for unit in reversed(find_unit(text)):
        if unit.terdaftar and unit.skor == 1:
            kind = unit.teks.split()[0]
            text = text[: unit.awal] + f" {kind} " + text[unit.akhir :]
    return text


def _spell(text: str) -> list[str]:
    register = load_register("singkatan")
    words: list[str] = []
    for word in _WORD.findall(text.lower()):
        long = str(register["kepanjangan"].get(word, word))
        for part in long.split():
            words.extend(str(register["ejaan"].get(part, part)).split())
    return list(_join_passive(words))


def _join_passive(words: Sequence[str]) -> Iterator[str]:
    """Join the prefix of a passive verb that is written apart: `di laksanakan`."""
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
            continue
        after = words[i + 1] if i + 1 < len(words) else ""
        if word == "di" and _PASSIVE_VERB.match(after):
            skip = True
            yield word + after
        else:
            yield word


def _strip_unit_words(words: list[str]) -> list[str]:
    """Drop the words at the end that only say whose indicator it is."""
    links = _words_of("kata_sambung")
    unit_words = sorted(
        (tuple(name.split()) for name in load_register("singkatan")["kata_unit"]), key=len
    )[::-1]
    rest = words[:]
    while True:
        ending = next(
            (u for u in unit_words if len(rest) > len(u) + 1 and rest[-len(u) :] == [*u]), None
        )
        region = len(rest) > 2 and _REGION_END.match(rest[-1]) and (rest[-2],) in unit_words
        link = len(rest) > 1 and rest[-1] in links and len(rest) < len(words)
        if ending is not None:
            rest = rest[: -len(ending)]
        elif region or link:
            rest = rest[:-1]
        else:
            return rest


def _drop_links(words: Iterable[str]) -> Iterator[str]:
    links = _words_of("kata_sambung")
    kept = [word for word in words if word not in links]
    for i, word in enumerate(kept):
        if i == 0 or kept[i - 1] != word:
            yield word


def _squash(form: Bentuk) -> str:
    return "".join(form)


def _without_links(squashed: str) -> str:
    """Take out the links that ran together with a word: `dengantata` and `tata` are alike."""
    return _long_links().sub("", squashed)


@cache
def _long_links() -> re.Pattern[str]:
    links = sorted((w for w in _words_of("kata_sambung") if len(w) >= _LONG_LINK), key=len)
    return re.compile("|".join(reversed(links)))


# -- registers --------------------------------------------------------------------------


@cache
def _indicator_register() -> dict[str, str]:
    """Return {squashed normal form: key} of the register of indicators."""
    return {
        _squash(_indicator_form(name)): str(row["kunci"])
        for row in load_register("indikator")["indikator"]
        for name in row["sebutan"]
    }


@cache
def _budget_register() -> dict[str, str]:
    rows = load_register("program")["program"]
    forms = (_budget_form(row["nama"]) for row in rows)
    return {_squash(form): "-".join(form) for form in forms}


@cache
def _register_forms(anggaran: bool) -> tuple[tuple[Bentuk, str], ...]:
    if anggaran:
        forms = [_budget_form(row["nama"]) for row in load_register("program")["program"]]
        return tuple((form, "-".join(form)) for form in forms)
    return tuple(
        (_indicator_form(name), str(row["kunci"]))
        for row in load_register("indikator")["indikator"]
        for name in row["sebutan"]
    )


# -- joining misspellings ---------------------------------------------------------------

_MOST_DIFFERING = 3


@dataclass(frozen=True, slots=True)
class _Likeness:
    skor: float
    ragu: bool


def _assign(counts: Counter[Bentuk], register: dict[str, str]) -> dict[Bentuk, Kunci]:
    """Give every form its key: register, else the commonest spelling of its cluster."""
    anggaran = register is _budget_register()
    known = {form: key for form, key in _register_forms(anggaran) if form}
    forms = sorted(set(counts) | set(known))
    words = Counter(word for form in forms for word in set(form))
    clusters = _clusters(forms, register, words)
    keys: dict[Bentuk, Kunci] = {}
    for cluster in clusters:
        named = sorted({register[_squash(f)] for f in cluster if _squash(f) in register})
        head = min(cluster, key=lambda f: (-counts[f], len(f), f))
        key = named[0] if named else "-".join(head)
        anchors = [f for f in cluster if _squash(f) in register] or [head]
        for form in cluster:
            if form in counts:
                keys[form] = _key_in_cluster(form, key, anchors, register, words)
    return keys


def _key_in_cluster(
    form: Bentuk, key: str, anchors: Sequence[Bentuk], register: dict[str, str], words: Counter[str]
) -> Kunci:
    if _squash(form) in register:
        return Kunci(key, Cara.KAMUS)
    if any(_squash(form) == _squash(anchor) for anchor in anchors):
        return Kunci(key, Cara.PERSIS)
    likeness = [found for anchor in anchors if (found := _alike(form, anchor, words))]
    if not likeness:  # joined through a spelling between
        return Kunci(key, Cara.MIRIP, 0.7, True)
    best = max(likeness, key=lambda found: (not found.ragu, found.skor))
    return Kunci(key, Cara.MIRIP, round(best.skor, 3), best.ragu)


def _clusters(
    forms: Sequence[Bentuk], register: dict[str, str], words: Counter[str]
) -> list[list[Bentuk]]:
    """Join forms pair by pair, likest first; two that must differ never share a cluster."""
    home = {form: i for i, form in enumerate(forms)}
    members: dict[int, list[Bentuk]] = {i: [form] for form, i in home.items()}
    for _, a, b in sorted(_pairs(forms, words)):
        if home[a] == home[b]:
            continue
        first, second = members[home[a]], members[home[b]]
        if _must_differ(first, second, register):
            continue
        into, gone = sorted((home[a], home[b]))
        for form in members[gone]:
            home[form] = into
        members[into] = sorted(members[into] + members.pop(gone))
    return [members[i] for i in sorted(members)]


def _pairs(forms: Sequence[Bentuk], words: Counter[str]) -> Iterator[tuple[float, Bentuk, Bentuk]]:
    """Yield (rank, a, b) of every pair to join; the lowest rank goes first.

    Only forms that share a quarter of their words in place are compared: with at most
    three differing words, at least one quarter is the same.
    """
    by_squash: dict[str, list[Bentuk]] = {}
    by_quarter: dict[tuple[int, int, Bentuk], list[Bentuk]] = {}
    for form in forms:
        by_squash.setdefault(_without_links(_squash(form)), []).append(form)
        quarters = range(_MOST_DIFFERING + 1) if len(form) > _MOST_DIFFERING else (-1,)
        for i in quarters:
            part = form[i :: _MOST_DIFFERING + 1] if i >= 0 else ()
            by_quarter.setdefault((len(form), i, part), []).append(form)
    for same in by_squash.values():
        yield from ((-1.0, a, b) for a, b in combinations(same, 2))
    compared = {pair for group in by_quarter.values() for pair in combinations(group, 2)}
    for a, b in compared:
        found = _alike(a, b, words)
        if found is not None:
            yield -found.skor + (1.0 if found.ragu else 0.0), a, b


def _alike(a: Bentuk, b: Bentuk, words: Counter[str]) -> _Likeness | None:
    """Compare two forms of as many words; None where they are not the same name.

    Words are compared in their places, two neighbours that changed places left aside. Sure:
    every differing pair is one known word and its misspelling, a letter or two away, or a
    word with and without an affix, or in another form of the passive. On a
    guess: a pair differs more, among five or more words, or neither word is known; and
    one of the two occurs nowhere else, as a misread would.
    """
    if len(a) != len(b) or not a:
        return None
    differing = _differing(a, b)
    if len(differing) > _MOST_DIFFERING or any(_vetoed(x, y) for x, y in differing):
        return None
    score = fuzz.ratio(" ".join(a), " ".join(b)) / 100
    if all(_same_stem(x, y) or (_misspelt(x, y) and _one_known(x, y)) for x, y in differing):
        return _Likeness(score, False)
    if all(_same_stem(x, y) or _misspelt(x, y) for x, y in differing):
        return _Likeness(score, True)
    if len(differing) != 1 or len(a) < 5:
        return None
    x, y = differing[0]
    rare = min(words[x], words[y]) <= 1
    if rare and min(len(x), len(y)) >= 5 and fuzz.ratio(x, y) >= 65:
        return _Likeness(score, True)
    return None


def _differing(a: Bentuk, b: Bentuk) -> list[tuple[str, str]]:
    """Return the words of two forms of one length that differ, place by place.

    Two neighbours that changed places (`tertib administrasi`, `administrasi tertib`) do not
    differ; where a name relates one thing to another (`rasio`), or two things that are
    opposites, their order is their meaning.
    """
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 2 and places[1] == places[0] + 1:
        i, j = places
        apart = any(a[i] in group and a[j] in group for group in _apart())
        ordered = not _words_of("kata_banding").isdisjoint(a)
        if (a[i], a[j]) == (b[j], b[i]) and len(a) >= 4 and not apart and not ordered:
            return []
    return [(a[i], b[i]) for i in places]


def _same_stem(x: str, y: str) -> bool:
    """Say whether two words differ by an affix only: `pemerintahan`, `kebencanaan`."""
    short, long = sorted((x, y), key=len)
    if _passive_root(x) and _passive_root(x) == _passive_root(y):
        return True
    return len(short) >= 5 and long in (f"{short}an", f"{short}nya", f"{short}i", f"ke{short}an")


def _passive_root(word: str) -> str:
    """Return what a passive verb is made of: `difasilitasi` and `terfasilitasi` say the same."""
    match = re.match(r"^(?:di|ter)(?=[a-z]{5})(.+?)(?:kan)?$", word)
    return match[1] if match else ""


def _misspelt(x: str, y: str) -> bool:
    """Say whether two words are a letter or two apart."""
    shorter = min(len(x), len(y))
    if shorter < 5:
        return False
    most = 1 if shorter < 8 else 2
    return int(OSA.distance(x, y)) <= most


def _one_known(x: str, y: str) -> bool:
    known = load_words("kata")
    return (x in known) != (y in known)


def _vetoed(x: str, y: str) -> bool:
    """Say whether two words must not be taken for each other: both are words of their own."""
    turning = _words_of("kata_pembalik")
    if x in turning or y in turning or x.isdigit() or y.isdigit():
        return True
    known = load_words("kata")
    if x in known and y in known and not _same_stem(x, y):
        return True
    return any(x in group and y in group for group in _apart())


@cache
def _words_of(nama: str) -> frozenset[str]:
    return frozenset(load_register("singkatan")[nama])


@cache
def _apart() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(group) for group in load_register("singkatan")["beda"])


def _must_differ(
    first: Sequence[Bentuk], second: Sequence[Bentuk], register: dict[str, str]
) -> bool:
    names = {register[_squash(f)] for f in (*first, *second) if _squash(f) in register}
    if len(names) > 1:
        return True
    return any(
        len(a) == len(b) and any(_vetoed(x, y) for x, y in _differing(a, b))
        for a in first
        for b in second
    )

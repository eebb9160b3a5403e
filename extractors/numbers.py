"""Figures as papers print them: Indonesian and English separators, units, predikat, ranges.

A text gives an `Angka`: one value, or the reason why it has none. What could be read
in two ways (`1.234`) stays ambiguous, with both values, until the style of its column
settles it; a figure that was read by taking letters for digits or by mending its
separators says so in `diluruskan`. Nothing is guessed silently.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache, lru_cache

from extractors.kamus import load_register
from extractors.text import KEPT, normalise, squeeze


class Bentuk(StrEnum):
    """What a text holds where a figure is expected."""

    ANGKA = "angka"
    RENTANG = "rentang"
    JAMAK = "jamak"
    KOSONG = "kosong"
    AMBIGU = "ambigu"
    BUKAN = "bukan"


class Gaya(StrEnum):
    """The style of a column: which sign stands before its decimals."""

    KOMA = "koma"
    TITIK = "titik"
    TAK_TENTU = "tak_tentu"


@dataclass(frozen=True, slots=True)
class Angka:
    """A text read as a figure.

    Attributes:
        teks: the text as it was given.
        nilai: its one value; None unless `bentuk` is `angka`.
        bentuk: `angka` one value; `rentang` a range or bound (`bawah`, `atas`);
            `jamak` several quantities (`calon` lists them); `kosong` nothing, `-`, `n/a`;
            `ambigu` a figure with more than one possible value (`calon`), or one that
            cannot be read (`calon` empty); `bukan` no figure.
        satuan: the unit in its normal form (`persen`, `dokumen`, `rupiah`, `OB`).
        predikat: a predikat beside the figure (`B`, `BB`, `Level 3`, `Sangat Baik`).
        desimal: printed decimals; negative where a scale word counts thousands and up
            (`3,9 miliar` has -8).
        calon: possible values, smallest first.
        diluruskan: the value rests on a mended text: letters taken for digits, a
            broken or mixed grouping, a missing bracket. A second reading is called for.
        label: words before the figure that are not part of it.
        bawah: lower bound of a range, None where open.
        atas: upper bound of a range, None where open.
    """

    teks: str
    nilai: Decimal | None
    bentuk: Bentuk
    satuan: str = ""
    predikat: str = ""
    desimal: int = 0
    calon: tuple[Decimal, ...] = ()
    diluruskan: bool = False
    label: str = ""
    bawah: Decimal | None = None
    atas: Decimal | None = None


@dataclass(frozen=True, slots=True)
class AngkaTeks:
    """A figure in running text, with its place: `teks[awal:akhir]`."""

    angka: Angka
    awal: int
    akhir: int


@lru_cache(KEPT)
def parse_number(teks: str, *, gaya: Gaya | None = None) -> Angka:
    """Read the text of a cell as a figure.

    Args:
        teks: the cell, line breaks allowed.
        gaya: the style of the column; settles `1.234` and `1,234` where known.
    """
    lexemes = _lex(_prepare(teks))
    if _is_blank(teks):
        return Angka(teks, None, Bentuk.KOSONG)
    if lexemes is None:
        return Angka(teks, None, Bentuk.AMBIGU)
    angka = _assemble(teks, lexemes, gaya or Gaya.TAK_TENTU)
    mended = angka.diluruskan or any(lexeme.mended for lexeme in lexemes)
    mended = mended or bool(re.search(r"[0-9]\s*-\s*$", normalise(teks)))  # not the `,-` of money
    return replace(angka, diluruskan=mended and angka.bentuk is not Bentuk.BUKAN)


def column_style(texts: Iterable[str]) -> Gaya:
    """Return the style that the figures of a column show by themselves.

    A figure shows its style where only one reading of its separators is possible
    (`95,5`, `2.911.311.160,40`). Where figures contradict each other the style is
    unknown, unless five times as many speak for one side.
    """
    votes = [_evidence(lexeme.teks) for teks in texts for lexeme in _figures(teks)]
    comma, point = votes.count(Gaya.KOMA), votes.count(Gaya.TITIK)
    if comma and comma >= 5 * point:
        return Gaya.KOMA
    if point and point >= 5 * comma:
        return Gaya.TITIK
    return Gaya.TAK_TENTU


def digits_only(teks: str) -> str:
    """Return the digits of a text, in order."""
    return "".join(re.findall(r"[0-9]", normalise(teks)))


def digits_meant(teks: str) -> str:
    """Return the digits of a figure in order, letters that look like digits taken for them."""
    return digits_only(normalise(teks).translate(_LOOKALIKE))


def same_figure(a: Angka, b: Angka) -> bool:
    """Say whether two figures are surely the same value, unit and predikat.

    A missing unit or predikat contradicts nothing. Ambiguous figures are never surely
    the same.
    """
    if not _agree(a.satuan, b.satuan) or not _agree(a.predikat.lower(), b.predikat.lower()):
        return False
    if a.bentuk is Bentuk.RENTANG and b.bentuk is Bentuk.RENTANG:
        return (a.bawah, a.atas) == (b.bawah, b.atas)
    return a.nilai is not None and a.nilai == b.nilai


def could_be_same(a: Angka, b: Angka) -> bool:
    """Say whether some reading of `a` and some reading of `b` have the same value."""
    return bool(set(possible_values(a)) & set(possible_values(b)))


def possible_values(angka: Angka) -> tuple[Decimal, ...]:
    """Return every value that the figure can have: its one value, or its candidates."""
    if angka.nilai is not None:
        return (angka.nilai,)
    return angka.calon if angka.bentuk is Bentuk.AMBIGU else ()


def rounding_agrees(computed: Decimal, printed: Decimal, desimal: int) -> bool:
    """Say whether a printed figure is the computed one, rounded half up or cut off.

    Args:
        computed: the exact result.
        printed: the figure on paper.
        desimal: its printed decimals; negative for figures in thousands and up.
    """
    unit = Decimal(1).scaleb(-desimal)
    rounded = computed.quantize(unit, rounding=ROUND_HALF_UP)
    cut = computed.quantize(unit, rounding=ROUND_DOWN)
    return printed in (rounded, cut)


def is_figure_cell(teks: str) -> bool:
    """Say whether a cell looks as if it should hold a figure, readable or not.

    A blank cell, a sentence with a figure in it and a code (`1.1.2`) do not.
    """
    angka = parse_number(teks)
    if angka.bentuk in (Bentuk.BUKAN, Bentuk.KOSONG) or angka.label:
        return False
    letters = sum(char.isalpha() for char in teks)
    digits = sum(char.isdigit() for char in teks)
    return letters <= 30 if angka.bentuk is not Bentuk.AMBIGU else letters <= max(4, 3 * digits)


def normalise_unit(teks: str) -> str:
    """Return the normal form of a unit; one that no register knows is lower-cased."""
    plain = squeeze(normalise(teks)).strip(" .,:;()")
    return _units().get(plain.lower(), plain.lower())


def find_numbers(teks: str, *, gaya: Gaya | None = None) -> tuple[AngkaTeks, ...]:
    """Find the figures of running text, in order, with `Rp` and `%` where they stand.

    Numbers that are part of a code, a date (`24/09/2025`) or a regulation's number
    (`PER/9/M.PAN`) are left out; years and list numbers are not told apart from others.
    """
    found = []
    for match in _IN_TEXT.finditer(teks):
        angka = parse_number(match.group(), gaya=gaya)
        if angka.bentuk in (Bentuk.ANGKA, Bentuk.AMBIGU, Bentuk.RENTANG):
            found.append(AngkaTeks(angka, match.start(), match.end()))
    return tuple(found)


_IN_TEXT = re.compile(
    r"""(?<![\w/.,-])(?:Rp\.?\s*)?-?
        (?:\([0-9]+(?:[.,][0-9]+)*\)|[0-9]+(?:[.,][0-9]+)*(?![\w/]|[.,][0-9]))
        (?:\s*(?:%|persen\b|prosen\b))?""",
    re.VERBOSE | re.IGNORECASE,
)


# -- from text to lexemes ---------------------------------------------------------------


class _Jenis(StrEnum):
    NUM = "num"
    RP = "rp"
    PCT = "pct"
    PRED = "pred"
    OPEN = "open"
    CLOSE = "close"
    DASH = "dash"
    CMP = "cmp"
    SEP = "sep"
    WORD = "word"
    GARBLED = "garbled"


@dataclass(frozen=True, slots=True)
class _Lexeme:
    jenis: _Jenis
    teks: str
    mended: bool = False


_LOOKALIKE = str.maketrans("lI|iOoSsB", "111100558")
_CHUNK = re.compile(r"[()\[\]{}]|[<>≤≥]=?|%|[/:;=+*]|-|[^\s()\[\]{}<>≤≥%/:;=+*-]+")
_PERCENT_MISREAD = re.compile(r"(?<=[0-9])\s*(?:°\s*/\s*[oO0]|[oO]\s*/\s*[oO])(?![0-9A-Za-z])")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_RANGE_WORDS = {"s/d", "s.d", "sd", "sampai", "hingga"}
_LOWER_WORDS = {"minimal", "min", "minimum"}
_UPPER_WORDS = {"maksimal", "maks", "maksimum"}
_SPELLED = {
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan",
    "sepuluh", "sebelas", "belas", "puluh", "ratus", "seratus", "ribu", "seribu", "juta",
    "koma",
}  # fmt: skip


def _prepare(teks: str) -> str:
    plain = normalise(teks).replace("|", "l").replace("~", "-").replace("_", " ")
    plain = re.sub(r"\bs\s*[/.]\s*d\b\.?", " s/d ", plain, flags=re.I).replace("s/d", " sd ")
    return _join_wrapped(plain)


def _join_wrapped(teks: str) -> str:
    """Join an amount that a narrow cell broke over two lines: `2.911.311.160,` + `40`."""
    lines = [line.strip() for line in teks.split("\n") if line.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and _is_rest_of(joined[-1], line):
            joined[-1] += "\N{WORD JOINER}" + line
        else:
            joined.append(line)
    return "\n".join(joined)


def _is_rest_of(first: str, second: str) -> bool:
    head = re.search(r"[0-9]+(?:[.,][0-9]+)*[.,]?$", first)
    tail = re.match(r"[.,]?[0-9]+(?:[.,][0-9]+)*(?=\)?$)", second)
    if head is None or tail is None:
        return False
    both = head.group() + tail.group()
    amount = re.fullmatch(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{2})?", both)
    broken = re.fullmatch(r"[0-9]{1,3}(?:([.,])[0-9]{3})+", head.group()) is None
    return amount is not None and (broken or tail.group()[0] in ".,") and len(head.group()) > 3


def _is_blank(teks: str) -> bool:
    plain = squeeze(normalise(teks)).lower().strip(" .…_;:|")
    return re.sub(r"[-\s]+", " ", plain).strip() == "" or plain in _blanks()


def _lex(teks: str) -> tuple[_Lexeme, ...] | None:
    """Split a prepared text; None where a sign (½) makes the figure unreadable."""
    if re.search(r"[0-9]*\u2044[0-9]", teks):
        return None
    percent = _PERCENT_MISREAD.sub(" % ", teks)
    spread = _close_gaps(percent)
    lexemes: list[_Lexeme] = []
    for chunk in _CHUNK.findall(re.sub(r"(?<=[0-9])[.,]\s*(?=-\s*\)?\s*$)", " ,", spread)):
        lexemes.extend(_classify(chunk))
    if percent != teks and lexemes:
        lexemes[0] = replace(lexemes[0], mended=True)
    return tuple(lexemes)


def _close_gaps(teks: str) -> str:
    """Close spaces inside a figure (`83, 5`, `2.911. 311.160,40`), marking it as mended.

    Only where the closed text is a whole amount or a comma decimal: `1. 92` is a list
    number and its item.
    """
    return re.sub(r"[0-9]+(?:[ \t]*[.,][ \t]*[0-9]+)+", lambda match: _closed(match.group()), teks)


def _closed(figure: str) -> str:
    closed = re.sub(r"[ \t]", "", figure)
    whole = re.fullmatch(
        r"[0-9]{1,3}([.,])[0-9]{3}(?:\1[0-9]{3})+(?:[.,][0-9]{1,2})?"
        r"|[0-9]{1,3}([.,])[0-9]{3}(?!\2)[.,][0-9]{1,2}|[0-9]+,[0-9]{1,2}",
        closed,
    )
    return closed + "\N{WORD JOINER}" if whole and closed != figure else figure


def _classify(chunk: str) -> list[_Lexeme]:
    mended = "\N{WORD JOINER}" in chunk
    word = chunk.replace("\N{WORD JOINER}", "")
    single = _symbol(word)
    if single is not None:
        return [_Lexeme(single, word)]
    rupiah = re.match(r"rp\.?", word, re.I)
    if rupiah and (len(word) == rupiah.end() or _has_digit(word[rupiah.end() :])):
        rest = word[rupiah.end() :]
        return [_Lexeme(_Jenis.RP, rupiah.group()), *(_classify(rest) if rest else [])]
    bare = word.strip(".,'\"`")
    if re.match(r"[.,][0-9]", word):  # its whole part is lost
        return [_Lexeme(_Jenis.GARBLED, bare, True)]
    mended = mended or bool(re.search(r"[0-9][.,]$", word))
    word = bare
    if not word:
        return []
    if _PLAIN.fullmatch(word):
        return [_Lexeme(_Jenis.NUM, word, mended)]
    if not _has_digit(word):
        return [_Lexeme(_Jenis.PRED if word in _letters() else _Jenis.WORD, word)]
    return [replace(lexeme, mended=lexeme.mended or mended) for lexeme in _classify_mixed(word)]


def _symbol(word: str) -> _Jenis | None:
    if word in "([{":
        return _Jenis.OPEN
    if word in ")]}":
        return _Jenis.CLOSE
    if word == "-":
        return _Jenis.DASH
    if word == "%":
        return _Jenis.PCT
    if word[0] in "<>≤≥":
        return _Jenis.CMP
    return _Jenis.SEP if word in "/:;=+*" else None


def _classify_mixed(word: str) -> list[_Lexeme]:
    """Split or mend a chunk that holds both digits and letters."""
    named = re.fullmatch(r"(?![lIoOsSB]+[0-9])([^\W\d_]+)[0-9]{1,2}", word)
    if named and (named.group(1) not in _letters() or len(word) == 2):  # m2, D3, PM10
        return [_Lexeme(_Jenis.WORD, word)]
    suffixed = re.fullmatch(r"([0-9]+(?:[.,][0-9]+)*)[.,]?([^\W\d_]+[23]?)", word)
    if suffixed and _stands_as_word(suffixed.group(2)):
        return [_Lexeme(_Jenis.NUM, suffixed.group(1)), _Lexeme(_Jenis.WORD, suffixed.group(2))]
    prefixed = re.fullmatch(r"([A-E]{1,2})\.?([0-9]+(?:[.,][0-9]+)*)", word)
    if prefixed and prefixed.group(1) in _letters():
        if "B" in prefixed.group(1):  # B67 may be B (67) or 867
            return [_Lexeme(_Jenis.GARBLED, word, True)]
        return [_Lexeme(_Jenis.PRED, prefixed.group(1)), _Lexeme(_Jenis.NUM, prefixed.group(2))]
    mended = word.translate(_LOOKALIKE)
    letters = sum(char.isalpha() for char in word)
    digits = sum(char in "0123456789" for char in word)
    if _PLAIN.fullmatch(mended) and letters <= digits and not re.match(r"[BS]", word):
        return [_Lexeme(_Jenis.NUM, mended, True)]
    return [_Lexeme(_Jenis.GARBLED if letters <= 2 * digits else _Jenis.WORD, word, True)]


def _stands_as_word(letters: str) -> bool:
    known = letters.lower() in _units() or letters.lower() in _scales()
    return known or not set(letters) <= set("lI|iOoSsB")


def _has_digit(word: str) -> bool:
    return any(char in "0123456789" for char in word)


# -- from lexemes to a figure -----------------------------------------------------------


def _assemble(teks: str, lexemes: tuple[_Lexeme, ...], gaya: Gaya) -> Angka:
    places = [i for i, lexeme in enumerate(lexemes) if lexeme.jenis is _Jenis.NUM]
    if any(lexeme.jenis is _Jenis.GARBLED for lexeme in lexemes):
        return _garbled(teks, lexemes, places)
    if not places:
        return Angka(teks, None, Bentuk.BUKAN)
    if len(places) == 2 and _is_level(lexemes, places):
        level = lexemes[places[0]].teks
        inside = tuple(x for x in lexemes[places[1] :] if x.jenis is not _Jenis.CLOSE)
        return replace(_assemble(teks, inside, gaya), predikat=f"Level {level}")
    if len(places) == 2 and _is_range(lexemes[places[0] + 1 : places[1]]):
        return _range(teks, lexemes, places, gaya)
    if len(places) > 1:
        values = [v for i in places for v, _ in _values(lexemes[i].teks, gaya)[0]]
        return Angka(teks, None, Bentuk.JAMAK, calon=tuple(sorted(set(values))))
    return _single(teks, lexemes, places[0], gaya)


def _garbled(teks: str, lexemes: tuple[_Lexeme, ...], places: list[int]) -> Angka:
    garbled = [lexeme.teks for lexeme in lexemes if lexeme.jenis is _Jenis.GARBLED]
    words = sum(lexeme.jenis is _Jenis.WORD for lexeme in lexemes)
    if words > 3 or (words and not places and len(garbled) == 1 and garbled[0][0].isalpha()):
        return Angka(teks, None, Bentuk.BUKAN)
    calon: set[Decimal] = set()
    if len(garbled) == 1 and not places:
        for text in (garbled[0].translate(_LOOKALIKE), re.sub(r"^[A-E]+", "", garbled[0])):
            if _PLAIN.fullmatch(text):
                calon.update(value for value, _ in _values(text, Gaya.TAK_TENTU)[0])
    return Angka(teks, None, Bentuk.AMBIGU, calon=tuple(sorted(calon)), diluruskan=True)


def _is_level(lexemes: tuple[_Lexeme, ...], places: list[int]) -> bool:
    first, second = places
    named = first > 0 and lexemes[first - 1].teks.lower() in ("level", "lvl", "tingkat")
    return named and second == first + 2 and lexemes[first + 1].jenis is _Jenis.OPEN


def _is_range(between: tuple[_Lexeme, ...]) -> bool:
    kinds = [lexeme.jenis for lexeme in between]
    bridge = any(
        lexeme.jenis in (_Jenis.DASH, _Jenis.CMP) or lexeme.teks.lower() in _RANGE_WORDS
        for lexeme in between
    )
    allowed = {_Jenis.DASH, _Jenis.CMP, _Jenis.PCT, _Jenis.RP, _Jenis.WORD}
    words = [lexeme.teks.lower() for lexeme in between if lexeme.jenis is _Jenis.WORD]
    return bridge and set(kinds) <= allowed and set(words) <= _RANGE_WORDS | {"x", "dengan"}


def _range(teks: str, lexemes: tuple[_Lexeme, ...], places: list[int], gaya: Gaya) -> Angka:
    bounds = [_values(lexemes[i].teks, gaya)[0] for i in places]
    lower, upper = (b[0][0] if len(b) == 1 else None for b in bounds)
    between = lexemes[places[0] + 1 : places[1]]
    if any(x.jenis is _Jenis.CMP and x.teks[0] in ">≥" for x in between):
        lower, upper = upper, lower
    if lower is None or upper is None:
        calon = tuple(sorted({value for bound in bounds for value, _ in bound}))
        return Angka(teks, None, Bentuk.RENTANG, calon=calon, diluruskan=True)
    unit, predikat, label = _surroundings(lexemes, places[0], places[1])
    decimals = max(bounds[0][0][1], bounds[1][0][1])
    return Angka(
        teks, None, Bentuk.RENTANG, unit, predikat, decimals, label=label, bawah=lower, atas=upper
    )


def _single(teks: str, lexemes: tuple[_Lexeme, ...], place: int, gaya: Gaya) -> Angka:
    unit, predikat, label = _surroundings(lexemes, place, place)
    candidates, mended = _values(
        lexemes[place].teks, gaya, rupiah=unit == "rupiah" or _is_whole_money(teks)
    )
    if not candidates:
        code = re.fullmatch(r"[0-9]+(?:[.,][0-9]{1,2}){2,}", lexemes[place].teks)
        return Angka(teks, None, Bentuk.BUKAN if code else Bentuk.AMBIGU, label=label)
    scale, unit = _scaled(unit)
    money = unit == "rupiah" or bool(re.search(r"[.,][0-9]{3}(?![0-9])", lexemes[place].teks))
    signs, half_bracket = _signs(lexemes, place, bool(predikat or label), money)
    values = sorted({sign * value * scale for value, _ in candidates for sign in signs})
    decimals = candidates[0][1] - (len(str(scale)) - 1)
    if len(values) > 1:
        return Angka(
            teks, None, Bentuk.AMBIGU, unit, predikat, 0, tuple(values), mended, label=label
        )
    bound = _bound(lexemes, place)
    if bound:
        lower, upper = (values[0], None) if bound == ">" else (None, values[0])
        return Angka(
            teks, None, Bentuk.RENTANG, unit, predikat, decimals, label="", bawah=lower, atas=upper
        )
    return Angka(
        teks, values[0], Bentuk.ANGKA, unit, predikat, decimals, (values[0],),
        mended or half_bracket, label,
    )  # fmt: skip


def _is_whole_money(teks: str) -> bool:
    """Say whether a figure ends in the `,-` of an amount without cents."""
    return re.search(r"[0-9][.,]\s*-\s*\)?\s*$", normalise(teks)) is not None


def _bound(lexemes: tuple[_Lexeme, ...], place: int) -> str:
    for lexeme in lexemes[:place]:
        low = lexeme.teks.lower()
        if low in _LOWER_WORDS or (lexeme.jenis is _Jenis.CMP and low[0] in ">≥"):
            return ">"
        if low in _UPPER_WORDS or (lexeme.jenis is _Jenis.CMP and low[0] in "<≤"):
            return "<"
    return ""


def _signs(
    lexemes: tuple[_Lexeme, ...], place: int, named: bool, money: bool
) -> tuple[tuple[int, ...], bool]:
    """Return the possible signs of the figure, and whether a bracket had to be supplied.

    Brackets around an amount mean minus; around a bare `(67)` they may as well be what
    is left of `B (67)`.
    """
    before = [lexeme.jenis for lexeme in lexemes[:place] if lexeme.jenis is not _Jenis.RP]
    after = [lexeme.jenis for lexeme in lexemes[place + 1 :] if lexeme.jenis is not _Jenis.PCT]
    opened = bool(before) and before[-1] is _Jenis.OPEN
    closed = bool(after) and after[0] is _Jenis.CLOSE
    if before and before[-1] is _Jenis.DASH:
        predikat = lexemes[place - 2].jenis is _Jenis.PRED if place > 1 else False
        if predikat:
            return (1,), False
        return ((-1,), False) if len(before) == 1 else ((1, -1), False)
    if named:
        return (1,), False
    if opened and (closed or not after):
        return ((-1,) if money else (1, -1)), not closed
    if closed and _Jenis.OPEN not in before:
        return (1, -1), True
    return (1,), False


def _surroundings(lexemes: tuple[_Lexeme, ...], first: int, last: int) -> tuple[str, str, str]:
    """Return unit, predikat and label that stand around a figure or range."""
    before, after = lexemes[:first], lexemes[last + 1 :]
    inside = lexemes[first:last]
    letters = [lexeme.teks for lexeme in (*before, *after) if lexeme.jenis is _Jenis.PRED]
    money = any(lexeme.jenis is _Jenis.RP for lexeme in lexemes)
    percent = any(lexeme.jenis is _Jenis.PCT for lexeme in (*before, *inside, *after))
    ignored = _LOWER_WORDS | _UPPER_WORDS
    label_words = [
        x.teks for x in before if x.jenis is _Jenis.WORD and x.teks.lower() not in ignored
    ]
    label = " ".join(label_words)
    tail = _tail(after)
    quality = next((text for text in (label, *tail) if text.lower() in _qualities()), "")
    units = [text for text in tail if text.lower() not in _qualities() and not _spelled(text)]
    predikat = letters[0] if letters else quality
    if quality and label == quality:
        label = ""
    if label and not units and normalise_unit(label) == "level":
        units, label = [label], ""
    unit = "persen" if percent else _unit_of(units, money)
    if not label and len(" ".join(units).split()) > 5:  # a sentence that opens with a figure
        label = " ".join(units)
    return unit, predikat, label


def _tail(after: tuple[_Lexeme, ...]) -> list[str]:
    """Return the word groups behind a figure; brackets part them, a slash does not."""
    groups: list[list[str]] = [[]]
    for lexeme in after:
        if lexeme.jenis is _Jenis.WORD:
            groups[-1].append(lexeme.teks)
        elif lexeme.jenis is _Jenis.SEP and lexeme.teks == "/" and groups[-1]:
            groups[-1].append("/")
        elif lexeme.jenis in (_Jenis.OPEN, _Jenis.CLOSE):
            groups.append([])
    return [" ".join(group).replace(" / ", "/").strip(" /") for group in groups if group]


def _unit_of(units: list[str], money: bool) -> str:
    scale = next((text for text in units if text.lower().split()[0] in _scales()), "")
    if money:
        return f"{scale} rupiah".strip() if scale else "rupiah"
    return normalise_unit(units[0]) if units else ""


def _scaled(unit: str) -> tuple[int, str]:
    first, _, rest = unit.partition(" ")
    scale = _scales().get(first.lower())
    return (scale, normalise_unit(rest) if rest else "") if scale else (1, unit)


def _spelled(text: str) -> bool:
    return bool(text) and set(text.lower().split()) <= _SPELLED


# -- the separators ---------------------------------------------------------------------


def _values(
    teks: str, gaya: Gaya, *, rupiah: bool = False
) -> tuple[list[tuple[Decimal, int]], bool]:
    """Return the possible (value, decimals) of digits with separators, and whether mended."""
    groups = re.split(r"[.,]", teks)
    marks = re.findall(r"[.,]", teks)
    if not marks:
        return [(Decimal(teks), 0)], False
    whole = _grouped(groups)
    fraction = _grouped(groups[:-1]) or len(groups) == 2
    as_whole = (Decimal("".join(groups)), 0)
    as_fraction = (Decimal("".join(groups[:-1]) + "." + groups[-1]), len(groups[-1]))
    if len(marks) == 1:
        return _one_mark(marks[0], whole, as_whole, as_fraction, gaya, rupiah), False
    uniform_whole = len(set(marks)) == 1
    uniform_fraction = len(set(marks[:-1])) == 1 and marks[-1] != marks[0]
    if whole and uniform_whole:
        return [as_whole], False
    if fraction and uniform_fraction:
        if len(groups[-1]) != 3:
            return [as_fraction], False
        settled = gaya is (Gaya.KOMA if marks[-1] == "," else Gaya.TITIK) and not rupiah
        return [as_fraction] if settled else [as_fraction, as_whole], not settled
    if fraction and len(groups[-1]) == 2:  # 1.471.000.00
        return [as_fraction], True
    return ([as_whole], True) if whole else ([], True)


def _one_mark(
    mark: str,
    whole: bool,
    as_whole: tuple[Decimal, int],
    as_fraction: tuple[Decimal, int],
    gaya: Gaya,
    rupiah: bool,
) -> list[tuple[Decimal, int]]:
    if not whole:
        return [as_fraction]
    if rupiah:  # money has no thousandths
        return [as_whole]
    if gaya is Gaya.TAK_TENTU:
        return [as_fraction, as_whole]
    return [as_fraction] if (gaya is Gaya.KOMA) == (mark == ",") else [as_whole]


def _grouped(groups: list[str]) -> bool:
    """Say whether the groups are thousands: one to three digits, then threes."""
    first, rest = groups[0], groups[1:]
    threes = bool(rest) and all(len(group) == 3 for group in rest)
    return threes and 1 <= len(first) <= 3 and first[0] != "0"


@lru_cache(KEPT)
def _figures(teks: str) -> tuple[_Lexeme, ...]:
    lexemes = () if _is_blank(teks) else _lex(_prepare(teks)) or ()
    return tuple(lexeme for lexeme in lexemes if lexeme.jenis is _Jenis.NUM and not lexeme.mended)


@lru_cache(KEPT)
def _evidence(teks: str) -> Gaya:
    """Return the style that one figure shows, `tak_tentu` where it fits both."""
    marks = re.findall(r"[.,]", teks)
    candidates, mended = _values(teks, Gaya.TAK_TENTU)
    if not marks or mended or len(candidates) != 1:
        return Gaya.TAK_TENTU
    decimal_mark = marks[-1] if candidates[0][1] else ("," if marks[-1] == "." else ".")
    return Gaya.KOMA if decimal_mark == "," else Gaya.TITIK


# -- the register -----------------------------------------------------------------------


@cache
def _units() -> dict[str, str]:
    register: dict[str, list[str]] = load_register("satuan")["satuan"]
    return {variant.lower(): unit for unit, variants in register.items() for variant in variants}


@cache
def _scales() -> dict[str, int]:
    register: dict[str, int] = load_register("satuan")["skala"]
    return register


@cache
def _blanks() -> frozenset[str]:
    return frozenset(load_register("satuan")["kosong"])


@cache
def _letters() -> frozenset[str]:
    return frozenset(load_register("satuan")["predikat_huruf"])


@cache
def _qualities() -> frozenset[str]:
    return frozenset(load_register("satuan")["predikat_kata"])


def _agree(a: str, b: str) -> bool:
    return not a or not b or a == b

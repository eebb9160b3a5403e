"""Dates and places of signing, as papers print them.

A date keeps what is printed and possible of it: `2025-02-10`, `2026-01` where the day
is left blank, `2025` where the month is too, `2025-02` for 31 Februari.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from extractors.text import squeeze, tokenise, vocabulary


@dataclass(frozen=True, slots=True)
class Tanggal:
    """A date found in a text.

    Attributes:
        iso: `2025-02-10`, `2026-01` or `2025`.
        teks: as printed, from `awal` to `akhir` of the text.
        lengkap: day, month and year are printed.
        mungkin: the printed date exists; else `iso` holds the part that does.
        diluruskan: the month was misspelt, or letters were taken for digits.
    """

    iso: str
    teks: str
    lengkap: bool
    mungkin: bool
    awal: int
    akhir: int
    diluruskan: bool = False


@dataclass(frozen=True, slots=True)
class TempatTanggal:
    """A place and date of signing; `tanggal` is None where only the place is printed."""

    tempat: str
    tanggal: Tanggal | None
    awal: int
    akhir: int


_MONTHS = (
    ("januari", "jan"),
    ("februari", "pebruari", "feb", "peb", "febuari"),
    ("maret", "mar", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("agustus", "agust", "ags", "agt", "agu"),
    ("september", "sept", "sep"),
    ("oktober", "okt", "october"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "des", "december"),
)
_NUMBER_OF = {name: i for i, names in enumerate(_MONTHS, start=1) for name in names}
_LONG = tuple(name for name in _NUMBER_OF if len(name) >= 5)
_LOOKALIKE = str.maketrans("lI|iOoSsB", "111100558")
_LOOKS = "lIiOoSsB"
_MAY_BE_YEAR = re.compile(rf"(?:[1lIi]9|2[0Oo])[0-9{_LOOKS}]{{2}}")
"""What every year looks like; a text without it need not be cut into tokens."""
_NUMERIC = re.compile(
    r"(?<![\w/.-])(?:(?P<d>[0-9]{1,2})(?P<s>[/.-])(?P<m>[0-9]{1,2})(?P=s)(?P<y>(?:19|20)[0-9]{2})"
    r"|(?P<y2>(?:19|20)[0-9]{2})-(?P<m2>[0-9]{2})-(?P<d2>[0-9]{2}))(?![\w/]|[.-][0-9])"
)
_ONLY_YEAR = re.compile(
    r"\btanggal\s*:?(?P<blank>[\s._…]*)(?P<y>(?:19|20)[0-9]{2})\b", re.IGNORECASE
)
_PLACE_BEFORE = re.compile(
    r"(?P<tempat>[A-Z][A-Za-z'.]*(?:[ ]+[A-Z][A-Za-z'.]*){0,3})\s*,[\s._…:]*$"
)
_ENACTED = re.compile(
    r"\b(?i:ditetapkan|dibuat|dikeluarkan|diundangkan|ditandatangani)\s+[dD]\s?[iI]\s*:?\s*"
    r"(?P<tempat>[A-Z][A-Za-z'.]*(?:[ ]+(?!(?i:pada)\b)[A-Z][A-Za-z'.]*){0,3})"
)
_BLANK_DATE = re.compile(
    r"(?m)^\s*(?P<tempat>[A-Z][a-z'.]+(?:[ ]+[A-Z][a-z'.]+){0,2})\s*,[\s._…]*"
    r"(?P<y>(?:19|20)[0-9]{2})\s*$"
)
_REGION = re.compile(r"^(?:kabupaten|kab\.?|kota|provinsi)\s+(?=\w)", re.IGNORECASE)


def find_dates(teks: str) -> tuple[Tanggal, ...]:
    """Find every date of a text, in order.

    A month without a year is none; a year alone is one only behind the word `tanggal`
    (`Pada tanggal          2025`).
    """
    found = [*_worded(teks), *_numeric(teks)]
    taken = [(date.awal, date.akhir) for date in found]
    for match in _ONLY_YEAR.finditer(teks):
        start, end = match.span("y")
        if not any(a < end and start < b for a, b in taken):
            year = match.group("y")
            found.append(Tanggal(year, year, False, True, start, end))
    return tuple(sorted(found, key=lambda date: date.awal))


def find_place_and_date(teks: str) -> tuple[TempatTanggal, ...]:
    """Find places of signing with their dates, in order.

    Knows `Jember, 30 Januari 2026` and `Ditetapkan di : Jember` followed by
    `Pada tanggal : 6 Januari 2025`; a place may stand without a date.
    """
    dates = find_dates(teks)
    found: list[TempatTanggal] = []
    for date in dates:
        line_start = teks.rfind("\n", 0, date.awal) + 1
        match = _PLACE_BEFORE.search(teks, line_start, date.awal)
        if match:
            found.append(_place_and_date(match, date, date.akhir))
    for match in _ENACTED.finditer(teks):
        after = next((date for date in dates if 0 <= date.awal - match.end() <= 60), None)
        if after is None or not any(pair.tanggal == after for pair in found):
            found.append(_place_and_date(match, after, after.akhir if after else match.end()))
    for match in _BLANK_DATE.finditer(teks):
        start, end = match.span("y")
        if not any(date.awal < end and start < date.akhir for date in dates):
            year = match.group("y")
            date = Tanggal(year, year, False, True, start, end)
            found.append(_place_and_date(match, date, end))
    return tuple(sorted(found, key=lambda pair: pair.awal))


def month_number(kata: str) -> tuple[int, bool]:
    """Return the month (1..12) that a word names and whether it is spelt as known.

    0 where it names none. A misread (`Oktobcr`, `Agustuz`) counts if one month is
    clearly nearest; short names are taken only as they stand (`Juni`, `Juli`).
    """
    word = kata.lower().strip(".,")
    if word in _NUMBER_OF:
        return _NUMBER_OF[word], True
    if len(word) < 5:
        return 0, False
    ranked = process.extract(word, _LONG, scorer=fuzz.ratio, limit=4, score_cutoff=75)
    months = {_NUMBER_OF[name] for name, _, _ in ranked}
    near = abs(len(word) - len(ranked[0][0])) <= 1 if ranked else False
    return (months.pop(), False) if len(months) == 1 and near else (0, False)


def _worded(teks: str) -> list[Tanggal]:
    if not _MAY_BE_YEAR.search(teks):
        return []
    text = tokenise(teks)
    matcher = _matcher()
    spans = [(start, end) for _, start, end in matcher(text.doc)]
    found: list[Tanggal] = []
    taken_to = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < taken_to:
            continue
        taken_to = end
        tokens = [token.text for token in text.doc[start:end]]
        found.append(_from_tokens(tokens, teks, text.awal[start], text.akhir[end - 1]))
    return found


@cache
def _matcher() -> Any:
    from spacy.matcher import Matcher
    from spacy.tokens import Token

    for name, test in (("hari", _is_day), ("bulan", _is_month), ("tahun", _is_year)):
        Token.set_extension(name, getter=_token_test(test), force=True)
    day, month, year = ({"_": {name: True}} for name in ("hari", "bulan", "tahun"))
    mark = {"TEXT": {"IN": [".", ",", "-", "/"]}, "OP": "?"}
    matcher = Matcher(vocabulary())
    matcher.add("tanggal", [[day, mark, month, mark, year]])
    matcher.add("bulan", [[month, mark, year]])
    return matcher


def _token_test(test: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda token: test(token.text)


@cache
def _is_month(word: str) -> bool:
    return month_number(word)[0] > 0


def _is_day(word: str) -> bool:
    return bool(re.fullmatch(rf"[0-9{_LOOKS}]{{1,2}}", word)) and any(c.isdigit() for c in word)


def _is_year(word: str) -> bool:
    plain = word.translate(_LOOKALIKE)
    mixed = sum(char.isdigit() for char in word) >= 2
    return mixed and bool(re.fullmatch(r"(?:19|20)[0-9]{2}", plain))


def _from_tokens(tokens: list[str], teks: str, start: int, end: int) -> Tanggal:
    named = [token for token in tokens if token not in ".,-/"]
    year, month_word = named[-1], named[-2]
    month, exact = month_number(month_word)
    day = named[0] if len(named) == 3 else ""
    mended = not exact or not (year + day).isdigit()
    return _date(
        day.translate(_LOOKALIKE), month, year.translate(_LOOKALIKE), teks, start, end, mended
    )


def _numeric(teks: str) -> list[Tanggal]:
    found = []
    for match in _NUMERIC.finditer(teks):
        day = match.group("d") or match.group("d2")
        month = match.group("m") or match.group("m2")
        year = match.group("y") or match.group("y2")
        found.append(_date(day, int(month), year, teks, match.start(), match.end(), False))
    return found


def _date(
    day: str, month: int, year: str, teks: str, start: int, end: int, mended: bool
) -> Tanggal:
    printed = teks[start:end]
    if not 1 <= month <= 12:
        return Tanggal(year, printed, True, False, start, end, mended)
    iso = f"{year}-{month:02d}"
    if not day:
        return Tanggal(iso, printed, False, True, start, end, mended)
    exists = 1 <= int(day) <= calendar.monthrange(int(year), month)[1]
    return Tanggal(
        f"{iso}-{int(day):02d}" if exists else iso, printed, True, exists, start, end, mended
    )


def _place_and_date(match: re.Match[str], date: Tanggal | None, end: int) -> TempatTanggal:
    place = squeeze(match.group("tempat")).strip(" .")
    return TempatTanggal(_REGION.sub("", place), date, match.start(), end)

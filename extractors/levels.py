"""Which level of the plan a line belongs to: tujuan, sasaran, program, kegiatan, sub kegiatan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from extractors.text import flatten


class Jenjang(StrEnum):
    """A level of program lines, highest first."""

    PROGRAM = "program"
    KEGIATAN = "kegiatan"
    SUB_KEGIATAN = "sub_kegiatan"


_ORDER = (Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN)
_CODE = re.compile(r"^\W{0,2}([0-9A-Z]{1,2}(?:\.[0-9]{1,4}){1,6})\.?(?=\s|$)")
_NUMBERING = re.compile(r"^\s*(?:\(?[0-9]{1,2}[.)]|[A-Za-z][.)]|[-•▪*])\s+")


def split_code(teks: str) -> tuple[str, str]:
    """Part a dotted code from the line it stands before (`1.2.1 Sub Kegiatan …`)."""
    plain = flatten(teks)
    match = _CODE.match(plain)
    if not match:
        return "", plain
    return match.group(1), plain[match.end() :].strip(" .:-")


def level_by_word(teks: str) -> Jenjang | None:
    """Return the level that a line names itself (`Sub Kegiatan …`), None where it does not."""
    _, plain = split_code(teks)
    plain = _NUMBERING.sub("", plain).lower()
    if re.match(r"^\W*sub\s*-?\s*kegiatan\b", plain):
        return Jenjang.SUB_KEGIATAN
    if re.match(r"^\W*kegiatan\b", plain):
        return Jenjang.KEGIATAN
    if re.match(r"^\W*program\b", plain):
        return Jenjang.PROGRAM
    return None


def levels_in_header(teks: str) -> tuple[Jenjang, ...]:
    """Return the levels that a column's header names, highest first."""
    plain = flatten(teks).lower().replace("-", " ")
    found = set()
    if re.search(r"\bsub\s*kegiatan\b", plain):
        found.add(Jenjang.SUB_KEGIATAN)
        plain = re.sub(r"\bsub\s*kegiatan\b", " ", plain)
    if "kegiatan" in plain:
        found.add(Jenjang.KEGIATAN)
    if "program" in plain:
        found.add(Jenjang.PROGRAM)
    return tuple(level for level in _ORDER if level in found)


def levels_of(
    lines: Sequence[str], codes: Sequence[str], header: Sequence[Jenjang]
) -> tuple[Jenjang | None, ...]:
    """Return the level of every line of a program column.

    The line's own word decides, then its code, then its capitals. A line with none of
    these is on the lowest level that the header names, provided that the lines above
    it show the other levels; else its level stays open.

    Args:
        lines: the lines as printed, in order.
        codes: the code beside each, or "".
        header: the levels that the column's header names.
    """
    by_code = _levels_by_code(codes)
    found: list[Jenjang | None] = []
    for line, coded in zip(lines, by_code, strict=True):
        level = level_by_word(line) or coded
        if level is None and _is_capitals(line) and Jenjang.PROGRAM in header:
            level = Jenjang.PROGRAM
        found.append(level)
    lowest = header[-1] if header else None
    if lowest is None:
        return tuple(found)
    shown = {level for level in found if level is not None}
    complete = set(header[:-1]) <= shown
    return tuple(level or (lowest if complete else None) for level in found)


def _levels_by_code(codes: Sequence[str]) -> list[Jenjang | None]:
    """Tell levels by code: `1`, `1.1`, `1.1.1`, or the nomenclature's `7.01.01.2.05.0009`.

    The nomenclature of Kepmendagri 050-5889 Tahun 2021 writes urusan.bidang.program,
    then kegiatan in two parts, then sub kegiatan.
    """
    parts = [code.strip(" .").split(".") if code.strip(" .") else [] for code in codes]
    long_form = any(len(p) >= 5 for p in parts) or any(
        len(p) == 3 and len(p[1]) == 2 and p[1].startswith("0") for p in parts
    )
    dotted = any(len(p) >= 2 for p in parts)
    levels: list[Jenjang | None] = []
    for p in parts:
        if not p or not dotted:
            levels.append(None)
        elif long_form:
            levels.append({3: _ORDER[0], 5: _ORDER[1], 6: _ORDER[2]}.get(len(p)))
        else:
            levels.append(_ORDER[len(p) - 1] if len(p) <= 3 else None)
    return levels


def _is_capitals(teks: str) -> bool:
    letters = [char for char in teks if char.isalpha()]
    return len(letters) >= 8 and sum(char.isupper() for char in letters) >= 0.9 * len(letters)

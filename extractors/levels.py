"""Which level of the plan a line belongs to: tujuan, sasaran, program, kegiatan, sub kegiatan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz, process

from extractors.kamus import load_register
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

    The line's own word decides, then its code, then its capitals, then the nomenclature.
    Of the others, one right below a program is a kegiatan where the header names three
    levels; else it is on the lowest, provided that the lines show the other levels. What
    nothing tells stays open.

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
        if level is None:
            known = level_by_name(line)
            level = known if known in header else None
        found.append(level)
    lowest = header[-1] if header else None
    if lowest is None:
        return tuple(found)
    shown = {level for level in found if level is not None}
    if len(header) > 2:
        found = _below_programs(found, lines)
    complete = set(header[:-1]) <= shown
    return tuple(level or (lowest if complete else None) for level in found)


def _below_programs(found: Sequence[Jenjang | None], lines: Sequence[str]) -> list[Jenjang | None]:
    """Take the line right below a program for a kegiatan: no sub kegiatan stands there."""
    made: list[Jenjang | None] = []
    above: Jenjang | None = None
    for level, line in zip(found, lines, strict=True):
        if level is None and line and above is Jenjang.PROGRAM:
            level = Jenjang.KEGIATAN
        made.append(level)
        above = level if line else above
    return made


def level_by_name(teks: str) -> Jenjang | None:
    """Return the level of a line that the nomenclature's register lists by this name."""
    plain = _comparable(split_code(teks)[1])
    if len(plain) < 12:
        return None
    best = process.extractOne(plain, _nomenclature().keys(), scorer=fuzz.ratio, score_cutoff=94)
    return _nomenclature()[best[0]] if best else None


@cache
def _nomenclature() -> dict[str, Jenjang]:
    listed: list[dict[str, str]] = load_register("program")["program"]
    return {_comparable(row["nama"]): Jenjang(row["tingkat"]) for row in listed}


def _comparable(teks: str) -> str:
    return re.sub(r"\W+", "", _NUMBERING.sub("", flatten(teks)).lower())


_MARK_KINDS = (
    ("romawi", re.compile(r"[IVX]{1,5}")),
    ("angka", re.compile(r"[0-9]{1,2}")),
    ("besar", re.compile(r"[A-H]")),
    ("kecil", re.compile(r"[a-z]")),
)


def levels_by_mark(
    levels: Sequence[Jenjang | None], marks: Sequence[str], header: Sequence[Jenjang]
) -> tuple[Jenjang | None, ...]:
    """Fill in the levels that the way of numbering tells: `I`, below it `1`, below it `a`.

    The kinds of numbers stand for the header's levels in the order in which they first
    appear. Where that contradicts a level known otherwise, nothing is filled in.

    Args:
        levels: the levels known so far, None where open.
        marks: the number beside each line, or "".
        header: the levels that the column's header names.
    """
    kinds = [_mark_kind(mark) for mark in marks]
    order = list(dict.fromkeys(kind for kind in kinds if kind))
    if len(order) != len(header) or len(order) < 2:
        return tuple(levels)
    told = [header[order.index(kind)] if kind else None for kind in kinds]
    if any(a and b and a is not b for a, b in zip(levels, told, strict=True)):
        return tuple(levels)
    return tuple(a or b for a, b in zip(levels, told, strict=True))


def _mark_kind(mark: str) -> str:
    plain = mark.strip(" .)(:")
    return next((kind for kind, shape in _MARK_KINDS if shape.fullmatch(plain)), "")


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

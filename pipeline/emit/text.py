"""Text as files can hold it: control characters out, spreadsheet formulas made harmless."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile(
    # C0 controls but tab and line feed, halves of surrogate pairs, noncharacters:
    # XML 1.0 (inside XLSX) or UTF-8 cannot hold them, and no reader can show them.
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?")
_SIGNED_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*")
_FORMULA_START = ("=", "+", "-", "@", "\t")


def clean(text: str) -> str:
    """Return the text without what CSV, JSON or XLSX cannot hold; line ends become LF."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", text))


def guard(text: str) -> str:
    """Put `'` before a text that a spreadsheet would take for a formula, unless a signed number."""
    if text.startswith(_FORMULA_START) and not _SIGNED_NUMBER.fullmatch(text):
        return "'" + text
    return text


def unguard(text: str) -> str:
    """Take the `'` of `guard` away again.

    A text that itself began with `'=` loses its apostrophe too: the contract's CSV does
    not tell the two apart. JSON holds every text as it was.
    """
    if text.startswith("'") and guard(text[1:]) == text:
        return text[1:]
    return text

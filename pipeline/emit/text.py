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
_FORMULA_START = ("=", "+", "-", "@", "\t", "\n")


def clean(text: str) -> str:
    """Return the text without what CSV, JSON or XLSX cannot hold; line ends become LF."""
    return _UNWRITABLE.sub("", _LINE_END.sub("\n", text))


def guard(text: str) -> str:
    """Put `'` before a text that a spreadsheet would take for a formula, unless a signed number.

    A text that was printed with `'` before such a sign gets one more, to be told from it.
    """
    return f"'{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """Take the `'` of `guard` away again."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    bare = text.lstrip("'")
    return bare.startswith(_FORMULA_START) and not _SIGNED_NUMBER.fullmatch(bare)

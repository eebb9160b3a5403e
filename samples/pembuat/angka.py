"""The value of a figure whose printed text is plain; anything else must be said by hand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

KOSONG = frozenset({"", "-", "–", "n/a", "N/A", "na", "NA"})
"""Printed texts of a cell that holds no figure."""

SATUAN = {
    "%": "persen",
    "persen": "persen",
    "dok": "dokumen",
    "dokumen": "dokumen",
    "laporan": "laporan",
    "lap": "laporan",
    "kegiatan": "kegiatan",
    "orang": "orang",
    "desa": "desa",
    "unit": "unit",
    "paket": "paket",
    "bulan": "bulan",
    "indeks": "indeks",
    "nilai": "nilai",
    "angka": "angka",
}

_ANGKA = r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:[.,]\d+)?"
_PREDIKAT = re.compile(rf"(AA|A-|A|BB|B-|B|CC|C-|C|D|E)\s*\(\s*({_ANGKA})\s*\)")
_UANG = re.compile(rf"(?:Rp\.?\s*)?(\(?)({_ANGKA})(\)?)(?:,-)?")
_JUMLAH = re.compile(rf"({_ANGKA})\s*(%|[A-Za-z]+\.?)?")


@dataclass(frozen=True, slots=True)
class Angka:
    """A figure as a perfect reader would write it down."""

    nilai: Decimal
    satuan: str = ""
    predikat: str = ""


def normal_unit(teks: str) -> str:
    """Return the one word for a printed unit; an unlisted one stays, in small letters."""
    word = teks.strip().rstrip(".").lower()
    return SATUAN.get(word, word)


def plain_figure(teks: str, *, uang: bool = False) -> Angka:
    """Return the value of a plain figure.

    Raises:
        ValueError: the text is not plain (a range, several quantities, `1.234` that may be
            a thousand or a decimal): the source must say `data-nilai`.
    """
    text = " ".join(teks.split())
    if uang:
        return _money(text)
    match = _PREDIKAT.fullmatch(text)
    if match:
        return Angka(_decimal(match[2]), predikat=match[1])
    match = _JUMLAH.fullmatch(text)
    if not match:
        raise ValueError(f"bukan angka polos: {teks!r}")
    return Angka(_decimal(match[1]), normal_unit(match[2] or ""))


def _money(text: str) -> Angka:
    bare = text.rstrip("%").strip()
    match = _UANG.fullmatch(bare)
    if not match or bool(match[1]) != bool(match[3]):
        raise ValueError(f"bukan jumlah uang polos: {text!r}")
    value = _decimal(match[2], money=True)
    return Angka(-value if match[1] else value)


def _decimal(text: str, *, money: bool = False) -> Decimal:
    """Read an Indonesian number: `.` groups, `,` decimals; `91.5` is a decimal all the same."""
    if "," in text:
        return Decimal(text.replace(".", "").replace(",", "."))
    groups = text.lstrip("-").split(".")
    if len(groups) == 1:
        return Decimal(text)
    if len(groups) == 2 and len(groups[1]) == 3 and not money:
        raise ValueError(f"ribuan atau desimal: {text!r}")
    if len(groups[-1]) == 3:
        return Decimal(text.replace(".", ""))
    return Decimal(text)

"""Signature blocks as evidence: whether the name in one is a person's, and was read."""

from __future__ import annotations

import re
from functools import cache

from extractors.kamus import load_register
from extractors.people import split_name
from extractors.text import words
from pipeline.reconcile.figures import KEYAKINAN_ANGKA
from schemas.records import Pejabat
from schemas.vocabulary import Metode

_RUSAK = re.compile(r"[^\w\s.,'’()/-]|[_\d]|\.\.|[a-z]-[a-z]", re.IGNORECASE)
"""What no name holds: a mark within it is a letter that the scanner did not know."""


_GELAR_RAPAT = re.compile(r"^((?:Prof|Drs|Dra|Dr|Ir|H|Hj|R)\.)(?=[A-Za-z]{2,})", re.IGNORECASE)
"""A degree before the name without the space between: `Ir.IHWAN`."""


def bare_name(item: Pejabat) -> str:
    """Return the name without degrees, case, punctuation and spaces."""
    nama = item.nama.strip()
    while (spaced := _GELAR_RAPAT.sub(r"\1 ", nama)) != nama:
        nama = spaced
    return "".join(words(split_name(nama).nama))


def is_garbled(item: Pejabat) -> bool:
    """Say whether a scanned name holds marks that no name holds."""
    return item.metode is Metode.OCR and _RUSAK.search(item.nama) is not None


def is_named(item: Pejabat) -> bool:
    """Say whether a person's name was read: not an office in its place, nor a scrap."""
    name = words(split_name(item.nama).nama)
    if len("".join(name)) < 3 or " ".join(name[:1]) in _titles() or " ".join(name[:2]) in _titles():
        return False
    if item.metode is Metode.TEKS:
        return True
    return not is_garbled(item) and item.keyakinan >= KEYAKINAN_ANGKA


@cache
def _titles() -> frozenset[str]:
    register = load_register("jabatan")
    return frozenset(" ".join(words(str(w))) for key in ("orang", "lembaga") for w in register[key])

"""The kinds of naskah, found by their files.

A kind is a class in a file of its own below `extractors/`, marked `@jenis_naskah`. It
says how its pages are recognised, in which order they are read, and what stands in its
head. `all_kinds()` imports every module of the package, so that a new file is enough.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import extractors
from extractors.pages import Lembar, Tanda
from extractors.people import BlokTtd
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran


@dataclass(frozen=True, slots=True)
class Kop:
    """What the head of a naskah says; empty where it says nothing.

    `tanggal` as in the records: ISO 8601, shortened where day or month is missing.
    """

    tahun: int | None = None
    periode_awal: int | None = None
    periode_akhir: int | None = None
    nomor: str = ""
    tanggal: str = ""
    tempat: str = ""
    tentang: str = ""


class Jenis(Protocol):
    """A kind of naskah."""

    jenis: JenisNaskah
    urutan: int
    """Which kind is asked first where two are equally sure; smallest first."""

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Say what a page tells of this kind, None if nothing."""
        ...

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """Return the pages of one naskah in the order of its content."""
        ...

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Return what the head of a naskah says, its pages in content order."""
        ...

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Return the role of a signatory; `lain` are the blocks on the same page."""
        ...

    def cites(self, lembar: Lembar) -> bool:
        """Say whether the regulations named on a page count as legal basis."""
        ...


_KINDS: dict[JenisNaskah, Jenis] = {}


def jenis_naskah(kind: type[Jenis]) -> type[Jenis]:
    """Register a kind of naskah.

    Raises:
        ValueError: two classes claim the same kind.
    """
    made = kind()
    if made.jenis in _KINDS:
        raise ValueError(f"two classes for {made.jenis}")
    _KINDS[made.jenis] = made
    return kind


@cache
def all_kinds() -> tuple[Jenis, ...]:
    """Return every kind that a file of the package registers, in the order they are asked."""
    for module in pkgutil.iter_modules(extractors.__path__):
        importlib.import_module(f"extractors.{module.name}")
    return tuple(sorted(_KINDS.values(), key=lambda kind: (kind.urutan, kind.jenis)))


def kind_of(jenis: JenisNaskah) -> Jenis:
    """Return the kind registered for a word of the vocabulary.

    Raises:
        KeyError: no file registers it.
    """
    all_kinds()
    return _KINDS[jenis]

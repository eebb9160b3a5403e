"""Rows of a table kept packed: a large folder's records take a tenth of what they take as objects.

Rows lie in blocks, each with its owner, as the JSON of `pipeline.read.codec` deflated. Going
through the rows unpacks one block at a time; what a caller does not hold on to is gone with
the next.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar, overload

from pipeline.read.codec import decode_rows, encode_rows

R = TypeVar("R")

_QUICK = 1
"""Of zlib's levels the first: most of the gain, for a fraction of the time."""
_MOST_ROWS = 2_000
"""So many rows of a block are there as objects at a time."""


@dataclass(frozen=True, slots=True)
class Blok:
    """Rows packed together: whose they are, how many, and their JSON deflated."""

    milik: str
    jumlah: int
    isi: bytes


def packed(text: bytes, jumlah: int, milik: str) -> Blok:
    """Return rows that are JSON already (a list of `jumlah` records) as a block."""
    return Blok(milik, jumlah, zlib.compress(text, _QUICK))


class Tumpukan(Sequence[R], Generic[R]):
    """The rows of one record class, in the order of their blocks."""

    def __init__(self, rekaman: type[R], blok: Iterable[Blok] = ()) -> None:
        self.rekaman = rekaman
        self._blok = list(blok)
        self._ends: list[int] | None = None
        self._owners: dict[str, list[Blok]] | None = None

    def add(self, baris: Sequence[R], milik: str = "") -> None:
        """Put rows behind the others; `milik` is whose they are, such as a `dokumen_id`."""
        for start in range(0, len(baris), _MOST_ROWS):
            part = baris[start : start + _MOST_ROWS]
            self._blok.append(packed(encode_rows(self.rekaman, part), len(part), milik))
        self._ends = self._owners = None

    @property
    def blok(self) -> tuple[Blok, ...]:
        """The blocks; equal rows put in alike are equal blocks."""
        return tuple(self._blok)

    def in_order(self, milik: Iterable[str]) -> Tumpukan[R]:
        """Return the rows of some owners, in the order of these."""
        return Tumpukan(self.rekaman, (blok for one in milik for blok in self._blocks_of(one)))

    def of(self, milik: str) -> tuple[R, ...]:
        """Return the rows of one owner, in order."""
        return tuple(row for blok in self._blocks_of(milik) for row in self._rows_of(blok))

    def _blocks_of(self, milik: str) -> Sequence[Blok]:
        if self._owners is None:
            self._owners = {}
            for blok in self._blok:
                self._owners.setdefault(blok.milik, []).append(blok)
        return self._owners.get(milik, ())

    def by_owner(self) -> Iterator[tuple[str, tuple[R, ...]]]:
        """Yield the rows with their owner, block by block."""
        for blok in self._blok:
            yield blok.milik, self._rows_of(blok)

    def mapped(self, change: Callable[[R], R]) -> Tumpukan[R]:
        """Return the rows after a change of each, in the same blocks."""
        made = Tumpukan(self.rekaman)
        for milik, rows in self.by_owner():
            made.add([change(row) for row in rows], milik)
        return made

    def __eq__(self, other: object) -> bool:
        """Say whether another sequence has the same rows in the same order."""
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(
            one == two for one, two in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return sum(blok.jumlah for blok in self._blok)

    def __iter__(self) -> Iterator[R]:
        for blok in self._blok:
            yield from self._rows_of(blok)

    @overload
    def __getitem__(self, place: int) -> R: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[R, ...]: ...
    def __getitem__(self, place: int | slice) -> R | tuple[R, ...]:
        """Return a row or rows by their place.

        Raises:
            IndexError: there is no such row.
        """
        wanted = range(len(self))[place]
        if isinstance(wanted, int):
            return self._at([wanted])[wanted]
        found = self._at(wanted)
        return tuple(found[number] for number in wanted)

    def _at(self, places: Iterable[int]) -> dict[int, R]:
        """Return rows by their places; blocks without any of them stay packed."""
        if self._ends is None:
            self._ends = list(accumulate(blok.jumlah for blok in self._blok))
        by_block: dict[int, list[int]] = {}
        for place in places:
            by_block.setdefault(bisect_right(self._ends, place), []).append(place)
        found: dict[int, R] = {}
        for number, of_block in by_block.items():
            rows = self._rows_of(self._blok[number])
            start = self._ends[number] - len(rows)
            found |= {place: rows[place - start] for place in of_block}
        return found

    def _rows_of(self, blok: Blok) -> tuple[R, ...]:
        return decode_rows(self.rekaman, zlib.decompress(blok.isi))

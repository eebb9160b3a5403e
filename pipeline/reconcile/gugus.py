"""Which papers are compared together: those of one office, and what is bound with them.

A folder holds the papers of many offices; only a few rules look from one to another. So the
papers are parted into groups that share neither an office nor a file, and each is checked by
itself: what a run holds at a time does not grow with the folder.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from pipeline.reconcile.ledger import Buku, Kantor, Rekaman
from schemas.records import Dokumen, Naskah


@dataclass(frozen=True, slots=True)
class Gugus:
    """Papers that are checked together, by their ids; `kantor` is the office of each naskah."""

    naskah_id: frozenset[str]
    dokumen_id: frozenset[str]
    kantor: Mapping[str, Kantor]

    @property
    def nama(self) -> Kantor:
        """The office, none where there are several."""
        offices = set(self.kantor.values())
        return next(iter(offices)) if len(offices) == 1 else Kantor("", "")


def offices_of(naskah: Sequence[Naskah], dokumen: Sequence[Dokumen]) -> dict[str, Kantor]:
    """Return the office of each naskah of a run, by its id."""
    buku = Buku(Rekaman(dokumen=tuple(dokumen), naskah=tuple(naskah)))
    return {item.naskah_id: buku.office(item.naskah_id) for item in naskah}


def part(
    naskah: Sequence[Naskah], dokumen: Sequence[Dokumen], kantor: Mapping[str, Kantor]
) -> list[Gugus]:
    """Part the papers of a run, in reading order; files without any naskah come first.

    What was not read at all is told before what of some paper was not compared.
    """
    parent: dict[Hashable, Hashable] = {}

    def root(node: Hashable) -> Hashable:
        while (above := parent.setdefault(node, node)) != node:
            node = above
        return node

    by_id = {item.naskah_id: item for item in naskah}
    for item in naskah:
        file = ("berkas", item.dokumen_id)
        parent[root(kantor[item.naskah_id].kunci)] = root(file)
        if item.induk_id in by_id:
            parent[root(("berkas", by_id[item.induk_id].dokumen_id))] = root(file)
    parts: dict[Hashable, list[Naskah]] = {}
    for item in naskah:
        parts.setdefault(root(("berkas", item.dokumen_id)), []).append(item)
    found = [_gugus(items, kantor) for items in parts.values()]
    known = {item.dokumen_id for item in naskah}
    left = frozenset(item.dokumen_id for item in dokumen) - known
    return [Gugus(frozenset(), left, {}), *found] if left else found


def _gugus(naskah: Iterable[Naskah], kantor: Mapping[str, Kantor]) -> Gugus:
    items = tuple(naskah)
    ids = frozenset(item.naskah_id for item in items)
    return Gugus(
        ids, frozenset(item.dokumen_id for item in items), {name: kantor[name] for name in ids}
    )


def select(rekaman: Rekaman, gugus: Gugus) -> Rekaman:
    """Return what of the records of a run belongs to a group."""
    chosen = {
        item.name: tuple(_own(getattr(rekaman, item.name), gugus)) for item in fields(Rekaman)
    }
    return replace(Rekaman(**chosen), kunci=rekaman.kunci)


def _own(records: Iterable[Any], gugus: Gugus) -> Iterator[Any]:
    for record in records:
        naskah_id = getattr(record, "naskah_id", None)
        if naskah_id is None:
            if getattr(record, "dokumen_id", None) in gugus.dokumen_id:
                yield record
        elif naskah_id in gugus.naskah_id:
            yield record

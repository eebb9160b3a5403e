"""Results with the names and NIP of persons masked, for showing them to others.

Each person becomes `[nama 1]`, each number `[NIP 1]`, the same wherever it stands, so
that a finding about two spellings of a name still shows that there are two. Pictures get
their boxes filled (`Hasil.tertutup`).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from extractors.people import split_name
from extractors.persons import HalamanPribadi
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.geometry.box import Kotak
from schemas.records import Pejabat

T = TypeVar("T")

_NIP = re.compile(r"(?<![\w/])(?:[0-9][ .\-]{0,2}){14,}[0-9](?![\w/])")
"""Digits like those of a NIP, also where one or another was lost."""
LEAST_LETTERS = 3
"""What has fewer letters is no name that could be told from other words."""
_KEPT = frozenset({"berkas", "dokumen_id", "naskah_id", "sha256", "gambar", "temuan_id"})
"""Columns that lead to files and rows."""


class Samaran:
    """The masks of a run: which text stands for which name or number."""

    def __init__(self, nama: Iterable[str], nip: Iterable[str]) -> None:
        """Number the names and NIP in the order given."""
        self._nama: dict[str, str] = {}
        persons: dict[str, str] = {}
        for name in nama:
            core = split_name(name).nama
            if sum(c.isalpha() for c in core) < LEAST_LETTERS:
                continue
            mask = persons.setdefault(_key(core), f"[nama {len(persons) + 1}]")
            self._nama |= {_key(core): mask, _key(name): mask}
        self._nip: dict[str, str] = {}
        for number in nip:
            self._mask_of(number)
        forms = sorted(self._nama, key=len, reverse=True)
        pattern = "|".join(r"[\s,.]*".join(map(re.escape, form.split())) for form in forms)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if forms else None

    def text(self, text: str) -> str:
        """Return a text with names and NIP masked."""
        if self._pattern is not None:
            text = self._pattern.sub(lambda found: self._nama[_key(found.group())], text)
        return _NIP.sub(lambda found: self._mask_of(found.group()), text)

    def number(self, nip: str) -> str:
        """Return the mask of a NIP, whatever it is printed like; none for none."""
        return self._mask_of(nip) if nip else ""

    def record(self, record: T) -> T:
        """Return a record with every text in it masked."""
        changes = {
            field.name: self._value(getattr(record, field.name))
            for field in dataclasses.fields(record)  # type: ignore[arg-type]
            if field.name not in _KEPT
        }
        if isinstance(record, Pejabat):
            changes["nip"] = self.number(record.nip)
            changes["bacaan"] = ""  # what readers made of a NIP is nearly the NIP
        return dataclasses.replace(record, **changes)  # type: ignore[type-var]

    def _value(self, value: Any) -> Any:
        if isinstance(value, str) and not isinstance(value, StrEnum):
            return self.text(value)
        return value

    def _mask_of(self, number: str) -> str:
        digits = re.sub(r"[^0-9]", "", number)
        return self._nip.setdefault(digits, f"[NIP {len(self._nip) + 1}]")


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def masked(hasil: Hasil, nama: Iterable[str], pribadi: Iterable[HalamanPribadi]) -> Hasil:
    """Return results without names and NIP of persons.

    Args:
        hasil: The results of a run.
        nama: Names that stand in tables of the papers.
        pribadi: Where names and NIP stand on the pages.
    """
    names = dict.fromkeys((*(one.nama for one in hasil.pejabat), *nama))
    samaran = Samaran(names, (one.nip for one in hasil.pejabat if one.nip))

    def rows(records: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(samaran.record(record) for record in records)

    return dataclasses.replace(
        hasil,
        dokumen=rows(hasil.dokumen),
        naskah=rows(hasil.naskah),
        pejabat=rows(hasil.pejabat),
        indikator=rows(hasil.indikator),
        kinerja=rows(hasil.kinerja),
        anggaran=rows(hasil.anggaran),
        rujukan=rows(hasil.rujukan),
        temuan=rows(hasil.temuan),
        bukti=rows(hasil.bukti),
        tambahan=tuple(IsiTabel(isi.rekaman, rows(isi.baris)) for isi in hasil.tambahan),
        berkas={name: samaran.text(text) for name, text in hasil.berkas.items()},
        pesan=tuple(samaran.text(text) for text in hasil.pesan),
        tertutup=_closed(pribadi),
    )


def _closed(pribadi: Iterable[HalamanPribadi]) -> Mapping[tuple[str, int], tuple[Kotak, ...]]:
    return {(one.dokumen_id, one.halaman): one.kotak for one in pribadi}

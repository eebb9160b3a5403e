"""Results with the names and NIP of persons masked, for showing them to others.

Each person becomes `[nama 1]`, each number `[NIP 1]`, the same wherever it stands, so
that a finding about two spellings of a name still shows that there are two. Pictures get
their boxes filled (`Hasil.tertutup`).
"""

from __future__ import annotations

import csv
import dataclasses
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from extractors.people import find_nip_places, is_degree, split_name
from extractors.persons import CLOSED, HalamanPribadi, Pengenal, boxes_of_names, words_of
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.tables import csv_rows
from pipeline.emit.text import clean
from pipeline.geometry.box import Kotak
from pipeline.pool import Kolam, Pekerjaan
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode
from pipeline.read.workers import Terbaca
from pipeline.tumpukan import Tumpukan
from schemas.records import Dokumen, Pejabat
from schemas.vocabulary import StatusDokumen

T = TypeVar("T")

_NIP = re.compile(r"(?<![\w/])(?:[0-9][\s.\-]{0,2}){14,20}[0-9](?![\w/])")
"""Digits like those of a NIP, also where one or another was lost."""
_WORD = re.compile(r"\w+")
_DEGREE = re.compile(r"\s*[,.]?\s*([A-Za-z]+(?:\.[A-Za-z]+)+)(?!\w)")
_LABEL = re.compile(r"N\W?\w\W?P\W*", re.IGNORECASE)
LEAST_LETTERS = 3
"""What has fewer letters is no name that could be told from other words."""
SECONDS = 120.0
"""Processor time for looking through a file, and one second for each of its pages."""
_KEPT = frozenset({"berkas", "dokumen_id", "naskah_id", "sha256", "gambar", "temuan_id", "aturan"})
"""Columns that lead to files and rows."""


class Samaran:
    """The masks of a run: which text stands for which name or number."""

    def __init__(self, nama: Iterable[str], nip: Iterable[str]) -> None:
        """Number the names and NIP in the order given."""
        self._masks: list[str] = []
        self._persons: dict[tuple[str, ...], str] = {}
        known: list[str] = []
        for name in nama:
            core = split_name(name).nama
            if sum(c.isalpha() for c in core) < LEAST_LETTERS:
                continue
            self._masks.append(self.name(name))
            known.append(core)
        self._pengenal = Pengenal(known)
        self._nip: dict[str, str] = {}
        for number in nip:
            self._mask_of(number)

    def name(self, name: str) -> str:
        """Return the mask of the person a name is of; none for none."""
        words = words_of(split_name(name).nama)
        return self._persons.setdefault(words, f"[nama {len(self._persons) + 1}]") if words else ""

    def text(self, text: str) -> str:
        """Return a text with names and NIP masked."""
        return self._without_nip(self._without_names(text))

    def table(self, text: str) -> str:
        """Return a table in CSV with each of its cells masked."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        for row in csv_rows(text):
            writer.writerow([self.text(clean(cell)) for cell in row])
        return out.getvalue()

    def _without_names(self, text: str) -> str:
        words = list(_WORD.finditer(text))
        made, at = [], 0
        for start, end, number in self._pengenal.find([word.group() for word in words]):
            made += [text[at : words[start].start()], self._masks[number]]
            at = words[end - 1].end()
            while (degree := _DEGREE.match(text, at)) and is_degree(degree[1]):
                at = degree.end()
        return "".join((*made, text[at:]))

    def _without_nip(self, text: str) -> str:
        for place in reversed(find_nip_places(text)):
            digits = text[place.awal : place.akhir]
            label = _LABEL.match(digits)
            start = place.awal + (label.end() if label else 0)
            text = text[:start] + self._mask_of(place.nip) + text[place.akhir :]
        return _NIP.sub(self._mask_of_digits, text)

    def _mask_of_digits(self, found: re.Match[str]) -> str:
        groups = re.split(r"[\s.\-]+", found.group())
        is_amount = len(groups) > 1 and all(len(group) == 3 for group in groups[1:])
        are_years = all(re.fullmatch(r"(?:19|20)[0-9]{2}", group) for group in groups)
        are_few = max(map(len, groups)) < 4
        if is_amount or are_years or are_few:
            return found.group()
        return self._mask_of(found.group())

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
            changes["nama"] = self.name(record.nama)
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


@dataclass(frozen=True, slots=True)
class Pencarian:
    """Pages of one file, read and kept, on which names from all files are looked for."""

    dokumen: Dokumen
    singgahan: Singgahan
    nama: tuple[str, ...]


def places_of_names(
    dokumen: Iterable[Dokumen], nama: Sequence[str], singgahan: Singgahan, kolam: Kolam
) -> Iterator[HalamanPribadi]:
    """Yield where names of the whole run stand; a page that is not kept is closed whole.

    Args:
        dokumen: The files of the run.
        nama: Names, whichever file they are from.
        singgahan: Where the pages are kept.
        kolam: Where they are looked through.
    """
    jobs = [
        Pekerjaan(
            find_in_file, Pencarian(one, singgahan, tuple(nama)), SECONDS + (one.halaman or 0)
        )
        for one in dokumen
        if one.status in (StatusDokumen.TERBACA, StatusDokumen.SEBAGIAN)
    ]
    for selesai in kolam.run_all(jobs):
        one: Dokumen = selesai.pekerjaan.isi.dokumen
        if selesai.hilang is None:
            yield from selesai.hasil
        else:
            pages = range(1, (one.halaman or 0) + 1)
            yield from (HalamanPribadi(one.dokumen_id, nomor, CLOSED) for nomor in pages)


def find_in_file(pencarian: Pencarian) -> tuple[HalamanPribadi, ...]:
    """Find names on the pages of one file; runs in a worker."""
    pengenal = Pengenal(pencarian.nama)
    one = pencarian.dokumen
    found = []
    for nomor in range(1, (one.halaman or 0) + 1):
        try:
            data = pencarian.singgahan.get(one.sha256, nomor)
            page = decode(Terbaca, data).halaman if data else None
            boxes = boxes_of_names(page, pengenal) if page else CLOSED
        except Exception:  # one page must not cost the others their pictures, nor be shown
            boxes = CLOSED
        if boxes:
            found.append(HalamanPribadi(one.dokumen_id, nomor, boxes))
    return tuple(found)


def names_of(hasil: Hasil, nama: Iterable[str]) -> tuple[str, ...]:
    """Return every name of a run once: of officials first, then those seen elsewhere."""
    return tuple(dict.fromkeys((*(one.nama for one in hasil.pejabat), *nama)))


def masked(hasil: Hasil, nama: Iterable[str], pribadi: Iterable[HalamanPribadi]) -> Hasil:
    """Return results without names and NIP of persons.

    Args:
        hasil: The results of a run.
        nama: Every name, of officials and others.
        pribadi: Where names and NIP stand on the pages.
    """
    samaran = Samaran(nama, (one.nip for one in hasil.pejabat if one.nip))

    def rows(records: Sequence[T]) -> Sequence[T]:
        if isinstance(records, Tumpukan):
            return records.mapped(samaran.record)
        return tuple(samaran.record(record) for record in records)

    return dataclasses.replace(
        hasil,
        dokumen=tuple(rows(hasil.dokumen)),
        naskah=tuple(rows(hasil.naskah)),
        pejabat=tuple(rows(hasil.pejabat)),
        indikator=rows(hasil.indikator),
        kinerja=rows(hasil.kinerja),
        anggaran=rows(hasil.anggaran),
        rujukan=rows(hasil.rujukan),
        temuan=tuple(rows(hasil.temuan)),
        bukti=tuple(rows(hasil.bukti)),
        tambahan=tuple(IsiTabel(isi.rekaman, rows(isi.baris)) for isi in hasil.tambahan),
        berkas={
            name: samaran.table(text) if name.endswith(".csv") else samaran.text(text)
            for name, text in hasil.berkas.items()
        },
        pesan=tuple(samaran.text(text) for text in hasil.pesan),
        tertutup=_closed(pribadi),
    )


def _closed(pribadi: Iterable[HalamanPribadi]) -> Mapping[tuple[str, int], tuple[Kotak, ...]]:
    closed: dict[tuple[str, int], dict[Kotak, None]] = {}
    for one in pribadi:
        closed.setdefault((one.dokumen_id, one.halaman), {}).update(dict.fromkeys(one.kotak))
    return {place: tuple(boxes) for place, boxes in closed.items()}

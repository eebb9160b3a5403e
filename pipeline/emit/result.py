"""What the stages before hand over to be written: the records of a run and what was said of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pipeline.emit.keputusan import Keputusan
from pipeline.emit.lke import Kriteria
from pipeline.geometry.box import Kotak
from pipeline.tumpukan import Tumpukan
from schemas import records
from schemas.records import (
    Anggaran,
    Bukti,
    Dokumen,
    Indikator,
    Kinerja,
    Naskah,
    Pejabat,
    Rujukan,
    Temuan,
)

R = TypeVar("R")


def by_document(baris: Sequence[R], dokumen: Mapping[str, str]) -> Callable[[str], Sequence[R]]:
    """Return a function that gives the rows of a file by its `dokumen_id`, in order.

    Args:
        baris: rows with a `naskah_id`; packed ones stay so until they are asked for.
        dokumen: the file of each naskah.
    """
    if isinstance(baris, Tumpukan):
        return baris.of
    found: dict[str, list[R]] = {}
    for row in baris:
        found.setdefault(dokumen.get(getattr(row, "naskah_id", ""), ""), []).append(row)
    return lambda dokumen_id: found.get(dokumen_id, [])


@dataclass(frozen=True, slots=True)
class IsiTabel:
    """A table to be written: its record class (with `TABEL` and columns) and its rows, in order."""

    rekaman: type[Any]
    baris: Sequence[Any] = ()

    @property
    def nama(self) -> str:
        """The name of the table, which is also the name of its files."""
        return str(self.rekaman.TABEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PenjelasanAturan:
    """A rule in words for the evaluator.

    `rumpun` is the group the rule is shown under; empty: where the catalogue has it.
    """

    judul: str
    penjelasan: str = ""
    dasar_hukum: str = ""
    rumpun: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pembacaan:
    """One run: which version, when, with which settings. Times carry their zone."""

    versi: str
    mulai: dt.datetime
    selesai: dt.datetime
    pengaturan: Mapping[str, str | int | float | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hasil:
    """Everything a run found.

    Of a large run the long tables are packed (`pipeline.tumpukan`): whoever goes through them
    holds on to no more rows than are needed.
    `keputusan` is every decision of the reviewers, by time;
    `kriteria` the criteria of the evaluation, empty for the house's own sheet;
    `tambahan` holds tables of later stages, each with a record class of its own;
    `berkas` the text of further files, by their path below the output folder;
    `pesan` what the evaluator must know about the run as a whole, in Indonesian;
    `aturan` explains the rules by id;
    `tertutup` holds, by `dokumen_id` and page, boxes (points, on the page as shown) that no
    picture may show.
    """

    pembacaan: Pembacaan
    dokumen: tuple[Dokumen, ...] = ()
    naskah: tuple[Naskah, ...] = ()
    pejabat: tuple[Pejabat, ...] = ()
    indikator: Sequence[Indikator] = ()
    kinerja: Sequence[Kinerja] = ()
    anggaran: Sequence[Anggaran] = ()
    rujukan: Sequence[Rujukan] = ()
    temuan: tuple[Temuan, ...] = ()
    bukti: tuple[Bukti, ...] = ()
    keputusan: tuple[Keputusan, ...] = ()
    kriteria: tuple[Kriteria, ...] = ()
    tambahan: tuple[IsiTabel, ...] = ()
    berkas: Mapping[str, str] = field(default_factory=dict)
    pesan: tuple[str, ...] = ()
    aturan: Mapping[str, PenjelasanAturan] = field(default_factory=dict)
    tertutup: Mapping[tuple[str, int], tuple[Kotak, ...]] = field(default_factory=dict)

    def figures(self) -> Iterator[Kinerja | Anggaran]:
        """Yield every figure: of performance, then of money."""
        yield from self.kinerja
        yield from self.anggaran

    def rows_of(self, rekaman: type[Any]) -> Sequence[Any]:
        """Return the rows of a table of a later stage, none where the run has no such table."""
        return next((isi.baris for isi in self.tambahan if isi.rekaman is rekaman), ())

    def tables(self) -> tuple[IsiTabel, ...]:
        """Return every table to write: those of `schemas.records.TABEL`, then the others.

        A table without rows is there too, so that its files always exist.

        Raises:
            AttributeError: a table of the schema is neither a field here nor in `tambahan`.
        """
        given = {isi.nama: isi for isi in self.tambahan}
        schema = [
            given.pop(rekaman.TABEL)
            if rekaman.TABEL in given
            else IsiTabel(rekaman, getattr(self, rekaman.TABEL))
            for rekaman in records.TABEL
        ]
        return (*schema, IsiTabel(Keputusan, self.keputusan), *given.values())

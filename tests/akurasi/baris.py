"""Rows of the tables, printed or read: the same class for both, by column name."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pipeline.geometry.box import Kotak

TABEL = ("naskah", "pejabat", "indikator", "kinerja", "anggaran", "rujukan")
"""The tables whose rows have a truth."""


@dataclass(frozen=True, slots=True)
class Baris:
    """A row: the file it is about, the naskah (as its side calls it), and its columns as text."""

    berkas: str
    naskah: str
    isi: Mapping[str, str]

    def __getitem__(self, kolom: str) -> str:
        return self.isi.get(kolom, "")

    @property
    def kotak(self) -> Kotak | None:
        """The row's box on its page, None where it has none."""
        corners = [self[name] for name in ("x0", "y0", "x1", "y1")]
        return Kotak(*map(float, corners)) if all(corners) else None

    @property
    def halaman(self) -> frozenset[int]:
        """Every page the row stands on."""
        if self["halaman_semua"]:
            return frozenset(int(page) for page in self["halaman_semua"].split(","))
        if self["halaman"]:
            return frozenset({int(self["halaman"])})
        return frozenset(range(int(self["halaman_awal"]), int(self["halaman_akhir"]) + 1))

    @property
    def nilai(self) -> Decimal | None:
        """The row's figure."""
        return Decimal(self["nilai"]) if self["nilai"] else None


@dataclass(frozen=True, slots=True)
class Kumpulan:
    """All tables of one side: those of the truth, or those of an output folder."""

    tabel: Mapping[str, tuple[Baris, ...]]

    def __getitem__(self, tabel: str) -> tuple[Baris, ...]:
        return self.tabel.get(tabel, ())


def read_truth(folder: Path) -> Kumpulan:
    """Read the truth of a set.

    Raises:
        FileNotFoundError: `folder` lacks a table.
    """
    return Kumpulan(
        {
            name: tuple(Baris(row["berkas"], row["naskah_id"], row) for row in _rows(folder, name))
            for name in TABEL
        }
    )


def read_output(folder: Path) -> Kumpulan:
    """Read the tables of an output folder, `temuan` and `bukti` too.

    Raises:
        FileNotFoundError: `folder` lacks a table.
    """
    files = {row["dokumen_id"]: row["berkas"] for row in _rows(folder, "dokumen")}
    owner = {row["naskah_id"]: files[row["dokumen_id"]] for row in _rows(folder, "naskah")}
    tables = {
        name: tuple(
            Baris(owner[row["naskah_id"]], row["naskah_id"], row) for row in _rows(folder, name)
        )
        for name in TABEL
    }
    for name in ("temuan", "bukti"):
        tables[name] = tuple(
            Baris(row.get("berkas", ""), row.get("naskah_id", ""), row)
            for row in _rows(folder, name)
        )
    return Kumpulan(tables)


def _rows(folder: Path, tabel: str) -> list[dict[str, str]]:
    with (folder / f"{tabel}.csv").open(encoding="utf-8", newline="") as file:
        return [{name: _bare(value) for name, value in row.items()} for row in csv.DictReader(file)]


def _bare(value: str) -> str:
    """Take off the sign that keeps a spreadsheet from running a cell as a formula."""
    return value[1:] if value[:1] == "'" and value[1:2] in ("=", "+", "-", "@", "\t") else value

"""The tables of output folders as one Parquet data set, parted by pemda and year.

A province or a country is many runs. Each adds its rows to the folder of its pemda and
year, in files that bear its name: loading a run again replaces its own files and no other's,
and who asks for one regency reads that regency's files alone.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.emit.read_back import read_output
from pipeline.emit.result import Hasil, IsiTabel
from schemas.records import columns

PEMDA, TAHUN = "bagian_pemda", "bagian_tahun"
"""The columns by which the data set is parted: pemda and year of the row's naskah."""
UNKNOWN = "__HIVE_DEFAULT_PARTITION__"
"""How readers of such data sets know a value that is not known."""
LONGEST_NAME = 200
"""Letters of a value in a folder's name; the file system holds 255 with the column's own."""
_DIGITS, _PLACES = 38, 16
"""The exact number of Parquet's widest kind, and its decimals."""


class ParquetGagal(ValueError):
    """The data set was not written; the message is for the evaluator."""


@dataclass(slots=True)
class _Letak:
    """Which part of the data set the rows of a run belong to."""

    naskah: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    dokumen: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    temuan: dict[str, tuple[str, int | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, hasil: Hasil) -> _Letak:
        letak = cls()
        for naskah in hasil.naskah:
            part = (naskah.pemda, naskah.tahun)
            letak.naskah[naskah.naskah_id] = part
            # A file belongs where its first naskah does.
            letak.dokumen.setdefault(naskah.dokumen_id, part)
        letak.temuan = {temuan.temuan_id: (temuan.pemda, temuan.tahun) for temuan in hasil.temuan}
        return letak

    def part_of(self, row: Any) -> tuple[str, int | None]:
        naskah_id = getattr(row, "naskah_id", "")
        if naskah_id in self.naskah:
            return self.naskah[naskah_id]
        if (temuan_id := getattr(row, "temuan_id", "")) in self.temuan:
            return self.temuan[temuan_id]
        if hasattr(row, "pemda"):
            return row.pemda, getattr(row, "tahun", None)
        return self.dokumen.get(getattr(row, "dokumen_id", ""), ("", None))


def write_parquet(out: Path, ke: Path, nama: str) -> int:
    """Write the tables of an output folder into a data set and return how many rows.

    Args:
        out: The output folder.
        ke: The folder of the data set, `<table>/bagian_pemda=…/bagian_tahun=…/<nama>.parquet`.
        nama: The name of the run's files; letters, digits, `-`, `_` and `.`.

    Raises:
        BukanKeluaran: `out` is no complete output.
        ParquetGagal: the name cannot be one, or a figure has more digits than Parquet holds.
        OSError: the data set cannot be written.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", nama):
        raise ParquetGagal(f"nama {nama!r}: hanya huruf, angka, titik, - dan _")
    hasil = read_output(out)
    letak = _Letak.of(hasil)
    ke.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".baru-", dir=ke))
    try:
        for isi in hasil.tables():
            _write_table(isi, letak, fresh, nama)
        _put_in_place(fresh, ke, nama)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sum(len(isi.baris) for isi in hasil.tables())


def _write_table(isi: IsiTabel, letak: _Letak, folder: Path, nama: str) -> None:
    parts: dict[tuple[str, int | None], list[Any]] = {}
    for row in isi.baris:
        parts.setdefault(letak.part_of(row), []).append(row)
    for (pemda, tahun), rows in parts.items():
        place = folder / isi.nama / f"{PEMDA}={_coded(pemda)}" / f"{TAHUN}={_coded(tahun)}"
        place.mkdir(parents=True)
        pq.write_table(_table(isi.rekaman, rows), place / f"{nama}.parquet", compression="zstd")


def _coded(value: str | int | None) -> str:
    """Write a value as the name of a folder, by percent signs where it must be."""
    text = "" if value is None else str(value)
    if not text:
        return UNKNOWN
    coded = "".join(c if c.isalnum() and c.isascii() else _percent(c) for c in text)
    if len(coded) <= LONGEST_NAME:
        return coded
    # The rows hold the text whole; the name must only be one's own, and not end within a %XX.
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return re.sub("%[0-9A-F]?$", "", coded[: LONGEST_NAME - 17]) + "-" + digest


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))


def _table(rekaman: type[Any], rows: Sequence[Any]) -> pa.Table:
    schema = pa.schema([pa.field(*_field_of(rekaman, column.nama)) for column in columns(rekaman)])
    data: Mapping[str, Iterable[Any]] = {
        name: [_value(getattr(row, name)) for row in rows] for name in schema.names
    }
    try:
        return pa.table(data, schema=schema)
    except pa.ArrowInvalid as error:
        raise ParquetGagal(f"tabel {rekaman.TABEL}: {error}") from error


def _field_of(rekaman: type[Any], name: str) -> tuple[str, pa.DataType]:
    hint = str(rekaman.__annotations__[name])
    if "Decimal" in hint:
        return name, pa.decimal128(_DIGITS, _PLACES)
    if "int" in hint.split(" | "):
        return name, pa.int64()
    return name, pa.float64() if "float" in hint.split(" | ") else pa.string()


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    # An enumeration's member is a text, but not one that Arrow knows.
    return str(value) if isinstance(value, str) else value


def _put_in_place(fresh: Path, ke: Path, nama: str) -> None:
    """Move the new files over the old, then delete what the run no longer has."""
    new = {path.relative_to(fresh) for path in fresh.rglob("*.parquet")}
    for name in sorted(new):
        (ke / name).parent.mkdir(parents=True, exist_ok=True)
        (fresh / name).replace(ke / name)
    for path in ke.rglob(f"{nama}.parquet"):
        if path.relative_to(ke) not in new and not path.is_relative_to(fresh):
            path.unlink()

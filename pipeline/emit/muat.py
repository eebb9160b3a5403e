"""The tables of an output folder into a database: SQLite, DuckDB or PostgreSQL.

Every table gets the column `run_id` before its own; `pembacaan` lists the runs. A run is
loaded whole, in one transaction, and once: its id is the digest of `run.json`, which names
the digest of every table, so loading it again finds it there and changes nothing.
Figures stay exact: what a database cannot hold digit for digit is refused.
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from pipeline.emit.read_back import read_output
from pipeline.emit.result import IsiTabel
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.run_info import file_hash
from schemas.records import Kolom, columns

PEMBACAAN = "pembacaan"
_DRIVER = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_DIGITS, _PLACES = 38, 16
"""DuckDB's widest exact number, and its decimals."""
_EXACT_DIGITS = 15
"""Digits that a double always holds."""
_BATCH = 1000


class TidakDimuat(Exception):
    """The output was not loaded, the database is as it was; the message is for the evaluator."""


@dataclass(frozen=True, slots=True)
class HasilMuat:
    """What came of loading: the run, whether it was there already, how many rows."""

    run_id: str
    sudah_ada: bool
    baris: int


class Bilangan(TypeDecorator[Decimal]):
    """An exact number in every database.

    SQLite knows doubles alone: a figure of more digits than a double holds stands there as
    text, in a column that leaves it as it is.
    """

    impl = sa.Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """Return the type of the column."""
        if dialect.name == "duckdb":
            return dialect.type_descriptor(_Angka(f"DECIMAL({_DIGITS}, {_PLACES})"))
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_Angka(""))
        return dialect.type_descriptor(sa.Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: sa.Dialect) -> Any:
        """Return the value as the database takes it."""
        if value is None:
            return None
        if dialect.name == "duckdb":
            _, digits, exponent = value.as_tuple()
            places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
            if places > _PLACES or len(digits) - places > _DIGITS - _PLACES:
                raise TidakDimuat(f"angka {value} tidak dapat disimpan DuckDB dengan tepat")
            return format(value, "f")
        return _for_sqlite(value) if dialect.name == "sqlite" else value


def _for_sqlite(value: Decimal) -> float | str:
    digits = len(value.normalize().as_tuple().digits)
    return float(value) if digits <= _EXACT_DIGITS else format(value, "f")


class _Angka(sa.types.UserDefinedType[Any]):
    """A column type by its name, whose values pass as they are, not through a float.

    SQLite keeps what it is given in a column without type.
    """

    cache_ok = True

    def __init__(self, nama: str) -> None:
        self.nama = nama

    def get_col_spec(self, **kw: Any) -> str:
        """Return the type's name."""
        return self.nama


def load(out: Path, to: str) -> HasilMuat:
    """Load an output folder into the database at a URL.

    Raises:
        BukanKeluaran: the folder is no complete output.
        TidakDimuat: its tables were changed by hand, or the database refused.
    """
    hasil = read_output(out)
    content = (out / RUN_INFO).read_bytes()
    _check_unchanged(out, json.loads(content)["berkas"], hasil.tables())
    run_id = hashlib.sha256(content).hexdigest()[:16]
    run = {
        "run_id": run_id,
        "versi": hasil.pembacaan.versi,
        "mulai": hasil.pembacaan.mulai.isoformat(),
        "selesai": hasil.pembacaan.selesai.isoformat(),
        "masukan": str(hasil.pembacaan.pengaturan.get("masukan") or ""),
    }
    engine = _engine(to)
    try:
        with engine.begin() as connection:
            return _load(connection, run, hasil.tables())
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).split("\n")[0]
        raise TidakDimuat(f"{_shown(to)} menolak: {reason}") from error
    finally:
        engine.dispose()


def _check_unchanged(out: Path, digests: dict[str, str], tables: Iterable[IsiTabel]) -> None:
    for isi in tables:
        name = f"{isi.nama}.json"
        if not (out / name).is_file() or file_hash(out / name) != digests.get(name):
            raise TidakDimuat(
                f"{out / name} berubah sejak pembacaan; jalankan selaras extract lagi"
            )


def _engine(to: str) -> sa.Engine:
    try:
        url = sa.make_url(to)
        return sa.create_engine(url.set(drivername=_DRIVER.get(url.drivername, url.drivername)))
    except sa.exc.ArgumentError as error:
        raise TidakDimuat(f"alamat basis data tidak dikenal: {_shown(to)}") from error
    except ImportError as error:
        raise TidakDimuat(
            f"penggerak basis data belum terpasang ({error}); pasang: pip install 'selaras[muat]'"
        ) from error


def _shown(to: str) -> str:
    """Return a URL without its password."""
    try:
        return sa.make_url(to).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        return to.partition(":")[0]


def _load(connection: sa.Connection, run: dict[str, str], tables: Sequence[IsiTabel]) -> HasilMuat:
    metadata = sa.MetaData()
    runs = sa.Table(PEMBACAAN, metadata, *(_text(name, name == "run_id") for name in run))
    targets = {isi.nama: _table(isi, metadata) for isi in tables}
    metadata.create_all(connection)
    for target in targets.values():
        _add_new_columns(connection, target)
    known = connection.execute(sa.select(runs.c.run_id).where(runs.c.run_id == run["run_id"]))
    if known.first() is not None:
        return HasilMuat(run["run_id"], True, 0)
    connection.execute(sa.insert(runs), [run])
    count = 0
    for isi in tables:
        names = [kolom.nama for kolom in columns(isi.rekaman)]
        rows = [
            {"run_id": run["run_id"], **{name: _value(getattr(row, name)) for name in names}}
            for row in isi.baris
        ]
        for start in range(0, len(rows), _BATCH):
            connection.execute(sa.insert(targets[isi.nama]), rows[start : start + _BATCH])
        count += len(rows)
    return HasilMuat(run["run_id"], False, count)


def _text(name: str, key: bool = False, *, wajib: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), primary_key=key, nullable=not (key or wajib))


def _table(isi: IsiTabel, metadata: sa.MetaData) -> sa.Table:
    hints = typing.get_type_hints(isi.rekaman)
    kolom = columns(isi.rekaman)
    # In a table without a key of its own a run has many rows: its name alone is no key.
    run_id = _text("run_id", key=any(one.kunci for one in kolom), wajib=True)
    return sa.Table(isi.nama, metadata, run_id, *(_column(one, hints[one.nama]) for one in kolom))


def _column(kolom: Kolom, hint: Any) -> sa.Column[Any]:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    kinds: dict[Any, Any] = {int: sa.BigInteger(), float: sa.Double(), Decimal: Bilangan()}
    kind = next((kinds[option] for option in options if option in kinds), sa.Text())
    return sa.Column(
        kolom.nama,
        kind,
        primary_key=kolom.kunci,
        nullable=not kolom.kunci,
        autoincrement=False,
        comment=kolom.arti,
    )


def _add_new_columns(connection: sa.Connection, target: sa.Table) -> None:
    """Add the columns that a newer version has and the table of an older one lacks."""
    quote = connection.dialect.identifier_preparer.quote
    nothing = sa.text(f"SELECT * FROM {quote(target.name)} WHERE 1 = 0")
    there = set(connection.execute(nothing).keys())
    for column in target.columns:
        if column.name not in there:
            kind = column.type.compile(connection.dialect)
            words = f"ALTER TABLE {quote(target.name)} ADD COLUMN {quote(column.name)} {kind}"
            connection.execute(sa.text(words))


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return str(value) or None
    return value

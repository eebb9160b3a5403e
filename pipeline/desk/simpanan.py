"""The store of decisions: one SQLite file in the output folder, to which rows are only added.

Each call opens the file anew and closes it, so that a run may put a fresh output folder in
the old one's place at any time; the file itself goes along (see `pipeline.emit.write`).
"""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.emit.keputusan import JenisKeputusan, Keputusan, in_time
from pipeline.emit.tables import column_names

NAMA = "keputusan.sqlite"
_BESIDE = "keputusan.diubah-*.sqlite"
"""How a run names a store that could not stand under its own name: read with it."""
_COLUMNS = column_names(Keputusan)
_PATIENCE = 5.0
"""Seconds to wait while the output folder changes places or another program writes."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS keputusan (
    {", ".join(f"{name} TEXT NOT NULL" for name in _COLUMNS)}, PRIMARY KEY (keputusan_id)
);
CREATE TRIGGER IF NOT EXISTS keputusan_tetap BEFORE UPDATE ON keputusan
BEGIN SELECT RAISE(ABORT, 'keputusan tidak dapat diubah'); END;
CREATE TRIGGER IF NOT EXISTS keputusan_utuh BEFORE DELETE ON keputusan
BEGIN SELECT RAISE(ABORT, 'keputusan tidak dapat dihapus'); END;
PRAGMA user_version = 1;
"""


class SimpananRusak(Exception):
    """The file of decisions cannot be read; the message is for the evaluator."""


def read_decisions(out: Path) -> tuple[Keputusan, ...]:
    """Return every decision of an output folder, by time; none where there is no file.

    Raises:
        SimpananRusak: a file of decisions is there and cannot be read.
    """
    paths = [path for path in (out / NAMA, *sorted(out.glob(_BESIDE))) if path.is_file()]
    return in_time(one for path in paths for one in read_store(path))


def read_store(path: Path) -> Iterator[Keputusan]:
    """Yield the decisions of one SQLite file.

    Raises:
        SimpananRusak: it is no store of decisions.
    """
    try:
        with _opened(path) as store:
            rows = store.execute(f"SELECT {', '.join(_COLUMNS)} FROM keputusan").fetchall()
    except sqlite3.Error as error:
        raise SimpananRusak(
            f"{path} tidak dapat dibaca sebagai simpanan keputusan ({error}). Pindahkan berkas "
            "itu ke tempat lain atau kembalikan salinannya; keputusan tidak boleh hilang."
        ) from error
    for row in rows:
        fields = dict(zip(_COLUMNS, row, strict=True))
        yield Keputusan(**{**fields, "jenis": JenisKeputusan(fields["jenis"])})


def add_decisions(out: Path, keputusan: Iterable[Keputusan]) -> int:
    """Add decisions that are not yet there; return how many were new.

    Raises:
        SimpananRusak: the file cannot be written.
    """
    rows = [[str(getattr(one, name)) for name in _COLUMNS] for one in keputusan]
    marks = ", ".join("?" for _ in _COLUMNS)
    try:
        with _opened(out / NAMA) as store:
            store.executescript(_SCHEMA)
            before = store.total_changes
            store.executemany(f"INSERT OR IGNORE INTO keputusan VALUES ({marks})", rows)
            store.commit()
            return store.total_changes - before
    except sqlite3.Error as error:
        raise SimpananRusak(f"{out / NAMA} tidak dapat ditulis: {error}") from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    store = _connect(path)
    try:
        yield store
    finally:
        store.close()


def _connect(path: Path) -> sqlite3.Connection:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return sqlite3.connect(path, timeout=_PATIENCE)
        except sqlite3.OperationalError:
            # Between two folder names of a run that is being put in place.
            if path.parent.exists() or time.monotonic() > end:
                raise
            time.sleep(0.05)


def new_id() -> str:
    """Return an id that no other computer gives."""
    return uuid.uuid4().hex

"""One run at a time in an output folder, on this computer."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 900.0
"""Seconds to wait for another run that is writing; very many papers take some minutes."""


@contextlib.contextmanager
def alone_in(out: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Wait until no other run of this user changes the output at `out`; keep others waiting.

    A lock of SQLite, which has one for every system: it ends with its process, however
    that ends. Its empty file lies among the temporary ones, where nobody need delete it.

    Raises:
        OSError: another run was still writing after `patience` seconds, or the lock's file
            cannot be opened.
    """
    try:
        lock = sqlite3.connect(_file_of(out), timeout=patience)
    except sqlite3.OperationalError as error:
        raise OSError(f"folder sementara tidak dapat dipakai: {error}") from error
    with contextlib.closing(lock):
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise OSError(
                f"folder keluaran {out} sedang ditulis oleh selaras yang lain; tunggu sampai "
                "selesai atau pilih folder keluaran lain"
            ) from error
        yield


def _file_of(out: Path) -> Path:
    # Of each user their own: nobody may open what others keep among the temporary files.
    user = "" if sys.platform == "win32" else f"{os.getuid()} "
    named = hashlib.sha256(f"{user}{out.resolve()}".encode()).hexdigest()
    return Path(tempfile.gettempdir()) / f"selaras-{named[:16]}.kunci"

"""Whether an output already holds what a run would write into it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.run_info import file_hash
from pipeline.tumpukan import Tumpukan

SIDIK = "sidik"
"""The setting in `run.json` that holds the fingerprint of what was written."""
_DIFFERS = ("mulai", "selesai", "pekerja")
"""What differs between two equal runs."""


def fingerprint(hasil: Hasil, versi: str) -> str:
    """Return a hash of all that the files of an output are made from.

    Args:
        hasil: What is to be written; the papers behind it are known by their hashes.
        versi: The version of the code that writes it.
    """
    run = hasil.pembacaan
    settings = {name: value for name, value in run.pengaturan.items() if name not in _DIFFERS}
    digest = hashlib.sha256(repr((versi, run.versi, settings)).encode())
    for field in dataclasses.fields(hasil):
        if field.name == "pembacaan":
            continue
        digest.update(f"\n{field.name}:".encode())
        for part in _parts_of(getattr(hasil, field.name)):
            digest.update(f"{part!r},".encode())
    return digest.hexdigest()


def _parts_of(value: Any) -> Iterator[Any]:
    """Yield what a value consists of, row by row: the text of a whole table is long."""
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, Tumpukan):
        yield from (blok.isi for blok in value.blok)
    elif isinstance(value, tuple):
        for item in value:
            if isinstance(item, IsiTabel):
                yield from (item.nama, len(item.baris))
                yield from _parts_of(item.baris)
            else:
                yield item
    else:
        yield value


def without_fingerprint(hasil: Hasil) -> Hasil:
    """Return results whose output the next run writes anew, since a picture is missing in it."""
    run = hasil.pembacaan
    settings = {name: value for name, value in run.pengaturan.items() if name != SIDIK}
    return dataclasses.replace(hasil, pembacaan=dataclasses.replace(run, pengaturan=settings))


def is_current(out: Path, sidik: str) -> bool:
    """Say whether an output was made from the same and no file of it was changed since."""
    try:
        info = json.loads((out / RUN_INFO).read_text(encoding="utf-8"))
        if info["pengaturan"].get(SIDIK) != sidik:
            return False
        return all(file_hash(out / name) == digest for name, digest in info["berkas"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def was_masked(out: Path) -> bool:
    """Say whether an output was written with names and NIP masked."""
    try:
        info = json.loads((out / RUN_INFO).read_text(encoding="utf-8"))
        return info["pengaturan"].get("samarkan") is True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False

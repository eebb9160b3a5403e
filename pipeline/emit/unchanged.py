"""Whether an output already holds what a run would write into it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

from pipeline.emit.result import Hasil
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.run_info import file_hash

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
    rest = {
        field.name: getattr(hasil, field.name)
        for field in dataclasses.fields(hasil)
        if field.name != "pembacaan"
    }
    return hashlib.sha256(repr((versi, run.versi, settings, rest)).encode()).hexdigest()


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

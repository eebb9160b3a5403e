"""Runs the command over folders, as a user would, and reads what it leaves."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATIENCE = 900
COMMAND = [sys.executable, "-m", "pipeline.cli", "extract"]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "singgahan")}


def arguments(folder: Path, out: Path, *more: str) -> list[str]:
    return [*COMMAND, str(folder), "--out", str(out), "--pekerja", "2", *more]


def extract(
    folder: Path, out: Path, *more: str, before: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Run `selaras extract`, under another command if need be; its cache lies beside the output."""
    return subprocess.run(
        [*before, *arguments(folder, out, *more)],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environment(out.parent),
        check=False,
    )


def rows(out: Path, table: str = "dokumen") -> list[dict[str, Any]]:
    return list(json.loads((out / f"{table}.json").read_text(encoding="utf-8")))


def by_name(out: Path) -> dict[str, dict[str, Any]]:
    return {row["berkas"]: row for row in rows(out)}


def digests(out: Path) -> dict[str, str]:
    """Return the hash of every file of an output, save the one that tells of the run."""
    return {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "run.json"
    }

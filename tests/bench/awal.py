"""From the start of the command to the first page read: a text page, nothing kept of it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pymupdf

from pipeline.read.cache import open_cache

PATIENCE = 30.0
"""Seconds after which the first page is not waited for any more."""
LOOK = 0.002
"""Seconds between two looks for it."""


def seconds_to_first_page(berkas: Path, nomor: int) -> float | None:
    """Run `selaras extract` on one page and return when its reading was there.

    A page that was read is put into the cache; that is looked for from outside, so the
    command runs as it does for everybody. None where it did not come in time.
    """
    with tempfile.TemporaryDirectory(prefix="selaras-bench-") as name:
        folder = Path(name)
        pdf = folder / "masukan" / "halaman.pdf"
        pdf.parent.mkdir()
        with pymupdf.open(berkas) as document:
            document.select([nomor - 1])
            document.save(pdf)
        digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
        kept = open_cache(folder / "singgahan")
        command = (sys.executable, "-m", "pipeline.cli", "extract", str(pdf.parent))
        places = ("--out", str(folder / "keluaran"), "--singgahan", str(kept.folder))
        start = time.perf_counter()
        with subprocess.Popen(
            [*command, *places],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            seconds = None
            while seconds is None and time.perf_counter() - start < PATIENCE:
                if kept.get(digest, 1) is not None:
                    seconds = time.perf_counter() - start
                elif process.poll() is not None:
                    break
                else:
                    time.sleep(LOOK)
            process.wait()
    return seconds

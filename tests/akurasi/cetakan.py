"""The purely digital prints of the samples' sources: paper without wear, whose text is the truth.

Printing takes minutes, so the prints are kept in a folder under the system's temporary
folder, named after the content of the sources: changed sources are printed anew.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

SUMBER = Path(__file__).resolve().parents[2] / "samples" / "sumber"


def prints(sumber: Path = SUMBER) -> tuple[Path, ...]:
    """Return the printed PDFs of all sources, printing what is not yet in the cache."""
    folder = Path(tempfile.gettempdir()) / f"selaras-cetakan-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return tuple(_printed(source, folder) for source in sorted(sumber.glob("*/*.html")))


def _printed(source: Path, folder: Path) -> Path:
    path = folder / f"{source.parent.name}-{source.stem}-{_digest(source)}.pdf"
    if path.exists():
        return path
    from samples.pembuat.cetak import print_source

    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(print_source(source).pdf)
    partial.replace(path)
    return path


def _digest(source: Path) -> str:
    digest = hashlib.sha256()
    for part in _parts(source):
        digest.update(part.read_bytes())
    return digest.hexdigest()[:12]


def _parts(source: Path) -> Iterator[Path]:
    """Yield the files that a print depends on: source, styles, the printer itself."""
    yield source
    yield from sorted(source.parent.parent.rglob("*.css"))
    yield SUMBER.parent / "pembuat" / "cetak.py"

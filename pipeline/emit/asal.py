"""What each picture of evidence was cut from, so that the next run need not cut it again.

`gambar/asal.json` gives for each picture a hash of all that its bytes depend on: the paper, the
page, the box, how the page is turned, what of it is closed, and the code and libraries that
draw. It does not say which computer drew; `run.json` does. A picture is taken over where both
are the same and it is still what the older run wrote.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

import cv2
import numpy as np
import pymupdf

from pipeline.emit.crops import FOLDER, box_of
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.run_info import file_hash, host
from pipeline.geometry.box import Kotak
from schemas.records import Bukti, Dokumen

NAMA = f"{FOLDER}/asal.json"
LARGEST = 8_000_000
"""Bytes; no crop is larger (`crops.MOST_PIXELS`, three bytes each)."""

SOURCES = (
    "pipeline/emit/asal.py",
    "pipeline/emit/bingkai.py",
    "pipeline/emit/crops.py",
    "pipeline/geometry/box.py",
    "pipeline/limits.py",
    "pipeline/read/opening.py",
    "schemas/records.py",
    "schemas/vocabulary.py",
)
"""The code that a crop depends on: `crops.py`, what it imports, and what asks whether it is so."""


@dataclass(frozen=True, slots=True)
class GambarLama:
    """A picture of an older output, and the SHA-256 that its run noted of it."""

    path: Path
    sha256: str


class Asal:
    """What the pictures of a run are cut from, and which of an older output were cut from the same.

    It holds a line for each older picture; let it go when the pictures are there.
    """

    def __init__(self, dokumen: Iterable[Dokumen], older: Path) -> None:
        """Look into the output at `older`, which may be missing, for pictures of `dokumen`."""
        self._papers = {one.berkas: one.sha256 for one in dokumen}
        self._older = older
        self._known = _noted_in(older)
        self._made: dict[str, str] = {}

    def of(self, bukti: Bukti, putaran: int, tertutup: Sequence[Kotak]) -> str:
        """Return the hash of what a bukti's picture is cut from; empty if the paper is not known.

        Args:
            bukti: What is to be shown.
            putaran: How far its page is turned (degrees clockwise).
            tertutup: The boxes (points) of its page that are filled, in any order. A page on
                which nothing is closed gives the same picture whether a run masks or not.
        """
        sha256 = self._papers.get(bukti.berkas, "")
        if not sha256 or not sha256.startswith(bukti.dokumen_id):
            return ""
        box = box_of(bukti)
        parts = (
            drawing_version(),
            sha256,
            PurePath(bukti.berkas).suffix.lower(),  # by which a picture of a page is opened
            bukti.halaman,
            _sides(box) if box is not None else None,
            putaran % 360,
            sorted(_sides(one) for one in tertutup),
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    def older(self, asal: str) -> GambarLama | None:
        """Return an older picture that was cut from the same, if there is one."""
        name, sha256 = self._known.get(asal, ("", ""))
        return GambarLama(self._older / name, sha256) if name else None

    def note(self, gambar: str, asal: str) -> None:
        """Note what a picture of this run (its path below the output) was cut from."""
        if asal:
            self._made[gambar] = asal

    def write(self, folder: Path) -> None:
        """Write `gambar/asal.json` into an output folder, if there is anything to tell."""
        if self._made:
            text = json.dumps(dict(sorted(self._made.items())), indent=0) + "\n"
            (folder / NAMA).write_text(text, encoding="utf-8", newline="")


def take_over(lama: GambarLama, place: Path) -> bool:
    """Copy an older picture to `place` if it is still what its run wrote; says whether it was.

    It is no hard link: what somebody does to the older one would be done to the new one too.
    What is compared are the very bytes that are written.
    """
    try:
        if not lama.path.is_file():
            return False
        with lama.path.open("rb") as file:
            data = file.read(LARGEST)
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != lama.sha256:
        return False
    place.write_bytes(data)
    return True


@functools.cache
def drawing_version() -> str:
    """Return a hash of the code and the libraries that a crop depends on."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[2]
    for name in SOURCES:
        digest.update(name.encode() + b"\0" + (root / name).read_bytes() + b"\0")
    digest.update(repr((pymupdf.version, cv2.__version__, np.__version__)).encode())
    return digest.hexdigest()


def _sides(box: Kotak) -> tuple[float, ...]:
    return tuple(float(side) for side in box)


def _noted_in(out: Path) -> dict[str, tuple[str, str]]:
    """Return name and SHA-256 of the pictures of an output, by what they were cut from.

    None where another computer drew them, or where what says so was changed since.
    """
    try:
        info = json.loads((out / RUN_INFO).read_text(encoding="utf-8"))
        listed: Mapping[str, str] = info["berkas"]
        if info["komputer"] != host() or file_hash(out / NAMA) != listed[NAMA]:
            return {}
        made = json.loads((out / NAMA).read_text(encoding="utf-8"))
        return {asal: (name, listed[name]) for name, asal in made.items() if name in listed}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}

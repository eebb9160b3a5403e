"""Pages to be read on another computer: a bundle brings the bytes of its file along.

What reads them there is what reads them here: each page in a guarded process, tried again
and given up alike.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.limits import Batas
from pipeline.pool import Pekerjaan, Selesai, run_here
from pipeline.read.cache import reader_version
from pipeline.read.workers import HasilHalaman, Tugas

LEAST_PAGES = 8
"""A bundle has no fewer pages, if the file has them: each brings the whole file."""
MOST_BUNDLES = 8
"""A file is sent no more often than this."""

_LIKENESS = "rapidfuzz"
"""The library by which names and wordings are compared, beside those that a page is read with."""


class VersiBerbeda(RuntimeError):
    """A worker would read otherwise than this computer; the message is for the evaluator."""


@dataclass(frozen=True, slots=True)
class Ikatan:
    """Pages of one file, by their numbers from 1, and what reading them takes.

    `akhiran` is the ending of the file's name, by which pictures are known; `versi` the
    `code_version` of who asks; `reader` reads one page.
    """

    akhiran: str
    data: bytes = field(repr=False)  # a cluster logs what it could not do
    nomor: tuple[int, ...]
    versi: str
    batas: Batas
    reader: Callable[[Tugas], HasilHalaman]


def bundled(nomor: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Share the pages of a file out to bundles, in order."""
    count = max(LEAST_PAGES, -(-len(nomor) // MOST_BUNDLES))
    for first in range(0, len(nomor), count):
        yield tuple(nomor[first : first + count])


def read_bundle(ikatan: Ikatan) -> tuple[HasilHalaman, ...]:
    """Read the pages of a bundle in the guarded process of this thread, in order.

    Raises:
        VersiBerbeda: this computer's code or language data are others.
    """
    check_version(ikatan.versi)
    with tempfile.TemporaryDirectory(prefix="selaras-") as folder:
        path = Path(folder) / f"berkas{ikatan.akhiran}"
        path.write_bytes(ikatan.data)
        seconds = ikatan.batas.halaman
        jobs = [
            Pekerjaan(ikatan.reader, Tugas(path, nomor), seconds, "berkas")
            for nomor in ikatan.nomor
        ]
        done = [result_of(selesai) for selesai in run_here(jobs, ikatan.batas)]
    return tuple(sorted(done, key=lambda result: result.nomor))


def result_of(selesai: Selesai) -> HasilHalaman:
    """Return what became of a page whose job came to an end."""
    if selesai.hilang is None:
        result: HasilHalaman = selesai.hasil
        return result
    return HasilHalaman(selesai.pekerjaan.isi.nomor, pesan=selesai.alasan, hilang=True)


def check_version(versi: str) -> None:
    """Make sure that what this computer does is what another means.

    Raises:
        VersiBerbeda: it is not.
    """
    if versi != code_version():
        raise VersiBerbeda(
            "Selaras, pustakanya, atau data bahasa Tesseract di komputer pekerja berbeda dari "
            "yang di sini; pasang versi yang sama di semua komputer"
        )


@functools.cache
def code_version() -> str:
    """Return a hash of all that an output depends on, save the papers."""
    digest = hashlib.sha256(reader_version().encode())
    digest.update(importlib.metadata.version(_LIKENESS).encode() + b"\0")
    root = Path(__file__).parents[1]
    for package in ("schemas", "extractors", "pipeline"):
        for path in sorted((root / package).rglob("*")):
            if path.is_file() and path.parent.name != "__pycache__":
                name = path.relative_to(root).as_posix()
                digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()

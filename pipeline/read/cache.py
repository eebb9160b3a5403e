"""What was read, kept for the next run.

A page is found again by the content of its file, its number, and everything its reading
depends on: the code of this package, the libraries, Tesseract and its language data. So
an interrupted run goes on where it stopped, and a changed rule needs no OCR. Beside the
pages stands what was made of them, which depends on more code and says so in its key.

The entries hold text of the papers. They lie in the user's own cache folder, which others
cannot enter; they are data (JSON), not code; several runs may use them at once: an entry
appears whole or not at all, and one that is damaged counts as missing.
"""

from __future__ import annotations

import contextlib
import functools
import gzip
import hashlib
import importlib.metadata
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LARGEST_CACHE = 2_000_000_000
"""Bytes; when more is kept, what was not used for longest goes."""
_AFTER_PRUNING = 0.8
_STALE = 3600.0
"""A temporary file older than this (seconds) is of a run that was killed."""

_LIBRARIES = (
    "pymupdf",
    "pdfplumber",
    "pdfminer.six",
    "pytesseract",
    "tesserocr",
    "rapidocr",
    "onnxruntime",
    "opencv-python-headless",
    "numpy",
)
"""The libraries that what is read from a page depends on."""


def default_folder() -> Path:
    """Return the folder where this system keeps a user's caches, with our own below it."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "selaras" / "halaman"


@functools.cache
def reader_version() -> str:
    """Return a hash of everything, save the page, that the reading of a page depends on."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _LIBRARIES:
        digest.update(f"{name} {_version(name)}\n".encode())
    for path in _language_data():
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _sources() -> list[Path]:
    package = Path(__file__).parents[1]
    below = [*package.glob("read/*.py"), *package.glob("geometry/*.py"), package / "limits.py"]
    return [*sorted(below), package.parent / "schemas" / "vocabulary.py"]


def _version(library: str) -> str:
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _language_data() -> list[Path]:
    from pipeline.read.ocr import LANGUAGES, tessdata_folder

    folder = tessdata_folder()
    if folder is None:
        return []
    return [folder / f"{language}.traineddata" for language in LANGUAGES.split("+")]


@dataclass(slots=True)
class Singgahan:
    """A folder of pages that were read.

    When it cannot be written (a full disk, no permission) pages are read all the same;
    `tertulis` says whether every page so far was kept.
    """

    folder: Path
    versi: str
    tertulis: bool = True

    def get(self, sha256: str, nomor: int) -> bytes | None:
        """Return what was kept of page `nomor` of the file with this content, or None."""
        return self.recall(sha256, str(nomor))

    def put(self, sha256: str, nomor: int, content: bytes) -> None:
        """Keep what was read of a page."""
        self.keep(content, sha256, str(nomor))

    def recall(self, *apa: str) -> bytes | None:
        """Return what was kept under these words, or None."""
        key = self._key(apa)
        path = self._path(key)
        try:
            with gzip.open(path, "rb") as stream:
                data = stream.read()
        except (OSError, EOFError, zlib.error):
            return None
        kept, _, content = data.partition(b"\n")
        if kept.decode("ascii", "replace") != key:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used now: among the last to go
        return content

    def keep(self, content: bytes, *apa: str) -> None:
        """Keep something under some words."""
        if not self.tertulis:
            return
        key = self._key(apa)
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(prefix=".baru-", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(gzip.compress(key.encode() + b"\n" + content, 3, mtime=0))
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError:
            self.tertulis = False

    def prune(self, largest: int = LARGEST_CACHE) -> None:
        """Delete what was not used for longest until the folder is small enough."""
        now = time.time()
        kept: list[tuple[float, int, Path]] = []
        for path in self._entries():
            with contextlib.suppress(OSError):
                info = path.stat()
                if path.name.startswith(".") and now - info.st_mtime > _STALE:
                    path.unlink()
                else:
                    kept.append((info.st_mtime, info.st_size, path))
        total = sum(size for _, size, _ in kept)
        if total <= largest:
            return
        for _, size, path in sorted(kept):
            if total <= _AFTER_PRUNING * largest:
                return
            with contextlib.suppress(OSError):
                path.unlink()
                total -= size

    def _entries(self) -> Iterator[Path]:
        for where, _, names in os.walk(self.folder):
            yield from (Path(where) / name for name in names)

    def _key(self, apa: tuple[str, ...]) -> str:
        return hashlib.sha256(" ".join((self.versi, *apa)).encode()).hexdigest()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}.json.gz"


def open_cache(folder: Path | None = None) -> Singgahan:
    """Return the cache in `folder`, by default the user's, shrunk to its size."""
    singgahan = Singgahan(folder or default_folder(), reader_version())
    with contextlib.suppress(OSError):
        singgahan.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    singgahan.prune()
    return singgahan

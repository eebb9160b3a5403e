"""A folder to its files: found, hashed, opened with limits; what cannot be read says why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schemas.records import Dokumen
from schemas.vocabulary import StatusDokumen

LARGEST_FILE = 1_000_000_000
"""Bytes; a larger file is not opened."""
MOST_PAGES = 3_000
"""A file with more pages than this is not read."""
IMAGES = {".tif", ".tiff", ".jpg", ".jpeg", ".png"}
"""Pictures of pages are read as documents."""
IGNORED = {"thumbs.db", "desktop.ini", ".ds_store"}
"""Files that file managers leave behind; nobody submitted them."""


class FolderMissing(ValueError):
    """The folder to read does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class Berkas:
    """An input file: where it lies and its row in `dokumen` so far.

    `dokumen.status` is `gagal` or `duplikat` where it will not be read.
    """

    path: Path
    dokumen: Dokumen

    @property
    def dibaca(self) -> bool:
        """Whether its pages are to be read."""
        return self.dokumen.status is StatusDokumen.TERBACA


def ingest(folder: Path, *, leave_out: Path | None = None) -> tuple[Berkas, ...]:
    """Find the files of a folder and its sub-folders, in the order of their names.

    Args:
        folder: The folder to read.
        leave_out: A folder below it that is not input: the output of a run.

    Raises:
        FolderMissing: `folder` is no folder that can be listed.
    """
    if not folder.is_dir():
        raise FolderMissing(str(folder))
    seen: dict[str, str] = {}
    return tuple(_examine(path, folder, seen) for path in _files(folder, leave_out))


def _files(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    """Yield the files below a folder; links that lead out of it are not followed."""
    root = folder.resolve()
    omitted = leave_out.resolve() if leave_out else None
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).as_posix()):
        relative = path.relative_to(folder)
        if path.name.lower() in IGNORED or any(part.startswith(".") for part in relative.parts):
            continue
        resolved = path.resolve()
        if omitted and omitted != root and resolved.is_relative_to(omitted):
            continue
        if path.is_symlink() and not resolved.is_relative_to(root):
            continue
        if path.is_dir():
            continue
        yield path


def _examine(path: Path, folder: Path, seen: dict[str, str]) -> Berkas:
    """Hash and open one file; `seen` maps the hashes so far to their files."""
    name = path.relative_to(folder).as_posix()
    try:
        size = path.stat().st_size
        if not path.is_file():
            return Berkas(path, _failed(name, "", None, "bukan berkas biasa"))
        if size > LARGEST_FILE:
            return Berkas(path, _failed(name, "", size, f"lebih besar dari {LARGEST_FILE} bita"))
        digest = _sha256(path)
    except OSError as error:
        return Berkas(path, _failed(name, "", None, f"tidak dapat dibuka: {error.strerror}"))
    if digest in seen:
        row = Dokumen(
            berkas=name,
            dokumen_id=digest[:12],
            sha256=digest,
            ukuran_bita=size,
            halaman=None,
            halaman_pindaian=None,
            status=StatusDokumen.DUPLIKAT,
            pesan=f"isi sama dengan {seen[digest]}",
        )
        return Berkas(path, row)
    seen[digest] = name
    pages, reason = _count_pages(path, size)
    if reason:
        return Berkas(path, _failed(name, digest, size, reason))
    row = Dokumen(
        berkas=name,
        dokumen_id=digest[:12],
        sha256=digest,
        ukuran_bita=size,
        halaman=pages,
        halaman_pindaian=0,
        status=StatusDokumen.TERBACA,
    )
    return Berkas(path, row)


def _failed(name: str, digest: str, size: int | None, reason: str) -> Dokumen:
    # A file that could not be hashed still needs an id of its own: that of its name.
    identity = digest or hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()
    return Dokumen(
        berkas=name,
        dokumen_id=identity[:12],
        sha256=digest,
        ukuran_bita=size,
        halaman=None,
        halaman_pindaian=None,
        status=StatusDokumen.GAGAL,
        pesan=reason,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _count_pages(path: Path, size: int) -> tuple[int, str]:
    """Return the number of pages, or 0 and the reason why there are none to read."""
    if size == 0:
        return 0, "berkas kosong (0 bita)"
    with path.open("rb") as stream:
        head = stream.read(1024)
    is_pdf = b"%PDF-" in head
    if not is_pdf and path.suffix.lower() not in IMAGES:
        return 0, "bukan PDF"
    try:
        with open_document(path) as document:
            if document.needs_pass:
                return 0, "terkunci kata sandi; minta berkas tanpa kata sandi"
            pages = int(document.page_count)
    except (RuntimeError, ValueError, OSError) as error:
        return 0, f"rusak atau terpotong, tidak dapat dibuka ({_short(error)})"
    if pages == 0:
        return 0, "tidak berhalaman; mungkin rusak atau terpotong"
    if pages > MOST_PAGES:
        return 0, f"{pages} halaman, lebih dari batas {MOST_PAGES}"
    return pages, ""


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def open_document(path: Path) -> Any:
    """Open a PDF or picture with PyMuPDF, its complaints on the terminal silenced."""
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    return pymupdf.open(path)


def pages_of(berkas: Iterable[Berkas]) -> list[tuple[Berkas, int]]:
    """Return every page to be read, as (file, page number from 1)."""
    return [
        (item, nomor)
        for item in berkas
        if item.dibaca
        for nomor in range(1, (item.dokumen.halaman or 0) + 1)
    ]

"""A folder to its files: found, hashed, opened with limits; what cannot be read says why."""

from __future__ import annotations

import errno
import hashlib
import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.limits import LARGEST_FILE
from pipeline.pool import Kolam, Pekerjaan
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode, encode
from pipeline.read.opening import Pemeriksaan, examine, reason_of
from pipeline.read.opening import open_document as open_document
from pipeline.read.workers import Sidik
from schemas.records import Dokumen
from schemas.vocabulary import StatusDokumen

IGNORED = {"thumbs.db", "desktop.ini", ".ds_store"}
"""Files that file managers leave behind; nobody submitted them."""


class FolderMissing(ValueError):
    """The folder to read does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class Berkas:
    """An input file: where it lies and its row in `dokumen` so far.

    `dokumen.status` is `gagal` or `duplikat` where it will not be read. `sidik` tells
    later whether the file changed since it was hashed; `kurang` says what of it is known
    to be missing, `catatan` what else an evaluator should know of it (Indonesian or empty).
    """

    path: Path
    dokumen: Dokumen
    sidik: Sidik | None = None
    kurang: str = ""
    catatan: str = ""

    @property
    def dibaca(self) -> bool:
        """Whether its pages are to be read."""
        return self.dokumen.status is StatusDokumen.TERBACA


def ingest(
    folder: Path,
    *,
    leave_out: Path | None = None,
    kolam: Kolam | None = None,
    singgahan: Singgahan | None = None,
) -> tuple[Berkas, ...]:
    """Find the files of a folder and its sub-folders, in the order of their names.

    Files are hashed here; opened they are in worker processes, since a broken one may
    crash or hang the library that opens it.

    Args:
        folder: The folder to read.
        leave_out: A folder below it that is not input: the output of a run.
        kolam: The pool to open files in; without one, a pool of one worker.
        singgahan: What earlier runs found on opening files.

    Raises:
        FolderMissing: `folder` is no folder that can be listed.
    """
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        raise FolderMissing(str(folder))
    seen: dict[str, str] = {}
    named = _named(_files(folder, leave_out), folder)
    berkas = [_hash(path, name, folder, seen) for name, path in named.items()]
    if kolam is not None:
        return tuple(_examined(berkas, kolam, singgahan))
    with Kolam(1) as own:
        return tuple(_examined(berkas, own, singgahan))


def _files(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    """Yield the files below a folder.

    A folder that cannot be listed and a link to a folder elsewhere are yielded themselves:
    that what is in them was not read must not go unnoticed.
    """
    omitted = leave_out.resolve() if leave_out else None
    if omitted == folder.resolve():
        omitted = None
    found: list[Path] = []

    def note(error: OSError) -> None:
        closed = Path(os.fsdecode(error.filename or folder))
        if closed != folder:
            found.append(closed)

    for where, folders, names in os.walk(folder, onerror=note):
        place = Path(where)
        shown = [name for name in folders if not is_left_out(place / name, omitted)]
        folders[:] = [name for name in shown if not (place / name).is_symlink()]
        links = [place / name for name in shown if (place / name).is_symlink()]
        found += [link for link in links if _leads_out(link, folder)]
        found += [place / name for name in names if not is_left_out(place / name, omitted)]
    yield from sorted(found, key=lambda path: os.fsencode(path.relative_to(folder)))


def is_left_out(path: Path, omitted: Path | None) -> bool:
    """Say whether a file or folder is none that somebody submitted."""
    if path.name.lower() in IGNORED or path.name.startswith("."):
        return True
    return omitted is not None and not path.is_symlink() and path.resolve() == omitted


def _leads_out(path: Path, folder: Path) -> bool:
    """Say whether a path is a link out of the folder."""
    if not path.is_symlink():
        return False
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself; opening it will say so
        return False


def _named(paths: Iterable[Path], folder: Path) -> dict[str, Path]:
    """Give each file the name it has in every table: its path below the folder.

    What no table can hold of a name (bytes that are no UTF-8, control characters) is
    written like `%FF`.
    """
    named: dict[str, Path] = {}
    for path in paths:
        name = "".join(map(_writable, path.relative_to(folder).as_posix()))
        while name in named:
            name += "~"
        named[name] = path
    return named


def _writable(character: str) -> str:
    if character.isprintable() or unicodedata.category(character) in ("Cf", "Zs", "Co", "Cn"):
        return character
    return "".join(f"%{byte:02X}" for byte in os.fsencode(character))


def _hash(path: Path, name: str, folder: Path, seen: dict[str, str]) -> Berkas:
    """Hash one file; `seen` maps the hashes so far to their files."""
    try:
        if _leads_out(path, folder):
            reason = "tautan ke luar folder masukan, tidak diikuti"
            return Berkas(path, _failed(name, "", None, reason))
        size = path.stat().st_size
        if path.is_dir():
            return Berkas(path, _failed(name, "", None, "folder yang tidak dapat dibuka"))
        if not path.is_file():
            return Berkas(path, _failed(name, "", None, "bukan berkas biasa"))
        if size > LARGEST_FILE:
            reason = f"{size} bita, lebih besar dari batas {LARGEST_FILE} bita"
            return Berkas(path, _failed(name, "", size, reason))
        digest, sidik = _sha256(path)
    except OSError as error:
        reason = f"tidak dapat dibuka: {_reason(error)}"
        return Berkas(path, _failed(name, "", None, reason))
    row = Dokumen(
        berkas=name,
        dokumen_id=digest[:12],
        sha256=digest,
        ukuran_bita=sidik.ukuran,
        halaman=None,
        halaman_pindaian=None,
        status=StatusDokumen.TERBACA,
    )
    if sidik.ukuran == 0:
        empty = replace(row, status=StatusDokumen.GAGAL, pesan="berkas kosong (0 bita)")
        return Berkas(path, empty)
    if digest in seen:
        reason = f"isi sama dengan {seen[digest]}"
        return Berkas(path, replace(row, status=StatusDokumen.DUPLIKAT, pesan=reason))
    seen[digest] = name
    return Berkas(path, row, sidik)


def _reason(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "tautan yang menunjuk dirinya sendiri"
    return reason_of(error)


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


def _sha256(path: Path) -> tuple[str, Sidik]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return digest, Sidik.of(os.fstat(stream.fileno()))


def _examined(
    berkas: Sequence[Berkas], kolam: Kolam, singgahan: Singgahan | None
) -> Iterator[Berkas]:
    """Open the files that are to be read, in workers, and yield all in their order."""
    known = {
        place: found
        for place, item in enumerate(berkas)
        if item.dibaca and singgahan and (found := _recall(item, singgahan))
    }
    places = {
        item.path: place for place, item in enumerate(berkas) if item.dibaca and place not in known
    }
    jobs = (Pekerjaan(examine, path, kolam.batas.periksa) for path in places)
    results = dict(known)
    for selesai in kolam.run(jobs, deque()):
        place = places[selesai.pekerjaan.isi]
        lost = Pemeriksaan(alasan=f"tidak dapat dibuka: {selesai.alasan}")
        results[place] = lost if selesai.hilang else selesai.hasil
        if singgahan and not results[place].alasan:
            content = encode(results[place]).encode("ascii")
            singgahan.keep(content, *_key_of(berkas[place]))
    for place, item in enumerate(berkas):
        yield _completed(item, results[place]) if place in results else item


def _key_of(item: Berkas) -> tuple[str, ...]:
    """Return under which words the examination of a file is kept; its ending matters."""
    return ("periksa", item.dokumen.sha256, item.path.suffix.lower())


def _recall(item: Berkas, singgahan: Singgahan) -> Pemeriksaan | None:
    data = singgahan.recall(*_key_of(item))
    try:
        return decode(Pemeriksaan, data) if data else None
    except ValueError:
        return None


def _completed(item: Berkas, found: Pemeriksaan) -> Berkas:
    """Enter what opening a file told."""
    if found.alasan:
        row = replace(item.dokumen, status=StatusDokumen.GAGAL, pesan=found.alasan)
        return replace(item, dokumen=row)
    row = replace(item.dokumen, halaman=found.halaman, halaman_pindaian=0)
    return replace(item, dokumen=row, kurang=found.kurang, catatan=found.catatan)


def pages_of(berkas: Iterable[Berkas]) -> list[tuple[Berkas, int]]:
    """Return every page to be read, as (file, page number from 1)."""
    return [
        (item, nomor)
        for item in berkas
        if item.dibaca
        for nomor in range(1, (item.dokumen.halaman or 0) + 1)
    ]

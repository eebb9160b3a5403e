"""What a worker process does with a page, and what becomes of it there.

The functions here are pure: a page's reading depends on the bytes of its file, its number
and the code, and on nothing else. They run in the processes of `pipeline.pool`.
"""

from __future__ import annotations

import os
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.guard import place_of
from pipeline.limits import MOST_RULES, MOST_WORDS
from pipeline.read.codec import decode, encode
from pipeline.read.page import Halaman
from schemas.vocabulary import Metode

CHANGED = "berkas berubah selama dibaca; jalankan sekali lagi"
"""Why the pages of a file that is no longer the one that was hashed are not read."""


@dataclass(frozen=True, slots=True)
class Sidik:
    """What tells, without reading a file anew, that it is still the one that was hashed."""

    ukuran: int
    waktu_ubah: int

    @classmethod
    def of(cls, info: os.stat_result) -> Sidik:
        """Take it from what the system says of a file."""
        return cls(info.st_size, info.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Tugas:
    """A page to be read: file, number from 1, and the state of the file when it was hashed."""

    path: Path
    nomor: int
    sidik: Sidik | None = None


@dataclass(frozen=True, slots=True)
class Terbaca:
    """A page that was read; `kurang` says what of it could not be shown, else empty."""

    halaman: Halaman
    kurang: str = ""


@dataclass(frozen=True, slots=True)
class HasilHalaman:
    """What became of page `nomor`: its reading as JSON, or the reason why there is none.

    `hilang` marks a page on which the reader crashed, hung or ran out of memory.
    """

    nomor: int
    data: bytes = field(default=b"", repr=False)  # a cluster logs what it could not do
    pesan: str = ""
    hilang: bool = False

    def terbaca(self) -> Terbaca | None:
        """Return the page, or None.

        Raises:
            ValueError: `data` is no reading of a page.
        """
        return decode(Terbaca, self.data) if self.data else None


def read_one(tugas: Tugas) -> HasilHalaman:
    """Read one page in this process; what goes wrong becomes a reason.

    Raises:
        MemoryError: the page takes more memory than this process may have.
    """
    from pipeline.read.opening import is_out_of_memory, reason_of

    nomor = tugas.nomor
    try:
        _check_unchanged(tugas)
        data = encode(_read(tugas)).encode("ascii")
        _check_unchanged(tugas)
    except _Unreadable as error:
        return HasilHalaman(nomor, pesan=str(error))
    except OSError as error:
        return HasilHalaman(nomor, pesan=reason_of(error))
    except Exception as error:  # any fault of a page must stay that page's fault
        if is_out_of_memory(error):
            raise MemoryError from error
        return HasilHalaman(nomor, pesan=_reason(error))
    return HasilHalaman(nomor, data=data)


class _Unreadable(Exception):
    """A page cannot be read, for a reason that is known; the text is Indonesian."""


def _check_unchanged(tugas: Tugas) -> None:
    if tugas.sidik and Sidik.of(tugas.path.stat()) != tugas.sidik:
        raise _Unreadable(CHANGED)


def _read(tugas: Tugas) -> Terbaca:
    from pipeline.read.opening import (
        forget_pictures,
        open_document,
        refusal_of,
        take_warnings,
        tells_damage,
        tells_noise,
    )
    from pipeline.read.pages import read_page

    # Opened anew for each page: what a library keeps of other pages must not matter.
    with open_document(tugas.path) as document:
        take_warnings()
        page = document[tugas.nomor - 1]
        refusal = refusal_of(page)
        if refusal:
            raise _Unreadable(refusal)
        halaman = read_page(page, tugas.nomor)
        warnings = take_warnings()
    _check_how_much(halaman)
    forget_pictures()
    damaged = tells_damage(warnings)
    # What a picture in a format that nobody knows is shown as is noise, whatever is read in it.
    if damaged and (not halaman.kata or tells_noise(warnings)):
        raise _Unreadable("gambar atau isi halaman rusak, atau formatnya tidak dikenal")
    if not halaman.kata and halaman.metode is Metode.OCR and not halaman.pesan:
        halaman = replace(halaman, pesan="tidak ada tulisan yang terbaca")
    return Terbaca(halaman, "sebagian isi halaman rusak dan tidak terlihat" if damaged else "")


def _check_how_much(halaman: Halaman) -> None:
    """Refuse a page that would hold up whatever comes after the reading."""
    for number, most, what in (
        (len(halaman.kata), MOST_WORDS, "kata"),
        (len(halaman.garis), MOST_RULES, "garis"),
    ):
        if number > most:
            raise _Unreadable(f"memuat {number} {what}, lebih dari batas {most}")


def _reason(error: Exception) -> str:
    """Tell a broken page from a defect of the program, which is named by its place."""
    import pymupdf

    from pipeline.read.ocr import OcrMissing

    if isinstance(error, OcrMissing):
        return "pindaian, tetapi Tesseract tidak terpasang"
    library = Path(pymupdf.__file__).parent
    frames = traceback.extract_tb(error.__traceback__)
    if frames and Path(frames[-1].filename).is_relative_to(library):
        return "halaman rusak, tidak dapat dibaca"
    return f"galat program ({place_of(error)}); laporkan kepada pengembang"


def default_workers() -> int:
    """Return how many workers this machine can keep busy."""
    return max(1, min(os.cpu_count() or 1, 8))

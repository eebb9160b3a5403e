"""Small pictures of every page that was read, upright, for the overview of a document."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf

from pipeline.emit.crops import PAGE_ERRORS, Tertutup, opened, without
from pipeline.emit.run_info import file_hash
from pipeline.read.opening import forget_pictures
from schemas.records import HalamanTerbaca

FOLDER = "halaman"
WIDTH = 320
"""Pixels; a page lying down gets as many in height."""
_QUALITY = 62
_LARGEST_SCALE = 4.0
_NAMED = 12
"""So many pages are named in a message; of more, the number is given."""


@dataclass(frozen=True, slots=True)
class Cetakan:
    """The picture of a page: its size in pixels, and how many of them are a point."""

    lebar: int
    tinggi: int
    skala: float


def thumbnail_name(halaman: HalamanTerbaca, tertutup: Tertutup) -> str:
    """Return the file name of a page's picture.

    It says which page of which bytes, how turned, and with what filled.
    """
    closed = tertutup.get((halaman.dokumen_id, halaman.halaman), ())
    mark = f"-{zlib.crc32(repr(closed).encode()):08x}" if closed else ""
    return f"{halaman.dokumen_id}-{halaman.halaman}-{halaman.putaran}{mark}.jpg"


def thumbnails_of_file(
    berkas: str,
    halaman: Sequence[HalamanTerbaca],
    sumber: Path,
    folder: Path,
    older: Path,
    tertutup: Tertutup,
    tercatat: Mapping[str, str] | None = None,
) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
    """Draw the pages of one file into `folder`, or take them from `older`.

    Only those are taken that are still what `tercatat` says: SHA-256 by name of the file.

    Returns the pictures by `dokumen_id` and page, and a message about those that could not be
    drawn.
    """
    made: dict[tuple[str, int], Cetakan] = {}
    lost: list[int] = []
    try:
        with opened(sumber / berkas) as pdf:
            for page in halaman:
                place = (page.dokumen_id, page.halaman)
                try:
                    made[place] = _write(pdf, page, folder, older, tertutup, tercatat or {})
                except PAGE_ERRORS:
                    lost.append(page.halaman)
                finally:
                    forget_pictures()
    except PAGE_ERRORS:
        lost = [page.halaman for page in halaman]
    if not lost:
        return made, ()
    named = ", ".join(str(number) for number in lost[:_NAMED])
    more = f" dan {len(lost) - _NAMED} halaman lain" if len(lost) > _NAMED else ""
    return made, (f"Gambar kecil {berkas} tidak dapat dibuat: hal. {named}{more}",)


def _write(
    pdf: Any,
    halaman: HalamanTerbaca,
    folder: Path,
    older: Path,
    tertutup: Tertutup,
    tercatat: Mapping[str, str],
) -> Cetakan:
    if not 1 <= halaman.halaman <= pdf.page_count:
        raise ValueError(f"berkas hanya {pdf.page_count} halaman")
    page = pdf[halaman.halaman - 1]
    width, height = page.rect.width, page.rect.height
    scale = WIDTH / max(1.0, min(width, height))
    scale = float(min(_LARGEST_SCALE, scale, 2 * WIDTH / max(1.0, width, height)))
    name = thumbnail_name(halaman, tertutup)
    if size := _size_of(older / name, tercatat.get(name, "")):
        if older != folder:
            shutil.copyfile(older / name, folder / name)
        return Cetakan(*size, scale)
    pixels = page.get_pixmap(
        matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False
    )
    flat = np.frombuffer(pixels.samples, dtype=np.uint8)
    picture = flat.reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    picture = picture.reshape(pixels.height, pixels.width, 3)[:, :, ::-1]
    picture = without(picture, tertutup.get((halaman.dokumen_id, halaman.halaman), ()), scale)
    upright = np.ascontiguousarray(np.rot90(picture, -(halaman.putaran // 90)))
    done, data = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ValueError("gambar tidak dapat disandikan")
    (folder / name).write_bytes(data.tobytes())
    return Cetakan(upright.shape[1], upright.shape[0], scale)


def _size_of(path: Path, digest: str) -> tuple[int, int] | None:
    """Return width and height of a picture, None where there is none with this hash."""
    try:
        if not digest or file_hash(path) != digest:
            return None
        pixels = pymupdf.Pixmap(str(path))
    except PAGE_ERRORS:
        return None
    return pixels.width, pixels.height

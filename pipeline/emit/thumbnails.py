"""Small pictures of every page that was read, upright, for the overview of a document."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf

from pipeline.emit.crops import PAGE_ERRORS, opened
from schemas.records import Dokumen, HalamanTerbaca
from schemas.vocabulary import StatusDokumen

FOLDER = "halaman"
WIDTH = 320
"""Pixels; a page lying down gets as many in height."""
_QUALITY = 62
_LARGEST_SCALE = 4.0


@dataclass(frozen=True, slots=True)
class Cetakan:
    """The picture of a page: its size in pixels, and how many of them are a point."""

    lebar: int
    tinggi: int
    skala: float


def thumbnail_name(halaman: HalamanTerbaca) -> str:
    """Return the file name of a page's picture: it says which page of which bytes, how turned."""
    return f"{halaman.dokumen_id}-{halaman.halaman}-{halaman.putaran}.jpg"


def write_thumbnails(
    dokumen: Sequence[Dokumen],
    halaman: Sequence[HalamanTerbaca],
    sumber: Path,
    folder: Path,
    older: Path,
) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
    """Draw each page that was read into `folder`; those in `older` are taken from there.

    Returns the pictures by `dokumen_id` and page, and a message for each file that could not be
    drawn.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages: defaultdict[str, list[HalamanTerbaca]] = defaultdict(list)
    for one in halaman:
        pages[one.dokumen_id].append(one)
    made: dict[tuple[str, int], Cetakan] = {}
    messages: list[str] = []
    for one_dokumen in dokumen:
        own = pages.get(one_dokumen.dokumen_id)
        if not own or one_dokumen.status is StatusDokumen.DUPLIKAT:
            continue
        try:
            with opened(sumber / one_dokumen.berkas) as pdf:
                for page in own:
                    place = (page.dokumen_id, page.halaman)
                    made[place] = _write(pdf, page, folder, older)
        except PAGE_ERRORS as error:
            reason = str(error).strip().split("\n")[0] or type(error).__name__
            messages.append(
                f"Gambar kecil halaman {one_dokumen.berkas} tidak dapat dibuat: {reason}"
            )
    return made, tuple(messages)


def _write(pdf: Any, halaman: HalamanTerbaca, folder: Path, older: Path) -> Cetakan:
    page = pdf[halaman.halaman - 1]
    width, height = page.rect.width, page.rect.height
    scale = WIDTH / max(1.0, min(width, height))
    scale = float(min(_LARGEST_SCALE, scale, 2 * WIDTH / max(1.0, width, height)))
    name = thumbnail_name(halaman)
    if size := _size_of(older / name):
        if older != folder:
            shutil.copyfile(older / name, folder / name)
        return Cetakan(*size, scale)
    pixels = page.get_pixmap(
        matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False
    )
    flat = np.frombuffer(pixels.samples, dtype=np.uint8)
    picture = flat.reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
    picture = picture.reshape(pixels.height, pixels.width, 3)[:, :, ::-1]
    upright = np.ascontiguousarray(np.rot90(picture, -(halaman.putaran // 90)))
    done, data = cv2.imencode(".jpg", upright, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ValueError("gambar tidak dapat disandikan")
    (folder / name).write_bytes(data.tobytes())
    return Cetakan(upright.shape[1], upright.shape[0], scale)


def _size_of(path: Path) -> tuple[int, int] | None:
    """Return width and height of a picture, None where there is no whole one."""
    if not path.is_file():
        return None
    try:
        pixels = pymupdf.Pixmap(str(path))
    except PAGE_ERRORS:
        return None
    return pixels.width, pixels.height

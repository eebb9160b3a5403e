"""The evidence of a finding, cut out of the page as a picture.

Boxes are PDF points, origin top left, on the page as shown; so are the pictures.
The same page always gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymupdf

from pipeline.geometry.box import Kotak
from schemas.records import Bukti

DPI = 150
SMALLEST_WIDTH = 440.0
SMALLEST_HEIGHT = 84.0
"""Least size of a crop in points: most of the text width of a portrait page and six lines, so
that what the row is about can be read with the figure."""
MARGIN = 14.0
"""Points around a box that is larger than the least size."""
MOST_PIXELS = 1_200_000
"""A crop that would be larger (a whole page) is cut at a lower resolution."""
_SHARE_LEFT, _SHARE_ABOVE = 0.64, 0.5
"""How much of the surroundings lies left of and above the box: more on the left, where the
words stand that say what a figure is."""
_FRAME_GAP = 2.0
_FRAME_COLOUR = (200, 30, 30)
FOLDER = "gambar"


def cut_crops(
    bukti: Sequence[Bukti], sumber: Path, out: Path
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Cut the picture of each bukti into `out/gambar/<temuan_id>-<urut>.png`.

    `sumber` is the input folder that `bukti.berkas` is relative to. Each PDF is opened
    once. Returns the bukti in their order with `gambar` set, and a message (Indonesian)
    for each that could not be cut; its `gambar` is empty.
    """
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    done: dict[int, str] = {}
    messages: list[str] = []
    for berkas, places in _by_file(bukti).items():
        try:
            with _opened(sumber / berkas) as pdf:
                for place in places:
                    try:
                        done[place] = _cut(pdf, bukti[place], out)
                    except _PAGE_ERRORS as error:
                        messages.append(_message(bukti[place], error))
        except _PAGE_ERRORS as error:
            messages.extend(_message(bukti[place], error) for place in places)
    cut = tuple(
        dataclasses.replace(one, gambar=done.get(place, "")) for place, one in enumerate(bukti)
    )
    return cut, tuple(messages)


_PAGE_ERRORS = (RuntimeError, ValueError, OSError, pymupdf.mupdf.FzErrorBase)
"""What pymupdf raises on a page or file that is broken, missing or locked."""


def _by_file(bukti: Sequence[Bukti]) -> dict[str, list[int]]:
    order = sorted(range(len(bukti)), key=lambda place: (bukti[place].berkas, bukti[place].halaman))
    files: dict[str, list[int]] = {}
    for place in order:
        files.setdefault(bukti[place].berkas, []).append(place)
    return files


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    pdf = pymupdf.open(path, filetype="pdf")
    try:
        yield pdf
    finally:
        pdf.close()


def _message(bukti: Bukti, error: Exception) -> str:
    reason = str(error).strip().split("\n")[0] or type(error).__name__
    return (
        f"Potongan gambar untuk temuan {bukti.temuan_id} ({bukti.berkas}, halaman "
        f"{bukti.halaman}) tidak dapat dibuat: {reason}"
    )


def _cut(pdf: Any, bukti: Bukti, out: Path) -> str:
    if not 1 <= bukti.halaman <= pdf.page_count:
        raise ValueError(f"berkas hanya {pdf.page_count} halaman")
    page = pdf[bukti.halaman - 1]
    box = box_of(bukti)
    whole = Kotak(0.0, 0.0, page.rect.width, page.rect.height)
    view = view_of(box, whole)
    scale = _scale(view)
    pixels = page.get_pixmap(
        matrix=pymupdf.Matrix(scale, scale),
        clip=pymupdf.Rect(*view),
        colorspace=pymupdf.csRGB,
        alpha=False,
    )
    if box is not None:
        _draw_frame(pixels, box.grow(_FRAME_GAP), scale)
    name = crop_name(bukti)
    (out / name).write_bytes(_without_metadata(pixels.tobytes("png")))
    return name


def crop_name(bukti: Bukti) -> str:
    """Return the path of a bukti's picture below the output folder."""
    return f"{FOLDER}/{re.sub(r'[^A-Za-z0-9._-]', '_', bukti.temuan_id)}-{bukti.urut}.png"


def box_of(bukti: Bukti) -> Kotak | None:
    """Return the box of a bukti, or None where it only knows its page."""
    x0, y0, x1, y1 = bukti.x0, bukti.y0, bukti.x1, bukti.y1
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    return Kotak(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def view_of(box: Kotak | None, page: Kotak) -> Kotak:
    """Return the part of the page to show: the box with its surroundings, inside the page.

    Without a box it is the whole page.

    Raises:
        ValueError: the box lies outside the page.
    """
    if box is None:
        return page
    if box.x1 < page.x0 or box.y1 < page.y0 or box.x0 > page.x1 or box.y0 > page.y1:
        raise ValueError("kotak terletak di luar halaman")
    x0, x1 = _widen(box.x0, box.x1, SMALLEST_WIDTH, page.x1, _SHARE_LEFT)
    y0, y1 = _widen(box.y0, box.y1, SMALLEST_HEIGHT, page.y1, _SHARE_ABOVE)
    return Kotak(x0, y0, x1, y1)


def _widen(
    low: float, high: float, least: float, limit: float, before: float
) -> tuple[float, float]:
    """Widen a span to `least` or its margins, shifted where it would leave 0..limit."""
    spare = max(least - (high - low), 2 * MARGIN)
    size = min(high - low + spare, limit)
    start = min(max(0.0, low - spare * before), limit - size)
    return start, start + size


def _scale(view: Kotak) -> float:
    scale = DPI / 72
    pixels = view.luas * scale * scale
    return scale if pixels <= MOST_PIXELS else scale * (MOST_PIXELS / pixels) ** 0.5


def _draw_frame(pixels: Any, box: Kotak, scale: float) -> None:
    # Drawn on the pixels, never on the page: the paper stays as it was.
    x0, y0 = max(pixels.x, round(box.x0 * scale)), max(pixels.y, round(box.y0 * scale))
    x1 = min(pixels.x + pixels.width, round(box.x1 * scale))
    y1 = min(pixels.y + pixels.height, round(box.y1 * scale))
    thick = 2
    for edge in (
        (x0, y0, x1, y0 + thick),
        (x0, y1 - thick, x1, y1),
        (x0, y0, x0 + thick, y1),
        (x1 - thick, y0, x1, y1),
    ):
        pixels.set_rect(pymupdf.IRect(*edge), _FRAME_COLOUR)


_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PICTURE_CHUNKS = (b"IHDR", b"PLTE", b"IDAT", b"IEND")


def _without_metadata(png: bytes) -> bytes:
    """Keep only the chunks of a PNG that make the picture."""
    kept = [_PNG_SIGNATURE]
    place = len(_PNG_SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        end = place + 12 + length
        if png[place + 4 : place + 8] in _PICTURE_CHUNKS:
            kept.append(png[place:end])
        place = end
    return b"".join(kept)


def png_size(png: bytes) -> tuple[int, int]:
    """Return width and height in pixels of a PNG from its header."""
    width, height = struct.unpack_from(">II", png, 16)
    return width, height

"""The evidence of a finding, cut out of the page as a picture.

Boxes are PDF points, origin top left, on the page as shown; a page that was bound sideways is
turned the right way up in its pictures. What is cut is chosen in `pipeline.emit.bingkai`.
The same page always gives the same bytes.
"""

from __future__ import annotations

import dataclasses
import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf

from pipeline.emit.bingkai import Garis, Pandangan, Picture, view_in_table, whole_lines
from pipeline.geometry.box import Kotak
from pipeline.read.opening import forget_pictures, open_document
from schemas.records import Bukti, HalamanTerbaca

DPI = 150
SMALLEST_WIDTH = 440.0
SMALLEST_HEIGHT = 84.0
"""Least size of a crop in points: most of the text width of a portrait page and six lines, so
that what the row is about can be read with the figure."""
MARGIN = 14.0
"""Points around a box that is larger than the least size."""
MOST_PIXELS = 1_200_000
"""A crop that would be larger (a whole page) is made smaller."""
MOST_PAGE_PIXELS = 12_000_000
"""A page that would be larger is drawn at a lower resolution."""
_SHARE_LEFT, _SHARE_ABOVE = 0.64, 0.5
"""How much of the surroundings lies left of and above the box: more on the left, where the
words stand that say what a figure is."""
_FRAME_GAP = 2.0
_FRAME_COLOUR = (200, 30, 30)
_GAP, _GAP_COLOUR = 14, (150, 160, 172)
FOLDER = "gambar"

Putaran = Mapping[tuple[str, int], int]
"""How far (0, 90, 180, 270, clockwise) a page as shown is turned to stand upright, by
`dokumen_id` and page; a page that is not named stands upright."""


Tertutup = Mapping[tuple[str, int], tuple[Kotak, ...]]
"""Boxes (points, on the page as shown) that no picture may show, by `dokumen_id` and page."""
CLOSED_COLOUR = 70
"""How gray (0..255) what may not be shown is filled."""


def cut_crops(
    bukti: Sequence[Bukti],
    sumber: Path,
    out: Path,
    putaran: Putaran | None = None,
    tertutup: Tertutup | None = None,
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Cut the picture of each bukti into `out/gambar/<temuan_id>-<urut>.png`.

    `sumber` is the input folder that `bukti.berkas` is relative to. Each PDF is opened
    once, each page drawn once. Returns the bukti in their order with `gambar` set, and a
    message (Indonesian)
    for each that could not be cut; its `gambar` is empty.
    """
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    done: dict[int, str] = {}
    messages: list[str] = []
    for berkas, places in _by_file(bukti).items():
        try:
            with opened(sumber / berkas) as pdf:
                page = _Pages(pdf, putaran or {}, tertutup or {})
                for place in places:
                    try:
                        done[place] = _cut(page.of(bukti[place]), bukti[place], out)
                    except PAGE_ERRORS as error:
                        messages.append(_message(bukti[place], error))
        except PAGE_ERRORS as error:
            messages.extend(_message(bukti[place], error) for place in places)
    cut = tuple(
        dataclasses.replace(one, gambar=done.get(place, "")) for place, one in enumerate(bukti)
    )
    return cut, tuple(messages)


def turns_of(halaman: Iterable[HalamanTerbaca]) -> Putaran:
    """Return the pages that do not stand upright as shown."""
    return {(one.dokumen_id, one.halaman): one.putaran for one in halaman if one.putaran}


PAGE_ERRORS = (RuntimeError, ValueError, OSError, pymupdf.mupdf.FzErrorBase)
"""What pymupdf raises on a page or file that is broken, missing or locked."""


def _by_file(bukti: Sequence[Bukti]) -> dict[str, list[int]]:
    order = sorted(range(len(bukti)), key=lambda place: (bukti[place].berkas, bukti[place].halaman))
    files: dict[str, list[int]] = {}
    for place in order:
        files.setdefault(bukti[place].berkas, []).append(place)
    return files


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """Open a PDF or a picture of a page for as long as the block lasts."""
    document = open_document(path)
    try:
        yield document
    finally:
        document.close()


def _message(bukti: Bukti, error: Exception) -> str:
    reason = str(error).strip().split("\n")[0] or type(error).__name__
    return (
        f"Potongan gambar untuk temuan {bukti.temuan_id} ({bukti.berkas}, halaman "
        f"{bukti.halaman}) tidak dapat dibuat: {reason}"
    )


def _cut(page: _Page, bukti: Bukti, out: Path) -> str:
    name = crop_name(bukti)
    (out / name).write_bytes(page.crop(page.place_of(bukti)))
    return name


class _Pages:
    """The pages of a file; the last one asked for is kept, as bukti come by page."""

    def __init__(self, pdf: Any, putaran: Putaran, tertutup: Tertutup) -> None:
        self._pdf = pdf
        self._putaran = putaran
        self._tertutup = tertutup
        self._last: tuple[int, _Page] | None = None

    def of(self, bukti: Bukti) -> _Page:
        """Return the page of a bukti.

        Raises:
            ValueError: the file has no such page.
        """
        number = bukti.halaman
        if self._last is None or self._last[0] != number:
            if not 1 <= number <= self._pdf.page_count:
                raise ValueError(f"berkas hanya {self._pdf.page_count} halaman")
            turn = self._putaran.get((bukti.dokumen_id, number), 0)
            forget_pictures()
            closed = self._tertutup.get((bukti.dokumen_id, number), ())
            self._last = (number, _Page(self._pdf[number - 1], turn, closed))
        return self._last[1]


class _Page:
    """A page turned the right way up, as a picture that all its crops are cut from."""

    def __init__(self, page: Any, putaran: int, tertutup: Sequence[Kotak]) -> None:
        self._putaran = putaran
        self._shown = Kotak(0.0, 0.0, page.rect.width, page.rect.height)
        self.scale = _scale(self._shown)
        pixels = page.get_pixmap(
            matrix=pymupdf.Matrix(self.scale, self.scale), colorspace=pymupdf.csRGB, alpha=False
        )
        flat = np.frombuffer(pixels.samples, dtype=np.uint8)
        picture = flat.reshape(pixels.height, pixels.stride)[:, : 3 * pixels.width]
        picture = picture.reshape(pixels.height, pixels.width, 3)
        picture = without(picture, tertutup, self.scale)
        self.picture: Picture = np.ascontiguousarray(np.rot90(picture, -(putaran // 90)))
        self._garis: Garis | None = None
        self._crops: dict[Kotak | None, bytes] = {}

    def crop(self, box: Kotak | None) -> bytes:
        """Return what is to be seen of a box (pixels), framed, as PNG; the whole page without one.

        Several findings may point to one place: it is cut once.
        """
        if box not in self._crops:
            picture = self.picture
            if box is not None:
                picture = picture.copy()  # the paper stays as it was
                _draw_frame(picture, box.grow(_FRAME_GAP * self.scale))
            self._crops[box] = _encoded(_bounded(_put_together(picture, self.pieces(box))))
        return self._crops[box]

    @property
    def garis(self) -> Garis:
        """The page's rules, looked for when first asked for."""
        if self._garis is None:
            self._garis = Garis(self.picture, self.scale)
        return self._garis

    @property
    def whole(self) -> Kotak:
        """The page in pixels."""
        height, width = self.picture.shape[:2]
        return Kotak(0.0, 0.0, float(width), float(height))

    def place_of(self, bukti: Bukti) -> Kotak | None:
        """Return the box of a bukti in pixels of the picture, None where it has none.

        Raises:
            ValueError: the box lies outside the page.
        """
        box = box_of(bukti)
        if box is None:
            return None
        page = self._shown
        if box.x1 < page.x0 or box.y1 < page.y0 or box.x0 > page.x1 or box.y0 > page.y1:
            raise ValueError("kotak terletak di luar halaman")
        turned = turned_box(box, page, self._putaran)
        return Kotak(*(side * self.scale for side in turned))

    def pieces(self, box: Kotak | None) -> Pandangan:
        """Return what to show of the page."""
        whole = self.whole
        if box is None:
            return Pandangan(((0.0, whole.x1),), ((0.0, whole.y1),))
        if in_table := view_in_table(self.garis, box):
            return in_table
        points = Kotak(*(side / self.scale for side in box))
        view = view_of(points, Kotak(*(side / self.scale for side in whole)))
        view = whole_lines(self.garis, Kotak(*(side * self.scale for side in view)), box)
        return Pandangan(((view.x0, view.x1),), ((view.y0, view.y1),))


def without(picture: Picture, tertutup: Sequence[Kotak], scale: float) -> Picture:
    """Return the picture of a page as shown with boxes (points) filled."""
    if not tertutup:
        return picture
    picture = picture.copy()
    height, width = picture.shape[:2]
    for box in tertutup:
        x0, y0, x1, y1 = (round(side * scale) for side in box.grow(1.0))
        picture[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)] = CLOSED_COLOUR
    return picture


def turned_box(box: Kotak, page: Kotak, putaran: int) -> Kotak:
    """Return a box of a page after the page was turned clockwise (0, 90, 180 or 270 degrees)."""
    if putaran == 90:
        return Kotak(page.y1 - box.y1, box.x0, page.y1 - box.y0, box.x1)
    if putaran == 180:
        return Kotak(page.x1 - box.x1, page.y1 - box.y1, page.x1 - box.x0, page.y1 - box.y0)
    if putaran == 270:
        return Kotak(box.y0, page.x1 - box.x1, box.y1, page.x1 - box.x0)
    return box


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


def _scale(page: Kotak) -> float:
    """Return the pixels per point at which a page of this size (points) is drawn."""
    scale = DPI / 72
    pixels = page.luas * scale * scale
    return (
        scale if pixels <= MOST_PAGE_PIXELS else float(scale * (MOST_PAGE_PIXELS / pixels) ** 0.5)
    )


def _bounded(picture: Picture) -> Picture:
    height, width = picture.shape[:2]
    if height * width <= MOST_PIXELS:
        return picture
    factor = (MOST_PIXELS / (height * width)) ** 0.5
    size = (max(1, int(width * factor)), max(1, int(height * factor)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _put_together(picture: Picture, pandangan: Pandangan) -> Picture:
    """Cut the pieces out of the page and lay them beside and below each other, gaps marked."""
    height, width = picture.shape[:2]
    rows = []
    for top, bottom in pandangan.tegak:
        band = picture[_within(top, bottom, height)]
        cut = [band[:, _within(left, right, width)] for left, right in pandangan.mendatar]
        rows.append(_joined(cut, axis=1))
    return _joined(rows, axis=0)


def _within(low: float, high: float, limit: int) -> slice:
    start = min(max(0, round(low)), limit - 1)
    return slice(start, max(start + 1, min(limit, round(high))))


def _joined(pieces: Sequence[Picture], axis: int) -> Picture:
    parts: list[Picture] = []
    for number, piece in enumerate(pieces):
        if number:
            shape = list(piece.shape)
            shape[axis] = _GAP
            parts.append(_gap(shape, axis))
        parts.append(piece)
    return np.concatenate(parts, axis=axis)


def _gap(shape: Sequence[int], axis: int) -> Picture:
    """Return the strip that says: here something of the page was left out."""
    gap = np.full(shape, 255, np.uint8)
    middle = _GAP // 2
    along = np.arange(shape[1 - axis]) % 12 < 7
    line = gap[:, middle - 1 : middle + 1] if axis == 1 else gap[middle - 1 : middle + 1]
    if axis == 1:
        line[along] = _GAP_COLOUR
    else:
        line[:, along] = _GAP_COLOUR
    return gap


def _draw_frame(picture: Picture, box: Kotak) -> None:
    height, width = picture.shape[:2]
    x0, y0 = max(0, round(box.x0)), max(0, round(box.y0))
    x1, y1 = min(width, round(box.x1)), min(height, round(box.y1))
    thick = 3
    picture[y0 : y0 + thick, x0:x1] = _FRAME_COLOUR
    picture[max(y0, y1 - thick) : y1, x0:x1] = _FRAME_COLOUR
    picture[y0:y1, x0 : x0 + thick] = _FRAME_COLOUR
    picture[y0:y1, max(x0, x1 - thick) : x1] = _FRAME_COLOUR


def _encoded(picture: Picture) -> bytes:
    height, width = picture.shape[:2]
    data = np.ascontiguousarray(picture).tobytes()
    pixels = pymupdf.Pixmap(pymupdf.csRGB, width, height, data, False)
    return _without_metadata(pixels.tobytes("png"))


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

"""Streaks down a whole page, from dirt on a scanner's glass or a printer's drum, taken out.

Paper that is fed past a speck comes out with a line from edge to edge. Taken for a ruling line
it would cut figures in two, each part of which two readers agree on.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.raster import Image

MARGIN = 0.03
"""Share of a page's height at its head and at its foot in which hardly ever anything is printed."""
END = 0.03
"""It is seen in so narrow a strip (inches) at the very edge, too; a ruling line ends before."""
MOST = 8
"""A page with more of them is one whose ruling lines were cut off at its edges."""
BESIDE = 0.025
"""A streak is thinner than this (inches): so far aside on both sides is paper."""
LEAST = 8.0
"""A streak is darker than what lies beside it by at least this much (0..255)."""
ALONG = 0.1
"""Its tone is taken over this length (inches)."""
ASLANT = 0.02
"""It leans by at most this share of its length: the printer's lean as the sheet does."""
WHOLE = 0.9
"""It is seen over at least this share of the page, where no print stands beside it."""
CLEAR = 0.2
"""... which is at least this share of the page."""
PAPER = 190
"""What is lighter than this (0..255) is no print."""


Columns = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Jejak:
    """A streak: its middle column in each row of the picture, and how wide it is (pixels)."""

    kolom: Columns
    lebar: int


def take_out_streaks(
    gray: Image, colour: Image | None, dpi: float
) -> tuple[Image, Image | None, Image | None]:
    """Fill the streaks of a page from what lies beside them.

    Args:
        gray: The evened-out picture, as it was scanned.
        colour: The same in colour, where it is kept.
        dpi: Dots per inch.

    Returns:
        Both pictures, and the mask (255) of the streaks; None where there are none.
    """
    mask: Image | None = None
    for upright in (True, False):
        found = _find(gray if upright else gray.T, dpi)
        if not found:
            continue
        mask = np.zeros_like(gray) if mask is None else mask
        gray, colour = gray.copy(), None if colour is None else colour.copy()
        for jejak in found:
            for image in (gray, colour):
                if image is not None:
                    _bridge(image if upright else image.swapaxes(0, 1), jejak)
            _mark(mask if upright else mask.T, jejak)
    return gray, colour, mask


def _find(gray: Image, dpi: float) -> list[Jejak]:
    """Find the streaks that run from the head of a picture to its foot."""
    height, width = gray.shape
    beside = max(3, round(BESIDE * dpi))
    rows, end = max(1, round(MARGIN * height)), max(2, round(END * dpi))
    if width <= 4 * beside or height <= 4 * rows:
        return []
    head = _candidates(gray[:rows], gray[:end], beside)
    foot = _candidates(gray[-rows:], gray[-end:], beside)
    if not head or not foot:
        return []
    found = []
    places = (np.arange(height) - rows / 2) / (height - rows)
    for at_head, wide in head:
        near = [x for x, _ in foot if abs(x - at_head) <= ASLANT * height]
        for at_foot in sorted(near, key=lambda x: abs(x - at_head)):
            columns = np.rint(at_head + places * (at_foot - at_head)).astype(np.intp)
            if _runs_through(gray, columns, beside, dpi):
                found.append(Jejak(columns, wide + 2))
                break
    return found if len(found) <= MOST else []


def _candidates(margin: Image, end: Image, beside: int) -> list[tuple[float, int]]:
    """Return middle and width of what is darker than its sides in a margin and at its end."""
    seen = np.ones(margin.shape[1] - 2 * beside, bool)
    for strip in (margin, end):
        tones = strip.mean(axis=0, dtype=np.float32)[None]
        seen &= _darker(tones, beside)[0] >= LEAST
    columns = np.flatnonzero(seen) + beside
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    thin = [group for group in groups if 0 < len(group) < beside]
    return [(float(group.mean()), len(group)) for group in thin]


def _runs_through(gray: Image, columns: Columns, beside: int, dpi: float) -> bool:
    """Say whether a streak is seen all along; print may hide it, paper may not."""
    room = 2 * beside
    around = np.clip(columns[:, None] + np.arange(-room, room + 1), 0, gray.shape[1] - 1)
    band = gray[np.arange(len(columns))[:, None], around].astype(np.float32)
    clear = (band[:, beside - 1] > PAPER) & (band[:, -beside] > PAPER)
    tones = cv2.blur(band, (1, max(1, round(ALONG * dpi))))
    contrast = _darker(np.asarray(tones, dtype=np.float32), beside)
    middle = contrast[:, beside - 1 : beside + 2].max(axis=1)
    return bool(clear.mean() > CLEAR and (middle[clear] >= LEAST).mean() >= WHOLE)


def _darker(tones: npt.NDArray[np.float32], beside: int) -> npt.NDArray[np.float32]:
    """Return by how much each column but the outermost is darker than both its sides."""
    sides = np.minimum(tones[:, : -2 * beside], tones[:, 2 * beside :])
    return np.asarray(sides - tones[:, beside:-beside], dtype=np.float32)


def _bridge(image: Image, jejak: Jejak) -> None:
    """Replace a streak by the run of tones from the one side to the other, in place."""
    rows, last = np.arange(len(jejak.kolom)), image.shape[1] - 1
    start = jejak.kolom - jejak.lebar // 2
    before = image[rows, np.clip(start - 1, 0, last)].astype(np.float32)
    behind = image[rows, np.clip(start + jejak.lebar, 0, last)].astype(np.float32)
    for step in range(jejak.lebar):
        part = np.float32((step + 1) / (jejak.lebar + 1))
        tones = np.rint(before + part * (behind - before)).astype(np.uint8)
        image[rows, np.clip(start + step, 0, last)] = tones


def _mark(mask: Image, jejak: Jejak) -> None:
    rows, start = np.arange(len(jejak.kolom)), jejak.kolom - jejak.lebar // 2
    for step in range(jejak.lebar):
        mask[rows, np.clip(start + step, 0, mask.shape[1] - 1)] = 255

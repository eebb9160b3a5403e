"""Filled areas: header rows that are shaded, dotted or blackened are given paper back.

Nothing can be told by tone inside a fill: its rules drown in it, its letters may be lighter
than it. So the fill becomes paper, letters that were light become dark, and a blackened
fill gets a rule around it, which is all that is left of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from pipeline.read.raster import EDGE, Image, Nada, Places, components, only, shrink

SMALL_DPI = 60.0
"""Fills are looked for at so many dots per inch: letters run together, fills do not."""
SHADED = 0.88
"""A fill is darker than this share of the paper ..."""
PALE = 0.94
"""... at its darkest; all of it is darker than this share ..."""
NOISE = 4.0
"""... and than the paper by so many standard deviations of the noise of the small picture."""
LOWEST = 0.12
"""A fill is at least so high and wide (inches): higher than a rule is thick ..."""
SHORTEST = 0.3
"""... and so long one way."""
LARGEST = 0.5
"""What takes more than this share of a page is no fill, but its paper."""
BLACK = 100.0
"""A fill with a tone below this (0..255) holds no print darker than it."""
LIGHTER = 45.0
"""Print in a fill differs from it by at least this much."""
DOTTED = 26.0
"""A fill whose tone varies by more (standard deviation) from point to point is dots."""
EVEN = 34.0
"""A picture varies by more (standard deviation) than this where it is blurred; a fill does not."""


@dataclass(frozen=True, slots=True)
class Arsiran:
    """A filled area: its box in pixels (x0, y0, x1, y1), and whether its print is light."""

    kotak: tuple[int, int, int, int]
    terbalik: bool


def take_out_fills(
    gray: Image, nada: Nada, tepi: Places, dpi: float
) -> tuple[Image, tuple[Arsiran, ...]]:
    """Return the picture with every fill made paper, and the fills.

    Args:
        gray: The evened-out, straightened picture.
        nada: Its tones.
        tepi: Places along the edge of the scan: what is dark there is the scanner's lid.
        dpi: Its dots per inch.
    """
    factor, paper = dpi / SMALL_DPI, nada.kertas
    seen = paper - NOISE * nada.derau / factor
    limit, pale = min(SHADED * paper, seen), min(PALE * paper, seen)
    places = _places(shrink(gray, factor), tepi / factor, paper, limit, pale)
    if not places:
        return gray, ()
    out = gray.copy()
    fills = []
    for place in places:
        x0, y0, x1, y1 = (round(value * factor) for value in place)
        room = round(2.5 * factor)
        height, width = gray.shape
        box = (max(0, x0 - room), max(0, y0 - room), min(width, x1 + room), min(height, y1 + room))
        fill = _make_paper(out, box, paper, pale, dpi)
        if fill is not None:
            fills.append(fill)
    return out, tuple(fills)


def _places(
    small: Image, tepi: np.ndarray, paper: float, limit: float, pale: float
) -> list[tuple[int, int, int, int]]:
    """Return boxes (x0, y0, x1, y1) of what may be fills in the small picture."""
    letter = round(0.1 * SMALL_DPI) | 1
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((letter, letter), np.uint8))
    mostly_dark = _mostly(small < 0.45 * paper, 2 * letter - 1)
    side = max(3, round(LOWEST * SMALL_DPI))
    square = np.ones((side, side), np.uint8)
    surely, perhaps = (
        cv2.morphologyEx(np.where(dark, 255, 0).astype(np.uint8), cv2.MORPH_OPEN, square)
        for dark in (
            (closed < limit) | mostly_dark,
            (closed < pale) | mostly_dark,
        )
    )
    labels, stats = components(np.asarray(perhaps, dtype=np.uint8))
    height, width = small.shape
    xs, ys = np.clip(tepi.astype(int), 0, (width - 1, height - 1)).T
    sure = np.setdiff1d(labels[surely > 0], labels[ys, xs])
    edge = max(1, round(EDGE * SMALL_DPI))
    places = []
    # A fill as pale as the limit is found whole or not at all, not in pieces.
    for x, y, w, h, area in stats[sure[sure > 0]].tolist():
        at_edge = x <= edge or y <= edge or x + w >= width - edge or y + h >= height - edge
        large = w * h > LARGEST * width * height
        if not at_edge and not large and max(w, h) >= SHORTEST * SMALL_DPI and area >= 0.3 * w * h:
            places.append((x, y, x + w, y + h))
    return places


def _mostly(dark: np.ndarray, side: int) -> np.ndarray:
    """Say where more than half of the square around a pixel, `side` (odd) wide, is dark."""
    counts = cv2.boxFilter(
        dark.astype(np.float32), -1, (side, side), normalize=False, borderType=cv2.BORDER_REPLICATE
    )
    return np.asarray(counts > side * side / 2, dtype=bool)


def _make_paper(
    gray: Image, box: tuple[int, int, int, int], paper: float, limit: float, dpi: float
) -> Arsiran | None:
    """Make paper of the fill in a box of the picture, in place; None where it is a picture."""
    x0, y0, x1, y1 = box
    window = gray[y0:y1, x0:x1]
    soft = cv2.GaussianBlur(window, (0, 0), max(1.0, 0.008 * dpi))
    area = _extent(np.asarray(soft, dtype=np.uint8), paper, limit, dpi)
    if area is None:
        return None
    inside = area > 0
    tone = float(np.median(soft[inside]))
    grain = float(np.median(np.abs(window[inside].astype(np.float32) - soft[inside])))
    dotted = 1.4826 * grain > DOTTED
    source = np.asarray(soft if dotted else window, dtype=np.uint8)
    values = source[inside].astype(np.float32)
    if _is_picture(np.asarray(soft, dtype=np.uint8), inside, tone, dpi):
        return None
    lighter, darker = (values > tone + LIGHTER).sum(), (values < tone - LIGHTER).sum()
    turned = tone < BLACK or (tone < 0.75 * paper and lighter > 2 * darker)
    made = _turned(source, tone, values) if turned else _lifted(source, tone)
    window[inside] = made[inside]
    if turned:
        _draw_rim(window, area, dpi)
    ys, xs = np.nonzero(area.any(axis=1))[0], np.nonzero(area.any(axis=0))[0]
    rim = (int(xs[0]) + x0, int(ys[0]) + y0, int(xs[-1]) + 1 + x0, int(ys[-1]) + 1 + y0)
    return Arsiran(rim, turned)


def _extent(soft: Image, paper: float, limit: float, dpi: float) -> Image | None:
    """Return the mask of the fill itself: without the rules that run on from it."""
    level = np.median(soft[soft < limit]) if (soft < limit).any() else 0
    mask = np.where(soft < (float(level) + paper) / 2, 255, 0).astype(np.uint8)
    letter, rule = max(3, round(0.1 * dpi)), max(3, round(0.06 * dpi))
    mask = cv2.copyMakeBorder(mask, letter, letter, letter, letter, cv2.BORDER_CONSTANT, value=(0,))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((letter, letter), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((rule, rule), np.uint8))
    mask = mask[letter:-letter, letter:-letter]
    labels, stats = components(np.ascontiguousarray(mask))
    if len(stats) < 2:
        return None
    keep = stats[:, 4] == stats[1:, 4].max()
    whole = only(labels, stats, keep)
    contours, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(whole, contours, -1, 255, cv2.FILLED)
    return np.asarray(whole, dtype=np.uint8)


def _is_picture(soft: Image, inside: np.ndarray, tone: float, dpi: float) -> bool:
    """Say whether the tone of an area varies from place to place, as a picture's does.

    The typical tone is compared over squares of a quarter of an inch; print in them does
    not change the median.
    """
    side = max(4, round(0.25 * dpi))
    tones = []
    for y in range(0, soft.shape[0], side):
        for x in range(0, soft.shape[1], side):
            part = soft[y : y + side, x : x + side][inside[y : y + side, x : x + side]]
            if part.size > side * side / 3:
                tones.append(float(np.median(part)))
    return len(tones) > 3 and float(np.std(tones)) > max(EVEN * 0.5, 0.15 * tone)


def _lifted(source: Image, tone: float) -> Image:
    """Return the picture with the fill's tone made white."""
    table = np.clip(np.arange(256, dtype=np.float32) * (262.0 / tone), 0, 255)
    return np.asarray(cv2.LUT(source, table.astype(np.uint8)), dtype=np.uint8)


def _turned(source: Image, tone: float, values: np.ndarray) -> Image:
    """Return the picture with the fill made white and its light print black."""
    brightest = max(float(np.percentile(values, 98)), tone + LIGHTER)
    levels = (brightest - np.arange(256, dtype=np.float32)) * (255.0 / (brightest - tone))
    return np.asarray(cv2.LUT(source, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)


def _draw_rim(window: Image, area: Image, dpi: float) -> None:
    """Rule a blackened fill all around, just inside it: its own rules cannot be seen."""
    thick = max(2, round(0.01 * dpi))
    core = cv2.erode(area, np.ones((2 * thick + 1, 2 * thick + 1), np.uint8), borderValue=(0,))
    window[(area > 0) & (core == 0)] = 0

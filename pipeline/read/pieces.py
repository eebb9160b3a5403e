"""Where print stands on a picture: lines of text and runs of words, found by ink alone.

A second reader must not see a piece cut out by the first reader's boxes: where the
first dropped a digit, its box would cut the digit off for the second too.
Boxes here are pixels (x0, y0, x1, y1) of the picture given.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np

from pipeline.read.raster import Image, components, only

Box = tuple[int, int, int, int]

SPECK = 0.022
"""Dark spots smaller than this (inches) both ways are dirt, or a stop or comma beside print."""
TALLER = 1.3
"""A stroke so many times as high as the digits beside it is none of them."""
HIGHEST_LINE = 0.2
"""A band lower than this (inches) is not looked at for being more than a line."""


def print_mask(gray: Image, dpi: float, level: float) -> Image:
    """Return the mask of what is darker than `level` (255 = print), without lone specks."""
    mask = np.asarray(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    labels, stats = components(mask)
    size = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    large = size >= SPECK * dpi
    large[0] = False
    if not large.any():
        return np.zeros_like(mask)
    kept = only(labels, stats, large)
    reach = max(3, round(0.06 * dpi))
    near = cv2.dilate(kept, np.ones((reach, reach), np.uint8))
    return np.asarray(cv2.bitwise_and(mask, near), dtype=np.uint8)


def text_lines(mask: Image, dpi: float) -> list[Box]:
    """Part a piece of page into its lines of text, top to bottom."""
    rows = (mask > 0).any(axis=1)
    bands = _spans(rows, max(1, round(0.012 * dpi)))
    boxes: list[Box] = []
    for top, bottom in bands:
        columns = (mask[top:bottom] > 0).any(axis=0)
        inked = np.flatnonzero(columns)
        box = (int(inked[0]), top, int(inked[-1]) + 1, bottom)
        if boxes and _is_mark_of(boxes[-1], box, dpi):
            boxes[-1] = _around(boxes[-1], box)
        else:
            boxes.append(box)
    return [box for box in boxes if _is_print(box, dpi)]


def is_tall(mask: Image, line: Box, dpi: float) -> bool:
    """Say whether a band of print is higher than one line of its letters: a fraction, a bracket."""
    x0, y0, x1, y1 = line
    if y1 - y0 < HIGHEST_LINE * dpi:
        return False
    _, stats = components(np.ascontiguousarray(mask[y0:y1, x0:x1]))
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    letters = heights[heights >= 2 * SPECK * dpi]
    return letters.size >= 4 and y1 - y0 > 1.8 * float(np.median(letters))


def part_fraction(mask: Image, line: Box, bars: Sequence[Box], dpi: float) -> list[list[Box]]:
    """Part a tall band at its fraction bars: left of a bar, above it, below it, right of it.

    Args:
        mask: The print mask of the piece the band stands in.
        line: The band.
        bars: Level rules in the piece, as boxes.
        dpi: Dots per inch.

    Returns:
        The lines of each part; the band by itself, if no bar stands in its midst.
    """
    x0, y0, x1, y1 = line
    room = 0.04 * dpi
    inside = [
        bar
        for bar in bars
        if y0 + room < (bar[1] + bar[3]) / 2 < y1 - room and bar[2] > x0 and bar[0] < x1
    ]
    if not inside:
        return [[line]]
    bar = max(inside, key=lambda bar: bar[2] - bar[0])
    left, right, middle = max(bar[0], x0), min(bar[2], x1), (bar[1] + bar[3]) // 2
    places = (
        (x0, y0, left, y1),
        (left, y0, right, middle),
        (left, middle, right, y1),
        (right, y0, x1, y1),
    )
    parts = []
    for place in places:
        a, top, b, bottom = place
        if b - a < 2 or bottom - top < 2:
            continue
        found = text_lines(mask[top:bottom, a:b], dpi)
        if found:
            parts.append([(p + a, q + top, r + a, s + top) for p, q, r, s in found])
    return parts


def _is_mark_of(line: Box, box: Box, dpi: float) -> bool:
    """Say whether a low band is the dots, commas or underline of the line above it."""
    return (box[3] - box[1]) < 0.03 * dpi and box[1] - line[3] < 0.03 * dpi


def _is_print(box: Box, dpi: float) -> bool:
    """Say whether a band may be print: no speck, and no remnant of a ruling line."""
    width, height = box[2] - box[0], box[3] - box[1]
    is_rule = height < 0.025 * dpi and width > 0.2 * dpi
    return max(width, height) >= SPECK * dpi and not is_rule


def _around(a: Box, b: Box) -> Box:
    return min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])


def _spans(flags: Any, bridge: int) -> list[tuple[int, int]]:
    """Return the runs (start, end) of True, joined over gaps up to `bridge`."""
    spans: list[tuple[int, int]] = []
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if spans and start - spans[-1][1] <= bridge:
            spans[-1] = (spans[-1][0], int(end))
        else:
            spans.append((int(start), int(end)))
    return spans


def widen_to_gap(mask: Image, box: Box, gap: int) -> Box:
    """Widen a box left and right until `gap` columns without print, so nothing is cut off."""
    x0, y0, x1, y1 = box
    columns = (mask[y0:y1] > 0).any(axis=0)
    inked = np.flatnonzero(columns)
    if inked.size == 0:
        return box
    left, right = x0, x1
    for x in inked[inked < left][::-1]:
        if left - x > gap:
            break
        left = int(x)
    for x in inked[inked >= right]:
        if x - right >= gap:
            break
        right = int(x) + 1
    return left, y0, right, y1


def crop(gray: Image, box: Box, around: int, margin: int) -> Image:
    """Cut out a box with `around` pixels of its surroundings and a margin of paper.

    The surroundings keep what of a faint or blurred stroke lies beyond the box.
    """
    x0, y0, x1, y1 = box
    height, width = gray.shape
    piece = gray[
        max(0, y0 - around) : min(height, y1 + around),
        max(0, x0 - around) : min(width, x1 + around),
    ]
    return np.asarray(
        cv2.copyMakeBorder(
            piece, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255,)
        ),
        dtype=np.uint8,
    )


def has_mark_between_glyphs(cut: Image, dpi: float) -> bool:
    """Say whether a small mark stands at the foot of a line between its glyphs.

    A point or comma of few pixels is what readers lose most easily, both at once.

    Args:
        cut: A strengthened picture of one line, dark on light.
        dpi: Its dots per inch.
    """
    mask = np.asarray(cv2.threshold(cut, 165, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    glyphs = [s for s in stats[1:] if s[cv2.CC_STAT_HEIGHT] >= 0.05 * dpi]
    if len(glyphs) < 2:
        return False
    height = float(np.median([s[cv2.CC_STAT_HEIGHT] for s in glyphs]))
    foot = float(np.median([s[cv2.CC_STAT_TOP] + s[cv2.CC_STAT_HEIGHT] for s in glyphs]))
    left = min(s[cv2.CC_STAT_LEFT] for s in glyphs)
    right = max(s[cv2.CC_STAT_LEFT] for s in glyphs)
    for x, y, w, h, area in stats[1:]:
        small = h <= 0.45 * height and w <= 0.4 * height and area >= (0.09 * height) ** 2
        low = y >= foot - 0.4 * height and y + h <= foot + 0.4 * height
        if small and low and left < x < right:
            return True
    return False


def has_taller_stroke(cut: Image, dpi: float, digits: int) -> bool:
    """Say whether one of a line's digits is a stroke that stands out of the others: a pen's, no 1.

    Digits of a print are equally high. Where a line has other glyphs than digits, or glyphs
    run together or are broken, nothing is said.

    Args:
        cut: A strengthened picture of one line, dark on light.
        dpi: Its dots per inch.
        digits: How many digits were read in it.
    """
    if digits < 2:
        return False
    mask = np.asarray(cv2.threshold(cut, 165, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2]
    glyphs = [s for s in stats[1:] if s[cv2.CC_STAT_HEIGHT] >= 0.05 * dpi]
    if len(glyphs) != digits:
        return False
    *others, tallest = sorted(glyphs, key=lambda s: int(s[cv2.CC_STAT_HEIGHT]))
    usual = float(np.median([s[cv2.CC_STAT_HEIGHT] for s in others]))
    slender = tallest[cv2.CC_STAT_WIDTH] < 0.5 * tallest[cv2.CC_STAT_HEIGHT]
    return bool(slender and tallest[cv2.CC_STAT_HEIGHT] > TALLER * usual)


def bullet_of(mask: Image, line: Box) -> Box | None:
    """Return the box of the bullet that opens a line of text, or None.

    A bullet is a filled dot or square at half the height of the letters, apart from them.
    A reader of letters makes anything of it, or leaves it out.

    Args:
        mask: The print mask (255 = print) of the piece the line stands in.
        line: The line's box.
    """
    x0, y0, x1, y1 = line
    spans = _spans((mask[y0:y1, x0:x1] > 0).any(axis=0), 1)
    if len(spans) < 2:
        return None
    (start, end), after = spans[0], spans[1][0]
    rows = np.flatnonzero((mask[y0:y1, x0 + start : x0 + end] > 0).any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    width, height, whole = end - start, bottom - top, y1 - y0
    blob = mask[y0 + top : y0 + bottom, x0 + start : x0 + end] > 0
    middle = (top + bottom) / 2 / whole
    filled = 0.6 if height <= 0.6 * whole else 0.82  # a large one can only be a square
    compact = 0.65 <= width / height <= 1.6 and float(blob.mean()) >= filled
    small = height >= 0.15 * whole
    if compact and small and 0.25 <= middle <= 0.72 and after - end >= 0.35 * whole:
        return x0 + start, y0 + top, x0 + end, y0 + bottom
    return None

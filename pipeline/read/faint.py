"""Ruling lines paler than print, or broken into dashes: found by summing along them.

A pale line cannot be told from noise pixel by pixel, but over a third of an inch its tone adds up.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.page import Garis
from pipeline.read.raster import Image, Nada, components, only, shrink

FAINT_DPI = 100.0
"""Dots per inch at which pale lines are looked for: a hairline is still seen in a pixel."""
ALONG = 0.3
"""The tone is summed over this length (inches)."""
BESIDE = 0.03
"""A line is darker than what lies this far (inches) on both sides of it."""
LONGEST_BREAK = 0.1
"""Dashes nearer to each other than this (inches) are one line."""
SHORTEST = 0.45
"""A pale line shorter than this (inches) is not believed."""
LEAST = 6.0
"""A line differs from its surroundings by at least this much (0..255), summed."""
SURE = 4.0
"""... and by so many standard deviations of the noise that is left after summing."""
DASH = 0.035
"""A dash of a broken line is thinner than this (inches); a letter is not."""
DOT = 0.03
"""A dot of a dotted line is at most this wide and high (inches)."""
MANY_DOTS = 20
"""So many dots below each other may be those of a dotted line."""
KNOWN = 0.85
"""A line of which more than this share is known already is not told again."""
NEAR = 0.03
"""Where a line begins and ends is seen by summing over this length (inches) only."""
NEAR_DOTS = 0.08
"""... or over this length, among dots."""
SEEN = 0.75
"""A line is seen by so short a sum over at least this share of its length."""

LEAST_FREE = 0.3
"""Of a gap of which a smaller share is free of print, nothing is said."""

Flags = npt.NDArray[np.bool_]
Tones = npt.NDArray[np.float32]


def find_faint_rules(
    gray: Image, mask: Image, known: Image, nada: Nada, dpi: float
) -> tuple[Garis, ...]:
    """Find level and upright lines, in points, that the search by darkness does not know.

    Args:
        gray: The evened-out, straightened picture.
        mask: Its dark mask.
        known: The mask (255) of the rules that are known.
        nada: Its tones.
        dpi: Its dots per inch; below `FAINT_DPI`, at which only a page of many square metres
            is drawn, nothing faint shows.
    """
    if dpi < FAINT_DPI:
        return ()
    factor = dpi / FAINT_DPI
    small = shrink(gray, factor)
    rules = cv2.threshold(shrink(known, factor), 20, 255, 0)[1]
    rules = cv2.dilate(rules, np.ones((3, 3), np.uint8))
    letters = np.asarray(cv2.subtract(mask, known), dtype=np.uint8)
    dark = cv2.threshold(shrink(letters, factor), 60, 255, 0)[1]
    dots = _dots_of_rules(dark)
    near = NEAR if dots is None else NEAR_DOTS
    dark = dark if dots is None else np.asarray(cv2.subtract(dark, dots), dtype=np.uint8)
    noise = nada.derau / factor
    found = []
    for upright in (False, True):
        views = [
            np.asarray(cv2.transpose(view) if upright else view, dtype=np.uint8)
            for view in (small, dark, rules)
        ]
        for x0, y, x1 in _level(views[0], views[1], views[2], noise, near):
            a, at, b = (value * 72 / FAINT_DPI for value in (x0, y, x1))
            found.append(Garis(at, a, at, b) if upright else Garis(a, at, b, at))
    return tuple(found)


def _level(
    small: Image, dark: Image, rules: Image, noise: float, near: float
) -> list[tuple[int, float, int]]:
    """Find level lines as (x0, y, x1) in pixels of the small picture."""
    beside = round(BESIDE * FAINT_DPI)
    free = _free_of_print(dark)
    contrast = _contrast(small, free, round(ALONG * FAINT_DPI), beside)
    limit = max(LEAST, SURE * noise / np.sqrt(ALONG * FAINT_DPI))
    response = np.where(contrast > limit, 255, 0).astype(np.uint8)
    lines = []
    labels, stats = components(_joined(response))
    unknown = [
        (label, *(int(v) for v in stats[label]))
        for label in range(1, len(stats))
        if _is_line(stats[label]) and not _is_known(rules, stats[label])
    ]
    contrast_near = _contrast(small, free, round(near * FAINT_DPI), beside) if unknown else contrast
    for label, x, y, width, height, _ in unknown:
        window = np.s_[y : y + height, x : x + width]
        seen = np.where(labels[window] == label, np.maximum(contrast_near[window], 0), 0)
        inked = np.flatnonzero(seen.max(axis=0) > limit)
        clear = free[window].max(axis=0) > 0
        if not inked.size or len(inked) < SEEN * max(1, int(clear.sum())) or clear.mean() < 0.5:
            continue
        middle = float((seen.sum(axis=1) @ np.arange(height)) / seen.sum())
        told = rules[window].max(axis=0) > 0
        for start, end in _seen_stretches(told, seen.max(axis=0) > limit, free[window].max(axis=0)):
            if end - start >= SHORTEST * FAINT_DPI and float(told[start:end].mean()) <= KNOWN:
                lines.append((x + start, y + middle + 0.5, x + end))
    return lines


def _seen_stretches(told: Flags, seen: Flags, clear: Image) -> list[tuple[int, int]]:
    """Part a response where nothing is seen between rules that are known.

    Summed over `ALONG`, known rules show beyond their ends: where the cells of a row are
    merged, two of them would be told as one line, through the print of that row.

    Args:
        told: By place along the line, whether a known rule stands there.
        seen: Whether a sum over `NEAR` only sees a line.
        clear: 1 where no print stands.

    Returns:
        From where to where (pixels) each stretch goes.
    """
    inked = np.flatnonzero(seen)
    first, last = int(inked[0]), int(inked[-1]) + 1
    steps = np.flatnonzero(np.diff(np.concatenate(([1], told[first:last], [1]))))
    stretches = []
    start = first
    for begin, end in zip(first + steps[::2], first + steps[1::2], strict=True):
        free = clear[begin:end] > 0
        known = begin > first and end < last and end - begin > LONGEST_BREAK * FAINT_DPI
        shown = bool(free.mean() < LEAST_FREE or seen[begin:end][free].mean() >= SEEN)
        if known and not shown:
            stretches.append((start, int(begin)))
            start = int(end)
    return [*stretches, (start, last)]


def _is_line(stats: npt.NDArray[np.int32]) -> bool:
    """Say whether a response, as (x, y, width, height, area), is long, thin and level."""
    _, _, width, height, area = (int(v) for v in stats)
    long_enough = width >= SHORTEST * FAINT_DPI
    return long_enough and area / width <= 4 and height <= 4 + 0.01 * width


def _is_known(rules: Image, stats: npt.NDArray[np.int32]) -> bool:
    """Say whether a response is that of a rule that is known already."""
    x, y, width, height, _ = (int(v) for v in stats)
    known = rules[y : y + height, x : x + width].max(axis=0) > 0
    return float(known.mean()) > KNOWN


def _free_of_print(dark: Image) -> Image:
    """Return 1 where no print stands; the dash of a broken line, thin and long, is none."""
    labels, stats = components(dark)
    width, height = stats[:, 2], stats[:, 3]
    letters = only(labels, stats, (height > DASH * FAINT_DPI) | (width < 2 * height))
    around = cv2.dilate(letters, np.ones((3, 3), np.uint8))
    return np.where(around > 0, 0, 1).astype(np.uint8)


def _dots_of_rules(dark: Image) -> Image | None:
    """Return the mask (255) of the dots of a page ruled with dotted lines; None: it is not.

    A row of dots may be a blank to be filled in, which is text. A column of them is a rule, and
    on a page that has one, rows of dots are rules too.
    """
    labels, stats = components(dark)
    most = round(DOT * FAINT_DPI)
    dots = (stats[:, 2] <= most) & (stats[:, 3] <= most)
    columns = np.bincount(stats[dots, 0] // most, minlength=2)
    if (columns[1:] + columns[:-1]).max() < MANY_DOTS:
        return None
    mask = only(labels, stats, dots)
    _, joined = components(_joined(np.asarray(cv2.transpose(mask), dtype=np.uint8)))
    return mask if any(_is_line(one) for one in joined[1:]) else None


def _contrast(small: Image, free: Image, along: int, beside: int) -> Tones:
    """Return by how much each place, summed along, is darker than both sides of it."""
    clear = np.asarray(free, dtype=np.float32)
    weight = cv2.blur(clear, (along, 1))
    tone = cv2.divide(cv2.blur(cv2.multiply(clear, small, dtype=cv2.CV_32F), (along, 1)), weight)
    unknown = weight < 0.4
    tone[unknown] = 0.0  # beside what is not known no line is seen
    padded = cv2.copyMakeBorder(tone, beside, beside, 0, 0, cv2.BORDER_REPLICATE)
    contrast = cv2.subtract(cv2.min(padded[: -2 * beside], padded[2 * beside :]), tone)
    contrast[unknown] = -1.0
    return np.asarray(contrast, dtype=np.float32)


def _joined(response: Image) -> Image:
    """Join dashes to lines, and drop what stays short."""
    bridge, along = round(LONGEST_BREAK * FAINT_DPI), round(ALONG * FAINT_DPI)
    joined = cv2.morphologyEx(response, cv2.MORPH_CLOSE, np.ones((1, bridge), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, along), np.uint8))
    return np.asarray(joined, dtype=np.uint8)

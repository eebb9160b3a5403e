"""Ruling lines followed beyond the ends at which they were found.

Whether a known rule goes on can be seen where a blind search sees nothing: at one place,
in one direction, along a strip of a few pixels. So the pale rules of a shaded header row
are found from the rules of the rows below it.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.page import Garis
from pipeline.read.raster import Image, Nada

FARTHEST = 8.0
"""A rule is followed at most so far (inches)."""
NEAR = 4.0
"""Rules no further apart than this (points) run into each other."""
LEAST = 0.15
"""A piece shorter than this (inches), that leads to no other, may be a letter."""
LONG_ENOUGH = 0.3
"""Only a rule at least so long (inches) is followed."""
ALONG = 0.05
"""Tones are averaged over this length (inches) along the rule."""
ASIDE = 0.012
"""A rule may swerve so far (inches) to either side ..."""
BESIDE = 0.05
"""... and is darker than the paper up to this far (inches) on both sides."""
BREAK = 0.07
"""Where a rule cannot be seen over more than this (inches) it ends."""
PRINT = 0.1
"""Where more than this share of what lies beside it is dark, print stands there."""
HIDDEN = 0.25
"""... and where print stands beside it for longer than this."""
SEEN = 0.6
"""At least this share of its way a rule must be seen."""
CONTRAST = 7.0
"""A rule is darker than its sides by at least this much (0..255) ..."""
SURE = 3.2
"""... and by so many standard deviations of the noise left after averaging."""


def carry_on(
    gray: Image, mask: Image, garis: Iterable[Garis], nada: Nada, dpi: float
) -> tuple[Garis, ...]:
    """Follow rules beyond their ends.

    Args:
        gray: The evened-out, straightened picture.
        mask: Its dark mask.
        garis: The rules that are known, in points.
        nada: The picture's tones.
        dpi: Its dots per inch.

    Returns:
        What goes on of them, in points: lines of their own that begin where the others end.
    """
    scale = 72 / dpi
    turned = cv2.transpose(gray), cv2.transpose(mask)
    every, found = list(garis), []
    for rule in every:
        level = rule.mendatar
        views = (gray, mask) if level else turned
        ends = (rule.x0, rule.x1, rule.y0) if level else (rule.y0, rule.y1, rule.x0)
        start, end, at = (round(value / scale) for value in ends)
        if end - start < LONG_ENOUGH * dpi:
            continue
        for edge, step in ((start, -1), (end, 1)):
            far = round(min(FARTHEST * dpi, _to_next(rule, step, every) / scale))
            reach = _reach(views[0], views[1], (edge, at), step * far, nada, dpi)
            if reach >= min(LEAST * dpi, max(1, far - 2)):
                first, last = sorted((edge * scale, (edge + step * reach) * scale))
                made = (first, ends[2], last, ends[2])
                found.append(Garis(*(made if level else (made[1], made[0], made[3], made[2]))))
    return tuple(found)


def _to_next(rule: Garis, step: int, every: Iterable[Garis]) -> float:
    """Return how far (points) it is from a rule's end to the next rule that it would run into."""
    level = rule.mendatar
    at, start, end = (rule.y0, rule.x0, rule.x1) if level else (rule.x0, rule.y0, rule.y1)
    nearest = np.inf
    for other in every:
        if other.mendatar is not level or other is rule:
            continue
        place, first, last = (
            (other.y0, other.x0, other.x1) if level else (other.x0, other.y0, other.y1)
        )
        ahead = first - end if step > 0 else start - last
        beyond = last > end if step > 0 else first < start
        if abs(place - at) <= NEAR and beyond:
            nearest = min(nearest, max(0.0, ahead))
    return float(nearest)


def _reach(
    gray: npt.NDArray[np.uint8],
    mask: npt.NDArray[np.uint8],
    end: tuple[int, int],
    far: int,
    nada: Nada,
    dpi: float,
) -> int:
    """Return how many pixels a level rule goes on from its end (x, y), up to `far`.

    To the right, if `far` is positive; else to the left.
    """
    x, y = end
    step, far = (1, far) if far > 0 else (-1, -far)
    aside, beside = max(1, round(ASIDE * dpi)), max(3, round(BESIDE * dpi))
    top, bottom = y - aside - beside, y + aside + beside + 1
    if top < 0 or bottom > gray.shape[0]:
        return 0
    columns = slice(x, x + far) if step > 0 else slice(max(0, x - far), x)
    strip, dark = gray[top:bottom, columns], mask[top:bottom, columns] > 0
    along = max(3, round(ALONG * dpi))
    if strip.shape[1] < along:
        return 0
    if step < 0:
        strip, dark = strip[:, ::-1], dark[:, ::-1]
    tones = cv2.blur(strip.astype(np.float32), (along, 1))
    centre = tones[beside : beside + 2 * aside + 1].min(axis=0)
    sides = [tones[: beside - 1], tones[beside + 2 * aside + 2 :]]
    # Where print stands beside the rule, nothing can be said of it.
    known = np.ones(strip.shape[1], bool)
    for rows in (dark[: beside - 1], dark[beside + 2 * aside + 2 :]):
        share = cv2.blur(rows.mean(axis=0, dtype=np.float32)[None], (2 * along + 1, 1))[0]
        known &= share < PRINT
    around = np.minimum(sides[0].mean(axis=0), sides[1].mean(axis=0))
    limit = max(CONTRAST, SURE * nada.derau / np.sqrt(along))
    seen = np.asarray(known & (around - centre > limit), dtype=bool)
    reach = _until_break(seen, known, round(BREAK * dpi), round(HIDDEN * dpi))
    return reach if reach and seen[:reach].mean() >= SEEN else 0


def _until_break(
    seen: npt.NDArray[np.bool_], known: npt.NDArray[np.bool_], longest: int, hidden: int
) -> int:
    """Return the last place seen before too many in a row were lost, or hidden by print."""
    lost, unseen, last = 0, 0, 0
    for place in range(len(seen)):
        if seen[place]:
            lost, unseen, last = 0, 0, place + 1
            continue
        lost, unseen = lost + int(known[place]), unseen + 1
        if lost > longest or unseen > hidden:
            break
    return last

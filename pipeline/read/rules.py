"""Ruling lines in a page's picture.

Lengths and thicknesses are derived from the page's resolution in inches, so the same
numbers hold at 150 and at 300 dots per inch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.page import Garis
from pipeline.read.raster import Image, Places, components, only

SHORTEST = 0.22
"""A line shorter than this (inches) rules nothing."""
SURELY = 0.35
"""An unbroken run longer than this (inches) is no stroke of a letter."""
RUN = 0.13
"""A line has unbroken dark runs at least this long (inches) ..."""
GAP = 0.07
"""... and breaks up to this (inches) between them."""
THICKEST = 0.06
"""A dark run thicker than this (inches) is a filled area, not a rule."""
THIN = 0.027
"""A run no thicker than this (inches) may be a rule, be it ever so short; a thicker one ..."""
SLENDER = 20.0
"""... only where it is so many times longer than thick."""
STROKE = 0.022
"""A stroke of a letter rises at least this far (inches) from a run."""
GROWN = 0.13
"""A run out of which strokes grow over more than this share of it is print."""
RISE = 0.01
"""What of print stands out of a line at least this far (inches) is a stroke that meets it."""
ASLANT = 0.02
"""A stroke that goes through a line comes out of it no further aside than this (inches)."""
UNDERLINE = 0.5
"""An underline is at least this long (inches)."""
LARGEST_LETTER = 0.5
"""Print is not larger than this (inches) both ways."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class GarisGambar:
    """The ruling lines of a picture: as lines in points, and as masks (255 = line).

    `bawah` holds the underlines that touch the print above them, no more than their
    own thickness; `mendatar` and `tegak` hold all other lines.
    """

    garis: tuple[Garis, ...]
    mendatar: Image
    tegak: Image
    bawah: Image

    @property
    def semua(self) -> Image:
        """The mask of all lines."""
        both = cv2.bitwise_or(self.mendatar, self.tegak)
        return np.asarray(cv2.bitwise_or(both, self.bawah), dtype=np.uint8)

    def plus(self, found: tuple[Garis, ...], dpi: float) -> GarisGambar:
        """Return these lines and others, found otherwise; the others a pixel or two thick."""
        level, upright = self.mendatar.copy(), self.tegak.copy()
        thick = max(1, round(0.008 * dpi))
        for garis in found:
            ends = [round(v * dpi / 72) for v in (garis.x0, garis.y0, garis.x1, garis.y1)]
            cv2.line(level if garis.mendatar else upright, ends[:2], ends[2:], 255, thick)
        return GarisGambar(self.garis + found, level, upright, self.bawah)


def find_rules(mask: Image, core: Image, dpi: float) -> GarisGambar:
    """Find level and upright ruling lines on a straightened page.

    Args:
        mask: Its dark mask.
        core: The mask of what is as dark as the toner; an underline is so all along.
        dpi: Its dots per inch.
    """
    lines: list[Garis] = []
    masks: list[Image] = []
    turned = _transposed(mask)
    for upright in (False, True):
        image, other = (turned, mask) if upright else (mask, turned)
        dark = _transposed(core) if upright else core
        found, kept, under = _level_rules(image, dark, _transposed(_long_rules(other, dpi)), dpi)
        for x0, y, x1 in found:
            scaled = (x0 * 72 / dpi, y * 72 / dpi, x1 * 72 / dpi)
            if upright:
                lines.append(Garis(scaled[1], scaled[0], scaled[1], scaled[2]))
            else:
                lines.append(Garis(scaled[0], scaled[1], scaled[2], scaled[1]))
        if upright:  # a line beside which letters stand is no underline, but a rule
            masks.append(_transposed(cv2.bitwise_or(kept, under)))
        else:
            masks += [kept, under]
    return GarisGambar(tuple(lines), mendatar=masks[0], tegak=masks[2], bawah=masks[1])


def _transposed(image: Any) -> Image:
    return np.asarray(cv2.transpose(image), dtype=np.uint8)


def _long_rules(mask: Image, dpi: float) -> Image:
    """Return the level runs that are surely rules, for being longer than any stroke."""
    level = np.ones((1, max(9, round(SURELY * dpi))), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, level), dtype=np.uint8)


def _level_rules(
    mask: Image, core: Image, crossed: Image, dpi: float
) -> tuple[list[tuple[int, float, int]], Image, Image]:
    """Find level lines: (x0, y, x1) in pixels, the mask of rules, the mask of underlines.

    `crossed` holds the upright rules: what grows out of a line there is no letter.
    """
    letters = cv2.bitwise_and(mask, cv2.bitwise_not(cv2.dilate(crossed, np.ones((3, 5), np.uint8))))
    runs = _runs(mask, dpi)
    labels, stats = components(runs)
    found: list[tuple[int, float, int]] = []
    good = np.zeros(len(stats), bool)
    under = np.zeros_like(mask)
    for label in range(1, len(stats)):
        x, y, length, spread, area = (int(v) for v in stats[label])
        thickness = area / max(length, 1)
        if length < SHORTEST * dpi or thickness > min(THICKEST, _thickest(length, dpi)) * dpi:
            continue
        if spread > thickness + 0.02 * length + 0.02 * dpi:
            continue
        part = labels[y : y + spread, x : x + length] == label
        above, below = _growth(letters, part, x, y, dpi)
        if float((above | below).mean()) <= GROWN:
            good[label] = True
        elif _is_underline(core, part, x, y, dpi) and float(below.mean()) <= GROWN / 2:
            _thin_line(mask, part, x, y, under)
        else:
            continue
        middle = y + float(part.sum(axis=1) @ np.arange(spread)) / area
        found.append((x, middle, x + length))
    return found, only(labels, stats, good), under


def _thickest(length: int, dpi: float) -> float:
    """Return how thick (inches) a rule so long may be: a short thick run is a blurred word."""
    return max(THIN, length / dpi / SLENDER)


def _growth(mask: Image, part: Mask, x: int, y: int, dpi: float) -> tuple[Mask, Mask]:
    """Say for each column of a run whether a stroke grows out of it, above and below.

    Strokes of letters grow out of the foot or the waist of a line of text all along it;
    out of a rule grow only the few rules and tails that cross it.
    """
    columns = np.flatnonzero(part.any(axis=0))
    top = y + part.argmax(axis=0)[columns]
    bottom = y + part.shape[0] - 1 - part[::-1].argmax(axis=0)[columns]
    reach = max(3, round(STROKE * dpi))
    sides = []
    for edge, step in ((top, -1), (bottom, 1)):
        dark = np.ones(len(columns), bool)
        for distance in range(2, reach + 1):
            rows = np.clip(edge + step * distance, 0, mask.shape[0] - 1)
            dark &= mask[rows, x + columns] > 0
        sides.append(dark)
    return sides[0], sides[1]


def _is_underline(core: Image, part: Mask, x: int, y: int, dpi: float) -> bool:
    """Say whether a run that print grows out of is long, unbroken and dark all along one level.

    The feet of letters may run together where print is blurred, but are pale between.
    """
    height, width = part.shape
    if width < UNDERLINE * dpi:
        return False
    inked = part & (core[y : y + height, x : x + width] > 0)
    thin = max(2, round(0.01 * dpi)) + round(0.004 * width)
    levels = range(max(1, height - thin + 1))
    return max(float(inked[i : i + thin].any(axis=0).mean()) for i in levels) >= 0.98


def _thin_line(mask: Image, part: Mask, x: int, y: int, out: Image) -> None:
    """Mark an underline in `out` by its own thickness, counted from its clean lower edge.

    The letters above merge with it; between them it shows how thick it is.
    """
    height, width = part.shape
    window = mask[y : y + height, x : x + width] > 0
    inked = part & window
    columns = np.flatnonzero(inked.any(axis=0))
    bottom = height - 1 - inked[::-1].argmax(axis=0)[columns]
    extent = np.zeros(len(columns), int)
    standing = np.ones(len(columns), bool)
    for step in range(height):
        standing &= window[np.clip(bottom - step, 0, height - 1), columns] & (bottom - step >= 0)
        extent += standing
    thickness = max(1, round(float(np.percentile(extent, 25))))
    for step in range(thickness):
        out[y + np.clip(bottom - step, 0, height - 1), x + columns] = 255


def _runs(mask: Image, dpi: float) -> Image:
    """Keep the dark level runs that are long enough for a line, and join them over breaks."""
    gap = max(3, round(GAP * dpi))
    thickened = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    opened = cv2.morphologyEx(
        thickened, cv2.MORPH_OPEN, np.ones((1, max(9, round(RUN * dpi))), np.uint8)
    )
    dark = cv2.bitwise_and(opened, mask)
    return np.asarray(
        cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((3, gap), np.uint8)), dtype=np.uint8
    )


def erase(gray: Image, mask: Image, rules: GarisGambar, dpi: float) -> Image:
    """Return the gray picture with the ruling lines made paper.

    Where a stroke of print goes through a line (the tail of a comma or a y through an
    underline), the crossing stays; where one stands on a line or hangs below it, the line
    alone goes, not what of the stroke is near it.

    Args:
        gray: The evened-out picture.
        mask: Its dark mask.
        rules: Its ruling lines.
        dpi: Its dots per inch.
    """
    level = np.asarray(cv2.bitwise_or(rules.mendatar, rules.bawah), dtype=np.uint8)
    erased = gray
    if level.any():
        gone = _without_strokes(_free_of(mask, rules.tegak, dpi), level, dpi)
        erased = np.asarray(cv2.bitwise_or(erased, gone), dtype=np.uint8)
    if rules.tegak.any():
        loose = _free_of(mask, level, dpi)
        gone = _without_strokes(_transposed(loose), _transposed(rules.tegak), dpi)
        erased = np.asarray(cv2.bitwise_or(erased, _transposed(gone)), dtype=np.uint8)
    return erased


def _free_of(mask: Image, lines: Image, dpi: float) -> Image:
    """Return the mask without the lines that run the other way: where they cross is no print."""
    side = 2 * max(1, round(0.006 * dpi)) + 1
    wide = cv2.dilate(lines, np.ones((side, side), np.uint8))
    return np.asarray(cv2.bitwise_and(mask, cv2.bitwise_not(wide)), dtype=np.uint8)


def _without_strokes(mask: Image, lines: Image, dpi: float) -> Image:
    """Return what of level lines, their blurred sides included, is no stroke of print."""
    gone = np.zeros_like(lines)
    x, y, width, height = cv2.boundingRect(lines)
    room = round((THICKEST + RISE + ASLANT) * dpi)
    window = np.s_[max(0, y - room) : y + height + room, max(0, x - room) : x + width + room]
    gone[window] = _sides(mask[window], lines[window], dpi)
    return gone


def _sides(mask: Image, lines: Image, dpi: float) -> Image:
    """Do so within a window of the page that holds all its lines."""
    side = max(1, round(0.006 * dpi))
    least = max(2, round(RISE * dpi))
    above, below = (_grown(mask, lines, least, step) for step in (-1, 1))
    reach = 2 * max(least, round(THICKEST * dpi / 2)) + 1
    through = np.ones((reach, 3), np.uint8)
    down, up = cv2.dilate(above, through), cv2.dilate(below, through)
    aslant = np.ones((1, 2 * max(1, round(ASLANT * dpi)) + 1), np.uint8)
    crossing = cv2.bitwise_or(
        cv2.bitwise_and(down, cv2.dilate(up, aslant)), cv2.bitwise_and(up, cv2.dilate(down, aslant))
    )
    crossing = _narrow(np.asarray(crossing, dtype=np.uint8), 0.08 * dpi)
    wide = cv2.dilate(lines, np.ones((2 * side + 1, 2 * side + 1), np.uint8))
    beside = np.ones((side + 1, 1), np.uint8)
    standing = cv2.bitwise_or(
        cv2.dilate(above, beside, anchor=(0, 0)), cv2.dilate(below, beside, anchor=(0, side))
    )
    kept = cv2.bitwise_or(crossing, cv2.bitwise_and(standing, cv2.bitwise_not(lines)))
    return np.asarray(cv2.bitwise_and(wide, cv2.bitwise_not(kept)), dtype=np.uint8)


def _grown(mask: Image, lines: Image, least: int, step: int) -> Image:
    """Return the edge of lines out of which print grows at least so many pixels.

    `step` is -1 for the upper edge, 1 for the lower one.
    """
    grown = cv2.bitwise_and(lines, mask)
    for distance in range(1, least + 1):
        if step > 0:
            here, there = grown[:-distance], mask[distance:]
            line = lines[distance:]
        else:
            here, there = grown[distance:], mask[:-distance]
            line = lines[:-distance]
        if distance == 1:
            there = cv2.bitwise_and(there, cv2.bitwise_not(line))
        cv2.bitwise_and(here, there, dst=here)
    return np.asarray(grown, dtype=np.uint8)


def _narrow(crossing: Image, widest: float) -> Image:
    """Keep the crossings no wider along the level line than a stroke of print."""
    outlines, _ = cv2.findContours(crossing, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    wide = [outline for outline in outlines if cv2.boundingRect(outline)[2] > widest]
    return np.asarray(cv2.drawContours(crossing, wide, -1, 0, cv2.FILLED), dtype=np.uint8)


def leave_print(gray: Image, mask: Image, rules: GarisGambar, tepi: Places, dpi: float) -> Image:
    """Make paper of what is neither letter nor rule: shadows at the edge, crests, photographs.

    A dark thing that touches the edge of the scan, or is larger than any letter both
    ways, would only be read as noise.

    Args:
        gray: The evened-out picture.
        mask: Its dark mask.
        rules: Its ruling lines.
        tepi: Places along the edge of the scan, which a straightened picture holds aslant.
        dpi: Dots per inch.
    """
    drawn = cv2.dilate(rules.semua, np.ones((5, 5), np.uint8))
    loose = cv2.bitwise_and(mask, cv2.bitwise_not(drawn))
    labels, stats = components(loose)
    w, h = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    out = (np.minimum(w, h) > LARGEST_LETTER * dpi) | (h > 2 * LARGEST_LETTER * dpi)
    out[labels[tepi[:, 1], tepi[:, 0]]] = True
    out[0] = False
    if not out.any():
        return gray
    gone = cv2.dilate(only(labels, stats, out), np.ones((3, 3), np.uint8))
    return np.asarray(cv2.bitwise_or(gray, gone), dtype=np.uint8)

"""Pen strokes and stamps: found by their colour, lifted off the print below them.

Works on the colour picture of an upright page. A gray or bilevel scan has no colour
to go by; its ink stays where it is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.read.raster import Image, Places, components, only, shrink

Mask = npt.NDArray[np.bool_]

COLOURED = 60
"""Saturation (0..255) from which a pixel counts as coloured."""
CHROMA = 25
"""... and its colours differ by at least this (0..255)."""
VIVID = 45
"""The colours of a pen's thin stroke differ by at least this ..."""
WHITE = 40
"""... where the paper around it is less saturated than this, ..."""
GROUND_DPI = 50.0
"""... as is seen at so many dots per inch."""
BLACK = 95
"""A pixel darker than this (0..255) is print, even where ink crosses it."""
APART = 50.0
"""Ink whose brightest colour is brighter than the toner by this (0..255) is told from it."""
AROUND = 0.3
"""Ink without colour is lifted this far (inches) around what was found of it."""
TALL = 0.28
"""Coloured things taller than this (inches) are ink; lower ones are coloured print."""


@dataclass(frozen=True, slots=True)
class Tinta:
    """The ink of a page: boxes in pixels (x, y, width, height).

    `rendah` is the mask (255) of coloured things as low as print, where there are any: coloured
    print, or ticks and figures written by hand, which stay where they are.
    """

    goresan: tuple[tuple[int, int, int, int], ...]
    cap: tuple[tuple[int, int, int, int], ...]
    rendah: Image | None = None


def may_hold_ink(colour: Image, dpi: float) -> bool:
    """Say, at a quick look, whether a picture has enough colour for a stroke of a pen."""
    hsv = cv2.cvtColor(np.ascontiguousarray(colour[::2, ::2]), cv2.COLOR_RGB2HSV)
    return (
        int(cv2.countNonZero(_coloured(np.asarray(hsv, dtype=np.uint8)))) > 0.0005 * (dpi / 2) ** 2
    )


def find_ink(colour: Image, dpi: float) -> Tinta:
    """Find pen strokes and stamps on a colour picture.

    A stamp is round or boxy and fills its box all around its rim; a pen stroke is thin
    and leaves most of its box empty. Violet or red areas of stamp size are stamps.
    """
    hsv = cv2.cvtColor(colour, cv2.COLOR_RGB2HSV)
    coloured = np.asarray(cv2.medianBlur(_coloured(np.asarray(hsv, np.uint8)), 3), dtype=np.uint8)
    if not coloured.any():
        return Tinta((), ())
    reach = max(3, round(0.03 * dpi))
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    labels, stats = components(np.asarray(joined, dtype=np.uint8))
    page_area = float(coloured.shape[0] * coloured.shape[1])
    strokes: list[tuple[int, int, int, int]] = []
    stamps: list[tuple[int, int, int, int]] = []
    high = (stats[:, 3] >= TALL * dpi) & (stats[:, 2] >= TALL * dpi * 0.5)
    for label in np.flatnonzero(high[1:]) + 1:
        x, y, width, height, _ = (int(v) for v in stats[label])
        part = (labels[y : y + height, x : x + width] == label) & (
            coloured[y : y + height, x : x + width] > 0
        )
        fill = float(part.sum()) / (width * height)
        if fill > 0.55 or width * height > 0.35 * page_area:
            continue  # a filled area: table header, photograph, letterhead band
        hue = hsv[y : y + height, x : x + width, 0][part]
        if _is_mixed(hue):
            continue  # many colours: a crest or a picture
        box = (x, y, width, height)
        (stamps if _is_stamp(part, hue, width, height, dpi) else strokes).append(box)
    low = cv2.bitwise_and(coloured, cv2.bitwise_not(only(labels, stats, stats[:, 3] >= TALL * dpi)))
    return Tinta(tuple(strokes), tuple(stamps), _vivid_on_white(low, hsv, dpi))


def _vivid_on_white(low: Image, hsv: Image, dpi: float) -> Image | None:
    """Keep of a mask (255) what is vividly coloured on paper without colour; None: nothing is.

    In a coloured fill, and at its rim, the edges of black print have some of its colour.
    """
    places = cv2.findNonZero(low)
    if places is None:
        return None
    xs, ys = places.reshape(-1, 2).T
    ground = shrink(cv2.extractChannel(hsv, 1), max(1.0, dpi / GROUND_DPI))
    ground = np.asarray(cv2.medianBlur(ground, 5), dtype=np.uint8)
    rows, columns = ground.shape
    beside = ground[ys * rows // low.shape[0], xs * columns // low.shape[1]]
    chroma = hsv[ys, xs, 1].astype(np.uint16) * hsv[ys, xs, 2] // 255
    kept = (beside <= WHITE) & (chroma > VIVID)
    if not kept.any():
        return None
    vivid = np.zeros_like(low)
    vivid[ys[kept], xs[kept]] = 255
    return vivid


def _coloured(hsv: Image) -> Image:
    """Return the mask (255) of what has colour: dark print on yellowish paper has hardly any."""
    coloured = cv2.inRange(hsv, (0, COLOURED, 0), (255, 255, 234))
    chroma = cv2.multiply(hsv[..., 1], hsv[..., 2], scale=1 / 255)
    vivid = cv2.threshold(chroma, CHROMA, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(cv2.bitwise_and(coloured, vivid), dtype=np.uint8)


def _is_mixed(hue: Image) -> bool:
    """Say whether the hues (0..179) spread over more than ink of one or two pens would."""
    counts = np.bincount(hue // 15, minlength=12).astype(np.float64)
    return int((counts > 0.12 * counts.sum()).sum()) >= 4


def _is_stamp(part: Mask, hue: Image, width: int, height: int, dpi: float) -> bool:
    """Judge by size, roundness and colour."""
    large = min(width, height) > 0.7 * dpi
    balanced = 0.6 < width / height < 1.7
    violet = float(((hue > 128) & (hue < 172)).mean()) > 0.5
    rim = _rim_share(part)
    return large and balanced and (violet or rim > 0.6)


def _rim_share(part: Mask) -> float:
    """Return the share of 36 directions from the middle in which ink lies near the rim."""
    height, width = part.shape
    ys, xs = np.nonzero(part)
    dy = (ys - height / 2) / (height / 2)
    dx = (xs - width / 2) / (width / 2)
    far = np.hypot(dx, dy) > 0.8
    sectors = np.unique(((np.arctan2(dy[far], dx[far]) + np.pi) / (2 * np.pi) * 36).astype(int))
    return len(sectors) / 36


def lift(gray: Image, colour: Image, tinta: Tinta, dpi: float, *, wholly: bool = True) -> Image:
    """Return the gray picture with the ink made paper; print that shows through it stays.

    Around ink, the brightest of the three colours takes the place of gray: coloured ink
    is bright in one of them, also where it is faint or blurred; black print in none.
    Not `wholly`, what is darkest of the ink stays to be seen: a pen's stroke in a stamp.
    """
    boxes = tinta.goresan + tinta.cap
    if not boxes:
        return gray
    lifted = gray.copy()
    room = max(2, round(0.03 * dpi))
    for x, y, width, height in boxes:
        window = np.s_[max(0, y - room) : y + height + room, max(0, x - room) : x + width + room]
        brightest = colour[window].max(axis=2).astype(np.float32)
        inked, level = _inked(colour[window], brightest, dpi)
        toner = float(np.percentile(brightest, 1))
        paper = max(float(np.percentile(brightest, 90)), 160.0)
        dark, light = BLACK * 0.6, min(BLACK * 1.9, paper - 15)
        if wholly and level - toner >= APART:
            # On the ink itself a steeper step tells the print below from it.
            step = level - toner
            steep = (brightest - (toner + 0.3 * step)) * 255 / (0.45 * step)
            print_only = np.where(inked, steep, 0)
        else:
            print_only = (brightest - dark) * 255 / (light - dark)
        print_only = np.clip(print_only, 0, 255)
        lifted[window] = np.maximum(gray[window], print_only.astype(np.uint8))
    return lifted


def _inked(window: Image, brightest: npt.NDArray[np.float32], dpi: float) -> tuple[Mask, float]:
    """Return where a window holds coloured ink, its blurred rim included, and how bright it is."""
    hsv = cv2.cvtColor(np.ascontiguousarray(window), cv2.COLOR_RGB2HSV)
    core = _coloured(np.asarray(hsv, dtype=np.uint8))
    if not core.any():
        return np.zeros(brightest.shape, bool), 0.0
    reach = 2 * max(1, round(0.02 * dpi)) + 1
    rim = cv2.dilate(core, np.ones((reach, reach), np.uint8))
    return np.asarray(rim > 0, dtype=bool), float(np.percentile(brightest[core > 0], 60))


def find_dark_ink(mask: Image, rule_mask: Image, dpi: float, tepi: Places | None = None) -> Tinta:
    """Find pen strokes and stamps on a picture without colour, by size and thinness.

    A stroke of a pen is larger than a letter and leaves most of its box empty; a stamp's
    ring does so too, and runs all around its box.

    Args:
        mask: The dark mask of an upright page.
        rule_mask: Its ruling lines (255 = line), which are no ink.
        dpi: Dots per inch.
        tepi: Places along the edge of the scan: what touches it is a shadow.
    """
    drawn = cv2.dilate(rule_mask, np.ones((5, 5), np.uint8))
    loose = cv2.bitwise_and(mask, cv2.bitwise_not(drawn))
    labels, stats = components(np.asarray(loose, dtype=np.uint8))
    height, width = mask.shape
    edge = 0.15 * dpi
    strokes: list[tuple[int, int, int, int]] = []
    stamps: list[tuple[int, int, int, int]] = []
    large = (stats[:, 3] >= TALL * dpi) & (stats[:, 2] >= 0.18 * dpi)
    if tepi is not None:
        large[labels[tepi[:, 1], tepi[:, 0]]] = False
    for label in np.flatnonzero(large[1:]) + 1:
        x, y, w, h, area = (int(v) for v in stats[label])
        if max(w, h) > 4 * dpi:
            continue
        at_edge = x < edge or y < edge or x + w > width - edge or y + h > height - edge
        if at_edge or area > 0.4 * w * h:
            continue
        part = labels[y : y + h, x : x + w] == label
        ring = min(w, h) > 0.7 * dpi and 0.6 < w / h < 1.7 and _rim_share(part) > 0.6
        (stamps if ring else strokes).append((x, y, w, h))
    return Tinta(tuple(strokes), tuple(stamps))


def lift_dark(gray: Image, tinta: Tinta, toner: float, dpi: float) -> Image:
    """Return the gray picture with ink that is lighter than the toner made paper."""
    boxes = tinta.goresan + tinta.cap
    if not boxes:
        return gray
    lifted = gray.copy()
    room = round(AROUND * dpi)
    dark, light = toner + 5, max(toner + 55, 95.0)
    levels = (np.arange(256, dtype=np.float32) - dark) * (255.0 / (light - dark))
    table = np.clip(levels, 0, 255).astype(np.uint8)
    for x, y, width, height in boxes:
        window = np.s_[max(0, y - room) : y + height + room, max(0, x - room) : x + width + room]
        lifted[window] = np.maximum(gray[window], cv2.LUT(gray[window], table))
    return lifted

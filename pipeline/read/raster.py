"""A page's picture: rendered, turned upright, straightened, evened out.

The only place, with `ink`, `rules` and `ocr`, that knows pixels. Images are numpy
arrays of uint8: colour (height, width, 3) in RGB, gray (height, width), 255 = paper.
Pixel (0, 0) is top left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipeline.geometry.box import Afin
from pipeline.geometry.turn import turn_to_upright

Image = npt.NDArray[np.uint8]
Places = npt.NDArray[np.intp]
"""Pixels as rows of (x, y)."""
Labels = npt.NDArray[np.uint16] | npt.NDArray[np.int32]

MIN_DPI = 150
MAX_DPI = 300
MAX_PIXELS = 40_000_000
"""A page is rendered with fewer dots per inch rather than with more pixels than this."""
EDGE = 0.02
"""The edge of a scan is so wide (inches): what is dark there is no print."""
RIM = 0.15
"""So far from the edge (inches) noise in the shadow of a lid or a spine may stand for letters."""
SHADE = 0.85
"""What is darker than this share of the page's usual paper is in the shade, or filled."""
PALE_SHADE = 0.95
"""... and what is darker than this share of it, where it ends in a step ..."""
STEP = 0.05
"""... of this share at least, is filled."""
NO_PAPER = 0.45
"""What is darker than this share of it is no paper in the shade, but the lid of the scanner."""
COARSE_DPI = 100.0
"""Where letters stand shows at so many dots per inch as well as at more."""
STRIP = 12
"""Width in pixels, at 100 dots per inch, of the strips whose shifts tell the skew."""
WIDEST_SKEW = 5.0
"""Skew is looked for up to this many degrees either way."""


def choose_dpi(page: Any) -> float:
    """Return the dots per inch to render at: those of the page's own scan, within limits.

    Rendering at the scan's own resolution keeps its pixels as they are.
    """
    native = 0.0
    for info in page.get_image_info():
        width = info["bbox"][2] - info["bbox"][0]
        height = info["bbox"][3] - info["bbox"][1]
        if width * height < 0.3 * page.rect.width * page.rect.height or min(width, height) <= 0:
            continue
        sides = sorted((width, height)), sorted((info["width"], info["height"]))
        native = max(native, 72 * sides[1][0] / sides[0][0])
    return affordable(page, min(max(native or 200.0, MIN_DPI), MAX_DPI))


def affordable(page: Any, dpi: float) -> float:
    """Return the dots per inch, or so few of them that the page has no more than `MAX_PIXELS`."""
    pixels = page.rect.width * page.rect.height * (dpi / 72) ** 2
    return dpi * min(1.0, math.sqrt(MAX_PIXELS / max(pixels, 1.0)))


def render(page: Any, dpi: float) -> Image:
    """Render a page as shown, in colour."""
    pixmap = page.get_pixmap(dpi=None, matrix=_scale(page, dpi), alpha=False, annots=True)
    return np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.width, 3)


def render_gray(page: Any, dpi: float) -> Image:
    """Render a page as shown, in gray."""
    import pymupdf

    pixmap = page.get_pixmap(
        matrix=_scale(page, dpi), colorspace=pymupdf.csGRAY, alpha=False, annots=True
    )
    return np.frombuffer(pixmap.samples, dtype=np.uint8).reshape(pixmap.height, pixmap.width)


def is_gray_scan(page: Any) -> bool:
    """Say whether a page holds nothing but pictures without colour."""
    pictures = page.get_image_info()
    plain = all(info["colorspace"] == 1 for info in pictures)
    return bool(pictures) and plain and len(page.get_bboxlog()) == len(pictures)


def _scale(page: Any, dpi: float) -> Any:
    import pymupdf

    return pymupdf.Matrix(dpi / 72, dpi / 72)


def to_gray(colour: Image) -> Image:
    """Return the gray of a colour picture."""
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


def shrink(image: Image, factor: float) -> Image:
    """Return a gray picture or mask `factor` times as small, by the mean of what comes together.

    By a whole number of times it costs a fifth: so rows and columns over are left out.
    """
    height, width = image.shape
    whole = round(factor)
    if abs(factor - whole) < 1e-3 and min(height, width) >= whole:
        factor = whole
        image = image[: height // whole * whole, : width // whole * whole]
    small = cv2.resize(image, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def even_out(gray: Image, dpi: float) -> Image:
    """Take out uneven light: divide by the paper's own brightness around each place."""
    small = shrink(gray, max(1.0, dpi / 40))
    paper = cv2.dilate(small, np.ones((7, 7), np.uint8))
    paper = _without_islands(np.asarray(cv2.medianBlur(paper, 15), dtype=np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), 3)
    paper = np.maximum(np.asarray(paper, dtype=np.uint8), np.uint8(40))
    paper = cv2.resize(paper, (gray.shape[1], gray.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(gray, paper, scale=255), dtype=np.uint8)


def _without_islands(paper: Image) -> Image:
    """Return the brightness of the paper without dark islands.

    A shadow comes in from the edge of the page; what is dark in its midst is a filled area,
    which light has nothing to do with. A black edge is none of the paper.
    """
    usual = int(np.median(paper))
    out = np.where(paper < NO_PAPER * usual, usual, paper).astype(np.uint8)
    for share, step in ((SHADE, 0.0), (PALE_SHADE, STEP * usual)):
        dark = np.where(paper < share * usual, 255, 0).astype(np.uint8)
        if not dark.any():
            continue
        labels, stats = components(dark)
        height, width = paper.shape
        x, y, w, h = (stats[:, side] for side in range(4))
        island = (x > 2) & (y > 2) & (x + w < width - 2) & (y + h < height - 2)
        if step:
            island &= _with_steps(paper, labels, stats, island, step)
        # The rim, that the median blurs, is part of the island.
        inside = cv2.dilate(only(labels, stats, island), np.ones((5, 5), np.uint8))
        out = np.where(inside > 0, np.maximum(out, np.uint8(usual)), out).astype(np.uint8)
    return out


def _with_steps(
    paper: Image,
    labels: Labels,
    stats: npt.NDArray[np.int32],
    candidates: npt.NDArray[np.bool_],
    step: float,
) -> npt.NDArray[np.bool_]:
    """Say which islands end in a step, as filled areas do; a pale shadow fades out."""
    found = np.zeros(len(stats), bool)
    for label in np.flatnonzero(candidates):
        x, y, w, h, _ = (int(v) for v in stats[label])
        window = np.s_[max(0, y - 4) : y + h + 4, max(0, x - 4) : x + w + 4]
        inside = np.where(labels[window] == label, 255, 0).astype(np.uint8)
        around = cv2.dilate(inside, np.ones((7, 7), np.uint8)) & ~cv2.dilate(
            inside, np.ones((5, 5), np.uint8)
        )
        if inside.any() and around.any():
            outer = float(np.median(paper[window][around > 0]))
            found[label] = outer - float(np.median(paper[window][inside > 0])) >= step
    return found


@dataclass(frozen=True, slots=True)
class Nada:
    """The tones of an evened-out picture, 0..255.

    `kertas` is the paper, `derau` the standard deviation of its noise, `cetak` the
    toner, `batas` the level below which a pixel is print.
    """

    kertas: float
    derau: float
    cetak: float
    batas: float


def tones(gray: Image) -> Nada:
    """Measure paper, noise and toner, so that faded print is still told from noisy paper."""
    counts = np.bincount(gray[::3, ::3].ravel(), minlength=256)
    paper = _quantile(counts, 0.5)
    upto = np.where(np.arange(256) <= paper, counts, 0)
    noise = max(1.0, 1.4826 * (paper - _quantile(upto, 0.5)))
    inked = np.where(np.arange(256) < paper - max(6 * noise, 25.0), counts, 0)
    toner = _quantile(inked, 0.25) if inked.sum() > 50 else 40.0
    border = paper - max(4.5 * noise, 0.4 * (paper - toner))
    return Nada(paper, noise, toner, float(np.clip(border, 100.0, 225.0)))


def _quantile(counts: npt.NDArray[np.int64], share: float) -> float:
    """Return the level below which `share` of the pixels counted by level (0..255) lie."""
    return float(np.searchsorted(np.cumsum(counts), share * counts.sum()))


def strengthen(gray: Image, nada: Nada) -> Image:
    """Stretch the tones so that toner is black and paper, with its noise, white."""
    white = max(nada.kertas - 1.5 * nada.derau, nada.cetak + 40)
    black = min(nada.cetak, 70.0) if nada.cetak < 90 else nada.cetak - 15
    levels = (np.arange(256, dtype=np.float32) - black) * (255.0 / (white - black))
    table = np.clip(levels, 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(gray, table), dtype=np.uint8)


def core_mask(gray: Image, nada: Nada) -> Image:
    """Return 255 where the picture is nearly as dark as its toner: the core of strokes."""
    level = nada.cetak + 0.4 * (nada.kertas - nada.cetak)
    return np.asarray(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def faint_mask(gray: Image, nada: Nada) -> Image:
    """Return 255 where the picture is darker than its paper at all: print, and pale ink."""
    level = nada.kertas - max(4.5 * nada.derau, 0.2 * (nada.kertas - nada.cetak))
    return np.asarray(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def dark_mask(gray: Image, nada: Nada) -> Image:
    """Return 255 where the evened-out picture is dark (print, rules), 0 on paper."""
    level = nada.batas
    return np.asarray(cv2.threshold(gray, level, 255, cv2.THRESH_BINARY_INV)[1], dtype=np.uint8)


def components(mask: Image) -> tuple[Labels, npt.NDArray[np.int32]]:
    """Label what hangs together in a mask, corners counting; label 0 is what is not marked.

    Returns:
        The labels, and a row of (x, y, width, height, area) for each. Labels take two
        bytes where they are few enough: that halves the time.
    """
    limit = np.iinfo(np.uint16).max
    few = mask.size < limit or _most_components(mask) < limit
    _, labels, stats, _ = cv2.connectedComponentsWithStats(
        mask, connectivity=8, ltype=cv2.CV_16U if few else cv2.CV_32S
    )
    return labels, np.asarray(stats, dtype=np.int32)


def _most_components(mask: Image) -> int:
    """Return a bound of how many components a mask has: each has a first pixel in its rows."""
    if mask.shape[0] < 2 or mask.shape[1] < 2:
        return int(mask.size)
    above, here = mask[:-1, 1:], mask[1:, 1:]
    before = cv2.bitwise_or(cv2.bitwise_or(mask[:-1, :-1], above), mask[1:, :-1])
    firsts = cv2.countNonZero(cv2.subtract(here, before))
    return int(firsts) + int(mask.shape[0] + mask.shape[1])


def only(labels: Labels, stats: npt.NDArray[np.int32], keep: npt.NDArray[np.bool_]) -> Image:
    """Return the mask (255) of the components marked in `keep`, by label; 0 never is.

    Where few are kept, they are painted one by one, which spares going over the page.
    """
    keep = keep.copy()
    keep[0] = False
    kept = np.flatnonzero(keep)
    boxes = stats[kept]
    if (boxes[:, 2].astype(np.int64) * boxes[:, 3]).sum() > labels.size / 4 or len(kept) > 2000:
        table = np.where(keep, 255, 0).astype(np.uint8)
        return table[labels]
    out = np.zeros(labels.shape, np.uint8)
    for label, (x, y, w, h, _) in zip(kept, boxes, strict=True):
        out[y : y + h, x : x + w][labels[y : y + h, x : x + w] == label] = 255
    return out


def letters(mask: Image, dpi: float) -> tuple[Image, float]:
    """Keep what may be letters of a dark mask; return it and their median height in pixels."""
    labels, stats = components(mask)
    heights = stats[:, cv2.CC_STAT_HEIGHT]
    widths = stats[:, cv2.CC_STAT_WIDTH]
    low, high = 0.035 * dpi, 0.4 * dpi
    size = np.maximum(heights, widths)
    keep = (size >= low) & (size <= high) & (np.minimum(heights, widths) >= 0.008 * dpi)
    keep[0] = False
    if not keep.any():
        return np.zeros_like(mask), 0.1 * dpi
    return only(labels, stats, keep), float(np.median(size[keep]))


def pieces_of_text(mask: Image, dpi: float) -> tuple[int, int]:
    """Count the pieces that text falls into when smeared across the page, and when upright.

    Letters stand nearer to their neighbours along a line than lines to each other: smearing
    the letters a little along the text joins more of them than across it.
    """
    mask, dpi = coarser(mask, dpi)
    rim = min(round(RIM * dpi), min(mask.shape) // 4)
    kept, height = letters(mask[rim : mask.shape[0] - rim, rim : mask.shape[1] - rim], dpi)
    reach = max(3, round(0.55 * height))
    across = cv2.dilate(kept, np.ones((1, reach), np.uint8))
    upright = cv2.dilate(kept, np.ones((reach, 1), np.uint8))
    return int(cv2.connectedComponents(across)[0]), int(cv2.connectedComponents(upright)[0])


def coarser(mask: Image, dpi: float) -> tuple[Image, float]:
    """Return a mask a whole number of times as coarse, and its resolution: enough to place letters.

    It has no fewer than `COARSE_DPI`; what is more than a third dark stays dark.
    """
    factor = int(dpi / COARSE_DPI + 0.01)
    if factor <= 1:
        return mask, dpi
    dark = cv2.threshold(shrink(mask, factor), 85, 255, cv2.THRESH_BINARY)[1]
    return np.asarray(dark, dtype=np.uint8), dpi / factor


def find_skew(mask: Image, dpi: float) -> float:
    """Return the skew in degrees (clockwise positive) of an upright page's text and rules.

    The right angle is the one at which the rows' sums of dark pixels differ most from
    row to row; first coarsely, then to 0.05 degrees.
    """
    small = shrink(mask, max(1.0, dpi / 100))
    if not small.any():
        return 0.0
    strips, middles = _strips(small)
    coarse = _best_angle(strips, middles, np.arange(-WIDEST_SKEW, WIDEST_SKEW + 0.01, 0.25))
    fine = _best_angle(strips, middles, np.arange(coarse - 0.2, coarse + 0.21, 0.1))
    return float(_best_angle(strips, middles, np.arange(fine - 0.1, fine + 0.11, 0.05)))


def _strips(small: Image) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    """Return the rows' sums of narrow upright strips of a mask, and where each stands.

    The place is counted from the middle of the page. Turning a page a little moves each
    strip up or down, almost without changing it.
    """
    height, width = small.shape
    cut = small[:, : width - width % STRIP].reshape(height, -1, STRIP)
    sums = cut.sum(axis=2, dtype=np.float32).T
    middles = (np.arange(len(sums)) + 0.5) * STRIP - width / 2
    return np.ascontiguousarray(sums), middles


def _best_angle(
    strips: npt.NDArray[np.float32],
    middles: npt.NDArray[np.float64],
    angles: npt.NDArray[np.float64],
) -> float:
    room = math.ceil(abs(middles).max() * math.tan(math.radians(abs(angles).max()))) + 2
    padded = np.pad(strips, ((0, 0), (room, room)))
    height = strips.shape[1]
    best, best_score = 0.0, -1.0
    for angle in angles:
        profile = np.zeros(height, np.float32)
        for strip, offset in zip(padded, middles * math.tan(math.radians(angle)), strict=True):
            whole = math.floor(offset)
            part = np.float32(offset - whole)
            start = room + whole
            profile += (1 - part) * strip[start : start + height]
            profile += part * strip[start + 1 : start + 1 + height]
        score = float(np.square(np.diff(profile), dtype=np.float64).sum())
        if score > best_score * (1 + 1e-6) or (
            abs(score - best_score) <= best_score * 1e-6 and abs(angle) < abs(best)
        ):
            best, best_score = float(angle), score
    return best


def turn(image: Image, putaran: int) -> Image:
    """Turn a picture clockwise by a quarter turn (0, 90, 180, 270)."""
    codes = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    return image if putaran == 0 else np.asarray(cv2.rotate(image, codes[putaran]), dtype=np.uint8)


def straighten(image: Image, skew: float) -> tuple[Image, Afin]:
    """Take `skew` degrees out of a picture.

    Returns:
        The straightened picture, large enough to lose no corner, and the map from
        its pixels back to those of the picture given.
    """
    height, width = image.shape[:2]
    if abs(skew) < 0.03:
        return image, Afin()
    radians = math.radians(skew)
    grown_w = math.ceil(width * math.cos(radians) + height * abs(math.sin(radians)))
    grown_h = math.ceil(height * math.cos(radians) + width * abs(math.sin(radians)))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    matrix[0, 2] += (grown_w - width) / 2
    matrix[1, 2] += (grown_h - height) / 2
    straight = cv2.warpAffine(
        image,
        matrix,
        (grown_w, grown_h),
        flags=cv2.INTER_CUBIC,
        borderValue=(255, 255, 255),
    )
    back = cv2.invertAffineTransform(matrix)
    return np.asarray(straight, dtype=np.uint8), Afin(*(float(v) for v in back.ravel()))


def edge_places(back: Afin, full_w: int, full_h: int, shape: tuple[int, ...], dpi: float) -> Places:
    """Return pixels (x, y) of a straightened picture along the edge of the scan it was made of.

    Args:
        back: Map from the straightened picture's pixels to the scan's.
        full_w: The scan's width in pixels.
        full_h: Its height.
        shape: The straightened picture's height and width.
        dpi: Dots per inch.
    """
    lines = []
    for inset in range(0, max(2, round(EDGE * dpi)) + 1, 2):
        xs, ys = np.arange(inset, full_w - inset), np.arange(inset, full_h - inset)
        left, right = np.full(len(ys), inset), np.full(len(ys), full_w - 1 - inset)
        top, bottom = np.full(len(xs), inset), np.full(len(xs), full_h - 1 - inset)
        for across, down in ((xs, top), (xs, bottom), (left, ys), (right, ys)):
            lines.append(np.stack([across, down], axis=1))
    matrix = np.array([[back.a, back.b, back.c], [back.d, back.e, back.f]])
    forth = cv2.invertAffineTransform(matrix)
    points = np.concatenate(lines) @ forth[:, :2].T + forth[:, 2]
    limits = (shape[1] - 1, shape[0] - 1)
    return np.asarray(np.clip(np.rint(points), 0, limits), dtype=np.intp)


def map_to_shown(
    putaran: int, shown_width: float, shown_height: float, dpi: float, back: Afin
) -> Afin:
    """Compose the map from frame points to points of the page as shown.

    Args:
        putaran: The quarter turn that made the page upright.
        shown_width: Width of the page as shown, points.
        shown_height: Height of the page as shown, points.
        dpi: Dots per inch of the picture.
        back: Map from straightened pixels to upright pixels.
    """
    scale = dpi / 72
    _, to_shown, _, _ = turn_to_upright(putaran, shown_width, shown_height)
    to_pixels = Afin(scale, 0, 0, 0, scale, 0)
    to_points = Afin(1 / scale, 0, 0, 0, 1 / scale, 0)
    return to_shown.after(to_points.after(back.after(to_pixels)))

"""A scanned page's picture in its frame: turned, straightened, ink and rules told from print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from pipeline.geometry.box import Afin, Kotak
from pipeline.read import fills, ink, ocr, pieces, raster, rules
from pipeline.read.carry import carry_on
from pipeline.read.faint import find_faint_rules
from pipeline.read.page import Garis
from pipeline.read.raster import Image
from pipeline.read.streaks import take_out_streaks

UPSIDE_DOWN_LINES = 8
"""How many lines vote on whether a page stands on its head."""
FIRST_VOTES = 6
"""So many are asked by their look; if they say the same ..."""
AS_ONE = 0.93
"""... as surely as this, it is so. Else ..."""
READ_VOTES = 8
"""... so many are read both ways."""
NEARLY_AS_MANY = 1.6
"""Text that falls into so little fewer pieces one way than the other may run either way."""


@dataclass(frozen=True, slots=True)
class Lurus:
    """The page's picture in its frame, ready to be read.

    `abu` is gray, its light evened out, ink lifted; `nada` its tones, `dpi` its dots per
    inch; `tepi` are places along the edge of the scan; `jejak` is the mask (255) of the streaks
    that were taken out, where there were any. `ke_tampilan` maps frame points to the page as
    shown.
    """

    abu: Image
    nada: raster.Nada
    tinta: ink.Tinta
    garis: rules.GarisGambar
    tepi: raster.Places
    jejak: Image | None
    dpi: float
    putaran: int
    kemiringan: float
    ke_tampilan: Afin

    @property
    def scale(self) -> float:
        """Points in a pixel."""
        return 72 / self.dpi

    def points(self, box: pieces.Box) -> Kotak:
        """Return a box of pixels in points."""
        return Kotak(*(value * self.scale for value in box))

    def pixels(self, box: Kotak) -> pieces.Box:
        """Return a box of points in pixels, within the picture."""
        x0, y0, x1, y1 = (round(value / self.scale) for value in box)
        height, width = self.abu.shape
        return max(0, x0), max(0, y0), min(width, x1), min(height, y1)


@dataclass(frozen=True, slots=True)
class _Potret:
    """A picture as it is: evened-out gray, and its colours where it has any that matter."""

    abu: Image
    warna: Image | None
    jejak: Image | None = None

    def turn(self, putaran: int) -> _Potret:
        colour = None if self.warna is None else raster.turn(self.warna, putaran)
        streaks = None if self.jejak is None else raster.turn(self.jejak, putaran)
        return _Potret(raster.turn(self.abu, putaran), colour, streaks)

    def straighten(self, skew: float) -> tuple[_Potret, Afin]:
        gray, back = raster.straighten(self.abu, skew)
        colour = None if self.warna is None else raster.straighten(self.warna, skew)[0]
        streaks = None if self.jejak is None else _straight_mask(self.jejak, skew)
        return _Potret(gray, colour, streaks), back


def make_straight(page: Any) -> Lurus:
    """Render a page, turn and straighten it, part ink from print, find the rules.

    Args:
        page: An open `pymupdf.Page`.
    """
    dpi = raster.choose_dpi(page)
    potret = _photograph(page, dpi)
    mask = raster.dark_mask(potret.abu, raster.tones(potret.abu))
    putaran = 90 if _runs_sideways(potret.abu, mask, dpi) else 0
    potret, mask = potret.turn(putaran), raster.turn(mask, putaran)
    full_h, full_w = mask.shape
    skew = raster.find_skew(mask, dpi)
    potret, back = potret.straighten(skew)
    if _stands_on_head(potret.abu, dpi):
        putaran = (putaran + 180) % 360
        potret = potret.turn(180)
        height, width = potret.abu.shape
        back = _half_turned(back, width, height, full_w, full_h)
    tepi = raster.edge_places(back, full_w, full_h, potret.abu.shape, dpi)
    gray, garis, tinta = _part_ink(potret, tepi, dpi)
    return Lurus(
        abu=gray,
        nada=raster.tones(gray),
        tinta=tinta,
        garis=garis,
        tepi=tepi,
        jejak=potret.jejak,
        dpi=dpi,
        putaran=putaran,
        kemiringan=skew,
        ke_tampilan=raster.map_to_shown(putaran, page.rect.width, page.rect.height, dpi, back),
    )


def _photograph(page: Any, dpi: float) -> _Potret:
    """Render a page, without streaks; its colours are kept only where some may be ink."""
    if raster.is_gray_scan(page):
        gray = raster.even_out(raster.render_gray(page, dpi), dpi)
        return _Potret(*take_out_streaks(gray, None, dpi))
    colour = raster.render(page, dpi)
    gray = raster.even_out(raster.to_gray(colour), dpi)
    kept = colour if ink.may_hold_ink(colour, dpi) else None
    return _Potret(*take_out_streaks(gray, kept, dpi))


def _straight_mask(mask: Image, skew: float) -> Image:
    """Straighten a mask; what comes in at the corners is not marked."""
    return np.asarray(cv2.bitwise_not(raster.straighten(cv2.bitwise_not(mask), skew)[0]), np.uint8)


def _part_ink(
    potret: _Potret, tepi: raster.Places, dpi: float
) -> tuple[Image, rules.GarisGambar, ink.Tinta]:
    """Part ink from print, by colour and then by tone; find the ruling lines between."""
    gray, coloured = potret.abu, ink.Tinta((), ())
    gently = None
    if potret.warna is not None:
        coloured = ink.find_ink(potret.warna, dpi)
        gently = ink.lift(gray, potret.warna, coloured, dpi, wholly=False)
        gray = ink.lift(gray, potret.warna, coloured, dpi)
    nada = raster.tones(gray)
    gray, arsiran = fills.take_out_fills(gray, nada, tepi, dpi)
    core = raster.core_mask(gray, nada)
    mask = raster.dark_mask(gray, nada)
    garis = rules.find_rules(mask, core, dpi)
    faint = find_faint_rules(gray, mask, garis.semua, nada, dpi)
    garis = garis.plus(faint + _within_black(mask, garis.garis, arsiran, dpi), dpi)
    garis = garis.plus(carry_on(gray, mask, garis.garis, nada, dpi), dpi)
    drawn = garis.semua
    seen = gray if gently is None else gently
    dark = ink.find_dark_ink(raster.faint_mask(seen, nada), drawn, dpi, tepi)
    # A pen is darker than a stamp: where both run together, only its strokes are that dark.
    core = core if gently is None else raster.core_mask(gently, nada)
    pen = ink.find_dark_ink(core, drawn, dpi, tepi)
    gray = ink.lift_dark(gray, dark, nada.cetak, dpi)
    strokes = dict.fromkeys(coloured.goresan + dark.goresan + pen.goresan)
    return gray, garis, ink.Tinta(tuple(strokes), coloured.cap + dark.cap, coloured.rendah)


def _within_black(
    mask: Image, garis: Sequence[Garis], arsiran: Sequence[fills.Arsiran], dpi: float
) -> tuple[Garis, ...]:
    """Carry upright rules on through blackened fills, in which they cannot be seen.

    Only where no print stands in their way: a heading that spans columns has none.
    """
    scale, near = 72 / dpi, 0.06 * dpi
    carried = []
    for fill in arsiran:
        x0, y0, x1, y1 = fill.kotak
        inner = mask[y0 + round(near / 2) : y1 - round(near / 2)]
        for rule in garis if fill.terbalik else ():
            x, top, bottom = round(rule.x0 / scale), rule.y0 / scale, rule.y1 / scale
            meets = abs(top - y1) <= near or abs(bottom - y0) <= near
            if rule.mendatar or not meets or not x0 + near < x < x1 - near:
                continue
            band = inner[:, max(0, x - round(near / 4)) : x + round(near / 4) + 1]
            if not band.any():
                carried.append(Garis(rule.x0, y0 * scale, rule.x0, y1 * scale))
    return tuple(carried)


def _half_turned(back: Afin, width: int, height: int, full_w: int, full_h: int) -> Afin:
    """Adapt the map back to upright pixels to a picture that was put on its feet afterwards."""
    to_old = Afin(-1, 0, width, 0, -1, height)
    on_feet = Afin(-1, 0, full_w, 0, -1, full_h)
    return on_feet.after(back.after(to_old))


def _runs_sideways(gray: Image, mask: Image, dpi: float) -> bool:
    """Say whether the text runs up or down the page; where its letters do not tell, read it.

    In a sideways table of narrow columns letters are as near to those of the next line as to
    their own neighbours. Its lines are then read each way; only the right one makes sense.
    """
    across, upright = raster.pieces_of_text(mask, dpi)
    if not 1 / NEARLY_AS_MANY < across / upright < NEARLY_AS_MANY:
        return upright < across
    return _sense(raster.turn(gray, 90), dpi) > _sense(gray, dpi)


def _sense(gray: Image, dpi: float) -> float:
    """Return how surely (0..1) the lines that run across a picture are read, on feet or head."""
    crops = _longest_lines(gray, dpi)[:READ_VOTES]
    turned = [raster.turn(crop, 180) for crop in crops]
    return max(ocr.rapid().sureness(crops), ocr.rapid().sureness(turned))


def _stands_on_head(gray: Image, dpi: float) -> bool:
    """Let lines of text vote on whether the page is upside down."""
    crops = _longest_lines(gray, dpi)
    if not crops:
        return False
    share = ocr.rapid().upside_down_share(crops[:FIRST_VOTES])
    if len(crops) >= FIRST_VOTES and not 1 - AS_ONE < share < AS_ONE:
        return share > 0.5
    # They disagree, or are few: the surer reading is that of a page on its feet.
    turned = [raster.turn(crop, 180) for crop in crops[:READ_VOTES]]
    return ocr.rapid().sureness(turned) > ocr.rapid().sureness(crops[:READ_VOTES])


def _longest_lines(gray: Image, dpi: float) -> list[Image]:
    """Cut out the beginnings of the longest lines of text that run across a picture."""
    dark, coarse = raster.coarser(raster.dark_mask(gray, raster.tones(gray)), dpi)
    mask, height = raster.letters(dark, coarse)
    reach = max(3, round(1.2 * height))
    joined = cv2.dilate(mask, np.ones((1, reach), np.uint8))
    _, stats = raster.components(np.asarray(joined, dtype=np.uint8))
    lines = [
        (int(w), (int(x), int(y), int(x + w), int(y + h)))
        for x, y, w, h, _ in stats[1:]
        if 0.6 * height <= h <= 2.5 * height and w >= 3 * height
    ]
    lines.sort(key=lambda item: (-min(item[0], 8 * height), item[1][1]))
    factor = dpi / coarse
    margin = max(2, round(0.15 * height * factor))
    crops = []
    for _, (x0, y0, x1, y1) in lines[:UPSIDE_DOWN_LINES]:
        x0, y0, x1, y1 = (round(v * factor) for v in (x0, y0, min(x1, x0 + 12 * height), y1))
        crops.append(pieces.crop(gray, (x0, y0, x1, y1), margin, 0))
    return crops

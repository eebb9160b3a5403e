"""Ink that a printer does not lay: signatures, handwritten figures, office stamps.

Everything is drawn into a `Tinta`: how much ink lies on each pixel (0..1) and its colour.
Unit: pixels of the picture it is laid on, origin top left.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Gambar = NDArray[np.float32]
Titik = NDArray[np.float32]

BIRU = (38, 58, 150)
HITAM = (28, 28, 34)
UNGU = (98, 62, 158)
HURUF_CAP = "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"
LEBIH = 3
"""Strokes are drawn this much larger and shrunk, for smooth edges."""


@dataclass(frozen=True, slots=True)
class Tinta:
    """Ink to lay: its top left corner, how much lies where, its colour (red, green, blue)."""

    x: int
    y: int
    banyak: Gambar
    warna: tuple[int, int, int]


def lay(gambar: Gambar, tinta: Tinta) -> None:
    """Lay ink on an RGB picture (0..255), in place; what lies outside is cut off."""
    tinggi, lebar = gambar.shape[:2]
    h, w = tinta.banyak.shape
    x0, y0 = max(0, tinta.x), max(0, tinta.y)
    x1, y1 = min(lebar, tinta.x + w), min(tinggi, tinta.y + h)
    if x0 >= x1 or y0 >= y1:
        return
    much = tinta.banyak[y0 - tinta.y : y1 - tinta.y, x0 - tinta.x : x1 - tinta.x, None]
    through = np.array(tinta.warna, np.float32) / 255
    gambar[y0:y1, x0:x1] *= 1 - much * (1 - through)


def curve(titik: Titik, langkah: int = 14) -> Titik:
    """Return a smooth line through all points (Catmull-Rom)."""
    padded = np.vstack([titik[0], titik, titik[-1]])
    t = np.linspace(0, 1, langkah, endpoint=False, dtype=np.float32)[:, None]
    pieces = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        pieces.append(
            0.5
            * (
                2 * p1
                + (p2 - p0) * t
                + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
                + (3 * p1 - p0 - 3 * p2 + p3) * t**3
            )
        )
    return np.vstack([*pieces, titik[-1:]]).astype(np.float32)


def draw_strokes(
    goresan: list[Titik],
    tebal: float,
    warna: tuple[int, int, int],
    acak: np.random.Generator,
) -> Tinta:
    """Draw pen strokes (smooth lines in pixels) whose width follows the pen's speed."""
    every = np.vstack(goresan)
    pad = math.ceil(tebal * 2) + 2
    left, top = np.floor(every.min(axis=0)).astype(int) - pad
    right, bottom = np.ceil(every.max(axis=0)).astype(int) + pad
    mask = np.zeros(((bottom - top) * LEBIH, (right - left) * LEBIH), np.uint8)
    for stroke in goresan:
        local = (stroke - np.array([left, top], np.float32)) * LEBIH
        steps = np.linalg.norm(np.diff(local, axis=0), axis=1)
        usual = float(np.median(steps)) or 1.0
        pressure = acak.uniform(0.85, 1.15)
        for a, b, step in zip(local, local[1:], steps, strict=False):
            slow = min(1.35, max(0.62, 1.25 - 0.3 * float(step) / usual)) * pressure
            width = max(1, round(tebal * slow * LEBIH))
            cv2.line(mask, _pixel(a), _pixel(b), 255, width, cv2.LINE_AA)
    small = cv2.resize(mask, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    much = small.astype(np.float32) / 255 * np.float32(acak.uniform(0.84, 0.95))
    return Tinta(int(left), int(top), much, warna)


def _pixel(point: Titik) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def signature(orang: np.random.Generator, kali_ini: np.random.Generator) -> list[Titik]:
    """Return the strokes of a person's signature in a box of 1 by 1, a little different each time.

    Args:
        orang: seeded by the person; gives the hand.
        kali_ini: seeded by the place; gives the wobble of this signing.
    """
    humps = int(orang.integers(4, 9))
    slant = orang.uniform(-0.05, 0.3)
    points: list[tuple[float, float]] = []
    cx, cy = 0.16, orang.uniform(0.35, 0.5)
    rx, ry = orang.uniform(0.08, 0.14), orang.uniform(0.3, 0.46)
    start = orang.uniform(0, 2 * math.pi)
    for k in range(7):
        angle = start - k * orang.uniform(0.85, 1.1)
        points.append((cx + rx * math.cos(angle), cy + ry * math.sin(angle)))
    x = 0.3
    for k in range(humps):
        high = orang.uniform(0.1, 0.55) * (1 - 0.5 * k / humps)
        width = orang.uniform(0.5, 1.0) * 0.5 / humps
        points += [(x, 0.66), (x + width * 0.6, 0.66 - high), (x + width, 0.6)]
        if orang.random() < 0.3:
            points.append((x + width * 0.4, 0.66 + orang.uniform(0.1, 0.35)))
        x += width
    points += [(x + 0.08, 0.5), (0.98, orang.uniform(0.2, 0.75))]
    strokes = [np.array(points, np.float32)]
    if orang.random() < 0.75:
        y = orang.uniform(0.75, 0.95)
        strokes.append(
            np.array([(0.92, y - 0.1), (0.5, y), (0.08, y + 0.04), (0.5, y - 0.08)], np.float32)
        )
    if orang.random() < 0.5:
        strokes.append(np.array([(0.05, 0.62), (0.3, 0.4), (0.55, 0.1)], np.float32))
    done = []
    for stroke in strokes:
        wobble = kali_ini.normal(0, 0.014, stroke.shape).astype(np.float32)
        bent = stroke + wobble
        bent[:, 0] += slant * (0.5 - bent[:, 1])
        done.append(curve(bent))
    return done


ANGKA: dict[str, list[list[tuple[float, float]]]] = {
    "0": [[(0.5, 0.0), (0.1, 0.3), (0.15, 0.8), (0.5, 1.0), (0.88, 0.7), (0.85, 0.25),
           (0.5, 0.02)]],
    "1": [[(0.25, 0.25), (0.55, 0.0), (0.5, 0.5), (0.45, 1.0)]],
    "2": [[(0.12, 0.25), (0.45, 0.0), (0.82, 0.22), (0.55, 0.6), (0.1, 0.98), (0.5, 0.93),
           (0.95, 0.95)]],
    "3": [[(0.15, 0.12), (0.55, 0.0), (0.75, 0.22), (0.42, 0.46), (0.82, 0.7), (0.5, 1.0),
           (0.1, 0.88)]],
    "4": [[(0.55, 0.0), (0.12, 0.62), (0.92, 0.6)], [(0.66, 0.3), (0.6, 1.02)]],
    "5": [[(0.25, 0.05), (0.2, 0.42), (0.6, 0.38), (0.82, 0.68), (0.5, 1.0), (0.12, 0.9)],
          [(0.25, 0.05), (0.8, 0.0)]],
    "6": [[(0.7, 0.0), (0.25, 0.4), (0.18, 0.8), (0.5, 1.0), (0.8, 0.76), (0.5, 0.55),
           (0.2, 0.75)]],
    "7": [[(0.1, 0.05), (0.5, 0.08), (0.88, 0.02), (0.6, 0.5), (0.4, 1.0)], [(0.3, 0.52),
           (0.8, 0.48)]],
    "8": [[(0.72, 0.1), (0.3, 0.05), (0.25, 0.35), (0.7, 0.6), (0.6, 0.98), (0.2, 0.85),
           (0.4, 0.5),
           (0.75, 0.15)]],
    "9": [[(0.75, 0.2), (0.4, 0.02), (0.18, 0.3), (0.45, 0.5), (0.76, 0.2), (0.7, 0.6),
           (0.5, 1.02)]],
    "/": [[(0.9, -0.1), (0.5, 0.5), (0.1, 1.1)]],
    ".": [[(0.45, 0.97), (0.5, 1.0), (0.47, 1.01)]],
}  # fmt: skip
"""Handwritten characters as points of pen strokes in a box of 1 by 1."""


def handwriting(
    teks: str, x: float, y: float, tinggi: float, acak: np.random.Generator
) -> list[Titik]:
    """Return the strokes of handwritten figures; (x, y) is the top left, `tinggi` the height."""
    strokes = []
    for letter in teks:
        size = tinggi * acak.uniform(0.9, 1.12)
        width = size * 0.58
        lift = acak.uniform(-0.08, 0.08) * tinggi
        slant = acak.uniform(0.08, 0.2)
        for points in ANGKA.get(letter, []):
            stroke = np.array(points, np.float32)
            stroke = stroke + acak.normal(0, 0.022, stroke.shape).astype(np.float32)
            stroke[:, 0] += slant * (0.5 - stroke[:, 1])
            strokes.append(curve(stroke * (width, size) + np.array([x, y + lift], np.float32)))
        x += width * acak.uniform(1.12, 1.35) if letter != " " else width * 0.7
    return strokes


@functools.cache
def _font(size: int) -> Any:
    return ImageFont.truetype(HURUF_CAP, size)


def stamp(
    lingkar: str, bawah: str, tengah: tuple[str, ...], jari: float, acak: np.random.Generator
) -> Gambar:
    """Draw a round office stamp of radius `jari` px; return how much ink lies where.

    Args:
        lingkar: the words along the upper arc.
        bawah: the words along the lower arc.
        tengah: the lines across the middle.
        jari: outer radius in pixels.
        acak: gives the tilt and the unevenness of the pad.
    """
    r = round(jari * LEBIH)
    side = 2 * r + 8
    centre = side // 2
    picture = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(picture)
    for radius, width in ((1.0, 0.035), (0.93, 0.015), (0.6, 0.018)):
        _ring(draw, centre, radius * r, max(2, round(width * r)))
    _arc_text(picture, lingkar, centre, 0.765 * r, round(0.2 * r), upper=True)
    _arc_text(picture, bawah, centre, 0.765 * r, round(0.2 * r), upper=False)
    for side_x in (-1, 1):
        _arc_star(draw, centre + side_x * 0.765 * r, centre + 0.06 * r, 0.07 * r)
    band = 0.22 * r
    draw.rectangle((centre - 0.86 * r, centre - band, centre + 0.86 * r, centre + band), fill=0)
    draw.rectangle(
        (centre - 0.86 * r, centre - band, centre + 0.86 * r, centre + band),
        outline=255,
        width=max(2, round(0.02 * r)),
    )
    size = round(min(0.2, 0.34 / max(1, len(tengah))) * r)
    for k, line in enumerate(tengah):
        font = _fitting_font(line, size, 1.62 * r)
        y = centre + (k - (len(tengah) - 1) / 2) * size * 1.05
        draw.text((centre, y), line, fill=255, font=font, anchor="mm")
    tilted = picture.rotate(float(acak.uniform(-16, 16)), resample=Image.Resampling.BICUBIC)
    small = tilted.resize((side // LEBIH, side // LEBIH), Image.Resampling.BOX)
    drawn = np.asarray(small, np.float32) / np.float32(255)
    return drawn * _uneven(side // LEBIH, acak)


def _ring(draw: ImageDraw.ImageDraw, centre: int, radius: float, width: int) -> None:
    box = (centre - radius, centre - radius, centre + radius, centre + radius)
    draw.ellipse(box, outline=255, width=width)


def _arc_star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float) -> None:
    points = []
    for k in range(10):
        reach = radius if k % 2 == 0 else radius * 0.42
        angle = math.pi * k / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=255)


def _fitting_font(line: str, size: int, room: float) -> Any:
    while size > 6 and _font(size).getlength(line) > room:
        size -= 1
    return _font(size)


def _arc_text(
    picture: Image.Image, text: str, centre: int, radius: float, size: int, *, upper: bool
) -> None:
    """Write along a circle; a text too long for its arc is set smaller."""
    room = math.pi * (1.12 if upper else 0.6)
    while size > 6 and _font(size).getlength(text) * 1.06 / radius > room:
        size -= 1
    font = _font(size)
    total = font.getlength(text) * 1.06 / radius
    angle = -total / 2
    for letter in text:
        step = font.getlength(letter) * 1.06 / radius
        middle = angle + step / 2
        tile = Image.new("L", (size * 2, size * 2), 0)
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=font, anchor="mm")
        if upper:
            tile = tile.rotate(-math.degrees(middle), resample=Image.Resampling.BICUBIC)
            x, y = centre + radius * math.sin(middle), centre - radius * math.cos(middle)
        else:
            tile = tile.rotate(math.degrees(middle), resample=Image.Resampling.BICUBIC)
            x, y = centre + radius * math.sin(middle), centre + radius * math.cos(middle)
        picture.paste(255, (round(x) - size, round(y) - size), tile)
        angle += step


def _uneven(side: int, acak: np.random.Generator) -> Gambar:
    """Return how well an unevenly inked, unevenly pressed stamp prints, 0..1."""
    coarse = acak.uniform(0.35, 1.0, (6, 6)).astype(np.float32)
    pressed = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    grain = acak.uniform(0.55, 1.1, (side, side)).astype(np.float32)
    return np.asarray(np.clip(pressed * grain, 0, 1) * 0.85, np.float32)

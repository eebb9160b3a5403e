"""Scan a printed page: render, ink, wear, bend, light, press into a JPEG.

`scan_page` also returns the map from the printed page to the page as a viewer shows the
scan, so that the truth's boxes go the same way as the picture.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import pymupdf
from numpy.typing import NDArray
from PIL import Image

from pipeline.geometry.box import Kotak
from samples.pembuat.acak import generator

Gambar = NDArray[np.float32]
PENUH = 255.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Resep:
    """How a page is scanned. Lengths in points, angles in degrees, levels of gray 0..255."""

    dpi: int = 200
    warna: bool = False
    mutu: int = 50  # JPEG quality
    miring: tuple[float, float] = (0.1, 0.6)  # skew, least and most; the side is by chance
    perspektif: float = 0.0  # how far a corner may wander
    lengkung: float = 0.0  # how far rules sag at the foot of the page
    punggung: float = 0.0  # depth of the shadow along the spine, 0..1
    kertas: tuple[int, int, int] = (252, 252, 252)
    cahaya: float = 0.0  # fall of light over the page, 0..1
    derau: float = 2.0  # noise, standard deviation
    kabur: float = 0.5  # blur in pixels
    pudar: float = 0.0  # how gray the toner is, 0..1
    bintik: int = 0  # specks of dust
    lubang: bool = False  # two punch holes at the left
    tepi: float = 0.0  # black border where the lid stood open
    tembus: float = 0.0  # how much of the other side shows through, 0..1
    fotokopi: float = 0.0  # contrast of a photocopy, 0 none .. 1 black and white


@dataclass(frozen=True, slots=True)
class Peta:
    """The way from the printed page to the page as shown, in points, through the scan."""

    dpi: int
    homografi: NDArray[np.float64]
    lengkung_px: float
    ukuran_px: tuple[int, int]
    putar: int

    def to_shown(self, box: Kotak) -> Kotak:
        """Return the upright box around a printed box on the page as shown."""
        s = self.dpi / 72
        xs = np.linspace(box.x0, box.x1, 9)
        ys = np.linspace(box.y0, box.y1, 9)
        edge = [(x, y) for x in xs for y in (box.y0, box.y1)]
        edge += [(x, y) for y in ys for x in (box.x0, box.x1)]
        points = self._forward(np.array(edge, np.float64) * s)
        points = _turn_points(points, self.ukuran_px, self.putar) / s
        (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
        return Kotak(float(x0), float(y0), float(x1), float(y1))

    def source_of(self, tujuan: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the pixel of the print that lands on each pixel of the scan."""
        flat = _project(tujuan, np.asarray(np.linalg.inv(self.homografi), np.float64))
        return flat + _sag(flat, self.ukuran_px, self.lengkung_px)

    def _forward(self, asal: NDArray[np.float64]) -> NDArray[np.float64]:
        flat = asal.copy()
        for _ in range(12):
            flat = asal - _sag(flat, self.ukuran_px, self.lengkung_px)
        return _project(flat, self.homografi)


def _project(points: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cv2.perspectiveTransform(points[None], matrix)[0], np.float64)


def _sag(points: NDArray[np.float64], size: tuple[int, int], depth: float) -> NDArray[np.float64]:
    """Return how a curled sheet moves points: nothing at the head, most at the foot's middle."""
    width, height = size
    across = np.sin(np.pi * np.clip(points[:, 0] / width, 0, 1))
    down = np.clip(points[:, 1] / height, 0, 1.1) ** 2
    moved = np.zeros_like(points)
    moved[:, 1] = depth * across * down
    return moved


def _turn_points(
    points: NDArray[np.float64], size: tuple[int, int], putar: int
) -> NDArray[np.float64]:
    """Turn points clockwise with a picture of `size` (width, height)."""
    width, height = size
    x, y = points[:, 0], points[:, 1]
    turned = {
        0: (x, y),
        90: (height - y, x),
        180: (width - x, height - y),
        270: (y, width - x),
    }[putar]
    return np.stack(turned, axis=1)


@dataclass(frozen=True, slots=True)
class Pindaian:
    """A scanned page: its JPEG, the size in points as stored, /Rotate, and the way of its boxes."""

    jpeg: bytes
    lebar: float
    tinggi: float
    rotate: int
    peta: Peta


def scan_page(
    halaman: Any,
    resep: Resep,
    benih: tuple[object, ...],
    *,
    bubuhi: Callable[[Gambar, float], None] | None = None,
    putar: int = 0,
    rotate: int = 0,
) -> Pindaian:
    """Scan one printed page.

    Args:
        halaman: the page of the printed PDF (pymupdf).
        resep: how it is scanned.
        benih: names that seed the chance of this page.
        bubuhi: lays ink and wear on the picture of the print (RGB 0..255, pixels per point).
        putar: how far the page shows turned, clockwise: a sheet laid sideways on the glass.
        rotate: the /Rotate entry; the picture is stored turned back by as much.
    """
    acak = generator("pindai", *benih)
    gambar = _render(halaman, resep.dpi)
    if resep.tembus > 0:
        gambar *= 1 - resep.tembus * _show_through(gambar, acak)[..., None]
    if resep.pudar > 0:
        gambar = PENUH - (PENUH - gambar) * np.float32(1 - resep.pudar)
    if bubuhi is not None:
        bubuhi(gambar, resep.dpi / 72)
    peta = _choose_map(gambar.shape[1], gambar.shape[0], resep, putar, acak)
    gambar = _bend(gambar, peta, resep)
    gambar = _light(gambar, resep, acak)
    gambar = _soil(gambar, resep, acak)
    gambar = _sensor(gambar, resep, acak)
    stored = np.rot90(gambar, k=-((putar - rotate) % 360) // 90)
    height, width = stored.shape[:2]
    return Pindaian(
        jpeg=_press(stored, resep),
        lebar=width * 72 / resep.dpi,
        tinggi=height * 72 / resep.dpi,
        rotate=rotate,
        peta=peta,
    )


def _render(halaman: Any, dpi: int) -> Gambar:
    pixels = halaman.get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB, alpha=False)
    flat = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width, 3)
    return flat.astype(np.float32)


def _show_through(gambar: Gambar, acak: np.random.Generator) -> Gambar:
    """Return a faint mirrored page: text printed on the back of a thin sheet."""
    gray = 1 - gambar.mean(axis=2) / PENUH
    back = np.roll(gray[:, ::-1], int(acak.integers(-60, 60)), axis=0)
    return np.asarray(cv2.GaussianBlur(back, (0, 0), 2.2), np.float32)


def _choose_map(
    width: int, height: int, resep: Resep, putar: int, acak: np.random.Generator
) -> Peta:
    side = 1 if acak.random() < 0.5 else -1
    angle = np.radians(side * acak.uniform(*resep.miring))
    s = resep.dpi / 72
    centre = np.array([width / 2, height / 2])
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = acak.uniform(-3, 3, 2) * s
    target = (corners - centre) @ turn.T + centre + shift
    if resep.perspektif > 0:
        target = target + acak.uniform(-resep.perspektif, resep.perspektif, (4, 2)) * s
    homography = cv2.getPerspectiveTransform(corners.astype(np.float32), target.astype(np.float32))
    sag = resep.lengkung * s * acak.uniform(0.6, 1.0) * (1 if acak.random() < 0.5 else -1)
    return Peta(resep.dpi, homography.astype(np.float64), float(sag), (width, height), putar)


def _bend(gambar: Gambar, peta: Peta, resep: Resep) -> Gambar:
    width, height = peta.ukuran_px
    xs, ys = np.meshgrid(np.arange(width), np.arange(height))
    target = np.stack([xs.ravel() + 0.5, ys.ravel() + 0.5], axis=1).astype(np.float64)
    source = (peta.source_of(target) - 0.5).astype(np.float32).reshape(height, width, 2)
    outside = 40.0 if resep.tepi > 0 else PENUH
    bent = cv2.remap(
        gambar,
        source[..., 0],
        source[..., 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(outside, outside, outside),
    )
    return np.asarray(bent, np.float32)


def _light(gambar: Gambar, resep: Resep, acak: np.random.Generator) -> Gambar:
    height, width = gambar.shape[:2]
    paper = np.array(resep.kertas, np.float32) / np.float32(PENUH)
    light = np.ones((height, width), np.float32)
    if resep.cahaya > 0:
        coarse = acak.uniform(1 - resep.cahaya, 1.0, (4, 3)).astype(np.float32)
        light *= cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    if resep.punggung > 0:
        reach = acak.uniform(0.035, 0.06) * width
        away = np.arange(width, dtype=np.float32) / np.float32(reach)
        light *= 1 - np.float32(resep.punggung) * np.exp(-away)
    return (gambar * light[..., None] * paper).astype(np.float32)


def _soil(gambar: Gambar, resep: Resep, acak: np.random.Generator) -> Gambar:
    height, width = gambar.shape[:2]
    s = resep.dpi / 72
    for _ in range(resep.bintik):
        x, y = int(acak.integers(0, width)), int(acak.integers(0, height))
        level = float(acak.uniform(20, 150))
        size = max(1, round(float(acak.exponential(0.35)) * s))
        cv2.circle(gambar, (x, y), size // 2, (level, level, level), -1, cv2.LINE_AA)
    if resep.lubang:
        for part in (-1, 1):
            x = round((30 + acak.uniform(-3, 3)) * s)
            y = round(height / 2 + part * 113 * s + acak.uniform(-6, 6) * s)
            _punch(gambar, x, y, round(8.2 * s))
    if resep.tepi > 0:
        wide = round(resep.tepi * s * acak.uniform(0.5, 1.0))
        edge = 40 + acak.normal(0, 6, (height, 1, 1)).astype(np.float32)
        gambar[:, width - wide :] = edge
    return gambar


def _punch(gambar: Gambar, x: int, y: int, radius: int) -> None:
    cv2.circle(gambar, (x, y), radius, (58.0, 58.0, 60.0), -1, cv2.LINE_AA)
    cv2.circle(gambar, (x + 1, y + 2), radius, (150.0, 150.0, 150.0), 2, cv2.LINE_AA)


def _sensor(gambar: Gambar, resep: Resep, acak: np.random.Generator) -> Gambar:
    if not resep.warna:
        gambar = (gambar @ np.array([0.299, 0.587, 0.114], np.float32))[..., None]
    if resep.kabur > 0:
        blurred = cv2.GaussianBlur(gambar, (0, 0), resep.kabur)
        gambar = blurred.reshape(gambar.shape)
    if resep.derau > 0:
        noise = acak.standard_normal(gambar.shape[:2], np.float32) * np.float32(resep.derau)
        gambar = gambar + noise[..., None]
    if resep.fotokopi > 0:
        steep = 1 + 9 * resep.fotokopi
        hard = PENUH / (1 + np.exp(-(gambar - 150) / PENUH * 4 * steep))
        gambar = gambar * (1 - resep.fotokopi) + hard * resep.fotokopi
    return np.clip(gambar, 0, PENUH).astype(np.float32)


def _press(gambar: Gambar, resep: Resep) -> bytes:
    pixels = np.ascontiguousarray(np.round(gambar).astype(np.uint8))
    picture = Image.fromarray(pixels if resep.warna else pixels[..., 0])
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=resep.mutu, optimize=True, dpi=(resep.dpi, resep.dpi))
    return out.getvalue()

"""Wear on one spot of a sheet: lost toner, scratches, a fold, a smudge.

Each function changes an RGB picture (0..255) in place, inside a box in points.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from pipeline.geometry.box import Kotak
from samples.pembuat.tinta import Gambar

Aus = Callable[[Gambar, Kotak, float, np.random.Generator], None]
PUTIH = 255.0


def _window(gambar: Gambar, box: Kotak, skala: float) -> Gambar:
    x0, y0 = max(0, round(box.x0 * skala)), max(0, round(box.y0 * skala))
    return gambar[y0 : round(box.y1 * skala), x0 : round(box.x1 * skala)]


def fade(gambar: Gambar, box: Kotak, skala: float, acak: np.random.Generator) -> None:
    """Lose toner in blotches of half a stroke's width to a stroke's width."""
    window = _window(gambar, box, skala)
    height, width = window.shape[:2]
    cell = 0.9 * skala
    grid = acak.random((max(2, round(height / cell)), max(2, round(width / cell))), np.float32)
    cover = cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
    kept = np.clip((cover - 0.36) * 3.2, 0.06, 1.0)[..., None]
    window[:] = PUTIH - (PUTIH - window) * kept


def scratch(gambar: Gambar, box: Kotak, skala: float, acak: np.random.Generator) -> None:
    """Scratch the toner off along a few thin lines."""
    window = _window(gambar, box, skala)
    height, width = window.shape[:2]
    layer = np.zeros((height, width), np.uint8)
    for _ in range(int(acak.integers(3, 7))):
        x, y = acak.uniform(0, width), acak.uniform(0, height)
        dx, dy = acak.uniform(-0.5, 0.5) * width, acak.uniform(-0.3, 0.3) * height
        start, end = (round(x - dx), round(y - dy)), (round(x + dx), round(y + dy))
        cv2.line(layer, start, end, 255, max(1, round(0.7 * skala)), cv2.LINE_AA)
    off = layer.astype(np.float32)[..., None] / 255
    window[:] = window * (1 - off) + 250.0 * off


def fold(gambar: Gambar, box: Kotak, skala: float, acak: np.random.Generator) -> None:
    """Fold the sheet across the spot: a pale crack, the parts a little apart, a shadow."""
    window = _window(gambar, box, skala)
    height = window.shape[0]
    y = round(acak.uniform(0.4, 0.62) * height)
    shift = round(acak.uniform(0.4, 1.0) * skala)
    window[y:] = np.roll(window[y:], shift, axis=1)
    crack = max(1, round(acak.uniform(0.6, 1.1) * skala))
    window[y : y + crack] = 0.2 * window[y : y + crack] + 0.8 * 246.0
    window[y + crack : y + 3 * crack] *= 0.88


def smudge(gambar: Gambar, box: Kotak, skala: float, acak: np.random.Generator) -> None:
    """Leave a grubby smear over the spot."""
    window = _window(gambar, box, skala)
    height, width = window.shape[:2]
    layer = np.zeros((height, width), np.float32)
    for _ in range(3):
        centre = (round(acak.uniform(0.2, 0.8) * width), round(acak.uniform(0.2, 0.8) * height))
        axes = (round(acak.uniform(0.1, 0.3) * width), round(acak.uniform(0.15, 0.35) * height))
        cv2.ellipse(layer, centre, axes, float(acak.uniform(0, 180)), 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(layer, (0, 0), 1.6 * skala)[..., None]
    window[:] = window * (1 - 0.45 * soft)


WEAR: dict[str, Aus] = {"pudar": fade, "gores": scratch, "lipat": fold, "noda": smudge}
"""The kinds of wear, by the word that `data-aus` says."""

"""The pages of the comparison: which they are, and their upright copies for the peers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import pymupdf

from pipeline.read import raster


@dataclass(frozen=True, slots=True)
class Lembar:
    """A page of a file, from 1."""

    berkas: Path
    nomor: int

    @property
    def nama(self) -> str:
        """How the page is called in print."""
        return f"{self.berkas.stem} {self.nomor}"


@dataclass(frozen=True, slots=True)
class Salinan:
    """A page upright: its gray picture with its dots per inch, and alone in a PDF."""

    gambar: Path
    dpi: float
    pdf: Path


def text_pages(files: Sequence[Path]) -> tuple[list[Lembar], list[Lembar]]:
    """Part the pages of files into scans (a picture, no text) and pages with a text layer."""
    scans: list[Lembar] = []
    layers: list[Lembar] = []
    for path in files:
        with pymupdf.open(path) as document:
            for page in document:
                if page.get_text("text").strip():
                    layers.append(Lembar(path, page.number + 1))
                elif page.get_image_info():
                    scans.append(Lembar(path, page.number + 1))
    return scans, layers


def choose(
    lembar: Sequence[Lembar], count: int, holds_figures: Callable[[Lembar], bool]
) -> list[Lembar]:
    """Take `count` pages (0: all), of which half or one more hold figures, where so many do."""
    if count <= 0 or len(lembar) <= count:
        return list(lembar)
    with_figures = [one for one in lembar if holds_figures(one)]
    without = [one for one in lembar if not holds_figures(one)]
    half = min(len(with_figures), max((count + 1) // 2, count - len(without)))
    chosen = {*_spread(with_figures, half), *_spread(without, count - half)}
    return [one for one in lembar if one in chosen]


def _spread(lembar: Sequence[Lembar], count: int) -> list[Lembar]:
    """Take `count` pages evenly from all."""
    return [lembar[i * len(lembar) // count] for i in range(count)]


def copy_upright(one: Lembar, putar: int, folder: Path) -> Salinan:
    """Write the copies of a page that shows turned by `putar` degrees clockwise.

    The peers get the page the right way up: sideways they would read nothing.
    """
    gambar, pdf = folder / "halaman.png", folder / "halaman.pdf"
    with pymupdf.open(one.berkas) as document:
        document.select([one.nomor - 1])
        page = document[0]
        dpi = raster.choose_dpi(page)
        gray = raster.turn(raster.to_gray(raster.render(page, dpi)), -putar % 360)
        page.set_rotation((page.rotation - putar) % 360)
        document.save(pdf)
    cv2.imwrite(str(gambar), gray)
    return Salinan(gambar, dpi, pdf)

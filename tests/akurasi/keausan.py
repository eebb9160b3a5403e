"""Three levels of wear, set by how much of a page's figures plain Tesseract still finds.

A level is a range for each field of a scan's recipe; every page draws its own recipe from it.
Lengths that a scanner blurs over are in pixels at 200 dpi and grow with the resolution, so that
a level means the same paper at 150, 200 and 300 dpi.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import pytesseract
from PIL import Image

from samples.pembuat.acak import generator
from samples.pembuat.pindai import Resep

DPI_TINGKAT = 200
"""The resolution at which the levels are set and measured."""

Rentang = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tingkat:
    """A level of wear: the share of figures plain Tesseract must find, and how pages are worn."""

    nama: str
    terbaca: Rentang
    miring: Rentang = (0.2, 0.9)
    perspektif: Rentang = (0.0, 1.0)
    lengkung: Rentang = (0.0, 0.0)
    punggung: Rentang = (0.0, 0.0)
    kertas: Rentang = (246.0, 253.0)
    cahaya: Rentang = (0.0, 0.05)
    derau: Rentang = (1.5, 2.5)
    kabur: Rentang = (0.5, 0.7)
    pudar: Rentang = (0.0, 0.0)
    tembus: Rentang = (0.0, 0.0)
    fotokopi: Rentang = (0.0, 0.0)
    bintik: Rentang = (0.0, 20.0)
    mutu: Rentang = (45.0, 60.0)


TINGKAT = (
    Tingkat(nama="ringan", terbaca=(0.95, 1.0)),
    Tingkat(
        nama="sedang",
        terbaca=(0.80, 0.90),
        miring=(0.5, 1.5),
        perspektif=(1.0, 2.0),
        lengkung=(0.0, 3.0),
        punggung=(0.0, 0.5),
        kertas=(242.0, 250.0),
        cahaya=(0.04, 0.10),
        derau=(6.5, 8.5),
        kabur=(1.3, 1.5),
        pudar=(0.22, 0.34),
        bintik=(10.0, 40.0),
        mutu=(36.0, 46.0),
    ),
    Tingkat(
        nama="berat",
        terbaca=(0.0, 0.60),
        miring=(0.6, 1.8),
        perspektif=(1.0, 2.5),
        lengkung=(0.0, 4.0),
        punggung=(0.2, 0.6),
        kertas=(236.0, 248.0),
        cahaya=(0.08, 0.18),
        derau=(9.0, 11.5),
        kabur=(1.55, 1.8),
        pudar=(0.32, 0.44),
        tembus=(0.0, 0.05),
        bintik=(30.0, 80.0),
        mutu=(26.0, 34.0),
    ),
)


def draw_recipe(tingkat: Tingkat, dpi: int, *, warna: bool, benih: tuple[object, ...]) -> Resep:
    """Draw one page's recipe from a level, by the chance that `benih` seeds."""
    acak = generator("keausan", tingkat.nama, dpi, *benih)

    def draw(rentang: Rentang) -> float:
        return float(acak.uniform(*rentang))

    paper = round(draw(tingkat.kertas))
    yellow = round(draw((0.0, 6.0))) if warna else 0
    return Resep(
        dpi=dpi,
        warna=warna,
        miring=tingkat.miring,
        perspektif=draw(tingkat.perspektif),
        lengkung=draw(tingkat.lengkung),
        punggung=draw(tingkat.punggung),
        kertas=(paper, paper - yellow // 3, paper - yellow),
        cahaya=draw(tingkat.cahaya),
        derau=draw(tingkat.derau),
        kabur=draw(tingkat.kabur) * dpi / DPI_TINGKAT,
        pudar=draw(tingkat.pudar),
        tembus=draw(tingkat.tembus),
        fotokopi=draw(tingkat.fotokopi),
        bintik=round(draw(tingkat.bintik)),
        mutu=round(draw(tingkat.mutu)),
    )


MODE = 3
"""Tesseract's page segmentation for the plain pass: of those it has, the best on these pages."""


def plain_text(jpeg: bytes, dpi: int, mode: int = MODE) -> str:
    """Return what one plain page-level pass of Tesseract reads on an upright page."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        config = f"--psm {mode} --dpi {dpi}"
        return str(pytesseract.image_to_string(picture, lang="ind+eng", config=config))


def found_somewhere(angka: Iterable[str], teks: str) -> int:
    """Count the figures whose digits and separators stand somewhere in a text.

    A figure printed twice must be found twice; comma and dot count as one separator.
    """
    read = Counter(_figures(teks))
    count = 0
    for printed in angka:
        wanted = Counter(_figures(printed))
        if wanted and wanted <= read:
            read -= wanted
            count += 1
    return count


def _figures(teks: str) -> list[str]:
    return [figure.replace(",", ".") for figure in re.findall(r"\d+(?:[.,]\d+)*", teks)]

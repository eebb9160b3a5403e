"""Bind a printed source into the PDF of the sample: which sheets, in which order, scanned how."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf
import yaml
from PIL import Image

from pipeline.geometry.box import Kotak
from samples.pembuat.bubuh import apply, marks
from samples.pembuat.cetak import Cetakan, clean_bytes
from samples.pembuat.pindai import Gambar, Peta, Resep, scan_page
from samples.pembuat.tinta import Tinta

SKALA_TEMPEL = 200 / 72
"""Pixels per point of a signature that is pasted into a text-layer page as a picture."""


@dataclass(frozen=True, slots=True)
class Aturan:
    """What `susunan.yaml` says of one file; page numbers of `putar`, `rotate` count bound pages."""

    pindai: dict[int, str] = field(default_factory=dict)  # printed page -> recipe; 0: every page
    urutan: tuple[int, ...] = ()
    putar: dict[int, int] = field(default_factory=dict)
    rotate: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Susunan:
    """The whole of `susunan.yaml`."""

    resep: dict[str, Resep]
    berkas: dict[str, dict[str, Aturan]]

    def of(self, set_: str, nama: str) -> Aturan:
        """Return what is said of a file; a file not named is printed and not scanned."""
        return self.berkas.get(set_, {}).get(nama, Aturan())


def read_susunan(path: Path) -> Susunan:
    """Read `susunan.yaml`.

    Raises:
        TypeError: a recipe names something that a scan does not have.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    resep = {nama: _resep(isi) for nama, isi in raw["resep"].items()}
    berkas = {
        set_: {nama: _aturan(isi or {}) for nama, isi in files.items()}
        for set_, files in raw["berkas"].items()
    }
    return Susunan(resep, berkas)


def _resep(isi: dict[str, Any]) -> Resep:
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in isi.items()}
    return Resep(**fields)


def _aturan(isi: dict[str, Any]) -> Aturan:
    pindai = isi.get("pindai", {})
    if isinstance(pindai, str):
        pindai = {0: pindai}
    return Aturan(
        pindai={int(page): str(resep) for page, resep in pindai.items()},
        urutan=tuple(isi.get("urutan", ())),
        putar=dict(isi.get("putar", {})),
        rotate=dict(isi.get("rotate", {})),
    )


@dataclass(frozen=True, slots=True)
class Lembar:
    """A bound page: which printed page it is, and the scan's map, or None for a text layer."""

    cetak: int
    peta: Peta | None


@dataclass(frozen=True, slots=True)
class Jilid:
    """A bound file and the way from a printed place to the place in it."""

    pdf: bytes
    lembar: tuple[Lembar, ...]

    def pages_of(self, cetak: int) -> list[int]:
        """Return the bound pages (from 1) that carry a printed page."""
        return [n for n, lembar in enumerate(self.lembar, start=1) if lembar.cetak == cetak]

    def place(self, cetak: int, box: Kotak) -> tuple[int, Kotak]:
        """Return the bound page and the box there, as shown, of a box on a printed page."""
        halaman = self.pages_of(cetak)[0]
        peta = self.lembar[halaman - 1].peta
        return halaman, box if peta is None else peta.to_shown(box)

    def metode(self, halaman: int) -> str:
        """Say where a reader gets the words of a bound page from."""
        return "teks" if self.lembar[halaman - 1].peta is None else "ocr"


def bind(cetakan: Cetakan, aturan: Aturan, resep: dict[str, Resep]) -> Jilid:
    """Scan what is to be scanned and bind all pages into one PDF, free of dates and ids.

    Raises:
        ValueError: a page or a recipe is named that does not exist.
    """
    recipes = _recipes_by_page(cetakan, aturan)
    unknown = set(recipes.values()) - set(resep)
    if unknown:
        raise ValueError(f"resep tidak dikenal: {', '.join(sorted(unknown))}")
    order = aturan.urutan or tuple(range(1, len(cetakan.ukuran) + 1))
    missing = set(range(1, len(cetakan.ukuran) + 1)) ^ set(order)
    if missing:
        raise ValueError(f"urutan tidak cocok dengan halaman tercetak: {sorted(missing)}")
    printed = pymupdf.open(stream=cetakan.pdf, filetype="pdf")
    bound = pymupdf.open()
    sheets = []
    for number, page in enumerate(order, start=1):
        recipe = recipes.get(page)
        if recipe is None:
            bound.insert_pdf(printed, from_page=page - 1, to_page=page - 1, links=False)
            _paste_ink(bound[-1], marks(cetakan, page, SKALA_TEMPEL))
            sheets.append(Lembar(page, None))
        else:
            peta = _add_scan(bound, printed, cetakan, page, number, resep[recipe], aturan)
            sheets.append(Lembar(page, peta))
    return Jilid(clean_bytes(bound), tuple(sheets))


def _recipes_by_page(cetakan: Cetakan, aturan: Aturan) -> dict[int, str]:
    """Return the recipe of each scanned page; the source's `data-pindai` goes before the file's."""
    recipes = {}
    for page in range(1, len(cetakan.ukuran) + 1):
        name = aturan.pindai.get(page, aturan.pindai.get(0))
        if name:
            recipes[page] = name
    for element in cetakan.akar.iter():
        name = element.get("data-pindai")
        if name:
            for page in cetakan.boxes_within(element, glyphs=True):
                recipes[page] = name
    return recipes


def _add_scan(
    bound: Any,
    printed: Any,
    cetakan: Cetakan,
    page: int,
    number: int,
    resep: Resep,
    aturan: Aturan,
) -> Peta:
    def ink(gambar: Gambar, skala: float) -> None:
        apply(cetakan, page, gambar, skala)

    pindaian = scan_page(
        printed[page - 1],
        resep,
        (cetakan.nama, number),
        bubuhi=ink,
        putar=aturan.putar.get(number, 0),
        rotate=aturan.rotate.get(number, 0),
    )
    sheet = bound.new_page(width=pindaian.lebar, height=pindaian.tinggi)
    sheet.insert_image(sheet.rect, stream=pindaian.jpeg)
    sheet.set_rotation(pindaian.rotate)
    return pindaian.peta


def _paste_ink(sheet: Any, inks: list[Tinta]) -> None:
    """Paste ink as pictures over a text-layer page, as offices paste a signature in Word."""
    for ink in inks:
        h, w = ink.banyak.shape
        rgba = np.empty((h, w, 4), np.uint8)
        rgba[..., :3] = ink.warna
        rgba[..., 3] = np.round(ink.banyak * 255).astype(np.uint8)
        out = io.BytesIO()
        Image.fromarray(rgba).save(out, "PNG", optimize=True)
        s = SKALA_TEMPEL
        box = (ink.x / s, ink.y / s, (ink.x + w) / s, (ink.y + h) / s)
        sheet.insert_image(pymupdf.Rect(*box), stream=out.getvalue())

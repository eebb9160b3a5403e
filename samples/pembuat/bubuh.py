"""What goes onto a printed page by hand: signatures, stamps, handwriting, and local wear.

The source says it: `data-tanda` on the room of a signature block, `data-tangan` on a
blank that is filled in by pen, `data-aus` on what is worn.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import numpy as np

from pipeline.geometry.box import Kotak
from samples.pembuat.acak import generator
from samples.pembuat.aus import WEAR
from samples.pembuat.cetak import Cetakan
from samples.pembuat.tinta import (
    BIRU,
    HITAM,
    UNGU,
    Gambar,
    Tinta,
    draw_strokes,
    handwriting,
    lay,
    signature,
    stamp,
)

JARI_CAP = 50.0
"""Radius of an office stamp in points: 3.5 cm across."""


def marks(cetakan: Cetakan, page: int, skala: float) -> list[Tinta]:
    """Return the ink on a printed page, `skala` pixels per point, first laid first."""
    parents = {child: parent for parent in cetakan.akar.iter() for child in parent}
    found: list[Tinta] = []
    for element in cetakan.akar.iter():
        box = cetakan.kotak.get(element, {}).get(page)
        if box is None:
            continue
        if "data-tangan" in element.attrib:
            found.append(_handwritten(element.attrib["data-tangan"], box, skala, cetakan, page))
        if "data-tanda" in element.attrib:
            found += _signed(element, box, skala, cetakan, page, parents)
    return found


def apply(cetakan: Cetakan, page: int, gambar: Gambar, skala: float) -> None:
    """Lay the ink of a page on its picture (RGB 0..255), then wear what is worn, in place."""
    for ink in marks(cetakan, page, skala):
        lay(gambar, ink)
    for element in cetakan.akar.iter():
        wear = element.get("data-aus")
        box = cetakan.boxes_within(element, glyphs=True).get(page) if wear else None
        if wear and box is not None:
            kind, _, seed = wear.partition(" ")
            WEAR[kind](gambar, box.grow(2.5), skala, generator("aus", cetakan.nama, kind, seed))


def _handwritten(text: str, box: Kotak, skala: float, cetakan: Cetakan, page: int) -> Tinta:
    chance = generator("tangan", cetakan.nama, page, text)
    height = min(box.tinggi, 15.0) * 1.05 * skala
    top = (box.tengah_y * skala) - height * 0.62
    strokes = handwriting(text, (box.x0 + 2) * skala, top, height, chance)
    return draw_strokes(strokes, 1.15 * skala, BIRU, chance)


def _signed(
    room: Element,
    box: Kotak,
    skala: float,
    cetakan: Cetakan,
    page: int,
    parents: dict[Element, Element],
) -> list[Tinta]:
    tokens = room.attrib["data-tanda"].split()
    chance = generator("tanda", cetakan.nama, page, round(box.x0), round(box.y0))
    inks = []
    if "cap" in tokens:
        inks.append(_stamped(room, box, skala, parents, chance))
    if any(token.startswith("ttd") for token in tokens):
        person = _ancestor_value(room, "data-nama", parents)
        colour = HITAM if "ttd-hitam" in tokens else BIRU
        inks.append(_signature_at(person, box, skala, colour, chance))
    return inks


def _signature_at(
    person: str,
    box: Kotak,
    skala: float,
    warna: tuple[int, int, int],
    chance: np.random.Generator,
) -> Tinta:
    hand = generator("tangan orang", _skeleton(person))
    width = hand.uniform(105, 150)
    height = hand.uniform(48, 64)
    x = box.tengah_x - width / 2 + chance.uniform(-8, 12)
    y = box.tengah_y - height / 2 + chance.uniform(-2, 8)
    scale = np.array([width * skala, height * skala], np.float32)
    origin = np.array([x * skala, y * skala], np.float32)
    strokes = [stroke * scale + origin for stroke in signature(hand, chance)]
    return draw_strokes(strokes, float(hand.uniform(1.0, 1.7)) * skala, warna, chance)


def _skeleton(nama: str) -> str:
    """Return the consonants of a name without degrees: a misspelt name keeps its hand."""
    return re.sub("[^B-DF-HJ-NP-TV-Z]", "", nama.upper().split(",")[0])


def _stamped(
    room: Element,
    box: Kotak,
    skala: float,
    parents: dict[Element, Element],
    chance: np.random.Generator,
) -> Tinta:
    words = _stamp_words(room, parents)
    much = stamp(*words, JARI_CAP * skala, chance)
    dx, dy = (float(part) for part in room.get("data-cap-geser", "-46,6").split(","))
    x = box.tengah_x + dx + chance.uniform(-6, 6)
    y = box.tengah_y + dy + chance.uniform(-5, 5)
    half = much.shape[0] / 2
    return Tinta(round(x * skala - half), round(y * skala - half), much, UNGU)


def _stamp_words(
    room: Element, parents: dict[Element, Element]
) -> tuple[str, str, tuple[str, ...]]:
    """Return the words of the stamp: those of `data-cap` (`arc|foot|line/line`) or the office's."""
    if "data-cap" in room.attrib:
        arc, foot, lines = room.attrib["data-cap"].split("|")
        return arc, foot, tuple(line for line in lines.split("/") if line)
    pemda = _ancestor_value(room, "data-pemda", parents).upper()
    if "BUPATI" in _ancestor_value(room, "data-jabatan", parents).upper():
        return f"BUPATI {pemda.split()[-1]}", "", ("BUPATI",)
    unit = _ancestor_value(room, "data-unit", parents).upper()
    return f"PEMERINTAH {pemda}", pemda.split()[-1], tuple(unit.split(maxsplit=1))


def _ancestor_value(element: Element, name: str, parents: dict[Element, Element]) -> str:
    """Return an attribute of the nearest block around; a `data-bagian` asks its naskah.

    Raises:
        ValueError: no block around says it.
    """
    root = element
    while root in parents:
        root = parents[root]
    here: Element | None = element
    while here is not None:
        if name in here.attrib:
            return here.attrib[name]
        part_of = here.get("data-bagian")
        if part_of:
            for block in root.iter():
                if block.get("data-id") == part_of and name in block.attrib:
                    return block.attrib[name]
        here = parents.get(here)
    raise ValueError(f"data-tanda di luar blok yang menyebut {name}")

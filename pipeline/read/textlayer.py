"""Words and ruling lines from a page's text layer and drawings.

Source: PyMuPDF. Its coordinates are points, origin top left, of the page as shown
(after /Rotate); a page whose text runs sideways is turned upright here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.geometry.box import Afin, Kotak
from pipeline.geometry.turn import turn_to_upright
from pipeline.read.page import Garis, Halaman, Kata
from pipeline.read.trust import without_hidden
from schemas.vocabulary import Metode

THIN = 3.2
"""A filled box no thicker than this (points) is a ruling line."""
INK_DPI = 100.0
"""Dots per inch at which pasted pictures are looked at for signatures."""
INK_INSIDE = 0.7
"""Ink belongs to a pasted picture if more than this share of its box lies in it, ..."""
INK_ROOM = 3.0
"""... with so much room (points) around."""
LEAST_HIGH = 8.0
"""A picture lower than this (points) holds no stroke that `ink` would take for one."""
MIN_RULE = 4.0
"""Drawings shorter than this (points) are dots, ticks and letters, not rules."""


def read_text_layer(page: Any, nomor: int) -> Halaman:
    """Read a page from its text layer and drawings; see `with_pasted_ink` for its signatures.

    Args:
        page: An open `pymupdf.Page`.
        nomor: The page's number, from 1.
    """
    import pymupdf

    letters = page.get_textpage(flags=pymupdf.TEXTFLAGS_WORDS)
    raw = _with_raised_marks(
        page.get_text("words", sort=False, textpage=letters),
        page.get_text("dict", textpage=letters),
    )
    as_shown = _as_shown(page)
    putaran = _turn_of_text(page, raw)
    to_upright, to_shown, lebar, tinggi = turn_to_upright(
        putaran, page.rect.width, page.rect.height
    )
    to_frame = to_upright.after(as_shown)
    kata = tuple(
        Kata(word[4], to_frame.apply_box(Kotak(*word[:4]))) for word in raw if word[4].strip()
    )
    read = Halaman(
        nomor=nomor,
        lebar=lebar,
        tinggi=tinggi,
        metode=Metode.TEKS,
        kata=kata,
        garis=tuple(_turned(garis, to_frame) for garis in _rules(page)),
        putaran=putaran,
        ke_tampilan=to_shown,
    )
    return replace(read, kata=without_hidden(page, read, to_frame)) if kata else read


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _with_raised_marks(words: Sequence[Any], text: Any) -> list[Any]:
    """Return words whose footnote mark, a raised digit behind a figure, is written as one.

    `82,35` with a raised 1 comes as the word `82,351`, which is another figure.

    Args:
        words: the words of a page, as PyMuPDF gives them.
        text: its spans, as PyMuPDF gives them (`dict`).
    """
    import pymupdf

    raised = [
        (Kotak(*span["bbox"]), mark)
        for block in text["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["flags"] & pymupdf.TEXT_FONT_SUPERSCRIPT
        and re.fullmatch(r"[0-9]{1,2}", mark := span["text"].strip())
    ]
    return [_with_raised_mark(word, raised) for word in words] if raised else list(words)


def _with_raised_mark(word: Any, raised: Sequence[tuple[Kotak, str]]) -> Any:
    box, text = Kotak(*word[:4]).grow(1), word[4]
    for mark_box, mark in raised:
        bare = text.removesuffix(mark)
        ends = bare != text and abs(mark_box.x1 - word[2]) < 1.5
        if (
            ends
            and box.contains_point(mark_box.tengah_x, mark_box.tengah_y)
            and _FIGURE_END.search(bare)
        ):
            return (*word[:4], bare + mark.translate(_RAISED), *word[5:])
    return word


_FIGURE_END = re.compile(r"[0-9][%)]?$")


def with_pasted_ink(page: Any, halaman: Halaman, pictures: Sequence[Kotak]) -> Halaman:
    """Return the page with the pen strokes and stamps among the pictures pasted on it.

    A scanned signature is often pasted under a digital page. Only where there are
    pictures that can hold one the page is rendered, coarsely, to look at them.

    Args:
        page: The open `pymupdf.Page`.
        halaman: What was read of it.
        pictures: Where its pictures lie, in PyMuPDF's text space.
    """
    as_shown = _as_shown(page)
    places = [as_shown.apply_box(box) for box in pictures]
    places = [place for place in places if place.tinggi >= LEAST_HIGH]
    if not places:
        return halaman
    goresan, cap = _pasted_ink(page, [place.grow(INK_ROOM) for place in places])
    to_upright, *_ = turn_to_upright(halaman.putaran, page.rect.width, page.rect.height)
    return replace(
        halaman,
        tinta=tuple(to_upright.apply_box(box) for box in goresan),
        cap=tuple(to_upright.apply_box(box) for box in cap),
    )


def _pasted_ink(page: Any, places: Sequence[Kotak]) -> tuple[list[Kotak], list[Kotak]]:
    """Find pen strokes and stamps at places of a page, all in points as shown."""
    import numpy as np

    from pipeline.read import ink, raster

    dpi = raster.affordable(page, INK_DPI)
    colour = raster.render(page, dpi)
    gray = raster.even_out(raster.to_gray(colour), dpi)
    found = ink.find_ink(colour, dpi)
    dark = ink.find_dark_ink(raster.faint_mask(gray, raster.tones(gray)), np.zeros_like(gray), dpi)

    def boxes(pixels: tuple[tuple[int, int, int, int], ...]) -> list[Kotak]:
        scale = 72 / dpi
        made = [
            Kotak(x * scale, y * scale, (x + w) * scale, (y + h) * scale) for x, y, w, h in pixels
        ]
        return [box for box in made if any(box.share_in(place) > INK_INSIDE for place in places)]

    return boxes(found.goresan + dark.goresan), boxes(found.cap + dark.cap)


def _as_shown(page: Any) -> Afin:
    """Return the map from PyMuPDF's text space (before /Rotate) to the page as shown."""
    m = page.rotation_matrix
    return Afin(m.a, m.c, m.e, m.b, m.d, m.f)


def _turn_of_text(page: Any, raw: list[Any]) -> int:
    """Return how far the shown page must be turned clockwise for its text to stand upright.

    Words that are longer than high prove an upright page without the slower look at
    the direction of every line.
    """
    long_words = [word for word in raw if len(word[4]) >= 4]
    sideways = sum(1 for word in long_words if (word[3] - word[1]) > 1.5 * (word[2] - word[0]))
    if sideways * 2 <= len(long_words) and page.rotation == 0:
        return 0
    directions: Counter[tuple[int, int]] = Counter()
    for block in page.get_text("dict")["blocks"]:
        for line in block.get("lines", ()):
            length = sum(len(span["text"]) for span in line["spans"])
            directions[(round(line["dir"][0]), round(line["dir"][1]))] += length
    if not directions:
        return 0
    to_make_upright = {(0, -1): 90, (-1, 0): 180, (0, 1): 270}
    unturned = to_make_upright.get(directions.most_common(1)[0][0], 0)
    return int(unturned - page.rotation) % 360


def _turned(garis: Garis, to_frame: Afin) -> Garis:
    box = to_frame.apply_box(Kotak(garis.x0, garis.y0, garis.x1, garis.y1))
    return Garis(*box)


def _rules(page: Any) -> Iterator[Garis]:
    """Yield the ruling lines among the page's drawings, in PyMuPDF's text space."""
    clip = page.rect * page.derotation_matrix
    for drawing in page.get_cdrawings():
        if drawing.get("fill_opacity", 1) == 0 and drawing.get("stroke_opacity", 1) == 0:
            continue
        stroked = "s" in drawing["type"]
        for item in drawing["items"]:
            for x0, y0, x1, y1 in _segments(item, stroked):
                box = (max(x0, clip.x0), max(y0, clip.y0), min(x1, clip.x1), min(y1, clip.y1))
                if max(box[2] - box[0], box[3] - box[1]) >= MIN_RULE:
                    yield Garis(*box)


def _segments(item: Any, stroked: bool) -> Iterator[tuple[float, float, float, float]]:
    """Yield (x0, y0, x1, y1) of the straight level lines in one drawing item."""
    kind = item[0]
    if kind == "l":
        (xa, ya), (xb, yb) = item[1], item[2]
        x0, x1, y0, y1 = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
        if y1 - y0 <= 1.5 or x1 - x0 <= 1.5:
            yield _flatten(x0, y0, x1, y1)
    elif kind in ("re", "qu"):
        points = [item[1][:2], item[1][2:]] if kind == "re" else list(item[1])
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        if min(x1 - x0, y1 - y0) <= THIN:
            yield _flatten(x0, y0, x1, y1)
        elif stroked:
            yield x0, y0, x1, y0
            yield x0, y1, x1, y1
            yield x0, y0, x0, y1
            yield x1, y0, x1, y1


def _flatten(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """Reduce a thin box to the line along its middle."""
    if x1 - x0 >= y1 - y0:
        middle = (y0 + y1) / 2
        return x0, middle, x1, middle
    middle = (x0 + x1) / 2
    return middle, y0, middle, y1

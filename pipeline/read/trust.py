"""Whether a text layer says what the page shows.

A scanner's hidden layer may be garbled, shifted or another page's; fonts may lack a
Unicode map; text may be invisible, white or too small to see. Such words are found by
looking at the picture of a sample of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pipeline.geometry.box import Afin, Kotak
from pipeline.read.page import Halaman, Kata

DPI = 150.0
SAMPLE = 14
"""So many words are compared with the picture."""
AGREED = 0.75
"""Share of them that must be seen there."""
ALIKE = 72
"""Likeness (0..100) from which a word was seen: readers err, too."""
SMALLEST = 2.5
"""Print smaller than this (points) nobody is meant to read."""
INVISIBLE = 3
"""PDF's text rendering mode for neither fill nor stroke (ISO 32000-1, 9.3.6)."""


def hidden_places(page: Any) -> tuple[list[Kotak], list[Kotak]]:
    """Return where text is surely hidden, and where it is white; PyMuPDF's text space."""
    hidden: list[Kotak] = []
    white: list[Kotak] = []
    for span in page.get_texttrace():
        box = Kotak(*span["bbox"])
        if span["type"] == INVISIBLE or span["opacity"] == 0 or span["size"] < SMALLEST:
            hidden.append(box)
        elif span["type"] == 0 and min(span["color"]) > 0.93:
            white.append(box)
    return hidden, white


def lies_over_picture(page: Any, full: float) -> bool:
    """Say whether the page's text is printed on top of its large picture.

    Text over a background is the page's own. Text under the picture, or invisible, was
    put there by a scanner: what the picture shows was read by somebody's OCR, and its
    figures are as good as that was.

    Args:
        page: An open `pymupdf.Page`.
        full: The share of the page from which a picture counts as large, 0..1.
    """
    area = page.rect.width * page.rect.height
    order = page.get_bboxlog()
    large = [
        index
        for index, (kind, box) in enumerate(order)
        if "image" in kind and Kotak(*box).luas >= full * area
    ]
    if not large:
        return True
    text = [index for index, (kind, _) in enumerate(order) if kind == "fill-text"]
    hidden = sum(1 for kind, _ in order if kind == "ignore-text")
    over = sum(1 for index in text if index > large[-1])
    return over >= 0.9 * (len(text) + hidden)


def is_layer_of_picture(page: Any, halaman: Halaman) -> bool:
    """Say whether a sample of the layer's words stands in the picture where the layer says."""
    sample = _sample(halaman.kata)
    if not sample:
        return False
    return seen_share(page, halaman, sample) >= AGREED


def seen_share(page: Any, halaman: Halaman, words: Sequence[Kata]) -> float:
    """Return the share of words that the second reader sees at their places, 0..1."""
    from pipeline.read import ocr, pieces, raster

    picture = raster.to_gray(raster.render(page, DPI))
    scale = DPI / 72
    crops = []
    for word in words:
        shown = halaman.as_shown(word.kotak)
        x0, y0, x1, y1 = (round(value * scale) for value in shown)
        piece = pieces.crop(picture, (x0, y0, x1, y1), 3, 3)
        crops.append(raster.turn(piece, halaman.putaran))
    read = ocr.rapid().read_lines([crop for crop in crops if min(crop.shape) > 8])
    if not read:
        return 0.0
    return sum(
        _is_seen(word.teks, text) for word, (text, _) in zip(words, read, strict=False)
    ) / len(words)


def _is_seen(word: str, read: str) -> bool:
    if re.search(r"[0-9]", word):
        return re.sub(r"\D", "", word) == re.sub(r"\D", "", read)
    from rapidfuzz import fuzz

    return fuzz.ratio(word.lower(), read.lower().replace(" ", "")) >= ALIKE


def _sample(words: Sequence[Kata]) -> list[Kata]:
    """Choose words spread over the page, half of them figures: those matter most."""
    wide = [w for w in words if w.kotak.lebar > 8 and w.kotak.tinggi > 4]
    figures = [w for w in wide if re.fullmatch(r"[\d.,%()]{2,}", w.teks)]
    letters = [w for w in wide if len(w.teks) >= 4 and w.teks.isalpha()]
    return _spread(figures, SAMPLE // 2) + _spread(letters, SAMPLE - min(len(figures), SAMPLE // 2))


def _spread(words: Sequence[Kata], count: int) -> list[Kata]:
    if len(words) <= count:
        return list(words)
    return [words[i * len(words) // count] for i in range(count)]


def without_hidden(page: Any, halaman: Halaman, to_frame: Afin) -> tuple[Kata, ...]:
    """Return the layer's words without those that nobody sees.

    White words count as hidden unless most of a sample of them is seen in the picture,
    as white print on a dark header is.
    """
    hidden, white = hidden_places(page)
    gone = [to_frame.apply_box(box) for box in hidden]
    pale = [to_frame.apply_box(box) for box in white]
    if pale:
        words = [word for word in halaman.kata if _lies_in(word, pale)]
        if words and seen_share(page, halaman, _spread(words, 6)) < 0.5:
            gone += pale
    if not gone:
        return halaman.kata
    return tuple(word for word in halaman.kata if not _lies_in(word, gone))


def _lies_in(word: Kata, places: Sequence[Kotak]) -> bool:
    return any(place.contains_point(word.kotak.tengah_x, word.kotak.tengah_y) for place in places)

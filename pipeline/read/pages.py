"""A page's bytes to a `Halaman`: by its text layer where there is a real one, else by OCR."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pipeline.geometry.box import Kotak
from pipeline.read.page import Halaman
from pipeline.read.textlayer import read_text_layer, with_pasted_ink
from pipeline.read.trust import is_layer_of_picture, lies_over_picture

FULL_PAGE = 0.6
"""An image covering this share of the page may be the page itself, scanned."""
NOT_USED = "lapisan teks tidak dipakai, halaman dibaca dari gambarnya"
_NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x1f]")
"""What fonts without a Unicode map give: no character, a private one, a control code."""
PLAUSIBLE_VOWELS = (0.24, 0.62)
"""Share of vowels among the letters of Indonesian text; outside it a layer is looked at."""


def read_page(page: Any, nomor: int) -> Halaman:
    """Read a page.

    A text layer is used only where it agrees with the picture. It is looked at where
    there is reason for doubt: a picture that covers the page, fonts without a Unicode
    map, words that are none.

    Args:
        page: An open `pymupdf.Page`.
        nomor: The page's number, from 1.

    Raises:
        OcrMissing: the page needs OCR and Tesseract is not installed.
    """
    halaman = read_text_layer(page, nomor)
    pictures = [Kotak(*info["bbox"]) for info in page.get_image_info()]
    if halaman.kata:
        if _is_trusted(page, halaman, pictures):
            return with_pasted_ink(page, halaman, pictures)
    elif not pictures and not halaman.garis:
        return halaman  # a blank page
    from pipeline.read.scan import read_scan  # with all that reads pictures

    scanned = read_scan(page, nomor)
    return replace(scanned, pesan=NOT_USED) if page.get_text("text").strip() else scanned


def _is_trusted(page: Any, halaman: Halaman, pictures: Sequence[Kotak]) -> bool:
    """Say whether a layer tells what the page shows; looked at only where that is in doubt."""
    text = "".join(kata.teks for kata in halaman.kata)
    if _is_garbled(text):
        return False
    has_picture = _largest_share(page, pictures) >= FULL_PAGE
    if has_picture and not lies_over_picture(page, FULL_PAGE):
        return False
    doubted = has_picture or _is_implausible(text)
    return not doubted or is_layer_of_picture(page, halaman)


def _largest_share(page: Any, pictures: Iterable[Kotak]) -> float:
    """Return the share of the page that the largest of its pictures covers, 0..1."""
    wide, high = page.rect.width, page.rect.height
    area = wide * high
    if page.rotation in (90, 270):
        wide, high = high, wide
    whole = Kotak(0.0, 0.0, wide, high)
    return max((box.intersect(whole).luas / area if area else 0.0 for box in pictures), default=0.0)


def _is_garbled(text: str) -> bool:
    """Say whether the fonts of a layer with this text have no usable Unicode map."""
    return len(_NO_CHARACTER.findall(text)) > 0.08 * len(text)


def _is_implausible(text: str) -> bool:
    """Say whether the letters of a layer are not those of a text: a wrong map."""
    lowered = text.lower()
    letters = sum(map(str.isalpha, lowered))
    if letters < 60:
        return False
    share = sum(lowered.count(vowel) for vowel in "aiueo") / letters
    return not PLAUSIBLE_VOWELS[0] <= share <= PLAUSIBLE_VOWELS[1]

"""A page's bytes to a `Halaman`: by its text layer where there is a real one, else by OCR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.read.page import Halaman
from pipeline.read.scan import read_scan
from pipeline.read.textlayer import read_text_layer
from pipeline.read.trust import is_layer_of_picture, lies_over_picture

FULL_PAGE = 0.6
"""An image covering this share of the page may be the page itself, scanned."""
NOT_USED = "lapisan teks tidak dipakai, halaman dibaca dari gambarnya"
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
    has_picture = _picture_share(page) >= FULL_PAGE
    if halaman.kata:
        own = not has_picture or lies_over_picture(page, FULL_PAGE)
        doubted = has_picture or _is_implausible(halaman)
        seen = own and not _is_garbled(halaman)
        if seen and (not doubted or is_layer_of_picture(page, halaman)):
            return halaman
    elif not page.get_image_info() and not halaman.garis:
        return halaman  # a blank page
    scanned = read_scan(page, nomor)
    return replace(scanned, pesan=NOT_USED) if page.get_text("text").strip() else scanned


def _picture_share(page: Any) -> float:
    """Return the share of the page that its largest picture covers, 0..1."""
    area = page.rect.width * page.rect.height
    shares = [0.0]
    for info in page.get_image_info():
        x0, y0, x1, y1 = info["bbox"]
        wide, high = page.rect.width, page.rect.height
        if page.rotation in (90, 270):
            wide, high = high, wide
        clipped = max(0.0, min(x1, wide) - max(x0, 0.0)) * max(0.0, min(y1, high) - max(y0, 0.0))
        shares.append(clipped / area if area else 0.0)
    return max(shares)


def _is_garbled(halaman: Halaman) -> bool:
    """Say whether the layer's fonts have no usable Unicode map."""
    text = "".join(kata.teks for kata in halaman.kata)
    bad = sum(1 for c in text if c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32)
    return bad > 0.08 * max(len(text), 1)


def _is_implausible(halaman: Halaman) -> bool:
    """Say whether a layer's letters are not those of a text: a wrong or missing map."""
    letters = [c for kata in halaman.kata for c in kata.teks.lower() if c.isalpha()]
    if _is_garbled(halaman):
        return True
    if len(letters) < 60:
        return False
    share = sum(c in "aiueo" for c in letters) / len(letters)
    return not PLAUSIBLE_VOWELS[0] <= share <= PLAUSIBLE_VOWELS[1]

"""A page's bytes to a `Halaman`: by its text layer where there is a real one, else by OCR."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipeline.read.page import Halaman
from pipeline.read.scan import read_scan
from pipeline.read.textlayer import read_text_layer

FULL_PAGE = 0.6
"""An image covering this share of the page makes it a scan, whatever layer lies over it."""


def read_page(page: Any, nomor: int) -> Halaman:
    """Read a page.

    A page that is one large picture is read from the picture, even where a scanner
    has put a hidden layer of text over it: such layers are often garbled or shifted.

    Args:
        page: An open `pymupdf.Page`.
        nomor: The page's number, from 1.

    Raises:
        OcrMissing: the page needs OCR and Tesseract is not installed.
    """
    has_picture = _picture_share(page) >= FULL_PAGE
    if not has_picture:
        halaman = read_text_layer(page, nomor)
        if halaman.kata and not _is_garbled(halaman):
            return halaman
        if not halaman.kata and not page.get_image_info() and not halaman.garis:
            return halaman
    scanned = read_scan(page, nomor)
    if page.get_text("text").strip():
        return replace(scanned, pesan="lapisan teks tidak dipakai, halaman dibaca dari gambar")
    return scanned


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

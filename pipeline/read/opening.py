"""Opening files of unknown origin: what they are, what about them is broken.

Everything here may crash or hang inside a C library; it is called in worker processes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.limits import MOST_PAGES, MOST_PIXELS

IMAGES = {".tif", ".tiff", ".jpg", ".jpeg", ".png"}
"""Pictures of pages are read as documents."""

_HEAD = 1024
"""Bytes in which a PDF must name itself."""
_TAIL = 2048
"""Bytes at the end in which a complete PDF has its end mark."""

_KINDS = (
    (b"\xff\xd8\xff", "gambar JPEG"),
    (b"\x89PNG", "gambar PNG"),
    (b"II*\x00", "gambar TIFF"),
    (b"MM\x00*", "gambar TIFF"),
    (b"GIF8", "gambar GIF"),
    (b"BM", "gambar BMP"),
    (b"PK\x03\x04", "dokumen Word/Excel/PowerPoint atau arsip ZIP"),
    (b"\xd0\xcf\x11\xe0", "dokumen Word/Excel/PowerPoint lama"),
    (b"{\\rtf", "dokumen RTF"),
    (b"Rar!", "arsip RAR"),
    (b"7z\xbc\xaf", "arsip 7-Zip"),
    (b"%!PS", "PostScript"),
    (b"MZ", "program Windows"),
    (b"\x7fELF", "program Linux"),
)
"""How files begin that are sent instead of a PDF."""

_DAMAGE = (
    "unknown filter name",
    "padding truncated image",
    "page may not be correct",
    "treating as end of file",
    "premature end",
    "cannot load",
    "cannot find",
    "cannot draw",
    "ignoring zlib error",
    "too many errors",
    "cannot create",
    "not a dict",
    "corrupt",
)
"""What MuPDF warns of when something of a page is not shown as it should be."""


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """What opening a file told: pages to read, or why there are none.

    `alasan` is why nothing can be read; `kurang` what is missing of a file that can be
    read; `catatan` what an evaluator should know of it. All are Indonesian or empty.
    """

    halaman: int = 0
    alasan: str = ""
    kurang: str = ""
    catatan: str = ""


def open_document(path: Path) -> Any:
    """Open a PDF or picture with PyMuPDF, its complaints kept off the terminal."""
    import pymupdf

    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    kind = "" if path.suffix.lower() in IMAGES and not _is_pdf(path) else "pdf"
    return pymupdf.open(path, filetype=kind) if kind else pymupdf.open(path)


def forget_pictures() -> None:
    """Let MuPDF drop the decoded pictures that it keeps, up to 256 MB, for pages to come.

    Here each page is drawn once, and what is kept of it only fills a worker's memory.
    """
    import pymupdf

    pymupdf.TOOLS.store_shrink(100)


def take_warnings() -> str:
    """Return what MuPDF warned of since the last call; empty where all was in order."""
    import pymupdf

    return str(pymupdf.TOOLS.mupdf_warnings(reset=True) or "")


def tells_damage(warnings: str) -> bool:
    """Say whether warnings mean that something of a page is not shown as it should be."""
    text = warnings.lower()
    return any(mark in text for mark in _DAMAGE)


def tells_noise(warnings: str) -> bool:
    """Say whether warnings mean that a picture was shown without being decoded."""
    return "unknown filter" in warnings.lower()


def examine(path: Path) -> Pemeriksaan:
    """Open a file and count its pages.

    Raises:
        MemoryError: opening it takes more memory than a worker may have.
    """
    try:
        reason = _not_readable(path)
        if reason:
            return Pemeriksaan(alasan=reason)
        with open_document(path) as document:
            if document.needs_pass:
                return Pemeriksaan(alasan="terkunci kata sandi; minta berkas tanpa kata sandi")
            return _describe(document, path)
    except OSError as error:
        return Pemeriksaan(alasan=f"tidak dapat dibuka: {reason_of(error)}")
    except Exception as error:  # whatever a broken file makes the library raise
        if is_out_of_memory(error):
            raise MemoryError from error
        return Pemeriksaan(alasan="rusak atau terpotong, tidak dapat dibuka")


def _not_readable(path: Path) -> str:
    """Say by its first bytes why a file is neither PDF nor picture; empty if it may be one."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        return "berkas kosong (0 bita)"
    if b"%PDF-" in head:
        return ""
    kind = next((kind for start, kind in _KINDS if head.startswith(start)), "")
    is_picture = kind in ("gambar JPEG", "gambar PNG", "gambar TIFF")
    if path.suffix.lower() in IMAGES:
        return "" if is_picture else "akhiran namanya gambar, isinya bukan gambar yang dikenal"
    if is_picture:
        return f"bukan PDF, isinya {kind}; beri nama dengan akhiran yang sesuai"
    if kind:
        return f"bukan PDF, isinya {kind}; simpan sebagai PDF"
    if head.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")):
        return "bukan PDF, isinya halaman web (HTML); unduh ulang berkasnya"
    if not head.strip(b"\x00"):
        return "bukan PDF, isinya nol semua; penyalinan berkas mungkin gagal"
    return "bukan PDF"


def _describe(document: Any, path: Path) -> Pemeriksaan:
    pages = int(document.page_count)
    if pages == 0:
        return Pemeriksaan(alasan="tidak berhalaman; mungkin rusak atau terpotong")
    if pages > MOST_PAGES:
        return Pemeriksaan(alasan=f"{pages} halaman, lebih dari batas {MOST_PAGES} halaman")
    if not document.is_pdf:
        return Pemeriksaan(pages)
    missing, notes = [], []
    there = _count_leaves(document)
    if there > pages:
        missing.append(f"berkas memuat {there} halaman, tetapi hanya menyebut {pages}")
    if document.is_repaired:
        if _is_cut_off(path):
            missing.append("berkas terpotong, sebagian halaman atau isinya mungkin hilang")
        else:
            notes.append("susunan berkas rusak dan diperbaiki ketika dibuka")
    catalog = document.pdf_catalog()
    inside = int(document.embfile_count())
    if document.xref_get_key(catalog, "Collection")[0] != "null":
        missing.append(f"portofolio: {inside} berkas di dalamnya tidak dibuka; kirim terpisah")
    elif inside:
        notes.append(f"{inside} berkas lampiran di dalamnya tidak dibuka")
    if document.xref_get_key(catalog, "AcroForm/XFA")[0] != "null":
        notes.append("formulir XFA: isian yang tidak tercetak di halaman tidak dibaca")
    return Pemeriksaan(pages, kurang="; ".join(missing), catatan="; ".join(notes))


def _count_leaves(document: Any) -> int:
    """Count the pages that hang in the page tree; its own count may be too low.

    A tree that is broken or has too many pages is counted as far as it goes.
    """
    root = _references(document.xref_get_key(document.pdf_catalog(), "Pages"))
    waiting, seen, leaves = list(root), set(root), 0
    while waiting and leaves <= MOST_PAGES:
        node = waiting.pop()
        kids = document.xref_get_key(node, "Kids")
        if kids[0] == "null":
            leaves += 1
        for kid in _references(kids):
            if kid not in seen:
                seen.add(kid)
                waiting.append(kid)
    return leaves


def _references(value: tuple[str, str]) -> list[int]:
    """Return the object numbers in a value of a dictionary as PyMuPDF gives it."""
    kind, text = value
    if kind not in ("xref", "array"):
        return []
    return [int(number) for number in re.findall(r"(\d{1,9}) \d+ R", text)]


def _is_pdf(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"%PDF-" in stream.read(_HEAD)


def _is_cut_off(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return b"%%EOF" not in stream.read()


def reason_of(error: OSError) -> str:
    """Say in Indonesian why a file could not be opened."""
    if isinstance(error, FileNotFoundError):
        return "berkas sudah tidak ada"
    if isinstance(error, PermissionError):
        return "tidak ada izin membacanya"
    return "galat baca dari penyimpanan"


def is_out_of_memory(error: BaseException) -> bool:
    """Say whether an error of a library means that memory ran out."""
    text = str(error).lower()
    return isinstance(error, MemoryError) or any(
        mark in text for mark in ("malloc", "calloc", "realloc", "insufficient memory", "bad_alloc")
    )


def refusal_of(page: Any) -> str:
    """Say why a page is not to be rendered: a picture with too many pixels; else empty."""
    for info in page.get_image_info():
        if info["width"] * info["height"] > MOST_PIXELS:
            size = f"{info['width']} x {info['height']}"
            return f"gambar {size} piksel, lebih dari batas {MOST_PIXELS // 1_000_000} juta piksel"
    return ""

"""What is installed, what is missing, and whether the registers can be used."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pemeriksaan:
    """One thing looked for: whether it is there, whether it must be, what was found."""

    nama: str
    ada: bool
    wajib: bool
    keterangan: str


def examine() -> Iterator[Pemeriksaan]:
    """Look for everything that reading needs."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Pemeriksaan("Python", sys.version_info >= (3, 11), True, version)
    yield from _tesseract()
    for nama, module, wajib, guna in (
        ("pymupdf", "pymupdf", True, "membuka PDF"),
        ("rapidocr", "rapidocr", True, "pembaca kedua untuk angka"),
        ("tesserocr", "tesserocr", False, "Tesseract di dalam proses (lebih cepat)"),
        ("pytesseract", "pytesseract", True, "Tesseract lewat perintah"),
        ("pdfplumber", "pdfplumber", True, "pembaca kedua lapisan teks"),
        ("spacy", "spacy", True, "pencocokan teks"),
    ):
        ada = importlib.util.find_spec(module) is not None
        found = f"{importlib.metadata.version(nama)} — {guna}" if ada else guna
        yield Pemeriksaan(nama, ada, wajib, found)
    yield _registers()


def _registers() -> Pemeriksaan:
    """Say whether the registers, which people may edit, can be used."""
    from extractors.columns import check_register
    from extractors.kamus import KamusTidakSah, load_register, register_names

    names = list(register_names())
    try:
        for name in names:
            load_register(name)
        check_register()
    except KamusTidakSah as error:
        return Pemeriksaan("kamus", False, True, str(error))
    return Pemeriksaan("kamus", True, True, f"{len(names)} berkas YAML")


def _tesseract() -> Iterator[Pemeriksaan]:
    from pipeline.read.ocr import LANGUAGES, tessdata_folder, tesseract_version

    version = tesseract_version()
    install = "pasang: apt-get install tesseract-ocr tesseract-ocr-ind tesseract-ocr-eng"
    yield Pemeriksaan("Tesseract", bool(version), True, version or install)
    folder = tessdata_folder()
    yield Pemeriksaan(
        f"data bahasa {LANGUAGES}", folder is not None, True, str(folder) if folder else install
    )

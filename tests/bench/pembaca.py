"""One reader of the comparison in a process of its own: `python -m tests.bench.pembaca NAME`.

Takes jobs as JSON lines on stdin and answers with a JSON line each on stdout. It runs in the
virtual environment that has the reader, so nothing but the standard library is imported at
the top. Files are opened before the clock starts; what a reader loads once is loaded before
the first page.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGUAGES = "ind+eng"
PLAIN = ("-l", LANGUAGES, "--psm", "3")
"""What a plain pass over a page is: both languages, page segmentation without orientation."""
AS_TEXT = {"vertical_strategy": "text", "horizontal_strategy": "text"}
"""pdfplumber finds tables by the alignment of words, where a page has no ruling lines."""

Job = dict[str, Any]
"""`berkas`, `nomor` (from 1): the page as it lies in the samples; `gambar`: its picture, gray,
upright, at `dpi`; `pdf`: the same page alone in a PDF, upright."""


@dataclass(slots=True)
class Hasil:
    """What a reader made of a page: its tables, each the texts of its cells; or text alone."""

    tabel: list[list[str]] | None = None
    teks: str = ""
    kata: int = 0
    metode: str = ""
    tahap: dict[str, float] = field(default_factory=dict)


Baca = Callable[[Job], contextlib.AbstractContextManager[Callable[[], Hasil]]]
"""Opens a page's file and gives what is to be timed."""


def prepare_tesseract() -> Baca:
    """One plain page-level pass by the command; the words stand nowhere in particular."""

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        command = ["tesseract", job["gambar"], "-", *PLAIN, "--dpi", str(round(job["dpi"]))]

        def read() -> Hasil:
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            return Hasil(teks=done.stdout)

        yield read

    return opened


def prepare_ocrmypdf() -> Baca:
    """OCRmyPDF, straightening, then pdfplumber's tables of what it wrote.

    What it writes has no ruling lines; where pdfplumber finds no table by lines, it looks
    for columns of words, which finds more here than any other setting that was tried.
    """
    import logging

    import ocrmypdf
    import pdfplumber

    logging.disable(logging.ERROR)

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        with tempfile.TemporaryDirectory(prefix="selaras-bench-") as folder:
            target = Path(folder) / "hasil.pdf"

            def read() -> Hasil:
                ocrmypdf.ocr(
                    job["pdf"],
                    target,
                    language=LANGUAGES.split("+"),
                    deskew=True,
                    output_type="pdf",
                    optimize=0,
                    jobs=1,
                    use_threads=True,
                    progress_bar=False,
                )
                with pdfplumber.open(target) as document:
                    page = document.pages[0]
                    tables = page.extract_tables() or page.extract_tables(AS_TEXT)
                return Hasil(tabel=[_cells(table) for table in tables])

            yield read

    return opened


def prepare_img2table() -> Baca:
    """img2table with Tesseract, at the settings that find most on these pages.

    Of page segmentations 3, 6 and 11, with and without implicit rows, borderless tables and
    a lower least confidence, these find most.
    """
    import cv2
    from img2table.document import Image
    from img2table.ocr import TesseractOCR

    cv2.setNumThreads(1)
    ocr = TesseractOCR(n_threads=1, lang=LANGUAGES, psm=3)

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        def read() -> Hasil:
            tables = Image(job["gambar"]).extract_tables(
                ocr=ocr, implicit_rows=True, borderless_tables=True, min_confidence=1
            )
            return Hasil(tabel=[_merged_once(table) for table in tables])

        yield read

    return opened


def _merged_once(table: Any) -> list[str]:
    """Return the texts of a table of img2table, which repeats a merged cell in every place."""
    by_box = {
        (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2): str(cell.value)
        for row in table.content.values()
        for cell in row
        if cell.value
    }
    return list(by_box.values())


def prepare_pdfplumber() -> Baca:
    """Find tables with pdfplumber's `extract_tables`."""
    import pdfplumber

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        with pdfplumber.open(job["berkas"], pages=[job["nomor"]]) as document:
            page = document.pages[0]
            yield lambda: Hasil(tabel=[_cells(table) for table in page.extract_tables()])

    return opened


def prepare_pymupdf() -> Baca:
    """Find tables with PyMuPDF's `find_tables`."""
    import pymupdf

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        with pymupdf.open(job["berkas"]) as document:
            page = document[job["nomor"] - 1]
            yield lambda: Hasil(tabel=[_cells(t.extract()) for t in page.find_tables().tables])

    return opened


def _cells(table: Iterable[Iterable[str | None]]) -> list[str]:
    return [text for row in table for text in row if text]


def prepare_selaras() -> Baca:
    """Selaras: a page read with all its readings, its tables found, its figures decided."""
    import cv2
    import numpy as np
    import pymupdf

    from pipeline import segment
    from pipeline.layout import tables
    from pipeline.read import ocr
    from pipeline.read.opening import forget_pictures
    from pipeline.read.pages import read_page
    from tests.bench.sel import cells_of
    from tests.bench.tahap import MEMBACA, Arloji

    cv2.setNumThreads(1)
    blank = np.full((40, 160), 255, np.uint8)
    for languages in (ocr.LANGUAGES, "eng"):
        ocr.tesseract(languages).read(blank, ocr.LINE, 200)
    ocr.rapid().read_lines([blank])
    arloji = Arloji(MEMBACA)

    @contextlib.contextmanager
    def opened(job: Job) -> Iterator[Callable[[], Hasil]]:
        with pymupdf.open(job["berkas"]) as document:
            page = document[job["nomor"] - 1]

            def read() -> Hasil:
                arloji.restart()
                halaman = read_page(page, job["nomor"])
                found = segment.with_all_tables(tables.lay_out(halaman)).tabel
                return Hasil(
                    tabel=[cells_of(tabel) for tabel in found],
                    kata=len(halaman.kata),
                    metode=halaman.metode.value,
                    tahap=arloji.seconds(),
                )

            yield read
        forget_pictures()  # as a worker does after each page

    return opened


PREPARE: dict[str, Callable[[], Baca]] = {
    "tesseract": prepare_tesseract,
    "ocrmypdf": prepare_ocrmypdf,
    "img2table": prepare_img2table,
    "pdfplumber": prepare_pdfplumber,
    "pymupdf": prepare_pymupdf,
    "selaras": prepare_selaras,
}


def processor_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(opened: Baca, job: Job) -> dict[str, Any]:
    """Read a page, timed; an error is the page's, and named."""
    try:
        with opened(job) as read:
            start, used = time.perf_counter(), processor_seconds()
            hasil = read()
            seconds, used = time.perf_counter() - start, processor_seconds() - used
    except Exception as error:
        return {"galat": f"{type(error).__name__}: {error}"}
    return {
        "detik": seconds,
        "prosesor": used,
        "puncak": own_peak(),
        "tabel": hasil.tabel,
        "teks": hasil.teks,
        "kata": hasil.kata,
        "metode": hasil.metode,
        "tahap": hasil.tahap,
    }


def own_peak() -> float:
    """Return the most memory this process held so far, in MB; 0 where the system does not say."""
    # Not ru_maxrss, which a process takes over from the one that started it.
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def main(name: str) -> None:
    """Answer jobs until stdin ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # libraries print to stdout
    try:
        opened = PREPARE[name]()
    except Exception as error:
        print(json.dumps({"galat": f"{type(error).__name__}: {error}"}), file=answers)
        return
    print(json.dumps({"versi": _version(name)}), file=answers)
    for line in sys.stdin:
        print(json.dumps(measure(opened, json.loads(line))), file=answers)


def _version(name: str) -> str:
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        return importlib.metadata.version(name)
    return ""


if __name__ == "__main__":
    main(sys.argv[1])

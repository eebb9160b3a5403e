"""Time one page at a time, first by the peer, then by Selaras, so that both meet one load."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import cv2
import pymupdf

from pipeline.layout.tables import lay_out
from pipeline.read import ocr, raster
from pipeline.read.pages import read_page
from pipeline.read.scan import read_scan
from schemas.vocabulary import Metode

PLAIN = ("-l", "ind+eng", "--psm", "3")
"""What a plain pass over a page is: both languages, page segmentation without orientation."""


@dataclass(frozen=True, slots=True)
class Lembar:
    """A page of a file, from 1."""

    berkas: Path
    nomor: int


@dataclass(frozen=True, slots=True)
class Waktu:
    """Seconds by the clock and by the processor."""

    detik: float
    prosesor: float

    def plus(self, other: Waktu) -> Waktu:
        """Add."""
        return Waktu(self.detik + other.detik, self.prosesor + other.prosesor)


@dataclass(frozen=True, slots=True)
class Ukuran:
    """What a page, or several, took: the peer's time and that of Selaras, and words read."""

    nama: str
    kata: int
    lawan: Waktu
    selaras: Waktu

    @property
    def kali(self) -> float:
        """How many times as long Selaras took, by the processor."""
        return self.selaras.prosesor / max(self.lawan.prosesor, 1e-6)

    def plus(self, other: Ukuran) -> Ukuran:
        """Add the counts and times of another."""
        return Ukuran(
            self.nama,
            self.kata + other.kata,
            self.lawan.plus(other.lawan),
            self.selaras.plus(other.selaras),
        )


@dataclass(frozen=True, slots=True)
class Selesai:
    """What a process of Selaras says of a page."""

    waktu: Waktu
    kata: int
    putaran: int
    metode: Metode


def text_pages(files: Sequence[Path]) -> tuple[list[Lembar], list[Lembar]]:
    """Part the pages of files into scans (a picture, no text) and pages with a text layer."""
    scans: list[Lembar] = []
    layers: list[Lembar] = []
    for path in files:
        with pymupdf.open(path) as document:
            for page in document:
                if page.get_text("text").strip():
                    layers.append(Lembar(path, page.number + 1))
                elif page.get_image_info():
                    scans.append(Lembar(path, page.number + 1))
    return scans, layers


def measure_scans(lembar: Sequence[Lembar], pool: Executor) -> Iterator[Ukuran]:
    """Read each scan by Selaras, then by the `tesseract` command, upright.

    The plain pass gets the page the right way up, as Selaras found it to be: sideways it
    would read nothing, and be quick about it.
    """
    pool.submit(warm_up).result()
    with tempfile.TemporaryDirectory(prefix="selaras-bench-") as folder:
        picture = Path(folder) / "halaman.png"
        for one in lembar:
            done = pool.submit(read_scanned, one).result()
            dpi = _picture_of(one, done.putaran, picture)
            yield Ukuran(_name(one), done.kata, _plain_pass(picture, dpi), done.waktu)


def measure_layers(lembar: Sequence[Lembar], pool: Executor) -> Iterator[Ukuran]:
    """Read each text page by Selaras and by pdfplumber's table extraction."""
    for one in lembar:
        done = pool.submit(read_any, one).result()
        if done.metode is Metode.TEKS:
            peer = pool.submit(extract_tables, one).result()
            yield Ukuran(_name(one), done.kata, peer, done.waktu)


def _name(one: Lembar) -> str:
    return f"{one.berkas.stem} {one.nomor}"


def _picture_of(one: Lembar, putaran: int, target: Path) -> float:
    """Write a page's picture at the resolution of its scan, gray; returns that resolution."""
    with pymupdf.open(one.berkas) as document:
        page = document[one.nomor - 1]
        dpi = raster.choose_dpi(page)
        gray = raster.turn(raster.to_gray(raster.render(page, dpi)), putaran)
    cv2.imwrite(str(target), gray)
    return dpi


def _plain_pass(picture: Path, dpi: float) -> Waktu:
    """Run one plain pass as a command of its own, with one thread."""
    command = ["tesseract", str(picture), "-", *PLAIN, "--dpi", str(round(dpi))]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=one_thread)
    seconds, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    return Waktu(seconds, used - before.children_user - before.children_system)


def warm_up() -> None:
    """Load the readers, as a worker does once for all its pages."""
    import numpy as np

    cv2.setNumThreads(1)
    blank = np.full((40, 160), 255, np.uint8)
    for languages in (ocr.LANGUAGES, "eng"):
        ocr.tesseract(languages).read(blank, ocr.LINE, 200)
    ocr.rapid().read_lines([blank])


def read_scanned(one: Lembar) -> Selesai:
    """Read a page from its picture, timed."""
    with pymupdf.open(one.berkas) as document:
        page = document[one.nomor - 1]
        start, used = time.perf_counter(), time.process_time()
        halaman = read_scan(page, one.nomor)
        waktu = Waktu(time.perf_counter() - start, time.process_time() - used)
    return Selesai(waktu, len(halaman.kata), halaman.putaran, halaman.metode)


def read_any(one: Lembar) -> Selesai:
    """Read a page and lay it out, timed."""
    with pymupdf.open(one.berkas) as document:
        page = document[one.nomor - 1]
        start, used = time.perf_counter(), time.process_time()
        halaman = read_page(page, one.nomor)
        lay_out(halaman)
        waktu = Waktu(time.perf_counter() - start, time.process_time() - used)
    return Selesai(waktu, len(halaman.kata), halaman.putaran, halaman.metode)


def extract_tables(one: Lembar) -> Waktu:
    """Find a page's tables with pdfplumber, timed."""
    import pdfplumber

    with pdfplumber.open(one.berkas, pages=[one.nomor]) as document:
        page = document.pages[0]
        start, used = time.perf_counter(), time.process_time()
        page.extract_tables()
        return Waktu(time.perf_counter() - start, time.process_time() - used)

"""The degradation suite: digital table pages scanned at three levels of wear, read, compared.

Truth is the print itself (see `kertas`); the scan's map carries its cells to the page as shown.
What is measured is the reading of the page alone, before arithmetic or another page has a say.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import pymupdf
from rapidfuzz.distance import Levenshtein

from extractors.figures import read_figure
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Sel, Tabel
from pipeline.layout.tables import lay_out
from pipeline.read.scan import read_scan
from samples.pembuat.pindai import Pindaian, scan_page
from schemas.vocabulary import Metode, StatusBaca
from tests.akurasi.cetakan import prints
from tests.akurasi.cocok import overlap
from tests.akurasi.keausan import (
    DPI_TINGKAT,
    TINGKAT,
    Tingkat,
    draw_recipe,
    found_somewhere,
    plain_text,
)
from tests.akurasi.kertas import (
    HalamanCetak,
    Nilai,
    SelBenar,
    numeric_pages,
    place,
    style_of,
    value_of,
)

DPI = (150, 200, 300)
SAME_BOX = 0.5
"""A cell is found if the common part of both boxes is at least this share of their union."""
CUKUP = 6_000
"""So many numeric cells at 200 and 300 dpi, light and middle wear, make the full suite."""


@dataclass(frozen=True, slots=True)
class Ujian:
    """One page to be scanned and read: print, level, resolution, and the chance of it."""

    halaman: HalamanCetak
    tingkat: Tingkat
    dpi: int
    benih: str
    putar: int
    warna: bool


@dataclass(frozen=True, slots=True)
class Salah:
    """A figure that was not read as printed."""

    berkas: str
    halaman: int
    tingkat: str
    dpi: int
    putar: int
    tercetak: str
    terbaca: str
    status: str  # a StatusBaca, or "tidak ditemukan"
    bacaan: str = ""


@dataclass(slots=True)
class Skor:
    """Counts over pages. `angka_status` counts figures by status, `tepat_status` the exact ones."""

    halaman: int = 0
    tegak: int = 0
    sel: int = 0
    sel_ditemukan: int = 0
    angka: int = 0
    tepat: int = 0
    angka_status: Counter[str] = field(default_factory=Counter)
    tepat_status: Counter[str] = field(default_factory=Counter)
    huruf: int = 0
    huruf_salah: int = 0
    detik: float = 0.0
    polos_angka: int = 0
    polos_tepat: int = 0
    keyakinan: list[tuple[float, bool]] = field(default_factory=list)
    salah: list[Salah] = field(default_factory=list)

    def add(self, other: Skor) -> None:
        """Add the counts of another score."""
        for name in _COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def diandalkan(self) -> int:
        """Figures that a user may rely on: marked `bersih` or `diperbaiki`."""
        return self.angka_status[StatusBaca.BERSIH] + self.angka_status[StatusBaca.DIPERBAIKI]

    @property
    def salah_diandalkan(self) -> int:
        """Of those, the wrong ones: figures silently wrong."""
        right = self.tepat_status[StatusBaca.BERSIH] + self.tepat_status[StatusBaca.DIPERBAIKI]
        return self.diandalkan - right


_COUNTS = tuple(Skor.__dataclass_fields__)


def choose_pages(*, benih: str, halaman: int | None) -> list[Ujian]:
    """Return the pages to be read.

    Args:
        benih: Seeds the choice of pages, their turns, colours and wear.
        halaman: How many pages for each level and resolution; None for the full suite, which
            goes over all pages until `CUKUP` figures are reached.
    """
    every = [page for pdf in prints() for page in numeric_pages(pdf)]
    figures = sum(len(page.angka) for page in every)
    rounds = 1 if halaman else max(1, -(-CUKUP // (figures * 4)))
    chance = random.Random(benih)
    tests = []
    for tingkat in TINGKAT:
        for dpi in DPI:
            heavy_or_low = tingkat is TINGKAT[-1] or dpi == DPI[0]
            for again in range(1 if heavy_or_low else rounds):
                chosen = chance.sample(every, min(halaman, len(every))) if halaman else every
                tests += [_test(page, tingkat, dpi, f"{benih}/{again}", chance) for page in chosen]
    return tests


def _test(
    halaman: HalamanCetak, tingkat: Tingkat, dpi: int, benih: str, chance: random.Random
) -> Ujian:
    putar = chance.choice((0, 0, 0, 90, 180, 270))
    return Ujian(halaman, tingkat, dpi, benih, putar, chance.random() < 0.5)


def run_suite(tests: Sequence[Ujian], *, pekerja: int) -> Iterator[tuple[Ujian, Skor]]:
    """Scan, read and score each page, in worker processes; in the order given."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own threads only hinder several workers
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(pekerja, mp_context=spawn) as pool:
        yield from zip(tests, pool.map(score_page, tests), strict=True)


def score_page(ujian: Ujian) -> Skor:
    """Scan one page, read it, compare it with its print."""
    with pymupdf.open(ujian.halaman.pdf) as document:
        printed = document[ujian.halaman.nomor - 1]
        scan = _scan(printed, ujian, putar=ujian.putar)
        upright = scan if ujian.putar == 0 else _scan(printed, ujian, putar=0)
    with pymupdf.open() as document:
        page = document.new_page(width=scan.lebar, height=scan.tinggi)
        page.insert_image(page.rect, stream=scan.jpeg)
        start = time.perf_counter()
        halaman = read_scan(page, 1)
        skor = Skor(halaman=1, detik=time.perf_counter() - start)
    skor.tegak = int((halaman.putaran + ujian.putar) % 360 == 0)
    tables = lay_out(halaman).tabel
    _compare(ujian, scan, tables, skor)
    if ujian.dpi == DPI_TINGKAT:
        printed_figures = [sel.teks for sel in ujian.halaman.angka]
        skor.polos_angka = len(printed_figures)
        skor.polos_tepat = found_somewhere(printed_figures, plain_text(upright.jpeg, ujian.dpi))
    return skor


def _scan(printed: pymupdf.Page, ujian: Ujian, *, putar: int) -> Pindaian:
    names = (ujian.benih, ujian.halaman.pdf.stem, ujian.halaman.nomor)
    resep = draw_recipe(ujian.tingkat, ujian.dpi, warna=ujian.warna, benih=names)
    return scan_page(printed, resep, (*names, ujian.tingkat.nama, ujian.dpi), putar=putar)


def _compare(ujian: Ujian, scan: Pindaian, tables: Sequence[Tabel], skor: Skor) -> None:
    """Compare every printed cell with the cell that was read in its place."""
    read = [
        (tabel.halaman.as_shown(sel.kotak), tabel, sel) for tabel in tables for sel in tabel.sel
    ]
    matched = [
        (printed, _cell_at(scan.peta.to_shown(printed.kotak), read))
        for printed in ujian.halaman.sel
    ]
    skor.sel += len(matched)
    skor.sel_ditemukan += count_in_place(
        [(printed, *match) for printed, match in matched if match is not None]
    )
    for printed, match in matched:
        if printed.nilai is None:
            _compare_words(printed, match, skor)
        else:
            _compare_figure(ujian, printed, match, skor)


def count_in_place(matched: Sequence[tuple[SelBenar, Tabel, Sel]]) -> int:
    """Count the cells that were found in the row and the column of their neighbours.

    Where most cells that begin (or end) at a printed rule begin (or end) as read, there that rule
    is: a row too many further up moves all numbers below it, but puts no cell in a wrong row.
    """
    votes: dict[tuple[int, int, int], Counter[tuple[int, int]]] = {}
    placed = [
        (printed.tabel, _edges(printed.tempat), id(tabel), _edges(place(sel)))
        for printed, tabel, sel in matched
    ]
    for number, printed_edges, tabel, read_edges in placed:
        for side, (of, to) in enumerate(zip(printed_edges, read_edges, strict=True)):
            votes.setdefault((number, side, of), Counter())[tabel, to] += 1
    rules = {edge: counter.most_common(1)[0][0] for edge, counter in votes.items()}
    return sum(
        all(
            rules[number, side, of] == (tabel, to)
            for side, (of, to) in enumerate(zip(printed_edges, read_edges, strict=True))
        )
        for number, printed_edges, tabel, read_edges in placed
    )


def _edges(tempat: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Return first row, first column, last row and last column of a place in a table."""
    row, column, rows, columns = tempat
    return row, column, row + rows - 1, column + columns - 1


def _cell_at(box: Kotak, read: Iterable[tuple[Kotak, Tabel, Sel]]) -> tuple[Tabel, Sel] | None:
    best = max(read, key=lambda item: overlap(box, item[0]), default=None)
    if best is None or overlap(box, best[0]) < SAME_BOX:
        return None
    return best[1], best[2]


def _compare_words(printed: SelBenar, match: tuple[Tabel, Sel] | None, skor: Skor) -> None:
    wanted = " ".join(printed.teks.split())
    text = " ".join(match[1].teks.split()) if match else ""
    skor.huruf += len(wanted)
    skor.huruf_salah += Levenshtein.distance(wanted, text)


def _compare_figure(
    ujian: Ujian, printed: SelBenar, match: tuple[Tabel, Sel] | None, skor: Skor
) -> None:
    skor.angka += 1
    if match is None:
        skor.salah.append(_wrong(ujian, printed, "", "tidak ditemukan", ""))
        return
    figure = read_figure(match[1], metode=Metode.OCR, gaya=style_of(*match))
    exact = _same(printed.nilai, value_of(figure.angka))
    skor.tepat += exact
    skor.angka_status[figure.status_baca] += 1
    skor.tepat_status[figure.status_baca] += exact
    skor.keyakinan.append((figure.keyakinan, exact))
    if not exact:
        text = str(figure.nilai) if figure.nilai is not None else figure.teks
        skor.salah.append(_wrong(ujian, printed, text, figure.status_baca, figure.bacaan))


def _same(printed: Nilai | None, read: Nilai | None) -> bool:
    return printed is not None and printed == read


def _wrong(ujian: Ujian, printed: SelBenar, terbaca: str, status: str, bacaan: str) -> Salah:
    return Salah(
        berkas=ujian.halaman.pdf.stem.rpartition("-")[0],  # without the digest of the cache
        halaman=ujian.halaman.nomor,
        tingkat=ujian.tingkat.nama,
        dpi=ujian.dpi,
        putar=ujian.putar,
        tercetak=" ".join(printed.teks.split()),
        terbaca=terbaca,
        status=status,
        bacaan=bacaan,
    )

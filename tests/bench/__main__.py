"""Measure what reading costs: `python -m tests.bench`, or `make bench`.

Scanned pages of the samples, each read twice, one after the other: by one plain page-level
pass of Tesseract and by Selaras. Text-layer pages beside pdfplumber's tables. One process
each, one thread each. Nothing here passes or fails: times belong to the machine they are
taken on.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import multiprocessing
import os
import platform
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from pipeline.read.ocr import tesseract_version
from tests.bench.ukur import Lembar, Ukuran, measure_layers, measure_scans, text_pages

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
BATAS = 2.5
"""Selaras is to take at most so many times as long as the plain pass."""
LIBRARIES = ("pymupdf", "pdfplumber", "tesserocr", "rapidocr", "onnxruntime")


def main(argv: list[str] | None = None) -> int:
    """Print the measurements; the exit code says nothing of them."""
    pilihan = _parse(argv)
    files = sorted(SAMPEL.glob(f"{pilihan.set_}/**/*.pdf"))
    scans, layers = text_pages(files)
    scans, layers = _spread(scans, pilihan.halaman), _spread(layers, pilihan.halaman)
    _show_machine()
    os.environ["OMP_THREAD_LIMIT"] = "1"
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        print(f"== pindaian: {len(scans)} halaman, satu proses dan satu utas masing-masing\n")
        measured = list(measure_scans(scans, pool))
        _show("tesseract", measured, pilihan.terpadat, key=lambda ukuran: ukuran.kata)
        if measured:
            _show_bar(measured)
        print(f"== lapisan teks: {len(layers)} halaman\n")
        layered = list(measure_layers(layers, pool))
        _show("pdfplumber", layered, pilihan.terpadat, key=lambda ukuran: ukuran.kata)
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--set", dest="set_", default="*", help="satu kumpulan contoh saja")
    parser.add_argument(
        "--halaman", type=int, default=24, help="halaman dari tiap jenis (bawaan 24; 0: semua)"
    )
    parser.add_argument("--terpadat", type=int, default=6, help="halaman terpadat yang dirinci")
    return parser.parse_args(argv)


def _spread(lembar: Sequence[Lembar], count: int) -> list[Lembar]:
    """Take `count` pages evenly from all; every one where `count` is 0."""
    if count <= 0 or len(lembar) <= count:
        return list(lembar)
    return [lembar[i * len(lembar) // count] for i in range(count)]


def _show_machine() -> None:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{platform.machine()}, {os.cpu_count()} inti, beban {load:.1f}, {platform.system()}")
    print(f"Python {platform.python_version()}, Tesseract {tesseract_version()}")
    print(", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES), "\n")


def _show(
    peer: str, measured: Sequence[Ukuran], densest: int, key: Callable[[Ukuran], int]
) -> None:
    """Print the densest pages and the sums; seconds, and seconds of processor in brackets."""
    if not measured:
        print("  tidak ada\n")
        return
    print(f"  {'halaman':<42}{'kata':>6}{peer:>18}{'selaras':>18}{'kali':>8}")
    for ukuran in sorted(measured, key=key, reverse=True)[:densest]:
        _show_line(ukuran)
    total = measured[0]
    for ukuran in measured[1:]:
        total = total.plus(ukuran)
    _show_line(replace(total, nama=f"seluruhnya, {len(measured)} halaman"))
    print(
        f"\n  rata-rata satu halaman: {peer} {total.lawan.detik / len(measured):.2f} detik, "
        f"selaras {total.selaras.detik / len(measured):.2f} detik\n"
    )


def _show_line(ukuran: Ukuran) -> None:
    one, other = ukuran.lawan, ukuran.selaras
    print(
        f"  {ukuran.nama:<42.42}{ukuran.kata:>6}"
        f"{f'{one.detik:.2f} ({one.prosesor:.2f})':>18}"
        f"{f'{other.detik:.2f} ({other.prosesor:.2f})':>18}{ukuran.kali:>8.2f}"
    )


def _show_bar(measured: Sequence[Ukuran]) -> None:
    """Say whether the bar is kept, by the clock and by the time of the processor."""
    one = sum(u.lawan.detik for u in measured), sum(u.lawan.prosesor for u in measured)
    other = sum(u.selaras.detik for u in measured), sum(u.selaras.prosesor for u in measured)
    clock, processor = other[0] / one[0], other[1] / one[1]
    kept = "memenuhi" if max(clock, processor) <= BATAS else "TIDAK memenuhi"
    print(
        f"  {clock:.2f} kali menurut jam, {processor:.2f} kali menurut prosesor: {kept} {BATAS}\n"
    )


if __name__ == "__main__":
    sys.exit(main())

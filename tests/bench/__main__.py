"""Measure what reading costs beside others: `python -m tests.bench`, or `make bench`.

The same pages of the samples, each read by every reader in turn: time, memory, figures exact,
tables found. One process each, one thread each. Nothing here passes or fails: times belong to
the machine they are taken on.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.read.ocr import tesseract_version
from tests.bench.awal import seconds_to_first_page
from tests.bench.kebenaran import SAMPEL, read_truth
from tests.bench.lembar import Lembar, choose, text_pages
from tests.bench.pekerja import ROOT
from tests.bench.tampil import show_bars, show_pages, show_side_by_side, show_stages
from tests.bench.ukur import SELARAS, Kebenaran, Ukuran, measure, total_time

SCANS = ("tesseract", "ocrmypdf", "img2table", SELARAS)
"""Who reads scans; the first is the floor."""
LAYERS = ("pdfplumber", "pymupdf", SELARAS)
"""Who reads text layers."""
NOT_MEASURED = ("docling: tidak diukur, model-modelnya diunduh saat dijalankan",)
BATAS_PINDAIAN = {"membaca pindaian, semua bacaan": 2.5, "kecepatan": 1.5}
BATAS_TEKS = {"lapisan teks": 0.3}
BATAS_AWAL = 1.0
LIBRARIES = ("pymupdf", "pdfplumber", "tesserocr", "rapidocr", "onnxruntime")
FOLDER_TAHAP = "kabupaten-baru"
"""The set whose whole run is taken apart."""
RUNS = 3
"""So often the first page is waited for; the middle one counts."""


def main(argv: list[str] | None = None) -> int:
    """Print the measurements; the exit code says nothing of them."""
    pilihan = _parse(argv)
    _print(_machine())
    truth = read_truth(SAMPEL, pilihan.set_)
    scans, layers = text_pages(sorted(SAMPEL.glob(f"{pilihan.set_}/**/*.pdf")))

    def holds_figures(one: Lembar) -> bool:
        page = truth.get((one.berkas, one.nomor))
        return page is not None and bool(page.tabel)

    chosen = choose(scans, pilihan.halaman, holds_figures)
    few = choose(chosen, pilihan.pembanding, holds_figures)
    _bench_scans(chosen, few, len(scans), truth, pilihan.terpadat)
    text = choose(layers, pilihan.halaman, holds_figures)
    _bench_layers(text, len(layers), truth, pilihan.terpadat)
    if text:
        _bench_start(text[0])
    if pilihan.set_ == "*":
        _bench_stages()
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--set", dest="set_", default="*", help="satu kumpulan contoh saja")
    parser.add_argument(
        "--halaman", type=int, default=24, help="halaman dari tiap jenis (bawaan 24; 0: semua)"
    )
    parser.add_argument(
        "--pembanding",
        type=int,
        default=24,
        help="halaman pindaian untuk pembanding selain tesseract (bawaan 24; 0: semua)",
    )
    parser.add_argument("--terpadat", type=int, default=10, help="halaman terpadat yang dirinci")
    return parser.parse_args(argv)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print(flush=True)


def _machine() -> list[str]:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return [
        f"{platform.machine()}, {os.cpu_count()} inti, beban {load:.1f}, {platform.system()}",
        f"Python {platform.python_version()}, Tesseract {tesseract_version()}",
        ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES),
    ]


def _bench_scans(
    lembar: Sequence[Lembar],
    few: Sequence[Lembar],
    every: int,
    truth: Kebenaran,
    terpadat: int,
) -> None:
    _print([f"== pindaian: {len(lembar)} dari {every} halaman, satu proses dan utas tiap pembaca"])
    if not lembar:
        return
    measured = measure(lembar, SCANS, truth, few=few)
    floor, selaras = measured[SCANS[0]], measured[SELARAS]
    _print(show_pages(floor, selaras, terpadat))
    times = total_time(floor, lembar), total_time(selaras, lembar)
    _print(show_bars(*times, BATAS_PINDAIAN, len(lembar)))
    _print([f"== pindaian, berdampingan: {len(few)} halaman, {_versions(measured)}"])
    _print([*show_side_by_side(measured, few, SCANS[0]), *(f"  {x}" for x in NOT_MEASURED)])
    _print([f"== ke mana waktu Selaras pada {len(lembar)} halaman pindaian itu"])
    _print(show_stages(selaras.tahap, len(lembar)))


def _bench_layers(lembar: Sequence[Lembar], every: int, truth: Kebenaran, terpadat: int) -> None:
    _print([f"== lapisan teks: {len(lembar)} dari {every} halaman"])
    if not lembar:
        return
    measured = measure(lembar, LAYERS, truth, only_layers=True)
    peer, selaras = measured[LAYERS[0]], measured[SELARAS]
    read = list(selaras.bacaan)
    _print(show_pages(peer, selaras, terpadat))
    _print(show_bars(total_time(peer, read), total_time(selaras, read), BATAS_TEKS, len(read)))
    _print([f"== lapisan teks, berdampingan: {len(read)} halaman, {_versions(measured)}"])
    _print(show_side_by_side(measured, read, LAYERS[0]))


def _versions(measured: Mapping[str, Ukuran]) -> str:
    return ", ".join(f"{u.nama} {u.versi}" for u in measured.values() if u.versi)


def _bench_start(one: Lembar) -> None:
    """Time the command from its start to the first page read."""
    every = [seconds_to_first_page(one.berkas, one.nomor) for _ in range(RUNS)]
    seconds = [value for value in every if value is not None]
    if not seconds:
        _print(["== halaman pertama: tidak terbaca"])
        return
    middle = statistics.median(seconds)
    kept = "memenuhi" if middle <= BATAS_AWAL else "TIDAK memenuhi"
    _print(
        [
            f"== halaman pertama: {middle:.2f} detik sejak perintah dimulai, tengah dari "
            f"{len(seconds)} kali; batas {BATAS_AWAL}: {kept}"
        ]
    )


def _bench_stages() -> None:
    """Take the run over a whole folder apart."""
    with tempfile.TemporaryDirectory(prefix="selaras-bench-") as out:
        command = [sys.executable, "-m", "tests.bench.tahap", str(SAMPEL / FOLDER_TAHAP)]
        done = subprocess.run(
            [*command, str(Path(out) / "keluaran")],
            cwd=ROOT,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            check=True,
            capture_output=True,
            text=True,
        )
    answer = json.loads(done.stdout)
    _print(
        [
            f"== ke mana waktu seluruh perjalanan: {FOLDER_TAHAP}, {answer['halaman']} halaman, "
            "satu proses, tanpa singgahan"
        ]
    )
    _print(show_stages(answer["detik"], answer["halaman"]))


if __name__ == "__main__":
    sys.exit(main())

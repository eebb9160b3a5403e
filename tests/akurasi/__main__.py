"""Measure how well Selaras reads: `python -m tests.akurasi`, or `make accuracy`.

Reads every set of samples that has a truth and compares tables and findings with it, then
runs the degradation suite over freshly worn scans, of pages and of whole documents.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import track

from pipeline.read.workers import default_workers
from pipeline.run import run
from tests.akurasi import baris, degradasi, dokumen, tabel, tampil, temuan

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
KEBENARAN = SAMPEL / "kebenaran"
JEBAKAN = "jebakan"
"""The set of worn papers that agree with each other."""
ATURAN_JEBAKAN = "target-pk-renstra"


def main(argv: list[str] | None = None) -> int:
    """Print the measurements.

    The exit code is 0 whatever they say, 1 if a set could not be read at all, 2 for wrong use.
    """
    pilihan = _parse(argv)
    failed = False
    if pilihan.degradasi != "saja":
        for name in pilihan.set_ or _sets():
            try:
                measure_set(name, pilihan)
            except Exception:  # a run that breaks is reported, and hides no other measurement
                traceback.print_exc()
                print(f"== {name}: TIDAK TERUKUR, pembacaan gagal\n")
                failed = True
    if pilihan.degradasi != "tidak":
        benih = pilihan.benih or str(secrets.randbelow(10**6))
        measure_suite(pilihan, benih)
        measure_documents(pilihan, benih)
    return 1 if failed else 0


def _sets() -> list[str]:
    return sorted(path.name for path in KEBENARAN.iterdir() if (SAMPEL / path.name).is_dir())


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.akurasi", description=__doc__)
    parser.add_argument(
        "--set", dest="set_", action="append", choices=_sets(), help="satu set saja; boleh diulang"
    )
    parser.add_argument(
        "--keluaran", type=Path, help="nilai keluaran yang sudah ada; perlu satu --set"
    )
    parser.add_argument(
        "--rinci", type=int, nargs="?", const=40, default=0, metavar="N", help="N perbedaan pertama"
    )
    parser.add_argument(
        "--degradasi",
        choices=("ya", "tidak", "saja"),
        default="ya",
        help="uji keausan",
    )
    parser.add_argument("--benih", default="", help="benih uji keausan; bawaan: acak, ditampilkan")
    parser.add_argument(
        "--halaman", type=int, default=4, help="halaman per keausan dan dpi (bawaan 4)"
    )
    parser.add_argument(
        "--penuh", action="store_true", help="semua halaman; sedikitnya 6.000 angka 200+300 dpi"
    )
    parser.add_argument("--pekerja", type=int, default=default_workers(), help="proses pembaca")
    pilihan = parser.parse_args(argv)
    if pilihan.keluaran and len(pilihan.set_ or ()) != 1:
        parser.error("--keluaran perlu tepat satu --set")
    if pilihan.halaman < 1 or pilihan.pekerja < 1:
        parser.error("--halaman dan --pekerja mulai dari 1")
    return pilihan


def measure_set(name: str, pilihan: argparse.Namespace) -> None:
    """Read a set, or take an output of it, and print how it compares with its truth."""
    with _output_of(name, pilihan) as folder:
        output = baris.read_output(folder)
    print(f"== {name}: tabel terhadap kebenaran\n")
    scores = tabel.score_tables(baris.read_truth(KEBENARAN / name), output)
    tampil.show_tables(scores, rinci=pilihan.rinci)
    print(f"== {name}: temuan terhadap kebenaran\n")
    findings = temuan.read_findings(output)
    truth = temuan.read_truth(KEBENARAN / name / "temuan.yaml")
    if truth is not None:
        tampil.show_findings(temuan.score_findings(truth, findings), rinci=pilihan.rinci)
    elif name != JEBAKAN:
        print("  belum ada temuan.yaml")
    if name == JEBAKAN:
        tampil.show_trap(findings, temuan.certain_without_cause(findings, ATURAN_JEBAKAN))
    print()


@contextmanager
def _output_of(name: str, pilihan: argparse.Namespace) -> Iterator[Path]:
    if pilihan.keluaran:
        yield pilihan.keluaran
        return
    with tempfile.TemporaryDirectory(prefix="selaras-akurasi-") as folder:
        start = time.perf_counter()
        output = Path(folder) / "keluaran"
        hasil = run(SAMPEL / name, output, pekerja=pilihan.pekerja)
        pages = sum(dokumen.halaman or 0 for dokumen in hasil.dokumen)
        print(f"{name}: {pages} halaman dibaca dalam {time.perf_counter() - start:.0f} detik\n")
        yield output


def measure_suite(pilihan: argparse.Namespace, benih: str) -> None:
    """Run the degradation suite and print its table."""
    tests = degradasi.choose_pages(benih=benih, halaman=None if pilihan.penuh else pilihan.halaman)
    print(f"== uji keausan: {len(tests)} pindaian, BENIH={benih}\n", flush=True)
    results = track(
        degradasi.run_suite(tests, pekerja=pilihan.pekerja),
        description="uji keausan",
        total=len(tests),
        console=Console(stderr=True),
        transient=True,
    )
    tampil.show_suite(results, rinci=pilihan.rinci)


def measure_documents(pilihan: argparse.Namespace, benih: str) -> None:
    """Wear whole documents, take them to findings, and print what came of it.

    The papers that agree are worn always; in full, or where they are named, the other sets too.
    """
    sets = pilihan.set_ or (_sets() if pilihan.penuh else [JEBAKAN])
    tests = dokumen.choose_documents(sets, benih=benih, penuh=pilihan.penuh)
    print(f"== dokumen utuh yang diauskan: {len(tests)} kali, BENIH={benih}\n", flush=True)
    tampil.show_documents(
        dokumen.run_documents(tests, pekerja=pilihan.pekerja), rinci=pilihan.rinci
    )


if __name__ == "__main__":
    sys.exit(main())

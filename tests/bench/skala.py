"""What a regency, a province and the country cost: `python -m tests.bench.skala`, or `make scale`.

Measures pages of the samples on this machine, one process, and plays the queue of bundles
with what was measured: one client that sends files over its line, workers that read them,
results that come back. The client holds no more jobs out than `PER_THREAD` a thread.
"""

from __future__ import annotations

import argparse
import heapq
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from pipeline.bundles import LEAST_PAGES, bundled
from pipeline.cluster import PER_THREAD
from pipeline.contents import Bahan
from pipeline.ingest import Berkas, ingest
from pipeline.limits import THREADS
from pipeline.read.workers import HasilHalaman, Tugas, read_one
from pipeline.whole_file import read_contents

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
HALAMAN = {"kabupaten": 31 * 343, "provinsi": 660 * 343, "negara": 2_500_000}
"""Pages a year: 343 a kecamatan, as 2,5 million of 7.277."""
UTAS = {"kabupaten": 2, "provinsi": 32, "negara": 64}
SALURAN = 12_500_000.0
"""Bytes a second of the client's line: 100 Mbit/s, as offices have."""


@dataclass(frozen=True, slots=True)
class Biaya:
    """What one file of the samples cost: processor seconds, bytes."""

    halaman: int
    pindaian: int
    bita: int
    detik_halaman: tuple[float, ...]
    bita_hasil: int
    detik_isi: float
    bita_isi: int


@dataclass(frozen=True, slots=True)
class Antrean:
    """How a queue of bundles went: hours, and the most bytes that the scheduler held."""

    jam: float
    sibuk: float
    bita_lewat: float
    bita_tertahan: float


def main(argv: list[str] | None = None) -> int:
    """Print what was measured and what follows from it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.skala", description=__doc__)
    parser.add_argument("--set", dest="set_", default="kabupaten-lain", help="kumpulan contoh")
    parser.add_argument("--benih", type=int, default=1, help="benih antrean")
    pilihan = parser.parse_args(argv)
    for name in THREADS:
        os.environ[name] = "1"
    measured = list(measure(SAMPEL / pilihan.set_))
    show_measured(measured)
    rng = random.Random(pilihan.benih)
    print(f"\n  {'':<11}{'halaman':>10}{'jam inti':>10}{'utas':>6}{'jam':>8}{'sibuk':>8}", end="")
    print(f"{'lewat':>10}{'tertahan':>10}{'singgahan':>11}{'rekaman':>10}")
    for nama, halaman in HALAMAN.items():
        show_scale(nama, halaman, UTAS[nama], measured, rng)
    show_limits(measured)
    return 0


def measure(folder: Path) -> Iterator[Biaya]:
    """Read every file of a folder in this process, page by page."""
    for item in ingest(folder):
        if item.dibaca:
            yield _measure_file(item)


def _measure_file(item: Berkas) -> Biaya:
    results: list[HasilHalaman] = []
    seconds: list[float] = []
    for nomor in range(1, (item.dokumen.halaman or 0) + 1):
        began = time.process_time()
        results.append(read_one(Tugas(item.path, nomor)))
        seconds.append(time.process_time() - began)
    began = time.process_time()
    isi = read_contents(Bahan(item, tuple(results)))
    return Biaya(
        halaman=len(results),
        pindaian=sum(b'"ocr"' in result.data for result in results),
        bita=item.dokumen.ukuran_bita or 0,
        detik_halaman=tuple(seconds),
        bita_hasil=sum(len(result.data) for result in results),
        detik_isi=time.process_time() - began,
        bita_isi=len(isi),
    )


def show_measured(measured: Sequence[Biaya]) -> None:
    """Print the costs of the average page."""
    pages = sum(b.halaman for b in measured)
    print(
        f"{os.cpu_count()} inti, beban {os.getloadavg()[0]:.1f}; {len(measured)} berkas, ", end=""
    )
    print(f"{pages} halaman ({sum(b.pindaian for b in measured)} pindaian)")
    every = sorted(detik for b in measured for detik in b.detik_halaman)
    print(f"  membaca, detik prosesor/halaman: rata-rata {statistics.mean(every):.2f}, ", end="")
    print(f"tengah {statistics.median(every):.2f}, terlama {every[-1]:.2f}")
    print(f"  mengurai, detik prosesor/halaman: {sum(b.detik_isi for b in measured) / pages:.3f}")
    for what, total in (
        ("PDF", sum(b.bita for b in measured)),
        ("hasil baca (JSON, belum dimampatkan)", sum(b.bita_hasil for b in measured)),
        ("rekaman", sum(b.bita_isi for b in measured)),
    ):
        print(f"  {what}: {total / pages / 1024:.1f} KB/halaman")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  memori terbanyak proses ini: {most} MB")


def play(
    pages: int,
    threads: int,
    measured: Sequence[Biaya],
    rng: random.Random,
    saluran: float = SALURAN,
) -> Antrean:
    """Play the queue of `pages` pages over `threads` threads."""
    free = [0.0] * threads
    ends: list[tuple[float, int]] = []  # bundles under way: when they end, their bytes
    line = busy = done_at = passed = held = most_held = 0.0
    left = pages
    while left > 0:
        biaya = rng.choice(measured)
        for nomor in bundled(range(1, biaya.halaman + 1)):
            if len(ends) >= PER_THREAD * threads:  # the client waits for room
                end, size = heapq.heappop(ends)
                line, held = max(line, end), held - size
            size = biaya.bita
            line += size / saluran
            passed += size + biaya.bita_hasil * len(nomor) / biaya.halaman
            seconds = sum(biaya.detik_halaman[n - 1] for n in nomor)
            seconds += biaya.detik_isi * len(nomor) / biaya.halaman
            end = max(heapq.heappop(free), line) + seconds
            heapq.heappush(free, end)
            heapq.heappush(ends, (end, size))
            busy += seconds
            held += size
            most_held, done_at = max(most_held, held), max(done_at, end)
        left -= biaya.halaman
    return Antrean(done_at / 3600, busy / (done_at * threads), passed, most_held)


def show_scale(
    nama: str, pages: int, threads: int, measured: Sequence[Biaya], rng: random.Random
) -> None:
    """Print what a year of a regency, a province or the country costs."""
    antrean = play(pages, threads, measured, rng)
    read = sum(b.halaman for b in measured)
    core = sum(sum(b.detik_halaman) + b.detik_isi for b in measured) / read * pages / 3600
    kept = sum(b.bita_hasil for b in measured) / read * pages / 8  # gzip: about an eighth
    records = sum(b.bita_isi for b in measured) / read * pages
    print(f"  {nama:<11}{pages:>10}{core:>10.1f}{threads:>6}{antrean.jam:>8.1f}", end="")
    print(f"{100 * antrean.sibuk:>7.0f}%{_gb(antrean.bita_lewat):>10}", end="")
    print(f"{_gb(antrean.bita_tertahan):>10}{_gb(kept):>11}{_gb(records):>10}")


def _gb(count: float) -> str:
    return f"{count / 1e9:.2f} GB"


def show_limits(measured: Sequence[Biaya]) -> None:
    """Print what breaks first as threads are added."""
    bundles = sum(-(-b.halaman // LEAST_PAGES) for b in measured)
    sent = sum(b.bita * len(list(bundled(range(b.halaman)))) for b in measured)
    seconds = sum(sum(b.detik_halaman) + b.detik_isi for b in measured)
    threads = SALURAN * seconds / sent
    print(f"\n  saluran {SALURAN * 8 / 1e6:.0f} Mbit/s penuh pada {threads:.0f} utas pembaca")
    rate = jobs_per_second()
    print(f"  penjadwal Dask: {rate:.0f} pekerjaan kosong/detik di komputer ini, ", end="")
    print(f"penuh pada {rate * seconds / bundles:.0f} utas")


def jobs_per_second(count: int = 400) -> float:
    """Return how many empty jobs a second a scheduler in this process hands out."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=1, threads_per_worker=4, processes=False, dashboard_address=None
        ) as c,
        Client(c) as client,
    ):
        executor: ThreadPoolExecutor = client.get_executor(pure=False)
        began = time.monotonic()
        wait([executor.submit(int, n) for n in range(count)])
        return count / (time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())

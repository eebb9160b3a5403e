"""A long run: memory over time, and what a page costs in a large folder beside a small one.

`python -m tests.bench.panjang --halaman 5000`, or `make long HALAMAN=5000`. Reads a made folder
(`tests.bench.himpunan`) with a fresh cache and as many workers as there are cores; and, some of
them before it and some after, its first bundles of 100 pages one by one, and a few pages, which
tell what starting costs.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from tests.bench.grafik import draw_memory
from tests.bench.himpunan import GUGUS, PINDAIAN, make_folder
from tests.bench.ingatan import Jalan, memory_at, run_and_watch, write_csv

FEW = 4
"""Pages of the folder that tells what starting costs: two with text layer, two scanned."""
OFTEN = 0.2
"""Seconds between two looks at a short run."""


@dataclass(frozen=True, slots=True)
class Biaya:
    """Processor seconds of a long run beside short ones, children included.

    `mulai` is what starting costs, by the run over a few pages.
    """

    halaman: int
    panjang: float
    pendek: tuple[float, ...]
    sedikit: float

    @property
    def mulai(self) -> float:
        """Processor seconds that do not depend on the number of pages."""
        mean = statistics.mean(self.pendek)
        per_page = (mean - self.sedikit) / (GUGUS - FEW)
        return max(0.0, self.sedikit - FEW * per_page)

    @property
    def perbandingan(self) -> float:
        """The long run beside as many short ones as have its pages."""
        return self.panjang / (self.halaman / GUGUS * statistics.mean(self.pendek))

    @property
    def perbandingan_tanpa_mulai(self) -> float:
        """The same, without what starting costs each of them."""
        short = statistics.mean(self.pendek) - self.mulai
        return (self.panjang - self.mulai) / (self.halaman / GUGUS * short)


def main(argv: list[str] | None = None) -> int:
    """Make the folder, run, print the figures; write the CSV and the plot."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.panjang", description=__doc__)
    parser.add_argument("--halaman", type=int, default=5000, help="kelipatan 100")
    parser.add_argument("--ulang", type=int, default=10, help="berapa gugus dibaca sendiri")
    parser.add_argument("--benih", type=int, default=1, help="benih nama dan piksel")
    parser.add_argument("--csv", type=Path, help="tulis yang terlihat ke sini")
    parser.add_argument("--gambar", type=Path, help="gambar ingatan (SVG) ke sini")
    parser.add_argument("--folder", type=Path, help="pakai, atau buat dan simpan, himpunan ini")
    pilihan = parser.parse_args(argv)
    if pilihan.halaman < GUGUS or pilihan.halaman % GUGUS:
        parser.error(f"--halaman harus kelipatan {GUGUS}")
    with tempfile.TemporaryDirectory(prefix="selaras-panjang-") as name:
        kerja = Path(name)
        folder = pilihan.folder or kerja / "himpunan"
        gugus = sorted(folder.glob("gugus-*")) if folder.exists() else []
        gugus = gugus or make_folder(folder, pilihan.halaman, benih=pilihan.benih)
        chosen = gugus[: pilihan.ulang]
        few = make_few(gugus[0], kerja / "sedikit")
        before = [_short(one, kerja) for one in chosen[: len(chosen) // 3]]
        started = [_short(few, kerja)]
        long_run = _run(folder, kerja, 1.0)
        _write(long_run, pilihan)
        started.append(_short(few, kerja))
        after = [_short(one, kerja) for one in chosen[len(chosen) // 3 :]]
    pendek = tuple(jalan.prosesor for jalan in (*before, *after))
    sedikit = statistics.mean(jalan.prosesor for jalan in started)
    show(long_run, Biaya(long_run.halaman, long_run.prosesor, pendek, sedikit))
    return 0


def _write(jalan: Jalan, pilihan: argparse.Namespace) -> None:
    if pilihan.csv:
        write_csv(jalan.contoh, pilihan.csv)
    if pilihan.gambar:
        judul = f"Ingatan selama {jalan.halaman} halaman"
        pilihan.gambar.write_text(draw_memory(jalan.contoh, judul), encoding="utf-8")
    show_memory(jalan)
    sys.stdout.flush()


def _short(folder: Path, kerja: Path) -> Jalan:
    return _run(folder, kerja, OFTEN)


def _run(folder: Path, kerja: Path, selang: float) -> Jalan:
    tempat = kerja / "jalan"
    shutil.rmtree(tempat, ignore_errors=True)
    tempat.mkdir()
    papers = sorted(folder.rglob("*.pdf"))
    pages = 0
    for path in papers:
        with pymupdf.open(path) as pdf:
            pages += pdf.page_count
    jalan = run_and_watch(folder, tempat, berkas=len(papers), halaman=pages, selang=selang)
    print(
        f"  {folder.name}: {pages} halaman, {jalan.detik:.1f} detik, "
        f"{jalan.prosesor:.1f} detik prosesor",
        file=sys.stderr,
        flush=True,
    )
    return jalan


def make_few(gugus: Path, folder: Path) -> Path:
    """Write a folder of `FEW` pages out of a bundle: half with text layer, half scanned."""
    folder.mkdir()
    papers = sorted(gugus.glob("*.pdf"))
    scans = [path for path in papers if path.name.startswith("pindai-")]
    texts = [path for path in papers if path not in scans]
    for path in (scans[0], texts[0]):
        with pymupdf.open(path) as pdf:
            pdf.select(range(min(FEW // 2, pdf.page_count)))
            pdf.save(folder / path.name, garbage=3, deflate=True)
    return folder


def show_memory(jalan: Jalan) -> None:
    """Print what was seen of a run."""
    cores = os.cpu_count() or 1
    per_page = jalan.prosesor / jalan.halaman
    print(f"{cores} inti, beban {os.getloadavg()[0]:.1f}, Python {platform.python_version()}")
    print(f"  halaman            {jalan.halaman} ({PINDAIAN} % pindaian)")
    print(f"  detik              {jalan.detik:.0f} ({jalan.detik / jalan.halaman:.3f}/halaman)")
    print(f"  detik prosesor     {jalan.prosesor:.0f} ({per_page:.3f}/halaman)")
    print(f"  puncak utama       {jalan.puncak_utama:.0f} MB")
    print(f"  puncak pekerja     {jalan.puncak_pekerja:.0f} MB ", end="")
    print(f"({jalan.pekerja_dipakai} proses berganti-ganti)")
    print(f"  puncak jumlah      {max(one.jumlah for one in jalan.contoh):.0f} MB")
    for share in (0.1, 0.5, 1.0):
        utama, pekerja = memory_at(jalan.contoh, share)
        print(f"  pada {100 * share:3.0f} %         utama {utama:.0f} MB, pekerja {pekerja:.0f} MB")
    for stage in dict.fromkeys(one.tahap for one in jalan.contoh):
        seen = [one.detik for one in jalan.contoh if one.tahap == stage]
        print(f"  {stage:<18} {seen[0]:.0f}-{seen[-1]:.0f} detik")


def show(jalan: Jalan, biaya: Biaya) -> None:
    """Print what a page costs in a long run and in short ones."""
    short = statistics.mean(biaya.pendek)
    spread = statistics.pstdev(biaya.pendek)
    print(
        f"  {GUGUS} halaman        {short:.1f} detik prosesor, {len(biaya.pendek)} gugus, ", end=""
    )
    print(f"simpangan {spread:.1f} ({short / GUGUS:.3f}/halaman)")
    print(f"  mulai              {biaya.mulai:.1f} detik prosesor", end="")
    print(f" (tanpa itu {(short - biaya.mulai) / GUGUS:.3f}/halaman)")
    times = jalan.halaman / GUGUS
    print(f"  banding {times:.0f} x {GUGUS}    {biaya.perbandingan:.3f}; ", end="")
    print(f"tanpa mulai {biaya.perbandingan_tanpa_mulai:.3f}")


if __name__ == "__main__":
    sys.exit(main())

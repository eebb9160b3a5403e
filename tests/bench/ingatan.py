"""A run of `selaras extract` seen from outside: memory by process and pages over time."""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
MB = 1024.0**2
_EXTRACT = (sys.executable, "-m", "pipeline", "extract")
_LEAST = 30 * MB
"""A child that takes less is no worker: Python's own, that keeps account of the others."""


@dataclass(frozen=True, slots=True)
class Contoh:
    """What was seen at one time: seconds since the start, pages read, memory in MB.

    `pekerja` is by place: a worker takes that of the one it replaces. `jumlah` counts what
    processes share once, where the system tells. `tahap` is what the run was at.
    """

    detik: float
    halaman: int
    utama: float
    pekerja: tuple[float, ...]
    jumlah: float
    tahap: str


@dataclass(slots=True)
class Jalan:
    """A run: what it cost, and what was seen of it.

    Peaks are in MB, as the system notes them for each process.
    """

    halaman: int
    detik: float = 0.0
    prosesor: float = 0.0
    puncak_utama: float = 0.0
    puncak_pekerja: float = 0.0
    pekerja_dipakai: int = 0
    contoh: list[Contoh] = field(default_factory=list)


def run_and_watch(
    folder: Path, tempat: Path, *, berkas: int, halaman: int, selang: float = 1.0
) -> Jalan:
    """Run `selaras extract` on a folder with a fresh cache and output, and look at it.

    Args:
        folder: The papers.
        tempat: An empty folder for the output and the cache.
        berkas: How many files there are.
        halaman: How many pages they have.
        selang: Seconds between two looks.

    Raises:
        RuntimeError: it did not read everything.
    """
    jalan = Jalan(halaman)
    cache, out = tempat / "singgahan", tempat / "keluaran"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    with (tempat / "catatan.txt").open("wb") as log:
        process = subprocess.Popen(
            [*_EXTRACT, str(folder), "--out", str(out), "--singgahan", str(cache)],
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        pengamat = _Pengamat(process.pid, tempat, berkas, halaman)
        while process.poll() is None:
            contoh = pengamat.look(time.monotonic() - began)
            if contoh:
                jalan.contoh.append(contoh)
            time.sleep(selang)
    jalan.detik = time.monotonic() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    jalan.prosesor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    jalan.puncak_utama = pengamat.peaks.pop(process.pid, 0.0)
    jalan.puncak_pekerja = max(pengamat.peaks.values(), default=0.0)
    jalan.pekerja_dipakai = len(pengamat.peaks)
    if process.returncode:
        raise RuntimeError((tempat / "catatan.txt").read_text(encoding="utf-8", errors="replace"))
    return jalan


class _Pengamat:
    """Looks at the processes of a run; keeps the places of its workers and all peaks."""

    def __init__(self, pid: int, tempat: Path, berkas: int, halaman: int) -> None:
        self._main = psutil.Process(pid)
        self._tempat = tempat
        self._berkas, self._halaman = berkas, halaman
        self._places: list[int] = []
        self.peaks: dict[int, float] = {}

    def look(self, detik: float) -> Contoh | None:
        """Return what is seen now, None where the run has just ended."""
        try:
            utama = self._main.memory_info().rss
            children = self._main.children(recursive=True)
        except psutil.Error:
            return None
        sizes = {self._main.pid: utama}
        shared = _proportional(self._main)
        for child in children:
            try:
                size = child.memory_info().rss
                if size >= _LEAST:
                    sizes[child.pid] = size
                    shared += _proportional(child)
            except psutil.Error:  # it has just ended
                continue
        for pid, size in sizes.items():
            self.peaks[pid] = max(self.peaks.get(pid, 0.0), size / MB, _peak_of(pid))
        del sizes[self._main.pid]
        self._seat(sizes)
        tahap, pages = self._progress()
        workers = tuple(sizes.get(pid, 0.0) / MB for pid in self._places)
        return Contoh(detik, pages, utama / MB, workers, shared / MB, tahap)

    def _seat(self, alive: dict[int, float]) -> None:
        """Give each new worker the place of one that has ended, or a further one."""
        free = [place for place, pid in enumerate(self._places) if pid not in alive]
        for pid in sorted(alive):
            if pid in self._places:
                continue
            if free:
                self._places[free.pop(0)] = pid
            else:
                self._places.append(pid)

    def _progress(self) -> tuple[str, int]:
        """Say what the run is at, and how many pages it has read.

        Pages are told by the entries of the cache: one for each file that was opened, for each
        page, and for each file that was taken to its records.
        """
        if any(self._tempat.glob(".keluaran.baru-*")) or (self._tempat / "keluaran").exists():
            return "menulis", self._halaman
        entries = sum(1 for _ in (self._tempat / "singgahan").glob("??/*.gz"))
        share = (entries - self._berkas) / (self._halaman + self._berkas)
        if share >= 1:
            return "memeriksa", self._halaman
        return "membaca", max(0, round(share * self._halaman))


def _proportional(process: psutil.Process) -> float:
    """Return the memory of a process, what it shares with others in proportion, in bytes."""
    try:
        info = process.memory_full_info()
    except psutil.Error:
        return 0.0
    return float(getattr(info, "pss", 0) or info.rss)


def _peak_of(pid: int) -> float:
    """Return the most memory that Linux has noted for a process, in MB; 0 elsewhere."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    lines = [line.split() for line in text.splitlines() if line.startswith("VmHWM:")]
    return int(lines[0][1]) / 1024 if lines else 0.0


def memory_at(contoh: Sequence[Contoh], bagian: float) -> tuple[float, float]:
    """Return the most memory (main, a worker; MB) around that share of the run, 5 % of it wide."""
    if not contoh:
        return 0.0, 0.0
    end = contoh[-1].detik
    near = [one for one in contoh if abs(one.detik - bagian * end) <= 0.025 * end]
    near = near or [min(contoh, key=lambda one: abs(one.detik - bagian * end))]
    return (
        max(one.utama for one in near),
        max((size for one in near for size in one.pekerja), default=0.0),
    )


def write_csv(contoh: Sequence[Contoh], path: Path) -> None:
    """Write what was seen, one row a look."""
    places = max((len(one.pekerja) for one in contoh), default=0)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        names = [f"pekerja_{place + 1}_mb" for place in range(places)]
        writer.writerow(["detik", "halaman", "tahap", "utama_mb", *names, "jumlah_mb"])
        for one in contoh:
            workers = [*one.pekerja, *[0.0] * (places - len(one.pekerja))]
            numbers = [f"{size:.1f}" for size in (one.utama, *workers, one.jumlah)]
            writer.writerow([f"{one.detik:.1f}", one.halaman, one.tahap, *numbers])

"""Pages read in worker processes: a crash or a hang costs a page, not the run."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pipeline.read.page import Halaman

LONGEST = 180.0
"""Seconds after which a page is given up."""
PAGES_PER_WORKER = 400
"""A worker is replaced after so many pages, so that no library's leak grows for long."""
AHEAD = 4
"""Pages handed out per worker; more would only fill memory."""


@dataclass(frozen=True, slots=True)
class Tugas:
    """A page to be read: file and number from 1."""

    path: Path
    nomor: int


@dataclass(frozen=True, slots=True)
class HasilHalaman:
    """What became of a page: the page, or the reason why it could not be read."""

    tugas: Tugas
    halaman: Halaman | None
    pesan: str = ""


def read_one(tugas: Tugas) -> HasilHalaman:
    """Read one page in this process; what goes wrong becomes a reason."""
    from pipeline.ingest import open_document
    from pipeline.read.ocr import OcrMissing
    from pipeline.read.pages import read_page

    try:
        with open_document(tugas.path) as document:
            halaman = read_page(document[tugas.nomor - 1], tugas.nomor)
    except OcrMissing:
        return HasilHalaman(tugas, None, "pindaian, tetapi Tesseract tidak terpasang")
    except MemoryError:
        return HasilHalaman(tugas, None, "memori tidak cukup")
    except Exception as error:  # any fault of a page must stay that page's fault
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        return HasilHalaman(tugas, None, f"tidak dapat dibaca ({reason})")
    return HasilHalaman(tugas, halaman)


def read_pages(
    tasks: Sequence[Tugas], *, pekerja: int, done: Callable[[], None] = lambda: None
) -> Iterator[HasilHalaman]:
    """Read pages, in any order as they are finished.

    A page whose worker dies or hangs is tried once more alone, then given up.

    Args:
        tasks: The pages.
        pekerja: How many worker processes.
        done: Called after each page.
    """
    poisoned: list[Tugas] = []
    queue = list(tasks)
    while queue:
        queue, lost = yield from _drain(queue, pekerja, done)
        poisoned += lost
    for tugas in poisoned:
        left, lost = yield from _drain([tugas], 1, done)
        for failed in left + lost:
            done()
            yield HasilHalaman(failed, None, "pembaca berhenti mendadak atau terlalu lama")


def _drain(
    queue: list[Tugas], pekerja: int, done: Callable[[], None]
) -> Generator[HasilHalaman, None, tuple[list[Tugas], list[Tugas]]]:
    """Read from the queue until it is empty or the workers broke.

    Returns the pages not begun, and those that were under way when the workers broke.
    """
    waiting = list(reversed(queue))
    pool = _pool(pekerja)
    running: dict[Future[HasilHalaman], Tugas] = {}
    try:
        while waiting or running:
            while waiting and len(running) < pekerja * AHEAD:
                tugas = waiting.pop()
                running[pool.submit(read_one, tugas)] = tugas
            finished, _ = wait(running, timeout=LONGEST, return_when=FIRST_COMPLETED)
            if not finished:
                return list(reversed(waiting)), list(running.values())
            for future in finished:
                result = future.result()
                del running[future]
                done()
                yield result
    except BrokenProcessPool:
        return list(reversed(waiting)), list(running.values())
    finally:
        _stop(pool)
    return [], []


def _pool(pekerja: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=pekerja,
        mp_context=multiprocessing.get_context("spawn"),
        max_tasks_per_child=PAGES_PER_WORKER,
    )


def _stop(pool: ProcessPoolExecutor) -> None:
    """Stop the workers at once; one that hangs would otherwise hold the run."""
    processes = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        if process.is_alive():
            process.terminate()


def default_workers() -> int:
    """Return how many workers this machine can keep busy."""
    return max(1, min(os.cpu_count() or 1, 8))

"""Worker processes that may die: each job costs at most itself.

Every worker has a pipe of its own and one job at a time, so that a worker that
crashes, hangs or is killed takes no lock and no other job with it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from pipeline.limits import KALI_JAM, MOST_LOST_PAGES, Batas, allow_seconds, restrain

JOBS_PER_WORKER = 400
"""A worker is replaced after so many jobs, so that no library's leak grows for long."""
BACKLOG = 4
"""So many special jobs must wait for each further worker to take its share of them."""


class Sebab(StrEnum):
    """Why a job was lost; the words stand in messages to the evaluator."""

    BERHENTI = "prosesnya berhenti mendadak, juga ketika dicoba sekali lagi"
    TERLALU_LAMA = "terlalu lama, juga ketika dicoba sekali lagi"
    MEMORI = "memerlukan memori melebihi batas"
    CACAT = "galat program"
    TIDAK_DICOBA = "tidak dicoba karena terlalu banyak halaman sebelumnya gagal"


@dataclass(frozen=True, slots=True)
class Pekerjaan:
    """A job: a function at module level and its argument, which a worker can import.

    `detik` is the processor time it may take. Of the jobs of one `kelompok` (the pages
    of a file) no more are tried when `MOST_LOST_PAGES` of them were lost.
    """

    fungsi: Callable[[Any], Any]
    isi: Any
    detik: float
    kelompok: str = ""


@dataclass(frozen=True, slots=True)
class Selesai:
    """A job that came to an end: its result, or why it was lost."""

    pekerjaan: Pekerjaan
    hasil: Any = None
    hilang: Sebab | None = None
    keterangan: str = ""

    @property
    def alasan(self) -> str:
        """Why the job was lost, in Indonesian; empty where it was not."""
        more = f" ({self.keterangan}); laporkan kepada pengembang" if self.keterangan else ""
        return f"{self.hilang}{more}" if self.hilang else ""


class Kolam:
    """A pool of worker processes, started as they are needed; use it in a `with`."""

    def __init__(self, pekerja: int, batas: Batas | None = None) -> None:
        """Prepare for `pekerja` processes; none is started yet."""
        self.pekerja = pekerja
        self.batas = batas or Batas()
        self._workers: list[_Pekerja] = []

    def __enter__(self) -> Kolam:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def run(self, jobs: Iterable[Pekerjaan], special: deque[Pekerjaan]) -> Iterator[Selesai]:
        """Run jobs and yield them, in any order, as they come to an end.

        A lost job is tried once more, alone, after the others; only then is it yielded.

        Args:
            jobs: Taken from one by one as workers are free.
            special: Jobs of another kind, which go first, to as few workers as keep up
                with them: what they need is then loaded there only. The caller may add
                to it at any time until the iteration ends.
        """
        queue = _Antrean(iter(jobs), special)
        while True:
            for done in self._drain(queue):
                if done.hilang is None:
                    yield done
                else:
                    queue.lose(done)
            if not queue.lost and not queue.parked:
                return
            for first in queue.take_lost():
                again = self._run_alone(first.pekerjaan)
                queue.settle(again)
                yield again
            yield from queue.give_up()

    def _drain(self, queue: _Antrean) -> Iterator[Selesai]:
        while True:
            self._hand_out(queue)
            busy = [worker for worker in self._workers if worker.job is not None]
            if not busy:
                if queue.special or queue.again:  # a worker died just when it was to get one
                    continue
                return
            patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
            ready = wait([worker.connection for worker in busy], timeout=patience)
            for worker in busy:
                # Asked anew: the caller may have been long with the result before.
                if worker.connection in ready or worker.connection.poll():
                    yield self._collect(worker)
                elif time.monotonic() >= worker.deadline:
                    yield self._give_up(worker)

    def _hand_out(self, queue: _Antrean) -> None:
        """Give a job to each idle worker, and to new ones while there are too few."""
        for worker in [w for w in self._workers if w.job is None]:
            if worker.jobs_done >= JOBS_PER_WORKER or not worker.process.is_alive():
                self._dismiss(worker)
        for place, worker in enumerate(list(self._workers)):
            job = queue.next(place) if worker.job is None else None
            if job is not None:
                self._give(worker, job, queue)
        while len(self._workers) < self.pekerja:
            job = queue.next(len(self._workers))
            if job is None:
                return
            worker = _Pekerja.start(self.batas)
            self._workers.append(worker)
            self._give(worker, job, queue)

    def _give(self, worker: _Pekerja, job: Pekerjaan, queue: _Antrean) -> None:
        try:
            worker.give(job)
        except OSError:  # it died while idle: the job was never begun
            queue.again.append(job)
            self._dismiss(worker)

    def _collect(self, worker: _Pekerja) -> Selesai:
        job = worker.take_job()
        try:
            kind, value = worker.connection.recv()
        except (EOFError, OSError):
            reason = worker.reason_of_end()
            self._dismiss(worker)
            return Selesai(job, hilang=reason)
        if kind == "hasil":
            return Selesai(job, value)
        self._dismiss(worker)
        if kind == "memori":
            return Selesai(job, hilang=Sebab.MEMORI)
        return Selesai(job, hilang=Sebab.CACAT, keterangan=value)

    def _give_up(self, worker: _Pekerja) -> Selesai:
        job = worker.take_job()
        self._dismiss(worker)
        return Selesai(job, hilang=Sebab.TERLALU_LAMA)

    def _dismiss(self, worker: _Pekerja) -> None:
        worker.stop()
        self._workers.remove(worker)

    def _run_alone(self, job: Pekerjaan) -> Selesai:
        """Run a job in a fresh worker while the others are idle."""
        alone = Kolam(1, self.batas)
        with alone:
            return next(alone._drain(_Antrean(iter([job]), deque())))


@dataclass(slots=True)
class _Antrean:
    """Jobs yet to be done, and what is known of those that were lost."""

    jobs: Iterator[Pekerjaan]
    special: deque[Pekerjaan]
    again: deque[Pekerjaan] = field(default_factory=deque)
    lost: list[Selesai] = field(default_factory=list)
    parked: list[Pekerjaan] = field(default_factory=list)
    losses: dict[str, int] = field(default_factory=dict)

    def next(self, place: int) -> Pekerjaan | None:
        """Return the next job for the worker at `place`, or None.

        Jobs of a group with too many losses wait.
        """
        while True:
            job = self._next(place)
            if job is None or not self._is_hopeless(job):
                return job
            self.parked.append(job)

    def _next(self, place: int) -> Pekerjaan | None:
        if len(self.special) > place * BACKLOG:
            return self.special.popleft()
        if self.again:
            return self.again.popleft()
        job = next(self.jobs, None)
        if job is None and len(self.special) > place * BACKLOG:  # put there by `jobs` itself
            return self.special.popleft()
        return job

    def _is_hopeless(self, job: Pekerjaan) -> bool:
        return self.losses.get(job.kelompok, 0) >= MOST_LOST_PAGES

    def lose(self, done: Selesai) -> None:
        """Note a job that was lost the first time."""
        self.lost.append(done)
        self._count(done.pekerjaan, +1)

    def take_lost(self) -> Iterator[Selesai]:
        while self.lost:
            yield self.lost.pop(0)

    def settle(self, again: Selesai) -> None:
        """Take back a loss that the second attempt made good."""
        if again.hilang is None:
            self._count(again.pekerjaan, -1)

    def give_up(self) -> Iterator[Selesai]:
        """Yield the waiting jobs of hopeless groups as lost; the others come up again."""
        parked, self.parked = self.parked, []
        for job in parked:
            if self._is_hopeless(job):
                yield Selesai(job, hilang=Sebab.TIDAK_DICOBA)
            else:
                self.again.append(job)

    def _count(self, job: Pekerjaan, by: int) -> None:
        if job.kelompok:
            self.losses[job.kelompok] = self.losses.get(job.kelompok, 0) + by


@dataclass(slots=True)
class _Pekerja:
    """A worker process as the main process sees it."""

    process: BaseProcess
    connection: Connection[Any, Any]
    job: Pekerjaan | None = None
    deadline: float = 0.0
    jobs_done: int = 0

    @classmethod
    def start(cls, batas: Batas) -> _Pekerja:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, batas.memori), daemon=True)
        with _without_interrupt():
            process.start()
        theirs.close()
        return cls(process, ours)

    def give(self, job: Pekerjaan) -> None:
        self.connection.send((job.fungsi, job.isi, job.detik))
        self.job = job
        self.deadline = time.monotonic() + KALI_JAM * job.detik

    def take_job(self) -> Pekerjaan:
        assert self.job is not None
        job, self.job = self.job, None
        self.jobs_done += 1
        return job

    def reason_of_end(self) -> Sebab:
        """Say why a worker ended by itself."""
        self.process.join(5)
        if sys.platform != "win32" and self.process.exitcode == -signal.SIGXCPU:
            return Sebab.TERLALU_LAMA
        return Sebab.BERHENTI

    def stop(self) -> None:
        """End the process at once; it may hang and hear nothing gentler."""
        self.connection.close()
        self.process.kill()
        self.process.join(10)


@contextlib.contextmanager
def _without_interrupt() -> Iterator[None]:
    """Keep Ctrl-C from a process that is being started; for this one it only waits."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def place_of(error: BaseException) -> str:
    """Return the kind of an error and where in the code it arose; no text of the papers."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def _serve(connection: Connection[Any, Any], memory: int) -> None:
    """Do jobs until the main process closes the pipe: the life of a worker."""
    restrain(memory)
    while True:
        try:
            fungsi, isi, detik = connection.recv()
        except (EOFError, OSError):
            return
        allow_seconds(detik)
        try:
            reply = ("hasil", fungsi(isi))
        except MemoryError:
            # What a library left half done is not known: the worker is not used again.
            reply = ("memori", "")
        except Exception as error:  # a defect of ours; it must not cost more than this job
            reply = ("cacat", place_of(error))
        connection.send(reply)

"""A job in a process of its own, held to its limits: it may crash, hang or eat memory.

The thread that asks for a job keeps its process for the next one. It makes no difference
whether the thread is one of this computer's pool or belongs to a worker of a cluster: the
job is guarded in the same way, and what becomes of it is the same.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pipeline.limits import KALI_JAM, allow_seconds, restrain

JOBS_PER_PROCESS = 1000
"""A process is replaced after so many jobs, so that no library's leak grows for long."""

PAUSE = 0.5
"""Seconds before a process is started in place of one that could not take its job."""


class Sebab(StrEnum):
    """Why a job was lost; the words stand in messages to the evaluator."""

    BERHENTI = "prosesnya berhenti mendadak, juga ketika dicoba sekali lagi"
    TIDAK_DIMULAI = "prosesnya tidak dapat dimulai, juga ketika dicoba sekali lagi"
    TERLALU_LAMA = "terlalu lama, juga ketika dicoba sekali lagi"
    MEMORI = "memerlukan memori melebihi batas"
    CACAT = "galat program"
    TIDAK_DICOBA = "tidak dicoba karena terlalu banyak halaman sebelumnya gagal"


@dataclass(frozen=True, slots=True)
class Akhir:
    """How a job ended: its result, or why it was lost."""

    hasil: Any = None
    hilang: Sebab | None = None
    keterangan: str = ""


class PengawasanDitutup(RuntimeError):
    """A job was to begin after its pool was closed."""


@dataclass(slots=True)
class Pengawasan:
    """The guarded processes of one pool, so that closing it ends them all."""

    proses: set[_Proses] = field(default_factory=set)
    ditutup: bool = False
    kunci: threading.Lock = field(default_factory=threading.Lock)

    def take_in(self, proses: _Proses) -> None:
        """Note a process; one that comes too late is ended at once.

        Raises:
            PengawasanDitutup: the pool was closed meanwhile.
        """
        with self.kunci:
            if not self.ditutup:
                self.proses.add(proses)
                return
        proses.stop()
        raise PengawasanDitutup

    def let_go(self, proses: _Proses) -> None:
        """Forget a process that has ended."""
        with self.kunci:
            self.proses.discard(proses)

    def end_jobs(self) -> None:
        """End the processes that there are; the next job gets a new one."""
        with self.kunci:
            now = list(self.proses)
        for proses in now:
            proses.kill()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        with self.kunci:
            self.ditutup = True
            left = list(self.proses)
            self.proses.clear()
        for proses in left:
            proses.kill()

    def pids(self) -> list[int]:
        """Return the numbers of the processes that are alive."""
        with self.kunci:
            return [p.process.pid for p in self.proses if p.process.pid and p.process.is_alive()]


class _Tempat(threading.local):
    """What a thread keeps: its guarded process, and the pool it belongs to."""

    proses: _Proses | None = None
    pengawasan: Pengawasan | None = None


_tempat = _Tempat()


def belong_to(pengawasan: Pengawasan) -> None:
    """Make the guarded processes of this thread known to its pool."""
    _tempat.pengawasan = pengawasan


def guarded(
    fungsi: Callable[[Any], Any], isi: Any, detik: float, memori: int, *, segar: bool = False
) -> Akhir:
    """Run a job in the process that guards this thread's jobs, and wait for its end.

    Args:
        fungsi: A function at module level, which another process can import.
        isi: Its argument.
        detik: The processor time it may take; on the clock `KALI_JAM` times as much.
        memori: The address space of the process, in bytes.
        segar: Whether the process is to be a new one, which no other job has touched.

    Raises:
        PengawasanDitutup: the pool of this thread is closed.
    """
    if segar:
        leave()
    proses = _process_that_takes(fungsi, isi, detik, memori)
    if proses is None:
        return Akhir(hilang=Sebab.TIDAK_DIMULAI)
    akhir, is_usable = proses.take(KALI_JAM * detik)
    if not is_usable:
        leave()
    return akhir


def _process_that_takes(
    fungsi: Callable[[Any], Any], isi: Any, detik: float, memori: int
) -> _Proses | None:
    """Hand a job to this thread's process, or to a new one where that died while idle."""
    for pause in (0.0, PAUSE):
        time.sleep(pause)
        try:
            proses = _process(memori)
            proses.give(fungsi, isi, detik)
        except OSError:  # it is gone, or the computer has no room for another now
            leave()
        else:
            return proses
    return None


def leave() -> None:
    """End this thread's guarded process, if it has one."""
    proses, _tempat.proses = _tempat.proses, None
    if proses is not None:
        proses.stop()
        if _tempat.pengawasan is not None:
            _tempat.pengawasan.let_go(proses)


def _process(memori: int) -> _Proses:
    """Return this thread's process, a new one where the old is dead, worn, or was none."""
    now = _tempat.proses
    if now is not None and now.jobs < JOBS_PER_PROCESS and now.process.is_alive():
        return now
    leave()
    _tempat.proses = _Proses.start(memori)
    if _tempat.pengawasan is not None:
        _tempat.pengawasan.take_in(_tempat.proses)
    return _tempat.proses


@dataclass(slots=True, eq=False)
class _Proses:
    """A guarded process as the thread it works for sees it."""

    process: BaseProcess
    connection: Connection[Any, Any]
    jobs: int = 0

    @classmethod
    def start(cls, memori: int) -> _Proses:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, memori), daemon=True)
        with _without_interrupt(), _able_to_have_children():
            process.start()
        theirs.close()
        return cls(process, ours)

    def give(self, fungsi: Callable[[Any], Any], isi: Any, detik: float) -> None:
        self.connection.send((fungsi, isi, detik))

    def take(self, patience: float) -> tuple[Akhir, bool]:
        """Wait for the end of the job; say also whether the process may be used again."""
        self.jobs += 1
        until = time.monotonic() + patience
        try:
            if not self.connection.poll(max(0.0, until - time.monotonic())):
                return Akhir(hilang=Sebab.TERLALU_LAMA), False
            kind, value = self.connection.recv()
        except (EOFError, OSError):
            return Akhir(hilang=self._reason_of_end()), False
        if kind == "hasil":
            return Akhir(value), True
        if kind == "memori":
            return Akhir(hilang=Sebab.MEMORI), False
        return Akhir(hilang=Sebab.CACAT, keterangan=value), False

    def _reason_of_end(self) -> Sebab:
        """Say why a process ended by itself."""
        self.process.join(5)
        if sys.platform != "win32" and self.process.exitcode == -signal.SIGXCPU:
            return Sebab.TERLALU_LAMA
        return Sebab.BERHENTI

    def kill(self) -> None:
        """End the process at once; it may hang and hear nothing gentler."""
        self.process.kill()
        self.process.join(10)

    def stop(self) -> None:
        """End the process and close the pipe to it; for the thread it works for."""
        self.connection.close()
        self.kill()


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


@contextlib.contextmanager
def _able_to_have_children() -> Iterator[None]:
    """Let a worker of a cluster, which runs as a daemon, start a guarded process.

    `multiprocessing` forbids it since a daemon might leave orphans; ours end with their
    parent (`pipeline.limits.restrain`). It offers no other way than its own note.
    """
    config: dict[str, Any] = getattr(multiprocessing.current_process(), "_config", {})
    daemon = config.get("daemon")
    config["daemon"] = False
    try:
        yield
    finally:
        config["daemon"] = daemon


_ROOT = Path(__file__).resolve().parents[1]
_OURS = tuple(_ROOT / package for package in ("pipeline", "extractors", "schemas"))


def place_of(error: BaseException) -> str:
    """Return the kind of an error and where in our code it arose; no text of the papers.

    Where a library raised it, that is the line of ours that called the library.
    """
    frames = [(Path(f.filename), f.lineno) for f in traceback.extract_tb(error.__traceback__)]
    frames = [frame for frame in frames if frame[0] != Path(__file__)]  # which only does the job
    ours = [frame for frame in frames if any(frame[0].is_relative_to(folder) for folder in _OURS)]
    if ours:
        path, line = ours[-1]
        return f"{type(error).__name__}, {path.relative_to(_ROOT).as_posix()}:{line}"
    where = f", {frames[-1][0].name}:{frames[-1][1]}" if frames else ""
    return f"{type(error).__name__}{where}"


def _serve(connection: Connection[Any, Any], memory: int) -> None:
    """Do jobs until the pipe closes: the life of a guarded process."""
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
            # What a library left half done is not known: the process is not used again.
            reply = ("memori", "")
        except Exception as error:  # a defect of ours; it must not cost more than this job
            reply = ("cacat", place_of(error))
        connection.send(reply)

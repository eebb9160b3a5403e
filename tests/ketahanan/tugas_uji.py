"""Jobs for workers that misbehave in every way; they must be importable by a worker."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from pathlib import Path

from pipeline.read.workers import HasilHalaman, Tugas, read_one


def double(number: int) -> int:
    return 2 * number


def slow_double(number: int) -> int:
    time.sleep(0.05)
    return 2 * number


def crash(number: int) -> int:
    """Fail as a C library does: odd numbers end the process."""
    if number % 2:
        ctypes.string_at(0)
    return number


def hang(number: int) -> int:
    while number % 2:
        pass
    return number


def sleep(number: int) -> int:
    """Hang without working, as on a dead network drive."""
    if number % 2:
        time.sleep(3600)
    return number


def eat_memory(number: int) -> int:
    return len(bytearray(64 * 1024**3)) if number % 2 else number


def defect(number: int) -> int:
    return number if number % 2 == 0 else [][number]


def crash_once(argument: tuple[int, Path]) -> int:
    """End the process the first time; a mark in a folder remembers."""
    number, folder = argument
    mark = folder / str(number)
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def read_or_crash(tugas: Tugas) -> HasilHalaman:
    """Read a page, save that page 2 of every file crashes the reader."""
    if tugas.nomor == 2:
        ctypes.string_at(0)
    return read_one(tugas)


def never(tugas: Tugas) -> HasilHalaman:
    """Stand for a reader that must not be asked."""
    raise AssertionError(f"halaman {tugas.nomor} dibaca lagi")

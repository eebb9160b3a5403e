"""A reader's process seen from outside: jobs to it, answers from it, the memory it takes."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from pipeline.limits import THREADS

ROOT = Path(__file__).resolve().parents[2]
LINGKUNGAN = ROOT / ".venv-pembanding"
"""Where peers are installed that do not go together with what Selaras needs."""
APART = ("ocrmypdf", "img2table")
LOOK = 0.05
"""Seconds between two looks at the memory."""


class TidakTerpasang(RuntimeError):
    """A reader cannot be started; the text says why."""


class Pekerja:
    """The process of one reader; use it in a `with`."""

    def __init__(self, nama: str) -> None:
        """Start it and wait until it has loaded what it needs.

        Raises:
            TidakTerpasang: it lacks something.
        """
        self.nama = nama
        self.puncak = 0.0
        """The most memory so far, in MB, of the process with its children."""
        self._process = subprocess.Popen(
            [_python_of(nama), "-m", "tests.bench.pembaca", nama],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, **dict.fromkeys(THREADS, "1")},
        )
        self._seen = psutil.Process(self._process.pid)
        answer = self._answer()
        if "galat" in answer:
            self.close()
            raise TidakTerpasang(f"tidak terpasang ({answer['galat']})")
        self.versi: str = answer["versi"]

    def __enter__(self) -> Pekerja:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def read(self, job: dict[str, Any]) -> dict[str, Any]:
        """Give it a page and return its answer, which has `galat` where it failed."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return {"galat": "prosesnya berhenti"}
        answer = self._answer()
        self.puncak = max(self.puncak, answer.get("puncak", 0.0))
        return answer

    def _answer(self) -> dict[str, Any]:
        """Wait for a line, with an eye on the memory."""
        assert self._process.stdout is not None
        while not select.select([self._process.stdout], [], [], LOOK)[0]:
            self.puncak = max(self.puncak, self._memory())
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"galat": "prosesnya berhenti"}
        return answer

    def _memory(self) -> float:
        total = 0
        for process in self._tree():
            try:
                total += process.memory_info().rss
            except psutil.Error:  # it has just ended
                continue
        return total / 1024**2

    def _tree(self) -> list[psutil.Process]:
        try:
            return [self._seen, *self._seen.children(recursive=True)]
        except psutil.Error:
            return []


def _python_of(nama: str) -> str:
    """Return the Python that has a reader."""
    python = LINGKUNGAN / "bin" / "python"
    return str(python) if nama in APART and python.exists() else sys.executable

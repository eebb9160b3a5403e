"""What a file, a page and a process may cost, and how a process is held to it.

A limit that is passed costs the page or file that passed it, with a reason, and
nothing else. All of them are far above what a paper of an office needs.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass

LARGEST_FILE = 1_000_000_000
"""Bytes; a larger file is not opened."""
MOST_PAGES = 3_000
"""A file with more pages than this is not read."""
MOST_PIXELS = 200_000_000
"""A page with a picture of more pixels than this is not read (A4 at 1200 dpi has 139 million)."""
MOST_WORDS, MOST_RULES = 40_000, 100_000
"""A page with more words or lines than this is not read (dense real ones have some 2.000)."""
MOST_LOST_PAGES = 8
"""When this many pages of a file were given up, the pages after them are not tried."""


@dataclass(frozen=True, slots=True)
class Batas:
    """What one job of a worker process may cost.

    Times are seconds of work by the processor, so that a page is not lost because the
    computer is busy; on the clock a job may take `KALI_JAM` times as long.

    `periksa` is for opening a file, `halaman` for reading a page, `isi` for taking a
    file's pages to its records. `memori` is the address space of a worker in bytes,
    code of all libraries included (some 1,5 GB of it).
    """

    periksa: float = 60.0
    halaman: float = 180.0
    isi: float = 600.0
    memori: int = 4 * 1024**3


KALI_JAM = 4.0
"""How much longer than its processor time a job may take by the clock."""


THREADS = (
    "OMP_THREAD_LIMIT",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)
"""Variables that tell libraries how many threads to start."""


def keep_to_ourselves() -> None:
    """Keep libraries from telling their makers of their use; call before they are imported.

    onnxruntime otherwise writes an identifier of the computer and a list of
    events into the user's cache folder and sends them.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"


def restrain(memory: int) -> None:
    """Hold this process, a worker, to its limits; call before heavy libraries load.

    Where the system has no such limits (Windows; memory on macOS), only the clock is left.
    """
    # Pages run in parallel, not the parts of one; and each thread costs address space.
    for name in THREADS:
        os.environ[name] = "1"
    keep_to_ourselves()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process
    _leave_with_parent()
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def allow_seconds(seconds: float) -> None:
    """Let this process work `seconds` more; then the system ends it, whatever it is doing."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    most = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _leave_with_parent() -> None:
    """End this process when the main process is gone, even when that was killed."""
    if sys.platform == "linux":
        # A library that hangs would keep a thread of Python from running; the kernel does not.
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()

"""Pages read by a Dask cluster: the same jobs over another executor.

The scheduler sees only what is under way: jobs are handed out as workers have room, and a
bundle's bytes are read from disk no earlier. A worker that is lost has its jobs done by
the others; one that joins late gets its share.
"""

from __future__ import annotations

import contextlib
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import Any

from pipeline.bundles import VersiBerbeda
from pipeline.guard import Sebab
from pipeline.limits import Batas
from pipeline.pool import Kolam, Pelaksana

PER_THREAD = 2
"""Jobs a thread of a worker may have: one under way, one that is there when it ends."""
ASK_AGAIN = 2.0
"""Seconds after which the scheduler is asked anew how many workers it has."""
PATIENCE = 10
"""Seconds to wait for the scheduler, and for a first worker."""
NOT_INSTALLED = "pustaka distributed belum terpasang: pip install selaras[dask]"


class KlasterGagal(RuntimeError):
    """The cluster cannot be used, or no longer; the message is for the evaluator."""


@contextlib.contextmanager
def cluster(alamat: str, batas: Batas | None = None) -> Iterator[Kolam]:
    """Yield a pool whose jobs the workers of a Dask scheduler do.

    Args:
        alamat: The scheduler's address, as `tcp://192.168.1.10:8786`.
        batas: What a job may cost.

    Raises:
        KlasterGagal: distributed is not installed, the scheduler cannot be reached, has no
            worker, is lost on the way, or a worker is of another version.
    """
    client = _connected(alamat)
    executor = client.get_executor(pure=False)
    pelaksana = Pelaksana(executor, _capacity(client), _cause_of_loss, jauh=True)
    try:
        with warnings.catch_warnings():
            # It advises against large arguments; a file's bytes are what is to be sent.
            warnings.filterwarnings("ignore", message="Sending large graph")
            warnings.filterwarnings("ignore", message="Large object of size")
            yield Kolam(0, batas, pelaksana)
    except VersiBerbeda as error:
        raise KlasterGagal(str(error)) from error
    except (CancelledError, OSError) as error:
        if client.status == "running" and isinstance(error, OSError):
            raise
        raise KlasterGagal(f"hubungan dengan penjadwal {alamat} terputus") from error
    finally:
        client.close(timeout=5)


def serve(alamat: str, jumlah: int) -> None:
    """Work for a scheduler with `jumlah` processes of one thread each, until stopped.

    Raises:
        KlasterGagal: distributed is not installed.
    """
    try:
        from distributed.cli.dask_worker import main
    except ImportError:
        raise KlasterGagal(NOT_INSTALLED) from None
    options = ["--nworkers", str(jumlah), "--nthreads", "1", "--no-dashboard"]
    main([alamat, *options])


def _connected(alamat: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise KlasterGagal(
            "pustaka distributed belum terpasang: pip install selaras[dask]"
        ) from None
    try:
        client = Client(alamat, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise KlasterGagal(f"penjadwal {alamat} tidak dapat dihubungi") from error
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close(timeout=5)
        raise KlasterGagal(f"penjadwal {alamat} tidak mempunyai pekerja") from None
    return client


def _capacity(client: Any) -> Callable[[], int]:
    """Return a function that tells how many jobs the cluster may hold now."""
    asked, jobs = -ASK_AGAIN, PER_THREAD

    def capacity() -> int:
        nonlocal asked, jobs
        if time.monotonic() - asked >= ASK_AGAIN:
            # Without workers for a while, what is under way waits for new ones.
            jobs = max(1, PER_THREAD * sum(client.nthreads().values()))
            asked = time.monotonic()
        return jobs

    return capacity


def _cause_of_loss(error: BaseException) -> Sebab | None:
    """A job on which worker after worker died is lost; other errors end the run."""
    from distributed import KilledWorker

    return Sebab.BERHENTI if isinstance(error, KilledWorker) else None

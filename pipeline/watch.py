"""When a folder of submissions is to be read again: something in it changed, and came to rest."""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.ingest import is_left_out

LONGEST_UNREST = 600.0
"""Seconds; a folder that changes without end is read all the same after so long."""
POLL = 2.0
"""Seconds between looks at a folder of which the system tells nothing."""


class PantauTidakTerpasang(RuntimeError):
    """The library that tells of changes is not installed."""


def moments_to_read(
    folder: Path, *, leave_out: Path, jeda: float, jaringan: bool, ulang: float
) -> Iterator[bool]:
    """Yield whenever the folder is to be read: at once, then after each change.

    Args:
        folder: The folder of submissions, with its sub-folders.
        leave_out: The output folder; what changes there counts for nothing.
        jeda: Seconds without a change after which what arrives is taken to be complete.
        jaringan: Whether to look again and again, for drives (of a network) whose changes
            the system does not tell of.
        ulang: Seconds after which to yield although nothing changed.

    Yields:
        Whether something changed (or nothing was read yet).

    Raises:
        PantauTidakTerpasang: watchfiles is not installed.
        FileNotFoundError: there is no such folder.
    """
    if not folder.is_dir():
        raise FileNotFoundError(str(folder))
    try:
        from watchfiles import watch
    except ImportError:
        raise PantauTidakTerpasang("pasang dahulu: pip install selaras[pantau]") from None
    omitted = leave_out.resolve()

    def matters(_: object, name: str) -> bool:
        path = Path(name)
        if path == folder.resolve() and path.is_dir():
            # Something in it came or went, which is told too; our output does so as well.
            return False
        below = [path, *path.parents]
        inside = below[: below.index(folder.resolve())] if folder.resolve() in below else [path]
        return not any(is_left_out(part, omitted) for part in inside)

    ended = threading.Event()
    found: queue.Queue[Exception | None] = queue.Queue()

    def listen() -> None:
        try:
            for _ in watch(
                folder.resolve(),
                watch_filter=matters,
                step=round(1000 * jeda),
                debounce=round(1000 * max(jeda, LONGEST_UNREST)),
                force_polling=jaringan or None,
                poll_delay_ms=round(1000 * POLL),
                stop_event=ended,
            ):
                found.put(None)
        except Exception as error:  # told to who waits
            found.put(error)

    # In a thread, so that what changes while the folder is read is not missed.
    threading.Thread(target=listen, daemon=True).start()
    try:
        yield True
        while True:
            yield _heard(found, ulang)
    finally:
        ended.set()


def _heard(found: queue.Queue[Exception | None], patience: float) -> bool:
    """Wait for a change; say whether there was one.

    Raises:
        Exception: what ended the watching.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        # In short waits: on Windows, Ctrl-C is not heard during one.
        with contextlib.suppress(queue.Empty):
            error = found.get(timeout=min(1.0, patience))
            if error is not None:
                raise error
            return True
    return False

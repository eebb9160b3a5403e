"""Loaded by every Python process that finds this folder on its path: notes what it does.

Lines of JSON go to the file named by `SELARAS_UJI_JEJAK`: each attempt to reach a network and
each program started. What any library logs, however fine, goes to `SELARAS_UJI_CATATAN`.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any

NETWORK = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "urllib.Request")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn")

_trace = os.open(os.environ["SELARAS_UJI_JEJAK"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def _note(event: str, *words: object) -> None:
    line = json.dumps([event, *(repr(word) for word in words)])
    os.write(_trace, line.encode() + b"\n")


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event in NETWORK:
        # Within the computer, processes talk over sockets that have a path or no name.
        if isinstance(args[1], tuple):
            _note(event, args[1])
    elif event in NAMES or event in PROGRAMS:
        _note(event, *args[:2])


sys.addaudithook(_watch)
logging.basicConfig(
    filename=os.environ["SELARAS_UJI_CATATAN"], level=logging.DEBUG, format="%(name)s %(message)s"
)
_note("mulai", sys.argv[:1] if hasattr(sys, "argv") else "")

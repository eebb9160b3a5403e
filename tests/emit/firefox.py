"""Firefox for the tests of the report: headless, driven over Marionette, its own protocol."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIREFOX = shutil.which("firefox") or shutil.which("firefox-esr") or ""
_PATIENCE = 60.0
_SETTINGS = {
    "marionette.port": 0,  # a free one, which Firefox writes into its profile
    "app.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Rubah:
    """One window of Firefox."""

    def __init__(self, wire: socket.socket) -> None:
        self._wire = wire
        self._buffer = b""
        self._last = 0
        self._receive()  # who it is
        self.call("WebDriver:NewSession", capabilities={"alwaysMatch": {}})

    def open(self, url: str) -> None:
        self.call("WebDriver:Navigate", url=url)

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page."""
        script = f"return {expression};"
        return self.call("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def wait(self, expression: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not self.ask(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {expression}")
            time.sleep(0.05)

    def call(self, command: str, **params: Any) -> Any:
        self._last += 1
        text = json.dumps([0, self._last, command, params]).encode()
        self._wire.sendall(f"{len(text)}:".encode() + text)
        _, number, error, result = self._receive()
        assert number == self._last
        if error:
            raise AssertionError(error["message"])
        return result

    def _receive(self) -> Any:
        while b":" not in self._buffer:
            self._read()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._read()
        text, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(text)

    def _read(self) -> None:
        part = self._wire.recv(1 << 16)
        if not part:
            raise AssertionError("Firefox closed its connection")
        self._buffer += part


@contextlib.contextmanager
def rubah(profile: Path) -> Iterator[Rubah]:
    """Start Firefox with a fresh profile; it ends with the block."""
    profile.mkdir(parents=True)
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _SETTINGS.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with socket.create_connection(("127.0.0.1", _port(profile)), timeout=_PATIENCE) as wire:
            yield Rubah(wire)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(profile: Path) -> int:
    written = profile / "MarionetteActivePort"
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if written.is_file() and (text := written.read_text().strip()):
            return int(text)
        time.sleep(0.1)
    raise AssertionError("Firefox did not open its port")

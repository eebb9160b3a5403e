"""A real browser for the tests of the report: headless Chromium, driven over its pipe."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-pipe",
)
_PATIENCE = 30.0


class Peramban:
    """One page of a browser: what it loaded, what it complained of, what it shows."""

    def __init__(self, write_to: int, read_from: int) -> None:
        self._write_to, self._read_from = write_to, read_from
        self._buffer = b""
        self._last_id = 0
        self._session = ""
        self._asked: dict[str, str] = {}
        self.keluhan: list[str] = []

    def start(self) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    @property
    def permintaan(self) -> list[str]:
        """What the page asked for; what its policy blocked never left it."""
        return list(self._asked.values())

    def open(self, url: str, script: bool = True) -> None:
        self._asked.clear()
        self.keluhan.clear()
        self.call("Emulation.setScriptExecutionDisabled", value=not script)
        self.call("Page.navigate", url="about:blank")
        self.call("Page.navigate", url=url)
        if script:
            self.wait("document.readyState === 'complete'")
        else:
            time.sleep(0.5)

    def ask(self, expression: str) -> Any:
        """Return the value of a JavaScript expression in the page."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def wait(self, expression: str) -> None:
        end = time.monotonic() + _PATIENCE
        while not self.ask(expression):
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {expression}")
            time.sleep(0.05)

    def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            text = key if kind == "keyDown" and len(key) == 1 else ""
            self.call("Input.dispatchKeyEvent", type=kind, key=key, text=text)

    def call(self, method: str, **params: Any) -> Any:
        self._last_id += 1
        message: dict[str, Any] = {"id": self._last_id, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write_to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._last_id:
                if "error" in answer:
                    raise AssertionError(answer["error"])
                return answer["result"]
            self._note(answer)

    def _receive(self) -> Any:
        while b"\0" not in self._buffer:
            part = os.read(self._read_from, 1 << 20)
            if not part:
                raise AssertionError("the browser closed its pipe")
            self._buffer += part
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def _note(self, event: Any) -> None:
        params = event.get("params", {})
        if event.get("method") == "Network.requestWillBeSent":
            self._asked[params["requestId"]] = params["request"]["url"]
        elif event.get("method") == "Network.loadingFailed" and params.get("blockedReason"):
            self._asked.pop(params["requestId"], None)
        elif event.get("method") == "Log.entryAdded":
            self.keluhan.append(params["entry"]["text"])
        elif event.get("method") == "Runtime.exceptionThrown":
            self.keluhan.append(json.dumps(params["exceptionDetails"]))


@contextlib.contextmanager
def peramban(profile: Path) -> Iterator[Peramban]:
    """Start Chromium with a fresh profile; it ends with the block."""
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()

    def place_pipes() -> None:
        # The browser reads from descriptor 3 and writes to 4; both may be in use by a pipe end.
        reader, writer = os.dup(to_browser), os.dup(to_us)
        high = [os.dup2(reader, 70), os.dup2(writer, 71)]
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    process = subprocess.Popen(
        [CHROMIUM, *_FLAGS, f"--user-data-dir={profile}"],
        preexec_fn=place_pipes,
        close_fds=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(to_browser)
    os.close(to_us)
    browser = Peramban(from_us, from_browser)
    try:
        browser.start()
        yield browser
    finally:
        process.terminate()
        process.wait(timeout=20)
        os.close(from_us)
        os.close(from_browser)

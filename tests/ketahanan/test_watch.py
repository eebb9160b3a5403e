"""A watched folder: what arrives is read, and the report follows."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import by_name, environment

JEDA = 0.5


@dataclass
class Pengamat:
    """A command that watches a folder, and the lines it has printed so far."""

    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def told(self) -> int:
        """How often it said that it read the folder and waits again."""
        return sum("Menunggu kiriman baru" in line for line in self.lines)

    def wait_until_told(self, times: int) -> None:
        until = time.monotonic() + 300
        while self.told < times:
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < until, self.lines
            time.sleep(0.05)

    def stop(self) -> str:
        """Press Ctrl-C; returns what it wrote to the other output."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        self._listener.join(timeout=60)
        assert self.process.stderr is not None
        return self.process.stderr.read()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kiriman"
    folder.mkdir()
    naskah_baik.write(folder)
    return folder


@pytest.fixture(params=[(), ("--jaringan",)], ids=["told", "polled"])
def watching(folder: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Pengamat]:
    # The output below the watched folder: its own changes must not set off another run.
    command = [sys.executable, "-m", "pipeline.cli", "pantau", str(folder), "--jeda", str(JEDA)]
    process = subprocess.Popen(
        [*command, "--out", str(folder / "keluaran"), "--pekerja", "1", *request.param],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    yield Pengamat(process)
    process.kill()
    process.wait()


def test_what_arrives_is_read(folder: Path, watching: Pengamat, tmp_path: Path) -> None:
    out = folder / "keluaran"
    watching.wait_until_told(1)
    assert set(by_name(out)) == {"pk-kencong.pdf", "pk-mayang.pdf"}
    sub = tmp_path / "Kecamatan Panti"
    sub.mkdir()
    (sub / "catatan.txt").write_text("bukan naskah", encoding="utf-8")
    sub.rename(folder / sub.name)  # at once: what comes by and by may be read in between
    watching.wait_until_told(2)
    other = "Kecamatan Panti/catatan.txt"
    assert set(by_name(out)) == {"pk-kencong.pdf", "pk-mayang.pdf", other}
    (folder / "pk-mayang.pdf").unlink()
    watching.wait_until_told(3)
    assert set(by_name(out)) == {"pk-kencong.pdf", other}
    time.sleep(4 * JEDA)  # it must not go on by what it did itself
    errors = watching.stop()
    assert watching.process.returncode == 130, errors
    assert "Traceback" not in errors
    assert watching.told == 3


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "pantau", str(tmp_path / "tiada")],
        capture_output=True,
        text=True,
        env=environment(tmp_path),
        check=False,
    )
    assert done.returncode == 2
    assert "Folder tidak ada" in done.stderr

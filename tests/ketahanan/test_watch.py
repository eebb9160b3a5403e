"""A watched folder: what arrives is read, and the report follows."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import by_name, environment


def wait_until(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 300
    while not holds():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < until
        time.sleep(0.1)


def names(out: Path) -> set[str]:
    try:
        return set(by_name(out))
    except (OSError, ValueError):  # it is being put in place
        return set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kiriman"
    folder.mkdir()
    naskah_baik.write(folder)
    return folder


@pytest.fixture(params=[(), ("--jaringan",)], ids=["told", "polled"])
def watching(
    folder: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[subprocess.Popen[str]]:
    # The output below the watched folder: its own changes must not set off another run.
    command = [sys.executable, "-m", "pipeline.cli", "pantau", str(folder), "--jeda", "0.5"]
    process = subprocess.Popen(
        [*command, "--out", str(folder / "keluaran"), "--pekerja", "1", *request.param],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(tmp_path),
    )
    yield process
    process.kill()
    process.communicate()


def test_what_arrives_is_read(folder: Path, watching: subprocess.Popen[str]) -> None:
    out = folder / "keluaran"
    there = {"pk-kencong.pdf", "pk-mayang.pdf"}
    wait_until(lambda: names(out) == there, watching)
    sub = folder / "Kecamatan Panti"
    sub.mkdir()
    (sub / "catatan.txt").write_text("bukan naskah", encoding="utf-8")
    wait_until(lambda: names(out) == {*there, "Kecamatan Panti/catatan.txt"}, watching)
    (folder / "pk-mayang.pdf").unlink()
    wait_until(lambda: names(out) == {"pk-kencong.pdf", "Kecamatan Panti/catatan.txt"}, watching)
    watching.send_signal(signal.SIGINT)
    printed, errors = watching.communicate(timeout=60)
    assert watching.returncode == 130, errors
    assert "Traceback" not in errors
    # Of the third, what is written may be there before it is told.
    assert printed.count("Menunggu kiriman baru") in (2, 3)


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

"""Nothing leaves the machine, and nothing of a paper gets into what the terminal or a log shows."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ketahanan import berkas_rusak, naskah_baik, test_samaran
from tests.ketahanan.bantu import PATIENCE, arguments, environment, rows
from tests.ketahanan.berkas_rusak import KASUS

CUT_OFF = ["unshare", "--map-root-user", "--net"]
"""Runs a command where there is no network at all, not even a loopback."""
SCAN = "dua-halaman.tif"
PENGINTAI = Path(__file__).parent / "pengintai"
KNOCK = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 5)"
WORDS = ("siti aminah", "budi santoso", "197203051998032004", "kepuasan", "jember", "83,50", "85,5")
"""Words and figures of the papers; what names of files hold is left out."""


def can_be_cut_off() -> bool:
    if shutil.which(CUT_OFF[0]) is None:
        return False
    return subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False).returncode == 0


needs_cut = pytest.mark.skipif(not can_be_cut_off(), reason="the network cannot be cut here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return papers with and without a text layer, upright and sideways, and broken ones."""
    folder = tmp_path / "masuk"
    folder.mkdir()
    naskah_baik.write(folder)
    berkas_rusak.write(folder, tuple(kasus for kasus in KASUS if kasus.nama == SCAN))
    (folder / "pegawai.pdf").write_bytes(test_samaran.scanned(test_samaran.staff_list(), 90))
    return folder


@pytest.fixture
def listener() -> Iterator[tuple[str, int]]:
    """Return the address of somebody who listens on this computer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()


def knock(address: tuple[str, int], *before: str) -> bool:
    """Say whether a process can reach an address."""
    command = [*before, sys.executable, "-c", KNOCK, address[0], str(address[1])]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@needs_cut
def test_who_is_cut_off_reaches_nobody(listener: tuple[str, int]) -> None:
    assert knock(listener)
    assert not knock(listener, *CUT_OFF)


def selaras(home: Path, *arguments: str, before: tuple[str, ...] = (), **more: str) -> str:
    """Run a command to its end; returns all that it showed."""
    done = subprocess.run(
        [*before, sys.executable, "-m", "pipeline.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environment(home) | more,
        check=False,
    )
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout + done.stderr


@needs_cut
def test_the_whole_way_without_a_network(folder: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "rumah", tmp_path / "keluar"
    home.mkdir()
    shown = ""
    for command in (
        arguments(folder, out)[3:],
        ["uji-petik", str(out), "--jumlah", "3"],
        ["keputusan", "ekspor", str(out), str(tmp_path / "keputusan.csv")],
        ["parquet", str(out), "--ke", str(tmp_path / "himpunan"), "--nama", "jember"],
        ["load", str(out), "--to", f"sqlite:///{tmp_path / 'basis.db'}"],
    ):
        shown += selaras(home, *command, before=tuple(CUT_OFF)).lower()
    assert {row["status"] for row in rows(out)} == {"terbaca"}
    assert {row["metode"] for row in rows(out, "halaman")} == {"teks", "ocr"}
    # What libraries put aside to be sent when there is a network again would lie here.
    left = {path.relative_to(home).parts[:2] for path in home.rglob("*") if path.is_file()}
    assert left == {("singgahan", "selaras")}
    assert [word for word in WORDS if word in shown] == []


def watched(tmp_path: Path) -> dict[str, str]:
    """Return variables that make every Python process note what it does; see `pengintai`."""
    return {
        "PYTHONPATH": os.pathsep.join([str(PENGINTAI), os.environ.get("PYTHONPATH", "")]),
        "SELARAS_UJI_JEJAK": str(tmp_path / "jejak"),
        "SELARAS_UJI_CATATAN": str(tmp_path / "catatan"),
        "PYTHONWARNINGS": "default",
    }


def traces(tmp_path: Path) -> list[list[Any]]:
    return [json.loads(line) for line in (tmp_path / "jejak").read_text().splitlines()]


def test_a_process_that_is_watched_is_seen(tmp_path: Path, listener: tuple[str, int]) -> None:
    words = "import logging; logging.getLogger('x').debug('rahasia');" + KNOCK
    command = [sys.executable, "-c", words, listener[0], str(listener[1])]
    subprocess.run(command, check=True, env={**os.environ, **watched(tmp_path)})
    assert "socket.connect" in [event for event, *_ in traces(tmp_path)]
    assert "x rahasia" in (tmp_path / "catatan").read_text()


def test_no_process_of_a_run_calls_anybody_nor_logs_a_word(folder: Path, tmp_path: Path) -> None:
    """No attempt is made, which a network that is cut would only swallow."""
    # Also where a page is lost: what crashes tells more than what does not.
    (folder / "rusak.pdf").write_bytes((folder / "pk-mayang.pdf").read_bytes()[:-900])
    done = subprocess.run(
        arguments(folder, tmp_path / "keluar"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environment(tmp_path) | watched(tmp_path),
        check=False,
    )
    assert done.returncode == 1, done.stderr
    seen = traces(tmp_path)
    assert sum(event == "mulai" for event, *_ in seen) >= 3  # the workers are watched too
    calls = [line for line in seen if line[0].startswith(("socket", "urllib"))]
    # urllib3, which comes with a reader's library, tries at import whether there is IPv6.
    assert [line for line in calls if line != ["socket.bind", "('::1', 0)"]] == []
    started = {line[1].strip("'") for line in seen if line[0] == "subprocess.Popen"}
    assert {Path(program).name for program in started} <= {"uname", "tesseract", "python"}
    assert done.stderr == ""
    told = (done.stdout + (tmp_path / "catatan").read_text() + repr(seen)).lower()
    assert [word for word in WORDS if word in told] == []

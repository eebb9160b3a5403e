"""Nothing leaves the machine, and nothing of a paper gets into what the terminal shows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ketahanan import berkas_rusak, naskah_baik
from tests.ketahanan.bantu import PATIENCE, arguments, environment, rows
from tests.ketahanan.berkas_rusak import KASUS

CUT_OFF = ["unshare", "--map-root-user", "--net"]
"""Runs a command where there is no network at all, not even a loopback."""
SCAN = "dua-halaman.tif"


def can_be_cut_off() -> bool:
    if shutil.which(CUT_OFF[0]) is None:
        return False
    return subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not can_be_cut_off(), reason="the network cannot be cut here")
def test_the_whole_way_without_a_network(tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    naskah_baik.write(folder)
    berkas_rusak.write(folder, tuple(kasus for kasus in KASUS if kasus.nama == SCAN))
    home = tmp_path / "rumah"
    home.mkdir()
    done = subprocess.run(
        [*CUT_OFF, *arguments(folder, tmp_path / "keluar")],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=environment(home),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert {row["status"] for row in rows(tmp_path / "keluar")} == {"terbaca"}
    # What libraries put aside to be sent when there is a network again would lie here.
    left = {path.relative_to(home).parts[:2] for path in home.rglob("*") if path.is_file()}
    assert left == {("singgahan", "selaras")}
    shown = (done.stdout + done.stderr).lower()
    for word in ("siti aminah", "197203051998032004", "kepuasan", "kencong", "83,50", "85,5"):
        assert word not in shown.replace("pk-kencong.pdf", "")

"""A folder of bad files beside two good ones: a row each with a reason, the good ones whole."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import time
from collections import deque
from pathlib import Path
from typing import Any

import pytest

from pipeline.contents import read_files
from pipeline.ingest import ingest
from pipeline.limits import Batas
from pipeline.pool import Kolam, Pekerjaan
from pipeline.read.opening import examine
from pipeline.read.workers import Tugas, read_one
from schemas.vocabulary import StatusDokumen
from tests.ketahanan import berkas_rusak, naskah_baik, pdf_mentah
from tests.ketahanan.bantu import by_name, extract, rows
from tests.ketahanan.berkas_rusak import KASUS, Kasus

MOST_SECONDS = 60
"""Processor time that one bad file may take."""

TABLES = ("naskah", "pejabat", "indikator", "kinerja", "anggaran", "rujukan")
SLICE = tuple(kasus for kasus in KASUS if not kasus.berat)[::3]


def check_row(kasus: Kasus, row: dict[str, Any]) -> None:
    pesan = row["pesan"] or ""
    assert row["status"] == kasus.status, (kasus.nama, row["status"], pesan)
    if kasus.pesan is None:
        assert not pesan, (kasus.nama, pesan)
    else:
        assert kasus.pesan in pesan, (kasus.nama, pesan)
    if kasus.status in ("gagal", "sebagian"):
        assert len(pesan) > 5
    # English, paths and the inside of the program mean nothing to a clerk.
    assert not re.search(r"galat program|Error|error|/tmp|0x", pesan), (kasus.nama, pesan)


def run_and_check(cases: tuple[Kasus, ...], tmp_path: Path) -> None:
    folder, alone, outside = (tmp_path / name for name in ("masuk", "sendiri", "luar"))
    for place in (folder, alone, outside):
        place.mkdir()
    good = naskah_baik.write(folder)
    naskah_baik.write(alone)
    berkas_rusak.write(folder, cases)
    odd = berkas_rusak.write_odd_ones(folder, outside)

    done = extract(folder, tmp_path / "keluar")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    found = by_name(tmp_path / "keluar")
    assert set(found) == {kasus.berkas for kasus in cases} | set(odd) | set(good)
    for kasus in cases:
        check_row(kasus, found[kasus.berkas])
    for name, (status, words) in odd.items():
        assert found[name]["status"] == status, name
        assert words in (found[name]["pesan"] or ""), (name, found[name]["pesan"])

    assert extract(alone, tmp_path / "keluar-sendiri").returncode == 0
    ids = {found[name]["dokumen_id"] for name in good}
    for table in TABLES:
        beside = [r for r in rows(tmp_path / "keluar", table) if r["naskah_id"][:12] in ids]
        assert beside == rows(tmp_path / "keluar-sendiri", table), table
    assert len(rows(tmp_path / "keluar-sendiri", "kinerja")) == sum(
        len(targets) for targets in naskah_baik.TARGET.values()
    )


def test_a_slice_of_the_bad_files(tmp_path: Path) -> None:
    assert len(SLICE) >= 20
    run_and_check(SLICE, tmp_path)


@pytest.mark.penuh
def test_every_bad_file(tmp_path: Path) -> None:
    assert len(KASUS) >= 60
    run_and_check(KASUS, tmp_path)


def cost_of(path: Path) -> tuple[float, int]:
    """Open a file and read its first pages; returns seconds and the peak memory in megabytes."""
    began = time.process_time()
    for nomor in range(1, min(examine(path).halaman, 3) + 1):
        read_one(Tugas(path, nomor))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.process_time() - began, peak


@pytest.mark.penuh
def test_what_a_bad_file_costs(tmp_path: Path) -> None:
    berkas_rusak.write(tmp_path)
    # The peak is that of the process so far: those that may hold more come last.
    cases = sorted(KASUS, key=lambda kasus: kasus.megabita)
    jobs = [Pekerjaan(cost_of, tmp_path / kasus.nama, Batas().halaman) for kasus in cases]
    limits = {tmp_path / kasus.nama: kasus.megabita for kasus in cases}
    with Kolam(1) as kolam:
        for selesai in kolam.run(jobs, deque()):
            assert selesai.hilang is None, selesai
            seconds, peak = selesai.hasil
            path = selesai.pekerjaan.isi
            assert seconds < MOST_SECONDS, (path.name, seconds)
            assert peak < limits[path], (path.name, peak)


def test_a_file_that_changes_while_it_is_read_is_named(tmp_path: Path) -> None:
    naskah_baik.write(tmp_path)
    (item, other) = ingest(tmp_path)
    item.path.write_bytes(item.path.read_bytes() + b"\n% berubah\n")
    result = read_one(Tugas(item.path, 1, item.sidik))
    assert result.terbaca() is None
    assert "berubah" in result.pesan
    other.path.unlink()
    result = read_one(Tugas(other.path, 1, other.sidik))
    assert result.pesan == "berkas sudah tidak ada"


@pytest.mark.parametrize("fault", ["changed", "gone", "swapped"])
def test_a_file_that_changes_before_it_is_read_costs_itself(fault: str, tmp_path: Path) -> None:
    names = naskah_baik.write(tmp_path)
    with Kolam(1) as kolam:
        berkas = ingest(tmp_path, kolam=kolam)
        path = berkas[0].path
        if fault == "changed":
            path.write_bytes(path.read_bytes() + b"\n% berubah\n")
        else:
            path.unlink()
        if fault == "swapped":
            (tmp_path / "lain").write_bytes(pdf_mentah.text_page())
            path.symlink_to(tmp_path / "lain")
        isi = read_files(berkas, kolam)
    assert [item.dokumen.berkas for item in isi] == names
    assert isi[0].dokumen.status is StatusDokumen.GAGAL
    assert ("tidak ada" if fault == "gone" else "berubah") in isi[0].dokumen.pesan
    assert isi[1].dokumen.status is StatusDokumen.TERBACA


BOUND = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
"""Runs a command of root's that may not read what root may read else."""


def command_that_is_bound() -> list[str] | None:
    """Return what to put before a command so that rights of files hold for it, None if nothing."""
    if os.name != "posix":
        return None
    if os.geteuid() != 0:
        return []
    if shutil.which(BOUND[0]) is None:
        return None
    done = subprocess.run([*BOUND, "true"], capture_output=True, check=False)
    return BOUND if done.returncode == 0 else None


def test_what_may_not_be_read_is_named(tmp_path: Path) -> None:
    before = command_that_is_bound()
    if before is None:
        pytest.skip("rights of files cannot be made to hold here")
    folder = tmp_path / "masuk"
    folder.mkdir()
    naskah_baik.write(folder)
    (folder / "terlarang.pdf").write_bytes(pdf_mentah.text_page())
    (folder / "terlarang.pdf").chmod(0)
    (folder / "folder-terlarang").mkdir(mode=0)
    try:
        done = extract(folder, tmp_path / "keluar", before=before)
    finally:
        (folder / "folder-terlarang").chmod(0o700)
    assert done.returncode == 1, done.stderr
    found = by_name(tmp_path / "keluar")
    for name, words in (("terlarang.pdf", "izin"), ("folder-terlarang", "tidak dapat dibuka")):
        assert found[name]["status"] == "gagal"
        assert words in found[name]["pesan"]
    assert sum(row["status"] == "terbaca" for row in found.values()) == 2


def test_an_output_folder_inside_the_input_is_not_read(tmp_path: Path) -> None:
    good = naskah_baik.write(tmp_path)
    out = tmp_path / "hasil"
    out.mkdir()
    naskah_baik.write(out)
    assert [item.dokumen.berkas for item in ingest(tmp_path, leave_out=out)] == good


def test_a_name_that_no_table_can_hold_is_written_otherwise(tmp_path: Path) -> None:
    names = (b"a\x01.pdf", b"a%01.pdf", b"rusak-\xff.pdf", "désa.pdf".encode())
    for name in names:
        (tmp_path / os.fsdecode(name)).write_bytes(b"x" + name)
    named = {item.dokumen.berkas: os.fsencode(item.path.name) for item in ingest(tmp_path)}
    assert named == {
        "a%01.pdf": b"a\x01.pdf",
        "a%01.pdf~": b"a%01.pdf",
        "désa.pdf": "désa.pdf".encode(),
        "rusak-%FF.pdf": b"rusak-\xff.pdf",
    }

"""Runs that are killed, stopped or find the disk full: nothing read is lost, nothing half done."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.contents import read_files
from pipeline.ingest import ingest
from pipeline.limits import Batas
from pipeline.pool import Kolam
from pipeline.read.cache import Singgahan
from pipeline.run import KeluaranDitolak, run
from schemas.vocabulary import StatusDokumen
from tests.ketahanan import berkas_rusak, naskah_baik, pdf_mentah, tugas_uji
from tests.ketahanan.bantu import PATIENCE, arguments, by_name, digests, environment, extract, rows
from tests.ketahanan.berkas_rusak import KASUS

FEW = ("dua-halaman.tif", "terpotong-belakang.pdf", "kosong.pdf", "tanpa-saringan.pdf")
MANY = (*FEW, "jpeg.pdf", "satu-bit.pdf", "fax.pdf", "pindaian.png", "jumlah-kurang.pdf")
PAGES = 8
"""So many pages at least of the large folder can be read and kept."""
UNREADABLE = ("kosong.pdf", "tanpa-saringan.pdf")


def papers(place: Path, others: tuple[str, ...] = ()) -> Path:
    """Make a folder of two good papers and others."""
    place.mkdir()
    naskah_baik.write(place)
    berkas_rusak.write(place, tuple(kasus for kasus in KASUS if kasus.nama in others))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers(tmp_path / "masuk", FEW)


@pytest.fixture
def large_folder(tmp_path: Path) -> Path:
    return papers(tmp_path / "masuk", MANY)


def read_whole(folder: Path, out: Path) -> dict[str, str]:
    """Run undisturbed; returns what every other run must give.

    Where nothing could be read, all outputs would be equal: the papers must be in it.
    """
    out.parent.mkdir(exist_ok=True)
    done = extract(folder, out, "--tanpa-singgahan")
    assert done.returncode == 1, done.stderr
    assert len(rows(out, "kinerja")) == sum(len(targets) for targets in naskah_baik.TARGET.values())
    assert by_name(out)["dua-halaman.tif"]["halaman_pindaian"] == 2
    return digests(out)


def start(folder: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        arguments(folder, out, *more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(out.parent),
    )


def kept_pages(home: Path) -> list[Path]:
    return list((home / "singgahan").rglob("*.json.gz"))


def wait_for_a_page(home: Path, process: subprocess.Popen[str], count: int = 1) -> None:
    until = time.monotonic() + PATIENCE
    while len(kept_pages(home)) < count and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_killed_run_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    expected = read_whole(folder, tmp_path / "utuh")
    assert not kept_pages(tmp_path)

    killed = start(folder, tmp_path / "keluar")
    wait_for_a_page(tmp_path, killed, 3)
    killed.kill()
    killed.communicate()
    assert not (tmp_path / "keluar").exists()
    kept = {path: path.stat().st_ino for path in kept_pages(tmp_path)}
    assert len(kept) >= 3

    done = extract(folder, tmp_path / "keluar")
    assert done.returncode == 1, done.stderr
    assert digests(tmp_path / "keluar") == expected
    # A page that was read again would have been written again, to a new file.
    assert all(path.stat().st_ino == number for path, number in kept.items())


@pytest.mark.penuh
def test_runs_killed_at_twenty_random_moments(large_folder: Path, tmp_path: Path) -> None:
    began = time.monotonic()
    # As deep as the others, for reports link to the papers.
    expected = read_whole(large_folder, tmp_path / "utuh" / "keluar")
    usual = time.monotonic() - began
    rng = random.Random(20)
    midway = 0
    for attempt in range(20):
        home = tmp_path / f"ke-{attempt}"
        home.mkdir()
        killed = start(large_folder, home / "keluar")
        if attempt % 2:  # any moment, also while starting or writing
            with contextlib.suppress(subprocess.TimeoutExpired):
                killed.wait(timeout=rng.uniform(0.2, usual))
        else:  # while pages are read, which is a small part of so short a run
            wait_for_a_page(home, killed, rng.randrange(1, PAGES))
        is_alive = killed.poll() is None
        killed.kill()
        killed.communicate()
        kept = len(kept_pages(home))
        # A run that was done before it could be killed is older output to the next, which
        # would tell its findings as unchanged.
        shutil.rmtree(home / "keluar", ignore_errors=True)
        assert extract(large_folder, home / "keluar").returncode == 1
        assert digests(home / "keluar") == expected, attempt
        midway += is_alive and 0 < kept < len(kept_pages(home))  # pages, and files made of them
    assert midway >= 5, midway  # else hardly anything was there to go on from


def workers_of(pid: int) -> list[int]:
    """Return the worker processes that a run started."""
    # Without -ww and with COLUMNS set, ps cuts its lines before what tells a worker.
    done = subprocess.run(
        ["ps", "-ww", "-A", "-o", "pid=,ppid=,args="],
        capture_output=True,
        text=True,
        check=True,
        env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
    )
    found = [line.split(None, 2) for line in done.stdout.splitlines()]
    return [
        int(line[0])
        for line in found
        if len(line) == 3 and int(line[1]) == pid and "spawn_main" in line[2]
    ]


def kill_a_worker(process: subprocess.Popen[str], rng: random.Random) -> bool:
    """Kill a worker of a run at a random moment; says whether there was one to kill."""
    until = time.monotonic() + PATIENCE
    while not workers_of(process.pid):
        if process.poll() is not None or time.monotonic() > until:
            return False
        time.sleep(0.05)
    time.sleep(rng.uniform(0.0, 2.5))
    for worker in rng.sample(found := workers_of(process.pid), len(found)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(worker, signal.SIGKILL)
            return True
    return False


@pytest.mark.penuh
@pytest.mark.skipif(shutil.which("ps") is None, reason="needs ps")
def test_runs_whose_workers_are_killed_twenty_times(large_folder: Path, tmp_path: Path) -> None:
    expected = read_whole(large_folder, tmp_path / "utuh")
    rng = random.Random(21)
    kills = 0
    for attempt in range(30):
        out = tmp_path / f"keluar-{attempt}"
        process = start(large_folder, out, "--tanpa-singgahan")
        # One a run: a page that loses its reader twice is given up, as it should be.
        kills += kill_a_worker(process, rng)
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 1, errors
        assert digests(out) == expected, attempt
        if kills == 20:
            return
    pytest.fail(f"only {kills} workers could be killed")


def test_ctrl_c_stops_with_a_summary_and_keeps_the_older_output(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "keluar"
    out.mkdir()
    (out / "lama.txt").write_text("keluaran lama")
    process = start(folder, out)
    wait_for_a_page(tmp_path, process, 2)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors
    assert "Dihentikan" in errors
    assert "halaman sudah terbaca" in errors
    assert "Traceback" not in errors
    assert [path.name for path in out.iterdir()] == ["lama.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".keluar")]


def test_a_second_run_reads_no_page_again(folder: Path, tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(2) as kolam:
        berkas = [b for b in ingest(folder, kolam=kolam) if b.dokumen.berkas not in UNREADABLE]
        first = read_files(berkas, kolam, singgahan=singgahan)
        again = read_files(berkas, kolam, singgahan=singgahan, reader=tugas_uji.never)
    assert any(isi.rekaman.kinerja for isi in first)
    assert again == first


def test_what_was_made_of_a_file_is_kept_unless_a_page_failed(folder: Path, tmp_path: Path) -> None:
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(2) as kolam:
        berkas = [b for b in ingest(folder, kolam=kolam) if b.dibaca]
        first = read_files(berkas, kolam, singgahan=singgahan)
    whole = [b for b, isi in zip(berkas, first, strict=True) if b.dokumen.berkas not in UNREADABLE]
    failed = [b for b in berkas if b not in whole]
    assert whole
    assert failed
    with Kolam(1) as kolam:
        again = read_files(whole, kolam, singgahan=singgahan, reader=tugas_uji.never)
        assert not kolam.pengawasan.pids()  # nothing was left to do
        retried = read_files(failed, kolam, singgahan=singgahan)
    by_name = {isi.dokumen.berkas: isi for isi in first}
    assert again == [by_name[b.dokumen.berkas] for b in whole]
    assert retried == [by_name[b.dokumen.berkas] for b in failed]


def test_an_output_that_is_up_to_date_is_left_alone(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "keluar"
    assert extract(folder, out).returncode == 1
    before = {path: path.stat().st_ino for path in out.rglob("*")}
    again = extract(folder, out)
    assert again.returncode == 1
    assert {path: path.stat().st_ino for path in out.rglob("*")} == before
    (out / "temuan.csv").unlink()
    assert extract(folder, out).returncode == 1
    assert (out / "temuan.csv").exists()
    (folder / "pk-mayang.pdf").unlink()
    assert extract(folder, out).returncode == 1
    assert "pk-mayang.pdf" not in by_name(out)


@pytest.mark.parametrize(
    "lost", ["gambar/*.png", "laporan/halaman/*.jpg", "laporan/dokumen/*.html", "surat/*.docx"]
)
def test_an_output_of_which_something_was_deleted_or_changed_is_not_up_to_date(
    lost: str, findings_out: tuple[Path, Path, Singgahan]
) -> None:
    masuk, out, singgahan = findings_out
    whole = own_digests(out)
    found = sorted(path for path in out.glob(lost) if "diubah" not in path.name)
    assert found
    for spoil in (lambda path: path.unlink(), lambda path: path.write_bytes(b"x")):
        spoil(found[0])
        run(masuk, out, pekerja=1, singgahan=singgahan)
        assert own_digests(out) == whole


def own_digests(out: Path) -> dict[str, str]:
    """Return the hash of every file but those that were changed by hand and put aside."""
    return {name: digest for name, digest in digests(out).items() if "diubah" not in name}


@pytest.fixture(scope="module")
def findings_out(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Singgahan]:
    """Return a folder with findings, its output, and what is kept of its pages."""
    place = tmp_path_factory.mktemp("temuan")
    masuk, out = place / "masuk", place / "keluar"
    masuk.mkdir()
    good = naskah_baik.TARGET["Kencong"]
    (masuk / "pk.pdf").write_bytes(naskah_baik.agreement("Kencong", good))
    (masuk / "pk-lain.pdf").write_bytes(
        naskah_baik.agreement("Kencong", good, "197203051998032005")
    )
    singgahan = Singgahan(place / "singgahan", "v")
    run(masuk, out, pekerja=1, singgahan=singgahan)
    (out / "temuan.csv").unlink()
    run(masuk, out, pekerja=1, singgahan=singgahan)  # what is new in the first is so no more
    return masuk, out, singgahan


def test_a_page_that_crashes_the_reader_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_mentah.text_pages(3))
    naskah_baik.write(tmp_path)
    with Kolam(2, Batas(halaman=60)) as kolam:
        berkas = ingest(tmp_path, kolam=kolam)
        isi = read_files(berkas, kolam, reader=tugas_uji.read_or_crash)
    assert isi[0].dokumen.status is StatusDokumen.SEBAGIAN
    assert isi[0].dokumen.pesan.startswith("hal. 2: tidak terbaca: prosesnya berhenti mendadak")
    assert [item.dokumen.status for item in isi[1:]] == [StatusDokumen.TERBACA] * 2


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 300 kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("tmpfs cannot be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=False)


def test_a_full_disk_leaves_the_older_output(small_disk: Path, tmp_path: Path) -> None:
    folder = papers(tmp_path / "masuk")
    out = small_disk / "keluar"
    out.mkdir()
    (out / "lama.txt").write_text("keluaran lama")
    (small_disk / "isi").write_bytes(bytes(270_000))
    done = extract(folder, out, "--singgahan", str(tmp_path / "singgahan"))
    assert done.returncode == 4, done.stderr
    assert "disk penuh" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in out.iterdir()] == ["lama.txt"]
    assert sorted(path.name for path in small_disk.iterdir()) == ["isi", "keluar"]


@pytest.mark.penuh
@pytest.mark.parametrize("room", range(4_000, 292_000, 24_000))
def test_a_disk_that_fills_at_any_moment_leaves_the_older_output(
    room: int, small_disk: Path, tmp_path: Path
) -> None:
    """Each of the writers meets the full disk in turn, and some of their libraries hide it."""
    folder = papers(tmp_path / "masuk")
    out = small_disk / "keluar"
    out.mkdir()
    (out / "lama.txt").write_text("keluaran lama")
    (small_disk / "isi").write_bytes(bytes(300 * 1024 - 12_288 - room))
    done = extract(folder, out, "--singgahan", str(tmp_path / "singgahan"))
    assert "Traceback" not in done.stderr
    if done.returncode == 0:  # there was room enough
        assert (out / "run.json").is_file()
        return
    assert done.returncode == 4, done.stderr
    assert "disk penuh" in done.stderr
    assert [path.name for path in out.iterdir()] == ["lama.txt"]
    assert sorted(path.name for path in small_disk.iterdir()) == ["isi", "keluar"]


@pytest.mark.penuh
def test_a_full_disk_for_what_is_kept_does_not_stop_a_run(small_disk: Path, tmp_path: Path) -> None:
    folder = papers(tmp_path / "masuk")
    (small_disk / "isi").write_bytes(bytes(300 * 1024 - 8192))
    done = extract(folder, tmp_path / "keluar", "--singgahan", str(small_disk / "s"))
    assert done.returncode == 0, done.stderr
    assert {row["status"] for row in by_name(tmp_path / "keluar").values()} == {"terbaca"}


def test_an_impossible_output_folder_is_refused_at_once(tmp_path: Path) -> None:
    folder = papers(tmp_path / "masuk")
    (tmp_path / "berkas").write_text("x")
    for out in (folder, tmp_path, tmp_path / "berkas"):
        with pytest.raises(KeluaranDitolak):
            run(folder, out, pekerja=1)

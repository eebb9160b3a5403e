"""A run does again only what changed: counted in what it keeps, not timed.

Every page that is read, every file that is opened or taken apart, and every office whose papers
are checked leaves one entry in the cache. One that was there keeps its place on the disk; one
made anew is another file.
"""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

import pipeline.run
from pipeline.emit.lock import alone_in
from pipeline.read.cache import Singgahan, reader_version
from pipeline.run import KeluaranGagal, run
from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import (
    PATIENCE,
    arguments,
    by_name,
    digests,
    environment,
    extract,
    rows,
)
from tests.reconcile.test_rule import write

MANY = 30
FEW = 5
ROOT = Path(__file__).resolve().parents[2]


def paper(unit: str, value: int) -> bytes:
    """Return a perjanjian kinerja of one page."""
    row = ("Meningkatnya kualitas pelayanan publik", "Indeks Kepuasan Masyarakat", f"{value},50")
    return naskah_baik.agreement(unit, [row], nip=f"19720305199803{2000 + value:04d}")


def papers(place: Path, count: int) -> Path:
    """Make a folder of small papers, each of another office."""
    place.mkdir()
    for number in range(count):
        unit = f"Contoh {chr(65 + number % 26)}{chr(97 + number // 26)}"
        (place / f"pk-{number:02d}.pdf").write_bytes(paper(unit, 50 + number))
    return place


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return papers(tmp_path / "masuk", FEW)


def kept(home: Path) -> dict[Path, int]:
    """Return the entries of the cache, each with its place on the disk."""
    return {path: path.stat().st_ino for path in (home / "singgahan").rglob("*.json.gz")}


def made_since(before: dict[Path, int], home: Path) -> list[Path]:
    """Return the entries that were made, also those made anew."""
    return [path for path, place in kept(home).items() if before.get(path) != place]


def test_one_file_among_many_costs_itself(tmp_path: Path) -> None:
    folder = papers(tmp_path / "masuk", MANY)
    first = extract(folder, tmp_path / "keluar")
    assert first.returncode == 0, first.stderr
    before = kept(tmp_path)
    assert len(before) == 4 * MANY  # a file is opened, its page read, taken apart, and checked
    (folder / "pk-baru.pdf").write_bytes(paper("Tambahan", 90))

    done = extract(folder, tmp_path / "lagi")
    assert done.returncode == 0, done.stderr
    assert len(made_since(before, tmp_path)) == 4  # the other offices are not checked again
    assert set(by_name(tmp_path / "lagi")) == {path.name for path in folder.iterdir()}

    whole = extract(folder, tmp_path / "utuh", "--tanpa-singgahan")
    assert whole.returncode == 0, whole.stderr
    assert digests(tmp_path / "lagi") == digests(tmp_path / "utuh")


def test_a_file_that_went_or_was_renamed_costs_no_page(folder: Path, tmp_path: Path) -> None:
    assert extract(folder, tmp_path / "keluar").returncode == 0
    before = kept(tmp_path)
    (folder / "pk-00.pdf").unlink()
    (folder / "pk-01.pdf").rename(folder / "pk-nama-lain.pdf")
    assert extract(folder, tmp_path / "lagi").returncode == 0
    # The name stands in what was made of the file and found in it: both are made anew.
    assert len(made_since(before, tmp_path)) == 2
    assert len(rows(tmp_path / "lagi")) == FEW - 1


def test_a_changed_rule_reads_nothing_again(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "aturan"
    own.mkdir()
    rule = own / "setiap.py"
    write(own, rule.name, "setiap-naskah")
    done = extract(folder, tmp_path / "keluar", "--aturan", str(own))
    assert done.returncode == 0, done.stderr
    before = kept(tmp_path)
    assert titles(tmp_path / "keluar") == {"Setiap naskah"}

    rule.write_text(rule.read_text().replace("Setiap naskah", "Tiap naskah"))
    done = extract(folder, tmp_path / "keluar", "--aturan", str(own))
    assert done.returncode == 0, done.stderr
    assert titles(tmp_path / "keluar") == {"Tiap naskah"}
    assert len(made_since(before, tmp_path)) == FEW  # every office is checked; nothing is read


def titles(out: Path) -> set[str]:
    """Return the titles of the findings of the user's own rule."""
    rules = json.loads((out / "aturan.json").read_text(encoding="utf-8"))
    found = {row["aturan"] for row in rows(out, "temuan")}
    return {rules[name]["judul"] for name in found if name == "setiap-naskah"}


def test_a_changed_threshold_of_the_house_reads_no_page_again(tmp_path: Path) -> None:
    """Run a copy of the program, then change in it what a check compares with."""
    program = tmp_path / "program"
    for package in ("pipeline", "extractors", "schemas"):
        shutil.copytree(
            ROOT / package, program / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    folder = tmp_path / "masuk"
    folder.mkdir()
    naskah_baik.write(folder)
    scan(folder / "pindaian.pdf")
    assert run_of(program, folder, tmp_path / "keluar") == 0
    before = kept(tmp_path)
    assert by_name(tmp_path / "keluar")["pindaian.pdf"]["halaman_pindaian"] == 1

    ledger = program / "pipeline" / "reconcile" / "ledger.py"
    code = ledger.read_text(encoding="utf-8")
    assert "SULIT_DIBACA = 0.9\n" in code
    ledger.write_text(code.replace("SULIT_DIBACA = 0.9\n", "SULIT_DIBACA = 0.8\n"), "utf-8")
    assert run_of(program, folder, tmp_path / "lagi") == 0
    # Three papers of three offices are taken apart and checked; no page is read, no file opened.
    assert len(made_since(before, tmp_path)) == 3 + 3
    singgahan = Singgahan(tmp_path / "singgahan" / "selaras" / "halaman", reader_version())
    for row in rows(tmp_path / "lagi"):
        assert place_of_page(singgahan, row["sha256"]) in before


def place_of_page(singgahan: Singgahan, sha256: str) -> Path:
    """Return where the first page of a file is kept."""
    assert singgahan.get(sha256, 1) is not None
    return singgahan._path(singgahan._key((sha256, "1")))


def scan(path: Path) -> None:
    """Write a paper of one page as a picture of it."""
    with pymupdf.open("pdf", paper("Pindai", 77)) as document:
        picture = document[0].get_pixmap(dpi=150).tobytes("png")
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_image(page.rect, stream=picture)
        document.save(path, no_new_id=True)


def run_of(program: Path, folder: Path, out: Path) -> int:
    """Run a copy of the program as a command; returns its exit code."""
    return subprocess.run(
        arguments(folder, out),
        cwd=program,
        env={**environment(out.parent), "PYTHONPATH": str(program)},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    ).returncode


@pytest.mark.parametrize("names", [("satu", "dua"), ("satu", "satu")], ids=["apart", "together"])
def test_two_runs_at_once_are_both_right(
    folder: Path, tmp_path: Path, names: tuple[str, str]
) -> None:
    """They share folder and cache; the second case shares the output, too."""
    whole = extract(folder, tmp_path / "utuh", "--tanpa-singgahan")
    assert whole.returncode == 0, whole.stderr
    both = [
        subprocess.Popen(
            arguments(folder, tmp_path / name),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(tmp_path),
        )
        for name in names
    ]
    for process in both:
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
    for name in names:
        assert digests(tmp_path / name) == digests(tmp_path / "utuh")
    beside = {path.name for path in tmp_path.iterdir()}
    assert beside == {"masuk", "singgahan", "utuh", *names}


def test_a_run_says_that_another_one_writes(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "keluar"
    monkeypatch.setattr(pipeline.run, "alone_in", functools.partial(alone_in, patience=0.1))
    with alone_in(out), pytest.raises(KeluaranGagal, match="sedang ditulis"):
        run(folder, out, pekerja=1)
    assert not out.exists()


WRITER = """
import sys, time
from pathlib import Path
from pipeline.emit.lock import alone_in
with alone_in(Path(sys.argv[1])):
    print("mulai", flush=True)
    time.sleep(600)
"""


def test_a_run_that_was_killed_keeps_nobody_waiting(tmp_path: Path) -> None:
    out = tmp_path / "keluar"
    command = [sys.executable, "-c", WRITER, str(out)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "mulai\n"
        with pytest.raises(OSError, match="sedang ditulis"), alone_in(out, patience=0.1):
            pass
        writer.kill()
    with alone_in(out, patience=30):
        pass

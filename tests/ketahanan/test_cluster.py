"""A Dask scheduler and its workers on this computer give, byte for byte, what it gives alone."""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pipeline.bundles import (
    LEAST_PAGES,
    MOST_BUNDLES,
    Ikatan,
    VersiBerbeda,
    bundled,
    code_version,
    read_bundle,
)
from pipeline.contents import Bahan, Kiriman
from pipeline.ingest import ingest
from pipeline.limits import MOST_LOST_PAGES, Batas
from pipeline.read.workers import Tugas, read_one
from pipeline.whole_file import read_contents_afar
from tests.ketahanan import berkas_rusak, naskah_baik, pdf_mentah, tugas_uji
from tests.ketahanan.bantu import arguments, by_name, digests, environment, extract
from tests.ketahanan.berkas_rusak import KASUS

BROKEN = ("dua-halaman.tif", "terpotong-belakang.pdf", "kosong.pdf", "jpeg.pdf", "fax.pdf")


@dataclass
class Klaster:
    """A scheduler and its workers, each a process group of its own."""

    folder: Path
    alamat: str = ""
    proses: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        log = (self.folder / f"{len(self.proses)}.log").open("wb")
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments],
            stdout=log,
            stderr=log,
            env=environment(self.folder),
            start_new_session=True,
            # Workers share no folder with the run.
            cwd=Path(__file__).parents[2],
        )
        self.proses.append(process)
        return process

    def start_scheduler(self) -> None:
        file = self.folder / "penjadwal.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.start("distributed.cli.dask_scheduler", *options, "--scheduler-file", str(file))
        until = time.monotonic() + 120
        while not file.exists() or not file.read_text(encoding="utf-8").strip().endswith("}"):
            assert time.monotonic() < until
            time.sleep(0.1)
        self.alamat = json.loads(file.read_text(encoding="utf-8"))["address"]

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start("pipeline.cli", "pekerja", self.alamat, "--jumlah", "1")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def klaster(tmp_path: Path) -> Iterator[Klaster]:
    (tmp_path / "klaster").mkdir()
    klaster = Klaster(tmp_path / "klaster")
    klaster.start_scheduler()
    yield klaster
    for process in klaster.proses:
        klaster.kill(process)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("klaster") / "masuk"
    place.mkdir()
    naskah_baik.write(place)
    berkas_rusak.write(place, tuple(kasus for kasus in KASUS if kasus.nama in BROKEN))
    (place / "panjang.pdf").write_bytes(pdf_mentah.text_pages(3 * LEAST_PAGES + 1))
    return place


@pytest.fixture(scope="module")
def expected(folder: Path) -> dict[str, str]:
    out = folder.parent / "sendiri"
    done = extract(folder, out, "--tanpa-singgahan")
    assert done.returncode == 1, done.stderr
    assert by_name(out)["dua-halaman.tif"]["halaman_pindaian"] == 2
    assert by_name(out)["panjang.pdf"]["status"] == "terbaca"
    return digests(out)


def test_three_workers_give_the_same(
    klaster: Klaster, folder: Path, expected: dict[str, str]
) -> None:
    for _ in range(3):
        klaster.start_worker()
    out = folder.parent / "bertiga"
    done = extract(folder, out, "--tanpa-singgahan", "--dask", klaster.alamat)
    assert done.returncode == 1, done.stderr
    assert digests(out) == expected


def test_a_worker_that_dies_and_one_that_comes_late_change_nothing(
    klaster: Klaster, folder: Path, expected: dict[str, str]
) -> None:
    first, *_ = [klaster.start_worker() for _ in range(3)]
    out = folder.parent / "berganti"
    kept = out.parent / "singgahan-berganti"
    run = subprocess.Popen(
        arguments(folder, out, "--singgahan", str(kept), "--dask", klaster.alamat),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(out.parent),
    )
    until = time.monotonic() + 300
    while not list(kept.rglob("*.json.gz")) and run.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert run.poll() is None, "nothing was left to be disturbed"
    klaster.kill(first)
    klaster.start_worker()
    _, errors = run.communicate(timeout=600)
    assert run.returncode == 1, errors
    assert digests(out) == expected


def test_what_a_cluster_could_not_do_is_logged_without_a_word_of_the_papers(
    klaster: Klaster, tmp_path: Path
) -> None:
    from distributed import Client

    klaster.start_worker()
    name, _ = naskah_baik.write(tmp_path)
    (item, *_) = ingest(tmp_path)
    kiriman = Kiriman(Bahan(item, (read_one(Tugas(item.path, 1)),)), "lain", Batas())
    ikatan = bundle((tmp_path / name).read_bytes(), (1,), "lain")
    with Client(klaster.alamat, set_as_default=False) as client:
        failed = [client.submit(read_contents_afar, kiriman), client.submit(read_bundle, ikatan)]
        assert all(isinstance(one.exception(timeout=120), VersiBerbeda) for one in failed)
    logs = [path.read_text(encoding="utf-8") for path in klaster.folder.glob("*.log")]
    told = " ".join(logs).lower()
    assert told.count("compute failed") == 2
    told += repr((kiriman, ikatan)).lower()  # which other versions of the library log, too
    for word in ("siti", "aminah", "1972", "kepuasan", "indeks", "perjanjian", "83,50", "%pdf"):
        assert word not in told, word


def test_a_scheduler_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    done = extract(folder, tmp_path / "keluar", "--dask", "tcp://127.0.0.1:9")
    assert done.returncode == 2
    assert "penjadwal tcp://127.0.0.1:9 tidak dapat dihubungi" in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "keluar").exists()


def test_pages_are_shared_out_to_few_bundles() -> None:
    assert list(bundled([1, 2, 5])) == [(1, 2, 5)]
    assert [len(part) for part in bundled(range(1, 2 * LEAST_PAGES + 2))] == [
        LEAST_PAGES,
        LEAST_PAGES,
        1,
    ]
    parts = list(bundled(range(1, 1001)))
    assert len(parts) <= MOST_BUNDLES
    assert [nomor for part in parts for nomor in part] == list(range(1, 1001))


def bundle(data: bytes, nomor: tuple[int, ...], versi: str) -> Ikatan:
    return Ikatan(".pdf", data, nomor, versi, Batas(), read_one)


def test_another_version_of_the_code_reads_nothing() -> None:
    with pytest.raises(VersiBerbeda, match="pasang versi yang sama"):
        read_bundle(bundle(pdf_mentah.text_pages(1), (1,), "lain"))


def test_another_version_of_what_compares_wordings_is_another_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, version = code_version(), importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: version(name) + "1" * (name == "rapidfuzz")
    )
    code_version.cache_clear()
    try:
        with pytest.raises(VersiBerbeda):
            read_bundle(bundle(b"", (1,), here))
    finally:
        code_version.cache_clear()


def test_a_bundle_loses_only_the_page_that_crashes() -> None:
    data = pdf_mentah.text_pages(4)
    ikatan = Ikatan(".pdf", data, (1, 2, 3, 4), code_version(), Batas(), tugas_uji.read_or_crash)
    results = read_bundle(ikatan)
    assert [result.nomor for result in results] == [1, 2, 3, 4]
    assert [result.hilang for result in results] == [False, True, False, False]
    assert results[0] == read_bundle(bundle(data, (1,), code_version()))[0]
    assert len(results) < MOST_LOST_PAGES

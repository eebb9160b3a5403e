"""Papers that are wrong at random: no run ends by them, nothing hangs, no row is lost.

`BENIH` holds the seeds of cases that once showed a defect; they are always tried again.
"""

from __future__ import annotations

import itertools
import os
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.conclude import conclude
from pipeline.contents import read_files
from pipeline.ingest import ingest
from pipeline.limits import Batas
from pipeline.pool import Kolam
from schemas.vocabulary import StatusDokumen
from tests.ketahanan.ubah_acak import case, scan_bases, text_bases

TEXT_CASES = 5_000
SCAN_CASES = 300
LONGEST = float(os.environ.get("SELARAS_ACAK_DETIK", "1500"))
"""Seconds after which a suite stops; a machine on which that is too few cases fails it."""
BATCH = 250
LIMITS = Batas(periksa=20, halaman=60, isi=60)

BENIH_TEKS: tuple[int, ...] = ()
BENIH_PINDAIAN: tuple[int, ...] = (100_177,)  # a page of 420 x 65.536 pt took 2,3 GB
MOST_MEMORY = 1_400
"""Megabytes that a worker may ever hold, whatever the case."""


def read_cases(seeds: list[int], bases: tuple[bytes, ...], folder: Path) -> list[str]:
    """Read the cases of some seeds as one folder; returns what is wrong with the rows."""
    for seed in seeds:
        (folder / f"{seed}.pdf").write_bytes(case(seed, bases))
    with Kolam(2, LIMITS) as kolam:
        berkas = ingest(folder, kolam=kolam)
        isi = read_files(berkas, kolam)
    conclude(isi, rules=())
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    assert peak < MOST_MEMORY, f"a worker held {peak} MB"
    assert {item.dokumen.berkas for item in isi} == {f"{seed}.pdf" for seed in seeds}
    wrong = []
    for item in isi:
        row = item.dokumen
        if "galat program" in row.pesan:
            wrong.append(f"{row.berkas}: {row.pesan}")
        if row.status is not StatusDokumen.TERBACA and not row.pesan:
            wrong.append(f"{row.berkas}: {row.status} without a reason")
        if row.status is StatusDokumen.TERBACA and not row.halaman:
            wrong.append(f"{row.berkas}: read without a page")
    return wrong


def run_suite(first: int, count: int, bases: tuple[bytes, ...], tmp_path: Path) -> None:
    until = time.monotonic() + LONGEST
    tried = 0
    for number, seeds in enumerate(batches(first, count)):
        assert time.monotonic() < until, f"only {tried} of {count} cases in time"
        folder = tmp_path / str(number)
        folder.mkdir()
        assert read_cases(seeds, bases, folder) == []
        tried += len(seeds)


def batches(first: int, count: int) -> Iterator[list[int]]:
    seeds = iter(range(first, first + count))
    while batch := list(itertools.islice(seeds, BATCH)):
        yield batch


def test_a_case_is_its_seed() -> None:
    assert case(7, text_bases()) == case(7, text_bases())
    assert len({case(seed, text_bases()) for seed in range(50)}) > 40


def test_a_slice_of_wrong_papers(tmp_path: Path) -> None:
    assert read_cases([*BENIH_TEKS, *range(60)], text_bases(), tmp_path) == []


def test_a_slice_of_wrong_scans(tmp_path: Path) -> None:
    assert read_cases([*BENIH_PINDAIAN, *range(4)], scan_bases(), tmp_path) == []


@pytest.mark.penuh
def test_wrong_papers(tmp_path: Path) -> None:
    run_suite(1_000, TEXT_CASES, text_bases(), tmp_path)


@pytest.mark.penuh
def test_wrong_scans(tmp_path: Path) -> None:
    run_suite(100_000, SCAN_CASES, scan_bases(), tmp_path)

"""Workers that crash, hang, eat memory or are killed cost their own job and nothing else."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors.kamus import load_words
from pipeline import guard
from pipeline.guard import Sebab
from pipeline.limits import MOST_LOST_PAGES, Batas
from pipeline.pool import Kolam, Pekerjaan, Selesai
from tests.ketahanan import tugas_uji

Fungsi = Callable[[Any], Any]


def jobs(fungsi: Fungsi, count: int, seconds: float = 30, group: str = "") -> list[Pekerjaan]:
    return [Pekerjaan(fungsi, number, seconds, group) for number in range(count)]


def run(every: list[Pekerjaan], batas: Batas | None = None) -> dict[int, Selesai]:
    with Kolam(2, batas) as kolam:
        done = list(kolam.run(every, deque()))
    assert len(done) == len(every)
    return {selesai.pekerjaan.isi: selesai for selesai in done}


def test_every_job_gives_its_result() -> None:
    done = run(jobs(tugas_uji.double, 20))
    assert {number: selesai.hasil for number, selesai in done.items()} == {
        number: 2 * number for number in range(20)
    }


@pytest.mark.parametrize(
    ("fungsi", "seconds", "reason"),
    [
        (tugas_uji.crash, 30.0, Sebab.BERHENTI),
        (tugas_uji.hang, 0.4, Sebab.TERLALU_LAMA),
        (tugas_uji.sleep, 0.4, Sebab.TERLALU_LAMA),
        (tugas_uji.eat_memory, 30.0, Sebab.MEMORI),
        (tugas_uji.defect, 30.0, Sebab.CACAT),
    ],
)
def test_a_poisoned_job_costs_itself(fungsi: Fungsi, seconds: float, reason: Sebab) -> None:
    done = run(jobs(fungsi, 4, seconds))
    assert [done[number].hilang for number in range(4)] == [None, reason, None, reason]
    assert [done[number].hasil for number in (0, 2)] == [0, 2]


def test_a_defect_is_named_by_its_place() -> None:
    assert "IndexError, tugas_uji.py:" in run(jobs(tugas_uji.defect, 2))[1].alasan


def test_a_defect_in_a_library_is_named_by_the_line_that_called_it() -> None:
    with pytest.raises(OSError) as raised:
        load_words("tidak-ada")
    assert re.fullmatch(
        r"FileNotFoundError, extractors/kamus/__init__\.py:\d+", guard.place_of(raised.value)
    )


def test_a_job_lost_once_is_tried_again(tmp_path: Path) -> None:
    every = [Pekerjaan(tugas_uji.crash_once, (number, tmp_path), 30) for number in range(3)]
    with Kolam(2) as kolam:
        done = list(kolam.run(every, deque()))
    assert sorted(selesai.hasil for selesai in done) == [0, 1, 2]


class Awal:
    """Spoils the first so many starts of a guarded process, in one of two ways."""

    def __init__(self, spoilt: int, *, killed: bool) -> None:
        self.left = spoilt
        self.killed = killed
        self.real = guard._Proses.start

    def __call__(self, memori: int) -> guard._Proses:
        self.left -= 1
        if self.left >= 0 and not self.killed:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        proses = self.real(memori)
        if self.left >= 0:  # as the system does when memory runs out, before it took a job
            proses.process.kill()
            proses.process.join()
        return proses


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "not-started"])
@pytest.mark.parametrize("spoilt", [1, 2, 3])
def test_a_worker_that_dies_before_it_took_its_job_costs_nothing(
    spoilt: int, killed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard._Proses, "start", Awal(spoilt, killed=killed))
    with Kolam(1) as kolam:
        done = list(kolam.run(jobs(tugas_uji.double, 3), deque()))
    assert sorted(selesai.hasil for selesai in done) == [0, 2, 4]


def test_a_job_for_which_no_process_can_be_started_is_lost_and_the_run_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guard._Proses, "start", Awal(4, killed=False))
    with Kolam(1) as kolam:
        (lost,) = kolam.run(jobs(tugas_uji.double, 1), deque())
        second = list(kolam.run(jobs(tugas_uji.double, 2), deque()))
    assert lost.hilang is Sebab.TIDAK_DIMULAI
    assert "tidak dapat dimulai" in lost.alasan
    assert sorted(selesai.hasil for selesai in second) == [0, 2]


def test_a_file_whose_pages_all_crash_is_given_up() -> None:
    odd = [Pekerjaan(tugas_uji.crash, 2 * n + 1, 30, "a.pdf") for n in range(MOST_LOST_PAGES + 4)]
    other = [Pekerjaan(tugas_uji.crash, 2 * n, 30, "b.pdf") for n in range(3)]
    done = run(odd + other)
    reasons = [done[job.isi].hilang for job in odd]
    assert reasons[:MOST_LOST_PAGES] == [Sebab.BERHENTI] * MOST_LOST_PAGES
    assert reasons[-2:] == [Sebab.TIDAK_DICOBA] * 2
    assert all(done[job.isi].hilang is None for job in other)


def test_special_jobs_may_be_added_while_running() -> None:
    special: deque[Pekerjaan] = deque()
    results = []
    with Kolam(2) as kolam:
        for selesai in kolam.run(jobs(tugas_uji.double, 5), special):
            results.append(selesai.hasil)
            if selesai.pekerjaan.isi < 5:
                special.append(Pekerjaan(tugas_uji.double, 100 + selesai.pekerjaan.isi, 30))
    assert sorted(results) == [0, 2, 4, 6, 8, 200, 202, 204, 206, 208]


def test_workers_killed_at_random_change_nothing() -> None:
    done: deque[Selesai] = deque()
    with Kolam(2) as kolam:
        stop = threading.Event()
        killer = threading.Thread(target=_kill_workers, args=(kolam, stop, done, 4))
        killer.start()
        for selesai in kolam.run(jobs(tugas_uji.slow_double, 60), deque()):
            done.append(selesai)
        stop.set()
        killer.join()
    assert sorted(selesai.hasil for selesai in done) == [2 * number for number in range(60)]


def _kill_workers(kolam: Kolam, stop: threading.Event, done: deque[Selesai], times: int) -> None:
    """Kill while first attempts are under way: who dies twice is given up, as it should be."""
    rng = random.Random(5)
    while times and not stop.wait(rng.uniform(0.3, 1.0)) and len(done) < 50:
        alive = kolam.pengawasan.pids()
        if alive:
            os.kill(rng.choice(alive), signal.SIGKILL)
            times -= 1


def test_no_worker_outlives_the_pool() -> None:
    with Kolam(2) as kolam:
        list(kolam.run(jobs(tugas_uji.slow_double, 8), deque()))
        pids = kolam.pengawasan.pids()
    time.sleep(0.1)
    assert pids
    for pid in pids:
        assert pid
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

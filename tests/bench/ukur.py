"""Time readers page by page, one after the other on each page, so that all meet one load."""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.kebenaran import HalamanBenar
from tests.bench.lembar import Lembar, copy_upright
from tests.bench.pekerja import Pekerja, TidakTerpasang
from tests.bench.skor import Skor, score

Kebenaran = Mapping[tuple[Path, int], HalamanBenar]
SELARAS = "selaras"


@dataclass(frozen=True, slots=True)
class Waktu:
    """Seconds by the clock and by the processor."""

    detik: float = 0.0
    prosesor: float = 0.0

    def plus(self, other: Waktu) -> Waktu:
        """Add."""
        return Waktu(self.detik + other.detik, self.prosesor + other.prosesor)


@dataclass(frozen=True, slots=True)
class Bacaan:
    """What reading a page took a reader, and what it found."""

    lembar: Lembar
    waktu: Waktu
    skor: Skor
    kata: int = 0


@dataclass(slots=True)
class Ukuran:
    """All that was measured of a reader."""

    nama: str
    versi: str = ""
    bacaan: dict[Lembar, Bacaan] = field(default_factory=dict)
    puncak: float = 0.0
    """The most memory in MB, of the process with its children."""
    galat: list[str] = field(default_factory=list)
    tidak_diukur: str = ""
    """Why nothing was measured; empty where it was."""
    tahap: Counter[str] = field(default_factory=Counter)
    """Processor seconds of each stage, where the reader tells."""


def measure(
    lembar: Sequence[Lembar],
    readers: Sequence[str],
    truth: Kebenaran,
    *,
    few: Sequence[Lembar] | None = None,
    only_layers: bool = False,
) -> dict[str, Ukuran]:
    """Read every page by every reader; the first page once before, untimed, to warm up.

    Args:
        lembar: The pages.
        readers: Names that `tests.bench.pembaca` knows; the first and Selaras read all pages.
        truth: What stands on the pages.
        few: The pages that the other readers read; None for all.
        only_layers: Leave out the pages of which Selaras does not use the text layer.
    """
    measured = {name: Ukuran(name) for name in readers}
    with contextlib.ExitStack() as stack:
        workers = _start(readers, measured, stack)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="selaras-bench-")))
        for worker in workers.values():
            worker.read(_job(lembar[0], truth, folder))
        for one in lembar:
            job = _job(one, truth, folder)
            answers = {
                name: worker.read(job)
                for name, worker in workers.items()
                if few is None or one in few or name in (readers[0], SELARAS)
            }
            if only_layers and answers[SELARAS].get("metode") == "ocr":
                continue
            for name, answer in answers.items():
                _note(measured[name], one, answer, truth)
        for name, worker in workers.items():
            measured[name].puncak = worker.puncak
    return measured


def _start(
    readers: Sequence[str], measured: Mapping[str, Ukuran], stack: contextlib.ExitStack
) -> dict[str, Pekerja]:
    workers = {}
    for name in readers:
        try:
            workers[name] = stack.enter_context(Pekerja(name))
        except TidakTerpasang as error:
            measured[name].tidak_diukur = str(error)
        else:
            measured[name].versi = workers[name].versi
    return workers


def _job(one: Lembar, truth: Kebenaran, folder: Path) -> dict[str, Any]:
    copy = copy_upright(one, _of(one, truth).putar, folder)
    return {
        "berkas": str(one.berkas),
        "nomor": one.nomor,
        "gambar": str(copy.gambar),
        "dpi": copy.dpi,
        "pdf": str(copy.pdf),
    }


def _of(one: Lembar, truth: Kebenaran) -> HalamanBenar:
    return truth.get((one.berkas, one.nomor), HalamanBenar())


def _note(ukuran: Ukuran, one: Lembar, answer: Mapping[str, Any], truth: Kebenaran) -> None:
    """Note a page; one on which a reader failed has no time, and nothing of it is found."""
    benar = _of(one, truth).tabel
    if "galat" in answer:
        ukuran.galat.append(f"{one.nama}: {answer['galat']}")
        ukuran.bacaan[one] = Bacaan(one, Waktu(), score(benar, [], ""))
        return
    ukuran.bacaan[one] = Bacaan(
        one,
        Waktu(answer["detik"], answer["prosesor"]),
        score(benar, answer["tabel"], answer["teks"]),
        answer["kata"],
    )
    ukuran.tahap.update(answer["tahap"])


def total_time(ukuran: Ukuran, lembar: Sequence[Lembar]) -> Waktu:
    """Add up what a reader took for some pages."""
    total = Waktu()
    for one in lembar:
        total = total.plus(ukuran.bacaan[one].waktu)
    return total


def total_score(ukuran: Ukuran, lembar: Sequence[Lembar]) -> Skor:
    """Add up what a reader found on some pages."""
    total = Skor()
    for one in lembar:
        total = total.plus(ukuran.bacaan[one].skor)
    return total

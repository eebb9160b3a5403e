"""A reader runs in a process of its own; one that is not there is told, not an error."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from tests.bench.kebenaran import HalamanBenar
from tests.bench.lembar import Lembar
from tests.bench.pekerja import Pekerja, TidakTerpasang
from tests.bench.tampil import show_side_by_side
from tests.bench.ukur import measure

ISI = (("Indikator", "Target", "Realisasi"), ("Indeks", "93,5", "92,33"), ("Nilai", "67", "71,25"))


@pytest.fixture
def lembar(tmp_path: Path) -> Lembar:
    """A page with one ruled table."""
    path = tmp_path / "halaman.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for i, row in enumerate(ISI):
            for j, text in enumerate(row):
                x, y = 80 + j * 140.0, 120 + i * 30.0
                page.draw_rect((x, y, x + 140, y + 30), width=0.75)
                page.insert_text((x + 6, y + 19), text, fontsize=10)
        document.save(path)
    return Lembar(path, 1)


def test_a_reader_that_is_not_there_is_told() -> None:
    with pytest.raises(TidakTerpasang, match="tidak_ada"):
        Pekerja("tidak_ada")


def test_readers_are_timed_and_scored_and_one_that_lacks_is_left_out(lembar: Lembar) -> None:
    truth = {(lembar.berkas, 1): HalamanBenar(0, (("93,5", "92,33", "67", "71,25"),))}
    measured = measure([lembar], ("pymupdf", "tidak_ada", "pdfplumber"), truth)
    assert "tidak_ada" in measured["tidak_ada"].tidak_diukur
    for name in ("pymupdf", "pdfplumber"):
        (bacaan,) = measured[name].bacaan.values()
        assert (bacaan.skor.tepat, bacaan.skor.tabel_ditemukan) == (4, 1)
        assert bacaan.waktu.detik > 0 and bacaan.waktu.prosesor > 0
        assert measured[name].puncak > 10  # MB: Python alone takes as much
    lines = list(show_side_by_side(measured, [lembar], "pymupdf"))
    assert "4/4 100.0 %" in lines[1] and "1/1" in lines[1]
    assert "tidak terpasang" in lines[2]


def test_a_page_that_fails_costs_itself(lembar: Lembar) -> None:
    missing = Lembar(lembar.berkas, 7)
    with Pekerja("pymupdf") as worker:
        job = {"berkas": str(missing.berkas), "nomor": missing.nomor}
        assert "galat" in worker.read(job)
        assert "galat" not in worker.read({**job, "nomor": 1})

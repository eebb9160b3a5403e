"""The trap: a worn 93,5 that the plain page-level command misreads.

What is shown here is why the trap is one: on this sheet Tesseract alone would accuse the
unit of a target that differs between its PK and its Renstra, and the papers agree.
"""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pytest

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
PDF = SAMPEL / "jebakan" / "pk-perubahan-2025.pdf"
PERINTAH = ("-l", "ind+eng")

pytestmark = pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract tidak terpasang")


@dataclass(frozen=True, slots=True)
class Angka:
    """The figure of a file: its page and the box of its cell in points."""

    halaman: int
    kotak: tuple[float, float, float, float]
    nilai: str
    teks: str


def target(berkas: str) -> Angka:
    """Return the target of 2025 for the Indeks Kepuasan Masyarakat, as the truth has it."""
    with (SAMPEL / "kebenaran" / "jebakan" / "kinerja.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            same = row["berkas"] == berkas and row["indikator"].startswith("Indeks Kepuasan")
            if same and (row["ukuran"], row["tahun"]) == ("target", "2025"):
                box = (float(row["x0"]), float(row["y0"]), float(row["x1"]), float(row["y1"]))
                return Angka(int(row["halaman"]), box, row["nilai"], row["teks"])
    raise LookupError(berkas)


def render(folder: Path, dpi: int, kotak: tuple[float, float, float, float] | None) -> Path:
    """Render the figure's page, or a piece of it, to a PNG."""
    picture = folder / f"{dpi}-{'sel' if kotak else 'halaman'}.png"
    with pymupdf.open(PDF) as document:
        page = document[target(PDF.name).halaman - 1]
        clip = pymupdf.Rect(*kotak) if kotak else None
        page.get_pixmap(dpi=dpi, clip=clip).save(picture)
    return picture


def read(picture: Path, *options: str) -> str:
    command = ["tesseract", str(picture), "-", *PERINTAH, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


def test_both_papers_print_the_same_target() -> None:
    for berkas in (PDF.name, "renstra-tabel-3-1.pdf"):
        assert (target(berkas).teks, target(berkas).nilai) == ("93,5", "93.5")


@pytest.mark.parametrize("dpi", [150, 300])
def test_the_plain_page_command_does_not_read_it(tmp_path: Path, dpi: int) -> None:
    text = read(render(tmp_path, dpi, None))
    assert "93,5" not in text
    assert "Kecamatan (Indeks)" in text, "the rest of the page is legible"


def test_on_the_page_another_number_stands_in_its_place(tmp_path: Path) -> None:
    scale = 300 / 72
    x0, y0, x1, y1 = (edge * scale for edge in target(PDF.name).kotak)
    words = []
    for line in read(render(tmp_path, 300, None), "tsv").splitlines()[1:]:
        *_, left, top, width, height, _, word = line.split("\t")
        x, y = int(left) + int(width) / 2, int(top) + int(height) / 2
        if word.strip() and x0 < x < x1 and y0 < y < y1:
            words.append(word)
    assert words
    assert words != ["93,5"]


@pytest.mark.parametrize("dpi", [150, 200, 300])
def test_a_crop_of_the_cell_does_not_help(tmp_path: Path, dpi: int) -> None:
    x0, y0, x1, y1 = target(PDF.name).kotak
    inside = (x0 + 1.5, y0 + 1.5, x1 - 1.5, y1 - 1.5)
    assert "93,5" not in read(render(tmp_path, dpi, inside), "--psm", "7")

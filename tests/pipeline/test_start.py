"""The first page waits for nothing that it does not need: what is loaded when, and where."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pymupdf
import pytest

from pipeline.ingest import ingest
from pipeline.limits import Batas
from pipeline.pool import Kolam, Pekerjaan
from pipeline.read.workers import Tugas, read_one
from tests.pipeline.muatan import LATER, OCR, loaded

ROOT = Path(__file__).resolve().parents[2]
SENTENCE = "Dalam rangka mewujudkan manajemen pemerintahan yang efektif dan akuntabel"
UNTIL_THE_FIRST_PAGE = """
import sys
from pathlib import Path

def main():
    import pipeline.__main__, pipeline.cli
    from pipeline.read.cache import open_cache
    from pipeline.run import run
    from tests.pipeline.muatan import LATER, OCR, loaded

    folder, place = Path(sys.argv[1]), Path(sys.argv[2])
    named = (*LATER, *OCR[2:], "pymupdf")  # the cache asks the OCR for its language data
    seen = []
    run(
        folder,
        place / "keluaran",
        pekerja=1,
        singgahan=open_cache(place / "singgahan"),
        done=lambda: seen.append(loaded(named)),
    )
    print("halaman pertama:", seen[0])
    print("akhir:", loaded(("docx", "xlsxwriter")))

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a paper of one page that has a text layer."""
    made = tmp_path / "masuk"
    made.mkdir()
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    page.insert_text((120, 90), "PERJANJIAN KINERJA TAHUN 2025", fontsize=13)
    page.insert_text((72, 130), SENTENCE, fontsize=11)
    page.insert_text((72, 150), "Jember, 30 Januari 2025", fontsize=11)
    document.save(made / "pk.pdf")
    return made


def test_the_command_loads_no_library_of_a_stage() -> None:
    code = (
        "import pipeline.__main__, pipeline.cli\n"
        "from tests.pipeline.muatan import LATER, OCR, loaded\n"
        "print(loaded((*LATER, *OCR, 'pymupdf', 'yaml', 'sqlite3')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_run_loads_what_comes_after_reading_only_then(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "mulai.py"
    script.write_text(UNTIL_THE_FIRST_PAGE, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), str(tmp_path)]
    named = {**os.environ, "PYTHONPATH": str(ROOT)}  # the script lies where `tests` is not found
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=named)
    first, last = done.stdout.splitlines()
    assert first == "halaman pertama: []"
    assert last == "akhir: ['docx', 'xlsxwriter']"


def test_a_worker_reads_a_text_page_without_ocr_and_without_spacy(folder: Path) -> None:
    (berkas,) = ingest(folder)
    jobs = [
        Pekerjaan(loaded, (*LATER, *OCR, "typer"), 60),
        Pekerjaan(read_one, Tugas(berkas.path, 1, berkas.sidik), 60),
        Pekerjaan(loaded, (*LATER, *OCR, "typer"), 60),
        Pekerjaan(loaded, ("pymupdf",), 60),
    ]
    with Kolam(1, Batas()) as kolam:
        before, page, after, reader = (end.hasil for end in kolam.run_all(jobs))
    assert before == []
    assert page.data
    assert after == []
    assert reader == ["pymupdf"]


def test_a_worker_does_not_load_the_command_line(folder: Path, tmp_path: Path) -> None:
    """Count in what all processes of a run say that they import."""
    command = [sys.executable, "-X", "importtime", "-m", "pipeline", "extract", str(folder)]
    command += ["--out", str(tmp_path / "k"), "--singgahan", str(tmp_path / "s"), "--pekerja", "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines()]
    assert imported.count("pipeline.cli") == 1
    assert imported.count("pipeline.guard") == 2  # the run's process, and one worker's
    assert imported.count("spacy") == 1
    assert not {"pandas", "pyarrow", "onnxruntime", "rapidocr", "distributed"} & set(imported)

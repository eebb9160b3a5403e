"""What `selaras lihat` shows of a page is what the stages after reading make of it."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from tests.ketahanan import naskah_baik

LIST = (
    ("Program", "Anggaran", "Keterangan"),
    ("1. Program Penunjang Urusan Pemerintahan", "Rp 3.412.500.000", "APBD"),
    ("2. Program Pemberdayaan Masyarakat Desa", "Rp 142.000.000", "APBD"),
)


@pytest.fixture
def agreement(tmp_path: Path) -> Path:
    """Return a page with a ruled table of targets and an unruled list of budget lines."""
    paper = tmp_path / "pk.pdf"
    paper.write_bytes(naskah_baik.agreement("Kencong", naskah_baik.TARGET["Kencong"]))
    with pymupdf.open(paper) as document:
        page = document[0]
        for number, line in enumerate(LIST):
            for x, text in zip((60, 330, 480), line, strict=True):
                page.insert_text((x, 480 + 16 * number), text, fontsize=9)
        document.save(tmp_path / "naskah.pdf")
    return tmp_path / "naskah.pdf"


def look(paper: Path, halaman: int = 1) -> str:
    words = ["lihat", str(paper), "--halaman", str(halaman), "--out", str(paper) + ".png"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    assert pymupdf.Pixmap(f"{paper}.png").width > 500
    return " ".join(result.output.split())


def test_columns_are_named_by_what_they_were_taken_for(agreement: Path) -> None:
    said = look(agreement)
    assert "jenis: perjanjian_kinerja 0." in said
    for column in ("0: no No", "1: sasaran Sasaran Strategis", "3: target Target"):
        assert f"kolom {column}" in said


def test_a_table_without_rules_is_shown_too(agreement: Path) -> None:
    said = look(agreement)
    assert "2 tabel" in said and "kolom 1: pagu Anggaran" in said and "Rp 142.000.000" in said


def test_a_heading_that_nobody_knows_is_other(agreement: Path, tmp_path: Path) -> None:
    with pymupdf.open(agreement) as document:
        page = document[0]
        for box in page.search_for("Target")[:1]:
            page.add_redact_annot(box, text="Patok")
        page.apply_redactions()
        document.save(tmp_path / "asing.pdf")
    said = look(tmp_path / "asing.pdf")
    assert "kolom 3: lain Patok" in said and "kolom 3: target" not in said


def test_a_page_of_no_known_kind_says_so(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 300), "Sekian dan terima kasih.")
        document.save(tmp_path / "surat.pdf")
    assert "jenis: tidak dikenali" in look(tmp_path / "surat.pdf")


def test_a_page_that_is_not_there_is_wrong_use(agreement: Path) -> None:
    result = CliRunner().invoke(app, ["lihat", str(agreement), "--halaman", "9"])
    assert result.exit_code == 2 and "tidak mempunyai halaman 9" in result.output


def test_a_file_that_is_no_paper_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "rusak.pdf").write_bytes(b"%PDF-1.7" + bytes(range(256)) * 9)
    result = CliRunner().invoke(app, ["lihat", str(tmp_path / "rusak.pdf")])
    assert result.exit_code == 1 and result.output.count("\n") == 1
    assert "rusak atau terpotong" in result.output

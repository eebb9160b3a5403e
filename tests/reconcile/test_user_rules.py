"""A folder of the user's own rules, from the command line to the tables."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from tests.ketahanan import naskah_baik
from tests.reconcile.test_rule import write

ID = "setiap-naskah"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "aturan"
    folder.mkdir()
    write(folder, "setiap.py", ID)
    return folder


def test_the_rule_is_listed_and_explained(own: Path) -> None:
    listed = CliRunner().invoke(app, ["aturan", "--aturan", str(own)])
    assert ID in listed.output and "capaian-hitung" in listed.output
    explained = CliRunner().invoke(app, ["aturan", ID, "--aturan", str(own)])
    assert explained.output.startswith(f"{ID} — Setiap naskah")
    assert CliRunner().invoke(app, ["aturan", ID]).exit_code != 0


def test_its_findings_are_in_the_output(own: Path, tmp_path: Path) -> None:
    papers, output = tmp_path / "masukan", tmp_path / "keluaran"
    papers.mkdir()
    naskah_baik.write(papers)
    words = ["extract", str(papers), "--out", str(output), "--pekerja", "1", "--tanpa-singgahan"]
    assert CliRunner().invoke(app, words).exit_code == 0
    assert ID not in rules_of(output)
    assert CliRunner().invoke(app, [*words, "--aturan", str(own)]).exit_code == 0
    assert ID in rules_of(output)


def rules_of(output: Path) -> list[str]:
    with (output / "temuan.csv").open(encoding="utf-8", newline="") as file:
        return [row["aturan"] for row in csv.DictReader(file)]

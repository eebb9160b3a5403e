"""A folder of the user's own rules, from the command line to the tables."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.own import load_own_rules
from pipeline.reconcile.run import reconcile
from tests.ketahanan import naskah_baik
from tests.reconcile.cases import build
from tests.reconcile.test_rule import BROKEN, write

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


GUIDE = Path(__file__).parents[2] / "docs" / "adding.md"
ROW = "rs | T-C.25 | Indeks Kepuasan | kondisi_awal@2024 = 83,5; target@2025 = {target}"


@pytest.mark.parametrize(
    ("target", "found"),
    [("83,5", "pasti"), ("83,5 ?88,5", "dugaan_salah_baca"), ("84", ""), ("-", "")],
)
def test_the_example_of_the_guide_does_what_is_said_of_it(
    tmp_path: Path, target: str, found: str
) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.S)
    (tmp_path / "target_diam.py").write_text(example, encoding="utf-8")
    rules = load_own_rules(tmp_path)
    rekaman = build(
        {"naskah": "rs | matriks_renstra | 2025-2029", "kinerja": ROW.format(target=target)}
    )
    records = {item.name: getattr(rekaman, item.name) for item in fields(Rekaman)}
    hasil = reconcile(**records, rules=rules)
    assert hasil.pesan == ()
    assert [temuan.status for temuan in hasil.temuan] == ([found] if found else [])


LOADS = {
    "sintaks": ("def periksa(:\n", "patah.py baris 1: SyntaxError: "),
    "impor": ("\nimport tidak_ada_di_mana_pun\n", "patah.py baris 2: ModuleNotFoundError: "),
    "nama": ("x = 1\n\ny = z\n", "patah.py baris 3: NameError: "),
}


@pytest.mark.parametrize("fault", LOADS)
@pytest.mark.parametrize("command", ["aturan", "extract"])
def test_a_file_that_does_not_load_is_named_before_anything_is_read(
    own: Path, tmp_path: Path, command: str, fault: str
) -> None:
    text, place = LOADS[fault]
    (own / "patah.py").write_text(text, encoding="utf-8")
    said = refused(command, own, tmp_path)
    assert place in said and str(own) in said


@pytest.mark.parametrize("command", ["aturan", "extract"])
def test_a_folder_without_rules_is_no_folder_of_rules(tmp_path: Path, command: str) -> None:
    empty = tmp_path / "kosong"
    assert f"Folder aturan tidak ada: {empty}" in refused(command, empty, tmp_path)
    empty.mkdir()
    (empty / "catatan.py").write_text("isi = 1\n", encoding="utf-8")
    assert f"Tidak ada aturan di {empty}" in refused(command, empty, tmp_path)


@pytest.mark.parametrize("command", ["aturan", "extract"])
def test_what_makes_a_rule_unusable_is_said(own: Path, tmp_path: Path, command: str) -> None:
    write(own, "lagi.py", "capaian-hitung")
    assert "capaian-hitung didefinisikan dua kali" in refused(command, own, tmp_path)


def refused(command: str, aturan: Path, tmp_path: Path) -> str:
    """Run a command that must refuse the folder of rules in one line; return what it says."""
    papers, output = tmp_path / "masukan", tmp_path / "keluaran"
    papers.mkdir(exist_ok=True)
    words = [str(papers), "--out", str(output)] if command == "extract" else []
    result = CliRunner().invoke(app, [command, *words, "--aturan", str(aturan)])
    assert result.exit_code == 2 and not output.exists()
    assert result.output.count("\n") == 1, result.output
    return result.output


def test_a_rule_that_fails_is_told_in_the_terminal(own: Path, tmp_path: Path) -> None:
    (own / "patah.py").write_text(BROKEN, encoding="utf-8")
    papers = tmp_path / "masukan"
    papers.mkdir()
    naskah_baik.write(papers)
    words = ["extract", str(papers), "--out", str(tmp_path / "keluaran"), "--pekerja", "1"]
    result = CliRunner().invoke(app, [*words, "--tanpa-singgahan", "--aturan", str(own)])
    assert "Aturan patah gagal" in result.output
    assert ID in rules_of(tmp_path / "keluaran")

"""`selaras doctor`, and what a register that was edited badly costs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractors import columns, kamus
from extractors.kamus import KamusTidakSah
from pipeline.cli import app
from pipeline.whole_file import _defect
from tests.ketahanan import naskah_baik

FAULTS = {
    "  - {peran: [": "kolom.yaml baris ",
    "  - {peran: target, semau: [patokan]}": "kolom.yaml: bukan aturan kolom: {'peran': 'target'",
    "  - {peran: no, hanya: [no]}": "kolom.yaml: bukan daftar kata: [False]",
}


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.strip())
def said(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Put a fault into the register of columns; return what must be said of it."""
    whole = kamus._read("kolom.yaml")
    broken = whole.replace("\nkolom:\n", f"\nkolom:\n{request.param}\n", 1)
    kept = kamus._read

    def read(nama: str) -> str:
        return broken if nama == "kolom.yaml" else kept(nama)

    with monkeypatch.context() as patch:
        patch.setattr(kamus, "_read", read)
        _forget()
        yield FAULTS[request.param]
    _forget()


def _forget() -> None:
    for cached in (kamus.load_register, columns._rules, columns._joining, columns._lexicon):
        cached.cache_clear()
    for cached in (columns._mend, columns._role_of, columns.read_header_cell):
        cached.cache_clear()


def test_all_is_there() -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "KURANG" not in result.output and "kamus: " in result.output


def test_doctor_names_the_fault_of_a_register(said: str) -> None:
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert f"KURANG  kamus: {said}" in result.output


def test_lihat_names_it_too(said: str, tmp_path: Path) -> None:
    paper = tmp_path / "pk.pdf"
    paper.write_bytes(naskah_baik.agreement("Kencong", naskah_baik.TARGET["Kencong"]))
    result = CliRunner().invoke(app, ["lihat", str(paper), "--out", str(tmp_path / "x.png")])
    assert result.exit_code == 2
    assert result.output.startswith(f"Kamus tidak dapat dipakai: {said}")


def test_a_paper_lost_to_a_register_says_so(said: str) -> None:
    with pytest.raises(KamusTidakSah) as raised:
        columns.header_role("Target")
    assert _defect(raised.value).startswith(f"kamus tidak dapat dipakai: {said}")

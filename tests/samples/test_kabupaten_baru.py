"""The held-out set: enough of everything, and findings that point into its own files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
PDF = SAMPEL / "kabupaten-baru"
BENAR = SAMPEL / "kebenaran" / "kabupaten-baru"


@pytest.fixture(scope="module")
def temuan() -> dict[str, list[dict[str, Any]]]:
    """Return the provable findings and the near misses."""
    return dict(yaml.safe_load((BENAR / "temuan.yaml").read_text(encoding="utf-8")))


def naskah() -> list[dict[str, str]]:
    with (BENAR / "naskah.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_paper_has_its_truth() -> None:
    assert {row["berkas"] for row in naskah()} == {path.name for path in PDF.glob("*.pdf")}


def test_its_regencies_are_of_no_other_set() -> None:
    own = {row["pemda"] for row in naskah()}
    assert len(own) >= 4
    for other in ("pengajuan", "kabupaten-lain", "jebakan"):
        with (SAMPEL / "kebenaran" / other / "naskah.csv").open(encoding="utf-8") as file:
            assert own.isdisjoint(row["pemda"] for row in csv.DictReader(file))


def test_there_are_enough_findings_and_near_misses(
    temuan: dict[str, list[dict[str, Any]]],
) -> None:
    sure = [entry for entry in temuan["temuan"] if not entry.get("ragu")]
    assert len(sure) >= 25
    assert len({entry["aturan"] for entry in sure}) >= 15
    assert len(temuan["jangan_dilaporkan"]) >= 10


def test_findings_point_into_papers_of_their_unit(
    temuan: dict[str, list[dict[str, Any]]],
) -> None:
    unit_of = {(row["berkas"], row["unit"]) for row in naskah()}
    for entry in temuan["temuan"] + temuan["jangan_dilaporkan"]:
        files = {entry["berkas"], *(entry[side].get("berkas", entry["berkas"]) for side in "ab")}
        assert {(name, entry["unit"]) for name in files} <= unit_of, entry["aturan"]

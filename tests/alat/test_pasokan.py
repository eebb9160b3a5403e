"""The lock file holds a version, within its range, of everything that running needs."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = dict(
    line.split("==")
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
RUNNING = [
    *PROJECT["dependencies"],
    *(
        line
        for name, lines in PROJECT["optional-dependencies"].items()
        if name != "dev"
        for line in lines
    ),
]


@pytest.mark.parametrize("line", RUNNING)
def test_what_running_needs_is_locked_within_its_range(line: str) -> None:
    need = Requirement(line)
    assert need.specifier.contains(LOCKED[canonicalize_name(need.name)])


@pytest.mark.parametrize("line", RUNNING)
def test_a_range_ends_below_the_next_great_version(line: str) -> None:
    need = Requirement(line)
    # A security floor on what another library chooses needs no ceiling.
    assert any(part.operator == "<" for part in need.specifier) or need.name == "pdfminer.six"


def test_every_locked_distribution_has_its_licence_listed() -> None:
    listed = (ROOT / "docs" / "licenses.md").read_text(encoding="utf-8")
    assert [
        name for name, version in LOCKED.items() if f"| {name} | {version} |" not in listed
    ] == []

"""Registers as data: what people may edit without touching code.

Each file says at its head what it holds and where it comes from; see README.md.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml


class KamusTidakSah(ValueError):
    """A register cannot be used; the message, for who edits it, names the file and why."""


def register_names() -> Iterator[str]:
    """Yield the names of the YAML registers (`satuan` for `satuan.yaml`), sorted."""
    files = sorted(file.name for file in resources.files("extractors.kamus").iterdir())
    return (name.removesuffix(".yaml") for name in files if name.endswith(".yaml"))


@cache
def load_register(nama: str) -> Any:
    """Return the content of a YAML register (`satuan` for `satuan.yaml`), read once.

    Raises:
        FileNotFoundError: there is no such register.
        KamusTidakSah: the register is not well-formed YAML.
    """
    try:
        return yaml.safe_load(_read(f"{nama}.yaml"))
    except yaml.MarkedYAMLError as error:
        line = f" baris {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise KamusTidakSah(f"{nama}.yaml{line}: {error.problem}") from error


@cache
def load_table(nama: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a CSV register (`wilayah` for `wilayah.csv`), read once.

    Raises:
        FileNotFoundError: there is no such register.
    """
    return tuple(csv.DictReader(io.StringIO(_read(f"{nama}.csv"))))


@cache
def load_words(nama: str) -> frozenset[str]:
    """Return the words of a plain list (`kata` for `kata.txt`), comments left out.

    Raises:
        FileNotFoundError: there is no such register.
    """
    lines = (line.strip() for line in _read(f"{nama}.txt").splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _read(nama: str) -> str:
    return resources.files("extractors.kamus").joinpath(nama).read_text(encoding="utf-8")

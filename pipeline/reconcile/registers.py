"""What the rules judge by: the scales, and the words of formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from extractors.kamus import load_register
from extractors.text import words

_SAKIP = re.compile(r"\bs?akip\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kelas:
    """A class of a scale. An open bound is None; `di_atas` excludes the lower bound."""

    nama: str
    dari: Decimal | None
    di_atas: Decimal | None
    sampai: Decimal | None

    def holds(self, nilai: Decimal) -> bool:
        """Whether a value lies in the class."""
        if self.dari is not None and nilai < self.dari:
            return False
        if self.di_atas is not None and nilai <= self.di_atas:
            return False
        return self.sampai is None or nilai <= self.sampai


@dataclass(frozen=True, slots=True)
class Skala:
    """A scale of a regulation, or one that a naskah prints (`nomor` empty).

    `sebutan` names it in a sentence; `pasti` says that its bounds were surely read.
    """

    id: str
    nomor: str
    tahun: int
    kelas: tuple[Kelas, ...]
    sebutan: str = ""
    pasti: bool = True

    def named(self, nama: str) -> Kelas | None:
        """Return the class of a name, None where the scale has none of it."""
        wanted = words(nama)
        return next((kelas for kelas in self.kelas if words(kelas.nama) == wanted), None)

    def of(self, nilai: Decimal) -> tuple[Kelas, ...]:
        """Return the class of a value; both neighbours where it falls between two classes."""
        inside = tuple(kelas for kelas in self.kelas if kelas.holds(nilai))
        if inside:
            return inside
        below = [item for item in self.kelas if item.sampai is not None and item.sampai < nilai]
        above = [item for item in self.kelas if (_floor(item) or nilai) > nilai]
        nearest = [max(below, key=lambda item: item.sampai or nilai)] if below else []
        nearest += [min(above, key=lambda item: _floor(item) or nilai)] if above else []
        return tuple(nearest)


def _floor(kelas: Kelas) -> Decimal | None:
    return kelas.dari if kelas.dari is not None else kelas.di_atas


@cache
def criteria_scale() -> Skala:
    """Return the scale of kriteria for capaian (Permendagri 86/2017)."""
    return _scale(load_register("skala")["kriteria"][0])


@cache
def predikat_scale() -> Skala:
    """Return the scale of SAKIP predikat (PermenPANRB 88/2021)."""
    return _scale(load_register("skala")["predikat"][0])


def is_sakip(indikator: str) -> bool:
    """Whether an indicator is the SAKIP value of an office."""
    return _SAKIP.search(indikator) is not None


def _scale(row: dict[str, Any]) -> Skala:
    source = row["peraturan"]
    name = str(source["jenis"]).replace("permen", "Permen").replace("panrb", "PANRB")
    return Skala(
        row["id"],
        str(source["nomor"]),
        int(source["tahun"]),
        tuple(
            Kelas(
                item["nama"],
                _bound(item.get("dari")),
                _bound(item.get("di_atas")),
                _bound(item.get("sampai")),
            )
            for item in row["kelas"]
        ),
        f"{name} Nomor {source['nomor']} Tahun {source['tahun']}",
    )


def _bound(value: int | float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class KataFormula:
    """Words for judging whether a formula measures its indicator."""

    sejenis: tuple[frozenset[str], ...]
    umum: frozenset[str]

    def of_a_kind(self, one: str, two: str) -> bool:
        """Whether two words stand for the same matter."""
        return any(one in group and two in group for group in self.sejenis)


@cache
def formula_words() -> KataFormula:
    """Return the words of `registers/formula.yaml`."""
    path = resources.files("pipeline.reconcile").joinpath("registers", "formula.yaml")
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return KataFormula(
        tuple(frozenset(group) for group in content["sejenis"]), frozenset(content["umum"])
    )

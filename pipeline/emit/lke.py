"""The AKIP evaluation's criteria, and which findings bear on which of them.

The criteria (Lembar Kerja Evaluasi after PermenPANRB 88 Tahun 2021) and the rules' bearing on
them are data: `extractors/kamus/lke.csv`, or a regency's own sheet in its place, and
`lke_aturan.yaml`. The score is the evaluator's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

from extractors import kamus

_BAKU = Path(kamus.__file__).parent / "lke.csv"
_ATURAN = Path(__file__).parent / "lke_aturan.yaml"
TANPA_KRITERIA = "Tanpa kriteria"


class LkeTidakSah(Exception):
    """A sheet of criteria cannot be used; the message is for the evaluator."""


@dataclass(frozen=True, slots=True)
class Kriteria:
    """One criterion of the evaluation. Weights are of 100 for all components."""

    kode: str
    komponen: str
    bobot_komponen: str
    aspek: str
    sub_komponen: str
    bobot_sub_komponen: str
    kriteria: str


def load_criteria(path: Path | None = None) -> tuple[Kriteria, ...]:
    """Return the criteria of a sheet (CSV with the columns of `Kriteria`), by default the house's.

    Raises:
        LkeTidakSah: the file cannot be read, lacks a column, or repeats a code.
    """
    source = path or _BAKU
    names = [field.name for field in fields(Kriteria)]
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LkeTidakSah(f"{source} tidak dapat dibaca: {error}") from error
    if not rows or (missing := [name for name in names if name not in rows[0]]):
        lacking = ", ".join(missing) if rows else "baris"
        raise LkeTidakSah(f"{source} bukan lembar kriteria: tidak ada {lacking}")
    criteria = tuple(Kriteria(**{n: (row[n] or "").strip() for n in names}) for row in rows)
    if len({one.kode for one in criteria}) < len(criteria):
        raise LkeTidakSah(f"{source}: ada kode kriteria yang berulang")
    return criteria


@cache
def bearing() -> Mapping[str, tuple[str, ...]]:
    """Return the codes of the criteria that each rule bears on."""
    content = yaml.safe_load(_ATURAN.read_text(encoding="utf-8"))
    return {rule: tuple(str(code) for code in codes) for rule, codes in content.items()}


def codes_of(aturan: str, criteria: Sequence[Kriteria]) -> tuple[str, ...]:
    """Return the codes that a rule bears on in this sheet; `TANPA_KRITERIA` if none."""
    known = {one.kode for one in criteria}
    return tuple(code for code in bearing().get(aturan, ()) if code in known) or (TANPA_KRITERIA,)


def by_component(criteria: Iterable[Kriteria]) -> Iterator[tuple[Kriteria, bool, bool]]:
    """Yield each criterion, and whether a component and a sub-component begin with it."""
    komponen = sub = None
    for one in criteria:
        new_komponen = one.komponen != komponen
        new_sub = new_komponen or (one.aspek, one.sub_komponen) != sub
        komponen, sub = one.komponen, (one.aspek, one.sub_komponen)
        yield one, new_komponen, new_sub

"""The findings of a run against those that a careful reader can prove from the paper."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz

from extractors.numbers import parse_number, possible_values
from pipeline.reconcile.rule import load_rules
from schemas.vocabulary import StatusTemuan
from tests.akurasi.baris import Baris, Kumpulan
from tests.akurasi.cocok import pair, plain

PLACE_ALIKE = 0.75
"""From here on (0..1) the words of two findings speak of one place."""
PLACE_NEAR = 0.55
"""So alike must the places be where only one of two values is the same."""
PLACE_FAR = 0.4
"""Places less alike than this are not the same, even where both values are."""
TELLING = 4
"""A subject of so many words names its place by itself (an indicator's name, not `Jumlah`)."""
WORDS_ALIKE = 0.9
"""From here on (0..1) two values made of words are the same."""


@dataclass(frozen=True, slots=True)
class TemuanBenar:
    """A provable inconsistency.

    `nilai` are the values at its places; `tempat` is all that is said of where it stands, `pokok`
    what its first place is about; `antar_berkas` are the files of its two places where they lie
    in two. Of one that is `ragu` an evaluator may think otherwise:
    reporting it or not is both right.
    """

    aturan: str
    unit: str
    tahun: str
    berkas: frozenset[str]
    nilai: tuple[str, str]
    tempat: str
    pokok: str
    ragu: bool
    antar_berkas: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TemuanTerbaca:
    """A finding of the output with its evidence."""

    id: str
    aturan: str
    status: str
    unit: str
    tahun: str
    berkas: frozenset[str]
    nilai: tuple[str, str]
    tempat: str
    uraian: str
    angka: tuple[str, ...] = ()  # the figures at the places it shows


@dataclass(slots=True)
class SkorTemuan:
    """Counts of one rule. Findings marked `dugaan_salah_baca` are neither found nor false."""

    benar: int = 0
    ditemukan: int = 0
    ditemukan_pasti: int = 0
    dijelaskan_hilang: int = 0
    palsu: int = 0
    palsu_pasti: int = 0
    ragu: int = 0
    dugaan: int = 0

    def add(self, other: SkorTemuan) -> None:
        """Add the counts of another score."""
        for name in SkorTemuan.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class HasilTemuan:
    """Scores by rule, and the findings that make them up.

    `tambahan` are findings of rules beyond the catalogue, which no truth was written down for.
    """

    skor: dict[str, SkorTemuan] = field(default_factory=dict)
    hilang: list[TemuanBenar] = field(default_factory=list)
    dijelaskan: list[tuple[TemuanBenar, TemuanTerbaca]] = field(default_factory=list)
    palsu: list[TemuanTerbaca] = field(default_factory=list)
    tambahan: list[TemuanTerbaca] = field(default_factory=list)

    def of(self, aturan: str) -> SkorTemuan:
        """Return the score of a rule."""
        return self.skor.setdefault(aturan, SkorTemuan())


def read_truth(path: Path) -> tuple[TemuanBenar, ...] | None:
    """Read the provable findings of a set; None where nobody has written them down.

    The file is a list of findings, or a mapping with them under `temuan` and near misses
    beside; a finding on a near miss pairs with nothing and so counts as false.
    """
    if not path.exists():
        return None
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    if isinstance(entries, dict):
        entries = entries["temuan"]
    return tuple(_entry(entry) for entry in entries)


def _entry(entry: Mapping[str, Any]) -> TemuanBenar:
    places = [entry.get("a") or {}, entry.get("b") or {}]
    files = [entry.get("berkas"), *(place.get("berkas") for place in places)]
    words = [str(place.get(name, "")) for place in places for name in ("tempat", "tentang")]
    values = (str(entry.get("nilai_a", "")), str(entry.get("nilai_b", "")))
    return TemuanBenar(
        aturan=entry["aturan"],
        unit=str(entry.get("unit", "")),
        tahun=str(entry.get("tahun") or ""),
        berkas=frozenset(Path(str(name)).name for name in files if name),
        nilai=values,
        tempat=" ".join((*words, *values)),
        pokok=str(places[0].get("tentang", "")),
        ragu=bool(entry.get("ragu")),
        antar_berkas=_two_files(entry),
    )


def _two_files(entry: Mapping[str, Any]) -> frozenset[str]:
    """Return the files of an entry's two places where they lie in two."""
    main = entry.get("berkas")
    places = [(entry.get(name) or {}).get("berkas") or main for name in ("a", "b")]
    names = frozenset(Path(str(name)).name for name in places if name)
    return names if len(names) == 2 else frozenset()


def read_findings(output: Kumpulan) -> tuple[TemuanTerbaca, ...]:
    """Take the findings out of an output's tables."""
    evidence: dict[str, list[Baris]] = {}
    for row in output["bukti"]:
        evidence.setdefault(row["temuan_id"], []).append(row)
    return tuple(_finding(row, evidence.get(row["temuan_id"], [])) for row in output["temuan"])


def _finding(row: Baris, bukti: Sequence[Baris]) -> TemuanTerbaca:
    words = [row["judul"], row["uraian"], row["kunci"].replace("-", " ")]
    words += [part for place in bukti for part in (place["tabel"], place["teks"])]
    return TemuanTerbaca(
        id=row["temuan_id"],
        aturan=row["aturan"],
        status=row["status"],
        unit=row["unit"],
        tahun=row["tahun"],
        berkas=frozenset(Path(place["berkas"]).name for place in bukti),
        nilai=(row["nilai_a"], row["nilai_b"]),
        tempat=" ".join(words),
        uraian=row["uraian"],
        angka=tuple(place["nilai"] for place in bukti if place["nilai"]),
    )


def score_findings(benar: Sequence[TemuanBenar], terbaca: Sequence[TemuanTerbaca]) -> HasilTemuan:
    """Pair the findings one to one and count, by rule.

    Findings that are certain in the paper are paired first, then those that are `ragu`.
    """
    hasil = HasilTemuan()
    beyond = _beyond_catalogue() - {printed.aturan for printed in benar}
    hasil.tambahan = [read for read in terbaca if read.aturan in beyond]
    terbaca = [read for read in terbaca if read.aturan not in beyond]
    certain = pair([t for t in benar if not t.ragu], terbaca, likeness)
    doubtful = pair([t for t in benar if t.ragu], certain.palsu, likeness)
    for printed, read in certain.pasangan:
        _count_found(hasil, printed, read)
    for printed in certain.hilang:
        hasil.of(printed.aturan).benar += 1
        hasil.hilang.append(printed)
    for _, read in doubtful.pasangan:
        hasil.of(read.aturan).ragu += 1
    for read in doubtful.palsu:
        _count_false(hasil, read)
    return hasil


@cache
def _beyond_catalogue() -> frozenset[str]:
    return frozenset(rule.id for rule in load_rules() if rule.tambahan)


def _count_found(hasil: HasilTemuan, printed: TemuanBenar, read: TemuanTerbaca) -> None:
    skor = hasil.of(printed.aturan)
    skor.benar += 1
    if read.status == StatusTemuan.DUGAAN_SALAH_BACA:
        skor.dijelaskan_hilang += 1
        hasil.dijelaskan.append((printed, read))
        return
    skor.ditemukan += 1
    skor.ditemukan_pasti += read.status == StatusTemuan.PASTI


def _count_false(hasil: HasilTemuan, read: TemuanTerbaca) -> None:
    skor = hasil.of(read.aturan)
    if read.status == StatusTemuan.DUGAAN_SALAH_BACA:
        skor.dugaan += 1
        return
    skor.palsu += 1
    skor.palsu_pasti += read.status == StatusTemuan.PASTI
    hasil.palsu.append(read)


def likeness(printed: TemuanBenar, read: TemuanTerbaca) -> float:
    """Return how alike two findings are; 0 if they cannot be the same.

    Rule and unit must be the same and, where both name files, a file in common; one between two
    files of two units may stand under either unit. All values that the paper gives equal, in
    either order, need no more than a place that is not plainly another; one of two needs a near
    place; where one of them gives words instead of figures the place may decide alone.
    """
    if printed.aturan != read.aturan:
        return 0.0
    between = bool(printed.antar_berkas) and printed.antar_berkas <= read.berkas
    if not (between or _same_unit(printed.unit, read.unit)):
        return 0.0
    if printed.berkas and read.berkas and not printed.berkas & read.berkas:
        return 0.0
    near = place_likeness(printed.tempat, read.tempat)
    if len(printed.pokok.split()) >= TELLING:
        near = max(near, place_likeness(printed.pokok, read.tempat))
    near += 0.05 * (printed.tahun == read.tahun)
    return _likeness(printed, read, near) * (1 if _same_unit(printed.unit, read.unit) else 0.9)


def _likeness(printed: TemuanBenar, read: TemuanTerbaca, near: float) -> float:
    equal, told = _equal_values(printed.nilai, read.nilai)
    if equal == 2 and near >= PLACE_FAR:
        return 2 + near
    if equal == told == 1 and near >= PLACE_FAR:
        return 2 + near
    if equal == 1 and near >= PLACE_NEAR:
        return 1 + near
    if _shown(printed.nilai, read) and near >= PLACE_NEAR:
        return 1 + near
    if _other_figures(printed.nilai, read.nilai):
        return 0.0
    return near if near >= (PLACE_ALIKE if told else PLACE_FAR) else 0.0


def _shown(printed: tuple[str, str], read: TemuanTerbaca) -> bool:
    """Say whether the figure that the paper gives stands at a place the finding shows.

    Target and realisasi show that a target is missed as well as the capaian does. Of two
    figures, both must be shown.
    """
    figures = [value for value in printed if _figure(value)]
    return bool(figures) and all(
        any(same_value(value, shown) for shown in read.angka) for value in figures
    )


def _other_figures(printed: tuple[str, str], read: tuple[str, str]) -> bool:
    """Say whether both findings give figures: having none in common they are not the same."""
    return any(map(_figure, printed)) and any(map(_figure, read))


def place_likeness(a: str, b: str) -> float:
    """Return how alike the words of two findings are, 0..1, whichever says more."""
    return fuzz.token_set_ratio(_words(a), _words(b)) / 100


def _words(teks: str) -> str:
    return " ".join(re.findall(r"[a-z0-9,.]+", teks.lower()))


def _same_unit(a: str, b: str) -> bool:
    return not a or not b or plain(a).lower() == plain(b).lower()


def _equal_values(printed: tuple[str, str], read: tuple[str, str]) -> tuple[int, int]:
    """Return how many values are the same in the better order, and how many the paper gives."""
    straight = sum(same_value(p, r) for p, r in zip(printed, read, strict=True))
    crossed = sum(same_value(p, r) for p, r in zip(printed, read[::-1], strict=True))
    return max(straight, crossed), sum(bool(value) for value in printed)


def same_value(printed: str, read: str) -> bool:
    """Say whether two values are the same: as figures, else as words."""
    if not printed or not read:
        return False
    if plain(printed).lower() == plain(read).lower():
        return True
    a, b = _figure(printed), _figure(read)
    if a and b:
        return any(_same_figure(x, y) for x in a for y in b)
    return fuzz.ratio(_words(printed), _words(read)) / 100 >= WORDS_ALIKE


def _figure(teks: str) -> tuple[Decimal, ...]:
    """Return the figure of a value, as printed or normalised; nothing for words."""
    if re.fullmatch(r"-?\d+(?:\.\d+)?", teks):
        return (Decimal(teks),)
    return possible_values(parse_number(teks))


def _same_figure(a: Decimal, b: Decimal) -> bool:
    """Compare to the fewer decimals of the two where both have two: computed values run on."""
    decimals = min(_decimals(a), _decimals(b))
    if a == b or decimals < 2:
        return a == b
    return abs(a - b) < Decimal(1).scaleb(-decimals)


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def certain_without_cause(terbaca: Iterable[TemuanTerbaca], aturan: str) -> list[TemuanTerbaca]:
    """Return the findings of a rule that are marked `pasti`."""
    return [t for t in terbaca if t.aturan == aturan and t.status == StatusTemuan.PASTI]


def count_by_status(terbaca: Iterable[TemuanTerbaca]) -> Counter[str]:
    """Count findings by status."""
    return Counter(t.status for t in terbaca)

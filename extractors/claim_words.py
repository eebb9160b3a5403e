"""Sentences to statements: which words of a sentence state a figure, a judgement, a trend.

spaCy matchers over the words of `kamus/klaim.yaml`; what a statement speaks of is told
elsewhere (`extractors.claims`). Wishes and plans (`agar target tercapai`) state nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from extractors.kamus import load_register
from extractors.numbers import Bentuk, parse_number
from extractors.text import Urai, vocabulary
from schemas.vocabulary import JenisKlaim, Simpulan, UkuranKlaim

_TOKEN = re.compile(r"Rp\b|[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[^\w\s]|_", re.IGNORECASE)
_FIGURE: dict[str, Any] = {"TEXT": {"REGEX": r"^[0-9]+(?:[.,][0-9]+)*$"}}
_YEAR: dict[str, Any] = {"TEXT": {"REGEX": r"^20[0-9]{2}$"}}
_PERCENT: dict[str, Any] = {"LOWER": {"IN": ["%", "persen", "prosen"]}, "OP": "?"}
_RUPIAH: list[dict[str, Any]] = [{"LOWER": "rp", "OP": "?"}, {"TEXT": ".", "OP": "?"}]
_NUMERALS = {
    **{"satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7},
    **{"delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11},
}


@dataclass(frozen=True, slots=True)
class Pernyataan:
    """What some words of a sentence state: `kalimat[awal:akhir]`."""

    jenis: JenisKlaim
    awal: int
    akhir: int
    ukuran: UkuranKlaim | None = None
    nilai: Decimal | None = None
    desimal: int = 0
    satuan: str = ""
    predikat: str = ""
    simpulan: Simpulan | None = None
    angka: str = ""


def read_sentence(kalimat: str) -> tuple[Pernyataan, ...]:
    """Return what a sentence states, in order; statements do not overlap."""
    urai = _cut(kalimat)
    if not len(urai.doc):
        return ()
    found = [
        *_counts(urai),
        *_figures(urai),
        *_judgements(urai),
        *_criteria(urai),
        *_trend(urai),
        *_efficiency(urai),
    ]
    kept: list[Pernyataan] = []
    for item in sorted(found, key=lambda item: (item.awal, -item.akhir)):
        if not any(_overlap(item, other) for other in kept):
            kept.append(item)
    return tuple(kept)


def _overlap(a: Pernyataan, b: Pernyataan) -> bool:
    # A trend is told by words that stand around the others.
    apart = JenisKlaim.TREN in (a.jenis, b.jenis)
    return not apart and a.awal < b.akhir and b.awal < a.akhir


def _cut(teks: str) -> Urai:
    from spacy.tokens import Doc

    matches = list(_TOKEN.finditer(teks))
    doc = Doc(vocabulary(), words=[match.group() for match in matches])
    starts = tuple(match.start() for match in matches)
    return Urai(teks, doc, starts, tuple(match.end() for match in matches))


def claim_words(nama: str) -> Any:
    """Return a part of the register of words."""
    return load_register("klaim")[nama]


@cache
def _set(*path: str) -> frozenset[str]:
    node = load_register("klaim")
    for key in path:
        node = node[key]
    return frozenset(str(word) for word in node)


def _phrase(teks: str) -> list[dict[str, Any]]:
    return [{"LOWER": word} for word in _TOKEN.findall(teks)]


def _matcher(patterns: dict[str, list[list[dict[str, Any]]]]) -> Any:
    from spacy.matcher import Matcher

    matcher = Matcher(vocabulary())
    for name, rows in patterns.items():
        matcher.add(name, rows)
    return matcher


def _spans(matcher: Any, urai: Urai) -> Iterator[tuple[str, int, int]]:
    strings = vocabulary().strings
    for key, start, end in matcher(urai.doc):
        yield strings[key], start, end


# -- figures ----------------------------------------------------------------------------


@cache
def _figure_matcher() -> Any:
    fill: dict[str, Any] = {"LOWER": {"IN": sorted(_set("penghubung"))}, "OP": "{0,5}"}
    year: list[dict[str, Any]] = [
        {"LOWER": "pada", "OP": "?"},
        {"LOWER": {"IN": ["tahun", "th", "th."]}, "OP": "?"},
        {**_YEAR, "OP": "?"},
    ]
    behind = [*_RUPIAH, _FIGURE, _PERCENT]
    middles: list[list[dict[str, Any]]] = [[], year]
    patterns = {
        measure: [[*_phrase(cue), *middle, fill, *behind] for cue in cues for middle in middles]
        for measure, cues in load_register("klaim")["ukuran"].items()
    }
    reach: dict[str, Any] = {"TEXT": {"REGEX": r"^[^;:]+$"}, "OP": "{0,14}"}
    verb: dict[str, Any] = {"LOWER": {"IN": ["sebesar", "adalah", "mencapai", "yaitu"]}}
    end: list[dict[str, Any]] = [
        {"LOWER": "terhadap"},
        {"LOWER": "target"},
        {"LOWER": {"IN": ["akhir", "renstra", "rpjmd"]}},
    ]
    patterns[UkuranKlaim.CAPAIAN_AKHIR] = [
        *patterns.get(UkuranKlaim.CAPAIAN_AKHIR, []),
        [*end, reach, verb, fill, *behind],
    ]
    # `… Rp3.067.535.140,00 atau 78,24%`: the same said in percent.
    in_percent: dict[str, Any] = {"LOWER": {"IN": ["%", "persen"]}}
    patterns["juga"] = [[{"LOWER": {"IN": ["atau", "("]}}, fill, _FIGURE, in_percent]]
    return _matcher(patterns)


def _figures(urai: Urai) -> Iterator[Pernyataan]:
    """Yield the figures of a sentence; the cue nearest to a figure names it."""
    by_figure: dict[int, tuple[str, int, int]] = {}
    for name, start, end in _spans(_figure_matcher(), urai):
        at = _figure_place(urai, start, end)
        if at is None:
            continue
        best = by_figure.get(at)
        if best is None or _rank(name, start, end) > _rank(*best):
            by_figure[at] = (name, start, end)
    money = False
    for at in sorted(by_figure):
        name, start, end = by_figure[at]
        if name == "juga" and not money:
            continue
        found = _figure(urai, name, start, at, end)
        if found is not None:
            money = found.ukuran is UkuranKlaim.REALISASI_ANGGARAN
            yield found


def _rank(name: str, start: int, end: int) -> tuple[bool, int, int]:
    """Rank readings of one figure: against the end target first, then the nearest cue."""
    reaches = name == UkuranKlaim.CAPAIAN_AKHIR
    return (reaches, start if not reaches else -start, end)


def _figure_place(urai: Urai, start: int, end: int) -> int | None:
    """Return the place of the figure that ends a match; a year is none."""
    for at in range(end - 1, start - 1, -1):
        text = urai.doc[at].text
        if text[0].isdigit():
            before = urai.doc[at - 1].lower_ if at else ""
            is_year = re.fullmatch(r"20[0-9]{2}", text) and before != "rp"
            after = urai.doc[at + 1].lower_ if at + 1 < len(urai.doc) else ""
            return None if is_year and after not in ("%", "persen") else at
    return None


def _figure(urai: Urai, name: str, start: int, at: int, end: int) -> Pernyataan | None:
    doc = urai.doc
    before = doc[at - 1].text if at else ""
    if before in ("<", ">", "≤", "≥") or _is_negated(doc, start) or _is_average(doc, start):
        return None
    rupiah = any(token.lower_ == "rp" for token in doc[start:at])
    behind = doc[at + 1].lower_ if at + 1 < len(doc) else ""
    percent = behind in ("%", "persen", "prosen")
    measure = _measure(name, rupiah=rupiah, percent=percent)
    if measure is None or (measure is UkuranKlaim.TARGET and _other_target(doc, start, at)):
        return None
    text = doc[at].text
    angka = parse_number(f"Rp{text}" if rupiah else text)
    if angka.bentuk is not Bentuk.ANGKA or angka.nilai is None:
        return None
    stop = at + 2 if percent else at + 1
    return Pernyataan(
        JenisKlaim.ANGKA,
        urai.awal[start],
        urai.akhir[stop - 1],
        ukuran=measure,
        nilai=angka.nilai,
        desimal=angka.desimal,
        satuan="rupiah" if rupiah else "persen" if percent else "",
        angka=text,
    )


_MONEY = {
    UkuranKlaim.PAGU: UkuranKlaim.PAGU,
    UkuranKlaim.TARGET: UkuranKlaim.PAGU,
    UkuranKlaim.REALISASI: UkuranKlaim.REALISASI_ANGGARAN,
    UkuranKlaim.REALISASI_ANGGARAN: UkuranKlaim.REALISASI_ANGGARAN,
    UkuranKlaim.SERAPAN: UkuranKlaim.REALISASI_ANGGARAN,
}
_OF_MONEY = {UkuranKlaim.PAGU, UkuranKlaim.REALISASI_ANGGARAN}


def _measure(name: str, *, rupiah: bool, percent: bool) -> UkuranKlaim | None:
    """Return what a figure measures: its cue decides, and whether it is money."""
    if name == "juga":
        return UkuranKlaim.SERAPAN if percent and not rupiah else None
    measure = UkuranKlaim(name)
    if rupiah:
        return _MONEY.get(measure)
    if measure is UkuranKlaim.REALISASI_ANGGARAN and percent:
        return UkuranKlaim.SERAPAN
    if measure is UkuranKlaim.SERAPAN and not percent:
        return None
    return None if measure in _OF_MONEY else measure


def _other_target(doc: Any, start: int, at: int) -> bool:
    return any(token.lower_ in _set("target_lain") for token in doc[start:at])


def _is_negated(doc: Any, start: int) -> bool:
    near = [token.lower_ for token in doc[max(0, start - 2) : start]]
    return any(word in _set("ingkar") for word in near)


def _is_average(doc: Any, start: int) -> bool:
    """Say whether a figure is an average, which no single row of a table holds."""
    near = [token.lower_ for token in doc[max(0, start - 3) : start]]
    return any(word in ("rata-rata", "rerata", "rata") for word in near)


# -- judgements -------------------------------------------------------------------------


@cache
def _judgement_matcher() -> Any:
    reach, beyond = sorted(_set("tercapai", "capai")), sorted(_set("tercapai", "lampau"))
    passive = [word for word in reach if word.startswith(("ter", "di"))]
    active = [word for word in reach if not word.startswith(("ter", "di"))]
    no: dict[str, Any] = {"LOWER": {"IN": sorted(_set("ingkar"))}, "OP": "?"}
    mild: dict[str, Any] = {
        "LOWER": {"IN": ["telah", "sudah", "berhasil", "mampu", "dapat", "pun", "juga"]},
        "OP": "{0,2}",
    }
    year: list[dict[str, Any]] = [{"LOWER": "tahun", "OP": "?"}, {**_YEAR, "OP": "?"}]
    target: list[dict[str, Any]] = [{"LOWER": {"IN": ["target", "targetnya"]}}]
    noun = [*target, {"LOWER": {"IN": ["kinerja", "tahunan"]}, "OP": "?"}, *year]
    goes = [no, mild, no]
    named: dict[str, Any] = {"TEXT": {"REGEX": r"^[A-Za-z/()%-]+$"}, "OP": "{1,10}"}
    return _matcher(
        {
            "tercapai": [
                [*noun, *goes, {"LOWER": {"IN": passive}}],
                [*goes, {"LOWER": {"IN": active}}, *target],
                # `target Tingkat Kegemaran Membaca tahun 2024 telah tercapai`
                [*target, named, *year, *goes, {"LOWER": {"IN": passive}}],
            ],
            "melampaui": [
                [*noun, *goes, {"LOWER": "terlampaui"}],
                [*goes, {"LOWER": {"IN": beyond}}, *target],
            ],
            "kurang": [[*_phrase(words), *target] for words in sorted(_set("tercapai", "kurang"))],
        }
    )


def _judgements(urai: Urai) -> Iterator[Pernyataan]:
    longest: dict[int, tuple[str, int, int]] = {}
    for name, start, end in _spans(_judgement_matcher(), urai):
        best = longest.get(end)
        if best is None or start < best[1]:
            longest[end] = (name, start, end)
    for name, start, end in longest.values():
        found = _judgement(urai, name, start, end)
        if found is not None:
            yield found


def _judgement(urai: Urai, name: str, start: int, end: int) -> Pernyataan | None:
    doc = urai.doc
    words = [token.lower_ for token in doc[start:end]]
    behind = doc[end].lower_ if end < len(doc) else ""
    if {behind, *words} & _set("target_lain"):
        return None
    if words[-1] != "target" and _figure_behind(doc, end):
        return None
    if _is_wish(doc, start, end) or _is_counted(doc, start) or _is_partial(doc, start):
        return None
    before = [token.lower_ for token in doc[max(0, start - 2) : start]]
    if before and before[-1] in _ALMOST:
        return None
    negated = any(word in _set("ingkar") for word in words) or "gagal" in before
    if name == "kurang":
        verdict = Simpulan.TIDAK_TERCAPAI
    elif name == "melampaui":
        verdict = Simpulan.TERCAPAI if negated else Simpulan.MELAMPAUI
    else:
        verdict = Simpulan.TIDAK_TERCAPAI if negated else Simpulan.TERCAPAI
    if name == "melampaui" and negated:
        return None  # not above the target may still be on it
    return Pernyataan(JenisKlaim.TERCAPAI, urai.awal[start], urai.akhir[end - 1], simpulan=verdict)


_ALMOST = {"hampir", "nyaris", "mendekati", "sebagian"}
_ALL = {"semua", "seluruh", "seluruhnya", "semuanya", "sepenuhnya"}


def _is_partial(doc: Any, start: int) -> bool:
    """Say whether a judgement is about some of many: `tidak semua indikator mencapai target`."""
    before = [token.lower_ for token in doc[max(0, start - 6) : start]]
    return (
        any(word in _set("ingkar") and after in _ALL for word, after in pairwise(before))
        or "sebagian" in before
    )


def _figure_behind(doc: Any, end: int) -> bool:
    """Say whether a figure follows (`tercapai sebesar 92,33`): then no judgement is told."""
    for token in doc[end : end + 4]:
        if token.text[:1].isdigit():
            return True
        if token.lower_ not in _set("penghubung"):
            return False
    return False


def _is_wish(doc: Any, start: int, end: int) -> bool:
    """Say whether the words near a judgement make it a wish, a plan or a condition."""
    before = [token.lower_ for token in doc[max(0, start - 4) : start]]
    inside = [token.lower_ for token in doc[start:end]]
    # `dapat disimpulkan …` introduces a judgement, `tidak dapat tercapai` is one.
    if "disimpulkan" in before:
        before = before[before.index("disimpulkan") + 1 :]
    negated = any(word in _set("ingkar") for word in (*before[-1:], *inside))
    wished = any(word in _set("harapan") for word in (*before, *inside))
    return wished and not negated


def _is_counted(doc: Any, start: int) -> bool:
    """Say whether a judgement is about a number of indicators, not about one."""
    before = [token.lower_ for token in doc[max(0, start - 6) : start]]
    return "indikator" in before and any(word[0].isdigit() for word in before)


# -- criteria, trends, counts, efficiency --------------------------------------------------


@cache
def _criteria_matcher() -> Any:
    names = [kelas["nama"] for kelas in load_register("skala")["kriteria"][0]["kelas"]]
    opens: list[dict[str, Any]] = [
        {"LOWER": {"IN": ["kriteria", "kategori", "predikat"]}},
        {"LOWER": {"IN": ["capaian", "kinerja", "penilaian", "nilai"]}, "OP": "{0,2}"},
        {**_FIGURE, "OP": "?"},
        _PERCENT,
        {"TEXT": {"IN": ['"', "'", ":", "("]}, "OP": "{0,2}"},
    ]
    return _matcher({name: [[*opens, *_phrase(name)]] for name in names})


def _criteria(urai: Urai) -> Iterator[Pernyataan]:
    longest: dict[int, tuple[str, int, int]] = {}
    for name, start, end in _spans(_criteria_matcher(), urai):
        best = longest.get(start)
        if best is None or end > best[2]:
            longest[start] = (name, start, end)
    for name, start, end in longest.values():
        first = next(
            at for at in range(end - 1, start - 1, -1) if urai.doc[at].lower_ == name.split()[0]
        )
        # The figure between `kriteria capaian` and the class is a statement of its own.
        yield Pernyataan(JenisKlaim.KRITERIA, urai.awal[first], urai.akhir[end - 1], predikat=name)


_NEAR = 7
"""A word of direction belongs to a trend where it stands within so many words of its mark."""


def _trend(urai: Urai) -> Iterator[Pernyataan]:
    """Yield the trend of a sentence, if it tells one and no two that contradict."""
    words = [token.lower_ for token in urai.doc]
    phrases = [(at, phrase) for phrase in _set("tren", "penanda") for at in _places(words, phrase)]
    marks = [at for at, _ in phrases]
    if not marks:
        return
    near = {
        at
        for mark in marks
        for at in range(max(0, mark - _NEAR), min(len(words), mark + _NEAR + 1))
    }
    told: dict[str, list[int]] = {}
    for name in ("naik", "turun", "tetap", "tidak_stabil"):
        told[name] = [at for at in near if words[at] in _set("tren", name)]
    unsure = [at for at in (*told["naik"], *told["turun"]) if _unsure_at(words, at)]
    verdict = _direction(words, told)
    if verdict is None or unsure:
        return
    every = [at for places in told.values() for at in places]
    last_year = any(_places(words, phrase) for phrase in _set("tren", "tahun_lalu"))
    ends = [at + len(_TOKEN.findall(phrase)) - 1 for at, phrase in phrases]
    first, last = min((*every, *marks)), max((*every, *ends))
    yield Pernyataan(
        JenisKlaim.TREN,
        urai.awal[first],
        urai.akhir[last],
        ukuran=UkuranKlaim.TAHUN_LALU if last_year else UkuranKlaim.DERET,
        simpulan=verdict,
    )


def _direction(words: list[str], told: dict[str, list[int]]) -> Simpulan | None:
    wavers = told["tidak_stabil"] or [at for at in told["tetap"] if _is_denied(words, at)]
    if wavers:
        return Simpulan.TIDAK_STABIL
    if told["naik"] and told["turun"]:
        return None
    if told["naik"]:
        return Simpulan.NAIK
    if told["turun"]:
        return Simpulan.TURUN
    return Simpulan.TETAP if told["tetap"] else None


def _is_denied(words: list[str], at: int) -> bool:
    return any(word in _set("ingkar") for word in words[max(0, at - 2) : at])


def _unsure_at(words: list[str], at: int) -> bool:
    before = words[max(0, at - 3) : at]
    return any(word in _set("ingkar") or word in _set("harapan") for word in before)


def _places(words: list[str], phrase: str) -> list[int]:
    parts = [part.lower() for part in _TOKEN.findall(phrase)]
    return [at for at in range(len(words)) if words[at : at + len(parts)] == parts]


@cache
def _count_matcher() -> Any:
    number: dict[str, Any] = {"LOWER": {"REGEX": r"^(?:[0-9]{1,3}|" + "|".join(_NUMERALS) + r")$"}}
    bracket: list[dict[str, Any]] = [
        {"TEXT": "("},
        {"IS_ALPHA": True, "OP": "{1,3}"},
        {"TEXT": ")"},
    ]
    noun: list[dict[str, Any]] = [
        {"LOWER": "indikator"},
        {"LOWER": {"IN": ["kinerja", "utama", "sasaran", "tujuan", "strategis"]}, "OP": "{0,3}"},
    ]
    verb = sorted(_set("tercapai", "capai") | _set("tercapai", "lampau"))
    no: dict[str, Any] = {"LOWER": {"IN": sorted(_set("ingkar"))}}
    mild: dict[str, Any] = {
        "LOWER": {"IN": ["yang", "telah", "sudah", "berhasil", "dapat", "dinyatakan", "kinerja"]},
        "OP": "{0,3}",
    }
    patterns: dict[str, list[list[dict[str, Any]]]] = {}
    none: list[dict[str, Any]] = []
    for between in (none, bracket):
        head = [number, *between]
        patterns.setdefault("indikator_tercapai", []).append(
            [*head, *noun, mild, {"LOWER": {"IN": verb}}]
        )
        patterns.setdefault("indikator_tidak_tercapai", []).append(
            [*head, *noun, mild, no, mild, {"LOWER": {"IN": verb}}]
        )
        patterns.setdefault("indikator", []).append([*head, *noun])
        for what in ("tujuan", "sasaran"):
            patterns.setdefault(what, []).append([*head, {"LOWER": what}])
    return _matcher(patterns)


_HOLDS = {"terdiri", "memuat", "meliputi", "memiliki", "mempunyai", "menetapkan", "terdapat"}
_OF = {"terhadap", "dari", "atas", "seluruh", "terdapat", "sebanyak", "sejumlah"}


def _counts(urai: Urai) -> Iterator[Pernyataan]:
    """Yield how many indicators, tujuan or sasaran a sentence counts."""
    best: dict[int, tuple[str, int, int]] = {}
    for name, start, end in _spans(_count_matcher(), urai):
        kept = best.get(start)
        if kept is None or (len(name), end) > (len(kept[0]), kept[2]):
            best[start] = (name, start, end)
    words = {token.lower_ for token in urai.doc}
    for name, start, end in best.values():
        text = urai.doc[start].lower_
        part = _part_of(urai.doc, start)
        if part is not None and name != "indikator":
            total = urai.doc[start]
            yield _count(urai, "indikator", start, start + 1, text, total.text)
            text = part
        if name == "indikator" and _is_some(urai.doc, start, end):
            continue
        before = urai.doc[start - 1].lower_ if start else ""
        listed = bool(words & _HOLDS)
        if name in ("tujuan", "sasaran") and (not listed or before in ("tahun", "nomor", "tabel")):
            continue
        if name == "indikator" and before not in _OF:
            continue
        yield _count(urai, name, start, end, text, text if part else urai.doc[start].text)


def _count(urai: Urai, name: str, start: int, end: int, text: str, angka: str) -> Pernyataan:
    return Pernyataan(
        JenisKlaim.CACAH,
        urai.awal[start],
        urai.akhir[end - 1],
        ukuran=UkuranKlaim(name),
        nilai=Decimal(_NUMERALS.get(text) or int(text)),
        angka=angka,
    )


def _part_of(doc: Any, start: int) -> str | None:
    """Return the number that is a part of the one at `start`: `4 (empat) dari 6 indikator`."""
    before = [token.lower_ for token in doc[max(0, start - 6) : start]]
    if not before or before[-1] != "dari":
        return None
    if before[-2:-1] == [")"] and "(" in before:
        before = [*before[: len(before) - 1 - before[::-1].index("(")], "dari"]
    number = before[-2] if len(before) > 1 else ""
    is_number = number in _NUMERALS or (number.isdigit() and len(number) < 4)
    return number if is_number else None


_SET = {"diperjanjikan", "ditetapkan", "diukur", "dilaporkan", "dimuat", "ada"}


def _is_some(doc: Any, start: int, end: int) -> bool:
    """Say whether a count is of some indicators: `terdapat 4 indikator yang capaiannya …`."""
    before = doc[start - 1].lower_ if start else ""
    behind = [token.lower_ for token in doc[end : end + 2]]
    narrowed = behind[:1] in (["yang"], ["dengan"]) and not set(behind) & _SET
    return narrowed and before in {"terdapat", "sebanyak", "sejumlah", "ada"}


_CALLED = {"kategori", "adalah", "termasuk", "tergolong", "dinilai", "secara", "terdapat", "sudah",
           "telah", "cukup", "dapat", "dikatakan", "sangat"}  # fmt: skip


def _efficiency(urai: Urai) -> Iterator[Pernyataan]:
    """Yield whether a sentence calls the spending efficient."""
    words = [token.lower_ for token in urai.doc]
    for at, word in enumerate(words):
        if word not in _set("efisien"):
            continue
        before = words[max(0, at - 3) : at]
        denied = any(item in _set("ingkar") | {"kurang"} for item in before)
        called = any(item in _CALLED for item in before)
        if not (denied or called) or _wished(before):
            continue
        first = at - len(before)
        while words[first] not in _set("ingkar") | {"kurang"} | _CALLED:
            first += 1
        yield Pernyataan(
            JenisKlaim.EFISIENSI,
            urai.awal[first],
            urai.akhir[at],
            simpulan=Simpulan.TIDAK_EFISIEN if denied else Simpulan.EFISIEN,
        )


def _wished(before: Iterable[str]) -> bool:
    return any(word in _set("harapan") - {"dapat"} for word in before)

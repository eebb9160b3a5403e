"""Where persons are named on a page, so that their names and NIP can be masked.

Known are the officials who sign the papers, whoever stands in a column of names beside one
of NIP, rank or office, whoever stands before or above a NIP, whoever is written with a
degree, and every NIP. Who is only mentioned in a sentence, without a degree, is known if
his name stands in one of these places too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.people import (
    find_nip_places,
    is_degree,
    is_person,
    part_wide,
    split_name,
    stands_before,
)
from extractors.text import flatten
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Halaman, Kata

ALIKE = 84.0
"""How alike (0..100) words are to a name that they are taken for; scans misspell."""
LEAST_LETTERS = 4
"""A name of fewer letters is found only as it is spelt."""
_NAMES = re.compile(
    r"nama(?: dan gelar| lengkap| pejabat| pegawai| asn| pns| staf| petugas)*(?: / nip)?"
)
_BESIDE = re.compile(r"nip|pangkat|golongan|gol|jabatan|pangkat ?/? ?(?:gol|golongan)(?: ruang)?")
_WORD = re.compile(r"\w+")
_ABOVE = 3.0
"""So many heights of its line may a NIP stand below the name."""
_NAME_WORD = re.compile(r"[A-Z][\w.'`’-]*,?|dr[.]|bin|binti")
_TITLE = re.compile(r"(?:Drs?|Dra|Ir|dr|drg|Prof)[.]")
MOST_WORDS = 6
"""A name has no more words."""
CLOSED = (Kotak(0.0, 0.0, 1e9, 1e9),)
"""A box (points) that covers any page, however large it says it is."""


@dataclass(frozen=True, slots=True)
class HalamanPribadi:
    """Boxes (points, on the page as shown) of names and NIP on a page."""

    dokumen_id: str
    halaman: int
    kotak: tuple[Kotak, ...]


class Pengenal:
    """Finds names in words: as they are spelt, and nearly so where a word of them is right.

    With `teliti` also names of which every word is misspelt; that takes longer.
    """

    def __init__(self, nama: Sequence[str], *, teliti: bool = False) -> None:
        """Learn names, with or without degrees; they are known by their place in `nama`."""
        self._names: list[tuple[int, tuple[str, ...]]] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._teliti = teliti
        seen: set[tuple[str, ...]] = set()
        for number, name in enumerate(nama):
            words = words_of(split_name(name).nama)
            if not words or words in seen:
                continue
            seen.add(words)
            for word in {*words, "".join(words)}:
                self._by_word[word].append(len(self._names))
            self._names.append((number, words))

    def find(self, words: Sequence[str]) -> list[tuple[int, int, int]]:
        """Return from which word to before which a name stands, and the number of the name.

        What overlaps is given once, the most alike of it, the longest of these.
        """
        plain = [word.casefold() for word in words]
        found: dict[tuple[int, int, int], float] = {}
        for name, at in self._candidates(plain):
            number, wanted = self._names[name]
            for start, end in _windows(at, len(wanted), len(plain)):
                score = _alike(plain[start:end], wanted)
                if score >= ALIKE:
                    found[start, end, number] = score
        taken: list[tuple[int, int, int]] = []
        for start, end, number in sorted(found, key=lambda f: (-found[f], f[0] - f[1], f)):
            if all(end <= first or last <= start for first, last, _ in taken):
                taken.append((start, end, number))
        return sorted(taken)

    def _candidates(self, plain: Sequence[str]) -> set[tuple[int, int]]:
        """Return names that may stand there, each with where its first word would be."""
        if self._teliti:
            text = "".join(plain)
            near = [
                name
                for name, (_, words) in enumerate(self._names)
                if fuzz.partial_ratio("".join(words), text, score_cutoff=ALIKE)
            ]
            return {(name, at) for name in near for at in range(len(plain))}
        return {
            (name, at - place)
            for at, word in enumerate(plain)
            for name in self._by_word.get(word, ())
            for place, own in enumerate(self._names[name][1])
            if own == word or len(word) > len(own)
        }


@lru_cache(4096)
def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in small letters."""
    return tuple(_WORD.findall(name.casefold()))


def _windows(at: int, count: int, most: int) -> Iterator[tuple[int, int]]:
    """Yield stretches of words about as long as a name; a scan parts or joins words."""
    for start in (at - 1, at):
        for end in range(at + max(1, count - 1), at + count + 2):
            if 0 <= start < end <= most:
                yield start, end


def _alike(words: Sequence[str], wanted: Sequence[str]) -> float:
    one, other = "".join(words), "".join(wanted)
    if one == other:
        return 100.0
    if len(wanted) < 2 and len(words) > 1:
        return 0.0
    least = LEAST_LETTERS if len(wanted) > 1 else LEAST_LETTERS + 2
    if sum(map(str.isalpha, other)) < least:
        return 0.0
    return min(99.0, fuzz.ratio(one, other, score_cutoff=ALIKE))


def names_seen(pages: Iterable[TataLetak]) -> tuple[str, ...]:
    """Return the names that the form of a page gives away, each once, in order."""
    found: dict[str, None] = {}
    for page in pages:
        for sel in _cells_of_names(page):
            name = flatten(sel.teks)
            if any(c.isalpha() for c in name):
                found[name] = None
        for name in (*_names_at_nip(page), *_names_with_degrees(page)):
            found[name] = None
    return tuple(found)


def personal_boxes(page: TataLetak, nama: Sequence[str]) -> tuple[Kotak, ...]:
    """Return the boxes of names and NIP on a page, on the page as shown.

    Args:
        page: The page, laid out.
        nama: Names that are known, with or without degrees.
    """
    boxes = [sel.kotak for sel in _cells_of_names(page)]
    pengenal = Pengenal(nama, teliti=True)
    for lines in _texts(page):
        boxes += _boxes_of_names([kata for line in lines for kata in line.kata], pengenal)
    for line in _lines(page):
        for nip in find_nip_places(line.teks):
            boxes.append(_box_of(line, nip.awal, nip.akhir))
    return tuple(page.halaman.as_shown(box) for box in boxes)


def boxes_of_names(halaman: Halaman, pengenal: Pengenal) -> tuple[Kotak, ...]:
    """Return the boxes of names on a page that is not laid out, on the page as shown."""
    return tuple(halaman.as_shown(box) for box in _boxes_of_names(halaman.kata, pengenal))


def _boxes_of_names(kata: Sequence[Kata], pengenal: Pengenal) -> list[Kotak]:
    words = [(word, one) for one in kata for word in _WORD.findall(one.teks)]
    return [
        one.kotak
        for start, end, _ in pengenal.find([word for word, _ in words])
        for _, one in words[start:end]
    ]


def _cells_of_names(page: TataLetak) -> Iterator[Sel]:
    for tabel in page.tabel:
        columns = _columns_of_names(tabel)
        yield from (
            sel
            for sel in tabel.sel
            if sel.kolom in columns and sel.baris >= columns[sel.kolom] and sel.isi
        )


def _columns_of_names(tabel: Tabel) -> dict[int, int]:
    """Return the columns of persons' names, each with the row below its heading."""
    headings = [(sel, flatten(sel.teks).lower().strip(" .:")) for sel in tabel.sel if sel.baris < 3]
    if not any(_BESIDE.fullmatch(text) or text.endswith("nip") for _, text in headings):
        return {}
    return {
        sel.kolom: sel.baris + sel.rentang_baris for sel, text in headings if _NAMES.fullmatch(text)
    }


def _names_at_nip(page: TataLetak) -> Iterator[str]:
    """Yield what stands before a NIP on its line, and on the line above it."""
    pieces = [piece for line in _lines(page) for piece in part_wide(line)]
    for at, piece in enumerate(pieces):
        text = piece.teks
        places = find_nip_places(text)
        if not places:
            continue
        before = [other for other in pieces if stands_before(other.kotak, piece.kotak)]
        above = [
            other
            for other in pieces[:at]
            if 0 < piece.kotak.y0 - other.kotak.y0 < _ABOVE * piece.kotak.tinggi
            and other.kotak.x0 < piece.kotak.x1
            and piece.kotak.x0 < other.kotak.x1
        ]
        nearest = [max(before, key=lambda one: one.kotak.x1)] if before else []
        nearest += [max(above, key=lambda one: one.kotak.y0)] if above else []
        for words in (text[: places[0].awal], *(one.teks for one in nearest)):
            said = words.rstrip(" ,:;-/(").rpartition(":")[2]  # without its label
            name = re.sub(r"^\W*\d+\W+", "", said).strip(" ,:;-/()")
            if 2 <= len(name.split()) <= 2 * MOST_WORDS and is_person(name):
                yield name


def _names_with_degrees(page: TataLetak) -> Iterator[str]:
    for lines in _texts(page):
        yield from names_with_degrees(" ".join(line.teks for line in lines))


def names_with_degrees(text: str) -> Iterator[str]:
    """Yield names before a comma and a degree (`Ratna Dewi, S.Sos`), or behind a title."""
    words = text.split()
    for at, word in enumerate(words):
        if word.endswith(",") and at + 1 < len(words):
            after = words[at + 1].rstrip(",;:)")
            if is_degree(after):
                name = _run(words, at, -1)
                if len(name.split()) > 1 and is_person(name):
                    yield name
        if _TITLE.fullmatch(word) and at + 1 < len(words):
            name = _run(words, at + 1, +1)
            if len(name.split()) > 1 and is_person(name):
                yield name


def _run(words: Sequence[str], at: int, step: int) -> str:
    """Return the words of a name from one of them on, back or forth."""
    run: list[str] = []
    while 0 <= at < len(words) and len(run) < MOST_WORDS and _NAME_WORD.fullmatch(words[at]):
        ends = words[at].endswith(",")
        if is_degree(words[at].rstrip(",")):
            break
        if step < 0 and run and (ends or _TITLE.fullmatch(words[at])):
            break
        run.append(words[at].rstrip(","))
        if step > 0 and ends:
            break
        at += step
    return " ".join(run[::step])


def _texts(page: TataLetak) -> Iterator[Sequence[Baris]]:
    """Yield the lines that read on: those outside tables, and those of each cell."""
    yield page.baris
    for tabel in page.tabel:
        for sel in tabel.sel:
            yield sel.isi


def _lines(page: TataLetak) -> Iterator[Baris]:
    for lines in _texts(page):
        yield from lines


def _box_of(line: Baris, start: int, end: int) -> Kotak:
    """Return the box of the words that a stretch of a line's text touches."""
    touched, at = [], 0
    for kata in line.kata:
        if at < end and start < at + len(kata.teks):
            touched.append(kata.kotak)
        at += len(kata.teks) + 1
    return union(touched or [line.kotak])

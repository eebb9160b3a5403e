"""Where persons are named on a page, so that their names and NIP can be masked.

Known are the officials who sign the papers of the file, whoever stands in a column of
names beside one of NIP, rank or office, and every NIP. Who is only mentioned in a
sentence is known if his name stands in one of these places too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.people import find_nip_places, split_name
from extractors.text import flatten
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak

ALIKE = 84.0
"""How alike (0..100) a piece of a line is to a name that it is taken for; scans misspell."""
LEAST_LETTERS = 4
"""A name of fewer letters is found only as it is spelt."""
_NAMES = re.compile(
    r"nama(?: dan gelar| lengkap| pejabat| pegawai| asn| pns| staf| petugas)*(?: / nip)?"
)
_BESIDE = re.compile(r"nip|pangkat|golongan|gol|jabatan|pangkat ?/? ?(?:gol|golongan)(?: ruang)?")


@dataclass(frozen=True, slots=True)
class HalamanPribadi:
    """Boxes (points, on the page as shown) of names and NIP on a page."""

    dokumen_id: str
    halaman: int
    kotak: tuple[Kotak, ...]


def names_in_tables(pages: Iterable[TataLetak]) -> tuple[str, ...]:
    """Return the names in columns of names, each once, in order."""
    found: dict[str, None] = {}
    for page in pages:
        for sel in _cells_of_names(page):
            name = flatten(sel.teks)
            if any(c.isalpha() for c in name):
                found[name] = None
    return tuple(found)


def personal_boxes(page: TataLetak, nama: Sequence[str]) -> tuple[Kotak, ...]:
    """Return the boxes of names and NIP on a page, on the page as shown.

    Args:
        page: The page, laid out.
        nama: Names that are known, with or without degrees.
    """
    boxes = [sel.kotak for sel in _cells_of_names(page)]
    cores = sorted({split_name(name).nama for name in nama} - {""})
    for line in _lines(page):
        boxes += [_box_of(line, start, end) for start, end in _places(line.teks, cores)]
    return tuple(page.halaman.as_shown(box) for box in boxes)


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


def _lines(page: TataLetak) -> Iterator[Baris]:
    yield from page.baris
    for tabel in page.tabel:
        for sel in tabel.sel:
            yield from sel.isi


def _places(text: str, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield from where to where NIP and names stand in a line."""
    for nip in find_nip_places(text):
        yield nip.awal, nip.akhir
    upper = text.upper()
    for name in names:
        wanted = name.upper()
        if sum(c.isalpha() for c in wanted) < LEAST_LETTERS:
            for match in re.finditer(rf"(?<!\w){re.escape(wanted)}(?!\w)", upper):
                yield match.span()
            continue
        if len(wanted) > len(upper) + 2:
            continue
        found = fuzz.partial_ratio_alignment(wanted, upper, score_cutoff=ALIKE)
        if found is not None:
            yield found.dest_start, found.dest_end


def _box_of(line: Baris, start: int, end: int) -> Kotak:
    """Return the box of the words that a stretch of a line's text touches."""
    touched, at = [], 0
    for kata in line.kata:
        if at < end and start < at + len(kata.teks):
            touched.append(kata.kotak)
        at += len(kata.teks) + 1
    return union(touched or [line.kotak])

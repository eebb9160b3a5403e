"""Scales that a paper prints: classes with their bounds, in a table or in a list.

`76 ≤ 90`, `>80 – 90`, `(4,51–5,00)`, `≥ 90`, `65,00 s.d. 76,60` are intervals; three or
more of them beside names are a scale.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.numbers import Bentuk, parse_number
from extractors.places import corners
from extractors.table_stitch import caption_of
from extractors.text import flatten, normalise, squeeze, strip_bullet
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Halaman
from schemas.records import KelasSkala, Naskah
from schemas.vocabulary import Metode, StatusBaca

_FEWEST = 3
"""Fewer classes than this are a range somewhere in the text, and no scale."""

_N = r"(?<![0-9.,])[0-9]{1,3}(?:[.,][0-9]{1,3})?(?![0-9]|[.,][0-9])\s*%?"
_X = r"(?:[a-z]{1,8}\s*)?"
_ABOVE = r">=|=>|≥|>|≧"
_BELOW = r"<=|=<|≤|<|≦"
_TO = r"-|s\s*[./]?\s*d\.?|sampai(?:\s+dengan)?|hingga"
_INTERVAL = re.compile(
    rf"(?P<dari>{_N})\s*(?P<kurang>{_BELOW})\s*{_X}(?P<kurang2>{_BELOW})?\s*(?P<hingga>{_N})"
    # `>30 (Nilai - 50)`: the words of a narrow cell, put in the order of their lines.
    rf"|(?P<di>{_ABOVE})?\s*(?P<a>{_N})\s*(?:\(\s*nilai\s*)?(?:{_TO})\s*(?P<ke>{_BELOW})?"
    rf"\s*(?P<b>{_N})"
    rf"|(?P<atas>{_ABOVE})\s*(?P<min>{_N})"
    rf"|(?P<bawah>{_BELOW})\s*(?P<maks>{_N})",
    re.IGNORECASE,
)
_KIND_WORDS = {"kategori", "predikat", "nilai", "kelas", "mutu", "kriteria"}
_CLASS_LINE = re.compile(
    r"^(?:kategori|predikat|nilai|kelas|mutu|kriteria)?\s*"
    r"(?P<kelas>[A-E]{1,3}\s*[+-]?|[^\W\d_]+(?:\s[^\W\d_]+){0,3}?)\s*[:=]?\s*"
    r"\(?\s*(?:nilai|skor|interval)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Rentang:
    """An interval as printed; an open bound is None, `>` and `<` leave the bound out."""

    bawah: Decimal | None
    tanda_bawah: str
    atas: Decimal | None
    tanda_atas: str
    desimal: int
    teks: str
    awal: int
    akhir: int


@dataclass(frozen=True, slots=True)
class _Kelas:
    nama: str
    sebutan: str
    rentang: Rentang
    halaman: Halaman
    kotak: Kotak
    keyakinan: float
    ragu: bool
    baris: tuple[Baris, ...] = ()


def parse_interval(teks: str) -> Rentang | None:
    """Return the first interval of a text, None where it has none."""
    plain = _plain(teks)
    for match in _INTERVAL.finditer(plain):
        found = _interval(match)
        if found is not None:
            return found
    return None


def _plain(teks: str) -> str:
    """Return the text with plain dashes and signs, character for character."""
    return normalise(teks).replace("»", ">").replace("\n", " ")


def _interval(match: re.Match[str]) -> Rentang | None:
    low = match["dari"] or match["a"] or match["min"]
    high = match["hingga"] or match["b"] or match["maks"]
    below = match["kurang2"] or match["ke"] or match["bawah"] or ("≤" if high else "")
    above = match["di"] or match["atas"] or ("≥" if low else "")
    if match["kurang"] and match["kurang2"] and _is_strict(match["kurang"]):
        above = ">"  # 75 < x ≤ 90
    elif match["kurang"] and not match["kurang2"]:
        below = "<" if _is_strict(match["kurang"]) else "≤"
    bounds = [_value(text) for text in (low, high)]
    if any(text and value is None for text, value in zip((low, high), bounds, strict=True)):
        return None
    bottom, top = bounds
    if bottom is not None and top is not None and bottom >= top:
        return None
    return Rentang(
        bawah=bottom,
        tanda_bawah=(">" if _is_strict(above) else "≥") if low else "",
        atas=top,
        tanda_atas=("<" if _is_strict(below) else "≤") if high else "",
        desimal=max(_decimals(low), _decimals(high)),
        teks=squeeze(match.group()),
        awal=match.start(),
        akhir=match.end(),
    )


def _is_strict(tanda: str) -> bool:
    return tanda in ("<", ">")


def _value(teks: str | None) -> Decimal | None:
    if not teks:
        return None
    angka = parse_number(teks.replace("%", "").strip())
    return angka.nilai if angka.bentuk is Bentuk.ANGKA else None


def _decimals(teks: str | None) -> int:
    match = re.search(r"[.,]([0-9]+)", teks or "")
    return len(match[1]) if match else 0


# -- where scales stand -----------------------------------------------------------------


def find_scales(naskah: Naskah, tata_letak: Sequence[TataLetak]) -> tuple[KelasSkala, ...]:
    """Return the classes of every scale a naskah prints, in reading order.

    A scale is a table with a column of intervals, or a list of classes in the text or in
    a cell. A list that goes on in a cell of the next page is one scale.
    """
    scales: list[tuple[str, str, list[_Kelas]]] = []
    for page in tata_letak:
        for tabel in page.tabel:
            rows = _table_scale(page.halaman, tabel)
            if rows:
                judul, label, _ = caption_of(page, tabel)
                scales.append((label, judul, rows))
                continue
            for sel in tabel.sel:
                _add_lists(scales, page.halaman, sel.isi)
        _add_lists(scales, page.halaman, page.baris)
    kept = [scale for scale in scales if _is_scale(scale[2])]
    return tuple(
        record
        for number, (label, judul, classes) in enumerate(kept, start=1)
        for record in _records(naskah, number, label, judul, classes)
    )


def _is_scale(classes: Sequence[_Kelas]) -> bool:
    """Say whether intervals go up, or down, from one to the next; opening hours do not."""
    if len(classes) < _FEWEST:
        return False
    places = [_place(item.rentang) for item in classes]
    pairs = list(pairwise(places))
    return all(a < b for a, b in pairs) or all(a > b for a, b in pairs)


def _place(rentang: Rentang) -> Decimal:
    """Return the middle of an interval; an open one reaches far."""
    far = Decimal(1000)
    low = rentang.bawah if rentang.bawah is not None else -far
    return (low + (rentang.atas if rentang.atas is not None else far)) / 2


def _table_scale(halaman: Halaman, tabel: Tabel) -> list[_Kelas]:
    """Return the classes of a table that is a scale: one column nothing but intervals."""
    if tabel.jumlah_baris < _FEWEST or tabel.jumlah_kolom < 2:
        return []
    for kolom in range(tabel.jumlah_kolom):
        cells = [sel for sel in tabel.sel if sel.kolom == kolom and sel.isi]
        read = [(sel, parse_interval(sel.teks)) for sel in cells]
        rows = [(sel, found) for sel, found in read if found is not None and _is_bare(sel, found)]
        if len(rows) >= _FEWEST and len(rows) >= len(cells) - 2:
            return [_row_class(halaman, tabel, sel, found) for sel, found in rows]
    return []


def _is_bare(sel: Sel, rentang: Rentang) -> bool:
    """Say whether a cell holds the interval and hardly a word besides."""
    rest = _plain(sel.teks)
    rest = rest[: rentang.awal] + rest[rentang.akhir :]
    return sum(char.isalnum() for char in rest) <= 8


def _row_class(halaman: Halaman, tabel: Tabel, sel: Sel, rentang: Rentang) -> _Kelas:
    words = [
        other
        for other in tabel.sel
        if other.baris == sel.baris and other is not sel and any(map(str.isalpha, other.teks))
    ]
    # The class stands behind its interval, or before it where nothing stands behind.
    words.sort(key=lambda other: (other.kolom < sel.kolom, other.kolom))
    names = [flatten(other.teks) for other in words]
    return _Kelas(
        nama=names[0] if names else "",
        sebutan=names[1] if len(names) > 1 else "",
        rentang=replace(rentang, teks=flatten(sel.teks)),
        halaman=halaman,
        kotak=sel.kotak,
        keyakinan=sel.keyakinan,
        ragu=_in_doubt(halaman, sel.isi, rentang, sel.kotak),
    )


def _add_lists(
    scales: list[tuple[str, str, list[_Kelas]]], halaman: Halaman, baris: Sequence[Baris]
) -> None:
    """Add the scales printed as lists in some lines; the head of a list is the line above."""
    run: list[_Kelas] = []
    head = previous = ""
    for item in _items(baris):
        found = _list_class(halaman, item)
        text = flatten(" ".join(line.teks for line in item))
        if found is None:
            if run:
                scales.append(("", head, run))
                run = []
            previous = text
            continue
        if not run:
            head = previous
            last = scales[-1] if scales else None
            if last is not None and _goes_on(last[2], found):
                run = last[2]
                scales.pop()
                head = last[1]
        run.append(_after_hole(run, found))
    if run:
        scales.append(("", head, run))


def _after_hole(run: Sequence[_Kelas], item: _Kelas) -> _Kelas:
    """Put a scanned class in doubt where a line seems to be lost above it."""
    if not run or run[-1].halaman is not item.halaman or item.halaman.metode is Metode.TEKS:
        return item
    height = max(kata.kotak.tinggi for kata in item.baris[0].kata)
    hole = item.kotak.y0 - run[-1].kotak.y1 > 1.3 * height
    return replace(item, ragu=item.ragu or hole)


def _goes_on(classes: Sequence[_Kelas], item: _Kelas) -> bool:
    """Say whether a class continues a list that a page break cut."""
    last = classes[-1]
    if last.halaman is item.halaman or item.halaman.nomor - last.halaman.nomor > 1:
        return False
    bottom, top = last.rentang.bawah, item.rentang.atas
    return bottom is not None and top is not None and Decimal("0") <= bottom - top <= 11


_OPENS = re.compile(
    r"^\W*(?:kategori|predikat|kelas|mutu|kriteria)\b"
    r"|^\s*(?:[0-9]{1,2}[.)]\s|[a-z][.)]\s|[-–—•▪*»«¢✓]\s*(?=[^\W\d_]))",
    re.IGNORECASE,
)


def _items(baris: Sequence[Baris]) -> Iterator[list[Baris]]:
    """Part lines into list items: one begins with a mark, or with `Kategori`, `Predikat`."""
    item: list[Baris] = []
    for line in baris:
        if (item and _OPENS.match(line.teks)) or (item and not _OPENS.match(item[0].teks)):
            yield item
            item = []
        item.append(line)
    if item:
        yield item


def _list_class(halaman: Halaman, item: Sequence[Baris]) -> _Kelas | None:
    text = squeeze(_plain(" ".join(line.teks for line in item)))
    text = strip_bullet(re.sub(r"^[^\w(]+", "", text))
    rentang = parse_interval(text)
    if rentang is None or len(text) > 120:
        return None
    named = _CLASS_LINE.match(text[: rentang.awal])
    if named is None:
        return None
    name = squeeze(named["kelas"])
    behind = re.sub(r"^[\s)\]:=.,]+", "", text[rentang.akhir :])
    box = union(line.kotak for line in item)
    return _Kelas(
        nama="" if name.lower() in _KIND_WORDS else name,
        sebutan=behind,
        rentang=rentang,
        halaman=halaman,
        kotak=box,
        keyakinan=min(line.keyakinan for line in item),
        ragu=_in_doubt(halaman, item, rentang, box),
        baris=tuple(item),
    )


_SURE = 0.6


def _in_doubt(halaman: Halaman, baris: Sequence[Baris], rentang: Rentang, kotak: Kotak) -> bool:
    """Say whether the bounds of a scanned class lack a second reader, or it read others."""
    if halaman.metode is Metode.TEKS:
        return False
    if min((line.keyakinan for line in baris), default=0.0) < _SURE:
        return True
    bounds = _numbers(rentang.teks)
    others = [
        bacaan.teks for bacaan in halaman.bacaan if bacaan.kotak.share_in(kotak.grow(2)) > 0.6
    ]
    seen = _numbers(" ".join(others))
    return not others or any(number not in seen for number in bounds)


def _numbers(teks: str) -> list[str]:
    return [number.replace(".", ",") for number in re.findall(r"[0-9]+(?:[.,][0-9]+)?", teks)]


def _records(
    naskah: Naskah, number: int, label: str, judul: str, classes: Sequence[_Kelas]
) -> Iterator[KelasSkala]:
    for urut, item in enumerate(classes, start=1):
        rentang = item.rentang
        yield KelasSkala(
            kelas_id=f"{naskah.naskah_id}-c{number:02d}-{urut:02d}",
            naskah_id=naskah.naskah_id,
            skala=number,
            tabel=label,
            judul=judul,
            urut=urut,
            kelas=item.nama,
            sebutan=item.sebutan,
            bawah=rentang.bawah,
            tanda_bawah=rentang.tanda_bawah,
            atas=rentang.atas,
            tanda_atas=rentang.tanda_atas,
            desimal=rentang.desimal,
            teks=rentang.teks,
            halaman=item.halaman.nomor,
            metode=item.halaman.metode,
            keyakinan=round(item.keyakinan, 4),
            status_baca=StatusBaca.RAGU if item.ragu else StatusBaca.BERSIH,
            **corners(item.halaman.as_shown(item.kotak)),
        )

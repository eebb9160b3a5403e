"""One figure from its independent readings.

A figure is `bersih` only where two readers of different make agree on it. Where they
differ, more readings vote: a value that readers of both makes give, and most of all
readings, is taken as `diperbaiki`; anything else is `ragu`, with every reading kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.numbers import (
    Angka,
    Bentuk,
    Gaya,
    digits_only,
    parse_number,
    possible_values,
    same_figure,
)
from pipeline.layout.elements import Sel
from schemas.vocabulary import Metode, StatusBaca

FIRST = "tesseract"
"""How the first reader of a scanned page is named in `bacaan`."""
LAYER = "teks"
"""How a text layer is named in `bacaan`."""
STROKES = frozenset("Il|¦!]i")
"""What readers make of a lone 1: print shows no more than a stroke."""
LIKE_DIGITS = frozenset("sSoOzZgqb")
"""A letter that, alone in a cell, may be a digit; A to D are grades."""
SIGNS = re.compile(r"[0-9]?[69]|90|0|00|9o|o|[Yy]o|Y0|%o|046|94|Ya")
"""What Tesseract makes of a percent sign."""
LEAST_SURE = 0.55
"""Two readers that agree, one of them less sure than this, agree by chance too often."""


@dataclass(frozen=True, slots=True)
class BacaanSel:
    """What one reader made of a whole cell."""

    pembaca: str
    teks: str
    keyakinan: float

    @property
    def jenis(self) -> str:
        """The make of the reader: readings of one make are not independent."""
        return self.pembaca.split("-")[0]


@dataclass(frozen=True, slots=True)
class AngkaTerbaca:
    """A figure, decided: value and unit, how sure, and all that was read."""

    angka: Angka
    teks: str
    nilai: Decimal | None
    satuan: str
    predikat: str
    keyakinan: float
    status_baca: StatusBaca
    bacaan: str


def read_figure(sel: Sel, *, metode: Metode, gaya: Gaya | None = None) -> AngkaTerbaca:
    """Decide the figure of a cell.

    Args:
        sel: The cell, with its second readings.
        metode: Whether its words come from a text layer or from OCR.
        gaya: The number style of its column, where known.
    """
    return decide(readings_of(sel, metode), metode=metode, gaya=gaya)


def readings_of(sel: Sel, metode: Metode) -> tuple[BacaanSel, ...]:
    """Return what each reader made of the cell; the first reader comes first.

    A reader that read only some lines of the cell takes the others from the second
    reader, or from the first where there is none.
    """
    first = BacaanSel(
        LAYER if metode is Metode.TEKS else FIRST,
        " ".join(baris.teks for baris in sel.isi),
        sel.keyakinan if sel.isi else 0.0,
    )
    if metode is Metode.TEKS or not sel.bacaan:
        return (first,)
    boxes = list(dict.fromkeys(bacaan.kotak for bacaan in sel.bacaan))
    boxes.sort(key=lambda box: (box.tengah_y, box.x0))
    by_reader: dict[str, dict[int, tuple[str, float]]] = {}
    for bacaan in sel.bacaan:
        line = boxes.index(bacaan.kotak)
        by_reader.setdefault(bacaan.pembaca, {})[line] = (bacaan.teks, bacaan.keyakinan)
    base: dict[int, tuple[str, float]] = {}
    for reader in sorted(by_reader, key=lambda name: ("-" in name, name), reverse=True):
        base.update(by_reader[reader])
    others = [
        BacaanSel(
            reader,
            " ".join(text for _, (text, _) in sorted((base | lines).items()) if text),
            min(sure for _, sure in (base | lines).values()),
        )
        for reader, lines in sorted(by_reader.items(), key=lambda item: ("-" in item[0], item[0]))
    ]
    return (first, *others)


def decide(
    readings: Sequence[BacaanSel], *, metode: Metode, gaya: Gaya | None = None
) -> AngkaTerbaca:
    """Decide one figure from its readings; the first is the first reader's."""
    percents = _percents(readings)
    read = [
        (reading, parse_number(_as_figure(reading.teks, percents), gaya=gaya))
        for reading in readings
    ]
    text = "|".join(f"{r.pembaca}:{r.teks.replace('|', '¦')}" for r in readings if r.teks)
    if metode is Metode.TEKS:
        reading, angka = read[0]
        clean = angka.bentuk is not Bentuk.AMBIGU and not angka.diluruskan
        status = StatusBaca.BERSIH if clean else StatusBaca.RAGU
        return _made(reading, angka, 0.999 if clean else 0.5, status, text)
    with_text = [(reading, angka) for reading, angka in read if reading.teks]
    if not with_text:
        return _made(readings[0], read[0][1], 0.0, StatusBaca.RAGU, text)
    first, angka = with_text[0]
    voters = _agreeing(angka, with_text)
    second = next((item for item in with_text[1:] if item[0].jenis != first.jenis), None)
    sure = min(reading.keyakinan for reading, _ in with_text[:2])
    agreed = second is not None and _same(angka, second[1]) and not _is_lone(first.teks)
    if agreed and sure >= LEAST_SURE and not angka.diluruskan and angka.bentuk is not Bentuk.AMBIGU:
        return _made(first, angka, 0.99 + 0.0099 * sure, StatusBaca.BERSIH, text)
    if _all_agree(angka, with_text):
        return _made(first, angka, 0.99, StatusBaca.BERSIH, text)
    if second is not None and sure >= LEAST_SURE:
        grouped = _same_groups(first, angka, *second)
        if grouped is not None:
            return _made(first, grouped, 0.99, StatusBaca.BERSIH, text)
    separated = _separator_dropped(with_text)
    if separated is not None:
        return _made(first, separated, 0.9, StatusBaca.DIPERBAIKI, text)
    winner, group = max(
        ((a, _agreeing(a, with_text)) for _, a in with_text),
        key=lambda item: (
            len({r.jenis for r in item[1]}),
            # Where makes differ, a figure that one of them sees is a better guess than none.
            item[0].nilai is not None,
            len(item[1]),
            _weight(item[1]),
        ),
    )
    makes = {reading.jenis for reading in group}
    share = len(group) / len(with_text)
    if len(makes) >= 2 and share > 0.5 and len(group) >= 3 and winner.nilai is not None:
        return _made(first, winner, 0.85 + 0.1 * share, StatusBaca.DIPERBAIKI, text)
    doubt = 0.3 + 0.4 * share * (len(voters) > 0)
    return _made(first, winner, min(doubt, 0.75), StatusBaca.RAGU, text)


def _percents(readings: Sequence[BacaanSel]) -> frozenset[str]:
    """Return the figures that a reader of the second make sees with a percent sign."""
    return frozenset(
        reading.teks.strip().removesuffix("%").strip()
        for reading in readings
        if reading.jenis != FIRST and reading.teks.strip().endswith("%")
    )


def _as_figure(text: str, percents: frozenset[str]) -> str:
    """Undo what the first reader is known to make of print in a place for figures.

    A lone stroke is the 1 that it is. `100%` comes as `10096`, the percent sign as the
    digits it is drawn of: where the second reader sees the sign behind the same figure,
    those digits are the sign.
    """
    bare = text.strip()
    lone = bare.rstrip(".")
    if re.fullmatch(r"[0-9]+\.", bare):
        return lone
    if lone in STROKES:
        return text.replace(lone, "1")
    for figure in percents:
        if figure and bare.startswith(figure) and SIGNS.fullmatch(bare[len(figure) :].strip()):
            return f"{figure}%"
    return text


def _is_lone(text: str) -> bool:
    """Say whether a cell holds one letter that both readers may have made of one digit."""
    return text.strip() in LIKE_DIGITS


def _all_agree(angka: Angka, read: Sequence[tuple[BacaanSel, Angka]]) -> bool:
    """Say whether three readings or more all give one figure, and each make is once sure."""
    if (
        len(read) < 3
        or _is_lone(read[0][0].teks)
        or angka.diluruskan
        or angka.bentuk is Bentuk.AMBIGU
    ):
        return False
    surest: dict[str, float] = {}
    for reading, _ in read:
        surest[reading.jenis] = max(surest.get(reading.jenis, 0.0), reading.keyakinan)
    agreed = all(_same(angka, other) for _, other in read)
    return agreed and len(surest) >= 2 and min(surest.values()) >= LEAST_SURE


def _same_groups(first: BacaanSel, angka: Angka, second: BacaanSel, other: Angka) -> Angka | None:
    """Return the amount of which one reader took a comma for a point, or lost a group's mark.

    `41.182,300,00` beside `41.182.300,00`: both see the same digits and the same two behind
    the last mark, and one of them reads a well-formed amount of several groups.
    """
    bare = [re.sub(r"\s", "", reading.teks) for reading in (first, second)]
    if digits_only(bare[0]) != digits_only(bare[1]):
        return None
    if not all(re.fullmatch(r"\D*[0-9][0-9.,]*[.,][0-9]{2}", text) for text in bare):
        return None
    for text, read in zip(bare, (angka, other), strict=True):
        formed = read.nilai is not None and not read.diluruskan
        if formed and len(re.findall(r"[0-9][.,](?=[0-9])", text)) >= 2:
            return read
    return None


def _separator_dropped(read: Sequence[tuple[BacaanSel, Angka]]) -> Angka | None:
    """Return the figure where readers differ only in that some lost its one separator.

    A comma of few pixels is easily lost, and never invented: where all see the same
    digits, and two readings see a separator in the same place, it is there.
    """
    if len({digits_only(reading.teks) for reading, _ in read}) != 1:
        return None
    with_sign = [angka for reading, angka in read if re.search(r"[0-9][.,][0-9]", reading.teks)]
    values = {value for angka in with_sign for value in possible_values(angka)}
    if len(with_sign) < 2 or len(with_sign) == len(read) or len(values) != 1:
        return None
    return with_sign[0]


def _agreeing(angka: Angka, read: Sequence[tuple[BacaanSel, Angka]]) -> list[BacaanSel]:
    return [reading for reading, other in read if _same(angka, other)]


def _same(a: Angka, b: Angka) -> bool:
    """Say whether two readings give one figure, or agree that there is none."""
    if a.nilai is None and b.nilai is None:
        if a.bentuk is Bentuk.AMBIGU or b.bentuk is Bentuk.AMBIGU:
            return bool(possible_values(a)) and possible_values(a) == possible_values(b)
        return a.bentuk is b.bentuk and (a.bawah, a.atas, a.calon) == (b.bawah, b.atas, b.calon)
    return same_figure(a, b) or (a.nilai is not None and a.nilai == b.nilai)


def _weight(group: Sequence[BacaanSel]) -> float:
    return sum(reading.keyakinan for reading in group)


def _made(
    first: BacaanSel, angka: Angka, keyakinan: float, status: StatusBaca, bacaan: str
) -> AngkaTerbaca:
    return AngkaTerbaca(
        angka=angka,
        teks=first.teks,
        nilai=angka.nilai,
        satuan=angka.satuan,
        predikat=angka.predikat,
        keyakinan=round(keyakinan, 4),
        status_baca=status,
        bacaan=bacaan,
    )

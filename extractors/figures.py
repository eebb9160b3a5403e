"""One figure from its independent readings.

A figure is `bersih` only where two readers of different make agree on it. Where they
differ, more readings vote: a value that readers of both makes give, and most of all
readings, is taken as `diperbaiki`; anything else is `ragu`, with every reading kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.numbers import (
    Angka,
    Bentuk,
    Gaya,
    digits_meant,
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
LIKE_BOUND = {"≤": "sS5<$cC=£€", "≥": "2zZ>=?"}
"""What Tesseract, which has no such signs, makes of them."""
PERCENT_DIGITS = re.compile(r"([0-9]{1,3})96|[0-9]{1,3}[.,][0-9]96")
"""How a percentage looks whose sign was taken for digits."""
YEAR_AND_FIGURE = re.compile(r"(?:19|20)[0-9]{2} +(?!(?:19|20)[0-9]{2}\b)")
"""How a cell begins that holds a year and something else."""
DASHED = re.compile(r"[^0-9(]*[-\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}]")
"""How a figure begins that is negative for its dash, not for its brackets."""
DASH_SURE = 0.7
"""How sure a figure is that a scan shows behind a dash."""
REPAIR_SURE = 0.85
"""So sure must the second make be that the first misread a figure."""
LEAST_SURE = 0.55
"""Two readers that agree, one of them less sure than this, agree by chance too often."""


@dataclass(frozen=True, slots=True)
class BacaanSel:
    """What one reader made of a whole cell."""

    pembaca: str
    teks: str
    keyakinan: float
    baris: int = 1
    """How many lines of print it was read from."""

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
        len(sel.isi),
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
            len(base | lines),
        )
        for reader, lines in sorted(by_reader.items(), key=lambda item: ("-" in item[0], item[0]))
    ]
    return (first, *others)


def decide(
    readings: Sequence[BacaanSel], *, metode: Metode, gaya: Gaya | None = None
) -> AngkaTerbaca:
    """Decide one figure from its readings; the first is the first reader's.

    On a scan, a dash before a figure may be a minus, or the stroke of a pen or the rest of a
    rule: all readers take one for the other.
    """
    decided = _decide(readings, metode=metode, gaya=gaya)
    if metode is Metode.TEKS or decided.status_baca is StatusBaca.RAGU:
        return decided
    if decided.nilai is None or decided.nilai >= 0 or not DASHED.match(decided.angka.teks):
        return decided
    return replace(decided, status_baca=StatusBaca.RAGU, keyakinan=DASH_SURE)


def _decide(readings: Sequence[BacaanSel], *, metode: Metode, gaya: Gaya | None) -> AngkaTerbaca:
    percents, bounds = _percents(readings), _bounds(readings)
    read = [
        (reading, parse_number(_as_figure(reading.teks, percents, bounds), gaya=gaya))
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
    plain = _is_plain(first, angka) and not _hides_percent(with_text)
    plain = plain and not _is_unread(with_text)
    agreed = second is not None and _same(angka, second[1])
    if agreed and plain and sure >= LEAST_SURE:
        return _made(first, angka, 0.99 + 0.0099 * sure, StatusBaca.BERSIH, text)
    if plain and _all_agree(angka, with_text):
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
    share = len(group) / len(with_text)
    if share > 0.5 and winner.nilai is not None and _is_proven(winner, with_text):
        return _made(first, winner, 0.85 + 0.1 * share, StatusBaca.DIPERBAIKI, text)
    winner = _with_marks(winner, with_text)
    doubt = 0.3 + 0.4 * share * (len(voters) > 0)
    return _made(first, winner, min(doubt, 0.75), StatusBaca.RAGU, text)


def _percents(readings: Sequence[BacaanSel]) -> frozenset[str]:
    """Return the figures that a reader of the second make sees with a percent sign."""
    return frozenset(
        reading.teks.strip().removesuffix("%").strip()
        for reading in readings
        if reading.jenis != FIRST and reading.teks.strip().endswith("%")
    )


def _bounds(readings: Sequence[BacaanSel]) -> Counter[str]:
    """Return, without spaces, what readings of the second make see with a bound, and how many."""
    return Counter(
        _compact(reading.teks)
        for reading in readings
        if reading.jenis != FIRST and any(sign in reading.teks for sign in LIKE_BOUND)
    )


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)


def _as_figure(text: str, percents: frozenset[str], bounds: Counter[str]) -> str:
    """Undo what the first reader is known to make of print in a place for figures.

    A lone stroke is the 1 that it is. `100%` comes as `10096`, the percent sign as the
    digits it is drawn of: where the second reader sees the sign behind the same figure,
    those digits are the sign. Likewise `s6` and `290` are the `≤6` and `≥90` that the first
    reader has no sign for; a digit is a sign only where the second reader sees it twice.
    """
    for bound, seen in bounds.items():
        if _is_with_bound(_compact(text), bound, digits=seen > 1):
            return bound
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


def _is_with_bound(text: str, bound: str, *, digits: bool) -> bool:
    """Say whether a text is a figure with a bound, for whose sign it has what looks like it."""
    if len(text) != len(bound):
        return False
    apart = [(a, b) for a, b in zip(text, bound, strict=True) if a != b]
    if len(apart) != 1 or apart[0][1] not in LIKE_BOUND:
        return False
    seen, sign = apart[0]
    return seen in LIKE_BOUND[sign] and (digits or not seen.isdigit())


def _is_plain(reading: BacaanSel, angka: Angka) -> bool:
    """Say whether what two readers agree on can be taken as it is.

    Not one letter that both may have made of one digit, nor a figure that was mended, is
    ambiguous or torn.
    """
    mended = angka.diluruskan or angka.bentuk is Bentuk.AMBIGU
    return reading.teks.strip() not in LIKE_DIGITS and not mended and not _is_torn(reading, angka)


def _is_torn(reading: BacaanSel, angka: Angka) -> bool:
    """Say whether bare figures stand beside each other on one line: `118 200.000`, `2024 87`.

    Rather than several quantities they are one that lost a mark, or those of two cells; so
    are a year and, on the next line, the figure of that year, whose rule between was lost.
    """
    if angka.bentuk is not Bentuk.JAMAK:
        return False
    side_by_side = re.search(r"[0-9)] +\(?[0-9]", reading.teks) is not None
    return side_by_side if reading.baris == 1 else YEAR_AND_FIGURE.match(reading.teks) is not None


def _is_unread(read: Sequence[tuple[BacaanSel, Angka]]) -> bool:
    """Say whether both see no figure in a sign or two, but each something else: `11`."""
    texts = {_compact(reading.teks) for reading, _ in read[:2]}
    no_figure = all(angka.bentuk in (Bentuk.BUKAN, Bentuk.KOSONG) for _, angka in read[:2])
    return no_figure and len(texts) > 1 and max(map(len, texts)) <= 3


def _hides_percent(read: Sequence[tuple[BacaanSel, Angka]]) -> bool:
    """Say whether every reader may have taken a percent sign for digits: `10096`."""
    matches = [PERCENT_DIGITS.fullmatch(reading.teks.strip()) for reading, _ in read]
    return all(match is not None and int(match.group(1) or 0) <= 100 for match in matches)


def _all_agree(angka: Angka, read: Sequence[tuple[BacaanSel, Angka]]) -> bool:
    """Say whether three readings or more all give one figure, and each make is once sure."""
    if len(read) < 3:
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
    if len({digits_meant(reading.teks) for reading, _ in read}) != 1:
        return None
    with_sign = [
        angka
        for reading, angka in read
        if re.search(r"[0-9][.,][0-9]", reading.teks) and angka.nilai is not None
    ]
    values = {angka.nilai for angka in with_sign if not angka.diluruskan}
    if len(with_sign) < 2 or len(with_sign) == len(read) or len(values) != 1:
        return None
    return next(angka for angka in with_sign if not angka.diluruskan)


def _with_marks(winner: Angka, read: Sequence[tuple[BacaanSel, Angka]]) -> Angka:
    """Return the best guess: of two readings with the same digits, the one that sees a mark."""
    digits = digits_meant(winner.teks)
    marked = [
        angka
        for reading, angka in read
        if angka.nilai is not None and digits_meant(reading.teks) == digits
    ]
    every = [winner, *(angka for angka in marked if not angka.diluruskan)]
    return max(every, key=lambda angka: _count_marks(angka.teks))


def _is_proven(winner: Angka, read: Sequence[tuple[BacaanSel, Angka]]) -> bool:
    """Say whether the readings rule out every figure but the winner.

    Three readings or more of both makes give it as it is printed. Nobody else reads a
    figure, save the first reader at one scale, whose own other readings and all of the
    second make speak against it; and nobody sees a mark or a sign that the winner lacks:
    such are lost, not invented.
    """
    firm = [r for r, angka in read if _same(winner, angka) and not angka.diluruskan]
    others = [(r, angka) for r, angka in read if not _same(winner, angka)]
    if len(firm) < 3 or len({reading.jenis for reading in firm}) < 2:
        return False
    marks = max(_count_marks(reading.teks) for reading in firm)
    if any(_count_marks(r.teks) > marks and digits_only(r.teks) for r, _ in others):
        return False
    figures = [r for r, angka in others if possible_values(angka) or angka.bentuk is Bentuk.RENTANG]
    return not figures or (
        [r.pembaca for r in figures] == [FIRST]
        and {r.jenis for r, _ in others} == {FIRST}
        and sum(r.jenis == FIRST for r in firm) >= 1
        and min(r.keyakinan for r in firm if r.jenis != FIRST) >= REPAIR_SURE
    )


def _count_marks(text: str) -> int:
    """Count the marks and signs of a figure that a reader may lose."""
    return len(re.findall(r"(?<=[0-9])[.,](?=[0-9])|[<>≤≥]", text))


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
    # A range has no value but its text: that must show the bound the first reader has no sign for.
    return AngkaTerbaca(
        angka=angka,
        teks=angka.teks if angka.bentuk is Bentuk.RENTANG else first.teks,
        nilai=angka.nilai,
        satuan=angka.satuan,
        predikat=angka.predikat,
        keyakinan=round(keyakinan, 4),
        status_baca=status,
        bacaan=bacaan,
    )

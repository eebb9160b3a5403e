"""What a figure of the ledger is worth: how sure, what else it could be, how it is written.

A figure stays the record it came in (`Kinerja` or `Anggaran`); these functions only look
at it. Values are compared as decimals, percents as they are printed (97.5, not 0.975).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import combinations, product

from extractors.kamus import load_register
from extractors.numbers import (
    Bentuk,
    parse_number,
    possible_values,
    rounding_agrees,
    same_figure,
)
from extractors.text import squeeze
from schemas.records import Anggaran, AngkaTabel, Kinerja, Klaim
from schemas.vocabulary import Metode, StatusBaca, UkuranAnggaran, UkuranKinerja

Angka = Kinerja | Anggaran
Terbaca = Angka | Klaim | AngkaTabel
"""Every record that holds a figure with its readings."""

Ganti = Mapping[str, Decimal]
"""Other values put in the place of figures, by record id."""

KEYAKINAN_ANGKA = 0.6
"""Below this a figure counts as doubtful even where its readers agree."""

KEYAKINAN_TEKS = 0.85
"""Below this the words of a scanned cell count as doubtful."""

_BANYAK_DIRAGUKAN = 8
"""More doubtful figures than this in one sum are tried one at a time, not in pairs."""


def figure_id(angka: Terbaca) -> str:
    """Return the key of the record that holds the figure."""
    if isinstance(angka, Kinerja):
        return angka.kinerja_id
    if isinstance(angka, Klaim):
        return angka.klaim_id
    return angka.angka_id if isinstance(angka, AngkaTabel) else angka.anggaran_id


def is_sure(angka: Terbaca) -> bool:
    """Say whether every reading of the figure agrees and its readers were confident.

    A scanned figure that lists a single reader has not been confirmed by a second.
    """
    if angka.status_baca is StatusBaca.DIKOREKSI:
        return True
    if angka.status_baca is not StatusBaca.BERSIH or angka.keyakinan < KEYAKINAN_ANGKA:
        return False
    if angka.nilai is None and len(values(angka)) > 1:
        return False
    return angka.metode is Metode.TEKS or len(readers(angka.bacaan)) != 1


def is_sure_text(metode: Metode, keyakinan: float) -> bool:
    """Say whether the words of a cell can be held against the paper."""
    return metode is Metode.TEKS or keyakinan >= KEYAKINAN_TEKS


def readers(bacaan: str) -> tuple[tuple[str, str], ...]:
    """Split `pembaca:teks|pembaca:teks` into pairs of reader and text."""
    parts = (part.partition(":") for part in bacaan.split("|") if part.strip())
    return tuple((name.strip(), teks.strip()) for name, _, teks in parts)


def values(angka: Terbaca) -> tuple[Decimal, ...]:
    """Return the value of the figure, or every value an ambiguous one can have."""
    if angka.nilai is not None:
        return (angka.nilai,)
    return _scaled(angka, possible_values(parse_number(angka.teks)))


def other_values(angka: Terbaca) -> tuple[Decimal, ...]:
    """Return what other readings of a doubtful figure say, without its own value.

    A figure whose readings agree, or that a reviewer settled, has no other value.
    """
    if angka.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI):
        return ()
    texts = [teks for _, teks in readers(angka.bacaan)]
    found = [
        value
        for teks in [*texts, angka.teks]
        for value in _scaled(angka, possible_values(parse_number(teks)))
    ]
    return tuple(dict.fromkeys(value for value in found if value != angka.nilai))


def _scaled(angka: Terbaca, nilai: Iterable[Decimal]) -> tuple[Decimal, ...]:
    """Return what printed figures are worth: thousands in a table that says so."""
    pengali = angka.pengali if isinstance(angka, Anggaran) else 1
    return tuple(one * pengali for one in nilai)


def value(angka: Terbaca, ganti: Ganti) -> Decimal:
    """Return the value of the figure, or the one put in its place.

    Raises:
        ValueError: the figure has no single value.
    """
    nilai = ganti.get(figure_id(angka), angka.nilai)
    if nilai is None:
        raise ValueError(f"no single value: {figure_id(angka)}")
    return nilai


def decimals(angka: Terbaca) -> int:
    """Return how many decimals are printed, from the text where it is the value.

    Of an amount in thousands the last printed place is worth more than one: -3.
    """
    if isinstance(angka, Klaim | AngkaTabel):
        return angka.desimal
    if isinstance(angka, Anggaran) and angka.pengali > 1:
        return parse_number(angka.teks).desimal - (len(str(angka.pengali)) - 1)
    parsed = parse_number(angka.teks)
    if parsed.bentuk is Bentuk.ANGKA and parsed.nilai == angka.nilai:
        return parsed.desimal
    if angka.nilai is None:
        return 0
    exponent = angka.nilai.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def differs(a: Angka, b: Angka) -> bool:
    """Say whether two figures differ, whichever possible value an ambiguous one has.

    An amount in thousands does not differ from what it rounds. Two ranges differ by their
    bounds, two predikat without a number by their letters; a range and a number, or words,
    are not comparable and do not differ.
    """
    first, second = values(a), values(b)
    if first and second:
        return not any(_is_same(a, one, b, two) for one in first for two in second)
    if first or second:
        return False
    one, two = parse_number(a.teks), parse_number(b.teks)
    if one.bentuk is Bentuk.RENTANG and two.bentuk is Bentuk.RENTANG:
        return not same_figure(one, two)
    letters = predikat(a), predikat(b)
    return all(letters) and letters[0] != letters[1]


def _is_same(a: Angka, first: Decimal, b: Angka, second: Decimal) -> bool:
    if first == second:
        return True
    if decimals(a) < min(decimals(b), 0):
        return rounding_agrees(second, first, decimals(a))
    return decimals(b) < min(decimals(a), 0) and rounding_agrees(first, second, decimals(b))


def is_comparable(a: Angka, b: Angka) -> bool:
    """Say whether two figures can be held against each other at all."""
    if values(a) and values(b):
        return True
    one, two = parse_number(a.teks), parse_number(b.teks)
    both_ranges = one.bentuk is Bentuk.RENTANG and two.bentuk is Bentuk.RENTANG
    return both_ranges or bool(not values(a) and not values(b) and predikat(a) and predikat(b))


def could_agree(first: Iterable[Angka], second: Iterable[Angka]) -> bool:
    """Say whether better readings of one side can give the other side's value.

    Every place of that side must have such a reading: one sure place keeps the difference.
    """
    left, right = tuple(first), tuple(second)
    return _could_become(left, right) or _could_become(right, left)


def _could_become(changed: Sequence[Angka], fixed: Sequence[Angka]) -> bool:
    wanted = {nilai for angka in fixed for nilai in values(angka)}
    return bool(wanted) and all(wanted & set(other_values(angka)) for angka in changed)


def resolves(angka: Iterable[Terbaca], selaras: Callable[[Ganti], bool]) -> bool:
    """Say whether other readings of one or two of the figures make them consistent."""
    doubtful = [(figure_id(item), other_values(item)) for item in angka if other_values(item)]
    most = 2 if len(doubtful) <= _BANYAK_DIRAGUKAN else 1
    for size in range(1, most + 1):
        for chosen in combinations(doubtful, size):
            ids = [name for name, _ in chosen]
            for picked in product(*(options for _, options in chosen)):
                if selaras(dict(zip(ids, picked, strict=True))):
                    return True
    return False


def percent_agrees(bagian: Decimal, dari: Decimal, printed: Terbaca, nilai: Decimal) -> bool:
    """Say whether a printed percent is `bagian / dari`, rounded half up or cut off."""
    return rounding_agrees(bagian * 100 / dari, nilai, decimals(printed))


def predikat(angka: Angka) -> str:
    """Return the letters beside the number, or alone in its place, upper-case."""
    if isinstance(angka, Anggaran):
        return ""
    alone = squeeze(angka.teks).upper()
    return angka.predikat.strip().upper() or (alone if alone in _letters() else "")


@cache
def _letters() -> frozenset[str]:
    return frozenset(load_register("satuan")["predikat_huruf"])


def plain(nilai: Decimal) -> str:
    """Write a value as the tables do: decimal point, no grouping, no exponent."""
    return format(nilai, "f")


def rounded(nilai: Decimal, desimal: int) -> Decimal:
    """Round half up for showing: at least two decimals, none that are only zeros."""
    places = max(desimal, 2)
    shown = nilai.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole = shown == shown.to_integral_value()
    return shown.to_integral_value() if whole else shown.normalize()


def value_text(angka: Angka) -> str:
    """Write what stands at a place: the value, or the words where there is no one value."""
    if angka.nilai is not None:
        return plain(angka.nilai)
    return predikat(angka) or squeeze(angka.teks)


def indonesian(nilai: Decimal, desimal: int | None = None) -> str:
    """Write a number the Indonesian way: `2911311160.40` as `2.911.311.160,40`."""
    text = format(nilai, ",f" if desimal is None else f",.{max(desimal, 0)}f")
    return text.translate(str.maketrans(",.", ".,"))


def show(angka: Angka) -> str:
    """Write a figure for a sentence: `97,5%`, `B (67)`, `4 dokumen`, `Rp797.300.000,00`."""
    if angka.nilai is None:
        return f"“{squeeze(angka.teks)}”"
    number = indonesian(angka.nilai, decimals(angka))
    if isinstance(angka, Anggaran):
        return show_amount(angka.ukuran, number)
    if angka.predikat:
        return f"{angka.predikat} ({number})"
    return f"{number}{_unit(angka)}"


def show_amount(ukuran: UkuranAnggaran, number: str) -> str:
    """Write an amount: rupiah, or percent for serapan."""
    return f"{number}%" if ukuran is UkuranAnggaran.SERAPAN else f"Rp{number}"


_PERSEN = {UkuranKinerja.CAPAIAN, UkuranKinerja.CAPAIAN_AKHIR}


def _unit(angka: Kinerja) -> str:
    if angka.satuan == "persen" or angka.ukuran in _PERSEN:
        return "%"
    return f" {angka.satuan}" if angka.satuan else ""

"""Printed results against their own figures: what the arithmetic rules share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from extractors.numbers import rounding_agrees
from pipeline.reconcile.figures import (
    Angka,
    Ganti,
    decimals,
    indonesian,
    plain,
    rounded,
    show,
    value,
)
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import measure_name, sentence
from schemas.records import Kinerja


def subject(angka: Angka) -> str:
    """Return the indicator or budget line that a figure belongs to, on one line."""
    words = angka.indikator if isinstance(angka, Kinerja) else angka.uraian
    return " ".join(words.split())


def draft_percent(
    buku: Buku,
    *,
    tercetak: Angka,
    bagian: Angka,
    dari: Angka,
    selaras: Callable[[Ganti], bool],
    saran: str,
    pasti: bool = True,
) -> DrafTemuan:
    """Write down a printed percent that is not `bagian / dari`.

    Drafts of the same three values of one subject are one finding in several tables.
    """
    hasil = rounded(value(bagian, {}) * 100 / value(dari, {}), decimals(tercetak))
    year = f" tahun {tercetak.tahun}" if tercetak.tahun else ""
    uraian = (
        f"{sentence(measure_name(tercetak))} “{subject(tercetak)}”{year} pada "
        f"{place_words(buku, at(tercetak))} tertulis {show(tercetak)}, sedangkan "
        f"{measure_name(bagian)} {show(bagian)} dibagi {measure_name(dari)} "
        f"{show(dari)} adalah {indonesian(hasil)}%."
    )
    figures = (tercetak, bagian, dari)
    return DrafTemuan(
        kantor=buku.office(tercetak.naskah_id),
        tahun=tercetak.tahun,
        kunci=tercetak.kunci,
        identitas=("" if tercetak.kunci else subject(tercetak), *_values(figures)),
        uraian=uraian,
        nilai_a=plain(value(tercetak, {})),
        nilai_b=plain(hasil),
        saran=saran,
        a=at(tercetak),
        penunjang=(at(bagian), at(dari)),
        angka=figures,
        selaras=selaras,
        pasti=pasti,
    )


def _values(figures: tuple[Angka, ...]) -> tuple[str, ...]:
    return tuple(plain(value(item, {}).normalize()) for item in figures)


def unit_of(desimal: int) -> Decimal:
    """Return one unit of the last printed decimal place."""
    return Decimal(1).scaleb(-desimal)


def falling_agrees(realisasi: Decimal, target: Decimal, printed: Kinerja, nilai: Decimal) -> bool:
    """Say whether a percent counts falling as better, by one of the two formulas in use.

    (2 x target - realisasi) / target, or target / realisasi.
    """
    ways = [(2 * target - realisasi) * 100 / target] if target else []
    ways += [target * 100 / realisasi] if realisasi else []
    return any(rounding_agrees(wanted, nilai, decimals(printed)) for wanted in ways)


_BANYAK = 3


def is_misread(salah: int, dihitung: int) -> bool:
    """Say whether so many results of one table fail that its columns were likely misread.

    One wrong total is the paper's; most of three and more point to the reading of the
    table, and are shown as doubtful.
    """
    return dihitung >= _BANYAK and salah * 2 > dihitung

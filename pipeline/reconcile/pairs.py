"""Figures held against figures: the drafts that several rules share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.text import squeeze
from pipeline.reconcile.figures import (
    could_agree,
    differs,
    is_sure,
    show,
    value_text,
    values,
)
from pipeline.reconcile.finding import DrafTemuan, at, not_compared, place_words
from pipeline.reconcile.ledger import (
    PK,
    STRATEGIS,
    BarisKinerja,
    Buku,
    group,
    performance_rows,
)
from schemas.records import Anggaran, BelumDibandingkan, Kinerja, Naskah
from schemas.vocabulary import JenisNaskah, UkuranAnggaran, UkuranKinerja

_NAMA_KINERJA = {
    UkuranKinerja.KONDISI_AWAL: "kondisi awal",
    UkuranKinerja.TARGET: "target",
    UkuranKinerja.REALISASI: "realisasi",
    UkuranKinerja.CAPAIAN: "capaian",
    UkuranKinerja.KRITERIA: "kriteria",
    UkuranKinerja.TARGET_AKHIR: "target akhir",
    UkuranKinerja.CAPAIAN_AKHIR: "capaian terhadap target akhir",
    UkuranKinerja.ACUAN: "acuan",
}

_NAMA_ANGGARAN = {
    UkuranAnggaran.PAGU: "pagu",
    UkuranAnggaran.SEBELUM_PERUBAHAN: "anggaran sebelum perubahan",
    UkuranAnggaran.PERGESERAN: "anggaran setelah pergeseran",
    UkuranAnggaran.SESUDAH_PERUBAHAN: "anggaran sesudah perubahan",
    UkuranAnggaran.SELISIH: "selisih anggaran",
    UkuranAnggaran.REALISASI: "realisasi anggaran",
    UkuranAnggaran.SERAPAN: "serapan",
}


SELISIH_PERUBAHAN = (
    (UkuranAnggaran.SESUDAH_PERUBAHAN, UkuranAnggaran.PERGESERAN),
    (UkuranAnggaran.SESUDAH_PERUBAHAN, UkuranAnggaran.SEBELUM_PERUBAHAN),
    (UkuranAnggaran.PERGESERAN, UkuranAnggaran.SEBELUM_PERUBAHAN),
)
"""Columns of a changed budget that a difference may be taken of, likeliest first."""


def measure_name(angka: Kinerja | Anggaran) -> str:
    """Name what a figure measures, in the middle of a sentence."""
    if isinstance(angka, Anggaran):
        return _NAMA_ANGGARAN[angka.ukuran]
    return _NAMA_KINERJA[angka.ukuran]


def beside_plan(
    buku: Buku, counts: Callable[[Kinerja], bool]
) -> Iterator[tuple[Naskah, list[Kinerja], list[Kinerja]]]:
    """Yield each PK of the head with its own figures that count, and those of its Renstra matrix.

    A PK without such figures, or one that no matrix binds, is left out.
    """
    figures = group((it for it in buku.rekaman.kinerja if counts(it)), lambda it: it.naskah_id)
    for pk in buku.naskah.values():
        own = figures.get(pk.naskah_id, [])
        if pk.jenis not in PK or not own or pk.naskah_id in buku.bawahan:
            continue
        for matrix in buku.ikatan.matrix_of(pk).naskah[:1]:
            yield pk, own, figures.get(matrix.naskah_id, [])


def sentence(teks: str) -> str:
    """Return the text with its first letter upper-case, the others as they are."""
    return teks[:1].upper() + teks[1:]


@dataclass(frozen=True, slots=True)
class Beda:
    """Two values of what should be one: the places of each, in reading order."""

    satu: tuple[Kinerja | Anggaran, ...]
    dua: tuple[Kinerja | Anggaran, ...]


def compare_all(buku: Buku, figures: Sequence[Kinerja | Anggaran]) -> Iterator[Beda]:
    """Hold figures that should be one against each other.

    The value that stands in most places is the measure; of equally common ones the smaller,
    so that the order of files decides nothing. Every other value is one difference. Figures
    that are not comparable (a range beside a number) are left out.
    """
    ordered = buku.first(figures)
    by_value = group(ordered, lambda item: (frozenset(values(item)), _words(item)))
    sides = sorted(by_value.values(), key=lambda side: (-len(side), sorted(values(side[0]))))
    for other in sides[1:]:
        if differs(sides[0][0], other[0]):
            one, two = sorted((sides[0], other), key=lambda side: ordered.index(side[0]))
            yield Beda(tuple(one), tuple(two))


def _words(angka: Kinerja | Anggaran) -> str:
    return "" if values(angka) else value_text(angka).casefold()


def draft_difference(
    buku: Buku, beda: Beda, *, saran: str, tahun: int | None, sebagai: str = ""
) -> DrafTemuan:
    """Write down a difference: the first place of each value, the rest in support.

    Args:
        buku: the ledger.
        beda: the two values.
        saran: what would settle it.
        tahun: the year the finding concerns.
        sebagai: what the figures are called, where their measures have different names.
    """
    a, b = beda.satu[0], beda.dua[0]
    name = sebagai or measure_name(a)
    subject = a.indikator if isinstance(a, Kinerja) else a.uraian
    year = f" tahun {tahun}" if tahun else ""
    uraian = (
        f"{sentence(name)} “{squeeze(subject)}”{year} tertulis {show(a)} pada "
        f"{place_words(buku, at(a))}, sedangkan pada {place_words(buku, at(b))} "
        f"tertulis {show(b)}."
    )
    values_in_words = sorted((value_text(a), value_text(b)))
    return DrafTemuan(
        kantor=buku.office(a.naskah_id),
        tahun=tahun,
        kunci=a.kunci,
        identitas=(*_scope(beda), *values_in_words),
        uraian=uraian,
        nilai_a=value_text(a),
        nilai_b=value_text(b),
        saran=saran,
        a=at(a),
        b=at(b),
        penunjang=tuple(at(item) for item in (*beda.satu[1:], *beda.dua[1:])),
        angka=_deciding(beda),
        salah_baca=could_agree(beda.satu, beda.dua),
    )


def _scope(beda: Beda) -> tuple[str, ...]:
    """What tells apart lines of one key: the level, and the program an indicator stands under."""
    a = beda.satu[0]
    if isinstance(a, Anggaran):
        return (a.tingkat or "",)
    places = [item for item in (*beda.satu, *beda.dua) if isinstance(item, Kinerja)]
    lines = [line_name(item.tujuan_sasaran) for item in places if not is_strategic(item)]
    return (min(lines),) if lines and len(lines) == len(places) else ()


# -- which figures speak of the same thing ------------------------------------------------


_LINE_WORDS = re.compile(r"^(?:program|sub\s*-?kegiatan|kegiatan)\b[\s:.]*", re.IGNORECASE)
_SAME_LINE = 88


def is_strategic(angka: Kinerja) -> bool:
    """Whether the figure speaks for the office, not for one of its programs."""
    return angka.tingkat in STRATEGIS


def line_name(teks: str) -> str:
    """Return the name of a program, kegiatan or sub kegiatan without that word, lower-case."""
    return _LINE_WORDS.sub("", squeeze(teks)).casefold()


def same_subject(a: Kinerja, b: Kinerja) -> bool:
    """Say whether two figures of one indicator speak of the same office or budget line.

    `Persentase realisasi anggaran` of two programs is one indicator, but two figures.
    """
    if is_strategic(a) or is_strategic(b):
        return is_strategic(a) and is_strategic(b)
    names = line_name(a.tujuan_sasaran), line_name(b.tujuan_sasaran)
    return a.tingkat is b.tingkat and fuzz.token_sort_ratio(*names) >= _SAME_LINE


def by_subject(figures: Iterable[Kinerja]) -> list[list[Kinerja]]:
    """Group the figures of one indicator by what they speak of.

    An indicator of the office that also stands under a single program is the same figure.
    """
    groups: list[list[Kinerja]] = []
    for item in figures:
        same = next((found for found in groups if same_subject(found[0], item)), None)
        if same is None:
            groups.append([item])
        else:
            same.append(item)
    of_office = [found for found in groups if is_strategic(found[0])]
    of_programs = [found for found in groups if not is_strategic(found[0])]
    if len(of_office) == len(of_programs) == 1:
        return [of_office[0] + of_programs[0]]
    return groups


def figures_in_rows(buku: Buku, *ukuran: UkuranKinerja) -> Iterator[tuple[BarisKinerja, Kinerja]]:
    """Yield every figure of some measures with the row it stands in, table by table."""
    for tabel in buku.performance_tables:
        for row in performance_rows(tabel):
            yield from ((row, item) for item in row.angka if item.ukuran in ukuran)


def single_figures(buku: Buku, *ukuran: UkuranKinerja) -> Iterator[Kinerja]:
    """Yield the figures of some measures that stand alone in their row for their year.

    A row with four realisasi of one year reports by quarter: none of them is the year's.
    """
    for row, item in figures_in_rows(buku, *ukuran):
        if buku.naskah[item.naskah_id].jenis is JenisNaskah.LAINNYA:
            continue
        if row.kunci and row.one(item.ukuran, item.tahun) is item:
            yield item


def by_indicator(
    buku: Buku, figures: Iterable[Kinerja]
) -> Iterator[tuple[int | None, list[Kinerja]]]:
    """Group figures by office, indicator, year and subject; yield year and figures."""
    keyed = group(figures, lambda item: (buku.office(item.naskah_id), item.kunci, item.tahun))
    for (_, _, tahun), found in keyed.items():
        for subject in by_subject(found):
            yield tahun, subject


# -- a table against an instrument --------------------------------------------------------


def against_instruments(
    own: Sequence[Kinerja], calon: Sequence[Sequence[Kinerja]]
) -> Iterator[Beda]:
    """Hold the figures of one indicator against instruments that fit alike.

    Args:
        own: figures of one indicator, year and subject in one naskah, in reading order.
        calon: for each instrument its figures of the same; where there are several, only
            a value that none of them bears is a difference.
    """
    known = [items for items in calon if items]
    for side in group(own, lambda item: (frozenset(values(item)), _words(item))).values():
        if known and all(any(differs(side[0], item) for item in items) for items in known):
            wrong = [item for item in known[-1] if differs(side[0], item)]
            same = [item for item in wrong if not differs(wrong[0], item)]
            yield Beda(tuple(side), tuple(same))


def without_partner(
    buku: Buku, own: Sequence[Kinerja], apa: str, mengapa: str
) -> Iterator[BelumDibandingkan]:
    """Say of which indicators a naskah has figures that find no counterpart; one row for all."""
    names = list(dict.fromkeys(squeeze(item.indikator) for item in own))
    if names:
        naskah_id = own[0].naskah_id
        listed = "; ".join(f"“{name}”" for name in names)
        yield not_compared(buku.office(naskah_id), naskah_id, f"{apa}: {listed}", mengapa)


def _deciding(beda: Beda) -> tuple[Kinerja | Anggaran, ...]:
    """One sure place of each value proves the difference; the places need not all be sure."""
    sides = []
    for side in (beda.satu, beda.dua):
        sure = [item for item in side if is_sure(item)]
        sides.append((sure or list(side))[0])
    return tuple(sides)

"""Formula, definition, source or owner of one indicator in two naskah."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.kamus import load_words
from extractors.text import squeeze, words
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import KEPUTUSAN, Buku, Kantor, group
from pipeline.reconcile.matter import of_one_matter, telling_words
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import (
    changed_numbers,
    changed_signs,
    changed_words,
    closeness,
    differing_lines,
    is_abbreviated,
    is_sign_misread,
    likeness,
)
from schemas.records import Indikator, Naskah
from schemas.vocabulary import JenisNaskah, Metode, TingkatTemuan

BEDA_RUMUS = 80.0
"""Formulas and definitions less alike than this (0..100, a part counting as the whole) differ."""

BEDA_ISTILAH = 70.0
"""The same for the short cells of source and owner."""

SAMA_BUNYI = 80.0
"""Two units speak of one text, and its numbers can be held together, from here on."""

CUKUP_KATA = 3
"""A formula with fewer telling words (`Rata-rata IKM`) says too little to be another one."""

_KOLOM = {
    "formulasi": "formulasi",
    "definisi": "definisi operasional",
    "sumber_data": "sumber data",
    "penanggung_jawab": "penanggung jawab",
}


@dataclass(frozen=True, slots=True)
class Sel:
    """A cell that defines an indicator: which column, whose, in force from when to when."""

    item: Indikator
    kolom: str
    unit: tuple[str, str] = ("", "")
    sejak: str = ""
    sampai: str = ""

    @property
    def teks(self) -> str:
        """The words of the cell."""
        return str(getattr(self.item, self.kolom))

    @property
    def sure(self) -> bool:
        """Whether the words can be held against the paper."""
        return is_sure_text(self.item.metode, self.item.keyakinan)


def _between_offices(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare between the offices of one government."""
    by_pemda = group(buku.offices, lambda kantor: kantor.kunci[1])
    for offices in by_pemda.values():
        yield from _between(buku, offices)


@aturan(
    id="definisi-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Definisi satu indikator berbeda",
    penjelasan=(
        "Rumus, definisi operasional, sumber data, atau penanggung jawab indikator yang sama "
        "berbeda antara dua naskah yang berlaku pada waktu yang sama."
    ),
    dasar_hukum="PermenPAN Nomor PER/20/M.PAN/11/2008 tentang Petunjuk Penyusunan IKU",
    membandingkan=(
        "Keputusan dengan tabel IKU dalam LKjIP yang mengulangnya dan dengan dokumen IKU tahun "
        "yang sama; antar perangkat daerah satu pemda: angka dalam rumus dan definisi yang "
        "bunyinya sama (formulir 02 dan 03 tertukar), dan rumus yang lain sama sekali"
    ),
    toleransi=(
        "Tanda baca, penomoran, salah ketik, dan kalimat yang tidak ikut dikutip tidak dianggap "
        "berbeda"
    ),
    contoh_salah="Form 02 adalah isian masyarakat di satu keputusan, Form 03 di keputusan lain.",
    contoh_benar="Penanggung jawab Seksi Trantib di satu kecamatan, Seksi PMKS di kecamatan lain.",
    antar_kantor=_between_offices,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare what is in force together within an office."""
    for kantor in buku.offices:
        for first, second in _pairs(buku, kantor):
            yield from _within(buku, first, second)


# -- within an office ---------------------------------------------------------------------


def _pairs(buku: Buku, kantor: Kantor) -> Iterator[tuple[Sequence[Indikator], Sequence[Indikator]]]:
    """Yield what is in force together: a decree and each naskah that repeats it."""
    items = {
        naskah.naskah_id: [it for tabel in buku.indicator_tables_of(naskah) for it in tabel.isi]
        for naskah in buku.naskah_of(kantor)
    }
    reports = buku.naskah_of(kantor, JenisNaskah.LKJIP)
    reported = [tabel for naskah in reports for tabel in buku.indicator_tables_of(naskah)]
    for instrumen in buku.ikatan.instruments(kantor, *KEPUTUSAN):
        first = items.get(instrumen.utama.naskah_id, [])
        for copy in instrumen.naskah[1:]:
            yield first, items.get(copy.naskah_id, [])
        for tabel in reported:
            if instrumen.kunci & {item.kunci for item in tabel.isi}:
                chosen = buku.ikatan.decree_of_table(tabel)
                if chosen.calon and chosen.calon[0].naskah == instrumen.naskah:
                    yield first, tabel.isi
    booklets = buku.naskah_of(kantor, JenisNaskah.DOKUMEN_IKU)
    for decree in buku.naskah_of(kantor, JenisNaskah.KEPUTUSAN_IKU):
        for booklet in booklets:
            if decree.tahun == booklet.tahun:
                yield items.get(decree.naskah_id, []), items.get(booklet.naskah_id, [])


def _within(
    buku: Buku, first: Sequence[Indikator], second: Sequence[Indikator]
) -> Iterator[DrafTemuan]:
    others = {item.kunci: item for item in reversed(second) if item.kunci}
    for item in first:
        other = others.get(item.kunci)
        for kolom in _KOLOM if other is not None else ():
            assert other is not None
            one, two = Sel(item, kolom), Sel(other, kolom)
            if one.teks.strip() and two.teks.strip() and _differ(one, two):
                yield _draft(buku, one, two)


def _differ(one: Sel, two: Sel) -> bool:
    if one.kolom in ("sumber_data", "penanggung_jawab"):
        same = "".join(words(one.teks)) == "".join(words(two.teks))
        same = same or is_abbreviated(one.teks, two.teks)
        return not same and likeness(one.teks, two.teks) < BEDA_ISTILAH
    if changed_numbers(one.teks, two.teks) or _other_matter(one, two):
        return True
    return likeness(one.teks, two.teks) < BEDA_RUMUS


def _other_matter(one: Sel, two: Sel) -> bool:
    """Whether a formula counts another matter by one word: handled, where settled stood."""
    known = load_words("kata")
    return one.kolom == "formulasi" and any(
        a in known
        and b in known
        and not of_one_matter(a, b)
        and telling_words(f"{a} {b}") == (a, b)
        for a, b in changed_words(one.teks, two.teks)
    )


def _numbers(one: Sel, two: Sel) -> tuple[tuple[str, str], ...]:
    """Return the numbers that differ, without those that a scanner made of a sign."""
    numbers = changed_numbers(one.teks, two.teks)
    if one.item.metode is Metode.TEKS and two.item.metode is Metode.TEKS:
        return numbers
    return tuple(pair for pair in numbers if not is_sign_misread(*pair))


# -- between offices ----------------------------------------------------------------------


def _between(buku: Buku, offices: Sequence[Kantor]) -> Iterator[DrafTemuan]:
    cells: list[Sel] = []
    for kantor in offices:
        for naskah in buku.naskah_of(kantor, *KEPUTUSAN):
            start, end = _in_force(buku, kantor, naskah)
            for tabel in buku.indicator_tables_of(naskah):
                cells += [
                    Sel(item, kolom, kantor.kunci, start, end)
                    for item in tabel.isi
                    for kolom in ("formulasi", "definisi")
                    if item.kunci and getattr(item, kolom).strip()
                ]
    for found in group(cells, lambda cell: (cell.item.kunci, cell.kolom)).values():
        if len({cell.teks for cell in found}) > 1:
            yield from _odd_ones(buku, found)


def _odd_ones(buku: Buku, cells: Sequence[Sel]) -> Iterator[DrafTemuan]:
    """Yield each cell that differs from those of most other units; of two, the elder."""
    for cell in cells:
        others = [item for item in cells if _in_force_together(cell, item)]
        alike = [item for item in others if closeness(cell.teks, item.teks) >= SAMA_BUNYI]
        against = [item for item in alike if _differ_in_detail(cell, item)]
        agreeing = len(alike) - len(against)
        against += [item for item in others if _is_other_formula(cell, item)]
        evenly = len(against) == agreeing + 1
        if len(against) > agreeing + 1 or (evenly and _is_elder(cell, against[0])):
            yield _draft(buku, cell, against[0], also=against[1:])


def _differ_in_detail(one: Sel, two: Sel) -> bool:
    """Whether the numbers, or the multiplications, of one text differ between two units."""
    return bool(changed_numbers(one.teks, two.teks)) or _other_signs(one, two)


def _other_signs(one: Sel, two: Sel) -> bool:
    return one.kolom == "formulasi" and changed_signs(one.teks, two.teks)


def _is_other_formula(one: Sel, two: Sel) -> bool:
    """Whether two units count one indicator in ways that have no matter in common."""
    if one.kolom != "formulasi":
        return False
    left, right = telling_words(one.teks), telling_words(two.teks)
    if min(len(left), len(right)) < CUKUP_KATA:
        return False
    return not any(of_one_matter(a, b) for a in left for b in right)


def _in_force_together(one: Sel, two: Sel) -> bool:
    return one.unit != two.unit and one.sejak < two.sampai and two.sejak < one.sampai


def _in_force(buku: Buku, kantor: Kantor, naskah: Naskah) -> tuple[str, str]:
    """Return from when to when a decree applies: until the next one of its office."""
    start = naskah.tanggal or str(naskah.tahun or "")
    dates = [it.tanggal or str(it.tahun or "") for it in buku.naskah_of(kantor, naskah.jenis)]
    return start, min((date for date in dates if date > start), default="9999")


def _is_elder(one: Sel, two: Sel) -> bool:
    """Of two units that differ the earlier paper is named first, of one date the first name."""
    return (one.sejak, one.unit) < (two.sejak, two.unit)


# -- the draft ----------------------------------------------------------------------------


def _draft(buku: Buku, one: Sel, two: Sel, also: Sequence[Sel] = ()) -> DrafTemuan:
    name = squeeze(one.item.indikator)
    numbers = _numbers(one, two)
    how = f" (“{numbers[0][0]}” di tempat “{numbers[0][1]}”)" if numbers else ""
    office = buku.office(two.item.naskah_id)
    whose = "" if office == buku.office(one.item.naskah_id) else f" {office.unit}"
    years = [year_of(buku.naskah[cell.item.naskah_id]) for cell in (one, two)]
    first, second = differing_lines(one.teks, two.teks)
    certain = one.sure and two.sure and (bool(numbers) or not _other_signs(one, two))
    return DrafTemuan(
        kantor=buku.office(one.item.naskah_id),
        tahun=max((year for year in years if year), default=None),
        kunci=one.item.kunci,
        identitas=(one.kolom, whose and "antar perangkat daerah"),
        uraian=(
            f"{_KOLOM[one.kolom].capitalize()} “{name}” pada {place_words(buku, at(one.item))} "
            f"berbeda dari {place_words(buku, at(two.item))}{whose}{how}."
        ),
        nilai_a=first,
        nilai_b=second,
        saran="Bandingkan kedua sel; tetapkan satu definisi dan samakan naskahnya.",
        a=at(one.item, one.teks),
        b=at(two.item, two.teks),
        penunjang=tuple(at(cell.item, cell.teks) for cell in also),
        # Where only signs differ, the bar of a fraction may have been lost in reading; that
        # two offices count in two ways may be what they mean.
        pasti=certain and not (whose and _is_other_formula(one, two)),
        salah_baca=not numbers and bool(changed_numbers(one.teks, two.teks)),
    )

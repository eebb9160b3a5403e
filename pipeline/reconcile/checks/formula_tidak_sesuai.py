"""A formula that does not measure its indicator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.text import squeeze, words
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.matter import formula_part, of_one_matter, telling_words
from pipeline.reconcile.registers import formula_words
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import closeness
from schemas.records import Indikator
from schemas.vocabulary import TingkatTemuan

SAMA = 95.0
"""Formulas this alike word for word (0..100) are one formula, a scanner's slips aside."""

LAIN = 70.0
"""Below this the indicator's own formula is another one."""

_PENDEK = 4
"""Formulas of fewer words say too little to belong to one indicator."""

_BAGIAN = 3
"""The counting part of a longer cell may be shorter: it must still name what it counts."""

_UMUM = {
    "realisasi",
    "target",
    "kinerja",
    "capaian",
    "jumlah",
    "total",
    "nilai",
    "x",
    "dibagi",
    "kali",
}


@aturan(
    id="formula-tidak-sesuai",
    tingkat=TingkatTemuan.SEDANG,
    judul="Formula tidak mengukur indikatornya",
    penjelasan=(
        "Sel formula sama dengan sel indikator lain, formula milik indikator lain, atau formula "
        "yang tidak menyebut apa pun yang diukur indikatornya."
    ),
    dasar_hukum="PermenPAN Nomor PER/20/M.PAN/11/2008: formula menerangkan cara mengukur indikator",
    membandingkan=(
        "Sel formulasi dua indikator dalam satu naskah; dan sel formulasi dengan formula indikator "
        "lain dalam keputusan, bila indikator itu sendiri berformula lain di sana; dan kata-kata "
        "formula dengan nama indikator (hasilnya perlu dicek)"
    ),
    toleransi="Formula umum (realisasi / target x 100%) boleh dipakai beberapa indikator.",
    contoh_salah="Persentase Capaian Kinerja Program memakai rumus Nilai SAKIP.",
    contoh_benar="Dua indikator sama-sama memakai realisasi / target x 100%.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare the formulas of different indicators of one office."""
    defined = [item for item in buku.rekaman.indikator if item.kunci and _says_much(item)]
    defined = [item for item in defined if item.naskah_id in buku.naskah]
    seen: set[tuple[str, str]] = set()
    for items in group(defined, lambda item: item.naskah_id).values():
        for first, second in combinations(items, 2):
            if first.kunci != second.kunci and _same(first, second):
                seen.add((second.naskah_id, second.kunci))
                yield _draft(buku, second, first)
    for items in group(defined, lambda item: buku.office(item.naskah_id)).values():
        for item in items:
            owner = _owner(item, items)
            if (item.naskah_id, item.kunci) in seen:
                continue
            if owner is not None:
                yield _draft(buku, item, owner)
            elif not _measures(item):
                yield _draft(buku, item, None)


def _says_much(item: Indikator) -> bool:
    told = [word for word in words(item.formulasi) if word not in _UMUM and not word[0].isdigit()]
    return len(told) >= _PENDEK


def _same(one: Indikator, two: Indikator) -> bool:
    if closeness(one.formulasi, two.formulasi) >= SAMA:
        return True
    parts = [formula_part(item.formulasi) for item in (one, two)]
    long_enough = all(len(telling_words(part)) >= _BAGIAN for part in parts)
    return long_enough and closeness(*parts) >= SAMA


def _owner(item: Indikator, items: Sequence[Indikator]) -> Indikator | None:
    """Return the other indicator whose formula this is, where this one has its own elsewhere."""
    own = [other for other in items if other.kunci == item.kunci and other is not item]
    if not any(closeness(item.formulasi, other.formulasi) < LAIN for other in own):
        return None
    for other in items:
        elsewhere = other.kunci != item.kunci and other.naskah_id != item.naskah_id
        beside = any(it.naskah_id == other.naskah_id for it in own)
        if elsewhere and beside and _same(item, other):
            return other
    return None


def _measures(item: Indikator) -> bool:
    """Whether some word of formula or definition has to do with the indicator's name.

    An abbreviation of the name, a word of the same root, or one that the register holds
    for the same matter will do. A name of general words only says too little to judge by.
    """
    known = formula_words()
    told = set(words(f"{item.formulasi} {item.definisi}"))
    named = [word for word in words(item.indikator) if word not in known.umum and len(word) > 1]
    short = "".join(word[0] for word in words(item.indikator))
    if not named or any(len(word) >= 3 and word in short for word in told):
        return True
    return any(of_one_matter(name, word) for name in named for word in told)


def _draft(buku: Buku, item: Indikator, owner: Indikator | None) -> DrafTemuan:
    name = squeeze(item.indikator)
    uraian = f"Formulasi “{name}” pada {place_words(buku, at(item))} "
    if owner is None:
        uraian += "tidak memuat apa pun yang diukur indikator itu."
    else:
        uraian += f"sama dengan formulasi “{squeeze(owner.indikator)}” pada "
        uraian += f"{place_words(buku, at(owner))}."
    evidence = [item] if owner is None else [item, owner]
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=year_of(buku.naskah[item.naskah_id]),
        kunci=item.kunci,
        identitas=(owner.kunci if owner else "", buku.naskah[item.naskah_id].jenis),
        uraian=uraian,
        nilai_a=squeeze(item.formulasi),
        nilai_b=squeeze(owner.indikator) if owner else name,
        saran="Tetapkan formula yang mengukur indikator itu sendiri.",
        a=at(item, item.formulasi),
        b=at(owner, owner.formulasi) if owner else at(item),
        # That no word fits is a matter of judgement; that two cells are the same is not.
        pasti=owner is not None and all(is_sure_text(it.metode, it.keyakinan) for it in evidence),
    )

"""One person with two NIP, one NIP with two persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.people import same_name, split_name
from extractors.text import words
from pipeline.reconcile.checks.nip_bentuk import is_sure_nip, other_nips
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.people import is_named
from pipeline.reconcile.rule import aturan
from schemas.records import Pejabat
from schemas.vocabulary import Metode, TingkatTemuan

SEORANG = 0.9
"""Names this alike (0..1, degrees aside) are one person's."""

ORANG_LAIN = 0.6
"""Names less alike than this are two persons'; between the two it stays open."""


def _between_offices(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the NIP of each person, and the names of each NIP, against each other."""
    signed = [item for item in buku.rekaman.pejabat if item.nip and item.naskah_id in buku.naskah]
    by_pemda = group(signed, lambda item: buku.office(item.naskah_id).kunci[1])
    for found in by_pemda.values():
        for person in _persons(buku, found):
            yield from _two_numbers(buku, person)
        for holders in group(found, lambda item: item.nip).values():
            yield from _two_holders(buku, holders)


@aturan(
    id="nip-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Satu orang dengan dua NIP, atau satu NIP dengan dua orang",
    penjelasan="NIP seorang pejabat berbeda antara dua tanda tangan, atau dipakai dua orang.",
    dasar_hukum="Peraturan Kepala BKN Nomor 22 Tahun 2007: satu NIP untuk satu pegawai",
    membandingkan="Nama dan NIP semua blok tanda tangan dalam satu pemerintah daerah",
    toleransi="Gelar, huruf besar kecil, dan tanda baca nama tidak dibandingkan.",
    contoh_salah="Rudi Hartono: 19770827 200212 1 008 pada LKjIP, … 1 006 pada PK Perubahan.",
    contoh_benar="Dua pejabat senama di dua kabupaten.",
    antar_kantor=_between_offices,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare nothing within one office alone: a person may sign in several."""
    yield from ()


def _persons(buku: Buku, signed: Sequence[Pejabat]) -> list[list[Pejabat]]:
    """Group the signatures of one person: alike in name, in one office or of like title."""
    persons: list[list[Pejabat]] = []
    for item in signed:
        for person in persons:
            if same_name(person[0].nama, item.nama) >= SEORANG and _may_be_one(
                buku, person[0], item
            ):
                person.append(item)
                break
        else:
            persons.append([item])
    return persons


def _may_be_one(buku: Buku, one: Pejabat, two: Pejabat) -> bool:
    """Two people of one name may serve in two offices; within one office they are one."""
    return buku.office(one.naskah_id) == buku.office(two.naskah_id) or one.nip[:8] == two.nip[:8]


def _two_numbers(buku: Buku, person: Sequence[Pejabat]) -> Iterator[DrafTemuan]:
    """Yield one finding for a person, however many NIP: the first two, the others in support."""
    sides = list(group(person, lambda item: item.nip).values())
    if len(sides) < 2:
        return
    first, second, *rest = sides
    a, b = first[0], second[0]
    more = f", dan {len(rest)} NIP lain" if rest else ""
    uraian = (
        f"NIP {a.nama} tertulis {a.nip} pada {place_words(buku, at(a))} dan {b.nip} pada "
        f"{place_words(buku, at(b))}{more}."
    )
    also = [item for side in rest for item in side]
    yield _draft(buku, first, second, uraian, (_earliest_name(person),), also=also, by_number=True)


def _earliest_name(person: Sequence[Pejabat]) -> str:
    """Return the bare name that comes first in the alphabet, whichever paper is read first."""
    return min(split_name(item.nama).nama.casefold() for item in person)


def _two_holders(buku: Buku, holders: Sequence[Pejabat]) -> Iterator[DrafTemuan]:
    named = [item for item in holders if is_named(item)]
    if not named:
        return
    a = named[0]
    others = [item for item in named[1:] if same_name(a.nama, item.nama) < ORANG_LAIN]
    if others:
        b = others[0]
        uraian = (
            f"NIP {a.nip} dipakai {a.nama} pada {place_words(buku, at(a))} dan {b.nama} pada "
            f"{place_words(buku, at(b))}."
        )
        same = [item for item in named if item not in others]
        yield _draft(buku, same, others, uraian, (a.nip,), by_number=False)


def _draft(
    buku: Buku,
    first: Sequence[Pejabat],
    second: Sequence[Pejabat],
    uraian: str,
    identitas: tuple[str, ...],
    *,
    also: Sequence[Pejabat] = (),
    by_number: bool,
) -> DrafTemuan:
    a, b = first[0], second[0]
    sides = (first, second)
    sure = all(any(_is_sure(item) for item in side) for side in sides)
    if not by_number:
        sure = sure and all(_name_is_sure(side) for side in sides)
    values = (a.nip, b.nip) if by_number else (a.nama, b.nama)
    explained = _could_agree(first, second) or _could_agree(second, first)
    if not by_number:
        explained = explained or _may_be_remnant(a, b) or _may_be_remnant(b, a)
    return DrafTemuan(
        kantor=buku.office_among(item.naskah_id for item in (*first, *second, *also)),
        tahun=year_of(buku.naskah[b.naskah_id]),
        identitas=identitas,
        uraian=uraian,
        nilai_a=values[0],
        nilai_b=values[1],
        saran="Cocokkan dengan data kepegawaian.",
        a=at(a, values[0]),
        b=at(b, values[1]),
        penunjang=tuple(at(item, item.nip) for item in (*first[1:], *second[1:], *also)),
        pasti=sure,
        salah_baca=explained and not also,
        lintas_tahun=True,
    )


def _is_sure(item: Pejabat) -> bool:
    return is_sure_nip(item) and is_sure_text(item.metode, item.keyakinan)


def _name_is_sure(side: Sequence[Pejabat]) -> bool:
    """Say whether a name is sure: scanned names have one reader, so two must be read alike."""
    if any(item.metode is Metode.TEKS for item in side):
        return True
    return any(same_name(one.nama, two.nama) >= SEORANG for one, two in combinations(side, 2))


def _may_be_remnant(marred: Pejabat, whole: Pejabat) -> bool:
    """Say whether a scanned name may be what ink left of another: fewer words, each like one."""
    if marred.metode is Metode.TEKS:
        return False
    left, there = words(split_name(marred.nama).nama), words(split_name(whole.nama).nama)
    return len(left) < len(there) and all(
        any(same_name(word, other) >= ORANG_LAIN for other in there) for word in left
    )


def _could_agree(changed: Sequence[Pejabat], fixed: Sequence[Pejabat]) -> bool:
    return all(fixed[0].nip in other_nips(item) for item in changed)

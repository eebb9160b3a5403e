"""One NIP or office, the name spelt in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.people import same_name
from extractors.text import squeeze, words
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.people import bare_name, is_garbled
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import looks_alike
from schemas.records import Pejabat
from schemas.vocabulary import Metode, StatusTemuan, TingkatTemuan

SEORANG = 0.8
"""Names of one office this alike (0..1) are one name spelt in two ways, not two holders."""

_JELAS = 0.95
"""A scanned name this sure needs no second place to confirm it."""


def _between_offices(buku: Buku) -> Iterator[DrafTemuan]:
    """Gather the signatures of each person, then hold the spellings against each other."""
    signed = [
        item
        for item in buku.rekaman.pejabat
        if item.naskah_id in buku.naskah and len(bare_name(item)) > 1
    ]
    by_pemda = group(signed, lambda item: buku.office(item.naskah_id).kunci[1])
    for found in by_pemda.values():
        for person in _persons(buku, found):
            yield from _one_finding(buku, person)


@aturan(
    id="nama-pejabat-berbeda",
    tingkat=TingkatTemuan.RENDAH,
    judul="Nama pejabat dieja dengan dua cara",
    penjelasan="Nama pejabat dengan NIP atau jabatan yang sama dieja berbeda.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas",
    membandingkan=(
        "Nama pada blok tanda tangan dengan NIP yang sama, atau jabatan yang sama pada perangkat "
        "daerah itu, bila ejaannya mirip; satu temuan untuk setiap orang"
    ),
    toleransi=(
        "Gelar, huruf besar kecil, tanda baca, dan spasi tidak dibandingkan; pada pindaian juga "
        "huruf yang serupa atau ekornya tertutup garis bawah (y dan v, g dan a)"
    ),
    contoh_salah="Rudi Hartanto pada LKjIP, Rudi Hartono pada PK Perubahan, NIP sama.",
    contoh_benar="RUDI HARTONO, SE dan Rudi Hartono, S.E., M.M.; camat lama dan camat baru.",
    antar_kantor=_between_offices,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare nothing within one office alone: a person may sign in several."""
    yield from ()


# -- who is one person ----------------------------------------------------------------------


def _persons(buku: Buku, signed: Sequence[Pejabat]) -> list[list[Pejabat]]:
    """Group the signatures of one person, whichever of them is read first."""
    persons: list[list[Pejabat]] = []
    for item in signed:
        own = [it for it in persons if any(_is_one(buku, item, other) for other in it)]
        rest = [it for it in persons if it not in own]
        persons = [*rest, [*(other for it in own for other in it), item]]
    return [_in_order(buku, person) for person in persons]


def _in_order(buku: Buku, person: Sequence[Pejabat]) -> list[Pejabat]:
    """Return signatures in reading order."""
    return sorted(person, key=lambda item: (buku.rank(item.naskah_id), item.halaman))


def _is_one(buku: Buku, one: Pejabat, two: Pejabat) -> bool:
    """Whether two alike names stand for one person: by NIP, or by post in one office."""
    if same_name(one.nama, two.nama) < SEORANG:
        return False
    if one.nip and one.nip == two.nip:
        return True
    return buku.office(one.naskah_id) == buku.office(two.naskah_id) and _same_post(one, two)


def _same_post(one: Pejabat, two: Pejabat) -> bool:
    """Whether two blocks bear one title (`Camat Kencong`, `Camat Kencong Kabupaten Jember`)."""
    titles = " ".join(words(one.jabatan)), " ".join(words(two.jabatan))
    return all(titles) and (titles[0].startswith(titles[1]) or titles[1].startswith(titles[0]))


# -- one finding a person -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ejaan:
    """One spelling and the signatures that bear it."""

    isi: tuple[Pejabat, ...]

    @property
    def bare(self) -> str:
        return bare_name(self.isi[0])

    @property
    def printed(self) -> bool:
        """Whether a text layer says so, which no scanner can have misread."""
        return any(item.metode is Metode.TEKS for item in self.isi)

    @property
    def clear(self) -> tuple[Pejabat, ...]:
        """The signatures whose name was read without marks of doubt."""
        return tuple(item for item in self.isi if _is_clear(item))

    @property
    def proven(self) -> bool:
        """Whether the paper surely says so: printed, very clear, or clear in two places."""
        sure = any(item.keyakinan >= _JELAS for item in self.clear)
        return self.printed or sure or len({it.halaman for it in self.clear}) >= 2


def _is_clear(item: Pejabat) -> bool:
    if item.metode is Metode.TEKS:
        return True
    return is_sure_text(item.metode, item.keyakinan) and not is_garbled(item)


_URUTAN = (StatusTemuan.PASTI, StatusTemuan.PERLU_DICEK, StatusTemuan.DUGAAN_SALAH_BACA)


def _one_finding(buku: Buku, person: Sequence[Pejabat]) -> Iterator[DrafTemuan]:
    """Yield one finding: the best proven spelling, and the surest that departs from it."""
    sides = [_Ejaan(tuple(items)) for items in group(person, bare_name).values()]
    if len(sides) < 2:
        return
    measure = max(sides, key=lambda it: (it.printed, len(it.clear), len(it.isi), it.bare))
    others = [side for side in sides if side is not measure]
    status = {side.bare: _status(measure, side) for side in others}
    other = min(others, key=lambda it: (_URUTAN.index(status[it.bare]), it.bare))
    first, second = sorted((measure, other), key=sides.index)
    rest = [
        item
        for side in others
        if side is not other and status[side.bare] is status[other.bare]
        for item in side.isi
    ]
    yield _draft(buku, person, first, second, rest, status[other.bare])


def _status(measure: _Ejaan, other: _Ejaan) -> StatusTemuan:
    """Say how sure it is that two spellings are the paper's."""
    if not (measure.printed and other.printed) and (
        not measure.clear or not other.clear or looks_alike(measure.bare, other.bare)
    ):
        return StatusTemuan.DUGAAN_SALAH_BACA
    return StatusTemuan.PASTI if measure.proven and other.proven else StatusTemuan.PERLU_DICEK


def _draft(
    buku: Buku,
    person: Sequence[Pejabat],
    first: _Ejaan,
    second: _Ejaan,
    rest: Sequence[Pejabat],
    status: StatusTemuan,
) -> DrafTemuan:
    a, b = _best(first), _best(second)
    also = [item for item in (*first.isi, *second.isi) if item is not a and item is not b]
    return DrafTemuan(
        kantor=buku.office_among(item.naskah_id for item in (*first.isi, *second.isi)),
        tahun=year_of(buku.naskah[b.naskah_id]),
        identitas=(_name_of(person),),
        uraian=(
            f"Nama “{squeeze(a.nama)}” pada {place_words(buku, at(a))} ditulis "
            f"“{squeeze(b.nama)}” pada {place_words(buku, at(b))}."
        ),
        nilai_a=squeeze(a.nama),
        nilai_b=squeeze(b.nama),
        saran="Cocokkan dengan data kepegawaian.",
        a=at(a),
        b=at(b),
        penunjang=tuple(at(item) for item in (*also, *rest)),
        pasti=status is StatusTemuan.PASTI,
        salah_baca=status is StatusTemuan.DUGAAN_SALAH_BACA,
        lintas_tahun=True,
    )


def _best(side: _Ejaan) -> Pejabat:
    """Return the signature that shows a spelling best, the first of those alike."""
    return (side.clear or side.isi)[0]


def _name_of(person: Sequence[Pejabat]) -> str:
    """Return what names a person in every run: the NIP most often read, else the name."""
    nips = Counter(item.nip for item in person if item.nip)
    if nips:
        return min(nips, key=lambda nip: (-nips[nip], nip))
    return min(bare_name(item) for item in person)

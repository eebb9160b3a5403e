"""One NIP or office, the name spelt in two ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from extractors.people import same_name, split_name
from extractors.text import squeeze, words
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import is_slip
from schemas.records import Pejabat
from schemas.vocabulary import Metode, TingkatTemuan

SEORANG = 0.8
"""Names of one office this alike (0..1) are one name spelt in two ways, not two holders."""

_JELAS = 0.95


@aturan(
    id="nama-pejabat-berbeda",
    tingkat=TingkatTemuan.RENDAH,
    judul="Nama pejabat dieja dengan dua cara",
    penjelasan="Nama pejabat dengan NIP atau jabatan yang sama dieja berbeda.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas",
    membandingkan=(
        "Nama pada blok tanda tangan dengan NIP yang sama, atau jabatan yang sama pada perangkat "
        "daerah itu, bila ejaannya mirip"
    ),
    toleransi="Gelar, huruf besar kecil, tanda baca, dan spasi tidak dibandingkan.",
    contoh_salah="Rudi Hartanto pada LKjIP, Rudi Hartono pada PK Perubahan, NIP sama.",
    contoh_benar="RUDI HARTONO, SE dan Rudi Hartono, S.E., M.M.; camat lama dan camat baru.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the names of one NIP, then of one office, against each other."""
    signed = [item for item in buku.rekaman.pejabat if item.naskah_id in buku.naskah and item.nama]
    seen: set[frozenset[str]] = set()
    by_nip = group((item for item in signed if item.nip), lambda item: item.nip)
    by_office = group(
        (item for item in signed if item.jabatan), lambda item: buku.office(item.naskah_id)
    )
    for found in (*by_nip.values(), *by_office.values()):
        for first, second in _spellings(found):
            pair = frozenset((bare_name(first[0]), bare_name(second[0])))
            if pair not in seen:
                seen.add(pair)
                yield _draft(buku, first, second)


def bare_name(item: Pejabat) -> str:
    """Return the name without degrees, case, punctuation and spaces."""
    return "".join(words(split_name(item.nama).nama))


def _spellings(found: Sequence[Pejabat]) -> Iterator[tuple[list[Pejabat], list[Pejabat]]]:
    """Yield two spellings of one name, of one NIP or one title, the earlier first."""
    sides = list(group(found, bare_name).values())
    for one, two in combinations(sides, 2):
        alike = same_name(one[0].nama, two[0].nama) >= SEORANG
        if alike and any(_same_post(a, b) for a in one for b in two):
            yield one, two


def _same_post(one: Pejabat, two: Pejabat) -> bool:
    """Whether two blocks bear one NIP, or one title (`Camat Kencong Kabupaten Jember`)."""
    if one.nip and one.nip == two.nip:
        return True
    titles = " ".join(words(one.jabatan)), " ".join(words(two.jabatan))
    return all(titles) and (titles[0].startswith(titles[1]) or titles[1].startswith(titles[0]))


def _draft(buku: Buku, first: Sequence[Pejabat], second: Sequence[Pejabat]) -> DrafTemuan:
    a, b = first[0], second[0]
    slip = is_slip(
        " ".join(words(split_name(a.nama).nama)), " ".join(words(split_name(b.nama).nama))
    )
    clear = all(any(_is_clear(item) for item in side) for side in (first, second))
    return DrafTemuan(
        kantor=buku.office_among(item.naskah_id for item in (*first, *second)),
        tahun=year_of(buku.naskah[b.naskah_id]),
        identitas=tuple(sorted((bare_name(a), bare_name(b)))),
        uraian=(
            f"Nama “{squeeze(a.nama)}” pada {place_words(buku, at(a))} ditulis "
            f"“{squeeze(b.nama)}” pada {place_words(buku, at(b))}."
        ),
        nilai_a=squeeze(a.nama),
        nilai_b=squeeze(b.nama),
        saran="Cocokkan dengan data kepegawaian.",
        a=at(a),
        b=at(b),
        penunjang=tuple(at(item) for item in (*first[1:], *second[1:])),
        pasti=clear,
        salah_baca=slip and not clear,
        lintas_tahun=True,
    )


def _is_clear(item: Pejabat) -> bool:
    return item.metode is Metode.TEKS or item.keyakinan >= _JELAS

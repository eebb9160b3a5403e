"""One indicator, written in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from extractors.kamus import load_words
from extractors.text import squeeze
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku, Kantor, group
from pipeline.reconcile.pairs import is_strategic
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import is_slip, plain_name
from schemas.records import Indikator, Kinerja
from schemas.vocabulary import JenisNaskah, Metode, TingkatTemuan

Nama = Indikator | Kinerja
"""A record that bears the name of an indicator."""

_JELAS = 0.95
"""A scanned word this sure is not taken for a slip of the scanner."""


@aturan(
    id="nama-indikator-berbeda",
    tingkat=TingkatTemuan.RENDAH,
    judul="Nama satu indikator ditulis dengan dua cara",
    penjelasan="Indikator yang sama ditulis berbeda antara naskah atau tabel.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: indikator dalam PK dan laporan mengikuti Renstra",
    membandingkan=(
        "Nama indikator tujuan dan sasaran di semua tabel dan naskah perangkat daerah itu; "
        "indikator program dan kegiatan tidak dibandingkan"
    ),
    toleransi="Huruf besar kecil, tanda baca, dan satuan dalam kurung di belakang nama.",
    contoh_salah="Persentase Fasilitas … yang di laksanakan; Persentase Fasilitasi … dilaksanakan.",
    contoh_benar="NILAI SAKIP OPD dan Nilai Sakip (OPD).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Gather the names of each indicator of each office."""
    names = [item for item in _names(buku) if item.kunci and squeeze(item.indikator)]
    keyed = group(names, lambda item: (buku.office(item.naskah_id), item.kunci))
    for (kantor, _), found in keyed.items():
        written = group(found, lambda item: plain_name(item.indikator))
        if len(written) > 1:
            yield _draft(buku, kantor, list(written.values()))


def _names(buku: Buku) -> list[Nama]:
    """Return each row that names an indicator once, in the order of naskah and page."""
    found: list[Nama] = []
    for tabel in buku.performance_tables:
        rows = group((item for item in tabel.isi if is_strategic(item)), lambda item: item.urut)
        found += [row[0] for row in rows.values()]
    for defining in buku.indicator_tables:
        found += defining.isi
    known = [it for it in found if buku.naskah[it.naskah_id].jenis is not JenisNaskah.LAINNYA]
    return sorted(known, key=lambda it: (buku.rank(it.naskah_id), at(it).halaman))


def _draft(buku: Buku, kantor: Kantor, written: list[list[Nama]]) -> DrafTemuan:
    first, second = written[0], written[1]
    a, b = first[0], second[0]
    slip = is_slip(plain_name(a.indikator), plain_name(b.indikator))
    rest = chain(first[1:], second[1:], *written[2:])
    sure = all(
        any(is_sure_text(item.metode, item.keyakinan) for item in side) for side in (first, second)
    )
    return DrafTemuan(
        kantor=kantor,
        tahun=year_of(buku.naskah[a.naskah_id]),
        kunci=a.kunci,
        identitas=("nama",),
        uraian=(
            f"Indikator “{squeeze(a.indikator)}” pada {place_words(buku, at(a))} ditulis "
            f"“{squeeze(b.indikator)}” pada {place_words(buku, at(b))}"
            + (f", dan dengan {len(written) - 2} cara lain." if len(written) > 2 else ".")
        ),
        nilai_a=squeeze(a.indikator),
        nilai_b=squeeze(b.indikator),
        saran="Pakai satu nama: nama pada matriks Renstra dan keputusan IKU.",
        a=at(a, a.indikator),
        b=at(b, b.indikator),
        penunjang=tuple(at(item, item.indikator) for item in rest),
        pasti=sure,
        salah_baca=slip and not (_is_told(first, second) and _is_told(second, first)),
        lintas_tahun=True,
    )


def _is_told(side: list[Nama], other: list[Nama]) -> bool:
    """Whether the paper, not a slip of the scanner, gives a spelling.

    A text layer says so, or two scanned places that agree, or words that are words: a
    scanner makes `tanggoh` of `tangguh`, but hardly `fasilitas` of `fasilitasi`.
    """
    if any(item.metode is Metode.TEKS for item in side):
        return True
    clear = {(item.naskah_id, at(item).halaman) for item in side if item.keyakinan >= _JELAS}
    own, theirs = (plain_name(items[0].indikator).split() for items in (side, other))
    odd = [word for word in own if word not in theirs]
    # A scanner loses the space of `tata kelola`; it hardly puts one into `tatakelola`.
    parted = "".join(own) == "".join(theirs) and len(own) > len(theirs)
    are_words = parted or all(word in load_words("kata") for word in odd)
    return len(clear) >= 2 or (bool(clear) and are_words)

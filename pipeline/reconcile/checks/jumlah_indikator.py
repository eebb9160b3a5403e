"""Counts of indicators in the text, against the table before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.claims import attained, claim_words, is_reached, place_of_claim
from pipeline.reconcile.figures import Ganti, plain, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku, performance_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja, Klaim
from schemas.vocabulary import JenisKlaim, TingkatTemuan, UkuranKlaim

_NAMA = {
    UkuranKlaim.INDIKATOR: "indikator",
    UkuranKlaim.INDIKATOR_TERCAPAI: "indikator yang mencapai target",
    UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI: "indikator yang tidak mencapai target",
}


@aturan(
    id="jumlah-indikator",
    tingkat=TingkatTemuan.SEDANG,
    judul="Jumlah indikator dalam uraian berbeda dari tabelnya",
    penjelasan="Uraian menghitung indikator yang tercapai atau tidak lain dari yang ada di tabel.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: simpulan pengukuran kinerja",
    membandingkan=(
        "Banyaknya indikator, yang tercapai dan yang tidak, dalam kalimat dengan baris tabel "
        "capaian tepat sebelumnya (tercapai: capaian 100% atau lebih)"
    ),
    toleransi="Tabel yang salah satu capaiannya tidak terbaca atau bertentangan tidak dihitung.",
    contoh_salah="Sebanyak 5 indikator tercapai; menurut tabel 4.",
    contoh_benar="Terhadap 6 indikator, 5 tercapai dan 1 tidak; tabelnya pun demikian.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Count the rows of the table that each count speaks of."""
    for klaim in buku.claims:
        if klaim.jenis is not JenisKlaim.CACAH or klaim.ukuran not in _NAMA:
            continue
        tabel = buku.table_of_claim(klaim)
        if tabel is None or klaim.nilai is None:
            continue
        rows = [row for row in performance_rows(tabel) if row.strategis]
        found = [attained(row, klaim.tahun) for row in rows]
        figures = [item for item in found if item is not None]
        if figures and len(figures) == len(rows) and value(klaim, {}) != _count(klaim, figures, {}):
            yield _draft(buku, klaim, figures)


def _count(klaim: Klaim, figures: Sequence[Kinerja], ganti: Ganti) -> int:
    reached = sum(is_reached(item, ganti) for item in figures)
    if klaim.ukuran is UkuranKlaim.INDIKATOR_TERCAPAI:
        return reached
    if klaim.ukuran is UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI:
        return len(figures) - reached
    return len(figures)


def _draft(buku: Buku, klaim: Klaim, figures: Sequence[Kinerja]) -> DrafTemuan:
    assert klaim.ukuran is not None
    counted = _count(klaim, figures, {})
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        identitas=(
            klaim.ukuran,
            plain(value(klaim, {})),
            *(plain(value(item, {})) for item in figures),
        ),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut “{claim_words(klaim)}”, "
            f"sedangkan {_NAMA[klaim.ukuran]} pada {place_words(buku, at(figures[0]))} "
            f"berjumlah {counted}."
        ),
        nilai_a=plain(value(klaim, {})),
        nilai_b=str(counted),
        saran="Hitung kembali indikator pada tabel, lalu perbaiki kalimatnya.",
        a=place_of_claim(klaim),
        b=at(figures[0]),
        penunjang=tuple(at(item) for item in figures[1:]),
        angka=(klaim, *figures),
        selaras=lambda ganti: value(klaim, ganti) == _count(klaim, figures, ganti),
    )

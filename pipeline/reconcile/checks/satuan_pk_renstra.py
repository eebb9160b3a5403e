"""The unit of an indicator in the PK against the Renstra in force."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import beside_plan, is_strategic
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranKinerja

_TANPA_DIMENSI = frozenset(
    {"indeks", "nilai", "angka", "skor", "poin", "skala", "rasio", "predikat"}
)
"""Words for a figure without a unit; papers use them for each other."""


@aturan(
    id="satuan-pk-renstra",
    tingkat=TingkatTemuan.RENDAH,
    judul="Satuan indikator PK berbeda dari Renstra",
    penjelasan="Untuk diketahui: satu indikator diukur dengan dua satuan.",
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: indikator dan satuan perjanjian kinerja mengikuti rencana"
    ),
    membandingkan=(
        "Satuan target PK dengan satuan target indikator dan tahun yang sama pada matriks Renstra "
        "yang berlaku, bila keduanya tercetak"
    ),
    toleransi="Indeks, nilai, angka, skor dan poin dipakai bergantian; satuan kosong tidak dinilai",
    contoh_salah="PK: 4 dokumen; Renstra: 4 laporan.",
    contoh_benar="PK: 83,5 indeks; Renstra: 83,5 angka.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the units of each PK against those of the matrix that binds it."""
    for _, own, planned in beside_plan(buku, _is_target):
        for kunci, items in group(own, lambda item: item.kunci).items():
            same = [it for it in planned if (it.kunci, it.tahun) == (kunci, items[0].tahun)]
            if same and not any(_agree(a, b) for a in items for b in same):
                yield _draft(buku, items[0], same[0])


def _is_target(item: Kinerja) -> bool:
    told = bool(item.kunci and item.satuan)
    return told and item.ukuran is UkuranKinerja.TARGET and is_strategic(item)


def _agree(one: Kinerja, two: Kinerja) -> bool:
    units = {one.satuan, two.satuan}
    return len(units) == 1 or units <= _TANPA_DIMENSI


def _draft(buku: Buku, item: Kinerja, other: Kinerja) -> DrafTemuan:
    pk = buku.naskah[item.naskah_id]
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=item.tahun,
        kunci=item.kunci,
        identitas=(pk.jenis, item.satuan, other.satuan),
        uraian=(
            f"Target “{' '.join(item.indikator.split())}” tahun {item.tahun} bersatuan "
            f"{item.satuan} pada {place_words(buku, at(item))} dan {other.satuan} pada "
            f"{place_words(buku, at(other))}."
        ),
        nilai_a=item.satuan,
        nilai_b=other.satuan,
        saran="Samakan satuan dengan Renstra.",
        a=at(item),
        b=at(other),
        angka=(item, other),
    )

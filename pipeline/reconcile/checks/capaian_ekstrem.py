"""A capaian so far from its target that target, unit or figure deserve a second look."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.reconcile.figures import Ganti, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import figures_in_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranKinerja

TINGGI = Decimal(150)
RENDAH = Decimal(25)


@aturan(
    id="capaian-ekstrem",
    tingkat=TingkatTemuan.RENDAH,
    judul="Capaian jauh dari targetnya",
    penjelasan=(
        "Untuk diketahui: capaian di atas 150% atau di bawah 25%. Target mungkin terlalu rendah "
        "atau terlalu tinggi, atau satuannya keliru."
    ),
    dasar_hukum="PermenPANRB Nomor 88 Tahun 2021: target kinerja menantang dan dapat dicapai",
    membandingkan="Capaian indikator tujuan, sasaran, dan program tahun laporan",
    toleransi="Satu temuan untuk satu indikator, tahun, dan capaian, di tabel mana pun",
    contoh_salah="Capaian 412%.",
    contoh_benar="Capaian 118,5%.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at the capaian of every row."""
    for _, capaian in figures_in_rows(buku, UkuranKinerja.CAPAIAN):
        if capaian.nilai is not None and _is_far(capaian, {}):
            yield _draft(buku, capaian)


def _is_far(capaian: Kinerja, ganti: Ganti) -> bool:
    return not RENDAH <= value(capaian, ganti) <= TINGGI


def _draft(buku: Buku, capaian: Kinerja) -> DrafTemuan:
    nilai = value(capaian, {})
    return DrafTemuan(
        kantor=buku.office(capaian.naskah_id),
        tahun=capaian.tahun,
        kunci=capaian.kunci,
        identitas=(
            "" if capaian.kunci else " ".join(capaian.indikator.split()),
            plain(nilai.normalize()),
        ),
        uraian=(
            f"Capaian “{' '.join(capaian.indikator.split())}” pada "
            f"{place_words(buku, at(capaian))} {show(capaian)}."
        ),
        nilai_a=plain(nilai),
        nilai_b=plain(TINGGI if nilai > TINGGI else RENDAH),
        saran="Periksa target, satuan, dan realisasinya.",
        a=at(capaian),
        angka=(capaian,),
        selaras=lambda ganti: not _is_far(capaian, ganti),
    )

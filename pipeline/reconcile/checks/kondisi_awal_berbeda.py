"""A baseline, or the realisasi of an earlier year, with two values."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import (
    Beda,
    by_indicator,
    compare_all,
    draft_difference,
    single_figures,
)
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranKinerja


@aturan(
    id="kondisi-awal-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Kondisi awal atau realisasi tahun lalu berbeda",
    penjelasan="Kondisi awal, atau realisasi tahun sebelumnya, tertulis dengan dua nilai.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: laporan membandingkan dengan tahun-tahun lalu",
    membandingkan=(
        "Kondisi awal dan realisasi tahun yang sama di semua tabel dan naskah: kondisi awal 2024 "
        "dengan kolom realisasi 2024 dan dengan LKjIP tahun 2024"
    ),
    toleransi="Tidak ada; kondisi awal tanpa tahun tidak dibandingkan.",
    contoh_salah="Kondisi awal 2024 tertulis 93 pada Tabel 2.4 dan 92,80 pada Tabel 3.8.",
    contoh_benar="Kondisi awal 2021 tertulis 90 dan realisasi 2022 tertulis 91.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold baselines and earlier realisasi against each other."""
    measures = (UkuranKinerja.KONDISI_AWAL, UkuranKinerja.REALISASI)
    dated = (item for item in single_figures(buku, *measures) if item.tahun is not None)
    for tahun, figures in by_indicator(buku, dated):
        for beda in compare_all(buku, figures):
            if not _is_of_the_year(buku, beda):
                yield draft_difference(
                    buku,
                    beda,
                    tahun=tahun,
                    sebagai="" if beda.satu[0].ukuran is beda.dua[0].ukuran else "kondisi awal",
                    saran="Cocokkan dengan laporan kinerja tahun itu, lalu samakan.",
                )


def _is_of_the_year(buku: Buku, beda: Beda) -> bool:
    """Whether both values are realisasi of the reported year: another rule's matter."""
    return all(all(_is_own(buku, item) for item in side) for side in (beda.satu, beda.dua))


def _is_own(buku: Buku, item: Kinerja | Anggaran) -> bool:
    same_year = item.tahun == buku.naskah[item.naskah_id].tahun
    return item.ukuran is UkuranKinerja.REALISASI and same_year

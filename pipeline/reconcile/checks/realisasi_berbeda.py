"""One indicator and year, two realisasi."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import (
    by_indicator,
    compare_all,
    draft_difference,
    single_figures,
)
from pipeline.reconcile.rule import aturan
from schemas.vocabulary import TingkatTemuan, UkuranKinerja


@aturan(
    id="realisasi-berbeda",
    tingkat=TingkatTemuan.TINGGI,
    judul="Realisasi satu indikator berbeda",
    penjelasan="Realisasi indikator yang sama pada tahun yang sama tertulis dengan dua nilai.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: data kinerja dalam laporan harus andal",
    membandingkan=(
        "Realisasi tahun laporan di semua tabel dan naskah perangkat daerah itu; untuk indikator "
        "program, hanya pada program, kegiatan, atau sub kegiatan yang sama"
    ),
    toleransi="Tidak ada; target yang berbeda karena Renstra berganti tidak mengubah realisasi.",
    contoh_salah="Realisasi IKM 2025: 92,33 pada tabel capaian, 89,95 pada tabel efisiensi.",
    contoh_benar="92,33 pada kedua tabel, dengan target 92,5 dan 93,5.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the realisasi of the reported year against each other."""
    own_year = (
        item
        for item in single_figures(buku, UkuranKinerja.REALISASI)
        if item.tahun is not None and item.tahun == buku.naskah[item.naskah_id].tahun
    )
    for tahun, figures in by_indicator(buku, own_year):
        for beda in compare_all(buku, figures):
            yield draft_difference(
                buku,
                beda,
                tahun=tahun,
                saran="Minta data dukung realisasi, lalu perbaiki tabel yang keliru.",
            )

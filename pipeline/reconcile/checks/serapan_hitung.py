"""Serapan against realisasi and pagu."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reconcile.arithmetic import draft_percent, is_misread
from pipeline.reconcile.figures import Ganti, percent_agrees, value
from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import BarisAnggaran, Buku, budget_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran
from schemas.vocabulary import TingkatTemuan, UkuranAnggaran

_DASAR = (
    UkuranAnggaran.PAGU,
    UkuranAnggaran.SESUDAH_PERUBAHAN,
    UkuranAnggaran.PERGESERAN,
    UkuranAnggaran.SEBELUM_PERUBAHAN,
)
"""What serapan is a percent of: the first of these that the row prints."""


@dataclass(frozen=True, slots=True)
class Serapan:
    """A printed serapan with the amounts of its row."""

    serapan: Anggaran
    realisasi: Anggaran
    pagu: Anggaran

    def agrees(self, ganti: Ganti) -> bool:
        """Whether the percent is realisasi / pagu; without pagu there is none to compute."""
        pagu = value(self.pagu, ganti)
        if not pagu:
            return True
        return percent_agrees(
            value(self.realisasi, ganti), pagu, self.serapan, value(self.serapan, ganti)
        )


@aturan(
    id="serapan-hitung",
    tingkat=TingkatTemuan.SEDANG,
    judul="Serapan anggaran salah hitung",
    penjelasan="Persentase serapan bukan realisasi anggaran dibagi pagunya.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: laporan kinerja menyajikan realisasi anggaran",
    membandingkan="Serapan dengan realisasi / pagu x 100 pada baris yang sama",
    toleransi="Pembulatan biasa atau pemotongan pada desimal yang tercetak; pagu 0 tidak dihitung.",
    contoh_salah="Pagu 143.419.500, realisasi 140.435.128: tertulis 97,29%; hasil hitungan 97,92%.",
    contoh_benar="Pagu 2.911.311.160,40, realisasi 2.070.116.001,00: tertulis 71% atau 71,11%.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compute every serapan that has its amounts beside it."""
    for tabel in buku.budget_tables:
        found = [
            item
            for row in budget_rows(tabel)
            for tahun in row.tahun
            if (item := _complete(row, tahun)) is not None
        ]
        wrong = [item for item in found if not item.agrees({})]
        for item in wrong:
            yield draft_percent(
                buku,
                tercetak=item.serapan,
                bagian=item.realisasi,
                dari=item.pagu,
                selaras=item.agrees,
                pasti=not is_misread(len(wrong), len(found)),
                saran="Hitung ulang serapan; cocokkan realisasi dengan laporan keuangan.",
            )


def _complete(row: BarisAnggaran, tahun: int | None) -> Serapan | None:
    printed = row.one(UkuranAnggaran.SERAPAN, tahun)
    realisasi = row.one(UkuranAnggaran.REALISASI, tahun)
    pagu = _base(row, tahun)
    if printed is None or realisasi is None or pagu is None or not pagu.nilai:
        return None
    if printed.nilai is None or realisasi.nilai is None:
        return None
    return Serapan(printed, realisasi, pagu)


def _base(row: BarisAnggaran, tahun: int | None) -> Anggaran | None:
    found = (row.one(ukuran, tahun) for ukuran in _DASAR)
    return next((item for item in found if item is not None), None)

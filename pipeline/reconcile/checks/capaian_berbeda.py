"""One indicator and year, same target and realisasi, two capaian."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pipeline.reconcile.figures import figure_id, is_sure, percent_agrees
from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import (
    Beda,
    by_subject,
    compare_all,
    draft_difference,
    figures_in_rows,
)
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, Kinerja
from schemas.vocabulary import JenisNaskah, TingkatTemuan, UkuranKinerja

Hasil = tuple[Decimal, Decimal]
"""Target and realisasi of a row."""


@aturan(
    id="capaian-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Capaian satu indikator berbeda",
    penjelasan="Dari target dan realisasi yang sama tertulis dua capaian.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: data kinerja dalam laporan harus andal",
    membandingkan="Capaian indikator dan tahun yang sama, bila target dan realisasinya sama",
    toleransi="Dua capaian yang keduanya pembulatan atau pemotongan hasil hitungan yang sama.",
    contoh_salah="Target 92,5, realisasi 92,33: capaian 99,81% dan, di tabel lain, 98,91%.",
    contoh_benar="Target 93,5, realisasi 92,33: capaian 98,74% dan, di tabel lain, 98,75%.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold capaian of equal rows against each other."""
    base: dict[str, Hasil] = {}
    beside: dict[str, tuple[Kinerja, Kinerja]] = {}
    figures: list[Kinerja] = []
    for row, item in figures_in_rows(buku, UkuranKinerja.CAPAIAN):
        target = row.one(UkuranKinerja.TARGET, item.tahun)
        realisasi = row.one(UkuranKinerja.REALISASI, item.tahun)
        if not item.kunci or target is None or realisasi is None:
            continue
        if buku.naskah[item.naskah_id].jenis is JenisNaskah.LAINNYA:
            continue
        if target.nilai is not None and realisasi.nilai is not None:
            base[item.kinerja_id] = (target.nilai, realisasi.nilai)
            beside[item.kinerja_id] = (target, realisasi)
            figures.append(item)
    keyed = group(
        figures,
        lambda item: (
            buku.office(item.naskah_id),
            item.kunci,
            item.tahun,
            base[item.kinerja_id],
        ),
    )
    for (_, _, tahun, hasil), found in keyed.items():
        for subject in by_subject(found):
            for beda in compare_all(buku, subject):
                if not _both_round(beda, hasil):
                    draf = draft_difference(
                        buku,
                        beda,
                        tahun=tahun,
                        saran="Hitung ulang capaian dan samakan kedua tabel.",
                    )
                    # That target and realisasi are the same must be read as surely.
                    both = (beda.satu[0], beda.dua[0])
                    same = [it for side in both for it in beside[figure_id(side)]]
                    yield replace(draf, pasti=all(is_sure(it) for it in same))


def _both_round(beda: Beda, hasil: Hasil) -> bool:
    target, realisasi = hasil
    return bool(target) and all(
        _rounds(side[0], realisasi, target) for side in (beda.satu, beda.dua)
    )


def _rounds(capaian: Kinerja | Anggaran, realisasi: Decimal, target: Decimal) -> bool:
    if capaian.nilai is None:
        return False
    return percent_agrees(realisasi, target, capaian, capaian.nilai)

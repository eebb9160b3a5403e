"""A yearly or end target in the LKjIP against the Renstra matrix."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, not_compared
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import (
    against_instruments,
    draft_difference,
    is_strategic,
    single_figures,
)
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja, Naskah
from schemas.vocabulary import JenisNaskah, TingkatTemuan, UkuranKinerja

_TARGET = (UkuranKinerja.TARGET, UkuranKinerja.TARGET_AKHIR)


@aturan(
    id="target-lkjip-renstra",
    tingkat=TingkatTemuan.TINGGI,
    judul="Target dalam LKjIP berbeda dari matriks Renstra",
    penjelasan="Target tahunan atau target akhir dalam LKjIP bukan target pada matriks Renstra.",
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan kinerja membandingkan realisasi sampai dengan "
        "tahun ini dengan target jangka menengah dalam rencana strategis"
    ),
    membandingkan=(
        "Target dan target akhir tiap tabel LKjIP dengan matriks Renstra yang dikutip tabel itu; "
        "target akhir dengan target akhir, atau dengan target tahun terakhir matriks"
    ),
    toleransi="Tidak ada; nilai disamakan dahulu bentuknya.",
    contoh_salah="Target akhir 2029 dalam LKjIP 86; pada matriks Renstra 2025-2029 tertulis 85.",
    contoh_benar="Target akhir 2026 dalam tabel Renstra lama, target akhir 2029 dalam tabel baru.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold each table of each LKjIP against the matrix it quotes."""
    targets = group(single_figures(buku, *_TARGET), lambda item: item.naskah_id)
    for tabel in buku.performance_tables:
        figures = [
            item
            for item in targets.get(tabel.naskah.naskah_id, [])
            if buku.table_of(item) is tabel and is_strategic(item)
        ]
        if tabel.naskah.jenis is not JenisNaskah.LKJIP or not figures:
            continue
        chosen = buku.ikatan.matrix_of_table(tabel)
        if chosen.alasan:
            kantor = buku.office(tabel.naskah.naskah_id)
            apa = f"target {tabel.label or 'tabel tanpa nomor'} dengan Renstra"
            yield not_compared(kantor, tabel.naskah.naskah_id, apa, chosen.alasan)
        yield from _differences(buku, figures, chosen.naskah, targets)


def _differences(
    buku: Buku,
    figures: list[Kinerja],
    matrices: tuple[Naskah, ...],
    targets: dict[str, list[Kinerja]],
) -> Iterator[DrafTemuan]:
    for (kunci, tahun), own in group(figures, lambda item: (item.kunci, item.tahun)).items():
        for matrix in matrices:
            same = [
                item
                for item in targets.get(matrix.naskah_id, [])
                if (item.kunci, item.tahun) == (kunci, tahun) and is_strategic(item)
            ]
            for beda in against_instruments(own, [same]):
                yield draft_difference(
                    buku,
                    beda,
                    tahun=tahun,
                    saran=(
                        "Periksa matriks Renstra yang ditetapkan; perbaiki tabel LKjIP dan angka "
                        "yang dihitung darinya."
                    ),
                )

"""PK target against the Renstra matrix in force for that PK."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, not_compared
from pipeline.reconcile.ledger import PK, Buku, group
from pipeline.reconcile.pairs import (
    against_instruments,
    draft_difference,
    same_subject,
    single_figures,
    without_partner,
)
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja, Naskah
from schemas.vocabulary import TingkatTemuan, UkuranKinerja


@aturan(
    id="target-pk-renstra",
    tingkat=TingkatTemuan.TINGGI,
    judul="Target PK berbeda dari matriks Renstra",
    penjelasan=(
        "Target yang diperjanjikan tidak sama dengan target tahun itu pada matriks Renstra "
        "yang berlaku saat perjanjian kinerja ditandatangani."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: target perjanjian kinerja bersumber dari rencana "
        "strategis dan rencana kerja tahunan"
    ),
    membandingkan=(
        "Target tujuan dan sasaran pada PK dengan target tahun yang sama pada matriks Renstra "
        "yang berlaku: yang periodenya memuat tahun PK dan sudah ditetapkan pada tanggal PK"
    ),
    toleransi="Tidak ada; nilai disamakan dahulu bentuknya (97,5% sama dengan 97,50).",
    contoh_salah="PK Perubahan 2025 mencantumkan 83,5; matriks Renstra 2025-2029 93,5.",
    contoh_benar=(
        "PK awal 2025 mencantumkan 92,5 menurut Renstra 2021-2026, sedangkan Renstra 2025-2029 "
        "mencantumkan 93,5: Renstra itu belum berlaku."
    ),
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold each PK against the matrix that binds it."""
    targets = group(single_figures(buku, UkuranKinerja.TARGET), lambda item: item.naskah_id)
    for naskah in buku.naskah.values():
        own = [
            item
            for item in targets.get(naskah.naskah_id, [])
            if item.tahun == naskah.tahun and item.kinerja_id not in buku.ikatan.plans_in_agreements
        ]
        if naskah.jenis not in PK or not own:
            continue
        chosen = buku.ikatan.matrix_of(naskah)
        if not chosen.calon:
            kantor = buku.office(naskah.naskah_id)
            yield not_compared(kantor, naskah.naskah_id, "target PK dengan Renstra", chosen.alasan)
        yield from _differences(buku, own, chosen.naskah, targets)


def _differences(
    buku: Buku,
    own: list[Kinerja],
    matrices: tuple[Naskah, ...],
    targets: dict[str, list[Kinerja]],
) -> Iterator[DrafTemuan | BelumDibandingkan]:
    alone: list[Kinerja] = []
    for (kunci, tahun), figures in group(own, lambda item: (item.kunci, item.tahun)).items():
        for matrix in matrices:
            same = [
                item
                for item in targets.get(matrix.naskah_id, [])
                if (item.kunci, item.tahun) == (kunci, tahun) and same_subject(item, figures[0])
            ]
            alone += [] if same else figures[:1]
            for beda in against_instruments(figures, [same]):
                yield draft_difference(
                    buku,
                    beda,
                    tahun=tahun,
                    saran=(
                        "Cocokkan kedua naskah asli; bila benar berbeda, sesuaikan perjanjian "
                        "kinerja atau tunjukkan dasar perubahan target."
                    ),
                )
    why = "indikatornya, pada tahun itu, tidak ada dalam matriks Renstra yang berlaku"
    yield from without_partner(buku, alone, "target PK dengan Renstra", why)

"""A target in the LKjIP against the PK it reports on."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, not_compared
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import (
    against_instruments,
    draft_difference,
    is_strategic,
    same_subject,
    single_figures,
    without_partner,
)
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja
from schemas.vocabulary import JenisNaskah, TingkatTemuan, UkuranKinerja


@aturan(
    id="target-lkjip-pk",
    tingkat=TingkatTemuan.TINGGI,
    judul="Target dalam LKjIP berbeda dari PK",
    penjelasan="LKjIP mengukur kinerja terhadap target yang bukan target yang diperjanjikan.",
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan kinerja membandingkan realisasi dengan target "
        "yang diperjanjikan"
    ),
    membandingkan=(
        "Target setiap tabel LKjIP dengan target PK yang dilaporkan tabel itu. PK dikenali dari "
        "indikator dan target yang sama; tiap tabel dipasangkan sendiri"
    ),
    toleransi="Tidak ada; nilai disamakan dahulu bentuknya.",
    contoh_salah="PK mencantumkan 97,5%; tabel efisiensi LKjIP mencantumkan target 100.",
    contoh_benar="LKjIP menyajikan dua tabel: 92,5 menurut PK awal dan 93,5 menurut PK Perubahan.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold each table of each LKjIP against the PK it reports on."""
    targets = group(single_figures(buku, UkuranKinerja.TARGET), lambda item: item.naskah_id)
    for tabel in buku.performance_tables:
        figures = [
            item
            for item in targets.get(tabel.naskah.naskah_id, [])
            if buku.table_of(item) is tabel and is_strategic(item)
        ]
        if tabel.naskah.jenis is not JenisNaskah.LKJIP or not figures:
            continue
        chosen = buku.ikatan.pk_of(tabel)
        if chosen.alasan:
            kantor = buku.office(tabel.naskah.naskah_id)
            apa = f"target {tabel.label or 'tabel tanpa nomor'} dengan PK"
            yield not_compared(kantor, tabel.naskah.naskah_id, apa, chosen.alasan)
        alone: list[Kinerja] = []
        for (kunci, tahun), own in group(figures, lambda item: (item.kunci, item.tahun)).items():
            calon = [
                [
                    item
                    for naskah in instrumen.naskah
                    for item in targets.get(naskah.naskah_id, [])
                    if (item.kunci, item.tahun) == (kunci, tahun) and same_subject(item, own[0])
                ]
                for instrumen in chosen.calon
            ]
            alone += own[:1] if chosen.calon and not any(calon) else []
            for beda in against_instruments(own, calon):
                yield draft_difference(
                    buku,
                    beda,
                    tahun=tahun,
                    saran=(
                        "Periksa target pada PK yang ditandatangani; perbaiki tabel LKjIP dan "
                        "hitung ulang capaiannya."
                    ),
                )
        apa = f"target {tabel.label or 'tabel tanpa nomor'} dengan PK"
        why = "indikatornya tidak diperjanjikan dalam PK yang dilaporkan tabel itu"
        yield from without_partner(buku, alone, apa, why)

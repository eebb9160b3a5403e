"""Judgements on a target, against the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.claims import (
    attained,
    claim_words,
    is_reached,
    place_of_claim,
    rows_of_claim,
)
from pipeline.reconcile.figures import Ganti, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import BarisKinerja, Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja, Klaim
from schemas.vocabulary import (
    JenisKlaim,
    LingkupKlaim,
    Simpulan,
    StatusBaca,
    TingkatTemuan,
    UkuranKinerja,
)


@aturan(
    id="simpulan-tercapai",
    tingkat=TingkatTemuan.TINGGI,
    judul="Simpulan tercapai tidak sesuai dengan angkanya",
    penjelasan=(
        "Uraian menyatakan target tercapai atau terlampaui padahal angkanya tidak, atau sebaliknya."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan kinerja membandingkan realisasi dengan target"
    ),
    membandingkan=(
        "Kalimat tentang tercapainya target dengan capaian indikator (atau sasaran, atau semua "
        "baris) pada tabel yang dibahasnya: tercapai bila capaian 100% atau lebih"
    ),
    toleransi=(
        "Harapan dan rencana (agar target tercapai), target nasional dan target akhir, serta baris "
        "yang capaiannya sendiri bertentangan dengan target dan realisasinya tidak dinilai"
    ),
    contoh_salah="Dengan demikian target tercapai; realisasi 3,17 dari target 4,3.",
    contoh_benar="Target tercapai; realisasi 92 dari target 92.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold each judgement against the rows that it speaks of."""
    for klaim in buku.claims:
        if klaim.jenis is not JenisKlaim.TERCAPAI:
            continue
        rows = rows_of_claim(buku, klaim)
        found = [attained(row, klaim.tahun) for row in rows]
        figures = [item for item in found if item is not None]
        if rows and len(figures) == len(rows) and _contradicts(klaim, figures, {}):
            yield _draft(buku, klaim, rows, figures)


def _contradicts(klaim: Klaim, figures: Sequence[Kinerja], ganti: Ganti) -> bool:
    reached = [is_reached(item, ganti) for item in figures]
    if klaim.simpulan is Simpulan.TIDAK_TERCAPAI:
        return all(reached)
    if klaim.simpulan is Simpulan.MELAMPAUI:
        return not all(reached) or all(value(item, ganti) == 100 for item in figures)
    return not all(reached)


def _beside(row: BarisKinerja, tahun: int | None) -> Iterator[Kinerja]:
    """Yield the target and realisasi that a capaian comes from."""
    for ukuran in (UkuranKinerja.TARGET, UkuranKinerja.REALISASI):
        found = row.one(ukuran, tahun)
        if found is not None:
            yield found


def _draft(
    buku: Buku, klaim: Klaim, rows: Sequence[BarisKinerja], figures: Sequence[Kinerja]
) -> DrafTemuan:
    numbers = ", ".join(show(item) for item in figures)
    subject = f" untuk “{' '.join(klaim.indikator.split())}”" if klaim.indikator else ""
    if klaim.lingkup is LingkupKlaim.SASARAN:
        name = " ".join(figures[0].tujuan_sasaran.split())
        subject = f" untuk {klaim.tujuan_sasaran.lower()} (“{name}”)"
    missed = klaim.simpulan is Simpulan.TIDAK_TERCAPAI
    deciding = [item for item in figures if missed or not is_reached(item, {})] or figures
    told = [row for row, item in zip(rows, figures, strict=True) if item in deciding]
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        kunci=klaim.kunci,
        identitas=(
            "tidak tercapai" if missed else "tercapai",
            klaim.lingkup,
            "" if klaim.kunci else figures[0].tujuan_sasaran,
            *(plain(value(item, {})) for item in figures),
        ),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyatakan “{claim_words(klaim)}”"
            f"{subject}, sedangkan capaian pada {place_words(buku, at(deciding[0]))} {numbers}."
        ),
        nilai_a=claim_words(klaim),
        nilai_b=", ".join(plain(value(item, {})) for item in figures),
        saran="Sesuaikan simpulan dengan capaian pada tabel, atau perbaiki angkanya.",
        a=place_of_claim(klaim),
        b=at(deciding[0]),
        penunjang=(
            *(at(item) for item in figures if item is not deciding[0]),
            *(at(item) for row in told for item in _beside(row, klaim.tahun)),
        ),
        angka=tuple(deciding),
        selaras=lambda ganti: not _contradicts(klaim, figures, ganti),
        pasti=klaim.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI),
    )

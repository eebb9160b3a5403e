"""A capaian cut off at a bound, though more was reached."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.reconcile.figures import (
    Ganti,
    indonesian,
    percent_agrees,
    plain,
    rounded,
    show,
    value,
)
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import BarisKinerja, Buku
from pipeline.reconcile.pairs import figures_in_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranKinerja

BATAS = tuple(Decimal(bound) for bound in (100, 110, 120, 125, 150))
"""Bounds at which offices cut a capaian off."""


@aturan(
    id="capaian-dibatasi",
    tingkat=TingkatTemuan.RENDAH,
    judul="Capaian dibatasi",
    penjelasan=(
        "Untuk diketahui: capaian yang tercetak tepat pada suatu batas (100, 110, 120, 125, 150), "
        "sedangkan realisasi dibagi target lebih besar. Batas itu perlu disebut dalam laporan."
    ),
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: realisasi dibandingkan dengan target",
    membandingkan="Capaian dengan realisasi / target x 100 pada baris dan tahun yang sama",
    toleransi="Pembulatan; capaian yang memang tepat pada batas; realisasi di bawah target",
    contoh_salah="Target 4, realisasi 6, capaian tertulis 100%.",
    contoh_benar="Target 4, realisasi 4, capaian 100%.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at every capaian that has its target and realisasi beside it."""
    for row, capaian in figures_in_rows(buku, UkuranKinerja.CAPAIAN):
        figures = _complete(row, capaian)
        if figures is not None and _is_cut(*figures, {}):
            yield _draft(buku, *figures)


def _complete(row: BarisKinerja, capaian: Kinerja) -> tuple[Kinerja, Kinerja, Kinerja] | None:
    target = row.one(UkuranKinerja.TARGET, capaian.tahun)
    realisasi = row.one(UkuranKinerja.REALISASI, capaian.tahun)
    if target is None or realisasi is None or row.one(capaian.ukuran, capaian.tahun) is None:
        return None
    if None in (target.nilai, realisasi.nilai, capaian.nilai):
        return None
    return target, realisasi, capaian


def _is_cut(target: Kinerja, realisasi: Kinerja, capaian: Kinerja, ganti: Ganti) -> bool:
    wanted, got, told = (value(it, ganti) for it in (target, realisasi, capaian))
    if wanted <= 0 or told not in BATAS or percent_agrees(got, wanted, capaian, told):
        return False
    return got * 100 / wanted > told


def _draft(buku: Buku, target: Kinerja, realisasi: Kinerja, capaian: Kinerja) -> DrafTemuan:
    told, counted = value(capaian, {}), value(realisasi, {}) * 100 / value(target, {})
    return DrafTemuan(
        kantor=buku.office(capaian.naskah_id),
        tahun=capaian.tahun,
        kunci=capaian.kunci,
        identitas=(
            "" if capaian.kunci else " ".join(capaian.indikator.split()),
            *(plain(value(it, {}).normalize()) for it in (target, realisasi, capaian)),
        ),
        uraian=(
            f"Capaian “{' '.join(capaian.indikator.split())}” pada "
            f"{place_words(buku, at(capaian))} tertulis {show(capaian)}, sedangkan realisasi "
            f"{show(realisasi)} dibagi target {show(target)} adalah "
            f"{indonesian(rounded(counted, 2))}%: tampaknya dibatasi {indonesian(told)}%."
        ),
        nilai_a=plain(told),
        nilai_b=plain(rounded(counted, 2)),
        saran="Minta batas capaian itu disebut, atau capaian ditulis apa adanya.",
        a=at(capaian),
        penunjang=(at(realisasi), at(target)),
        angka=(capaian, realisasi, target),
        selaras=lambda ganti: not _is_cut(target, realisasi, capaian, ganti),
    )

"""Efisien or tidak efisien against capaian and serapan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.reconcile.figures import Ganti, is_sure_text, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import BarisKinerja, Buku, TabelKinerja, performance_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranAnggaran, UkuranKinerja

_EFISIEN = re.compile(r"^\s*(tidak\s+|kurang\s+|belum\s+)?efisien\b", re.IGNORECASE)


@aturan(
    id="efisiensi-kategori",
    tingkat=TingkatTemuan.SEDANG,
    judul="Kategori efisiensi tidak sesuai dengan angkanya",
    penjelasan="Kategori efisien atau tidak efisien tidak mengikuti capaian dan serapan barisnya.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: analisis efisiensi penggunaan sumber daya",
    membandingkan=(
        "Kategori dengan capaian dan serapan sasaran yang sama: efisien bila serapan di bawah "
        "capaian; tidak efisien bila serapan sama dengan atau di atas capaian"
    ),
    toleransi=(
        "Capaian di bawah 100% dengan serapan yang lebih rendah lagi tidak dinilai: ada yang "
        "menyebutnya efisien, ada yang tidak. Sasaran dengan beberapa indikator tidak dinilai"
    ),
    contoh_salah="Capaian 100%, serapan 71,11%, kategori tidak efisien.",
    contoh_benar="Capaian 99,81%, serapan 99,46%, kategori tidak efisien.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Judge each kategori that has one capaian and one serapan beside it."""
    for tabel in buku.performance_tables:
        rows = performance_rows(tabel)
        for row in rows:
            for kategori in row.of(UkuranKinerja.KRITERIA):
                named = _EFISIEN.match(kategori.teks)
                capaian = row.one(UkuranKinerja.CAPAIAN, kategori.tahun)
                serapan = _spent(buku, tabel, row, rows)
                if named is None or capaian is None or serapan is None:
                    continue
                if capaian.nilai is None or serapan.nilai is None:
                    continue
                if not _fits(named[1] is None, capaian, serapan, {}):
                    yield _draft(buku, kategori, capaian, serapan, efficient=named[1] is None)


def _spent(
    buku: Buku, tabel: TabelKinerja, row: BarisKinerja, rows: Sequence[BarisKinerja]
) -> Anggaran | None:
    """Return the serapan of the sasaran (or indicator) of a row, where it stands alone."""
    sasaran = row.tujuan_sasaran.casefold()
    if sum(item.tujuan_sasaran.casefold() == sasaran for item in rows) != 1:
        return None
    names = {sasaran, row.indikator.casefold()} - {""}
    found = [
        item
        for item in buku.rekaman.anggaran
        if item.naskah_id == tabel.naskah.naskah_id
        and item.ukuran is UkuranAnggaran.SERAPAN
        and " ".join(item.tabel.split()) == tabel.label
        and " ".join(item.uraian.split()).casefold() in names
    ]
    return found[0] if len(found) == 1 else None


def _fits(efficient: bool, capaian: Kinerja, serapan: Anggaran, ganti: Ganti) -> bool:
    """Whether the category can follow from the figures under any usual reading of it."""
    reached, spent = value(capaian, ganti), value(serapan, ganti)
    if efficient:
        return spent < reached
    return spent >= reached or reached < 100


def _draft(
    buku: Buku, kategori: Kinerja, capaian: Kinerja, serapan: Anggaran, *, efficient: bool
) -> DrafTemuan:
    words = " ".join(kategori.teks.split())
    right = "tidak efisien" if efficient else "efisien"
    return DrafTemuan(
        kantor=buku.office(kategori.naskah_id),
        tahun=kategori.tahun,
        kunci=kategori.kunci,
        identitas=(words, plain(value(capaian, {})), plain(value(serapan, {}))),
        uraian=(
            f"Kategori efisiensi “{' '.join(kategori.indikator.split())}” pada "
            f"{place_words(buku, at(kategori))} tertulis “{words}”, sedangkan capaian "
            f"{show(capaian)} dengan serapan {show(serapan)} adalah {right}."
        ),
        nilai_a=words,
        nilai_b=right,
        saran="Periksa capaian dan serapan barisnya, lalu perbaiki kategori dan simpulannya.",
        a=at(kategori),
        penunjang=(at(capaian), at(serapan)),
        angka=(capaian, serapan),
        selaras=lambda ganti: _fits(efficient, capaian, serapan, ganti),
        pasti=is_sure_text(kategori.metode, kategori.keyakinan),
    )

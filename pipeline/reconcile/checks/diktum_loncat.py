"""Dictums that skip a number or repeat one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pipeline.reconcile.finding import DrafTemuan, at, naskah_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.rule import aturan
from schemas.records import Diktum
from schemas.vocabulary import StatusBaca, TingkatTemuan


@aturan(
    id="diktum-loncat",
    tingkat=TingkatTemuan.RENDAH,
    judul="Diktum meloncat atau berulang",
    penjelasan="Nomor diktum keputusan tidak berurutan: ada yang terlewat atau dipakai dua kali.",
    dasar_hukum="UU Nomor 12 Tahun 2011, Lampiran II: diktum dinyatakan dengan bilangan berurut",
    membandingkan="Setiap diktum dengan diktum sebelumnya dalam satu keputusan",
    toleransi="Keputusan yang hanya satu diktumnya terbaca tidak dinilai.",
    contoh_salah="KEEMPAT langsung diikuti KEENAM.",
    contoh_benar="KESATU sampai KEENAM berurutan.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold every dictum against the one before it."""
    known = [item for item in buku.rekaman.diktum if item.naskah_id in buku.naskah]
    for dictums in group(known, lambda item: item.naskah_id).values():
        for one, two in pairwise(dictums):
            if two.nomor != one.nomor + 1:
                yield _draft(buku, one, two)


def _draft(buku: Buku, one: Diktum, two: Diktum) -> DrafTemuan:
    naskah = buku.naskah[one.naskah_id]
    how = "diulang" if two.nomor <= one.nomor else "langsung diikuti"
    text = (
        f"diktum {one.kata} {how} {two.kata}"
        if two.nomor > one.nomor
        else (f"diktum {two.kata} muncul lagi sesudah {one.kata}")
    )
    sure = {StatusBaca.BERSIH, StatusBaca.DIKOREKSI}
    return DrafTemuan(
        kantor=buku.office(one.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, naskah.nomor or naskah.tanggal, one.kata, two.kata),
        uraian=f"Dalam {naskah_words(naskah)} (halaman {one.halaman}) {text}.",
        nilai_a=one.kata,
        nilai_b=two.kata,
        saran="Periksa apakah satu diktum hilang, lalu urutkan nomornya.",
        a=at(one),
        b=at(two),
        pasti=one.status_baca in sure and two.status_baca in sure,
    )

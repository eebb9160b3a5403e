"""Pages of a naskah bound out of order."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.reconcile.finding import DrafTemuan, at, naskah_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Naskah
from schemas.vocabulary import TingkatTemuan

CUKUP = 0.85


@aturan(
    id="halaman-tidak-urut",
    tingkat=TingkatTemuan.RENDAH,
    judul="Halaman naskah tidak berurutan",
    penjelasan="Halaman naskah dijilid tidak menurut urutan isinya, atau dijilid dua kali.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas",
    membandingkan="Urutan halaman menurut isi dengan urutan dalam berkas",
    toleransi="Halaman naskah lain di antaranya tidak dinilai.",
    contoh_salah="Keputusan: halaman 1, diktum pada halaman 5, lampiran pada halaman 2 sampai 4.",
    contoh_benar="Lampiran LKjIP yang menyela tidak mengubah urutan halaman naskah lain.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at the order of the pages of every naskah."""
    for naskah in buku.naskah.values():
        if naskah.halaman_ganda:
            yield _twice(buku, naskah)
        pages = _pages(naskah)
        if pages == sorted(set(pages)):
            continue
        yield _out_of_order(buku, naskah, pages)


def _out_of_order(buku: Buku, naskah: Naskah, pages: Sequence[int]) -> DrafTemuan:
    """Write down the first page bound before one that its content follows."""
    after, early = next(pair for pair in pairwise(pages) if pair[0] > pair[1])
    by_content = ", ".join(map(str, pages))
    as_bound = ", ".join(map(str, sorted(set(pages))))
    place = at(naskah, teks="")
    return DrafTemuan(
        kantor=buku.office(naskah.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, naskah.nomor, naskah.tanggal),
        uraian=(
            f"Halaman {naskah_words(naskah)} {buku.office(naskah.naskah_id).unit} tidak "
            f"berurutan: isi halaman {early} mengikuti halaman {after} tetapi dijilid sebelumnya "
            f"(menurut isinya {by_content}, dijilid {as_bound})."
        ),
        nilai_a=str(early),
        nilai_b=str(after),
        saran="Urutkan kembali halaman naskah; periksa apakah ada halaman yang hilang.",
        a=dataclasses.replace(place, halaman=early),
        b=dataclasses.replace(place, halaman=after),
        pasti=naskah.keyakinan >= CUKUP,
    )


def _twice(buku: Buku, naskah: Naskah) -> DrafTemuan:
    pairs = [pair.partition("=") for pair in naskah.halaman_ganda.split(",")]
    copies = ", ".join(copy.strip() for copy, _, _ in pairs)
    originals = ", ".join(original.strip() for _, _, original in pairs)
    first = next((int(copy) for copy, _, _ in pairs if copy.strip().isdigit()), None)
    original = next((int(page) for _, _, page in pairs if page.strip().isdigit()), None)
    place = at(naskah, teks="")
    return DrafTemuan(
        kantor=buku.office(naskah.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, naskah.nomor, naskah.tanggal, "ganda"),
        uraian=(
            f"Halaman {copies} {naskah_words(naskah)} {buku.office(naskah.naskah_id).unit} sama "
            f"dengan halaman {originals}: dijilid dua kali."
        ),
        nilai_a=copies,
        nilai_b=originals,
        saran="Keluarkan halaman yang berlebih; periksa apakah halaman lain tertinggal.",
        a=dataclasses.replace(place, halaman=first or place.halaman),
        b=dataclasses.replace(place, halaman=original) if original else None,
        pasti=naskah.keyakinan >= CUKUP,
    )


def _pages(naskah: Naskah) -> list[int]:
    return [int(part) for part in naskah.halaman_semua.split(",") if part.strip().isdigit()]

"""A naskah without date, or with half a date."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, at, naskah_words, page_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import sentence
from pipeline.reconcile.rule import aturan
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, TingkatTemuan

LENGKAP = len("2026-01-30")
CUKUP = 0.85
"""A naskah recognised less surely than this may have its date on a page not read."""


@aturan(
    id="tanggal-tidak-lengkap",
    tingkat=TingkatTemuan.SEDANG,
    judul="Tanggal naskah tidak lengkap",
    penjelasan="Naskah tidak bertanggal, atau tanggalnya tanpa hari atau bulan.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: naskah dinas bertanggal",
    membandingkan="Tanggal penetapan atau penandatanganan setiap naskah",
    toleransi="Matriks Renstra yang tidak ditandatangani siapa pun tidak perlu bertanggal.",
    contoh_salah="Pada tanggal Januari 2026.",
    contoh_benar="Pada tanggal 30 Januari 2026.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at the date of every naskah."""
    for naskah in buku.naskah.values():
        if naskah.jenis is JenisNaskah.LAINNYA or len(naskah.tanggal) == LENGKAP:
            continue
        if _is_excerpt(buku, naskah) or _is_impossible(buku, naskah):
            continue
        yield DrafTemuan(
            kantor=buku.office(naskah.naskah_id),
            tahun=year_of(naskah),
            identitas=(naskah.jenis, str(naskah.periode_awal or ""), naskah.tanggal),
            uraian=(
                f"{sentence(naskah_words(naskah))} {buku.office(naskah.naskah_id).unit} "
                f"({page_words(naskah)}) {_what(naskah)}."
            ),
            nilai_a=naskah.tanggal,
            saran="Lihat naskah asli; minta tanggalnya dilengkapi.",
            a=at(naskah, teks=naskah.tanggal),
            pasti=naskah.keyakinan >= CUKUP,
        )


def _is_excerpt(buku: Buku, naskah: Naskah) -> bool:
    """Say whether a matrix is a page of its plan, which nobody signs and dates by itself."""
    signed = any(item.naskah_id == naskah.naskah_id for item in buku.rekaman.pejabat)
    return naskah.jenis is JenisNaskah.MATRIKS_RENSTRA and not naskah.tanggal and not signed


def _is_impossible(buku: Buku, naskah: Naskah) -> bool:
    """Say whether the day is printed but cannot exist; `tanggal-berurutan` reports that."""
    return any(
        item.naskah_id == naskah.naskah_id and item.iso == naskah.tanggal
        for item in buku.rekaman.tanggal_mustahil
    )


def _what(naskah: Naskah) -> str:
    if not naskah.tanggal:
        return "tidak bertanggal"
    missing = "hari" if len(naskah.tanggal) == len("2026-01") else "hari dan bulan"
    return f"bertanggal {naskah.tanggal} tanpa {missing}"

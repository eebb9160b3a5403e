"""A number that could not be read."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.finding import DrafTemuan, at, naskah_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.vocabulary import JenisNaskah, TingkatTemuan


@aturan(
    id="nomor-tidak-terbaca",
    tingkat=TingkatTemuan.RENDAH,
    judul="Nomor naskah tidak terbaca",
    penjelasan="Nomor keputusan kosong, atau bagian tulisan tangannya tidak terbaca.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: naskah dinas bernomor",
    membandingkan="Nomor setiap keputusan, dan nomor naskah lain yang sebagian tidak terbaca",
    toleransi="PK, LKjIP, dan matriks Renstra tidak perlu bernomor.",
    contoh_salah="065/…/26/2022, atau Nomor : tanpa isi.",
    contoh_benar="000.8.6.3/22/35.09.02/2025.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look for numbers with a gap."""
    for naskah in buku.naskah.values():
        blank = not naskah.nomor.strip() and naskah.jenis is JenisNaskah.KEPUTUSAN_IKU
        if not blank and "…" not in naskah.nomor and "..." not in naskah.nomor:
            continue
        shown = f"hanya terbaca “{naskah.nomor}”" if naskah.nomor.strip() else "tidak terbaca"
        yield DrafTemuan(
            kantor=buku.office(naskah.naskah_id),
            tahun=naskah.tahun,
            identitas=(naskah.jenis, naskah.tanggal, naskah.nomor),
            uraian=(
                f"Nomor {naskah_words(naskah)} {buku.office(naskah.naskah_id).unit} "
                f"(halaman {naskah.halaman_awal}) {shown}."
            ),
            nilai_a=naskah.nomor,
            saran="Isi nomornya dengan tangan dari naskah asli.",
            a=at(naskah),
            pasti=False,
        )

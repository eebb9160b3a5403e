"""A signature block that nobody signed."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.people import split_name
from extractors.text import squeeze
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Pejabat
from schemas.vocabulary import Metode, TandaTangan, TingkatTemuan

CUKUP = 0.8
"""Below this the picture leaves doubt whether there is no stroke."""


@aturan(
    id="tanda-tangan-tidak-ada",
    tingkat=TingkatTemuan.TINGGI,
    judul="Naskah belum ditandatangani",
    penjelasan="Blok tanda tangan tidak memuat tanda tangan.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: naskah ditandatangani",
    membandingkan=(
        "Setiap blok tanda tangan pada halaman pindaian; pada halaman digital hanya bila pejabat "
        "lain pada naskah yang sama menandatangani"
    ),
    toleransi="Cap saja, atau tulisan ttd, tidak dinilai.",
    contoh_salah="PK hasil pindaian: pihak kedua menandatangani, ruang pihak pertama kosong.",
    contoh_benar="Berkas PK digital yang belum dicetak: tidak seorang pun bertanda tangan.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at every signature block."""
    signed = {
        item.naskah_id for item in buku.rekaman.pejabat if item.tanda_tangan is TandaTangan.ADA
    }
    for item in buku.rekaman.pejabat:
        if item.tanda_tangan is not TandaTangan.TIDAK_ADA or item.naskah_id not in buku.naskah:
            continue
        if item.metode is Metode.OCR or item.naskah_id in signed:
            yield _draft(buku, item)


def _draft(buku: Buku, item: Pejabat) -> DrafTemuan:
    naskah = buku.naskah[item.naskah_id]
    who = squeeze(item.nama) or squeeze(item.jabatan) or item.peran.replace("_", " ")
    office = f" ({squeeze(item.jabatan)})" if item.jabatan and item.nama else ""
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, item.peran, split_name(item.nama).nama if item.nama else ""),
        uraian=f"{who}{office} belum menandatangani {place_words(buku, at(item))}.",
        saran="Lihat naskah asli; sertakan naskah yang sudah ditandatangani.",
        a=at(item),
        pasti=item.keyakinan >= CUKUP,
    )

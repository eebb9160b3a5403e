"""A citation without number or year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.text import slug, squeeze
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Rujukan
from schemas.vocabulary import JenisRujukan, Metode, StatusBaca, TingkatTemuan

_BERNOMOR = re.compile(r"\b(?:nomor|no)\b", re.IGNORECASE)
_TITIK = re.compile(r"\.{3,}|…|_{2,}")
_UUD = re.compile(r"undang[\s-]*undang\s+dasar|\buud\b", re.IGNORECASE)


@aturan(
    id="rujukan-kosong",
    tingkat=TingkatTemuan.SEDANG,
    judul="Rujukan tanpa nomor atau tahun",
    penjelasan="Peraturan dirujuk tanpa nomor atau tanpa tahun, biasanya belum sempat diisi.",
    dasar_hukum="UU Nomor 12 Tahun 2011, Lampiran II: dasar hukum memuat nomor dan tahun",
    membandingkan="Nomor dan tahun setiap rujukan",
    toleransi="Undang-Undang Dasar dan rujukan lain yang memang tidak bernomor tidak dinilai.",
    contoh_salah="Peraturan Bupati Jember Nomor … Tahun 2025 tentang Indikator Kinerja Utama.",
    contoh_benar="Undang-Undang Dasar Negara Republik Indonesia Tahun 1945.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look for citations with a gap."""
    for item in buku.rekaman.rujukan:
        if item.naskah_id not in buku.naskah or (item.nomor.strip() and item.tahun):
            continue
        if not _asks_number(item):
            continue
        cited = f"{item.nomor.strip() or '…'} Tahun {item.tahun or '…'}"
        missing = "nomor" if not item.nomor.strip() else "tahun"
        if not item.nomor.strip() and not item.tahun:
            missing = "nomor dan tahun"
        yield DrafTemuan(
            kantor=buku.office(item.naskah_id),
            tahun=year_of(buku.naskah[item.naskah_id]),
            identitas=(item.jenis, cited, slug(item.tentang)),
            uraian=(
                f"Rujukan “{squeeze(item.teks)}” pada {place_words(buku, at(item))} tidak memuat "
                f"{missing}."
            ),
            nilai_a=cited,
            saran="Minta nomor dan tahun peraturan itu dilengkapi.",
            a=at(item),
            pasti=item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
            and is_sure_text(item.metode, item.keyakinan)
            and not _may_be_cut(item),
        )


def _may_be_cut(item: Rujukan) -> bool:
    """Say whether a scanned citation ends where the scanner lost the line, not the writer.

    One that goes on to its title, or that shows the dots to be filled in, is whole.
    """
    shown = item.tentang.strip() or _TITIK.search(item.teks)
    return item.metode is Metode.OCR and not shown


def _asks_number(item: Rujukan) -> bool:
    """Whether the citation is of a kind that bears a number, or leaves room for one."""
    if _UUD.search(item.teks):
        return False
    return item.jenis is not JenisRujukan.LAINNYA or _BERNOMOR.search(item.teks) is not None

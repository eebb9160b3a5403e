"""What of the papers as a whole was compared with nothing, and why: silence is not clean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.finding import not_compared, page_words
from pipeline.reconcile.ledger import KEPUTUSAN, PK, Buku, Kantor
from schemas.records import BelumDibandingkan, TabelLain
from schemas.vocabulary import JenisNaskah, StatusDokumen

_KELENGKAPAN = (
    ("keputusan atau dokumen IKU", KEPUTUSAN),
    ("perjanjian kinerja", PK),
    ("matriks Renstra", (JenisNaskah.MATRIKS_RENSTRA,)),
    ("LKjIP", (JenisNaskah.LKJIP,)),
)


def not_covered(buku: Buku) -> Iterator[BelumDibandingkan]:
    """Yield the pages not read, the papers and tables not understood, the papers missing."""
    yield from _unread(buku)
    for naskah in buku.naskah.values():
        if naskah.jenis is JenisNaskah.LAINNYA:
            apa = f"naskah lain pada {page_words(naskah)}"
            mengapa = "bukan keputusan IKU, perjanjian kinerja, LKjIP, atau matriks Renstra"
            yield not_compared(buku.office(naskah.naskah_id), naskah.naskah_id, apa, mengapa)
    yield from _tables(buku, buku.semua.rekaman.tabel)
    for kantor in buku.offices:
        yield from _missing(buku, kantor)


def _unread(buku: Buku) -> Iterator[BelumDibandingkan]:
    for dokumen in buku.rekaman.dokumen:
        if dokumen.status in (StatusDokumen.GAGAL, StatusDokumen.SEBAGIAN):
            papers = [it for it in buku.naskah.values() if it.dokumen_id == dokumen.dokumen_id]
            office = buku.office(papers[0].naskah_id) if papers else Kantor("", "")
            whole = dokumen.status is StatusDokumen.GAGAL
            apa = f"berkas {dokumen.berkas}" if whole else f"sebagian berkas {dokumen.berkas}"
            naskah_id = papers[0].naskah_id if papers else ""
            yield not_compared(office, naskah_id, apa, dokumen.pesan or "tidak terbaca")


def _tables(buku: Buku, tabel: Sequence[TabelLain]) -> Iterator[BelumDibandingkan]:
    """Yield the tables that are neither of a known kind nor a scale."""
    scales = {(item.naskah_id, item.tabel) for item in buku.rekaman.skala if item.tabel}
    for item in tabel:
        if item.naskah_id in buku.naskah and (item.naskah_id, item.label) not in scales:
            pages = f"halaman {item.halaman_awal}"
            if item.halaman_akhir != item.halaman_awal:
                pages += f"-{item.halaman_akhir}"
            yield not_compared(
                buku.office(item.naskah_id),
                item.naskah_id,
                f"{item.label or 'tabel tanpa label'} ({pages})",
                "bukan tabel indikator, kinerja, atau anggaran; hanya jumlahnya yang diperiksa",
            )


def _missing(buku: Buku, kantor: Kantor) -> Iterator[BelumDibandingkan]:
    papers = buku.naskah_of(kantor)
    if all(naskah.jenis is JenisNaskah.LAINNYA for naskah in papers):
        return
    missing = [nama for nama, jenis in _KELENGKAPAN if not buku.naskah_of(kantor, *jenis)]
    if missing:
        apa = f"yang berpasangan dengan {', '.join(missing)}"
        yield not_compared(kantor, "", apa, "naskah itu tidak ada dalam folder")

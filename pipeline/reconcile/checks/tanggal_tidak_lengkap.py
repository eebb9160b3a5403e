"""A naskah without date, or with half a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    naskah_words,
    page_words,
    place_words,
    year_of,
)
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import sentence
from pipeline.reconcile.rule import aturan
from schemas.records import Naskah, TanggalKosong
from schemas.vocabulary import JenisNaskah, StatusBaca, TingkatTemuan

LENGKAP = len("2026-01-30")
CUKUP = 0.85
"""A naskah recognised less surely than this may have its date on a page not read."""


@aturan(
    id="tanggal-tidak-lengkap",
    tingkat=TingkatTemuan.SEDANG,
    judul="Tanggal naskah tidak lengkap",
    penjelasan="Naskah tidak bertanggal, atau tanggalnya tanpa hari atau bulan.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: naskah dinas bertanggal",
    membandingkan=(
        "Tanggal penetapan atau penandatanganan setiap naskah, dan setiap baris tanggal di dekat "
        "tanda tangannya"
    ),
    toleransi="Matriks Renstra yang tidak ditandatangani siapa pun tidak perlu bertanggal.",
    contoh_salah="Pada tanggal Januari 2026.",
    contoh_benar="Pada tanggal 30 Januari 2026.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Look at the date of every naskah, then at the dates beside its signatures."""
    blank = group(buku.rekaman.tanggal_kosong, lambda item: item.naskah_id)
    for naskah in buku.naskah.values():
        lines = blank.get(naskah.naskah_id, [])
        if naskah.jenis is JenisNaskah.LAINNYA and not lines:
            continue
        if len(naskah.tanggal) == LENGKAP:
            for same in group(lines, lambda item: item.iso).values():
                yield _blank_line(buku, naskah, same)
        elif not _is_excerpt(buku, naskah) and not _is_impossible(buku, naskah):
            yield _incomplete(buku, naskah, lines)


def _incomplete(buku: Buku, naskah: Naskah, lines: Sequence[TanggalKosong]) -> DrafTemuan:
    """Write down a naskah whose date is not complete anywhere; its lines show it."""
    places = [at(item) for item in lines] or [at(naskah, teks=naskah.tanggal)]
    return DrafTemuan(
        kantor=buku.office(naskah.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, str(naskah.periode_awal or ""), naskah.tanggal),
        uraian=(
            f"{sentence(naskah_words(naskah))} {buku.office(naskah.naskah_id).unit} "
            f"({page_words(naskah)}) {_what(naskah.tanggal)}."
        ),
        nilai_a=naskah.tanggal,
        saran="Lihat naskah asli; lengkapi tanggalnya bila memang kosong.",
        a=places[0],
        penunjang=tuple(places[1:]),
        # On a scan a date that was not found may only not have been read.
        pasti=all(map(_is_sure, lines))
        if lines
        else naskah.keyakinan >= CUKUP and not buku.is_scanned(naskah),
    )


def _blank_line(buku: Buku, naskah: Naskah, lines: Sequence[TanggalKosong]) -> DrafTemuan:
    """Write down a date that one place of a naskah leaves open and another gives."""
    first = lines[0]
    return DrafTemuan(
        kantor=buku.office(naskah.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, "baris", naskah.tanggal, first.iso),
        uraian=(
            f"“{first.teks}” pada {place_words(buku, at(first))} {_what(first.iso)}, sedangkan "
            f"di tempat lain naskah itu bertanggal {naskah.tanggal}."
        ),
        nilai_a=first.iso,
        nilai_b=naskah.tanggal,
        saran="Lihat naskah asli; lengkapi tanggalnya bila memang kosong.",
        a=at(first),
        b=at(naskah, teks=naskah.tanggal),
        penunjang=tuple(at(item) for item in lines[1:]),
        pasti=all(map(_is_sure, lines)),
    )


def _is_sure(item: TanggalKosong) -> bool:
    return item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)


def _is_excerpt(buku: Buku, naskah: Naskah) -> bool:
    """Say whether a matrix is a page of its plan, which nobody signs and dates by itself."""
    signed = bool(buku.pejabat_of(naskah.naskah_id))
    return naskah.jenis is JenisNaskah.MATRIKS_RENSTRA and not naskah.tanggal and not signed


def _is_impossible(buku: Buku, naskah: Naskah) -> bool:
    """Say whether the day is printed but cannot exist; `tanggal-berurutan` reports that."""
    return any(
        item.naskah_id == naskah.naskah_id and item.iso == naskah.tanggal
        for item in buku.rekaman.tanggal_mustahil
    )


def _what(tanggal: str) -> str:
    if not tanggal:
        return "tidak bertanggal"
    missing = "hari" if len(tanggal) == len("2026-01") else "hari dan bulan"
    return f"bertanggal {tanggal} tanpa {missing}"

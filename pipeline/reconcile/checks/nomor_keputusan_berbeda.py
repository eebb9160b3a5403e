"""A decree cited with a number or year that it does not bear."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractors.text import squeeze
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    naskah_words,
    not_compared,
    place_words,
)
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Naskah, Rujukan
from schemas.vocabulary import JenisNaskah, StatusBaca, TingkatTemuan

MIRIP = 75.0
"""Numbers this alike (0..100) mean the same decree."""

CUKUP = 0.85

_KEPUTUSAN_SENDIRI = re.compile(
    r"\bkeputusan\s+(?:camat|kepala|lurah|direktur|sekretaris|inspektur|kecamatan|perangkat)",
    re.IGNORECASE,
)


@aturan(
    id="nomor-keputusan-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Nomor keputusan yang dikutip berbeda",
    penjelasan="Keputusan dikutip dengan nomor atau tahun yang bukan nomor atau tahunnya.",
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: nomor naskah dinas",
    membandingkan=(
        "Nomor keputusan perangkat daerah itu yang dikutip dalam naskah lain dengan nomor pada "
        "kepala keputusan; yang dikutip dipasangkan dengan keputusan yang paling mirip nomornya"
    ),
    toleransi="Spasi dan huruf besar kecil; bagian nomor yang tidak terbaca tidak dibandingkan.",
    contoh_salah="Dikutip 000.8.6.3/22/35.09.02/2024; keputusannya 000.8.6.3/22/35.09.02/2025.",
    contoh_benar="Dikutip 188/01/ KEP/434.501/2024; keputusannya 188/01/KEP/434.501/2024.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Look up every decree of the office that its papers cite."""
    for item in buku.rekaman.rujukan:
        if item.naskah_id not in buku.naskah or not item.nomor.strip():
            continue
        if not _KEPUTUSAN_SENDIRI.search(item.teks):
            continue
        kantor = buku.office(item.naskah_id)
        decrees = [
            naskah
            for naskah in buku.naskah_of(kantor, JenisNaskah.KEPUTUSAN_IKU)
            if naskah.nomor and naskah.naskah_id != item.naskah_id
        ]
        if any(_matches(item, naskah) for naskah in decrees):
            continue
        meant = _meant(item, decrees)
        if meant is None:
            apa = f"nomor keputusan yang dikutip: {squeeze(item.nomor)}"
            mengapa = "keputusan itu tidak ada dalam folder"
            yield not_compared(kantor, item.naskah_id, apa, mengapa)
        else:
            yield _draft(buku, item, meant)


def _plain(nomor: str) -> str:
    return re.sub(r"\s", "", nomor).casefold().strip(".,;")


def _matches(item: Rujukan, naskah: Naskah) -> bool:
    """Whether the number is the decree's, what could not be read left open, and the year too."""
    pattern = re.escape(_plain(naskah.nomor)).replace("…", ".+")
    year = naskah.tanggal[:4] or str(naskah.tahun or "")
    same_year = not item.tahun or not year or str(item.tahun) == year
    return same_year and re.fullmatch(pattern, _plain(item.nomor)) is not None


def _meant(item: Rujukan, decrees: Sequence[Naskah]) -> Naskah | None:
    """Return the one decree that the number comes closest to."""
    scored = [(fuzz.ratio(_plain(item.nomor), _plain(naskah.nomor)), naskah) for naskah in decrees]
    close = [pair for pair in scored if pair[0] >= MIRIP]
    best = max((score for score, _ in close), default=0.0)
    meant = [naskah for score, naskah in close if score == best]
    return meant[0] if meant and len({_plain(naskah.nomor) for naskah in meant}) == 1 else None


def _draft(buku: Buku, item: Rujukan, decree: Naskah) -> DrafTemuan:
    year = f" tahun {item.tahun}" if item.tahun else ""
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=buku.naskah[item.naskah_id].tahun,
        identitas=(_plain(item.nomor), str(item.tahun or ""), _plain(decree.nomor)),
        uraian=(
            f"Keputusan dikutip dengan nomor {squeeze(item.nomor)}{year} pada "
            f"{place_words(buku, at(item))}, sedangkan {naskah_words(decree)} "
            f"(halaman {decree.halaman_awal}) bernomor {decree.nomor}."
        ),
        nilai_a=squeeze(item.nomor),
        nilai_b=decree.nomor,
        saran="Cocokkan dengan keputusan asli dan perbaiki kutipannya.",
        a=at(item),
        b=at(decree),
        pasti=item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
        and is_sure_text(item.metode, item.keyakinan)
        and decree.keyakinan >= CUKUP
        and "…" not in decree.nomor,
    )

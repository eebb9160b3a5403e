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
from pipeline.reconcile.ledger import KEPUTUSAN, Buku
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
_TENTANG_IKU = re.compile(r"\bindikator\s+kinerja|\biku\b", re.IGNORECASE)


@aturan(
    id="nomor-keputusan-berbeda",
    tingkat=TingkatTemuan.SEDANG,
    judul="Nomor keputusan yang dikutip berbeda",
    penjelasan=(
        "Keputusan dikutip, juga pada kepala lampirannya sendiri, dengan nomor atau tahun yang "
        "bukan nomor atau tahunnya."
    ),
    dasar_hukum="Permendagri Nomor 1 Tahun 2023 tentang Tata Naskah Dinas: nomor naskah dinas",
    membandingkan=(
        "Nomor keputusan IKU perangkat daerah itu yang disebut kepala lampiran, dokumen IKU, atau "
        "naskah lain dengan nomor keputusannya; yang disebut dipasangkan dengan keputusan yang "
        "paling mirip nomornya"
    ),
    toleransi=(
        "Spasi dan huruf besar kecil; bagian nomor yang tidak terbaca tidak dibandingkan. "
        "Keputusan tentang hal lain, dan keputusan tahun lain yang dicabut, bukan keputusan itu"
    ),
    contoh_salah="Dikutip 000.8.6.3/22/35.09.02/2024; keputusannya 000.8.6.3/22/35.09.02/2025.",
    contoh_benar="Dikutip 188/01/ KEP/434.501/2024; keputusannya 188/01/KEP/434.501/2024.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Look up every decree of the office that its papers cite."""
    cited = [
        item
        for item in (*buku.rekaman.rujukan, *buku.rekaman.keputusan_disebut)
        if item.naskah_id in buku.naskah
        and item.nomor.strip()
        and _KEPUTUSAN_SENDIRI.search(item.teks)
        and (not item.tentang.strip() or _TENTANG_IKU.search(item.tentang))
    ]
    for item in cited:
        kantor = buku.office(item.naskah_id)
        decrees = [it for it in buku.naskah_of(kantor, *KEPUTUSAN) if it.nomor]
        if any(_matches(item, naskah) for naskah in decrees):
            continue
        meant = _meant(item, [naskah for naskah in decrees if _may_mean(item, naskah)])
        if meant is not None:
            yield _draft(buku, item, meant, _is_confirmed(buku, meant, cited))
        elif all(naskah.naskah_id != item.naskah_id for naskah in decrees):
            apa = f"nomor keputusan yang dikutip: {squeeze(item.nomor)}"
            mengapa = "keputusan itu tidak ada dalam folder"
            yield not_compared(kantor, item.naskah_id, apa, mengapa)


def _plain(nomor: str) -> str:
    return re.sub(r"\s", "", nomor).casefold().strip(".,;")


def _matches(item: Rujukan, naskah: Naskah) -> bool:
    """Whether the number is the decree's, what could not be read left open, and the year too."""
    pattern = re.escape(_plain(naskah.nomor)).replace("…", ".*")
    year = naskah.tanggal[:4] or str(naskah.tahun or "")
    same_year = not item.tahun or not year or str(item.tahun) == year
    return same_year and re.fullmatch(pattern, _plain(item.nomor)) is not None


def _may_mean(item: Rujukan, naskah: Naskah) -> bool:
    """Whether a citation may mean a decree: in the decree itself, one of another year cannot."""
    if naskah.naskah_id != item.naskah_id or naskah.jenis is JenisNaskah.DOKUMEN_IKU:
        return True
    return not item.tahun or not naskah.tanggal or naskah.tanggal[:4] == str(item.tahun)


def _meant(item: Rujukan, decrees: Sequence[Naskah]) -> Naskah | None:
    """Return the one decree that the number comes closest to; its own before another's."""
    scored = [(fuzz.ratio(_plain(item.nomor), _plain(naskah.nomor)), naskah) for naskah in decrees]
    close = [pair for pair in scored if pair[0] >= MIRIP]
    own = [naskah for _, naskah in close if naskah.naskah_id == item.naskah_id]
    if own:
        return own[0]
    best = max((score for score, _ in close), default=0.0)
    meant = [naskah for score, naskah in close if score == best]
    return meant[0] if meant and len({_plain(naskah.nomor) for naskah in meant}) == 1 else None


def _is_confirmed(buku: Buku, decree: Naskah, cited: Sequence[Rujukan]) -> bool:
    """Whether the decree's number is sure: no scan, or said alike in a second place."""
    if "…" in decree.nomor or decree.keyakinan < CUKUP:
        return False
    if not buku.is_scanned(decree):
        return True
    kantor = buku.office(decree.naskah_id)
    return any(
        _plain(item.nomor) == _plain(decree.nomor) and buku.office(item.naskah_id) == kantor
        for item in cited
    )


def _draft(buku: Buku, item: Rujukan, decree: Naskah, confirmed: bool) -> DrafTemuan:
    year = f" tahun {item.tahun}" if item.tahun and str(item.tahun) not in item.nomor else ""
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=buku.naskah[item.naskah_id].tahun,
        identitas=(_plain(item.nomor), str(item.tahun or ""), _plain(decree.nomor)),
        uraian=(
            f"Keputusan disebut dengan nomor {squeeze(item.nomor)}{year} pada "
            f"{place_words(buku, at(item))}, sedangkan {naskah_words(decree)} "
            f"(halaman {decree.halaman_awal}) bernomor {decree.nomor}."
        ),
        nilai_a=squeeze(item.nomor),
        nilai_b=decree.nomor,
        saran="Cocokkan dengan keputusan asli dan perbaiki kutipannya.",
        a=at(item),
        b=at(decree),
        pasti=confirmed
        and item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
        and is_sure_text(item.metode, item.keyakinan),
    )

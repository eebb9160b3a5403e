"""Two papers of one kind, office and year: which counts, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import differs, show, value_text
from pipeline.reconcile.finding import DrafTemuan, at, naskah_words, not_compared, page_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import measure_name
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja, Naskah
from schemas.vocabulary import TingkatTemuan

CUKUP = 0.85
_DISEBUT = 5
"""So many changes are named in the sentence; of more, the number is given."""

Angka = tuple[Kinerja, Kinerja]


@aturan(
    id="naskah-ganda",
    tingkat=TingkatTemuan.RENDAH,
    judul="Naskah yang sama disampaikan dua kali",
    penjelasan=(
        "Untuk diketahui: dua PK atau dua laporan satu tahun dengan tanggal berbeda. Yang "
        "ditandatangani kemudian yang dipakai; yang lebih tua hanya dibandingkan dengannya."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: perjanjian kinerja dan laporan kinerja disusun satu "
        "setiap tahun, perubahannya dinyatakan"
    ),
    membandingkan=(
        "Dua PK (atau dua PK Perubahan, dua LKjIP) satu perangkat daerah dan tahun yang bertanggal "
        "lengkap, ditandatangani jabatan yang sama, dan separuh indikatornya sama; angka "
        "indikatornya satu per satu"
    ),
    toleransi="Salinan dengan tanggal yang sama, dan PK Perubahan di samping PK awal, bukan ganda",
    contoh_salah="PK 2025 tanggal 13 Januari dan PK 2025 tanggal 3 Februari: target IKM 83 dan 85.",
    contoh_benar="PK 2025 tanggal 13 Januari dan salinannya di belakang LKjIP.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold each paper that was replaced against the one that counts."""
    for elder_id, later_id in buku.digantikan.items():
        elder, later = buku.naskah[elder_id], buku.naskah[later_id]
        changed = list(_changes(buku, elder, later))
        yield _draft(buku, elder, later, changed)
        yield not_compared(
            buku.office(elder_id),
            elder_id,
            f"isi {naskah_words(elder)} tanggal {elder.tanggal} ({page_words(elder)})",
            f"digantikan oleh yang bertanggal {later.tanggal}",
        )


def _changes(buku: Buku, elder: Naskah, later: Naskah) -> Iterator[Angka]:
    """Yield each figure that the later paper gives otherwise, the elder's first."""
    new = _figures(buku, later)
    for key, item in _figures(buku, elder).items():
        other = new.get(key)
        if other is not None and differs(item, other):
            yield item, other


def _figures(buku: Buku, naskah: Naskah) -> dict[tuple[str, str, int | None], Kinerja]:
    found: dict[tuple[str, str, int | None], Kinerja] = {}
    for item in buku.semua.rekaman.kinerja:
        if item.naskah_id == naskah.naskah_id and item.kunci:
            found.setdefault((item.kunci, item.ukuran, item.tahun), item)
    return found


def _draft(buku: Buku, elder: Naskah, later: Naskah, changed: list[Angka]) -> DrafTemuan:
    told = [
        f"{measure_name(one)} “{' '.join(one.indikator.split())}” {show(one)} menjadi {show(two)}"
        for one, two in changed[:_DISEBUT]
    ]
    more = len(changed) - _DISEBUT
    what = "; ".join(told) + (f"; dan {more} angka lain" if more > 0 else "")
    what = f"yang berubah: {what}" if changed else "angkanya sama"
    return DrafTemuan(
        kantor=buku.office(elder.naskah_id),
        tahun=later.tahun,
        identitas=(later.jenis, elder.tanggal, later.tanggal),
        uraian=(
            f"{naskah_words(later)} {buku.office(later.naskah_id).unit} ada dua: tanggal "
            f"{elder.tanggal} ({page_words(elder)}) dan {later.tanggal} ({page_words(later)}); "
            f"yang kemudian yang dipakai, {what}."
        ),
        nilai_a=elder.tanggal,
        nilai_b=later.tanggal,
        saran="Pastikan naskah mana yang berlaku, dan tarik yang lain.",
        a=at(elder, teks=elder.tanggal),
        b=at(later, teks=later.tanggal),
        penunjang=tuple(at(item, teks=value_text(item)) for pair in changed for item in pair),
        pasti=elder.keyakinan >= CUKUP
        and later.keyakinan >= CUKUP
        and not (buku.semua.is_scanned(elder) or buku.semua.is_scanned(later)),
    )

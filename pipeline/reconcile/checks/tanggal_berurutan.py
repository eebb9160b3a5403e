"""Dates out of order."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, naskah_words, place_words, year_of
from pipeline.reconcile.ledger import KEPUTUSAN, PK, Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Naskah, TanggalMustahil
from schemas.vocabulary import JenisNaskah, StatusBaca, TingkatTemuan

CUKUP = 0.85


@aturan(
    id="tanggal-berurutan",
    tingkat=TingkatTemuan.SEDANG,
    judul="Tanggal tidak mungkin atau tidak berurutan",
    penjelasan=(
        "Tanggal yang tidak ada dalam kalender, atau tidak mungkin menurut urutannya: PK sebelum "
        "tahun keputusannya atau sesudah tahunnya lewat, laporan sebelum tahunnya berakhir, "
        "keputusan yang memakai "
        "naskah yang lebih muda."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: perjanjian kinerja disusun setelah anggaran ditetapkan, "
        "laporan kinerja setelah tahun anggaran berakhir"
    ),
    membandingkan=(
        "Tanggal PK dengan tahun keputusan IKU; tanggal LKjIP dengan akhir tahunnya; tahun "
        "peraturan yang dirujuk dan tanggal Renstra dengan tanggal keputusan yang memakainya"
    ),
    toleransi="Tanggal yang tidak lengkap dibandingkan sejauh tercetak; tahun yang sama diterima.",
    contoh_salah=(
        "31 September 2026; LKjIP 2025 bertanggal 19 Februari 2025; keputusan 2025 merujuk "
        "peraturan 2026."
    ),
    contoh_benar="LKjIP 2025 bertanggal 19 Februari 2026; PK 2025 bertanggal 30 Desember 2025.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Put every date beside what must come before it; name those that do not exist."""
    for date in buku.rekaman.tanggal_mustahil:
        if date.naskah_id in buku.naskah:
            yield _impossible(buku, date)
    for naskah in buku.naskah.values():
        if len(naskah.tanggal) < len("2026"):
            continue
        if naskah.jenis is JenisNaskah.LKJIP:
            yield from _report(buku, naskah)
        if naskah.jenis in PK:
            yield from _agreement(buku, naskah)
        if naskah.jenis in KEPUTUSAN:
            yield from _decree(buku, naskah)


def _impossible(buku: Buku, date: TanggalMustahil) -> DrafTemuan:
    naskah = buku.naskah[date.naskah_id]
    return DrafTemuan(
        kantor=buku.office(date.naskah_id),
        tahun=year_of(naskah),
        identitas=(naskah.jenis, date.teks),
        uraian=(
            f"Tanggal “{date.teks}” pada {place_words(buku, at(date))} tidak ada dalam kalender."
        ),
        nilai_a=date.teks,
        saran="Lihat tanggal pada naskah asli; perbaiki bila memang tertulis demikian.",
        a=at(date),
        pasti=date.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI),
    )


def _report(buku: Buku, naskah: Naskah) -> Iterator[DrafTemuan]:
    end = f"{naskah.tahun}-12-31"
    if naskah.tahun and naskah.tanggal < end[: len(naskah.tanggal)]:
        text = f"bertanggal {naskah.tanggal}, sebelum tahun {naskah.tahun} berakhir"
        yield _draft(buku, naskah, text, end)


def _agreement(buku: Buku, naskah: Naskah) -> Iterator[DrafTemuan]:
    year = int(naskah.tanggal[:4])
    if naskah.tahun and year > naskah.tahun:
        text = f"bertanggal {naskah.tanggal}, sesudah tahun {naskah.tahun} berakhir"
        yield _draft(buku, naskah, text, f"{naskah.tahun}-12-31")
        return
    kantor = buku.office(naskah.naskah_id)
    decrees = [
        item
        for item in buku.naskah_of(kantor, JenisNaskah.KEPUTUSAN_IKU)
        if item.tahun == naskah.tahun and len(item.tanggal) >= len("2026")
    ]
    first = min(decrees, key=lambda item: item.tanggal, default=None)
    if first is not None and year < int(first.tanggal[:4]):
        text = f"bertanggal {naskah.tanggal}, sebelum tahun {naskah_words(first)} yang dipakainya"
        yield _draft(buku, naskah, text, first.tanggal, first)


def _decree(buku: Buku, naskah: Naskah) -> Iterator[DrafTemuan]:
    year = int(naskah.tanggal[:4])
    for item in buku.rekaman.rujukan:
        if item.naskah_id == naskah.naskah_id and item.tahun and item.tahun > year:
            cited = f"{item.nomor or '…'} Tahun {item.tahun}"
            yield DrafTemuan(
                kantor=buku.office(naskah.naskah_id),
                tahun=naskah.tahun,
                identitas=(naskah.jenis, item.jenis, cited),
                uraian=(
                    f"{naskah_words(naskah)} bertanggal {naskah.tanggal} merujuk peraturan tahun "
                    f"{item.tahun} pada {place_words(buku, at(item))}."
                ),
                nilai_a=cited,
                nilai_b=naskah.tanggal,
                saran="Periksa tahun peraturan yang dirujuk dan tanggal keputusan.",
                a=at(item),
                b=at(naskah, teks=naskah.tanggal),
                pasti=item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
                and is_sure_text(item.metode, item.keyakinan)
                and naskah.keyakinan >= CUKUP,
            )
    chosen = buku.ikatan.matrix_of_decree(naskah)
    plan = chosen.calon[0].utama if len(chosen.calon) == 1 else None
    if plan is not None and len(plan.tanggal) >= len("2026"):
        length = min(len(plan.tanggal), len(naskah.tanggal))
        if plan.tanggal[:length] > naskah.tanggal[:length]:
            text = f"bertanggal {naskah.tanggal}, sebelum {naskah_words(plan)} yang dipakainya"
            yield _draft(buku, naskah, text, plan.tanggal, plan)


def _draft(
    buku: Buku, naskah: Naskah, text: str, limit: str, other: Naskah | None = None
) -> DrafTemuan:
    shown = f" ({other.tanggal}, halaman {other.halaman_awal})" if other else ""
    return DrafTemuan(
        kantor=buku.office(naskah.naskah_id),
        tahun=naskah.tahun,
        identitas=(naskah.jenis, naskah.tanggal, limit),
        uraian=f"{naskah_words(naskah)} (halaman {naskah.halaman_awal}) {text}{shown}.",
        nilai_a=naskah.tanggal,
        nilai_b=limit,
        saran="Lihat tanggal pada naskah asli; perbaiki bila memang tertulis demikian.",
        a=at(naskah, teks=naskah.tanggal),
        b=at(other, teks=other.tanggal) if other else None,
        pasti=naskah.keyakinan >= CUKUP,
    )

"""A SAKIP predikat against its value."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import Ganti, is_sure_text, plain, predikat, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.pairs import measure_name
from pipeline.reconcile.registers import is_sakip, predikat_scale
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import TingkatTemuan

_KUNCI = ("nilai-sakip", "predikat-sakip")


def _is_sakip(item: Kinerja) -> bool:
    """Whether a figure is the SAKIP value, also where its name does not say `SAKIP`."""
    return item.kunci in _KUNCI or is_sakip(item.indikator)


@aturan(
    id="predikat-rentang",
    tingkat=TingkatTemuan.SEDANG,
    judul="Predikat SAKIP tidak sesuai dengan nilainya",
    penjelasan="Huruf predikat di samping nilai SAKIP bukan predikat untuk nilai itu.",
    dasar_hukum="PermenPANRB Nomor 88 Tahun 2021 tentang Evaluasi AKIP, kategori penilaian",
    membandingkan="Predikat huruf dengan nilai pada sel yang sama, hanya untuk nilai SAKIP",
    toleransi="Tidak ada; nilai tepat di batas (70) termasuk kelas di bawahnya (B).",
    contoh_salah="BB (67); nilai 67 berpredikat B.",
    contoh_benar="B (70), A (80,41); predikat indeks lain memakai skala lain dan tidak dinilai.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Judge every predikat that stands beside a SAKIP value."""
    scale = predikat_scale()
    for item in buku.rekaman.kinerja:
        letters = predikat(item)
        kelas = scale.named(letters) if letters else None
        if kelas is None or item.nilai is None or not _is_sakip(item):
            continue
        if item.naskah_id not in buku.naskah or kelas.holds(item.nilai):
            continue
        right = next((found.nama for found in scale.kelas if found.holds(item.nilai)), "")
        year = f" tahun {item.tahun}" if item.tahun else ""

        def agrees(ganti: Ganti, item=item, kelas=kelas) -> bool:  # type: ignore[no-untyped-def]
            return bool(kelas.holds(value(item, ganti)))

        yield DrafTemuan(
            kantor=buku.office(item.naskah_id),
            tahun=item.tahun,
            kunci=item.kunci,
            identitas=(item.ukuran, letters, plain(item.nilai)),
            uraian=(
                f"Predikat {measure_name(item)} “{' '.join(item.indikator.split())}”{year} "
                f"pada {place_words(buku, at(item))} tertulis {show(item)}, sedangkan nilai itu "
                f"menurut PermenPANRB Nomor {scale.nomor} Tahun {scale.tahun} berpredikat "
                f"{right or 'di luar skala'}."
            ),
            nilai_a=letters,
            nilai_b=right,
            saran="Cocokkan dengan laporan hasil evaluasi AKIP, lalu perbaiki selnya.",
            a=at(item),
            angka=(item,),
            selaras=agrees,
            pasti=is_sure_text(item.metode, item.keyakinan),
        )

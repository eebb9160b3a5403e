"""Percent of the end target against realisasi and end target."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.arithmetic import draft_percent, falling_agrees
from pipeline.reconcile.figures import Ganti, is_sure, percent_agrees, value
from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import BarisKinerja, Buku, performance_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import TingkatTemuan, UkuranKinerja


@aturan(
    id="capaian-akhir-hitung",
    tingkat=TingkatTemuan.SEDANG,
    judul="Capaian terhadap target akhir salah hitung",
    penjelasan="Persentase terhadap target akhir rencana bukan realisasi dibagi target akhir.",
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan membandingkan realisasi sampai dengan tahun "
        "ini dengan target jangka menengah"
    ),
    membandingkan=(
        "Capaian akhir dengan realisasi tahun laporan / target akhir x 100 pada baris yang sama; "
        "rumus makin rendah makin baik diterima bila capaian tahunan barisnya juga memakainya"
    ),
    toleransi="Pembulatan biasa atau pemotongan pada desimal yang tercetak.",
    contoh_salah="Realisasi 3,17, target akhir 4,67: tertulis 73,72%; hasil hitungan 67,88%.",
    contoh_benar="Realisasi 80,41, target akhir 86: tertulis 93% (dipotong dari 93,5%).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compute every percent of an end target that has its figures beside it."""
    for tabel in buku.performance_tables:
        for row in performance_rows(tabel):
            printed, akhir, realisasi = _figures(row)
            if printed is None or akhir is None or realisasi is None or not akhir.nilai:
                continue
            if printed.nilai is None or realisasi.nilai is None:
                continue

            def agrees(
                ganti: Ganti, c: Kinerja = printed, t: Kinerja = akhir, r: Kinerja = realisasi
            ) -> bool:
                target = value(t, ganti)
                return not target or percent_agrees(value(r, ganti), target, c, value(c, ganti))

            falls = _falls(buku, row, printed, akhir)
            if not agrees({}) and falls is not True:
                yield draft_percent(
                    buku,
                    tercetak=printed,
                    bagian=realisasi,
                    dari=akhir,
                    selaras=agrees,
                    saran="Hitung ulang; periksa juga target akhir pada matriks Renstra.",
                    pasti=falls is False,
                )


def _figures(row: BarisKinerja) -> tuple[Kinerja | None, Kinerja | None, Kinerja | None]:
    printed = row.of(UkuranKinerja.CAPAIAN_AKHIR)
    ends = row.of(UkuranKinerja.TARGET_AKHIR)
    if len(printed) != 1 or len(ends) != 1:
        return None, None, None
    return printed[0], ends[0], row.one(UkuranKinerja.REALISASI, printed[0].tahun)


def _falls(buku: Buku, row: BarisKinerja, printed: Kinerja, akhir: Kinerja) -> bool | None:
    """Whether the naskah counts this indicator as better when it falls, here as elsewhere.

    None where it does here and no capaian of a year was read surely enough to tell.
    """
    realisasi = row.one(UkuranKinerja.REALISASI, printed.tahun)
    if realisasi is None or None in (realisasi.nilai, akhir.nilai, printed.nilai):
        return False
    here = falling_agrees(value(realisasi, {}), value(akhir, {}), printed, value(printed, {}))
    yearly = list(_yearly(buku, printed))
    if here and not yearly:
        return None
    return here and all(yearly)


def _yearly(buku: Buku, printed: Kinerja) -> Iterator[bool]:
    """Yield of each yearly capaian of the indicator whether it counts falling as better."""
    for tabel in buku.performance_tables:
        if tabel.naskah.naskah_id != printed.naskah_id:
            continue
        for row in performance_rows(tabel):
            if row.kunci != printed.kunci or not row.kunci:
                continue
            for capaian in row.of(UkuranKinerja.CAPAIAN):
                target = row.one(UkuranKinerja.TARGET, capaian.tahun)
                realisasi = row.one(UkuranKinerja.REALISASI, capaian.tahun)
                if target is None or realisasi is None:
                    continue
                if None in (target.nilai, realisasi.nilai, capaian.nilai):
                    continue
                if not all(is_sure(it) for it in (target, realisasi, capaian)):
                    continue
                if target.nilai != realisasi.nilai:
                    yield falling_agrees(
                        value(realisasi, {}), value(target, {}), capaian, value(capaian, {})
                    )

"""Trends that the text claims, against the series of realisasi."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.reconcile.claims import claim_words, place_of_claim
from pipeline.reconcile.figures import Ganti, decimals, indonesian, plain, value, values
from pipeline.reconcile.finding import DrafTemuan, at, not_compared, place_words
from pipeline.reconcile.ledger import STRATEGIS, Buku, group
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja, Klaim
from schemas.vocabulary import (
    JenisKlaim,
    Simpulan,
    StatusBaca,
    TingkatTemuan,
    UkuranKinerja,
    UkuranKlaim,
)

_STABIL = Decimal("0.1")
"""What is called stable may move by a tenth of its value from one year to the next."""


_MENILAI = re.compile(r"\bmem(?:baik|buruk)\b", re.IGNORECASE)


@aturan(
    id="simpulan-tren",
    tingkat=TingkatTemuan.SEDANG,
    judul="Tren yang disebut uraian tidak terlihat pada deret realisasi",
    penjelasan=(
        "Uraian menyebut kenaikan, penurunan, atau kestabilan yang tidak ada pada realisasi "
        "tahun-tahun yang tercetak."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan kinerja membandingkan realisasi beberapa tahun"
    ),
    membandingkan=(
        "Kalimat tren dengan realisasi indikator itu menurut tahun dalam naskah yang sama; kondisi "
        "awal dipakai bila realisasi yang tercetak kurang dari tiga tahun"
    ),
    toleransi=(
        "Naik: tidak pernah turun dan sedikitnya sekali naik; turun sebaliknya. Stabil: berubah "
        "paling banyak sepersepuluh dari tahun ke tahun. Tahun dengan dua realisasi tidak dinilai"
    ),
    contoh_salah="Konsistensi kenaikan dari tahun ke tahun; deretnya 91, 85,42, 92,80, 92,33.",
    contoh_benar="Kenaikan yang stabil; deretnya 96, 96,5, 97, 97,5.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold every trend against the years printed for its indicator."""
    for klaim in buku.claims:
        if klaim.jenis is not JenisKlaim.TREN or not klaim.kunci:
            continue
        series = _series(buku, klaim)
        if len(series) < 2:
            kantor = buku.office(klaim.naskah_id)
            apa = f"tren “{claim_words(klaim)}” (halaman {klaim.halaman})"
            mengapa = "realisasi tahun-tahun sebelumnya tidak tercetak"
            yield not_compared(kantor, klaim.naskah_id, apa, mengapa)
        elif not _fits(klaim, series, {}):
            yield _draft(buku, klaim, series)


def _series(buku: Buku, klaim: Klaim) -> tuple[Kinerja, ...]:
    """Return the realisasi of the claim's indicator by year; its own table comes first."""
    own = buku.table_of_claim(klaim)
    by_year: dict[int, list[Kinerja]] = group(
        (
            item
            for item in buku.kinerja_of(klaim.naskah_id)
            if item.kunci == klaim.kunci
            and item.tingkat in STRATEGIS
            and item.ukuran in (UkuranKinerja.REALISASI, UkuranKinerja.KONDISI_AWAL)
            and item.tahun is not None
            and len(values(item)) == 1
        ),
        lambda item: item.tahun or 0,
    )
    years: dict[int, Kinerja] = {}
    for year, items in sorted(by_year.items()):
        chosen = _one_of_year(items, own.isi if own else ())
        if chosen is not None and year <= (klaim.tahun or year):
            years[year] = chosen
    reported = [year for year in years if years[year].ukuran is UkuranKinerja.REALISASI]
    if len(reported) >= 3:
        years = {year: years[year] for year in reported}
    if klaim.ukuran is UkuranKlaim.TAHUN_LALU:
        last = klaim.tahun or max(years, default=0)
        years = {year: item for year, item in years.items() if year in (last - 1, last)}
    return tuple(years.values())


def _one_of_year(items: Sequence[Kinerja], own: Sequence[Kinerja]) -> Kinerja | None:
    """Return the figure of a year: of the claim's table, a realisasi before a baseline."""
    ids = {item.kinerja_id for item in own}
    for ukuran in (UkuranKinerja.REALISASI, UkuranKinerja.KONDISI_AWAL):
        found = [item for item in items if item.ukuran is ukuran]
        here = [item for item in found if item.kinerja_id in ids]
        for pool in (here, found):
            if pool and len({item.nilai for item in pool}) == 1:
                return pool[0]
        if found:
            return None
    return None


def _fits(klaim: Klaim, series: Sequence[Kinerja], ganti: Ganti) -> bool:
    numbers = [value(item, ganti) for item in series]
    steps = [(one, two - one) for one, two in pairwise(numbers)]
    up, down = any(step > 0 for _, step in steps), any(step < 0 for _, step in steps)
    if _MENILAI.search(klaim.teks):
        return up != down  # better may mean lower; only a wavering series is neither
    if klaim.simpulan is Simpulan.NAIK:
        return up and not down
    if klaim.simpulan is Simpulan.TURUN:
        return down and not up
    if klaim.simpulan is Simpulan.TETAP:
        return all(abs(step) <= _STABIL * abs(one) for one, step in steps)
    return (up and down) or len(numbers) < 3


def _draft(buku: Buku, klaim: Klaim, series: Sequence[Kinerja]) -> DrafTemuan:
    numbers = ", ".join(
        f"{indonesian(value(item, {}), decimals(item))} ({item.tahun})" for item in series
    )
    plain_numbers = [plain(value(item, {})) for item in series]
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        kunci=klaim.kunci,
        identitas=(klaim.simpulan or "", *plain_numbers),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut “{claim_words(klaim)}” untuk "
            f"“{' '.join(klaim.indikator.split())}”, sedangkan deretnya pada "
            f"{place_words(buku, at(series[0]))} {numbers}."
        ),
        nilai_a=claim_words(klaim),
        nilai_b=", ".join(plain_numbers),
        saran="Sesuaikan kalimat dengan deret realisasi, atau periksa deretnya.",
        a=place_of_claim(klaim),
        b=at(series[0]),
        penunjang=tuple(at(item) for item in series[1:]),
        angka=tuple(series),
        selaras=lambda ganti: _fits(klaim, series, ganti),
        pasti=klaim.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI),
    )

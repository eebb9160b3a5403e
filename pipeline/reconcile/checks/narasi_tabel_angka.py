"""Figures in running text against the table they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from extractors.numbers import rounding_agrees
from pipeline.reconcile.claims import claim_words, place_of_claim, rows_of_claim
from pipeline.reconcile.figures import (
    Angka,
    Ganti,
    decimals,
    figure_id,
    plain,
    show,
    value,
    values,
)
from pipeline.reconcile.finding import DrafTemuan, at, not_compared, place_words
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import line_name
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Klaim
from schemas.vocabulary import (
    JenisKlaim,
    LingkupKlaim,
    TingkatAnggaran,
    TingkatTemuan,
    UkuranAnggaran,
    UkuranKinerja,
    UkuranKlaim,
)

_KINERJA = {
    UkuranKlaim.TARGET: (UkuranKinerja.TARGET,),
    UkuranKlaim.REALISASI: (UkuranKinerja.REALISASI,),
    UkuranKlaim.CAPAIAN: (UkuranKinerja.CAPAIAN,),
    UkuranKlaim.TERWUJUD: (UkuranKinerja.REALISASI, UkuranKinerja.CAPAIAN),
    UkuranKlaim.TARGET_AKHIR: (UkuranKinerja.TARGET_AKHIR,),
    UkuranKlaim.CAPAIAN_AKHIR: (UkuranKinerja.CAPAIAN_AKHIR,),
}
_ANGGARAN = {
    UkuranKlaim.PAGU: (
        UkuranAnggaran.PAGU,
        UkuranAnggaran.SEBELUM_PERUBAHAN,
        UkuranAnggaran.PERGESERAN,
        UkuranAnggaran.SESUDAH_PERUBAHAN,
    ),
    UkuranKlaim.REALISASI_ANGGARAN: (UkuranAnggaran.REALISASI,),
    UkuranKlaim.SERAPAN: (UkuranAnggaran.SERAPAN,),
}
_AKHIR = re.compile(r"\btarget\s+akhir\b", re.IGNORECASE)
"""What was attained, in a sentence on the end of the plan, is a percent of its end target."""

_SAME_LINE = 92
_TETAP = (
    UkuranKlaim.TARGET,
    UkuranKlaim.REALISASI,
    UkuranKlaim.TERWUJUD,
    UkuranKlaim.TARGET_AKHIR,
)
"""Figures that a sentence repeats and does not compute: no whole number stands for 97,5."""


@aturan(
    id="narasi-tabel-angka",
    tingkat=TingkatTemuan.SEDANG,
    judul="Angka dalam uraian berbeda dari tabelnya",
    penjelasan="Kalimat menyebut angka yang tidak sama dengan angka pada tabel yang dibahasnya.",
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: laporan kinerja menyajikan data yang andal dan konsisten"
    ),
    membandingkan=(
        "Target, realisasi, capaian dan capaian terhadap target akhir dalam kalimat dengan baris "
        "indikator yang sama pada tabel terdekat sebelumnya (atau tabel yang disebut kalimat); "
        "jumlah anggaran dan serapannya dengan baris jumlah"
    ),
    toleransi=(
        "Angka yang dibulatkan atau dipotong menurut desimal yang tercetak dalam kalimat (target "
        "dan realisasi tidak sampai menjadi bilangan bulat); kata “tercapai” boleh berarti "
        "realisasi atau capaian. Kalimat yang pokoknya tidak jelas tidak dibandingkan"
    ),
    contoh_salah="Kalimat: capaian terhadap target akhir 73,72%; tabelnya: 67,88%.",
    contoh_benar="Kalimat: target tercapai 92%; tabelnya: realisasi 92, capaian 100%.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold every figure of the text against its table; one finding a sentence and value."""
    figures = [item for item in buku.claims if item.jenis is JenisKlaim.ANGKA]
    wrong: list[tuple[Klaim, Sequence[Angka]]] = []
    skipped: list[Klaim] = []
    for klaim in figures:
        if klaim.nilai is None or klaim.ukuran is None:
            continue
        printed = _printed(buku, klaim)
        if not printed:
            skipped.append(klaim)
        elif not _agrees(klaim, printed, {}):
            wrong.append((klaim, printed))
    yield from _skipped(buku, skipped)
    sentences = group(
        wrong, lambda item: (item[0].naskah_id, item[0].kalimat, item[0].nilai, _shown(item[1]))
    )
    for items in sentences.values():
        yield _draft(buku, [klaim for klaim, _ in items], items[0][1])


def _shown(printed: Sequence[Angka]) -> tuple[Decimal | None, ...]:
    return tuple(item.nilai for item in printed)


def _skipped(buku: Buku, claims: Sequence[Klaim]) -> Iterator[BelumDibandingkan]:
    """Say what was not compared: each figure of an indicator, the amounts of money together."""
    money = [item for item in claims if item.satuan == "rupiah" or item.ukuran in _ANGGARAN]
    for klaim in claims:
        if klaim not in money:
            why = "tabel yang dibicarakan kalimat itu tidak memuat angkanya"
            if not klaim.indikator:
                why = "indikator yang dibicarakan kalimat itu tidak jelas"
            apa = f"angka dalam uraian: “{claim_words(klaim)}” (halaman {klaim.halaman})"
            yield not_compared(buku.office(klaim.naskah_id), klaim.naskah_id, apa, why)
    for naskah_id, items in group(money, lambda item: item.naskah_id).items():
        pages = ", ".join(str(page) for page in dict.fromkeys(item.halaman for item in items))
        apa = f"{len(items)} angka anggaran dalam uraian (halaman {pages})"
        why = "baris anggaran yang dibicarakan kalimatnya tidak jelas"
        yield not_compared(buku.office(naskah_id), naskah_id, apa, why)


def _printed(buku: Buku, klaim: Klaim) -> tuple[Angka, ...]:
    """Return the figures of the tables that the claim may mean, the likeliest first."""
    assert klaim.ukuran is not None
    if klaim.lingkup is LingkupKlaim.ANGGARAN:
        return _totals(buku, klaim)
    found: list[Angka] = []
    one = klaim.lingkup is LingkupKlaim.INDIKATOR
    measure = klaim.ukuran
    if measure in (UkuranKlaim.TERWUJUD, UkuranKlaim.CAPAIAN) and _AKHIR.search(klaim.kalimat):
        measure = UkuranKlaim.CAPAIAN_AKHIR
    for row in rows_of_claim(buku, klaim) if one else ():
        for ukuran in _KINERJA.get(measure, ()):
            same = [item for item in row.of(ukuran) if item.tahun == klaim.tahun]
            if measure in (UkuranKlaim.TARGET_AKHIR, UkuranKlaim.CAPAIAN_AKHIR):
                same = list(row.of(ukuran))
            found.extend(item for item in same if values(item))
    measures = {item.ukuran for item in found}
    if measure is UkuranKlaim.TERWUJUD and UkuranKinerja.CAPAIAN not in measures:
        return ()  # what was attained may be the capaian, which the table does not show
    found.sort(key=lambda item: _is_percent(item) != (klaim.satuan == "persen"))
    return tuple(found)


def _is_percent(item: Angka) -> bool:
    return item.ukuran is UkuranKinerja.CAPAIAN or getattr(item, "satuan", "") == "persen"


def _totals(buku: Buku, klaim: Klaim) -> tuple[Angka, ...]:
    """Return the totals of the naskah, or the amounts of the line that a claim names."""
    assert klaim.ukuran is not None
    if klaim.tujuan_sasaran:
        return _of_line(buku, klaim)
    return tuple(
        item
        for item in buku.anggaran_of(klaim.naskah_id)
        if item.tingkat is TingkatAnggaran.JUMLAH
        and item.ukuran in _ANGGARAN.get(klaim.ukuran, ())
        and item.tahun in (klaim.tahun, None)
        and values(item)
    )


def _of_line(buku: Buku, klaim: Klaim) -> tuple[Angka, ...]:
    assert klaim.ukuran is not None
    wanted = line_name(klaim.tujuan_sasaran)
    return tuple(
        item
        for item in buku.anggaran_of(klaim.naskah_id)
        if item.ukuran in _ANGGARAN.get(klaim.ukuran, ())
        and item.tahun in (klaim.tahun, None)
        and values(item)
        and fuzz.ratio(line_name(item.uraian), wanted) >= _SAME_LINE
    )


def _agrees(klaim: Klaim, printed: Sequence[Angka], ganti: Ganti) -> bool:
    said = value(klaim, ganti)
    for item in printed:
        replaced = ganti.get(figure_id(item))
        shown = values(item) if replaced is None else (replaced,)
        if any(said == nilai or _rounds(klaim, item, nilai, said) for nilai in shown):
            return True
    return False


def _rounds(klaim: Klaim, printed: Angka, nilai: Decimal, said: Decimal) -> bool:
    """Say whether a sentence rounds a figure of the table; a target is said as it is set.

    Or the table rounds: amounts in thousands.
    """
    if decimals(printed) < 0 <= klaim.desimal and rounding_agrees(said, nilai, decimals(printed)):
        return True
    if klaim.desimal >= decimals(printed) or (klaim.ukuran in _TETAP and klaim.desimal == 0):
        return False
    return rounding_agrees(nilai, said, klaim.desimal)


def _draft(buku: Buku, claims: Sequence[Klaim], printed: Sequence[Angka]) -> DrafTemuan:
    klaim, table = claims[0], printed[0]
    subject = f" untuk “{' '.join(klaim.indikator.split())}”" if klaim.indikator else ""
    said = " dan ".join(f"“{claim_words(item)}”" for item in claims)
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        kunci=klaim.kunci,
        identitas=(
            *sorted(item.ukuran or "" for item in claims),
            plain(value(klaim, {})),
            *sorted(plain(nilai) for item in printed for nilai in values(item)),
        ),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menulis {said}{subject}, sedangkan "
            f"{place_words(buku, at(table))} memuat {show(table)}."
        ),
        nilai_a=plain(value(klaim, {})),
        nilai_b=plain(values(table)[0]),
        saran="Cocokkan kalimat dengan tabelnya, lalu perbaiki yang keliru.",
        a=place_of_claim(klaim),
        b=at(table),
        penunjang=tuple(at(item) for item in (*claims[1:], *printed[1:])),
        angka=(klaim, table),
        selaras=lambda ganti: _agrees(klaim, printed, ganti),
    )

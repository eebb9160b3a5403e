"""Counts of tujuan and sasaran in the text, against the plan it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from extractors.text import words
from pipeline.reconcile.claims import place_of_claim
from pipeline.reconcile.figures import is_sure_text, plain, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku, TabelIndikator, group
from pipeline.reconcile.rule import aturan
from schemas.records import Indikator, Kinerja, Klaim
from schemas.vocabulary import (
    JenisKlaim,
    JenisNaskah,
    TingkatKinerja,
    TingkatTemuan,
    UkuranKlaim,
)

_TINGKAT = {
    UkuranKlaim.TUJUAN: TingkatKinerja.TUJUAN,
    UkuranKlaim.SASARAN: TingkatKinerja.SASARAN,
}
_SAME = 90
_PERIOD = re.compile(r"\b(20[0-9]{2})\s*[-–—/]\s*(20[0-9]{2})\b")


@aturan(
    id="jumlah-tujuan-sasaran",
    tingkat=TingkatTemuan.RENDAH,
    judul="Jumlah tujuan atau sasaran dalam uraian berbeda dari tabelnya",
    penjelasan="Uraian menghitung tujuan atau sasaran lain dari yang dimuat rencana.",
    dasar_hukum="Permendagri Nomor 86 Tahun 2017: tujuan dan sasaran Renstra perangkat daerah",
    membandingkan=(
        "Banyaknya tujuan atau sasaran dalam kalimat dengan matriks Renstra yang periodenya "
        "disebut kalimat itu, atau dengan tabel yang dirujuknya; dalam dokumen IKU tanpa matriks, "
        "sasaran dengan tabel IKU-nya"
    ),
    toleransi=(
        "Ejaan yang hampir sama dihitung satu. Matriks yang tidak membedakan tujuan dari sasaran "
        "tidak dihitung"
    ),
    contoh_salah="Terdiri dari 1 tujuan dan 2 sasaran; matriksnya memuat 2 tujuan dan 1 sasaran.",
    contoh_benar="Terdiri dari 2 tujuan dan 4 sasaran; matriksnya pun demikian.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the counts of each sentence against the plan of its period, else its table."""
    counts = [
        item
        for item in buku.claims
        if item.jenis is JenisKlaim.CACAH and item.ukuran in _TINGKAT and item.nilai is not None
    ]
    for claims in group(counts, lambda item: (item.naskah_id, item.halaman, item.kalimat)).values():
        rows = _plan(buku, claims[0])
        if not rows:
            yield from _booklet(buku, claims)
        if {row.tingkat for row in rows} >= set(_TINGKAT.values()) and not _fits(claims, rows):
            yield _draft(buku, claims, rows)


def _fits(claims: Sequence[Klaim], rows: Sequence[Kinerja]) -> bool:
    return all(
        len(_names(rows, _TINGKAT[klaim.ukuran])) == klaim.nilai
        for klaim in claims
        if klaim.ukuran is not None
    )


def _plan(buku: Buku, klaim: Klaim) -> Sequence[Kinerja]:
    """Return the figures of the matrix whose period a claim names, else of its table."""
    if buku.naskah[klaim.naskah_id].jenis is JenisNaskah.MATRIKS_RENSTRA:
        return buku.kinerja_of(klaim.naskah_id)
    periods = _PERIOD.findall(klaim.kalimat)
    ends = {int(end) for _, end in periods}
    kantor = buku.office(klaim.naskah_id)
    matrices = [
        naskah.naskah_id
        for naskah in buku.naskah_of(kantor, JenisNaskah.MATRIKS_RENSTRA)
        if naskah.periode_akhir in ends
    ]
    if len(ends) == 1 and len(matrices) == 1:
        return buku.kinerja_of(matrices[0])
    tabel = buku.table_of_claim(klaim)
    return tabel.isi if tabel else ()


def _names(rows: Sequence[Kinerja], tingkat: TingkatKinerja) -> list[Kinerja]:
    """Return the first figure of each tujuan or sasaran."""
    found: list[Kinerja] = []
    for row in rows:
        if row.tingkat is tingkat and not any(_same(row, other) for other in found):
            found.append(row)
    return found


def _same(one: Kinerja, two: Kinerja) -> bool:
    first, second = (" ".join(words(item.tujuan_sasaran)) for item in (one, two))
    return fuzz.ratio(first, second) >= _SAME


def _other_table_fits(buku: Buku, claims: Sequence[Klaim], rows: Sequence[Kinerja]) -> bool:
    """Say whether a table of the report itself, of the same indicators, has what it counts."""
    keys = {row.kunci for row in rows if row.kunci}
    return any(
        _fits(claims, tabel.isi)
        for tabel in buku.performance_tables
        if tabel.naskah.naskah_id == claims[0].naskah_id
        and {row.kunci for row in tabel.isi if row.kunci} == keys
    )


# -- a booklet of indicators ----------------------------------------------------------------


def _booklet(buku: Buku, claims: Sequence[Klaim]) -> Iterator[DrafTemuan]:
    """Hold a count of sasaran alone against the IKU tables of the booklet that counts them."""
    klaim = claims[0]
    naskah = buku.naskah[klaim.naskah_id]
    only_sasaran = len(claims) == 1 and klaim.ukuran is UkuranKlaim.SASARAN
    if naskah.jenis is not JenisNaskah.DOKUMEN_IKU or not only_sasaran:
        return
    tables = [_sasaran_of(tabel) for tabel in buku.indicator_tables_of(naskah)]
    tables = [found for found in tables if found]
    if len({len(found) for found in tables}) != 1 or len(tables[0]) == klaim.nilai:
        return
    names = tables[0]
    said = f"{plain(value(klaim, {}))} sasaran"
    counted = f"{len(names)} sasaran"
    yield DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        identitas=(said, *sorted(item.tujuan_sasaran for item in names)),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut {said}, sedangkan "
            f"{place_words(buku, at(names[0]))} memuat {counted}."
        ),
        nilai_a=said,
        nilai_b=counted,
        saran="Cocokkan dengan sasaran Renstra, lalu perbaiki yang keliru.",
        a=place_of_claim(klaim),
        b=at(names[0], teks=names[0].tujuan_sasaran),
        penunjang=tuple(at(item, teks=item.tujuan_sasaran) for item in names[1:]),
        angka=(klaim,),
        pasti=len(tables) > 1
        and all(is_sure_text(item.metode, item.keyakinan) for found in tables for item in found),
    )


def _sasaran_of(tabel: TabelIndikator) -> list[Indikator]:
    """Return the first indicator of each sasaran; none where the column mixes in tujuan."""
    found: list[Indikator] = []
    for item in tabel.isi:
        name = " ".join(words(item.tujuan_sasaran))
        if not name or name.startswith("tujuan"):
            return []
        if not any(fuzz.ratio(name, " ".join(words(it.tujuan_sasaran))) >= _SAME for it in found):
            found.append(item)
    return found


def _draft(buku: Buku, claims: Sequence[Klaim], rows: Sequence[Kinerja]) -> DrafTemuan:
    klaim = claims[0]
    names = [
        name
        for item in claims
        if item.ukuran is not None
        for name in _names(rows, _TINGKAT[item.ukuran])
    ]
    said = ", ".join(f"{plain(value(item, {}))} {item.ukuran}" for item in claims)
    counted = ", ".join(
        f"{len(_names(rows, _TINGKAT[item.ukuran]))} {item.ukuran}"
        for item in claims
        if item.ukuran is not None
    )
    first = names[0] if names else rows[0]
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        identitas=(said, *sorted(item.tujuan_sasaran for item in names)),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut {said}, sedangkan "
            f"{place_words(buku, at(first))} memuat {counted}."
        ),
        nilai_a=said,
        nilai_b=counted,
        saran="Cocokkan dengan tujuan dan sasaran Renstra, lalu perbaiki yang keliru.",
        a=place_of_claim(klaim),
        b=at(first, teks=first.tujuan_sasaran),
        penunjang=tuple(at(item, teks=item.tujuan_sasaran) for item in names if item is not first),
        angka=tuple(claims),
        pasti=all(is_sure_text(item.metode, item.keyakinan) for item in names)
        and not _other_table_fits(buku, claims, rows),
    )

"""A row that repeats another row's amounts under another name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations

from extractors.text import words
from pipeline.reconcile.figures import Ganti, is_sure_text, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import BarisAnggaran, Buku, budget_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran
from schemas.vocabulary import TingkatAnggaran, TingkatTemuan, UkuranAnggaran

BULAT = Decimal(100_000)
"""Amounts that are multiples of this are round: two rows may well bear the same."""


@aturan(
    id="isi-tersalin",
    tingkat=TingkatTemuan.TINGGI,
    judul="Isi baris tersalin dari baris lain",
    penjelasan="Dua baris dengan nama berbeda memuat angka yang sama: tersalin dan belum diganti.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: data kinerja dalam laporan harus andal",
    membandingkan="Jumlah uang baris-baris setingkat dalam satu tabel, paling sedikit dua kolom",
    toleransi=(
        "Program dengan satu kegiatan, dan angka bulat (kelipatan 100.000) yang sama di semua "
        "kolom, tidak dinilai"
    ),
    contoh_salah="Sasaran 3 dan 4: pagu 143.419.500 dan realisasi 140.435.128 pada keduanya.",
    contoh_benar="Program dan satu-satunya kegiatannya bernilai sama.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Compare the rows of one level of each table two by two."""
    for tabel in buku.budget_tables:
        for first, second, shared in copied_rows(budget_rows(tabel)):
            yield _draft(buku, first, second, shared)


def copied_rows(
    rows: Iterable[BarisAnggaran],
) -> Iterator[tuple[BarisAnggaran, BarisAnggaran, list[tuple[Anggaran, Anggaran]]]]:
    """Yield each row with a later one that repeats its amounts under another name."""
    lines = [row for row in rows if row.tingkat is not TingkatAnggaran.JUMLAH]
    for first, second in combinations(lines, 2):
        shared = _shared(first, second)
        if first.tingkat is second.tingkat and shared and _other_name(first, second):
            yield first, second, shared


def _other_name(one: BarisAnggaran, two: BarisAnggaran) -> bool:
    same_key = bool(one.kunci) and one.kunci == two.kunci
    return not same_key and words(one.uraian) != words(two.uraian)


def _shared(one: BarisAnggaran, two: BarisAnggaran) -> list[tuple[Anggaran, Anggaran]]:
    """Return the amounts of two rows where all are equal and tell more than chance."""
    left, right = _amounts(one), _amounts(two)
    columns = left.keys() & right.keys()
    if len(columns) < 2 or left.keys() != right.keys():
        return []
    pairs = [(left[column], right[column]) for column in left]
    if any(a.nilai != b.nilai for a, b in pairs):
        return []
    told = {a.nilai for a, _ in pairs if a.nilai and a.nilai % BULAT}
    return pairs if told else []


def _amounts(row: BarisAnggaran) -> dict[tuple[UkuranAnggaran, int | None], Anggaran]:
    return {
        (item.ukuran, item.tahun): item
        for item in row.angka
        if item.nilai is not None and item.ukuran is not UkuranAnggaran.SERAPAN
    }


def _draft(
    buku: Buku,
    first: BarisAnggaran,
    second: BarisAnggaran,
    shared: list[tuple[Anggaran, Anggaran]],
) -> DrafTemuan:
    original, copied = shared[0]
    figures = tuple(item for pair in shared for item in pair)
    amounts = ", ".join(show(item) for _, item in shared)

    def agrees(ganti: Ganti) -> bool:
        return any(value(a, ganti) != value(b, ganti) for a, b in shared)

    rows = sorted((first.uraian, second.uraian))
    return DrafTemuan(
        kantor=buku.office(copied.naskah_id),
        tahun=copied.tahun,
        kunci=copied.kunci,
        identitas=(*rows, *(plain(value(item, {})) for _, item in shared)),
        uraian=(
            f"Baris “{second.uraian}” pada {place_words(buku, at(copied))} memuat angka yang sama "
            f"dengan baris “{first.uraian}”: {amounts}."
        ),
        nilai_a=plain(value(copied, {})),
        nilai_b=plain(value(original, {})),
        saran="Cocokkan kedua baris dengan DPA dan laporan realisasi; ganti yang tersalin.",
        a=at(copied),
        b=at(original),
        penunjang=tuple(at(item) for pair in shared[1:] for item in reversed(pair)),
        angka=figures,
        selaras=agrees,
        pasti=all(is_sure_text(item.metode, item.keyakinan) for item in (original, copied)),
    )

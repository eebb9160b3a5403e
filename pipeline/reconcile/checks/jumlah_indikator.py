"""Counts of indicators in the text, against the table before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.claims import attained, claim_words, is_reached, place_of_claim
from pipeline.reconcile.figures import Ganti, plain, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku, TabelKinerja, group, performance_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja, Klaim
from schemas.vocabulary import JenisKlaim, TingkatTemuan, UkuranKlaim

_NAMA = {
    UkuranKlaim.INDIKATOR: "indikator",
    UkuranKlaim.INDIKATOR_TERCAPAI: "tercapai",
    UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI: "tidak tercapai",
}


@aturan(
    id="jumlah-indikator",
    tingkat=TingkatTemuan.SEDANG,
    judul="Jumlah indikator dalam uraian berbeda dari tabelnya",
    penjelasan="Uraian menghitung indikator yang tercapai atau tidak lain dari yang ada di tabel.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: simpulan pengukuran kinerja",
    membandingkan=(
        "Banyaknya indikator, yang tercapai dan yang tidak, dalam kalimat dengan baris tabel "
        "capaian tepat sebelumnya, atau yang barisnya sebanyak itu (tercapai: capaian 100% atau "
        "lebih)"
    ),
    toleransi="Tabel yang salah satu capaiannya tidak terbaca atau bertentangan tidak dihitung.",
    contoh_salah="Sebanyak 5 indikator tercapai; menurut tabel 4.",
    contoh_benar="Terhadap 6 indikator, 5 tercapai dan 1 tidak; tabelnya pun demikian.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Count the rows of the table that the counts of each sentence speak of."""
    counts = [
        item
        for item in buku.claims
        if item.jenis is JenisKlaim.CACAH and item.ukuran in _NAMA and item.nilai is not None
    ]
    for claims in group(counts, lambda item: (item.naskah_id, item.halaman, item.kalimat)).values():
        for part in _parts(claims):
            tables = _tables(buku, part)
            # Where several tables could be meant, each must contradict, and alike.
            seen = {tuple(_count(klaim, rows, {}) for klaim in part) for rows in tables}
            if len(seen) == 1 and not _fits(part, tables[0], {}):
                yield _draft(buku, part, tables[0])


def _parts(claims: Sequence[Klaim]) -> Iterator[list[Klaim]]:
    """Part the counts of a sentence or paragraph: each total begins a part."""
    part: list[Klaim] = []
    for klaim in claims:
        if klaim.ukuran is UkuranKlaim.INDIKATOR and part:
            yield part
            part = []
        part.append(klaim)
    if part:
        yield part


def _tables(buku: Buku, claims: Sequence[Klaim]) -> list[list[Kinerja]]:
    """Return the capaian of the table meant; far from any, of those with so many rows."""
    tabel = buku.table_of_claim(claims[0])
    if tabel is not None:
        figures = _figures(tabel, claims[0].tahun)
        return [figures] if figures else []
    total = _total(claims)
    found = (
        _figures(tabel, claims[0].tahun)
        for tabel in buku.performance_tables
        if tabel.naskah.naskah_id == claims[0].naskah_id
    )
    return [figures for figures in found if figures and len(figures) == total]


def _total(claims: Sequence[Klaim]) -> int | None:
    said = {item.ukuran: int(value(item, {})) for item in claims}
    if UkuranKlaim.INDIKATOR in said:
        return said[UkuranKlaim.INDIKATOR]
    both = (UkuranKlaim.INDIKATOR_TERCAPAI, UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI)
    return sum(said[item] for item in both) if all(item in said for item in both) else None


def _figures(tabel: TabelKinerja, tahun: int | None) -> list[Kinerja]:
    """Return the capaian of every strategic row; none where one of them is not known."""
    rows = [row for row in performance_rows(tabel) if row.strategis]
    found = [attained(row, tahun) for row in rows]
    figures = [item for item in found if item is not None]
    return figures if len(figures) == len(rows) else []


def _count(klaim: Klaim, figures: Sequence[Kinerja], ganti: Ganti) -> int:
    reached = sum(is_reached(item, ganti) for item in figures)
    if klaim.ukuran is UkuranKlaim.INDIKATOR_TERCAPAI:
        return reached
    if klaim.ukuran is UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI:
        return len(figures) - reached
    return len(figures)


def _fits(claims: Sequence[Klaim], figures: Sequence[Kinerja], ganti: Ganti) -> bool:
    return all(value(item, ganti) == _count(item, figures, ganti) for item in claims)


def _draft(buku: Buku, claims: Sequence[Klaim], figures: Sequence[Kinerja]) -> DrafTemuan:
    klaim = claims[0]
    wrong = [item for item in claims if value(item, {}) != _count(item, figures, {})]
    said = _words(wrong, [int(value(item, {})) for item in wrong])
    counted = _words(wrong, [_count(item, figures, {}) for item in wrong])
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        identitas=(said, *(plain(value(item, {})) for item in figures)),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut "
            f"{', '.join(f'“{claim_words(item)}”' for item in wrong)}, sedangkan menurut "
            f"{place_words(buku, at(figures[0]))} {counted} dari {len(figures)} indikator."
        ),
        nilai_a=said,
        nilai_b=counted,
        saran="Hitung kembali indikator pada tabel, lalu perbaiki kalimatnya.",
        a=place_of_claim(wrong[0]),
        b=at(figures[0]),
        penunjang=(*map(at, wrong[1:]), *map(at, figures[1:])),
        angka=(*claims, *figures),
        selaras=lambda ganti: _fits(claims, figures, ganti),
    )


def _words(claims: Sequence[Klaim], numbers: Sequence[int]) -> str:
    """Write counts: `5 tercapai, 1 tidak tercapai`, `6 indikator`."""
    return ", ".join(
        f"{number} {_NAMA[item.ukuran]}"
        for item, number in zip(claims, numbers, strict=True)
        if item.ukuran is not None
    )

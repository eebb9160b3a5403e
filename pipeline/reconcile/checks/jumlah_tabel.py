"""Totals of other tables against what they add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipeline.reconcile.arithmetic import unit_of
from pipeline.reconcile.figures import Ganti, decimals, indonesian, plain, value
from pipeline.reconcile.finding import DrafTemuan, at, not_compared, place_words, year_of
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.rule import aturan
from schemas.records import AngkaTabel, BelumDibandingkan
from schemas.vocabulary import PeranAngka, TingkatTemuan


@aturan(
    id="jumlah-tabel",
    tingkat=TingkatTemuan.SEDANG,
    judul="Jumlah dalam tabel tidak sama dengan isinya",
    penjelasan="Baris atau kolom jumlah bukan jumlah dari yang dijumlahkannya.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: data dalam laporan kinerja dapat diandalkan",
    membandingkan=(
        "Baris jumlah dengan isi kolomnya (atau baris kelompoknya), dan kolom jumlah (Σ, Jumlah, "
        "Total) dengan kolom lain di bawah kepala yang sama, pada tabel yang bukan tabel kinerja "
        "atau anggaran"
    ),
    toleransi=(
        "Selisih paling banyak (n + 1) / 2 satuan desimal terakhir untuk n bagian. Kolom jumlah "
        "yang pada kebanyakan barisnya bukan jumlah kolom lain dianggap bukan kolom jumlah"
    ),
    contoh_salah="Σ 18, sedangkan SD 1, SMA 11, D3 2, S1 3 berjumlah 17.",
    contoh_benar="Jumlah 24, dari 2, 4, dan 18.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Add up every other table by its columns, then by its rows."""
    known = [item for item in buku.rekaman.angka_tabel if item.naskah_id in buku.naskah]
    for figures in group(known, lambda item: item.tabel_id).values():
        for column in group(figures, lambda item: item.nomor_kolom).values():
            yield from _column(buku, column)
        yield from _rows(buku, figures)


# -- down the columns -------------------------------------------------------------------


def _column(buku: Buku, column: Sequence[AngkaTabel]) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Hold each total of a column against what stands above it."""
    start = 0
    for place, total in enumerate(column):
        if total.peran_baris is not PeranAngka.JUMLAH_KOLOM:
            continue
        above = [
            item for item in column[start:place] if item.peran_baris is not PeranAngka.JUMLAH_KOLOM
        ]
        start = place + 1 if _is_partial(total) else start
        ways = _ways(above)
        if not above or total.nilai is None:
            continue
        if any(item.nilai is None for item in above):
            apa = f"jumlah “{total.kepala_kolom}” pada {total.tabel or 'tabel tanpa label'}"
            mengapa = "satu angka di atasnya tidak terbaca"
            yield not_compared(buku.office(total.naskah_id), total.naskah_id, apa, mengapa)
        elif not any(_adds_up(total, parts, {}) for parts in ways):
            yield _draft(buku, total, ways[0], ways, _words_of_rows(ways[0]))


def _is_partial(total: AngkaTabel) -> bool:
    return "sub" in total.kepala_baris.casefold()


def _ways(above: Sequence[AngkaTabel]) -> list[list[AngkaTabel]]:
    """Return what a total may add up: the items, or the groups they stand under."""
    items = [item for item in above if item.peran_baris is PeranAngka.ISI]
    groups = [item for item in above if item.peran_baris is PeranAngka.KELOMPOK]
    return [way for way in (groups, items, [*groups, *items]) if way]


def _words_of_rows(parts: Sequence[AngkaTabel]) -> str:
    return f"jumlah {len(parts)} baris di atasnya"


# -- along the rows -----------------------------------------------------------------------


def _rows(buku: Buku, figures: Sequence[AngkaTabel]) -> Iterator[DrafTemuan]:
    totals = [item for item in figures if item.peran_kolom is PeranAngka.JUMLAH_BARIS]
    for column in group(totals, lambda item: item.nomor_kolom).values():
        pairs = [(item, _parts_beside(item, figures)) for item in column]
        pairs = [
            (item, parts)
            for item, parts in pairs
            if item.nilai is not None
            and len(parts) >= 2
            and all(part.nilai is not None for part in parts)
            and any(part.nilai for part in (item, *parts))
        ]
        wrong = [(item, parts) for item, parts in pairs if not _adds_up(item, parts, {})]
        # A column that mostly is no sum only bears the name of one.
        if len(pairs) >= 2 and len(wrong) * 2 < len(pairs):
            for item, parts in wrong:
                heads = ", ".join(part.kepala_kolom for part in parts if part.nilai)
                yield _draft(buku, item, parts, [list(parts)], f"jumlah kolom {heads}")


def _parts_beside(total: AngkaTabel, figures: Sequence[AngkaTabel]) -> list[AngkaTabel]:
    """Return what a row total adds up: the columns under its head, or all before it."""
    row = [item for item in figures if item.nomor_baris == total.nomor_baris and item is not total]
    row = [item for item in row if item.peran_kolom is PeranAngka.ISI]
    if total.kelompok_kolom:
        return [item for item in row if item.kelompok_kolom == total.kelompok_kolom]
    return [item for item in row if item.nomor_kolom < total.nomor_kolom]


# -- both -----------------------------------------------------------------------------------


def _adds_up(total: AngkaTabel, parts: Sequence[AngkaTabel], ganti: Ganti) -> bool:
    added = sum((value(item, ganti) for item in parts), Decimal(0))
    places = max(decimals(item) for item in (total, *parts))
    slack = unit_of(places) * (len(parts) + 1) / 2 if places else Decimal(0)
    return abs(value(total, ganti) - added) <= slack


def _draft(
    buku: Buku,
    total: AngkaTabel,
    parts: Sequence[AngkaTabel],
    ways: Sequence[Sequence[AngkaTabel]],
    what: str,
) -> DrafTemuan:
    added = sum((value(item, {}) for item in parts), Decimal(0))
    head = f"{total.kelompok_kolom} {total.kepala_kolom}".strip()
    naskah = buku.naskah[total.naskah_id]
    return DrafTemuan(
        kantor=buku.office(total.naskah_id),
        tahun=year_of(naskah),
        identitas=(
            total.tabel,
            total.kepala_baris,
            head,
            plain(value(total, {})),
            plain(added),
        ),
        uraian=(
            f"“{head}” pada baris “{total.kepala_baris}” di {place_words(buku, at(total))} "
            f"tertulis {indonesian(value(total, {}))}, sedangkan {what} {indonesian(added)}."
        ),
        nilai_a=plain(value(total, {})),
        nilai_b=plain(added),
        saran="Jumlahkan kembali, lalu perbaiki jumlah atau rincian yang keliru.",
        a=at(total),
        penunjang=tuple(at(item) for item in parts if item.nilai),
        angka=(total, *parts),
        selaras=lambda ganti: any(_adds_up(total, way, ganti) for way in ways),
    )

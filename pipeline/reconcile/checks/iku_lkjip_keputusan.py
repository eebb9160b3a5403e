"""The IKU table of an LKjIP against the decree it repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.binding import Instrumen
from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    naskah_words,
    not_compared,
    place_words,
)
from pipeline.reconcile.ledger import Buku, TabelIndikator, group
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import has_near_name
from schemas.records import BelumDibandingkan, Indikator
from schemas.vocabulary import JenisIndikator, JenisNaskah, TingkatTemuan


@aturan(
    id="iku-lkjip-keputusan",
    tingkat=TingkatTemuan.SEDANG,
    judul="Tabel IKU dalam LKjIP berbeda dari keputusan",
    penjelasan="Tabel IKU dalam LKjIP mengurangi atau menambah indikator yang ditetapkan.",
    dasar_hukum="PermenPAN Nomor PER/09/M.PAN/5/2007: IKU dipakai dalam pelaporan kinerja",
    membandingkan=(
        "Indikator tabel IKU dalam LKjIP dengan indikator keputusan yang paling sama; tabel-tabel "
        "dari keputusan yang sama dibaca bersama"
    ),
    toleransi="Indikator kinerja lainnya boleh tidak dimuat; bila dimuat, bukan tambahan.",
    contoh_salah="Keputusan menetapkan IPP dan IKM; Tabel 2.6 LKjIP hanya memuat IPP.",
    contoh_benar="LKjIP memuat dua tabel IKU, masing-masing dari keputusannya sendiri.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Compare the indicators of each LKjIP with those of each decree it repeats."""
    repeated: dict[tuple[str, str], list[TabelIndikator]] = {}
    decrees: dict[str, Instrumen] = {}
    for tabel in buku.indicator_tables:
        if tabel.naskah.jenis is not JenisNaskah.LKJIP:
            continue
        chosen = buku.ikatan.decree_of_table(tabel)
        naskah_id = tabel.naskah.naskah_id
        if not chosen.calon:
            apa = f"tabel IKU {tabel.label}".strip()
            yield not_compared(buku.office(naskah_id), naskah_id, apa, chosen.alasan)
            continue
        decree = chosen.calon[0]
        decrees[decree.utama.naskah_id] = decree
        repeated.setdefault((naskah_id, decree.utama.naskah_id), []).append(tabel)
    for (_, decree_id), tables in repeated.items():
        yield from _compare(buku, tables, decrees[decree_id])


def _compare(
    buku: Buku, tables: Sequence[TabelIndikator], decree: Instrumen
) -> Iterator[DrafTemuan]:
    shown = [item for tabel in tables for item in tabel.isi]
    decreed = buku.indikator_of(naskah.naskah_id for naskah in decree.naskah)
    keys = {item.kunci for item in shown}
    sure = all(
        item.kunci and is_sure_text(item.metode, item.keyakinan) for item in (*shown, *decreed)
    )
    for kunci, items in group(decreed, lambda item: item.kunci).items():
        if kunci and kunci not in keys and items[0].jenis is JenisIndikator.IKU:
            clear = not has_near_name(items[0].indikator, (it.indikator for it in shown))
            yield _draft(buku, shown[0], items[0], decree, missing=True, sure=sure and clear)
    for kunci, items in group(shown, lambda item: item.kunci).items():
        if kunci and kunci not in decree.kunci:
            clear = not has_near_name(items[0].indikator, (it.indikator for it in decreed))
            yield _draft(buku, items[0], decreed[0], decree, missing=False, sure=sure and clear)


def _draft(
    buku: Buku,
    shown: Indikator,
    decreed: Indikator,
    decree: Instrumen,
    *,
    missing: bool,
    sure: bool,
) -> DrafTemuan:
    item = decreed if missing else shown
    name = " ".join(item.indikator.split())
    report = buku.naskah[shown.naskah_id]
    if missing:
        uraian = (
            f"Indikator “{name}” yang ditetapkan pada {place_words(buku, at(decreed))} tidak "
            f"dimuat dalam tabel IKU pada {place_words(buku, at(shown))}."
        )
    else:
        uraian = (
            f"Tabel IKU pada {place_words(buku, at(shown))} memuat “{name}” yang tidak ditetapkan "
            f"dalam {naskah_words(decree.utama)}."
        )
    return DrafTemuan(
        kantor=buku.office(shown.naskah_id),
        tahun=report.tahun,
        kunci=item.kunci,
        identitas=("kurang" if missing else "lebih",),
        uraian=uraian,
        nilai_a="" if missing else name,
        nilai_b=name if missing else "",
        saran="Samakan tabel IKU dalam LKjIP dengan lampiran keputusan.",
        a=at(shown, teks="" if missing else None),
        b=at(decreed) if missing else at(decree.utama),
        pasti=sure,
    )

"""Efisien or tidak efisien: against capaian and serapan, and the text against the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.reconcile.claims import claim_words, place_of_claim, sasaran_named
from pipeline.reconcile.figures import Ganti, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import BarisKinerja, Buku, TabelKinerja, performance_rows
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, Kinerja, Klaim
from schemas.vocabulary import (
    JenisKlaim,
    LingkupKlaim,
    Simpulan,
    StatusBaca,
    TingkatTemuan,
    UkuranAnggaran,
    UkuranKinerja,
)

_NAMA = {Simpulan.EFISIEN: "efisien", Simpulan.TIDAK_EFISIEN: "tidak efisien"}
_LAWAN = {
    Simpulan.EFISIEN: Simpulan.TIDAK_EFISIEN,
    Simpulan.TIDAK_EFISIEN: Simpulan.EFISIEN,
}


@aturan(
    id="efisiensi-kategori",
    tingkat=TingkatTemuan.SEDANG,
    judul="Kategori efisiensi tidak sesuai",
    penjelasan=(
        "Kategori efisien atau tidak efisien tidak mengikuti capaian dan serapan barisnya, atau "
        "uraian menyebut lain dari tabelnya."
    ),
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: analisis efisiensi penggunaan sumber daya",
    membandingkan=(
        "Kategori pada tabel dengan capaian dan serapan sasaran yang sama: efisien bila serapan di "
        "bawah capaian; tidak efisien bila serapan sama dengan atau di atas capaian. Kalimat "
        "tentang efisiensi suatu sasaran dengan kategori sasaran itu pada tabel sebelumnya"
    ),
    toleransi=(
        "Capaian di bawah 100% dengan serapan yang lebih rendah lagi tidak dinilai: ada yang "
        "menyebutnya efisien, ada yang tidak. Sasaran dengan beberapa indikator tidak dihitung"
    ),
    contoh_salah="Capaian 100%, serapan 71,11%, kategori tidak efisien.",
    contoh_benar="Capaian 99,81%, serapan 99,46%, kategori tidak efisien.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Judge the categories of tables by their figures, those of sentences by the tables."""
    claims = [item for item in buku.claims if item.jenis is JenisKlaim.EFISIENSI]
    for klaim in claims:
        tabel = buku.table_of_claim(klaim)
        if tabel is None or klaim.simpulan is None:
            continue
        printed = None if klaim.tabel else _category_of(klaim, tabel, claims)
        if printed is not None:
            if printed.simpulan is not klaim.simpulan:
                yield _against_table(buku, klaim, printed)
            continue
        figures = _figures(buku, klaim, tabel)
        if figures is not None and not _fits(klaim, figures, {}):
            yield _against_figures(buku, klaim, figures)


@dataclass(frozen=True, slots=True)
class _Angka:
    """The figures that a category follows from."""

    capaian: Kinerja
    serapan: Anggaran


def _sasaran(klaim: Klaim, tabel: TabelKinerja) -> str:
    """Return the sasaran that a claim is about, as the table prints it."""
    if klaim.lingkup is LingkupKlaim.SASARAN or klaim.tujuan_sasaran:
        return sasaran_named(tabel, " ".join(klaim.tujuan_sasaran.split()))
    rows = [row for row in performance_rows(tabel) if klaim.kunci and row.kunci == klaim.kunci]
    return rows[0].tujuan_sasaran if len(rows) == 1 else ""


def _category_of(klaim: Klaim, tabel: TabelKinerja, claims: list[Klaim]) -> Klaim | None:
    """Return the category that the table prints for what a sentence speaks of."""
    name = _sasaran(klaim, tabel)
    found = [
        item
        for item in claims
        if item.tabel
        and item.naskah_id == klaim.naskah_id
        and " ".join(item.tabel.split()) == tabel.label
        and name
        and " ".join(item.tujuan_sasaran.split()).casefold() == name.casefold()
    ]
    return found[0] if len(found) == 1 else None


def _figures(buku: Buku, klaim: Klaim, tabel: TabelKinerja) -> _Angka | None:
    """Return capaian and serapan of a sasaran with one indicator, None where not known."""
    name = _sasaran(klaim, tabel)
    rows = [row for row in performance_rows(tabel) if name and row.tujuan_sasaran == name]
    if len(rows) != 1:
        return None
    capaian = rows[0].one(UkuranKinerja.CAPAIAN, klaim.tahun)
    serapan = _spent(buku, tabel, rows[0])
    if capaian is None or serapan is None or None in (capaian.nilai, serapan.nilai):
        return None
    return _Angka(capaian, serapan)


def _spent(buku: Buku, tabel: TabelKinerja, row: BarisKinerja) -> Anggaran | None:
    names = {row.tujuan_sasaran.casefold(), row.indikator.casefold()} - {""}
    found = [
        item
        for item in buku.anggaran_of(tabel.naskah.naskah_id)
        if item.ukuran is UkuranAnggaran.SERAPAN
        and " ".join(item.tabel.split()) == tabel.label
        and " ".join(item.uraian.split()).casefold() in names
    ]
    return found[0] if len(found) == 1 else None


def _fits(klaim: Klaim, figures: _Angka, ganti: Ganti) -> bool:
    """Whether the category can follow from the figures under any usual reading of it."""
    reached, spent = value(figures.capaian, ganti), value(figures.serapan, ganti)
    if klaim.simpulan is Simpulan.EFISIEN:
        return spent < reached
    return spent >= reached or reached < 100


def _is_sure(klaim: Klaim) -> bool:
    return klaim.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)


def _subject(klaim: Klaim) -> str:
    name = klaim.indikator or klaim.tujuan_sasaran
    return f"“{' '.join(name.split())}”" if name else "sasaran itu"


def _against_figures(buku: Buku, klaim: Klaim, figures: _Angka) -> DrafTemuan:
    assert klaim.simpulan is not None
    right = _NAMA[_LAWAN[klaim.simpulan]]
    capaian, serapan = figures.capaian, figures.serapan
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        kunci=klaim.kunci,
        identitas=(
            _NAMA[klaim.simpulan],
            plain(value(capaian, {})),
            plain(value(serapan, {})),
        ),
        uraian=(
            f"Kategori efisiensi {_subject(klaim)} pada {place_words(buku, at(klaim))} tertulis "
            f"“{claim_words(klaim)}”, sedangkan capaian {show(capaian)} dengan serapan "
            f"{show(serapan)} adalah {right}."
        ),
        nilai_a=claim_words(klaim),
        nilai_b=right,
        saran="Periksa capaian dan serapan barisnya, lalu perbaiki kategori dan simpulannya.",
        a=place_of_claim(klaim),
        penunjang=(at(capaian), at(serapan)),
        angka=(capaian, serapan),
        selaras=lambda ganti: _fits(klaim, figures, ganti),
        pasti=_is_sure(klaim),
    )


def _against_table(buku: Buku, klaim: Klaim, printed: Klaim) -> DrafTemuan:
    return DrafTemuan(
        kantor=buku.office(klaim.naskah_id),
        tahun=klaim.tahun,
        kunci=printed.kunci,
        identitas=(klaim.simpulan or "", printed.simpulan or "", printed.tujuan_sasaran),
        uraian=(
            f"Uraian pada {place_words(buku, at(klaim))} menyebut “{claim_words(klaim)}” untuk "
            f"{_subject(klaim)}, sedangkan kategorinya pada {place_words(buku, at(printed))} "
            f"“{claim_words(printed)}”."
        ),
        nilai_a=claim_words(klaim),
        nilai_b=claim_words(printed),
        saran="Sesuaikan simpulan uraian dengan kategori pada tabelnya.",
        a=place_of_claim(klaim),
        b=at(printed),
        pasti=_is_sure(klaim) and _is_sure(printed),
    )

"""One budget line and stage, two amounts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.reconcile.figures import differs
from pipeline.reconcile.finding import DrafTemuan, not_compared
from pipeline.reconcile.ledger import PK, Buku, Kantor, TabelAnggaran, budget_rows, group
from pipeline.reconcile.pairs import Beda, compare_all, draft_difference
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, BelumDibandingkan
from schemas.vocabulary import JenisNaskah, TingkatAnggaran, TingkatTemuan, UkuranAnggaran

_BARIS = (TingkatAnggaran.PROGRAM, TingkatAnggaran.KEGIATAN, TingkatAnggaran.SUB_KEGIATAN)
_TAHAP = {
    UkuranAnggaran.SEBELUM_PERUBAHAN: "awal",
    UkuranAnggaran.PERGESERAN: "pergeseran",
    UkuranAnggaran.SESUDAH_PERUBAHAN: "perubahan",
    UkuranAnggaran.REALISASI: "realisasi",
}
_TAHAP_PK = {
    JenisNaskah.PERJANJIAN_KINERJA: "awal",
    JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN: "perubahan",
}

Baris = tuple[TingkatAnggaran | None, str]


@dataclass(slots=True)
class Kolom:
    """One column of amounts of one table: its lines, and its stage where that is known."""

    tabel: TabelAnggaran
    ukuran: UkuranAnggaran
    tahun: int | None
    isi: dict[Baris, Anggaran]
    tahap: str = ""


@dataclass(slots=True)
class Tahap:
    """The columns that are one stage of the budget."""

    nama: str
    kolom: list[Kolom] = field(default_factory=list)


@aturan(
    id="anggaran-berbeda",
    tingkat=TingkatTemuan.TINGGI,
    judul="Anggaran satu baris berbeda",
    penjelasan=(
        "Program, kegiatan, atau sub kegiatan yang sama tertulis dengan dua jumlah pada tahap "
        "anggaran yang sama."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: anggaran dalam perjanjian kinerja dan laporan kinerja "
        "mengikuti dokumen pelaksanaan anggaran"
    ),
    membandingkan=(
        "Jumlah uang per baris anggaran di semua tabel perangkat daerah itu, per tahap: sebelum "
        "perubahan (PK awal), pergeseran, sesudah perubahan (PK Perubahan), dan realisasi. Kolom "
        "pagu tanpa keterangan tahap masuk tahap yang sama angkanya pada sebagian besar baris"
    ),
    toleransi="Tidak ada.",
    contoh_salah="Program ketertiban: PK awal 238.432.400; kolom sebelum perubahan 236.432.400.",
    contoh_benar="Program penunjang: PK awal 3.160.652.155; PK Perubahan 2.911.311.160,40.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Sort the columns into stages, then hold the lines of each stage against each other."""
    keyed = group(
        _columns(buku), lambda item: (buku.office(item.tabel.naskah.naskah_id), item.tahun)
    )
    for (kantor, tahun), columns in keyed.items():
        stages, loose = _stages(columns)
        for column in loose:
            yield _unclear(kantor, column)
        for stage in stages:
            yield from _differences(buku, stage, tahun)


def _columns(buku: Buku) -> Iterator[Kolom]:
    for tabel in buku.budget_tables:
        if tabel.naskah.jenis is JenisNaskah.LAINNYA:
            continue
        found: dict[tuple[UkuranAnggaran, int | None], list[tuple[Baris, Anggaran]]] = {}
        for row in budget_rows(tabel):
            for item in row.angka:
                if item.kunci and item.tingkat in _BARIS and _is_money(item):
                    line = (item.tingkat, item.kunci)
                    found.setdefault((item.ukuran, item.tahun), []).append((line, item))
        for (ukuran, tahun), cells in found.items():
            lines = [line for line, _ in cells]
            isi = {line: item for line, item in cells if lines.count(line) == 1}
            if isi:
                yield Kolom(tabel, ukuran, tahun, isi, _stage_of(tabel, ukuran, isi))


def _is_money(item: Anggaran) -> bool:
    return item.ukuran in _TAHAP or item.ukuran is UkuranAnggaran.PAGU


def _stage_of(tabel: TabelAnggaran, ukuran: UkuranAnggaran, isi: dict[Baris, Anggaran]) -> str:
    """Return the stage that the column itself tells, "" where it does not."""
    if ukuran in _TAHAP:
        return _TAHAP[ukuran]
    if tabel.naskah.jenis in _TAHAP_PK:
        return _TAHAP_PK[tabel.naskah.jenis]
    sources = {item.sumber_dana.casefold() for item in isi.values() if item.sumber_dana}
    changed = {_is_changed(teks) for teks in sources}
    if changed == {True}:
        return "perubahan"
    return ""


def _is_changed(sumber_dana: str) -> bool:
    words = sumber_dana.replace("-", "").replace(" ", "")
    return "papbd" in words or "perubahan" in words or "apbdp" in words


def _stages(columns: Sequence[Kolom]) -> tuple[list[Tahap], list[Kolom]]:
    """Put each column into a stage: its own, else the one it mostly agrees with."""
    stages: list[Tahap] = []
    for column in columns:
        if column.tahap:
            known = next((item for item in stages if item.nama == column.tahap), None)
            if known is None:
                known = Tahap(column.tahap)
                stages.append(known)
            known.kolom.append(column)
    loose: list[Kolom] = []
    for column in columns:
        if column.tahap:
            continue
        fitting = [item for item in stages if item.nama != "realisasi" and _fits(column, item)]
        if fitting:
            best = max(fitting, key=lambda item: _agreeing(column, item)[0])
            best.kolom.append(column)
        elif any(_agreeing(column, item)[1] for item in stages if item.nama != "realisasi"):
            loose.append(column)
        else:
            stages.append(Tahap("", [column]))
    return stages, loose


def _fits(column: Kolom, stage: Tahap) -> bool:
    agreeing, shared = _agreeing(column, stage)
    return agreeing * 2 > shared


def _agreeing(column: Kolom, stage: Tahap) -> tuple[int, int]:
    """How many lines of a column a stage bears out, of how many that it holds."""
    shared = agreeing = 0
    for line, item in column.isi.items():
        others = [other.isi[line] for other in stage.kolom if line in other.isi]
        shared += bool(others)
        agreeing += any(not differs(item, other) for other in others)
    return agreeing, shared


def _differences(buku: Buku, stage: Tahap, tahun: int | None) -> Iterator[DrafTemuan]:
    cells = [(line, item) for column in stage.kolom for line, item in column.isi.items()]
    for found in group(cells, lambda cell: cell[0]).values():
        for beda in compare_all(buku, [item for _, item in found]):
            draf = draft_difference(
                buku,
                beda,
                tahun=tahun,
                sebagai="" if beda.satu[0].ukuran is beda.dua[0].ukuran else "anggaran",
                saran="Cocokkan kedua tabel dengan DPA atau DPPA dan perbaiki yang keliru.",
            )
            yield replace(draf, pasti=not _two_versions(buku, beda))


def _two_versions(buku: Buku, beda: Beda) -> bool:
    """Say whether two agreements of one kind and year differ: one may replace the other.

    Where their dates say so, only the later is compared; here they do not.
    """
    sides = [{item.naskah_id for item in side} for side in (beda.satu, beda.dua)]
    kinds = {buku.naskah[naskah_id].jenis for side in sides for naskah_id in side}
    return len(kinds) == 1 and kinds <= set(PK) and sides[0].isdisjoint(sides[1])


def _unclear(kantor: Kantor, column: Kolom) -> BelumDibandingkan:
    return not_compared(
        kantor,
        column.tabel.naskah.naskah_id,
        f"pagu pada {column.tabel.label or 'tabel anggaran tanpa nomor'}",
        "tidak jelas tahap anggarannya: sebagian besar angkanya lain dari tahap yang dikenal",
    )

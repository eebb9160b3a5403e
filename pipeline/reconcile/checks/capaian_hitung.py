"""Capaian against realisasi and target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.reconcile.arithmetic import draft_percent, falling_agrees, is_misread
from pipeline.reconcile.figures import Ganti, is_sure, percent_agrees, value
from pipeline.reconcile.finding import DrafTemuan, not_compared
from pipeline.reconcile.ledger import BarisKinerja, Buku, TabelKinerja, group, performance_rows
from pipeline.reconcile.pairs import same_subject
from pipeline.reconcile.rule import aturan
from schemas.records import BelumDibandingkan, Kinerja
from schemas.vocabulary import Metode, TingkatTemuan, UkuranKinerja


@dataclass(frozen=True, slots=True)
class Hitungan:
    """A capaian with the target and realisasi of its row."""

    target: Kinerja
    realisasi: Kinerja
    capaian: Kinerja

    def rises(self, ganti: Ganti) -> bool:
        """Whether capaian is realisasi / target."""
        target, realisasi = value(self.target, ganti), value(self.realisasi, ganti)
        if not target:
            return True
        return percent_agrees(realisasi, target, self.capaian, value(self.capaian, ganti))

    def falls(self, ganti: Ganti) -> bool:
        """Whether capaian counts falling as better."""
        target, realisasi = value(self.target, ganti), value(self.realisasi, ganti)
        if not target:
            return True
        return falling_agrees(realisasi, target, self.capaian, value(self.capaian, ganti))

    @property
    def is_scanned(self) -> bool:
        """Whether one of the figures was read from a picture."""
        return Metode.OCR in (self.target.metode, self.realisasi.metode, self.capaian.metode)

    @property
    def is_sure(self) -> bool:
        """Whether every figure was surely read."""
        return all(is_sure(it) for it in (self.target, self.realisasi, self.capaian))

    @property
    def telling(self) -> bool:
        """Whether the two formulas give different results."""
        return value(self.target, {}) != value(self.realisasi, {})


@aturan(
    id="capaian-hitung",
    tingkat=TingkatTemuan.TINGGI,
    judul="Capaian tidak sama dengan realisasi dibagi target",
    penjelasan="Persentase capaian yang tercetak bukan hasil hitungan dari angka di barisnya.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: realisasi dibandingkan dengan target",
    membandingkan=(
        "Capaian dengan realisasi / target x 100 pada baris dan tahun yang sama. Rumus untuk "
        "indikator yang makin rendah makin baik, (2 x target - realisasi) / target x 100 atau "
        "target / realisasi x 100, diterima bila seluruh angka indikator itu dalam naskah "
        "mengikutinya"
    ),
    toleransi="Pembulatan biasa atau pemotongan pada desimal yang tercetak.",
    contoh_salah="Target 34, realisasi 12, capaian tertulis 35,24%; hasil hitungan 35,29%.",
    contoh_benar="Target 93,5, realisasi 92,33: capaian 98,74% (dipotong) atau 98,75% (bulat).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Compute every capaian that has its target and realisasi beside it."""
    found: list[Hitungan] = []
    for tabel in buku.performance_tables:
        for row in performance_rows(tabel):
            for tahun in dict.fromkeys(item.tahun for item in row.of(UkuranKinerja.CAPAIAN)):
                hitungan = _complete(row, tahun)
                if hitungan is None:
                    yield _skipped(buku, tabel, row)
                else:
                    found.append(hitungan)
    odd = [it for it in found if not it.rises({})]
    of_indicator = group(found, lambda it: (it.capaian.naskah_id, it.capaian.kunci))
    falling = [
        it
        for it in odd
        if _falls_throughout(it, of_indicator[it.capaian.naskah_id, it.capaian.kunci])
    ]
    # Where most rows of a table seem to fall, its columns were likely taken for each other.
    said, fallen = _by_table(buku, (it for it in found if it.telling)), _by_table(buku, falling)
    falling = [
        it for it in falling if not is_misread(fallen[_table(buku, it)], said[_table(buku, it)])
    ]
    wrong = [it for it in odd if it not in falling]
    every, mistaken = _by_table(buku, found), _by_table(buku, wrong)
    for hitungan in wrong:
        table = _table(buku, hitungan)
        yield draft_percent(
            buku,
            tercetak=hitungan.capaian,
            bagian=hitungan.realisasi,
            dari=hitungan.target,
            selaras=lambda ganti, it=hitungan: it.rises(ganti),  # type: ignore[misc]
            pasti=not is_misread(mistaken[table], every[table])
            and not (hitungan.is_scanned and hitungan.telling and hitungan.falls({})),
            saran="Hitung ulang; bila realisasi atau target yang salah, perbaiki angka itu.",
        )


def _by_table(buku: Buku, items: Iterable[Hitungan]) -> Counter[int]:
    """Count results by the table that they stand in."""
    return Counter(_table(buku, item) for item in items)


def _table(buku: Buku, hitungan: Hitungan) -> int:
    """Return what tells a result's table from the others of the ledger."""
    return id(buku.table_of(hitungan.capaian))


def _complete(row: BarisKinerja, tahun: int | None) -> Hitungan | None:
    target = row.one(UkuranKinerja.TARGET, tahun)
    realisasi = row.one(UkuranKinerja.REALISASI, tahun)
    capaian = row.one(UkuranKinerja.CAPAIAN, tahun)
    if target is None or realisasi is None or capaian is None:
        return None
    if None in (target.nilai, realisasi.nilai, capaian.nilai):
        return None
    return Hitungan(target, realisasi, capaian)


def _skipped(buku: Buku, tabel: TabelKinerja, row: BarisKinerja) -> BelumDibandingkan:
    return not_compared(
        buku.office(tabel.naskah.naskah_id),
        tabel.naskah.naskah_id,
        f"capaian “{row.indikator}” pada {tabel.label or 'tabel tanpa nomor'}",
        "target, realisasi, atau capaian di barisnya bukan satu angka yang terbaca",
    )


def _falls_throughout(hitungan: Hitungan, found: list[Hitungan]) -> bool:
    """Whether the naskah computes this indicator as falling-is-better wherever it shows.

    `found` is every result of the naskah for the indicator.
    """
    same = [
        item
        for item in found
        if item.telling
        and (item is hitungan or item.is_sure)
        and (item is hitungan or same_subject(item.capaian, hitungan.capaian))
    ]
    return bool(same) and all(item.falls({}) for item in same)

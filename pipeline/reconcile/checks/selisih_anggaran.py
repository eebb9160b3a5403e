"""A difference column against its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.reconcile.arithmetic import unit_of
from pipeline.reconcile.figures import Ganti, decimals, indonesian, plain, show, value
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    not_compared,
    place_words,
)
from pipeline.reconcile.ledger import BarisAnggaran, Buku, TabelAnggaran, budget_rows
from pipeline.reconcile.pairs import SELISIH_PERUBAHAN, measure_name
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, BelumDibandingkan
from schemas.vocabulary import TingkatTemuan, UkuranAnggaran

_U = UkuranAnggaran
_PASANGAN = (
    *SELISIH_PERUBAHAN,
    (_U.PAGU, _U.REALISASI),
    (_U.SESUDAH_PERUBAHAN, _U.REALISASI),
)
"""Columns that a difference is taken of, likeliest first."""

_TANDA: tuple[Callable[[Decimal], Decimal], ...] = (lambda d: d, lambda d: -d, abs)
"""How a table prints a difference: with its sign, the other way round, or without sign."""


_SEDIKIT = 2
"""With more rows than this that all disagree, the columns were taken for others."""


@dataclass(frozen=True, slots=True)
class Selisih:
    """A printed difference and the two amounts of its row."""

    selisih: Anggaran
    besar: Anggaran
    kecil: Anggaran
    tanda: Callable[[Decimal], Decimal]

    def computed(self, ganti: Ganti) -> Decimal:
        """The difference of the two columns, signed as the table prints it."""
        return self.tanda(value(self.besar, ganti) - value(self.kecil, ganti))

    def agrees(self, ganti: Ganti) -> bool:
        """Whether the printed difference is it, to (n + 1) / 2 units of the last place."""
        places = min(decimals(item) for item in (self.selisih, self.besar, self.kecil))
        off = abs(value(self.selisih, ganti) - self.computed(ganti))
        return off <= unit_of(places) * 3 / 2


@aturan(
    id="selisih-anggaran",
    tingkat=TingkatTemuan.SEDANG,
    judul="Selisih anggaran salah hitung",
    penjelasan="Kolom bertambah/berkurang bukan selisih kedua kolom yang diselisihkannya.",
    dasar_hukum="PP Nomor 12 Tahun 2019: perubahan anggaran memuat anggaran sebelum dan sesudahnya",
    membandingkan=(
        "Selisih dengan pasangan kolom yang diikuti sebagian besar baris tabel itu: sesudah "
        "perubahan dikurangi pergeseran, sesudah dikurangi sebelum, atau pagu dikurangi realisasi"
    ),
    toleransi="1,5 satuan desimal terakhir; cara menulis tanda minus menurut tabelnya.",
    contoh_salah="Sesudah 452.696.500, pergeseran 460.787.900: tertulis (8.019.400,00).",
    contoh_benar="Sesudah 452.696.500, pergeseran 460.787.900: tertulis (8.091.400,00).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Find which columns the table subtracts, then compute every row."""
    for tabel in buku.budget_tables:
        rows = budget_rows(tabel)
        for tahun in dict.fromkeys(item.tahun for item in tabel.isi if item.ukuran is _U.SELISIH):
            found = _followed(rows, tahun)
            if not found:
                naskah_id = tabel.naskah.naskah_id
                apa = f"kolom selisih pada {tabel.label or 'tabel anggaran'}"
                mengapa = "tidak jelas kolom mana yang diselisihkan"
                yield not_compared(buku.office(naskah_id), naskah_id, apa, mengapa)
            for item in found:
                if not item.agrees({}):
                    yield _draft(buku, tabel, item)


def _followed(rows: Sequence[BarisAnggaran], tahun: int | None) -> list[Selisih]:
    """Return the rows under the pair of columns and sign that most of them follow.

    A pair that at most half of the rows follow is not taken for the table's, unless it is
    the only one printed and there are too few rows to follow another.
    """
    readings: list[list[Selisih]] = []
    pairs = 0
    for besar, kecil in _PASANGAN:
        found = [_in_row(row, besar, kecil, tahun) for row in rows]
        complete = [item for item in found if item is not None]
        pairs += bool(complete)
        readings += [[Selisih(*item, tanda) for item in complete] for tanda in _TANDA]
    readings = [items for items in readings if items]
    if not readings:
        return []
    best = max(readings, key=lambda items: sum(item.agrees({}) for item in items))
    followed = sum(item.agrees({}) for item in best)
    if followed * 2 > len(best):
        return best
    few = pairs == 1 and len(best) <= _SEDIKIT
    return readings[0] if few else []


def _in_row(
    row: BarisAnggaran, besar: UkuranAnggaran, kecil: UkuranAnggaran, tahun: int | None
) -> tuple[Anggaran, Anggaran, Anggaran] | None:
    selisih = row.one(_U.SELISIH, tahun)
    first, second = row.one(besar, tahun), row.one(kecil, tahun)
    if selisih is None or first is None or second is None:
        return None
    if None in (selisih.nilai, first.nilai, second.nilai):
        return None
    return selisih, first, second


def _draft(buku: Buku, tabel: TabelAnggaran, item: Selisih) -> DrafTemuan:
    selisih = item.selisih
    hasil = item.computed({})
    places = max(decimals(angka) for angka in (selisih, item.besar, item.kecil))
    line = " ".join(selisih.uraian.split())
    uraian = (
        f"Selisih “{line}” pada {place_words(buku, at(selisih))} tertulis {show(selisih)}, "
        f"sedangkan {measure_name(item.besar)} {show(item.besar)} dikurangi "
        f"{measure_name(item.kecil)} {show(item.kecil)} adalah "
        f"Rp{indonesian(hasil, places)}."
    )
    figures = (selisih, item.besar, item.kecil)
    return DrafTemuan(
        kantor=buku.office(selisih.naskah_id),
        tahun=selisih.tahun,
        kunci=selisih.kunci,
        identitas=(
            tabel.naskah.jenis,
            selisih.tingkat or "",
            "" if selisih.kunci else line,
            *(plain(value(angka, {})) for angka in figures),
        ),
        uraian=uraian,
        nilai_a=plain(value(selisih, {})),
        nilai_b=plain(hasil),
        saran="Hitung ulang selisih; cocokkan kedua kolom dengan DPA dan DPPA.",
        a=at(selisih),
        penunjang=(at(item.besar), at(item.kecil)),
        angka=figures,
        selaras=item.agrees,
    )

"""Budget totals against their parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from pipeline.reconcile.arithmetic import is_misread, unit_of
from pipeline.reconcile.checks.isi_tersalin import copied_rows
from pipeline.reconcile.figures import Ganti, decimals, indonesian, plain, show, value
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    not_compared,
    place_words,
)
from pipeline.reconcile.ledger import BarisAnggaran, Buku, TabelAnggaran, budget_rows
from pipeline.reconcile.pairs import SELISIH_PERUBAHAN, measure_name, sentence
from pipeline.reconcile.rule import aturan
from schemas.records import Anggaran, BelumDibandingkan
from schemas.vocabulary import Metode, TingkatAnggaran, TingkatTemuan, UkuranAnggaran

_URUTAN = {
    TingkatAnggaran.PROGRAM: 1,
    TingkatAnggaran.KEGIATAN: 2,
    TingkatAnggaran.SUB_KEGIATAN: 3,
}
_NAMA = {
    TingkatAnggaran.PROGRAM: "program",
    TingkatAnggaran.KEGIATAN: "kegiatan",
    TingkatAnggaran.SUB_KEGIATAN: "sub kegiatan",
    None: "baris",
}


@dataclass(frozen=True, slots=True)
class Jumlah:
    """A printed total and the parts it totals, in one column."""

    total: Anggaran
    bagian: tuple[Anggaran, ...]
    tingkat: TingkatAnggaran | None
    lengkap: bool  # every part prints an amount

    @property
    def sebagian(self) -> bool:
        """Whether its one part is less than it: more may lie in it than is printed."""
        part = self.bagian[0].nilai or 0
        return len(self.bagian) == 1 and self.tingkat is not None and part < (self.total.nilai or 0)

    def agrees(self, ganti: Ganti) -> bool:
        """Whether the total lies within (n + 1) / 2 units of the last place of the sum."""
        places = min(decimals(item) for item in (self.total, *self.bagian))
        allowed = unit_of(places) * (len(self.bagian) + 1) / 2
        return abs(value(self.total, ganti) - self.sum(ganti)) <= allowed

    def sum(self, ganti: Ganti) -> Decimal:
        """The sum of the parts."""
        return sum((value(item, ganti) for item in self.bagian), Decimal(0))


@aturan(
    id="jumlah-anggaran",
    tingkat=TingkatTemuan.TINGGI,
    judul="Jumlah anggaran bukan jumlah bagiannya",
    penjelasan="Angka jumlah, program, atau kegiatan tidak sama dengan penjumlahan rinciannya.",
    dasar_hukum=(
        "PP Nomor 12 Tahun 2019 tentang Pengelolaan Keuangan Daerah: anggaran disusun menurut "
        "program, kegiatan, dan sub kegiatan"
    ),
    membandingkan=(
        "Dalam satu tabel, tiap kolom sendiri: program dengan jumlah kegiatannya, kegiatan dengan "
        "jumlah sub kegiatannya, baris jumlah dengan jumlah program (atau baris di atasnya)"
    ),
    toleransi=(
        "(n + 1) / 2 satuan desimal terakhir yang tercetak untuk n bagian. Bila hanya satu bagian "
        "tercetak dan kurang dari jumlahnya di setiap kolom, temuannya perlu dicek."
    ),
    contoh_salah="Empat program berjumlah 4.669.506.655,00; jumlah tertulis 4.667.506.655,00.",
    contoh_benar="Kolom dalam ribuan: tiga bagian 1.234, 2.345, 3.456; jumlah 7.036.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Add up every table, column by column."""
    for tabel in buku.budget_tables:
        yield from _table(buku, tabel)


def _table(buku: Buku, tabel: TabelAnggaran) -> Iterator[DrafTemuan | BelumDibandingkan]:
    rows = budget_rows(tabel)
    columns = dict.fromkeys((item.ukuran, item.tahun) for item in tabel.isi)
    found: list[tuple[Jumlah, bool]] = []  # what does not add up, and whether it was surely read
    whole: set[str] = set()  # rows whose parts make up the total in one column: none is left out
    for ukuran, tahun in columns:
        if ukuran is UkuranAnggaran.SERAPAN:
            continue
        computed: list[Jumlah] = []
        wrong: list[Jumlah] = []
        for row, parts, tingkat, others in _totals(rows):
            jumlah = _complete(row, parts, tingkat, ukuran, tahun)
            if isinstance(jumlah, str):
                yield _skipped(buku, tabel, row, jumlah)
            elif jumlah is not None:
                computed.append(jumlah)
                whole |= {_row_of(jumlah)} if jumlah.agrees({}) else set()
                again = [_complete(row, part, None, ukuran, tahun) for part in others]
                sums = [jumlah, *(item for item in again if isinstance(item, Jumlah))]
                wrong += [] if any(item.agrees({}) for item in sums) else [jumlah]
        misread = is_misread(len(wrong), len(computed))
        column = [it for it in tabel.isi if (it.ukuran, it.tahun) == (ukuran, tahun)]
        found += [(it, not misread and not _lost_row(column, it)) for it in wrong]
    jumbled = sum(_is_jumbled(jumlah) for jumlah, _ in found)
    if jumbled > 1:  # one such total may be the paper's slip
        naskah_id = tabel.naskah.naskah_id
        page = found[0][0].total.halaman
        apa = f"jumlah pada {tabel.label or 'tabel anggaran'} (halaman {page})"
        why = "tingkat barisnya tampaknya salah terbaca: bagian lebih besar daripada jumlahnya"
        yield not_compared(buku.office(naskah_id), naskah_id, apa, why)
        return
    for jumlah, sure in found:
        few = jumlah.sebagian and _row_of(jumlah) not in whole
        yield _draft(buku, tabel, jumlah, sure=sure and not jumbled, few=few)


def _row_of(jumlah: Jumlah) -> str:
    """Return what is the same of a total in every column: its row and its level."""
    return f"{jumlah.total.urut} {jumlah.tingkat} {jumlah.total.uraian}"


def _is_jumbled(jumlah: Jumlah) -> bool:
    """Say whether a scanned part exceeds its whole: then levels were likely taken for others."""
    total = jumlah.total.nilai or 0
    if jumlah.total.metode is Metode.TEKS or jumlah.total.ukuran is UkuranAnggaran.SELISIH:
        return False
    return any((item.nilai or 0) > total for item in jumlah.bagian)


Bagian = tuple[BarisAnggaran, ...]


def _totals(
    rows: Sequence[BarisAnggaran],
) -> Iterator[tuple[BarisAnggaran, Bagian, TingkatAnggaran | None, tuple[Bagian, ...]]]:
    """Yield each totalling row, its parts, their level, and other parts it may total.

    The last `jumlah` of a table with several may total the table or the totals above it.
    """
    since: list[BarisAnggaran] = []
    every: list[BarisAnggaran] = []
    totals: list[BarisAnggaran] = []
    for index, row in enumerate(rows):
        if row.tingkat is TingkatAnggaran.JUMLAH:
            tops = _tops(since)
            if tops:
                others = (_tops(every), tuple(totals)) if totals else ()
                yield row, tops, tops[0].tingkat, others
            elif totals:
                yield row, tuple(totals), None, (_tops(every),)
            totals.append(row)
            since = []
            continue
        since.append(row)
        every.append(row)
        children = _children(row, rows[index + 1 :])
        if children:
            yield row, children, children[0].tingkat, ()


def _tops(rows: Sequence[BarisAnggaran]) -> Bagian:
    """Return the rows of the highest level; rows without level where there are only these."""
    levels = [_URUTAN[row.tingkat] for row in rows if row.tingkat in _URUTAN]
    if not levels:
        return tuple(row for row in rows if row.tingkat is None)
    return tuple(
        row for row in rows if row.tingkat in _URUTAN and _URUTAN[row.tingkat] == min(levels)
    )


def _children(row: BarisAnggaran, below: Sequence[BarisAnggaran]) -> Bagian:
    """Return the rows one level down that stand under a row."""
    if row.tingkat not in _URUTAN:
        return ()
    block: list[BarisAnggaran] = []
    for item in below:
        if item.tingkat not in _URUTAN or _URUTAN[item.tingkat] <= _URUTAN[row.tingkat]:
            break
        block.append(item)
    return _tops(block)


def _complete(
    row: BarisAnggaran,
    parts: Bagian,
    tingkat: TingkatAnggaran | None,
    ukuran: UkuranAnggaran,
    tahun: int | None,
) -> Jumlah | str | None:
    """Return the sum in one column; None where it prints no total, a reason where unreadable."""
    total = row.one(ukuran, tahun)
    found = [part.one(ukuran, tahun) for part in parts]
    if total is None or not any(found):
        return None
    bagian = tuple(item for item in found if item is not None)
    if total.nilai is None or any(item.nilai is None for item in bagian):
        return "jumlah atau salah satu bagiannya tidak terbaca"
    # A budget line prints its amount or a dash; in an efficiency table some rows hold no money.
    blank = parts[0].tingkat is not None and len(bagian) < len(parts)
    return Jumlah(total, bagian, tingkat, lengkap=not blank)


_CELAH = 0.7
"""A gap between the cells of a column as high as this part of a row holds a row not read."""


def _lost_row(column: Sequence[Anggaran], jumlah: Jumlah) -> bool:
    """Say whether a scanned column has a gap, where a row was not read, among what is added."""
    ids = {item.anggaran_id for item in (jumlah.total, *jumlah.bagian)}
    pages = {item.halaman for item in column if item.anggaran_id in ids}
    if jumlah.total.metode is Metode.TEKS:
        return False
    for page in pages:
        cells = sorted(
            (item.y0, item.y1)
            for item in column
            if item.halaman == page and item.y0 is not None and item.y1 is not None
        )
        heights = sorted(y1 - y0 for y0, y1 in cells)
        if not heights:
            continue
        row = heights[len(heights) // 2]
        if any(after[0] - before[1] > _CELAH * row for before, after in pairwise(cells)):
            return True
    return False


def _skipped(
    buku: Buku, tabel: TabelAnggaran, row: BarisAnggaran, mengapa: str
) -> BelumDibandingkan:
    naskah_id = tabel.naskah.naskah_id
    apa = f"jumlah “{row.uraian}” pada {tabel.label or 'tabel anggaran'}"
    return not_compared(buku.office(naskah_id), naskah_id, apa, mengapa)


def _cause(tabel: TabelAnggaran, jumlah: Jumlah) -> str:
    """Name the part that repeats another row's amounts: it, not the total, is likely wrong."""
    parts = {item.anggaran_id for item in jumlah.bagian}
    for first, second, shared in copied_rows(budget_rows(tabel)):
        if any(copy.anggaran_id in parts for _, copy in shared):
            return f"; baris “{second.uraian}” tampaknya tersalin dari “{first.uraian}”"
    return _wrong_difference(tabel, jumlah)


def _wrong_difference(tabel: TabelAnggaran, jumlah: Jumlah) -> str:
    """Name the part whose difference is not its own row's, where the total's is: the part errs."""
    if jumlah.total.ukuran is not UkuranAnggaran.SELISIH:
        return ""
    of_row = {
        item.anggaran_id: row
        for row in budget_rows(tabel)
        if (item := row.one(UkuranAnggaran.SELISIH, jumlah.total.tahun)) is not None
    }
    if _follows_row(of_row, jumlah.total) is not True:
        return ""
    wrong = [item for item in jumlah.bagian if _follows_row(of_row, item) is False]
    if not wrong:
        return ""
    return (
        "; selisih baris ini sesuai dengan kolom lainnya, yang tidak sesuai dengan barisnya "
        f"sendiri “{' '.join(wrong[0].uraian.split())}”"
    )


def _follows_row(of_row: Mapping[str, BarisAnggaran], selisih: Anggaran) -> bool | None:
    """Say whether a difference is that of two columns of its row; None where it has no two."""
    row = of_row.get(selisih.anggaran_id)
    if row is None or selisih.nilai is None:
        return None
    found = [
        abs(first.nilai - second.nilai)
        for pair in SELISIH_PERUBAHAN
        if (first := row.one(pair[0], selisih.tahun)) is not None and first.nilai is not None
        if (second := row.one(pair[1], selisih.tahun)) is not None and second.nilai is not None
    ]
    return abs(selisih.nilai) in found if found else None


def _draft(
    buku: Buku, tabel: TabelAnggaran, jumlah: Jumlah, *, sure: bool, few: bool
) -> DrafTemuan:
    total = jumlah.total
    hasil = jumlah.sum({})
    places = max(decimals(item) for item in (total, *jumlah.bagian))
    line = " ".join(total.uraian.split())
    uraian = (
        f"{sentence(measure_name(total))} “{line}” pada {place_words(buku, at(total))} "
        f"tertulis {show(total)}, sedangkan jumlah {len(jumlah.bagian)} "
        f"{_NAMA.get(jumlah.tingkat, 'baris')} di dalamnya Rp{indonesian(hasil, places)} "
        f"(selisih Rp{indonesian(abs(value(total, {}) - hasil), places)}){_cause(tabel, jumlah)}."
    )
    if few:
        uraian += f" Hanya satu {_NAMA[jumlah.tingkat]} tercetak; mungkin tidak semuanya dimuat."
    return DrafTemuan(
        kantor=buku.office(total.naskah_id),
        tahun=total.tahun,
        kunci=total.kunci,
        identitas=(
            tabel.naskah.jenis,
            tabel.kode,
            total.tingkat or "",
            "" if total.kunci else line,
            total.ukuran,
            plain(value(total, {})),
            plain(hasil),
        ),
        uraian=uraian,
        nilai_a=plain(value(total, {})),
        nilai_b=plain(hasil),
        saran="Jumlahkan ulang; cocokkan bagian dan jumlahnya dengan DPA atau DPPA.",
        a=at(total),
        penunjang=tuple(at(item) for item in jumlah.bagian),
        angka=(total, *jumlah.bagian),
        selaras=jumlah.agrees,
        pasti=jumlah.lengkap and sure and not few,
    )

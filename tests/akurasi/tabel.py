"""The tables of a run against the truth: rows found and false, columns exact, letters wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.geometry.box import Kotak
from schemas.vocabulary import StatusBaca
from tests.akurasi.baris import TABEL, Baris, Kumpulan
from tests.akurasi.cocok import (
    Padanan,
    common_share,
    overlap,
    pair,
    plain,
    text_likeness,
    wrong_letters,
)

TEPAT: Mapping[str, tuple[str, ...]] = {
    "naskah": (
        "halaman_semua",
        "jenis",
        "unit",
        "pemda",
        "tahun",
        "periode_awal",
        "periode_akhir",
        "nomor",
        "tanggal",
        "tempat",
        "tentang",
    ),
    "pejabat": ("peran", "nama", "nip", "jabatan", "pangkat", "tanda_tangan"),
    "indikator": ("jenis", "tabel"),
    "kinerja": ("nilai", "satuan", "predikat", "tingkat", "tabel"),
    "anggaran": ("nilai", "tingkat", "kode", "sumber_dana", "tabel"),
    "rujukan": ("jenis", "nomor", "tahun"),
}
"""The columns that must be exactly as printed."""

HURUF: Mapping[str, tuple[str, ...]] = {
    "indikator": (
        "indikator",
        "tujuan_sasaran",
        "formulasi",
        "definisi",
        "sumber_data",
        "penanggung_jawab",
    ),
    "kinerja": ("indikator", "tujuan_sasaran"),
    "anggaran": ("uraian",),
    "rujukan": ("tentang", "teks"),
}
"""The columns of words, of which the wrong letters are counted."""

LEAST_ALIKE = 0.6
"""Texts less alike than this (0..1) are not two readings of one text."""
LEAST_COMMON = 0.5
"""Boxes with a smaller common part (of the smaller box) are not of one place."""


@dataclass(frozen=True, slots=True)
class Beda:
    """One difference between paper and output."""

    tabel: str
    berkas: str
    halaman: str
    apa: str
    tercetak: str
    terbaca: str


@dataclass(frozen=True, slots=True)
class AngkaDibaca:
    """A figure that was found, for the calibration."""

    metode: str
    status_baca: str
    keyakinan: float
    tepat: bool


@dataclass(slots=True)
class SkorTabel:
    """Counts of one table: over one file, or over all.

    `tepat` and `kolom` count, by column, the exact values and all that were compared;
    `salah_huruf` and `huruf` letters likewise.
    """

    tercetak: int = 0
    terbaca: int = 0
    ditemukan: int = 0
    palsu: int = 0
    tepat: Counter[str] = field(default_factory=Counter)
    kolom: Counter[str] = field(default_factory=Counter)
    salah_huruf: Counter[str] = field(default_factory=Counter)
    huruf: Counter[str] = field(default_factory=Counter)
    angka: list[AngkaDibaca] = field(default_factory=list)
    beda: list[Beda] = field(default_factory=list)

    def add(self, other: SkorTabel) -> None:
        """Add the counts of another score."""
        for name in SkorTabel.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


def score_tables(benar: Kumpulan, terbaca: Kumpulan) -> dict[tuple[str, str], SkorTabel]:
    """Score every table of every file; keys are (file, table)."""
    scores = {}
    for berkas in sorted({row.berkas for side in (benar, terbaca) for row in side["naskah"]}):
        own = _of(benar["naskah"], berkas), _of(terbaca["naskah"], berkas)
        naskah = pair(*own, _naskah_likeness)
        scores[berkas, "naskah"] = _score("naskah", naskah, own)
        printed_name = {read.naskah: printed.naskah for printed, read in naskah.pasangan}
        for tabel in TABEL[1:]:
            rows = _of(benar[tabel], berkas), _of(terbaca[tabel], berkas)
            pairs = pair(*rows, _same_naskah(printed_name, LIKENESS[tabel]))
            scores[berkas, tabel] = _score(tabel, pairs, rows)
    return scores


def _of(rows: Iterable[Baris], berkas: str) -> tuple[Baris, ...]:
    return tuple(row for row in rows if row.berkas == berkas)


Likeness = Callable[[Baris, Baris], float]


def _same_naskah(printed_name: Mapping[str, str], likeness: Likeness) -> Likeness:
    """Let rows pair only where they stand in the same naskah."""

    def within(printed: Baris, read: Baris) -> float:
        if printed_name.get(read.naskah) != printed.naskah:
            return 0.0
        return likeness(printed, read)

    return within


def _naskah_likeness(printed: Baris, read: Baris) -> float:
    common = len(printed.halaman & read.halaman) / len(printed.halaman | read.halaman)
    return common + (common > 0) * (printed["jenis"] == read["jenis"])


def _figure_likeness(printed: Baris, read: Baris) -> float:
    """Pair figures of one measure, year and page by place, or by their row's words."""
    if (printed["ukuran"], printed["tahun"], printed["halaman"]) != (
        read["ukuran"],
        read["tahun"],
        read["halaman"],
    ):
        return 0.0
    if printed.kotak and read.kotak:
        return _place(printed.kotak, read.kotak)
    words = "indikator" if "indikator" in printed.isi else "uraian"
    return _above(text_likeness(printed[words], read[words]), LEAST_ALIKE)


def _indikator_likeness(printed: Baris, read: Baris) -> float:
    if not printed.halaman & read.halaman or printed["jenis"] != read["jenis"]:
        return 0.0
    alike = _above(text_likeness(printed["indikator"], read["indikator"]), LEAST_ALIKE)
    near = 0.0
    if printed.kotak and read.kotak and printed["halaman_awal"] == read["halaman_awal"]:
        near = _place(printed.kotak, read.kotak)
    return alike + near if alike else 0.0


def _pejabat_likeness(printed: Baris, read: Baris) -> float:
    if printed["halaman"] != read["halaman"]:
        return 0.0
    alike = _above(text_likeness(printed["nama"], read["nama"]), LEAST_ALIKE)
    same_nip = float(bool(printed["nip"]) and printed["nip"] == read["nip"])
    near = _place(printed.kotak, read.kotak) if printed.kotak and read.kotak else 0.0
    return alike + same_nip + near


def _rujukan_likeness(printed: Baris, read: Baris) -> float:
    if printed["halaman"] != read["halaman"]:
        return 0.0
    near = _place(printed.kotak, read.kotak) if printed.kotak and read.kotak else 0.0
    alike = text_likeness(printed["teks"], read["teks"])
    if not near and alike < LEAST_ALIKE:
        return 0.0
    same = sum(printed[name] == read[name] for name in TEPAT["rujukan"])
    return same + alike + near


def _place(a: Kotak, b: Kotak) -> float:
    return overlap(a, b) + 0.01 if common_share(a, b) >= LEAST_COMMON else 0.0


def _above(value: float, least: float) -> float:
    return value if value >= least else 0.0


LIKENESS: Mapping[str, Likeness] = {
    "pejabat": _pejabat_likeness,
    "indikator": _indikator_likeness,
    "kinerja": _figure_likeness,
    "anggaran": _figure_likeness,
    "rujukan": _rujukan_likeness,
}


def _score(
    tabel: str, padanan: Padanan[Baris, Baris], rows: tuple[Sequence[Baris], Sequence[Baris]]
) -> SkorTabel:
    skor = SkorTabel(tercetak=len(rows[0]), terbaca=len(rows[1]))
    for printed, read in padanan.pasangan:
        _compare(tabel, printed, read, skor)
    skor.palsu += len(padanan.palsu)
    for printed in padanan.hilang:
        skor.beda.append(_beda(tabel, printed, "baris hilang", _name(tabel, printed), ""))
    for read in padanan.palsu:
        skor.beda.append(_beda(tabel, read, "baris palsu", "", _name(tabel, read)))
    return skor


def _compare(tabel: str, printed: Baris, read: Baris, skor: SkorTabel) -> None:
    found = tabel != "naskah" or _is_same_naskah(printed, read)
    skor.ditemukan += found
    skor.palsu += not found and printed["jenis"] != read["jenis"]
    for kolom in TEPAT[tabel]:
        exact = _exact(kolom, printed, read)
        skor.kolom[kolom] += 1
        skor.tepat[kolom] += exact
        if not exact:
            of, to = _shown(kolom, printed), _shown(kolom, read)
            skor.beda.append(_beda(tabel, printed, kolom, of, to))
    for kolom in HURUF.get(tabel, ()):
        wrong, letters = wrong_letters(printed[kolom], read[kolom])
        skor.salah_huruf[kolom] += wrong
        skor.huruf[kolom] += letters
        if wrong:
            skor.beda.append(_beda(tabel, printed, kolom, printed[kolom], read[kolom]))
    if "status_baca" in read.isi and "nilai" in read.isi:
        exact = _exact("nilai", printed, read)
        skor.angka.append(
            AngkaDibaca(read["metode"], read["status_baca"], float(read["keyakinan"]), exact)
        )


def _is_same_naskah(printed: Baris, read: Baris) -> bool:
    """A naskah is found where it is known for what it is, on exactly its pages."""
    return printed["jenis"] == read["jenis"] and _exact("halaman_semua", printed, read)


def _exact(kolom: str, printed: Baris, read: Baris) -> bool:
    if kolom == "halaman_semua":
        borders = ("halaman_awal", "halaman_akhir")
        same_borders = all(printed[name] == read[name] for name in borders)
        return same_borders and printed.halaman == read.halaman
    if kolom == "nilai":
        if printed.nilai is None and read.nilai is None:
            # A range, a bound: spaces around its sign are no part of it.
            one, other = (plain(row["teks"]).lower().replace(" ", "") for row in (printed, read))
            return one == other
        return printed.nilai == read.nilai
    return plain(printed[kolom]) == plain(read[kolom])


def _shown(kolom: str, row: Baris) -> str:
    """Return what the list of differences shows of a column."""
    if kolom != "nilai":
        return row[kolom]
    doubt = row["status_baca"]
    trust = f" [{doubt}: {row['bacaan']}]" if doubt else ""
    return f"{row['nilai']} «{plain(row['teks'])}»{trust}"


def _name(tabel: str, row: Baris) -> str:
    """Return the few words by which a row is known."""
    names = {
        "naskah": ("jenis", "halaman_semua", "unit"),
        "pejabat": ("peran", "nama", "nip"),
        "indikator": ("tabel", "jenis", "indikator"),
        "kinerja": ("tabel", "ukuran", "tahun", "teks", "indikator"),
        "anggaran": ("tabel", "ukuran", "tahun", "teks", "uraian"),
        "rujukan": ("jenis", "nomor", "tahun", "teks"),
    }[tabel]
    return " · ".join(plain(row[name]) for name in names if row[name])


def _beda(tabel: str, row: Baris, apa: str, tercetak: str, terbaca: str) -> Beda:
    pages = row["halaman"] or row["halaman_awal"]
    return Beda(tabel, row.berkas, pages, apa, plain(tercetak), plain(terbaca))


RELIED_ON = frozenset({StatusBaca.BERSIH, StatusBaca.DIPERBAIKI})
"""The statuses of figures that a user may rely on."""


def silently_wrong(angka: Iterable[AngkaDibaca]) -> tuple[int, int]:
    """Return how many figures marked `bersih` or `diperbaiki` are wrong, and how many there are."""
    relied = [figure for figure in angka if figure.status_baca in RELIED_ON]
    return sum(not figure.tepat for figure in relied), len(relied)

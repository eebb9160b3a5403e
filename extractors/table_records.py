"""Rows of whole tables to records: indicators, performance figures, amounts.

Which records a table gives follows from its columns alone. What is not sure to be what
a column promises is left out: blank cells, averages, `n/a`, columns without a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from extractors.columns import ANGKA_KINERJA, ANGKA_UANG, Isi, Kolom, ends_plan
from extractors.figures import AngkaTerbaca, read_figure
from extractors.fractions import with_fractions
from extractors.levels import Jenjang, levels_by_mark, levels_in_header, levels_of, split_code
from extractors.numbers import (
    Angka,
    Bentuk,
    Gaya,
    column_style,
    is_figure_cell,
    normalise_unit,
    parse_number,
)
from extractors.places import corners
from extractors.table_rows import (
    Perihal,
    Rekam,
    is_blank,
    rows_of,
    split_prefix,
    total_word,
    without_mark,
)
from extractors.table_stitch import SelUtuh, TabelUtuh
from extractors.text import flatten, on_one_line
from pipeline.layout.elements import Baris
from pipeline.read.page import Bacaan
from schemas.records import Anggaran, Indikator, Kinerja, Naskah
from schemas.vocabulary import (
    JenisIndikator,
    JenisNaskah,
    Metode,
    StatusBaca,
    TingkatAnggaran,
    TingkatKinerja,
    UkuranAnggaran,
    UkuranKinerja,
)

_DEFINING = frozenset({JenisNaskah.KEPUTUSAN_IKU, JenisNaskah.DOKUMEN_IKU})
_FACTOR = re.compile(r"^[xX×*«]?\s*100\s*(?:%|Y[o0]|96|9o|0/0)?$")
_MISREAD_UNIT = re.compile(r"^\W*(?:y[o0]|9[o0]|96|o/o|0/[0o]|o/0)\W*$", re.IGNORECASE)
"""What readers of pictures make of a `%` that stands alone."""
_MISREAD_BULLET = re.compile(r"^(?:[¢«»°©®*]|e)\s+(?=[A-Z])")
_HEADING = re.compile(
    r"^(?:penjelasan|formulasi|keterangan|catatan|definisi|rumus)\b|.*:\s*$", re.IGNORECASE
)
_LIST_MARK = re.compile(r"^\s*(?:[•▪■●○◦✓✔➢➤\-–*]|\(?[0-9]{1,2}[.)]|[a-zA-Z][.)])\s+\S")


_MOST_RUPIAH = Decimal(10) ** 12
"""More than a line of an office's budget has in a year."""
_MULTIPLIERS = (
    (re.compile(r"\bdalam\s+ribu(?:an)?\b|[(/]\s*(?:rp\.?|rupiah)?\s*ribu(?:an)?\b", re.I), 1_000),
    (re.compile(r"\((?:\s*x)?\s*(?:rp\.?\s*)?(?:1\s*\.\s*)?000\W*\)", re.I), 1_000),
    (
        re.compile(r"\bdalam\s+juta(?:an)?\b|[(/]\s*(?:rp\.?|rupiah)?\s*juta(?:an)?\b", re.I),
        1_000_000,
    ),
)


def said_multiplier(teks: str) -> int:
    """Return what amounts are counted in by a heading (`dalam ribuan rupiah`, `(Rp. 000)`)."""
    return next((times for shape, times in _MULTIPLIERS if shape.search(teks)), 1)


@dataclass(frozen=True, slots=True)
class IsiTabel:
    """The records of one table, and the pages of its rows whose figures have no name."""

    indikator: tuple[Indikator, ...] = ()
    kinerja: tuple[Kinerja, ...] = ()
    anggaran: tuple[Anggaran, ...] = ()
    tanpa_nama: tuple[int, ...] = ()


def records_of(tabel: TabelUtuh, naskah: Naskah) -> IsiTabel:
    """Return the records of a table; their ids and keys are given later.

    Args:
        tabel: the whole table.
        naskah: the naskah it stands in; its year is the year of figures without one.
    """
    maker = _Maker(tabel, naskah)
    indikator: list[Indikator] = []
    kinerja: list[Kinerja] = []
    anggaran: list[Anggaran] = []
    nameless: list[int] = []
    for rows in rows_of(tabel):
        levels = maker.levels(rows)
        if maker.defines_indicators:
            indikator.extend(maker.indicators(rows))
        for rekam in rows:
            performance = tuple(maker.performance(rekam, levels))
            amounts = tuple(maker.amounts(rekam, levels))
            kinerja.extend(performance)
            anggaran.extend(amounts)
            if not performance and not amounts:
                nameless.extend(maker.figure_pages(rekam))
    return IsiTabel(tuple(indikator), tuple(kinerja), tuple(anggaran), tuple(sorted(set(nameless))))


@dataclass(slots=True)
class _Maker:
    tabel: TabelUtuh
    naskah: Naskah

    # -- the table as a whole

    @property
    def kolom(self) -> tuple[Kolom, ...]:
        return self.tabel.kepala.kolom

    @property
    def defines_indicators(self) -> bool:
        """Whether the table says what its indicators are, not only how they fare."""
        kepala = self.tabel.kepala
        if not kepala.has(Isi.INDIKATOR):
            return False
        if kepala.has(Isi.FORMULASI, Isi.DEFINISI):
            return True
        if self.naskah.jenis in _DEFINING:
            return True
        return kepala.has(Isi.SUMBER_DATA) and kepala.has(Isi.PENANGGUNG_JAWAB)

    def levels(self, rows: Sequence[Rekam]) -> dict[int, Jenjang | None]:
        """Return the level of the program that each row stands under, by row number."""
        programs = [r.perihal.get(Isi.PROGRAM) or _program_in(r) for r in rows]
        column = next((k for k in self.kolom if k.isi in (Isi.PROGRAM, Isi.SASARAN_PROGRAM)), None)
        if column is None:
            return {}
        lines = [p.tercetak if p else "" for p in programs]
        codes = [self.code(r) for r in rows]
        # beside sasaran only a line that says so is a program
        mixed = column.isi is Isi.SASARAN_PROGRAM
        named = () if mixed else levels_in_header(" ".join(column.kepala))
        found = levels_of(lines, codes, named)
        found = levels_by_mark(found, [r.no for r in rows], named)
        own = [self._level_of_column(p) for p in programs]
        return {
            r.urut: (of_column or level) if p else None
            for r, p, of_column, level in zip(rows, programs, own, found, strict=True)
        }

    def _level_of_column(self, program: Perihal | None) -> Jenjang | None:
        """Return the level that a program's own column stands for, where others are beside it."""
        several = sum(k.isi is Isi.PROGRAM for k in self.kolom) > 1
        if program is None or program.kolom is None or not several:
            return None
        named = levels_in_header(" ".join(self.kolom[program.kolom].kepala[-1:]))
        return named[0] if len(named) == 1 else None

    def code(self, rekam: Rekam) -> str:
        """Return a row's code: of its own column, of a dotted number, or before the text."""
        if rekam.jumlah:
            return ""
        if rekam.kode:
            return rekam.kode
        if re.fullmatch(r"[0-9A-Z]{1,2}(?:\.[0-9]{1,4}){1,6}\.?", rekam.no):
            return rekam.no.rstrip(".")
        if self._numbered_by_code and re.fullmatch(r"[0-9]{1,2}\.?", rekam.no):
            return rekam.no.rstrip(".")
        program = rekam.perihal.get(Isi.PROGRAM)
        return split_code(program.tercetak)[0] if program else ""

    @property
    def _numbered_by_code(self) -> bool:
        """Whether the number column holds codes: some of them dotted."""
        numbers = [n for n, k in enumerate(self.kolom) if k.isi is Isi.NO]
        return any(
            re.fullmatch(r"[0-9]{1,2}(?:\.[0-9]{1,2})+\.?", flatten(cell.teks))
            for row in self.tabel.baris
            for n in numbers
            if (cell := row.own(n)) is not None
        )

    def _level_by_number(self, rekam: Rekam, subject: Perihal | None) -> TingkatKinerja | None:
        """Tell tujuan from sasaran in a column of both by the number: `1`, below it `1.1`."""
        if subject is None or subject.isi is not Isi.TUJUAN_SASARAN or not self._numbered_by_code:
            return None
        if re.fullmatch(r"[0-9]{1,2}\.?", rekam.no):
            return TingkatKinerja.TUJUAN
        dotted = re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.?", rekam.no)
        return TingkatKinerja.SASARAN if dotted else None

    def style(self, *, uang: bool) -> Gaya:
        """Return the number style of the table's amounts, or of its other figures.

        A spreadsheet's `97.22%` stands beside amounts typed `480.500`: a point in a percent
        says nothing of amounts, a comma does.
        """
        if not uang:
            return self._style_in(ANGKA_KINERJA)
        amounts = self._style_in(ANGKA_UANG - {Isi.SERAPAN})
        if amounts is Gaya.TAK_TENTU and self._style_in({Isi.SERAPAN}) is Gaya.KOMA:
            return Gaya.KOMA
        return amounts

    def _style_in(self, wanted: Collection[Isi]) -> Gaya:
        """Return the number style that the figures of some columns show."""
        numbers = [n for n, k in enumerate(self.kolom) if k.isi in wanted]
        return column_style(
            cell.teks
            for row in self.tabel.baris
            for n in numbers
            if (cell := row.own(n)) is not None
        )

    def multiplier(self, kolom: Kolom) -> int:
        """Return what the amounts of a column are to be multiplied by to be rupiah.

        The column's heading or a line above the table says so (`dalam ribuan rupiah`). Where
        an amount would then be more than any office has, the note is not meant.
        """
        if kolom.isi is Isi.SERAPAN:
            return 1
        said = " ".join((*kolom.kepala, "|", self.tabel.judul, "|", *self.tabel.pengantar[-3:]))
        times = said_multiplier(said)
        if times > 1 and any(nilai * times >= _MOST_RUPIAH for nilai in self._printed_amounts()):
            return 1
        return times

    def _printed_amounts(self) -> Iterator[Decimal]:
        style = self.style(uang=True)
        numbers = [n for n, k in enumerate(self.kolom) if k.isi in ANGKA_UANG - {Isi.SERAPAN}]
        for row in self.tabel.baris:
            for n in numbers:
                cell = row.own(n)
                angka = parse_number(cell.teks, gaya=style) if cell is not None else None
                if angka is not None and angka.nilai is not None:
                    yield angka.nilai

    # -- years

    def year(self, kolom: Kolom) -> int | None:
        """Return the year of a column's figures, None where nothing says it."""
        if kolom.isi is Isi.CAPAIAN_AKHIR:
            return self.naskah.tahun or kolom.tahun
        if kolom.tahun:
            return kolom.tahun
        if kolom.isi in ANGKA_UANG and ends_plan(kolom):
            return None  # the money of all years together
        start, end = self._period()
        if kolom.urutan and self._looks_back and not self._caption_period():
            return None  # counted in the plan before, whose years the table does not say
        if kolom.urutan and start:
            return self._year_counted(kolom.urutan, start, end)
        if kolom.isi is Isi.TARGET_AKHIR:
            return end or self._caption_end()
        if kolom.isi in (Isi.KONDISI_AWAL, Isi.ACUAN):
            return None if kolom.isi is Isi.KONDISI_AWAL else self.naskah.tahun
        return self._caption_year() or self.naskah.tahun

    @property
    def _looks_back(self) -> bool:
        """Whether the table counts the years of what was done, as T-C.23 of a plan does."""
        return any(k.urutan and k.isi in (Isi.REALISASI, Isi.REALISASI_UANG) for k in self.kolom)

    def _year_counted(self, urutan: int, start: int, end: int | None) -> int:
        """Return the n-th year of the plan: the last one counted is the period's last.

        A plan `2021-2026` counts six years, or five when it counts from the year after its
        making.
        """
        last = max((k.urutan for k in self.kolom if k.urutan), default=urutan)
        is_short = end is not None and last == end - start
        return start + urutan - (0 if is_short else 1)

    def _caption_year(self) -> int | None:
        plain = re.sub(r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)\d\d", " ", self.tabel.judul)
        years = set(re.findall(r"(?<![\d.,/])(20\d\d)(?![\d/])", plain))
        return int(years.pop()) if len(years) == 1 else None

    def _caption_end(self) -> int | None:
        """Return the year that the caption calls the plan's end (`target akhir Renstra 2026`)."""
        found = re.findall(r"\bakhir\b\D{0,40}?(20\d\d)(?![\d/])", self.tabel.judul, flags=re.I)
        years = {int(year) for year in found}
        return years.pop() if len(years) == 1 else None

    def _period(self) -> tuple[int | None, int | None]:
        if self.naskah.periode_awal and not self._looks_back:
            return self.naskah.periode_awal, self.naskah.periode_akhir
        return self._caption_period() or (None, None)

    def _caption_period(self) -> tuple[int, int] | None:
        match = re.search(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", self.tabel.judul)
        return (int(match.group(1)), int(match.group(2))) if match else None

    # -- indicators

    def indicators(self, rows: Sequence[Rekam]) -> Iterator[Indikator]:
        """Yield the indicators that the rows define."""
        others = bool(
            re.search(
                r"indikator\s+kinerja\s+lain|bukan\s+(?:merupakan\s+)?iku",
                " ".join((*self.tabel.pengantar[-3:], self.tabel.judul)),
                flags=re.IGNORECASE,
            )
        )
        for rekam in rows:
            if rekam.indikator is None or not rekam.nama or rekam.jumlah:
                continue
            yield self._indicator(rekam, others)

    def _indicator(self, rekam: Rekam, others: bool) -> Indikator:
        assert rekam.indikator is not None
        cells = [rekam.indikator, *(c for cs in rekam.rincian.values() for c in cs)]
        pages = [p.halaman.nomor for cell in cells for p in cell.potong if p.sel.isi]
        box = rekam.indikator.box()
        return Indikator(
            indikator_id="",
            naskah_id=self.naskah.naskah_id,
            tabel=self.tabel.label,
            urut=rekam.urut,
            jenis=JenisIndikator.LAINNYA if others else JenisIndikator.IKU,
            tujuan_sasaran=_subject_text(rekam),
            indikator=rekam.nama,
            formulasi=self._detail(rekam, Isi.FORMULASI),
            definisi=self._detail(rekam, Isi.DEFINISI),
            sumber_data=self._detail(rekam, Isi.SUMBER_DATA),
            penanggung_jawab=self._detail(rekam, Isi.PENANGGUNG_JAWAB),
            halaman_awal=min(pages),
            halaman_akhir=max(pages),
            metode=rekam.indikator.halaman.metode,
            keyakinan=round(min(cell.keyakinan for cell in cells), 4),
            **corners(box),
        )

    def _detail(self, rekam: Rekam, isi: Isi) -> str:
        cells = [cell for n, cs in rekam.rincian.items() if self.kolom[n].isi is isi for cell in cs]
        if isi in (Isi.SUMBER_DATA, Isi.PENANGGUNG_JAWAB):
            return join_names(cells)
        return join_paragraphs(cells)

    # -- figures

    def performance(self, rekam: Rekam, levels: dict[int, Jenjang | None]) -> Iterator[Kinerja]:
        """Yield the performance figures of a row."""
        if rekam.jumlah:
            return
        nama = rekam.nama or (_subject_text(rekam) if not _has_indicator(self.kolom) else "")
        if not nama:
            return
        style = self.style(uang=False)
        for n, cells in rekam.angka.items():
            kolom = self.kolom[n]
            if kolom.isi not in ANGKA_KINERJA or n not in rekam.pertama:
                continue
            for cell in cells:
                if not is_blank(cell.teks) and not total_word(cell.teks):
                    yield self._figure(rekam, kolom, cell, style, nama, levels)

    def figure_pages(self, rekam: Rekam) -> Iterator[int]:
        """Yield the pages on which figures of a row stand; a total of targets is no loss."""
        if rekam.jumlah:
            return
        for n in sorted(rekam.pertama):
            for cell in rekam.angka.get(n, ()):
                if self.kolom[n].isi in ANGKA_KINERJA | ANGKA_UANG and is_figure_cell(cell.teks):
                    yield cell.halaman.nomor

    def _figure(
        self,
        rekam: Rekam,
        kolom: Kolom,
        cell: SelUtuh,
        style: Gaya,
        nama: str,
        levels: dict[int, Jenjang | None],
    ) -> Kinerja:
        read = _words(cell) if kolom.isi is Isi.KRITERIA else _read(cell, style)
        subject = _subject(rekam)
        return Kinerja(
            kinerja_id="",
            naskah_id=self.naskah.naskah_id,
            tabel=self.tabel.label,
            urut=rekam.urut,
            tingkat=_work_level(rekam, subject, levels) or self._level_by_number(rekam, subject),
            tujuan_sasaran=_subject_text(rekam),
            indikator=nama,
            ukuran=UkuranKinerja(kolom.isi.value),
            tahun=self.year(kolom),
            teks=read.teks,
            nilai=read.nilai,
            satuan=_unit(kolom, rekam, read),
            predikat=read.predikat,
            halaman=cell.halaman.nomor,
            metode=cell.halaman.metode,
            keyakinan=read.keyakinan,
            status_baca=read.status_baca,
            bacaan=read.bacaan,
            **corners(cell.box()),
        )

    def amounts(self, rekam: Rekam, levels: dict[int, Jenjang | None]) -> Iterator[Anggaran]:
        """Yield the amounts of a row."""
        uraian, tingkat = self._line(rekam, levels)
        if not uraian:
            return
        amounts, percents = self.style(uang=True), self._style_in({Isi.SERAPAN})
        for n, cells in rekam.angka.items():
            kolom = self.kolom[n]
            if kolom.isi not in ANGKA_UANG or n not in rekam.pertama:
                continue
            for cell in cells:
                if not is_blank(cell.teks) and not total_word(cell.teks):
                    style = percents if kolom.isi is Isi.SERAPAN else amounts
                    yield self._amount(rekam, kolom, cell, style, uraian, tingkat)

    def _line(
        self, rekam: Rekam, levels: dict[int, Jenjang | None]
    ) -> tuple[str, TingkatAnggaran | None]:
        """Return the budget line of a row and its level."""
        if rekam.jumlah:
            return rekam.jumlah, TingkatAnggaran.JUMLAH
        program = rekam.perihal.get(Isi.PROGRAM) or _program_in(rekam)
        if program is not None:
            level = levels.get(rekam.urut)
            _, text = split_code(program.tercetak)
            return without_mark(text), TingkatAnggaran(level.value) if level else None
        return _subject_text(rekam) or rekam.nama, None

    def _amount(
        self,
        rekam: Rekam,
        kolom: Kolom,
        cell: SelUtuh,
        style: Gaya,
        uraian: str,
        tingkat: TingkatAnggaran | None,
    ) -> Anggaran:
        read = _read(cell, style)
        pengali = self.multiplier(kolom)
        measure = "realisasi" if kolom.isi is Isi.REALISASI_UANG else kolom.isi.value
        return Anggaran(
            anggaran_id="",
            naskah_id=self.naskah.naskah_id,
            tabel=self.tabel.label,
            urut=rekam.urut,
            tingkat=tingkat,
            kode=self.code(rekam),
            uraian=uraian,
            ukuran=UkuranAnggaran(measure),
            tahun=self.year(kolom),
            teks=read.teks,
            nilai=read.nilai if read.nilai is None else read.nilai * pengali,
            pengali=pengali,
            sumber_dana=self._fund(rekam),
            halaman=cell.halaman.nomor,
            metode=cell.halaman.metode,
            keyakinan=read.keyakinan,
            status_baca=read.status_baca,
            bacaan=read.bacaan,
            **corners(cell.box()),
        )

    def _fund(self, rekam: Rekam) -> str:
        """Return the source of the money, where the remarks column names one."""
        for n, cells in rekam.rincian.items():
            if self.kolom[n].isi is Isi.SUMBER_DANA:
                text = flatten(" ".join(cell.teks for cell in cells))
                named = re.search(
                    r"\b(?:p\s*-?\s*)?ap[bh][dn]|\bDAU\b|\bDAK\b|\bPAD\b|\bDBH|dana|bantuan|hibah|BLUD",
                    text,
                    flags=re.IGNORECASE,
                )
                header = " ".join(self.kolom[n].kepala).lower()
                if named or "sumber" in header:
                    bare = re.sub(r"^\W*sumber\s+dana\s*:?\s*", "", text, flags=re.IGNORECASE)
                    return "" if is_blank(bare) else bare
        return ""


# --- rows


def _has_indicator(kolom: Sequence[Kolom]) -> bool:
    return any(k.isi in (Isi.INDIKATOR, Isi.SASARAN_INDIKATOR) for k in kolom)


def _program_in(rekam: Rekam) -> Perihal | None:
    """Return the subject of a `Sasaran/Program` column where it is a program."""
    mixed = rekam.perihal.get(Isi.SASARAN_PROGRAM)
    if mixed is None or split_prefix(mixed.tercetak)[0] in ("sasaran", "tujuan"):
        return None
    return mixed


def _subject(rekam: Rekam) -> Perihal | None:
    """Return what a row stands under, the lowest level first."""
    for isi in (
        Isi.PROGRAM,
        Isi.SASARAN_PROGRAM,
        Isi.SASARAN,
        Isi.TUJUAN_SASARAN,
        Isi.SASARAN_INDIKATOR,
        Isi.TUJUAN,
    ):
        if isi in rekam.perihal and rekam.perihal[isi].teks:
            return rekam.perihal[isi]
    return None


def _subject_text(rekam: Rekam) -> str:
    subject = _subject(rekam)
    return subject.teks if subject else ""


def _work_level(
    rekam: Rekam, subject: Perihal | None, levels: dict[int, Jenjang | None]
) -> TingkatKinerja | None:
    if subject is None:
        return None
    word, _ = split_prefix(subject.tercetak)
    if word in ("tujuan", "sasaran"):
        return TingkatKinerja(word)
    if subject.isi in (Isi.TUJUAN, Isi.SASARAN):
        return TingkatKinerja(subject.isi.value)
    if subject.isi in (Isi.PROGRAM, Isi.SASARAN_PROGRAM):
        level = levels.get(rekam.urut)
        return TingkatKinerja(level.value) if level else None
    return None


def _unit(kolom: Kolom, rekam: Rekam, read: AngkaTerbaca) -> str:
    """Return the unit printed with the figure, else that of its unit column."""
    if kolom.isi is Isi.KRITERIA:
        return ""
    if read.satuan:
        return "persen" if _misread_percent(read) else read.satuan
    if kolom.isi in (Isi.CAPAIAN, Isi.CAPAIAN_AKHIR, Isi.ACUAN):
        return ""
    if rekam.satuan:
        return "persen" if _MISREAD_UNIT.match(rekam.satuan) else normalise_unit(rekam.satuan)
    return ""


def _misread_percent(read: AngkaTerbaca) -> bool:
    """Say whether one reader took a `%` for two letters (`Yo`) that no unit has."""
    if len(read.satuan) > 2 or read.satuan in ("ob", "ha", "km", "kg", "m2"):
        return False
    others = read.bacaan.split("|")[1:]
    return bool(others) and sum("%" in other for other in others) * 2 > len(others)


# --- cells


def _read(cell: SelUtuh, style: Gaya) -> AngkaTerbaca:
    return read_figure(cell.merged(), metode=cell.halaman.metode, gaya=style)


def _words(cell: SelUtuh) -> AngkaTerbaca:
    """Read a cell of words: sure where the readers agree but for a letter or two."""
    sel, metode = cell.merged(), cell.halaman.metode
    text = flatten(cell.teks)
    others: dict[str, list[str]] = {}
    for reading in sel.bacaan:
        others.setdefault(reading.pembaca, []).append(reading.teks)
    agree = all(
        fuzz.ratio(text.lower().replace(" ", ""), "".join(parts).lower().replace(" ", "")) >= 88
        for parts in others.values()
    )
    sure = metode is Metode.TEKS or (bool(others) and agree and sel.keyakinan >= 0.6)
    return AngkaTerbaca(
        angka=Angka(text, None, Bentuk.BUKAN),
        teks=text,
        nilai=None,
        satuan="",
        predikat="",
        keyakinan=round(sel.keyakinan if sure else min(sel.keyakinan, 0.7), 4),
        status_baca=StatusBaca.BERSIH if sure else StatusBaca.RAGU,
        bacaan="|".join(f"{name}:{' '.join(parts)}" for name, parts in sorted(others.items())),
    )


def join_paragraphs(cells: Sequence[SelUtuh]) -> str:
    """Return the text of cells: wrapped lines joined, a bullet or paragraph a line.

    A line that ends well before the cell does, before one that begins large, ends a
    paragraph. A fraction over a bar is one line (`A / B x 100%`). Where no bar was found,
    the `x 100%` beside it is set behind it, on a line of its own: on paper it stands
    between numerator and denominator, at no fixed line.
    """
    paragraphs: list[str] = []
    factor = ""
    short = True
    for cell in cells:
        for piece in cell.potong:
            right = max((b.kotak.x1 for b in piece.sel.isi), default=0.0)
            for baris, fraction in with_fractions(piece.sel, piece.halaman.garis):
                if fraction:
                    paragraphs.append(baris.teks)
                    short = True
                    continue
                text, beside = _without_factor(baris)
                if piece.halaman.metode is Metode.OCR:
                    text = with_percent_signs(text, piece.sel.bacaan)
                    text = without_specks(_MISREAD_BULLET.sub("• ", text))
                opens = bool(_LIST_MARK.match(text)) or (short and not text[:1].islower())
                if factor and (_LIST_MARK.match(text) or _HEADING.match(text)):
                    paragraphs.append(factor)
                    factor = ""
                factor = factor or beside
                if not text:
                    continue
                if opens or not paragraphs:
                    paragraphs.append(text)
                else:
                    paragraphs[-1] = paragraphs[-1] + "\n" + text
                short = baris.kotak.x1 < right - 0.28 * piece.sel.kotak.lebar
    if factor:
        paragraphs.append(factor)
    return "\n".join(on_one_line(paragraph) for paragraph in paragraphs)


def with_percent_signs(teks: str, bacaan: Sequence[Bacaan]) -> str:
    """Return a line with the percent signs that the second reader saw behind its figures.

    The first reader takes them for digits or letters: `(2496)`, `17,0Yo`.
    """
    for reading in bacaan:
        for figure in re.findall(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s?%", reading.teks):
            misread = rf"(?<![\d.,]){re.escape(figure)}(?:9[60oO]|[59]6|[Yy]o|[0o]/[0o]|[69])(?!\d)"
            if len(re.findall(misread, teks)) == 1 and f"{figure}%" not in teks:
                teks = re.sub(misread, f"{figure}%", teks)
    return teks


def without_specks(teks: str) -> str:
    """Return a line of a scanned cell without what its edges and a pale plus were read as.

    A rule beside the words becomes a dash or bar at the line's end; `#` stands in no
    formula, a bold `+` looks like one. No reader tells a dash's length: it is the short one.
    """
    bare = re.sub(r"\s+[|_—–-]+\s*$", "", teks).replace("—", "–")
    return re.sub(r"(?<=\s)#(?=\s|$)|^#(?=\s)", "+", bare)


def join_names(cells: Sequence[SelUtuh]) -> str:
    """Return the text of narrow cells of names on one line, a bulleted name a line.

    A line ends there where the column does; only a bullet begins another name.
    """
    text = "\n".join(cell.teks for cell in cells)
    pieces = re.split(r"\n(?=\s*(?:[-–•▪✓]\s*|\(?[0-9]{1,2}[.)]\s+)[^\W\d_])", text)
    return "\n".join(flatten(piece) for piece in pieces if piece.strip())


def _without_factor(baris: Baris) -> tuple[str, str]:
    """Part a line from the `x 100%` that stands at its end, apart from the other words."""
    words = list(baris.kata)
    for start in range(max(0, len(words) - 3), len(words)):
        tail = " ".join(kata.teks for kata in words[start:])
        if not _FACTOR.match(tail):
            continue
        gap = words[start].kotak.x0 - words[start - 1].kotak.x1 if start else float("inf")
        if gap >= 0.6 * words[start].kotak.tinggi:
            return " ".join(kata.teks for kata in words[:start]), tail
    return baris.teks, ""

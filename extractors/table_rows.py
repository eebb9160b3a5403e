"""Rows of a whole table: what each row is about, and the cells that belong to it.

A row begins where the cell that it is named by (the indicator, or the program) begins.
What a page break, a missing line or a nested box cut off is put back; merged cells count
for every row beside them; section rows (`Sasaran 1 : …`, `Misi …`) give the rows below
them their subject.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from extractors.columns import (
    ANGKA_KINERJA,
    ANGKA_UANG,
    PERIHAL,
    RINCIAN_INDIKATOR,
    Isi,
    Kolom,
)
from extractors.kamus import load_register
from extractors.levels import Jenjang, levels_in_header
from extractors.table_stitch import BarisTabel, SelUtuh, TabelUtuh
from extractors.text import flatten, normalise
from schemas.vocabulary import Metode

_SUMS_UP = re.compile(
    r"^\W*(?:rata\s*-?\s*rata|rerata)\s*(?:capaian|persentase|prosentase|presentase|%|realisasi|"
    r"kinerja|tingkat capaian|nilai capaian|keseluruhan|total|$)",
    re.IGNORECASE,
)
_LEVEL_PREFIX = re.compile(
    r"^\W*(tujuan|sasaran|program|kegiatan|sub\s*-?\s*kegiatan|subkegiatan|misi|visi|indikator)"
    r"\b(?:\s+(?:strategis|program|kegiatan))?\s*(?:ke\s*-?\s*)?(?:[0-9]+(?:\.[0-9]+)*|[ivx]+)?\s*\.?\s*(:)?",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Perihal:
    """A subject: the tujuan, sasaran or program that rows stand under.

    It may go on on the next page; every row that holds it then sees the whole text.
    `kolom` is the number of the column it stands in.
    """

    isi: Isi
    sel: SelUtuh
    teks_tetap: str = ""
    kolom: int | None = None

    @property
    def tercetak(self) -> str:
        """Its text on one line, with number and level word as printed."""
        return flatten(self.sel.teks)

    @property
    def teks(self) -> str:
        """Its text on one line, without the number or `Sasaran 1 :` before it."""
        return self.teks_tetap or without_mark(split_prefix(self.sel.teks)[1])


@dataclass(slots=True)
class Rekam:
    """A row as records see it.

    `indikator` is the naming cell where the table has indicators; `perihal` the
    subjects in force, by column, `tanpa_perihal` those whose own cell is blank; `angka`
    the figure cells by column number, `rincian` the other text cells; `pertama` marks
    figure columns whose cell begins in this row.
    """

    urut: int = 0
    gugus: int = 0
    no: str = ""
    kode: str = ""
    satuan: str = ""
    indikator: SelUtuh | None = None
    nama: str = ""
    perihal: dict[Isi, Perihal] = field(default_factory=dict)
    angka: dict[int, list[SelUtuh]] = field(default_factory=dict)
    rincian: dict[int, list[SelUtuh]] = field(default_factory=dict)
    pertama: set[int] = field(default_factory=set)
    jumlah: str = ""
    rata_rata: bool = False
    tebal: bool = False
    bagian: str = ""
    tanpa_perihal: set[Isi] = field(default_factory=set)

    def cells(self) -> list[SelUtuh]:
        """Return every cell of the row."""
        found = [self.indikator] if self.indikator else []
        for cells in (*self.angka.values(), *self.rincian.values()):
            found.extend(cells)
        found.extend(p.sel for p in self.perihal.values())
        return found


def rows_of(tabel: TabelUtuh) -> tuple[tuple[Rekam, ...], ...]:
    """Return the rows of each group of columns of a whole table."""
    groups = sorted({kolom.gugus for kolom in tabel.kepala.kolom})
    return tuple(_Reader(tabel, group).read() for group in groups)


def is_blank(teks: str) -> bool:
    """Say whether a cell says that there is nothing: empty, `-`, `n/a`, `tidak tersedia …`."""
    plain = flatten(normalise(teks)).lower().strip(" .,:;*")
    if not plain or not re.search(r"\w", plain):
        return True
    return any(plain == word or (" " in word and plain.startswith(word)) for word in _blanks())


@cache
def _blanks() -> tuple[str, ...]:
    return tuple(str(word) for word in load_register("kolom")["kosong"])


def total_word(teks: str) -> bool:
    """Say whether a cell names a total (`JUMLAH`, `Total Anggaran`, `Jumlah Belanja`)."""
    plain = re.sub(r"[^a-z ]", " ", flatten(teks).lower()).split()
    listed, followers = _total_words()
    if " ".join(plain) in listed:
        return True
    rest = plain[2:] if plain[:2] in (["sub", "total"], ["sub", "jumlah"]) else plain[1:]
    return opens_total(teks) and followers.issuperset(rest)


_OPENS_TOTAL = re.compile(r"^\W*(?:(?:sub|grand)\s*-?\s*)?(?:jumlah|total)\b", re.IGNORECASE)


def opens_total(teks: str) -> bool:
    """Say whether a text begins as the name of a total does: so do many indicators."""
    return bool(_OPENS_TOTAL.match(flatten(teks)))


@cache
def _total_words() -> tuple[frozenset[str], frozenset[str]]:
    kolom = load_register("kolom")
    return frozenset(map(str, kolom["jumlah"])), frozenset(map(str, kolom["lanjutan_jumlah"]))


def average_word(teks: str) -> bool:
    """Say whether a cell names an average (`Rata-rata capaian`)."""
    return bool(re.match(r"^\W*(rata\s*-?\s*rata|rerata)\b", flatten(teks).lower()))


def split_prefix(teks: str) -> tuple[str, str]:
    """Part `Sasaran 1.1 : Meningkatnya …` into its level word and the rest.

    Without a colon the word counts only where a number follows it; otherwise it belongs
    to the text (`Program Penunjang …`).
    """
    plain = flatten(teks)
    match = _LEVEL_PREFIX.match(plain)
    if not match:
        return "", plain
    word = re.sub(r"[\s-]", "", match.group(1).lower())
    numbered = bool(re.search(r"\s(?:[0-9]|[ivx]+\b)", match.group(0), flags=re.IGNORECASE))
    if match.group(2) or (numbered and word in ("tujuan", "sasaran", "misi")):
        return word, plain[match.end() :].strip(" :-")
    return "", plain


_MARK = re.compile(
    r"^(?:\(?[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}\s?[.)]+|[a-zA-Z][.)]|[-•▪*])\s*(?=[^\W\d_]|[%(])"
)
_BARE_NUMBER = re.compile(r"^[0-9]{1,2}(?:\.[0-9]{1,2}){0,2}\s+(?=[A-Z][^\W\d_])")


def without_mark(teks: str) -> str:
    """Return a text on one line without the number it is listed under (`1.`, `2)`, `a.`)."""
    plain = flatten(teks)
    return _BARE_NUMBER.sub("", _MARK.sub("", plain)) or plain


def mend_percent(teks: str, sel: SelUtuh) -> str:
    """Return an indicator's name with the `(%)` that a reader of pictures took for `(96)`."""
    if sel.halaman.metode is not Metode.OCR:
        return teks
    if re.match(r"^\W*p[re]*[rs]e?ntas[ei]|^\W*%", teks, flags=re.IGNORECASE):
        return re.sub(rf"\((?:{_LIKE_PERCENT})\)", "(%)", teks)
    if re.match(r"^\W*jumlah\b", teks, flags=re.IGNORECASE):
        return teks
    return re.sub(rf"\((?:{_LIKE_PERCENT})\)\W*$", "(%)", teks)


_LIKE_PERCENT = "96|9[0o]|2[0o]|Yo|%6|o/o|0/0"
"""What a percent sign in brackets is read as. Behind a name no other number stands in brackets,
unless it counts something."""


def _whole(teks: str) -> int:
    """Return the number that a cell of the number column holds, 0 where it holds none."""
    match = re.fullmatch(r"\W*([0-9]{1,2})\W*", flatten(teks))
    return int(match.group(1)) if match else 0


@dataclass(slots=True)
class _Reader:
    """Reads one group of columns of a table, top to bottom."""

    tabel: TabelUtuh
    gugus: int
    rekam: list[Rekam] = field(default_factory=list)
    aktif: dict[Isi, Perihal] = field(default_factory=dict)
    bagian: str = ""
    kolom: dict[int, Kolom] = field(default_factory=dict)
    anchor: int | None = None

    def read(self) -> tuple[Rekam, ...]:
        """Return the rows."""
        self.kolom = {
            number: kolom
            for number, kolom in enumerate(self.tabel.kepala.kolom)
            if kolom.gugus == self.gugus or kolom.isi in (Isi.NO, Isi.KODE)
        }
        self.anchor = self._anchor()
        for row in self.tabel.baris:
            self._row(row)
        kept = [
            rekam
            for rekam in self.rekam
            if (rekam.angka or rekam.rincian or rekam.indikator) and not rekam.rata_rata
        ]
        for urut, rekam in enumerate(kept, start=1):
            rekam.urut = urut
        return tuple(kept)

    def _anchor(self) -> int | None:
        """Return the column that names rows: the indicator, else the program, else the rest."""
        for wanted in (
            Isi.INDIKATOR,
            Isi.SASARAN_INDIKATOR,
            Isi.PROGRAM,
            Isi.SASARAN_PROGRAM,
            Isi.SASARAN,
            Isi.TUJUAN_SASARAN,
            Isi.TUJUAN,
        ):
            found = [number for number, kolom in self.kolom.items() if kolom.isi is wanted]
            if found:
                ladder = wanted is Isi.PROGRAM and self._is_ladder(found)
                return found[-1] if ladder else found[0]
        return None

    def _is_ladder(self, numbers: Sequence[int]) -> bool:
        """Say whether columns stand for levels, each below the one before it.

        As in `Program | Kegiatan | Sub Kegiatan`: the last one names the rows.
        """
        levels = [levels_in_header(" ".join(self.kolom[n].kepala[-1:])) for n in numbers]
        depths = [tuple(Jenjang).index(level[-1]) if level else -1 for level in levels]
        return min(depths) >= 0 and all(one < other for one, other in pairwise(depths))

    def _is_figure(self, number: int) -> bool:
        return self.kolom[number].isi in ANGKA_KINERJA | ANGKA_UANG

    def _figures(self, row: BarisTabel) -> list[int]:
        """Return the columns in which a figure begins; a label that spans them is none."""
        labels = {
            id(piece.sel)
            for n, cell in row.sel.items()
            if n in self.kolom and not self._is_figure(n)
            for piece in cell.potong
        }
        return [
            n
            for n in self.kolom
            if self._is_figure(n)
            and (cell := row.own(n)) is not None
            and id(cell.potong[0].sel) not in labels
        ]

    def _row(self, row: BarisTabel) -> None:
        filled = [n for n in row.sel if row.own(n) is not None]
        if not filled or self._repeats_header(row, filled):
            return
        if self._section(row, filled):
            return
        label = self._total_label(row, filled)
        if label and self._figures(row):
            self._open(row, jumlah=label)
            return
        if row.sambungan and self._is_rest(row):
            self._append(row)
            return
        anchor = row.own(self.anchor) if self.anchor is not None else None
        self._subjects(row)
        if anchor is not None:
            self._open(row)
        elif self._spans_on(row):
            self._append(row)
        elif self._figures(row) or self._nameless(row):
            self._open(row)
        else:
            self._append(row)

    # -- what kind of row

    def _repeats_header(self, row: BarisTabel, filled: Sequence[int]) -> bool:
        same = sum(
            1
            for n in filled
            if n in self.kolom
            and self.kolom[n].kepala
            and flatten(row.sel[n].teks).lower()
            in (self.kolom[n].kepala[-1].lower(), self.kolom[n].kepala[0].lower())
        )
        return same >= 2 and same * 2 > len(filled)

    def _section(self, row: BarisTabel, filled: Sequence[int]) -> bool:
        """Take a row that holds one text over several columns as the head of a section."""
        cells = {id(row.sel[n].potong[0].sel): row.sel[n] for n in filled}
        if len(cells) != 1:
            return False
        (cell,) = cells.values()
        if len(filled) < 2 or len(filled) * 2 < len(self.tabel.kepala.kolom):
            return False
        if total_word(cell.teks):
            return True
        self.bagian = flatten(cell.teks)
        word, _ = split_prefix(cell.teks)
        own_subject = any(self.kolom[n].isi in PERIHAL and n != self.anchor for n in self.kolom)
        isi = {"tujuan": Isi.TUJUAN, "sasaran": Isi.SASARAN}.get(word)
        if isi is None and re.match(r"^\W*program\b", self.bagian, flags=re.IGNORECASE):
            isi = Isi.PROGRAM
        if isi is not None and not own_subject:
            self.aktif = {isi: Perihal(isi, cell)}
        return True

    def _total_label(self, row: BarisTabel, filled: Sequence[int]) -> str:
        for n in filled:
            if n not in self.kolom or self._is_figure(n):
                continue
            if total_word(row.sel[n].teks) or self._is_total_over_number(row, n):
                return flatten(row.sel[n].teks)
        return ""

    def _is_total_over_number(self, row: BarisTabel, number: int) -> bool:
        """Say whether a cell over the number and the name of a row begins with `Jumlah`.

        A row of its own has its number; the total's name (`JUMLAH KECAMATAN …`) takes its place.
        """
        cell = row.sel[number].potong[0].sel
        over = {
            self.kolom[n].isi
            for n, other in row.sel.items()
            if n in self.kolom and other.potong[0].sel is cell
        }
        named = self.anchor is not None and self.kolom[self.anchor].isi in over
        return named and bool(over & {Isi.NO, Isi.KODE}) and opens_total(row.sel[number].teks)

    def _is_rest(self, row: BarisTabel) -> bool:
        """Say whether the first row of a page goes on with the last row of the page before."""
        if not self.rekam or self.anchor is None:
            return False
        last = self.rekam[-1]
        if self._number_lost(row, last):
            return False
        if any(row.own(n) for n, k in self.kolom.items() if k.isi in (Isi.NO, Isi.KODE)):
            return not last.no and not last.angka and self._numbered(self.rekam[:-1])
        anchor = row.own(self.anchor)
        figures = [n for n in self.kolom if self._is_figure(n)]
        own_figures = self._figures(row)
        if anchor is None:
            return not own_figures or not self._is_new_subject(row)
        if self._lacks_name(last):
            return True
        if own_figures:
            return False
        if figures:
            return bool(last.angka)
        if self._numbered(self.rekam):
            return True
        starts_low = flatten(anchor.teks)[:1].islower()
        short = [
            n for n, k in self.kolom.items() if k.isi in (Isi.SUMBER_DATA, Isi.PENANGGUNG_JAWAB)
        ]
        were = [n for n in short if n in last.rincian]
        are = [n for n in short if row.own(n) is not None]
        return starts_low or (bool(were) and not are)

    def _number_lost(self, row: BarisTabel, last: Rekam) -> bool:
        """Say whether a row is one of its own though no number was read in it.

        The rows before and after it then leave one number out; at the end of the table
        every other cell of it begins anew.
        """
        number = next((n for n, k in self.kolom.items() if k.isi is Isi.NO), None)
        if number is None or row.own(number) is not None or not _whole(last.no):
            return False
        rows = self.tabel.baris
        at = next(i for i, other in enumerate(rows) if other is row)
        following = (cell.teks for other in rows[at + 1 :] if (cell := other.own(number)))
        after = next((text for text in following if _whole(text)), "")
        if after:
            return _whole(after) == _whole(last.no) + 2
        cells = [row.own(n) for n in self.kolom if n != number]
        begun = [cell is not None and flatten(cell.teks)[:1].isupper() for cell in cells]
        scanned = any(cell and cell.halaman.metode is Metode.OCR for cell in cells)
        return scanned and len(begun) > 3 and all(begun)

    def _numbered(self, rekam: Sequence[Rekam]) -> bool:
        """Say whether each of these rows, two at least, has a number of its own."""
        return len(rekam) > 1 and all(r.no for r in rekam)

    def _lacks_name(self, last: Rekam) -> bool:
        """Say whether the last row before a page break was opened without its name."""
        if last.jumlah or last.angka or self.anchor is None:
            return False
        kind = self.kolom[self.anchor].isi
        return last.indikator is None if kind is Isi.INDIKATOR else kind not in last.perihal

    def _nameless(self, row: BarisTabel) -> bool:
        """Say whether a row begins here whose name a page break pushed to the next page."""
        if self.anchor is None or self.anchor not in row.baru or not row.terpotong:
            return False
        numbered = any(row.own(n) for n, k in self.kolom.items() if k.isi in (Isi.NO, Isi.KODE))
        return numbered or self._is_new_subject(row)

    def _is_new_subject(self, row: BarisTabel) -> bool:
        return any(
            row.own(n) is not None and n != self.anchor and self.kolom[n].isi in PERIHAL
            for n in self.kolom
        )

    def _spans_on(self, row: BarisTabel) -> bool:
        """Say whether the naming cell of the row above reaches down into this row."""
        if self.anchor is None or not self.rekam:
            return False
        cell = row.sel.get(self.anchor)
        return cell is not None and self.anchor not in row.baru and not cell.kosong

    # -- what a row does

    def _subjects(self, row: BarisTabel) -> None:
        """Set the subjects that begin in this row; a new tujuan ends the sasaran above it."""
        numbers = [n for n in self.kolom if self.kolom[n].isi in PERIHAL and n != self.anchor]
        begun = [(n, cell) for n in numbers if (cell := row.own(n)) is not None]
        for n, cell in begun:
            isi = self.kolom[n].isi
            known = self.aktif.get(isi)
            if known is not None and flatten(known.sel.teks).lower() == flatten(cell.teks).lower():
                continue
            same = known is not None and known.kolom in (n, None)
            if known is not None and same and row.sambungan and self._goes_on(row, cell, known):
                known.sel = known.sel.plus(cell)
                continue
            if isi is Isi.TUJUAN:
                self.aktif.pop(Isi.SASARAN, None)
            self.aktif[isi] = Perihal(isi, cell, kolom=n)

    def _goes_on(self, row: BarisTabel, cell: SelUtuh, known: Perihal) -> bool:
        """Say whether a subject cell at a page's top goes on with the one before the break."""
        if flatten(cell.teks)[:1].islower():
            return True
        if self.rekam and self._number_lost(row, self.rekam[-1]):
            return False
        numbered = [n for n, k in self.kolom.items() if k.isi is Isi.NO]
        if not numbered or row.own(numbered[0]) is not None:
            return False
        return self._every_subject_numbered(numbered[0])

    def _every_subject_numbered(self, number: int) -> bool:
        """Say whether so far each new subject came with a number beside it."""
        begun = 0
        for row in self.tabel.baris:
            if row.sambungan:
                continue
            for n, kolom in self.kolom.items():
                if kolom.isi in PERIHAL and n != self.anchor and row.own(n) is not None:
                    if row.own(number) is None:
                        return False
                    begun += 1
        return begun > 0

    def _open(self, row: BarisTabel, *, jumlah: str = "") -> None:
        rekam = Rekam(gugus=self.gugus, bagian=self.bagian, jumlah=jumlah)
        anchor = row.own(self.anchor) if self.anchor is not None else None
        kind = self.kolom[self.anchor].isi if self.anchor is not None else Isi.LAIN
        rekam.perihal = {} if jumlah else dict(self.aktif)
        rekam.tanpa_perihal = {
            kolom.isi
            for n, kolom in self.kolom.items()
            if kolom.isi in PERIHAL and n in row.baru and row.sel[n].kosong
        } - {kolom.isi for n, kolom in self.kolom.items() if row.own(n) is not None}
        if anchor is not None and not jumlah:
            rekam.tebal = anchor.tebal
            self._name(rekam, kind, anchor)
        rekam.rata_rata = self._is_average(row)
        self.rekam.append(rekam)
        self._append(row, fresh=True)

    def _is_average(self, row: BarisTabel) -> bool:
        """Say whether a row averages those above it.

        An indicator may itself be an average (`Rata-rata lama sekolah`): it has a number, a
        target and a realisasi, or a sasaran that reaches down to it from the row above; an
        average of capaian has none of them.
        """
        labels = [
            cell.teks
            for n in self.kolom
            if not self._is_figure(n) and (cell := row.own(n)) is not None
        ]
        if not any(average_word(label) for label in labels):
            return False
        numbered = any(
            re.match(r"^\W*[0-9]", flatten(cell.teks))
            for n, k in self.kolom.items()
            if k.isi is Isi.NO and (cell := row.own(n)) is not None
        )
        figures = {self.kolom[n].isi for n in self._figures(row)}
        if numbered or {Isi.TARGET, Isi.REALISASI} <= figures:
            return False
        sums_up = any(_SUMS_UP.match(flatten(label)) for label in labels)
        if not sums_up and self._under_subject(row):
            return False
        return sums_up or figures <= {Isi.CAPAIAN, Isi.KRITERIA, Isi.SERAPAN}

    def _under_subject(self, row: BarisTabel) -> bool:
        """Say whether the subject of the row above reaches down beside this row's own name."""
        return any(
            self.kolom[n].isi in PERIHAL and n not in row.baru and not cell.kosong
            for n, cell in row.sel.items()
            if n in self.kolom and n != self.anchor
        )

    def _name(self, rekam: Rekam, kind: Isi, anchor: SelUtuh) -> None:
        """Say what the naming cell is: an indicator, a subject, or one behind the other."""
        if kind is Isi.INDIKATOR:
            rekam.indikator = anchor
            rekam.nama = mend_percent(without_mark(anchor.teks), anchor)
            return
        if kind is Isi.SASARAN_INDIKATOR:
            self._name_either(rekam, anchor)
            return
        rekam.perihal[kind] = Perihal(kind, anchor, kolom=self.anchor)
        self.aktif[kind] = rekam.perihal[kind]

    def _name_either(self, rekam: Rekam, anchor: SelUtuh) -> None:
        both = re.match(
            r"^\W*sasaran\b[^:]{0,12}:(.*?)\bindikator\b[^:]{0,12}:(.*)$",
            flatten(anchor.teks),
            flags=re.IGNORECASE,
        )
        if both:
            subject = Perihal(Isi.SASARAN, anchor, teks_tetap=both.group(1).strip())
            self.aktif = {Isi.SASARAN: subject}
            rekam.perihal = dict(self.aktif)
            rekam.indikator, rekam.nama = anchor, both.group(2).strip()
            return
        word, rest = split_prefix(anchor.teks)
        if word in ("sasaran", "tujuan"):
            isi = Isi.SASARAN if word == "sasaran" else Isi.TUJUAN
            self.aktif = {isi: Perihal(isi, anchor, teks_tetap=rest)}
            rekam.perihal = dict(self.aktif)
            return
        rekam.indikator, rekam.nama = anchor, rest if word == "indikator" else flatten(anchor.teks)

    def _append(self, row: BarisTabel, *, fresh: bool = False) -> None:
        """Add the cells of a row to the last record."""
        if not self.rekam:
            self.rekam.append(Rekam(gugus=self.gugus, perihal=dict(self.aktif)))
            fresh = True
        rekam = self.rekam[-1]
        figures = self._figures(row)
        for n, kolom in self.kolom.items():
            own = row.own(n)
            cell = own or row.sel.get(n)
            if cell is None or cell.kosong:
                continue
            if own is None and not fresh:
                continue
            if row.sambungan and not fresh and n in rekam.angka and self._is_figure(n):
                rekam.angka[n][-1] = rekam.angka[n][-1].plus(cell)
                continue
            if self._is_figure(n) and own is not None and n not in figures:
                continue
            self._add_cell(rekam, n, kolom, cell, own is not None, fresh)

    def _add_cell(
        self, rekam: Rekam, n: int, kolom: Kolom, cell: SelUtuh, begins: bool, fresh: bool
    ) -> None:
        if self._is_figure(n):
            rekam.angka.setdefault(n, []).append(cell)
            if begins:
                rekam.pertama.add(n)
        elif kolom.isi in RINCIAN_INDIKATOR or kolom.isi in (Isi.SUMBER_DANA, Isi.KATEGORI):
            rekam.rincian.setdefault(n, []).append(cell)
        elif kolom.isi is Isi.SATUAN:
            rekam.satuan = rekam.satuan or flatten(cell.teks)
        elif kolom.isi is Isi.NO and begins:
            rekam.no = rekam.no or flatten(cell.teks)
        elif kolom.isi is Isi.KODE and begins and fresh:
            rekam.kode = flatten(cell.teks)
        elif not fresh and n == self.anchor:
            self._continue_name(rekam, kolom, cell)
        elif not fresh and begins and kolom.isi in PERIHAL:
            self._continue_subject(rekam, kolom.isi, cell)

    def _continue_subject(self, rekam: Rekam, isi: Isi, cell: SelUtuh) -> None:
        """Add to the row's subject; a row whose own cell was blank before the break gets it."""
        if isi in rekam.perihal and isi not in rekam.tanpa_perihal:
            rekam.perihal[isi].sel = rekam.perihal[isi].sel.plus(cell)
            return
        self.aktif[isi] = rekam.perihal[isi] = Perihal(isi, cell)
        rekam.tanpa_perihal.discard(isi)

    def _continue_name(self, rekam: Rekam, kolom: Kolom, cell: SelUtuh) -> None:
        if rekam.indikator is not None:
            rekam.indikator = rekam.indikator.plus(cell)
            rekam.nama = flatten(rekam.nama + "\n" + cell.teks)
        elif kolom.isi is Isi.INDIKATOR:
            self._name(rekam, kolom.isi, cell)
        elif kolom.isi in rekam.perihal:
            subject = rekam.perihal[kolom.isi]
            subject.sel = subject.sel.plus(cell)

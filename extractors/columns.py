"""Header words to what a column holds.

A table's header may run over several rows, with merged cells and a numbering row under
it; it may call one thing by many names and stand in any order. What a column holds
follows from the words of its own header cell, then from those above it, by the rules of
`kamus/kolom.yaml`. A column that no rule names is `lain`: it gives no record.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from extractors.kamus import KamusTidakSah, load_register
from extractors.numbers import parse_number
from extractors.text import KEPT, flatten
from pipeline.layout.elements import Sel, Tabel


class Isi(StrEnum):
    """What a column of a table holds."""

    LAIN = "lain"
    NO = "no"
    KODE = "kode"
    TUJUAN = "tujuan"
    SASARAN = "sasaran"
    TUJUAN_SASARAN = "tujuan_sasaran"
    SASARAN_INDIKATOR = "sasaran_indikator"
    SASARAN_PROGRAM = "sasaran_program"
    PROGRAM = "program"
    INDIKATOR = "indikator"
    FORMULASI = "formulasi"
    DEFINISI = "definisi"
    SUMBER_DATA = "sumber_data"
    SUMBER_DANA = "sumber_dana"
    PENANGGUNG_JAWAB = "penanggung_jawab"
    SATUAN = "satuan"
    KETERANGAN = "keterangan"
    ALASAN = "alasan"
    KATEGORI = "kategori"
    KRITERIA = "kriteria"
    KONDISI_AWAL = "kondisi_awal"
    TARGET = "target"
    REALISASI = "realisasi"
    CAPAIAN = "capaian"
    TARGET_AKHIR = "target_akhir"
    CAPAIAN_AKHIR = "capaian_akhir"
    ACUAN = "acuan"
    PAGU = "pagu"
    SEBELUM_PERUBAHAN = "sebelum_perubahan"
    PERGESERAN = "pergeseran"
    SESUDAH_PERUBAHAN = "sesudah_perubahan"
    SELISIH = "selisih"
    REALISASI_UANG = "realisasi_uang"
    SERAPAN = "serapan"
    # read from the header, settled by what stands around the column:
    TAHUN = "tahun"
    PERSEN = "persen"
    UANG = "uang"
    KINERJA = "kinerja"


PERIHAL = frozenset(
    {
        Isi.TUJUAN,
        Isi.SASARAN,
        Isi.TUJUAN_SASARAN,
        Isi.SASARAN_INDIKATOR,
        Isi.SASARAN_PROGRAM,
        Isi.PROGRAM,
    }
)
"""Columns that say what an indicator or an amount belongs to."""

ANGKA_KINERJA = frozenset(
    {
        Isi.KONDISI_AWAL,
        Isi.TARGET,
        Isi.REALISASI,
        Isi.CAPAIAN,
        Isi.KRITERIA,
        Isi.TARGET_AKHIR,
        Isi.CAPAIAN_AKHIR,
        Isi.ACUAN,
    }
)
ANGKA_UANG = frozenset(
    {
        Isi.PAGU,
        Isi.SEBELUM_PERUBAHAN,
        Isi.PERGESERAN,
        Isi.SESUDAH_PERUBAHAN,
        Isi.SELISIH,
        Isi.REALISASI_UANG,
        Isi.SERAPAN,
    }
)
RINCIAN_INDIKATOR = frozenset({Isi.FORMULASI, Isi.DEFINISI, Isi.SUMBER_DATA, Isi.PENANGGUNG_JAWAB})
"""Columns that define an indicator."""

_MONEY_OF = {
    Isi.TARGET: Isi.PAGU,
    Isi.REALISASI: Isi.REALISASI_UANG,
    Isi.CAPAIAN: Isi.SERAPAN,
    Isi.PERSEN: Isi.SERAPAN,
    Isi.UANG: Isi.PAGU,
}
_FIGURES = ANGKA_KINERJA | ANGKA_UANG | {Isi.PERSEN, Isi.UANG, Isi.TAHUN, Isi.KINERJA}
_CLIMBING = frozenset({Isi.TAHUN, Isi.UANG, Isi.KINERJA})
_MAX_HEADER_ROWS = 6
_ROMAN = re.compile(r"[ivxltmj]{1,4}")
"""A Roman numeral as printed or as misread: `II`, `IV`, `TT`, `Ml`."""
_MISREAD_PERCENT = re.compile(r"(?<![^\W_])(?:y[o0]|9o|o/o|0/[0o]|o/0)(?![^\W_])|\(96\)")
_RELATIVE_YEAR = re.compile(r"[({\[]\s*(?:tahun\s+)?[nm]\s*(?:[-+–]\s*[0-9]?|[0-9])?\s*[)}\]]")
"""A year counted from that of the plan, as in `(n-1)`."""
_SHORT_YEAR = re.compile(r"(?<!\w)['\"*]\s?([0-9]{2})(?![0-9])")
_LOOKALIKE_YEAR = str.maketrans("lI|iOoSsBzZ", "11110055822")


@dataclass(frozen=True, slots=True)
class KepalaSel:
    """The words of one header cell, made comparable.

    `tahun` are the years it names, `urutan` the n of `Tahun ke-n`; `rupiah` says that it
    names rupiah; `keyakinan` falls below 1 where a word was mended.
    """

    kata: tuple[str, ...]
    tahun: tuple[int, ...]
    urutan: int | None
    rupiah: bool
    keyakinan: float


@dataclass(frozen=True, slots=True)
class Kolom:
    """A logical column: what it holds, of which year, and its grid columns.

    `uang` is True for money, False for performance, None where the header leaves it
    open; `kepala` is the header as printed, top to bottom, `gugus` counts the groups of
    columns in tables that stand two tables side by side.
    """

    isi: Isi
    grid: tuple[int, ...]
    kepala: tuple[str, ...]
    tahun: int | None = None
    urutan: int | None = None
    uang: bool | None = None
    gugus: int = 0
    keyakinan: float = 1.0


@dataclass(frozen=True, slots=True)
class Kepala:
    """A table's header: its columns, left to right, and the first grid row below it."""

    kolom: tuple[Kolom, ...]
    baris_isi: int

    def has(self, *isi: Isi) -> bool:
        """Say whether one of the columns holds one of these."""
        return any(kolom.isi in isi for kolom in self.kolom)

    @property
    def ada_uang(self) -> bool:
        """Whether a column holds amounts of money."""
        return any(kolom.isi in ANGKA_UANG for kolom in self.kolom)

    @property
    def ada_kinerja(self) -> bool:
        """Whether a column holds performance figures."""
        return any(kolom.isi in ANGKA_KINERJA for kolom in self.kolom)

    @property
    def dikenal(self) -> bool:
        """Whether the table can give records: something to speak of, and something said."""
        about = self.has(*PERIHAL, Isi.INDIKATOR)
        names = self.has(Isi.INDIKATOR) and self.has(*RINCIAN_INDIKATOR, *PERIHAL)
        return about and (self.ada_uang or self.ada_kinerja or names)


# --- words


@lru_cache(KEPT)
def read_header_cell(teks: str) -> KepalaSel:
    """Return the words of a header cell, lower case, mended, without years and units."""
    plain = flatten(teks).lower()
    plain = re.sub(r"\bs\s*[/.]\s*d\b\.?", " sd ", plain)
    years = tuple(_years(plain))
    ordinal = re.search(r"\bke\s*-?\s*\(?([1-9])\)?(?![0-9])", plain)
    leading = re.match(r"^\(?([1-9])\)?\s*\(?\s*(?:19|20)[0-9]{2}", plain)
    rupiah = bool(re.search(r"\brp\b|\brupiah\b", plain))
    text = re.sub(r"\(\s*(?:dalam\s+)?(?:rp\.?|rupiah|ribu(?:an)?|juta(?:an)?)\s*\)", " ", plain)
    text = _RELATIVE_YEAR.sub(" ", text)
    text = _MISREAD_PERCENT.sub(" persen ", text)
    text = text.replace("%", " persen ").replace("sub kegiatan", "subkegiatan")
    mended = [_mend(token) for token in _header_words(text)]
    words = [word for word, _ in mended]
    if years and all(_ROMAN.fullmatch(word) for word in words):
        words = []
    if len(set(years)) > 1:
        words.append("duatahun")
    exact = all(same for _, same in mended)
    n = int(ordinal.group(1)) if ordinal else int(leading.group(1)) if leading else None
    return KepalaSel(tuple(words), years, n, rupiah, 1.0 if exact else 0.9)


def _header_words(text: str) -> Iterable[str]:
    """Yield the words; one that a narrow column broke at a hyphen is whole again."""
    for chunk in re.findall(r"[^\W\d_]+(?:-\s?[^\W\d_]+)*", text):
        parts = re.split(r"-\s?", chunk)
        whole = "".join(parts)
        if len(parts) > 1 and _mend(whole)[0] in _lexicon():
            yield whole
        else:
            yield from parts


def _years(plain: str) -> Iterable[int]:
    for token in re.findall(r"(?<![\w.,/])[12zZ][09oO][\dlIoOsSBzZ]{2}(?![\w,/])", plain):
        digits = token.translate(_LOOKALIKE_YEAR)
        if digits.isdigit() and 1990 <= int(digits) <= 2060:
            yield int(digits)
    for digits in _SHORT_YEAR.findall(plain):  # `'25`
        yield 2000 + int(digits)


@dataclass(frozen=True, slots=True)
class _Kaidah:
    """A rule of the register: which header words make which column.

    One word of each group of `semua` stands in the cell; the first is one of `awal`; all
    are of `hanya`, one at least; none of `tanpa`; one of `induk` stands above. What is
    empty asks for nothing.
    """

    peran: Isi
    uang: bool | None
    semua: tuple[frozenset[str], ...]
    awal: frozenset[str]
    hanya: frozenset[str]
    tanpa: frozenset[str]
    induk: frozenset[str]

    @property
    def kata(self) -> frozenset[str]:
        """Every word that the rule names."""
        return self.awal.union(self.hanya, self.tanpa, self.induk, *self.semua)

    def fits(self, words: Sequence[str], above: frozenset[str]) -> bool:
        """Say whether a cell of these words, below those, is of this rule's column."""
        if any(group.isdisjoint(words) for group in self.semua):
            return False
        if self.awal and words[0] not in self.awal:
            return False
        if self.hanya and (
            self.hanya.isdisjoint(words) or not (self.hanya | _joining()).issuperset(words)
        ):
            return False
        if not self.tanpa.isdisjoint(words):
            return False
        return not self.induk or not self.induk.isdisjoint(above)


@cache
def _rules() -> tuple[_Kaidah, ...]:
    return tuple(_read_rule(entry) for entry in load_register("kolom")["kolom"])


_CONDITIONS = ("semua", "awal", "hanya", "tanpa", "induk")


def check_register() -> None:
    """Read every rule of the register.

    Raises:
        KamusTidakSah: one of them is none.
    """
    _rules()


def _read_rule(entry: Mapping[str, object]) -> _Kaidah:
    """Read an entry of the register.

    Raises:
        KamusTidakSah: it says something that is none of a rule, or asks for no word: it
            would fit every column.
    """
    words = {name: _texts(entry.get(name, [])) for name in _CONDITIONS}
    asks = any(words[name] for name in _CONDITIONS if name != "tanpa")
    known = entry.keys() <= {"peran", "uang", *_CONDITIONS} and entry.get("peran") in list(Isi)
    money = entry.get("uang")
    if not known or not asks or not isinstance(money, bool | None):
        raise KamusTidakSah(f"kolom.yaml: bukan aturan kolom: {dict(entry)}")
    return _Kaidah(
        peran=Isi(str(entry["peran"])),
        uang=money,
        semua=tuple(frozenset(group.split("|")) for group in words["semua"]),
        awal=frozenset(words["awal"]),
        hanya=frozenset(words["hanya"]),
        tanpa=frozenset(words["tanpa"]),
        induk=frozenset(words["induk"]),
    )


@cache
def _joining() -> frozenset[str]:
    return frozenset(str(word) for word in load_register("kolom")["sambung"])


@cache
def _lexicon() -> tuple[str, ...]:
    return tuple(sorted(_joining().union(*(rule.kata for rule in _rules()))))


def _texts(value: object) -> tuple[str, ...]:
    """Return the words of a list of the register.

    Raises:
        KamusTidakSah: it is no list of words; YAML reads a bare `no` as false.
    """
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise KamusTidakSah(f"kolom.yaml: bukan daftar kata: {value!r}")
    return tuple(value)


@cache
def _mend(token: str) -> tuple[str, bool]:
    """Return the word of the register that a token stands for, and whether it was exact."""
    lexicon = _lexicon()
    if token in lexicon or len(token) < 5:
        return token, True
    best = min(lexicon, key=lambda word: Levenshtein.distance(token, word))
    allowed = 1 if len(token) < 11 else 2
    if len(best) >= 5 and Levenshtein.distance(token, best) <= allowed:
        return best, False
    return token, True


def header_role(teks: str) -> Isi | None:
    """Return what a header cell by itself says that its column holds, None if nothing."""
    found = _role_of(read_header_cell(teks).kata, frozenset())
    return found[0] if found else None


@lru_cache(KEPT)
def _role_of(words: tuple[str, ...], above: frozenset[str]) -> tuple[Isi, bool | None] | None:
    """Return what the first rule that fits says: role, and whether it is money."""
    if not words:
        return None
    for rule in _rules():
        if rule.fits(words, above):
            return rule.peran, rule.uang
    return None


# --- one column


def _read_column(path: Sequence[str], grid: tuple[int, ...]) -> Kolom:
    """Read a column from its header cells, top to bottom."""
    cells = _with_ordinals(path)
    everything = frozenset(word for cell in cells for word in cell.kata)
    isi, money = _climb(cells, everything)
    isi = _at_the_end(cells, isi)
    tahun = next((cell.tahun[0] for cell in reversed(cells) if cell.tahun), None)
    if isi is Isi.TARGET_AKHIR:
        tahun = next((cell.tahun[-1] for cell in reversed(cells) if cell.tahun), None)
    urutan = next((cell.urutan for cell in reversed(cells) if cell.urutan), None)
    return Kolom(
        isi=isi,
        grid=grid,
        kepala=tuple(path),
        tahun=tahun,
        urutan=urutan,
        uang=_money_by_words(cells, money),
        keyakinan=min((cell.keyakinan for cell in cells), default=1.0),
    )


_ROMAN_VALUE = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


def _with_ordinals(path: Sequence[str]) -> list[KepalaSel]:
    """Read numerals below `Tahun ke-` as the first, second … year."""
    made: list[KepalaSel] = []
    for text in path:
        cell = read_header_cell(text)
        above = {word for other in made for word in other.kata}
        value = _ordinal(text, cell)
        if value is not None and {"tahun", "ke"} <= above:
            cell = replace(cell, kata=(), urutan=value)
        made.append(cell)
    return made


def _ordinal(teks: str, cell: KepalaSel) -> int | None:
    """Return the number that a header cell of a numeral alone (`IV`, `(4)`) stands for."""
    if len(cell.kata) == 1:
        return _ROMAN_VALUE.get(cell.kata[0])
    match = re.fullmatch(r"\W*([1-9])\W*", flatten(teks))
    return int(match.group(1)) if match and not cell.kata else None


def _climb(cells: Sequence[KepalaSel], everything: frozenset[str]) -> tuple[Isi, bool | None]:
    """Ask the lowest header cell first, then those above, until one says what it holds."""
    parents_out = any(
        (found := _role_of(cell.kata, frozenset())) is not None and found[0] is Isi.LAIN
        for cell in cells
    )
    below_works = len(cells) > 1 and any(set(cell.kata) == {"fisik"} for cell in cells[:-1])
    if parents_out or below_works:
        return Isi.LAIN, None  # how far the works are, no figure of an indicator
    pending: tuple[Isi, bool | None] | None = None
    for cell in reversed(cells):
        content = [word for word in cell.kata if word not in _joining()]
        found = _role_of(cell.kata, everything) if content else None
        if found is None:
            if content and pending is None:
                return Isi.LAIN, None
            if cell.tahun or cell.urutan or not content:
                pending = pending or (Isi.TAHUN, None)
            continue
        if found[0] in _CLIMBING:
            pending = pending or found
            continue
        if found[0] is Isi.SERAPAN and cell.rupiah and "persen" not in cell.kata:
            return Isi.REALISASI_UANG, True
        realised = found[0] in (Isi.REALISASI, Isi.REALISASI_UANG) or (
            found[0] in (Isi.SERAPAN, Isi.CAPAIAN, Isi.CAPAIAN_AKHIR) and "realisasi" in cell.kata
        )
        if pending and pending[0] is Isi.UANG:
            return (Isi.REALISASI_UANG if realised else Isi.PAGU), True
        if pending and pending[0] is Isi.KINERJA and found[0] is Isi.CAPAIAN_AKHIR and realised:
            return Isi.LAIN, None  # of all years so far: neither percent nor of one year
        if pending and pending[0] is Isi.KINERJA and found[0] in ANGKA_UANG:
            return (Isi.REALISASI if realised else Isi.TARGET), False
        if pending and found[0] not in _FIGURES:
            continue
        return found
    return pending or (Isi.LAIN, None)


def ends_plan(kolom: Kolom) -> bool:
    """Say whether a column stands under the end of the plan (`Kondisi akhir Renstra`)."""
    found = (_role_of(read_header_cell(text).kata, frozenset()) for text in kolom.kepala)
    return any(role is not None and role[0] is Isi.TARGET_AKHIR for role in found)


def _at_the_end(cells: Sequence[KepalaSel], isi: Isi) -> Isi:
    """Read a bare `Target` or `K` below `Kondisi Kinerja pada akhir Renstra` as the end target."""
    plain = set(cells[-1].kata) - _joining() if cells else set()
    if isi not in (Isi.TARGET, Isi.KINERJA) or not plain <= {"target", "k", "kinerja", "volume"}:
        return isi
    above = [_role_of(cell.kata, frozenset()) for cell in cells[:-1] if cell.kata]
    named = [found[0] for found in above if found is not None]
    for wanted in (Isi.TARGET_AKHIR, Isi.KONDISI_AWAL):
        if wanted in named:
            return wanted
    return isi


def _money_by_words(cells: Sequence[KepalaSel], money: bool | None) -> bool | None:
    """Say whether the header's words speak of money, the lowest cell first."""
    if money is not None:
        return money
    groups = load_register("kolom")["golongan"]
    for cell in reversed(cells):
        if cell.rupiah:
            return True
        words = set(cell.kata)
        of_money = words & set(groups["uang"])
        of_work = words & {"kinerja", "indikator", "fisik"}
        if of_money and not of_work:
            return True
        if of_work and not of_money:
            return False
    return None


# --- a whole header


def read_header(tabel: Tabel, *, judul: str = "") -> Kepala | None:
    """Find a table's header rows and say what its columns hold.

    Args:
        tabel: the table on its page.
        judul: its caption; it settles year columns under a bare `Tahun`.

    Returns:
        The header, or None where the table's first rows hold no header words.
    """
    start = _first_header_row(tabel)
    if start is None:
        return None
    end = _header_end(tabel, start)
    first = _skip_numbering(tabel, end)
    columns = _columns(tabel, start, end)
    rated = any(kolom.isi in _RATED for kolom in columns)
    columns = [_by_cells(kolom, tabel, first, rated=rated) for kolom in columns]
    columns = _settle_changes(columns, tabel, first)
    columns = _settle_indicator(columns, tabel, first)
    return Kepala(_settle_achieved(_settle(columns, judul), tabel, first), first)


def row_cells(tabel: Tabel, baris: int) -> tuple[Sel, ...]:
    """Return the cells that begin in a grid row, left to right."""
    return tuple(sel for sel in tabel.sel if sel.baris == baris)


_NUMBER_CELL = re.compile(r"^[(\[]?\(?(\d{1,2})[a-d]?[)\]]?(?:=.*)?$")
_FORMULA_CELL = re.compile(r"^\(?[a-h]\)?$|^\(n[-+]?\d*\)$|^\d{1,2}[=:].*", re.IGNORECASE)


def is_numbering_row(texts: Sequence[str], *, lenient: bool = False) -> bool:
    """Say whether cells number the columns: `1 2 3`, `(1) (2)`, `5 6=(5-4) 7=6/5*100`.

    Args:
        texts: the cells of a row.
        lenient: the row stands right below the header, where one short misread cell
            among numbers is no data.
    """
    filled = [_bare_number(text) for text in texts if text.strip()]
    if len(filled) < 2:
        return False
    numbers = [int(match.group(1)) for text in filled if (match := _NUMBER_CELL.match(text))]
    odd = [t for t in filled if not _NUMBER_CELL.match(t) and not _FORMULA_CELL.match(t)]
    if odd and not (lenient and len(odd) * 3 <= len(filled) and max(map(len, odd)) <= 4):
        return False
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    rising = all(step > 0 for step in steps)
    if lenient and len(steps) >= 5:  # `11` may be read as `1`
        rising = rising or sum(step == 1 for step in steps) >= 0.75 * len(steps)
    return rising and (not numbers or numbers[0] <= 3)


def _bare_number(teks: str) -> str:
    """Return a cell without spaces and without the specks a scan puts before it."""
    return re.sub(r"^[^\w(\[]+(?=[(\[\w])", "", "".join(flatten(teks).split()))


def _first_header_row(tabel: Tabel) -> int | None:
    """Return the first row with at least two cells that header words name."""
    for row in range(min(4, tabel.jumlah_baris)):
        filled = [sel for sel in row_cells(tabel, row) if sel.teks.strip()]
        named = [
            found[0]
            for sel in filled
            if _may_be_header(sel.teks)
            and (found := _role_of(read_header_cell(sel.teks).kata, frozenset())) is not None
        ]
        known = {isi for isi in named if isi is not Isi.LAIN}
        years = sum(_is_bare_year(sel.teks) for sel in filled)
        if len(known) + min(years, 1) >= 2 and len(named) * 2 >= len(filled) - years:
            return row
    return None


def _is_bare_year(teks: str) -> bool:
    """Say whether a cell holds a year alone, as heads of groups of columns do."""
    return re.fullmatch(r"\W*(?:tahun\s*)?(?:19|20)\d\d\W*", flatten(teks), re.I) is not None


def _may_be_header(teks: str) -> bool:
    words = flatten(teks).split()
    return 0 < len(words) <= 14


def _header_end(tabel: Tabel, start: int) -> int:
    """Return the first row below the header.

    The header takes in the rows that its merged cells reach into, and rows of header
    words or years under a cell that spans several columns.
    """
    first = row_cells(tabel, start)
    spans = [sel.baris + sel.rentang_baris for sel in first if _may_be_header(sel.teks)]
    short = [end for end in spans if end - start <= 4]
    end = max(short, default=start + 1) if len(short) > 1 else start + 1
    grouped = any(sel.rentang_kolom > 1 for sel in first)
    while end < min(start + _MAX_HEADER_ROWS, tabel.jumlah_baris - 1) and grouped:
        if not _is_subheader(tabel, end) or not _under_groups(tabel, start, end):
            break
        end += 1
    return min(end, tabel.jumlah_baris)


def _under_groups(tabel: Tabel, start: int, row: int) -> bool:
    """Say whether a row says something under a header cell that spans several columns.

    What stands only under cells that span none goes on from no group: it is the rest of a
    name that a page break pushed below the header.
    """
    grouped = {
        column
        for sel in tabel.sel
        if start <= sel.baris < row and sel.rentang_kolom > 1
        for column in range(sel.kolom, sel.kolom + sel.rentang_kolom)
    }
    return any(sel.kolom in grouped for sel in row_cells(tabel, row) if sel.teks.strip())


def _is_subheader(tabel: Tabel, row: int) -> bool:
    cells = [sel for sel in row_cells(tabel, row) if sel.teks.strip()]
    if not cells:
        return False
    if is_numbering_row([sel.teks for sel in cells]):
        return _counts_years(tabel, row, cells)
    return all(_names_figures(sel.teks) for sel in cells)


def _counts_years(tabel: Tabel, row: int, cells: Sequence[Sel]) -> bool:
    """Say whether the numerals of a row count the years of the plan (`Tahun ke-` above each)."""
    above = [tabel.at(row - 1, sel.kolom) for sel in cells]
    return all(
        sel is not None and {"tahun", "ke"} <= set(read_header_cell(sel.teks).kata) for sel in above
    )


def _names_figures(teks: str) -> bool:
    """Say whether a cell is a header cell of figures: a year, `Target`, `Realisasi 2023`."""
    if not _may_be_header(teks) or len(flatten(teks).split()) > 6:
        return False
    cell = read_header_cell(teks)
    content = [word for word in cell.kata if word not in _joining()]
    if not content:
        return bool(cell.tahun or cell.urutan)
    found = _role_of(cell.kata, frozenset())
    return found is not None and (found[0] in _FIGURES or found[0] in (Isi.LAIN, Isi.SATUAN))


def _columns(tabel: Tabel, start: int, end: int) -> list[Kolom]:
    """Read the columns; grid columns under one and the same header cells are one column."""
    paths: list[tuple[Sel, ...]] = []
    for column in range(tabel.jumlah_kolom):
        cells: list[Sel] = []
        for row in range(start, end):
            sel = tabel.at(row, column)
            if sel is not None and sel.teks.strip() and sel not in cells:
                cells.append(sel)
        paths.append(tuple(cells))
    columns: list[Kolom] = []
    at = 0
    while at < len(paths):
        last = at
        while last + 1 < len(paths) and paths[at] and paths[last + 1] == paths[at]:
            last += 1
        grid = tuple(range(at, last + 1))
        columns.append(_read_column([flatten(sel.teks) for sel in paths[at]], grid))
        at = last + 1
    return columns


_MONEY_CELL = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3}){2,}")


def _settle_achieved(columns: tuple[Kolom, ...], tabel: Tabel, first: int) -> tuple[Kolom, ...]:
    """Read `Capaian 2023`, what was achieved before, as the realisasi of that year.

    Some offices call it so beside the target and the realisasi of the year reported. No
    percent sign stands at it or in it, and its figures are of the size of the realisasi,
    not about a hundred.
    """
    now = next((k for k in columns if k.isi is Isi.REALISASI), None)
    if now is None or not now.tahun:
        return columns
    return tuple(
        replace(kolom, isi=Isi.REALISASI)
        if kolom.isi is Isi.CAPAIAN
        and kolom.tahun
        and kolom.tahun < now.tahun
        and not any(k.isi is Isi.REALISASI and k.tahun == kolom.tahun for k in columns)
        and not any("persen" in read_header_cell(text).kata for text in kolom.kepala)
        and _sized_like(kolom, now, tabel, first)
        else kolom
        for kolom in columns
    )


def _sized_like(kolom: Kolom, other: Kolom, tabel: Tabel, first: int) -> bool:
    """Say whether figures are of the size of another column's, row by row, and no percents.

    One in four may be misread.
    """
    near, rows, far = 0, 0, 0
    for row in range(first, tabel.jumlah_baris):
        cells = tabel.at(row, kolom.grid[0]), tabel.at(row, other.grid[0])
        if cells[0] is None or cells[1] is None or cells[0] is cells[1]:
            continue
        if "%" in cells[0].teks and "%" not in cells[1].teks:
            return False
        one, two = parse_number(cells[0].teks), parse_number(cells[1].teks)
        if one.nilai and two.nilai:
            rows += 1
            near += Decimal("0.5") <= one.nilai / two.nilai <= 2
            far += not 40 <= one.nilai <= 250
    return far > 0 and near >= 0.75 * rows


_RATED = frozenset({Isi.CAPAIAN, Isi.REALISASI, Isi.TARGET, Isi.PERSEN})


def _by_cells(kolom: Kolom, tabel: Tabel, first: int, *, rated: bool) -> Kolom:
    """Let a column's cells settle what its header leaves open.

    `Penyerapan` heads the amount that was spent as well as its share of the budget; a
    column of judgements beside performance (`rated`) is one, whatever it is called.
    """
    if kolom.isi not in (Isi.SERAPAN, Isi.LAIN, Isi.KETERANGAN):
        return kolom
    texts = [
        text
        for sel in tabel.sel
        if sel.baris >= first and sel.kolom in kolom.grid and (text := flatten(sel.teks))
    ]
    if len(texts) < 2:
        return kolom
    if kolom.isi is Isi.SERAPAN:
        money = sum(bool(_MONEY_CELL.search(text)) for text in texts) * 2 > len(texts)
        return replace(kolom, isi=Isi.REALISASI_UANG) if money else kolom
    named = bool(kolom.kepala) and header_role(kolom.kepala[-1]) in (None, Isi.KETERANGAN)
    judged = sum(_is_judgement(text) for text in texts) >= 0.8 * len(texts)
    return replace(kolom, isi=Isi.KRITERIA) if rated and named and judged else kolom


_CHANGES = frozenset({Isi.SEBELUM_PERUBAHAN, Isi.PERGESERAN, Isi.SESUDAH_PERUBAHAN, Isi.SELISIH})


def _settle_changes(columns: Sequence[Kolom], tabel: Tabel, first: int) -> list[Kolom]:
    """Tell changed amounts from changed targets (`Target: Sebelum | Sesudah`).

    Of a target that was changed the new one is in force; the old one is left out.
    """
    changed = [kolom for kolom in columns if kolom.isi in _CHANGES]
    about = any(kolom.isi in (Isi.INDIKATOR, Isi.SASARAN_INDIKATOR) for kolom in columns)
    if not changed or not about or any(_speaks_of_money(kolom) for kolom in changed):
        return list(columns)
    grid = {number for kolom in changed for number in kolom.grid}
    if any(
        _MONEY_CELL.search(flatten(sel.teks))
        for sel in tabel.sel
        if sel.baris >= first and sel.kolom in grid
    ):
        return list(columns)
    target = {Isi.SESUDAH_PERUBAHAN: Isi.TARGET}
    return [
        replace(kolom, isi=target.get(kolom.isi, Isi.LAIN), uang=False)
        if kolom.isi in _CHANGES
        else kolom
        for kolom in columns
    ]


def _settle_indicator(columns: Sequence[Kolom], tabel: Tabel, first: int) -> list[Kolom]:
    """Take the one column of names that no rule knows for the indicator, where none is named.

    It stands behind a sasaran and before the figures or the definition; without it the
    sasaran would pass for the indicator.
    """
    has = {kolom.isi for kolom in columns}
    subjects = [n for n, k in enumerate(columns) if k.isi in _STRATEGIC]
    said = [n for n, k in enumerate(columns) if k.isi in _SAID_OF_INDICATORS]
    if has & {Isi.INDIKATOR, Isi.SASARAN_INDIKATOR} or not subjects or not said:
        return list(columns)
    between = [
        n
        for n, kolom in enumerate(columns)
        if subjects[0] < n < said[0]
        and kolom.isi is Isi.LAIN
        and kolom.kepala
        and header_role(kolom.kepala[-1]) is None
        and _holds_names(kolom, tabel, first)
    ]
    if len(between) != 1:
        return list(columns)
    at = between[0]
    return [replace(k, isi=Isi.INDIKATOR) if n == at else k for n, k in enumerate(columns)]


_STRATEGIC = frozenset({Isi.TUJUAN, Isi.SASARAN, Isi.TUJUAN_SASARAN})
_SAID_OF_INDICATORS = ANGKA_KINERJA | RINCIAN_INDIKATOR | {Isi.TAHUN, Isi.ALASAN, Isi.SATUAN}


def _holds_names(kolom: Kolom, tabel: Tabel, first: int) -> bool:
    """Say whether most cells of a column are of words, two at least."""
    texts = [
        text
        for sel in tabel.sel
        if sel.baris >= first and sel.kolom in kolom.grid and (text := flatten(sel.teks))
    ]
    named = [t for t in texts if len(re.findall(r"[^\W\d_]{3,}", t)) >= 2]
    return bool(texts) and len(named) >= 0.7 * len(texts)


def _speaks_of_money(kolom: Kolom) -> bool:
    cells = [read_header_cell(text) for text in kolom.kepala]
    words = {word for cell in cells for word in cell.kata}
    of_money = set(load_register("kolom")["golongan"]["uang"])
    return any(cell.rupiah for cell in cells) or bool(words & of_money)


_FIRST_BUDGET = frozenset({"murni", "induk", "awal", "semula"})
_CHANGED_BUDGET = frozenset({"perubahan", "papbd", "pergeseran", "dppa", "menjadi"})


def _settle_revised(columns: Sequence[Kolom]) -> list[Kolom]:
    """Read `Anggaran Murni | Anggaran Perubahan` as the amount before and after the change."""
    pagu = [kolom for kolom in columns if kolom.isi is Isi.PAGU]
    if len(pagu) != 2 or pagu[0].tahun != pagu[1].tahun:
        return list(columns)
    words = [{w for text in k.kepala for w in read_header_cell(text).kata} for k in pagu]
    if not (words[0] & _FIRST_BUDGET and words[1] & _CHANGED_BUDGET):
        return list(columns)
    isi = {pagu[0].grid: Isi.SEBELUM_PERUBAHAN, pagu[1].grid: Isi.SESUDAH_PERUBAHAN}
    return [replace(k, isi=isi[k.grid]) if k.isi is Isi.PAGU else k for k in columns]


def _is_judgement(teks: str) -> bool:
    """Say whether a cell holds a judgement alone (`Sangat Tinggi`), a letter misread at most."""
    plain = teks.lower().strip(" .")
    known = load_register("satuan")["predikat_kata"]
    return any(Levenshtein.distance(plain, str(word)) <= len(plain) // 8 for word in known)


def _skip_numbering(tabel: Tabel, row: int) -> int:
    while row < tabel.jumlah_baris and is_numbering_row(
        numbering_texts(row_cells(tabel, row)), lenient=True
    ):
        row += 1
    return row


def numbering_texts(cells: Sequence[Sel]) -> list[str]:
    """Return the texts of a row's cells, each as the reading that would number its column.

    Where the readers of a picture differ (`(4)`, `(1)`), that reading is taken by which the
    numbers rise from column to column.
    """
    texts: list[str] = []
    last = 0
    for sel in cells:
        readings = (sel.teks, *(bacaan.teks for bacaan in sel.bacaan))
        seen = {
            text: int(match.group(1))
            for text in readings
            if (match := _NUMBER_CELL.match(_bare_number(text)))
        }
        rising = [text for text, number in seen.items() if number > last]
        text = min(rising, key=seen.__getitem__) if rising else next(iter(seen), sel.teks)
        last = seen.get(text, last)
        texts.append(text)
    return texts


# --- what the columns say together


def _settle(columns: Sequence[Kolom], judul: str) -> tuple[Kolom, ...]:
    settled = _settle_years(_settle_plan_years(columns), judul)
    settled = _settle_money(_settle_realised(settled))
    settled = _settle_revised(_settle_percent(settled))
    settled = [_settle_subject(kolom, settled) for kolom in settled]
    grouped = _number_groups(settled)
    judged = [_settle_capaian(kolom, grouped, judul) for kolom in grouped]
    judged = [_settle_kriteria(kolom, judged) for kolom in judged]
    return tuple(_drop_doubles(judged))


def _settle_plan_years(columns: Sequence[Kolom]) -> list[Kolom]:
    """Read `Target Renstra` over several years as the targets of these, not of the plan's end."""
    ends = [k for k in columns if k.isi is Isi.TARGET_AKHIR and k.tahun]
    if len({kolom.tahun for kolom in ends}) < 2:
        return list(columns)
    said = {word for k in ends for text in k.kepala for word in read_header_cell(text).kata}
    if "akhir" in said:
        return list(columns)
    return [replace(k, isi=Isi.TARGET) if k in ends else k for k in columns]


def _settle_years(columns: Sequence[Kolom], judul: str) -> list[Kolom]:
    """Give bare year columns the measure that the caption names, if it names one only."""
    words = set(read_header_cell(judul).kata)
    named = {
        isi
        for word, isi in (
            ("target", Isi.TARGET),
            ("realisasi", Isi.REALISASI),
            ("capaian", Isi.CAPAIAN),
        )
        if word in words
    }
    default = named.pop() if len(named) == 1 else Isi.LAIN
    if default is Isi.CAPAIAN:
        default = Isi.LAIN
    return [
        replace(kolom, isi=default) if kolom.isi in (Isi.TAHUN, Isi.KINERJA) else kolom
        for kolom in columns
    ]


def _settle_realised(columns: Sequence[Kolom]) -> list[Kolom]:
    """Read `Realisasi (%)` as the realisasi where no other column is, beside a target."""
    has = {kolom.isi for kolom in columns}
    if Isi.TARGET not in has or has & {Isi.REALISASI, Isi.REALISASI_UANG}:
        return list(columns)
    return [
        replace(kolom, isi=Isi.REALISASI)
        if kolom.isi is Isi.CAPAIAN and not kolom.uang and _is_realised_percent(kolom)
        else kolom
        for kolom in columns
    ]


def _is_realised_percent(kolom: Kolom) -> bool:
    words = [word for word in read_header_cell(kolom.kepala[-1]).kata if word not in _joining()]
    return words[:1] == ["realisasi"] and set(words) <= {"realisasi", "kinerja", "persen"}


def _settle_money(columns: Sequence[Kolom]) -> list[Kolom]:
    """Say of each open figure column whether it is money, by what stands before it."""
    any_money = any(k.isi in ANGKA_UANG or (k.uang and k.isi in _FIGURES) for k in columns)
    any_work = any(k.isi is Isi.INDIKATOR or k.isi is Isi.SASARAN_INDIKATOR for k in columns)
    spent = any(k.isi is Isi.REALISASI_UANG or k.isi is Isi.REALISASI for k in columns)
    settled: list[Kolom] = []
    after_money = False
    for kolom in columns:
        money = kolom.uang
        bare = kolom.isi in (Isi.PERSEN, Isi.CAPAIAN)
        if kolom.isi in (Isi.TARGET, Isi.REALISASI, Isi.CAPAIAN, Isi.PERSEN) and money is None:
            money = any_money and (not any_work or (after_money and kolom.isi is not Isi.TARGET))
        isi = _MONEY_OF.get(kolom.isi, kolom.isi) if money else kolom.isi
        after_change = bool(settled) and settled[-1].isi in _CHANGES and not spent
        if isi is Isi.SERAPAN and (_is_share_of_change(kolom) or (bare and after_change)):
            isi = Isi.LAIN
        if isi in _FIGURES:
            after_money = isi in ANGKA_UANG
        settled.append(replace(kolom, isi=isi, uang=money))
    return settled


def _is_share_of_change(kolom: Kolom) -> bool:
    """Say whether a `%` stands under `Bertambah / (Berkurang)`: no share that was spent."""
    return any(header_role(text) in _CHANGES for text in kolom.kepala)


def _settle_percent(columns: Sequence[Kolom]) -> list[Kolom]:
    """A bare `%` is the capaian where target and realisasi stand in the table too."""
    has = {kolom.isi for kolom in columns}
    settled = []
    for kolom in columns:
        isi = kolom.isi
        if isi is Isi.PERSEN:
            isi = Isi.CAPAIAN if {Isi.TARGET, Isi.REALISASI} <= has else Isi.LAIN
        elif isi is Isi.UANG:
            isi = Isi.PAGU
        settled.append(replace(kolom, isi=isi))
    return settled


def _settle_capaian(kolom: Kolom, columns: Sequence[Kolom], judul: str) -> Kolom:
    """Say what a percentage is of: the year's target, the target at the end, or neither.

    Beside the realisasi of two years it compares these; beside a later year's target it
    is no capaian of the year.
    """
    if kolom.isi is not Isi.CAPAIAN:
        return kolom
    own = [other for other in columns if other.gugus == kolom.gugus]
    targets = {other.tahun for other in own if other.isi is Isi.TARGET}
    realised = {other.tahun for other in own if other.isi is Isi.REALISASI}
    if not targets and any(other.isi is Isi.TARGET_AKHIR for other in own):
        return replace(kolom, isi=Isi.CAPAIAN_AKHIR)
    if not targets:
        return replace(kolom, isi=Isi.LAIN) if len(realised) > 1 else kolom
    if None in targets | realised or not realised:
        return kolom
    both = targets & realised
    if len(both) == 1:
        return replace(kolom, tahun=kolom.tahun or next(iter(both)))
    if both:
        return kolom
    said = set(read_header_cell(" ".join((judul, *kolom.kepala))).kata)
    plan = said & {"renstra", "rpjmd", "akhir", "rencana"}
    return replace(kolom, isi=Isi.CAPAIAN_AKHIR if plan else Isi.LAIN)


def _settle_kriteria(kolom: Kolom, columns: Sequence[Kolom]) -> Kolom:
    """A judgement beside a percentage that is no capaian of the year judges something else."""
    if kolom.isi is not Isi.KRITERIA:
        return kolom
    own = [other for other in columns if other.gugus == kolom.gugus]
    compared = any("capaian" in " ".join(o.kepala).lower() and o.isi is Isi.LAIN for o in own)
    has_capaian = any(other.isi is Isi.CAPAIAN for other in own)
    return replace(kolom, isi=Isi.LAIN) if compared and not has_capaian else kolom


def _settle_subject(kolom: Kolom, columns: Sequence[Kolom]) -> Kolom:
    has = {other.isi for other in columns}
    if kolom.isi is Isi.KETERANGAN and has & ANGKA_UANG and Isi.INDIKATOR not in has:
        return replace(kolom, isi=Isi.SUMBER_DANA)
    if kolom.isi is Isi.KRITERIA and has & ANGKA_UANG and _is_category(kolom):
        return replace(kolom, isi=Isi.KATEGORI)
    if kolom.isi is Isi.ALASAN:
        # why it was chosen; what it is only where nothing else explains it
        explained = has & {Isi.DEFINISI, Isi.FORMULASI}
        return replace(kolom, isi=Isi.LAIN if explained else Isi.DEFINISI)
    if kolom.isi is Isi.PROGRAM and _is_plain_uraian(kolom) and Isi.INDIKATOR not in has:
        defines = has & (RINCIAN_INDIKATOR | {Isi.ALASAN})
        return replace(kolom, isi=Isi.INDIKATOR) if defines else kolom
    if kolom.isi is Isi.DEFINISI and Isi.FORMULASI not in has and _holds_formula(kolom):
        return replace(kolom, isi=Isi.FORMULASI)
    return kolom


def _is_category(kolom: Kolom) -> bool:
    """Say whether a column beside money is headed `Kategori` alone: efisien, tidak efisien."""
    words = {word for text in kolom.kepala for word in read_header_cell(text).kata}
    return bool(words & {"kategori", "tingkat", "keterangan"}) and "capaian" not in words


def _is_plain_uraian(kolom: Kolom) -> bool:
    return not set(read_header_cell(kolom.kepala[-1]).kata) & {"program", "kegiatan", "belanja"}


def _holds_formula(kolom: Kolom) -> bool:
    return bool(set(read_header_cell(kolom.kepala[-1]).kata) & {"formula", "formulasi", "rumus"})


def _number_groups(columns: Sequence[Kolom]) -> list[Kolom]:
    """Count groups: tables that stand side by side under one header.

    A new one begins where a subject with an indicator of its own follows figures
    (`Indikator Tujuan | Target | Program | Indikator Program | Target`), and where a
    program with its money follows an indicator (`Sasaran | Indikator | Program | Pagu`).
    """
    group, complete, seen = 0, False, False
    numbered = []
    for at, kolom in enumerate(columns):
        later = {other.isi for other in columns[at:]}
        opens = kolom.isi in PERIHAL or kolom.isi is Isi.INDIKATOR
        # `Tujuan | Indikator Tujuan | Sasaran | Indikator Sasaran | Target`
        below = seen and kolom.isi in PERIHAL
        again = (
            opens
            and (complete or below)
            and Isi.INDIKATOR in later
            and later & (ANGKA_KINERJA | ANGKA_UANG | RINCIAN_INDIKATOR)
        )
        money = kolom.isi is Isi.PROGRAM and seen and later & ANGKA_UANG
        if again or money:
            group, complete, seen = group + 1, False, False
        if kolom.isi is Isi.INDIKATOR:
            seen = True
        if kolom.isi in ANGKA_KINERJA and seen:
            complete = True
        numbered.append(replace(kolom, gugus=group))
    return numbered


def _drop_doubles(columns: Sequence[Kolom]) -> list[Kolom]:
    """Of columns of one group that claim the same measure and year, trust the plainest."""
    kept = []
    for kolom in columns:
        rivals = [
            other
            for other in columns
            if other.isi is kolom.isi
            and other.gugus == kolom.gugus
            and other.tahun == kolom.tahun
            and other.urutan == kolom.urutan
        ]
        several = kolom.isi is Isi.ACUAN  # a province and the nation are two benchmarks
        if kolom.isi in ANGKA_KINERJA | ANGKA_UANG and len(rivals) > 1 and not several:
            plainest = min(rivals, key=lambda other: sum(len(t.split()) for t in other.kepala))
            if kolom is not plainest:
                kolom = replace(kolom, isi=Isi.LAIN)
        kept.append(kolom)
    return kept

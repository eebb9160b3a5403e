"""Claims of the running text, tied to what they speak of: indicator, sasaran, table.

A sentence speaks of the indicator it names, else of the one that the section has named
last (`Diukur dengan indikator …`). Where other words stand before the claim, it may speak
of something else: it is kept without indicator, and nothing is compared with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractors.claim_words import Pernyataan, claim_words, read_sentence
from extractors.columns import Isi
from extractors.keys import KeyIndex
from extractors.places import corners
from extractors.running_text import Alinea, Penggal, TabelDiTeks, list_mark, read_text
from extractors.table_stitch import SelUtuh, TabelUtuh, label_in
from extractors.text import flatten, words
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import TataLetak
from pipeline.read.page import Halaman
from schemas.records import Anggaran, Indikator, Kinerja, Klaim, Naskah
from schemas.vocabulary import (
    JenisKlaim,
    LingkupKlaim,
    Metode,
    Simpulan,
    StatusBaca,
    UkuranKinerja,
    UkuranKlaim,
)

_SURE = 0.6
"""A line read less surely than this leaves its claims in doubt."""
_SAME_NAME = 90
_COUNTS = (
    UkuranKlaim.INDIKATOR,
    UkuranKlaim.INDIKATOR_TERCAPAI,
    UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI,
)
_MONEY = (UkuranKlaim.PAGU, UkuranKlaim.REALISASI_ANGGARAN, UkuranKlaim.SERAPAN)


_MEASURED = {
    UkuranKlaim.TARGET: (UkuranKinerja.TARGET,),
    UkuranKlaim.REALISASI: (UkuranKinerja.REALISASI,),
    UkuranKlaim.TERWUJUD: (UkuranKinerja.CAPAIAN,),
    UkuranKlaim.CAPAIAN: (UkuranKinerja.CAPAIAN,),
    UkuranKlaim.TARGET_AKHIR: (UkuranKinerja.TARGET_AKHIR,),
    UkuranKlaim.CAPAIAN_AKHIR: (UkuranKinerja.CAPAIAN_AKHIR,),
}


def find_claims(
    naskah: Naskah,
    tata_letak: Sequence[TataLetak],
    *,
    tabel: Sequence[TabelUtuh],
    kinerja: Sequence[Kinerja],
    indikator: Sequence[Indikator],
    anggaran: Sequence[Anggaran],
) -> tuple[Klaim, ...]:
    """Return the claims of a naskah: of its sentences, then of category cells in tables.

    Args:
        naskah: the naskah.
        tata_letak: its pages in content order.
        tabel: its tables with known headers.
        kinerja: its performance figures, in reading order; they name what is spoken of.
        indikator: the indicators it defines.
        anggaran: its amounts.
    """
    reader = _Pembaca(naskah, kinerja, indikator)
    found = [*reader.read(tata_letak), *_categories(naskah, tabel, kinerja, anggaran)]
    return tuple(
        _numbered(item, f"{naskah.naskah_id}-n{urut:03d}", urut)
        for urut, item in enumerate(found, start=1)
    )


def _numbered(klaim: Klaim, klaim_id: str, urut: int) -> Klaim:
    return replace(klaim, klaim_id=klaim_id, urut=urut)


# -- names ------------------------------------------------------------------------------


class _Nama:
    """The indicators that the tables of a naskah name, to be found in its sentences."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(dict.fromkeys(flatten(name) for name in names if name.strip()))
        self._words = {name: words(name.replace("%", " persentase ")) for name in self.names}
        self._index = KeyIndex(self.names)

    def mentioned(self, teks: str) -> str:
        """Return the one indicator that a text names word for word, "" if none or several."""
        wanted = words(teks.replace("%", " persentase "))
        found = [
            name
            for name, parts in self._words.items()
            if len(parts) >= 2 and _is_part(parts, wanted)
        ]
        longest = max(found, key=lambda name: len(self._words[name]), default="")
        inside = self._words.get(longest, ())
        same = all(
            self.key(name) == self.key(longest) or _is_part(self._words[name], inside)
            for name in found
        )
        return longest if same else ""

    def key(self, nama: str) -> str:
        """Return what is one for all spellings of an indicator in this naskah."""
        return self._index.key(nama).kunci

    def whole(self, teks: str) -> str:
        """Return the name that a text is, "" if it is none or could be several."""
        wanted = words(teks.replace("%", " persentase "))
        if not wanted:
            return ""
        exact = [name for name, parts in self._words.items() if parts == wanted]
        if exact:
            return exact[0]
        joined = " ".join(wanted)
        near = {
            name: fuzz.ratio(joined, " ".join(parts))
            for name, parts in self._words.items()
            if fuzz.ratio(joined, " ".join(parts)) >= _SAME_NAME
        }
        if near:
            return max(near, key=lambda name: near[name])
        holding = [
            name
            for name, parts in self._words.items()
            if len(wanted) >= 3 and _is_part(wanted, parts)
        ]
        return holding[0] if len({self.key(name) for name in holding}) == 1 else ""

    def holds(self, nama: str, rest: Sequence[str]) -> bool:
        """Say whether all of some words belong to an indicator's name."""
        return set(rest) <= set(self._words.get(nama, ()))


def _is_part(few: Sequence[str], many: Sequence[str]) -> bool:
    """Say whether words stand in a name one behind the other."""
    span = len(few)
    return any(tuple(many[at : at + span]) == tuple(few) for at in range(len(many) - span + 1))


# -- tables of the text -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tabel:
    """A table between paragraphs, with the performance figures that stand in it."""

    halaman: Halaman
    angka: tuple[Kinerja, ...]

    @property
    def label(self) -> str:
        return self.angka[0].tabel


@dataclass(slots=True)
class _Konteks:
    """Where the reader is: the section, what it speaks of, the tables passed.

    `butir` is the kind of list item that named the indicator: the next item of that kind
    speaks of something else.
    """

    bagian: str = ""
    indikator: str = ""
    butir: str = ""
    tabel: list[_Tabel] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pokok:
    """What a claim speaks of."""

    lingkup: LingkupKlaim
    indikator: str = ""
    tujuan_sasaran: str = ""


class _Pembaca:
    """Reads the claims of one naskah from its text, in order."""

    def __init__(
        self, naskah: Naskah, kinerja: Sequence[Kinerja], indikator: Sequence[Indikator]
    ) -> None:
        self.naskah = naskah
        self.kinerja = tuple(kinerja)
        names = [item.indikator for item in kinerja]
        names += [item.indikator for item in indikator]
        self.nama = _Nama(names)
        self.unit = set(words(f"{naskah.unit} {naskah.pemda}")) | {"perangkat", "daerah", "unit"}
        self.pengantar = {str(word) for word in claim_words("pengantar")} | self.unit

    def read(self, tata_letak: Sequence[TataLetak]) -> Iterator[Klaim]:
        konteks = _Konteks()
        for item in read_text(tata_letak):
            if isinstance(item, TabelDiTeks):
                figures = self._figures_in(item)
                if figures:
                    konteks.tabel.append(_Tabel(item.halaman, figures))
            elif item.judul:
                konteks.bagian, konteks.indikator = item.teks, ""
            elif not label_in(item.teks):
                yield from self._paragraph(item, konteks)

    def _figures_in(self, item: TabelDiTeks) -> tuple[Kinerja, ...]:
        box = item.halaman.as_shown(item.tabel.kotak).grow(2)
        return tuple(
            angka
            for angka in self.kinerja
            if angka.halaman == item.halaman.nomor
            and (place := _box(angka)) is not None
            and box.contains_point(place.tengah_x, place.tengah_y)
        )

    def _paragraph(self, alinea: Alinea, konteks: _Konteks) -> Iterator[Klaim]:
        butir = _mark_kind(alinea.teks)
        if butir and butir == konteks.butir:
            konteks.indikator = konteks.butir = ""
        for start, end in _sentences(alinea.teks):
            kalimat = alinea.teks[start:end]
            begin = list_mark(kalimat)
            pokok = self._from_context(konteks)
            named = self._named(kalimat)
            for klaim in read_sentence(kalimat):
                before = kalimat[begin : klaim.awal]
                pokok = self._subject(before, kalimat, klaim, konteks, pokok)
                begin = klaim.akhir
                for one in _one_by_one(pokok):
                    yield self._klaim(klaim, one, kalimat, alinea, start, konteks)
            if named:
                konteks.indikator, konteks.butir = named, butir
            elif _OTHER_INDICATOR.search(kalimat):
                konteks.indikator = ""

    def _named(self, kalimat: str) -> str:
        """Return the indicator that a sentence names behind the word, "" if none."""
        for match in re.finditer(r"\bindikator\b", kalimat, flags=re.IGNORECASE):
            rest = re.sub(r"^[\s:.,0-9]*", "", kalimat[match.end() :])
            quoted = re.match(r'["“]\s*([^"”]+)["”]', rest)
            candidates = [quoted.group(1)] if quoted else _openings(rest)
            for candidate in candidates:
                found = self.nama.whole(candidate)
                if found:
                    return found
        return ""

    def _subject(
        self,
        before: str,
        kalimat: str,
        klaim: Pernyataan,
        konteks: _Konteks,
        previous: _Pokok | None,
    ) -> _Pokok | None:
        if klaim.jenis is JenisKlaim.CACAH:
            return _Pokok(LingkupKlaim.TABEL)
        if klaim.ukuran in _MONEY and klaim.satuan == "rupiah":
            return self._money(before, kalimat, previous)
        if klaim.ukuran is UkuranKlaim.SERAPAN and not self._content(before):
            return previous
        if klaim.ukuran is UkuranKlaim.SERAPAN and (line := _line_at_end(before)):
            return _Pokok(LingkupKlaim.ANGGARAN, tujuan_sasaran=line)
        own = self.nama.mentioned(kalimat[klaim.awal : klaim.akhir])
        if own and klaim.jenis is JenisKlaim.TERCAPAI:
            return _Pokok(LingkupKlaim.INDIKATOR, own)
        numbers = _sasaran_numbers(before)
        if numbers:
            return _Pokok(LingkupKlaim.SASARAN, tujuan_sasaran=numbers)
        named = self._named(before)
        if named:
            return _Pokok(LingkupKlaim.INDIKATOR, named, _line_before(before))
        if re.search(r"\bindikator\b(?!\s+(?:tersebut|ini|kinerja))", before, re.IGNORECASE):
            return None
        rest = self._content(before)
        if not rest:
            return previous
        if self._speaks_of_all(before, kalimat, rest):
            return _Pokok(LingkupKlaim.TABEL)
        mentioned = self.nama.mentioned(before)
        if mentioned:
            return _Pokok(LingkupKlaim.INDIKATOR, mentioned)
        if konteks.indikator and self.nama.holds(konteks.indikator, rest):
            return self._from_context(konteks)
        found = self.nama.whole(" ".join(self._content(before, keep_links=True)))
        return _Pokok(LingkupKlaim.INDIKATOR, found) if found else None

    def _from_context(self, konteks: _Konteks) -> _Pokok | None:
        if not konteks.indikator:
            return None
        return _Pokok(LingkupKlaim.INDIKATOR, konteks.indikator)

    def _content(self, teks: str, *, keep_links: bool = False) -> list[str]:
        """Return the words that may name a subject, mark and words of passage left out."""
        bare = re.sub(r"\b(?:pada\s+)?tahun\s+20[0-9]{2}.*$", "", teks, flags=re.IGNORECASE)
        bare = bare if words(bare[list_mark(bare) :]) else teks
        found = words(bare[list_mark(bare) :])
        if keep_links:
            return list(found)
        return [word for word in found if word not in self.pengantar and not word[0].isdigit()]

    def _speaks_of_all(self, before: str, kalimat: str, rest: Sequence[str]) -> bool:
        """Say whether a claim speaks of every sasaran or indicator of a table."""
        all_of = {"sasaran", "strategis", "seluruh", "semua", "setiap", "tabel", "indikator"}
        table = re.search(r"\btabel\b", kalimat, re.IGNORECASE)
        subject = re.search(r"\b(?:sasaran|seluruh|semua|setiap)\b", before, re.IGNORECASE)
        return bool(table and subject) and set(rest) <= all_of

    def _money(self, before: str, kalimat: str, previous: _Pokok | None) -> _Pokok | None:
        """Money is the office's where the sentence speaks of a total and names no line."""
        if not re.search(r"\b(?:total|keseluruhan|seluruh|pagu anggaran)\b", kalimat, re.I):
            return None
        if previous is not None and previous.lingkup is LingkupKlaim.ANGGARAN:
            return previous
        line = re.search(
            r"\b(?:program|kegiatan|belanja|bidang|seksi|desa|gaji)\s+(?!yang\b)\w", before, re.I
        )
        numbered = re.search(r"\bsasaran\s+[0-9]", before, re.IGNORECASE)
        return None if line or numbered else _Pokok(LingkupKlaim.ANGGARAN)

    # -- records --

    def _klaim(
        self,
        item: Pernyataan,
        pokok: _Pokok | None,
        kalimat: str,
        alinea: Alinea,
        start: int,
        konteks: _Konteks,
    ) -> Klaim:
        lines = alinea.lines(start + item.awal, start + item.akhir)
        halaman = lines[0].halaman
        on_page = [line for line in lines if line.halaman is halaman]
        table = self._table(item, pokok, kalimat, konteks, halaman)
        sure, bacaan = _reading(lines, item.angka)
        return Klaim(
            klaim_id="",
            naskah_id=self.naskah.naskah_id,
            urut=0,
            bagian=konteks.bagian,
            jenis=item.jenis,
            lingkup=pokok.lingkup if pokok else LingkupKlaim.INDIKATOR,
            tujuan_sasaran=pokok.tujuan_sasaran if pokok else "",
            indikator=pokok.indikator if pokok else "",
            ukuran=item.ukuran,
            tahun=_year(kalimat, item) or self.naskah.tahun,
            teks=kalimat[item.awal : item.akhir],
            kalimat=kalimat,
            nilai=item.nilai,
            desimal=item.desimal,
            satuan=item.satuan,
            predikat=item.predikat,
            simpulan=item.simpulan,
            tabel_dirujuk=table.label if table else _cited_table(kalimat),
            kinerja_id=table.angka[0].kinerja_id if table else "",
            halaman=halaman.nomor,
            metode=halaman.metode,
            keyakinan=round(min(line.baris.keyakinan for line in lines), 4),
            status_baca=StatusBaca.BERSIH if sure else StatusBaca.RAGU,
            bacaan=bacaan,
            **corners(halaman.as_shown(union(line.baris.kotak for line in on_page))),
        )

    def _table(
        self,
        item: Pernyataan,
        pokok: _Pokok | None,
        kalimat: str,
        konteks: _Konteks,
        halaman: Halaman,
    ) -> _Tabel | None:
        """Return the table a claim speaks of: the one it names, else the nearest before it."""
        cited = _cited_table(kalimat).casefold()
        if cited:
            own = [angka for angka in self.kinerja if angka.tabel.casefold() == cited]
            return _Tabel(halaman, tuple(own)) if own else None
        passed = list(reversed(konteks.tabel))
        if pokok is None or pokok.lingkup is LingkupKlaim.ANGGARAN:
            return None
        if pokok.lingkup is LingkupKlaim.INDIKATOR:
            return self._table_of_indicator(item, pokok, passed)
        if item.ukuran in (UkuranKlaim.TUJUAN, UkuranKlaim.SASARAN):
            return None
        # `Sasaran 1` far behind its table may be the first of another mission.
        near = [table for table in passed if _reports(table)][:1]
        near = [table for table in near if halaman.nomor - table.halaman.nomor <= 1]
        return near[0] if near else None

    def _table_of_indicator(
        self, item: Pernyataan, pokok: _Pokok, passed: Sequence[_Tabel]
    ) -> _Tabel | None:
        """Return the nearest table that says of an indicator what a claim does."""
        key = self.nama.key(pokok.indikator)
        holding = [
            (table, {angka.ukuran for angka in table.angka if self._is(angka, key)})
            for table in passed
        ]
        wanted = _MEASURED.get(item.ukuran, ()) if item.ukuran else ()
        if item.jenis in (JenisKlaim.TERCAPAI, JenisKlaim.KRITERIA):
            wanted = (UkuranKinerja.CAPAIAN,)
        for table, measures in holding:
            if measures & set(wanted):
                return table
        return next((table for table, measures in holding if measures), None)

    def _is(self, angka: Kinerja, key: str) -> bool:
        return self.nama.key(angka.indikator) == key


_OTHER_INDICATOR = re.compile(
    r"\b(?:dengan|melalui|diukur)\s+(?:[0-9]+\s+)?(?:\([^)]*\)\s+)?indikator\b(?!\s+(?:tersebut|ini)\b)",
    re.IGNORECASE,
)
"""A sentence that names an indicator which no table of the naskah has."""


def _mark_kind(teks: str) -> str:
    """Return the kind of list mark a paragraph begins with: digit, letter, sign, or ""."""
    mark = teks[: list_mark(teks)].strip()
    if not mark:
        return ""
    core = mark.strip("().,")
    if core.isdigit():
        return f"angka{mark[-1]}"
    return f"huruf{mark[-1]}" if core.isalpha() else "tanda"


def _reports(table: _Tabel) -> bool:
    return any(angka.ukuran is UkuranKinerja.CAPAIAN for angka in table.angka)


def _one_by_one(pokok: _Pokok | None) -> list[_Pokok | None]:
    """Part `sasaran 1 dan 2` into one subject each."""
    if pokok is None or pokok.lingkup is not LingkupKlaim.SASARAN:
        return [pokok]
    numbers = re.findall(r"[0-9]+", pokok.tujuan_sasaran)
    return [_Pokok(LingkupKlaim.SASARAN, tujuan_sasaran=f"Sasaran {n}") for n in numbers]


_SASARAN = re.compile(
    r"\bsasaran\s+(?:strategis\s+)?(?:ke-?\s*)?"
    r"([0-9]{1,2}(?![.,][0-9])(?:\s*(?:,|dan|serta|&)\s*(?:sasaran\s+)?[0-9]{1,2})*)",
    re.IGNORECASE,
)


def _sasaran_numbers(before: str) -> str:
    """Return the numbers of the sasaran named last before a claim, "" if none."""
    found = _SASARAN.findall(before)
    return found[-1] if found else ""


def _line_at_end(before: str) -> str:
    """Return the program or kegiatan that a text ends with (`… sedangkan Program X`)."""
    starts = list(_LINE.finditer(before))
    name = before[starts[-1].start() :].strip(' ",') if starts else ""
    return name if 2 <= len(name.split()) <= 16 and not re.search(r"[,;:]", name) else ""


_LINE = re.compile(r"\b(?:S(?:ub|UB)\s+[Kk]\w+|P(?:rogram|ROGRAM)|K(?:egiatan|EGIATAN))\s")
_LINE_LOWER = re.compile(r"\b(?:sub\s+kegiatan|program|kegiatan)\s")


def _line_before(before: str) -> str:
    """Return the program, kegiatan or sub kegiatan that stands before `dengan indikator`."""
    match = re.search(r"\s+dengan\s+indikator\b", before, re.IGNORECASE)
    head = before[: match.start()] if match else ""
    # A line's name is written with a capital; `dukungan program terhadap …` is none.
    for pattern in (_LINE, _LINE_LOWER):
        found = re.search(pattern, head)
        if found:
            return head[found.start() :].strip(' "')
    return ""


def _openings(rest: str) -> list[str]:
    """Return what a name may be at the start of a text, the longest first."""
    whole = re.split(r"\s*[;:]|\s+(?:pada\s+)?tahun\s+20[0-9]{2}|\s+ditarget", rest)[0]
    parts = whole.split()
    cuts = [whole, re.split(r",\s|\s[-–]\s", whole)[0]]
    cuts += [" ".join(parts[:size]) for size in range(min(len(parts), 24), 1, -1)]
    return list(dict.fromkeys(cut.strip(' "“”.,') for cut in cuts if cut.strip(' "“”.,')))


def _sentences(teks: str) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a paragraph begin and end."""
    start = 0
    for match in re.finditer(r"(?<![A-Z])(?<!\bNo)(?<!\bRp)[.;]\s+(?=[A-Z\"])", teks):
        # `a. Target …`: the point of a list mark ends no sentence.
        if match.start() - start >= 4:
            yield start, match.end()
            start = match.end()
    if start < len(teks):
        yield start, len(teks)


_TABLE = re.compile(r"\b(tabel\s+[0-9]+(?:\.[0-9]+)*)", re.IGNORECASE)


def _cited_table(kalimat: str) -> str:
    match = _TABLE.search(kalimat)
    return re.sub(r"\s+", " ", match.group(1)).capitalize() if match else ""


_YEAR = re.compile(r"\b(?:tahun|realisasi|target|anggaran|TA)\s+(20[0-9]{2})", re.IGNORECASE)


def _year(kalimat: str, item: Pernyataan) -> int | None:
    """Return the year that a claim is about: named within it, else before it."""
    if item.ukuran is UkuranKlaim.CAPAIAN_AKHIR:
        found = re.findall(r"\btahun\s+(20[0-9]{2})", kalimat[: item.awal], re.IGNORECASE)
    else:
        text = kalimat[: item.akhir]
        found = _YEAR.findall(text)
    return int(found[-1]) if found else None


def _reading(lines: Sequence[Penggal], angka: str) -> tuple[bool, str]:
    """Say whether a claim is read surely, and what the readers made of its figure."""
    halaman = lines[0].halaman
    if halaman.metode is Metode.TEKS:
        return True, f"teks:{angka}" if angka else ""
    sure = min(line.baris.keyakinan for line in lines) >= _SURE
    if not angka:
        return sure, ""
    seen = [
        bacaan
        for line in lines
        for bacaan in line.halaman.bacaan
        if bacaan.kotak.share_in(line.baris.kotak.grow(2)) > 0.6
    ]
    agree = [bacaan for bacaan in seen if _holds_figure(bacaan.teks, angka)]
    text = "|".join([f"tesseract:{angka}", *(f"{b.pembaca}:{angka}" for b in agree[:1])])
    return sure and bool(agree), text


def _holds_figure(teks: str, angka: str) -> bool:
    return bool(re.search(rf"(?<![0-9.,]){re.escape(angka)}(?![0-9]|[.,][0-9])", teks))


def _box(record: Kinerja | Anggaran) -> Kotak | None:
    corners_of = (record.x0, record.y0, record.x1, record.y1)
    if any(value is None for value in corners_of):
        return None
    return Kotak(*(float(value) for value in corners_of if value is not None))


# -- categories in tables -------------------------------------------------------------------


def _categories(
    naskah: Naskah,
    tabel: Sequence[TabelUtuh],
    kinerja: Sequence[Kinerja],
    anggaran: Sequence[Anggaran],
) -> Iterator[Klaim]:
    """Yield the efficiency categories that tables print, tied to the row they stand in."""
    for utuh in tabel:
        places = [n for n in range(len(utuh.kepala.kolom)) if _holds_categories(utuh, n)]
        for row in utuh.baris:
            for place in places:
                sel = row.own(place)
                verdict = _verdict(flatten(sel.teks)) if sel else None
                if sel is not None and verdict is not None:
                    yield _category(naskah, utuh, sel, verdict, kinerja, anggaran)


def _holds_categories(utuh: TabelUtuh, place: int) -> bool:
    """Say whether a column is headed as category, or holds nothing but categories."""
    isi = utuh.kepala.kolom[place].isi
    if isi is Isi.KATEGORI:
        return True
    if isi not in (Isi.LAIN, Isi.KETERANGAN, Isi.KRITERIA):
        return False
    cells = [sel for row in utuh.baris if (sel := row.own(place)) is not None]
    told = [flatten(sel.teks) for sel in cells if flatten(sel.teks)]
    return bool(told) and all(_CATEGORY.match(teks) for teks in told)


_CATEGORY = re.compile(
    r"^\W*(?:tidak\s+|kurang\s+|belum\s+)?(?:sangat\s+|cukup\s+)?efisien\W*$", re.IGNORECASE
)


def _verdict(teks: str) -> Simpulan | None:
    match = re.match(r"^\W*(tidak\s+|kurang\s+|belum\s+)?(?:sangat\s+)?efisien\b", teks, re.I)
    if match is None:
        return None
    return Simpulan.TIDAK_EFISIEN if match[1] else Simpulan.EFISIEN


def _category(
    naskah: Naskah,
    utuh: TabelUtuh,
    sel: SelUtuh,
    verdict: Simpulan,
    kinerja: Sequence[Kinerja],
    anggaran: Sequence[Anggaran],
) -> Klaim:
    box = sel.box()
    own = [item for item in kinerja if item.tabel == utuh.label and _beside(item, sel, box)]
    money = [item for item in anggaran if item.tabel == utuh.label and _beside(item, sel, box)]
    names = list(dict.fromkeys(item.indikator for item in own))
    aims = list(dict.fromkeys([i.tujuan_sasaran for i in own] + [i.uraian for i in money]))
    in_table = [item for item in kinerja if item.tabel == utuh.label]
    first = own[0] if own else in_table[0] if in_table else None
    return Klaim(
        klaim_id="",
        naskah_id=naskah.naskah_id,
        urut=0,
        jenis=JenisKlaim.EFISIENSI,
        lingkup=LingkupKlaim.INDIKATOR if len(names) == 1 else LingkupKlaim.SASARAN,
        tujuan_sasaran=aims[0] if aims else "",
        indikator=names[0] if len(names) == 1 else "",
        tahun=first.tahun if first else naskah.tahun,
        teks=flatten(sel.teks),
        kalimat=flatten(sel.teks),
        simpulan=verdict,
        tabel=utuh.label,
        tabel_dirujuk=utuh.label,
        kinerja_id=first.kinerja_id if first else "",
        halaman=sel.halaman.nomor,
        metode=sel.halaman.metode,
        keyakinan=round(sel.keyakinan, 4),
        status_baca=(
            StatusBaca.BERSIH
            if sel.halaman.metode is Metode.TEKS or sel.keyakinan >= _SURE
            else StatusBaca.RAGU
        ),
        **corners(box),
    )


def _beside(record: Kinerja | Anggaran, sel: SelUtuh, box: Kotak | None) -> bool:
    """Say whether a figure stands in the row of a cell."""
    place = _box(record)
    if box is None or place is None or record.halaman != sel.halaman.nomor:
        return False
    low, high = max(box.y0, place.y0), min(box.y1, place.y1)
    return high - low > 0.5 * min(box.tinggi, place.tinggi)

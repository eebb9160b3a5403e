"""Naskah to records: the tables, signatures and citations of each, with ids and places.

Boxes of the records are on the page as a viewer shows it. Keys (`kunci`) are given
afterwards, over all names of a run: see `pipeline.tetapan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rapidfuzz import fuzz

from extractors.citations import Sitasi, find_citations
from extractors.keys import KeyIndex
from extractors.names import form_names, is_clean, settle_name
from extractors.pages import Lembar, body_lines, read_page
from extractors.people import (
    BlokTtd,
    commas_before_degrees,
    find_form_fields,
    find_signatures,
)
from extractors.places import corners
from extractors.registry import Jenis, kind_of
from extractors.table_records import records_of
from extractors.table_stitch import TabelAsing, TabelUtuh, stitch
from extractors.text import flatten
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris
from pipeline.parts import join_parts
from pipeline.read.page import Halaman
from pipeline.segment import Bagian
from schemas.records import Anggaran, Dokumen, Indikator, Kinerja, Naskah, Pejabat, Rujukan
from schemas.vocabulary import (
    Metode,
    StatusBaca,
    TandaTangan,
    TingkatAnggaran,
    TingkatKinerja,
)

_LEAST_SURE = 0.6
"""A word read less surely than this leaves what it belongs to in doubt."""


@dataclass(frozen=True, slots=True)
class Hasil:
    """The records of one or more naskah, and what the rules read besides.

    `keputusan_disebut` are decrees of heads of units that a text names: no legal basis,
    so no rows of the table, but their numbers can be wrong. `nama_isian` are the names that
    forms print (`Nama : …`), each with its naskah. `tanpa_nama` are the pages of table rows
    whose figures gave no record, for want of a name. `tabel` and `tabel_lain` are
    the tables with a known header, and those that gave no records.
    """

    naskah: tuple[Naskah, ...] = ()
    pejabat: tuple[Pejabat, ...] = ()
    indikator: tuple[Indikator, ...] = ()
    kinerja: tuple[Kinerja, ...] = ()
    anggaran: tuple[Anggaran, ...] = ()
    rujukan: tuple[Rujukan, ...] = ()
    keputusan_disebut: tuple[Rujukan, ...] = ()
    nama_isian: tuple[tuple[str, str], ...] = ()
    tanpa_nama: tuple[int, ...] = ()
    tabel: tuple[TabelUtuh, ...] = field(default=(), repr=False)
    tabel_lain: tuple[TabelAsing, ...] = field(default=(), repr=False)


def extract(bagian: Bagian) -> Hasil:
    """Return the records of one naskah, in reading order."""
    naskah = bagian.naskah
    kind = kind_of(naskah.jenis)
    pages = tuple(read_page(page) for page in bagian.tata_letak)
    whole, strange = stitch(bagian.tata_letak)
    indikator: list[Indikator] = []
    kinerja: list[Kinerja] = []
    anggaran: list[Anggaran] = []
    silent: list[TabelAsing] = []
    nameless: set[int] = set()
    for tabel in whole:
        found = records_of(tabel, naskah)
        if not (found.indikator or found.kinerja or found.anggaran):
            silent.extend(tabel.as_strange())
        else:
            nameless.update(found.tanpa_nama)
        indikator.extend(found.indikator)
        kinerja.extend(found.kinerja)
        anggaran.extend(found.anggaran)
    cited, named = _citations(naskah, kind, pages)
    return Hasil(
        naskah=(naskah,),
        pejabat=tuple(_numbered(_people(naskah, kind, pages), "pejabat_id", naskah, "p")),
        indikator=tuple(_numbered(indikator, "indikator_id", naskah, "i")),
        kinerja=tuple(_numbered(kinerja, "kinerja_id", naskah, "k")),
        anggaran=tuple(_numbered(anggaran, "anggaran_id", naskah, "a")),
        rujukan=tuple(_numbered(cited, "rujukan_id", naskah, "r")),
        keputusan_disebut=tuple(_numbered(named, "rujukan_id", naskah, "s")),
        nama_isian=tuple((naskah.naskah_id, nama) for nama in _form_names(pages)),
        tanpa_nama=tuple(sorted(nameless)),
        tabel=whole,
        tabel_lain=_in_order(strange, silent, bagian),
    )


def _in_order(
    strange: Sequence[TabelAsing], silent: Sequence[TabelAsing], bagian: Bagian
) -> tuple[TabelAsing, ...]:
    """Return the tables without records, those with a known header too, as they are read."""
    order = {page.halaman.nomor: at for at, page in enumerate(bagian.tata_letak)}
    return tuple(
        sorted((*strange, *silent), key=lambda t: (order[t.halaman.nomor], t.tabel.kotak.y0))
    )


def merge(hasil: Iterable[Hasil]) -> Hasil:
    """Return the records of many naskah as one result, in order."""
    every = list(hasil)
    return Hasil(
        naskah=tuple(r for h in every for r in h.naskah),
        pejabat=tuple(r for h in every for r in h.pejabat),
        indikator=tuple(r for h in every for r in h.indikator),
        kinerja=tuple(r for h in every for r in h.kinerja),
        anggaran=tuple(r for h in every for r in h.anggaran),
        rujukan=tuple(r for h in every for r in h.rujukan),
        keputusan_disebut=tuple(r for h in every for r in h.keputusan_disebut),
        nama_isian=tuple(n for h in every for n in h.nama_isian),
        tabel=tuple(t for h in every for t in h.tabel),
        tabel_lain=tuple(t for h in every for t in h.tabel_lain),
    )


def settle_head(hasil: Hasil, dokumen: Iterable[Dokumen] = ()) -> Hasil:
    """Return the records with what the papers of a run say of each other's heads and names.

    Args:
        hasil: all naskah of the run, their signatures and the names of forms.
        dokumen: its files; without them the parts of an instrument are not joined.
    """
    return settle_names(replace(hasil, naskah=join_parts(hasil.naskah, dokumen)))


def with_keys(hasil: Hasil, indikator: KeyIndex, anggaran: KeyIndex) -> Hasil:
    """Return the records of an office with their levels and keys.

    One key stands for one indicator, or one budget line, whatever its wording, over all naskah
    of the run.

    Args:
        hasil: the records; their naskah and names are settled.
        indikator: the names of all indicators of the run.
        anggaran: the lines of all its budgets.
    """
    hasil = settle_levels(hasil)
    return replace(
        hasil,
        indikator=tuple(
            replace(r, kunci=indikator.key(r.indikator).kunci) for r in hasil.indikator
        ),
        kinerja=tuple(replace(r, kunci=indikator.key(r.indikator).kunci) for r in hasil.kinerja),
        anggaran=tuple(
            r
            if r.tingkat is TingkatAnggaran.JUMLAH
            else replace(r, kunci=anggaran.key(r.uraian).kunci)
            for r in hasil.anggaran
        ),
    )


def _numbered(records: Iterable[Any], key: str, naskah: Naskah, letter: str) -> Iterator[Any]:
    for number, record in enumerate(records, start=1):
        yield replace(record, **{key: f"{naskah.naskah_id}-{letter}{number:03d}"})


# --- levels


def settle_levels(hasil: Hasil) -> Hasil:
    """Give rows whose table leaves tujuan or sasaran open the level another table gives.

    A column `Tujuan / Sasaran` says for no row which it is; the same words elsewhere in
    the papers of the unit do (`Tujuan 1 : …`, a column of their own). What no table
    settles is a sasaran, which is what such tables list.
    """
    unit_of = {n.naskah_id: (n.unit, n.pemda) for n in hasil.naskah}
    known: dict[tuple[str, str], dict[str, TingkatKinerja]] = {}
    for row in hasil.kinerja:
        if row.tingkat in (TingkatKinerja.TUJUAN, TingkatKinerja.SASARAN):
            said = known.setdefault(unit_of[row.naskah_id], {})
            said.setdefault(_bare(row.tujuan_sasaran), row.tingkat)
    settled = [
        row
        if row.tingkat is not None or not row.tujuan_sasaran or _is_program(row)
        else replace(row, tingkat=_level_elsewhere(row, known.get(unit_of[row.naskah_id], {})))
        for row in hasil.kinerja
    ]
    return replace(hasil, kinerja=tuple(_with_indicator_levels(settled, unit_of)))


def _with_indicator_levels(
    rows: Sequence[Kinerja], unit_of: Mapping[str, tuple[str, str]]
) -> Iterator[Kinerja]:
    """Yield the rows; one that stands under nothing has the level of its indicator elsewhere.

    The naskah's own tables are asked first, then the other papers of the unit; an
    indicator that stands on two levels there gives none.
    """
    own: dict[tuple[str, str], set[TingkatKinerja]] = {}
    of_unit: dict[tuple[tuple[str, str], str], set[TingkatKinerja]] = {}
    for row in rows:
        if row.tingkat is not None:
            name = _bare(row.indikator)
            own.setdefault((row.naskah_id, name), set()).add(row.tingkat)
            of_unit.setdefault((unit_of[row.naskah_id], name), set()).add(row.tingkat)
    for row in rows:
        if row.tingkat is not None or row.tujuan_sasaran:
            yield row
            continue
        name = _bare(row.indikator)
        said = (
            own.get((row.naskah_id, name)) or of_unit.get((unit_of[row.naskah_id], name)) or set()
        )
        yield replace(row, tingkat=next(iter(said))) if len(said) == 1 else row


def _is_program(row: Kinerja) -> bool:
    return bool(re.match(r"^\W*(?:sub\s*)?(?:program|kegiatan)\b", row.tujuan_sasaran, re.I))


def _bare(teks: str) -> str:
    return re.sub(r"\W+", " ", teks.lower()).strip()


def _level_elsewhere(row: Kinerja, known: dict[str, TingkatKinerja]) -> TingkatKinerja:
    teks = _bare(row.tujuan_sasaran)
    best, level = 0.0, TingkatKinerja.SASARAN
    for other, said in known.items():
        score = fuzz.token_sort_ratio(teks, other)
        if score > best:
            best, level = score, said
    return level if best >= 88 else TingkatKinerja.SASARAN


# --- signatures


def settle_names(hasil: Hasil) -> Hasil:
    """Mend the names read from pictures by other printings of the same person's name.

    The same person is who bears the same NIP, or without one holds the same office of the
    same government; a form of the same unit prints the names of its parties too. Forms and
    text layers come first, then what was read more surely.
    """
    unit_of = {n.naskah_id: (n.unit, n.pemda) for n in hasil.naskah}
    printed: dict[tuple[str, ...], list[Pejabat]] = {}
    for row in hasil.pejabat:
        if row.nama:
            printed.setdefault(_identity(row, unit_of), []).append(row)
    forms: dict[tuple[str, str], list[str]] = {}
    for naskah_id, nama in hasil.nama_isian:
        forms.setdefault(unit_of[naskah_id], []).append(nama)
    made = []
    for row in hasil.pejabat:
        others = [p for p in printed.get(_identity(row, unit_of), ()) if p is not row]
        others.sort(key=lambda p: (p.metode is Metode.OCR, -p.keyakinan))
        if not row.nama and row.nip:
            made.append(_with_name_of_nip(row, others))
            continue
        of_forms = forms.get(unit_of[row.naskah_id], [])
        made.append(_with_name(row, [*of_forms, *(other.nama for other in others)]))
    return replace(hasil, pejabat=tuple(made))


def _with_name_of_nip(row: Pejabat, others: Sequence[Pejabat]) -> Pejabat:
    """Give a block whose name is past reading the one name that its NIP bears elsewhere.

    A text layer must print it, or two other blocks.
    """
    names = {_bare(other.nama): other.nama for other in others if is_clean(other.nama)}
    certain = any(other.metode is Metode.TEKS for other in others) or len(others) > 1
    if row.metode is not Metode.OCR or len(names) != 1 or not certain:
        return row
    return replace(
        row,
        nama=next(iter(names.values())),
        keyakinan=min(row.keyakinan, _NAME_BY_NIP),
        status_baca=StatusBaca.RAGU,
    )


_NAME_BY_NIP = 0.5
"""How sure a name is that only the NIP below it tells."""


def _identity(row: Pejabat, unit_of: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    if row.nip:
        return ("nip", row.nip)
    office = _bare(row.jabatan) or row.pejabat_id
    return ("jabatan", office, unit_of[row.naskah_id][1])


def _with_name(row: Pejabat, others: Sequence[str]) -> Pejabat:
    if row.metode is not Metode.OCR or not row.nama or not others:
        return row
    nama = settle_name(row.nama, others, doubtful=row.keyakinan < _LEAST_SURE)
    if nama == row.nama:
        return row
    # the commas a line swallowed stand where the other printings have degrees
    return replace(row, nama=commas_before_degrees(nama), status_baca=StatusBaca.DIPERBAIKI)


def _people(naskah: Naskah, kind: Jenis, pages: Sequence[Lembar]) -> Iterator[Pejabat]:
    named = _form_names(pages)
    for page in pages:
        halaman = page.tata_letak.halaman
        blocks = [
            blok
            for blok in find_signatures(
                page.tata_letak.baris, lebar=halaman.lebar, nama_dikenal=named
            )
            if not _is_title(blok)
        ]
        for blok in blocks:
            others = [other for other in blocks if other is not blok]
            yield _with_name(_person(naskah, kind, blok, others, halaman), named)


def _form_names(pages: Sequence[Lembar]) -> tuple[str, ...]:
    return form_names(
        (isian.label, isian.isi)
        for page in pages
        for isian in find_form_fields(page.tata_letak.baris)
    )


def _is_title(blok: BlokTtd) -> bool:
    """Say whether a block without NIP is a title of the page and not a person."""
    return not blok.nip and bool(
        re.search(
            r"\b(keputusan|laporan|perjanjian|pemerintah|indikator|kabupaten|tentang|nomor)\b",
            blok.nama,
            flags=re.IGNORECASE,
        )
    )


def _person(
    naskah: Naskah,
    kind: Jenis,
    blok: BlokTtd,
    others: Sequence[BlokTtd],
    halaman: Halaman,
) -> Pejabat:
    scanned = halaman.metode is Metode.OCR
    doubtful = blok.nip_diluruskan or (scanned and blok.keyakinan < _LEAST_SURE)
    return Pejabat(
        pejabat_id="",
        naskah_id=naskah.naskah_id,
        peran=kind.role_of(blok, naskah, others),
        nama=commas_before_degrees(blok.nama)
        if scanned and not blok.nama_diluruskan
        else blok.nama,
        nip=blok.nip,
        jabatan=blok.jabatan,
        pangkat=blok.pangkat,
        tanda_tangan=signature_seen(halaman, blok),
        halaman=halaman.nomor,
        metode=halaman.metode,
        keyakinan=round(blok.keyakinan, 4),
        status_baca=StatusBaca.RAGU if doubtful else StatusBaca.BERSIH,
        **corners(halaman.as_shown(blok.kotak)),
    )


def signature_seen(halaman: Halaman, blok: BlokTtd) -> TandaTangan:
    """Say whether a pen stroke lies where the block expects a signature.

    On a page without a picture nobody can have signed visibly; a stamp alone, or `ttd`
    typed in its place, says nothing.
    """
    zone = blok.ruang if blok.ruang.luas > 0 else blok.kotak
    zone = union([zone, blok.kotak]) if zone.tinggi < 12 else zone
    zone = zone.grow(18, 4)
    if any(_meets(ink, zone) for ink in halaman.tinta):
        return TandaTangan.ADA
    if halaman.metode is Metode.TEKS and not halaman.tinta:
        return TandaTangan.TIDAK_PASTI
    if any(_meets(stamp, zone) for stamp in halaman.cap):
        return TandaTangan.TIDAK_PASTI
    place = union([zone, blok.kotak])
    typed = (kata for kata in halaman.kata if _meets(kata.kotak, place))
    if any(_TYPED.fullmatch(kata.teks) for kata in typed):
        return TandaTangan.TIDAK_PASTI
    return TandaTangan.TIDAK_ADA


_TYPED = re.compile(r"\W*(?:(?:cap|stempel)\W*)?(?:t\W?t\W?d|dto|tertanda)\W*", re.IGNORECASE)
"""What is typed where the paper of which this is a copy was signed."""


def _meets(ink: Kotak, zone: Kotak) -> bool:
    common = ink.intersect(zone)
    if common.lebar <= 0 or common.tinggi <= 0:
        return False
    return common.luas >= 0.25 * ink.luas or common.luas >= 0.3 * zone.luas


# --- citations


_UNIT_DECREE = re.compile(
    r"keputusan\s+(?:camat|kepala|lurah|inspektur|direktur|sekretaris|pd\b|perangkat)",
    re.IGNORECASE,
)


_OWN_HEAD = re.compile(
    rf"{_UNIT_DECREE.pattern}|(?:keputusan|peraturan)\s+(?:bupati|wali\s?kota|gubernur)",
    re.IGNORECASE,
)


def _citations(
    naskah: Naskah, kind: Jenis, pages: Sequence[Lembar]
) -> tuple[list[Rujukan], list[Rujukan]]:
    """Return the regulations cited as legal basis, and the decrees of units named."""
    cited: list[Rujukan] = []
    named: list[Rujukan] = []
    text, places = _running_text(pages)
    for sitasi in find_citations(text):
        lines = [spot for start, end, spot in places if start < sitasi.akhir and end > sitasi.awal]
        if not lines or _is_own_head(sitasi, text) or _below_table(sitasi, text):
            continue
        page, _ = lines[0]
        halaman = page.tata_letak.halaman
        on_page = [baris for other, baris in lines if other is page]
        if _UNIT_DECREE.match(sitasi.sebutan or sitasi.teks):
            named.append(_citation(naskah, sitasi, halaman, on_page, len(named) + 1))
        elif kind.cites(page):
            cited.append(_citation(naskah, sitasi, halaman, on_page, len(cited) + 1))
    return cited, named


_ANNEX = re.compile(r"^\W*lampiran(?:\s+[0-9IVX]{1,4})?\W*$", re.IGNORECASE)


def _is_own_head(sitasi: Sitasi, text: str) -> bool:
    """Say whether what looks like a citation is a decree's own head: its title, its number."""
    lines = text[: sitasi.awal].rsplit("\n", 2)
    before = lines[-1].strip()
    if len(lines) > 1 and _ANNEX.match(lines[-2]):
        return False  # the head of its annex, which may bear another number
    return not before and sitasi.teks[:9].isupper() and bool(_OWN_HEAD.match(sitasi.teks))


def _below_table(sitasi: Sitasi, text: str) -> bool:
    """Say whether a citation is the source note of a table (`Sumber : Permendagri …`)."""
    before = text[: sitasi.awal].rsplit("\n", 1)[-1]
    return bool(re.match(r"^\W*sumber\s*(?:data)?\s*:?\s*$", before, flags=re.IGNORECASE))


def _citation(
    naskah: Naskah, sitasi: Sitasi, halaman: Halaman, baris: Sequence[Baris], urut: int
) -> Rujukan:
    sure = min(line.keyakinan for line in baris)
    doubtful = halaman.metode is Metode.OCR and sure < _LEAST_SURE
    return Rujukan(
        rujukan_id="",
        naskah_id=naskah.naskah_id,
        urut=urut,
        jenis=sitasi.jenis,
        nomor=sitasi.nomor,
        tahun=sitasi.tahun,
        tentang=sitasi.tentang,
        teks=flatten(sitasi.teks),
        halaman=halaman.nomor,
        metode=halaman.metode,
        keyakinan=round(sure, 4),
        status_baca=StatusBaca.RAGU if doubtful else StatusBaca.BERSIH,
        **corners(halaman.as_shown(union(line.kotak for line in baris))),
    )


_Place = tuple[int, int, tuple[Lembar, Baris]]


def _running_text(pages: Sequence[Lembar]) -> tuple[str, list[_Place]]:
    """Return the text of pages, running heads left out, and where each line stands in it.

    Pages are one text: a citation goes on over the page break.
    """
    text, places = "", []
    for page, lines in zip(pages, body_lines(pages), strict=True):
        for baris in lines:
            start = len(text)
            text += baris.teks + "\n"
            places.append((start, len(text), (page, baris)))
    return text, places

"""A letter per unit, `surat/<unit>.docx`: the points to clarify, ready to be signed and sent.

What is `pasti` stands apart from what must be looked at together first; suspected
misreadings and what a reviewer rejected are left out. Letterhead, number, date and
signature are left to who sends it. The same findings give the same bytes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from pipeline.emit import report_view
from pipeline.emit.keputusan import KataKeputusan
from pipeline.emit.report_view import TANPA_UNIT, Tampilan, TampilanBukti, TampilanTemuan
from pipeline.emit.result import Hasil
from pipeline.emit.text import clean
from pipeline.pool import Kolam, Pekerjaan
from schemas.vocabulary import StatusTemuan

FOLDER = "surat"
_CREATED = dt.datetime(2000, 1, 1)
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_HEADINGS = ("No", "Uraian", "Tertulis pada", "Berbeda dengan", "Tanggapan")
_WIDTHS = (1.0, 8.2, 5.6, 5.6, 4.6)
"""Widths of the table's columns, in cm, on landscape A4."""
SECONDS = 120.0
"""Processor time for one letter."""
_SHORTEST_PLACES = 3
"""Further places are named up to this number, then counted."""


@dataclass(frozen=True, slots=True)
class Surat:
    """What the letter of a unit is made from, and where it is to stand."""

    unit: str
    temuan: tuple[TampilanTemuan, ...]
    tempat: Path


def write_letters(
    hasil: Hasil, folder: Path, tampilan: Tampilan | None = None, kolam: Kolam | None = None
) -> tuple[Path, ...]:
    """Write the letter of each unit that has something to clarify; return their paths.

    With `kolam` they are made in its workers: a document takes much memory while it is made.
    """
    standing = (tampilan or report_view.shown_of(hasil)).berlaku
    taken: set[str] = set()
    wanted = [
        Surat(group.unit, group.temuan, folder / FOLDER / f"{_file_name(group.unit, taken)}.docx")
        for group in standing
        if group.unit != TANPA_UNIT
    ]
    for surat, data in _made(wanted, kolam):
        surat.tempat.parent.mkdir(exist_ok=True)
        surat.tempat.write_bytes(data)
    return tuple(surat.tempat for surat in wanted)


def _made(wanted: Sequence[Surat], kolam: Kolam | None) -> Iterator[tuple[Surat, bytes]]:
    """Yield the letters as they are made; one that a worker could not make is made here."""
    if kolam is None:
        yield from ((surat, letter(surat)) for surat in wanted)
        return
    jobs = (Pekerjaan(letter, surat, SECONDS) for surat in wanted)
    with contextlib.closing(kolam.run_all(jobs)) as ends:
        for selesai in ends:
            surat: Surat = selesai.pekerjaan.isi
            yield surat, (selesai.hasil if selesai.hilang is None else letter(surat))


def letter(surat: Surat) -> bytes:
    """Return the letter of a unit as a docx file; runs in a worker."""
    return _letter(surat.unit, surat.temuan)


def _file_name(unit: str, taken: set[str]) -> str:
    """Return a name that every file system takes, and no other unit has."""
    plain = unicodedata.normalize("NFKD", unit).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "unit"
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name


def _letter(unit: str, every: Sequence[TampilanTemuan]) -> bytes:
    sure = [one for one in every if _is_sure(one)]
    doubtful = [one for one in every if not _is_sure(one)]
    paper = docx.Document()
    _drop_thumbnail(paper)
    _set_up(paper)
    _opening(paper, unit, every)
    _points(
        paper,
        "A. Ketidaksesuaian yang perlu diklarifikasi",
        "Ketidaksesuaian berikut terdapat pada naskah.",
        sure,
    )
    _points(
        paper,
        "B. Perlu dicek bersama",
        "Pembacaan angka atau kata pada butir berikut belum meyakinkan, misalnya karena "
        "pindaian kurang jelas. Mohon dicocokkan dahulu dengan naskah aslinya.",
        doubtful,
    )
    _closing(paper)
    return _same_bytes(paper)


def _is_sure(one: TampilanTemuan) -> bool:
    settled = one.temuan.keputusan != KataKeputusan.BENTROK
    return one.temuan.status is StatusTemuan.PASTI and settled


def _drop_thumbnail(paper: Any) -> None:
    """Take out the picture of an empty page that the library's template brings along."""
    links = paper.part.package.rels
    for name in [name for name, link in links.items() if link.reltype == RT.THUMBNAIL]:
        del links[name]


def _set_up(paper: Any) -> None:
    section = paper.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    style = paper.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(10)
    style.paragraph_format.space_after = Pt(4)
    properties = paper.core_properties
    properties.author, properties.title = "", "Klarifikasi naskah kinerja"
    properties.comments = properties.last_modified_by = ""
    properties.created = properties.modified = _CREATED
    properties.language = "id-ID"


def _opening(paper: Any, unit: str, every: Sequence[TampilanTemuan]) -> None:
    paper.add_paragraph("[Kop surat]").alignment = WD_ALIGN_PARAGRAPH.CENTER
    head = paper.add_paragraph("Nomor\t: ……\nLampiran\t: ……\nHal\t: Klarifikasi naskah kinerja")
    head.paragraph_format.tab_stops.add_tab_stop(Cm(2.5))
    unit = clean(unit)
    paper.add_paragraph(f"Yth. {_addressee(unit)}\ndi tempat")
    years = sorted({one.temuan.tahun for one in every if one.temuan.tahun is not None})
    span = f" tahun {_listed(years)}" if years else ""
    paper.add_paragraph(
        f"Dari pemeriksaan naskah kinerja {unit}{span} ditemukan hal-hal di bawah ini. Mohon "
        "tanggapan tertulis pada kolom yang tersedia, dengan menyertakan naskah yang benar atau "
        "dasar perubahannya. Halaman dihitung dari halaman pertama berkas."
    )


def _listed(years: Sequence[int]) -> str:
    *most, last = map(str, years)
    return f"{', '.join(most)}{', dan ' if len(most) > 1 else ' dan '}{last}" if most else last


def _addressee(unit: str) -> str:
    name = re.sub(r"(?i)^kecamatan\s+", "", unit)
    return f"Camat {name}" if name != unit else f"Pimpinan {unit}"


def _points(paper: Any, heading: str, note: str, every: Sequence[TampilanTemuan]) -> None:
    title = paper.add_paragraph()
    title.add_run(heading).bold = True
    title.paragraph_format.keep_with_next = True
    if not every:
        paper.add_paragraph("Tidak ada.")
        return
    paper.add_paragraph(note).paragraph_format.keep_with_next = True
    table = paper.add_table(rows=1, cols=len(_HEADINGS), style="Table Grid")
    table.autofit = False
    _repeat_heading(table.rows[0])
    for cell, text in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    for number, group in enumerate(_of_one_cause(every), start=1):
        for place, one in enumerate(group):
            letter = ascii_lowercase[place % 26] if len(group) > 1 else ""
            _fill(table.add_row(), f"{number}{letter}", one)
        if len(group) > 1:
            first = table.rows[-len(group)].cells[1]
            last = ascii_lowercase[(len(group) - 1) % 26]
            first.add_paragraph(_SHARED.format(number=number, last=last))
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
    paper.add_paragraph()


_SHARED = "Butir {number}a sampai {number}{last} mungkin bersebab satu; cukup satu penjelasan."


def _of_one_cause(every: Sequence[TampilanTemuan]) -> list[list[TampilanTemuan]]:
    """Group the points that share a cause, at the place of the first of them."""
    groups: dict[str, list[TampilanTemuan]] = {}
    for one in every:
        groups.setdefault(one.temuan.kelompok or one.temuan.temuan_id, []).append(one)
    return list(groups.values())


def _fill(row: Any, number: str, one: TampilanTemuan) -> None:
    cells = row.cells
    cells[0].text = number
    _write(cells[1], clean(one.temuan.uraian or one.temuan.judul))
    if one.temuan.saran:
        note = cells[1].add_paragraph().add_run(clean(one.temuan.saran))
        note.italic = True
    first = one.pasangan[0] if one.pasangan else None
    second = one.pasangan[1] if len(one.pasangan) > 1 else None
    _write(cells[2], _figure_and_place(one.nilai_a, first))
    _write(cells[3], _figure_and_place(one.nilai_b, second))
    if one.penunjang:
        cells[2].add_paragraph(_further(one.penunjang))
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))


def _figure_and_place(nilai: str, bukti: TampilanBukti | None) -> str:
    if bukti is None:
        return clean(f"{nilai}\n(hasil hitungan atau ketentuan)" if nilai else "–")
    shown = nilai or bukti.bukti.teks
    return clean(f"{shown}\n{_place(bukti)}" if shown else _place(bukti))


def _place(bukti: TampilanBukti) -> str:
    one = bukti.bukti
    parts = (bukti.naskah, one.tabel, f"{one.berkas} halaman {one.halaman}")
    return ", ".join(part for part in parts if part)


def _further(every: Sequence[TampilanBukti]) -> str:
    # Rows of one table share their page: named once, with how many they are.
    places = Counter(_place(one) for one in every)
    named = "; ".join(
        f"{place} ({times} tempat)" if times > 1 else place
        for place, times in list(places.items())[:_SHORTEST_PLACES]
    )
    more = len(places) - _SHORTEST_PLACES
    return clean(f"Juga pada: {named}{f'; dan {more} tempat lain' if more > 0 else ''}")


def _write(cell: Any, text: str) -> None:
    first, *rest = text.split("\n")
    cell.paragraphs[0].add_run(first)
    for line in rest:
        cell.add_paragraph(line)


def _repeat_heading(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _closing(paper: Any) -> None:
    paper.add_paragraph("Atas perhatian dan kerja samanya diucapkan terima kasih.")
    sign = paper.add_paragraph("……, ……\n[Jabatan]\n\n\n\n[Nama]\n[NIP]")
    sign.paragraph_format.left_indent = Cm(17)
    sign.paragraph_format.keep_together = True


def _same_bytes(paper: Any) -> bytes:
    """Return the file with the time of its parts fixed: two runs give the same bytes."""
    buffer = io.BytesIO()
    paper.save(buffer)
    fixed = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, _ZIP_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return fixed.getvalue()

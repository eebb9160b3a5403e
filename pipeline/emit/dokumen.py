"""`laporan/dokumen/<dokumen_id>.html`: every page of a file, and what was read on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from markupsafe import Markup

from pipeline.emit import labels
from pipeline.emit.crops import turned_box
from pipeline.emit.drawing import JuruGambar
from pipeline.emit.page_parts import asset, content_policy, environment
from pipeline.emit.pdf_links import PdfLinks
from pipeline.emit.report_view import figure_words, naskah_title
from pipeline.emit.result import Hasil, by_document
from pipeline.emit.run_info import listed_hashes
from pipeline.emit.thumbnails import FOLDER as THUMBNAILS
from pipeline.emit.thumbnails import Cetakan, thumbnail_name
from pipeline.geometry.box import Kotak
from schemas.records import (
    Anggaran,
    Dokumen,
    HalamanTerbaca,
    Indikator,
    Kinerja,
    Klaim,
    Naskah,
    Pejabat,
    Rujukan,
)
from schemas.vocabulary import Metode, StatusDokumen

FOLDER = "dokumen"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AngkaHalaman:
    """A figure on a page: what it is, what was read, how sure; its box in pixels or None."""

    perihal: str
    teks: str
    nilai: str
    status: str
    label: str
    kotak: tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class IsiHalaman:
    """A page of a document and what was read on it."""

    nomor: int
    pindaian: bool
    putaran: int
    gambar: str
    lebar: int
    tinggi: int
    naskah: tuple[str, ...]
    angka: tuple[AngkaHalaman, ...]
    indikator: tuple[str, ...]
    pejabat: tuple[str, ...]
    rujukan: tuple[str, ...]
    klaim: tuple[str, ...]
    temuan: tuple[tuple[int, str, str], ...]

    @property
    def kosong(self) -> bool:
        """Whether nothing on it stands in any table."""
        return not (self.angka or self.indikator or self.pejabat or self.rujukan or self.klaim)


def page_name(dokumen_id: str) -> str:
    """Return the way from the report to a document's page."""
    return f"{FOLDER}/{dokumen_id}.html"


def _known_pictures(older: Path) -> dict[str, str]:
    """Return the pictures of an older report by name, with the SHA-256 its run noted."""
    out = older.parent.parent
    place = older.relative_to(out).as_posix() + "/"
    return {
        name.removeprefix(place): digest
        for name, digest in listed_hashes(out).items()
        if name.startswith(place)
    }


def write_documents(
    hasil: Hasil,
    folder: Path,
    sumber: Path,
    out: Path,
    nomor: Mapping[str, int],
    juru_gambar: JuruGambar,
) -> tuple[str, ...]:
    """Write the page and the pictures of every document that was read below `folder`.

    `folder` is the report's, which will stand at `out`; pictures of an older report there are
    taken over. `nomor` gives the number of a finding in the report by its id. Returns messages
    about what could not be drawn.
    """
    pages = hasil.rows_of(HalamanTerbaca)
    pictures, messages = juru_gambar.thumbnails(
        hasil.dokumen,
        pages,
        sumber,
        folder / THUMBNAILS,
        out / THUMBNAILS,
        _known_pictures(out / THUMBNAILS),
    )
    places = _Isi(hasil, nomor, pictures)
    links = PdfLinks(sumber, out / FOLDER)
    (folder / FOLDER).mkdir(exist_ok=True)
    style = _style()
    template = environment().get_template("dokumen.html")
    for dokumen in hasil.dokumen:
        if dokumen.dokumen_id not in places.read or dokumen.status is StatusDokumen.DUPLIKAT:
            continue
        text = template.render(
            dokumen=dokumen,
            status=labels.STATUS_DOKUMEN[dokumen.status],
            naskah=places.naskah[dokumen.dokumen_id],
            naskah_title=naskah_title,
            halaman=places.of(dokumen),
            tautan=links.to_page,
            gaya=Markup(style),
            csp=documents_policy(),
        )
        path = folder / page_name(dokumen.dokumen_id)
        path.write_text(text, encoding="utf-8", newline="")
    return messages


def _style() -> str:
    return asset("gaya.css") + asset("dokumen.css")


def documents_policy() -> str:
    """Return the policy of these pages: their style and the pictures beside them, no script."""
    return content_policy(_style(), "", embedded=False)


@dataclass(frozen=True, slots=True)
class _IsiBerkas:
    """What was read of one file, by page."""

    angka: Mapping[int, Sequence[Kinerja | Anggaran]]
    indikator: Mapping[int, Sequence[str]]
    pejabat: Mapping[int, Sequence[str]]
    rujukan: Mapping[int, Sequence[str]]
    klaim: Mapping[int, Sequence[str]]


def _by_page(items: Iterable[tuple[T, int]]) -> dict[int, list[T]]:
    pages: dict[int, list[T]] = {}
    for item, page in items:
        pages.setdefault(page, []).append(item)
    return pages


def _words(
    records: Iterable[tuple[Indikator | Pejabat | Rujukan | Klaim, int]],
) -> dict[int, list[str]]:
    return _by_page((_in_words(record), page) for record, page in records)


class _Isi:
    """What stands on each page, by `dokumen_id` and page."""

    def __init__(
        self,
        hasil: Hasil,
        nomor: Mapping[str, int],
        pictures: Mapping[tuple[str, int], Cetakan],
    ) -> None:
        self._pictures = pictures
        self._tertutup = hasil.tertutup
        self._dokumen = {one.naskah_id: one.dokumen_id for one in hasil.naskah}
        self.naskah: defaultdict[str, list[Naskah]] = defaultdict(list)
        for naskah in hasil.naskah:
            self.naskah[naskah.dokumen_id].append(naskah)
        self.read: defaultdict[str, list[HalamanTerbaca]] = defaultdict(list)
        for page in hasil.rows_of(HalamanTerbaca):
            self.read[page.dokumen_id].append(page)
        self._figures = (
            by_document(hasil.kinerja, self._dokumen),
            by_document(hasil.anggaran, self._dokumen),
        )
        self._indikator = by_document(hasil.indikator, self._dokumen)
        self._rujukan = by_document(hasil.rujukan, self._dokumen)
        self._klaim = by_document(hasil.rows_of(Klaim), self._dokumen)
        self._pejabat = by_document(hasil.pejabat, self._dokumen)
        titles = {one.temuan_id: one.judul for one in hasil.temuan}
        self._temuan: defaultdict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        for bukti in hasil.bukti:
            if bukti.temuan_id in nomor:
                place = (bukti.dokumen_id, bukti.halaman)
                self._temuan[place][nomor[bukti.temuan_id]] = bukti.temuan_id
        self._titles = titles

    def of(self, dokumen: Dokumen) -> list[IsiHalaman]:
        """Return the pages of a document, in order."""
        name = dokumen.dokumen_id
        isi = _IsiBerkas(
            angka=_by_page((one, one.halaman) for rows in self._figures for one in rows(name)),
            indikator=_words((one, one.halaman_awal) for one in self._indikator(name)),
            pejabat=_words((one, one.halaman) for one in self._pejabat(name)),
            rujukan=_words((one, one.halaman) for one in self._rujukan(name)),
            klaim=_words((one, one.halaman) for one in self._klaim(name)),
        )
        return [self._page(page, isi) for page in self.read[name]]

    def _page(self, page: HalamanTerbaca, isi: _IsiBerkas) -> IsiHalaman:
        place = (page.dokumen_id, page.halaman)
        number = page.halaman
        picture = self._pictures.get(place)
        name = thumbnail_name(page, self._tertutup)
        return IsiHalaman(
            nomor=number,
            pindaian=page.metode is Metode.OCR,
            putaran=page.putaran,
            gambar=quote(f"../{THUMBNAILS}/{name}") if picture else "",
            lebar=picture.lebar if picture else 0,
            tinggi=picture.tinggi if picture else 0,
            naskah=tuple(
                naskah_title(one)
                for one in self.naskah[page.dokumen_id]
                if one.halaman_awal <= number <= one.halaman_akhir
            ),
            angka=tuple(
                self._figure(one, page.putaran, picture) for one in isi.angka.get(number, ())
            ),
            indikator=tuple(isi.indikator.get(number, ())),
            pejabat=tuple(isi.pejabat.get(number, ())),
            rujukan=tuple(isi.rujukan.get(number, ())),
            klaim=tuple(isi.klaim.get(number, ())),
            temuan=tuple(
                (number, name, self._titles.get(name, ""))
                for number, name in sorted(self._temuan[place].items())
            ),
        )

    def _figure(
        self, angka: Kinerja | Anggaran, putaran: int, picture: Cetakan | None
    ) -> AngkaHalaman:
        return AngkaHalaman(
            perihal=figure_words(angka),
            teks=angka.teks,
            nilai="" if angka.nilai is None else labels.indonesian(angka.nilai),
            status=angka.status_baca,
            label=labels.STATUS_BACA[angka.status_baca],
            kotak=_box(angka, putaran, picture) if picture else None,
        )


def _box(
    angka: Kinerja | Anggaran, putaran: int, picture: Cetakan
) -> tuple[float, float, float, float] | None:
    """Return x, y, width, height of a figure on the picture of its page."""
    x0, y0, x1, y1 = angka.x0, angka.y0, angka.x1, angka.y1
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    width, height = picture.lebar / picture.skala, picture.tinggi / picture.skala
    if putaran in (90, 270):
        width, height = height, width
    box = turned_box(Kotak(x0, y0, x1, y1), Kotak(0.0, 0.0, width, height), putaran)
    left, top, right, bottom = (round(side * picture.skala, 1) for side in box)
    return left, top, round(right - left, 1), round(bottom - top, 1)


def _in_words(record: Indikator | Pejabat | Rujukan | Klaim) -> str:
    if isinstance(record, Pejabat):
        parts: Sequence[str] = (record.nama, record.jabatan, record.nip and f"NIP {record.nip}")
        return ", ".join(part for part in parts if part)
    if isinstance(record, Indikator):
        return " ".join(record.indikator.split())
    return " ".join(record.teks.split())

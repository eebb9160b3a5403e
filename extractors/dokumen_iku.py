"""The IKU booklet: foreword, chapters and a table of the indicators, often with a lampiran."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.books import IKU_TITLES, book_date, book_year, cover_mark
from extractors.heads import decree_named, find_number, subject_of_decree, year_of
from extractors.pages import Lembar, Tanda, plain
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran


@jenis_naskah
class DokumenIku:
    """Dokumen Indikator Kinerja Utama."""

    jenis = JenisNaskah.DOKUMEN_IKU
    urutan = 50

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell a cover; the pages of a book are told by its chapters."""
        return cover_mark(lembar, self.jenis, IKU_TITLES)

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """A book is read as it is bound."""
        return tuple(lembar)

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read year, place and date of the foreword, the number of the decree it carries."""
        tempat, tanggal = book_date(lembar)
        nomor = ""
        for page in lembar:
            starts = [plain(line) for line in page.baris[:10]]
            if any(line.startswith("lampiran") and "keputusan" in line for line in starts):
                nomor = find_number(page) or nomor
        year = book_year(lembar) or year_of(tanggal)
        tentang = subject_of_decree(lembar, nomor) if nomor else ""
        if not nomor:
            nomor, tentang = decree_named(lembar)
        return Kop(tahun=year, nomor=nomor, tanggal=tanggal, tempat=tempat, tentang=tentang)

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Who signs foreword and booklet has made it."""
        return Peran.VERIFIKATOR if "verifikator" in blok.peran else Peran.PENYUSUN

    def cites(self, lembar: Lembar) -> bool:
        """Regulations are named in the booklet's text as its legal basis."""
        return True

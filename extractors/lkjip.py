"""The performance report: cover, foreword, summary, chapters; instruments bound behind it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.books import REPORT_TITLES, book_date, book_year, cover_mark
from extractors.pages import Lembar, Tanda
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran


@jenis_naskah
class Lkjip:
    """Laporan Kinerja Instansi Pemerintah (LKjIP, LKIP, LAKIP)."""

    jenis = JenisNaskah.LKJIP
    urutan = 40

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell a cover; the pages of a book are told by its chapters."""
        return cover_mark(lembar, self.jenis, REPORT_TITLES)

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """A book is read as it is bound."""
        return tuple(lembar)

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read the year of the cover, place and date of the foreword."""
        tempat, tanggal = book_date(lembar)
        return Kop(tahun=book_year(lembar), tanggal=tanggal, tempat=tempat)

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Who signs foreword and report has made it."""
        return Peran.VERIFIKATOR if "verifikator" in blok.peran else Peran.PENYUSUN

    def cites(self, lembar: Lembar) -> bool:
        """Regulations are named in a report's text as its legal basis."""
        return True

"""A matrix of the plan: targets for every year, as in TC.25 or Tabel 3.1 of a Renstra."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads import periods_in, signed
from extractors.pages import Lembar, Tanda, within
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran

_PHRASES = (
    "tujuan dan sasaran jangka menengah",
    "tujuan dan sasaran rencana strategis",
    "matriks renstra",
    "matriks rencana strategis",
    "kertas kerja perangkat daerah",
    "target kinerja sasaran",
    "rencana program kegiatan indikator kinerja",
    "indikator kinerja daerah yang mengacu",
)
_TC = re.compile(r"\bt\s*c\s*[0-9]{2}\b")


def matrix_title(lembar: Lembar) -> bool:
    """Say whether a page is headed as a matrix of the plan."""
    for judul in lembar.judul:
        if judul.tinggi > 0.4:
            break
        if _TC.search(judul.teks) or any(within(judul.teks, p) for p in _PHRASES):
            return True
    return False


@jenis_naskah
class MatriksRenstra:
    """Matriks Renstra."""

    jenis = JenisNaskah.MATRIKS_RENSTRA
    urutan = 30

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell a page by its title together with columns of years, or by these alone."""
        titled = matrix_title(lembar)
        if titled and lembar.matriks:
            return Tanda(self.jenis, 0.9, awal=True)
        if titled and lembar.tata_letak.tabel:
            return Tanda(self.jenis, 0.6, awal=True)
        if lembar.matriks:
            return Tanda(self.jenis, 0.6)
        return None

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """A matrix is read as it is bound."""
        return tuple(lembar)

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read the period: the one printed that holds the year columns, else these."""
        years = sorted({year for page in lembar for year in page.tahun_matriks})
        start, end = (years[0], years[-1]) if years else (None, None)
        printed = [p for page in lembar for line in page.baris[:12] for p in periods_in(line)]
        for first, last in printed:
            if not years or (first <= years[0] <= years[-1] <= last):
                start, end = first, last
                break
        tempat, tanggal = signed(lembar)
        return Kop(periode_awal=start, periode_akhir=end, tanggal=tanggal, tempat=tempat)

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """The head of the unit makes the matrix; who verifies it is printed above the name."""
        return Peran.VERIFIKATOR if "verifikator" in blok.peran else Peran.PENYUSUN

    def cites(self, lembar: Lembar) -> bool:
        """A matrix has no legal basis of its own."""
        return False

"""Whatever is bound in and is no instrument that Selaras knows: kept, with its head."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.heads import find_number, find_subject, signed, title_year, year_of
from extractors.keputusan_iku import decree_title
from extractors.pages import Lembar, Tanda, like
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran


def _minutes_title(lembar: Lembar) -> bool:
    """Say whether a page is headed as minutes (`BERITA ACARA`)."""
    return any(like(judul.teks, "berita acara") for judul in lembar.judul if judul.tinggi < 0.4)


@jenis_naskah
class Lainnya:
    """Other papers: decrees on other things, letters, minutes, plans without a matrix."""

    jenis = JenisNaskah.LAINNYA
    urutan = 90

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell the first page of a decree that sets something else, and of minutes."""
        if decree_title(lembar) is not None and find_subject(lembar):
            return Tanda(self.jenis, 0.5, awal=True)
        if _minutes_title(lembar) and find_number(lembar) is not None:
            return Tanda(self.jenis, 0.6, awal=True)
        return None

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """Read as it is bound."""
        return tuple(lembar)

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read what a head usually says."""
        tempat, tanggal = signed(lembar)
        first = lembar[0]
        decree = decree_title(first) is not None or _minutes_title(first)
        return Kop(
            tahun=title_year(lembar) or year_of(tanggal),
            nomor=(find_number(first) or "") if decree else "",
            tanggal=tanggal,
            tempat=tempat,
            tentang=find_subject(first),
        )

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Who signs a decree sets it; whoever else signs has made the paper."""
        if "verifikator" in blok.peran:
            return Peran.VERIFIKATOR
        said = {role for other in (blok, *lain) for role in other.peran}
        if "pihak pertama" in blok.peran:
            return Peran.PIHAK_PERTAMA
        if "pihak kedua" in blok.peran or said & {"pihak pertama", "pihak kedua"}:
            return Peran.PIHAK_KEDUA  # the further signatories listed under it
        return Peran.PENETAP if naskah.nomor else Peran.PENYUSUN

    def cites(self, lembar: Lembar) -> bool:
        """Regulations count wherever they are named."""
        return True

"""The performance agreement: a form page with two parties, then pages of targets and money.

`Perjanjian Kinerja Perubahan` is the same form under another title; both are registered
here, told apart by the word in the title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from extractors.columns import Isi
from extractors.heads import signed, title_year, year_of
from extractors.pages import Judul, Lembar, Tanda, like, plain, within
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran

_TITLES = (
    "perjanjian kinerja",
    "perubahan perjanjian kinerja",
    "pernyataan perjanjian kinerja",
    "penetapan kinerja",
    "lampiran perjanjian kinerja",
    "lampiran perubahan perjanjian kinerja",
    "revisi perjanjian kinerja",
    "formulir perjanjian kinerja",
)
_FORM = (
    "dalam rangka mewujudkan manajemen",
    "bertanda tangan di",
    "selanjutnya disebut pihak pertama",
    "selanjutnya disebut pihak kedua",
    "berjanji akan mewujudkan target kinerja",
    "pihak kedua akan",
)
_CHANGED = re.compile(r"\b(?:perubahan|revisi|peru?bah[ae]n|p-?pk)\b")


def agreement_title(lembar: Lembar) -> Judul | None:
    """Return the title `PERJANJIAN KINERJA …` high on a page, None where there is none."""
    for judul in lembar.judul:
        if judul.tinggi > 0.5 or len(judul.teks.split()) > 12:
            continue
        if any(like(judul.teks, title) for title in _TITLES):
            return judul
    return None


def _plans_action(lembar: Lembar) -> bool:
    """Say whether a page is the plan of action on an agreement, which is none itself."""
    return any(like(judul.teks, "rencana aksi") for judul in lembar.judul if judul.tinggi <= 0.5)


def is_changed(lembar: Lembar) -> bool:
    """Say whether a page's title is that of a changed agreement."""
    title = agreement_title(lembar)
    if title is None:
        return False
    near = [j.teks for j in lembar.judul if abs(j.tinggi - title.tinggi) < 0.06]
    return any(_CHANGED.search(text) and "kinerja" in " ".join(near) for text in near)


def form_marks(lembar: Lembar) -> int:
    """Count the phrases of the form that stand on a page."""
    text = plain(" ".join(lembar.baris))
    return sum(within(text, phrase) for phrase in _FORM)


class _Perjanjian:
    """What both kinds of agreement share."""

    jenis: JenisNaskah
    urutan = 20
    berubah: bool

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell the cover, the form page and the pages of tables."""
        if _plans_action(lembar):
            return None
        title = agreement_title(lembar)
        if title is not None and is_changed(lembar) is not self.berubah:
            return None
        marks = form_marks(lembar)
        if title is not None and marks >= 2:
            return Tanda(self.jenis, min(1.0, 0.6 + 0.1 * marks), awal=True)
        if title is not None and lembar.jumlah_kata < 60 and not lembar.tata_letak.tabel:
            return Tanda(self.jenis, 0.6, awal=True, sampul=True)
        if title is not None and (_sets_targets(lembar) or _signs(lembar)):
            return Tanda(self.jenis, 0.75)
        if title is not None and lembar.tata_letak.tabel:
            return Tanda(self.jenis, 0.55)
        if self.berubah:
            return None
        if marks >= 3:
            return Tanda(self.jenis, 0.6, awal=True)
        if _signs(lembar) and (_sets_targets(lembar) or lembar.jumlah_kata < 120):
            return Tanda(self.jenis, 0.5)
        return None

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """Put cover and form before the tables."""
        ranked: list[tuple[int, int, Lembar]] = []
        last = 2
        for at, page in enumerate(lembar):
            tanda = self.recognise(page)
            if tanda is not None and tanda.awal:
                last = 0 if tanda.sampul else 1
            elif tanda is not None or page.ada_tabel:
                last = 2
            ranked.append((last, at, page))
        return tuple(page for _, _, page in sorted(ranked, key=lambda item: item[:2]))

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read the year of the title, place and date above the signatures."""
        tempat, tanggal = signed(lembar, last=False)
        titled = [page for page in lembar if agreement_title(page) is not None]
        year = title_year(titled, pages=len(titled)) or year_of(tanggal)
        return Kop(tahun=year, tanggal=tanggal, tempat=tempat)

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Take the role printed above the name; else the higher office is the second party."""
        role = _said_role(blok)
        if role is not None:
            return role
        others = {_said_role(other) for other in lain}
        if Peran.PIHAK_PERTAMA in others:
            return Peran.PIHAK_KEDUA
        if Peran.PIHAK_KEDUA in others or not lain:
            return Peran.PIHAK_PERTAMA
        right_most = all(blok.kotak.x0 >= other.kotak.x0 for other in lain)
        return Peran.PIHAK_PERTAMA if right_most else Peran.PIHAK_KEDUA

    def cites(self, lembar: Lembar) -> bool:
        """An agreement has no legal basis of its own."""
        return False


@jenis_naskah
class PerjanjianKinerja(_Perjanjian):
    """Perjanjian Kinerja."""

    jenis = JenisNaskah.PERJANJIAN_KINERJA
    berubah = False


@jenis_naskah
class PerjanjianKinerjaPerubahan(_Perjanjian):
    """Perjanjian Kinerja Perubahan."""

    jenis = JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN
    berubah = True


def _said_role(blok: BlokTtd) -> Peran | None:
    """Return the role that a block names: in its office line first, which is its own."""
    office = plain(blok.jabatan)
    if re.match(r"^pihak (?:pertama|kesatu)\b", office):
        return Peran.PIHAK_PERTAMA
    if re.match(r"^pihak kedua\b", office):
        return Peran.PIHAK_KEDUA
    for word, role in (
        ("pihak pertama", Peran.PIHAK_PERTAMA),
        ("pihak kedua", Peran.PIHAK_KEDUA),
        ("verifikator", Peran.VERIFIKATOR),
    ):
        if word in blok.peran:
            return role
    return None


def _sets_targets(lembar: Lembar) -> bool:
    return lembar.tabel_target or any(
        kepala is not None and kepala.has(Isi.PROGRAM) and kepala.has(Isi.PAGU)
        for kepala in lembar.kepala
    )


def _signs(lembar: Lembar) -> bool:
    """Say whether both parties sign on a page."""
    text = plain(" ".join(lembar.baris))
    if "selanjutnya disebut" in text:
        return False
    first = fuzz.partial_ratio("pihak pertama", text) >= 90
    return first and fuzz.partial_ratio("pihak kedua", text) >= 90

"""The decree that sets the indicators: `Keputusan … tentang Indikator Kinerja Utama`.

Letterhead, number, TENTANG, Menimbang, Mengingat, MEMUTUSKAN, dictums, a signature; then
the lampiran with its tables. Its pages may be bound in any order, the lampiran first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from extractors.dates import find_dates
from extractors.heads import enacted, find_number, find_subject, signed, title_year, year_of
from extractors.pages import COVER_WORDS, Lembar, Tanda, like, plain, title_at, within
from extractors.people import BlokTtd
from extractors.registry import Kop, jenis_naskah
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Peran

_OFFICES = (
    "camat|kepala|lurah|bupati|wali ?kota|gubernur|inspektur|direktur|sekretaris|ketua|menteri"
)
_TITLES = ("keputusan camat", "keputusan kepala", "keputusan inspektur", "keputusan lurah")
_DICTUMS = (
    "kesatu", "kedua", "ketiga", "keempat", "kelima", "keenam", "ketujuh", "kedelapan",
    "kesembilan", "kesepuluh", "pertama",
)  # fmt: skip
_LAMPIRAN_TITLES = (
    "indikator kinerja utama",
    "rincian indikator kinerja",
    "penetapan indikator kinerja",
    "review indikator kinerja",
    "reviu indikator kinerja",
    "indikator kinerja lainnya",
    "indikator kinerja perangkat daerah",
    "indikator kinerja pada",
)


def decree_title(lembar: Lembar) -> int | None:
    """Return the place among a page's titles of `KEPUTUSAN CAMAT …` at the head of a decree.

    The head of a lampiran (`LAMPIRAN : KEPUTUSAN CAMAT …`) is none.
    """
    for at, judul in enumerate(lembar.judul):
        words = judul.teks
        exact = re.match(rf"^(?:surat )?k[ec]putusan (?:{_OFFICES})\b", words)
        if not exact and not any(like(words, title) for title in _TITLES):
            continue
        if any("lampiran" in other.teks for other in lembar.judul[max(0, at - 2) : at]):
            continue
        if len(words.split()) <= 14:
            return at
    return None


def decree_marks(lembar: Lembar) -> int:
    """Count the parts of a decree's first page that stand on a page, its title aside."""
    starts = [plain(line) for line in lembar.baris]
    found = 0
    for word in ("nomor", "tentang", "menimbang", "mengingat", "dengan rahmat"):
        found += any(like(line, word) for line in starts if line)
    return found


@jenis_naskah
class KeputusanIku:
    """Keputusan kepala perangkat daerah on its indicators."""

    jenis = JenisNaskah.KEPUTUSAN_IKU
    urutan = 10

    def recognise(self, lembar: Lembar) -> Tanda | None:
        """Tell a decree's first page, its further pages and those of its lampiran."""
        if decree_title(lembar) is not None and decree_marks(lembar) >= 2:
            if not _about_indicators(lembar):
                return None
            return Tanda(self.jenis, min(1.0, 0.55 + 0.1 * decree_marks(lembar)), awal=True)
        dictums = _dictums(lembar)
        if dictums >= 2 or (_decides(lembar) and dictums >= 1):
            return Tanda(self.jenis, 0.7)
        if _lampiran_of_decree(lembar):
            return Tanda(self.jenis, 0.75)
        titled = title_at(lembar, _LAMPIRAN_TITLES, zone=0.5) is not None or any(
            re.match(r"^lampiran\s*[0-9iv]*\s*indikator kinerja", j.teks) for j in lembar.judul
        )
        if titled and (lembar.tabel_iku or _describes_office(lembar)):
            return Tanda(self.jenis, 0.65)
        if lembar.tabel_iku:
            return Tanda(self.jenis, 0.5)
        if _cites_or_weighs(lembar):
            return Tanda(self.jenis, 0.4)
        return None

    def in_order(self, lembar: Sequence[Lembar]) -> tuple[Lembar, ...]:
        """Put the decree before its lampiran, and each in the order of its parts.

        A page that shows no part of its own follows the page it is bound behind.
        """
        ranked: list[tuple[float, int, Lembar]] = []
        last = 0.0
        for at, page in enumerate(lembar):
            rank = -1.0 if at == 0 and _is_cover(page) else _rank(page)
            if rank is None and page.tabel_iku and last < 5:
                rank = 6.5 if _signed_below(page) else 6.05
            last = last if rank is None else rank
            ranked.append((last, at, page))
        return tuple(page for _, _, page in sorted(ranked, key=lambda item: item[:2]))

    def read_head(self, lembar: Sequence[Lembar]) -> Kop:
        """Read number, subject, place and date."""
        first = next((page for page in lembar if decree_title(page) is not None), None)
        nomor = find_number(first) if first else None
        tentang = find_subject(first) if first else ""
        tempat, tanggal = enacted(lembar)
        place, date = signed(lembar)
        tempat = tempat or place
        tanggal = date if date.startswith(tanggal) else tanggal
        if nomor is None:
            nomor = next((n for page in lembar if (n := _lampiran_number(page))), "")
        if first is None and not tanggal:
            tanggal = next((d for page in lembar if (d := _lampiran_date(page))), "")
        year = year_of(tanggal) or _year_in_number(nomor) or title_year(lembar)
        return Kop(tahun=year, nomor=nomor, tanggal=tanggal, tempat=tempat, tentang=tentang)

    def role_of(self, blok: BlokTtd, naskah: Naskah, lain: Sequence[BlokTtd]) -> Peran:
        """Whoever signs a decree sets it, unless a role of another kind is printed."""
        return Peran.VERIFIKATOR if "verifikator" in blok.peran else Peran.PENETAP

    def cites(self, lembar: Lembar) -> bool:
        """Count what stands in the decree itself, not what its lampiran mentions."""
        rank = _rank(lembar)
        return rank is None or rank < 5


def _is_cover(lembar: Lembar) -> bool:
    if lembar.jumlah_kata > COVER_WORDS or lembar.tata_letak.tabel:
        return False
    return decree_title(lembar) is None and not _signed_below(lembar) and not _decides(lembar)


def _about_indicators(lembar: Lembar) -> bool:
    head = plain(" ".join(lembar.baris[:25]))
    return within(head, "indikator kinerja") or bool(re.search(r"\biku\b", head))


def _dictums(lembar: Lembar) -> int:
    starts = [line.split(" ")[0].strip(" :.") for line in lembar.baris if line]
    return len({word.lower() for word in starts if word.isupper() and word.lower() in _DICTUMS})


def _decides(lembar: Lembar) -> bool:
    return any(like(plain(line), "memutuskan") for line in lembar.baris)


def _lampiran_of_decree(lembar: Lembar) -> bool:
    return any(
        re.match(r"^lampiran\b.{0,14}\bkeputusan\b", plain(line)) for line in lembar.baris[:10]
    )


def _describes_office(lembar: Lembar) -> bool:
    """Tell the first page of an old-style lampiran: Instansi, Tujuan, Tugas, Fungsi."""
    starts = {plain(line).split(" ")[0] for line in lembar.baris if line}
    starts |= {word for line in lembar.baris for word in plain(line).split()[:3]}
    return len(starts & {"instansi", "tujuan", "tugas", "fungsi", "visi", "misi"}) >= 2


def _cites_or_weighs(lembar: Lembar) -> bool:
    starts = [plain(line).split(" ")[0] for line in lembar.baris]
    return any(
        Levenshtein.distance(word, part) <= 1
        for word in starts
        for part in ("menimbang", "mengingat", "menginga")
    )


def _rank(lembar: Lembar) -> float | None:
    """Return where in a decree a page belongs, by the parts that stand on it."""
    if decree_title(lembar) is not None:
        return 0.0
    if _decides(lembar):
        return 2.0
    if _dictums(lembar) >= 1 and not lembar.tabel_iku:
        return 3.0
    enacts = any(re.match(r"^ditetapkan di\b", plain(line)) for line in lembar.baris)
    if enacts and not lembar.tabel_iku:
        return 4.0
    lampiran = _lampiran_rank(lembar)
    if lampiran is not None:
        return lampiran
    return 1.0 if _cites_or_weighs(lembar) else None


def _lampiran_rank(lembar: Lembar) -> float | None:
    titles = [judul.teks for judul in lembar.judul if judul.tinggi < 0.5]
    numbered = [
        int(match.group(1))
        for text in (*titles, *(plain(line) for line in lembar.baris[:12]))
        if (match := re.match(r"^lampiran ([1-9])\b", text))
    ]
    headed = any(like(text, phrase) for text in titles for phrase in _LAMPIRAN_TITLES)
    if numbered:
        return 6.0 + min(numbered) / 10
    if _lampiran_of_decree(lembar) or (headed and not lembar.tabel_iku):
        return 5.0
    return 5.5 if headed else None


def _signed_below(lembar: Lembar) -> bool:
    return any(re.search(r"\bnip\b", plain(line)) for line in lembar.baris)


def _lampiran_number(lembar: Lembar) -> str:
    if not _lampiran_of_decree(lembar):
        return ""
    return find_number(lembar) or ""


def _lampiran_date(lembar: Lembar) -> str:
    """Return the date in the head of a lampiran (`Tanggal : 3 Februari 2025`), or ""."""
    if not _lampiran_of_decree(lembar):
        return ""
    for line in lembar.baris[:12]:
        if re.match(r"^\W*tanggal\b", line, flags=re.IGNORECASE):
            dates = find_dates(line)
            return dates[0].iso if dates else ""
    return ""


def _year_in_number(nomor: str) -> int | None:
    match = re.search(r"(20[0-4]\d)(?!.*\d)", nomor)
    return int(match.group(1)) if match else None

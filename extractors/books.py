"""Books: naskah with a cover, a foreword and chapters. Which book it is, and its head."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.heads import periods_in, signed, title_year, years_in
from extractors.pages import COVER_WORDS, Lembar, Tanda, is_front_matter, plain, within
from extractors.table_stitch import in_margin
from schemas.vocabulary import JenisNaskah

_OF_YEAR = re.compile(r"\btahun\s+(20[0-4]\d)\b(?!\s*[-–])", re.IGNORECASE)

REPORT_TITLES = (
    "laporan kinerja", "laporan akuntabilitas kinerja", "laporan kinerja instansi pemerintah",
    "laporan capaian kinerja", "lkjip", "lkip", "lakip", "l k j i p",
)  # fmt: skip
IKU_TITLES = (
    "indikator kinerja utama", "dokumen indikator kinerja utama",
    "penetapan indikator kinerja utama", "dokumen iku", "buku iku", "indikator kinerja individu",
)  # fmt: skip
PLAN_TITLES = (
    "rencana strategis", "renstra", "rencana kerja", "renja", "rencana aksi", "rencana kinerja",
    "perubahan rencana strategis", "review rencana strategis", "reviu rencana strategis",
    "laporan hasil evaluasi", "rencana pembangunan",
)  # fmt: skip


def is_cover(lembar: Lembar, titles: Sequence[str]) -> bool:
    """Say whether a page is the cover of a book with one of these titles."""
    if lembar.jumlah_kata > COVER_WORDS or lembar.tata_letak.tabel or is_front_matter(lembar):
        return False
    lines = [plain(line) for line in lembar.baris]
    if any(re.search(r"\b(nip|pihak pertama|menimbang)\b", line) for line in lines):
        return False
    running = {
        plain(baris.teks)
        for baris in lembar.tata_letak.baris
        if in_margin(lembar.tata_letak, baris)
    }
    named = [judul.teks for judul in lembar.judul if judul.teks not in running]
    others = [line for line in lines if line and line not in running]
    if len(named) < 0.5 * len(others):
        return False
    text = " ".join(named)
    return any(
        within(text, title, least=90) if len(title) > 8 else title in text.split()
        for title in titles
    )


def book_marks(lembar: Sequence[Lembar], phrases: Sequence[str]) -> int:
    """Count how often phrases stand in the first pages of a book."""
    text = plain(" ".join(line for page in lembar for line in page.baris))
    return sum(text.count(phrase) for phrase in phrases)


def book_year(lembar: Sequence[Lembar]) -> int | None:
    """Return the year a book is for: of its cover, else named most in its first pages."""
    cover = lembar[0]
    if cover.jumlah_kata <= COVER_WORDS:
        years = [year for line in cover.baris for year in years_in(line)]
        if years:
            return years[-1] if len(set(years)) == 1 else title_year([cover]) or years[-1]
    named: dict[int, int] = {}
    for page in lembar[:6]:
        for line in page.baris:
            for match in re.finditer(
                r"\btahun\s+(20[0-4]\d)\b(?!\s*[-–])", line, flags=re.IGNORECASE
            ):
                year = int(match.group(1))
                before = line[: match.start()].lower()
                if not re.search(r"nomor\s+\S+\s*$", before):
                    named[year] = named.get(year, 0) + 1
    if named:
        return max(named, key=lambda year: (named[year], year))
    return title_year(lembar, pages=4)


def book_date(lembar: Sequence[Lembar]) -> tuple[str, str]:
    """Return place and date of a book: those under its foreword, else the last signed."""
    front = [page for page in lembar if is_front_matter(page)] or list(lembar[:3])
    at = {page.nomor for page in front}
    near = [p for p in lembar if p.nomor in at or p.nomor - 1 in at]
    place, date = signed(near, last=False)
    return (place, date) if date else signed(lembar)


def book_period(lembar: Sequence[Lembar]) -> tuple[int, int] | None:
    """Return the period named on a book's cover."""
    periods = [p for line in lembar[0].baris for p in periods_in(line)]
    return periods[0] if periods else None


def cover_mark(lembar: Lembar, jenis: JenisNaskah, titles: Sequence[str]) -> Tanda | None:
    """Return the mark of a cover with one of the titles."""
    return Tanda(jenis, 0.8, awal=True, sampul=True) if is_cover(lembar, titles) else None


def speaks_of(lembar: Lembar, phrases: Sequence[str]) -> bool:
    """Say whether a page's text holds one of the phrases."""
    text = plain(" ".join(lembar.baris))
    return any(within(text, phrase, least=92) for phrase in phrases)

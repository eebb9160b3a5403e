"""A laid-out page as the kinds of naskah look at it: its titles, its words, its tables.

A title is told by its place (in the upper part of the page), its size (a line of few
words) and its setting (capitals, or centred), not by words that may stand anywhere: a
table of contents that names a naskah does not begin one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extractors.columns import Isi, Kepala, read_header
from extractors.table_stitch import in_margin
from extractors.text import flatten
from pipeline.layout.elements import Baris, TataLetak
from schemas.vocabulary import JenisNaskah

TITLE_ZONE = 0.55
"""Titles stand in this share of a page's height, from the top."""
MAX_TITLE_WORDS = 16
COVER_WORDS = 90
"""A cover holds at most this many words; its title may stand anywhere on it."""
_LIST_MARK = re.compile(r"^\W{0,2}(?:[0-9]{1,2}|[a-z])\s?[.)]\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judul:
    """A line that is set like a title: its words in lower case, and where it stands.

    `tinggi` is its middle as a share of the page's height; `besar` how many times
    higher its letters are than the page's middle line.
    """

    teks: str
    tercetak: str
    tinggi: float
    besar: float


@dataclass(frozen=True, slots=True)
class Lembar:
    """A page, ready to be recognised."""

    tata_letak: TataLetak
    baris: tuple[str, ...]
    judul: tuple[Judul, ...]
    teks: str
    kepala: tuple[Kepala | None, ...]

    @property
    def nomor(self) -> int:
        """Its page number in the file, from 1."""
        return self.tata_letak.halaman.nomor

    @property
    def jumlah_kata(self) -> int:
        """How many words stand on it."""
        return len(self.tata_letak.halaman.kata)

    @property
    def ada_tabel(self) -> bool:
        """Whether a table with a known header stands on it."""
        return any(kepala is not None and kepala.dikenal for kepala in self.kepala)

    @property
    def tabel_iku(self) -> bool:
        """Whether a table on it defines indicators."""
        return any(
            kepala is not None
            and kepala.has(Isi.INDIKATOR)
            and (
                kepala.has(Isi.FORMULASI, Isi.DEFINISI)
                or (kepala.has(Isi.SUMBER_DATA) and kepala.has(Isi.PENANGGUNG_JAWAB))
            )
            and not kepala.has(Isi.REALISASI, Isi.CAPAIAN)
            for kepala in self.kepala
        )

    @property
    def tabel_target(self) -> bool:
        """Whether a table on it sets targets of one year, as a perjanjian kinerja does."""
        return any(
            kepala is not None
            and kepala.has(Isi.TARGET)
            and kepala.has(Isi.INDIKATOR)
            and not kepala.has(Isi.REALISASI, Isi.CAPAIAN)
            and len(years_of(kepala)) < 3
            and len({k.urutan for k in kepala.kolom if k.urutan}) < 3
            for kepala in self.kepala
        )

    @property
    def tahun_matriks(self) -> tuple[int, ...]:
        """The years of a table that sets targets for three years or more, else none."""
        for kepala in self.kepala:
            if kepala is None or kepala.has(Isi.REALISASI):
                continue
            years = years_of(kepala)
            if len(years) >= 3:
                return years
        return ()

    @property
    def matriks(self) -> bool:
        """Whether a table sets targets for three years or more, named or counted (`Tahun ke-`)."""
        return bool(self.tahun_matriks) or any(
            kepala is not None
            and not kepala.has(Isi.REALISASI)
            and len({k.urutan for k in kepala.kolom if k.urutan and k.isi is Isi.TARGET}) >= 3
            for kepala in self.kepala
        )


def years_of(kepala: Kepala) -> tuple[int, ...]:
    """Return the years of a header's target columns, in order."""
    return tuple(sorted({k.tahun for k in kepala.kolom if k.tahun and k.isi is Isi.TARGET}))


@dataclass(frozen=True, slots=True)
class Tanda:
    """What a page says of the naskah it belongs to.

    `awal`: a naskah of this kind begins here; `sampul`: with its cover, its first page
    of content still to come; `nilai` how sure (0..1); `bab` the number of the chapter
    that begins here; `buku` a page that only a book with chapters has.
    """

    jenis: JenisNaskah
    nilai: float
    awal: bool = False
    sampul: bool = False


def read_page(tata_letak: TataLetak) -> Lembar:
    """Return a laid-out page with its titles and table headers."""
    lines = tuple(flatten(baris.teks) for baris in tata_letak.baris)
    cells = " ".join(
        flatten(sel.teks) for tabel in tata_letak.tabel for sel in tabel.sel if sel.isi
    )
    return Lembar(
        tata_letak=tata_letak,
        baris=lines,
        judul=tuple(_titles(tata_letak)),
        teks=(" ".join(lines) + " " + cells).lower(),
        kepala=tuple(read_header(tabel) for tabel in tata_letak.tabel),
    )


def _titles(page: TataLetak) -> Iterable[Judul]:
    height = page.halaman.tinggi
    sizes = sorted(baris.kotak.tinggi for baris in page.baris)
    middle = sizes[len(sizes) // 2] if sizes else 1.0
    zone = 1.0 if len(page.halaman.kata) <= COVER_WORDS else TITLE_ZONE
    for baris in page.baris:
        at = baris.kotak.tengah_y / height
        if at > zone:
            break
        if _set_like_title(page, baris):
            text = flatten(baris.teks)
            yield Judul(plain(text), text, at, baris.kotak.tinggi / max(middle, 1.0))


def _set_like_title(page: TataLetak, baris: Baris) -> bool:
    text = flatten(baris.teks)
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 3 or len(baris.kata) > MAX_TITLE_WORDS:
        return False
    capitals = sum(char.isupper() for char in letters) >= 0.7 * len(letters)
    middle = page.halaman.lebar / 2
    centred = abs(baris.kotak.tengah_x - middle) <= 0.06 * page.halaman.lebar
    narrow = baris.kotak.lebar <= 0.7 * page.halaman.lebar
    titled = sum(w.teks[:1].isupper() for w in baris.kata) >= 0.6 * len(baris.kata)
    if (text.endswith((";", ",", ".")) and not capitals) or _LIST_MARK.match(text):
        return False
    short = baris.kotak.lebar <= 0.55 * page.halaman.lebar and len(baris.kata) <= 9
    return capitals or (titled and (short or (centred and narrow)))


def plain(teks: str) -> str:
    """Return a line in lower case, letters and digits only, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", flatten(teks).lower()))


def like(teks: str, frasa: str, *, least: float = 86.0) -> bool:
    """Say whether a plain line begins with or is a phrase, misread letters allowed."""
    if len(teks) < len(frasa) - 2:
        return False
    return fuzz.ratio(teks[: len(frasa)], frasa) >= least


def within(teks: str, frasa: str, *, least: float = 88.0) -> bool:
    """Say whether a phrase stands anywhere in a plain text, misread letters allowed."""
    if frasa in teks:
        return True
    return len(teks) >= len(frasa) and fuzz.partial_ratio(frasa, teks) >= least


def title_at(
    lembar: Lembar, frasa: Sequence[str], *, zone: float = TITLE_ZONE, longest: int = 12
) -> int | None:
    """Return the place among the titles of the first that begins with one of the phrases.

    Args:
        lembar: the page.
        frasa: phrases in plain lower case.
        zone: share of the page's height in which to look.
        longest: words a title may have at most.
    """
    for at, judul in enumerate(lembar.judul):
        if judul.tinggi > zone or len(judul.teks.split()) > longest:
            continue
        if any(like(judul.teks, phrase) for phrase in frasa):
            return at
    return None


def chapter_of(lembar: Lembar) -> int | None:
    """Return the number of the chapter that begins on a page, None where none does."""
    if is_contents(lembar):
        return None
    boxed = (
        plain(" ".join(sel.teks for sel in tabel.sel))
        for tabel in lembar.tata_letak.tabel
        if len(tabel.sel) <= 3 and tabel.kotak.y1 < 0.45 * lembar.tata_letak.halaman.tinggi
    )
    titles = (judul.teks for judul in lembar.judul if judul.tinggi <= 0.45)
    for text in (*titles, *boxed):
        match = re.match(r"^bab\s+([ivxl1]{1,5}|[0-9]{1,2})\b", text)
        if match:
            return _roman(match.group(1))
    return None


def _roman(word: str) -> int | None:
    if word.isdigit() and set(word) != {"1"}:
        return int(word)
    letters = word.replace("1", "i").replace("l", "i")
    values = {"i": 1, "v": 5, "x": 10}
    total = 0
    for at, letter in enumerate(letters):
        value = values[letter]
        below = at + 1 < len(letters) and values[letters[at + 1]] > value
        total += -value if below else value
    return total or None


FRONT_MATTER = ("kata pengantar", "daftar isi", "daftar tabel", "daftar gambar",
                "daftar lampiran", "ikhtisar eksekutif", "ringkasan eksekutif", "iktisar eksekutif",
                "executive summary")  # fmt: skip


def is_front_matter(lembar: Lembar) -> bool:
    """Say whether a page is headed as only a book's first pages are."""
    return title_at(lembar, FRONT_MATTER, zone=0.4, longest=5) is not None


def is_contents(lembar: Lembar) -> bool:
    """Say whether a page is a table of contents or of tables: lines that end in page numbers."""
    if (
        title_at(lembar, ("daftar isi", "daftar tabel", "daftar gambar"), zone=0.4, longest=4)
        is not None
    ):
        return True
    dotted = sum(1 for line in lembar.baris if re.search(r"[.…]{4,}\s*[0-9ivx]+\s*$", line))
    return dotted >= 4


def is_divider(lembar: Lembar) -> bool:
    """Say whether a page only announces what is bound behind it (`LAMPIRAN 2 …`)."""
    if lembar.jumlah_kata > 40 or lembar.tata_letak.tabel:
        return False
    return any(like(judul.teks, "lampiran") for judul in lembar.judul[:3]) or any(
        like(plain(line), "lampiran") for line in lembar.baris[:3]
    )


def is_blank(lembar: Lembar) -> bool:
    """Say whether hardly anything stands on a page: a blank back, a stray number."""
    return lembar.jumlah_kata <= 4


def running_lines(lembar: Lembar) -> frozenset[str]:
    """Return a page's running heads and feet, without numbers: what shows it is of one book."""
    page = lembar.tata_letak
    found = set()
    for baris in page.baris:
        if in_margin(page, baris):
            words = _running_text(baris).split()
            if len(words) >= 2 and sum(map(len, words)) >= 12:
                found.add(" ".join(words))
    return frozenset(found)


def body_lines(lembar: Sequence[Lembar]) -> tuple[tuple[Baris, ...], ...]:
    """Return the lines of text of each page, page numbers and repeated heads left out."""
    heads = Counter(head for page in lembar for head in running_lines(page))
    kept: list[tuple[Baris, ...]] = []
    for page in lembar:
        layout = page.tata_letak
        kept.append(
            tuple(
                baris
                for baris in layout.baris
                if not in_margin(layout, baris)
                or (_letters(baris) >= 4 and heads[_running_text(baris)] < 2)
            )
        )
    return tuple(kept)


def _letters(baris: Baris) -> int:
    return sum(char.isalpha() for char in baris.teks)


def _running_text(baris: Baris) -> str:
    text = re.sub(r"\b(?:[ivx]+|[0-9]+)\b", " ", plain(baris.teks))
    return " ".join(text.split())


Pengenal = Callable[[Lembar], Tanda | None]
"""Says what a page tells of one kind of naskah."""

"""Pages to naskah: which instrument, whose, of which year, from where to where.

Two kinds of things are bound in a file. Books (an LKjIP, an IKU booklet) run from their
cover or foreword to the end of their last chapter, and everything printed inside them is
theirs. Instruments (decree, agreement, matrix) begin at a page with their head. What is
bound behind a book's last chapter is an instrument of its own, with the LKjIP as `induk`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rapidfuzz import fuzz

from extractors.books import IKU_TITLES, PLAN_TITLES, REPORT_TITLES, book_marks, is_cover
from extractors.columns import read_header
from extractors.flat_tables import missing_rules
from extractors.joined_tables import with_parted_tables
from extractors.pages import (
    COVER_WORDS,
    Lembar,
    Tanda,
    chapter_of,
    is_blank,
    is_contents,
    is_divider,
    is_front_matter,
    plain,
    read_page,
    running_lines,
)
from extractors.people import find_form_fields, find_nip, find_signatures
from extractors.registry import all_kinds, kind_of
from extractors.table_rests import rest_rules
from extractors.units import (
    Unit,
    find_unit,
    government_of,
    initials,
    main_unit,
    short_names_in,
    wrapped_offices,
)
from extractors.unruled_lists import with_lists
from extractors.unruled_tables import unruled_rules
from pipeline.layout.elements import TataLetak
from pipeline.layout.tables import lay_out
from schemas.records import Dokumen, Naskah
from schemas.vocabulary import JenisNaskah

_SURE = 0.55
"""A mark at least this sure opens an instrument behind a book."""
_SAME_TEXT = 0.9
"""Pages whose words and figures agree to this share are one page bound twice."""


@dataclass(frozen=True, slots=True)
class Bagian:
    """A naskah with its laid-out pages in the order of its content, each once.

    `ganda` names the pages left out because they repeat another: (copy, original).
    """

    naskah: Naskah
    tata_letak: tuple[TataLetak, ...]
    ganda: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Group:
    """Pages taken to be one naskah."""

    jenis: JenisNaskah
    lembar: list[Lembar] = field(default_factory=list)
    tanda: list[Tanda] = field(default_factory=list)
    buku: bool = False
    selesai: bool = False

    @property
    def begun(self) -> bool:
        """Whether its first page of content (not its cover) was seen."""
        return any(tanda.awal and not tanda.sampul for tanda in self.tanda)

    @property
    def keyakinan(self) -> float:
        """How sure it is what it is taken for."""
        best = max((tanda.nilai for tanda in self.tanda), default=0.3)
        return round(best if self.begun or self.buku else min(best, 0.6), 2)


def segment(dokumen: Dokumen, tata_letak: Sequence[TataLetak]) -> tuple[Bagian, ...]:
    """Find the naskah of a file, in the order in which they are bound.

    Args:
        dokumen: the file; its id begins the ids of the naskah.
        tata_letak: its pages, laid out, in the order of the file.
    """
    pages = [read_page(page) for page in _with_tables(tata_letak)]
    groups = [group for group in _groups(pages) if group.lembar]
    made: list[Bagian] = []
    parent: Naskah | None = None
    for number, group in enumerate(groups, start=1):
        bagian = _make(dokumen, number, group, parent)
        if bagian.naskah.jenis is JenisNaskah.LKJIP:
            parent = bagian.naskah
        made.append(bagian)
    return tuple(
        replace(one, naskah=_by_folder(dokumen, one.naskah)) for one in _with_context(made)
    )


def _with_tables(pages: Sequence[TataLetak]) -> Iterator[TataLetak]:
    """Yield pages with all their tables, those too that go on from the page before."""
    above: TataLetak | None = None
    for page in pages:
        made = with_all_tables(page)
        rules = rest_rules(above, made) if above is not None else ()
        if rules:
            rest = replace(page.halaman, garis=(*page.halaman.garis, *rules))
            made = with_all_tables(lay_out(rest))
        above = made
        yield made


def with_all_tables(page: TataLetak) -> TataLetak:
    """Return a page with the tables, too, that lack rules, in part or all of them."""
    return with_lists(with_parted_tables(_with_unruled_tables(_with_flat_tables(page))))


def _with_flat_tables(page: TataLetak) -> TataLetak:
    """Lay a page out again with the rules that its tables lack."""
    rules = missing_rules(page)
    if not rules:
        return page
    return lay_out(replace(page.halaman, garis=(*page.halaman.garis, *rules)))


def _with_unruled_tables(page: TataLetak) -> TataLetak:
    """Lay a page out again with the rules of tables that have none, where all then are tables."""
    rules = unruled_rules(page)
    if not rules:
        return page
    again = lay_out(replace(page.halaman, garis=(*page.halaman.garis, *rules)))
    before = {tabel.kotak for tabel in page.tabel}
    heads = [read_header(tabel) for tabel in again.tabel if tabel.kotak not in before]
    return again if heads and all(head is not None and head.dikenal for head in heads) else page


# --- grouping


def _groups(pages: Sequence[Lembar]) -> list[_Group]:
    groups: list[_Group] = []
    at = 0
    while at < len(pages):
        end = _book_end(pages, at)
        if end > at:
            groups.append(_book(pages[at:end]))
            at = end
            continue
        stop = at + 1
        while stop < len(pages) and _book_end(pages, stop) == stop:
            stop += 1
        if not groups and stop == at + 1 < len(pages) and _may_be_cover(pages[at]):
            end = _book_end(pages, stop)
            groups.append(_book(pages[at:end]))
            at = end
            continue
        behind = groups[-1] if groups and groups[-1].buku else None
        groups.extend(_instruments(pages[at:stop], behind))
        at = stop
    return groups


def _may_be_cover(page: Lembar) -> bool:
    """Say whether a page before a book's first may be its cover: a picture, a few words."""
    return page.jumlah_kata <= COVER_WORDS // 2 and not page.tata_letak.tabel and not _best(page)


def _opens_book(page: Lembar) -> bool:
    if is_front_matter(page) or chapter_of(page) is not None:
        return True
    return any(is_cover(page, titles) for titles in (REPORT_TITLES, IKU_TITLES, PLAN_TITLES))


def _book_end(pages: Sequence[Lembar], start: int) -> int:
    """Return the page behind a book that begins at `start`; `start` where none begins.

    A cover alone makes no book: it takes a foreword, contents or a chapter behind it.
    """
    if not _opens_book(pages[start]):
        return start
    chapters: list[tuple[int, int]] = []
    front = [k for k in range(start, min(start + 12, len(pages))) if is_front_matter(pages[k])]
    for k in range(start, len(pages)):
        if k > start and chapters and _is_new_book(pages, k, chapters[-1][1]):
            break
        number = chapter_of(pages[k])
        if number is not None and (not chapters or number >= chapters[-1][1]):
            chapters.append((k, number))
    if not chapters and not front:
        return start
    last = chapters[-1][0] if chapters else front[-1]
    end = last + 1
    while end < len(pages) and not _leaves_book(pages, start, end):
        end += 1
    return end


def _is_new_book(pages: Sequence[Lembar], at: int, chapter: int) -> bool:
    """Say whether a page begins another book behind one that is in its chapters."""
    page = pages[at]
    if any(is_cover(page, titles) for titles in (REPORT_TITLES, IKU_TITLES, PLAN_TITLES)):
        following = pages[at + 1 : at + 8]
        return any(is_front_matter(p) or chapter_of(p) == 1 for p in following)
    return chapter >= 2 and (chapter_of(page) == 1 or _headed(page, "kata pengantar"))


def _headed(page: Lembar, phrase: str) -> bool:
    return any(judul.teks == phrase for judul in page.judul[:4])


def _leaves_book(pages: Sequence[Lembar], start: int, at: int) -> bool:
    """Say whether a page behind the last chapter belongs to an instrument bound in.

    A page under the book's own running head leaves it only where a naskah begins.
    """
    page = pages[at]
    if is_divider(page) or _opens_book(page):
        return True
    tanda = _best(page)
    if tanda is None:
        return False
    if tanda.awal:
        return tanda.nilai >= _SURE
    if _runs_on(pages[start:at], page):
        return False
    return tanda.nilai >= 0.6 and not is_contents(page)


def _runs_on(book: Sequence[Lembar], page: Lembar) -> bool:
    """Say whether a page bears a running head or foot that the book's pages bear."""
    heads = [running_lines(other) for other in book]
    return any(
        sum(any(fuzz.ratio(line, head) >= 88 for head in other) for other in heads) >= 3
        for line in running_lines(page)
    )


def _best(page: Lembar) -> Tanda | None:
    """Return the surest mark of a page; a beginning goes before an inner page."""
    marks = [mark for kind in all_kinds() if (mark := kind.recognise(page)) is not None]
    if not marks:
        return None
    return max(marks, key=lambda mark: (mark.awal and not mark.sampul, mark.nilai))


def _book(pages: Sequence[Lembar]) -> _Group:
    kind, sure = _kind_of_book(pages)
    group = _Group(kind, list(pages), buku=True)
    group.tanda.append(Tanda(kind, sure, awal=True))
    return group


def _kind_of_book(pages: Sequence[Lembar]) -> tuple[JenisNaskah, float]:
    """Tell which book: by its cover, else by what its first pages speak of most."""
    has_matrix = any(page.matriks for page in pages)
    plan = JenisNaskah.MATRIKS_RENSTRA if has_matrix else JenisNaskah.LAINNYA
    for page in pages[:3]:
        if is_front_matter(page):
            break
        for titles, kind in (
            (REPORT_TITLES, JenisNaskah.LKJIP),
            (IKU_TITLES, JenisNaskah.DOKUMEN_IKU),
            (PLAN_TITLES, plan),
        ):
            if is_cover(page, titles):
                return kind, 0.95
    front = [page for page in pages[:8] if not is_contents(page)]
    votes = {
        JenisNaskah.LKJIP: book_marks(front, ("laporan kinerja", "lkjip", "lakip", "lkip")),
        JenisNaskah.DOKUMEN_IKU: book_marks(front, ("indikator kinerja utama",)),
        plan: book_marks(front, ("rencana strategis", "rencana kerja")),
    }
    if any(_headed_like(page, "akuntabilitas kinerja") for page in pages):
        votes[JenisNaskah.LKJIP] += 8
    kind = max(votes, key=lambda k: votes[k])
    if votes[kind] < 2:
        return (plan, 0.6) if _mostly_matrix(pages) else (JenisNaskah.LAINNYA, 0.4)
    share = votes[kind] / max(sum(votes.values()), 1)
    return kind, round(0.55 + 0.4 * share, 2)


def _mostly_matrix(pages: Sequence[Lembar]) -> bool:
    """Say whether most pages with tables hold targets by year: a chapter taken out of a plan."""
    tables = [page for page in pages if page.ada_tabel]
    return sum(page.matriks for page in tables) * 2 > len(tables)


def _headed_like(page: Lembar, phrase: str) -> bool:
    return chapter_of(page) is not None and any(phrase in judul.teks for judul in page.judul[:6])


def _instruments(pages: Sequence[Lembar], behind: _Group | None) -> list[_Group]:
    """Group the pages of instruments, in the order bound."""
    groups: list[_Group] = []
    current: _Group | None = None
    for page in pages:
        if is_divider(page):
            current = None
            continue
        tanda = None if is_blank(page) else _best(page)
        if _belongs_to_booklet(tanda, page, behind, groups):
            assert behind is not None
            behind.lembar.append(page)
            continue
        if current is not None and tanda is not None and _is_cover_of(current, tanda):
            current.jenis = tanda.jenis
        if current is None or _opens(current, page, tanda):
            if tanda is None and is_blank(page):
                continue
            if tanda is None and current is None and behind is not None and not groups:
                behind.lembar.append(page)
                continue
            back = _left_open(groups, tanda)
            current = back or _Group(tanda.jenis if tanda else JenisNaskah.LAINNYA)
            if back is None:
                groups.append(current)
        if not is_blank(page):
            current.lembar.append(page)
        if tanda is not None:
            current.tanda.append(tanda)
    return groups


def _left_open(groups: Sequence[_Group], tanda: Tanda | None) -> _Group | None:
    """Return the decree whose lampiran goes on behind another paper bound into it."""
    if tanda is None or tanda.awal or tanda.jenis is not JenisNaskah.KEPUTUSAN_IKU:
        return None
    for group in reversed(groups):
        if group.jenis is tanda.jenis and group.begun:
            defined = any(page.tabel_iku for page in group.lembar)
            return None if defined else group
    return None


def _belongs_to_booklet(
    tanda: Tanda | None, page: Lembar, behind: _Group | None, groups: Sequence[_Group]
) -> bool:
    """An IKU booklet keeps the lampiran behind it, unless a decree of its own begins there."""
    if behind is None or behind.jenis is not JenisNaskah.DOKUMEN_IKU or groups:
        return False
    return tanda is None or (tanda.jenis is JenisNaskah.KEPUTUSAN_IKU and not tanda.awal)


def _opens(current: _Group, page: Lembar, tanda: Tanda | None) -> bool:
    """Say whether a page begins another naskah than the one before it."""
    if tanda is None:
        return False
    if tanda.jenis is not current.jenis:
        if _same_family(tanda.jenis, current.jenis) and not tanda.awal and not _titled(page):
            return False
        return tanda.awal or tanda.nilai >= _SURE
    if not tanda.awal:
        return False
    if tanda.sampul:
        return current.begun
    if current.jenis is JenisNaskah.MATRIKS_RENSTRA:
        return _other_matrix(current, page)
    return current.begun


def _is_cover_of(current: _Group, tanda: Tanda) -> bool:
    """Say whether all that was read so far is the cover of the naskah that begins here."""
    only_cover = current.jenis in (JenisNaskah.DOKUMEN_IKU, JenisNaskah.LAINNYA) and (
        all(mark.sampul for mark in current.tanda) and len(current.lembar) <= 2
    )
    return (
        only_cover
        and tanda.awal
        and not tanda.sampul
        and all(page.jumlah_kata <= COVER_WORDS for page in current.lembar)
    )


_AGREEMENTS = (JenisNaskah.PERJANJIAN_KINERJA, JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN)


def _same_family(a: JenisNaskah, b: JenisNaskah) -> bool:
    return a in _AGREEMENTS and b in _AGREEMENTS


def _titled(page: Lembar) -> bool:
    return any("perjanjian kinerja" in judul.teks for judul in page.judul)


def _other_matrix(current: _Group, page: Lembar) -> bool:
    """Say whether a headed matrix page is another matrix than the one before it.

    It is where its years lie outside the other's, and where that one was signed and this
    one bears another title; the tables of one plan, signed together, are one matrix.
    """
    known = {year for p in current.lembar for year in p.tahun_matriks}
    here = set(page.tahun_matriks)
    if here and known and not (here <= known or known <= here):
        return True
    if not _is_signed(current.lembar[-1]):
        return False
    first = " ".join(j.teks for j in current.lembar[0].judul[:3])
    title = " ".join(j.teks for j in page.judul[:3])
    return fuzz.token_set_ratio(first, title) < 70


def _is_signed(page: Lembar) -> bool:
    """Say whether a signature block with a NIP stands on a page."""
    return any(find_nip(line) for line in page.baris)


# --- naskah


def _make(dokumen: Dokumen, number: int, group: _Group, parent: Naskah | None) -> Bagian:
    pages, doubles = _without_doubles(group.lembar)
    kind = kind_of(group.jenis)
    ordered = kind.in_order(pages)
    head = kind.read_head(ordered)
    unit, pemda = main_unit(_units(group, ordered))
    party = _first_party(group, ordered, pemda)
    unit = party if party and not unit.startswith(party) else _whole_name(unit, ordered)
    unit = _by_short_name(unit, ordered)
    numbers = sorted(page.nomor for page in group.lembar)
    naskah = Naskah(
        naskah_id=f"{dokumen.dokumen_id}-{number:02d}",
        dokumen_id=dokumen.dokumen_id,
        induk_id=parent.naskah_id if parent and not group.buku else "",
        jenis=group.jenis,
        halaman_awal=numbers[0],
        halaman_akhir=numbers[-1],
        unit=unit,
        pemda=pemda,
        tahun=head.tahun,
        periode_awal=head.periode_awal,
        periode_akhir=head.periode_akhir,
        nomor=head.nomor,
        tanggal=head.tanggal,
        tempat=head.tempat,
        tentang=head.tentang,
        keyakinan=group.keyakinan,
        halaman_semua=",".join(str(n) for n in _page_list(ordered, doubles)),
        halaman_ganda=",".join(f"{copy}={original}" for copy, original in doubles),
    )
    return Bagian(naskah, tuple(page.tata_letak for page in ordered), tuple(doubles))


def _page_list(ordered: Sequence[Lembar], doubles: Sequence[tuple[int, int]]) -> list[int]:
    """Return the pages in content order, each copy behind its original."""
    listed = []
    for page in ordered:
        listed.append(page.nomor)
        listed.extend(copy for copy, original in doubles if original == page.nomor)
    return listed


def _without_doubles(
    pages: Sequence[Lembar],
) -> tuple[list[Lembar], list[tuple[int, int]]]:
    """Leave out pages that repeat an earlier page of the same naskah."""
    kept: list[Lembar] = []
    doubles: list[tuple[int, int]] = []
    for page in pages:
        original = next((other for other in kept if _same_page(other, page)), None)
        if original is None:
            kept.append(page)
        else:
            doubles.append((page.nomor, original.nomor))
    return kept, doubles


def _same_page(a: Lembar, b: Lembar) -> bool:
    if min(a.jumlah_kata, b.jumlah_kata) < 25:
        return False
    if abs(a.jumlah_kata - b.jumlah_kata) > 0.1 * max(a.jumlah_kata, b.jumlah_kata):
        return False
    one, two = plain(a.teks), plain(b.teks)
    if fuzz.ratio(one, two) < 100 * _SAME_TEXT:
        return False
    digits_a, digits_b = re.findall(r"\d+", one), re.findall(r"\d+", two)
    return fuzz.ratio(" ".join(digits_a), " ".join(digits_b)) >= 100 * _SAME_TEXT


def _units(group: _Group, pages: Sequence[Lembar]) -> list[Unit]:
    """Return the units named in the titles of a naskah's first pages, heaviest first.

    What letterhead and titles say counts three times; the first lines of text settle
    what they leave open.
    """
    first = pages[: 12 if group.buku else 4]
    titled: list[Unit] = []
    for page in first:
        text = "\n".join(judul.tercetak for judul in page.judul)
        titled.extend(find_unit(text))
    spoken: list[Unit] = []
    for page in first:
        spoken.extend(find_unit("\n".join(page.baris[:40])))
    return [*titled, *titled, *titled, *spoken]


_WRAP = 0.045
"""A heading's next line stands at most this share of the page's height below it."""


def _whole_name(unit: str, pages: Sequence[Lembar]) -> str:
    """Return the whole name of an office that a heading broke over two lines.

    It counts where the break shows it (`… dan`), where it is broken so twice, or where
    the papers abbreviate it by the initials of all its words.
    """
    found: Counter[str] = Counter()
    for page in pages:
        for above, below in pairwise(page.judul):
            if 0 < below.tinggi - above.tinggi <= _WRAP:
                names = wrapped_offices(above.tercetak, below.tercetak)
                found.update(whole for part, whole in names if not part or part == unit)
    if not found:
        return unit
    whole, times = found.most_common(1)[0]
    if unit and not whole.startswith(f"{unit} "):
        return unit
    text = " ".join(line for page in pages for line in page.baris)
    spelled = re.search(rf"\b{re.escape(initials(whole))}\b", text) is not None
    open_end = re.match(r"\W*(?:dan|serta)\b", whole[len(unit) :]) is not None
    return whole if times >= 2 or spelled or open_end else unit


def _by_short_name(unit: str, pages: Sequence[Lembar]) -> str:
    """Return the office that titles and signatures name by its abbreviation alone (`BPBD`).

    A name of which the paper shows only the beginning is completed so too.
    """
    first = pages[:4]
    if unit:
        text = "\n".join(line for page in first for line in page.baris)
        return next((n for n in short_names_in(text) if n.startswith(f"{unit} ")), unit)
    titles = [judul.tercetak for page in first for judul in page.judul]
    offices = [
        blok.jabatan
        for page in first
        for blok in find_signatures(page.tata_letak.baris, lebar=page.tata_letak.halaman.lebar)
    ]
    named = [name for text in (*titles, *offices) for name in dict.fromkeys(short_names_in(text))]
    return Counter(named).most_common(1)[0][0] if named else ""


def _first_party(group: _Group, pages: Sequence[Lembar], pemda: str) -> str:
    """Return the unit whose head is the first party of an agreement, "" where none is named."""
    if group.jenis not in _AGREEMENTS:
        return ""
    for page in pages:
        offices = [
            isian.isi
            for isian in find_form_fields(page.tata_letak.baris)
            if isian.label == "jabatan"
        ]
        if offices:
            return main_unit(find_unit(offices[0], pemda=pemda))[0]
    return ""


def _by_folder(dokumen: Dokumen, naskah: Naskah) -> Naskah:
    """Take the unit from the folder or the file's name where the paper names none."""
    if naskah.unit:
        return naskah if naskah.pemda else replace(naskah, pemda=government_of(naskah.unit))
    for part in reversed(dokumen.berkas.removesuffix(".pdf").split("/")):
        words = re.sub(r"[-_.]+", " ", part).title()
        words = re.sub(r"\bKec\b", "Kecamatan", re.sub(r"\bKel\b", "Kelurahan", words))
        unit, pemda = main_unit(find_unit(words, pemda=naskah.pemda))
        if unit:
            return replace(
                naskah,
                unit=unit,
                pemda=naskah.pemda or pemda or government_of(unit),
                keyakinan=min(naskah.keyakinan, _BY_NAME),
            )
    return naskah


_BY_NAME = 0.3
"""How sure a naskah's unit is that only its file's place names."""


def _with_context(bagian: Sequence[Bagian]) -> list[Bagian]:
    """Give naskah that name no unit or government those of the book they are bound behind."""
    by_id = {b.naskah.naskah_id: b.naskah for b in bagian}
    made = []
    for one in bagian:
        parent = by_id.get(one.naskah.induk_id)
        source = parent or _only(bagian)
        if source is None:
            made.append(one)
            continue
        naskah = replace(
            one.naskah,
            unit=one.naskah.unit or source.unit,
            pemda=one.naskah.pemda or source.pemda,
        )
        made.append(replace(one, naskah=naskah))
    return made


def _only(bagian: Sequence[Bagian]) -> Naskah | None:
    """Return a naskah that stands for the file where all that name a unit name the same."""
    named = [b.naskah for b in bagian if b.naskah.unit and b.naskah.pemda]
    if named and len({(n.unit, n.pemda) for n in named}) == 1:
        return named[0]
    return None

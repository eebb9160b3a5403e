"""What the heads of naskah have in common: number, title, year, date, legal basis."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from extractors.dates import TempatTanggal, find_dates, find_place_and_date
from extractors.pages import Lembar, plain
from extractors.text import flatten, normalise
from pipeline.layout.elements import Baris
from schemas.vocabulary import Metode

UNREAD = "…"
_SMALL_WORDS = frozenset(
    [
        "dan",
        "di",
        "ke",
        "dari",
        "pada",
        "untuk",
        "yang",
        "atas",
        "dalam",
        "tentang",
        "dengan",
        "bagi",
        "oleh",
        "serta",
        "atau",
    ]
)
_YEAR = re.compile(r"(?<![\d./])(20[0-4]\d)(?![\d/.]?\d)")


def title_case(teks: str) -> str:
    """Return a title set in capitals as ordinary title case; mixed case is kept."""
    plain_text = flatten(teks)
    letters = [char for char in plain_text if char.isalpha()]
    if not letters or sum(char.isupper() for char in letters) < 0.8 * len(letters):
        return plain_text
    words = []
    for at, word in enumerate(plain_text.split(" ")):
        bare = re.sub(r"\W", "", word).lower()
        if at and bare in _SMALL_WORDS:
            words.append(word.lower())
        elif word.startswith("(") and word.endswith(")"):
            words.append(word)
        else:
            words.append(re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), word))
    return " ".join(words)


def years_in(teks: str) -> tuple[int, ...]:
    """Return the years of a text that stand alone, ranges and parts of numbers left out."""
    without = re.sub(r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d", " ", normalise(teks))
    return tuple(int(year) for year in _YEAR.findall(without))


def periods_in(teks: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of years of a text (`2021-2026`)."""
    return tuple(
        (int(a), int(b))
        for a, b in re.findall(r"(20[0-4]\d)\s*[-–]\s*(20[0-4]\d)", normalise(teks))
        if int(a) < int(b) <= int(a) + 25
    )


def title_year(lembar: Iterable[Lembar], *, pages: int = 2) -> int | None:
    """Return the year that the titles of the first pages name, `Tahun …` before others."""
    named: Counter[int] = Counter()
    for page in list(lembar)[:pages]:
        for judul in page.judul:
            if re.search(r"\b(?:peraturan|undang)\b", judul.teks):
                continue  # the year of a regulation cited
            for year in years_in(judul.tercetak):
                named[year] += 3 if "tahun" in judul.teks else 1
    return named.most_common(1)[0][0] if named else None


def find_number(lembar: Lembar, *, start: int = 0) -> str | None:
    """Return the number behind `Nomor :`, without spaces, what cannot be read as `…`.

    None where the page has no such line; `…` where its place is blank.

    Args:
        lembar: the page.
        start: first line to look at.
    """
    lines = lembar.tata_letak.baris
    for at in range(start, min(len(lines), start + 25)):
        text = flatten(lines[at].teks)
        match = re.match(r"^\W*n[o0]m[o0]r\b\W{0,4}(.*)$", text, flags=re.IGNORECASE)
        if not match or not _is_own_number(match.group(1)):
            continue
        rest = re.sub(r"^(?:\W*nomor\b\W*)+", "", match.group(1), flags=re.IGNORECASE)
        rest = re.sub(r"\s+tahun\s+20\d\d\W*$", "", rest, flags=re.IGNORECASE)
        line = lines[at]
        if not re.search(r"\d", rest) and at + 1 < len(lines):
            below = flatten(lines[at + 1].teks)
            if re.match(r"^[:\s/]*[\w.]+\s*/", below) and re.search(r"\d", below):
                rest, line = rest + below, lines[at + 1]
        return _clean_number(rest, line, lembar)
    return None


def _is_own_number(teks: str) -> bool:
    """Say whether what stands behind `Nomor` is a decree's own, not that of one it cites.

    Its year may stand behind it (`NOMOR 188/45 TAHUN 2025`), and then nothing else.
    """
    if re.search(r"\btentang\b", teks, flags=re.IGNORECASE):
        return False
    year = re.search(r"\btahun\b(.*)$", teks, flags=re.IGNORECASE)
    return year is None or re.fullmatch(r"\W*20\d\d\W*", year.group(1)) is not None


def _clean_number(teks: str, baris: Baris, lembar: Lembar) -> str:
    """Drop spaces; letters of no number, dots to write on and blank parts become `…`."""
    text = normalise(teks).strip(" :.;")
    if lembar.tata_letak.halaman.metode is Metode.OCR:
        for kata in baris.kata:
            if kata.keyakinan < 0.35 and kata.teks in text:
                text = text.replace(kata.teks, UNREAD, 1)
    text = re.sub(r"[._…]{3,}", UNREAD, text)
    raw = text.split("/")
    if lembar.tata_letak.halaman.metode is Metode.OCR:
        # a hand writes a slash that is read as a digit: `12 126` for `12/26`
        raw = [re.sub(r"(?<=\d)\s+(?=\d)", UNREAD, part) for part in raw]
        raw = [UNREAD if re.search(rf"\d{UNREAD}\d", part) else part for part in raw]
    parts = [re.sub(r"\s+", "", part) for part in raw]
    parts = _with_roman_months(parts, baris, lembar)
    cleaned = [_clean_part(part) for part in parts]
    number = "/".join(cleaned)
    if not re.search(r"\d", number):
        return UNREAD  # letters and strokes alone are a hand's, misread
    return re.sub(f"{UNREAD}+", UNREAD, number) or UNREAD


def _with_roman_months(parts: Sequence[str], baris: Baris, lembar: Lembar) -> list[str]:
    """Return a number's parts with the months in Roman numerals that a second reader saw.

    `18/KPTS/I/2025`: the first reader takes a lone `I` for `1`.
    """
    box = baris.kotak.grow(2)
    others = [
        re.sub(r"\s+", "", bacaan.teks).split("/")
        for bacaan in lembar.tata_letak.halaman.bacaan
        if box.contains_point(bacaan.kotak.tengah_x, bacaan.kotak.tengah_y)
    ]
    seen = [other for other in others if len(other) == len(parts)]
    return [
        next((o[at] for o in seen if re.fullmatch(r"I{1,3}", o[at])), part)
        if re.fullmatch(r"[1l|]{1,3}", part)
        else part
        for at, part in enumerate(parts)
    ]


def _clean_part(part: str) -> str:
    if not part:
        return UNREAD
    return re.sub(rf"[^A-Za-z0-9.\-,()&{UNREAD}]+", UNREAD, part)


def find_subject(lembar: Lembar) -> str:
    """Return what stands under `TENTANG` in the head of a decree."""
    lines = lembar.tata_letak.baris
    for at, baris in enumerate(lines):
        if plain(baris.teks) not in ("tentang", "tentano", "tentanc", "t e n t a n g"):
            continue
        taken: list[str] = []
        for below in lines[at + 1 : at + 7]:
            text = flatten(below.teks)
            word = plain(text)
            if _ends_subject(word, text) or (taken and _gap(lines, below) > 3.2):
                break
            taken.append(text)
        return title_case(" ".join(taken)).strip(" ,.;")
    return ""


_BEHIND_SUBJECT = re.compile(
    r"^(?:menimbang|mengingat|dengan rahmat|memutuskan|camat|bupati|kepala|lurah|wali ?kota|"
    r"gubernur|inspektur|direktur|sekretaris)\b"
)


def _ends_subject(word: str, text: str) -> bool:
    return bool(_BEHIND_SUBJECT.match(word)) or text.endswith(",")


def _gap(lines: Sequence[Baris], here: Baris) -> float:
    """Return the distance to the line above, in heights of this line."""
    at = lines.index(here)
    if at == 0:
        return 0.0
    return (here.kotak.y0 - lines[at - 1].kotak.y1) / max(here.kotak.tinggi, 1.0)


def places_and_dates(lembar: Lembar) -> tuple[TempatTanggal, ...]:
    """Return the places and dates of signing on a page, top to bottom."""
    return find_place_and_date("\n".join(baris.teks for baris in _split_lines(lembar)))


def _split_lines(lembar: Lembar) -> tuple[Baris, ...]:
    """Return the page's lines, parted where a gap as wide as four letters stands in them."""
    parts: list[Baris] = []
    for baris in lembar.tata_letak.baris:
        words = [baris.kata[0]]
        for word in baris.kata[1:]:
            if word.kotak.x0 - words[-1].kotak.x1 > 4 * baris.kotak.tinggi:
                parts.append(Baris(tuple(words)))
                words = []
            words.append(word)
        parts.append(Baris(tuple(words)))
    return tuple(parts)


def enacted(lembar: Sequence[Lembar]) -> tuple[str, str]:
    """Return place and date behind `Ditetapkan di … pada tanggal …`, or ("", "")."""
    for page in lembar:
        text = "\n".join(baris.teks for baris in _split_lines(page))
        match = re.search(r"d[il1]tetapkan\s+d[il1]\s*:?\s*", text, flags=re.IGNORECASE)
        if not match:
            continue
        near = text[match.start() : match.start() + 160]
        place = re.match(r"[A-Za-z' ]{3,30}", text[match.end() :].split("\n")[0].strip())
        dates = list(find_dates(near))
        found = next((p for p in find_place_and_date(near) if p.tempat), None)
        where = found.tempat if found else (place.group().strip().title() if place else "")
        return where, dates[0].iso if dates else ""
    return "", ""


def signed(lembar: Sequence[Lembar], *, last: bool = True) -> tuple[str, str]:
    """Return place and date above a signature, of the last page that has one."""
    pages = reversed(lembar) if last else iter(lembar)
    for page in pages:
        found = [p for p in places_and_dates(page) if p.tanggal is not None]
        if found:
            pick = found[-1] if last else found[0]
            assert pick.tanggal is not None
            return pick.tempat, pick.tanggal.iso
    return "", ""


def year_of(tanggal: str) -> int | None:
    """Return the year of an ISO date, None of an empty one."""
    return int(tanggal[:4]) if tanggal[:4].isdigit() else None


def subject_of_decree(lembar: Sequence[Lembar], nomor: str) -> str:
    """Return what a text says that the decree with a number is about, or ""."""
    text = flatten(" ".join(line for page in lembar for line in page.baris))
    wanted = re.sub(r"\W", "", nomor).lower()
    for match in re.finditer(r"\bn(?:omor|o)\b\W{0,4}", text, flags=re.IGNORECASE):
        rest = text[match.end() : match.end() + 400]
        behind = re.search(
            r"\btentang\s+(.+?)(?:\.(?:\s|$)|;|,\s)", rest + " ", flags=re.IGNORECASE
        )
        if not behind or behind.start() > len(nomor) + 30:
            continue
        number = re.sub(r"\W", "", rest[: behind.start()]).lower()
        if number.startswith(wanted) and wanted:
            return behind.group(1).strip()
    return ""


_DECREE_NAMED = re.compile(
    r"keputusan\s+(?:camat|kepala|lurah|inspektur|direktur|sekretaris|bupati|wali\s*kota|gubernur)\b"
    r"[^.;:]{0,90}?\bnomor\s*:?\s*(?P<nomor>[^;:]{3,50}?),?\s+(?:tahun\s+20\d\d,?\s+)?(?:tanggal\b[^;]{5,40}?\s+)?"
    r"tentang\s+(?P<tentang>[^;]{0,60}?indikator\s+kinerja\b[^;]{0,120}?)(?:\.(?:\s|$)|;|,\s|$)",
    re.IGNORECASE,
)


def decree_named(lembar: Sequence[Lembar]) -> tuple[str, str]:
    """Return number and subject of the decree by which a text says it sets its indicators.

    ("", "") where it names none, or two that differ.
    """
    text = flatten(" ".join(line for page in lembar for line in page.baris))
    found = {
        (re.sub(r"\s+", "", match["nomor"]), flatten(match["tentang"]))
        for match in _DECREE_NAMED.finditer(text)
        if re.search(r"\d", match["nomor"])
    }
    return min(found) if len({nomor for nomor, _ in found}) == 1 else ("", "")

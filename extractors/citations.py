"""Regulations cited in running text and in the lists under Mengingat and Menimbang."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rapidfuzz import fuzz

from extractors.kamus import load_register
from extractors.text import Urai, flatten, join_lines, squeeze, tokenise, vocabulary
from schemas.vocabulary import JenisRujukan


@dataclass(frozen=True, slots=True)
class Sitasi:
    """A regulation cited.

    Attributes:
        jenis: kind of regulation.
        nomor: as printed, without spaces, its own year included where it has one
            (`PER/9/M.PAN/5/2007`); empty where it is left blank.
        tahun: the year, from `Tahun …` or from the number; None where none is printed.
        tentang: the title, on one line.
        teks: the whole citation as printed, from `awal` to `akhir` of the text.
        awal: where it begins.
        akhir: where it ends.
        sebutan: how the kind is named (`Peraturan Menteri Dalam Negeri`).
        pengubah: named only as what amended the regulation cited before it.
        tahun_singkat: the year is printed with two digits (`tahun 21`).
    """

    jenis: JenisRujukan
    nomor: str
    tahun: int | None
    tentang: str
    teks: str
    awal: int
    akhir: int
    sebutan: str = ""
    pengubah: bool = False
    tahun_singkat: bool = False


@dataclass(frozen=True, slots=True)
class Peraturan:
    """A regulation of the register: what a citation of it should say.

    `tentang_lain` holds short or usual titles that are no mistake; `sumber` says where
    to check.
    """

    jenis: JenisRujukan
    nomor: str
    tahun: int
    tentang: str
    sumber: str
    tentang_lain: tuple[str, ...] = ()


def find_citations(teks: str) -> tuple[Sitasi, ...]:
    """Find the regulations cited in a text, in order, one entry each.

    Regulations named inside the title of another (`tentang Penetapan Peraturan
    Pemerintah Pengganti …`) are part of that title. Those that amended a regulation
    (`sebagaimana telah diubah dengan …`) have an entry of their own, `pengubah`.
    """
    heads = _heads(teks)
    found: list[Sitasi] = []
    title_end = -1
    for i, head in enumerate(heads):
        if head.awal < title_end:
            continue
        limit = next((later.awal for later in heads[i + 1 :] if _stands_alone(teks, later)), None)
        citation = _read(teks, head, limit)
        if citation is not None:
            found.append(citation)
            title_end = citation.akhir
    return tuple(found)


def regulation(jenis: JenisRujukan, nomor: str, tahun: int | None) -> Peraturan | None:
    """Return the regulation of the register with this kind, number and year, if any.

    Leading zeros and the spelling of `PER/09/M.PAN/05/2007` do not matter.
    """
    return _by_number().get((jenis, number_key(nomor), tahun))


@cache
def _by_number() -> dict[tuple[JenisRujukan, str, int | None], Peraturan]:
    found: dict[tuple[JenisRujukan, str, int | None], Peraturan] = {}
    for peraturan in regulations():
        key = (peraturan.jenis, number_key(peraturan.nomor), peraturan.tahun)
        found.setdefault(key, peraturan)
    return found


def find_by_title(jenis: JenisRujukan | None, tentang: str) -> tuple[tuple[Peraturan, float], ...]:
    """Return the regulations whose title is like this one, best first, with 0..1 likeness.

    A title that is cut short or slightly misread still finds its regulation.
    """
    if len(tentang.strip()) < 4:
        return ()
    scored = [
        (p, title_likeness(tentang, p)) for p in regulations() if jenis is None or p.jenis is jenis
    ]
    return tuple(sorted((s for s in scored if s[1] >= 0.6), key=lambda s: (-s[1], s[0].nomor)))


def title_likeness(tentang: str, peraturan: Peraturan) -> float:
    """Return how alike a printed title is to one of a regulation's titles, 0..1.

    A title cut short at its end counts as far as it goes, if it has three words or more.
    """
    wanted = flatten(tentang).lower().strip(" .,;")
    best = 0.0
    for title in (peraturan.tentang, *peraturan.tentang_lain):
        plain = title.lower()
        best = max(best, fuzz.ratio(wanted, plain) / 100)
        if len(wanted.split()) >= 3:
            best = max(best, fuzz.ratio(wanted, plain[: len(wanted)]) / 100)
    return best


def number_key(nomor: str) -> str:
    """Return a number for comparison.

    `PER/09/M.PAN/05/2007` -> `9/M.PAN/5/2007`, `39/2006` -> `39`.
    """
    plain = re.sub(r"\s", "", nomor).upper()
    plain = re.sub(r"^PER[/.]", "", plain)
    plain = re.sub(r"^([0-9]+)/(?:19|20)[0-9]{2}$", r"\1", plain)
    parts = [part.lstrip("0") or "0" for part in re.split(r"[/]", plain)]
    return "/".join(parts)


@cache
def regulations() -> tuple[Peraturan, ...]:
    """Return the register of regulations."""
    rows = load_register("peraturan")["peraturan"]
    return tuple(
        Peraturan(
            JenisRujukan(row["jenis"]), str(row["nomor"]), int(row["tahun"]), row["tentang"],
            row["sumber"], tuple(row.get("tentang_lain", ())),
        )
        for row in rows
    )  # fmt: skip


# -- heads: where a regulation is named -------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Head:
    jenis: JenisRujukan
    awal: int
    akhir: int
    singkat: bool


def _heads(teks: str) -> list[_Head]:
    text = tokenise(teks)
    vocab = text.doc.vocab
    spans: list[tuple[int, int, str]] = [
        (start, end, vocab.strings[match_id]) for match_id, start, end in _matcher()(text.doc)
    ]
    spans.sort(key=lambda span: (span[0], -span[1]))
    heads: list[_Head] = []
    taken_to = 0
    for start, end, name in spans:
        if start < taken_to or not _names_regulation(text, start, end):
            continue
        taken_to = end
        jenis, _, form = name.partition(":")
        head = _Head(
            JenisRujukan(jenis), text.awal[start], text.akhir[end - 1], form == "singkatan"
        )
        if _numbered(teks, head):
            heads.append(head)
    return heads


@cache
def _matcher() -> Any:
    from spacy.matcher import Matcher

    matcher = Matcher(vocabulary())
    mark = {"TEXT": {"IN": ["-", "‐", "–", "/", "."]}, "OP": "?"}
    for jenis, names in load_register("jenis_peraturan").items():
        for form in ("sebutan", "singkatan"):
            patterns = []
            for name in names[form]:
                pattern: list[dict[str, Any]] = []
                for word in name.split():
                    pattern += [mark, {"LOWER": word}] if pattern else [{"LOWER": word}]
                patterns.append(pattern)
            matcher.add(f"{jenis}:{form}", patterns)
    return matcher


def _names_regulation(text: Urai, start: int, end: int) -> bool:
    before = text.doc[start - 1].text.lower() if start else ""
    after = text.doc[end].text.lower() if end < len(text.doc) else ""
    if before == "surat" and text.doc[start].text.lower() == "menteri":  # a letter
        return False
    return after not in ("dasar", "perundang", "an")


_NUMBERED = re.compile(
    r"\s*(?P<antara>[^;:(]{0,160}?)[\s,]*\b(?:nomor|nomer|no|nornor)\b\s*[.:]*\s*", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?!(?:tahun|th|thn|tentang)\b)(?P<nomor>[0-9A-Za-z…._]"
    r"(?:[0-9A-Za-z./…_-]|\s*/\s*|\s+(?=/)|(?<=[/.])\s+(?=[0-9A-Z])){0,50})"
)
_YEAR = re.compile(
    r"[\s,.]*(?:tahun|thn|th)\b\s*[.:]*\s*(?P<tahun>(?:19|20)[0-9]{2}|[0-9]{2})?(?![0-9])", re.I
)
_ON = re.compile(
    r"[\s,]*(?:\([^)]{0,20}\)\s*)?(?:tanggal\s+[0-9]{1,2}\s+[a-z]+\s+(?:19|20)[0-9]{2}[\s,]*)?"
    r"tentan[gq]\b[\s.:]*",
    re.I,
)
_SHORT_NUMBER = re.compile(
    r"\s*(?P<nomor>[0-9]{1,3}\s*/\s*(?:19|20)[0-9]{2}|[0-9]{1,3}(?=\s+(?:tahun|th)))", re.I
)


def _numbered(teks: str, head: _Head) -> bool:
    """Say whether a number or year follows the head, with at most a few words between."""
    window = teks[head.akhir : head.akhir + 220]
    if _SHORT_NUMBER.match(window):
        return True
    match = _NUMBERED.match(window)
    if match:
        between = match.group("antara")
        return _only_qualifies(between, 3 if head.singkat else 14)
    year = re.match(
        r"(?P<antara>[^;:(]{0,80}?)\s*\btahun\s+(?:19|20)[0-9]{2}\s+tentang\b", window, re.I
    )
    return bool(year) and _only_qualifies(year.group("antara") if year else "", 8)


def _only_qualifies(between: str, most: int) -> bool:
    """Say whether words between head and number only say whose regulation it is."""
    words = between.split()
    hidden = re.search(
        r"\b(?:tentang|sebagaimana|peraturan|undang|keputusan|pasal|yang|dalam\s+hal)\b|[.]\s+[A-Z]|\n\s*\n",
        between, re.I,
    )  # fmt: skip
    return len(words) <= most and hidden is None


_ENDERS = re.compile(
    r"(?:^|[,;:)\n.\"”]|\b(?:dan|serta|dengan|jo|juncto|berdasarkan|mengacu\s+pada|sesuai|[0-9]{1,2}[.)]))\s*$",
    re.IGNORECASE,
)


def _stands_alone(teks: str, head: _Head) -> bool:
    """Say whether a head may begin a citation of its own while another's title runs."""
    return bool(_ENDERS.search(teks[max(0, head.awal - 30) : head.awal]))


# -- from a head to a citation ----------------------------------------------------------


def _read(teks: str, head: _Head, limit: int | None) -> Sitasi | None:
    end = len(teks) if limit is None else limit
    nomor, tahun, short_year, at = _number_and_year(teks, head, end)
    title, akhir = _title(teks, at, end, head.jenis, nomor, tahun)
    between = teks[head.akhir : at]
    before = teks[max(0, head.awal - 90) : head.awal]
    amended = re.search(r"\b(?:di\s?ubah|perubahan\S*)\b[^;]{0,60}\bdengan\s*$", before, re.I)
    return Sitasi(
        _ministry(head.jenis, between),
        nomor,
        tahun,
        title,
        teks[head.awal : akhir],
        head.awal,
        akhir,
        squeeze(teks[head.awal : head.akhir]),
        amended is not None,
        short_year,
    )


def _ministry(jenis: JenisRujukan, between: str) -> JenisRujukan:
    """Return the kind of a `Peraturan Menteri` whose ministry is misread."""
    if jenis is not JenisRujukan.PERMEN:
        return jenis
    named = flatten(re.split(r"\b(?:nomor|no)\b", between, flags=re.I)[0]).lower()
    ministries = {
        "dalam negeri": JenisRujukan.PERMENDAGRI,
        "pendayagunaan aparatur negara dan reformasi birokrasi": JenisRujukan.PERMENPANRB,
        "negara pendayagunaan aparatur negara": JenisRujukan.PERMENPANRB,
    }
    for name, kind in ministries.items():
        if fuzz.ratio(named[: len(name) + 3], name) >= 85:
            return kind
    return jenis


def _number_and_year(teks: str, head: _Head, end: int) -> tuple[str, int | None, bool, int]:
    """Return number, year, whether it has two digits, and where they end."""
    at = head.akhir
    nomor = ""
    short = _SHORT_NUMBER.match(teks, at, end)
    label = _NUMBERED.match(teks, at, end)
    if short:
        nomor, at = re.sub(r"\s", "", short.group("nomor")), short.end()
    elif label and _only_qualifies(label.group("antara"), 14):
        at = label.end()
        number = _NUMBER.match(teks, at, end)
        if number and re.search(r"[0-9]", number.group("nomor")):
            nomor = re.sub(r"\s", "", number.group("nomor")).strip(".,_-…")
            at = number.end()
        elif number and not number.group("nomor").strip("._… "):
            at = number.end()
    else:
        year_only = re.compile(r"[^;:(]{0,80}?(?=\btahun\b)", re.I).match(teks, at, end)
        at = year_only.end() if year_only else at
    year = _YEAR.match(teks, at, end)
    if year and year.group("tahun"):
        printed = year.group("tahun")
        return (
            nomor,
            int(printed) + (2000 if len(printed) == 2 else 0),
            len(printed) == 2,
            year.end(),
        )
    at = year.end() if year else at
    own = re.search(r"(?:^|[/.-])((?:19|20)[0-9]{2})$", nomor)
    return nomor, int(own.group(1)) if own else None, False, at


_TITLE_END = re.compile(
    r"""[;“”"<]|\(\s*(?:lembaran|berita|tambahan|lembar)\b
    |(?<!\bdan)(?<!\bdi)(?<!\batas)(?<!\bTata)(?<!\bdalam)(?<!\bLingkungan)\n\s*\n
    |[\n\s]\(?[0-9]{1,2}[.)]\s+(?=[A-Z])|\n\s*\(?[0-9a-z]{1,2}[.)]\s|\n\s*[-•▪■✓]\s
    |(?<!\bKab)(?<!\bNo)(?<!\bTh)(?<!\bTk)(?<!\b[A-Z])\.(?:\s|$)
    |[,\s]\s*\b(?:sebagaimana|sebagai\s+berikut|sebagai\s+bentuk|perlu\s+(?:menetapkan|di)|dipandang|maka\b
      |yang\s+(?:pelaksanaannya|telah|menyatakan|mengatur)|dan\s+mengacu|dengan\s+(?:ini|skala)|tersebut|MEMUTUSKAN)
    |,?\s+(?:dan|serta)\s*$|[,:]\s*$|:\s""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_SMALL = {
    "dan", "di", "atas", "yang", "dalam", "serta", "dengan", "untuk", "pada", "atau", "ke", "dari",
    "tentang", "terhadap", "bagi", "oleh", "antara", "secara", "lingkungan", "tahun", "sampai",
    "menjadi", "kepada", "sebagai", "dan/atau", "nomor", "antar", "melalui", "lingkup", "tingkat",
}  # fmt: skip


_NEVER_IN_TITLES = {
    "bahwa", "agar", "sehingga", "yaitu", "adalah", "merupakan", "maka", "telah", "mempunyai",
    "bertujuan", "sesuai", "sebagaimana", "berikut", "dapat", "akan",
}  # fmt: skip


def _title(
    teks: str, at: int, end: int, jenis: JenisRujukan, nomor: str, tahun: int | None
) -> tuple[str, int]:
    """Return the title behind `tentang` and where the citation ends."""
    on = _ON.match(teks, at, end)
    if on is None:
        return "", at
    stop = _TITLE_END.search(teks, on.end(), end)
    raw = teks[on.end() : stop.start() if stop else end]
    raw = raw[: _sentence_goes_on(raw)]
    known = regulation(jenis, nomor, tahun)
    if known is not None:
        titles = (known.tentang, *known.tentang_lain)
        raw = raw[: min(_like_register(raw, title) for title in titles)]
    raw = re.sub(r"(?:[\s,.:]|\b(?:dan|serta|maka|dengan|pada|dalam)\s*$)+$", "", raw)
    return squeeze(join_lines(raw)), on.end() + len(raw)


def _sentence_goes_on(raw: str) -> int:
    """Return where a title in capitals gives way to the sentence around it."""
    words = list(re.finditer(r"[^\s,]+", raw))
    named = [word for word in words[:3] if word.group()[0].isupper()]
    if len(named) < min(2, len(words)):
        return len(raw)
    for i, word in enumerate(words):
        text = word.group()
        if text[0].islower() and text.lower().strip(".,") not in _SMALL and text[0].isalpha():
            goes_on = _hyphenated(raw, word) or _capital_follows(words, i)
            if text in _NEVER_IN_TITLES or not goes_on:
                return word.start()
    return len(raw)


def _hyphenated(raw: str, word: re.Match[str]) -> bool:
    return raw[: word.start()].rstrip().endswith("-")


def _capital_follows(words: Sequence[re.Match[str]], i: int) -> bool:
    """Say whether the title goes on after one word in small letters."""
    after = (word.group() for word in words[i + 1 : i + 4])
    following = next((text for text in after if text.lower() not in _SMALL), "")
    return following[:1].isupper()


def _like_register(raw: str, title: str) -> int:
    """Return where the registered title ends in the printed text, if it begins with it."""
    words = list(re.finditer(r"\S+", raw))
    size = len(title.split())
    best, best_end = 0.0, len(raw)
    for count in range(max(1, size - 2), min(len(words), size + 2) + 1):
        printed = " ".join(word.group() for word in words[:count])
        score = fuzz.ratio(printed.lower().strip(" ,.;"), title.lower())
        if score > best:
            best, best_end = score, words[count - 1].end()
    return best_end if best >= 93 else len(raw)


def merge_repeats(sitasi: Sequence[Sitasi]) -> tuple[Sitasi, ...]:
    """Return the citations with repeats of one regulation left out, the fullest kept."""
    kept: dict[tuple[JenisRujukan, str, int | None], Sitasi] = {}
    for item in sitasi:
        key = (item.jenis, number_key(item.nomor), item.tahun)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = item
        elif len(item.tentang) > len(earlier.tentang):
            kept[key] = replace(earlier, tentang=item.tentang)
    return tuple(kept.values())

"""Units of local government: recognised in text, and corrected by the register of regions.

The register is `kamus/wilayah.csv` (provinces, kabupaten and kota, kecamatan with their
codes). A misread name is put right only where one name of the register is clearly
nearest; `skor` says how near, and `terdaftar` whether the name is in the register.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rapidfuzz import fuzz, process

from extractors.kamus import load_register, load_table
from extractors.text import normalise, squeeze


class JenisUnit(StrEnum):
    """What a unit is."""

    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    PERANGKAT_DAERAH = "perangkat_daerah"
    KABUPATEN = "kabupaten"
    KOTA = "kota"
    PROVINSI = "provinsi"


PEMDA = (JenisUnit.KABUPATEN, JenisUnit.KOTA, JenisUnit.PROVINSI)
"""The kinds that are local governments; the others are units of one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or local government named in a text.

    Attributes:
        jenis: what it is.
        nama: canonical name, `Kecamatan Kencong`, `Kabupaten Jember`.
        kode: code of the region (`35.09.02`), empty where it is not certain.
        teks: as printed, from `awal` to `akhir` of the text.
        skor: how near the printed name is to the register, 0..1; 0 if not in it.
        terdaftar: the name stands in the register (or was put right by it).
        dari_jabatan: named through its head (`CAMAT KENCONG`, `Bupati Jember`).
    """

    jenis: JenisUnit
    nama: str
    kode: str
    teks: str
    awal: int
    akhir: int
    skor: float
    terdaftar: bool
    dari_jabatan: bool = False

    @property
    def diluruskan(self) -> bool:
        """Whether the printed name differs from the register's."""
        return self.terdaftar and self.skor < 1


@dataclass(frozen=True, slots=True)
class Wilayah:
    """A row of the register: `35.09.02`, `Kencong`."""

    kode: str
    nama: str


def find_unit(teks: str, *, pemda: str = "") -> tuple[Unit, ...]:
    """Find the units and local governments named in a text, in order.

    Args:
        teks: a heading, a letterhead, a line of text.
        pemda: the local government it belongs to, where known (`Kabupaten Jember`);
            else one named in the text itself narrows the register down.
    """
    teks = _set_closely(teks)
    governments = _governments(teks)
    home = pemda or next((unit.nama for unit in governments), "")
    found = [*governments, *_kecamatan(teks, home), *_kelurahan(teks), *_offices(teks)]
    return tuple(sorted(_without_overlap(found), key=lambda unit: unit.awal))


_SET_APART = re.compile(r"(?<!\S)(?:[A-Z] ){5,}[A-Z](?!\S)")


def _set_closely(teks: str) -> str:
    """Return a text whose words that are set letter by letter are words again.

    `K A B U P A T E N J E M B E R` keeps no trace of where its words part; the register
    tells. What it does not know is left out: no part of a name.
    """
    return _SET_APART.sub(lambda match: _as_government(match.group().replace(" ", "")), teks)


def _as_government(letters: str) -> str:
    for kind in (JenisUnit.KABUPATEN, JenisUnit.KOTA, JenisUnit.PROVINSI):
        for plain in _government_names(kind):
            if letters.lower() == kind.value + plain.replace(" ", ""):
                return f"{kind.value} {plain}".upper()
    return ""


def wrapped_offices(first: str, second: str) -> tuple[tuple[str, str], ...]:
    """Return the offices whose name runs over from one line of a heading to the next.

    Args:
        first: a line.
        second: the line set like it right below.

    Returns:
        (name on the first line alone, whole name), in canonical form; the first is ""
        where only the opening word stands there.
    """
    start = re.sub(r"^[^\w(]+", "", second).strip()
    pattern = re.compile(rf"(?<![\w-])(?:{_openers()})\b", re.IGNORECASE)
    found = []
    for match in pattern.finditer(first):
        head = first[match.start() :].strip()
        part = _office_name(head)
        whole = _office_name(f"{head} {start}")
        rest = head[len(part) :].strip(" ,").lower()
        ends_there = not part or rest in ("", "dan", "serta", "&")
        longer = len(whole) > len(head) + 1 and len(whole.split()) <= 12
        if ends_there and longer and head.isupper() == whole.isupper():
            found.append((title_case(part), title_case(whole)))
    return tuple(found)


def short_names_in(teks: str) -> tuple[str, ...]:
    """Return the whole names of the offices that a text names by a fixed abbreviation."""
    register: dict[str, str] = load_register("perangkat_daerah")["nama_singkat"]
    found = [
        (match.start(), name)
        for short, name in register.items()
        for match in re.finditer(rf"(?<![\w-]){re.escape(short)}(?![\w-])", teks, re.IGNORECASE)
    ]
    return tuple(name for _, name in sorted(found))


def initials(nama: str) -> str:
    """Return the first letters of a name's words, small words left out (`BPBD`)."""
    words = [word for word in re.findall(r"[^\W\d_]+", nama) if word.lower() not in _SMALL]
    return "".join(word[0].upper() for word in words)


_SMALL = frozenset(("dan", "serta", "di", "atas"))


def government_of(unit: str) -> str:
    """Return the local government that a kecamatan belongs to, where only one has its name."""
    kind, _, name = unit.partition(" ")
    if kind.lower() != JenisUnit.KECAMATAN:
        return ""
    codes = _kecamatan_codes("").get(_plain(name), ())
    if len(codes) != 1:
        return ""
    found = unit_of_code(codes[0])
    return found[1] if found else ""


def main_unit(units: Sequence[Unit]) -> tuple[str, str]:
    """Return the names of the unit and the local government that a text is headed by.

    The unit that is named most often counts, the first of equals; a name of the
    register goes before one that is not. Empty where none is named.
    """
    offices = [unit for unit in units if unit.jenis not in PEMDA]
    governments = [unit for unit in units if unit.jenis in PEMDA]
    return _most_named(offices), _most_named(governments)


def code_of(unit: str, pemda: str = "") -> str:
    """Return the code of a kecamatan, kabupaten, kota or provinsi by its canonical name.

    Empty where the register does not know it, or knows several and `pemda` does not
    tell which.
    """
    kind, _, name = unit.partition(" ")
    if kind.lower() != JenisUnit.KECAMATAN:
        return _government_codes().get(_plain(unit), "")
    codes = _kecamatan_codes(pemda).get(_plain(name), ())
    return codes[0] if len(codes) == 1 else ""


def unit_of_code(kode: str) -> tuple[str, str] | None:
    """Return (unit, pemda) of a region code: `35.09.02` -> Kecamatan Kencong, Kabupaten Jember.

    A code of a kabupaten, kota or provinsi gives ("", its name). None where the register
    has no such code.
    """
    name = _names_by_code().get(kode)
    if name is None:
        return None
    if kode.count(".") < 2:
        return "", name if kode.count(".") == 1 else f"Provinsi {name}"
    return f"Kecamatan {name}", _names_by_code()[kode.rsplit(".", 1)[0]]


def codes_in(teks: str) -> tuple[str, ...]:
    """Return the region codes of kecamatan that stand in a text, such as a decree's number."""
    found = re.findall(r"(?<![0-9.])[0-9]{2}\.[0-9]{2}\.[0-9]{2}(?![0-9.])", teks)
    return tuple(code for code in found if code in _names_by_code())


# -- local governments ------------------------------------------------------------------

_GOVERNMENT = re.compile(
    r"\b(?P<jenis>kabupaten|kab\.|kab(?=\s)|kota|provinsi|propinsi|pemkab|pemkot|pemprov|"
    r"bupati|wali\s?kota|gubernur)\s*(?!\s*/)(?P<rest>[A-Za-z][^\n,;:()/]{2,60})",
    re.IGNORECASE,
)
_KINDS = {
    "kabupaten": JenisUnit.KABUPATEN,
    "kab": JenisUnit.KABUPATEN,
    "pemkab": JenisUnit.KABUPATEN,
    "bupati": JenisUnit.KABUPATEN,
    "kota": JenisUnit.KOTA,
    "pemkot": JenisUnit.KOTA,
    "walikota": JenisUnit.KOTA,
    "provinsi": JenisUnit.PROVINSI,
    "propinsi": JenisUnit.PROVINSI,
    "pemprov": JenisUnit.PROVINSI,
    "gubernur": JenisUnit.PROVINSI,
}
_HEADS = {"bupati", "walikota", "gubernur"}


def _governments(teks: str) -> list[Unit]:
    found: list[Unit] = []
    at = 0
    while match := _GOVERNMENT.search(teks, at):
        at = match.end("jenis")
        word = re.sub(r"[\s.]", "", match.group("jenis").lower())
        kind = _KINDS[word]
        hit = _match_name(match.group("rest"), _government_names(kind))
        if hit is None:
            continue
        name, printed, score = hit
        start = match.start("rest")
        at = start + len(printed)
        full = name if name.startswith(("Kabupaten ", "Kota ")) else _with_kind(kind, name)
        found.append(
            Unit(
                kind, full, _government_codes().get(_plain(full), ""), teks[match.start() : at],
                match.start(), at, score, True, word in _HEADS,
            )
        )  # fmt: skip
    return found


def _with_kind(kind: JenisUnit, name: str) -> str:
    return f"{kind.value.capitalize()} {name}"


# -- kecamatan and kelurahan ------------------------------------------------------------

_KECAMATAN = re.compile(
    r"\b(?P<jenis>kecamatan|kec\.|[ck]amat)\s+(?P<rest>[A-Za-z][^\n,;:()/]{2,60})", re.IGNORECASE
)
_KELURAHAN = re.compile(
    r"\b(?P<jenis>(?i:kelurahan|lurah))\s+(?P<rest>[A-Z][A-Za-z'-]*(?:\s+[A-Z][A-Za-z'-]*){0,2})"
)


def _kecamatan(teks: str, home: str) -> list[Unit]:
    names = _kecamatan_names(home)
    found: list[Unit] = []
    for match in _KECAMATAN.finditer(teks):
        rest = re.sub(r"^kecamatan\s+", "", match.group("rest"), flags=re.I)
        start = match.end("rest") - len(rest)
        by_head = match.group("jenis").lower() in ("camat", "kamat")
        hit = _match_name(rest, names)
        whole = _printed_name(rest)
        if hit is None or (not home and whole and _goes_further(whole[1], hit[1], rest)):
            hit = whole
        if hit is None:
            continue
        name, printed, score = hit
        unit = f"Kecamatan {name}"
        found.append(
            Unit(
                JenisUnit.KECAMATAN, unit, code_of(unit, home) if score else "",
                teks[match.start() : start + len(printed)], match.start(), start + len(printed),
                score, score > 0, by_head,
            )
        )  # fmt: skip
    return found


def _goes_further(whole: str, known: str, rest: str) -> bool:
    """Say whether a printed name goes on behind what the register of all regions knows of it.

    A name of two words may begin like one of the many names of the country. The longer one
    counts where the text ends with it, or goes on with what is no part of a name.
    """
    ends = not rest[len(whole) :].strip(" .") or len(whole.split()) < _LONGEST
    return len(whole) > len(known) and ends


def _kelurahan(teks: str) -> list[Unit]:
    found = []
    for match in _KELURAHAN.finditer(teks):
        hit = _printed_name(match.group("rest"))
        if hit is not None:
            end = match.start("rest") + len(hit[1])
            printed = teks[match.start() : end]
            found.append(
                Unit(
                    JenisUnit.KELURAHAN, f"Kelurahan {hit[0]}", "", printed, match.start(), end,
                    0.0, False, match.group("jenis").lower() == "lurah",
                )
            )  # fmt: skip
    return found


_LONGEST = 3
"""The name of a kecamatan or kelurahan has so many words at most."""


def _printed_name(rest: str) -> tuple[str, str, float] | None:
    """Return the capitalised words that a name is printed with, where no register has it."""
    words: list[str] = []
    stop = _register("pengakhir") | _register("bukan_nama")
    for word in re.findall(r"\S+", rest):
        plain = word.strip(".,").lower()
        if plain in stop or not word[0].isupper() or not plain.isalpha() or len(words) == _LONGEST:
            break
        words.append(word)
    printed = re.match(r"\s*".join(map(re.escape, words)), rest) if words else None
    return (title_case(" ".join(words)), printed.group(), 0.0) if printed else None


# -- other offices ----------------------------------------------------------------------


def _offices(teks: str) -> list[Unit]:
    pattern = re.compile(rf"(?<![\w-])(?:{_openers()})\b", re.IGNORECASE)
    found: list[Unit] = []
    for match in pattern.finditer(teks):
        line_end = teks.find("\n", match.start())
        rest = teks[match.start() : line_end if line_end >= 0 else len(teks)]
        printed = _office_name(rest)
        if printed:
            head = re.search(
                r"\b(?:kepala|sekretaris|inspektur|plt\.?)\s+$", teks[: match.start()], re.I
            )
            found.append(
                Unit(
                    JenisUnit.PERANGKAT_DAERAH, title_case(printed), "", printed, match.start(),
                    match.start() + len(printed), 0.0, False, head is not None,
                )
            )  # fmt: skip
    return found


@cache
def _openers() -> str:
    return "|".join(sorted(load_register("perangkat_daerah")["pembuka"], key=len, reverse=True))


def _office_name(rest: str) -> str:
    """Return the name of an office at the start of a line's rest; empty if it is none."""
    stop = _register("pengakhir")
    words = list(re.finditer(r"[^\s]+", rest))
    end, taken = 0, 0
    for i, word in enumerate(words):
        text = word.group()
        plain = text.strip(",.;:()").lower()
        if i and (plain in stop or plain.isdigit() or text.startswith("(")):
            break
        small = plain in ("dan", "serta", "&", "di")
        if not small and not text[0].isupper():
            break
        if not small:
            end, taken = word.end(), taken + 1
        if text[-1] in ".;:)" or (text.endswith(",") and not _list_goes_on(words[i + 1 :])):
            break
    name = rest[:end].rstrip(" ,.;:()")
    alone = name.lower() in _register("tunggal")
    kantor = name.lower().startswith("kantor kecamatan")
    return name if (taken >= 2 or alone) and not kantor else ""


def _list_goes_on(words: Sequence[re.Match[str]]) -> bool:
    """Say whether behind a comma a list runs on to `dan` (`Pembangunan, Riset dan Inovasi`)."""
    for word in words[:5]:
        if word.group().lower() in ("dan", "serta", "&"):
            return True
        if not word.group()[0].isupper():
            return False
    return False


def title_case(nama: str) -> str:
    """Return a name printed in capitals in ordinary case; mixed case stays as printed."""
    plain = squeeze(normalise(nama))
    keep = _register("singkatan")
    if not plain.isupper():
        return plain
    words = [
        word if word.lower().strip("().,") in keep
        else word.lower() if word.lower() in ("dan", "serta", "di")
        else word.capitalize()
        for word in plain.split()
    ]  # fmt: skip
    return " ".join(words)


# -- the register -----------------------------------------------------------------------


def _match_name(rest: str, names: dict[str, str]) -> tuple[str, str, float] | None:
    """Find a name of the register at the start of a text.

    Returns (name, as printed, score), or None. The longest exact name wins; a near one
    counts only if no other is nearly as near.
    """
    words = list(re.finditer(r"[^\s.]+", rest))[:4]
    for count in range(len(words), 0, -1):
        printed = rest[: words[count - 1].end()]
        exact = names.get(_plain(printed))
        if exact is not None:
            return exact, printed, 1.0
    if not words or not words[0].group()[0].isupper():
        return None
    if words[0].group().lower() in _register("bukan_nama") | _register("pengakhir"):
        return None
    best: tuple[str, str, float] | None = None
    for count in range(min(len(words), 3), 0, -1):
        printed = rest[: words[count - 1].end()]
        near = _nearest(_plain(printed), names)
        if near is not None and (best is None or near[1] > best[2]):
            best = (near[0], printed, near[1])
    return best


def _nearest(plain: str, names: dict[str, str]) -> tuple[str, float] | None:
    """Return the one name that is clearly nearest, with its score 0..1."""
    if len(plain) < 4:
        return None
    ranked = process.extract(plain, list(names), scorer=fuzz.ratio, limit=2, score_cutoff=70)
    if not ranked:
        return None
    least = 80 if len(plain) >= 5 and len(names) < 1000 else 88
    margin = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0)
    if ranked[0][1] < least or margin < 8:
        return None
    return names[ranked[0][0]], ranked[0][1] / 100


def _plain(nama: str) -> str:
    return re.sub(r"[^a-z0-9]", "", nama.lower())


@cache
def _rows() -> tuple[Wilayah, ...]:
    return tuple(Wilayah(row["kode"], row["nama"]) for row in load_table("wilayah"))


@cache
def _names_by_code() -> dict[str, str]:
    return {row.kode: row.nama for row in _rows()}


@cache
def _government_codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in _rows():
        if row.kode.count(".") == 1:
            codes[_plain(row.nama)] = row.kode
        elif "." not in row.kode:
            codes[_plain(f"Provinsi {row.nama}")] = row.kode
    return codes


@cache
def _government_names(kind: JenisUnit) -> dict[str, str]:
    """Return {name without its kind, in plain letters: full name} of one kind."""
    if kind is JenisUnit.PROVINSI:
        return {_plain(row.nama): row.nama for row in _rows() if "." not in row.kode}
    prefix = "Kabupaten " if kind is JenisUnit.KABUPATEN else "Kota "
    return {
        _plain(row.nama.removeprefix(prefix)): row.nama
        for row in _rows()
        if row.kode.count(".") == 1 and row.nama.startswith(prefix)
    }


@cache
def _kecamatan_of(pemda: str) -> tuple[Wilayah, ...]:
    """Return the kecamatan of a kabupaten, kota or provinsi; all where it is not known."""
    code = _government_codes().get(_plain(pemda), "") if pemda else ""
    return tuple(
        row
        for row in _rows()
        if row.kode.count(".") == 2 and row.kode.startswith(f"{code}." if code else "")
    )


@cache
def _kecamatan_names(pemda: str) -> dict[str, str]:
    return {_plain(row.nama): row.nama for row in _kecamatan_of(pemda)}


@cache
def _kecamatan_codes(pemda: str) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for row in _kecamatan_of(pemda):
        name = _plain(row.nama)
        codes[name] = (*codes.get(name, ()), row.kode)
    return codes


@cache
def _register(nama: str) -> frozenset[str]:
    return frozenset(word.lower() for word in load_register("perangkat_daerah")[nama])


def _most_named(units: Iterable[Unit]) -> str:
    counts: dict[str, list[Unit]] = {}
    for unit in units:
        counts.setdefault(unit.nama, []).append(unit)
    ranked = sorted(
        counts.items(),
        key=lambda item: (not any(u.terdaftar for u in item[1]), -len(item[1]), item[1][0].awal),
    )
    return ranked[0][0] if ranked else ""


def _without_overlap(units: list[Unit]) -> list[Unit]:
    """Drop a unit that lies inside a longer one, and an office that swallows a kecamatan."""
    kept: list[Unit] = []
    order = {JenisUnit.PERANGKAT_DAERAH: 1}
    for unit in sorted(units, key=lambda u: (order.get(u.jenis, 0), u.awal)):
        if not any(other.awal < unit.akhir and unit.awal < other.akhir for other in kept):
            kept.append(unit)
    return kept

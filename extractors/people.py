"""Officials: names and degrees, NIP, and the signature blocks at the foot of a naskah.

All boxes are those of the lines given, in the page's frame (points, origin top left).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from statistics import median

from rapidfuzz import fuzz, process

from extractors.dates import Tanggal, find_dates, find_place_and_date, month_number
from extractors.kamus import load_register
from extractors.text import KEPT, normalise, squeeze
from pipeline.geometry.box import Kotak, union
from pipeline.layout.elements import Baris
from pipeline.read.page import Kata


@dataclass(frozen=True, slots=True)
class NipTeks:
    """A NIP in a text: its digits, its place, and whether letters were taken for digits.

    `berlabel` says that the word NIP stands before it.
    """

    nip: str
    awal: int
    akhir: int
    berlabel: bool
    diluruskan: bool


@dataclass(frozen=True, slots=True)
class NamaGelar:
    """A name parted from the degrees before and behind it."""

    depan: str
    nama: str
    belakang: str


@dataclass(frozen=True, slots=True)
class BlokTtd:
    """A signature block.

    Attributes:
        nama: as printed, with degrees; empty where it cannot be read.
        nip: the digits printed, also where they are not 18; empty without NIP.
        jabatan: the lines of the office, joined by a space.
        pangkat: rank or grade as printed.
        peran: role words seen, in their normal form (`pihak pertama`, `verifikator`).
        kotak: the box around all lines of the block.
        ruang: where the signature is expected, between office and name.
        keyakinan: 0..1, the least of its words' and of how well the block was seen.
        tempat: place of signing printed above, empty if none.
        tanggal: date of signing printed above, None if none.
        nip_diluruskan: letters were taken for digits in the NIP.
        nama_diluruskan: the name was read in part; it is one given to `find_signatures`.
    """

    nama: str
    nip: str
    jabatan: str
    pangkat: str
    peran: tuple[str, ...]
    kotak: Kotak
    ruang: Kotak
    keyakinan: float
    tempat: str = ""
    tanggal: Tanggal | None = None
    nip_diluruskan: bool = False
    nama_diluruskan: bool = False


@dataclass(frozen=True, slots=True)
class Isian:
    """A row of a form: `Nama : …`, label in lower case."""

    label: str
    isi: str
    kotak: Kotak


# -- NIP --------------------------------------------------------------------------------

_LOOKALIKE = str.maketrans("lI|iOoQSsBZ", "11110005582")
_D = r"[0-9lI|iOoSsB]"
_LABEL = re.compile(r"\bN\s?\.?\s?[Il1i|!]\s?\.?\s?P(?![A-Za-z])\s*[.:;,=]*\s*")
_LABELLED_DIGITS = re.compile(rf"{_D}(?:[ .\-]{{0,2}}{_D})*(?![A-Za-z])")
_BARE = re.compile(
    r"(?<![\w/])(?:19|20)[0-9]{6}[ .\-]{0,2}(?:19|20)[0-9]{4}[ .\-]{0,2}[0-9][ .\-]{0,2}[0-9]{3}"
    r"(?![\w/])"
)


def find_nip(teks: str) -> tuple[str, ...]:
    """Return the digits of every NIP in a text, in order, in whatever spacing.

    Behind the word NIP any run of eight digits or more counts, as printed, even where
    there are not 18; without it only the shape of a NIP does.
    """
    return tuple(found.nip for found in find_nip_places(teks))


def find_nip_places(teks: str) -> tuple[NipTeks, ...]:
    """Return every NIP in a text with its place; see `find_nip`."""
    found: list[NipTeks] = []
    for label in _LABEL.finditer(teks):
        match = _LABELLED_DIGITS.match(teks, label.end())
        if match is None:
            continue
        digits = re.sub(r"[ .\-]", "", match.group()).translate(_LOOKALIKE)
        if len(digits) >= 8:
            mended = not re.fullmatch(r"[0-9 .\-]+", match.group())
            found.append(NipTeks(digits, label.start(), match.end(), True, mended))
    for match in _BARE.finditer(teks):
        if not any(nip.awal < match.end() and match.start() < nip.akhir for nip in found):
            digits = re.sub(r"[^0-9]", "", match.group())
            found.append(NipTeks(digits, match.start(), match.end(), False, False))
    return tuple(sorted(found, key=lambda nip: nip.awal))


def check_nip(nip: str) -> tuple[str, ...]:
    """Return, in Indonesian, every reason why the digits are no NIP; none if they are.

    A NIP has 18 digits: birth date (8), appointment month (6), sex (1), serial (3),
    after Peraturan Kepala BKN Nomor 22 Tahun 2007.
    """
    if not nip.isdigit():
        return ("NIP memuat tanda selain angka",)
    if len(nip) != 18:
        return (f"NIP {len(nip)} angka, seharusnya 18",)
    reasons = []
    born = _birth_reason(nip[:8])
    if born:
        reasons.append(born)
    year, month = int(nip[8:12]), int(nip[12:14])
    if not 1 <= month <= 12 or not 1940 <= year <= 2100:
        reasons.append(f"bulan pengangkatan {nip[8:14]} tidak mungkin")
    elif not born and _age_in_months(nip[:8], year, month) < 15 * 12:
        reasons.append(f"diangkat {nip[8:14]}, sebelum berumur 15 tahun (lahir {nip[:8]})")
    if nip[14] not in "12":
        reasons.append(f"angka jenis kelamin {nip[14]}, seharusnya 1 atau 2")
    if nip[15:] == "000":
        reasons.append("nomor urut 000")
    return tuple(reasons)


def _birth_reason(digits: str) -> str:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    possible = 1920 <= year <= 2100 and 1 <= month <= 12
    if not possible or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return f"tanggal lahir {digits} tidak mungkin"
    return ""


def _age_in_months(born: str, year: int, month: int) -> int:
    return (year - int(born[:4])) * 12 + month - int(born[4:6])


# -- names ------------------------------------------------------------------------------


@lru_cache(KEPT)
def split_name(teks: str) -> NamaGelar:
    """Part a name from its degrees (`Drs. X, M.Si` -> `Drs.`, `X`, `M.Si`).

    What follows the first comma is degrees; without a comma, the known degrees at the
    end. At least one word stays as the name.
    """
    plain = squeeze(normalise(teks)).strip(" ,;:()_")
    head, _, behind = plain.partition(",")
    tokens = head.split()
    first = 0
    while first < len(tokens) - 1 and _is_degree(tokens[first], "depan", dotted=True):
        first += 1
    last = len(tokens)
    while last > first + 1 and _ends_in_degree(tokens[first:last]):
        last -= 1
    degrees = squeeze(" ".join(tokens[last:]) + (", " if tokens[last:] and behind else "") + behind)
    return NamaGelar(" ".join(tokens[:first]), " ".join(tokens[first:last]), degrees.strip(" ,"))


def commas_before_degrees(nama: str) -> str:
    """Give back the commas that a scan's underline swallows: `UDIN. M.Si` -> `UDIN, M.Si`.

    A stop behind a written-out name, or behind a degree, with a degree after it was a
    comma; stops within degrees and behind shortened names (`Moh.`, `M.`) stay. Of two
    stops the second was the comma (`S.IP.. M.Si.`). Degrees may be set apart (`S. STP`).
    """
    tokens = nama.split()
    for index in range(1, len(tokens)):
        before = tokens[index - 1]
        if not before.endswith(".") or not _degree_at(tokens, index):
            continue
        bare = before.rstrip(".")
        whole = (
            bare if index < 2 or not _is_initial(tokens[index - 2]) else tokens[index - 2] + bare
        )
        is_word = bare.isalpha() and len(bare) >= 4
        is_degree = index > 1 and "." in whole and _is_degree(whole, "belakang", dotted=False)
        if is_word or is_degree:
            tokens[index - 1] = bare + (".," if before.endswith("..") else ",")
    return re.sub(r"\.\.+$", ".", " ".join(tokens))


def _degree_at(tokens: Sequence[str], index: int) -> bool:
    """Say whether a degree stands in a name at a token, whole or set apart (`M.`, `Si`)."""
    token = tokens[index].rstrip(",")
    if _is_degree(token, "belakang", dotted=False):
        return True
    after = tokens[index + 1].rstrip(",") if index + 1 < len(tokens) else ""
    return (
        _is_initial(token) and bool(after) and _is_degree(token + after, "belakang", dotted=False)
    )


def _is_initial(token: str) -> bool:
    return re.fullmatch(r"[A-Z]\.", token) is not None


def same_name(a: str, b: str) -> float:
    """Return how alike two names are, 0..1, degrees, case and punctuation left aside."""
    first, second = _core(a), _core(b)
    if not first or not second:
        return 0.0
    joined = fuzz.ratio(first.replace(" ", ""), second.replace(" ", ""))
    return float(max(fuzz.ratio(first, second), joined)) / 100


@lru_cache(KEPT)
def _core(name: str) -> str:
    return squeeze(re.sub(r"[^\w\s]|_", " ", split_name(name).nama.lower()))


def _ends_in_degree(tokens: list[str]) -> bool:
    last = tokens[-1]
    pair = "".join(tokens[-2:])
    if _is_degree(last, "belakang", dotted=False):
        return "." in last or last.isupper() or (last[:1].isupper() and len(last) <= 4)
    single = re.fullmatch(r"[SM]\.?", last) is not None
    return single or (len(tokens) > 2 and "." in pair and _is_degree(pair, "belakang", dotted=True))


def _is_degree(token: str, side: str, *, dotted: bool) -> bool:
    plain = re.sub(r"[.\s]", "", token).lower()
    if dotted and "." not in token and plain not in ("drs", "dra", "dr", "ir", "prof"):
        return False
    return plain in _degrees()[side] or (side == "belakang" and _is_chain(token))


def _is_chain(token: str) -> bool:
    """Say whether a token is degrees run together: `S.STP.MM`."""
    parts = [part for part in token.lower().split(".") if part]
    return len(parts) > 1 and all(_cut_into_degrees(tuple(parts[i:])) for i in (0,))


def _cut_into_degrees(parts: tuple[str, ...]) -> bool:
    if not parts:
        return True
    known = _degrees()["belakang"]
    return any(
        "".join(parts[:size]) in known and _cut_into_degrees(parts[size:])
        for size in range(1, len(parts) + 1)
    )


@cache
def _degrees() -> dict[str, frozenset[str]]:
    register: dict[str, list[str]] = load_register("gelar")
    return {side: frozenset(names) for side, names in register.items()}


def is_degree(token: str) -> bool:
    """Say whether a word with stops in it is a degree that stands behind names (`S.Sos.`)."""
    return _is_degree(token.rstrip("."), "belakang", dotted=True)


def is_person(teks: str) -> bool:
    """Say whether a text has the form of a person's name, and is no office and no rank."""
    return _looks_like_name(teks) and not _is_rank(teks)


# -- forms ------------------------------------------------------------------------------


def find_form_fields(baris: Sequence[Baris]) -> tuple[Isian, ...]:
    """Return the rows `Nama : …`, `Jabatan : …` of a form, in order.

    A line without label that stands at the value's left edge, right below, continues it.
    """
    rows: list[Isian] = []
    value_x = 0.0
    for line in baris:
        field = _form_field(line)
        if field is not None:
            rows.append(field)
            value_x = _value_x(line)
            continue
        if rows and line.kotak.x0 >= value_x - 4 > 4 and _follows(rows[-1].kotak, line.kotak):
            last = rows[-1]
            rows[-1] = replace(
                last, isi=squeeze(f"{last.isi} {line.teks}"), kotak=union((last.kotak, line.kotak))
            )
        else:
            value_x = 0.0
    return tuple(rows)


_FIELD = re.compile(
    r"^(?:[a-z0-9]{1,2}[.)]\s*)?(?P<label>[A-Za-z][A-Za-z/. ]{1,28}?)\s*:\s*(?P<isi>.*)$"
)


def _form_field(line: Baris) -> Isian | None:
    match = _FIELD.match(line.teks)
    if match is None:
        return _form_field_without_colon(line)
    label = squeeze(match.group("label").lower()).strip(" .")
    if re.sub(r"\s*/\s*", "/", label) not in _register("isian"):
        return None
    return Isian(label, match.group("isi").strip(), line.kotak)


def _form_field_without_colon(line: Baris) -> Isian | None:
    """Read `Nama        Budi Santoso`, where the colon was lost or never printed."""
    parts = part_wide(line)
    if len(parts) != 2 or parts[0].teks.lower().strip(" .") not in ("nama", "jabatan", "nip"):
        return None
    return Isian(parts[0].teks.lower().strip(" ."), parts[1].teks.strip(), line.kotak)


def _value_x(line: Baris) -> float:
    behind = False
    for word in line.kata:
        if behind:
            return word.kotak.x0
        behind = word.teks.endswith(":") or word.teks == ":"
        if word.teks.startswith(":") and len(word.teks) > 1:
            return word.kotak.x0
    parts = part_wide(line)
    return parts[1].kotak.x0 if len(parts) == 2 else 0.0


def _follows(above: Kotak, below: Kotak) -> bool:
    return 0 <= below.y0 - above.y1 + 3 <= 1.2 * max(below.tinggi, 6.0)


# -- signature blocks -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of words of one line without a wide gap: what one block has on that line."""

    baris: Baris
    form: bool

    @property
    def teks(self) -> str:
        return squeeze(normalise(self.baris.teks))

    @property
    def kotak(self) -> Kotak:
        return self.baris.kotak


_LIST_MARK = re.compile(r"^(?:[0-9]{1,2}|[a-hA-H])[.)]\s+")
_SPECKS = " '\"‘’“”|~*•—–-"
"""What strokes of a pen or the edge of a stamp are read as beside words."""
_GRADE = re.compile(r"\(?\b[IVl1]{1,3}\s?[/.]\s?[a-eA-E]\b\)?|/\s*[IV]{1,3}\s[a-eA-E]\b")
_SPLIT_NIP = re.compile(r"^(?P<depan>.*?)\s*(?=\bN\s?\.?\s?[Il1i|!]\s?\.?\s?P(?![A-Za-z]))", re.S)
_TYPED = re.compile(
    r"^[\[(\"']*(?:t\s?t\s?d\.?|cap|tanda tangan|ditandatangani.*|dokumen ini.*)[\])\"']*$", re.I
)
_SENTENCE_WORDS = {
    "yang", "dan", "dengan", "untuk", "dalam", "tentang", "pada", "kepada", "nomor", "tahun",
    "tabel", "sebagai", "adalah", "ini", "dari", "terhadap", "serta", "telp", "jl", "jalan",
    "jumlah", "total", "sumber", "anggaran", "apbd", "program", "kegiatan", "email",
}  # fmt: skip
_DATE_START = re.compile(r"(?:[0-9]{1,2}|(?:19|20)[0-9]{2})$")
_SIGNED_AT = re.compile(r"(?:di)?tetapkan\b|(?:di)?buat\b|(?:pada\s+)?tanggal\b", re.I)
_REGION_START = re.compile(r"^(?:kabupaten|kab\.?|kota|provinsi)\b", re.I)


def find_signatures(
    baris: Sequence[Baris], *, lebar: float, nama_dikenal: Sequence[str] = ()
) -> tuple[BlokTtd, ...]:
    """Find the signature blocks among the lines of a page, top to bottom, left to right.

    A block hangs on a NIP, or on an office heading with a name at a distance below it.
    Blocks side by side are parted where a line has a wide gap. Form rows
    (`Nama : …`) are none; see `find_form_fields`.

    Args:
        baris: the lines of the page, top to bottom.
        lebar: width of the page in points.
        nama_dikenal: names that the same naskah prints elsewhere (`Nama : …`); a name
            under a stamp, read in part, is settled by the one that it fits.
    """
    pieces = _pieces(baris)
    if not pieces:
        return ()
    height = median(piece.kotak.tinggi for piece in pieces) or 10.0
    blocks: list[tuple[BlokTtd, tuple[_Piece, ...]]] = []
    used: set[int] = set()
    anchors = [i for i, piece in enumerate(pieces) if _is_nip_line(piece)]
    for anchor in anchors:
        block = _block_above(pieces, anchor, used, height, lebar, nama_dikenal)
        if block is not None:
            blocks.append(block)
            used.update(i for i, piece in enumerate(pieces) if piece in block[1])
    for i, piece in enumerate(pieces):
        if i in used or not _opens_block(piece, lebar):
            continue
        if not _place_of_signing(pieces, piece, [block for block, _ in blocks], height):
            continue
        block = _block_below(pieces, i, used, height, lebar, nama_dikenal)
        if block is not None:
            blocks.append(block)
            used.update(j for j, other in enumerate(pieces) if other in block[1])
    found = sorted(
        (block for block, _ in blocks), key=lambda b: (round(b.kotak.y1 / height), b.kotak.x0)
    )
    return tuple(_with_shared_date(block, found, pieces) for block in found)


def _pieces(baris: Sequence[Baris]) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    previous_form = -1e9
    for line in sorted(baris, key=lambda b: (b.kotak.y0, b.kotak.x0)):
        form = _form_field(line)
        is_form = form is not None and (
            form.label != "nip" or line.kotak.y0 - previous_form < 6 * line.kotak.tinggi
        )
        if is_form and form is not None and form.label != "nip":
            previous_form = line.kotak.y1
        pieces.extend(_Piece(part, is_form) for part in part_wide(line))
    return tuple(pieces)


def part_wide(line: Baris) -> list[Baris]:
    """Part a line where the gap between words is wider than one and a half letters' height.

    A gap before a colon (`Dibuat di      : Pasuruan`) and one left for a day to be
    written in (`Jember,            2025`) part nothing.
    """
    words = sorted(line.kata, key=lambda word: word.kotak.x0)
    height = median(word.kotak.tinggi for word in words)
    parts: list[list[Kata]] = [[words[0]]]
    for before, after in pairwise(words):
        gap = after.kotak.x0 - before.kotak.x1
        if (
            gap > 1.5 * height
            and not after.teks.startswith(":")
            and not _is_day_left(before, after)
        ):
            parts.append([])
        parts[-1].append(after)
    return [Baris(tuple(part)) for part in parts]


def stands_before(one: Kotak, other: Kotak) -> bool:
    """Say whether what stands in a box comes left of another, on its line."""
    return one.x1 <= other.x0 and abs(one.tengah_y - other.tengah_y) < other.tinggi / 2


def _is_day_left(before: Kata, after: Kata) -> bool:
    """Say whether two words bound the room for a day to be written in."""
    if not before.teks.endswith(","):
        return False
    return _DATE_START.match(after.teks) is not None or month_number(after.teks)[0] > 0


def _is_nip_line(piece: _Piece) -> bool:
    places = find_nip_places(piece.teks)
    rest = piece.teks[places[0].akhir :] if places else ""
    return bool(places) and not piece.form and len(rest) <= 12


def _block_above(
    pieces: Sequence[_Piece],
    anchor: int,
    used: set[int],
    height: float,
    lebar: float,
    known: Sequence[str],
) -> tuple[BlokTtd, tuple[_Piece, ...]] | None:
    """Build the block that ends in a NIP line, from the lines above it."""
    foot = pieces[anchor]
    column = _column_above(pieces, anchor, used, height, lebar)
    before_nip = _SPLIT_NIP.match(foot.teks)
    inline = before_nip.group("depan").strip(" .,") if before_nip else ""
    pangkat = inline if inline and _is_rank(inline) else ""
    nama = inline if inline and not pangkat and _looks_like_name(inline) else ""
    rest = list(column)
    marred = _marred_name(column, foot, height) if not nama else None
    name_piece: _Piece | None = foot if nama else None
    taken: list[_Piece] = [foot]
    while rest and not nama:
        piece = rest.pop(0)
        if _TYPED.match(piece.teks):
            continue
        if piece is marred:
            nama, name_piece, taken = piece.teks, piece, [*taken, piece]
        elif not pangkat and _is_rank(piece.teks):
            pangkat, taken = piece.teks, [*taken, piece]
        elif _only_degrees(piece.teks) and rest:
            upper = rest.pop(0)
            nama, name_piece = squeeze(f"{upper.teks} {piece.teks}"), upper
            taken += [piece, upper]
        elif _looks_like_name(piece.teks):
            low = min(one.kotak.y0 for one in taken)
            if _is_row_of_list(pieces, foot, piece, low):
                return None
            nama, name_piece, taken = piece.teks, piece, [*taken, piece]
            if rest and _wraps_name(rest[0], piece, rest[1:], height):
                upper = rest.pop(0)
                nama, name_piece, taken = squeeze(f"{upper.teks} {nama}"), upper, [*taken, upper]
        elif piece.kotak.y1 < foot.kotak.y0 - 4 * height:
            rest.insert(0, piece)
            break
    nip = find_nip_places(foot.teks)[0]
    settled = _known_name(nama, known) if marred is not None and name_piece is marred else ""
    made = _assemble(
        settled or nama, name_piece or foot, pangkat, nip, rest, taken, height,
        placed=_placed_above(pieces, column, height),
    )  # fmt: skip
    if made is None or marred is None or name_piece is not marred:
        return made
    return replace(
        made[0], keyakinan=min(made[0].keyakinan, _MARRED), nama_diluruskan=bool(settled)
    ), made[1]


_FAR = 1.6
"""A name so many heights above what follows it does not stand right above it."""


def _is_row_of_list(pieces: Sequence[_Piece], foot: _Piece, name: _Piece, low: float) -> bool:
    """Say whether a NIP is that of a name before it on its line, and what stands above is not.

    That is so where the line is numbered, or what stands above does so at a distance.

    Args:
        pieces: All pieces of the page.
        foot: The piece with the NIP.
        name: What has the form of a name, above it.
        low: The top of what follows on that.
    """
    before = [piece for piece in pieces if stands_before(piece.kotak, foot.kotak)]
    if not any(_looks_like_name(_LIST_MARK.sub("", piece.teks)) for piece in before):
        return False
    is_numbered = any(_LIST_MARK.match(f"{piece.teks} ") for piece in before)
    return is_numbered or low - name.kotak.y1 > _FAR * foot.kotak.tinggi


def _wraps_name(upper: _Piece, name: _Piece, above: Sequence[_Piece], height: float) -> bool:
    """Say whether a name began on the line above: closely over it, itself with room above.

    What stands there without room is the office.
    """
    gap = name.kotak.y0 - upper.kotak.y1
    close = gap < 0.7 * height and _looks_like_name(upper.teks)
    if not close or split_name(upper.teks).belakang or upper.baris.keyakinan < 0.5:
        return False
    if len(re.findall(r"[^\W\d_]", upper.teks)) < 4:
        return False
    return not above or upper.kotak.y0 - above[0].kotak.y1 > 1.2 * height


def _placed_above(pieces: Sequence[_Piece], column: Sequence[_Piece], height: float) -> bool:
    """Say whether place and date of signing stand above a block (`Ditetapkan di …`)."""
    if not column:
        return False
    top = column[-1].kotak
    return any(
        _SIGNED_AT.match(piece.teks)
        and 0 <= top.y0 - piece.kotak.y1 + height / 2 < 5 * height
        and min(top.x1, piece.kotak.x1) > max(top.x0, piece.kotak.x0)
        for piece in pieces
    )


_MARRED = 0.5
"""A name read in part is no surer than this."""


def _marred_name(column: Sequence[_Piece], foot: _Piece, height: float) -> _Piece | None:
    """Return the piece in a name's place, right above NIP and rank, that reads in part.

    It bears degrees, as a name does, though a stroke of the pen spoils a word of it.
    """
    top = foot.kotak.y0
    for piece in column:
        if top - piece.kotak.y1 > 1.2 * height:
            return None
        if _is_rank(piece.teks):
            top = piece.kotak.y0
            continue
        parted = split_name(piece.teks.strip(_SPECKS))
        words = [word for word in parted.nama.split() if word[:1].isupper()]
        spoilt = parted.belakang and len(words) >= 1 and not _looks_like_name(piece.teks)
        plain = not (_is_heading_line(piece) or _is_date_only(piece) or piece.form)
        return piece if spoilt and plain and not find_nip_places(piece.teks) else None
    return None


def _known_name(read: str, known: Sequence[str]) -> str:
    """Return the one known name that a name read in part fits, "" where none or two do."""
    fits = [
        nama
        for nama in dict.fromkeys(known)
        if fuzz.ratio(_letters_of(read), _letters_of(nama)) >= 70
    ]
    return fits[0] if len(fits) == 1 else ""


def _letters_of(nama: str) -> str:
    return "".join(char for char in nama.lower() if char.isalpha())


def _column_above(
    pieces: Sequence[_Piece], anchor: int, used: set[int], height: float, lebar: float
) -> list[_Piece]:
    """Return the pieces above the anchor that belong to its block, nearest first."""
    box = pieces[anchor].kotak
    column: list[_Piece] = []
    reach = box.y0
    for i in range(anchor - 1, -1, -1):
        piece = pieces[i]
        if piece.kotak.y1 > box.y0 + height / 2 or i in used:
            continue
        if reach - piece.kotak.y1 > 12 * height:
            break
        if not _shares_column(box, piece.kotak, lebar):
            continue
        if piece.form or _is_nip_line(piece) or _is_paragraph(piece, lebar):
            break
        column.append(piece)
        box = _widened(box, piece.kotak, lebar)
        reach = piece.kotak.y0
        if _ends_column(column, piece):
            break
    return column


def _ends_column(column: Sequence[_Piece], piece: _Piece) -> bool:
    """Say whether nothing of the block can stand above a piece: its place and date."""
    if _REGION_START.match(piece.teks):
        return False
    if re.match(r"(?:pada\s+)?tanggal\b", piece.teks, re.I):  # `Ditetapkan di` stands above it
        return False
    dated = any(find_dates(other.teks) for other in column)
    return dated or bool(find_place_and_date(piece.teks))


def _shares_column(box: Kotak, other: Kotak, lebar: float) -> bool:
    overlap = min(box.x1, other.x1) - max(box.x0, other.x0)
    near = abs(box.tengah_x - other.tengah_x) < 0.12 * lebar
    return overlap > 0.35 * min(box.lebar, other.lebar) or (near and overlap > 0)


def _widened(box: Kotak, other: Kotak, lebar: float) -> Kotak:
    """Return the column's box after taking in a piece, never wider than half a page."""
    both = union((box, other))
    return both if both.lebar <= 0.55 * lebar else box


_LETTER_PHRASE = re.compile(r"\b(?:kami|demikian|sekian|terima kasih|atas perhatian)\b", re.I)


def _is_paragraph(piece: _Piece, lebar: float) -> bool:
    if _LETTER_PHRASE.search(piece.teks):
        return True
    return piece.kotak.lebar > 0.6 * lebar and len(piece.teks.split()) > 7


def _assemble(
    nama: str,
    name_piece: _Piece,
    pangkat: str,
    nip: NipTeks | None,
    above: Sequence[_Piece],
    taken: Sequence[_Piece],
    height: float,
    *,
    placed: bool = False,
) -> tuple[BlokTtd, tuple[_Piece, ...]] | None:
    heading = _heading(above, height)
    jabatan, peran, tempat, tanggal = _read_heading(heading, placed=placed)
    if not nama and not jabatan:
        return None
    members = (*taken, *heading)
    office = [piece for piece in heading if not _is_date_only(piece)] or list(heading)
    top = max((piece.kotak.y1 for piece in office), default=name_piece.kotak.y0 - 5 * height)
    box = union(piece.kotak for piece in members)
    space = Kotak(box.x0, min(top, name_piece.kotak.y0), box.x1, name_piece.kotak.y1)
    sure = min(piece.baris.keyakinan for piece in members)
    for missing in (not nama, not jabatan and not peran, nip is None):
        sure *= 0.8 if missing else 1.0
    rank = pangkat.replace("|", "I").strip(_SPECKS + ",_")
    block = BlokTtd(
        _clean_name(nama), nip.nip if nip else "", jabatan, rank, peran, box, space,
        sure, tempat, tanggal, nip.diluruskan if nip else False,
    )  # fmt: skip
    return block, members


def _heading(above: Sequence[_Piece], height: float) -> tuple[_Piece, ...]:
    """Return the lines of the heading, top to bottom, from lines given nearest first.

    It begins at the topmost line that opens an office, names a role or dates the block,
    and runs on while lines follow closely; strokes read as text below it stay out.
    """
    lines = sorted(above, key=lambda piece: piece.kotak.y0)
    start = next((i for i, piece in enumerate(lines) if _is_heading_line(piece)), None)
    if start is None:
        return ()
    kept = [lines[start]]
    for piece in lines[start + 1 :]:
        close = piece.kotak.y0 - kept[-1].kotak.y1 < 1.6 * height
        if _is_heading_line(piece) or (close and _reads_on(piece)):
            kept.append(piece)
        elif not close:
            break
    return tuple(kept)


def _reads_on(piece: _Piece) -> bool:
    letters = sum(char.isalpha() for char in piece.teks)
    plain = letters >= 0.7 * len(piece.teks.replace(" ", ""))
    return plain and letters >= 4 and piece.baris.keyakinan >= 0.4 and not _TYPED.match(piece.teks)


def _is_heading_line(piece: _Piece) -> bool:
    return (
        _is_office(piece.teks)
        or bool(_role(piece.teks)[0])
        or bool(find_place_and_date(piece.teks))
        or bool(_REGION_START.match(piece.teks))
        or bool(re.match(r"(?:pada\s+)?tanggal\b", piece.teks, re.I))
    )


def _is_date_only(piece: _Piece) -> bool:
    return bool(find_dates(piece.teks)) and not _is_office(piece.teks)


def _read_heading(
    heading: Sequence[_Piece], *, placed: bool
) -> tuple[str, tuple[str, ...], str, Tanggal | None]:
    office: list[str] = []
    roles: list[str] = []
    together = "\n".join(piece.teks for piece in heading)
    pairs = find_place_and_date(together)
    blank = (pair.tanggal for pair in pairs if pair.tanggal)
    dates = find_dates(together) or tuple(blank)
    placed = placed or any(_SIGNED_AT.match(piece.teks) for piece in heading)
    for piece in heading:
        text = piece.teks
        dated = find_dates(text)
        if dated or re.match(r"(?:pada\s+)?tanggal\b", text, re.I):
            # `Kabupaten X, 30 Januari` is the place of signing, unless one is said above it
            region = placed and dated and _REGION_START.match(text)
            text = text[: dated[0].awal].rstrip(" ,.:") if region else ""
        elif find_place_and_date(text):
            text = ""
        role, rest = _role(text)
        if role:
            roles.append(role)
            text = rest
        text = _LIST_MARK.sub("", text.strip(_SPECKS + ",;:"))
        if text:
            office.append(text)
    place = pairs[0].tempat if pairs else ""
    return (
        re.sub(r"(?<=\w{4})\.$", "", squeeze(" ".join(office))),
        tuple(dict.fromkeys(roles)),
        place,
        dates[0] if dates else None,
    )


def _role(teks: str) -> tuple[str, str]:
    """Return the role that a line opens with, in its normal form, and what follows it."""
    plain = teks.strip(" :,.").lower()
    for spelling, role in _roles():
        if plain == spelling or plain.startswith((spelling + " ", spelling + ":", spelling + ",")):
            return role, teks.strip()[len(spelling) :].strip(" :,.")
        if (
            len(plain) >= 9
            and abs(len(plain) - len(spelling)) <= 2
            and fuzz.ratio(plain, spelling) >= 88
        ):
            return role, ""
    return "", teks


def _is_office(teks: str, *, orang: bool = False) -> bool:
    """Say whether a line opens an office; with `orang`, only one that names its holder."""
    bare = _LIST_MARK.sub("", teks.strip(_SPECKS))
    plain = re.sub(r"\s*\.\s*", ".", bare.lower().strip(" :,"))
    plain = plain.replace("plt.", "plt. ").replace("a.n.", "a.n ").replace("an.", "an ")
    openers = _register("orang") if orang else _register("orang") | _register("lembaga")
    return any(re.match(rf"{re.escape(word)}(?![a-z])", squeeze(plain)) for word in openers)


def _is_rank(teks: str) -> bool:
    plain = re.sub(r"^(?:pangkat(?:/gol\S*)?)\s*:?\s*", "", teks.strip(" ,.()"), flags=re.I)
    grade = _GRADE.search(plain)
    bare = squeeze(_GRADE.sub("", plain)).strip(" ,./-()")
    bare = re.sub(r"\b(?:tk|tkt)\b\.?\s*[1lI]?\b", "Tingkat I", bare, flags=re.I)
    if grade and len(bare) <= 24:
        return True
    hit = process.extractOne(bare.lower(), [r.lower() for r in _ranks()], scorer=fuzz.ratio)
    return hit is not None and hit[1] >= 85 and len(bare.split()) <= 4


def _looks_like_name(teks: str) -> bool:
    plain = teks.strip(_SPECKS + "()_.,")
    if _TYPED.match(teks) or _is_office(plain) or _role(plain)[0] or _REGION_START.match(plain):
        return False
    core = split_name(plain).nama
    words = re.findall(r"[^\W\d_](?:[^\W\d_]|['.`-])*", core)
    letters = sum(len(word) for word in words)
    if not 1 <= len(words) <= 7 or letters < 3 or any(char.isdigit() for char in core):
        return False
    if any(word.lower() in _SENTENCE_WORDS for word in words) or find_dates(teks) or ":" in teks:
        return False
    # `SUSUNAN TIM KECAMATAN MAYANG`: what names an institution is a heading
    if any(word.lower() in _institutions() for word in words):
        return False
    return all(word[0].isupper() or word.lower() in ("bin", "binti", "al", "el") for word in words)


def _only_degrees(teks: str) -> bool:
    parts = [part for part in re.split(r"[,\s]+", teks.strip(" ,")) if part]
    joined = "".join(parts)
    return (
        bool(parts)
        and len(joined) <= 16
        and all(
            _is_degree(part, "belakang", dotted=False) or len(part.strip(".")) == 1
            for part in parts
        )
    )


def _clean_name(teks: str) -> str:
    return squeeze(teks).strip(_SPECKS + "(_,;:").rstrip("_ )")


def _opens_block(piece: _Piece, lebar: float) -> bool:
    text = piece.teks
    if piece.form or piece.kotak.lebar > 0.55 * lebar or len(text.split()) > 9:
        return False
    if text.endswith((";", ".")) and not re.search(r"\b[A-Z]\w{0,3}\.$", text):
        return False
    opens = _is_office(text, orang=True) and not text[0].islower()
    return opens or text.lower().startswith("a.n") or bool(_role(text)[0])


def _place_of_signing(
    pieces: Sequence[_Piece], head: _Piece, blocks: Sequence[BlokTtd], height: float
) -> bool:
    """Say whether somebody may sign at a heading: it is dated, has a role or a neighbour.

    An office in an organisation chart or a table has none of these.
    """
    if _role(head.teks)[0]:
        return True
    near = [p for p in pieces if -height < head.kotak.y0 - p.kotak.y1 < 5 * height]
    if any(find_place_and_date(p.teks) or _role(p.teks)[0] for p in near):
        return True
    level = [p for p in pieces if abs(p.kotak.y0 - head.kotak.y0) < 3 * height]
    if any(find_place_and_date(p.teks) for p in level):
        return True
    return any(b.kotak.y0 - 3 * height <= head.kotak.y0 <= b.kotak.y1 for b in blocks)


def _block_below(
    pieces: Sequence[_Piece],
    start: int,
    used: set[int],
    height: float,
    lebar: float,
    known: Sequence[str],
) -> tuple[BlokTtd, tuple[_Piece, ...]] | None:
    """Build a block without NIP from its heading: a name must stand alone below a gap."""
    head = pieces[start]
    heading = [head]
    box = head.kotak
    name: _Piece | None = None
    strokes: list[_Piece] = []
    for i in range(start + 1, len(pieces)):
        piece = pieces[i]
        above = heading[-1].kotak  # a box that strokes made taller may reach into it
        if i in used or (
            piece.kotak.y0 < above.y1 - height / 2 and piece.kotak.tengah_y < above.y1
        ):
            continue
        gap = piece.kotak.y0 - above.y1
        if gap > 12 * height:
            break
        if not _shares_column(box, piece.kotak, lebar) or _TYPED.match(piece.teks):
            continue
        if piece.form or _is_paragraph(piece, lebar):
            break
        if gap < 1.6 * height and (_is_heading_line(piece) or _reads_on(piece)):
            heading.append(piece)
            box = _widened(box, piece.kotak, lebar)
            continue
        if _is_scribble(piece):
            strokes.append(piece)
            continue
        fits = _known_name(piece.teks, known)
        if gap >= 1.6 * height and (fits or _looks_like_name(piece.teks)):
            name = piece
            break
        strokes.append(piece)
    if name is not None and not _centred(heading, name, lebar) and _signs_for(heading):
        strokes, name = [*strokes, name], None
    if name is None and strokes and _signs_for(heading):
        return _assemble("", strokes[-1], "", None, heading, strokes[-1:], height)
    if name is None or not _centred(heading, name, lebar) or _runs_on(pieces, name, height, lebar):
        return None
    before = [
        pieces[i] for i in range(start - 1, -1, -1)
        if i not in used and _shares_column(box, pieces[i].kotak, lebar)
        and 0 <= head.kotak.y0 - pieces[i].kotak.y1 + height / 2 < 2.5 * height
        and (find_place_and_date(pieces[i].teks) or _role(pieces[i].teks)[0])
        and not _is_paragraph(pieces[i], lebar)  # `Pihak Pertama berjanji akan …`
    ][:2]  # fmt: skip
    settled = "" if _looks_like_name(name.teks) else _known_name(name.teks, known)
    made = _assemble(settled or name.teks, name, "", None, [*heading, *before], [name], height)
    if made is None or not settled:
        return made
    return replace(made[0], keyakinan=min(made[0].keyakinan, _MARRED), nama_diluruskan=True), made[
        1
    ]


def _signs_for(heading: Sequence[_Piece]) -> bool:
    """Say whether a heading is a party's, its office below it: whoever signs, somebody does."""
    office = any(_is_office(piece.teks, orang=True) for piece in heading)
    return office and bool(_role(heading[0].teks)[0])


def _is_scribble(piece: _Piece) -> bool:
    """Say whether a piece is a stroke or speck that was taken for a few letters."""
    letters = sum(char.isalpha() for char in piece.teks)
    return letters <= 1 or (letters <= 5 and piece.baris.keyakinan < 0.5)


def _runs_on(pieces: Sequence[_Piece], name: _Piece, height: float, lebar: float) -> bool:
    """Say whether text goes on right under a name: then it is a cell or a paragraph."""
    below = [
        piece for piece in pieces
        if 0 <= piece.kotak.y0 - name.kotak.y1 + height / 4 < 1.2 * height
        and _shares_column(name.kotak, piece.kotak, lebar)
        and not _is_scribble(piece) and not _LABEL.match(piece.teks)
    ]  # fmt: skip
    return any(not _is_rank(piece.teks) and not _only_degrees(piece.teks) for piece in below)


def _centred(heading: Iterable[_Piece], name: _Piece, lebar: float) -> bool:
    """Say whether the name stands under its heading: centred, or at the same left edge."""
    box = union(piece.kotak for piece in heading)
    middle = abs(box.tengah_x - name.kotak.tengah_x) < 0.1 * lebar
    return middle or abs(box.x0 - name.kotak.x0) < 0.04 * lebar


def _with_shared_date(
    block: BlokTtd, blocks: Sequence[BlokTtd], pieces: Sequence[_Piece]
) -> BlokTtd:
    """Give a block the place and date that stand right above its heading."""
    if block.tanggal is not None:
        return block
    height = max(piece.kotak.tinggi for piece in pieces)
    above = [
        piece for piece in pieces
        if 0 <= block.kotak.y0 - piece.kotak.y1 + height / 2 <= 3 * height
        and min(block.kotak.x1, piece.kotak.x1) > max(block.kotak.x0, piece.kotak.x0)
    ]  # fmt: skip
    for piece in above:
        pairs = find_place_and_date(piece.teks)
        if pairs:
            return replace(block, tempat=pairs[0].tempat, tanggal=pairs[0].tanggal)
    return block


@cache
def _register(nama: str) -> frozenset[str]:
    return frozenset(load_register("jabatan")[nama])


@cache
def _institutions() -> frozenset[str]:
    return _register("lembaga") | _register("wilayah")


@cache
def _roles() -> tuple[tuple[str, str], ...]:
    register: dict[str, list[str]] = load_register("jabatan")["peran"]
    pairs = [(spelling, role) for role, spellings in register.items() for spelling in spellings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _ranks() -> tuple[str, ...]:
    return tuple(load_register("jabatan")["pangkat"])

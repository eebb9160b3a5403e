"""Text made comparable: the normalisations that all parsers share.

Nothing here changes what a record keeps as read; a normalised text is only looked at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_QUOTES = dict.fromkeys(map(ord, "“”„‟″"), '"') | dict.fromkeys(map(ord, "‘’‚‛′`´"), "'")
_BULLETS = "•▪■◦●○✓✔➢➤"
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_HYPHEN_BREAK = re.compile(r"(?<=[^\W\d_])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_REDUPLICATED = re.compile(r"([^\W\d_]+)-\s*\n\s*\1", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?<=\b[A-Za-z])-[ \t]*\n[ \t]*(?=[^\W\d_])")
_SLASH_BREAK = re.compile(r"(?<=\w)/[ \t]*\n[ \t]*(?=\w)")
KEPT = 20_000
"""So many texts are remembered: rules compare the same few with each other again and again."""
_SPACES = re.compile(r"\s+")


@lru_cache(KEPT)
def normalise(teks: str) -> str:
    """Return NFKC text with plain dashes and quotes, keeping line breaks and length loosely.

    Superscript digits are dropped before NFKC: a footnote mark behind `92,5` must not
    become a digit of the figure.
    """
    plain = "".join(char for char in teks if char not in _SUPERSCRIPTS)
    plain = unicodedata.normalize("NFKC", plain)
    return plain.translate(_DASHES).translate(_QUOTES).replace("\u00ad", "")


@lru_cache(KEPT)
def flatten(teks: str) -> str:
    """Return the text on one line: hyphenated line ends joined, every space single."""
    return squeeze(join_lines(normalise(teks)))


def on_one_line(teks: str) -> str:
    """Return the text on one line like `flatten`, its dashes and quotes as printed."""
    return squeeze(join_lines(teks))


def squeeze(teks: str) -> str:
    """Return the text with every run of white space as one space, none at its ends."""
    return _SPACES.sub(" ", teks).strip()


def join_lines(teks: str) -> str:
    """Join words hyphenated at a line end (`peme-` + `rintah`), line breaks become spaces.

    A reduplicated word (`undang-` + `undang`) and a letter set before an abbreviation (`P-` +
    `APBD`) keep their hyphen; a slash that follows a word closely
    (`Kabupaten/` + `Kota`) goes on with the next line.
    """
    kept = _SLASH_BREAK.sub("/", _REDUPLICATED.sub(r"\1-\1", teks))
    kept = _ABBREVIATED.sub("-", kept)
    return _HYPHEN_BREAK.sub("", kept).replace("\n", " ")


def same_length(teks: str) -> str:
    """Return the text lower-cased with plain dashes, character for character.

    Offsets found in it hold in the original, which full NFKC would not allow.
    """
    out = []
    for char in teks:
        folded = char.translate(_DASHES).translate(_QUOTES)
        lower = folded.lower()
        out.append(lower if len(lower) == 1 else folded)
    return "".join(out)


@lru_cache(KEPT)
def words(teks: str) -> tuple[str, ...]:
    """Return the lower-case words and numbers of a text, punctuation dropped."""
    return tuple(re.findall(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+", flatten(teks).lower()))


def slug(teks: str) -> str:
    """Return a text as lower-case words joined by hyphens, ASCII only."""
    ascii_text = unicodedata.normalize("NFKD", normalise(teks)).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))


def strip_bullet(teks: str) -> str:
    """Return a line without its bullet or list mark (`a.`, `1)`, `-`, `•`)."""
    plain = teks.strip().lstrip(_BULLETS).strip()
    return re.sub(r"^(?:[0-9]{1,2}[.)]|[a-z][.)]|\([0-9a-z]{1,2}\)|-)\s+", "", plain, flags=re.I)


# -- tokens for the matchers ------------------------------------------------------------

_TOKEN = re.compile(r"[^\W\d_]{3,}|[0-9]+(?=[^\W\d_]{3,})|[^\W_]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Urai:
    """A text cut into tokens: a spaCy `Doc` for matchers, and each token's place.

    Token `i` is `teks[awal[i]:akhir[i]]`. Words, numbers and signs are tokens of their
    own, so that `PER/9/M.PAN/5/2007` and `Januari2025` come apart; spaces are none.
    """

    teks: str
    doc: Any
    awal: tuple[int, ...]
    akhir: tuple[int, ...]


@cache
def vocabulary() -> Any:
    """Return the vocabulary that all tokens and matchers share, made once.

    A language's pipeline would bring a tokeniser along, whose exceptions alone take a
    second to load; tokens are cut here by our own expression.
    """
    from spacy.lang.lex_attrs import LEX_ATTRS
    from spacy.vocab import Vocab

    return Vocab(lex_attr_getters=LEX_ATTRS)


def tokenise(teks: str) -> Urai:
    """Cut a text into tokens for a `Matcher` over `vocabulary()`."""
    from spacy.tokens import Doc

    matches = list(_TOKEN.finditer(teks))
    doc = Doc(vocabulary(), words=[match.group() for match in matches])
    starts = tuple(match.start() for match in matches)
    return Urai(teks, doc, starts, tuple(match.end() for match in matches))

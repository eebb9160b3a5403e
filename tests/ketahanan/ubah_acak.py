"""Makes PDFs that are wrong in one to four places, and knows what a PDF is made of.

A case is its seed: the same number always gives the same bytes.
"""

from __future__ import annotations

import functools
import random
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

from tests.ketahanan import berkas_rusak, naskah_baik, pdf_mentah
from tests.ketahanan.berkas_rusak import KASUS

ODD_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"2147483648",
    b"99999999999999999999",
    b"1e308",
    b".",
    b"-",
)
ODD_TOKENS = (
    b"null",
    b"true",
    b"[]",
    b"<<>>",
    b"()",
    b"<>",
    b"1 0 R",
    b"3 0 R",
    b"999999 0 R",
    b"endobj",
    b"stream",
    b"[[[[",
    b">>",
    b"/",
    b"%",
    b"BT",
    b"q",
    b"Q Q Q",
    b"ID",
    b"EI",
    b"/Filter/FlateDecode",
    b"/Filter[/ASCIIHexDecode/LZWDecode]",
    b"/DecodeParms<</Predictor 15/Columns 99999999>>",
)


@dataclass
class Bahan:
    """A PDF under way: its bytes and the dice."""

    data: bytes
    dadu: random.Random = field(repr=False)

    def pick(self, pattern: bytes) -> re.Match[bytes] | None:
        found = list(re.finditer(pattern, self.data))
        return self.dadu.choice(found) if found else None

    def swap(self, match: re.Match[bytes], by: bytes, group: int = 0) -> None:
        start, end = match.span(group)
        self.data = self.data[:start] + by + self.data[end:]


def odd_number(bahan: Bahan) -> None:
    match = bahan.pick(rb"(?<=[ /\[(A-Za-z])\d+(?=[ \]/>)\n])")
    if match:
        bahan.swap(match, bahan.dadu.choice(ODD_NUMBERS))


def other_reference(bahan: Bahan) -> None:
    match = bahan.pick(rb"\d+ 0 R")
    if match:
        bahan.swap(match, b"%d 0 R" % bahan.dadu.randrange(12))


def odd_value(bahan: Bahan) -> None:
    match = bahan.pick(rb"/[A-Za-z]+[ ]?([^/<>\[\]]{1,20})")
    if match:
        bahan.swap(match, bahan.dadu.choice(ODD_TOKENS), 1)


def lost_key(bahan: Bahan) -> None:
    match = bahan.pick(rb"/[A-Z][A-Za-z]+")
    if match:
        bahan.swap(match, b"" if bahan.dadu.random() < 0.5 else b"/Xx")


def inserted_token(bahan: Bahan) -> None:
    place = bahan.dadu.randrange(len(bahan.data))
    bahan.data = bahan.data[:place] + bahan.dadu.choice(ODD_TOKENS) + bahan.data[place:]


def flipped_bits(bahan: Bahan) -> None:
    data = bytearray(bahan.data)
    for _ in range(bahan.dadu.randrange(1, 12)):
        data[bahan.dadu.randrange(len(data))] ^= 1 << bahan.dadu.randrange(8)
    bahan.data = bytes(data)


def cut(bahan: Bahan) -> None:
    start = bahan.dadu.randrange(len(bahan.data))
    length = bahan.dadu.choice((1, 10, 100, 1000, len(bahan.data)))
    bahan.data = bahan.data[:start] + bahan.data[start + length :]


def doubled(bahan: Bahan) -> None:
    start = bahan.dadu.randrange(len(bahan.data))
    piece = bahan.data[start : start + bahan.dadu.choice((10, 100, 1000))]
    times = bahan.dadu.choice((2, 3, 50))
    bahan.data = bahan.data[:start] + piece * times + bahan.data[start:]


def inside_a_stream(bahan: Bahan) -> None:
    """Change what a compressed stream holds, so that the change gets past its checksum."""
    for match in bahan.dadu.sample(found := list(_streams(bahan.data)), len(found)):
        try:
            inner = Bahan(zlib.decompress(match.group(1)), bahan.dadu)
        except zlib.error:
            continue
        if inner.data:
            bahan.dadu.choice((flipped_bits, inserted_token, odd_number, cut, doubled))(inner)
            bahan.swap(match, zlib.compress(inner.data), 1)
            return


def _streams(data: bytes) -> list[re.Match[bytes]]:
    return list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL))


CHANGES: tuple[Callable[[Bahan], None], ...] = (
    odd_number,
    other_reference,
    odd_value,
    lost_key,
    inserted_token,
    flipped_bits,
    cut,
    doubled,
    inside_a_stream,
)

TEXT_BASES = (
    "sandi-pemilik.pdf",
    "lampiran.pdf",
    "javascript.pdf",
    "formulir.pdf",
    "anotasi.pdf",
    "huruf-sampah.pdf",
    "huruf-berputar.pdf",
    "bentuk-berputar.pdf",
    "topeng-berputar.pdf",
    "pohon-berputar.pdf",
)
SCAN_BASES = ("jpeg.pdf", "jpx.pdf", "jbig2.pdf", "fax.pdf", "satu-bit.pdf", "cmyk.pdf")


SAMPLES = Path(__file__).parents[2] / "samples"


def sample_page(path: str, number: int) -> bytes:
    """Return a page of a sample, as large papers are made, in a file of its own."""
    with pymupdf.open(SAMPLES / path) as document:
        document.select([number - 1])
        return bytes(document.tobytes(garbage=3, no_new_id=True))


@functools.cache
def text_bases() -> tuple[bytes, ...]:
    """Return small papers with a text layer, of every make."""
    named = {kasus.nama: kasus for kasus in KASUS}
    good = [naskah_baik.agreement(unit, rows) for unit, rows in naskah_baik.TARGET.items()]
    made = [named[name].isi() for name in TEXT_BASES]
    printed = [sample_page("pengajuan/sreseh-dokumen-iku-2024.pdf", number) for number in (4,)]
    return (*good, *printed, pdf_mentah.text_pages(3), berkas_rusak.packed(), *made)


@functools.cache
def scan_bases() -> tuple[bytes, ...]:
    """Return one-page scans, of every make."""
    named = {kasus.nama: kasus for kasus in KASUS}
    scanned = sample_page("jebakan/renstra-tabel-3-1.pdf", 1)
    return (scanned, *(named[name].isi() for name in SCAN_BASES))


def case(seed: int, bases: tuple[bytes, ...]) -> bytes:
    """Return the PDF that a seed stands for."""
    dadu = random.Random(seed)
    bahan = Bahan(dadu.choice(bases), dadu)
    for _ in range(dadu.randrange(1, 5)):
        dadu.choice(CHANGES)(bahan)
        if not bahan.data:
            break
    return bahan.data

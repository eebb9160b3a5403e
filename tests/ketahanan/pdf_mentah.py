"""Writes PDF by hand, object by object: only so can it be wrong in exactly one place."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import pymupdf
from PIL import Image, ImageOps

TEKS = ("PERJANJIAN KINERJA", "TAHUN 2025", "Persentase layanan 85,5 persen")
GROUP4 = {"compression": "group4"}
PAGE = b"/Type/Page/Parent 2 0 R/MediaBox[0 0 420 300]"


def stream(dictionary: bytes, data: bytes) -> bytes:
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (dictionary, len(data), data)


def pdf(objects: Sequence[bytes], *, trailer: bytes = b"") -> bytes:
    """Join objects 1, 2, … (the first is the catalog) with a correct xref."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )
    return bytes(out)


def one_page(
    content: bytes,
    *,
    resources: bytes = b"",
    page: bytes = PAGE,
    more: Sequence[bytes] = (),
    content_dictionary: bytes = b"",
    catalog: bytes = b"",
) -> bytes:
    """Return a PDF with one page: objects 1 catalog, 2 pages, 3 page, 4 content, 5 font, 6 …"""
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<<%b/Resources<</Font<</F 5 0 R>>%b>>/Contents 4 0 R>>" % (page, resources),
            stream(content_dictionary, content),
            font,
            *more,
        ]
    )


def text_pages(count: int, *, claimed: int | None = None) -> bytes:
    """Return a PDF of several pages of text; `claimed` is the number its page tree tells."""
    numbers = range(4, 4 + 2 * count, 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
    bodies = []
    for place, number in enumerate(numbers, start=1):
        page = b"<<%b/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % (PAGE, number + 1)
        bodies += [page, stream(b"", text_content([*TEKS, f"halaman {place}"]))]
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count if claimed is None else claimed)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, font, *bodies])


def text_content(lines: Sequence[str] = TEKS) -> bytes:
    shown = b"".join(
        b"BT /F 14 Tf 40 %d Td (%b) Tj ET\n" % (250 - 30 * number, line.encode("cp1252"))
        for number, line in enumerate(lines)
    )
    return shown


def text_page() -> bytes:
    return one_page(text_content())


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % (number + 4) for number in range(count))
    pages = [b"<<%b/Resources<</Font<</F 3 0 R>>>>>>" % PAGE] * count
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    tree = b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", tree, font, *pages])


def image_page(image: bytes) -> bytes:
    """Return a page that one image object covers."""
    return one_page(
        b"q 420 0 0 300 0 0 cm /I Do Q",
        resources=b"/XObject<</I 6 0 R>>",
        more=[image],
    )


def image(
    size: tuple[int, int], data: bytes, *, space: bytes = b"DeviceGray", bits: int = 8, how: bytes
) -> bytes:
    return stream(
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent %d/ColorSpace/%b%b"
        % (*size, bits, space, how),
        data,
    )


def picture(dpi: int = 150) -> Image.Image:
    """Return the text as a scanner would see it, gray."""
    with pymupdf.open(stream=text_page(), filetype="pdf") as document:
        pixels = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    return Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)


def encoded(img: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    img.save(buffer, kind, **options)
    return buffer.getvalue()


def group4(img: Image.Image) -> bytes:
    """Return a picture's bare CCITT G4 data, in which paper is white."""
    # Pillow writes 1 = white; fax says 1 = black.
    data = encoded(ImageOps.invert(img).convert("1"), "TIFF", **GROUP4, tiffinfo={278: img.height})
    with Image.open(io.BytesIO(data)) as tiff:
        offsets, lengths = tiff.tag_v2[273], tiff.tag_v2[279]
    assert len(offsets) == 1
    return data[offsets[0] : offsets[0] + lengths[0]]


def jbig2(img: Image.Image) -> bytes:
    """Return an embedded JBIG2 stream: a page and one generic region in MMR (that is, G4)."""
    width, height = img.size
    page = width.to_bytes(4) + height.to_bytes(4) + bytes(8) + b"\x00" + b"\x00\x00"
    data = group4(img)
    region = width.to_bytes(4) + height.to_bytes(4) + bytes(8) + b"\x00" + b"\x01" + data

    def segment(number: int, kind: int, body: bytes) -> bytes:
        return number.to_bytes(4) + bytes([kind, 0, 1]) + len(body).to_bytes(4) + body

    return segment(0, 48, page) + segment(1, 38, region)


def run_of(byte: int, length: int) -> bytes:
    """Deflate very much of one byte: one flushed block, repeated, and the checksum of all."""
    block = 1_000_000
    assert length % block == 0
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(bytes([byte]) * block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    low = (1 + byte * length) % 65521
    high = (length + byte * length * (length + 1) // 2) % 65521
    return b"\x78\xda" + packed * (length // block) + b"\x03\x00" + (high << 16 | low).to_bytes(4)

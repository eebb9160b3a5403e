"""Makes the files that offices and the internet send instead of a good PDF.

Run as a module with a folder to look at them: python -m tests.ketahanan.berkas_rusak FOLDER
"""

from __future__ import annotations

import os
import sys
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image

from tests.ketahanan import pdf_mentah as raw
from tests.ketahanan.pdf_mentah import encoded, image, image_page, one_page, stream, text_page

Isi = Callable[[], bytes]


@dataclass(frozen=True)
class Kasus:
    """A file: its name, what is in it, and what the row in `dokumen` must say.

    `pesan` must occur in the row's message; None: the message must be empty.
    `berat` cases take long and are left to the long suite.
    """

    nama: str
    isi: Isi
    status: str
    pesan: str | None
    berat: bool = False
    tertulis: str = ""
    """The name in the tables, where it differs."""
    megabita: int = 700
    """What a worker may ever hold while it reads the file."""

    @property
    def berkas(self) -> str:
        return self.tertulis or self.nama


def encrypted(**passwords: str) -> bytes:
    with pymupdf.open(stream=text_page(), filetype="pdf") as document:
        return bytes(document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, **passwords))


def with_attachment(*, portfolio: bool) -> bytes:
    with pymupdf.open(stream=text_page(), filetype="pdf") as document:
        document.embfile_add("lampiran.xlsx", b"isi lampiran")
        document.embfile_add("pk.pdf", text_page())
        if portfolio:
            document.xref_set_key(document.pdf_catalog(), "Collection", "<</View/D>>")
        return bytes(document.tobytes())


def with_form() -> bytes:
    with pymupdf.open(stream=text_page(), filetype="pdf") as document:
        widget = pymupdf.Widget()
        widget.field_name, widget.field_value = "target", "77,7"
        widget.field_type = pymupdf.PDF_WIDGET_TYPE_TEXT
        widget.rect = pymupdf.Rect(40, 200, 200, 220)
        document[0].add_widget(widget)
        return bytes(document.tobytes())


def with_annotations() -> bytes:
    with pymupdf.open(stream=text_page(), filetype="pdf") as document:
        document[0].add_text_annot((40, 200), "catatan")
        document[0].add_freetext_annot(pymupdf.Rect(40, 200, 200, 220), "sudah diperiksa")
        document[0].add_highlight_annot(pymupdf.Rect(40, 40, 200, 60))
        return bytes(document.tobytes())


def damaged_flate() -> bytes:
    data = zlib.compress(raw.picture().tobytes())
    return image_page(image(raw.picture().size, data[: len(data) // 2], how=b"/Filter/FlateDecode"))


def of_picture(data: Callable[[Image.Image], bytes], how: bytes, **options: object) -> Isi:
    def make() -> bytes:
        shown = raw.picture()
        size = b"%d" % shown.width, b"%d" % shown.height
        filled = how.replace(b"WIDE", size[0]).replace(b"HIGH", size[1])
        return image_page(image(shown.size, data(shown), how=filled, **options))

    return make


def photo() -> bytes:
    rng = np.random.default_rng(7)
    small = rng.integers(0, 255, (12, 16, 3), dtype=np.uint8)
    shown = Image.fromarray(small).resize((800, 600), Image.Resampling.BICUBIC)
    return image_page(
        image((800, 600), encoded(shown, "JPEG"), space=b"DeviceRGB", how=b"/Filter/DCTDecode")
    )


def two_page_tiff() -> bytes:
    shown = raw.picture(100)
    return encoded(shown, "TIFF", save_all=True, append_images=[shown])


def png_of_claimed_size() -> bytes:
    data = bytearray(encoded(Image.new("L", (8, 8)), "PNG"))
    data[16:24] = (60_000).to_bytes(4) * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4)
    return bytes(data)


def utf16_text() -> bytes:
    return "Perjanjian Kinerja 2025".encode("utf-16")


def nested_arrays() -> bytes:
    return one_page(raw.text_content() + b"[" * 200_000 + b"]" * 200_000 + b" TJ")


def form_that_draws_itself() -> bytes:
    form = stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 420 300]/Resources<</XObject<</A 6 0 R>>>>",
        b"/A Do /A Do",
    )
    content = raw.text_content() + b"/A Do"
    return one_page(content, resources=b"/XObject<</A 6 0 R>>", more=[form])


def pattern_that_paints_itself() -> bytes:
    pattern = stream(
        b"/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
        b"/Resources<</Pattern<</P 6 0 R>>>>",
        b"/Pattern cs /P scn 0 0 9 9 re f",
    )
    content = raw.text_content() + b"/Pattern cs /P scn 0 0 420 300 re f"
    return one_page(content, resources=b"/Pattern<</P 6 0 R>>", more=[pattern])


def mask_of_itself() -> bytes:
    state = b"<</SMask<</S/Luminosity/G 7 0 R>>>>"
    group = stream(
        b"/Type/XObject/Subtype/Form/BBox[0 0 420 300]/Group<</S/Transparency/CS/DeviceGray>>"
        b"/Resources<</ExtGState<</G 6 0 R>>>>",
        b"/G gs 0 0 420 300 re f",
    )
    content = b"/G gs " + raw.text_content()
    return one_page(content, resources=b"/ExtGState<</G 6 0 R>>", more=[state, group])


def page_tree_loop() -> bytes:
    return raw.pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>",
        ]
    )


def deep_page_tree() -> bytes:
    depth = 5_000
    nodes = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(depth)]
    leaf = b"<<%b>>" % raw.PAGE
    return raw.pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, leaf])


def garbage_font() -> bytes:
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/Rusak/FontDescriptor 7 0 R/FirstChar 32>>"
    descriptor = b"<</Type/FontDescriptor/FontName/Rusak/Flags 4/FontFile2 8 0 R>>"
    noise = np.random.default_rng(3).integers(0, 255, 5000, dtype=np.uint8).tobytes()
    content = raw.text_content() + raw.text_content(["huruf rusak"]).replace(b"/F", b"/R")
    return one_page(
        content,
        resources=b"/Font<</F 5 0 R/R 6 0 R>>",
        more=[font, descriptor, stream(b"", noise)],
    )


def type3_that_shows_itself() -> bytes:
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 65"
        b"/LastChar 65/Widths[9]/Encoding<</Differences[65/A]>>/CharProcs<</A 7 0 R>>"
        b"/Resources<</Font<</T 6 0 R>>>>>>"
    )
    glyph = stream(b"", b"9 0 d0 BT /T 9 Tf (AAAA) Tj ET")
    content = raw.text_content() + b"BT /T 9 Tf 40 40 Td (AAAA) Tj ET"
    return one_page(content, resources=b"/Font<</F 5 0 R/T 6 0 R>>", more=[font, glyph])


def packed() -> bytes:
    """Return a paper whose objects lie in compressed object streams, as programs write now."""
    with pymupdf.open(stream=raw.text_pages(2), filetype="pdf") as document:
        return bytes(document.tobytes(use_objstms=1, deflate=True))


def object_stream_broken() -> bytes:
    data = packed()
    place = data.index(b"/ObjStm")
    start = data.index(b"stream", place) + 12
    return data[:start] + b"\xff" * 40 + data[start + 40 :]


def with_page(page: bytes) -> Isi:
    return lambda: one_page(raw.text_content(), page=page)


def inflates(size: int) -> Isi:
    """Make a page whose content becomes `size` bytes of blanks."""
    return lambda: one_page(raw.run_of(32, size), content_dictionary=b"/Filter/FlateDecode")


def image_inflates(size: int) -> bytes:
    how = b"/Filter/FlateDecode"
    return image_page(image((20_000, 20_000), raw.run_of(0, size), bits=8, how=how))


def image_of_pixels(side: int) -> Isi:
    how = b"/Filter/FlateDecode"
    return lambda: image_page(image((side, side), raw.run_of(0, side * side // 8), bits=1, how=how))


def large_scan() -> bytes:
    """Return a sheet of A1, scanned at 300 dots per inch: more than a page is drawn with."""
    piece = raw.picture(300)
    sheet = Image.new("L", (7_016, 9_933), 255)
    for x in range(0, sheet.width - piece.width, piece.width):
        for y in range(0, sheet.height - piece.height, 2 * piece.height):
            sheet.paste(piece, (x, y))
    how = b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns %d/Rows %d>>" % sheet.size
    return one_page(
        b"q 1684 0 0 2384 0 0 cm /I Do Q",
        page=b"/Type/Page/Parent 2 0 R/MediaBox[0 0 1684 2384]",
        resources=b"/XObject<</I 6 0 R>>",
        more=[image(sheet.size, raw.group4(sheet), bits=1, how=how)],
    )


def ribbon() -> bytes:
    """Return a page many metres long, with a small scan at its end."""
    shown = raw.picture()
    return one_page(
        b"q 420 0 0 300 0 0 cm /I Do Q",
        page=b"/Type/Page/Parent 2 0 R/MediaBox[0 0 420 65536]",
        resources=b"/XObject<</I 6 0 R>>",
        more=[image(shown.size, encoded(shown, "JPEG"), how=b"/Filter/DCTDecode")],
    )


def many_words(count: int) -> bytes:
    """Return a page of words upon words, a few kilobytes large."""
    line = b"".join(
        b"BT /F 8 Tf %d %d Td (angka 85,5 b c) Tj ET\n" % (10 + n % 400, n * 7 % 290)
        for n in range(1_000)
    )
    packed_ = zlib.compress(line * (count // 4_000))
    return one_page(packed_, content_dictionary=b"/Filter/FlateDecode")


def many_rules() -> bytes:
    lines = b"".join(
        b"%d %d m %d %d l S\n" % (n % 420, n * 7 % 290, n * 3 % 420, n * 7 % 290)
        for n in range(150_000)
    )
    return one_page(raw.text_content() + lines)


def many_lines() -> bytes:
    lines = b"".join(b"%d 10 m %d 290 l S\n" % (n % 420, n % 420) for n in range(60_000))
    return one_page(raw.text_content() + lines)


def javascript() -> bytes:
    action = b"/OpenAction<</S/JavaScript/JS(app.alert\\('x'\\);while\\(true\\){})>>"
    return one_page(raw.text_content(), catalog=action)


RUSAK = "tidak terbaca: halaman rusak"
KOSONG = "tidak ada tulisan di halaman mana pun"
GAMBAR_RUSAK = "gambar atau isi halaman rusak"
TULISAN = "tidak ada tulisan yang terbaca"

KASUS = (
    # What is no PDF at all.
    Kasus("kosong.pdf", bytes, "gagal", "kosong"),
    Kasus("catatan.pdf", utf16_text, "gagal", "bukan PDF"),
    Kasus("nol.pdf", lambda: bytes(4096), "gagal", "nol semua"),
    Kasus("acak.pdf", lambda: np.random.default_rng(1).bytes(4096), "gagal", "bukan PDF"),
    Kasus("word.pdf", lambda: b"PK\x03\x04" + bytes(99), "gagal", "Word"),
    Kasus("word-lama.pdf", lambda: b"\xd0\xcf\x11\xe0" + bytes(99), "gagal", "Word"),
    Kasus("web.pdf", lambda: b"\n<!DOCTYPE html><p>login", "gagal", "HTML"),
    Kasus("foto.pdf", lambda: encoded(raw.picture(72), "JPEG"), "gagal", "gambar JPEG"),
    Kasus("arsip.rar", lambda: b"Rar!\x1a\x07\x00" + bytes(99), "gagal", "RAR"),
    Kasus("program.exe", lambda: b"MZ" + bytes(99), "gagal", "bukan PDF"),
    Kasus("palsu.png", lambda: b"bukan gambar", "gagal", "bukan gambar"),
    # Broken structure.
    Kasus("terpotong.pdf", lambda: text_page()[:-250], "gagal", "rusak atau terpotong"),
    Kasus("terpotong-awal.pdf", lambda: text_page()[:90], "gagal", "rusak atau terpotong"),
    Kasus("tanpa-kepala.pdf", lambda: text_page()[9:], "gagal", "bukan PDF"),
    Kasus("hanya-kepala.pdf", lambda: b"%PDF-1.7\n", "gagal", "rusak atau terpotong"),
    Kasus("sampah-di-depan.pdf", lambda: b"X" * 300 + text_page(), "terbaca", None),
    Kasus("sampah-di-belakang.pdf", lambda: text_page() + b"\0" * 900, "terbaca", None),
    Kasus(
        "xref-rusak.pdf",
        lambda: text_page().replace(b" 00000 n ", b" 0000x n "),
        "terbaca",
        "susunan berkas rusak",
    ),
    Kasus(
        "startxref-salah.pdf",
        lambda: text_page().replace(b"startxref\n", b"startxref\n9"),
        "terbaca",
        "susunan berkas rusak",
    ),
    Kasus("objek-aliran-rusak.pdf", object_stream_broken, "gagal", "rusak atau terpotong"),
    Kasus("tanpa-halaman.pdf", lambda: raw.many_pages(0), "gagal", "tidak berhalaman"),
    Kasus("pohon-berputar.pdf", page_tree_loop, "gagal", RUSAK),
    Kasus("pohon-dalam.pdf", deep_page_tree, "terbaca", KOSONG),
    Kasus(
        "jumlah-bohong.pdf", lambda: raw.text_pages(1, claimed=900), "gagal", "rusak atau terpotong"
    ),
    Kasus(
        "jumlah-kurang.pdf",
        lambda: raw.text_pages(3, claimed=1),
        "sebagian",
        "memuat 3 halaman, tetapi hanya menyebut 1",
    ),
    Kasus(
        "terpotong-belakang.pdf",
        lambda: raw.text_pages(5)[:1900],
        "sebagian",
        "berkas terpotong, sebagian halaman atau isinya mungkin hilang; hal. 5: sebagian isi",
    ),
    Kasus(
        "jumlah-negatif.pdf", lambda: raw.text_pages(1, claimed=-5), "gagal", "rusak atau terpotong"
    ),
    Kasus("sarang-dalam.pdf", nested_arrays, "gagal", RUSAK),
    Kasus("bentuk-berputar.pdf", form_that_draws_itself, "terbaca", None),
    Kasus("pola-berputar.pdf", pattern_that_paints_itself, "gagal", RUSAK),
    Kasus("topeng-berputar.pdf", mask_of_itself, "terbaca", None),
    Kasus("huruf-sampah.pdf", garbage_font, "terbaca", None),
    Kasus("huruf-berputar.pdf", type3_that_shows_itself, "terbaca", None),
    Kasus(
        "isi-acak.pdf", lambda: one_page(np.random.default_rng(2).bytes(3000)), "gagal", "hal. 1"
    ),
    Kasus("banyak-q.pdf", lambda: one_page(b"q " * 300_000 + raw.text_content()), "gagal", RUSAK),
    Kasus("banyak-garis.pdf", many_lines, "terbaca", None),
    Kasus("terlalu-banyak-garis.pdf", many_rules, "gagal", "garis, lebih dari batas", berat=True),
    Kasus(
        "terlalu-banyak-kata.pdf", lambda: many_words(200_000), "gagal", "kata, lebih dari batas"
    ),
    # Locked, holding other things, running things.
    Kasus("sandi-pengguna.pdf", lambda: encrypted(user_pw="a", owner_pw="b"), "gagal", "sandi"),
    Kasus("sandi-pemilik.pdf", lambda: encrypted(owner_pw="b"), "terbaca", None),
    Kasus(
        "sandi-aneh.pdf",
        lambda: text_page().replace(b"/Root", b"/Encrypt<</Filter/Aneh/V 9/R 9>>/Root"),
        "gagal",
        "",
    ),
    Kasus("portofolio.pdf", lambda: with_attachment(portfolio=True), "sebagian", "portofolio: 2"),
    Kasus("lampiran.pdf", lambda: with_attachment(portfolio=False), "terbaca", "2 berkas lampiran"),
    Kasus("javascript.pdf", javascript, "terbaca", None),
    Kasus("formulir.pdf", with_form, "terbaca", None),
    Kasus("anotasi.pdf", with_annotations, "terbaca", None),
    # Size.
    Kasus(
        "lebar.pdf", with_page(b"/Type/Page/Parent 2 0 R/MediaBox[0 0 14400 300]"), "terbaca", None
    ),
    Kasus(
        "raksasa.pdf", with_page(b"/Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]"), "terbaca", None
    ),
    Kasus("luas-nol.pdf", with_page(b"/Type/Page/Parent 2 0 R/MediaBox[0 0 0 0]"), "terbaca", None),
    Kasus("tanpa-kotak.pdf", with_page(b"/Type/Page/Parent 2 0 R"), "terbaca", None),
    Kasus("putar-aneh.pdf", with_page(raw.PAGE + b"/Rotate 37"), "terbaca", None),
    Kasus("satuan.pdf", with_page(raw.PAGE + b"/UserUnit 100"), "terbaca", None),
    Kasus("ribuan.pdf", lambda: raw.many_pages(3_001), "gagal", "3001 halaman"),
    Kasus("gambar-raksasa.pdf", image_of_pixels(20_000), "gagal", "20000 x 20000 piksel"),
    Kasus("gambar-besar.pdf", image_of_pixels(12_000), "terbaca", TULISAN, berat=True),
    Kasus("lembar-a1.pdf", large_scan, "terbaca", None, berat=True, megabita=1_400),
    Kasus("pita.pdf", ribbon, "terbaca", None, berat=True, megabita=1_200),
    Kasus("bom-isi.pdf", inflates(2_000_000_000), "terbaca", KOSONG, berat=True),
    Kasus("bom-gambar.pdf", lambda: image_inflates(2_000_000_000), "gagal", "piksel", berat=True),
    Kasus("png-mengaku-besar.png", png_of_claimed_size, "gagal", "", berat=False),
    # Pictures of every make.
    Kasus(
        "tanpa-saringan.pdf",
        of_picture(Image.Image.tobytes, b"/Filter/TidakAda"),
        "gagal",
        GAMBAR_RUSAK,
    ),
    Kasus(
        "jpeg-rusak.pdf",
        of_picture(lambda i: encoded(i, "JPEG")[:900], b"/Filter/DCTDecode"),
        "gagal",
        GAMBAR_RUSAK,
    ),
    Kasus(
        "jpx-rusak.pdf",
        of_picture(lambda i: b"x" * 99, b"/Filter/JPXDecode"),
        "gagal",
        GAMBAR_RUSAK,
    ),
    Kasus(
        "jbig2-rusak.pdf",
        of_picture(lambda i: b"x" * 99, b"/Filter/JBIG2Decode", bits=1),
        "gagal",
        GAMBAR_RUSAK,
    ),
    Kasus("flate-terpotong.pdf", damaged_flate, "sebagian", "hal. 1: sebagian isi halaman rusak"),
    Kasus(
        "jpeg.pdf", of_picture(lambda i: encoded(i, "JPEG"), b"/Filter/DCTDecode"), "terbaca", None
    ),
    Kasus(
        "jpx.pdf",
        of_picture(lambda i: encoded(i, "JPEG2000"), b"/Filter/JPXDecode"),
        "terbaca",
        None,
    ),
    Kasus("jbig2.pdf", of_picture(raw.jbig2, b"/Filter/JBIG2Decode", bits=1), "terbaca", None),
    Kasus(
        "fax.pdf",
        of_picture(
            raw.group4,
            b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns WIDE/Rows HIGH>>",
            bits=1,
        ),
        "terbaca",
        None,
    ),
    Kasus(
        "satu-bit.pdf",
        of_picture(
            lambda i: zlib.compress(i.convert("1").tobytes()), b"/Filter/FlateDecode", bits=1
        ),
        "terbaca",
        None,
    ),
    Kasus(
        "enam-belas-bit.pdf",
        of_picture(
            lambda i: zlib.compress(np.frombuffer(i.tobytes(), np.uint8).repeat(2).tobytes()),
            b"/Filter/FlateDecode",
            bits=16,
        ),
        "terbaca",
        None,
    ),
    Kasus(
        "cmyk.pdf",
        of_picture(
            lambda i: encoded(i.convert("CMYK"), "JPEG"),
            b"/Filter/DCTDecode/Decode[1 0 1 0 1 0 1 0]",
            space=b"DeviceCMYK",
        ),
        "terbaca",
        None,
    ),
    Kasus("foto-saja.pdf", photo, "terbaca", "", berat=True),
    Kasus("pindaian.png", lambda: encoded(raw.picture(), "PNG", dpi=(150, 150)), "terbaca", None),
    Kasus("pindaian.jpg", lambda: encoded(raw.picture(), "JPEG", dpi=(150, 150)), "terbaca", None),
    Kasus("pindaian.tif", lambda: encoded(raw.picture(), "TIFF", dpi=(150, 150)), "terbaca", None),
    Kasus(
        "fax.tiff",
        lambda: encoded(raw.picture().convert("1"), "TIFF", dpi=(150, 150), **raw.GROUP4),
        "terbaca",
        None,
    ),
    Kasus("dua-halaman.tif", two_page_tiff, "terbaca", None),
    # Names.
    Kasus("dua kata 'kutip' \"ganda\".pdf", text_page, "terbaca", None),
    Kasus("-rf.pdf", text_page, "terbaca", None),
    Kasus("=cmd|' C calc'!A1.pdf", text_page, "terbaca", None),
    Kasus("@SUM(1).pdf", text_page, "terbaca", None),
    Kasus("<img src=x onerror=alert(1)>&amp;.pdf", text_page, "terbaca", None),
    Kasus("#100%25?a=b[red].pdf", text_page, "terbaca", None),
    Kasus("n" * 200 + ".pdf", text_page, "terbaca", None),
    Kasus(unicodedata.normalize("NFD", "Kafé Désa.pdf"), text_page, "terbaca", None),
    Kasus("baris\nbaru.pdf", text_page, "terbaca", None, tertulis="baris%0Abaru.pdf"),
)


def unlike(data: bytes, number: int) -> bytes:
    """Make files with the same content differ, so that none is a duplicate of another."""
    return (
        data + b"\n%% %d\n" % number if data.startswith(b"%PDF") and b"%%EOF" in data[-9:] else data
    )


def write(folder: Path, cases: tuple[Kasus, ...] = KASUS) -> None:
    """Write files into a folder."""
    for number, kasus in enumerate(cases):
        (folder / kasus.nama).write_bytes(unlike(kasus.isi(), number))


def write_odd_ones(folder: Path, outside: Path) -> dict[str, tuple[str, str]]:
    """Write what is no ordinary file; returns status and words of the message by name."""
    (outside / "rahasia.pdf").write_bytes(text_page())
    (folder / "tautan-keluar.pdf").symlink_to(outside / "rahasia.pdf")
    (folder / "folder-keluar").symlink_to(outside, target_is_directory=True)
    (folder / "tautan-putus.pdf").symlink_to(folder / "tidak-ada.pdf")
    (folder / "tautan-diri.pdf").symlink_to(folder / "tautan-diri.pdf")
    os.mkfifo(folder / "pipa.pdf")
    with (folder / "raksasa-kosong.pdf").open("wb") as sparse:
        sparse.truncate(1_000_000_001)
    expected = {
        "tautan-keluar.pdf": ("gagal", "tautan ke luar"),
        "folder-keluar": ("gagal", "tautan ke luar"),
        "tautan-putus.pdf": ("gagal", "sudah tidak ada"),
        "tautan-diri.pdf": ("gagal", "menunjuk dirinya"),
        "pipa.pdf": ("gagal", "bukan berkas biasa"),
        "raksasa-kosong.pdf": ("gagal", "lebih besar dari batas"),
    }
    below = folder / "sub folder"
    below.mkdir()
    (below / "kembar-1.pdf").write_bytes(text_page() + b"% kembar\n")
    (below / "kembar-2.pdf").write_bytes(text_page() + b"% kembar\n")
    expected["sub folder/kembar-1.pdf"] = ("terbaca", "")
    expected["sub folder/kembar-2.pdf"] = ("duplikat", "sub folder/kembar-1.pdf")
    return expected


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    write(target)

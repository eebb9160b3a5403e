"""Whatever a paper and the name of its file say, no output runs it, loads it or breaks by it."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import struct
import typing
import unicodedata
import zipfile
from collections.abc import Iterator
from enum import StrEnum
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import docx
import openpyxl
import pymupdf
import pytest
from PIL import Image

from pipeline.desk.halaman import render_desk
from pipeline.desk.meja import Meja
from pipeline.emit.parquet import write_parquet
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.tables import read_table
from pipeline.emit.text import clean, unguard
from pipeline.emit.write import emit
from pipeline.masking import Samaran
from schemas.records import Bukti, Dokumen, HalamanTerbaca
from schemas.vocabulary import Metode

from . import contoh
from .test_report import Elemen

JAHAT = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    '=HYPERLINK("https://contoh.invalid","x")',
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)" x="',
    "' onerror='alert(1)' x='",
    "</td></table></script><script src=//contoh.invalid/x.js></script>",
    "<!--", "-->", "]]>", "&lt;b&gt;&amp;",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "https://contoh.invalid/x.png",
    "{{ 7 * 7 }}{% include 'x' %}",
    "_x0041__x000D_",
    "\x00\x08\x1b[31m\x9b\ufffex",
    "\u202egpj.exe",
    unicodedata.normalize("NFD", "Désa Kafé"),
    unicodedata.normalize("NFD", "é" * 150),
    "n" * 200,
    "[link:https://contoh.invalid]merah[/]",
)  # fmt: skip
NAMA_BERKAS = (
    "<script>alert(1)<&amp;.pdf",
    '" onmouseover="alert(1)" x=".pdf',
    "=cmd|' C calc'!A0.pdf",
    "-rf @a #1?b=c&d;100%25 [x].pdf",
    unicodedata.normalize("NFD", "Kafé Désa.pdf"),
    "n" * 200 + ".pdf",
    "javascript:alert(1).pdf",
)
KEPT = {"berkas", "dokumen_id", "naskah_id", "sha256", "gambar", "temuan_id", "aturan", "keputusan"}
"""Columns that lead to files and rows, or hold a word of ours; no text of a paper."""
RAHASIA = "METADATA-RAHASIA"
"""Stands in the metadata of every paper, and nowhere on its pages."""


def hostile(row: Any, words: Iterator[str]) -> Any:
    """Return a record with every text of it replaced that comes from a paper."""
    hints = typing.get_type_hints(type(row))
    changes = {}
    for field in dataclasses.fields(row):
        kept = field.name in KEPT or field.name.endswith("_id") or hints[field.name] is not str
        if not kept and not isinstance(getattr(row, field.name), StrEnum):
            changes[field.name] = next(words)
    return dataclasses.replace(row, **changes)


def renamed(row: Any, names: dict[str, str]) -> Any:
    return dataclasses.replace(row, berkas=names.get(row.berkas, row.berkas))


def of_many_texts(hasil: Hasil, names: dict[str, str]) -> Hasil:
    """Return results in which every text is hostile, and files have hostile names."""
    words = cycle(JAHAT)
    changes: dict[str, Any] = {"pesan": JAHAT}
    for isi in hasil.tables():
        rows = [hostile(row, words) for row in isi.baris]
        if isi.rekaman in (Dokumen, Bukti):
            rows = [renamed(row, names) for row in rows]
        if isi.nama in {field.name for field in dataclasses.fields(Hasil)}:
            changes[isi.nama] = tuple(rows)
    units = cycle(("Kecamatan <b>Kalisat</b>", '" onfocus="alert(1)', "=1+1"))
    changes["temuan"] = tuple(
        dataclasses.replace(one, unit=next(units), kelompok="") for one in changes["temuan"]
    )
    aturan = {
        name: dataclasses.replace(rule, judul=JAHAT[8], penjelasan=JAHAT[9], dasar_hukum=JAHAT[11])
        for name, rule in hasil.aturan.items()
    }
    berkas = {LAMPIRAN: as_csv([JAHAT, ("-5", "+4,5", "x" * 200_000, "")])}
    return dataclasses.replace(hasil, aturan=aturan, berkas=berkas, **changes)


LAMPIRAN = "tabel/uji-01/1.csv"
"""The content of a table that no other stage knows, as it is handed over."""


def as_csv(rows: list[tuple[str, ...]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()


def secretive(path: Path) -> None:
    """Give a paper metadata of every kind, and a photo with its own."""
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = RAHASIA, RAHASIA
    Image.new("RGB", (60, 40), (200, 220, 240)).save(
        picture, "JPEG", exif=exif, comment=RAHASIA.encode()
    )
    with pymupdf.open(path) as pdf:
        pdf.set_metadata({"author": RAHASIA, "title": RAHASIA, "creator": RAHASIA})
        pdf.set_xml_metadata(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{RAHASIA}</x:xmpmeta>")
        pdf[0].insert_image(pymupdf.Rect(400, 20, 520, 80), stream=picture.getvalue())
        data = pdf.tobytes()
    path.write_bytes(data)


def with_pages(hasil: Hasil) -> Hasil:
    pages = tuple(
        HalamanTerbaca(dokumen_id=d.dokumen_id, halaman=1, metode=Metode.OCR, putaran=0, kata=9)
        for d in hasil.dokumen
        if d.status == "terbaca"
    )
    return dataclasses.replace(hasil, tambahan=(IsiTabel(HalamanTerbaca, pages),))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("aman")


@pytest.fixture(scope="module")
def plain_out(place: Path) -> Path:
    """Return the output of the same results with the usual texts."""
    hasil = with_pages(contoh.contoh_hasil(place / "biasa", jumlah=12, unit=3))
    emit(hasil, place / "keluar-biasa", place / "biasa")
    return place / "keluar-biasa"


@pytest.fixture(scope="module")
def hasil(place: Path) -> Hasil:
    masuk = place / "masuk"
    hasil = with_pages(contoh.contoh_hasil(masuk, jumlah=12, unit=3))
    names = {}
    for one, name in zip(hasil.dokumen, NAMA_BERKAS, strict=False):
        secretive(masuk / one.berkas)
        (masuk / one.berkas).rename(masuk / name)
        names[one.berkas] = name
    (masuk / "rusak.pdf").write_bytes(b"bukan PDF")
    assert len(names) == len(NAMA_BERKAS)
    return of_many_texts(hasil, names)


@pytest.fixture(scope="module")
def out(place: Path, hasil: Hasil) -> Path:
    out = place / "keluar"
    emit(hasil, out, place / "masuk")
    return out


def files(out: Path, *suffixes: str) -> list[Path]:
    found = [p for p in sorted(out.rglob("*")) if p.is_file() and p.suffix in suffixes]
    assert found
    return found


def parts(out: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of an output with its name, and what is packed in workbooks and letters."""
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        name = path.relative_to(out).as_posix()
        yield name, path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as packed:
                for part in packed.namelist():
                    yield f"{name}/{part}", packed.read(part)


def test_cells_of_csv_run_nothing_and_load_back(out: Path, hasil: Hasil) -> None:
    csv.field_size_limit(10**6)
    for path in files(out, ".csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    is_number = re.fullmatch(r"[+-][0-9.,]+", cell)
                    assert not re.match(r"[=+\-@\t\r\n]", cell) or is_number, (path.name, cell)
    for isi in hasil.tables():
        from_csv = read_table(out / f"{isi.nama}.csv", isi.rekaman)
        assert from_csv == read_table(out / f"{isi.nama}.json", isi.rekaman)
        if isi.nama in ("indikator", "rujukan", "pejabat"):  # no other stage fills in these
            expected = [cleaned(row) for row in isi.baris]
            assert list(from_csv) == expected


def test_tables_that_are_handed_over_as_text_load_back(out: Path) -> None:
    csv.field_size_limit(10**6)
    with (out / LAMPIRAN).open(encoding="utf-8", newline="") as file:
        first, second = ([unguard(cell) for cell in row] for row in csv.reader(file))
    assert first == [clean(text) for text in JAHAT]
    assert second == ["-5", "+4,5", "x" * 200_000, ""]
    assert Samaran(["Siti Aminah"], []).table(f"{'y' * 200_000},Siti Aminah\n").endswith("1]\n")


def cleaned(row: Any) -> Any:
    texts = {
        field.name: clean(value)
        for field in dataclasses.fields(row)
        if isinstance(value := getattr(row, field.name), str) and not isinstance(value, StrEnum)
    }
    return dataclasses.replace(row, **texts)


def test_cells_of_workbooks_run_nothing_and_load_back(out: Path, hasil: Hasil) -> None:
    for path in files(out, ".xlsx"):
        book = openpyxl.load_workbook(path)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f" and cell.hyperlink is None, (path.name, cell)
            text = str(cell.value or "")
            assert not re.match(r"[=+\-@\t\n]", text) or re.fullmatch(r"[+-][0-9.,]+", text)
    sheet = openpyxl.load_workbook(out / "laporan.xlsx")["tabel_indikator"]
    heads = [cell.value for cell in sheet[1]]
    (row,) = sheet.iter_rows(min_row=2, values_only=True)
    read = {name: unguard(str(value or "")) for name, value in zip(heads, row, strict=True)}
    for name, value in dataclasses.asdict(cleaned(hasil.indikator[0])).items():
        if isinstance(value, str):
            assert read[name] == value, name


def forms(page: Path) -> set[tuple[str, str]]:
    """Return each kind of tag with each of its attributes, as a browser's parser sees them."""
    elemen = Elemen(page.read_text(encoding="utf-8"))
    assert elemen.terbuka == []
    return {(tag, name) for tag, attributes in elemen.semua for name in ("", *attributes)}


def test_pages_hold_no_markup_but_their_own(out: Path, plain_out: Path) -> None:
    own = set().union(*(forms(page) for page in files(plain_out, ".html")))
    assert not [name for _, name in own if name.startswith("on") or name == "style"]
    for page in files(out, ".html"):
        assert forms(page) <= own, page.name


def test_the_desk_s_page_holds_no_markup_but_its_own(
    out: Path, plain_out: Path, tmp_path: Path
) -> None:
    shown = []
    for number, folder in enumerate((plain_out, out)):
        page = tmp_path / f"{number}.html"
        page.write_text(render_desk(Meja(folder)), encoding="utf-8")
        shown.append(forms(page))
    own, hostile_ = shown
    assert not [name for _, name in own if name.startswith("on") or name == "style"]
    assert hostile_ <= own


def test_links_of_pages_lead_to_files_that_are_there(out: Path, place: Path) -> None:
    led_to = set()
    for page in files(out, ".html"):
        elemen = Elemen(page.read_text(encoding="utf-8"))
        for _, attributes in elemen.semua:
            for name in ("href", "src", "action", "formaction", "xlink:href", "data", "poster"):
                link = attributes.get(name, "")
                if not link or link.startswith("data:image/png;base64,"):
                    continue
                scheme, host, path, query, _ = urlsplit(link)
                assert (scheme, host, query) == ("", "", ""), link
                assert re.fullmatch(r"[A-Za-z0-9._~/%-]*", path), link
                if path:
                    target = (page.parent / unquote(path)).resolve()
                    assert target.is_file(), link
                    led_to.add(target)
    papers = {path.resolve() for path in (place / "masuk").rglob("*.pdf")}
    assert {(place / "masuk" / name).resolve() for name in NAMA_BERKAS} <= led_to & papers


def test_no_file_names_a_resource_elsewhere(out: Path) -> None:
    for page in files(out, ".html"):
        elemen = Elemen(page.read_text(encoding="utf-8"))
        (policy,) = [a["content"] for a in elemen.of("meta") if a.get("http-equiv")]
        assert policy.startswith("default-src 'none'") and "http" not in policy
        assert elemen.of("link") == elemen.of("iframe") == elemen.of("object") == []
        assert "@import" not in page.read_text(encoding="utf-8")
    for name, data in parts(out):
        if name.endswith(".rels"):
            assert b'TargetMode="External"' not in data, name
    for path in files(out, ".docx"):
        with zipfile.ZipFile(path) as packed:
            text = packed.read("word/document.xml").decode()
        for tag in ("w:hyperlink", "w:fldSimple", "w:instrText", "w:object", "w:altChunk"):
            assert f"<{tag}" not in text, path.name


def test_letters_show_what_is_written(out: Path, hasil: Hasil) -> None:
    shown = []
    for path in files(out, ".docx"):
        paper = docx.Document(str(path))
        shown += [p.text for p in paper.paragraphs]
        for table in paper.tables:
            shown += [p.text for row in table.rows for c in row.cells for p in c.paragraphs]
    told = [one for one in hasil.temuan if one.status != "dugaan_salah_baca"]
    for one in told:
        for line in clean(one.uraian).strip("\n").split("\n"):
            assert any(line.strip() in text for text in shown), one.uraian


def test_data_for_machines_is_well_formed(out: Path) -> None:
    for path in files(out, ".json", ".sarif"):
        json.loads(path.read_text(encoding="utf-8"))
    sarif = json.loads(next(out.glob("*.sarif")).read_text(encoding="utf-8"))
    uris = re.findall(r'"uri": ?"([^"]*)"', json.dumps(sarif))
    assert uris
    for uri in uris:
        assert re.fullmatch(r"[A-Za-z0-9._~:/%-]*", uri), uri


def test_a_name_too_long_for_a_folder_is_shortened_in_parquet(
    out: Path, hasil: Hasil, tmp_path: Path
) -> None:
    assert write_parquet(out, tmp_path / "himpunan", "x") > 0
    for path in (tmp_path / "himpunan").rglob("*"):
        assert len(path.name.encode()) <= 255
        assert re.fullmatch(r"[A-Za-z0-9._=%-]+", path.name), path.name


def jpeg_segments(data: bytes) -> set[int]:
    """Return the marks of a JPEG's segments before its picture."""
    found, at = set(), 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        found.add(data[at + 1])
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return found


def png_chunks(data: bytes) -> set[bytes]:
    found, at = set(), 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.add(data[at + 4 : at + 8])
        at += 12 + length
    return found


def test_pictures_hold_nothing_but_the_picture(out: Path) -> None:
    kinds = set()
    for name, data in parts(out):
        if data.startswith(b"\x89PNG"):
            assert png_chunks(data) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}, name
            kinds.add("png")
        elif data.startswith(b"\xff\xd8"):
            # Tables, frame and the JFIF header; no APP1 (EXIF, XMP), no comment.
            assert jpeg_segments(data) <= {0xE0, 0xDB, 0xC0, 0xC4, 0xDD}, name
            kinds.add("jpeg")
        elif not name.endswith((".html", ".docx", ".xlsx")):
            assert not name.endswith((".png", ".jpg", ".jpeg")), name
    assert kinds == {"png", "jpeg"}


def test_metadata_of_papers_and_the_way_to_them_are_in_no_output(out: Path, place: Path) -> None:
    for name, data in parts(out):
        assert RAHASIA.encode() not in data, name
        if name != "run.json":  # tells where the run was
            assert str(place).encode() not in data, name

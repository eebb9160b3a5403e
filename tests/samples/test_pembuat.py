"""The generator: the same bytes twice, nothing that dates a file, boxes that follow the scan."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pymupdf
import pytest

import samples.pembuat
from pipeline.geometry.box import Kotak
from samples.pembuat.cetak import Cetakan, print_source
from samples.pembuat.kebenaran import collect
from samples.pembuat.pindai import Resep
from samples.pembuat.susun import Aturan, Jilid, bind

SUMBER = """<!DOCTYPE html><html><head><title></title><style>
@page { size: 300pt 280pt; margin: 20pt } body { font: 12pt "Liberation Serif"; margin: 0 }
table { border-collapse: collapse } td { border: 1pt solid #000; padding: 4pt; height: 30pt }
.ruang { height: 60pt } .baru { break-before: page }
</style></head><body>
<section data-naskah="perjanjian_kinerja" data-id="pk" data-unit="Kecamatan Kalisat"
  data-pemda="Kabupaten Jember" data-tahun="2025">
<p>Mengingat <span data-rujukan="uu/23/2014">Undang-Undang Nomor 23 Tahun 2014</span></p>
<table data-rekam="kinerja" data-kolom="sasaran|indikator|target@2025">
<tr><td rowspan="2">Meningkatnya layanan</td><td>Indeks Kepuasan</td><td>93,5</td></tr>
<tr><td>Nilai SAKIP</td><td>B (67)</td></tr><tr data-lewati="1"><td></td><td>Rata-rata</td><td>80</td></tr>
<tr><td>Tertib</td><td>Laporan</td><td>-</td></tr>
</table>
<div class="baru" data-ttd="ada" data-peran="pihak_pertama" data-nama="Budi Santosa" data-nip="197001011995031001"
  data-jabatan="Camat Kalisat"><div class="ruang" data-tanda="ttd cap"></div><p>Budi Santosa</p></div>
</section></body></html>"""  # noqa: E501

RESEP = {
    "biasa": Resep(dpi=100, miring=(1.0, 1.5), perspektif=2, lengkung=3, punggung=0.2, bintik=5)
}


@pytest.fixture(scope="module")
def sumber(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sumber") / "contoh.html"
    path.write_text(SUMBER, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def cetakan(sumber: Path) -> Cetakan:
    return print_source(sumber)


def scanned(cetakan: Cetakan, **aturan: object) -> Jilid:
    return bind(cetakan, Aturan(pindai={0: "biasa"}, **aturan), RESEP)  # type: ignore[arg-type]


def ink_inside(jilid: Jilid, halaman: int, box: Kotak) -> float:
    """Return how much darker than paper the page is inside a box, on average, 0..255."""
    with pymupdf.open(stream=jilid.pdf, filetype="pdf") as document:
        page = document[halaman - 1]
        pixels = page.get_pixmap(dpi=144, colorspace=pymupdf.csGRAY, clip=pymupdf.Rect(*box))
    gray = np.frombuffer(pixels.samples, np.uint8).astype(float)
    return float(np.median(gray) - gray.mean())


def test_the_same_source_gives_the_same_bytes(sumber: Path, cetakan: Cetakan) -> None:
    again = print_source(sumber)
    assert again.pdf == cetakan.pdf
    assert scanned(again).pdf == scanned(cetakan).pdf


@pytest.mark.parametrize("aturan", [Aturan(), Aturan(pindai={1: "biasa"})])
def test_a_file_carries_no_date_and_no_id(cetakan: Cetakan, aturan: Aturan) -> None:
    pdf = bind(cetakan, aturan, RESEP).pdf
    assert b"CreationDate" not in pdf
    assert b"ModDate" not in pdf
    assert b"/ID" not in pdf
    with pymupdf.open(stream=pdf, filetype="pdf") as document:
        assert not any(document.metadata[key] for key in ("creationDate", "modDate", "producer"))
        assert not document.get_xml_metadata()


def test_a_scanned_page_has_no_text_and_an_unscanned_one_keeps_it(cetakan: Cetakan) -> None:
    jilid = bind(cetakan, Aturan(pindai={2: "biasa"}), RESEP)
    with pymupdf.open(stream=jilid.pdf, filetype="pdf") as document:
        assert "Indeks Kepuasan" in document[0].get_text()
        assert document[1].get_text() == ""
    assert [jilid.metode(n) for n in (1, 2)] == ["teks", "ocr"]


def test_two_copies_of_a_sheet_are_two_scans(cetakan: Cetakan) -> None:
    jilid = scanned(cetakan, urutan=(1, 1, 2))
    with pymupdf.open(stream=jilid.pdf, filetype="pdf") as document:
        pictures = [document.extract_image(page.get_images()[0][0])["image"] for page in document]
    assert pictures[0] != pictures[1]
    assert jilid.pages_of(1) == [1, 2]


@pytest.mark.parametrize(
    ("putar", "rotate"),
    [(0, 0), (90, 0), (180, 0), (270, 0), (0, 90), (0, 180), (0, 270), (90, 90)],
)
def test_the_box_of_a_figure_follows_the_sheet(cetakan: Cetakan, putar: int, rotate: int) -> None:
    jilid = scanned(cetakan, putar={1: putar}, rotate={1: rotate})
    row = collect(cetakan, jilid).baris["kinerja"][0]
    glyphs = Kotak(*(float(str(row[key])) for key in ("tx0", "ty0", "tx1", "ty1")))
    cell = Kotak(*(float(str(row[key])) for key in ("x0", "y0", "x1", "y1")))
    assert glyphs.share_in(cell) > 0.95
    assert ink_inside(jilid, 1, glyphs) > 15
    away = Kotak(glyphs.x0, glyphs.y0, glyphs.x1, glyphs.y1)
    shift = {0: (45, 0), 90: (0, 45), 180: (-45, 0), 270: (0, -45)}[putar]
    blank = Kotak(away.x0 + shift[0], away.y0 + shift[1], away.x1 + shift[0], away.y1 + shift[1])
    assert ink_inside(jilid, 1, blank) < 5


def test_what_a_perfect_reader_would_write_down(cetakan: Cetakan) -> None:
    truth = collect(cetakan, scanned(cetakan, urutan=(2, 1)))
    assert truth.keluhan == []
    assert [row["halaman_semua"] for row in truth.baris["naskah"]] == ["2,1"]
    kinerja = [
        (row["tujuan_sasaran"], row["indikator"], str(row["nilai"]), row["predikat"], row["urut"])
        for row in truth.baris["kinerja"]
    ]
    assert kinerja == [
        ("Meningkatnya layanan", "Indeks Kepuasan", "93.5", "", 1),
        ("Meningkatnya layanan", "Nilai SAKIP", "67", "B", 2),
    ]
    assert [(row["nomor"], row["halaman"]) for row in truth.baris["rujukan"]] == [("23", 2)]
    assert [(row["nip"], row["halaman"]) for row in truth.baris["pejabat"]] == [
        ("197001011995031001", 1)
    ]


def test_a_pen_and_a_stamp_lie_in_the_signature_room(cetakan: Cetakan) -> None:
    room = next(part for part in cetakan.akar.iter() if "data-tanda" in part.attrib)
    jilid = scanned(cetakan)
    halaman, box = jilid.place(2, cetakan.kotak[room][2])
    assert ink_inside(jilid, halaman, box) > 3


def test_a_source_that_contradicts_itself_is_told(sumber: Path, tmp_path: Path) -> None:
    wrong = SUMBER.replace('data-ttd="ada"', 'data-ttd="tidak_ada"').replace("93,5<", "47,5-57,5<")
    path = tmp_path / "salah.html"
    path.write_text(wrong, encoding="utf-8")
    cetakan = print_source(path)
    keluhan = collect(cetakan, scanned(cetakan)).keluhan
    assert len(keluhan) == 2
    assert "47,5-57,5" in keluhan[0]
    assert "data-tanda" in keluhan[1]


def test_an_order_that_loses_a_page_is_refused(cetakan: Cetakan) -> None:
    with pytest.raises(ValueError, match="urutan"):
        scanned(cetakan, urutan=(1,))


def test_the_truth_knows_nothing_of_the_readers() -> None:
    """The generator may use box geometry and the vocabulary, never what it is to judge."""
    allowed = {"pipeline.geometry.box", "schemas.vocabulary"}
    for path in Path(samples.pembuat.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                if name.split(".")[0] in {"pipeline", "extractors", "schemas"}:
                    assert name in allowed, f"{path.name} imports {name}"

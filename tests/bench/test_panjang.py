"""The folder of a long run, and the figures that are told of it."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ET
from pathlib import Path

import pymupdf
import pytest

from tests.bench.grafik import draw_memory
from tests.bench.himpunan import Bahan, make_folder, read_materials
from tests.bench.ingatan import Contoh, Jalan, memory_at, write_csv
from tests.bench.panjang import Biaya, make_few, show, show_memory


@pytest.fixture(scope="module")
def bahan() -> Bahan:
    return read_materials()


@pytest.fixture(scope="module")
def gugus(bahan: Bahan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (only,) = make_folder(tmp_path_factory.mktemp("panjang") / "himpunan", 20, bahan=bahan)
    return only


def _pages(folder: Path) -> list[tuple[str, pymupdf.Page]]:
    return [
        (path.name, page) for path in sorted(folder.rglob("*.pdf")) for page in pymupdf.open(path)
    ]


def test_a_bundle_has_the_pages_asked_for_a_tenth_of_them_scanned(gugus: Path) -> None:
    pages = _pages(gugus)
    scanned = [page for name, page in pages if name.startswith("pindai-")]
    assert (len(pages), len(scanned)) == (20, 2)
    assert all(page.get_images() and not page.get_text().strip() for page in scanned)
    assert all(page.get_text().strip() for name, page in pages if not name.startswith("pindai-"))


def test_no_page_is_there_twice(bahan: Bahan, tmp_path: Path) -> None:
    few = Bahan(bahan.teks[-1:], bahan.pindaian[:10], bahan.wilayah)
    make_folder(tmp_path / "himpunan", 200, bahan=few)
    seen = [
        hashlib.sha256(page.get_pixmap(dpi=150).samples).hexdigest()
        for _, page in _pages(tmp_path / "himpunan")
    ]
    assert len(seen) > 2 and len(set(seen)) == len(seen)


def test_offices_are_others_in_each_bundle(bahan: Bahan, tmp_path: Path) -> None:
    naskah = next(one for one in bahan.teks if one.unit)
    few = Bahan((naskah,), bahan.pindaian[:1], bahan.wilayah)
    first, second = make_folder(tmp_path / "himpunan", 200, bahan=few)
    texts = [
        " ".join(page.get_text() for page in pymupdf.open(folder / naskah.berkas.name))
        for folder in (first, second)
    ]
    assert all(naskah.unit.upper() not in text.upper() for text in texts)
    assert texts[0] != texts[1]


def test_the_same_seed_gives_the_same_pages(bahan: Bahan, tmp_path: Path, gugus: Path) -> None:
    (again,) = make_folder(tmp_path / "himpunan", 20, bahan=bahan)
    for (name, page), (_, other) in zip(_pages(gugus), _pages(again), strict=True):
        assert page.get_text() == other.get_text(), name
        if name.startswith("pindai-"):
            assert page.get_pixmap(dpi=150).samples == other.get_pixmap(dpi=150).samples


def test_a_few_pages_for_the_start_are_of_both_kinds(gugus: Path, tmp_path: Path) -> None:
    pages = _pages(make_few(gugus, tmp_path / "sedikit"))
    assert [name.startswith("pindai-") for name, _ in pages] == [False, False, True, True]


def test_what_starting_costs_is_left_out_of_the_ratio() -> None:
    # a page 0,25, starting 6; the long run a tenth dearer a page
    biaya = Biaya(1000, 6 + 0.275 * 1000, (30.0, 32.0), 7.0)
    assert biaya.mulai == pytest.approx(6.0)
    assert biaya.perbandingan_tanpa_mulai == pytest.approx(1.1)
    assert biaya.perbandingan == pytest.approx(281 / 310)


def _seen() -> list[Contoh]:
    return [
        Contoh(
            float(t),
            min(500, 5 * t),
            100.0 + t,
            (300.0, 300.0 + 100 * (t == 50)),
            600.0,
            "membaca" if t < 90 else "menulis",
        )
        for t in range(101)
    ]


def test_memory_is_told_by_the_share_of_the_run() -> None:
    assert memory_at(_seen(), 0.1) == (112.0, 300.0)
    assert memory_at(_seen(), 0.5) == (152.0, 400.0)
    assert memory_at(_seen(), 1.0) == (200.0, 300.0)
    assert memory_at([], 0.5) == (0.0, 0.0)


def test_what_was_seen_is_written_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = _seen()
    write_csv(seen, tmp_path / "ingatan.csv")
    rows = (tmp_path / "ingatan.csv").read_text(encoding="utf-8").splitlines()
    assert rows[0] == "detik,halaman,tahap,utama_mb,pekerja_1_mb,pekerja_2_mb,jumlah_mb"
    assert rows[51] == "50.0,250,membaca,150.0,300.0,400.0,600.0"
    picture = ET.fromstring(draw_memory(seen, "Ingatan & waktu"))
    lines = picture.findall("{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 4  # pages, two workers, the main process
    jalan = Jalan(500, 100.0, 150.0, 205.0, 410.0, 2, seen)
    show_memory(jalan)
    show(jalan, Biaya(500, 150.0, (31.0, 31.0), 7.0))
    told = capsys.readouterr().out
    assert "puncak utama       205 MB" in told and "puncak pekerja     410 MB" in told
    assert "pada  50 %         utama 152 MB, pekerja 400 MB" in told

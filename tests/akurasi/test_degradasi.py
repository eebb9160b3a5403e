from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest

from extractors.numbers import Gaya
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Sel, Tabel
from pipeline.read.page import Halaman
from samples.pembuat.pindai import scan_page
from schemas.vocabulary import Metode, StatusBaca
from tests.akurasi import degradasi
from tests.akurasi.cetakan import prints
from tests.akurasi.degradasi import Skor, Ujian, score_page
from tests.akurasi.keausan import TINGKAT, Tingkat, draw_recipe, found_somewhere, plain_text
from tests.akurasi.kertas import HalamanCetak, SelBenar, cells_of, figure_of, numeric_pages

ISI = (
    ("Indikator", "Target", "Realisasi"),
    ("Indeks Kepuasan Masyarakat", "93,5", "92,33"),
    ("Nilai SAKIP", "B (67)", "71,25"),
    ("Pagu Program Pelayanan", "797.300.000,00", "793.025.000,00"),
)
LEBAR, TINGGI = 140.0, 30.0


@pytest.fixture
def cetakan(tmp_path: Path) -> Path:
    """A print of one ruled table."""
    path = tmp_path / "cetakan.pdf"
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for i, row in enumerate(ISI):
            for j, text in enumerate(row):
                x, y = 80 + j * LEBAR, 120 + i * TINGGI
                page.draw_rect((x, y, x + LEBAR, y + TINGGI), width=0.75)
                page.insert_text((x + 6, y + 19), text, fontsize=10)
        document.save(path)
    return path


def _page(path: Path) -> HalamanCetak:
    with pymupdf.open(path) as document:
        return HalamanCetak(path, 1, cells_of(document[0], 1))


def test_the_print_says_its_own_truth(cetakan: Path) -> None:
    halaman = _page(cetakan)
    assert len(halaman.sel) == 12
    assert [sel.nilai for sel in halaman.angka] == [
        (Decimal("93.5"),),
        (Decimal("92.33"),),
        (Decimal("67"),),
        (Decimal("71.25"),),
        (Decimal("797300000.00"),),
        (Decimal("793025000.00"),),
    ]
    assert list(numeric_pages(cetakan)) == []  # too few figures for the suite


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [
        ("47,5-57,5", (Decimal("47.5"), Decimal("57.5"))),
        ("Nilai SAKIP", None),
        ("1.1.2", None),
        ("", None),
    ],
)
def test_what_counts_as_a_figure(teks: str, nilai: object) -> None:
    assert figure_of(teks, Gaya.KOMA) == nilai


@pytest.fixture
def ujian(cetakan: Path) -> Iterator[Ujian]:
    yield Ujian(_page(cetakan), TINGKAT[0], 200, benih="uji", putar=90, warna=False)


def test_a_page_is_scanned_turned_read_and_compared(ujian: Ujian) -> None:
    skor = score_page(ujian)
    assert (skor.halaman, skor.tegak) == (1, 1)
    assert (skor.sel, skor.angka) == (12, 6)
    assert skor.sel_ditemukan == 12
    assert skor.tepat + len(skor.salah) == skor.angka
    assert skor.tepat >= 5
    assert sum(skor.angka_status.values()) == len(skor.keyakinan) == 6
    assert skor.polos_angka == 6


def test_a_wrong_figure_is_counted_and_named(ujian: Ujian) -> None:
    sel = tuple(
        replace(cell, nilai=(Decimal("99.9"),)) if cell.teks == "93,5" else cell
        for cell in ujian.halaman.sel
    )
    right = score_page(ujian)
    skor = score_page(replace(ujian, halaman=replace(ujian.halaman, sel=sel)))
    assert skor.tepat == right.tepat - 1
    assert [salah.tercetak for salah in skor.salah if salah not in right.salah] == ["93,5"]


def test_a_cell_that_is_not_there_is_wrong_and_its_words_lost(ujian: Ujian) -> None:
    ghost = replace(ujian.halaman.sel[0], kotak=ujian.halaman.sel[0].kotak.grow(0, 0))
    far = ghost.kotak._replace(y0=700.0, y1=730.0)
    figure = replace(ujian.halaman.angka[0], kotak=far)
    halaman = replace(ujian.halaman, sel=(replace(ghost, kotak=far), figure))
    skor = score_page(replace(ujian, halaman=halaman))
    assert (skor.sel, skor.sel_ditemukan, skor.angka, skor.tepat) == (2, 0, 1, 0)
    assert skor.huruf_salah == skor.huruf == len("Indikator")
    assert [salah.status for salah in skor.salah] == ["tidak ditemukan"]


def _matched(*shifts: tuple[int, int]) -> list[tuple[SelBenar, Tabel, Sel]]:
    """Pair the cells of a table of 3 columns with cells read `shifts` (rows, columns) further."""
    box = Kotak(0, 0, 10, 10)
    halaman = Halaman(nomor=1, lebar=100, tinggi=100, metode=Metode.OCR)
    tabel = Tabel(halaman, box, 9, 9, ())
    return [
        (
            SelBenar(0, (n // 3, n % 3, 1, 1), box, "", None),
            tabel,
            Sel(n // 3 + rows, n % 3 + columns, 1, 1, box),
        )
        for n, (rows, columns) in enumerate(shifts)
    ]


def test_a_row_too_many_puts_no_other_cell_in_a_wrong_row() -> None:
    assert degradasi.count_in_place(_matched(*[(0, 0)] * 9)) == 9
    assert degradasi.count_in_place(_matched(*[(0, 0)] * 3, *[(1, 0)] * 6)) == 9


def test_a_cell_in_another_row_than_its_neighbours_is_out_of_place() -> None:
    assert degradasi.count_in_place(_matched(*[(0, 0)] * 4, (1, 0), *[(0, 0)] * 4)) == 8
    assert degradasi.count_in_place(_matched(*[(0, 0)] * 4, (0, 1), *[(0, 0)] * 4)) == 8


def test_figures_silently_wrong() -> None:
    skor = Skor()
    skor.angka_status.update({StatusBaca.BERSIH: 10, StatusBaca.DIPERBAIKI: 3, StatusBaca.RAGU: 4})
    skor.tepat_status.update({StatusBaca.BERSIH: 10, StatusBaca.DIPERBAIKI: 1})
    assert (skor.diandalkan, skor.salah_diandalkan) == (13, 2)


def test_scores_add_up() -> None:
    total = Skor(angka=2, keyakinan=[(0.5, True)])
    total.angka_status["ragu"] = 1
    other = Skor(angka=3, keyakinan=[(0.9, False)])
    other.angka_status["ragu"] = 2
    total.add(other)
    assert (total.angka, total.angka_status["ragu"]) == (5, 3)
    assert total.keyakinan == [(0.5, True), (0.9, False)]


def test_a_figure_must_be_found_as_often_as_it_is_printed() -> None:
    assert found_somewhere(["93,5", "100"], "target 93.5 dan 100%") == 2
    assert found_somewhere(["100", "100"], "hanya satu 100") == 1
    assert found_somewhere(["93,5"], "935") == 0
    assert found_somewhere(["B (67)"], "B(67)") == 1


def test_recipes_come_from_their_level_and_seed() -> None:
    for tingkat in TINGKAT:
        first = draw_recipe(tingkat, 300, warna=True, benih=("7", 1))
        assert first == draw_recipe(tingkat, 300, warna=True, benih=("7", 1))
        assert first != draw_recipe(tingkat, 300, warna=True, benih=("8", 1))
        assert tingkat.derau[0] <= first.derau <= tingkat.derau[1]
        assert tingkat.kabur[0] * 1.5 <= first.kabur <= tingkat.kabur[1] * 1.5


def test_the_seed_chooses_pages_turns_and_colours(
    ujian: Ujian, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [replace(ujian.halaman, nomor=number) for number in range(1, 31)]
    monkeypatch.setattr(degradasi, "prints", lambda: (ujian.halaman.pdf,))
    monkeypatch.setattr(degradasi, "numeric_pages", lambda pdf: iter(pages))
    few = degradasi.choose_pages(benih="7", halaman=4)
    assert len(few) == 4 * len(TINGKAT) * len(degradasi.DPI)
    assert few == degradasi.choose_pages(benih="7", halaman=4)
    assert few != degradasi.choose_pages(benih="8", halaman=4)
    full = degradasi.choose_pages(benih="7", halaman=None)
    graded = [test for test in full if test.dpi > 150 and test.tingkat.nama in ("ringan", "sedang")]
    assert sum(len(test.halaman.angka) for test in graded) >= degradasi.CUKUP
    assert {test.putar for test in full} == {0, 90, 180, 270}
    assert {test.warna for test in full} == {True, False}


@pytest.mark.penuh
@pytest.mark.parametrize("tingkat", TINGKAT, ids=lambda tingkat: tingkat.nama)
def test_plain_tesseract_finds_what_the_level_says(tingkat: Tingkat) -> None:
    printed = found = 0
    for halaman in [page for pdf in prints() for page in numeric_pages(pdf)]:
        with pymupdf.open(halaman.pdf) as document:
            resep = draw_recipe(tingkat, 200, warna=False, benih=("tetap", halaman.nomor))
            scan = scan_page(document[halaman.nomor - 1], resep, ("tetap", halaman.nomor))
        figures = [sel.teks for sel in halaman.angka]
        printed += len(figures)
        found += found_somewhere(figures, plain_text(scan.jpeg, 200))
    low, high = tingkat.terbaca
    assert low <= found / printed <= high

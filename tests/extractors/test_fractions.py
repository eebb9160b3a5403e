from __future__ import annotations

from extractors.fractions import with_fractions
from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Sel
from pipeline.read.page import Garis
from tests.extractors.halaman_uji import set_line

BAR = Garis(100, 130, 220, 130)


def cell(*lines: tuple[float, tuple[tuple[float, str], ...]]) -> Sel:
    return Sel(0, 0, 1, 1, Kotak(80, 60, 320, 260), tuple(set_line(y, *r) for y, r in lines))


def texts(sel: Sel, *bars: Garis) -> list[str]:
    return [baris.teks for baris, _ in with_fractions(sel, bars)]


def test_fraction_is_one_line_with_what_stands_beside_its_bar() -> None:
    found = cell(
        (80, ((130, "Rumus:"),)),
        (104, ((160, "Jumlah desa"),)),
        (117, ((160, "yang maju"),)),
        (124, ((260, "x 100%"),)),
        (133, ((160, "Jumlah desa"),)),
        (170, ((150, "Penjelasan indikator"),)),
    )
    assert texts(found, BAR) == [
        "Rumus:",
        "Jumlah desa yang maju / Jumlah desa x 100%",
        "Penjelasan indikator",
    ]


def test_misread_factor_is_mended_beside_a_bar() -> None:
    lines = ((117, ((160, "Realisasi"),)), (124, ((260, "x 10096"),)), (133, ((160, "Target"),)))
    assert texts(cell(*lines), BAR) == ["Realisasi / Target x 100%"]


def test_what_stands_left_of_the_bar_goes_before_it() -> None:
    bar = Garis(180, 130, 290, 130)
    found = cell((117, ((235, "IKM x Nilai"),)), (124, ((120, "Nilai ="),)), (133, ((235, "100"),)))
    assert texts(found, bar) == ["Nilai = IKM x Nilai / 100"]


def test_underline_is_no_fraction() -> None:
    heading = cell((117, ((160, "Rumus"),)), (133, ((190, "Jumlah desa yang maju pada tahun"),)))
    assert texts(heading, Garis(146, 129, 174, 129)) == [
        "Rumus",
        "Jumlah desa yang maju pada tahun",
    ]


def test_cell_without_bar_stays_as_it_is() -> None:
    found = cell((104, ((160, "Jumlah desa"),)), (117, ((160, "maju"),)))
    assert with_fractions(found, ()) == tuple((baris, False) for baris in found.isi)

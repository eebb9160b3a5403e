from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.table_records import records_of
from extractors.table_stitch import stitch
from extractors.unruled_tables import unread_heads
from pipeline.geometry.box import Kotak
from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.segment import with_all_tables
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Metode, UkuranKinerja
from tests.extractors.naskah_uji import LEBAR, RAPAT, TINGGI, words

NASKAH = Naskah(
    naskah_id="n-01",
    dokumen_id="n",
    jenis=JenisNaskah.PERJANJIAN_KINERJA,
    halaman_awal=1,
    halaman_akhir=1,
    tahun=2027,
)
KOLOM = (60.0, 95.0, 260.0, 430.0, 490.0)
KEPALA = [("No", "Sasaran", "Indikator Kinerja", "Satuan", "Target")]
BERNOMOR = [
    ("1", "Meningkatnya Literasi", "Indeks Literasi", "Indeks", "61,5"),
    ("", "Warga Kecamatan", "Masyarakat", "", ""),
    ("2", "Tertatanya Arsip", "Persentase Arsip", "Persen", "87,25"),
    ("", "Perangkat Daerah", "Tertata", "", ""),
    ("3", "Akuntabilitas Naik", "Nilai AKIP", "Nilai", "70,1"),
]
TARGET = {
    "Indeks Literasi Masyarakat": "61,5",
    "Persentase Arsip Tertata": "87,25",
    "Nilai AKIP": "70,1",
}
Baris = Sequence[Sequence[str]]


def page(rows: Baris, *, spaced: Sequence[int] = (), kolom: Sequence[float] = KOLOM) -> Halaman:
    """Set lines of cells below each other; more room is left above those named in `spaced`."""
    kata = []
    y = 200.0
    for n, row in enumerate(rows):
        y += 14 + (7 if n in spaced else 0)
        kata += [word for c, text in enumerate(row) for word in words(text, kolom[c], y, RAPAT)]
    return Halaman(1, LEBAR, TINGGI, Metode.TEKS, kata=tuple(kata))


def targets(halaman: Halaman) -> dict[str, str]:
    """Return the targets read, by indicator."""
    whole, _ = stitch([with_all_tables(lay_out(halaman))])
    found = [k for tabel in whole for k in records_of(tabel, NASKAH).kinerja]
    assert all(k.ukuran is UkuranKinerja.TARGET for k in found)
    return {k.indikator: k.teks for k in found}


def test_numbers_tell_the_rows() -> None:
    assert targets(page([*KEPALA, *BERNOMOR])) == TARGET


def test_headings_may_wrap_and_be_numbered() -> None:
    heads = [*KEPALA, ("", "Strategis", "Utama", "", "2027"), ("(1)", "(2)", "(3)", "(4)", "(5)")]
    assert targets(page([*heads, *BERNOMOR])) == TARGET


def test_room_tells_the_rows_whose_cells_stand_in_the_middle() -> None:
    rows = [
        ("Meningkatnya Literasi", "Indeks Literasi", "", ""),
        ("Warga Kecamatan", "Masyarakat", "Indeks", "61,5"),
        ("yang Merata", "", "", ""),
        ("Tertatanya Arsip", "Persentase Arsip", "Persen", "87,25"),
        ("Perangkat Daerah", "Tertata", "", ""),
        ("Akuntabilitas Naik", "Nilai AKIP", "Nilai", "70,1"),
    ]
    heads = [KEPALA[0][1:]]
    assert targets(page([*heads, *rows], spaced=(1, 4, 6), kolom=KOLOM[1:])) == TARGET


def test_a_figure_in_every_row_tells_them_where_only_small_letters_wrap() -> None:
    rows = [
        ("Literasi warga", "Indeks Literasi", "Indeks", "61,5"),
        ("", "masyarakat", "", ""),
        ("Arsip", "Persentase Arsip Tertata", "Persen", "87,25"),
        ("Akuntabilitas", "Nilai AKIP", "Nilai", "70,1"),
    ]
    read = targets(page([KEPALA[0][1:], *rows], kolom=KOLOM[1:]))
    assert read == {"Indeks Literasi masyarakat": "61,5"} | dict(list(TARGET.items())[1:])


UNSURE = {
    "in the middle, nothing parts the rows": [
        ("Meningkatnya Literasi", "Indeks Literasi", "", ""),
        ("Warga Kecamatan", "Masyarakat", "Indeks", "61,5"),
        ("Tertatanya Arsip", "Persentase Arsip", "Persen", "87,25"),
        ("Perangkat Daerah", "Tertata", "", ""),
    ],
    "one sasaran that wraps as often as it has indicators": [
        ("Meningkatnya Literasi Warga", "Indeks Literasi Masyarakat", "Indeks", "61,5"),
        ("Kecamatan Secara Merata dan", "Persentase Arsip Tertata", "Persen", "87,25"),
        ("Berkelanjutan", "Nilai AKIP", "Nilai", "70,1"),
    ],
    "a text in the middle of two rows, the first of which has none": [
        ("", "Indeks Literasi", "Indeks", "61,5"),
        ("Arsip Tertata", "", "", ""),
        ("", "Persentase Arsip", "Persen", "87,25"),
    ],
}
NUMBERED_UNSURE = {
    "a sasaran that runs on beside the next number": [
        ("1", "Meningkatnya Literasi Warga", "Indeks Literasi", "Indeks", "61,5"),
        ("2", "Kecamatan dan Desa", "Persentase Arsip", "Persen", "87,25"),
        ("3", "Akuntabilitas", "Nilai AKIP", "Nilai", "70,1"),
    ],
    "two indicators beside one number": [
        ("1", "Literasi Naik", "Indeks Literasi", "Indeks", "61,5"),
        ("", "", "Persentase Arsip", "Persen", "87,25"),
        ("2", "Akuntabilitas", "Nilai AKIP", "Nilai", "70,1"),
        ("", "Meningkat Terus", "Kecamatan", "", ""),
    ],
}


@pytest.mark.parametrize("rows", NUMBERED_UNSURE.values(), ids=NUMBERED_UNSURE)
def test_numbers_tell_no_rows_where_a_row_holds_more_or_less(rows: Baris) -> None:
    layout = with_all_tables(lay_out(page([*KEPALA, *rows])))
    assert layout.tabel == ()
    assert unread_heads(layout)


def test_a_row_set_far_apart_is_not_left_out_in_silence() -> None:
    far = page([*KEPALA, *BERNOMOR, ("4", "Desa Maju", "Indeks Desa", "Indeks", "0,8")])
    last = max(kata.kotak.y0 for kata in far.kata)
    kata = tuple(
        replace(k, kotak=Kotak(k.kotak.x0, last + 20, k.kotak.x1, last + 29))
        if k.kotak.y0 == last
        else k
        for k in far.kata
    )
    layout = with_all_tables(lay_out(replace(far, kata=kata)))
    assert layout.tabel == ()
    assert unread_heads(layout)


def test_headings_over_several_lines_are_reported() -> None:
    heads = [("No", "Sasaran", "Indikator Kinerja", "", ""), ("", "", "Utama", "Satuan", "Target")]
    rows = UNSURE["in the middle, nothing parts the rows"]
    layout = with_all_tables(lay_out(page([*heads, *(("", *row) for row in rows)])))
    assert layout.tabel == ()
    assert unread_heads(layout)


@pytest.mark.parametrize("rows", UNSURE.values(), ids=UNSURE)
def test_rows_that_cannot_be_told_are_no_table_and_are_reported(rows: Baris) -> None:
    layout = with_all_tables(lay_out(page([KEPALA[0][1:], *rows], kolom=KOLOM[1:])))
    assert layout.tabel == ()
    assert unread_heads(layout)


def test_a_table_is_read_whole_or_not_at_all() -> None:
    joined = [
        *KEPALA,
        *BERNOMOR[:2],
        ("2", "Tertatanya Arsip Seluruh Perangkat Daerah", *BERNOMOR[2][2:]),
    ]
    layout = with_all_tables(lay_out(page([*joined, *BERNOMOR[3:]])))
    assert layout.tabel == ()
    assert unread_heads(layout)


def test_columns_may_stand_as_near_as_words() -> None:
    near = [*BERNOMOR[:2], ("2", "Tertatanya Arsip Perangkat Daerahnya", *BERNOMOR[2][2:])]
    near += [("", "di Kecamatan", "Tertata", "", ""), BERNOMOR[4]]
    room = KOLOM[2] - words(near[2][1], KOLOM[1], 0.0, RAPAT)[-1].kotak.x1
    assert 3 < room < 4.5  # hardly more than between words
    assert targets(page([*KEPALA, *near])) == TARGET


def test_what_follows_the_table_is_no_row_of_it() -> None:
    notes = [("Catatan:", "", "", "", ""), ("Banyuwangi, 8 Januari 2027", "", "", "", "")]
    read = page([*KEPALA, *BERNOMOR, *notes], spaced=(6,))
    assert targets(read) == TARGET
    assert not unread_heads(with_all_tables(lay_out(read)))


def test_prose_set_to_both_edges_is_no_heading() -> None:
    lines = [
        ("Penetapan", "target", "indikator", "kinerja", "utama"),
        ("dilakukan", "atas", "capaian", "tahun", "2026"),
        ("sebesar", "61,5", "dan", "target", "70"),
    ]
    layout = with_all_tables(lay_out(page(lines)))
    assert layout.tabel == ()
    assert not unread_heads(layout)


def test_headings_whose_rows_stand_on_the_next_page_are_reported() -> None:
    foot = page([*KEPALA, ("(1)", "(2)", "(3)", "(4)", "(5)")])
    assert unread_heads(with_all_tables(lay_out(foot)))

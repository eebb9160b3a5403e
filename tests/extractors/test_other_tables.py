"""Other tables: put together over pages, kept as CSV, their figures told from totals."""

from __future__ import annotations

from extractors.impossible_dates import find_impossible_dates
from extractors.other_tables import read_other_tables
from extractors.table_stitch import TabelAsing
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, PeranAngka
from tests.extractors.naskah_uji import Tabel_, page, table

NASKAH = Naskah(
    naskah_id="uji-01",
    dokumen_id="uji",
    jenis=JenisNaskah.LKJIP,
    halaman_awal=1,
    halaman_akhir=2,
)

HEAD: Tabel_ = [
    ["Jabatan", "Bezetting", "<", "<", "L"],
    ["^", "Σ", "SMA", "S1", "^"],
]


def strange(rows: Tabel_, label: str = "Tabel 1.1") -> TabelAsing:
    made = table(rows)
    return TabelAsing(label, f"{label} Komposisi Pegawai", made.halaman, made)


def test_heads_roles_and_csv() -> None:
    rows = [*HEAD, ["Pengawas", "4", "1", "3", "2"], ["Jumlah", "4", "1", "3", "-"]]
    (tabel,), figures, (content,) = read_other_tables(NASKAH, [strange(rows)])
    assert (tabel.label, tabel.banyak_baris, tabel.banyak_kolom) == ("Tabel 1.1", 2, 5)
    assert tabel.berkas == content.berkas == "tabel/uji-01/1.csv"
    assert content.isi.splitlines()[0] == "Jabatan,Bezetting / Σ,Bezetting / SMA,Bezetting / S1,L"
    sigma = figures[0]
    assert (sigma.kelompok_kolom, sigma.kepala_kolom) == ("Bezetting", "Σ")
    assert sigma.peran_kolom is PeranAngka.JUMLAH_BARIS and sigma.nilai == 4
    total = [item for item in figures if item.kepala_baris == "Jumlah"]
    assert {item.peran_baris for item in total} == {PeranAngka.JUMLAH_KOLOM}
    assert total[-1].teks == "-" and total[-1].nilai == 0


def test_words_stand_as_printed_whatever_a_spreadsheet_would_make_of_them() -> None:
    rows = [["Saran", "Jumlah"], ["=1+1", "-5"], ["- lanjut", "7"]]
    _, _, (content,) = read_other_tables(NASKAH, [strange(rows)])
    assert content.isi.splitlines()[1:] == ["=1+1,-5", "- lanjut,7"]  # `emit` guards them


def test_impossible_dates() -> None:
    found = find_impossible_dates(
        NASKAH, [page(1, "Sukorejo, 31 September 2026", "Sukorejo, 30 September 2026")]
    )
    assert [(item.teks, item.iso) for item in found] == [("31 September 2026", "2026-09")]

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.akurasi.baris import TABEL, Baris, Kumpulan, read_output, read_truth
from tests.akurasi.tabel import SkorTabel, score_tables, silently_wrong

PENGAJUAN = Path(__file__).resolve().parents[2] / "samples" / "kebenaran" / "pengajuan"
BERKAS = "pk.pdf"

NASKAH = {
    "jenis": "perjanjian_kinerja",
    "halaman_awal": "1",
    "halaman_akhir": "2",
    "halaman_semua": "1,2",
    "unit": "Kecamatan Kencong",
}
TARGET = {
    "ukuran": "target",
    "tahun": "2025",
    "indikator": "Indeks Kepuasan Masyarakat (Indeks)",
    "teks": "83,5",
    "nilai": "83.5",
    "halaman": "2",
    "x0": "100",
    "y0": "100",
    "x1": "150",
    "y1": "120",
}
READ = {"metode": "ocr", "status_baca": "bersih", "keyakinan": "0.9995"}


def _side(naskah: str, **rows: list[Mapping[str, str]]) -> Kumpulan:
    tables: dict[str, list[Mapping[str, str]]] = {"naskah": [NASKAH], **rows}
    return Kumpulan(
        {name: tuple(Baris(BERKAS, naskah, row) for row in tables.get(name, [])) for name in TABEL}
    )


def _kinerja(printed: Mapping[str, str], read: Mapping[str, str]) -> SkorTabel:
    scores = score_tables(_side("pk", kinerja=[printed]), _side("ab-01", kinerja=[read]))
    return scores[BERKAS, "kinerja"]


def test_a_figure_read_as_printed() -> None:
    skor = _kinerja(TARGET, {**TARGET, **READ, "x0": "99", "y1": "121", "nilai": "83.50"})
    assert (skor.ditemukan, skor.palsu, skor.tepat["nilai"]) == (1, 0, 1)
    assert silently_wrong(skor.angka) == (0, 1)


def test_a_wrong_figure_that_is_marked_clean_is_silently_wrong() -> None:
    skor = _kinerja(TARGET, {**TARGET, **READ, "nilai": "93.5"})
    assert (skor.ditemukan, skor.tepat["nilai"]) == (1, 0)
    assert silently_wrong(skor.angka) == (1, 1)


def test_a_wrong_figure_in_doubt_is_not_silent() -> None:
    skor = _kinerja(TARGET, {**TARGET, **READ, "nilai": "93.5", "status_baca": "ragu"})
    assert silently_wrong(skor.angka) == (0, 0)


@pytest.mark.parametrize(
    "change",
    [
        {"ukuran": "realisasi"},
        {"tahun": "2026"},
        {"halaman": "1"},
        {"y0": "300", "y1": "320"},
    ],
)
def test_a_figure_in_another_place_is_lost_and_false(change: dict[str, str]) -> None:
    skor = _kinerja(TARGET, {**TARGET, **READ, **change})
    assert (skor.ditemukan, skor.palsu) == (0, 1)
    assert [beda.apa for beda in skor.beda] == ["baris hilang", "baris palsu"]


def test_without_a_box_the_words_of_the_row_decide() -> None:
    bare = {**TARGET, **READ, "x0": "", "y0": "", "x1": "", "y1": ""}
    assert _kinerja(TARGET, bare).ditemukan == 1
    assert _kinerja(TARGET, {**bare, "indikator": "Nilai SAKIP"}).ditemukan == 0


def test_a_range_without_a_value_is_compared_by_its_text() -> None:
    printed = {**TARGET, "teks": "47,5-57,5", "nilai": ""}
    assert _kinerja(printed, {**printed, **READ}).tepat["nilai"] == 1
    assert _kinerja(printed, {**printed, **READ, "teks": "47,5-51,5"}).tepat["nilai"] == 0
    assert _kinerja(printed, {**printed, **READ, "nilai": "47.5"}).tepat["nilai"] == 0


def test_rows_of_another_naskah_are_not_found() -> None:
    other = {**NASKAH, "jenis": "lkjip", "halaman_semua": "3,4", "halaman_awal": "3"}
    output = _side("ab-01")
    tables = {
        **output.tabel,
        "naskah": (*output["naskah"], Baris(BERKAS, "ab-02", {**other, "halaman_akhir": "4"})),
        "kinerja": (Baris(BERKAS, "ab-02", {**TARGET, **READ}),),
    }
    skor = score_tables(_side("pk", kinerja=[TARGET]), Kumpulan(tables))
    assert (skor[BERKAS, "kinerja"].ditemukan, skor[BERKAS, "kinerja"].palsu) == (0, 1)
    assert (skor[BERKAS, "naskah"].ditemukan, skor[BERKAS, "naskah"].palsu) == (1, 1)


def test_a_naskah_is_found_only_on_exactly_its_pages_and_by_its_kind() -> None:
    def naskah(**change: str) -> SkorTabel:
        read = Kumpulan(
            dict.fromkeys(TABEL, ()) | {"naskah": (Baris(BERKAS, "ab-01", {**NASKAH, **change}),)}
        )
        return score_tables(_side("pk"), read)[BERKAS, "naskah"]

    assert (naskah().ditemukan, naskah().palsu) == (1, 0)
    longer = naskah(halaman_akhir="3", halaman_semua="1,2,3")
    assert (longer.ditemukan, longer.palsu, longer.tepat["halaman_semua"]) == (0, 0, 0)
    otherwise = naskah(jenis="perjanjian_kinerja_perubahan")
    assert (otherwise.ditemukan, otherwise.palsu) == (0, 1)


def test_letters_are_counted_by_column() -> None:
    read = {**TARGET, **READ, "indikator": "Indeks Kepuasan Masyarakat (lndeks)"}
    skor = _kinerja(TARGET, read)
    assert (skor.salah_huruf["indikator"], skor.huruf["indikator"]) == (1, 35)


def test_the_truth_read_as_output_is_perfect() -> None:
    truth = read_truth(PENGAJUAN)
    for (_, tabel), skor in score_tables(truth, truth).items():
        assert skor.ditemukan == skor.tercetak
        assert skor.palsu == 0
        assert skor.tepat == skor.kolom, tabel
        assert not sum(skor.salah_huruf.values())


def test_output_is_read_with_its_files_and_without_spreadsheet_guards(tmp_path: Path) -> None:
    rows = {
        "dokumen": [{"dokumen_id": "ab", "berkas": BERKAS}],
        "naskah": [{"naskah_id": "ab-01", "dokumen_id": "ab", **NASKAH}],
        "kinerja": [{"naskah_id": "ab-01", **TARGET, "teks": "'=6/5*100"}],
    }
    for name in ("dokumen", *TABEL, "temuan", "bukti"):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            own = rows.get(name, [])
            writer = csv.DictWriter(file, list(own[0]) if own else ["naskah_id"])
            writer.writeheader()
            writer.writerows(own)
    (row,) = read_output(tmp_path)["kinerja"]
    assert (row.berkas, row.naskah, row["teks"]) == (BERKAS, "ab-01", "=6/5*100")

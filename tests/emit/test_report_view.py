from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.emit import labels, report_view
from pipeline.emit.charts import charts
from pipeline.emit.report_view import Penamaan, readings
from pipeline.emit.result import Hasil, IsiTabel, PenjelasanAturan
from pipeline.emit.rule_groups import LAIN, in_order, rumpun_of
from schemas.records import RingkasanIndikator, Temuan
from schemas.vocabulary import StatusBaca, StatusTemuan

from . import contoh


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    return contoh.contoh_hasil(tmp_path, jumlah=12, unit=3)


def test_suspected_misreadings_are_apart_and_not_in_the_matrix(hasil: Hasil) -> None:
    naming = Penamaan(hasil)
    standing, apart, _ = report_view.groups_of(hasil, naming)
    shown = [t.temuan for group in standing for t in group.temuan]
    doubted = [t.temuan for group in apart for t in group.temuan]
    assert {t.status for t in doubted} == {StatusTemuan.DUGAAN_SALAH_BACA}
    assert StatusTemuan.DUGAAN_SALAH_BACA not in {t.status for t in shown}
    assert len(shown) + len(doubted) == len(hasil.temuan)
    matrix = report_view.matrix(standing, naming, hasil)
    assert sum(row.jumlah for row in matrix.baris) == len(shown)
    assert sum(cell.jumlah for row in matrix.baris for cell in row.sel) == len(shown)
    weights = [
        (_weight(shown, row.unit, cell.rumpun), cell) for row in matrix.baris for cell in row.sel
    ]
    heaviest = max(weight for weight, _ in weights)
    for weight, cell in weights:
        assert (cell.gelap == 0) == (cell.jumlah == 0)
        assert weight != heaviest or cell.gelap == report_view.DARKEST
    by_weight = [cell.gelap for _, cell in sorted(weights, key=lambda one: one[0])]
    assert by_weight == sorted(by_weight)


def _weight(temuan: list[Temuan], unit: str, rumpun: str) -> int:
    return sum(
        report_view.BOBOT[t.tingkat]
        for t in temuan
        if t.unit == unit and rumpun_of(t.aturan, contoh.ATURAN) == rumpun
    )


def test_the_picture_says_which_papers_are_there_and_which_are_missing(hasil: Hasil) -> None:
    naming = Penamaan(hasil)
    rows = report_view.matrix((), naming, hasil).baris
    papers = {row.nama: [(one.tahun, one.kurang) for one in row.naskah] for row in rows}
    assert papers["Kecamatan Kencong"] == [
        ("", True),
        ("2025-2029", False),
        ("", True),
        ("", False),  # a change of the PK need not be
        ("2025", False),
    ]
    assert all(row.pemda == "" and row.nama == row.unit for row in rows)
    other = dataclasses.replace(hasil.naskah[0], naskah_id="lain-01", pemda="Kabupaten Lumajang")
    two = dataclasses.replace(hasil, naskah=(*hasil.naskah, other))
    parts = {(row.nama, row.pemda) for row in report_view.matrix((), Penamaan(two), two).baris}
    assert ("Kecamatan Kalisat", "Kabupaten Lumajang") in parts


def test_findings_of_one_cause_stand_together(hasil: Hasil) -> None:
    first, *rest = hasil.temuan
    alike = [
        dataclasses.replace(t, unit=first.unit, status=first.status, kelompok="") for t in rest
    ]
    alike[-1] = dataclasses.replace(alike[-1], kelompok="k")
    hasil = dataclasses.replace(hasil, temuan=(dataclasses.replace(first, kelompok="k"), *alike))
    (group,), _, _ = report_view.groups_of(hasil, Penamaan(hasil))
    together = [t.temuan.kelompok for t in group.temuan]
    place = together.index("k")
    assert together[place : place + 2] == ["k", "k"]
    one, other = group.temuan[place : place + 2]
    assert one.sekelompok == ((other.nomor, other.temuan.temuan_id),)


@pytest.mark.parametrize(
    ("teks", "bacaan", "shown"),
    [
        ("81,5", "", 0),
        ("81,5", "tesseract:81,5|rapidocr:81,5", 0),
        ("81,5", "rapidocr:81, 5", 0),
        ("81,5", "tesseract:81,5|rapidocr:87,5", 2),
        ("81,S", "rapidocr:81,5", 1),
        ("lO", "rapidocr:10", 1),
        ("SURYA ADIPURNAMA", "rapidocr:197804151998021003", 0),
        ("SURYA ADIPURNAMA", "a:197804151998021003|b:197804151998021008", 2),
    ],
)
def test_readings_show_where_they_differ(teks: str, bacaan: str, shown: int) -> None:
    assert len(readings(teks, bacaan)) == shown


def test_units_of_the_same_name_in_two_pemda_are_told_apart(hasil: Hasil) -> None:
    other = dataclasses.replace(hasil.naskah[0], naskah_id="lain-01", pemda="Kabupaten Lumajang")
    naming = Penamaan(dataclasses.replace(hasil, naskah=(*hasil.naskah, other)))
    same = [unit for unit in naming.units if unit.startswith(other.unit)]
    assert len(same) == 2


def test_units_are_ordered_by_the_value_of_their_numbers(hasil: Hasil) -> None:
    names = ["Dinas 10", "Dinas 2", "", "Badan"]
    naskah = tuple(dataclasses.replace(hasil.naskah[0], unit=name) for name in names)
    bare = dataclasses.replace(hasil, naskah=naskah, temuan=())
    assert Penamaan(bare).units == ("Badan", "Dinas 2", "Dinas 10", report_view.TANPA_UNIT)


def test_rules_stand_under_the_catalogue_s_headings() -> None:
    given = {"aturan-saya": PenjelasanAturan(judul="Aturan saya", rumpun="Milik sendiri")}
    assert rumpun_of("jumlah-anggaran", {}) == "Hitungan"
    assert rumpun_of("aturan-saya", given) == "Milik sendiri"
    assert rumpun_of("tidak-dikenal", {}) == LAIN
    rules = {"nip-bentuk", "aturan-saya", "target-pk-renstra", "zz"}
    assert in_order(rules, given) == ["target-pk-renstra", "nip-bentuk", "aturan-saya", "zz"]


def test_charts_draw_settled_figures_only_and_hide_no_second_value(hasil: Hasil) -> None:
    drawn = charts(hasil, Penamaan(hasil))
    chart = drawn[-1].grafik[0]
    years = [year for _, year in chart.tahun]
    assert years == [2023, 2024, 2025]
    count = len(chart.titik)
    name = chart.indikator
    target = next(
        f
        for f in hasil.kinerja
        if f.ukuran == "target"
        and f.indikator == name
        and f.naskah_id == hasil.naskah[-2].naskah_id
    )
    second = dataclasses.replace(target, kinerja_id="x", nilai=Decimal("99.9"))
    doubtful = dataclasses.replace(
        target, kinerja_id="y", nilai=Decimal("11.1"), status_baca=StatusBaca.RAGU
    )
    more = dataclasses.replace(hasil, kinerja=(*hasil.kinerja, second, doubtful))
    words = [t.keterangan for t in charts(more, Penamaan(more))[-1].grafik[0].titik]
    assert len(words) == count + 1
    assert "Target 2025: 99,9" in words and "Target 2025: 11,1" not in words


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("2911311160.40"), "2.911.311.160,40"),
        (Decimal("-8091400.00"), "-8.091.400,00"),
        (Decimal("83.5"), "83,5"),
        (Decimal("2025"), "2025"),
        (12345, "12.345"),
        (0, "0"),
    ],
)
def test_numbers_are_written_as_on_indonesian_paper(value: Decimal | int, written: str) -> None:
    assert labels.indonesian(value) == written


def test_only_quantities_are_rewritten() -> None:
    assert labels.shown_value("197804151998021003", figure=False) == "197804151998021003"
    assert labels.shown_value("2911311160.40", figure=True) == "2.911.311.160,40"
    assert labels.shown_value("Tinggi", figure=True) == "Tinggi"
    assert labels.shown_value("", figure=True) == ""


def test_a_chart_marks_the_figure_that_a_finding_is_about(hasil: Hasil) -> None:
    figure = next(f for f in hasil.kinerja if f.ukuran == "realisasi" and f.tahun == 2024)
    temuan = dataclasses.replace(
        hasil.temuan[0], kunci=figure.kunci, nilai_a=str(figure.nilai), nilai_b="1"
    )
    bukti = dataclasses.replace(
        hasil.bukti[0],
        naskah_id=figure.naskah_id,
        halaman=figure.halaman,
        x0=figure.x0,
        y0=figure.y0,
        x1=figure.x1,
        y1=figure.y1,
        nilai=figure.nilai,
    )
    assert bukti.temuan_id == temuan.temuan_id and bukti.peran == "a"

    def marked(temuan: Temuan, nomor: dict[str, int]) -> list[str]:
        one = dataclasses.replace(hasil, temuan=(temuan,), bukti=(bukti,))
        drawn = charts(one, Penamaan(one), nomor)
        every = [c for unit in drawn for c in (*unit.grafik, *unit.satu_tahun)]
        return [t.keterangan for chart in every for t in chart.ditandai]

    same_place = {
        f"Realisasi {f.tahun}: {labels.indonesian(f.nilai)}"
        for f in hasil.kinerja
        if f.nilai == figure.nilai and f.tahun == figure.tahun and f.kunci == figure.kunci
    }
    assert set(marked(temuan, {temuan.temuan_id: 7})) == same_place
    assert marked(temuan, {}) == []
    about_a_name = dataclasses.replace(temuan, nilai_a="Nilai SAKIP")
    assert marked(about_a_name, {temuan.temuan_id: 7}) == []
    rejected = dataclasses.replace(temuan, keputusan="tolak")
    assert marked(rejected, {temuan.temuan_id: 7}) == []


def test_offices_of_a_government_stand_side_by_side(hasil: Hasil) -> None:
    def row(pemda: str, unit: str, tahun: int = 2025, kunci: str = "sakip") -> RingkasanIndikator:
        return RingkasanIndikator(
            pemda=pemda, kunci=kunci, tahun=tahun, unit=unit, indikator="Nilai SAKIP"
        )

    rows = (
        row("Kabupaten A", "Kecamatan 10"),
        row("Kabupaten A", "Kecamatan 2"),
        row("Kabupaten A", "Kecamatan 2", kunci="ikm"),
        row("Kabupaten B", "Kecamatan Sendiri"),
    )
    run = dataclasses.replace(hasil, tambahan=(IsiTabel(RingkasanIndikator, rows),))
    (regency,) = report_view.regencies(run)  # an office alone has nothing beside it
    assert (regency.pemda, regency.unit) == ("Kabupaten A", 2)
    assert [[one.unit for one in isi.baris] for isi in regency.indikator] == [
        ["Kecamatan 2", "Kecamatan 10"],
        ["Kecamatan 2"],
    ]

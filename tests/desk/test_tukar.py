from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.desk.meja import Meja, figure_id
from pipeline.desk.simpanan import NAMA, read_decisions
from pipeline.desk.tukar import (
    TidakSah,
    describe_conflicts,
    export_csv,
    import_decisions,
)
from pipeline.emit.keputusan import Keputusan
from pipeline.emit.result import IsiTabel
from pipeline.emit.tables import csv_text
from pipeline.emit.write import emit
from schemas.vocabulary import PeranBukti

from .test_keputusan import BETULKAN, CATATAN, SETUJU, TOLAK, minta, words

ISI = '=HYPERLINK("http://contoh.invalid"),\n"alasan"'


@pytest.fixture
def lain(out: Path, tmp_path: Path) -> Meja:
    """The same output on the computer of another reviewer."""
    shutil.copytree(out, tmp_path / "komputer lain")
    return Meja(tmp_path / "komputer lain")


def test_csv_goes_out_and_comes_in_whole(meja: Meja, lain: Meja, tmp_path: Path) -> None:
    first, second = meja.hasil().temuan[:2]
    meja.decide_finding(first.temuan_id, minta(TOLAK, ISI))
    meja.decide_finding(second.temuan_id, minta(CATATAN, ISI))
    meja.correct_figure(figure_id(meja.hasil().kinerja[0]), minta(BETULKAN, "81,5"))
    path = tmp_path / "keputusan.csv"
    assert export_csv(meja.out, path) == 3
    result = import_decisions(lain.out, path)
    assert (result.baru, result.sudah_ada) == (3, 0)
    assert read_decisions(lain.out) == read_decisions(meja.out)
    assert import_decisions(lain.out, path).sudah_ada == 3
    assert "'=HYPERLINK" in path.read_text(encoding="utf-8")


def test_two_reviewers_merge_and_conflicts_are_shown(
    meja: Meja, lain: Meja, tmp_path: Path
) -> None:
    first, second, third = (t.temuan_id for t in meja.hasil().temuan[:3])
    meja.decide_finding(first, minta(SETUJU))
    meja.decide_finding(second, minta(SETUJU))
    lain.decide_finding(second, minta(TOLAK, "angka kabur", siapa="Budi"))
    lain.decide_finding(third, minta(TOLAK, "salah baca", siapa="Budi"))
    assert import_decisions(meja.out, lain.out / NAMA).baru == 2
    assert [words(meja)[name] for name in (first, second, third)] == ["setuju", "bentrok", "tolak"]
    (line,) = describe_conflicts(read_decisions(meja.out))
    assert second in line and "Rina" in line and "Budi" in line and "angka kabur" in line


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("keputusan_id", "1"),
        ("sasaran", "../x"),
        ("waktu", "kemarin"),
        ("waktu", "2026-01-01T00:00:00"),
        ("waktu", "2026-01-01T00:00:00+07:00"),
        ("bukti", "{}"),
        ("jenis", "hapus"),
        ("pemeriksa", ""),
        ("menggantikan", "x"),
        ("isi", "tujuh"),
    ],
)
def test_a_damaged_csv_changes_nothing(
    meja: Meja, lain: Meja, tmp_path: Path, column: str, value: str
) -> None:
    meja.correct_figure(figure_id(meja.hasil().kinerja[0]), minta(BETULKAN, "81,5"))
    good = read_decisions(meja.out)[0]
    bad = dataclasses.replace(good, keputusan_id="a" * 32)
    bad = dataclasses.replace(bad, **{column: value})  # type: ignore[arg-type]
    path = tmp_path / "rusak.csv"
    path.write_text(csv_text(IsiTabel(Keputusan, (good, bad))), encoding="utf-8")
    with pytest.raises(TidakSah):
        import_decisions(lain.out, path)
    assert read_decisions(lain.out) == ()


def test_an_edited_decision_is_refused(meja: Meja, tmp_path: Path) -> None:
    meja.decide_finding(meja.hasil().temuan[0].temuan_id, minta(TOLAK, "kabur"))
    path = tmp_path / "keputusan.csv"
    export_csv(meja.out, path)
    path.write_text(path.read_text(encoding="utf-8").replace("kabur", "lunas"), encoding="utf-8")
    with pytest.raises(TidakSah, match="berbeda"):
        import_decisions(meja.out, path)


# -- laporan.xlsx ---------------------------------------------------------------------------


def fill(path: Path, rows: dict[int, dict[str, object]]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Temuan"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row, cells in rows.items():
        for heading, value in cells.items():
            sheet.cell(row, place[heading]).value = value  # type: ignore[assignment]
    book.save(path)


def ids_in(path: Path) -> list[str]:
    """Return the findings of the sheet in its order; the first stands in row 2."""
    rows = list(openpyxl.load_workbook(path)["Temuan"].iter_rows(values_only=True))
    place = rows[0].index("ID temuan")
    return [str(row[place]) for row in rows[1:]]


def test_decisions_in_the_workbook(meja: Meja, tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    shutil.copy(meja.out / "laporan.xlsx", path)
    ids = ids_in(path)
    fill(
        path,
        {
            2: {"Keputusan": "setuju"},
            3: {"Keputusan": "tolak", "Catatan pemeriksa": "angka kabur"},
            4: {"Keputusan": "tolak"},
            5: {"Keputusan": "catatan", "Catatan pemeriksa": "tanyakan"},
            6: {"Keputusan": "entah"},
            7: {"Betulkan A": "83,5"},
        },
    )
    result = import_decisions(meja.out, path, "Rina")
    assert (result.baru, result.sudah_ada) == (4, 0)
    assert [m.split(":")[0] for m in result.pesan] == ["baris 4", "baris 6"]
    assert [words(meja)[name] for name in ids[:4]] == ["setuju", "tolak", "", ""]
    correction = read_decisions(meja.out)[-1]
    assert correction.jenis is BETULKAN and correction.isi == "83.5"
    again = import_decisions(meja.out, path, "Rina")
    assert (again.baru, again.sudah_ada) == (0, 4)


def test_a_workbook_that_shows_decisions_brings_none_back(meja: Meja, tmp_path: Path) -> None:
    ids = [t.temuan_id for t in meja.hasil().temuan]
    meja.decide_finding(ids[0], minta(TOLAK, "kabur"))
    emit(meja.hasil(), tmp_path / "lagi", tmp_path / "masuk")
    shutil.copy(meja.out / NAMA, tmp_path / "lagi" / NAMA)
    path = tmp_path / "lagi" / "laporan.xlsx"
    sheet = openpyxl.load_workbook(path)["Temuan"]
    headings = [cell.value for cell in sheet[1]]
    row = ids_in(path).index(ids[0]) + 2
    assert sheet.cell(row, headings.index("Keputusan") + 1).value == "tolak"
    assert import_decisions(tmp_path / "lagi", path, "Budi").baru == 0
    fill(path, {row: {"Keputusan": "setuju", "Catatan pemeriksa": ""}})
    assert import_decisions(tmp_path / "lagi", path, "Budi").baru == 1
    assert words(Meja(tmp_path / "lagi"))[ids[0]] == "setuju"


def test_a_workbook_filled_apart_conflicts_with_the_desk(meja: Meja, tmp_path: Path) -> None:
    path = tmp_path / "laporan.xlsx"
    shutil.copy(meja.out / "laporan.xlsx", path)
    name = ids_in(path)[0]
    meja.decide_finding(name, minta(SETUJU))
    fill(path, {2: {"Keputusan": "tolak", "Catatan pemeriksa": "kabur"}})
    import_decisions(meja.out, path, "Budi")
    assert words(meja)[name] == "bentrok"


def test_two_sheets_with_two_figures_conflict(meja: Meja, tmp_path: Path) -> None:
    name = ids_in(meja.out / "laporan.xlsx")[0]
    for who, figure in (("Rina", "83,5"), ("Rina", "84,5"), ("Budi", "85,5")):
        path = tmp_path / f"{who} {figure}.xlsx"
        shutil.copy(meja.out / "laporan.xlsx", path)
        fill(path, {2: {"Betulkan A": figure}})
        assert import_decisions(meja.out, path, who).baru == 1
    view = meja.figure_view(meja.figure_shown(name, PeranBukti.A))
    assert view["kata"] == "bentrok"
    assert [(one["pemeriksa"], one["isi"]) for one in view["berlaku"]] == [
        ("Rina", "84,5"),
        ("Budi", "85,5"),
    ]


def test_files_that_are_no_decisions(meja: Meja, tmp_path: Path) -> None:
    for name, content in (("a.csv", b"x,y\n1,2\n"), ("b.xlsx", b"PK"), ("c.txt", b"")):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(TidakSah):
            import_decisions(meja.out, path, "Rina")
    with pytest.raises(TidakSah, match="--pemeriksa"):
        import_decisions(meja.out, meja.out / "laporan.xlsx")


def test_commands(meja: Meja, tmp_path: Path) -> None:
    run = CliRunner().invoke
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(SETUJU))
    path = tmp_path / "k.csv"
    said = run(app, ["keputusan", "ekspor", str(meja.out), str(path)])
    assert said.exit_code == 0 and "1 keputusan" in said.output
    said = run(app, ["keputusan", "impor", str(meja.out), str(path)])
    assert said.exit_code == 0 and "0 keputusan baru, 1 sudah ada" in said.output
    said = run(app, ["keputusan", "impor", str(tmp_path / "masuk"), str(path)])
    assert said.exit_code == 2 and "bukan folder keluaran" in said.output

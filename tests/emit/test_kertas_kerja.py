from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pytest

from pipeline.emit import lke, rule_groups
from pipeline.emit.lke import LkeTidakSah, load_criteria
from pipeline.emit.result import Hasil
from pipeline.emit.workbook import write_workbook
from pipeline.reconcile.rule import load_rules
from schemas.vocabulary import StatusTemuan

from . import contoh

Row = dict[str, object]


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    return contoh.contoh_hasil(tmp_path / "masuk", jumlah=10)


def rows(hasil: Hasil, folder: Path) -> list[Row]:
    sheet = openpyxl.load_workbook(write_workbook(hasil, folder))["Kertas kerja"]
    headings = [str(cell.value) for cell in sheet[1]]
    every = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in every]


def test_every_rule_bears_on_criteria_that_exist() -> None:
    codes = {one.kode for one in load_criteria()}
    rules = {rule.id for rule in load_rules()} | set(rule_groups._PLACE)
    without = rules - set(lke.bearing())
    assert not without, f"no line in pipeline/emit/lke_aturan.yaml: {sorted(without)}"
    assert {code for every in lke.bearing().values() for code in every} <= codes


def test_weights_make_a_hundred() -> None:
    criteria = load_criteria()
    komponen = {one.komponen: float(one.bobot_komponen) for one in criteria}
    sub = {(one.komponen, one.aspek): float(one.bobot_sub_komponen) for one in criteria}
    assert sum(komponen.values()) == 100 == sum(sub.values())


def test_each_unit_has_every_criterion_and_its_findings(hasil: Hasil, tmp_path: Path) -> None:
    every = rows(hasil, tmp_path)
    criteria = load_criteria()
    units = {n.unit for n in hasil.naskah}
    for unit in units:
        codes = [row["Kode"] for row in every if row["Unit"] == unit and row["Kode"]]
        assert codes == [one.kode for one in criteria]
    shown = [(row["Unit"], row["ID temuan"]) for row in every if row["ID temuan"]]
    standing = [t for t in hasil.temuan if t.status is not StatusTemuan.DUGAAN_SALAH_BACA]
    assert set(shown) == {(t.unit, t.temuan_id) for t in standing}
    assert len(shown) == sum(len(lke.codes_of(t.aturan, criteria)) for t in standing)
    assert all(row["Nilai"] is None for row in every)


def test_a_finding_stands_under_its_criterion(hasil: Hasil, tmp_path: Path) -> None:
    every = rows(hasil, tmp_path)
    first = next(t for t in hasil.temuan if t.aturan == "target-pk-renstra")
    under = []
    code = None
    for row in every:
        code = row["Kode"] or code
        if row["ID temuan"] == first.temuan_id:
            under.append(code)
            assert row["Temuan"] == first.uraian and "halaman 1" in str(row["Tempat A"])
    assert sorted(map(str, under)) == ["1.b.7", "1.b.8"]


def test_a_rejected_finding_bears_on_nothing(hasil: Hasil, tmp_path: Path) -> None:
    first = dataclasses.replace(hasil.temuan[0], keputusan="tolak")
    changed = dataclasses.replace(hasil, temuan=(first, *hasil.temuan[1:]))
    assert first.temuan_id not in {row["ID temuan"] for row in rows(changed, tmp_path)}


def test_a_regency_gives_its_own_sheet(hasil: Hasil, tmp_path: Path) -> None:
    path = tmp_path / "lke kita.csv"
    path.write_text(
        "kode,komponen,bobot_komponen,aspek,sub_komponen,bobot_sub_komponen,kriteria\n"
        "1.b.8,Rencana,100,mutu,Selaras,100,PK selaras dengan Renstra\n",
        encoding="utf-8-sig",
    )
    own = dataclasses.replace(hasil, kriteria=load_criteria(path))
    every = rows(own, tmp_path)
    assert {row["Kode"] for row in every if row["Kode"]} == {"1.b.8"}
    standing = {t.temuan_id for t in hasil.temuan if t.status != "dugaan_salah_baca"}
    assert {row["ID temuan"] for row in every if row["ID temuan"]} == standing
    assert any(row["Komponen, sub-komponen, kriteria"] == "Tanpa kriteria" for row in every)


@pytest.mark.parametrize("text", ["", "kode,kriteria\n1,x\n", "\xff"])
def test_a_file_that_is_no_sheet(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(LkeTidakSah):
        load_criteria(path)

from __future__ import annotations

import csv
import dataclasses
import json
import types
import typing
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.emit.result import IsiTabel
from pipeline.emit.tables import cell_text, plain, read_table, write_table
from pipeline.emit.text import clean
from schemas.records import TABEL, Kinerja, kolom

from . import contoh

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "+x",
        "-",
        "-5",
        "-8.091.400,00",
        "@a",
        "\t=",
        'a "b", c',
        "satu\ndua",
        "…",
        "'x",
        "'=x",
        "\n=x",
    ]
)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, types.UnionType):
        return st.one_of(*(_values(option) for option in typing.get_args(hint)))
    if hint is types.NoneType:
        return st.none()
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return {
        str: TEXTS.map(clean),
        int: st.integers(-(10**12), 10**12),
        float: st.floats(-1e5, 1e5).map(lambda number: round(number, 4)),
        Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    }[hint]


def _rows(rekaman: type[Any]) -> st.SearchStrategy[Any]:
    hints = typing.get_type_hints(rekaman)
    fields = {f.name: _values(hints[f.name]) for f in dataclasses.fields(rekaman)}
    return st.lists(st.builds(rekaman, **fields), max_size=3).map(tuple)


@pytest.mark.parametrize("rekaman", TABEL, ids=lambda r: r.TABEL)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_both_files_give_the_records_back(
    tmp_path: Path, rekaman: type[Any], data: st.DataObject
) -> None:
    rows = data.draw(_rows(rekaman))
    for path in write_table(IsiTabel(rekaman, rows), tmp_path):
        assert read_table(path, rekaman) == rows


@pytest.fixture
def angka(tmp_path: Path) -> Kinerja:
    return contoh.contoh_hasil(tmp_path / "masuk").kinerja[1]


def _written(folder: Path, *rows: Kinerja) -> tuple[str, str]:
    folder.mkdir(exist_ok=True)
    csv_path, json_path = write_table(IsiTabel(Kinerja, rows), folder)
    return csv_path.read_bytes().decode(), json_path.read_bytes().decode()


def test_csv_has_header_lf_no_bom_and_empty_for_unknown(tmp_path: Path, angka: Kinerja) -> None:
    row = dataclasses.replace(angka, nilai=None, tahun=None, satuan="", x0=None)
    text, _ = _written(tmp_path, row)
    assert text.startswith("kinerja_id,naskah_id,tabel,urut,")
    assert "\r" not in text and text.endswith("\n")
    cells = next(csv.DictReader(text.splitlines()))
    assert (cells["nilai"], cells["tahun"], cells["satuan"], cells["x0"]) == ("", "", "", "")


def test_empty_table_has_a_header_and_an_empty_array(tmp_path: Path) -> None:
    text, array = _written(tmp_path)
    assert text.count("\n") == 1 and text.startswith("kinerja_id,")
    assert json.loads(array) == []


def test_json_numbers_are_exact_numbers_and_empty_is_null(tmp_path: Path, angka: Kinerja) -> None:
    row = dataclasses.replace(angka, nilai=Decimal("2911311160.40"), satuan="", tahun=None)
    _, array = _written(tmp_path, row)
    assert '"nilai": 2911311160.40,' in array
    (value,) = json.loads(array)
    assert value["satuan"] is None and value["tahun"] is None and value["urut"] == angka.urut


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Decimal("1E+3"), "1000"),
        (Decimal("0.00000012"), "0.00000012"),
        (Decimal("-8091400.00"), "-8091400.00"),
        (Decimal("-0.0"), "0.0"),
        (Decimal("NaN"), ""),
        (0.1 + 0.2, "0.3"),
        (123.45600128173828, "123.456"),
        (1e-7, "0"),
        (-1e-7, "0"),
        (100000.0, "100000"),
        (float("inf"), ""),
    ],
)
def test_plain_numbers(number: Decimal | float, written: str) -> None:
    assert plain(number) == written


def test_formulas_are_guarded_in_csv_and_bare_in_json(tmp_path: Path, angka: Kinerja) -> None:
    row = dataclasses.replace(angka, indikator="=HYPERLINK(1)", teks="-5", tujuan_sasaran="- a")
    text, array = _written(tmp_path, row)
    cells = next(csv.DictReader(text.splitlines()))
    assert cells["indikator"] == "'=HYPERLINK(1)"
    assert cells["tujuan_sasaran"] == "'- a"
    assert cells["teks"] == "-5"
    (value,) = json.loads(array)
    assert (value["indikator"], value["tujuan_sasaran"]) == ("=HYPERLINK(1)", "- a")


def test_negative_number_cells_are_numbers_not_guarded_text() -> None:
    assert cell_text(Decimal("-8091400.00")) == "-8091400.00"
    assert cell_text(-3.5) == "-3.5"


def test_unwritable_characters_go_in_both_files(tmp_path: Path, angka: Kinerja) -> None:
    text, array = _written(tmp_path, dataclasses.replace(angka, indikator="Ni\x00lai\r\nSAKIP\x0c"))
    assert "Nilai\nSAKIP" in text
    assert json.loads(array)[0]["indikator"] == "Nilai\nSAKIP"


def test_row_order_is_kept(tmp_path: Path, angka: Kinerja) -> None:
    rows = [dataclasses.replace(angka, kinerja_id=name) for name in ("z", "a", "m")]
    _written(tmp_path, *rows)
    back = read_table(tmp_path / "kinerja.csv", Kinerja)
    assert [row.kinerja_id for row in back] == ["z", "a", "m"]


@pytest.mark.parametrize(
    ("column", "cell"), [("status_baca", "yakin"), ("urut", "1.5"), ("nilai", "8,5"), ("urut", "")]
)
def test_a_wrong_cell_is_named(tmp_path: Path, angka: Kinerja, column: str, cell: str) -> None:
    text, _ = _written(tmp_path, angka)
    rows = list(csv.reader(text.splitlines()))
    rows[1][rows[0].index(column)] = cell
    path = tmp_path / "kinerja.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    with pytest.raises(ValueError, match=f"tabel kinerja, baris 1, kolom {column}"):
        read_table(path, Kinerja)


def test_unknown_columns_are_passed_over_and_missing_ones_take_defaults(
    tmp_path: Path, angka: Kinerja
) -> None:
    text, _ = _written(tmp_path, angka)
    rows = list(csv.reader(text.splitlines()))
    place = rows[0].index("bacaan")
    rows = [[*row[:place], *row[place + 1 :], extra] for row, extra in zip(rows, "xy", strict=True)]
    path = tmp_path / "kinerja.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    assert read_table(path, Kinerja) == (dataclasses.replace(angka, bacaan=""),)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Klaim:
    """A table of a later stage."""

    TABEL: ClassVar[str] = "klaim"

    klaim_id: str = kolom("kunci", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    nilai: Decimal | None = kolom("nilai", default=None)  # noqa: RUF009


def test_a_table_of_a_later_stage_is_written_and_read_alike(tmp_path: Path) -> None:
    rows = (
        Klaim(klaim_id="=k1", naskah_id="n", nilai=Decimal("3.50")),
        Klaim(klaim_id="k2", naskah_id=""),
    )
    for path in write_table(IsiTabel(Klaim, rows), tmp_path):
        assert path.stem == "klaim"
        assert read_table(path, Klaim) == rows

"""Many runs in one Parquet data set: every row once, exact, and found by pemda and year."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pa = pytest.importorskip("pyarrow")
ds = pytest.importorskip("pyarrow.dataset")

from pipeline.emit.parquet import PEMDA, TAHUN, ParquetGagal, write_parquet  # noqa: E402
from pipeline.emit.result import Hasil  # noqa: E402
from pipeline.emit.write import emit  # noqa: E402

from . import contoh  # noqa: E402

PANJANG = Decimal("2911311160123456.40")


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    hasil = contoh.contoh_hasil(tmp_path / "masuk", jumlah=4)
    long = dataclasses.replace(hasil.anggaran[0], anggaran_id="a9", nilai=PANJANG)
    return dataclasses.replace(hasil, anggaran=(*hasil.anggaran, long))


@pytest.fixture
def out(hasil: Hasil, tmp_path: Path) -> Path:
    emit(hasil, tmp_path / "hasil", tmp_path / "masuk")
    return tmp_path / "hasil"


def rows(ke: Path, table: str) -> list[dict[str, Any]]:
    parts = ds.partitioning(pa.schema([(PEMDA, pa.string()), (TAHUN, pa.int32())]), flavor="hive")
    found = ds.dataset(ke / table, partitioning=parts).to_table()
    return list(found.to_pylist())


def test_every_row_stands_once_in_the_part_of_its_naskah(
    hasil: Hasil, out: Path, tmp_path: Path
) -> None:
    ke = tmp_path / "himpunan"
    assert write_parquet(out, ke, "jember") == sum(len(isi.baris) for isi in hasil.tables())
    for isi in hasil.tables():
        assert len(rows(ke, isi.nama) if isi.baris else []) == len(isi.baris), isi.nama
    of_naskah = {n.naskah_id: n for n in hasil.naskah}
    for row in rows(ke, "kinerja"):
        naskah = of_naskah[row["naskah_id"]]
        assert (row[PEMDA], row[TAHUN]) == (naskah.pemda, naskah.tahun)


def test_figures_stay_exact(out: Path, tmp_path: Path) -> None:
    write_parquet(out, tmp_path / "himpunan", "jember")
    values = {row["anggaran_id"]: row["nilai"] for row in rows(tmp_path / "himpunan", "anggaran")}
    assert values["a9"] == PANJANG


def test_a_run_replaces_its_own_rows_and_no_others(hasil: Hasil, out: Path, tmp_path: Path) -> None:
    ke = tmp_path / "himpunan"
    write_parquet(out, ke, "jember")
    write_parquet(out, ke, "lumajang")
    assert len(rows(ke, "temuan")) == 2 * len(hasil.temuan)
    emit(dataclasses.replace(hasil, temuan=(), bukti=()), out, tmp_path / "masuk")
    write_parquet(out, ke, "jember")
    assert len(rows(ke, "temuan")) == len(hasil.temuan)
    assert {path.stem for path in (ke / "temuan").rglob("*.parquet")} == {"lumajang"}
    assert not [path for path in ke.iterdir() if path.name.startswith(".")]


def test_an_amount_too_long_is_refused_and_nothing_is_written(
    hasil: Hasil, out: Path, tmp_path: Path
) -> None:
    ke = tmp_path / "himpunan"
    write_parquet(out, ke, "jember")
    before = {path: path.read_bytes() for path in ke.rglob("*.parquet")}
    long = dataclasses.replace(hasil.anggaran[0], anggaran_id="a8", nilai=Decimal(10) ** 30)
    emit(dataclasses.replace(hasil, anggaran=(*hasil.anggaran, long)), out, tmp_path / "masuk")
    with pytest.raises(ParquetGagal, match="tabel anggaran"):
        write_parquet(out, ke, "jember")
    assert {path: path.read_bytes() for path in ke.rglob("*.parquet")} == before


@pytest.mark.parametrize("nama", ["", "../x", ".x", "a b", "a/b"])
def test_a_name_that_leads_elsewhere_is_refused(out: Path, tmp_path: Path, nama: str) -> None:
    with pytest.raises(ParquetGagal):
        write_parquet(out, tmp_path / "himpunan", nama)

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system

from pipeline.emit.datapackage import write_datapackage
from pipeline.emit.keputusan import Keputusan
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.tables import write_table
from schemas.records import TABEL, Temuan, columns

from . import contoh
from .test_tables import Klaim


def _write(hasil: Hasil, folder: Path) -> Path:
    folder.mkdir(parents=True)
    for isi in hasil.tables():
        write_table(isi, folder)
    return write_datapackage(hasil.tables(), folder, hasil.pembacaan.versi)


def _errors(path: Path) -> list[str]:
    with system.use_context(trusted=True):
        report = Package(str(path)).validate()
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def _resource(path: Path, name: str) -> dict[str, Any]:
    package = json.loads(path.read_text(encoding="utf-8"))
    return next(resource for resource in package["resources"] if resource["name"] == name)


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    return contoh.contoh_hasil(tmp_path / "masuk")


def test_a_full_folder_with_duplicates_validates(hasil: Hasil, tmp_path: Path) -> None:
    identical = [d.dokumen_id for d in hasil.dokumen]
    assert len(set(identical)) < len(identical)
    assert _errors(_write(hasil, tmp_path / "hasil")) == []


def test_empty_tables_validate(tmp_path: Path) -> None:
    empty = Hasil(pembacaan=contoh.pembacaan())
    path = _write(empty, tmp_path / "hasil")
    assert _errors(path) == []
    package = json.loads(path.read_text(encoding="utf-8"))
    names = [rekaman.TABEL for rekaman in TABEL]
    assert [r["name"] for r in package["resources"]] == [*names, "keputusan"]


def test_hostile_texts_validate(hasil: Hasil, tmp_path: Path) -> None:
    nasty = '=1+1\r\n"dua", \x00tiga\t\ud800'
    temuan = tuple(dataclasses.replace(t, uraian=nasty, nilai_a="-", unit="") for t in hasil.temuan)
    assert _errors(_write(dataclasses.replace(hasil, temuan=temuan), tmp_path / "hasil")) == []


def test_a_file_whose_name_is_guarded_still_joins(hasil: Hasil, tmp_path: Path) -> None:
    def renamed(row: Any) -> Any:
        return dataclasses.replace(row, berkas="-" + row.berkas)

    hasil = dataclasses.replace(
        hasil,
        dokumen=tuple(map(renamed, hasil.dokumen)),
        bukti=tuple(map(renamed, hasil.bukti)),
    )
    assert _errors(_write(hasil, tmp_path / "hasil")) == []


def test_validation_sees_a_bukti_without_temuan(hasil: Hasil, tmp_path: Path) -> None:
    lost = dataclasses.replace(hasil, temuan=hasil.temuan[1:])
    assert _errors(_write(lost, tmp_path / "hasil"))


def test_validation_sees_a_repeated_composite_key(hasil: Hasil, tmp_path: Path) -> None:
    twice = dataclasses.replace(hasil, bukti=(*hasil.bukti, hasil.bukti[0]))
    assert _errors(_write(twice, tmp_path / "hasil"))


def test_validation_sees_a_changed_file(hasil: Hasil, tmp_path: Path) -> None:
    path = _write(hasil, tmp_path / "hasil")
    table = path.parent / "temuan.csv"
    table.write_bytes(table.read_bytes().replace(b"pasti", b"mungkin"))
    assert _errors(path)


def test_schema_follows_the_record_classes(hasil: Hasil, tmp_path: Path) -> None:
    path = _write(hasil, tmp_path / "hasil")
    schema = _resource(path, "bukti")["schema"]
    assert schema["primaryKey"] == ["temuan_id", "urut"]
    references = {key["fields"]: key["reference"] for key in schema["foreignKeys"]}
    assert references["berkas"] == {"resource": "dokumen", "fields": "berkas"}
    assert "dokumen_id" not in references
    own = _resource(path, "naskah")["schema"]["foreignKeys"]
    assert own == [{"fields": "induk_id", "reference": {"resource": "", "fields": "naskah_id"}}]
    fields = {field["name"]: field for field in _resource(path, "temuan")["schema"]["fields"]}
    assert list(fields) == [k.nama for k in columns(Temuan)]
    assert fields["status"]["constraints"]["enum"] == ["pasti", "perlu_dicek", "dugaan_salah_baca"]
    assert fields["tahun"]["type"] == "integer"


def test_a_further_table_is_described_and_validated(hasil: Hasil, tmp_path: Path) -> None:
    claims = (Klaim(klaim_id="k1", naskah_id=hasil.naskah[0].naskah_id),)
    more = dataclasses.replace(hasil, tambahan=(IsiTabel(Klaim, claims),))
    path = _write(more, tmp_path / "baik")
    assert _errors(path) == []
    assert _resource(path, "klaim")["schema"]["foreignKeys"][0]["reference"]["resource"] == "naskah"
    stray = (Klaim(klaim_id="k1", naskah_id="tidak-ada"),)
    wrong = dataclasses.replace(hasil, tambahan=(IsiTabel(Klaim, stray),))
    assert _errors(_write(wrong, tmp_path / "salah"))


def test_two_runs_describe_the_same_rows_alike(hasil: Hasil, tmp_path: Path) -> None:
    later = dataclasses.replace(hasil, pembacaan=contoh.pembacaan(minute=59))
    first, second = _write(hasil, tmp_path / "a"), _write(later, tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()
    assert json.loads(first.read_text(encoding="utf-8"))["pembacaan"]["rincian"] == "run.json"


def test_every_table_of_the_schema_is_written(hasil: Hasil) -> None:
    assert [isi.rekaman for isi in hasil.tables()] == [*TABEL, Keputusan]
    assert all(isi.baris for isi in hasil.tables() if isi.rekaman is not Keputusan)

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest

from pipeline.emit.read_back import BukanKeluaran, input_folder, read_output, way_to_input
from pipeline.emit.write import emit

from . import contoh


def test_an_output_comes_back_as_it_was_written(tmp_path: Path) -> None:
    hasil = contoh.contoh_hasil(tmp_path / "masuk", jumlah=3)
    emit(hasil, tmp_path / "hasil", tmp_path / "masuk")
    back = read_output(tmp_path / "hasil")
    for before, after in zip(hasil.tables(), back.tables(), strict=True):
        if before.nama != "bukti":  # whose pictures were cut meanwhile
            assert after == before
    assert (back.pesan, back.aturan, back.pembacaan.mulai) == (
        hasil.pesan,
        hasil.aturan,
        hasil.pembacaan.mulai,
    )


@pytest.mark.parametrize("missing", ["run.json", "kinerja.json"])
def test_an_incomplete_folder_is_no_output(tmp_path: Path, missing: str) -> None:
    hasil = contoh.contoh_hasil(tmp_path / "masuk", jumlah=1)
    emit(hasil, tmp_path / "hasil", tmp_path / "masuk")
    (tmp_path / "hasil" / missing).unlink()
    with pytest.raises(BukanKeluaran):
        read_output(tmp_path / "hasil")


def test_the_input_is_found_from_anywhere_and_when_both_moved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "kerja"
    hasil = contoh.contoh_hasil(there / "masuk", jumlah=1)
    (there / "luar").mkdir()
    monkeypatch.chdir(there)
    settings = {
        "masukan": "masuk",
        "masukan_dari_keluaran": way_to_input(Path("masuk"), Path("luar/hasil")),
    }
    run = dataclasses.replace(hasil.pembacaan, pengaturan=settings)
    hasil = dataclasses.replace(hasil, pembacaan=run)
    assert input_folder(hasil, Path("luar/hasil")) == there / "masuk"
    monkeypatch.chdir(tmp_path)
    assert input_folder(hasil, Path("kerja/luar/hasil")) == there / "masuk"
    shutil.move(there, tmp_path / "pindah")
    found = input_folder(hasil, tmp_path / "pindah/luar/hasil")
    assert found == tmp_path / "pindah/masuk" and found.is_dir()

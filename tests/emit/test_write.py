from __future__ import annotations

import dataclasses
import errno
import json
import os
import sqlite3
import time
from pathlib import Path

import pytest

from pipeline.emit.result import Hasil
from pipeline.emit.tables import read_table
from pipeline.emit.write import LEFT_BEHIND, _swap, emit
from schemas.records import TABEL, Bukti

from . import contoh


@pytest.fixture
def sumber(tmp_path: Path) -> Path:
    return tmp_path / "masuk"


@pytest.fixture
def hasil(sumber: Path) -> Hasil:
    return contoh.contoh_hasil(sumber, jumlah=4)


def _content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _beside(out: Path) -> list[str]:
    return [path.name for path in out.parent.iterdir() if path.name not in (out.name, "masuk")]


def test_everything_is_written(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    names = (*(rekaman.TABEL for rekaman in TABEL), "keputusan")
    tables = {f"{name}.{suffix}" for name in names for suffix in ("csv", "json")}
    assert {path.name for path in out.iterdir()} == tables | {
        "aturan.json",
        "datapackage.json",
        "run.json",
        "laporan.xlsx",
        "laporan",
        "surat",
        "temuan.sarif",
        "gambar",
    }
    for bukti in read_table(out / "bukti.csv", Bukti):
        assert (out / bukti.gambar).is_file()
    assert _beside(out) == []


def test_two_runs_differ_in_run_json_alone(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "satu", tmp_path / "dua"
    emit(hasil, first, sumber)
    emit(dataclasses.replace(hasil, pembacaan=contoh.pembacaan(minute=45)), second, sumber)
    a, b = _content(first), _content(second)
    assert a.pop("run.json") != b.pop("run.json")
    assert a == b


def test_a_crop_that_fails_is_told(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    (sumber / hasil.bukti[0].berkas).unlink()
    emit(hasil, tmp_path / "hasil", sumber)
    info = json.loads((tmp_path / "hasil/run.json").read_text(encoding="utf-8"))
    assert any("tidak dapat dibuat" in pesan for pesan in info["pesan"])
    page = (tmp_path / "hasil/laporan/index.html").read_text(encoding="utf-8")
    assert "tidak dapat dibuat" in page and "Gambar tidak tersedia" in page


@pytest.mark.parametrize(
    "stage",
    [
        "drawing.JuruGambar",
        "write.write_table",
        "workbook.write_workbook",
        "report.write_report",
        "write.write_run_info",
    ],
)
def test_a_failed_run_leaves_the_older_output(
    hasil: Hasil, sumber: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    before = _content(out)

    def fail(*_: object) -> None:
        raise OSError("disk penuh")

    monkeypatch.setattr(f"pipeline.emit.{stage}", fail)
    with pytest.raises(OSError, match="disk penuh"):
        emit(dataclasses.replace(hasil, temuan=(), bukti=()), out, sumber)
    assert _content(out) == before
    assert _beside(out) == []


def test_a_failed_swap_puts_the_older_output_back(
    hasil: Hasil, sumber: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    before = _content(out)
    rename = Path.rename

    def fail_for_new(path: Path, target: Path) -> Path:
        if ".baru-" in path.name:
            raise OSError("gagal")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_new)
    with pytest.raises(OSError, match="gagal"):
        emit(dataclasses.replace(hasil, temuan=(), bukti=()), out, sumber)
    assert _content(out) == before
    assert _beside(out) == []


def test_decisions_of_a_reviewer_are_carried_over(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    (out / "pemeriksa.csv").write_text("temuan_id,keputusan\n", encoding="utf-8")
    (out / "surat").mkdir(exist_ok=True)
    (out / "surat/draf.txt").write_text("draf", encoding="utf-8")
    (out / "gambar/foto.jpg").write_bytes(b"jpg")
    store = sqlite3.connect(out / "keputusan.sqlite")
    store.execute("create table keputusan (temuan_id text)")
    store.commit()
    emit(hasil, out, sumber)
    assert (out / "pemeriksa.csv").read_text(encoding="utf-8") == "temuan_id,keputusan\n"
    assert (out / "surat/draf.txt").is_file() and (out / "gambar/foto.jpg").is_file()
    store.execute("insert into keputusan values ('t1')")  # the desk kept its file open
    store.commit()
    store.close()
    again = sqlite3.connect(out / "keputusan.sqlite")
    assert again.execute("select * from keputusan").fetchall() == [("t1",)]
    again.close()


def test_what_we_wrote_and_no_longer_write_goes(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    assert list((out / "gambar").iterdir())
    emit(dataclasses.replace(hasil, temuan=(), bukti=()), out, sumber)
    assert list((out / "gambar").iterdir()) == []


def test_a_workbook_filled_in_by_hand_is_kept_aside(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    fresh = (out / "laporan.xlsx").read_bytes()
    (out / "laporan.xlsx").write_bytes(b"diisi pemeriksa")
    emit(hasil, out, sumber)
    emit(hasil, out, sumber)
    assert (out / "laporan.xlsx").read_bytes() == fresh
    kept = [path for path in out.iterdir() if path.name.startswith("laporan.diubah-")]
    assert [path.read_bytes() for path in kept] == [b"diisi pemeriksa"]


def test_a_stranger_s_file_of_our_name_is_kept_aside(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    out.mkdir()
    (out / "temuan.csv").write_text("milik orang lain", encoding="utf-8")
    (out / ".gitkeep").touch()
    emit(hasil, out, sumber)
    assert (out / "temuan.csv").read_text(encoding="utf-8").startswith("temuan_id,")
    (kept,) = out.glob("temuan.diubah-*.csv")
    assert kept.read_text(encoding="utf-8") == "milik orang lain"
    assert (out / ".gitkeep").exists()


def test_a_run_killed_between_the_renames_is_recovered(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    (out / "pemeriksa.csv").write_text("a", encoding="utf-8")
    out.rename(tmp_path / ".hasil.lama")
    emit(hasil, out, sumber)
    assert (out / "pemeriksa.csv").read_text(encoding="utf-8") == "a"
    assert _beside(out) == []


def test_a_run_killed_before_the_clean_up_loses_nothing(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, tmp_path / ".hasil.lama", sumber)
    (tmp_path / ".hasil.lama/pemeriksa.csv").write_text("a", encoding="utf-8")
    emit(hasil, out, sumber)
    emit(hasil, tmp_path / ".hasil.lama", sumber)
    (tmp_path / ".hasil.lama/catatan.txt").write_text("b", encoding="utf-8")
    emit(hasil, out, sumber)
    assert (out / "pemeriksa.csv").is_file() and (out / "catatan.txt").is_file()
    assert _beside(out) == []


def test_half_an_output_of_a_killed_run_does_not_stay(
    hasil: Hasil, sumber: Path, tmp_path: Path
) -> None:
    out, other = tmp_path / "hasil", tmp_path / ".hasil lain.baru-x"
    for folder in (tmp_path / ".hasil.baru-lama", tmp_path / ".hasil.baru-kini", other):
        (folder / "gambar").mkdir(parents=True)
        (folder / "gambar/T1-1.png").write_bytes(b"potongan")
    long_ago = time.time() - LEFT_BEHIND - 60
    for path in (tmp_path / ".hasil.baru-lama/gambar", tmp_path / ".hasil.baru-lama"):
        os.utime(path, (long_ago, long_ago))
    for path in (tmp_path / ".hasil.baru-kini", other, other / "gambar"):  # still written into
        os.utime(path, (long_ago, long_ago))
    emit(hasil, out, sumber)
    assert not (tmp_path / ".hasil.baru-lama").exists()
    assert (tmp_path / ".hasil.baru-kini/gambar/T1-1.png").exists()
    assert (other / "gambar/T1-1.png").exists()  # another output's


def test_links_are_carried_as_links(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    (out / "arsip").symlink_to(sumber, target_is_directory=True)
    emit(hasil, out, sumber)
    assert (out / "arsip").is_symlink() and (out / "arsip").readlink() == sumber


def test_the_input_folder_is_never_the_output(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    for out in (sumber, tmp_path):
        with pytest.raises(ValueError, match="memuat folder masukan"):
            emit(hasil, out, sumber)
    (tmp_path / "berkas").touch()
    with pytest.raises(ValueError, match="bukan folder"):
        emit(hasil, tmp_path / "berkas", sumber)


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_others_may_read_what_they_could_read(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    assert out.stat().st_mode & 0o777 == 0o755
    out.chmod(0o700)
    emit(hasil, out, sumber)
    assert out.stat().st_mode & 0o777 == 0o700


def test_a_new_output_whose_place_is_taken_is_kept_beside(
    hasil: Hasil, sumber: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    before = _content(out)
    rename = Path.rename

    def locked(self: Path, target: Path) -> Path:
        if self == out:
            raise PermissionError(13, "berkas sedang dipakai")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", locked)
    for name in ("hasil-baru", "hasil-baru2"):
        with pytest.raises(OSError, match="Excel") as caught:
            emit(hasil, out, sumber)
        assert str(tmp_path / name) in str(caught.value)
        assert (tmp_path / name / "run.json").is_file()
    assert _content(out) == before


@pytest.mark.parametrize(
    ("number", "told", "not_told"),
    [
        (errno.ENOTEMPTY, "selaras yang lain", "Excel"),  # its older output lies aside
        (errno.ENOENT, "selaras yang lain", "Excel"),  # it has just put it aside
        (errno.EACCES, "selaras yang lain", "mount"),  # Windows tells no more than this
        (errno.EBUSY, "Excel", "mount"),
    ],
)
def test_what_took_the_place_is_named_where_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, told: str, not_told: str
) -> None:
    said = _refused(tmp_path, monkeypatch, number)
    assert told in said and not_told not in said


def test_a_mount_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_mount", lambda path: path.name == "hasil")
    assert "titik kait (mount)" in _refused(tmp_path, monkeypatch, errno.EBUSY)


@pytest.mark.skipif(os.name != "posix", reason="owners of folders as POSIX has them")
def test_a_folder_of_somebody_else_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    assert "milik pengguna lain" in _refused(tmp_path, monkeypatch, errno.EPERM)


def _refused(tmp_path: Path, patch: pytest.MonkeyPatch, number: int) -> str:
    """Put an output in place where the system refuses to move the older; return what is said."""
    fresh, out = tmp_path / ".hasil.baru-x", tmp_path / "hasil"
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self == out:
            raise OSError(number, os.strerror(number))
        return rename(self, target)

    for folder in (fresh, out):
        folder.mkdir()
        (folder / "run.json").write_text(folder.name, encoding="utf-8")
    patch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError) as caught:
        _swap(fresh, out)
    assert (out / "run.json").read_text(encoding="utf-8") == out.name
    assert (tmp_path / "hasil-baru/run.json").read_text(encoding="utf-8") == fresh.name
    assert str(tmp_path / "hasil-baru") in str(caught.value)
    return str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="Windows says it in other words")
def test_an_output_that_another_run_made_meanwhile_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, out = tmp_path / ".hasil.baru-x", tmp_path / "hasil"
    for folder in (fresh, out):
        folder.mkdir()
        (folder / "run.json").write_text(folder.name, encoding="utf-8")
    seen = Path.exists
    monkeypatch.setattr(Path, "exists", lambda path: path != out and seen(path))
    with pytest.raises(OSError, match="selaras yang lain"):
        _swap(fresh, out)
    assert (out / "run.json").read_text(encoding="utf-8") == out.name
    assert (tmp_path / "hasil-baru/run.json").is_file()


def test_a_workbook_with_decisions_is_spoken_of(hasil: Hasil, sumber: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil"
    emit(hasil, out, sumber)
    assert "laporan.diubah" not in (out / "run.json").read_text(encoding="utf-8")
    (out / "laporan.xlsx").write_bytes(b"diisi pemeriksa")
    emit(hasil, out, sumber)
    (kept,) = out.glob("laporan.diubah-*.xlsx")
    assert f"selaras keputusan impor {out} {kept}" in (out / "run.json").read_text(encoding="utf-8")

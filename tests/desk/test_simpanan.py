from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from pipeline.desk.simpanan import NAMA, SimpananRusak, add_decisions, new_id, read_decisions
from pipeline.emit.keputusan import JenisKeputusan, Keputusan, now


def keputusan(isi: str = "bukan angka") -> Keputusan:
    return Keputusan(
        keputusan_id=new_id(),
        waktu=now(),
        pemeriksa="Rina",
        jenis=JenisKeputusan.TOLAK,
        sasaran="temuan:T1",
        isi=isi,
    )


def test_what_is_added_comes_back_once_and_in_order(tmp_path: Path) -> None:
    first, second = keputusan("satu"), keputusan("dua; '--")
    assert add_decisions(tmp_path, [second]) == 1
    assert add_decisions(tmp_path, [first, second]) == 1
    assert read_decisions(tmp_path) == (first, second)


def test_nothing_can_be_changed_or_deleted(tmp_path: Path) -> None:
    add_decisions(tmp_path, [keputusan()])
    with sqlite3.connect(tmp_path / NAMA) as store:
        for words in ("UPDATE keputusan SET isi = 'x'", "DELETE FROM keputusan"):
            with pytest.raises(sqlite3.IntegrityError, match="tidak dapat"):
                store.execute(words)
    assert len(read_decisions(tmp_path)) == 1


def test_no_file_is_no_decision_and_reading_makes_none(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_an_error_not_an_empty_list(tmp_path: Path) -> None:
    (tmp_path / NAMA).write_bytes(b"bukan sqlite" * 100)
    with pytest.raises(SimpananRusak, match="tidak boleh hilang"):
        read_decisions(tmp_path)


def test_a_store_that_a_run_set_aside_is_read_too(tmp_path: Path) -> None:
    first, second = keputusan(), keputusan()
    add_decisions(tmp_path, [first])
    shutil.move(tmp_path / NAMA, tmp_path / "keputusan.diubah-0123abcd.sqlite")
    add_decisions(tmp_path, [second])
    assert read_decisions(tmp_path) == (first, second)

"""Pictures cut in workers are those cut in one process; a crash costs the pictures of its file."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from pipeline.emit import drawing
from pipeline.emit.crops import cut_crops
from pipeline.emit.drawing import Potongan, cut_apart
from pipeline.pool import Kolam
from schemas.records import Bukti
from schemas.vocabulary import PeranBukti
from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import digests


def bukti(name: str, number: int) -> Bukti:
    return Bukti(
        temuan_id=f"t{number}",
        urut=1,
        peran=PeranBukti.A,
        berkas=name,
        dokumen_id="d",
        halaman=1,
        x0=50.0,
        y0=100.0 + 40 * number,
        x1=200.0,
        y1=130.0 + 40 * number,
    )


def crash_on_mayang(potongan: Potongan) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    if "mayang" in potongan.bukti[0].berkas:
        ctypes.string_at(0)
    return drawing.cut_of_file(potongan)


@pytest.fixture
def wanted(tmp_path: Path) -> tuple[Bukti, ...]:
    names = naskah_baik.write(tmp_path)
    return (bukti(names[1], 1), bukti(names[0], 2), bukti(names[1], 3), bukti("tidak-ada.pdf", 4))


def test_the_same_pictures_and_messages(tmp_path: Path, wanted: tuple[Bukti, ...]) -> None:
    one, many = tmp_path / "satu", tmp_path / "banyak"
    for folder in (one, many):
        folder.mkdir()
    expected = cut_crops(wanted, tmp_path, one)
    with Kolam(2) as kolam:
        assert cut_apart(wanted, tmp_path, many, kolam) == expected
    assert digests(many) == digests(one)
    assert len(digests(one)) == 3


def test_a_crash_costs_the_pictures_of_its_file(
    tmp_path: Path, wanted: tuple[Bukti, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "cut_of_file", crash_on_mayang)
    with Kolam(1) as kolam:
        cut, messages = cut_apart(wanted[:3], tmp_path, tmp_path, kolam)
    assert [bool(one.gambar) for one in cut] == [False, True, False]
    assert len(messages) == 1
    assert "pk-mayang.pdf tidak dapat dibuat" in messages[0]

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pipeline.desk.meja import Meja
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.write import emit
from schemas.records import HalamanTerbaca
from schemas.vocabulary import Metode
from tests.emit import contoh


def contoh_keluaran(folder: Path, **isi: int) -> tuple[Hasil, Path]:
    """Emit the example of the emit tests into `folder/hasil`, read from `folder/masuk`."""
    sumber, out = folder / "masuk", folder / "hasil"
    hasil = contoh.contoh_hasil(sumber, **isi)
    pembacaan = dataclasses.replace(
        hasil.pembacaan, pengaturan={"pekerja": 1, "masukan": str(sumber)}
    )
    pages = tuple(
        HalamanTerbaca(dokumen_id=d.dokumen_id, halaman=1, metode=Metode.TEKS, putaran=0, kata=40)
        for d in hasil.dokumen
        if d.status == "terbaca"
    )
    tambahan = (IsiTabel(HalamanTerbaca, pages),)
    hasil = dataclasses.replace(hasil, pembacaan=pembacaan, tambahan=tambahan)
    emit(hasil, out, sumber)
    return hasil, out


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return contoh_keluaran(tmp_path, jumlah=6)[1]


@pytest.fixture
def meja(out: Path) -> Meja:
    return Meja(out)

"""The rules over the true records of the samples, against what a careful reader found."""

from __future__ import annotations

import csv
import types
import typing
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from extractors.keys import KeyIndex
from extractors.numbers import parse_number
from pipeline.reconcile.run import HasilPemeriksaan, reconcile
from schemas.records import Anggaran, Dokumen, Indikator, Kinerja, Naskah, Pejabat, Rujukan
from schemas.vocabulary import StatusDokumen, StatusTemuan

KEBENARAN = Path(__file__).parents[2] / "samples" / "kebenaran"

DARI_TABEL = {
    "target-pk-renstra",
    "target-lkjip-pk",
    "target-lkjip-renstra",
    "realisasi-berbeda",
    "kondisi-awal-berbeda",
    "capaian-hitung",
    "jumlah-anggaran",
    "iku-lkjip-keputusan",
    "nip-berbeda",
    "nama-pejabat-berbeda",
    "rujukan-keliru",
}
"""Rules whose findings follow from the tables alone, with values to know them by."""


def rows(set_: str, table: str) -> list[dict[str, str]]:
    with (KEBENARAN / set_ / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(cls: type[Any], row: dict[str, str], extra: dict[str, Any]) -> Any:
    hints, found = typing.get_type_hints(cls), {}
    for item in fields(cls):
        text = extra.get(item.name, row.get(item.name))
        optional = isinstance(hints[item.name], types.UnionType)
        if text is None or (optional and text == ""):
            found |= {item.name: None} if optional else {}
            continue
        kinds = typing.get_args(hints[item.name]) if optional else (hints[item.name],)
        kind = next(kind for kind in kinds if kind is not type(None))
        found[item.name] = text if isinstance(text, kind) else kind(text)
    return cls(**found)


def check(set_: str) -> HasilPemeriksaan:
    papers = rows(set_, "naskah")
    ids = {
        berkas: f"{index:012x}"
        for index, berkas in enumerate(sorted({row["berkas"] for row in papers}))
    }
    dokumen = [
        Dokumen(
            berkas=berkas,
            dokumen_id=dokumen_id,
            sha256="",
            ukuran_bita=1,
            halaman=1,
            halaman_pindaian=0,
            status=StatusDokumen.TERBACA,
        )
        for berkas, dokumen_id in ids.items()
    ]
    names = [row["indikator"] for name in ("kinerja", "indikator") for row in rows(set_, name)]
    indicators = KeyIndex(names)
    lines = KeyIndex([row["uraian"] for row in rows(set_, "anggaran")], anggaran=True)

    def table(name: str, cls: type[Any], key: Callable[[dict[str, str]], str]) -> list[Any]:
        return [
            record(
                cls,
                row,
                {
                    f"{name}_id": f"{name}-{index:04d}",
                    "keyakinan": 1.0,
                    "status_baca": "bersih",
                    "kunci": key(row),
                },
            )
            for index, row in enumerate(rows(set_, name))
        ]

    return reconcile(
        dokumen=dokumen,
        naskah=[record(Naskah, row, {"dokumen_id": ids[row["berkas"]]}) for row in papers],
        pejabat=table("pejabat", Pejabat, lambda row: ""),
        indikator=table("indikator", Indikator, lambda row: indicators.key(row["indikator"]).kunci),
        kinerja=table("kinerja", Kinerja, lambda row: indicators.key(row["indikator"]).kunci),
        anggaran=table("anggaran", Anggaran, lambda row: lines.key(row["uraian"]).kunci),
        rujukan=table("rujukan", Rujukan, lambda row: ""),
    )


def plain(text: object) -> str:
    number = parse_number(str(text)).nilai
    if number is not None:
        return format(number.normalize(), "f")
    return "".join(char for char in str(text).lower() if char.isalnum())


Ciri = tuple[str, str, frozenset[str]]


def marks(aturan: str, unit: str, a: object, b: object) -> Ciri:
    return (aturan, unit, frozenset({plain(a), plain(b)}))


@pytest.fixture(scope="module")
def pengajuan() -> HasilPemeriksaan:
    return check("pengajuan")


@pytest.fixture(scope="module")
def dibaca() -> list[dict[str, Any]]:
    text = (KEBENARAN / "pengajuan" / "temuan.yaml").read_text(encoding="utf-8")
    return [item for item in yaml.safe_load(text) if item["aturan"] in DARI_TABEL]


def test_every_inconsistency_is_found(
    pengajuan: HasilPemeriksaan, dibaca: list[dict[str, Any]]
) -> None:
    found = [marks(it.aturan, it.unit, it.nilai_a, it.nilai_b) for it in pengajuan.temuan]
    sure = [item for item in dibaca if not item.get("ragu")]
    wanted = [marks(it["aturan"], it["unit"], it["nilai_a"], it["nilai_b"]) for it in sure]
    assert wanted and not [item for item in wanted if item not in found]


def test_nothing_else_is_found(pengajuan: HasilPemeriksaan, dibaca: list[dict[str, Any]]) -> None:
    known = [marks(it["aturan"], it["unit"], it["nilai_a"], it["nilai_b"]) for it in dibaca]
    found = [it for it in pengajuan.temuan if it.aturan in DARI_TABEL]
    assert not [
        it.uraian for it in found if marks(it.aturan, it.unit, it.nilai_a, it.nilai_b) not in known
    ]


def test_papers_that_agree_give_no_finding() -> None:
    assert check("jebakan").temuan == ()


def test_a_clean_reading_is_certain(pengajuan: HasilPemeriksaan) -> None:
    # An undated scan, too: its date may only not have been read.
    judged = (
        "formula-tidak-sesuai",
        "definisi-berbeda",
        "nomor-tidak-terbaca",
        "tanggal-tidak-lengkap",
    )
    certain = [it for it in pengajuan.temuan if it.aturan not in judged]
    assert certain and all(it.status is StatusTemuan.PASTI for it in certain)

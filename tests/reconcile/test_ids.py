"""The id of a finding outlasts renamed files, another order, shifted pages and added files."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.rule import load_rules
from pipeline.reconcile.run import HasilPemeriksaan, reconcile
from schemas.records import Naskah
from tests.reconcile.cases import Kasus, all_cases, build

RULES = load_rules()
WRONG = tuple(kasus for kasus in all_cases() if kasus.jenis == "salah")

TAMBAHAN = build(
    {
        "naskah": "x | lkjip | 2023 | 2024-02-19 | unit=Dinas Perikanan; pemda=Kabupaten Malang",
        "kinerja": "x | - | Produksi | target@2023 = 10; realisasi@2023 = 9; capaian@2023 = 9",
    }
)


def run(rekaman: Rekaman) -> HasilPemeriksaan:
    return reconcile(**{f.name: getattr(rekaman, f.name) for f in fields(Rekaman)}, rules=RULES)


def ids(rekaman: Rekaman) -> set[str]:
    return {item.temuan_id for item in run(rekaman).temuan}


def changed(rekaman: Rekaman, change: Callable[[Any], Any]) -> Rekaman:
    tables = {f.name: tuple(map(change, getattr(rekaman, f.name))) for f in fields(Rekaman)}
    return Rekaman(**tables)


def renamed(record: Any) -> Any:
    """Other files: other names, other ids, other pages."""
    new: dict[str, Any] = {}
    for name in ("naskah_id", "dokumen_id", "induk_id"):
        if getattr(record, name, ""):
            new[name] = f"f{getattr(record, name)[1:]}"
    if hasattr(record, "berkas"):
        new["berkas"] = f"lain/{record.berkas}"
    for name in ("halaman", "halaman_awal", "halaman_akhir"):
        if isinstance(getattr(record, name, None), int):
            new[name] = getattr(record, name) + 40
    return replace(record, **new)


def shuffled(rekaman: Rekaman, seed: int) -> Rekaman:
    """The naskah in another order; within each, its records keep their order."""
    order = list(rekaman.naskah)
    random.Random(seed).shuffle(order)
    rank = {naskah.naskah_id: index for index, naskah in enumerate(order)}

    def key(record: Any) -> int:
        return rank.get(getattr(record, "naskah_id", ""), 0)

    tables = {f.name: tuple(sorted(getattr(rekaman, f.name), key=key)) for f in fields(Rekaman)}
    return Rekaman(**tables)


@pytest.mark.parametrize("kasus", WRONG, ids=str)
def test_renaming_changes_nothing(kasus: Kasus) -> None:
    assert ids(changed(kasus.rekaman, renamed)) == ids(kasus.rekaman)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(WRONG), st.integers(0, 1000))
def test_order_of_naskah_changes_nothing(kasus: Kasus, seed: int) -> None:
    assert ids(shuffled(kasus.rekaman, seed)) == ids(kasus.rekaman)


@pytest.mark.parametrize("kasus", WRONG, ids=str)
def test_added_files_keep_the_ids(kasus: Kasus) -> None:
    def apart(record: Any) -> Any:
        new: dict[str, Any] = {}
        for name in ("naskah_id", "dokumen_id", "kinerja_id"):
            if hasattr(record, name):
                new[name] = f"e{getattr(record, name)[1:]}"
        return replace(record, **new)

    more = changed(TAMBAHAN, apart)
    both = Rekaman(
        **{f.name: getattr(more, f.name) + getattr(kasus.rekaman, f.name) for f in fields(Rekaman)}
    )
    assert ids(kasus.rekaman) < ids(both)


@pytest.mark.parametrize("kasus", WRONG, ids=str)
def test_a_run_is_repeatable(kasus: Kasus) -> None:
    first, second = run(kasus.rekaman), run(kasus.rekaman)
    assert first == second
    found = [item.temuan_id for item in first.temuan]
    assert len(found) == len(set(found))


def test_other_office_other_id() -> None:
    kasus = next(kasus for kasus in WRONG if kasus.aturan == "capaian-hitung")

    def moved(record: Any) -> Any:
        return replace(record, unit="Kecamatan Panti") if isinstance(record, Naskah) else record

    assert not ids(kasus.rekaman) & ids(changed(kasus.rekaman, moved))


def test_findings_with_one_cause_share_a_group() -> None:
    rekaman = build(
        {
            "naskah": """
                lk   | lkjip                        | 2025      | 2026-02-19
                pkp  | perjanjian_kinerja_perubahan | 2025      | 2025-09-24
                baru | matriks_renstra              | 2025-2029 | 2025-09-23
            """,
            "kinerja": """
                lk   | Tabel 3.8 | IKM | target@2025 = 93,5; realisasi@2025 = 90
                lk   | Tabel 3.9 | IPP | target@2025 = 4,3; realisasi@2025 = 4; capaian@2025 = 99
                pkp  | -         | IKM | target@2025 = 83,5
                pkp  | -         | IPP | target@2025 = 4,3
                baru | -         | IKM | target@2025 = 93,5
                baru | -         | IPP | target@2025 = 4,3
            """,
        }
    )
    hasil = run(rekaman)
    groups = {item.aturan: item.kelompok for item in hasil.temuan if item.kunci}
    assert groups["target-pk-renstra"] == groups["target-lkjip-pk"] != groups["capaian-hitung"]

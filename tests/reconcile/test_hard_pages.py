"""Pages that were hard to read: nothing on them is certain, however sure each figure."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.rule import load_rules
from pipeline.reconcile.run import reconcile
from schemas.records import HalamanTerbaca
from schemas.vocabulary import Metode
from tests.reconcile.cases import build

KASUS = {
    "naskah": "lk | lkjip | 2025 | 2026-02-19 | ocr=0.95; halaman=1,2,3",
    "kinerja": """
        lk | Tabel 3.2 | IPP | realisasi@2025 = 34
        lk | Tabel 3.7 | IPP | realisasi@2025 = 12
    """,
}


def page(halaman: int, keyakinan: float, metode: Metode = Metode.OCR) -> HalamanTerbaca:
    return HalamanTerbaca(
        dokumen_id="000000000001",
        halaman=halaman,
        metode=metode,
        putaran=0,
        kata=90,
        keyakinan=keyakinan,
    )


@pytest.mark.parametrize(
    ("pages", "status"),
    [
        ((page(2, 0.94),), "pasti"),
        ((page(2, 0.86),), "perlu_dicek"),
        ((page(1, 0.86), page(2, 0.94)), "perlu_dicek"),  # title and tables hang together
        ((page(9, 0.86), page(2, 0.94)), "pasti"),
        ((page(2, 0.86, Metode.TEKS),), "pasti"),
    ],
)
def test_a_finding_on_a_hard_page(pages: tuple[HalamanTerbaca, ...], status: str) -> None:
    rekaman = build(KASUS)
    records = {it.name: getattr(rekaman, it.name) for it in fields(Rekaman)} | {"halaman": pages}
    rules = [rule for rule in load_rules() if rule.id == "realisasi-berbeda"]
    assert [it.status for it in reconcile(**records, rules=rules).temuan] == [status]


def test_figures_side_by_side_need_nothing_else_of_a_hard_page() -> None:
    rekaman = build(
        {
            "naskah": "lk | lkjip | 2025 | 2026-02-19 | ocr=0.95; halaman=1,2,3",
            "kinerja": (
                "lk | Tabel 3.2 | IPP | target@2025 = 34; realisasi@2025 = 12; capaian@2025 = 35,24"
            ),
        }
    )
    records = {it.name: getattr(rekaman, it.name) for it in fields(Rekaman)}
    rules = [rule for rule in load_rules() if rule.id == "capaian-hitung"]
    found = reconcile(**records | {"halaman": (page(2, 0.8),)}, rules=rules)
    assert [it.status for it in found.temuan] == ["pasti"]


def test_a_gap_in_a_scanned_column_holds_a_row_that_was_not_read() -> None:
    rekaman = build(
        {
            "naskah": "pk | perjanjian_kinerja | 2025 | 2025-01-13 | ocr=0.95",
            "anggaran": "\n".join(
                f"pk | - | {line} | pagu@2025 = {amount}"
                for line, amount in (
                    ("program Satu", "100.500,00"),
                    ("program Dua", "200.500,00"),
                    ("jumlah Jumlah", "601.000,00"),
                )
            ),
        }
    )
    rules = [rule for rule in load_rules() if rule.id == "jumlah-anggaran"]
    for tops, status in (((0, 20, 40), "pasti"), ((0, 40, 60), "perlu_dicek")):
        placed = tuple(
            replace(item, y0=float(top), y1=top + 20.0)
            for item, top in zip(rekaman.anggaran, tops, strict=True)
        )
        found = reconcile(
            dokumen=rekaman.dokumen, naskah=rekaman.naskah, anggaran=placed, rules=rules
        )
        assert [it.status for it in found.temuan] == [status]


def test_a_page_of_a_plan_within_an_agreement_sets_no_targets() -> None:
    rekaman = build(
        {
            "naskah": """
                pk | perjanjian_kinerja | 2025      | 2025-01-13
                rs | matriks_renstra    | 2021-2026 | 2021-10-01
            """,
            "kinerja": """
                pk | -         | IKM | target@2025 = 92,5
                pk | Tabel 3.1 | IKM | target@2025 = 93,5; target@2026 = 94; target@2027 = 94,5
                rs | TC.25     | IKM | target@2024 = 91; target@2025 = 92,5; target@2026 = 93
            """,
        }
    )
    rules = [rule for rule in load_rules() if rule.id == "target-pk-renstra"]
    found = reconcile(
        dokumen=rekaman.dokumen, naskah=rekaman.naskah, kinerja=rekaman.kinerja, rules=rules
    )
    assert found.temuan == ()


def test_a_scanned_table_with_a_part_above_its_whole_is_not_added_up() -> None:
    rekaman = build(
        {
            "naskah": "pk | perjanjian_kinerja | 2025 | 2025-01-13 | ocr=0.95",
            "anggaran": "\n".join(
                f"pk | - | {line} | pagu@2025 = {amount}"
                for line, amount in (
                    ("program Satu", "900.500,00"),
                    ("kegiatan Bagian", "200.500,00"),
                    ("sub_kegiatan Besar", "700.000,00"),
                    ("kegiatan Bagian Lain", "200.500,00"),
                    ("sub_kegiatan Lain", "700.000,00"),
                    ("jumlah Jumlah", "900.500,00"),
                )
            ),
        }
    )
    rules = [rule for rule in load_rules() if rule.id == "jumlah-anggaran"]
    found = reconcile(
        dokumen=rekaman.dokumen, naskah=rekaman.naskah, anggaran=rekaman.anggaran, rules=rules
    )
    assert found.temuan == ()
    (told,) = found.belum_dibandingkan
    assert told.mengapa.startswith("tingkat barisnya tampaknya salah terbaca")


def test_one_doubtful_row_does_not_undo_that_an_indicator_falls() -> None:
    rekaman = build(
        {
            "naskah": "lk | lkjip | 2025 | 2026-02-19 | ocr=0.95",
            "kinerja": "\n".join(
                f"lk | {tabel} | Risiko | target@2025 = {target}; realisasi@2025 = 135; {got}"
                for tabel, target, got in (
                    ("Tabel 3.1", "136,6 ?136", "capaian@2025 = 100,74"),
                    ("Tabel 3.2", "137", "capaian@2025 = 101,48"),
                )
            ),
        }
    )
    rules = [rule for rule in load_rules() if rule.id == "capaian-hitung"]
    found = reconcile(
        dokumen=rekaman.dokumen, naskah=rekaman.naskah, kinerja=rekaman.kinerja, rules=rules
    )
    assert "pasti" not in {it.status for it in found.temuan}
    assert not [it for it in found.temuan if it.nilai_a == "101.48"]

"""How rules are found, and what makes one unusable."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.rule import AturanTidakSah, load_rules
from pipeline.reconcile.run import reconcile
from tests.reconcile.cases import build

RULE = """
from pipeline.reconcile.finding import DrafTemuan, at
from pipeline.reconcile.rule import aturan
from schemas.vocabulary import TingkatTemuan


@aturan(
    id="{id}",
    tingkat=TingkatTemuan.RENDAH,
    judul="Setiap naskah",
    penjelasan="Contoh aturan tambahan.",
    dasar_hukum="{dasar}",
    membandingkan="Tidak ada",
    toleransi="Tidak ada",
    contoh_salah="Ada naskah.",
    contoh_benar="Tidak ada naskah.",
)
def periksa(buku):
    for naskah in buku.naskah.values():
        yield DrafTemuan(
            kantor=buku.office(naskah.naskah_id),
            identitas=(naskah.jenis,),
            uraian="Ada naskah.",
            saran="Tidak ada.",
            a=at(naskah),
        )
"""


def write(folder: Path, name: str, id: str, dasar: str = "Tidak ada") -> None:
    (folder / name).write_text(RULE.format(id=id, dasar=dasar), encoding="utf-8")


def test_rules_of_the_house_are_sorted_and_many() -> None:
    found = [rule.id for rule in load_rules()]
    assert found == sorted(found) and len(found) == len(set(found)) >= 34


def test_a_folder_adds_rules(tmp_path: Path) -> None:
    write(tmp_path, "setiap.py", "setiap-naskah")
    rules = load_rules(tmp_path)
    rekaman: Rekaman = build({"naskah": "lk | lkjip | 2025 | 2026-02-19"})
    hasil = reconcile(dokumen=rekaman.dokumen, naskah=rekaman.naskah, rules=rules)
    assert [item.aturan for item in hasil.temuan] == ["setiap-naskah"]


def test_two_rules_of_one_id_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "lagi.py", "capaian-hitung")
    with pytest.raises(AturanTidakSah, match="dua kali"):
        load_rules(tmp_path)


def test_a_rule_without_documentation_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "kosong.py", "tanpa-dasar", dasar="")
    with pytest.raises(AturanTidakSah, match="dasar_hukum"):
        load_rules(tmp_path)


def test_nothing_in_nothing_out() -> None:
    hasil = reconcile()
    assert hasil.temuan == hasil.bukti == hasil.belum_dibandingkan == ()

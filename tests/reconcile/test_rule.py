"""How rules are found, and what makes one unusable."""

from __future__ import annotations

from dataclasses import fields
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


BROKEN = """
from pipeline.reconcile.rule import aturan
from schemas.vocabulary import TingkatTemuan


@aturan(
    id="patah",
    tingkat=TingkatTemuan.RENDAH,
    judul="Patah",
    penjelasan="Contoh aturan yang gagal.",
    dasar_hukum="Tidak ada",
    membandingkan="Tidak ada",
    toleransi="Tidak ada",
    contoh_salah="Tidak ada.",
    contoh_benar="Tidak ada.",
)
def periksa(buku):
    for naskah in buku.naskah.values():
        yield [][0]
"""


def test_a_rule_that_fails_does_not_end_the_run(tmp_path: Path) -> None:
    (tmp_path / "patah.py").write_text(BROKEN, encoding="utf-8")
    write(tmp_path, "setiap.py", "setiap-naskah")
    rekaman: Rekaman = build({"naskah": "lk | lkjip | 2025 | 2026-02-19"})
    rules = load_rules(tmp_path)
    hasil = reconcile(dokumen=rekaman.dokumen, naskah=rekaman.naskah, rules=rules)
    assert [item.aturan for item in hasil.temuan] == ["setiap-naskah"]
    failed = [item for item in hasil.belum_dibandingkan if item.aturan == "patah"]
    assert [item.apa for item in failed] == ["aturan patah gagal dijalankan"]
    assert failed[0].mengapa == "galat program: IndexError, patah.py baris 19"
    assert len(hasil.pesan) == 1 and hasil.pesan[0].startswith("Aturan patah gagal")


def test_findings_on_a_doubtful_key_are_not_certain() -> None:
    kasus = {
        "naskah": "lk | lkjip | 2025 | 2026-02-19",
        "kinerja": (
            "lk | Tabel 3.2 | Indeks Kepuasan [ikm] | realisasi@2025 = 92\n"
            "lk | Tabel 3.8 | Indeks Kepuasaan [ikm] | realisasi@2025 = 89"
        ),
    }
    doubtful = kasus | {"kunci": "indikator | Indeks Kepuasaan | ikm | ya"}
    rules = [rule for rule in load_rules() if rule.id == "realisasi-berbeda"]
    for made, status in ((kasus, "pasti"), (doubtful, "perlu_dicek")):
        rekaman = build(made)
        records = {item.name: getattr(rekaman, item.name) for item in fields(Rekaman)}
        hasil = reconcile(**records, rules=rules)
        assert [item.status for item in hasil.temuan] == [status]


def test_nothing_in_nothing_out() -> None:
    hasil = reconcile()
    assert hasil.temuan == hasil.bukti == hasil.belum_dibandingkan == ()


def test_a_draft_that_cannot_be_a_finding_costs_its_rule_only(tmp_path: Path) -> None:
    write(tmp_path, "setiap.py", "setiap-naskah")
    broken = (tmp_path / "setiap.py").read_text(encoding="utf-8").replace("setiap-naskah", "salah")
    (tmp_path / "salah.py").write_text(broken.replace("identitas=(", "identitas=(1, "), "utf-8")
    rekaman: Rekaman = build({"naskah": "lk | lkjip | 2025 | 2026-02-19"})
    rules = load_rules(tmp_path)
    hasil = reconcile(dokumen=rekaman.dokumen, naskah=rekaman.naskah, rules=rules)
    assert [item.aturan for item in hasil.temuan] == ["setiap-naskah"]
    assert [item.aturan for item in hasil.belum_dibandingkan if "gagal" in item.apa] == ["salah"]

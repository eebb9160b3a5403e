"""Every rule against its cases, and the cases against what is asked of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.rule import Aturan, load_rules
from pipeline.reconcile.run import HasilPemeriksaan, reconcile
from schemas.vocabulary import PeranBukti, StatusTemuan
from tests.reconcile.cases import FOLDER, Kasus, all_cases

RULES = {rule.id: rule for rule in load_rules()}
CASES = all_cases()


def run(rekaman: Rekaman, rule: Aturan) -> HasilPemeriksaan:
    records = {item.name: getattr(rekaman, item.name) for item in fields(Rekaman)}
    return reconcile(**records, rules=[rule])


@pytest.mark.parametrize("kasus", CASES, ids=str)
def test_case(kasus: Kasus) -> None:
    hasil = run(kasus.rekaman, RULES[kasus.aturan])
    shown = [(item.nilai_a, item.nilai_b, item.status, item.uraian) for item in hasil.temuan]
    assert len(hasil.temuan) == len(kasus.temuan), shown
    left = list(hasil.temuan)
    for wanted in kasus.temuan:
        wanted = {"status": "pasti"} | wanted
        support = wanted.pop("penunjang", None)
        said = wanted.pop("memuat", "")
        found = [
            item
            for item in left
            if all(str(getattr(item, k)) == str(v) for k, v in wanted.items())
            and said in item.uraian
        ]
        assert found, (wanted, shown)
        left.remove(found[0])
        if support is not None:
            bukti = [item for item in hasil.bukti if item.temuan_id == found[0].temuan_id]
            assert sum(item.peran is PeranBukti.PENUNJANG for item in bukti) == support
    if kasus.belum is not None:
        assert len(hasil.belum_dibandingkan) == kasus.belum, hasil.belum_dibandingkan


@pytest.mark.parametrize("kasus", CASES, ids=str)
def test_findings_are_complete(kasus: Kasus) -> None:
    hasil = run(kasus.rekaman, RULES[kasus.aturan])
    for temuan in hasil.temuan:
        assert temuan.uraian.endswith(".") and "  " not in temuan.uraian
        assert temuan.saran and temuan.judul and temuan.kelompok and temuan.unit
        bukti = [item for item in hasil.bukti if item.temuan_id == temuan.temuan_id]
        assert [item.urut for item in bukti] == list(range(1, len(bukti) + 1))
        assert bukti[0].peran is PeranBukti.A and bukti[0].berkas and bukti[0].halaman >= 1
        assert sum(item.peran is PeranBukti.B for item in bukti) <= 1
    for skipped in hasil.belum_dibandingkan:
        assert skipped.apa and skipped.mengapa and skipped.aturan == kasus.aturan


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_has_its_cases(rule: str) -> None:
    count = Counter(kasus.jenis for kasus in CASES if kasus.aturan == rule)
    told = f"tests/reconcile/kasus/{rule}.yaml holds too few: {dict(count)}"
    assert count["salah"] >= 2 and count["benar"] >= 2 and count["hampir"] >= 1, told


@pytest.mark.parametrize("kasus", CASES, ids=str)
def test_cases_say_what_they_are(kasus: Kasus) -> None:
    assert kasus.aturan in RULES
    assert kasus.jenis in ("salah", "benar", "hampir")
    assert bool(kasus.temuan) == (kasus.jenis == "salah")


def test_file_names_are_rule_ids() -> None:
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(RULES)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_rule_is_documented(rule: Aturan) -> None:
    words = (rule.judul, rule.penjelasan, rule.dasar_hukum, rule.membandingkan, rule.toleransi)
    assert all(len(teks) >= 10 for teks in (*words, rule.contoh_salah, rule.contoh_benar)) or (
        rule.toleransi == "Tidak ada."
    )


def test_some_cases_are_doubtful() -> None:
    """The statuses that protect from misreads are exercised, not only `pasti`."""
    seen = {wanted.get("status", "pasti") for kasus in CASES for wanted in kasus.temuan}
    assert seen == {status.value for status in StatusTemuan}

"""The page of the rules says what the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.reconcile.docs import rules_page
from pipeline.reconcile.rule import Aturan, load_rules

PAGE = Path(__file__).parents[2] / "docs" / "aturan.md"


def test_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(load_rules()), "jalankan: make docs"


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_rule_explains_itself(rule: Aturan) -> None:
    text = rule.explain()
    assert text.startswith(f"{rule.id} — {rule.judul}")
    for part in (rule.penjelasan, rule.dasar_hukum, rule.toleransi, rule.contoh_salah):
        assert part.rstrip(".") in text
    assert ".." not in text.replace("…", "")

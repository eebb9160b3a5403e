"""The page of the rules, `docs/aturan.md`, from the rules themselves.

`python -m pipeline.reconcile.docs docs/aturan.md` writes it anew.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.reconcile.rule import DI_LUAR_KATALOG, Aturan, as_sentence, load_rules
from schemas.vocabulary import TingkatTemuan

_KEPALA = """# Aturan pemeriksaan

Halaman ini dibuat dari aturannya sendiri (`make docs`); perbaiki di
`pipeline/reconcile/checks/`, bukan di sini. `selaras aturan ID` menampilkan satu aturan,
`selaras extract --aturan FOLDER` menambahkan aturan sendiri.
"""


def rules_page(rules: Sequence[Aturan]) -> str:
    """Return the page as Markdown: a list by weight, then every rule in full."""
    parts = [_KEPALA, _overview(rules), *(_section(rule) for rule in rules)]
    return "\n".join(parts)


def _overview(rules: Sequence[Aturan]) -> str:
    order = list(TingkatTemuan)
    rows = [
        f"| [`{rule.id}`](#{rule.id}){_mark(rule)} | {rule.tingkat} | {rule.judul} |"
        for rule in sorted(rules, key=lambda rule: (order.index(rule.tingkat), rule.id))
    ]
    head = ["`+`: pemeriksaan tambahan, untuk diketahui pemeriksa.", ""]
    head += ["| Aturan | Tingkat | Temuan |", "| --- | --- | --- |"]
    return "\n".join([*head, *rows, ""])


def _mark(rule: Aturan) -> str:
    return " +" if rule.tambahan else ""


def _section(rule: Aturan) -> str:
    lines = [f"## {rule.id}", "", f"**{rule.judul}** ({rule.tingkat})", ""]
    lines += [as_sentence(rule.penjelasan), ""]
    lines += [DI_LUAR_KATALOG, ""] if rule.tambahan else []
    lines += [f"- {name}: {as_sentence(text)}" for name, text in rule.parts()]
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page to the path given as the only argument."""
    Path(sys.argv[1]).write_text(rules_page(load_rules()), encoding="utf-8")


if __name__ == "__main__":
    main()

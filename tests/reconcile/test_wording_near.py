"""Names that may be one indicator in other words."""

from __future__ import annotations

from pipeline.reconcile.wording import has_near_name


def test_the_same_indicator_in_other_words_is_near() -> None:
    others = ["Nilai SAKIP OPD", "Rata-rata waktu tanggap darurat bencana"]
    assert has_near_name("Rata-Rata Waktu Tanggap Darurat Kebencanaan", others)


def test_another_indicator_is_not_near() -> None:
    assert not has_near_name("Indeks Kepuasan Masyarakat", ["Nilai SAKIP OPD", "Indeks Desa"])


def test_nothing_is_near_nothing() -> None:
    assert not has_near_name("Indeks Kepuasan Masyarakat", [])

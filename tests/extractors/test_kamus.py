from __future__ import annotations

import pytest

from extractors.kamus import load_register, load_table, load_words
from schemas.vocabulary import JenisRujukan


def test_wilayah_has_unique_codes_and_every_parent() -> None:
    rows = load_table("wilayah")
    codes = {row["kode"] for row in rows}
    assert len(codes) == len(rows) > 7000
    assert all(code.rpartition(".")[0] in codes for code in codes if "." in code)


@pytest.mark.parametrize("daftar", ["kriteria", "predikat"])
def test_classes_of_a_scale_fall_and_do_not_overlap(daftar: str) -> None:
    for scale in load_register("skala")[daftar]:
        lower = [c.get("dari", c.get("di_atas")) for c in scale["kelas"]]
        upper = [c["sampai"] for c in scale["kelas"]]
        assert all(low is not None for low in lower[:-1])
        for low, below in zip(lower[:-1], upper[1:], strict=True):
            assert below <= low


def test_kinds_of_regulation_are_those_of_the_vocabulary() -> None:
    assert set(load_register("jenis_peraturan")) == {member.value for member in JenisRujukan}


def test_words_are_lower_case_and_long_enough_to_judge() -> None:
    words = load_words("kata")
    assert all(word == word.lower() and len(word) >= 5 for word in words)
    misspelt = set(load_register("singkatan")["ejaan"])
    assert not words & misspelt

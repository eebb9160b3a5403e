"""Every kind of naskah has a file that tells it, and its names."""

from __future__ import annotations

import pytest

from extractors.registry import all_kinds, kind_of
from pipeline.emit.labels import JENIS_NASKAH
from pipeline.reconcile.finding import NAMA_JENIS
from schemas.vocabulary import JenisNaskah


@pytest.mark.parametrize("jenis", JenisNaskah)
def test_a_kind_has_its_file_and_its_names(jenis: JenisNaskah) -> None:
    assert jenis in {kind.jenis for kind in all_kinds()}, f"no file in extractors/ tells {jenis}"
    assert kind_of(jenis).jenis is jenis
    assert JENIS_NASKAH.get(jenis), f"{jenis} has no heading in pipeline/emit/labels.py"
    assert NAMA_JENIS.get(jenis), f"{jenis} has no name in pipeline/reconcile/finding.py"


def test_it_is_settled_which_kind_is_asked_first() -> None:
    ordered = [(kind.urutan, kind.jenis) for kind in all_kinds()]
    assert ordered == sorted(ordered)

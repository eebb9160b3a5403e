from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.parts import join_parts
from schemas.records import Dokumen, Naskah
from schemas.vocabulary import JenisNaskah
from tests.extractors.berkas_uji import DOKUMEN


def file(number: int, path: str) -> Dokumen:
    return replace(DOKUMEN, dokumen_id=f"{number}" * 12, berkas=path)


def part(number: int, *, unit: str = "", tahun: int | None = None, urut: int = 1) -> Naskah:
    return Naskah(
        naskah_id=f"{str(number) * 12}-{urut:02d}",
        dokumen_id=f"{number}" * 12,
        jenis=JenisNaskah.PERJANJIAN_KINERJA,
        halaman_awal=1,
        halaman_akhir=1,
        unit=unit,
        tahun=tahun,
    )


def joined(a: str, b: str, one: Naskah, two: Naskah) -> list[tuple[str, int | None]]:
    return [(n.unit, n.tahun) for n in join_parts([one, two], [file(1, a), file(2, b)])]


ONE, TWO = part(1, unit="Dinas Pertanian"), part(2, tahun=2027)
BOTH = [("Dinas Pertanian", 2027)] * 2
APART = [("Dinas Pertanian", None), ("", 2027)]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("dinas/pk-hal1.pdf", "dinas/pk-hal2.pdf"),
        ("PK halaman 1.pdf", "PK halaman 2.PDF"),
        ("pk_1.pdf", "pk_2.pdf"),
        ("pk (1).pdf", "pk (2).pdf"),
    ],
)
def test_parts_complete_each_other(a: str, b: str) -> None:
    assert joined(a, b, ONE, TWO) == BOTH


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("dinas/pk-hal1.pdf", "badan/pk-hal2.pdf"),
        ("pk-hal1.pdf", "iku-hal2.pdf"),
        ("pk-2026.pdf", "pk-2027.pdf"),
        ("1.pdf", "2.pdf"),
    ],
)
def test_other_places_names_and_years_are_no_parts(a: str, b: str) -> None:
    if a == "1.pdf":
        a, b = "dinas/1.pdf", "dinas/2.pdf"
    assert joined(a, b, ONE, TWO) == APART


def test_what_a_part_says_is_never_changed() -> None:
    other = part(2, unit="Dinas Perikanan", tahun=2027)
    assert joined("pk-1.pdf", "pk-2.pdf", ONE, other) == [
        ("Dinas Pertanian", None),
        ("Dinas Perikanan", 2027),
    ]


def test_files_with_several_naskah_are_whole() -> None:
    files = [file(1, "pk-1.pdf"), file(2, "pk-2.pdf")]
    found = join_parts([ONE, part(1, unit="Dinas Pertanian", urut=2), TWO], files)
    assert found[2].unit == ""

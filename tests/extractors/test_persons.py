"""Names that the form of a page gives away, for masking them."""

from __future__ import annotations

import pytest

from extractors.persons import names_seen
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Halaman
from schemas.vocabulary import Metode

from .halaman_uji import set_line

NIP = "197708272002121008"


def page_of(*lines: Baris) -> TataLetak:
    return TataLetak(Halaman(1, 595, 842, Metode.TEKS), lines, ())


@pytest.mark.parametrize(
    "lines",
    [
        [set_line(100, (90, "Camat"), (260, ": Rudi Hartono"), (460, NIP))],
        [set_line(100, (90, "Pejabat Penilai"), (260, ": Rudi Hartono"), (460, f"NIP. {NIP}"))],
        [
            set_line(100, (90, "Pejabat Penilai"), (260, ": Rudi Hartono")),
            set_line(115, (60, "NIP"), (270, f": {NIP}")),
        ],
        [
            set_line(100, (60, "Nama"), (260, ": Rudi Hartono")),
            set_line(115, (60, "NIP"), (270, f": {NIP}")),
        ],
        [set_line(100, (90, "1. Rudi Hartono"), (300, NIP))],
        [set_line(100, (200, "Rudi Hartono")), set_line(115, (200, f"NIP {NIP}"))],
    ],
    ids=["label di baris", "label dan NIP", "label di atas", "nama di atas", "daftar", "blok"],
)
def test_what_stands_before_or_above_a_nip_is_a_name(lines: list[Baris]) -> None:
    assert names_seen([page_of(*lines)]) == ("Rudi Hartono",)

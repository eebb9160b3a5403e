"""Dictums of a decree: those in the margin, none of those in sentences."""

from __future__ import annotations

from extractors.dictums import find_dictums, ordinal_number
from schemas.records import Naskah
from schemas.vocabulary import JenisNaskah, Metode, StatusBaca
from tests.extractors.naskah_uji import page

NASKAH = Naskah(
    naskah_id="uji-01",
    dokumen_id="uji",
    jenis=JenisNaskah.KEPUTUSAN_IKU,
    halaman_awal=1,
    halaman_akhir=1,
)


def test_ordinals() -> None:
    names = ("KESATU", "PERTAMA", "KESEPULUH", "KESEBELAS", "KEDUABELAS", "KEDUAPULUHTIGA")
    assert [ordinal_number(name) for name in names] == [1, 1, 10, 11, 12, 23]
    assert ordinal_number("KECAMATAN") is None


def test_margin_and_order() -> None:
    found = find_dictums(
        NASKAH,
        [
            page(1, "MEMUTUSKAN :", "KESATU : | Indikator Kinerja Utama", "KEDUA : | sebagaimana"),
            page(2, "KEEMPAT : | dimaksud dalam Diktum", " | KESATU dan KEDUA bertujuan untuk :"),
        ],
    )
    assert [(item.nomor, item.kata, item.halaman) for item in found] == [
        (1, "KESATU", 1),
        (2, "KEDUA", 1),
        (4, "KEEMPAT", 2),
    ]
    assert all(item.status_baca is StatusBaca.BERSIH for item in found)


def test_a_strange_word_in_the_margin_leaves_the_next_in_doubt() -> None:
    lines = (
        "KESATU : | Indikator",
        "KEDUA : | sebagaimana",
        "K3TlGA : | bertujuan",
        "KEEMPAT : | ini",
    )
    found = find_dictums(NASKAH, [page(1, *lines, metode=Metode.OCR)])
    assert [item.nomor for item in found] == [1, 2, 4]
    assert found[-1].status_baca is StatusBaca.RAGU

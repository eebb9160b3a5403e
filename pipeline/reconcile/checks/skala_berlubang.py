"""Scales that a paper prints with a gap or an overlap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.reconcile.figures import indonesian, plain
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import KelasSkala
from schemas.vocabulary import Metode, StatusBaca, TingkatTemuan


@aturan(
    id="skala-berlubang",
    tingkat=TingkatTemuan.RENDAH,
    judul="Skala yang tercetak berlubang atau bertumpang tindih",
    penjelasan="Ada nilai yang tidak termasuk kelas mana pun, atau termasuk dua kelas.",
    dasar_hukum=(
        "Permendagri Nomor 86 Tahun 2017 dan PermenPANRB Nomor 88 Tahun 2021: kelas yang bersambung"
    ),
    membandingkan="Batas atas setiap kelas dengan batas bawah kelas di atasnya",
    toleransi=(
        "Batas yang dicetak dengan desimal dan berselisih satu satuan terakhirnya (4,00 dan 4,01) "
        "bersambung; bilangan bulat (75 dan 76) tidak, karena capaian berdesimal"
    ),
    contoh_salah="C (>30 – 50) lalu B (>60 – 70); atau 76 ≤ 90 bersama ≥ 90.",
    contoh_benar="B (3,51 – 4,00) lalu A- (4,01 – 4,50); atau >80 – 90 lalu >90 – 100.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the bounds of neighbouring classes against each other."""
    for scale in buku.scales:
        for low, high in pairwise(sorted(scale, key=_bottom)):
            if low.atas is not None and high.bawah is not None and not _meets(low, high):
                yield _draft(buku, low, high, scale)


def _bottom(kelas: KelasSkala) -> Decimal:
    return kelas.bawah if kelas.bawah is not None else Decimal("-Infinity")


def _meets(low: KelasSkala, high: KelasSkala) -> bool:
    """Say whether every value lies in one of two neighbouring classes, none in both."""
    assert low.atas is not None and high.bawah is not None
    if low.atas == high.bawah:
        return (low.tanda_atas == "≤") != (high.tanda_bawah == "≥")
    places = max(low.desimal, high.desimal)
    step = high.bawah - low.atas
    closed = low.tanda_atas == "≤" and high.tanda_bawah == "≥"
    return closed and places > 0 and step == Decimal(1).scaleb(-places)


def _draft(
    buku: Buku, low: KelasSkala, high: KelasSkala, scale: Sequence[KelasSkala]
) -> DrafTemuan:
    assert low.atas is not None and high.bawah is not None
    top, bottom = indonesian(low.atas), indonesian(high.bawah)
    if low.atas < high.bawah:
        what = f"nilai di antara {top} dan {bottom} tidak berkelas"
    elif low.atas == high.bawah:
        both = low.tanda_atas == "≤"
        what = f"nilai {top} {'masuk dua kelas' if both else 'tidak berkelas'}"
    else:
        what = f"nilai {bottom} sampai {top} masuk dua kelas"
    naskah = buku.naskah[low.naskah_id]
    names = f"“{_name(low)}” ({low.teks}) dan “{_name(high)}” ({high.teks})"
    first, _ = (low, high) if scale.index(low) < scale.index(high) else (high, low)
    sure = {StatusBaca.BERSIH, StatusBaca.DIKOREKSI}
    return DrafTemuan(
        kantor=buku.office(low.naskah_id),
        tahun=year_of(naskah),
        identitas=(_name(low), plain(low.atas), _name(high), plain(high.bawah)),
        uraian=f"Pada skala di {place_words(buku, at(first))}, {names}: {what}.",
        nilai_a=plain(low.atas),
        nilai_b=plain(high.bawah),
        saran="Cocokkan skala dengan peraturannya dan sambungkan batas kelasnya.",
        a=at(low, teks=f"{_name(low)} {low.teks}"),
        b=at(high, teks=f"{_name(high)} {high.teks}"),
        pasti=low.status_baca in sure
        and high.status_baca in sure
        and not (low.metode is Metode.OCR and _may_be_misread(low, high)),
    )


def _may_be_misread(low: KelasSkala, high: KelasSkala) -> bool:
    """Say whether a scanner explains the gap: a figure that looks alike, a row it lost."""
    assert low.atas is not None and high.bawah is not None
    if _look_alike(low.atas, high.bawah):
        return True
    if None in (low.y0, low.y1, high.y0, high.y1) or low.halaman != high.halaman:
        return low.halaman != high.halaman
    above, below = sorted(((low.y0, low.y1), (high.y0, high.y1)))
    gap = float(below[0] or 0) - float(above[1] or 0)
    return gap > _CELAH * (float(above[1] or 0) - float(above[0] or 0))


_CELAH = 0.7
"""A gap between two classes as high as this part of a row holds a row that was not read."""

_SERUPA = str.maketrans("6897", "0001")
"""Figures that a scanner takes for each other, as one."""


def _look_alike(one: Decimal, two: Decimal) -> bool:
    """Say whether two bounds differ by figures only that look alike: 36 for 30, 86 for 80."""
    return plain(one).translate(_SERUPA) == plain(two).translate(_SERUPA)


def _name(kelas: KelasSkala) -> str:
    return kelas.kelas or kelas.sebutan or kelas.teks

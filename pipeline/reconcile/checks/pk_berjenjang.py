"""The agreement of a subordinate against that of the head of the office."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.reconcile.figures import differs, show, value_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import PK, Buku, Kantor, group
from pipeline.reconcile.pairs import single_figures
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import TingkatTemuan, UkuranKinerja

_UTUH = re.compile(
    r"^\W*(?:persentase|prosentase|presentase|indeks|nilai|predikat|rasio)\b|^\W*%", re.I
)
"""Indicators that cannot be shared out among subordinates, as a number of documents can."""


@aturan(
    id="pk-berjenjang",
    tingkat=TingkatTemuan.RENDAH,
    judul="Target PK bawahan berbeda dari PK atasannya",
    penjelasan=(
        "Untuk diketahui: indikator yang sama diperjanjikan bawahan dengan target lain daripada "
        "yang diperjanjikan kepala perangkat daerahnya."
    ),
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: perjanjian kinerja disusun berjenjang",
    membandingkan=(
        "Persentase, indeks, dan nilai dalam PK pejabat di bawah kepala perangkat daerah dengan "
        "PK kepala itu pada tahun yang sama; jenis PK-nya sama (awal atau perubahan)"
    ),
    toleransi="Jumlah (dokumen, laporan) dapat dibagi antar bawahan dan tidak dinilai",
    contoh_salah="PK Camat: IKM 85; PK Sekretaris Camat: IKM 83.",
    contoh_benar="PK Camat: 12 laporan; PK Kepala Seksi: 4 laporan.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the agreements of each office's subordinates against its head's."""
    targets = group(single_figures(buku, UkuranKinerja.TARGET), lambda item: item.naskah_id)
    for kantor in buku.offices:
        for below in buku.naskah_of(kantor, *PK):
            if below.naskah_id in buku.bawahan:
                above = _heads(buku, kantor, below)
                yield from _compare(buku, targets.get(below.naskah_id, []), above, targets)


def _heads(buku: Buku, kantor: Kantor, below: Naskah) -> list[Naskah]:
    return [
        naskah
        for naskah in buku.naskah_of(kantor, below.jenis)
        if naskah.naskah_id not in buku.bawahan and naskah.tahun == below.tahun
    ]


def _compare(
    buku: Buku, own: list[Kinerja], above: list[Naskah], targets: dict[str, list[Kinerja]]
) -> Iterator[DrafTemuan]:
    for item in own:
        same = [
            other
            for naskah in above
            for other in targets.get(naskah.naskah_id, [])
            if (other.kunci, other.tahun) == (item.kunci, item.tahun)
        ]
        if same and _UTUH.match(item.indikator) and all(differs(item, it) for it in same):
            yield _draft(buku, item, same[0])


def _draft(buku: Buku, item: Kinerja, other: Kinerja) -> DrafTemuan:
    return DrafTemuan(
        kantor=buku.office(item.naskah_id),
        tahun=item.tahun,
        kunci=item.kunci,
        identitas=tuple(sorted((value_text(item), value_text(other)))),
        uraian=(
            f"Target “{' '.join(item.indikator.split())}” tahun {item.tahun} dalam PK bawahan, "
            f"{place_words(buku, at(item))}, {show(item)}, sedangkan dalam PK atasannya, "
            f"{place_words(buku, at(other))}, {show(other)}."
        ),
        nilai_a=value_text(item),
        nilai_b=value_text(other),
        saran="Selaraskan PK bawahan dengan PK atasannya.",
        a=at(item),
        b=at(other),
        angka=(item, other),
    )

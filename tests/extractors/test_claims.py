"""Sentences tied to the indicator, table and sasaran that they speak of."""

from __future__ import annotations

from decimal import Decimal

from extractors.claims import find_claims
from extractors.table_records import records_of
from extractors.table_stitch import stitch
from pipeline.layout.elements import TataLetak
from schemas.records import Klaim, Naskah
from schemas.vocabulary import JenisNaskah, LingkupKlaim, Simpulan, UkuranKlaim
from tests.extractors.naskah_uji import Tabel_, page

NASKAH = Naskah(
    naskah_id="uji-01",
    dokumen_id="uji",
    jenis=JenisNaskah.LKJIP,
    halaman_awal=1,
    halaman_akhir=2,
    unit="Kecamatan Sukorejo",
    pemda="Kabupaten Ponorogo",
    tahun=2025,
)

TABEL: Tabel_ = [
    ["No", "Sasaran", "Indikator", "Target", "Realisasi", "Capaian (%)"],
    [
        "1",
        "Meningkatnya kepuasan masyarakat",
        "Indeks Kepuasan Masyarakat",
        "92,5",
        "92,33",
        "99,81",
    ],
    ["2", "Meningkatnya akuntabilitas", "Nilai SAKIP", "67", "80,41", "120"],
]


def claims(*pages: TataLetak) -> tuple[Klaim, ...]:
    from dataclasses import replace

    whole, _ = stitch(pages)
    found = [record for tabel in whole for record in records_of(tabel, NASKAH).kinerja]
    kinerja = [replace(item, kinerja_id=f"k{n}") for n, item in enumerate(found)]
    return find_claims(NASKAH, pages, tabel=whole, kinerja=kinerja, indikator=(), anggaran=())


def report(*text: str) -> tuple[Klaim, ...]:
    return claims(page(1, "Tabel 3.2 Capaian Kinerja Tahun 2025", TABEL), page(2, *text))


def test_section_names_the_indicator() -> None:
    found = report(
        "B.1 Analisis ketercapaian sasaran",
        "",
        "Diukur dengan indikator Nilai SAKIP",
        "",
        "a. Target tahun 2025 tercapai 80,41 dengan persentase capaian 120%.",
        "",
        "b. Tren realisasi menunjukkan kenaikan dari tahun ke tahun",
    )
    assert {item.indikator for item in found} == {"Nilai SAKIP"}
    assert [item.ukuran for item in found] == [
        UkuranKlaim.TERWUJUD,
        UkuranKlaim.CAPAIAN,
        UkuranKlaim.DERET,
    ]
    assert {item.tabel_dirujuk for item in found} == {"Tabel 3.2"}
    assert found[0].kinerja_id == "k0" and found[0].bagian.startswith("B.1")
    assert found[0].nilai == Decimal("80.41") and found[0].halaman == 2


def test_a_new_section_forgets_the_indicator() -> None:
    found = report(
        "B.1 Analisis ketercapaian sasaran",
        "",
        "Diukur dengan indikator Nilai SAKIP",
        "",
        "B.2 Analisis ketercapaian sasaran",
        "",
        "a. Target tahun 2025 tercapai 80,41",
    )
    assert [item.indikator for item in found] == [""]


def test_other_words_before_a_figure_may_be_another_subject() -> None:
    found = report(
        "Diukur dengan indikator Nilai SAKIP",
        "",
        "Indeks profesionalitas pegawai pada tahun 2025 ditargetkan sebesar 76",
    )
    assert [item.indikator for item in found] == [""]


def test_a_sentence_names_the_indicator_itself() -> None:
    found = report("Indeks Kepuasan Masyarakat tahun 2025 belum mencapai target yang ditetapkan.")
    assert [(item.indikator, item.simpulan) for item in found] == [
        ("Indeks Kepuasan Masyarakat", Simpulan.TIDAK_TERCAPAI)
    ]


def test_sasaran_by_number_and_all_of_a_table() -> None:
    found = report(
        "Berdasarkan tabel diatas, capaian kinerja sasaran Kecamatan Sukorejo melampaui target",
        "",
        "Pada sasaran 1 dan 2, capaian kinerja tidak optimal karena tidak mencapai target",
    )
    assert [(item.lingkup, item.tujuan_sasaran) for item in found] == [
        (LingkupKlaim.TABEL, ""),
        (LingkupKlaim.SASARAN, "Sasaran 1"),
        (LingkupKlaim.SASARAN, "Sasaran 2"),
    ]


def test_counts_speak_of_the_table_before_them() -> None:
    (one,) = report("Sebanyak 1 indikator tidak tercapai sesuai target")
    assert (one.ukuran, one.kinerja_id) == (UkuranKlaim.INDIKATOR_TIDAK_TERCAPAI, "k0")


def test_next_list_item_is_another_subject() -> None:
    found = report(
        "1) Capaian diukur dengan indikator Nilai SAKIP",
        "",
        "2) Target sebesar 2% dengan realisasi 0%",
    )
    assert [item.indikator for item in found] == ["", ""]

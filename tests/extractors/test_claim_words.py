"""What sentences state, and what they only wish."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.claim_words import read_sentence


def stated(kalimat: str) -> list[tuple[str, ...]]:
    return [
        tuple(
            str(part)
            for part in (item.jenis, item.ukuran, item.nilai, item.predikat, item.simpulan)
            if part not in (None, "")
        )
        for item in read_sentence(kalimat)
    ]


@pytest.mark.parametrize(
    ("kalimat", "isi"),
    [
        (
            "Sebanyak 4 (empat) dari 6 (enam) indikator kinerja telah mencapai target",
            [("cacah", "indikator_tercapai", "4")],
        ),
        ("Indikator ini gagal mencapai target", [("tercapai", "tidak_tercapai")]),
        ("Terdapat 6 indikator yang diperjanjikan", [("cacah", "indikator", "6")]),
        (
            "Realisasi cenderung menurun selama tiga tahun terakhir",
            [("tren", "deret", "turun")],
        ),
        (
            "Target tahun 2025 tercapai 92,33 Dengan demikian target tercapai dengan kriteria "
            "capaian sangat tinggi",
            [
                ("angka", "terwujud", "92.33"),
                ("tercapai", "tercapai"),
                ("kriteria", "sangat tinggi"),
            ],
        ),
        (
            "Capaian realisasi tahun 2025 terhadap target akhir periode renstra (th. 2026) adalah "
            "sebesar 99,28%",
            [("angka", "capaian_akhir", "99.28")],
        ),
        (
            "pada tahun 2025 ditargetkan sebesar 98% dan terealisasi 97,5% sehingga % capaian "
            "adalah sebesar 99,49%",
            [
                ("angka", "target", "98"),
                ("angka", "realisasi", "97.5"),
                ("angka", "capaian", "99.49"),
            ],
        ),
        (
            "realisasi sebesar Rp3.067.535.140,00 atau 78,24% dari total pagu anggaran sebesar "
            "Rp3.920.691.860,40",
            [
                ("angka", "realisasi_anggaran", "3067535140.00"),
                ("angka", "serapan", "78.24"),
                ("angka", "pagu", "3920691860.40"),
            ],
        ),
        ("Program Penanggulangan Bencana menyerap 94,58%", [("angka", "serapan", "94.58")]),
        ("Sebanyak 5 indikator tercapai", [("cacah", "indikator_tercapai", "5")]),
        (
            "Dari 6 (enam) indikator, 1 (satu) indikator belum tercapai",
            [("cacah", "indikator", "6"), ("cacah", "indikator_tidak_tercapai", "1")],
        ),
        (
            "terdiri dari 2 Tujuan dan 4 sasaran",
            [("cacah", "tujuan", "2"), ("cacah", "sasaran", "4")],
        ),
        ("Target Maturitas SPIP tercapai sebesar 94,24", [("angka", "terwujud", "94.24")]),
        ("tidak terdapat efisiensi anggaran", [("efisiensi", "tidak_efisien")]),
        ("termasuk kategori efisien", [("efisiensi", "efisien")]),
        ("realisasinya melampaui target", [("tercapai", "melampaui")]),
        ("Target tidak tercapai", [("tercapai", "tidak_tercapai")]),
        ("Indikator ini belum mencapai target", [("tercapai", "tidak_tercapai")]),
        (
            "target Tingkat Kegemaran Membaca tahun 2024 telah tercapai",
            [("tercapai", "tercapai")],
        ),
    ],
)
def test_statements(kalimat: str, isi: list[tuple[str, ...]]) -> None:
    assert stated(kalimat) == isi


@pytest.mark.parametrize(
    ("kalimat", "ukuran", "simpulan"),
    [
        ("Tren realisasi menunjukkan kenaikan yang stabil dari tahun ke tahun", "deret", "naik"),
        ("Tren realisasi menunjukkan penurunan dari tahun sebelumnya", "tahun_lalu", "turun"),
        ("Tren realisasi menunjukkan capaian yang tidak stabil", "deret", "tidak_stabil"),
        ("Tren realisasi stabil", "deret", "tetap"),
        ("cenderung menurun dari tahun ke tahun", "deret", "turun"),
    ],
)
def test_trends(kalimat: str, ukuran: str, simpulan: str) -> None:
    assert stated(kalimat) == [("tren", ukuran, simpulan)]


@pytest.mark.parametrize(
    "kalimat",
    [
        "Tidak semua indikator mencapai target",
        "Belum seluruh target tercapai",
        "Sebagian besar indikator telah mencapai target",
        "Indikator ini hampir mencapai target",
        "Terdapat 4 indikator yang pelayanannya berubah",
        "agar target dapat tercapai secara optimal",
        "tingkat keterbacaan sebesar 12",
        "diharapkan capaian meningkat dari tahun ke tahun",
        "telah melampaui target nasional untuk kategori nilai SAKIP",
        "rata-rata capaian sebesar 95,45%",
        "tidak mengalami kenaikan dibandingkan tahun sebelumnya",
        "Peningkatan kualitas pelayanan publik di kecamatan",
        "capaian kinerja tahun 2025",
        "sehingga penggunaan anggaran dapat lebih efisien agar target terpenuhi",
    ],
)
def test_wishes_and_others_state_nothing(kalimat: str) -> None:
    assert [item for item in stated(kalimat) if item[0] != "efisiensi"] == []


def test_figures_keep_their_decimals() -> None:
    (one,) = read_sentence("realisasi sebesar 97,50")
    assert (one.nilai, one.desimal) == (Decimal("97.50"), 2)

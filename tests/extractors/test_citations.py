from __future__ import annotations

import pytest

from extractors.citations import (
    find_by_title,
    find_citations,
    merge_repeats,
    number_key,
    regulation,
    regulations,
    title_likeness,
)
from schemas.vocabulary import JenisRujukan as J

MENGINGAT = """Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah
(Lembaran Negara Republik Indonesia Tahun 2014 Nomor 244, Tambahan Lembaran Negara Republik
Indonesia Nomor 5587) sebagaimana telah diubah beberapa kali terakhir dengan Undang-Undang Nomor 6
Tahun 2023 tentang Penetapan Peraturan Pemerintah Pengganti Undang-Undang Nomor 2 Tahun 2022
tentang Cipta Kerja Menjadi Undang-Undang (Lembaran Negara Republik Indonesia Tahun 2023 Nomor 41);
2. Peraturan Pemerintah Nomor 18 Tahun 2016 tentang Perangkat Daerah;
3. Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja Instansi Pemerintah
4. Peraturan Menteri Dalam Negeri Nomor 13 Tahun 2006 tentang Pedoman Pengelolaan Keuangan Daerah,
sebagaimana telah dua kali diubah terakhir dengan peraturan Menteri Dalam Negeri Nomor 21 Tahun
2011 ;
5. Peraturan Menteri Negara Pendayagunaan Aparatur Negara Nomor PER/20/M.PAN/11/2008 tentang
Petunjuk Penyusunan Indikator Kinerja Utama;
6. Peraturan Menteri Negara Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Nomor 53 Tahun
2015 tentang Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja, dan Tata Cara Reviu Atas
Laporan Kinerja Instansi Pemerintah
MEMUTUSKAN :"""


def test_numbered_list() -> None:
    found = find_citations(MENGINGAT)
    assert [(c.jenis, c.nomor, c.tahun, c.pengubah) for c in found] == [
        (J.UU, "23", 2014, False),
        (J.UU, "6", 2023, True),
        (J.PP, "18", 2016, False),
        (J.PERPRES, "29", 2014, False),
        (J.PERMENDAGRI, "13", 2006, False),
        (J.PERMENDAGRI, "21", 2011, True),
        (J.PERMENPANRB, "PER/20/M.PAN/11/2008", 2008, False),
        (J.PERMENPANRB, "53", 2015, False),
    ]
    titles = [c.tentang for c in found]
    assert titles[0] == "Pemerintahan Daerah"
    assert titles[1].endswith("tentang Cipta Kerja Menjadi Undang-Undang")
    assert titles[3] == "Sistem Akuntabilitas Kinerja Instansi Pemerintah"
    assert titles[5] == ""
    assert titles[7].endswith("Laporan Kinerja Instansi Pemerintah")
    assert all(MENGINGAT[c.awal : c.akhir] == c.teks for c in found)


@pytest.mark.parametrize(
    ("teks", "jenis", "nomor", "tahun"),
    [
        ("PermenPANRB nomor 14 tahun 2017 tentang X", J.PERMENPANRB, "14", 2017),
        ("PermenPAN-RB No. 53 Tahun 2014", J.PERMENPANRB, "53", 2014),
        ("Permen PAN dan RB Nomor 88 Tahun 2021", J.PERMENPANRB, "88", 2021),
        ("Peraturan Menteri PANRB nomor 14 tahun 2017", J.PERMENPANRB, "14", 2017),
        ("Peraturan Menteri Dalam Negri Nomor 90 Tahun 2019", J.PERMENDAGRI, "90", 2019),
        ("Permendagri 86/2017", J.PERMENDAGRI, "86/2017", 2017),
        ("Peraturan Menteri Keuangan Nomor 12/PMK.07/2020", J.PERMEN, "12/PMK.07/2020", 2020),
        ("Peraturan Daerah Kabupaten Jember Nomor 3 Tahun 2025", J.PERDA, "3", 2025),
        ("Peraturan Bupati Sampang No. 69 Th 2008 tentang Tugas", J.PERBUP, "69", 2008),
        (
            "Keputusan Bupati Jember Nomor: 188.45/239/1.12/2024",
            J.KEPBUP,
            "188.45/239/1.12/2024",
            2024,
        ),
        ("Instruksi Presiden Nomor 7 Tahun 1999", J.LAINNYA, "7", 1999),
        ("Undang- Undang Nomor 9 Tahun 2015 ;", J.UU, "9", 2015),
    ],
)
def test_ways_to_cite(teks: str, jenis: J, nomor: str, tahun: int) -> None:
    (found,) = find_citations(teks)
    assert (found.jenis, found.nomor, found.tahun) == (jenis, nomor, tahun)


def test_blank_number_or_year_stays_blank() -> None:
    (number,) = find_citations(
        "ketentuan Pasal 4 ayat (1) Peraturan Bupati Jember Nomor     Tahun 2025 tentang Indikator "
        "Kinerja Utama di lingkungan Pemerintah Daerah Kabupaten Jember, dipandang perlu menetapkan"
    )
    assert (number.jenis, number.nomor, number.tahun) == (J.PERBUP, "", 2025)
    assert number.tentang == (
        "Indikator Kinerja Utama di lingkungan Pemerintah Daerah Kabupaten Jember"
    )
    (dotted,) = find_citations("Keputusan Bupati Jember Nomor ...... Tahun 2025 tentang Tim")
    assert (dotted.nomor, dotted.tahun) == ("", 2025)
    (year,) = find_citations("Peraturan Bupati Jember Nomor 29 Tahun       tentang Kecamatan")
    assert (year.nomor, year.tahun) == ("29", None)


def test_two_digit_year_is_flagged() -> None:
    (found,) = find_citations("Peraturan Bupati Jember Nomor 29 tahun 21 tentang Kedudukan")
    assert (found.tahun, found.tahun_singkat) == (2021, True)


def test_title_ends_where_the_sentence_goes_on() -> None:
    first, second = find_citations(
        "mengacu pada Peraturan Presiden RI Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas "
        "Kinerja Instansi Pemerintah, dan mengacu pada Peraturan Menteri Dalam Negeri Nomor 86 "
        "Tahun 2017 tentang Tata Cara Perencanaan, Pengendalian, dan Evaluasi Pembangunan Daerah "
        "dengan skala nilai peringkat kinerja sebagai berikut"
    )
    assert first.tentang == "Sistem Akuntabilitas Kinerja Instansi Pemerintah"
    assert second.tentang == "Tata Cara Perencanaan, Pengendalian, dan Evaluasi Pembangunan Daerah"


@pytest.mark.parametrize(
    "teks",
    [
        "sesuai dengan peraturan perundang-undangan yang berlaku",
        "Undang-Undang Dasar Negara Republik Indonesia Tahun 1945",
        "penerapan dan penegakan Peraturan Daerah dan Peraturan Bupati;",
        "Surat Menteri PANRB Nomor B/ 37/ AA.01/ 2025 Tanggal 14 November 2025",
        "melaksanakan kebijakan Bupati. Nomor urut 3 tahun 2024",
    ],
)
def test_no_citation(teks: str) -> None:
    assert find_citations(teks) == ()


def test_register_is_found_by_number_and_by_title() -> None:
    known = regulation(J.PERMENPANRB, "53", 2014)
    assert known is not None
    assert regulation(J.PERMENPANRB, "53", 2015) is None
    assert regulation(J.PERMENPANRB, "PER/9/M.PAN/5/2007", 2007) is not None
    assert regulation(J.PERMENPANRB, "09/M.PAN/05/2007", 2007) is not None
    assert regulation(J.PP, "39/2006", 2006) is not None
    best, score = find_by_title(
        J.PERMENPANRB,
        "Petunjuk Teknis Perjanjian Kinerja, Pelaporan Kinerja, dan Tata Cara Reviu Atas Laporan "
        "Kinerja Instansi Pemerintah",
    )[0]
    assert (best.nomor, best.tahun) == ("53", 2014)
    assert score > 0.97
    assert title_likeness("Petunjuk Penyusunan Indikator Kinerja Utama", known) < 0.75


def test_register_has_every_regulation_once() -> None:
    keys = [(r.jenis, number_key(r.nomor), r.tahun) for r in regulations()]
    assert len(keys) == len(set(keys))
    assert all(r.tentang and r.sumber for r in regulations())


def test_repeats_are_one_regulation() -> None:
    found = find_citations(
        "PP 39/2006; Peraturan Pemerintah Nomor 39 Tahun 2006 tentang Tata Cara;"
    )
    (merged,) = merge_repeats(found)
    assert merged.tentang == "Tata Cara"


def test_date_of_a_regulation_stands_before_its_title() -> None:
    (found,) = find_citations(
        "Peraturan Menteri Negara Pendayagunaan Aparatur Negara Nomor : PER/09/M.PAN/5/2007, "
        "Tanggal 31 Mei 2007, Tentang Pedoman Umum Penetapan Indikator Kinerja Utama;"
    )
    assert (found.nomor, found.tahun) == ("PER/09/M.PAN/5/2007", 2007)
    assert found.tentang == "Pedoman Umum Penetapan Indikator Kinerja Utama"

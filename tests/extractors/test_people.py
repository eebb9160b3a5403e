from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.people import (
    BlokTtd,
    check_nip,
    commas_before_degrees,
    find_form_fields,
    find_nip,
    find_nip_places,
    find_signatures,
    same_name,
    split_name,
)
from pipeline.layout.elements import Baris
from tests.extractors.halaman_uji import set_line

TEGAK = 595.0
MENDATAR = 842.0


@pytest.mark.parametrize(
    "teks",
    [
        "NIP. 19700815 199603 1 004",
        "NIP.19700815 199603 1 004",
        "NIP 197008151996031004",
        "NIP : 19700815.199603.1.004",
        "NIP 1970 0815 1996 03 1 004",
        "19700815 199603 1 004",
        "N I P. 19700815 199603 1 004",
    ],
)
def test_nip_in_any_spacing(teks: str) -> None:
    assert find_nip(teks) == ("197008151996031004",)


def test_letters_in_a_nip_are_mended_and_flagged() -> None:
    (found,) = find_nip_places("NlP. l9700815 I99603 1 OO4")
    assert (found.nip, found.diluruskan, found.berlabel) == ("197008151996031004", True, True)


def test_short_nip_is_kept_as_printed() -> None:
    assert find_nip("NIP. 19700815 199603 1 04") == ("19700815199603104",)
    assert find_nip("19700815 199603 1 04") == ()
    assert find_nip("Nomor 000.8.6.3/22/35.09.02/2025") == ()


@pytest.mark.parametrize(
    ("nip", "sebab"),
    [
        ("19700815199603104", "17 angka"),
        ("197013151996031004", "tanggal lahir 19701315"),
        ("197002301996031004", "tanggal lahir 19700230"),
        ("197008151996131004", "bulan pengangkatan 199613"),
        ("197008151980031004", "sebelum berumur 15 tahun"),
        ("197008151996033004", "angka jenis kelamin 3"),
    ],
)
def test_malformed_nip_says_why(nip: str, sebab: str) -> None:
    reasons = check_nip(nip)
    assert len(reasons) == 1
    assert sebab in reasons[0]


@given(
    st.dates(date(1930, 1, 1), date(1999, 12, 31)),
    st.integers(16, 50),
    st.integers(1, 12),
    st.integers(1, 2),
    st.integers(1, 999),
)
def test_well_formed_nip_passes(born: date, age: int, month: int, sex: int, serial: int) -> None:
    day = f"{born:%Y%m%d}"
    assert check_nip(f"{day}{int(day[:4]) + age}{month:02d}{sex}{serial:03d}") == ()


@pytest.mark.parametrize(
    ("teks", "depan", "nama", "belakang"),
    [
        ("Drs. BUDI SANTOSO, M.Si.", "Drs.", "BUDI SANTOSO", "M.Si."),
        ("Rina Wulandari, S.E", "", "Rina Wulandari", "S.E"),
        ("AHMAD NUR HIDAYAT S.STP M.Si", "", "AHMAD NUR HIDAYAT", "S.STP M.Si"),
        ("DEDI KURNIAWAN, S.STP.MM", "", "DEDI KURNIAWAN", "S.STP.MM"),
        ("Ahmad Nur Hidayat, S. STP, M. Si", "", "Ahmad Nur Hidayat", "S. STP, M. Si"),
        ("Dr. Ir. H. Joko Susilo S.T., M.T.", "Dr. Ir. H.", "Joko Susilo", "S.T., M.T."),
        ("TONO, S.IP", "", "TONO", "S.IP"),
        ("Bambang Wibowo", "", "Bambang Wibowo", ""),
        ("Siti Aminah SE", "", "Siti Aminah", "SE"),
    ],
)
def test_name_and_degrees(teks: str, depan: str, nama: str, belakang: str) -> None:
    parts = split_name(teks)
    assert (parts.depan, parts.nama, parts.belakang) == (depan, nama, belakang)


def test_same_name_leaves_degrees_and_case_aside() -> None:
    assert same_name("Rina Wulandari, S.E. M.M", "RINA WULANDARI, SE") == 1
    assert 0.85 < same_name("Rony Hermanto", "Roni Hermanto") < 1
    assert same_name("Rina Wulandari", "Budi Santoso") < 0.5
    assert same_name("", "Budi") == 0


def _blocks(lebar: float, *lines: Baris) -> tuple[BlokTtd, ...]:
    return find_signatures(lines, lebar=lebar)


def test_two_blocks_side_by_side_one_without_nip() -> None:
    left, right = _blocks(
        TEGAK,
        set_line(80, (300, "Pihak kedua akan memberikan supervisi yang diperlukan serta akan")),
        set_line(100, (430, "Jember, 10 Februari 2025")),
        set_line(116, (150, "Pihak Kedua"), (430, "Pihak Pertama")),
        set_line(130, (150, "Plt. Bupati Jember"), (430, "Camat Kencong")),
        set_line(210, (150, "Bambang Setiawan Wibowo"), (430, "Ahmad Nur Hidayat, S. STP, M. Si")),
        set_line(224, (430, "NIP. 19750412 200003 1 002")),
    )
    assert (left.nama, left.nip, left.jabatan) == (
        "Bambang Setiawan Wibowo",
        "",
        "Plt. Bupati Jember",
    )
    assert left.peran == ("pihak kedua",)
    assert left.tanggal is None
    assert right.nama == "Ahmad Nur Hidayat, S. STP, M. Si"
    assert (right.nip, right.jabatan) == ("197504122000031002", "Camat Kencong")
    assert right.peran == ("pihak pertama",)
    assert right.tempat == "Jember"
    assert right.tanggal is not None
    assert right.tanggal.iso == "2025-02-10"
    assert right.ruang.y0 == 141
    assert right.ruang.y1 == 221


def test_sentence_above_a_party_gives_it_no_role() -> None:
    found = _blocks(
        TEGAK,
        set_line(
            84,
            (290, "PIHAK PERTAMA berjanji akan mewujudkan target kinerja sesuai lampiran ini."),
        ),
        set_line(100, (150, "PIHAK KEDUA,"), (430, "Betun, 5 Januari 2026")),
        set_line(114, (430, "PIHAK PERTAMA,")),
        set_line(180, (150, "STEFANUS BRIA SERAN"), (430, "YOHANES KLAU NAHAK, S.Sos")),
        set_line(194, (430, "NIP. 19710922 199803 1 006")),
    )
    assert [(b.nama, b.peran, b.jabatan) for b in found] == [
        ("STEFANUS BRIA SERAN", ("pihak kedua",), ""),
        ("YOHANES KLAU NAHAK, S.Sos", ("pihak pertama",), ""),
    ]


def test_decree_with_strokes_read_as_text() -> None:
    (block,) = _blocks(
        TEGAK,
        set_line(100, (300, "KETUJUH : Keputusan ini mulai berlaku pada tanggal ditetapkan")),
        set_line(140, (420, "Ditetapkan di Jember")),
        set_line(154, (420, "Pada tanggal 23 September 2025")),
        set_line(180, (420, "Camat Kencong")),
        set_line(194, (420, "Kabupaten Jember,")),
        set_line(230, (400, "xx ~/ f"), keyakinan=0.2),
        set_line(270, (420, "TEGUH WIDODO, SE")),
        set_line(284, (420, "Pembina / IV.a")),
        set_line(298, (420, "NIP. 198003052006041007")),
        set_line(340, (200, "SALINAN Keputusan ini disampaikan kepada Yth.:")),
    )
    assert block.nama == "TEGUH WIDODO, SE"
    assert block.jabatan == "Camat Kencong Kabupaten Jember"
    assert block.pangkat == "Pembina / IV.a"
    assert block.tempat == "Jember"
    assert block.tanggal is not None
    assert block.tanggal.iso == "2025-09-23"


def test_verifier_on_the_left() -> None:
    left, right = _blocks(
        MENDATAR,
        set_line(300, (180, "Diverifikasi Oleh :"), (620, "Jember, 17 April 2023")),
        set_line(314, (180, "KEPALA BAPPEDA KAB. JEMBER"), (620, "CAMAT KENCONG")),
        set_line(380, (180, "Drs. JOKO SUSILO, M.Si"), (620, "AHMAD NUR HIDAYAT S.STP M.Si")),
        set_line(394, (180, "Pembina Utama Muda"), (620, "Pembina Tk.1")),
        set_line(408, (180, "NIP. 19681120 199102 1 003"), (620, "NIP. 197504122000031002")),
    )
    assert left.peran == ("verifikator",)
    assert left.jabatan == "KEPALA BAPPEDA KAB. JEMBER"
    assert (left.pangkat, right.pangkat) == ("Pembina Utama Muda", "Pembina Tk.1")
    assert right.jabatan == "CAMAT KENCONG"


def test_nip_without_its_word_and_office_named_by_its_unit() -> None:
    (bare,) = _blocks(
        MENDATAR,
        set_line(400, (600, "CAMAT KALISAT")),
        set_line(470, (600, "Drs. RUDI HARTONO, M.Si.")),
        set_line(484, (600, "19710714 199803 1 005")),
    )
    assert (bare.nip, bare.jabatan) == ("197107141998031005", "CAMAT KALISAT")
    (unit,) = _blocks(
        TEGAK,
        set_line(300, (430, "Sampang, 08 Januari 2024")),
        set_line(316, (430, "Kecamatan Sreseh")),
        set_line(380, (430, "DEDI KURNIAWAN, S.STP.MM")),
        set_line(394, (430, "Pembina Tk. I")),
        set_line(408, (430, "NIP. 19790623 200212 1 004")),
    )
    assert (unit.jabatan, unit.tempat) == ("Kecamatan Sreseh", "Sampang")


def test_delegated_signature_and_rank_on_the_nip_line() -> None:
    (block,) = _blocks(
        TEGAK,
        set_line(300, (430, "a.n. BUPATI SAMPANG")),
        set_line(314, (430, "SEKRETARIS DAERAH")),
        set_line(390, (430, "ttd")),
        set_line(420, (430, "SLAMET RIYANTO, SH")),
        set_line(434, (430, "Pembina Utama Muda (IV/c) NIP. 19740918 200501 1 006")),
    )
    assert block.nama == "SLAMET RIYANTO, SH"
    assert block.jabatan == "a.n. BUPATI SAMPANG SEKRETARIS DAERAH"
    assert block.pangkat == "Pembina Utama Muda (IV/c)"


def test_form_rows_are_no_signature() -> None:
    lines = (
        set_line(100, (200, "Nama    : Ahmad Nur Hidayat, S. STP")),
        set_line(114, (180, "Jabatan : Camat Kencong")),
        set_line(128, (180, "NIP     : 19750412 200003 1 002")),
        set_line(160, (200, "Selanjutnya disebut pihak pertama.")),
    )
    assert _blocks(TEGAK, *lines) == ()
    rows = find_form_fields(lines)
    assert [(row.label, row.isi) for row in rows] == [
        ("nama", "Ahmad Nur Hidayat, S. STP"),
        ("jabatan", "Camat Kencong"),
        ("nip", "19750412 200003 1 002"),
    ]


def test_headings_and_sentences_are_no_signature() -> None:
    assert (
        _blocks(
            TEGAK,
            set_line(60, (300, "KEPUTUSAN CAMAT KENCONG")),
            set_line(74, (300, "KABUPATEN JEMBER")),
            set_line(120, (300, "NOMOR : 000.7.2.7/32/35.09.02/2025")),
            set_line(150, (300, "CAMAT KENCONG KABUPATEN JEMBER,")),
            set_line(200, (150, "Menimbang : a. bahwa untuk melaksanakan ketentuan pasal 3")),
        )
        == ()
    )
    assert find_signatures((), lebar=TEGAK) == ()


@pytest.mark.parametrize(
    "judul",
    ["SUSUNAN TIM KECAMATAN MAYANG", "SUSUNAN TIM", "Daftar Pegawai Dinas Perhubungan"],
)
@pytest.mark.parametrize("jarak", [20, 34, 60])
def test_heading_of_a_list_of_names_is_no_official(judul: str, jarak: float) -> None:
    rows = (
        ("WAHYU HIDAYAT, S.STP", "198203042006041005"),
        ("Endah Pratiwi", "198512122010012017"),
    )
    lines = [set_line(130 - jarak, (300, judul))]
    for number, (name, nip) in enumerate(rows):
        lines.append(set_line(130 + 22 * number, (60, f"{number + 1}."), (140, name), (360, nip)))
    assert _blocks(TEGAK, *lines) == ()


def test_neighbour_level_with_a_nip_does_not_take_its_signature() -> None:
    blocks = _blocks(
        TEGAK,
        set_line(100, (150, "SEKRETARIS CAMAT,"), (430, "CAMAT MAYANG,")),
        set_line(166, (430, "WAHYU HIDAYAT, S.STP")),
        set_line(180, (150, "ENDAH PRATIWI"), (430, "NIP. 19820304 200604 1 005")),
        set_line(194, (150, "NIP. 19851212 201001 2 017")),
    )
    left, right = sorted(blocks, key=lambda block: block.kotak.x0)
    assert (left.nama, left.jabatan) == ("ENDAH PRATIWI", "SEKRETARIS CAMAT")
    assert (right.nama, right.jabatan) == ("WAHYU HIDAYAT, S.STP", "CAMAT MAYANG")


def test_blank_day_and_labels_set_apart_stay_together() -> None:
    (blank,) = _blocks(
        TEGAK,
        set_line(579, (366, "Bandung,"), (530, "2016")),
        set_line(598, (460, "PIHAK KESATU,")),
        set_line(692, (460, "Ir. JOKO SUSILO")),
        set_line(704, (460, "Pembina Utama Muda")),
        set_line(717, (460, "NIP. 19710714 199803 1 005")),
    )
    assert (blank.peran, blank.tempat) == (("pihak pertama",), "Bandung")
    assert blank.tanggal is not None
    assert (blank.tanggal.iso, blank.tanggal.lengkap) == ("2016", False)
    (colon,) = _blocks(
        TEGAK,
        set_line(498, (370, "Dibuat di"), (475, ": Pasuruan")),
        set_line(513, (370, "Pada tanggal"), (485, ": 4 Januari 2021")),
        set_line(560, (400, "1. Kepala Bidang Ekonomi")),
        set_line(620, (400, "Ir. JOKO SUSILO, MT")),
        set_line(634, (400, "NIP. 19710714 199803 1 005")),
    )
    assert (colon.jabatan, colon.tempat) == ("Kepala Bidang Ekonomi", "Pasuruan")
    assert colon.tanggal is not None
    assert colon.tanggal.iso == "2021-01-04"


def test_offices_in_a_chart_or_table_are_no_signature() -> None:
    chart = (
        set_line(100, (300, "Struktur Organisasi")),
        set_line(130, (300, "Inspektur")),
        set_line(170, (150, "Sekretaris"), (450, "Kepala Bidang")),
        set_line(210, (150, "Keuangan dan Aset"), (450, "Kesejahteraan Sosial")),
        set_line(224, (150, "dan Umum"), (450, "Masyarakat")),
    )
    assert _blocks(TEGAK, *chart) == ()


def test_form_row_without_colon() -> None:
    lines = (
        set_line(254, (82, "Nama"), (255, "Ir. JOKO SUSILO")),
        set_line(273, (90, "Jabatan"), (310, "KEPALA DINAS PETERNAKAN")),
    )
    assert [(row.label, row.isi) for row in find_form_fields(lines)] == [
        ("nama", "Ir. JOKO SUSILO"),
        ("jabatan", "KEPALA DINAS PETERNAKAN"),
    ]
    assert _blocks(TEGAK, *lines) == ()


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Achmad Munir. S.STP. M.Si", "Achmad Munir, S.STP, M.Si"),
        ("Drs. WAHYU PRASETYO. M.Si.", "Drs. WAHYU PRASETYO, M.Si."),
        ("Moh. Ali, S.E.", "Moh. Ali, S.E."),
        ("Muh. Said S.H.", "Muh. Said S.H."),
        ("I B. Putra", "I B. Putra"),
    ],
)
def test_commas_swallowed_by_an_underline_come_back_before_degrees(read: str, printed: str) -> None:
    assert commas_before_degrees(read) == printed


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("Achmad Munir. S. STP. M. Si", "Achmad Munir, S. STP, M. Si"),
        ("Bagus Utomo. S.IP.. M.Si.", "Bagus Utomo, S.IP., M.Si."),
        ("Bagus Utomo, S.E..", "Bagus Utomo, S.E."),
    ],
)
def test_two_stops_and_degrees_set_apart(read: str, printed: str) -> None:
    assert commas_before_degrees(read) == printed


def test_specks_beside_names_and_offices_are_no_part_of_them() -> None:
    (found,) = _blocks(
        TEGAK,
        set_line(100, (420, "Banyuwangi, 6 Januari 2027")),
        set_line(114, (420, "“KEPALA DINAS PERPUSTAKAAN.")),
        set_line(190, (420, "‘dr. Sri Martanti, M.Si")),
        set_line(204, (420, "-Pembina")),
        set_line(218, (420, "NIP. 19700815 199603 2 004")),
    )
    assert found.nama == "dr. Sri Martanti, M.Si"
    assert found.jabatan == "KEPALA DINAS PERPUSTAKAAN"
    assert found.pangkat == "Pembina"


def test_name_spoilt_by_a_stroke_is_kept_in_doubt() -> None:
    (found,) = _blocks(
        TEGAK,
        set_line(114, (420, "KEPALA DINAS PERPUSTAKAAN")),
        set_line(190, (420, "Dra. SRI MARTA ni. M.Si")),
        set_line(204, (420, "NIP. 19700815 199603 2 004")),
    )
    assert found.nama == "Dra. SRI MARTA ni. M.Si"
    assert found.keyakinan <= 0.5


def test_name_under_a_stamp_is_settled_by_the_form_it_fits() -> None:
    lines = (
        set_line(100, (420, "Banyuwangi, 6 Januari 2027")),
        set_line(114, (420, "PIHAK KEDUA")),
        set_line(128, (420, "BUPATI BANYUWANGI")),
        set_line(200, (420, "Nurdin Sa.. uddin. S.H.")),
    )
    names = ("H. Nurdin Sahabuddin, S.H.", "Lalu Hadi, S.Sos.")
    (found,) = find_signatures(lines, lebar=TEGAK, nama_dikenal=names)
    assert (found.nama, found.nama_diluruskan) == (names[0], True)
    assert found.keyakinan <= 0.5
    (unread,) = find_signatures(lines, lebar=TEGAK, nama_dikenal=names[1:])
    assert (unread.nama, unread.jabatan) == ("", found.jabatan)


def test_dated_region_is_the_place_of_signing_unless_one_stands_above() -> None:
    block = (
        set_line(140, (420, "KEPALA DINAS PERPUSTAKAAN")),
        set_line(154, (420, "Kabupaten Banyuwangi, 6 Januari 2027")),
        set_line(230, (420, "Dra. SRI MARTANTI, M.Si")),
        set_line(244, (420, "NIP. 19700815 199603 2 004")),
    )
    assert _blocks(TEGAK, *block)[0].jabatan == "KEPALA DINAS PERPUSTAKAAN"
    above = (
        set_line(100, (420, "Ditetapkan di Banyuwangi")),
        set_line(114, (420, "Pada tanggal Januari 2027")),
    )
    (found,) = _blocks(TEGAK, *above, *block)
    assert found.jabatan == "KEPALA DINAS PERPUSTAKAAN Kabupaten Banyuwangi"


def test_name_that_wraps_is_read_whole() -> None:
    (block,) = _blocks(
        TEGAK,
        set_line(300, (430, "CAMAT KALISAT")),
        set_line(370, (430, "I Ketut Gede Arsana")),
        set_line(384, (430, "Wiguna, S.STP., M.A.P.")),
        set_line(398, (430, "Pembina Tingkat I")),
        set_line(412, (430, "NIP. 19740918 200501 1 006")),
    )
    assert block.nama == "I Ketut Gede Arsana Wiguna, S.STP., M.A.P."
    assert block.jabatan == "CAMAT KALISAT"


def test_office_right_above_a_name_is_no_part_of_it() -> None:
    (block,) = _blocks(
        TEGAK,
        set_line(300, (430, "KEPALA DINAS PERPUSTAKAAN")),
        set_line(314, (430, "Daerah Sukamara")),
        set_line(328, (430, "Slamet Riyanto, S.E.")),
        set_line(342, (430, "NIP. 19740918 200501 1 006")),
    )
    assert block.nama == "Slamet Riyanto, S.E."


def test_party_whose_name_is_past_reading_signs_all_the_same() -> None:
    blocks = _blocks(
        TEGAK,
        set_line(280, (120, "PIHAK KEDUA,"), (430, "PIHAK PERTAMA,")),
        set_line(294, (120, "Bupati Sampang"), (430, "Camat Sreseh")),
        set_line(370, (120, "N4x ~?"), (430, "Slamet Riyanto, S.E.")),
        set_line(384, (430, "NIP. 19740918 200501 1 006")),
    )
    assert [(b.nama, b.jabatan) for b in blocks] == [
        ("", "Bupati Sampang"),
        ("Slamet Riyanto, S.E.", "Camat Sreseh"),
    ]

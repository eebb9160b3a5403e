from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extractors.registry import all_kinds, kind_of
from pipeline.layout.elements import TataLetak
from pipeline.read.page import Bacaan
from pipeline.segment import Bagian, segment
from schemas.vocabulary import JenisNaskah, Metode
from tests.extractors.berkas_uji import (
    DOKUMEN,
    IKU,
    KOP,
    agreement,
    booklet,
    decree,
    matrix,
    report,
)
from tests.extractors.naskah_uji import page


def bind(*parts: Sequence[TataLetak]) -> list[TataLetak]:
    """Bind pages into one file, numbered in the order bound."""
    pages = [page for part in parts for page in part]
    return [
        replace(one, halaman=replace(one.halaman, nomor=number))
        for number, one in enumerate(pages, start=1)
    ]


def kinds(bagian: Sequence[Bagian]) -> list[tuple[str, int, int]]:
    return [(b.naskah.jenis.value, b.naskah.halaman_awal, b.naskah.halaman_akhir) for b in bagian]


def test_every_kind_is_registered() -> None:
    assert {kind.jenis for kind in all_kinds()} == set(JenisNaskah)
    assert kind_of(JenisNaskah.LKJIP).jenis is JenisNaskah.LKJIP


def test_decree() -> None:
    (found,) = segment(DOKUMEN, decree())
    naskah = found.naskah
    assert naskah.naskah_id == "0123456789ab-01"
    assert naskah.jenis is JenisNaskah.KEPUTUSAN_IKU
    assert (naskah.halaman_awal, naskah.halaman_akhir) == (1, 4)
    assert naskah.nomor == "000.8.6.3/12/429.1/2027"
    assert (naskah.tanggal, naskah.tempat, naskah.tahun) == ("2027-01-06", "Banyuwangi", 2027)
    assert naskah.tentang == "Indikator Kinerja Utama Dinas Perpustakaan"
    assert naskah.pemda == "Kabupaten Banyuwangi"
    assert naskah.unit.startswith("Dinas Perpustakaan")
    assert naskah.halaman_semua == "1,2,3,4"
    assert naskah.keyakinan >= 0.9


@pytest.mark.parametrize("urutan", [(0, 3, 2, 1), (2, 3, 0, 1), (2, 0, 1, 3)])
def test_decree_bound_out_of_order_is_read_in_order(urutan: tuple[int, ...]) -> None:
    pages = decree()
    (found,) = segment(DOKUMEN, bind([pages[i] for i in urutan]))
    at = {original: bound for bound, original in enumerate(urutan, start=1)}
    assert found.naskah.halaman_semua == ",".join(str(at[i]) for i in range(4))
    assert [p.halaman.nomor for p in found.tata_letak] == [at[i] for i in range(4)]


def test_page_bound_twice_is_read_once() -> None:
    pages = decree()
    (found,) = segment(DOKUMEN, bind(pages[:3], pages[2:]))
    assert found.ganda == ((4, 3),)
    assert found.naskah.halaman_ganda == "4=3"
    assert found.naskah.halaman_semua == "1,2,3,4,5"
    assert [p.halaman.nomor for p in found.tata_letak] == [1, 2, 3, 5]


def test_agreement_and_its_change() -> None:
    found = segment(DOKUMEN, bind(agreement(), agreement(perubahan=True)))
    assert kinds(found) == [
        ("perjanjian_kinerja", 1, 2),
        ("perjanjian_kinerja_perubahan", 3, 4),
    ]
    assert [b.naskah.tahun for b in found] == [2027, 2027]
    assert found[0].naskah.tanggal == "2027-01-08"


def test_two_agreements_of_one_kind_are_two() -> None:
    found = segment(DOKUMEN, bind(agreement(), agreement()))
    assert [awal for _, awal, _ in kinds(found)] == [1, 3]


def test_matrix_has_a_period() -> None:
    (found,) = segment(DOKUMEN, matrix())
    assert found.naskah.jenis is JenisNaskah.MATRIKS_RENSTRA
    assert (found.naskah.periode_awal, found.naskah.periode_akhir) == (2026, 2028)
    assert found.naskah.tahun is None


def test_tables_inside_the_chapters_belong_to_the_report() -> None:
    (found,) = segment(DOKUMEN, report())
    assert kinds([found]) == [("lkjip", 1, 8)]
    assert found.naskah.tahun == 2027
    assert found.naskah.tanggal == "2028-02-20"


def test_instruments_bound_behind_a_report_are_its_children() -> None:
    found = segment(
        DOKUMEN, bind(report(), agreement(), agreement(perubahan=True), decree(), matrix())
    )
    assert kinds(found) == [
        ("lkjip", 1, 8),
        ("perjanjian_kinerja", 9, 10),
        ("perjanjian_kinerja_perubahan", 11, 12),
        ("keputusan_iku", 13, 16),
        ("matriks_renstra", 17, 17),
    ]
    parent = found[0].naskah.naskah_id
    assert [b.naskah.induk_id for b in found] == ["", parent, parent, parent, parent]
    assert {b.naskah.pemda for b in found} == {"Kabupaten Banyuwangi"}


def test_divider_between_instruments_belongs_to_none() -> None:
    divider = page(1, "", "", "= LAMPIRAN 1", "= PERJANJIAN KINERJA TAHUN 2027")
    found = segment(DOKUMEN, bind(report(), [divider], agreement()))
    assert kinds(found) == [("lkjip", 1, 8), ("perjanjian_kinerja", 10, 11)]


def test_booklet_keeps_its_lampiran() -> None:
    (found,) = segment(DOKUMEN, booklet())
    assert kinds([found]) == [("dokumen_iku", 1, 5)]
    assert found.naskah.nomor == "188/4/KEP/429.1/2027"


def test_decree_on_something_else_is_no_iku_decree() -> None:
    other = page(
        1,
        *KOP,
        "= KEPUTUSAN KEPALA DINAS PERPUSTAKAAN",
        "= NOMOR : 1/2027",
        "= TENTANG",
        "= PEMBENTUKAN TIM PENGELOLA ARSIP",
        "Menimbang : bahwa perlu membentuk tim;",
        "Mengingat : Undang-Undang Nomor 43 Tahun 2009 tentang Kearsipan;",
    )
    (found,) = segment(DOKUMEN, [other])
    assert found.naskah.jenis is JenisNaskah.LAINNYA
    assert found.naskah.tentang == "Pembentukan Tim Pengelola Arsip"


def test_lampiran_table_alone_is_taken_for_a_decree_with_doubt() -> None:
    (found,) = segment(DOKUMEN, [page(1, "= INDIKATOR KINERJA UTAMA", IKU)])
    assert found.naskah.jenis is JenisNaskah.KEPUTUSAN_IKU
    assert found.naskah.keyakinan <= 0.6


@pytest.mark.parametrize(
    ("tercetak", "nomor"),
    [
        ("= NOMOR : 065/      /26/2027", "065/…/26/2027"),
        ("= NOMOR : 065/.......... /26/2027", "065/…/26/2027"),
        ("= NOMOR : 065 / λ2 / 26 / 2027", "065/…2/26/2027"),
        ("= NOMOR :", "…"),
    ],
)
def test_number_that_cannot_be_read_is_marked(tercetak: str, nomor: str) -> None:
    pages = decree()
    first = page(
        1,
        *KOP,
        "= KEPUTUSAN KEPALA DINAS PERPUSTAKAAN",
        tercetak,
        "= TENTANG",
        "= INDIKATOR KINERJA UTAMA",
        "Menimbang : bahwa perlu;",
        "Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014;",
    )
    (found,) = segment(DOKUMEN, [first, *pages[1:]])
    assert found.naskah.nomor == nomor


@pytest.mark.parametrize(
    ("tercetak", "kedua", "nomor"),
    [
        ("= NOMOR : 065/12 126/2027", "065/12126/2027", "065/…/2027"),
        ("= NOMOR : 18/KPTS/1/2027", "18/KPTS/I/2027", "18/KPTS/I/2027"),
        ("= NOMOR : 18/KPTS/1/2027", "18/KPTS/1/2027", "18/KPTS/1/2027"),
    ],
)
def test_number_in_a_picture(tercetak: str, kedua: str, nomor: str) -> None:
    pages = decree()
    first = page(
        1,
        *KOP,
        "= KEPUTUSAN KEPALA DINAS PERPUSTAKAAN",
        tercetak,
        "= TENTANG",
        "= INDIKATOR KINERJA UTAMA",
        "Menimbang : bahwa perlu;",
        "Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014;",
        metode=Metode.OCR,
    )
    line = next(baris for baris in first.baris if "NOMOR" in baris.teks)
    reading = Bacaan("rapidocr", line.kotak, kedua, 0.98)
    first = replace(first, halaman=replace(first.halaman, bacaan=(reading,)))
    (found,) = segment(DOKUMEN, [first, *pages[1:]])
    assert found.naskah.nomor == nomor


def test_empty_file_gives_nothing() -> None:
    assert segment(DOKUMEN, []) == ()


def test_unknown_pages_are_kept_as_other() -> None:
    (found,) = segment(
        DOKUMEN, [page(1, *["Undangan rapat koordinasi dinas pada hari Senin."] * 8)]
    )
    assert found.naskah.jenis is JenisNaskah.LAINNYA


def test_office_broken_in_its_letterhead_is_named_whole() -> None:
    head = ("= PEMERINTAH KABUPATEN SUKAMARA", "= BADAN PENANGGULANGAN BENCANA", "= DAERAH")
    form = (
        "= PERJANJIAN KINERJA TAHUN 2027",
        "Dalam rangka mewujudkan manajemen yang baik, yang bertanda tangan di bawah ini:",
        "Nama : Budi Santoso, S.T.",
        "Jabatan : Kepala Pelaksana BPBD",
        "selanjutnya disebut PIHAK PERTAMA",
    )
    (found,) = segment(DOKUMEN, [page(1, *head, "", *form)])
    assert found.naskah.unit == "Badan Penanggulangan Bencana Daerah"
    (short,) = segment(DOKUMEN, [page(1, *head[:2], "", *form)])
    assert short.naskah.unit == "Badan Penanggulangan Bencana Daerah"  # `BPBD` says it
    other = [line.replace(" BPBD", "") for line in form]
    (cut,) = segment(DOKUMEN, [page(1, *head[:2], "", *other)])
    assert cut.naskah.unit == "Badan Penanggulangan Bencana"


def test_office_named_by_its_abbreviation_alone() -> None:
    (found,) = segment(DOKUMEN, [_counted("TABEL 3.1 RENSTRA BPBD KABUPATEN SUKAMARA")])
    assert found.naskah.unit == "Badan Penanggulangan Bencana Daerah"
    assert found.naskah.pemda == "Kabupaten Sukamara"


def test_minutes_bound_into_a_decree_are_a_naskah_of_their_own() -> None:
    minutes = page(
        1,
        "= BERITA ACARA",
        "= NOMOR : 050/01.7/424.101/2027",
        "= TENTANG",
        "= REVIEW INDIKATOR KINERJA UTAMA",
        "Pada hari ini Senin tanggal empat Januari kami menyusun review indikator kinerja utama.",
    )
    pages = decree()
    found = segment(DOKUMEN, bind(pages[:2], [minutes], pages[2:]))
    assert [(b.naskah.jenis.value, b.naskah.halaman_semua) for b in found] == [
        ("keputusan_iku", "1,2,4,5"),
        ("lainnya", "3"),
    ]
    assert found[1].naskah.nomor == "050/01.7/424.101/2027"


def test_cover_that_cannot_be_read_belongs_to_the_book_behind_it() -> None:
    found = segment(DOKUMEN, bind([page(1, "= TAHUN 2027")], report()[1:]))
    assert kinds(found)[0][:2] == ("lkjip", 1)


def test_agreement_is_of_the_office_of_its_first_party() -> None:
    (found,) = segment(
        DOKUMEN,
        [
            page(
                1,
                "= PEMERINTAH KOTA PAYAKUMBUH",
                "= KECAMATAN PAYAKUMBUH TIMUR",
                "= PERJANJIAN KINERJA TAHUN 2027",
                "Dalam rangka mewujudkan manajemen yang baik, yang bertanda tangan di bawah ini:",
                "Nama : Budi Santoso, S.T.",
                "Jabatan : Lurah Padang Tiakar",
                "selanjutnya disebut PIHAK PERTAMA",
                "Nama : Siti Aminah, S.E.",
                "Jabatan : Camat Payakumbuh Timur",
                "selanjutnya disebut PIHAK KEDUA",
            )
        ],
    )
    assert (found.naskah.unit, found.naskah.pemda) == (
        "Kelurahan Padang Tiakar",
        "Kota Payakumbuh",
    )


def test_folder_names_the_unit_only_where_the_paper_does_not() -> None:
    nameless = [page(1, "= TABEL T-C.25", "= TUJUAN DAN SASARAN JANGKA MENENGAH", MATRIKS)]
    here = replace(DOKUMEN, berkas="kec-kencong/renstra.pdf")
    (found,) = segment(here, nameless)
    assert (found.naskah.unit, found.naskah.pemda) == ("Kecamatan Kencong", "Kabupaten Jember")
    assert found.naskah.keyakinan <= 0.3
    (named,) = segment(here, decree())
    assert named.naskah.unit.startswith("Dinas Perpustakaan")
    assert named.naskah.keyakinan >= 0.9


MATRIKS = [
    ["Sasaran", "Indikator", "Target Tahun", "<", "<"],
    ["^", "^", "2025", "2026", "2027"],
    ["Layanan baik", "Indeks layanan", "70", "71", "72"],
]


def _counted(judul: str, *tanda_tangan: str) -> TataLetak:
    rows = [
        ["Sasaran", "Indikator", "Target pada Tahun ke-", "<", "<"],
        ["^", "^", "1 (2026)", "2 (2027)", "3 (2028)"],
        ["Warga literat", "Indeks literasi", "70", "71,5", "73"],
    ]
    return page(1, f"= {judul}", rows, *tanda_tangan)


def test_tables_of_one_plan_signed_together_are_one_matrix() -> None:
    first = _counted("Tabel 3.1 Tujuan dan Sasaran Jangka Menengah")
    second = _counted("Tabel T-C.27 Rencana Program dan Pendanaan", "", "|NIP. 197008151996032004")
    assert kinds(segment(DOKUMEN, bind([first], [second]))) == [("matriks_renstra", 1, 2)]
    assert kinds(segment(DOKUMEN, bind([second], [first]))) == [
        ("matriks_renstra", 1, 1),
        ("matriks_renstra", 2, 2),
    ]


def test_booklet_without_the_decree_has_the_number_its_text_names() -> None:
    pages = booklet()[:-1]
    named = page(
        2,
        "= BAB I",
        "= PENDAHULUAN",
        "Indikator ini ditetapkan dengan Keputusan Kepala Dinas Perpustakaan Nomor",
        "188.4/12/DPK/2027 tanggal 10 Januari 2027 tentang Penetapan Indikator Kinerja Utama",
        "Dinas Perpustakaan Tahun 2027.",
    )
    (found,) = segment(DOKUMEN, bind([pages[0]], [named], pages[2:]))
    assert found.naskah.jenis is JenisNaskah.DOKUMEN_IKU
    assert found.naskah.nomor == "188.4/12/DPK/2027"
    assert found.naskah.tentang.startswith("Penetapan Indikator Kinerja Utama")


def test_number_with_its_year_on_one_line() -> None:
    pages = decree()
    head = page(
        1,
        "= KEPUTUSAN BUPATI BANYUWANGI",
        "= NOMOR 188/45 TAHUN 2027",
        "= TENTANG",
        "= PENETAPAN INDIKATOR KINERJA UTAMA",
        "= BUPATI BANYUWANGI,",
        "Menimbang : bahwa perlu menetapkan indikator;",
        "Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
    )
    (found,) = segment(DOKUMEN, bind([head], pages[1:]))
    assert (found.naskah.nomor, found.naskah.jenis) == ("188/45", JenisNaskah.KEPUTUSAN_IKU)
    assert found.naskah.tentang == "Penetapan Indikator Kinerja Utama"


def test_plan_of_action_on_an_agreement_is_none() -> None:
    pages = agreement()
    plan = page(
        1,
        "= RENCANA AKSI PERJANJIAN KINERJA TAHUN 2027",
        [
            ["No", "Sasaran", "Indikator Kinerja", "Target"],
            ["1", "Warga literat", "Indeks literasi", "71,5"],
        ],
        "PIHAK KEDUA | PIHAK PERTAMA",
    )
    assert [b.naskah.jenis.value for b in segment(DOKUMEN, [plan])] == ["lainnya"]
    assert segment(DOKUMEN, pages)[0].naskah.jenis is JenisNaskah.PERJANJIAN_KINERJA


def test_one_file_holds_instruments_of_several_kinds() -> None:
    found = kinds(segment(DOKUMEN, bind(decree(), agreement(), matrix())))
    assert [kind for kind, _, _ in found] == [
        "keputusan_iku",
        "perjanjian_kinerja",
        "matriks_renstra",
    ]
    assert [a for _, a, _ in found][1:] == [b + 1 for _, _, b in found][:-1]


def test_folder_of_each_unit_names_its_papers() -> None:
    form = page(1, "= PERJANJIAN KINERJA TAHUN 2027", "PIHAK KEDUA | PIHAK PERTAMA")
    named = [
        segment(replace(DOKUMEN, berkas=f"{folder}/pk-hal1.pdf"), [form])[0].naskah.unit
        for folder in ("kec-kalisat", "Kecamatan Mayang", "2027/kel_koto panjang")
    ]
    assert named == ["Kecamatan Kalisat", "Kecamatan Mayang", "Kelurahan Koto Panjang"]


def test_chapter_of_targets_alone_is_a_matrix() -> None:
    rows = [
        ["No", "Sasaran", "Indikator", "Target 2026", "Target 2027", "Target 2028"],
        ["1", "Tertatanya arsip", "Persentase arsip tertata", "85%", "90%", "95%"],
    ]
    chapter = page(1, "= BAB IV", "= TUJUAN DAN SASARAN", "", rows)
    prose = page(1, "= BAB IV", "= TUJUAN DAN SASARAN", *["Dinas menata arsip daerah."] * 6)
    assert kinds(segment(DOKUMEN, bind([chapter]))) == [("matriks_renstra", 1, 1)]
    assert kinds(segment(DOKUMEN, bind([prose]))) == [("lainnya", 1, 1)]

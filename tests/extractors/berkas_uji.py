"""Papers of invented offices, page by page, for the tests of segmentation and extraction."""

from __future__ import annotations

from pipeline.layout.elements import TataLetak
from schemas.records import Dokumen
from schemas.vocabulary import StatusDokumen
from tests.extractors.naskah_uji import Tabel_, page

DOKUMEN = Dokumen(
    berkas="berkas.pdf",
    dokumen_id="0123456789ab",
    sha256="",
    ukuran_bita=1,
    halaman=1,
    halaman_pindaian=0,
    status=StatusDokumen.TERBACA,
)

KOP = (
    "= PEMERINTAH KABUPATEN BANYUWANGI",
    "= DINAS PERPUSTAKAAN DAN KEARSIPAN",
    "= Jl. Jaksa Agung 43 Banyuwangi 68417",
)
IKU: Tabel_ = [
    [
        "NO",
        "SASARAN STRATEGIS",
        "INDIKATOR KINERJA UTAMA",
        "FORMULASI PERHITUNGAN",
        "SUMBER DATA",
        "PENANGGUNG JAWAB",
    ],
    ["1", "Meningkatnya literasi", "Indeks literasi", "Jumlah skor / 7", "Survei", "Kepala Dinas"],
    [
        "2",
        "Tertatanya arsip",
        "Persentase arsip tertata",
        "tertata / semua x 100%",
        "Laporan",
        "Sekretaris",
    ],
]
IKU_2: Tabel_ = [
    IKU[0],
    ["3", "Akuntabilitas naik", "Nilai AKIP", "Hasil evaluasi", "LHE", "Sekretaris"],
]
TARGET: Tabel_ = [
    ["No", "Sasaran Strategis", "Indikator Kinerja", "Target"],
    ["(1)", "(2)", "(3)", "(4)"],
    ["1", "Meningkatnya literasi", "Indeks literasi", "71,5"],
    ["2", "Tertatanya arsip", "Persentase arsip tertata", "90%"],
]
BUDGET: Tabel_ = [
    ["Program", "Anggaran", "Keterangan"],
    ["1. Pembinaan Perpustakaan", "Rp. 3.000.000,00", "APBD"],
    ["Jumlah", "Rp. 3.000.000,00", "APBD"],
]
ACHIEVED: Tabel_ = [
    ["No", "Sasaran", "Indikator", "Target", "Realisasi", "%"],
    ["1", "Meningkatnya literasi", "Indeks literasi", "71,5", "71,5", "100%"],
]
TTD = (
    "",
    "|Banyuwangi, 6 Januari 2027",
    "|KEPALA DINAS PERPUSTAKAAN",
    "",
    "",
    "|Dra. SRI MARTANTI, M.Si",
    "|NIP. 19700815 199603 2 004",
)


def decree(first: int = 1) -> list[TataLetak]:
    """A decree of four pages: head, dictums, lampiran with a table over two pages."""
    return [
        page(
            first,
            *KOP,
            "",
            "= KEPUTUSAN KEPALA DINAS PERPUSTAKAAN DAN KEARSIPAN",
            "= KABUPATEN BANYUWANGI",
            "= NOMOR : 000.8.6.3 / 12 / 429.1 / 2027",
            "= TENTANG",
            "= INDIKATOR KINERJA UTAMA DINAS PERPUSTAKAAN",
            "",
            "Menimbang : a. bahwa untuk melaksanakan ketentuan perlu menetapkan keputusan;",
            "Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
            "2. Peraturan Presiden Nomor 29 Tahun 2014 tentang Sistem Akuntabilitas Kinerja;",
        ),
        page(
            first + 1,
            "= MEMUTUSKAN :",
            "Menetapkan :",
            "KESATU : Indikator Kinerja Utama sebagaimana dalam lampiran.",
            "KEDUA : Indikator Kinerja Utama digunakan untuk perencanaan.",
            "KETIGA : Keputusan ini berlaku sejak ditetapkan.",
            "|Ditetapkan di Banyuwangi",
            "|Pada tanggal 6 Januari 2027",
            "|KEPALA DINAS PERPUSTAKAAN",
            "",
            "",
            "|Dra. SRI MARTANTI, M.Si",
            "|NIP. 19700815 199603 2 004",
        ),
        page(
            first + 2,
            "= INDIKATOR KINERJA UTAMA",
            "= DINAS PERPUSTAKAAN DAN KEARSIPAN KABUPATEN BANYUWANGI",
            IKU,
        ),
        page(first + 3, IKU_2, *TTD),
    ]


def agreement(first: int = 1, *, perubahan: bool = False) -> list[TataLetak]:
    """A perjanjian kinerja: form page, page of targets and money."""
    title = (
        "PERJANJIAN KINERJA PERUBAHAN TAHUN 2027" if perubahan else "PERJANJIAN KINERJA TAHUN 2027"
    )
    parties = (
        "",
        "|Banyuwangi, 8 Januari 2027",
        "Pihak Kedua|Pihak Pertama",
        "Bupati Banyuwangi|Kepala Dinas Perpustakaan",
        "",
        "",
        "ANDHIKA WIRATAMA|Dra. SRI MARTANTI, M.Si",
        "|NIP. 19700815 199603 2 004",
    )
    return [
        page(
            first,
            *KOP,
            "",
            f"= {title}",
            "",
            "Dalam rangka mewujudkan manajemen pemerintahan yang efektif dan akuntabel,",
            "kami yang bertanda tangan di bawah ini :",
            "Nama : Dra. SRI MARTANTI, M.Si",
            "Jabatan : Kepala Dinas Perpustakaan",
            "Selanjutnya disebut pihak pertama.",
            "Nama : ANDHIKA WIRATAMA",
            "Jabatan : Bupati Banyuwangi",
            "selanjutnya disebut pihak kedua",
            "Pihak pertama berjanji akan mewujudkan target kinerja yang seharusnya.",
            *parties,
        ),
        page(
            first + 1, f"= {title}", "= DINAS PERPUSTAKAAN DAN KEARSIPAN", TARGET, BUDGET, *parties
        ),
    ]


def matrix(first: int = 1) -> list[TataLetak]:
    """A matrix of the plan on one page."""
    rows: Tabel_ = [
        [
            "No",
            "Tujuan",
            "Sasaran",
            "Indikator Tujuan/Sasaran",
            "Target Kinerja Pada Tahun ke-",
            "<",
            "<",
        ],
        ["^", "^", "^", "^", "1 (2026)", "2 (2027)", "3 (2028)"],
        ["1", "Masyarakat literat", "", "Indeks literasi", "70", "71,5", "73"],
        ["", "", "Tertatanya arsip", "Persentase arsip tertata", "85%", "90%", "95%"],
    ]
    title = ("= Tabel 3.1", "= Tujuan dan Sasaran Jangka Menengah Pelayanan Perangkat Daerah")
    return [page(first, *title, rows, *TTD)]


def report(first: int = 1) -> list[TataLetak]:
    """An LKjIP: cover, foreword, contents, four chapters; agreement and IKU tables inside."""
    prose = [
        "Laporan kinerja ini menyajikan capaian dinas selama satu tahun anggaran berjalan."
    ] * 12
    return [
        page(
            first,
            "",
            "",
            "= LAPORAN KINERJA",
            "= DINAS PERPUSTAKAAN DAN KEARSIPAN",
            "= KABUPATEN BANYUWANGI",
            "= TAHUN 2027",
        ),
        page(
            first + 1,
            "= KATA PENGANTAR",
            *prose,
            "",
            "|Banyuwangi, 20 Februari 2028",
            "|Kepala Dinas",
            "",
            "",
            "|Dra. SRI MARTANTI, M.Si",
            "|NIP. 19700815 199603 2 004",
        ),
        page(
            first + 2,
            "= DAFTAR ISI",
            "KATA PENGANTAR ............ i",
            "BAB I PENDAHULUAN ............ 1",
            "BAB II PERJANJIAN KINERJA ............ 3",
            "BAB III AKUNTABILITAS KINERJA ............ 5",
            "BAB IV PENUTUP ............ 9",
            "Lampiran 1 Perjanjian Kinerja Tahun 2027 ............ 10",
        ),
        page(first + 3, "= BAB I", "= PENDAHULUAN", *prose),
        page(
            first + 4,
            "= BAB II",
            "= PERENCANAAN DAN PERJANJIAN KINERJA",
            *prose[:3],
            "= Tabel 2.1 Perjanjian Kinerja Tahun 2027",
            TARGET,
        ),
        page(
            first + 5,
            "= PERJANJIAN KINERJA TAHUN 2027",
            *prose[:3],
            BUDGET,
            "= Tabel 2.2 Indikator Kinerja Utama",
            IKU,
        ),
        page(
            first + 6,
            "= BAB III",
            "= AKUNTABILITAS KINERJA",
            *prose[:3],
            "= Tabel 3.1 Capaian Kinerja",
            ACHIEVED,
        ),
        page(first + 7, "= BAB IV", "= PENUTUP", *prose),
    ]


def booklet(first: int = 1) -> list[TataLetak]:
    """An IKU booklet with chapters and the lampiran of its decree."""
    prose = [
        "Indikator kinerja utama adalah ukuran keberhasilan dari tujuan dan sasaran dinas."
    ] * 12
    return [
        page(
            first,
            "= KATA PENGANTAR",
            *prose,
            "",
            "|Banyuwangi, 8 Januari 2027",
            "|Kepala Dinas",
            "",
            "",
            "|Dra. SRI MARTANTI, M.Si",
            "|NIP. 19700815 199603 2 004",
        ),
        page(first + 1, "= BAB I", "= PENDAHULUAN", *prose),
        page(
            first + 2,
            "= BAB II",
            "= INDIKATOR KINERJA UTAMA",
            "= DINAS PERPUSTAKAAN DAN KEARSIPAN KABUPATEN BANYUWANGI",
            *prose[:2],
            IKU,
        ),
        page(first + 3, "= BAB III PENUTUP", *prose),
        page(
            first + 4,
            "Lampiran Keputusan Kepala Dinas Perpustakaan",
            "Nomor : 188/4/KEP/429.1/2027",
            "Tanggal : 8 Januari 2027",
            "= INDIKATOR KINERJA UTAMA",
            IKU,
            *TTD,
        ),
    ]

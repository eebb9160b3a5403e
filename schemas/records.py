"""The records of the output, once: CSV columns, JSON, data package and docs derive from them.

Each class is one table; its fields, in order, are the table's columns. A field's
meaning, key, foreign key and enumeration stand in its `kolom(...)`; its Python type
gives the type in the data package. Fields marked `tambahan` are ours, not the
contract's, and always follow the contract's own.

Conventions:
- pages count from 1;
- boxes `x0, y0, x1, y1` are PDF points, origin top left, on the page as a viewer
  shows it (after /Rotate), whatever was done to straighten a scan;
- `keyakinan` is 0..1; money and figures are `Decimal`, never float;
- an empty text is "", an unknown number, page or box is `None`.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from schemas.vocabulary import (
    JenisIndikator,
    JenisKlaim,
    JenisNaskah,
    JenisRujukan,
    LingkupKlaim,
    Metode,
    Peran,
    PeranAngka,
    PeranBukti,
    Simpulan,
    StatusBaca,
    StatusDokumen,
    StatusTemuan,
    TandaTangan,
    TingkatAnggaran,
    TingkatKinerja,
    TingkatTemuan,
    UkuranAnggaran,
    UkuranKinerja,
    UkuranKlaim,
)


def kolom(
    arti: str,
    *,
    kunci: bool = False,
    acuan: str = "",
    tambahan: bool = False,
    default: Any = dataclasses.MISSING,
) -> Any:
    """Declare a column: its meaning, whether it is the key, the `table.column` it refers to."""
    metadata = {"arti": arti, "kunci": kunci, "acuan": acuan, "tambahan": tambahan}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(metadata=metadata, default=default)


@dataclass(frozen=True, slots=True)
class Kolom:
    """A column as the writers of CSV, data package and docs need it."""

    nama: str
    arti: str
    jenis: str  # string, integer, number
    pilihan: tuple[str, ...]
    wajib: bool
    kunci: bool
    acuan: str
    tambahan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dokumen:
    """One input file, read or not."""

    TABEL: ClassVar[str] = "dokumen"

    berkas: str = kolom("path di bawah folder masukan", kunci=True)
    dokumen_id: str = kolom("12 digit heksadesimal pertama dari SHA-256")
    sha256: str = kolom("SHA-256 isi berkas")
    ukuran_bita: int | None = kolom("ukuran berkas dalam bita")
    halaman: int | None = kolom("jumlah halaman")
    halaman_pindaian: int | None = kolom("jumlah halaman yang dibaca dengan OCR")
    status: StatusDokumen = kolom("seberapa jauh berkas terbaca")
    pesan: str = kolom("apa yang tidak terbaca, dan mengapa", default="")
    keyakinan: float | None = kolom("rata-rata keyakinan kata, 0..1", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Naskah:
    """One instrument found inside a file."""

    TABEL: ClassVar[str] = "naskah"

    naskah_id: str = kolom("<dokumen_id>-<nn>", kunci=True)
    dokumen_id: str = kolom("berkas tempat naskah dimulai")
    induk_id: str = kolom("LKjIP tempat naskah ini dijilid", acuan="naskah.naskah_id", default="")
    jenis: JenisNaskah = kolom("jenis naskah")
    halaman_awal: int = kolom("halaman pertama")
    halaman_akhir: int = kolom("halaman terakhir")
    unit: str = kolom("perangkat daerah, misalnya Kecamatan Kencong", default="")
    pemda: str = kolom("pemerintah daerah, misalnya Kabupaten Jember", default="")
    tahun: int | None = kolom("tahun yang diatur naskah", default=None)
    periode_awal: int | None = kolom("tahun pertama rencana (matriks Renstra)", default=None)
    periode_akhir: int | None = kolom("tahun terakhir rencana (matriks Renstra)", default=None)
    nomor: str = kolom("nomor naskah tanpa spasi; … untuk bagian yang tidak terbaca", default="")
    tanggal: str = kolom(
        "ISO 8601; 2026-01 atau 2026 bila hari atau bulan tidak tercetak", default=""
    )
    tempat: str = kolom("tempat penetapan atau penandatanganan", default="")
    tentang: str = kolom("perihal naskah", default="")
    keyakinan: float = kolom("keyakinan atas pengenalan naskah, 0..1", default=1.0)
    halaman_semua: str = kolom(
        "semua halaman naskah, dipisah koma, menurut urutan isi", tambahan=True, default=""
    )
    halaman_ganda: str = kolom(
        "halaman yang dijilid dua kali, salinan=asli, dipisah koma", tambahan=True, default=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pejabat:
    """One signature block."""

    TABEL: ClassVar[str] = "pejabat"

    pejabat_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah yang ditandatangani", acuan="naskah.naskah_id")
    peran: Peran = kolom("peran penanda tangan")
    nama: str = kolom("nama seperti tercetak, dengan gelar")
    nip: str = kolom("digit NIP seperti tercetak", default="")
    jabatan: str = kolom("jabatan seperti tercetak", default="")
    pangkat: str = kolom("pangkat atau golongan", default="")
    tanda_tangan: TandaTangan = kolom("apakah tanda tangan terlihat")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom(
        "seberapa pasti NIP terbaca", tambahan=True, default=StatusBaca.BERSIH
    )
    bacaan: str = kolom("semua bacaan NIP, pembaca:teks", tambahan=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indikator:
    """One indicator that an IKU table defines."""

    TABEL: ClassVar[str] = "indikator"

    indikator_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    tabel: str = kolom("label tabel yang tercetak", default="")
    urut: int = kolom("urutan dalam tabel, mulai 1")
    jenis: JenisIndikator = kolom("iku atau indikator kinerja lainnya")
    tujuan_sasaran: str = kolom("tujuan atau sasaran", default="")
    indikator: str = kolom("nama indikator seperti tercetak")
    kunci: str = kolom("kunci indikator: sama berarti indikator yang sama", default="")
    formulasi: str = kolom("formulasi perhitungan", default="")
    definisi: str = kolom("definisi operasional", default="")
    sumber_data: str = kolom("sumber data", default="")
    penanggung_jawab: str = kolom("penanggung jawab", default="")
    halaman_awal: int = kolom("halaman pertama baris")
    halaman_akhir: int = kolom("halaman terakhir baris")
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    x0: float | None = kolom("kiri sel indikator, pt", tambahan=True, default=None)
    y0: float | None = kolom("atas sel indikator, pt", tambahan=True, default=None)
    x1: float | None = kolom("kanan sel indikator, pt", tambahan=True, default=None)
    y1: float | None = kolom("bawah sel indikator, pt", tambahan=True, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinerja:
    """One performance figure: an indicator's target, realisasi, capaian and so on."""

    TABEL: ClassVar[str] = "kinerja"

    kinerja_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    tabel: str = kolom("label tabel yang tercetak", default="")
    urut: int = kolom("urutan baris indikator dalam tabel, mulai 1")
    tingkat: TingkatKinerja | None = kolom("tingkat perencanaan", default=None)
    tujuan_sasaran: str = kolom("tujuan, sasaran, program, kegiatan atau sub kegiatan", default="")
    indikator: str = kolom("nama indikator seperti tercetak")
    kunci: str = kolom("kunci indikator: sama berarti indikator yang sama", default="")
    ukuran: UkuranKinerja = kolom("apa yang diukur")
    tahun: int | None = kolom("tahun angka", default=None)
    teks: str = kolom("bacaan pertama, sebelum normalisasi")
    nilai: Decimal | None = kolom("nilai; kosong bila rentang atau bukan satu angka", default=None)
    satuan: str = kolom("satuan", default="")
    predikat: str = kolom("predikat huruf di samping angka", default="")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti angka terbaca")
    bacaan: str = kolom("semua bacaan angka, pembaca:teks dipisah |", tambahan=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Anggaran:
    """One amount of money (or percent of it spent)."""

    TABEL: ClassVar[str] = "anggaran"

    anggaran_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    tabel: str = kolom("label tabel yang tercetak", default="")
    urut: int = kolom("urutan baris dalam tabel, mulai 1")
    tingkat: TingkatAnggaran | None = kolom("tingkat baris anggaran", default=None)
    kode: str = kolom("kode baris seperti tercetak", default="")
    uraian: str = kolom("baris anggaran; dalam tabel efisiensi sasaran, bila tidak ada indikator")
    kunci: str = kolom("kunci baris anggaran", default="")
    ukuran: UkuranAnggaran = kolom("apa yang diukur")
    tahun: int | None = kolom("tahun anggaran", default=None)
    teks: str = kolom("bacaan pertama, sebelum normalisasi")
    nilai: Decimal | None = kolom("nilai rupiah, atau persen untuk serapan", default=None)
    sumber_dana: str = kolom("sumber dana", default="")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti angka terbaca")
    bacaan: str = kolom("semua bacaan angka, pembaca:teks dipisah |", tambahan=True, default="")
    pengali: int = kolom(
        "nilai adalah angka tercetak kali ini: 1000 pada tabel dalam ribuan rupiah",
        tambahan=True,
        default=1,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rujukan:
    """One cited regulation."""

    TABEL: ClassVar[str] = "rujukan"

    rujukan_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    urut: int = kolom("urutan dalam naskah, mulai 1")
    jenis: JenisRujukan = kolom("jenis peraturan")
    nomor: str = kolom("nomor seperti tercetak", default="")
    tahun: int | None = kolom("tahun peraturan", default=None)
    tentang: str = kolom("judul peraturan", default="")
    teks: str = kolom("rujukan seperti tercetak")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", tambahan=True, default=None)
    y0: float | None = kolom("atas, pt", tambahan=True, default=None)
    x1: float | None = kolom("kanan, pt", tambahan=True, default=None)
    y1: float | None = kolom("bawah, pt", tambahan=True, default=None)
    metode: Metode = kolom("asal kata", tambahan=True, default=Metode.TEKS)
    keyakinan: float = kolom("0..1", tambahan=True, default=1.0)
    status_baca: StatusBaca = kolom(
        "seberapa pasti nomor dan tahun terbaca", tambahan=True, default=StatusBaca.BERSIH
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Temuan:
    """One inconsistency."""

    TABEL: ClassVar[str] = "temuan"

    temuan_id: str = kolom(
        "kunci tetap: temuan yang sama bernomor sama di setiap pembacaan", kunci=True
    )
    aturan: str = kolom("id aturan")
    tingkat: TingkatTemuan = kolom("bobot")
    status: StatusTemuan = kolom("seberapa pasti")
    unit: str = kolom("perangkat daerah", default="")
    pemda: str = kolom("pemerintah daerah", default="")
    tahun: int | None = kolom("tahun", default=None)
    kunci: str = kolom("kunci indikator atau baris anggaran", default="")
    judul: str = kolom("judul")
    uraian: str = kolom("satu kalimat untuk kertas kerja")
    nilai_a: str = kolom("yang tertulis pada bukti a", default="")
    nilai_b: str = kolom("yang tertulis pada bukti b, atau hasil hitungan", default="")
    saran: str = kolom("apa yang akan menyelesaikannya", default="")
    kelompok: str = kolom("temuan dengan satu sebab berbagi kelompok", default="")
    keputusan: str = kolom(
        "keputusan pemeriksa: setuju, tolak, bentrok (berbeda antarpemeriksa), usang (bukti "
        "berubah sejak diputuskan); kosong bila belum",
        tambahan=True,
        default="",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bukti:
    """A place in the paper that shows a temuan."""

    TABEL: ClassVar[str] = "bukti"

    temuan_id: str = kolom("temuan", kunci=True, acuan="temuan.temuan_id")
    urut: int = kolom("urutan dalam temuan, mulai 1", kunci=True)
    peran: PeranBukti = kolom("a, b atau penunjang")
    berkas: str = kolom("berkas", acuan="dokumen.berkas")
    dokumen_id: str = kolom("berkas")
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id", default="")
    tabel: str = kolom("label tabel yang tercetak", default="")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    teks: str = kolom("seperti terbaca", default="")
    nilai: Decimal | None = kolom("nilai, bila angka", default=None)
    keyakinan: float = kolom("0..1", default=1.0)
    gambar: str = kolom("potongan halaman, path di bawah folder keluaran", default="")
    bacaan: str = kolom("semua bacaan angka", tambahan=True, default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class HalamanTerbaca:
    """One page that was read, and how."""

    TABEL: ClassVar[str] = "halaman"

    dokumen_id: str = kolom("berkas", kunci=True, acuan="dokumen.dokumen_id")
    halaman: int = kolom("halaman", kunci=True)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    putaran: int = kolom("derajat halaman diputar searah jarum jam supaya tegak: 0, 90, 180, 270")
    kata: int = kolom("banyaknya kata yang terbaca")
    keyakinan: float | None = kolom("rata-rata keyakinan kata, 0..1", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Klaim:
    """What a sentence of the running text says: a figure, a judgement, a trend, a count."""

    TABEL: ClassVar[str] = "klaim"

    klaim_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    urut: int = kolom("urutan dalam naskah, mulai 1")
    bagian: str = kolom("judul bagian tempat kalimat berada", default="")
    jenis: JenisKlaim = kolom("apa yang dinyatakan kalimat")
    lingkup: LingkupKlaim = kolom("yang dibicarakan kalimat")
    tujuan_sasaran: str = kolom(
        "sasaran, program, kegiatan atau sub kegiatan yang disebut", default=""
    )
    indikator: str = kolom("indikator yang dibicarakan, seperti tercetak dalam tabel", default="")
    kunci: str = kolom("kunci indikator", default="")
    ukuran: UkuranKlaim | None = kolom("apa yang diukur angkanya", default=None)
    tahun: int | None = kolom("tahun angka", default=None)
    teks: str = kolom("kata-kata yang menyatakannya, seperti terbaca")
    kalimat: str = kolom("kalimat seutuhnya", default="")
    nilai: Decimal | None = kolom("nilai", default=None)
    desimal: int = kolom("banyaknya angka di belakang koma yang tercetak", default=0)
    satuan: str = kolom("satuan", default="")
    predikat: str = kolom("kriteria yang disebut, misalnya sangat tinggi", default="")
    simpulan: Simpulan | None = kolom("simpulan yang ditarik", default=None)
    tabel: str = kolom("label tabel tempat pernyataan tercetak, bila dalam tabel", default="")
    tabel_dirujuk: str = kolom("label tabel yang dibicarakan", default="")
    kinerja_id: str = kolom("baris pertama tabel yang dibicarakan", default="")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti pernyataan terbaca")
    bacaan: str = kolom("semua bacaan angka, pembaca:teks dipisah |", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diktum:
    """One dictum of a decree (KESATU, KEDUA …)."""

    TABEL: ClassVar[str] = "diktum"

    diktum_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    urut: int = kolom("urutan tercetak, mulai 1")
    nomor: int = kolom("nomor yang disebut: KESATU 1, KEDUA 2")
    kata: str = kolom("kata urutan seperti terbaca")
    teks: str = kolom("baris pertama isinya", default="")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti urutannya terbaca")


@dataclass(frozen=True, slots=True, kw_only=True)
class KelasSkala:
    """One class of a scale that the naskah prints; the classes of one scale share `skala`."""

    TABEL: ClassVar[str] = "skala"

    kelas_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    skala: int = kolom("skala keberapa dalam naskah, mulai 1")
    tabel: str = kolom("label tabel yang tercetak", default="")
    judul: str = kolom("judul atau kata di atas skala", default="")
    urut: int = kolom("urutan kelas dalam skala, mulai 1")
    kelas: str = kolom("nama kelas", default="")
    sebutan: str = kolom("sebutan di samping nama kelas", default="")
    bawah: Decimal | None = kolom("batas bawah; kosong bila terbuka", default=None)
    tanda_bawah: str = kolom("≥ bila batas bawah termasuk, > bila tidak", default="")
    atas: Decimal | None = kolom("batas atas; kosong bila terbuka", default=None)
    tanda_atas: str = kolom("≤ bila batas atas termasuk, < bila tidak", default="")
    desimal: int = kolom("banyaknya angka di belakang koma yang tercetak", default=0)
    teks: str = kolom("rentang seperti terbaca")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti batas terbaca")


@dataclass(frozen=True, slots=True, kw_only=True)
class TabelLain:
    """A table that is none of indicators, performance or money (staff, assets …)."""

    TABEL: ClassVar[str] = "tabel"

    tabel_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    nomor: int = kolom("urutan dalam naskah, mulai 1")
    label: str = kolom("label tabel yang tercetak", default="")
    judul: str = kolom("judul tabel", default="")
    halaman_awal: int = kolom("halaman pertama")
    halaman_akhir: int = kolom("halaman terakhir")
    banyak_baris: int = kolom("banyaknya baris isi, tanpa kepala")
    banyak_kolom: int = kolom("banyaknya kolom")
    berkas: str = kolom("isinya sebagai CSV, path di bawah folder keluaran")


@dataclass(frozen=True, slots=True, kw_only=True)
class AngkaTabel:
    """One figure of another table, with the heads of its row and column."""

    TABEL: ClassVar[str] = "angka_tabel"

    angka_id: str = kolom("kunci baris", kunci=True)
    tabel_id: str = kolom("tabel", acuan="tabel.tabel_id")
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    tabel: str = kolom("label tabel yang tercetak", default="")
    nomor_baris: int = kolom("baris isi, mulai 1")
    nomor_kolom: int = kolom("kolom, mulai 1")
    kepala_baris: str = kolom("yang tertulis di kepala barisnya", default="")
    kelompok_kolom: str = kolom("kepala di atas kepala kolomnya", default="")
    kepala_kolom: str = kolom("yang tertulis di kepala kolomnya", default="")
    peran_baris: PeranAngka = kolom("isi, baris jumlah, atau baris kelompok")
    peran_kolom: PeranAngka = kolom("isi, atau kolom jumlah")
    teks: str = kolom("bacaan pertama, sebelum normalisasi")
    nilai: Decimal | None = kolom("nilai; tanda - bernilai 0", default=None)
    desimal: int = kolom("banyaknya angka di belakang koma yang tercetak", default=0)
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti angka terbaca")
    bacaan: str = kolom("semua bacaan angka, pembaca:teks dipisah |", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class TanggalMustahil:
    """A printed date that does not exist, like 31 September."""

    TABEL: ClassVar[str] = "tanggal_mustahil"

    tanggal_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    teks: str = kolom("tanggal seperti terbaca")
    iso: str = kolom("bagiannya yang mungkin, ISO 8601")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("seberapa pasti tanggal terbaca")


@dataclass(frozen=True, slots=True, kw_only=True)
class TanggalKosong:
    """A printed date of signing without its day or month, like `… Januari 2026`."""

    TABEL: ClassVar[str] = "tanggal_kosong"

    tanggal_id: str = kolom("kunci baris", kunci=True)
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id")
    teks: str = kolom("baris seperti terbaca")
    iso: str = kolom("bagiannya yang tercetak, ISO 8601")
    halaman: int = kolom("halaman")
    x0: float | None = kolom("kiri, pt", default=None)
    y0: float | None = kolom("atas, pt", default=None)
    x1: float | None = kolom("kanan, pt", default=None)
    y1: float | None = kolom("bawah, pt", default=None)
    metode: Metode = kolom("asal kata: lapisan teks atau OCR")
    keyakinan: float = kolom("0..1")
    status_baca: StatusBaca = kolom("ragu bila ada tulisan tangan pada barisnya")


@dataclass(frozen=True, slots=True, kw_only=True)
class SebutanKunci:
    """One name that stands in the papers, the key it was given, and how sure that is."""

    TABEL: ClassVar[str] = "kunci"

    jenis: str = kolom("indikator atau anggaran", kunci=True)
    sebutan: str = kolom("nama seperti tercetak", kunci=True)
    kunci: str = kolom("kunci yang diberikan")
    cara: str = kolom("persis, kamus (dari daftar), atau mirip (ejaan yang berdekatan)")
    skor: float = kolom("kemiripan dengan sebutan terdekat, 0..1")
    ragu: str = kolom("ya bila penggabungannya perlu diperiksa", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class RingkasanIndikator:
    """One indicator in one office and year, beside the other offices of its government."""

    TABEL: ClassVar[str] = "ringkasan_indikator"

    pemda: str = kolom("pemerintah daerah", kunci=True)
    kunci: str = kolom("kunci indikator", kunci=True)
    tahun: int = kolom("tahun", kunci=True)
    unit: str = kolom("perangkat daerah", kunci=True)
    indikator: str = kolom("nama indikator seperti paling sering tercetak")
    target_renstra: Decimal | None = kolom("target tahun itu pada matriks Renstra", default=None)
    target_pk: Decimal | None = kolom("target pada perjanjian kinerja terakhir", default=None)
    realisasi: Decimal | None = kolom("realisasi pada LKjIP", default=None)
    capaian: Decimal | None = kolom("capaian pada LKjIP, persen", default=None)
    kurang: str = kolom("yang tidak ditemukan: keputusan IKU, target, realisasi", default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class BelumDibandingkan:
    """Something that a rule could not compare, and why."""

    TABEL: ClassVar[str] = "belum_dibandingkan"

    unit: str = kolom("perangkat daerah", default="")
    pemda: str = kolom("pemerintah daerah", default="")
    naskah_id: str = kolom("naskah", acuan="naskah.naskah_id", default="")
    aturan: str = kolom("id aturan", default="")
    apa: str = kolom("apa yang tidak dibandingkan")
    mengapa: str = kolom("mengapa")


Rekaman = Dokumen | Naskah | Pejabat | Indikator | Kinerja | Anggaran | Rujukan | Temuan | Bukti

TABEL: tuple[type[Rekaman], ...] = (
    Dokumen,
    Naskah,
    Pejabat,
    Indikator,
    Kinerja,
    Anggaran,
    Rujukan,
    Temuan,
    Bukti,
)
"""Every table of the contract, in the order in which they are written and documented."""

RekamanTambahan = (
    HalamanTerbaca
    | Klaim
    | Diktum
    | KelasSkala
    | TabelLain
    | AngkaTabel
    | TanggalMustahil
    | TanggalKosong
    | SebutanKunci
    | RingkasanIndikator
    | BelumDibandingkan
)

TABEL_TAMBAHAN: tuple[type[RekamanTambahan], ...] = (
    HalamanTerbaca,
    Klaim,
    Diktum,
    KelasSkala,
    TabelLain,
    AngkaTabel,
    TanggalMustahil,
    TanggalKosong,
    SebutanKunci,
    RingkasanIndikator,
    BelumDibandingkan,
)
"""Tables of our own, written behind those of the contract."""


def columns(rekaman: type[Any]) -> tuple[Kolom, ...]:
    """Return the columns of a table, in order, from its record class."""
    hints = typing.get_type_hints(rekaman)
    return tuple(_column(field, hints[field.name]) for field in dataclasses.fields(rekaman))


def _column(field: dataclasses.Field[Any], hint: Any) -> Kolom:
    options = [hint]
    if isinstance(hint, types.UnionType):
        options = [option for option in typing.get_args(hint) if option is not types.NoneType]
    base = options[0]
    is_enum = isinstance(base, type) and issubclass(base, StrEnum)
    jenis = {int: "integer", float: "number", Decimal: "number"}.get(base, "string")
    optional = isinstance(hint, types.UnionType) or field.default == ""
    return Kolom(
        nama=field.name,
        arti=field.metadata["arti"],
        jenis=jenis,
        pilihan=tuple(member.value for member in base) if is_enum else (),
        wajib=not optional,
        kunci=field.metadata["kunci"],
        acuan=field.metadata["acuan"],
        tambahan=field.metadata["tambahan"],
    )

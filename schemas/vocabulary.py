"""The closed vocabularies of the output tables.

Every enumeration is a `StrEnum`: a member compares equal to the word that stands
in the CSV, so records can be written and read back without conversion.
"""

from __future__ import annotations

from enum import StrEnum


class StatusDokumen(StrEnum):
    """How far a file could be read."""

    TERBACA = "terbaca"
    SEBAGIAN = "sebagian"
    GAGAL = "gagal"
    DUPLIKAT = "duplikat"


class JenisNaskah(StrEnum):
    """The instruments of the performance system that Selaras knows."""

    KEPUTUSAN_IKU = "keputusan_iku"
    DOKUMEN_IKU = "dokumen_iku"
    PERJANJIAN_KINERJA = "perjanjian_kinerja"
    PERJANJIAN_KINERJA_PERUBAHAN = "perjanjian_kinerja_perubahan"
    LKJIP = "lkjip"
    MATRIKS_RENSTRA = "matriks_renstra"
    LAINNYA = "lainnya"


class Peran(StrEnum):
    """What a signatory does in a naskah."""

    PENETAP = "penetap"
    PIHAK_PERTAMA = "pihak_pertama"
    PIHAK_KEDUA = "pihak_kedua"
    PENYUSUN = "penyusun"
    VERIFIKATOR = "verifikator"


class TandaTangan(StrEnum):
    """Whether a signature was seen in the picture of the page."""

    ADA = "ada"
    TIDAK_ADA = "tidak_ada"
    TIDAK_PASTI = "tidak_pasti"


class Metode(StrEnum):
    """Where the words of a page come from: its text layer, or OCR."""

    TEKS = "teks"
    OCR = "ocr"


class StatusBaca(StrEnum):
    """How sure the reading of a figure is."""

    BERSIH = "bersih"
    DIPERBAIKI = "diperbaiki"
    RAGU = "ragu"
    DIKOREKSI = "dikoreksi"


class JenisIndikator(StrEnum):
    """Key indicator, or one of the `indikator kinerja lainnya`."""

    IKU = "iku"
    LAINNYA = "lainnya"


class TingkatKinerja(StrEnum):
    """The level of the plan that an indicator belongs to."""

    TUJUAN = "tujuan"
    SASARAN = "sasaran"
    PROGRAM = "program"
    KEGIATAN = "kegiatan"
    SUB_KEGIATAN = "sub_kegiatan"


class UkuranKinerja(StrEnum):
    """What a performance figure measures."""

    KONDISI_AWAL = "kondisi_awal"
    TARGET = "target"
    REALISASI = "realisasi"
    CAPAIAN = "capaian"
    KRITERIA = "kriteria"
    TARGET_AKHIR = "target_akhir"
    CAPAIAN_AKHIR = "capaian_akhir"
    ACUAN = "acuan"


class TingkatAnggaran(StrEnum):
    """The level of a budget line."""

    PROGRAM = "program"
    KEGIATAN = "kegiatan"
    SUB_KEGIATAN = "sub_kegiatan"
    JUMLAH = "jumlah"


class UkuranAnggaran(StrEnum):
    """What an amount of money stands for."""

    PAGU = "pagu"
    SEBELUM_PERUBAHAN = "sebelum_perubahan"
    PERGESERAN = "pergeseran"
    SESUDAH_PERUBAHAN = "sesudah_perubahan"
    SELISIH = "selisih"
    REALISASI = "realisasi"
    SERAPAN = "serapan"


class JenisRujukan(StrEnum):
    """The kind of a cited regulation."""

    UU = "uu"
    PP = "pp"
    PERPRES = "perpres"
    PERMENDAGRI = "permendagri"
    PERMENPANRB = "permenpanrb"
    PERMEN = "permen"
    PERDA = "perda"
    PERBUP = "perbup"
    KEPBUP = "kepbup"
    LAINNYA = "lainnya"


class TingkatTemuan(StrEnum):
    """The weight of a finding, heaviest first."""

    TINGGI = "tinggi"
    SEDANG = "sedang"
    RENDAH = "rendah"


class StatusTemuan(StrEnum):
    """How sure a finding is."""

    PASTI = "pasti"
    PERLU_DICEK = "perlu_dicek"
    DUGAAN_SALAH_BACA = "dugaan_salah_baca"


class PeranBukti(StrEnum):
    """The place a bukti takes in its temuan."""

    A = "a"
    B = "b"
    PENUNJANG = "penunjang"


class JenisKlaim(StrEnum):
    """What a sentence of the running text claims."""

    ANGKA = "angka"
    TERCAPAI = "tercapai"
    KRITERIA = "kriteria"
    TREN = "tren"
    CACAH = "cacah"
    EFISIENSI = "efisiensi"


class LingkupKlaim(StrEnum):
    """What a claim speaks of: one indicator, one sasaran, every row of a table, all money."""

    INDIKATOR = "indikator"
    SASARAN = "sasaran"
    TABEL = "tabel"
    ANGGARAN = "anggaran"


class UkuranKlaim(StrEnum):
    """What the figure of a claim measures.

    `terwujud` is what was attained (`target tercapai 92,33`): realisasi or capaian.
    """

    TARGET = "target"
    REALISASI = "realisasi"
    CAPAIAN = "capaian"
    TERWUJUD = "terwujud"
    TARGET_AKHIR = "target_akhir"
    CAPAIAN_AKHIR = "capaian_akhir"
    PAGU = "pagu"
    REALISASI_ANGGARAN = "realisasi_anggaran"
    SERAPAN = "serapan"
    INDIKATOR = "indikator"
    INDIKATOR_TERCAPAI = "indikator_tercapai"
    INDIKATOR_TIDAK_TERCAPAI = "indikator_tidak_tercapai"
    TUJUAN = "tujuan"
    SASARAN = "sasaran"
    DERET = "deret"
    TAHUN_LALU = "tahun_lalu"


class Simpulan(StrEnum):
    """What a sentence concludes of figures."""

    TERCAPAI = "tercapai"
    TIDAK_TERCAPAI = "tidak_tercapai"
    MELAMPAUI = "melampaui"
    NAIK = "naik"
    TURUN = "turun"
    TETAP = "tetap"
    TIDAK_STABIL = "tidak_stabil"
    EFISIEN = "efisien"
    TIDAK_EFISIEN = "tidak_efisien"


class PeranAngka(StrEnum):
    """What a cell of another table is: a figure, or the total of its column, row or group."""

    ISI = "isi"
    JUMLAH_KOLOM = "jumlah_kolom"
    JUMLAH_BARIS = "jumlah_baris"
    KELOMPOK = "kelompok"

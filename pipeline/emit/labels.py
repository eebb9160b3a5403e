"""The words an evaluator meets for the vocabularies, and figures as Indonesian paper has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from pipeline.emit.tables import plain

STATUS_TEMUAN: Mapping[str, str] = {
    "pasti": "Pasti",
    "perlu_dicek": "Perlu dicek",
    "dugaan_salah_baca": "Dugaan salah baca",
}
ARTI_STATUS_TEMUAN: Mapping[str, str] = {
    "pasti": "Ketidaksesuaian ada pada naskah; semua bacaan setiap angka sama.",
    "perlu_dicek": "Ada bacaan yang belum meyakinkan; lihat gambarnya sebelum dipakai.",
    "dugaan_salah_baca": "Bacaan lain yang lebih baik meniadakan ketidaksesuaian; bukan temuan.",
}
TINGKAT_TEMUAN: Mapping[str, str] = {"tinggi": "Tinggi", "sedang": "Sedang", "rendah": "Rendah"}
KEPUTUSAN: Mapping[str, str] = {
    "setuju": "Disetujui",
    "tolak": "Ditolak",
    "bentrok": "Keputusan bentrok",
    "usang": "Putuskan lagi: bukti berubah",
}
JENIS_KEPUTUSAN: Mapping[str, str] = {
    "setuju": "Setuju",
    "tolak": "Tolak",
    "betulkan": "Bacaan dibetulkan",
    "catatan": "Catatan",
    "uji": "Uji petik",
    "sampel": "Sampel uji petik",
    "cabut": "Keputusan dicabut",
}
STATUS_BACA: Mapping[str, str] = {
    "bersih": "Bersih",
    "diperbaiki": "Diperbaiki",
    "ragu": "Ragu",
    "dikoreksi": "Dikoreksi pemeriksa",
}
STATUS_DOKUMEN: Mapping[str, str] = {
    "terbaca": "Terbaca",
    "sebagian": "Terbaca sebagian",
    "gagal": "Tidak terbaca",
    "duplikat": "Duplikat",
}
JENIS_NASKAH: Mapping[str, str] = {
    "keputusan_iku": "Keputusan IKU",
    "dokumen_iku": "Dokumen IKU",
    "perjanjian_kinerja": "Perjanjian Kinerja",
    "perjanjian_kinerja_perubahan": "Perjanjian Kinerja Perubahan",
    "lkjip": "LKjIP",
    "matriks_renstra": "Matriks Renstra",
    "lainnya": "Naskah lain",
}
PERAN_BUKTI: Mapping[str, str] = {"a": "Bukti A", "b": "Bukti B", "penunjang": "Penunjang"}
UKURAN: Mapping[str, str] = {
    "kondisi_awal": "Kondisi awal",
    "target": "Target",
    "realisasi": "Realisasi",
    "capaian": "Capaian",
    "kriteria": "Kriteria",
    "target_akhir": "Target akhir",
    "capaian_akhir": "Capaian akhir",
    "acuan": "Acuan",
    "pagu": "Pagu",
    "sebelum_perubahan": "Sebelum perubahan",
    "pergeseran": "Pergeseran",
    "sesudah_perubahan": "Sesudah perubahan",
    "selisih": "Selisih",
    "serapan": "Serapan",
}

_GROUPED_FROM = 5
"""Whole parts of at least this many digits get points between thousands: a year never does."""


def indonesian(value: Decimal | float | int) -> str:
    """Write a number with decimal comma and points between thousands: `2.911.311.160,40`."""
    text = plain(value) if not isinstance(value, int) else str(value)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = digits.partition(".")
    if len(whole) >= _GROUPED_FROM:
        whole = f"{int(whole):,}".replace(",", ".")
    return sign + whole + ("," + fraction if fraction else "")


def shown_value(text: str, figure: bool) -> str:
    """Return a normalised value (`83.5`) as paper writes it if it is a figure, else as it is.

    `figure` is whether the value is a quantity: a NIP or a year of a citation is not.
    """
    if not figure:
        return text
    try:
        return indonesian(Decimal(text)) or text
    except InvalidOperation:
        return text

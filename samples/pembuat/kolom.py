"""The tables of the truth: their columns, and what `data-kolom` may name."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

from schemas.vocabulary import UkuranAnggaran, UkuranKinerja

Nilai = str | int | float | Decimal | None
Baris = dict[str, Nilai]

KOTAK = ("x0", "y0", "x1", "y1")
TULISAN = ("tx0", "ty0", "tx1", "ty1")
"""Box around the glyphs, inside the box of the cell."""

KOLOM: dict[str, tuple[str, ...]] = {
    "naskah": (
        "berkas", "naskah_id", "induk_id", "jenis", "halaman_awal", "halaman_akhir", "unit",
        "pemda", "tahun", "periode_awal", "periode_akhir", "nomor", "tanggal", "tempat", "tentang",
        "halaman_semua",
    ),
    "pejabat": (
        "berkas", "naskah_id", "peran", "nama", "nip", "jabatan", "pangkat", "tanda_tangan",
        "halaman", *KOTAK, "metode",
    ),
    "indikator": (
        "berkas", "naskah_id", "tabel", "urut", "jenis", "tujuan_sasaran", "indikator", "kunci",
        "formulasi", "definisi", "sumber_data", "penanggung_jawab", "halaman_awal",
        "halaman_akhir", "metode", *KOTAK,
    ),
    "kinerja": (
        "berkas", "naskah_id", "tabel", "urut", "tingkat", "tujuan_sasaran", "indikator", "kunci",
        "ukuran", "tahun", "teks", "nilai", "satuan", "predikat", "halaman", *KOTAK, "metode",
        *TULISAN,
    ),
    "anggaran": (
        "berkas", "naskah_id", "tabel", "urut", "tingkat", "kode", "uraian", "kunci", "ukuran",
        "tahun", "teks", "nilai", "sumber_dana", "halaman", *KOTAK, "metode", *TULISAN,
    ),
    "rujukan": (
        "berkas", "naskah_id", "urut", "jenis", "nomor", "tahun", "tentang", "teks", "halaman",
        *KOTAK, "metode",
    ),
}  # fmt: skip

UKURAN = {
    "kinerja": frozenset(member.value for member in UkuranKinerja),
    "anggaran": frozenset(member.value for member in UkuranAnggaran),
}
KOLOM_TEKS = frozenset(
    {
        "no", "-", "tujuan_sasaran", "tujuan", "sasaran", "indikator", "formulasi", "definisi",
        "sumber_data", "penanggung_jawab", "satuan", "kode", "uraian", "sumber_dana",
    }
)  # fmt: skip


def write_csv(tabel: str, rows: list[Baris]) -> str:
    """Return a table of the truth as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, KOLOM[tabel], lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell_text(value) for name, value in row.items()})
    return out.getvalue()


def _cell_text(value: Nilai) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def figure_column(name: str) -> tuple[str, str, str] | None:
    """Split `<table>:<ukuran>@<tahun>` of `data-kolom`; None if the column holds no figure.

    The table is "" where only efficiency tables name it.

    Raises:
        ValueError: no such ukuran or table, or a year that is not a year.
    """
    if "@" not in name:
        if name not in KOLOM_TEKS:
            raise ValueError(f"kolom tidak dikenal: {name}")
        return None
    prefix, _, rest = name.rpartition(":")
    ukuran, _, tahun = rest.partition("@")
    known = UKURAN[prefix] if prefix in UKURAN else UKURAN["kinerja"] | UKURAN["anggaran"]
    if prefix not in {"", *UKURAN} or ukuran not in known or not tahun.isdigit():
        raise ValueError(f"kolom tidak dikenal: {name}")
    return prefix, ukuran, tahun

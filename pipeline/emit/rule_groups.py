"""Under which heading of the catalogue a rule stands, for the matrix and the filter.

A rule that is not of the catalogue may name its own (`PenjelasanAturan.rumpun`); else it
stands under `LAIN`.
"""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.emit.result import PenjelasanAturan

LAIN = "Lainnya"

_KATALOG: Mapping[str, tuple[str, ...]] = {
    "Angka yang seharusnya sama": (
        "target-pk-renstra",
        "target-lkjip-pk",
        "target-lkjip-renstra",
        "realisasi-berbeda",
        "capaian-berbeda",
        "kondisi-awal-berbeda",
        "anggaran-berbeda",
        "narasi-tabel-angka",
        "pk-lama-baru",
    ),
    "Hitungan": (
        "capaian-hitung",
        "capaian-akhir-hitung",
        "jumlah-anggaran",
        "selisih-anggaran",
        "serapan-hitung",
        "jumlah-tabel",
        "jumlah-indikator",
        "jumlah-tujuan-sasaran",
    ),
    "Penilaian menurut skala": (
        "kriteria-skala",
        "predikat-rentang",
        "skala-berlubang",
        "simpulan-tercapai",
        "simpulan-tren",
        "efisiensi-kategori",
    ),
    "Indikator dan definisinya": (
        "iku-tanpa-target",
        "target-tanpa-iku",
        "iku-lkjip-keputusan",
        "definisi-berbeda",
        "nama-indikator-berbeda",
        "formula-tidak-sesuai",
    ),
    "Bentuk naskah": (
        "nip-bentuk",
        "nip-berbeda",
        "nama-pejabat-berbeda",
        "tanggal-tidak-lengkap",
        "tanggal-berurutan",
        "diktum-loncat",
        "nomor-keputusan-berbeda",
        "nomor-tidak-terbaca",
        "rujukan-kosong",
        "rujukan-keliru",
        "tanda-tangan-tidak-ada",
        "halaman-tidak-urut",
        "isi-tersalin",
    ),
}
_RUMPUN = {aturan: rumpun for rumpun, isi in _KATALOG.items() for aturan in isi}
_PLACE = {aturan: place for place, aturan in enumerate(_RUMPUN)}


def rumpun_of(aturan: str, given: Mapping[str, PenjelasanAturan]) -> str:
    """Return the group of a rule: its own word, else the catalogue's, else `LAIN`."""
    own = given[aturan].rumpun if aturan in given else ""
    return own or _RUMPUN.get(aturan, LAIN)


def in_order(aturan: set[str], given: Mapping[str, PenjelasanAturan]) -> list[str]:
    """Return rules in the catalogue's order, then those as given, then the rest by name."""
    places = {name: place for place, name in enumerate(given)}
    last = len(_PLACE) + len(places)

    def place(name: str) -> tuple[int, int, str]:
        return _PLACE.get(name, len(_PLACE)), places.get(name, last), name

    return sorted(aturan, key=place)

"""A NIP that is no NIP."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.numbers import digits_only
from extractors.people import check_nip, split_name
from pipeline.reconcile.figures import readers
from pipeline.reconcile.finding import DrafTemuan, at, place_words, year_of
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.rule import aturan
from schemas.records import Pejabat
from schemas.vocabulary import StatusBaca, TingkatTemuan

_OWN = 16
"""So many digits are nobody else's."""


@aturan(
    id="nip-bentuk",
    tingkat=TingkatTemuan.SEDANG,
    judul="NIP tidak sesuai susunannya",
    penjelasan="NIP bukan 18 angka, atau memuat tanggal, bulan, atau kode yang tidak mungkin.",
    dasar_hukum="Peraturan Kepala BKN Nomor 22 Tahun 2007 tentang NIP Pegawai Negeri Sipil",
    membandingkan=(
        "Angka NIP dengan susunannya: tanggal lahir (8), tahun dan bulan pengangkatan (6), jenis "
        "kelamin (1), nomor urut (3)"
    ),
    toleransi="NI PPPK memuat 21 di tempat bulan pengangkatan; pejabat tanpa NIP tidak dinilai.",
    contoh_salah="19770827 200212 1 08 (17 angka); 19771327 200212 1 008 (bulan 13).",
    contoh_benar="19770827 200212 1 008; 19850412 202121 1 003 (PPPK).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Check the digits of every NIP."""
    for item in buku.rekaman.pejabat:
        if not item.nip or item.naskah_id not in buku.naskah:
            continue
        reasons = _reasons(item.nip)
        if reasons:
            yield DrafTemuan(
                kantor=buku.office(item.naskah_id),
                tahun=year_of(buku.naskah[item.naskah_id]),
                identitas=_identity(item),
                uraian=(
                    f"NIP {item.nip} atas nama {item.nama} pada {place_words(buku, at(item))}: "
                    f"{'; '.join(reasons)}."
                ),
                nilai_a=item.nip,
                saran="Cocokkan dengan data kepegawaian.",
                a=at(item, item.nip),
                pasti=is_sure_nip(item),
                salah_baca=any(not _reasons(nip) for nip in other_nips(item)),
                lintas_tahun=True,
            )


def _identity(item: Pejabat) -> tuple[str, ...]:
    """Return what makes two mentions one inconsistency: the digits, where they are a person's.

    The name may be misread from one page to the next. Digits too few or all alike (a blank
    filled with noughts) may stand for several persons.
    """
    if len(item.nip) >= _OWN and len(set(item.nip)) > 2:
        return (item.nip,)
    return (split_name(item.nama).nama, item.nip)


def _reasons(nip: str) -> tuple[str, ...]:
    """Return what is wrong with a NIP, or with the NI of a PPPK (21 in place of the month)."""
    if len(nip) == 18 and nip[12:14] == "21":
        return check_nip(f"{nip[:12]}01{nip[14:]}")
    return check_nip(nip)


def is_sure_nip(item: Pejabat) -> bool:
    """Whether every reading of the digits agrees."""
    return item.status_baca in (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)


def other_nips(item: Pejabat) -> tuple[str, ...]:
    """Return what other readings of a doubtful NIP say."""
    if is_sure_nip(item):
        return ()
    found = (digits_only(teks) for _, teks in readers(item.bacaan))
    return tuple(dict.fromkeys(nip for nip in found if nip and nip != item.nip))

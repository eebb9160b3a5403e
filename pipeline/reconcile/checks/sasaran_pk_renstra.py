"""A sasaran of the PK that the Renstra in force does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import Buku, group
from pipeline.reconcile.pairs import beside_plan, is_strategic
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import closeness, likeness
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import TingkatTemuan, UkuranKinerja

SAMA = 90.0
"""Sasaran this alike (0..100, a part counting as the whole) are one, written in two ways."""


@aturan(
    id="sasaran-pk-renstra",
    tingkat=TingkatTemuan.RENDAH,
    judul="Sasaran PK tidak berbunyi seperti dalam Renstra",
    penjelasan=(
        "Untuk diketahui: indikatornya sama, tetapi sasaran yang diperjanjikan bukan salah satu "
        "tujuan atau sasaran matriks Renstra yang berlaku."
    ),
    dasar_hukum=(
        "PermenPANRB Nomor 53 Tahun 2014: sasaran perjanjian kinerja berasal dari rencana strategis"
    ),
    membandingkan=(
        "Bunyi sasaran setiap indikator PK dengan semua tujuan dan sasaran matriks Renstra yang "
        "berlaku bagi PK itu, bila indikatornya ada di sana"
    ),
    toleransi=(
        "Ejaan, huruf besar kecil, dan kata yang ditambah atau dikurangi; PK bawahan tidak dinilai"
    ),
    contoh_salah="PK: Terwujudnya aparatur yang andal; Renstra: Meningkatnya kualitas layanan.",
    contoh_benar="PK: Meningkatnya Pelayanan Publik; Renstra: Meningkatnya pelayanan publik desa.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the sasaran of each PK against the matrix that binds it."""
    for pk, own, planned in beside_plan(buku, _is_target):
        yield from _compare(buku, pk, own, planned)


def _is_target(item: Kinerja) -> bool:
    named = bool(item.kunci and item.tujuan_sasaran.strip())
    return named and item.ukuran is UkuranKinerja.TARGET and is_strategic(item)


def _compare(
    buku: Buku, pk: Naskah, own: Sequence[Kinerja], planned: Sequence[Kinerja]
) -> Iterator[DrafTemuan]:
    aims = list(dict.fromkeys(item.tujuan_sasaran for item in planned))
    for name, items in group(own, lambda item: " ".join(item.tujuan_sasaran.split())).items():
        same = [item for item in planned if item.kunci in {it.kunci for it in items}]
        if same and not any(likeness(name, aim) >= SAMA for aim in aims):
            other = max(same, key=lambda item: closeness(name, item.tujuan_sasaran))
            yield _draft(buku, pk, items[0], other)


def _draft(buku: Buku, pk: Naskah, item: Kinerja, other: Kinerja) -> DrafTemuan:
    own, planned = (" ".join(it.tujuan_sasaran.split()) for it in (item, other))
    return DrafTemuan(
        kantor=buku.office(pk.naskah_id),
        tahun=pk.tahun,
        kunci=item.kunci,
        identitas=(pk.jenis, own.casefold()),
        uraian=(
            f"Sasaran “{own}” pada {place_words(buku, at(item))} tidak ada dalam matriks Renstra; "
            f"di sana “{' '.join(item.indikator.split())}” mengukur “{planned}” "
            f"({place_words(buku, at(other))})."
        ),
        nilai_a=own,
        nilai_b=planned,
        saran="Pakai bunyi sasaran Renstra, atau jelaskan asal sasaran itu.",
        a=at(item, own),
        b=at(other, planned),
        pasti=all(is_sure_text(it.metode, it.keyakinan) for it in (item, other)),
    )

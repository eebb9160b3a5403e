"""A PK indicator that no decree in force sets."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import is_sure_text, value_text
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    naskah_words,
    not_compared,
    place_words,
)
from pipeline.reconcile.ledger import PK, Buku, group
from pipeline.reconcile.pairs import is_strategic
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import has_near_name
from schemas.records import BelumDibandingkan, Kinerja, Naskah
from schemas.vocabulary import TingkatTemuan, UkuranKinerja


@aturan(
    id="target-tanpa-iku",
    tingkat=TingkatTemuan.SEDANG,
    judul="Indikator PK tidak ditetapkan dengan keputusan",
    penjelasan="PK memperjanjikan indikator yang tidak ditetapkan keputusan mana pun yang berlaku.",
    dasar_hukum=(
        "PermenPAN Nomor PER/09/M.PAN/5/2007: indikator kinerja utama ditetapkan pimpinan dan "
        "dipakai dalam dokumen penetapan kinerja"
    ),
    membandingkan=(
        "Indikator tujuan dan sasaran dalam PK dengan indikator (utama dan lainnya) keputusan yang "
        "berlaku pada tanggal PK; indikator program dan kegiatan tidak dibandingkan"
    ),
    toleransi=(
        "Nama boleh ditulis berbeda; yang dicocokkan kunci indikatornya. PK bawahan dengan "
        "kepala perangkat daerahnya tidak dinilai"
    ),
    contoh_salah="PK memuat Indeks Reformasi Birokrasi; keputusan tidak menetapkannya.",
    contoh_benar="PK memuat Nilai Sakip Kecamatan; keputusan memuatnya pada Lampiran 2.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Look for every indicator of the PK in the decree."""
    for pk in buku.naskah.values():
        if pk.jenis not in PK or not buku.ikatan.keys(pk) or pk.naskah_id in buku.bawahan:
            continue
        chosen = buku.ikatan.decree_of(pk)
        if not chosen.calon:
            kantor = buku.office(pk.naskah_id)
            yield not_compared(kantor, pk.naskah_id, "indikator PK dengan keputusan", chosen.alasan)
            continue
        set_keys = frozenset().union(*(item.kunci for item in chosen.calon))
        targets = [
            item
            for item in buku.kinerja_of(pk.naskah_id)
            if item.ukuran is UkuranKinerja.TARGET and is_strategic(item) and item.kunci
        ]
        for kunci, found in group(targets, lambda item: item.kunci).items():
            if kunci not in set_keys:
                yield _draft(buku, pk, found[0], chosen.calon[0].utama)


def _draft(buku: Buku, pk: Naskah, item: Kinerja, decree: Naskah) -> DrafTemuan:
    name = " ".join(item.indikator.split())
    decreed = buku.indikator_of([decree.naskah_id])
    return DrafTemuan(
        kantor=buku.office(pk.naskah_id),
        tahun=pk.tahun,
        kunci=item.kunci,
        identitas=(pk.jenis,),
        uraian=(
            f"Indikator “{name}” dengan target {value_text(item)} pada "
            f"{place_words(buku, at(item))} tidak ditetapkan dalam {naskah_words(decree)}."
        ),
        nilai_a=name,
        saran="Minta penetapan indikator itu dengan keputusan, atau dasar mengapa diperjanjikan.",
        a=at(item, teks=item.indikator),
        b=at(decree),
        pasti=is_sure_text(item.metode, item.keyakinan)
        and all(it.kunci and is_sure_text(it.metode, it.keyakinan) for it in decreed)
        and not has_near_name(name, (it.indikator for it in decreed)),
    )

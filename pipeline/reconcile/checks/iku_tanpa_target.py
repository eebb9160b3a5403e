"""An indicator of the decree in force without target in the PK."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import (
    DrafTemuan,
    at,
    naskah_words,
    not_compared,
    page_words,
    place_words,
)
from pipeline.reconcile.ledger import PK, Buku
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.wording import has_near_name
from schemas.records import BelumDibandingkan, Indikator, Naskah
from schemas.vocabulary import TingkatTemuan


@aturan(
    id="iku-tanpa-target",
    tingkat=TingkatTemuan.TINGGI,
    judul="Indikator dalam keputusan tidak diperjanjikan",
    penjelasan="Indikator yang ditetapkan dengan keputusan tidak mempunyai target dalam PK.",
    dasar_hukum=(
        "PermenPAN Nomor PER/09/M.PAN/5/2007: indikator kinerja utama dipakai dalam dokumen "
        "penetapan kinerja"
    ),
    membandingkan=(
        "Indikator keputusan IKU yang berlaku pada tanggal PK dengan indikator yang bertarget "
        "dalam PK; tidak dibandingkan bila PK itu memuat indikator lain sama sekali"
    ),
    toleransi=(
        "Nama boleh ditulis berbeda; yang dicocokkan kunci indikatornya. PK bawahan dengan "
        "kepala perangkat daerahnya tidak dinilai"
    ),
    contoh_salah="Keputusan menetapkan enam indikator; PK memuat lima.",
    contoh_benar="PK awal tidak memuat indikator dari keputusan yang terbit sesudahnya.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Look for every indicator of the decree among the targets of the PK."""
    for pk in buku.naskah.values():
        keys = buku.ikatan.keys(pk)
        if pk.jenis not in PK or not keys or pk.naskah_id in buku.bawahan:
            continue
        chosen = buku.ikatan.decree_of(pk)
        if not chosen.calon:
            kantor = buku.office(pk.naskah_id)
            yield not_compared(kantor, pk.naskah_id, "indikator PK dengan keputusan", chosen.alasan)
        seen: set[str] = set()
        for item in buku.indikator_of(naskah.naskah_id for naskah in chosen.naskah):
            if item.kunci and item.kunci not in keys | seen:
                seen.add(item.kunci)
                yield _draft(buku, pk, item)


def _draft(buku: Buku, pk: Naskah, item: Indikator) -> DrafTemuan:
    name = " ".join(item.indikator.split())
    return DrafTemuan(
        kantor=buku.office(pk.naskah_id),
        tahun=pk.tahun,
        kunci=item.kunci,
        identitas=(pk.jenis,),
        uraian=(
            f"Indikator “{name}” yang ditetapkan pada {place_words(buku, at(item))} tidak "
            f"mempunyai target dalam {naskah_words(pk)} ({page_words(pk)})."
        ),
        nilai_b=name,
        saran="Minta penjelasan, atau perubahan PK yang memuat indikator itu beserta targetnya.",
        a=at(pk, teks=""),
        b=at(item),
        pasti=_is_read(buku, pk)
        and is_sure_text(item.metode, item.keyakinan)
        and not has_near_name(name, _names(buku, pk)),
    )


def _names(buku: Buku, pk: Naskah) -> list[str]:
    return [item.indikator for item in buku.kinerja_of(pk.naskah_id)]


def _is_read(buku: Buku, pk: Naskah) -> bool:
    """Whether the names in the PK were read surely: a name misread could be the missing one."""
    figures = buku.kinerja_of(pk.naskah_id)
    return all(item.kunci and is_sure_text(item.metode, item.keyakinan) for item in figures)

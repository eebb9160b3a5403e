"""What the changed PK drops or renames of the first."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.reconcile.figures import is_sure_text
from pipeline.reconcile.finding import DrafTemuan, Tempat, at, naskah_words, place_words
from pipeline.reconcile.ledger import Buku, Kantor
from pipeline.reconcile.pairs import is_strategic
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.versions import same_signer
from pipeline.reconcile.wording import is_slip, plain_name
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import JenisNaskah, TingkatTemuan, UkuranKinerja


@aturan(
    id="pk-lama-baru",
    tingkat=TingkatTemuan.RENDAH,
    judul="Indikator PK awal hilang atau berganti nama dalam PK Perubahan",
    penjelasan="Untuk diketahui: indikator yang diperjanjikan di awal tahun tidak berlanjut.",
    dasar_hukum="PermenPANRB Nomor 53 Tahun 2014: perjanjian kinerja dapat direvisi",
    membandingkan=(
        "Indikator tujuan dan sasaran PK awal dengan PK Perubahan tahun yang sama dari pejabat "
        "dengan jabatan yang sama"
    ),
    toleransi="Huruf besar kecil, tanda baca, dan satuan dalam kurung tidak dianggap ganti nama.",
    contoh_salah="PK awal memuat Jumlah Dokumen Penataan Organisasi; PK Perubahan tidak.",
    contoh_benar="Indeks Kepuasan Masyarakat menjadi Indeks Kepuasan Masyarakat (Indeks).",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold each changed PK against the first PK of its year."""
    for kantor in buku.offices:
        firsts = buku.naskah_of(kantor, JenisNaskah.PERJANJIAN_KINERJA)
        for changed in buku.naskah_of(kantor, JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN):
            for first in firsts:
                if first.tahun == changed.tahun and same_signer(buku, first, changed):
                    yield from _compare(buku, kantor, first, changed)


def _indicators(buku: Buku, naskah: Naskah) -> dict[str, Kinerja]:
    found: dict[str, Kinerja] = {}
    for item in buku.kinerja_of(naskah.naskah_id):
        is_target = item.ukuran is UkuranKinerja.TARGET and is_strategic(item)
        if item.kunci and is_target:
            found.setdefault(item.kunci, item)
    return found


def _compare(buku: Buku, kantor: Kantor, first: Naskah, changed: Naskah) -> Iterator[DrafTemuan]:
    old, new = _indicators(buku, first), _indicators(buku, changed)
    if not old or not new:
        return
    sure = all(is_sure_text(item.metode, item.keyakinan) for item in (*old.values(), *new.values()))
    for kunci, item in old.items():
        other = new.get(kunci)
        name = " ".join(item.indikator.split())
        if other is None:
            uraian = (
                f"Indikator “{name}” pada {place_words(buku, at(item))} tidak ada lagi dalam "
                f"{naskah_words(changed)} (halaman {changed.halaman_awal})."
            )
            yield _draft(kantor, first, item, uraian, "", at(changed, teks=""), sure)
        elif plain_name(item.indikator) != plain_name(other.indikator):
            renamed = " ".join(other.indikator.split())
            if is_slip(plain_name(name), plain_name(renamed)):
                continue  # a slip of the pen is the matter of nama-indikator-berbeda
            uraian = (
                f"Indikator “{name}” pada {place_words(buku, at(item))} ditulis “{renamed}” pada "
                f"{place_words(buku, at(other))}."
            )
            yield _draft(kantor, first, item, uraian, renamed, at(other, other.indikator), sure)


def _draft(
    kantor: Kantor,
    first: Naskah,
    item: Kinerja,
    uraian: str,
    renamed: str,
    b: Tempat,
    sure: bool,
) -> DrafTemuan:
    return DrafTemuan(
        kantor=kantor,
        tahun=first.tahun,
        kunci=item.kunci,
        identitas=("ganti nama" if renamed else "hilang",),
        uraian=uraian,
        nilai_a=" ".join(item.indikator.split()),
        nilai_b=renamed,
        saran="Untuk diketahui; periksa apakah perubahan itu mengikuti perubahan Renstra.",
        a=at(item, item.indikator),
        b=b,
        pasti=sure,
    )

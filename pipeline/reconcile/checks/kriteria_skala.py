"""Kriteria against capaian and the scale in force."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pipeline.reconcile.claims import rows_of_claim
from pipeline.reconcile.figures import Ganti, is_sure_text, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, not_compared, place_words
from pipeline.reconcile.ledger import Buku, performance_rows
from pipeline.reconcile.registers import Kelas, Skala
from pipeline.reconcile.rule import aturan
from pipeline.reconcile.scales import scale_in_force
from schemas.records import BelumDibandingkan, Kinerja, Klaim
from schemas.vocabulary import JenisKlaim, LingkupKlaim, TingkatTemuan, UkuranKinerja


@aturan(
    id="kriteria-skala",
    tingkat=TingkatTemuan.SEDANG,
    judul="Kriteria tidak sesuai dengan capaian",
    penjelasan="Kriteria yang tertulis bukan kriteria dari capaian di barisnya menurut skala.",
    dasar_hukum="Permendagri Nomor 86 Tahun 2017, skala nilai peringkat kinerja",
    membandingkan=(
        "Kriteria (sangat tinggi, tinggi, sedang, rendah, sangat rendah) dengan capaian pada baris "
        "dan tahun yang sama, juga kriteria yang disebut uraian. Bila naskah mencetak skalanya "
        "sendiri, skala itu yang dipakai. Kriteria dari skala lain tidak dinilai"
    ),
    toleransi=(
        "Nilai di antara dua kelas (90,5) boleh masuk kelas mana pun di kedua sisinya; begitu pula "
        "nilai tepat pada batas kelas (90), karena naskah mencetak batas itu pada kedua kelas"
    ),
    contoh_salah="Capaian 73,72% dengan kriteria tinggi; menurut skala: sedang.",
    contoh_benar="Capaian 90% dengan kriteria tinggi, atau sangat tinggi.",
)
def periksa(buku: Buku) -> Iterator[DrafTemuan | BelumDibandingkan]:
    """Judge every kriteria by the capaian of its row, those of sentences too."""
    for tabel in buku.performance_tables:
        scale = scale_in_force(buku, tabel.naskah.naskah_id)
        for row in performance_rows(tabel):
            for kriteria in row.of(UkuranKinerja.KRITERIA):
                capaian = row.one(UkuranKinerja.CAPAIAN, kriteria.tahun)
                if capaian is not None and capaian.nilai is not None:
                    words = " ".join(kriteria.teks.split())
                    yield from _judge(buku, scale, kriteria, words, capaian)
    for klaim in buku.claims:
        one = klaim.lingkup is LingkupKlaim.INDIKATOR
        rows = rows_of_claim(buku, klaim) if one and klaim.jenis is JenisKlaim.KRITERIA else ()
        for row in rows:
            capaian = row.one(UkuranKinerja.CAPAIAN, klaim.tahun)
            if capaian is not None and capaian.nilai is not None:
                scale = scale_in_force(buku, klaim.naskah_id)
                yield from _judge(buku, scale, klaim, klaim.predikat, capaian)


def _judge(
    buku: Buku, scale: Skala, kriteria: Kinerja | Klaim, words: str, capaian: Kinerja
) -> Iterator[DrafTemuan | BelumDibandingkan]:
    named = _named(scale, words)
    if named is None:
        naskah_id = kriteria.naskah_id
        apa = f"kriteria “{words}” untuk “{' '.join(capaian.indikator.split())}”"
        mengapa = f"kriteria itu bukan kelas {scale.sebutan}"
        yield not_compared(buku.office(naskah_id), naskah_id, apa, mengapa)
    elif named not in _accepted(scale, value(capaian, {})):
        yield _draft(buku, scale, kriteria, words, capaian, named)


def _named(scale: Skala, teks: str) -> Kelas | None:
    """Return the class that a cell names, a colour or code in brackets behind it left aside."""
    return scale.named(teks.partition("(")[0])


def _accepted(scale: Skala, nilai: Decimal) -> tuple[Kelas, ...]:
    """Return the class of a value; on an upper bound also the class above."""
    classes = scale.of(nilai)
    if any(kelas.sampai == nilai for kelas in classes):
        above = scale.of(nilai + Decimal("0.01"))
        return tuple(dict.fromkeys((*classes, *above)))
    return classes


def _draft(
    buku: Buku,
    scale: Skala,
    kriteria: Kinerja | Klaim,
    words: str,
    capaian: Kinerja,
    named: Kelas,
) -> DrafTemuan:
    nilai = value(capaian, {})
    right = " atau ".join(kelas.nama.lower() for kelas in scale.of(nilai))

    def agrees(ganti: Ganti) -> bool:
        return named in _accepted(scale, value(capaian, ganti))

    return DrafTemuan(
        kantor=buku.office(kriteria.naskah_id),
        tahun=kriteria.tahun,
        kunci=capaian.kunci,
        identitas=("" if capaian.kunci else capaian.indikator, named.nama, plain(nilai)),
        uraian=(
            f"Kriteria “{' '.join(capaian.indikator.split())}” tahun {kriteria.tahun} pada "
            f"{place_words(buku, at(kriteria))} tertulis “{words}”, sedangkan capaian "
            f"{show(capaian)} menurut {scale.sebutan} termasuk “{right}”."
        ),
        nilai_a=words,
        nilai_b=right,
        saran="Periksa capaian dan skala yang dipakai, lalu perbaiki kriterianya.",
        a=at(kriteria),
        b=at(capaian),
        angka=(capaian,),
        selaras=agrees,
        pasti=is_sure_text(kriteria.metode, kriteria.keyakinan) and scale.pasti,
    )

"""What was read of all files to the results of the run: settled, corrected, checked.

The papers of one office at a time: what is not needed for comparing it with others is packed
again before the next one's turn comes. What the rules found in an office is kept, too, so
that a file that is added costs the checks of its own office.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from extractors.text import squeeze
from pipeline.desk.terapkan import Pembetul, mark_findings, outdated_message
from pipeline.emit.keputusan import Keputusan
from pipeline.emit.result import Hasil, IsiTabel, Pembacaan, PenjelasanAturan
from pipeline.extract import Hasil as Terbaca
from pipeline.extract_extra import Tambahan
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode, encode
from pipeline.reconcile.gugus import Gugus, offices_of, part
from pipeline.reconcile.ledger import Rekaman
from pipeline.reconcile.rule import Aturan
from pipeline.reconcile.run import HasilGugus, between_offices, check, compare, sum_up
from pipeline.tetapan import JENIS_SEBUTAN, Tetapan, settle_run
from pipeline.tumpukan import Tumpukan
from pipeline.whole_file import Isi
from schemas.records import (
    TABEL_TAMBAHAN,
    Anggaran,
    AngkaTabel,
    BelumDibandingkan,
    Diktum,
    HalamanTerbaca,
    Indikator,
    KelasSkala,
    Kinerja,
    Klaim,
    RingkasanIndikator,
    Rujukan,
    SebutanKunci,
    TabelLain,
    TanggalKosong,
    TanggalMustahil,
)

BEYOND_CATALOGUE = "Pemeriksaan tambahan, untuk diketahui"
"""The heading that rules beyond the catalogue stand under in the report."""


@dataclass(frozen=True, slots=True)
class Simpanan:
    """Where the findings of an office are kept; `versi` tells the code and the rules."""

    singgahan: Singgahan
    versi: str


def conclude(
    isi: Sequence[Isi],
    *,
    rules: Sequence[Aturan],
    keputusan: Sequence[Keputusan] = (),
    simpanan: Simpanan | None = None,
) -> Hasil:
    """Settle what concerns all papers, apply the reviewers' corrections, then the rules.

    Args:
        isi: what was read of each file, in order.
        rules: the rules to apply.
        keputusan: every decision of the reviewers.
        simpanan: where findings of earlier runs are kept; without it all rules are applied.
    """
    tetapan = settle_run(isi)
    dokumen, naskah = tetapan.dokumen, tetapan.naskah
    kantor = offices_of(naskah, dokumen)
    lemari = _Lemari(isi, tetapan, Pembetul(keputusan, dokumen, naskah))
    hasil = [
        _found_in(lemari.records_of(gugus), gugus, rules, simpanan)
        for gugus in part(naskah, dokumen, kantor)
    ]
    buku, between = compare(lemari.between_offices(), kantor, hasil, rules)
    checked = sum_up(buku, [*hasil, between], rules)
    temuan = mark_findings(
        checked.temuan, checked.bukti, dokumen=dokumen, naskah=naskah, keputusan=keputusan
    )
    now = dt.datetime.now(dt.UTC)
    return Hasil(
        pembacaan=Pembacaan(versi="", mulai=now, selesai=now),
        dokumen=dokumen,
        naskah=naskah,
        pejabat=tetapan.pejabat,
        indikator=lemari.rows(Indikator),
        kinerja=lemari.rows(Kinerja),
        anggaran=lemari.rows(Anggaran),
        rujukan=lemari.rows(Rujukan),
        temuan=temuan,
        bukti=checked.bukti,
        keputusan=tuple(keputusan),
        tambahan=_further_tables(
            lemari,
            {
                RingkasanIndikator: checked.ringkasan,
                BelumDibandingkan: checked.belum_dibandingkan,
                SebutanKunci: tetapan.kunci,
                HalamanTerbaca: tetapan.halaman,
            },
        ),
        berkas=lemari.lampiran,
        pesan=(*lemari.messages(), *checked.pesan, *outdated_message(temuan)),
        aturan={rule.id: _explained(rule) for rule in rules},
    )


def _found_in(
    rekaman: Rekaman, gugus: Gugus, rules: Sequence[Aturan], simpanan: Simpanan | None
) -> HasilGugus:
    """Apply the rules to some papers, or recall what they found in the same records before."""
    if simpanan is None:
        return check(rekaman, gugus, rules)
    offices = sorted((name, office.unit, office.pemda) for name, office in gugus.kantor.items())
    key = ("temuan", simpanan.versi, encode(rekaman), repr(offices))
    kept = simpanan.singgahan.recall(*key)
    try:
        if kept is not None:
            return decode(HasilGugus, kept)
    except ValueError:
        pass  # damaged: as if it were not there
    found = check(rekaman, gugus, rules)
    if not found.gagal:  # a rule that failed is tried again by the next run
        simpanan.singgahan.keep(encode(found).encode("ascii"), *key)
    return found


class _Lemari:
    """The records of a run: unpacked for one group of papers at a time, and packed again."""

    def __init__(self, isi: Sequence[Isi], tetapan: Tetapan, pembetul: Pembetul) -> None:
        self._isi = isi
        self._tetapan = tetapan
        self._pembetul = pembetul
        self._places: dict[str, list[int]] = {}
        for place, dokumen in enumerate(tetapan.dokumen):
            self._places.setdefault(dokumen.dokumen_id, []).append(place)
        self._dokumen_of = {item.naskah_id: item.dokumen_id for item in tetapan.naskah}
        self._tables: dict[type[Any], Tumpukan[Any]] = {}
        self._doubtful = {(row.jenis, row.sebutan): row for row in tetapan.kunci if row.ragu}
        self.lampiran: dict[str, str] = {}

    def records_of(self, gugus: Gugus) -> Rekaman:
        """Return the records of some papers, corrected; all but a few are packed away, too."""
        places = sorted(place for name in gugus.dokumen_id for place in self._places[name])
        files = [self._isi[place] for place in places]
        terbaca, tambahan = self._tetapan.records_of(files, gugus.naskah_id)
        terbaca = dataclasses.replace(
            terbaca,
            kinerja=self._pembetul.correct_all(terbaca.kinerja),
            anggaran=self._pembetul.correct_all(terbaca.anggaran),
        )
        self._pack(Indikator, terbaca.indikator)
        self._pack(Kinerja, terbaca.kinerja)
        self._pack(Anggaran, terbaca.anggaran)
        self._pack(Rujukan, terbaca.rujukan)
        self._pack(Klaim, tambahan.klaim)
        self._pack(Diktum, tambahan.diktum)
        self._pack(KelasSkala, tambahan.skala)
        self._pack(TabelLain, tambahan.tabel)
        self._pack(AngkaTabel, tambahan.angka_tabel)
        self._pack(TanggalMustahil, tambahan.tanggal_mustahil)
        self._pack(TanggalKosong, tambahan.tanggal_kosong)
        self.lampiran |= {item.berkas: item.isi for item in tambahan.lampiran}
        dokumen = tuple(self._tetapan.dokumen[place] for place in places)
        halaman = tuple(page for item in files for page in item.halaman)
        return _ledger_records(dokumen, halaman, terbaca, tambahan, self._doubtful_in(terbaca))

    def _pack(self, rekaman: type[Any], rows: Iterable[Any]) -> None:
        table = self._tables.setdefault(rekaman, Tumpukan(rekaman))
        for name, own in groupby(rows, key=lambda row: self._dokumen_of[row.naskah_id]):
            table.add(tuple(own), name)

    def _doubtful_in(self, terbaca: Terbaca) -> tuple[SebutanKunci, ...]:
        """Return the doubtful names; one wording may be an indicator's and a budget line's."""
        indikator, anggaran = JENIS_SEBUTAN
        names = {(indikator, squeeze(row.indikator)) for row in terbaca.indikator}
        names |= {(indikator, squeeze(row.indikator)) for row in terbaca.kinerja}
        names |= {(anggaran, squeeze(row.uraian)) for row in terbaca.anggaran}
        return tuple(self._doubtful[name] for name in sorted(names & self._doubtful.keys()))

    def between_offices(self) -> Rekaman:
        """Return the records of all papers that are compared between offices."""
        return between_offices(
            Rekaman(
                dokumen=self._tetapan.dokumen,
                naskah=self._tetapan.naskah,
                pejabat=self._tetapan.pejabat,
                indikator=tuple(self.rows(Indikator)),
                kunci=tuple(self._doubtful.values()),
                halaman=self._tetapan.halaman,
            )
        )

    def rows(self, rekaman: type[Any]) -> Tumpukan[Any]:
        """Return the rows of a table in the order of the files."""
        return self._tables.get(rekaman, Tumpukan(rekaman)).in_order(self._places)

    def messages(self) -> tuple[str, ...]:
        """Say which corrections of reviewers were not applied."""
        return tuple(self._pembetul.messages())


def _ledger_records(
    dokumen: tuple[Any, ...],
    halaman: tuple[HalamanTerbaca, ...],
    terbaca: Terbaca,
    tambahan: Tambahan,
    kunci: tuple[SebutanKunci, ...],
) -> Rekaman:
    return Rekaman(
        dokumen=dokumen,
        naskah=terbaca.naskah,
        pejabat=terbaca.pejabat,
        indikator=terbaca.indikator,
        kinerja=terbaca.kinerja,
        anggaran=terbaca.anggaran,
        rujukan=terbaca.rujukan,
        keputusan_disebut=terbaca.keputusan_disebut,
        klaim=tambahan.klaim,
        diktum=tambahan.diktum,
        skala=tambahan.skala,
        angka_tabel=tambahan.angka_tabel,
        tanggal_mustahil=tambahan.tanggal_mustahil,
        tanggal_kosong=tambahan.tanggal_kosong,
        kunci=kunci,
        halaman=halaman,
        tabel=tambahan.tabel,
    )


def _further_tables(
    lemari: _Lemari, whole: dict[type[Any], tuple[Any, ...]]
) -> tuple[IsiTabel, ...]:
    return tuple(
        IsiTabel(rekaman, whole[rekaman] if rekaman in whole else lemari.rows(rekaman))
        for rekaman in TABEL_TAMBAHAN
    )


def _explained(rule: Aturan) -> PenjelasanAturan:
    return PenjelasanAturan(
        judul=rule.judul,
        penjelasan=rule.penjelasan,
        dasar_hukum=rule.dasar_hukum,
        rumpun=BEYOND_CATALOGUE if rule.tambahan else "",
    )

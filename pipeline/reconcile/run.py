"""The stage: records in, findings out.

A rule that fails on some paper like no other does not end the run: what it found before
stays, and `belum_dibandingkan` says that it failed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reconcile.coverage import not_covered
from pipeline.reconcile.finding import DrafTemuan, build_findings
from pipeline.reconcile.ledger import Buku, Rekaman, without
from pipeline.reconcile.rule import Aturan, load_rules
from pipeline.reconcile.summary import summarise
from pipeline.reconcile.versions import replaced
from schemas.records import (
    Anggaran,
    AngkaTabel,
    BelumDibandingkan,
    Bukti,
    Diktum,
    Dokumen,
    HalamanTerbaca,
    Indikator,
    KelasSkala,
    Kinerja,
    Klaim,
    Naskah,
    Pejabat,
    RingkasanIndikator,
    Rujukan,
    SebutanKunci,
    TabelLain,
    TanggalKosong,
    TanggalMustahil,
    Temuan,
)


@dataclass(frozen=True, slots=True)
class HasilPemeriksaan:
    """What the rules found, the places that show it, and what they could not compare.

    `ringkasan` lays the offices of a government side by side, indicator by indicator.
    `pesan` names the rules that failed, for whoever reads the run as a whole.
    """

    temuan: tuple[Temuan, ...]
    bukti: tuple[Bukti, ...]
    belum_dibandingkan: tuple[BelumDibandingkan, ...]
    pesan: tuple[str, ...] = ()
    ringkasan: tuple[RingkasanIndikator, ...] = ()


def reconcile(
    *,
    dokumen: Sequence[Dokumen] = (),
    naskah: Sequence[Naskah] = (),
    pejabat: Sequence[Pejabat] = (),
    indikator: Sequence[Indikator] = (),
    kinerja: Sequence[Kinerja] = (),
    anggaran: Sequence[Anggaran] = (),
    rujukan: Sequence[Rujukan] = (),
    keputusan_disebut: Sequence[Rujukan] = (),
    klaim: Sequence[Klaim] = (),
    diktum: Sequence[Diktum] = (),
    skala: Sequence[KelasSkala] = (),
    angka_tabel: Sequence[AngkaTabel] = (),
    tanggal_mustahil: Sequence[TanggalMustahil] = (),
    tanggal_kosong: Sequence[TanggalKosong] = (),
    kunci: Sequence[SebutanKunci] = (),
    halaman: Sequence[HalamanTerbaca] = (),
    tabel: Sequence[TabelLain] = (),
    cakupan: bool = False,
    rules: Sequence[Aturan] | None = None,
) -> HasilPemeriksaan:
    """Apply every rule to every record.

    Args:
        dokumen: the input files.
        naskah: the instruments, in reading order.
        pejabat: signature blocks.
        indikator: defined indicators, with `kunci`.
        kinerja: performance figures, with `kunci`.
        anggaran: amounts, with `kunci`.
        rujukan: cited regulations.
        keputusan_disebut: decrees of heads of offices that a text names by number.
        klaim: what the running text says, with `kunci`.
        diktum: dictums of decrees.
        skala: classes of printed scales.
        angka_tabel: figures of tables that are none of performance or money.
        tanggal_mustahil: printed dates that do not exist.
        tanggal_kosong: printed dates of signing without day or month.
        kunci: how each name got its key; doubtful ones make findings doubtful.
        halaman: how surely each page was read; nothing on a hard one is certain.
        tabel: tables that are none of indicators, performance or money.
        cakupan: also tell what of the papers as a whole no rule compares, and sum up.
        rules: the rules to apply; by default those of the house.
    """
    whole = Buku(
        Rekaman(
            dokumen=tuple(dokumen),
            naskah=tuple(naskah),
            pejabat=tuple(pejabat),
            indikator=tuple(indikator),
            kinerja=tuple(kinerja),
            anggaran=tuple(anggaran),
            rujukan=tuple(rujukan),
            keputusan_disebut=tuple(keputusan_disebut),
            klaim=tuple(klaim),
            diktum=tuple(diktum),
            skala=tuple(skala),
            angka_tabel=tuple(angka_tabel),
            tanggal_mustahil=tuple(tanggal_mustahil),
            tanggal_kosong=tuple(tanggal_kosong),
            kunci=tuple(kunci),
            halaman=tuple(halaman),
        )
    )
    elder = replaced(whole)
    buku = whole
    if elder:
        buku = Buku(without(whole.rekaman, elder), digantikan=elder, semua=whole)
    drafts: list[tuple[Aturan, DrafTemuan]] = []
    skipped: dict[BelumDibandingkan, None] = {}
    messages: list[str] = []
    for rule in load_rules() if rules is None else rules:
        try:
            for result in rule.periksa(buku):
                if isinstance(result, DrafTemuan):
                    drafts.append((rule, result))
                else:
                    skipped[dataclasses.replace(result, aturan=rule.id)] = None
        except Exception as error:  # a rule may be a user's own
            reason = f"galat program: {type(error).__name__}"
            failed = BelumDibandingkan(
                aturan=rule.id, apa=f"aturan {rule.id} gagal dijalankan", mengapa=reason
            )
            skipped[failed] = None
            messages.append(f"Aturan {rule.id} gagal ({reason}); temuannya mungkin tidak lengkap.")
    temuan, bukti = build_findings(buku, drafts)
    if not cakupan:
        return HasilPemeriksaan(temuan, bukti, tuple(skipped), tuple(messages))
    skipped |= dict.fromkeys(not_covered(buku, tabel))
    summary = tuple(summarise(buku))
    return HasilPemeriksaan(temuan, bukti, tuple(skipped), tuple(messages), summary)

"""The stage: records in, findings out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.reconcile.finding import BelumDibandingkan, DrafTemuan, build_findings
from pipeline.reconcile.ledger import Buku, Rekaman
from pipeline.reconcile.rule import Aturan, load_rules
from schemas.records import (
    Anggaran,
    Bukti,
    Dokumen,
    Indikator,
    Kinerja,
    Naskah,
    Pejabat,
    Rujukan,
    Temuan,
)


@dataclass(frozen=True, slots=True)
class HasilPemeriksaan:
    """What the rules found, the places that show it, and what they could not compare."""

    temuan: tuple[Temuan, ...]
    bukti: tuple[Bukti, ...]
    belum_dibandingkan: tuple[BelumDibandingkan, ...]


def reconcile(
    *,
    dokumen: Sequence[Dokumen] = (),
    naskah: Sequence[Naskah] = (),
    pejabat: Sequence[Pejabat] = (),
    indikator: Sequence[Indikator] = (),
    kinerja: Sequence[Kinerja] = (),
    anggaran: Sequence[Anggaran] = (),
    rujukan: Sequence[Rujukan] = (),
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
        rules: the rules to apply; by default those of the house.
    """
    buku = Buku(
        Rekaman(
            dokumen=tuple(dokumen),
            naskah=tuple(naskah),
            pejabat=tuple(pejabat),
            indikator=tuple(indikator),
            kinerja=tuple(kinerja),
            anggaran=tuple(anggaran),
            rujukan=tuple(rujukan),
        )
    )
    drafts: list[tuple[Aturan, DrafTemuan]] = []
    skipped: dict[BelumDibandingkan, None] = {}
    for rule in load_rules() if rules is None else rules:
        for result in rule.periksa(buku):
            if isinstance(result, DrafTemuan):
                drafts.append((rule, result))
            else:
                skipped[dataclasses.replace(result, aturan=rule.id)] = None
    temuan, bukti = build_findings(buku, drafts)
    return HasilPemeriksaan(temuan, bukti, tuple(skipped))

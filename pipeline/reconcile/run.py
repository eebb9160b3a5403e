"""The stage: records in, findings out.

Office by office (`pipeline.reconcile.gugus`): `check` is given the records of one group of
papers, `compare` what the rules look at between all offices, `sum_up` what both found. A
rule that fails on some paper like no other does not end the run: what it found before stays,
and `belum_dibandingkan` says of whose papers it failed.
"""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.reconcile.coverage import not_covered
from pipeline.reconcile.finding import Calon, DrafTemuan, candidate, settle
from pipeline.reconcile.gugus import Gugus, offices_of, part, select
from pipeline.reconcile.ledger import Buku, Kantor, Rekaman, without
from pipeline.reconcile.rule import Aturan, Periksa, load_rules
from pipeline.reconcile.summary import Ikhtisar, condense, summarise
from pipeline.reconcile.versions import replaced
from schemas.records import BelumDibandingkan, Bukti, RingkasanIndikator, Temuan


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


@dataclass(frozen=True, slots=True)
class HasilGugus:
    """What the rules found in one group of papers, or between the offices of all.

    `digantikan` are the naskah that a later one replaces, with that one; `gagal` the rules that
    failed, with the reason.
    """

    calon: tuple[Calon, ...] = ()
    belum: tuple[BelumDibandingkan, ...] = ()
    digantikan: tuple[tuple[str, str], ...] = ()
    ikhtisar: Ikhtisar = field(default_factory=Ikhtisar)
    gagal: tuple[tuple[str, str], ...] = ()


def check(
    rekaman: Rekaman, gugus: Gugus, rules: Sequence[Aturan], *, cakupan: bool = True
) -> HasilGugus:
    """Apply what rules compare within an office to the records of one group of papers.

    With `cakupan` also tell what of the papers as a whole no rule compares, and sum up.
    """
    whole = Buku(rekaman, kantor=gugus.kantor)
    elder = replaced(whole)
    buku = _with_elder(whole, elder, gugus.kantor)
    found = _apply(buku, [(rule, rule.periksa) for rule in rules], gugus.nama)
    if not cakupan:
        return dataclasses.replace(found, digantikan=tuple(elder.items()))
    return dataclasses.replace(
        found,
        belum=(*found.belum, *not_covered(buku)),
        digantikan=tuple(elder.items()),
        ikhtisar=condense(buku),
    )


def compare(
    rekaman: Rekaman,
    kantor: Mapping[str, Kantor],
    hasil: Iterable[HasilGugus],
    rules: Sequence[Aturan],
) -> tuple[Buku, HasilGugus]:
    """Apply what rules compare between offices.

    Args:
        rekaman: the records of all papers, without figures: see `between_offices`.
        kantor: the office of each naskah.
        hasil: what was found in each group.
        rules: the rules.

    Returns:
        The ledger of all offices, and what was found between them.
    """
    elder = dict(pair for one in hasil for pair in one.digantikan)
    buku = _with_elder(Buku(rekaman, kantor=kantor), elder, kantor)
    between = [(rule, rule.antar_kantor) for rule in rules if rule.antar_kantor]
    return buku, _apply(buku, between, Kantor("", ""))


def sum_up(
    buku: Buku, hasil: Sequence[HasilGugus], rules: Sequence[Aturan], *, cakupan: bool = True
) -> HasilPemeriksaan:
    """Put together what was found in all groups and between them.

    Args:
        buku: the ledger of all offices that `compare` made.
        hasil: what was found in the groups, in reading order, and last between offices.
        rules: the rules that were applied.
        cakupan: whether to sum up, too.
    """
    temuan, bukti = settle((it for one in hasil for it in one.calon), buku.rank)
    place = {rule.id: number for number, rule in enumerate(rules)}
    skipped = list(dict.fromkeys(it for one in hasil for it in one.belum))
    skipped.sort(key=lambda it: place.get(it.aturan, len(place)))
    summary = summarise(buku, (one.ikhtisar for one in hasil)) if cakupan else ()
    failed = {name: reason for one in hasil for name, reason in one.gagal}
    messages = (
        f"Aturan {name} gagal ({reason}); temuannya mungkin tidak lengkap."
        for name, reason in failed.items()
    )
    return HasilPemeriksaan(temuan, bukti, tuple(skipped), tuple(messages), tuple(summary))


def between_offices(rekaman: Rekaman) -> Rekaman:
    """Return the records that rules compare between offices: papers, persons, definitions."""
    return Rekaman(
        dokumen=rekaman.dokumen,
        naskah=rekaman.naskah,
        pejabat=rekaman.pejabat,
        indikator=rekaman.indikator,
        kunci=rekaman.kunci,
        halaman=rekaman.halaman,
    )


def reconcile(
    *, cakupan: bool = False, rules: Sequence[Aturan] | None = None, **rekaman: Sequence[Any]
) -> HasilPemeriksaan:
    """Apply every rule to every record, where all records are there at once.

    Args:
        cakupan: also tell what of the papers as a whole no rule compares, and sum up.
        rules: the rules to apply; by default those of the house.
        rekaman: the records, by the names of `pipeline.reconcile.ledger.Rekaman`.
    """
    applied = load_rules() if rules is None else rules
    every = Rekaman(**{name: tuple(rows) for name, rows in rekaman.items()})
    kantor = offices_of(every.naskah, every.dokumen)
    hasil = [
        check(select(every, gugus), gugus, applied, cakupan=cakupan)
        for gugus in part(every.naskah, every.dokumen, kantor)
    ]
    buku, between = compare(between_offices(every), kantor, hasil, applied)
    return sum_up(buku, [*hasil, between], applied, cakupan=cakupan)


def _with_elder(buku: Buku, elder: Mapping[str, str], kantor: Mapping[str, Kantor]) -> Buku:
    """Return the ledger in which papers that a later one replaces count no more."""
    if not elder:
        return buku
    return Buku(without(buku.rekaman, elder), digantikan=elder, semua=buku, kantor=kantor)


def _apply(buku: Buku, rules: Iterable[tuple[Aturan, Periksa]], kantor: Kantor) -> HasilGugus:
    """Apply functions of rules to a ledger; `kantor` is whose papers it holds."""
    found: list[Calon] = []
    skipped: dict[BelumDibandingkan, None] = {}
    failed: dict[str, str] = {}
    for rule, periksa in rules:
        try:
            for result in periksa(buku):
                if isinstance(result, DrafTemuan):
                    found.append(candidate(buku, rule, result))
                else:
                    skipped[dataclasses.replace(result, aturan=rule.id)] = None
        except Exception as error:  # a rule may be a user's own
            failed[rule.id] = f"galat program: {_place_of(error, periksa)}"
            told = BelumDibandingkan(
                unit=kantor.unit,
                pemda=kantor.pemda,
                aturan=rule.id,
                apa=f"aturan {rule.id} gagal dijalankan",
                mengapa=failed[rule.id],
            )
            skipped[told] = None
    return HasilGugus(tuple(found), tuple(skipped), gagal=tuple(failed.items()))


def _place_of(error: Exception, periksa: Periksa) -> str:
    """Return the kind of an error and the line of the rule's file at which it arose."""
    file = getattr(getattr(periksa, "__code__", None), "co_filename", "")
    lines = [at.lineno for at in traceback.extract_tb(error.__traceback__) if at.filename == file]
    where = f", {Path(file).name} baris {lines[-1]}" if lines else ""
    return f"{type(error).__name__}{where}"

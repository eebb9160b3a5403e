"""The regency at a glance: every indicator in every office, and what is missing where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pipeline.reconcile.ledger import KEPUTUSAN, PK, Buku, Kantor, group, most_common
from pipeline.reconcile.pairs import is_strategic, single_figures
from schemas.records import Kinerja, RingkasanIndikator
from schemas.vocabulary import JenisNaskah, UkuranKinerja

Angka = dict[tuple[Kantor, str, int | None], list[Kinerja]]

_MEMBUAT_TAHUN = (*PK, JenisNaskah.LKJIP)


def summarise(buku: Buku) -> Iterator[RingkasanIndikator]:
    """Yield a row for each indicator, year and office of a government that has papers for it.

    An indicator that only other offices of the government have is listed too, as missing.
    """
    planned = _figures(buku, UkuranKinerja.TARGET, JenisNaskah.MATRIKS_RENSTRA)
    agreed = _figures(buku, UkuranKinerja.TARGET, *PK)
    reached = _figures(buku, UkuranKinerja.REALISASI, JenisNaskah.LKJIP)
    attained = _figures(buku, UkuranKinerja.CAPAIAN, JenisNaskah.LKJIP)
    decreed = {
        (buku.office(item.naskah_id), item.kunci)
        for item in buku.rekaman.indikator
        if item.kunci
        and item.naskah_id in buku.naskah
        and buku.naskah[item.naskah_id].jenis in KEPUTUSAN
    }
    for pemda, offices in group(buku.offices, lambda it: it.kunci[1]).items():
        known = {kantor for kantor in offices if kantor.unit and pemda}
        for tahun in sorted({year for kantor in known for year in _years(buku, kantor)}):
            held = [it for it in offices if it in known and tahun in _years(buku, it)]
            keys = dict.fromkeys(
                kunci
                for table in (agreed, reached)
                for kantor, kunci, year in table
                if kantor in held and year == tahun
            )
            for kunci in sorted(keys):
                for kantor in held:
                    at = (kantor, kunci, tahun)
                    yield _row(
                        buku,
                        at,
                        (planned.get(at), agreed.get(at), reached.get(at), attained.get(at)),
                        decreed=(kantor, kunci) in decreed,
                    )


def _figures(buku: Buku, ukuran: UkuranKinerja, *jenis: JenisNaskah) -> Angka:
    """Group the office's figures of one measure; of several agreements the last one's go."""
    found = [
        item
        for item in single_figures(buku, ukuran)
        if is_strategic(item)
        and buku.naskah[item.naskah_id].jenis in jenis
        and item.naskah_id not in buku.bawahan
    ]
    found.sort(key=lambda it: buku.naskah[it.naskah_id].tanggal, reverse=True)
    return group(found, lambda it: (buku.office(it.naskah_id), it.kunci, it.tahun))


def _years(buku: Buku, kantor: Kantor) -> set[int]:
    return {it.tahun for it in buku.naskah_of(kantor, *_MEMBUAT_TAHUN) if it.tahun}


def _row(
    buku: Buku,
    at: tuple[Kantor, str, int],
    figures: tuple[list[Kinerja] | None, ...],
    *,
    decreed: bool,
) -> RingkasanIndikator:
    kantor, kunci, tahun = at
    planned, agreed, reached, attained = figures
    report = any(it.tahun == tahun for it in buku.naskah_of(kantor, JenisNaskah.LKJIP))
    missing = [] if decreed else ["keputusan IKU"]
    missing += [] if planned else ["target Renstra"]
    missing += [] if agreed else ["target PK"]
    missing += [] if reached or not report else ["realisasi"]
    return RingkasanIndikator(
        pemda=kantor.pemda,
        kunci=kunci,
        tahun=tahun,
        unit=kantor.unit,
        indikator=_name(buku, kunci, (it for found in figures for it in found or ())),
        target_renstra=_value(planned),
        target_pk=_value(agreed[:1] if agreed else None),
        realisasi=_value(reached),
        capaian=_value(attained),
        kurang=", ".join(missing),
    )


def _name(buku: Buku, kunci: str, own: Iterable[Kinerja]) -> str:
    names = [" ".join(it.indikator.split()) for it in own]
    if not names:
        every = (it for it in buku.rekaman.kinerja if it.kunci == kunci)
        names = [" ".join(it.indikator.split()) for it in every]
    return most_common(names)


def _value(figures: list[Kinerja] | None) -> Decimal | None:
    """Return the value that most places give."""
    values = [it.nilai for it in figures or () if it.nilai is not None]
    return most_common(values) if values else None

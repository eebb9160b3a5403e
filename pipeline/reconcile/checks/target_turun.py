"""A target of the PK below what was reached the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.reconcile.direction import direction
from pipeline.reconcile.figures import Ganti, plain, show, value
from pipeline.reconcile.finding import DrafTemuan, at, place_words
from pipeline.reconcile.ledger import PK, Buku, Kantor, group
from pipeline.reconcile.pairs import is_strategic, single_figures
from pipeline.reconcile.rule import aturan
from schemas.records import Kinerja
from schemas.vocabulary import JenisNaskah, TingkatTemuan, UkuranKinerja


@aturan(
    id="target-turun",
    tingkat=TingkatTemuan.RENDAH,
    judul="Target di bawah realisasi tahun sebelumnya",
    penjelasan=(
        "Untuk diketahui: yang diperjanjikan kurang dari yang sudah dicapai setahun sebelumnya."
    ),
    dasar_hukum="PermenPANRB Nomor 88 Tahun 2021: target kinerja menantang dan dapat dicapai",
    membandingkan=(
        "Target PK terakhir tahun itu dengan realisasi indikator yang sama setahun sebelumnya, "
        "bila matriks Renstra menunjukkan arah indikatornya (targetnya naik, atau turun, setiap "
        "tahun)"
    ),
    toleransi=(
        "Indikator yang arahnya tidak jelas, dan realisasi yang tertulis dengan dua angka, tidak "
        "dinilai"
    ),
    contoh_salah="Realisasi 2024 sebesar 84,2; target PK 2025 sebesar 83,5.",
    contoh_benar="Waktu tanggap, makin rendah makin baik: realisasi 31 menit, target 30 menit.",
    tambahan=True,
)
def periksa(buku: Buku) -> Iterator[DrafTemuan]:
    """Hold the last PK of each year against the year before."""
    targets = group(
        (it for it in single_figures(buku, UkuranKinerja.TARGET) if is_strategic(it)),
        lambda it: it.naskah_id,
    )
    reached = group(
        (it for it in single_figures(buku, UkuranKinerja.REALISASI) if is_strategic(it)),
        lambda it: (buku.office(it.naskah_id), it.kunci, it.tahun),
    )
    for kantor in buku.offices:
        for pk_id in _last_agreements(buku, kantor):
            for item in targets.get(pk_id, []):
                before = item.tahun - 1 if item.tahun else None
                found = reached.get((kantor, item.kunci, before), [])
                way = _way(buku, kantor, item.kunci)
                if item.nilai is not None and _is_one(found) and _is_less(item, found[0], way, {}):
                    yield _draft(buku, item, found[0], way)


def _last_agreements(buku: Buku, kantor: Kantor) -> Iterator[str]:
    """Yield the agreement of each year that was signed last, the changed one where there is."""
    papers = [it for it in buku.naskah_of(kantor, *PK) if it.naskah_id not in buku.bawahan]
    for found in group(papers, lambda it: it.tahun).values():
        changed = [it for it in found if it.jenis is JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN]
        yield max(changed or found, key=lambda it: it.tanggal).naskah_id


def _is_one(found: Sequence[Kinerja]) -> bool:
    return bool(found) and found[0].nilai is not None and len({it.nilai for it in found}) == 1


def _way(buku: Buku, kantor: Kantor, kunci: str) -> int:
    """Return the direction that every plan of the office gives an indicator, 0 where unclear."""
    plans = buku.naskah_of(kantor, JenisNaskah.MATRIKS_RENSTRA)
    figures = (
        [it for it in buku.kinerja_of(plan.naskah_id) if it.kunci == kunci] for plan in plans
    )
    ways = {direction(items) for items in figures if items}
    return ways.pop() if len(ways) == 1 else 0


def _is_less(target: Kinerja, before: Kinerja, way: int, ganti: Ganti) -> bool:
    return (value(target, ganti) - value(before, ganti)) * way < 0


def _draft(buku: Buku, target: Kinerja, before: Kinerja, way: int) -> DrafTemuan:
    word = "di bawah" if way > 0 else "di atas"
    return DrafTemuan(
        kantor=buku.office(target.naskah_id),
        tahun=target.tahun,
        kunci=target.kunci,
        identitas=(plain(value(target, {})), plain(value(before, {}))),
        uraian=(
            f"Target “{' '.join(target.indikator.split())}” tahun {target.tahun} pada "
            f"{place_words(buku, at(target))} {show(target)}, {word} realisasi tahun "
            f"{before.tahun} {show(before)} pada {place_words(buku, at(before))}."
        ),
        nilai_a=plain(value(target, {})),
        nilai_b=plain(value(before, {})),
        saran="Minta dasar penetapan target itu.",
        a=at(target),
        b=at(before),
        angka=(target, before),
        selaras=lambda ganti: not _is_less(target, before, way, ganti),
    )

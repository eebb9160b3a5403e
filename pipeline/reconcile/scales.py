"""The scale of kriteria in force in a naskah: the one it prints, else that of the regulation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.text import words
from pipeline.reconcile.finding import at, place_words
from pipeline.reconcile.ledger import Buku
from pipeline.reconcile.registers import Kelas, Skala, criteria_scale
from schemas.records import KelasSkala
from schemas.vocabulary import StatusBaca

_SHARED = 3
"""A printed scale is one of kriteria if it shares so many class names with the regulation's."""


def scale_in_force(buku: Buku, naskah_id: str) -> Skala:
    """Return the scale by which a naskah calls its capaian high or low."""
    known = {words(kelas.nama) for kelas in criteria_scale().kelas}
    for classes in buku.scales:
        names = {words(item.kelas) for item in classes}
        if classes[0].naskah_id == naskah_id and len(names & known) >= _SHARED:
            return _printed(buku, classes)
    return criteria_scale()


def _printed(buku: Buku, classes: Sequence[KelasSkala]) -> Skala:
    sure = (StatusBaca.BERSIH, StatusBaca.DIKOREKSI)
    return Skala(
        id=classes[0].kelas_id,
        nomor="",
        tahun=0,
        kelas=tuple(
            Kelas(
                nama=item.kelas,
                dari=item.bawah if item.tanda_bawah == "≥" else None,
                di_atas=item.bawah if item.tanda_bawah == ">" else None,
                sampai=item.atas,
            )
            for item in _with_open_top(classes)
        ),
        sebutan=f"skala pada {place_words(buku, at(classes[0]))}",
        pasti=all(item.status_baca in sure for item in classes),
    )


def _with_open_top(classes: Sequence[KelasSkala]) -> list[KelasSkala]:
    """Let the highest class hold what lies above its bound: a capaian may exceed 100."""
    top = max(classes, key=lambda item: (item.atas is None, item.atas or 0))
    return [replace(item, atas=None, tanda_atas="") if item is top else item for item in classes]

"""Whether an indicator is meant to rise or to fall, from the targets set for it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pipeline.reconcile.figures import values
from schemas.records import Kinerja
from schemas.vocabulary import UkuranKinerja

_PLANNED = (UkuranKinerja.KONDISI_AWAL, UkuranKinerja.TARGET)


def direction(figures: Iterable[Kinerja]) -> int:
    """Return 1 where the targets of a plan rise from year to year, -1 where they fall, else 0.

    Args:
        figures: what one table says of one indicator.
    """
    planned = {
        item.tahun: item.nilai
        for item in figures
        if item.ukuran in _PLANNED and item.tahun and item.nilai is not None and values(item)
    }
    steps = [
        (after > before) - (after < before)
        for before, after in pairwise(planned[year] for year in sorted(planned))
    ]
    signs = {step for step in steps if step}
    return signs.pop() if len(signs) == 1 else 0

"""Where a record stands: the corners of its box on the page as shown."""

from __future__ import annotations

from typing import TypedDict

from pipeline.geometry.box import Kotak


class Sudut(TypedDict):
    """The box fields of a record, in points; None where there is no box."""

    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None


def corners(kotak: Kotak | None) -> Sudut:
    """Return the box fields of a record, to hundredths of a point."""
    if kotak is None:
        return Sudut(x0=None, y0=None, x1=None, y1=None)
    x0, y0, x1, y1 = (round(value, 2) for value in kotak)
    return Sudut(x0=x0, y0=y0, x1=x1, y1=y1)

"""Boxes and affine maps: the only geometry that every stage shares.

Unit: PDF points. Origin: top left. `Kotak` is (x0, y0, x1, y1) with x0 <= x1, y0 <= y1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Kotak(NamedTuple):
    """A box in points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def lebar(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def tinggi(self) -> float:
        """Height in points."""
        return self.y1 - self.y0

    @property
    def tengah_x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def tengah_y(self) -> float:
        """Vertical centre."""
        return (self.y0 + self.y1) / 2

    @property
    def luas(self) -> float:
        """Area in square points, 0 for an empty box."""
        return max(0.0, self.lebar) * max(0.0, self.tinggi)

    def grow(self, dx: float, dy: float | None = None) -> Kotak:
        """Return the box moved outwards by `dx` on the sides and `dy` above and below."""
        dy = dx if dy is None else dy
        return Kotak(self.x0 - dx, self.y0 - dy, self.x1 + dx, self.y1 + dy)

    def intersect(self, other: Kotak) -> Kotak:
        """Return the common part; its area is 0 where the boxes do not meet."""
        return Kotak(
            max(self.x0, other.x0),
            max(self.y0, other.y0),
            min(self.x1, other.x1),
            min(self.y1, other.y1),
        )

    def share_in(self, other: Kotak) -> float:
        """Return which part (0..1) of this box's area lies in `other`."""
        common = self.intersect(other)
        if common.lebar <= 0 or common.tinggi <= 0 or self.luas == 0:
            return 0.0
        return common.luas / self.luas

    def contains_point(self, x: float, y: float) -> bool:
        """Say whether the point lies in the box, its border included."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1


def union(boxes: Iterable[Kotak]) -> Kotak:
    """Return the smallest box around all boxes.

    Raises:
        ValueError: there is no box.
    """
    every = list(boxes)
    if not every:
        raise ValueError("union of no boxes")
    lefts, tops, rights, bottoms = zip(*every, strict=True)
    return Kotak(min(lefts), min(tops), max(rights), max(bottoms))


class Afin(NamedTuple):
    """An affine map: (x, y) -> (a x + b y + c, d x + e y + f)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Map a point."""
        return self.a * x + self.b * y + self.c, self.d * x + self.e * y + self.f

    def apply_box(self, box: Kotak) -> Kotak:
        """Map a box's corners and return the upright box around them."""
        left, right = self.a * box.x0, self.a * box.x1
        over, under = self.b * box.y0, self.b * box.y1
        xs = [x + y + self.c for x in (left, right) for y in (over, under)]
        left, right = self.d * box.x0, self.d * box.x1
        over, under = self.e * box.y0, self.e * box.y1
        ys = [x + y + self.f for x in (left, right) for y in (over, under)]
        return Kotak(min(xs), min(ys), max(xs), max(ys))

    def after(self, first: Afin) -> Afin:
        """Return the map that applies `first`, then this one."""
        return Afin(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )

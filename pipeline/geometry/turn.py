"""Quarter turns of a page, there and back."""

from __future__ import annotations

from pipeline.geometry.box import Afin


def turn_to_upright(putaran: int, lebar: float, tinggi: float) -> tuple[Afin, Afin, float, float]:
    """Return the maps of a page that is turned clockwise by `putaran` degrees.

    Args:
        putaran: 0, 90, 180 or 270, clockwise.
        lebar: Width of the page as shown, in any unit.
        tinggi: Height of the page as shown, same unit.

    Returns:
        The map from the shown page to the turned one, the map back, and the turned
        page's width and height.

    Raises:
        ValueError: `putaran` is no quarter turn.
    """
    if putaran == 0:
        return Afin(), Afin(), lebar, tinggi
    if putaran == 90:
        return Afin(0, -1, tinggi, 1, 0, 0), Afin(0, 1, 0, -1, 0, tinggi), tinggi, lebar
    if putaran == 180:
        return Afin(-1, 0, lebar, 0, -1, tinggi), Afin(-1, 0, lebar, 0, -1, tinggi), lebar, tinggi
    if putaran == 270:
        return Afin(0, 1, 0, -1, 0, lebar), Afin(0, -1, lebar, 1, 0, 0), tinggi, lebar
    raise ValueError(f"not a quarter turn: {putaran}")

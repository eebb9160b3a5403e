"""A page after reading: words, ruling lines, ink and readings, all with boxes.

A text-layer page and a scanned page become this same record; nothing after the
`read` stage knows which it was, save to report it.

Coordinates: every box is in the page's *frame*: PDF points, origin top left, on the
page turned the right way up and straightened. `ke_tampilan` maps the frame to the
page as a viewer shows it (after /Rotate), where the output's boxes live.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.geometry.box import Afin, Kotak
from schemas.vocabulary import Metode


@dataclass(frozen=True, slots=True)
class Kata:
    """A word: its text, its box in the frame, how sure the first reader was (0..1)."""

    teks: str
    kotak: Kotak
    keyakinan: float = 1.0
    tebal: bool = False


@dataclass(frozen=True, slots=True)
class Garis:
    """A ruling line, horizontal (y0 == y1) or vertical (x0 == x1), in the frame."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def mendatar(self) -> bool:
        """Whether the line is horizontal."""
        return (self.x1 - self.x0) >= (self.y1 - self.y0)


@dataclass(frozen=True, slots=True)
class Bacaan:
    """A second, third … reading of a piece of the page by an independent reader.

    `kotak` is the line of text that was read (frame); `pembaca` names the reader.
    """

    pembaca: str
    kotak: Kotak
    teks: str
    keyakinan: float


@dataclass(frozen=True, slots=True)
class Halaman:
    """A page that was read.

    `nomor` counts from 1; `lebar`, `tinggi` are those of the frame in points;
    `putaran` is how far (0, 90, 180, 270, clockwise) the shown page was turned to
    stand upright, `kemiringan` the skew in degrees that was taken out after that.
    """

    nomor: int
    lebar: float
    tinggi: float
    metode: Metode
    kata: tuple[Kata, ...] = ()
    garis: tuple[Garis, ...] = ()
    bacaan: tuple[Bacaan, ...] = ()
    tinta: tuple[Kotak, ...] = ()
    cap: tuple[Kotak, ...] = ()
    putaran: int = 0
    kemiringan: float = 0.0
    ke_tampilan: Afin = field(default_factory=Afin)
    pesan: str = ""

    def as_shown(self, box: Kotak) -> Kotak:
        """Map a box of the frame to the page as shown."""
        return self.ke_tampilan.apply_box(box)

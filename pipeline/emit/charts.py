"""Small charts of target and realisasi by year, as coordinates for inline SVG.

Only figures whose reading is settled are drawn. Two values for one year are both drawn:
the chart hides no inconsistency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.emit import labels
from pipeline.emit.report_view import Penamaan
from pipeline.emit.result import Hasil
from schemas.records import Kinerja
from schemas.vocabulary import StatusBaca, UkuranKinerja

WIDTH, HEIGHT = 230.0, 84.0
"""Size of a chart in SVG user units."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 14.0, 14.0, 10.0, 20.0
_DRAWN = (UkuranKinerja.TARGET, UkuranKinerja.REALISASI)


@dataclass(frozen=True, slots=True)
class Titik:
    """A point: its place in SVG units, what it is, and the words that say so."""

    x: float
    y: float
    ukuran: str
    keterangan: str


@dataclass(frozen=True, slots=True)
class Grafik:
    """One indicator's chart. `garis` holds (ukuran, SVG points) of each line."""

    indikator: str
    satuan: str
    titik: tuple[Titik, ...]
    garis: tuple[tuple[str, str], ...]
    tahun: tuple[tuple[float, int], ...]
    """(x, year) of each label on the axis."""
    terakhir: tuple[str, ...]
    """What the figures of the last year with a realisasi say, in words."""


@dataclass(frozen=True, slots=True)
class GrafikUnit:
    """The charts of one unit."""

    unit: str
    grafik: tuple[Grafik, ...]


@dataclass(frozen=True, slots=True)
class _Angka:
    ukuran: UkuranKinerja
    tahun: int
    nilai: Decimal


def charts(hasil: Hasil, penamaan: Penamaan) -> tuple[GrafikUnit, ...]:
    """Draw a chart for each indicator that has a target and a realisasi, by unit."""
    series: defaultdict[tuple[str, str, str], list[Kinerja]] = defaultdict(list)
    for figure in hasil.kinerja:
        if figure.ukuran in _DRAWN and figure.status_baca != StatusBaca.RAGU and figure.kunci:
            unit = penamaan.unit_of_naskah(figure.naskah_id)
            series[unit, figure.kunci, figure.satuan].append(figure)
    drawn: defaultdict[str, list[Grafik]] = defaultdict(list)
    for (unit, _, _), figures in series.items():
        if grafik := _chart(figures):
            drawn[unit].append(grafik)
    return tuple(GrafikUnit(unit, tuple(drawn[unit])) for unit in penamaan.units if unit in drawn)


def _chart(figures: Sequence[Kinerja]) -> Grafik | None:
    angka = list(dict.fromkeys(_values(figures)))
    if {one.ukuran for one in angka} != set(_DRAWN):
        return None
    years = sorted({one.tahun for one in angka})
    scale = _Scale(years, [one.nilai for one in angka])
    return Grafik(
        indikator=figures[0].indikator,
        satuan=figures[0].satuan,
        titik=tuple(
            Titik(scale.x(one.tahun), scale.y(one.nilai), one.ukuran, _words(one)) for one in angka
        ),
        garis=tuple((ukuran, _line(angka, ukuran, scale)) for ukuran in _DRAWN),
        tahun=tuple((scale.x(year), year) for year in years),
        terakhir=_last_year(angka),
    )


def _values(figures: Iterable[Kinerja]) -> Iterable[_Angka]:
    for figure in figures:
        if figure.tahun is not None and figure.nilai is not None:
            yield _Angka(figure.ukuran, figure.tahun, figure.nilai)


def _words(angka: _Angka) -> str:
    return f"{labels.UKURAN[angka.ukuran]} {angka.tahun}: {labels.indonesian(angka.nilai)}"


def _line(angka: Sequence[_Angka], ukuran: UkuranKinerja, scale: _Scale) -> str:
    by_year: dict[int, Decimal] = {}
    for one in angka:
        if one.ukuran == ukuran:
            by_year.setdefault(one.tahun, one.nilai)
    points = (f"{scale.x(year)},{scale.y(by_year[year])}" for year in sorted(by_year))
    return " ".join(points)


def _last_year(angka: Sequence[_Angka]) -> tuple[str, ...]:
    last = max(one.tahun for one in angka if one.ukuran == UkuranKinerja.REALISASI)
    ordered = sorted(angka, key=lambda one: _DRAWN.index(one.ukuran))
    return tuple(_words(one) for one in ordered if one.tahun == last)


class _Scale:
    """Maps years and values to places in the chart; the highest value stands on top."""

    def __init__(self, years: Sequence[int], values: Sequence[Decimal]) -> None:
        self._first, self._last = min(years), max(years)
        self._low, self._high = min(values), max(values)

    def x(self, year: int) -> float:
        """Return the horizontal place of a year."""
        return _between(_LEFT, WIDTH - _RIGHT, year - self._first, self._last - self._first)

    def y(self, value: Decimal) -> float:
        """Return the vertical place of a value."""
        part, whole = float(value - self._low), float(self._high - self._low)
        return _between(HEIGHT - _BOTTOM, _TOP, part, whole)


def _between(start: float, end: float, part: float, whole: float) -> float:
    share = part / whole if whole else 0.5
    return round(start + (end - start) * share, 1)

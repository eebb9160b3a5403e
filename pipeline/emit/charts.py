"""Small charts of target and realisasi by year, as coordinates for inline SVG.

Only figures whose reading is settled are drawn. Two values for one year are both drawn:
the chart hides no inconsistency. A point that a finding about the indicator is built on is
marked and leads to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from pipeline.emit import labels
from pipeline.emit.keputusan import is_rejected
from pipeline.emit.report_view import Letak, Penamaan, place_of
from pipeline.emit.result import Hasil, by_document
from schemas.records import Bukti, Kinerja, Temuan
from schemas.vocabulary import PeranBukti, StatusBaca, StatusTemuan, UkuranKinerja

WIDTH, HEIGHT = 250.0, 96.0
"""Size of a chart in SVG user units."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 38.0, 12.0, 12.0, 22.0
_DRAWN = (UkuranKinerja.TARGET, UkuranKinerja.REALISASI)


@dataclass(frozen=True, slots=True)
class Titik:
    """A point: its place in SVG units, what it is, and the words that say so.

    `temuan` are the findings built on it: (number in the report, temuan_id).
    """

    x: float
    y: float
    ukuran: str
    keterangan: str
    temuan: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Grafik:
    """One indicator's chart. `garis` holds (ukuran, SVG points) of each line.

    `skala` holds (y, value) of the labels of the lowest and the highest value.
    """

    indikator: str
    satuan: str
    titik: tuple[Titik, ...]
    garis: tuple[tuple[str, str], ...]
    tahun: tuple[tuple[float, int], ...]
    """(x, year) of each label on the axis."""
    skala: tuple[tuple[float, str], ...]
    terakhir: tuple[str, ...]
    """What the figures of the last year with a realisasi say, in words."""

    @property
    def ditandai(self) -> tuple[Titik, ...]:
        """The points that findings are built on."""
        return tuple(one for one in self.titik if one.temuan)


@dataclass(frozen=True, slots=True)
class GrafikUnit:
    """The charts of one unit, and its indicators that have figures of one year only."""

    unit: str
    grafik: tuple[Grafik, ...]
    satu_tahun: tuple[Grafik, ...]


@dataclass(frozen=True, slots=True)
class _Angka:
    """A value printed for a year; `temuan` tells no two values apart."""

    ukuran: UkuranKinerja
    tahun: int
    nilai: Decimal
    temuan: tuple[tuple[int, str], ...] = field(default=(), compare=False)


_Ditemukan = Mapping[tuple[Letak, str, Decimal], Sequence[tuple[int, str]]]


def charts(
    hasil: Hasil, penamaan: Penamaan, nomor: Mapping[str, int] | None = None
) -> tuple[GrafikUnit, ...]:
    """Draw a chart for each indicator that has a target and a realisasi, by unit.

    `nomor` gives the number of a finding in the report by its id; findings that are not in it
    mark nothing.
    """
    files: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for naskah in hasil.naskah:
        files[penamaan.unit_of(naskah)][naskah.dokumen_id] = None
    of_file = by_document(hasil.kinerja, {one.naskah_id: one.dokumen_id for one in hasil.naskah})
    found = _found_at(hasil, nomor or {})
    made: list[GrafikUnit] = []
    for unit in penamaan.units:
        figures = (one for dokumen_id in files[unit] for one in of_file(dokumen_id))
        own = (one for one in figures if penamaan.unit_of_naskah(one.naskah_id) == unit)
        drawn = list(_charts_of(own, found))
        if drawn:
            several = tuple(one for one in drawn if len(one.tahun) > 1)
            made.append(GrafikUnit(unit, several, tuple(it for it in drawn if len(it.tahun) == 1)))
    return tuple(made)


def _charts_of(figures: Iterable[Kinerja], found: _Ditemukan) -> Iterator[Grafik]:
    """Draw a chart for each indicator of one unit that has a target and a realisasi."""
    series: defaultdict[str, list[Kinerja]] = defaultdict(list)
    for figure in figures:
        if figure.ukuran in _DRAWN and figure.status_baca != StatusBaca.RAGU and figure.kunci:
            series[figure.kunci].append(figure)
    for every in series.values():
        for group in _by_satuan(every):
            if grafik := _chart(group, found):
                yield grafik


def _found_at(hasil: Hasil, nomor: Mapping[str, int]) -> _Ditemukan:
    """Return the findings that stand by the place of their two figures and their key."""
    standing = {
        one.temuan_id: one
        for one in hasil.temuan
        if one.temuan_id in nomor
        and one.kunci
        and one.status != StatusTemuan.DUGAAN_SALAH_BACA
        and not is_rejected(one)
    }
    found: defaultdict[tuple[Letak, str, Decimal], list[tuple[int, str]]] = defaultdict(list)
    for bukti in hasil.bukti:
        temuan = standing.get(bukti.temuan_id)
        place = place_of(bukti)
        if temuan is None or place is None or bukti.nilai is None:
            continue
        if bukti.peran != PeranBukti.PENUNJANG and _is_about(temuan, bukti):
            found[place, temuan.kunci, bukti.nilai].append(
                (nomor[temuan.temuan_id], temuan.temuan_id)
            )
    return found


def _is_about(temuan: Temuan, bukti: Bukti) -> bool:
    """Say whether a finding is about the figure of its bukti, not about its name or a series."""
    said = temuan.nilai_a if bukti.peran == PeranBukti.A else temuan.nilai_b
    try:
        return bukti.nilai is not None and Decimal(said) == bukti.nilai
    except InvalidOperation:
        return False


def _by_satuan(figures: Sequence[Kinerja]) -> list[list[Kinerja]]:
    """Part figures by satuan; those printed without one go with the others where all agree."""
    groups: defaultdict[str, list[Kinerja]] = defaultdict(list)
    for figure in figures:
        groups[figure.satuan].append(figure)
    return [list(figures)] if len(set(groups) - {""}) <= 1 else list(groups.values())


def _chart(figures: Sequence[Kinerja], found: _Ditemukan) -> Grafik | None:
    angka = _values(figures, found)
    if {one.ukuran for one in angka} != set(_DRAWN):
        return None
    years = sorted({one.tahun for one in angka})
    scale = _Scale(years, [one.nilai for one in angka])
    return Grafik(
        indikator=" ".join(figures[0].indikator.split()),
        satuan=next((one.satuan for one in figures if one.satuan), ""),
        titik=tuple(
            Titik(scale.x(one.tahun), scale.y(one.nilai), one.ukuran, _words(one), one.temuan)
            for one in angka
        ),
        garis=tuple((ukuran, _line(angka, ukuran, scale)) for ukuran in _DRAWN),
        tahun=tuple((scale.x(year), year) for year in years),
        skala=scale.labels(),
        terakhir=_last_year(angka),
    )


def _values(figures: Sequence[Kinerja], found: _Ditemukan) -> list[_Angka]:
    """Return each value printed for a year once, with the findings on any place that prints it."""
    values: dict[_Angka, dict[tuple[int, str], None]] = {}
    for figure in figures:
        if figure.tahun is None or figure.nilai is None:
            continue
        own = values.setdefault(_Angka(figure.ukuran, figure.tahun, figure.nilai), {})
        if place := place_of(figure):
            own.update(dict.fromkeys(found.get((place, figure.kunci, figure.nilai), ())))
    return [
        _Angka(one.ukuran, one.tahun, one.nilai, tuple(sorted(temuan)))
        for one, temuan in values.items()
    ]


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

    def labels(self) -> tuple[tuple[float, str], ...]:
        """Return (y, value) of the lowest and the highest value; once where they are one."""
        ends = dict.fromkeys((self._low, self._high))
        return tuple((self.y(one), labels.indonesian(one)) for one in ends)

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

"""Memory over time as a picture (SVG)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from tests.bench.ingatan import Contoh

WIDE, HIGH = 860, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 60, 40, 44
MOST_UTAMA, MOST_PEKERJA = 500.0, 700.0
"""MB that the main process and a worker may take."""
_UTAMA = "#1f5fa8"
_PEKERJA = ("#c2571a", "#d99a2b", "#8a4a9e", "#4f8a3c")
_HALAMAN = "#9aa3ad"
_MOST_POINTS = 400


def draw_memory(contoh: Sequence[Contoh], judul: str) -> str:
    """Return the memory of each process and the pages read, over the minutes of a run."""
    end = max(contoh[-1].detik, 1.0)
    pages = max(max(one.halaman for one in contoh), 1)
    most = max(800.0, *(max(one.utama, *one.pekerja, 0.0) for one in contoh))
    places = max(len(one.pekerja) for one in contoh)
    parts = [*_frame(judul, end, most, pages)]
    parts += _limit(MOST_UTAMA, most, _UTAMA, "batas proses utama")
    parts += _limit(MOST_PEKERJA, most, _PEKERJA[0], "batas pekerja")
    shown = _thinned(contoh)
    parts.append(_line(((c.detik / end, c.halaman / pages) for c in shown), _HALAMAN, "5 3"))
    for place in range(places):
        sizes = ((c.detik / end, c.pekerja[place] / most) for c in shown if place < len(c.pekerja))
        parts.append(_line(sizes, _PEKERJA[place % len(_PEKERJA)]))
    parts.append(_line(((c.detik / end, c.utama / most) for c in shown), _UTAMA))
    names = [("proses utama", _UTAMA)]
    names += [(f"pekerja {n + 1}", _PEKERJA[n % len(_PEKERJA)]) for n in range(places)]
    parts += _legend([*names, ("halaman terbaca", _HALAMAN)])
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" '
        f'font-family="sans-serif" font-size="12">\n{body}\n</svg>\n'
    )


def _thinned(contoh: Sequence[Contoh]) -> list[Contoh]:
    """Keep of each short while what was largest, so that no peak is lost."""
    step = -(-len(contoh) // _MOST_POINTS)
    kept = []
    for first in range(0, len(contoh), step):
        few = contoh[first : first + step]
        places = max(len(one.pekerja) for one in few)
        sizes = tuple(
            max((one.pekerja[n] for one in few if n < len(one.pekerja)), default=0.0)
            for n in range(places)
        )
        last = few[-1]
        utama = max(one.utama for one in few)
        kept.append(Contoh(last.detik, last.halaman, utama, sizes, last.jumlah, last.tahap))
    return kept


def _x(share: float) -> float:
    return LEFT + share * (WIDE - LEFT - RIGHT)


def _y(share: float) -> float:
    return HIGH - BOTTOM - share * (HIGH - TOP - BOTTOM)


def _frame(judul: str, end: float, most: float, pages: int) -> Iterable[str]:
    yield f'<rect width="{WIDE}" height="{HIGH}" fill="#ffffff"/>'
    yield _text(LEFT, 22, judul, "start", "#1c2733", 'font-size="14" font-weight="600"')
    for size in range(0, int(most) + 1, 100):
        height = _y(size / most)
        yield (
            f'<path d="M{LEFT} {height:.1f}H{WIDE - RIGHT}" stroke="#e3e7eb" '
            'stroke-width="1" fill="none"/>'
        )
        yield _text(LEFT - 8, height + 4, f"{size}", "end")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        yield _text(_x(share), HIGH - BOTTOM + 18, f"{share * end / 60:.1f}", "middle")
        yield _text(WIDE - RIGHT + 8, _y(share) + 4, f"{round(share * pages)}", "start", _HALAMAN)
    yield _text((LEFT + WIDE - RIGHT) / 2, HIGH - 8, "menit", "middle")
    yield _text(LEFT - 8, TOP - 14, "MB", "end")
    yield _text(WIDE - RIGHT + 8, TOP - 14, "halaman", "start", _HALAMAN)


def _limit(size: float, most: float, colour: str, name: str) -> Iterable[str]:
    height = _y(size / most)
    yield (
        f'<path d="M{LEFT} {height:.1f}H{WIDE - RIGHT}" stroke="{colour}" stroke-width="1" '
        'stroke-dasharray="2 4" fill="none"/>'
    )
    yield _text(WIDE - RIGHT - 6, height - 5, f"{name} {size:.0f}", "end", colour)


def _line(points: Iterable[tuple[float, float]], colour: str, dashes: str = "") -> str:
    path = " ".join(f"{_x(across):.1f},{_y(up):.1f}" for across, up in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<polyline points="{path}" stroke="{colour}" stroke-width="1.4" fill="none"{dashed} '
        'stroke-linejoin="round"/>'
    )


def _legend(names: Sequence[tuple[str, str]]) -> Iterable[str]:
    width = 116
    for place, (name, colour) in enumerate(reversed(names)):
        x = WIDE - RIGHT - (place + 1) * width
        yield f'<rect x="{x}" y="14" width="14" height="4" fill="{colour}"/>'
        yield _text(x + 19, 20, name, "start")


def _text(
    x: float, y: float, text: str, anchor: str, colour: str = "#4a5661", more: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" {more}>'
        f"{escape(text)}</text>"
    )

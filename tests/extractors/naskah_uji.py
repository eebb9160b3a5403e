"""Pages for tests, set from a few words: lines of text and ruled tables at their places.

A table is a list of rows of texts; `^` continues the cell above, `<` the cell to the left.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry.box import Kotak
from pipeline.layout.elements import Baris, Sel, Tabel, TataLetak
from pipeline.read.page import Bacaan, Halaman, Kata
from schemas.vocabulary import Metode

LEBAR, TINGGI = 595.0, 842.0
HURUF, BARIS = 4.6, 12.0
KIRI, KANAN, ATAS = 60.0, 535.0, 90.0

Tabel_ = list[list[str]]


RAPAT = 3.0
"""A space of a third of a line's height, as a word processor leaves it."""


def words(teks: str, x: float, y: float, spasi: float = HURUF) -> tuple[Kata, ...]:
    """Set a text from `x` on, one word behind the other, with so much space between."""
    made = []
    for word in teks.split():
        width = len(word) * HURUF
        made.append(Kata(word, Kotak(x, y, x + width, y + 9.0)))
        x += width + spasi
    return tuple(made)


def line(teks: str, y: float, *, tengah: bool) -> Baris:
    """Set a line, centred or from the left margin on."""
    width = len(teks) * HURUF
    x = (LEBAR - width) / 2 if tengah else KIRI
    return Baris(words(teks, x, y))


def table(
    rows: Tabel_, halaman: Halaman | None = None, y: float = 200.0, bacaan: Sequence[Bacaan] = ()
) -> Tabel:
    """Rule a table over the text width, its columns equally wide."""
    page = halaman or Halaman(1, LEBAR, TINGGI, Metode.TEKS)
    count = len(rows[0])
    edges = [KIRI + (KANAN - KIRI) * c / count for c in range(count + 1)]
    heights = [BARIS * max(1, *(r[c].count("\n") + 1 for c in range(count))) + 4 for r in rows]
    tops = [y]
    for height in heights:
        tops.append(tops[-1] + height)
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            down = _reach([rows[k][c] for k in range(r + 1, len(rows))], "^")
            right = _reach(row[c + 1 :], "<")
            box = Kotak(edges[c], tops[r], edges[c + right + 1], tops[r + down + 1])
            lines = [
                Baris(words(part, box.x0 + 2, box.y0 + 2 + i * BARIS))
                for i, part in enumerate(text.split("\n"))
                if part.strip()
            ]
            near = tuple(
                b for b in bacaan if box.contains_point(b.kotak.tengah_x, b.kotak.tengah_y)
            )
            cells.append(Sel(r, c, down + 1, right + 1, box, tuple(lines), near))
    return Tabel(page, Kotak(KIRI, y, KANAN, tops[-1]), len(rows), count, tuple(cells))


def _reach(texts: Sequence[str], mark: str) -> int:
    count = 0
    for text in texts:
        if text != mark:
            break
        count += 1
    return count


def page(nomor: int, *isi: str | Tabel_, metode: Metode = Metode.TEKS) -> TataLetak:
    """Set a page: lines (`= ` before a text centres it, `|` parts two columns) and tables."""
    lines: list[Baris] = []
    tables: list[tuple[Tabel_, float]] = []
    y = ATAS
    for item in isi:
        if isinstance(item, str):
            lines.append(_line(item, y))
            y += 2 * BARIS if item == "" else BARIS + 2
        else:
            tables.append((item, y))
            y += sum(BARIS * max(1, *(t.count("\n") + 1 for t in row)) + 4 for row in item) + 8
    kata = [k for baris in lines for k in baris.kata]
    for rows, top in tables:
        made = table(rows, None, top)
        kata.extend(k for sel in made.sel for baris in sel.isi for k in baris.kata)
    halaman = Halaman(nomor, LEBAR, TINGGI, metode, kata=tuple(kata))
    return TataLetak(
        halaman,
        tuple(baris for baris in lines if baris.kata),
        tuple(table(rows, halaman, top) for rows, top in tables),
    )


def _line(item: str, y: float) -> Baris:
    if "|" in item:
        left, right = item.split("|")
        return Baris((*words(left.strip(), KIRI, y), *words(right.strip(), 340.0, y)))
    return line(item.removeprefix("= "), y, tengah=item.startswith("= "))

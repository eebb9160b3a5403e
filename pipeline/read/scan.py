"""A scanned page to words, ruling lines, ink and second readings.

Straightened, ruling lines erased, each cell of a ruled table read by itself, the text
around tables block by block. Every piece that may hold a figure is read again by a
second, independent reader; where the two differ, by more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from typing import Any

import cv2
import numpy as np

from pipeline.geometry.box import Kotak, union
from pipeline.geometry.grid import Kisi, find_grids, is_nested
from pipeline.read import ocr, pieces, raster, rules
from pipeline.read.frame import Lurus, make_straight
from pipeline.read.page import Bacaan, Garis, Halaman, Kata
from pipeline.read.raster import Image
from schemas.vocabulary import Metode

PRINT_LEVEL = 150
"""On a strengthened picture a pixel darker than this (0..255) is print."""
BEST_DPI = 300.0
"""Tesseract loses commas of few pixels; for single lines, coarser scans are enlarged to this."""
CELL_DPI = 200.0
"""For the blocks of lines in cells, more than this costs time and gains nothing."""
COVERED = 0.6
"""A line whose sure words cover less than this share of it is read again by itself."""
UNSURE = 0.8
"""A word read less surely than this may be a figure taken for letters."""
AGREED_SURE = 0.55
"""A figure on which both readers agree, the first less sure than this, is read once more."""
MARK_LOST = 0.5
"""How sure a reading of digits alone is where a mark stands between them."""
DISTURBED = 0.5
"""How sure a reading is of what a streak ran through or a pen wrote beside: all readers see it."""
WRITTEN = 0.0002
"""So much of a cell's print (square inches), at least, is coloured where a pen wrote ..."""
PRINTED = 0.0005
"""... beside so much, at least, that is not."""
STREAK_NEAR = 2.0
"""A streak so near (points) beside a line may have run through a stroke at its end."""
PERCENT_TAIL = re.compile(r"[0-9](?:96|90|9|6|94)\)?[.,;:]?$")
"""How a figure ends whose percent sign may have been taken for digits."""
UNDER = 4.0
"""The tails of letters reach at most so far (points) below an underline."""
AS_SURE = 0.02
"""A reading with the underline is the better one, if it is nearly as sure as that without."""
BULLET = "\N{BULLET}"
CONFIRMED = 0.65
"""How sure a word is that the first reader misread and two others agree on."""
RAW_SURE = 0.6
"""What is read less surely where no line was found is noise."""
PALE = 75.0
"""Print that differs less than this (0..255) from the paper may be that of the other side."""
MIRRORED_LINES = 8
"""So many lines are read mirrored where print may be that of the other side."""
LONGEST_FIGURE = 44
"""A line of a cell with more characters than this holds prose, not a figure."""


def read_scan(page: Any, nomor: int) -> Halaman:
    """Read a page from its picture.

    Args:
        page: An open `pymupdf.Page`.
        nomor: The page's number, from 1.

    Raises:
        OcrMissing: Tesseract or its language data is not installed.
    """
    straight = make_straight(page)
    clean = _print_only(straight)
    grids = find_grids(straight.garis.garis)
    words, readings = _read_tables(straight, clean, grids)
    around, around_readings = _read_around(straight, clean, grids)
    height, width = straight.abu.shape
    if _shows_through(straight, clean, words + around):
        return Halaman(
            nomor=nomor,
            lebar=width * straight.scale,
            tinggi=height * straight.scale,
            metode=Metode.OCR,
            kemiringan=straight.kemiringan,
            putaran=straight.putaran,
            ke_tampilan=straight.ke_tampilan,
        )
    return Halaman(
        nomor=nomor,
        lebar=width * straight.scale,
        tinggi=height * straight.scale,
        metode=Metode.OCR,
        kata=tuple(words + around),
        garis=straight.garis.garis,
        bacaan=tuple(readings + around_readings),
        tinta=tuple(straight.points((x, y, x + w, y + h)) for x, y, w, h in straight.tinta.goresan),
        cap=tuple(straight.points((x, y, x + w, y + h)) for x, y, w, h in straight.tinta.cap),
        putaran=straight.putaran,
        kemiringan=straight.kemiringan,
        ke_tampilan=straight.ke_tampilan,
    )


def _shows_through(straight: Lurus, clean: Image, words: Sequence[Kata]) -> bool:
    """Say whether all that is seen on a page is the print on its other side, pale and mirrored.

    Where print is pale and hardly a word was read surely, its lines are read mirrored, too.
    """
    letters = sum(len(word.teks) for word in words)
    sure = sum(len(w.teks) for w in words if w.keyakinan >= UNSURE and len(w.teks) >= 3)
    if straight.nada.kertas - straight.nada.cetak >= PALE or sure >= 0.4 * letters:
        return False
    mask = pieces.print_mask(clean, straight.dpi, PRINT_LEVEL)
    lines = sorted(_line_boxes(mask, straight.dpi), key=lambda box: box[0] - box[2])
    crops = [pieces.crop(clean, line, 3, 3) for line in lines[:MIRRORED_LINES]]
    if not crops:
        return True
    reader = ocr.rapid()
    mirrored = [[np.flip(crop, axis).copy() for crop in crops] for axis in (0, 1)]
    return max(map(reader.sureness, mirrored)) > reader.sureness(crops)


def _print_only(straight: Lurus) -> Image:
    """Return the page's picture with nothing but print, strengthened."""
    mask = raster.dark_mask(straight.abu, straight.nada)
    clean = rules.leave_print(straight.abu, mask, straight.garis, straight.tepi, straight.dpi)
    clean = rules.erase(clean, mask, straight.garis, straight.dpi)
    return raster.strengthen(clean, straight.nada)


def _read_tables(
    straight: Lurus, clean: Image, grids: Sequence[Kisi]
) -> tuple[list[Kata], list[Bacaan]]:
    """Read every cell of every ruled table by itself."""
    words: list[Kata] = []
    readings: list[Bacaan] = []
    inset = max(1, round(0.008 * straight.dpi))
    for grid in grids:
        around = _without_nested(straight, clean, grid, grids)
        for petak in grid.petak:
            x0, y0, x1, y1 = straight.pixels(petak.kotak)
            area = (x0 + inset, y0 + inset, x1 - inset, y1 - inset)
            if area[2] - area[0] < 4 or area[3] - area[1] < 4:
                continue
            cell_words, cell_readings = _read_cell(straight, around, area)
            words += cell_words
            readings += cell_readings
    return words, readings


def _without_nested(straight: Lurus, clean: Image, grid: Kisi, grids: Sequence[Kisi]) -> Image:
    """Return the picture without the tables in a table's cells, which are read by themselves."""
    nested = [other for other in grids if is_nested(other, grid)]
    if not nested:
        return clean
    rest = clean.copy()
    for other in nested:
        x0, y0, x1, y1 = straight.pixels(other.kotak.grow(2))
        rest[y0:y1, x0:x1] = 255
    return rest


def _read_cell(straight: Lurus, clean: Image, area: pieces.Box) -> tuple[list[Kata], list[Bacaan]]:
    """Read one cell; a blank one is not given to a reader, which would find noise in it."""
    piece = clean[area[1] : area[3], area[0] : area[2]]
    mask = pieces.print_mask(piece, straight.dpi, PRINT_LEVEL)
    lines = pieces.text_lines(mask, straight.dpi)
    if not lines:
        return [], []
    words: list[Kata] = []
    parts = _parts(straight, mask, area, lines)
    for part in parts:
        words += _read_part(straight, piece, area, part)
    lines = [line for part in parts for line in part]
    readings: list[Bacaan] = []
    written = _is_written_in(straight, mask, area)
    for line in lines:
        box = straight.points(_moved(line, area[:2]))
        bullet = pieces.bullet_of(mask, line)
        if bullet is not None:
            words = _with_bullet(straight.points(_moved(bullet, area[:2])), words)
        first, first_sure = _text_in(words, box)
        if _may_be_figure(first, first_sure):
            readings += _read_again(
                straight, piece, line, box, first, first_sure, disturbed=written
            )
        else:
            words = _with_percent_signs(straight, piece, area, box, words)
    return words, readings


def _is_written_in(straight: Lurus, mask: Image, area: pieces.Box) -> bool:
    """Say whether a cell holds both black print and something small in colour.

    A pen's tick, stroke or figure beside print is read along with it, by all readers alike.
    """
    if straight.tinta.rendah is None:
        return False
    low = straight.tinta.rendah[area[1] : area[3], area[0] : area[2]]
    if cv2.countNonZero(cv2.bitwise_and(low, mask)) < WRITTEN * straight.dpi**2:
        return False
    side = 2 * max(1, round(0.005 * straight.dpi)) + 1
    rim = cv2.dilate(low, np.ones((side, side), np.uint8))
    black = cv2.countNonZero(cv2.bitwise_and(mask, cv2.bitwise_not(rim)))
    return black >= PRINTED * straight.dpi**2


def _parts(
    straight: Lurus, mask: Image, area: pieces.Box, lines: Sequence[pieces.Box]
) -> list[list[pieces.Box]]:
    """Group the lines of a cell into what is read at once: blocks, and the parts of fractions."""
    parts: list[list[pieces.Box]] = [[]]
    for line in lines:
        if pieces.is_tall(mask, line, straight.dpi):
            to_piece = (-area[0], -area[1])
            bars = [
                _moved(straight.pixels(Kotak(*astuple(rule))), to_piece)
                for rule in straight.garis.garis
                if rule.mendatar
            ]
            parts += [*pieces.part_fraction(mask, line, bars, straight.dpi), []]
        else:
            parts[-1].append(line)
    return [part for part in parts if part]


def _read_part(
    straight: Lurus, piece: Image, area: pieces.Box, lines: Sequence[pieces.Box]
) -> list[Kata]:
    """Read lines of a cell that stand below each other."""
    bounds = (
        min(line[0] for line in lines),
        min(line[1] for line in lines),
        max(line[2] for line in lines),
        max(line[3] for line in lines),
    )
    single = len(lines) == 1
    best = BEST_DPI if single else CELL_DPI
    words = _tesseract(straight, piece, bounds, single=single, offset=area[:2], best=best)
    if not single:
        words = _with_lost_lines(straight, piece, area, lines, words)
    return words


def _with_bullet(bullet: Kotak, words: list[Kata]) -> list[Kata]:
    """Put a bullet, seen by its shape, in the place of what the reader made of it."""
    there = [w for w in words if w.kotak.contains_point(bullet.tengah_x, bullet.tengah_y)]
    if any(len(word.teks) > 2 for word in there):
        return words  # joined to the word behind it
    return [word for word in words if word not in there] + [Kata(BULLET, bullet)]


def _with_lost_lines(
    straight: Lurus,
    piece: Image,
    area: pieces.Box,
    lines: Sequence[pieces.Box],
    words: list[Kata],
) -> list[Kata]:
    """Read again, by themselves, the lines of a cell that reading it as a block lost."""
    for line in lines:
        box = straight.points(_moved(line, area[:2]))
        inside = [w for w in words if box.y0 <= w.kotak.tengah_y <= box.y1]
        low = [w for w in inside if w.kotak.tinggi <= 2 * box.tinggi]
        covered = sum(w.kotak.lebar for w in low if w.keyakinan >= 0.5)
        lost = covered < COVERED * box.lebar
        if box.lebar < 3 * box.tinggi or not (lost or any(_is_odd(w, box) for w in inside)):
            continue
        again = _tesseract(straight, piece, line, single=True, offset=area[:2])
        surer = _mean_sure(again) > _mean_sure(inside) and _length(again) >= _length(inside)
        if _is_better(again, inside) if lost else surer:
            words = [w for w in words if w not in inside] + again
    return words


def _is_odd(word: Kata, line: Kotak) -> bool:
    """Say whether a word was hardly read: unsurely, or too few letters for its width."""
    wide = word.kotak.lebar > 1.5 * line.tinggi
    return wide and (word.keyakinan < 0.4 or word.kotak.lebar > 1.6 * line.tinggi * len(word.teks))


def _with_percent_signs(
    straight: Lurus,
    piece: Image,
    area: pieces.Box,
    line: Kotak,
    words: Sequence[Kata],
) -> list[Kata]:
    """Put back the percent signs of a line of prose that the first reader took for digits.

    `17,0%` comes as `17,096`. A word that ends as such a sign does is read by the second
    reader; where that sees the same figure with a sign, the sign is there.
    """
    mended: list[Kata] = []
    for word in words:
        if line.y0 <= word.kotak.tengah_y <= line.y1 and PERCENT_TAIL.search(word.teks):
            x0, y0, x1, y1 = straight.pixels(word.kotak)
            inside = (x0 - area[0], y0 - area[1], x1 - area[0], y1 - area[1])
            around = max(2, round(0.02 * straight.dpi))
            text, _ = ocr.rapid().read_lines([pieces.crop(piece, inside, around, around)])[0]
            word = _with_sign(word, text)
        mended.append(word)
    return mended


def _with_sign(word: Kata, second: str) -> Kata:
    figure = re.search(r"([0-9][0-9.,]*)\s*%", second)
    match = re.search(r"[0-9][0-9.,]*", word.teks)
    if figure is None or match is None or not match.group().startswith(figure.group(1)):
        return word
    text = word.teks.replace(match.group(), figure.group(1) + "%", 1)
    return replace(word, teks=text)


def _tesseract(
    straight: Lurus,
    piece: Image,
    bounds: pieces.Box,
    *,
    single: bool,
    offset: Sequence[int],
    best: float = BEST_DPI,
) -> list[Kata]:
    """Read a piece with the first reader, at `best` dots per inch; boxes in frame points."""
    around, margin = max(3, round(0.025 * straight.dpi)), max(4, round(0.03 * straight.dpi))
    cut = pieces.crop(piece, bounds, around, margin)
    factor = min(2.0, max(1.0, best / straight.dpi))
    mode = ocr.LINE if single else ocr.BLOCK
    large = _enlarged(cut, factor)
    read = ocr.tesseract().read(large, mode, straight.dpi * factor)
    if single and not read:
        read = _raw(ocr.tesseract(), cut, straight.dpi)
        factor = 1.0
    left, top = max(0, bounds[0] - around), max(0, bounds[1] - around)
    shift = (left - margin + offset[0], top - margin + offset[1])
    return [
        Kata(word.teks, straight.points(_moved(_shrunk(word.kotak, factor), shift)), word.keyakinan)
        for word in read
        if _is_text(word)
    ]


def _raw(reader: ocr.Pembaca, cut: Image, dpi: float) -> list[ocr.KataGambar]:
    """Read a line in which a reader finds none; what it is not sure of is then no line."""
    read = reader.read(cut, ocr.RAW, dpi)
    return [word for word in read if word.keyakinan >= RAW_SURE]


def _enlarged(image: Image, factor: float) -> Image:
    if factor == 1:
        return image
    large = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, dtype=np.uint8)


def _shrunk(box: pieces.Box, factor: float) -> pieces.Box:
    x0, y0, x1, y1 = (round(value / factor) for value in box)
    return x0, y0, x1, y1


def _is_text(word: ocr.KataGambar) -> bool:
    """Leave out what a reader makes of dirt: no letter or digit, and hardly sure."""
    return word.keyakinan >= 0.35 or (word.keyakinan >= 0.1 and any(c.isalnum() for c in word.teks))


def _moved(box: Sequence[int], by: Sequence[int]) -> pieces.Box:
    return box[0] + by[0], box[1] + by[1], box[2] + by[0], box[3] + by[1]


def _text_in(words: Iterable[Kata], box: Kotak) -> tuple[str, float]:
    """Return what the first reader saw in a line, left to right, and its least sure word."""
    inside = [
        w
        for w in words
        if box.y0 <= w.kotak.tengah_y <= box.y1 and box.x0 - 3 <= w.kotak.tengah_x <= box.x1 + 3
    ]
    text = " ".join(w.teks for w in sorted(inside, key=lambda w: w.kotak.x0))
    return text, min((w.keyakinan for w in inside), default=0.0)


def _may_be_figure(text: str, sure: float) -> bool:
    """Say whether a line may hold a figure.

    It may where it has digits and is no prose, where it is very short, and where it is
    short and was read unsurely: a worn `100` comes as `too`.
    """
    compact = text.replace(" ", "")
    if len(compact) <= 3:
        return True
    if any(c.isdigit() for c in compact):
        return len(compact) <= LONGEST_FIGURE
    return sure < UNSURE and len(compact) <= 10


def _digits(text: str) -> str:
    """Reduce a reading to what must agree: digits, separators, signs."""
    return re.sub(r"[^0-9,.()%<>≤≥-]", "", text.replace("–", "-")).strip(".,")


def _read_again(
    straight: Lurus,
    piece: Image,
    line: pieces.Box,
    box: Kotak,
    first: str,
    first_sure: float,
    *,
    disturbed: bool = False,
) -> list[Bacaan]:
    """Read a line with the second reader; where it differs from the first, with more.

    Where they agree but the first was not sure, it looks once more at another scale.
    Of what is `disturbed` no agreement makes sure.
    """
    around = max(2, round(0.02 * straight.dpi))
    cut = pieces.crop(piece, line, around, max(1, round(0.01 * straight.dpi)))
    text, sure = ocr.rapid().read_lines([cut])[0]
    if disturbed or _is_streaked(straight, box):
        return [Bacaan("rapidocr", box, text, min(sure, DISTURBED))]
    readings = [Bacaan("rapidocr", box, text, sure)]
    if _digits(text) == _digits(first):
        if pieces.has_taller_stroke(cut, straight.dpi, sum(c.isdigit() for c in text)):
            return [Bacaan("rapidocr", box, text, min(sure, DISTURBED))]
        lost = text.isdigit() and len(text) > 1
        if lost and pieces.has_mark_between_glyphs(cut, straight.dpi):
            # Both readers may have lost one point or comma: neither is sure any more.
            return [Bacaan("rapidocr", box, text, min(sure, MARK_LOST))]
        if text and first_sure < AGREED_SURE:
            readings += _read_otherwise(straight, piece, line, box, few=True)
        return readings
    readings += _read_otherwise(straight, piece, line, box, few=False)
    bold = cv2.erode(cut, np.ones((2, 2), np.uint8))
    text, sure = ocr.rapid().read_lines([np.asarray(bold, dtype=np.uint8)])[0]
    readings.append(Bacaan("rapidocr-tebal", box, text, sure))
    return readings


def _is_streaked(straight: Lurus, box: Kotak) -> bool:
    """Say whether a streak of the scanner ran through a line, or close beside it."""
    if straight.jejak is None:
        return False
    x0, y0, x1, y1 = straight.pixels(box.grow(STREAK_NEAR, 0))
    return bool((straight.jejak[y0:y1, x0:x1] > 127).any())


def _read_otherwise(
    straight: Lurus, piece: Image, line: pieces.Box, box: Kotak, *, few: bool
) -> list[Bacaan]:
    """Read a line with the first reader at another scale, and with its English model alone."""
    around, room = max(2, round(0.02 * straight.dpi)), max(6, round(0.05 * straight.dpi))
    spaced = pieces.crop(piece, line, around, room)
    readings = []
    for reader, factor, name in (
        (ocr.tesseract(), 1.0 if straight.dpi < BEST_DPI else 1.5, "tesseract-asli"),
        (ocr.tesseract("eng"), 2.0, "tesseract-eng-besar"),
    )[: 1 if few else 2]:
        read = reader.read(_enlarged(spaced, factor), ocr.LINE, straight.dpi * factor)
        read = read or _raw(reader, spaced, straight.dpi)
        if read:
            joined = " ".join(word.teks for word in read)
            sure = min(word.keyakinan for word in read)
            readings.append(Bacaan(name, box, joined, sure))
    return readings


def _read_around(
    straight: Lurus, clean: Image, grids: Sequence[Kisi]
) -> tuple[list[Kata], list[Bacaan]]:
    """Read the text outside tables, strip by strip between them."""
    height = clean.shape[0]
    rest = clean.copy()
    edges = [0]
    for grid in grids:
        x0, y0, x1, y1 = straight.pixels(grid.kotak.grow(2))
        rest[y0:y1, x0:x1] = 255
        edges += [y0, y1]
    edges.append(height)
    words: list[Kata] = []
    mask = pieces.print_mask(rest, straight.dpi, PRINT_LEVEL)
    cuts = sorted(set(edges))
    for top, bottom in itertools.pairwise(cuts):
        lines = pieces.text_lines(mask[top:bottom], straight.dpi)
        if not lines:
            continue
        left, right = min(line[0] for line in lines), max(line[2] for line in lines)
        bounds = (left, lines[0][1], right, lines[-1][3])
        words += _tesseract(straight, rest[top:bottom], bounds, single=False, offset=(0, top))
    words = _within_text(_rescue(straight, rest, mask, words))
    words = _with_underlined(straight, grids, words)
    readings: list[Bacaan] = []
    for run in _figure_runs(words):
        again = _read_run(straight, rest, mask, run)
        readings += again
        settled = _settled(run, again)
        if settled != run:
            words = [word for word in words if word not in run] + settled
    return words, readings


def _rescue(straight: Lurus, rest: Image, mask: Image, words: list[Kata]) -> list[Kata]:
    """Read again, by themselves, the lines that reading the whole block left out.

    Beside a stamp or between two signature blocks a reader of blocks loses lines.
    """
    for line in _line_boxes(mask, straight.dpi):
        box = straight.points(line)
        room = box.grow(1)
        inside = [
            w
            for w in words
            if w.kotak.y0 < room.y1 and w.kotak.y1 > room.y0 and w.kotak.share_in(room) > 0.5
        ]
        covered = sum(w.kotak.lebar for w in inside if w.keyakinan >= 0.5)
        if covered >= COVERED * box.lebar:
            continue
        again = _tesseract(straight, rest, line, single=True, offset=(0, 0))
        if _is_better(again, inside):
            words = [w for w in words if w not in inside and not _meets_any(w, again)] + again
    return words


def _with_underlined(straight: Lurus, grids: Sequence[Kisi], words: list[Kata]) -> list[Kata]:
    """Read underlined lines again with their underline, and keep the surer reading.

    Where an underline runs through the tails of letters, taking it out takes them along:
    `Yayuk` becomes `Yavuk`. The reader knows underlined print.
    """
    for rule in straight.garis.garis:
        if not rule.mendatar or any(_lies_on(rule, grid) for grid in grids):
            continue
        above = [word for word in words if _stands_on(word.kotak, rule)]
        if sum(len(word.teks) for word in above) < 3:
            continue
        line = union(word.kotak for word in above).grow(2, 0)
        x0, y0, x1, y1 = straight.pixels(Kotak(line.x0, line.y0 - 1, line.x1, rule.y0 + UNDER))
        piece = raster.strengthen(straight.abu[y0:y1, x0:x1], straight.nada)
        again = _tesseract(straight, piece, (0, 0, x1 - x0, y1 - y0), single=True, offset=(x0, y0))
        left = [word.kotak.x0 for word in again]
        whole = _length(again) >= 0.95 * _length(above) and left == sorted(left)
        if whole and _mean_sure(again) >= _mean_sure(above) - AS_SURE:
            words = [word for word in words if word not in above] + again
    return words


def _lies_on(rule: Garis, grid: Kisi) -> bool:
    """Say whether a rule is one of a table's."""
    return grid.kotak.grow(3).contains_point((rule.x0 + rule.x1) / 2, rule.y0)


def _stands_on(box: Kotak, rule: Garis) -> bool:
    """Say whether a word stands on a level rule, its tails below it or not."""
    beside = rule.x0 - box.tinggi < box.tengah_x < rule.x1 + box.tinggi
    return beside and box.tengah_y < rule.y0 and abs(box.y1 - rule.y0) < 0.4 * box.tinggi


def _mean_sure(words: Sequence[Kata]) -> float:
    """Return how sure words are, each letter counting once; 0 where there are none."""
    return sum(w.keyakinan * len(w.teks) for w in words) / max(1, _length(words))


def _length(words: Sequence[Kata]) -> int:
    return sum(len(word.teks) for word in words)


def _meets_any(word: Kata, others: Sequence[Kata]) -> bool:
    """Say whether a word was read again, be its first box too wide or too narrow."""
    return any(
        word.kotak.share_in(other.kotak) > 0.4
        or (other.kotak.share_in(word.kotak) > 0.6 and other.teks.lower() in word.teks.lower())
        for other in others
    )


def _is_better(again: Sequence[Kata], before: Sequence[Kata]) -> bool:
    """Say whether a second reading of a line reads more of it, surely enough."""

    def sure(words: Sequence[Kata]) -> float:
        return sum(w.keyakinan * len(w.teks) for w in words if w.keyakinan >= 0.5)

    return sure(again) >= 3 and sure(again) > 1.2 * sure(before)


def _line_boxes(mask: Image, dpi: float) -> list[pieces.Box]:
    """Find the lines of text by smearing letters along them; boxes in pixels."""
    coarse, coarse_dpi = raster.coarser(mask, dpi)
    factor = dpi / coarse_dpi
    kept, height = raster.letters(coarse, coarse_dpi)
    reach = max(3, round(1.6 * height))
    joined = cv2.dilate(kept, np.ones((1, reach), np.uint8))
    _, stats = raster.components(np.asarray(joined, dtype=np.uint8))
    boxes = [
        (
            round((x + reach // 2) * factor),
            round(y * factor),
            round((x + w - reach // 2) * factor),
            round((y + h) * factor),
        )
        for x, y, w, h, _ in stats[1:]
        if 0.6 * height <= h <= 2.6 * height and w - reach >= 2 * height
    ]
    return sorted(boxes, key=lambda box: (box[1], box[0]))


def _within_text(words: list[Kata]) -> list[Kata]:
    """Drop what was read, unsurely, in the margins: shadows of the spine, punch holes, dirt."""
    sure = [w for w in words if w.keyakinan >= 0.8 and len(w.teks) >= 3]
    if len(sure) < 8:
        return words
    left, right = min(w.kotak.x0 for w in sure), max(w.kotak.x1 for w in sure)
    return [
        w
        for w in words
        if w.keyakinan >= 0.75
        or (len(w.teks) > 3 and w.keyakinan >= 0.5)
        or left - w.kotak.tinggi <= w.kotak.tengah_x <= right + w.kotak.tinggi
    ]


def _figure_runs(words: Sequence[Kata]) -> list[list[Kata]]:
    """Group neighbouring words that are mostly digits: amounts, NIP, numbers of naskah."""
    runs: list[list[Kata]] = []
    for word in words:
        if sum(c.isdigit() for c in word.teks) * 3 < len(word.teks):
            continue
        if runs and _continues(runs[-1][-1], word):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [run for run in runs if sum(c.isdigit() for word in run for c in word.teks) >= 2]


def _continues(last: Kata, word: Kata) -> bool:
    height = max(last.kotak.tinggi, word.kotak.tinggi)
    return (
        abs(last.kotak.tengah_y - word.kotak.tengah_y) < 0.5 * height
        and 0 <= word.kotak.x0 - last.kotak.x1 < 1.2 * height
    )


def _read_run(straight: Lurus, rest: Image, mask: Image, run: Sequence[Kata]) -> list[Bacaan]:
    """Read a run of figure words again; the second reader sees all print up to the next gap."""
    line = straight.pixels(union(word.kotak for word in run))
    wide = pieces.widen_to_gap(mask, line, max(2, round(0.35 * (line[3] - line[1]))))
    first = " ".join(word.teks for word in run)
    sure = min(word.keyakinan for word in run)
    return _read_again(straight, rest, wide, straight.points(wide), first, sure)


def _settled(run: Sequence[Kata], readings: Sequence[Bacaan]) -> list[Kata]:
    """Return the run's words, or the second reading where a third confirms its digits.

    Outside tables nobody votes later: a NIP or the number of a naskah is taken as it
    stands in the text, so the text must hold the better reading. It stays marked as
    unsure, and all readings are kept.
    """
    second = _only_digits(readings[0].teks)
    if not second or second == _only_digits("".join(word.teks for word in run)):
        return list(run)
    confirmed = any(
        _only_digits(other.teks) == second
        for other in readings[1:]
        if not other.pembaca.startswith("rapidocr")
    )
    if not confirmed:
        return list(run)
    return [Kata(readings[0].teks, union(word.kotak for word in run), CONFIRMED)]


def _only_digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)

"""Two small good papers, text and a ruled table, that must be read in full beside any others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pymupdf

COLUMNS = (50, 85, 250, 430, 540)
TARGET = {
    "Kencong": (
        ("Meningkatnya kualitas pelayanan publik", "Indeks Kepuasan Masyarakat", "83,50"),
        ("Meningkatnya akuntabilitas kinerja", "Nilai SAKIP Kecamatan", "67,25"),
        ("Meningkatnya ketertiban wilayah", "Persentase gangguan ditangani", "91"),
    ),
    "Mayang": (
        ("Meningkatnya kualitas pelayanan publik", "Indeks Kepuasan Masyarakat", "81,75"),
        ("Meningkatnya partisipasi masyarakat", "Persentase usulan terlaksana", "72,5"),
    ),
}


NAMA, NIP = "SITI AMINAH, S.Sos", "197203051998032004"


def agreement(unit: str, rows: Sequence[tuple[str, str, str]], nip: str = NIP) -> bytes:
    """Return a perjanjian kinerja of one page as PDF."""
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        title = ("PERJANJIAN KINERJA TAHUN 2025", f"KECAMATAN {unit.upper()}", "KABUPATEN JEMBER")
        for number, line in enumerate(title):
            page.insert_text((180, 70 + 18 * number), line, fontsize=13, fontname="hebo")
        top, height = 160, 40
        table = [("No", "Sasaran Strategis", "Indikator Kinerja", "Target")]
        table += [(str(number), *row) for number, row in enumerate(rows, start=1)]
        for number, row in enumerate(table):
            y = top + height * number
            for (x0, x1), text in zip(pairwise(COLUMNS), row, strict=True):
                box = pymupdf.Rect(x0, y, x1, y + height)
                page.draw_rect(box, width=0.8)
                page.insert_textbox(box + pymupdf.Rect(4, 4, -4, -2), text, fontsize=9)
        signed = top + height * len(table) + 60
        for number, line in enumerate(
            (
                "Jember, 2 Januari 2025",
                f"Camat {unit}",
                NAMA,
                f"NIP {nip}",
            )
        ):
            page.insert_text((350, signed + 20 * number), line, fontsize=10)
        return bytes(document.tobytes(no_new_id=True))


def write(folder: Path) -> list[str]:
    """Write the papers; returns their names."""
    for unit, rows in TARGET.items():
        (folder / f"pk-{unit.lower()}.pdf").write_bytes(agreement(unit, rows))
    return [f"pk-{unit.lower()}.pdf" for unit in TARGET]

"""What was measured as lines of text; seconds, ratios, shares, for who reads the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.bench.lembar import Lembar
from tests.bench.skor import Skor
from tests.bench.ukur import SELARAS, Ukuran, Waktu, total_score, total_time

JUDUL = {
    "tesseract": "tesseract ind+eng",
    "ocrmypdf": "OCRmyPDF, lalu pdfplumber",
    "img2table": "img2table, Tesseract",
    "pdfplumber": "pdfplumber extract_tables",
    "pymupdf": "PyMuPDF find_tables",
    SELARAS: "Selaras",
}

CATATAN = {
    "ocrmypdf": "keluaran OCRmyPDF tak bergaris: tabelnya dicari pdfplumber dari kolom kata",
    "img2table": "img2table: setelan yang menemukan paling banyak di halaman contoh",
}
"""What is to be known of a reader's row."""


def show_pages(dasar: Ukuran, selaras: Ukuran, terpadat: int) -> Iterator[str]:
    """Tell the densest pages and the sum of all; processor seconds in brackets."""
    lembar = list(selaras.bacaan)
    yield f"  {'halaman':<42}{'kata':>6}{dasar.nama:>18}{'selaras':>18}{'kali':>8}"
    densest = sorted(lembar, key=lambda one: selaras.bacaan[one].kata, reverse=True)
    for one in densest[:terpadat]:
        yield _page_line(one.nama, [one], dasar, selaras)
    if len(lembar) > terpadat:
        yield _page_line(f"{terpadat} terpadat", densest[:terpadat], dasar, selaras)
    yield _page_line(f"seluruhnya, {len(lembar)} halaman", lembar, dasar, selaras)


def _page_line(name: str, lembar: Sequence[Lembar], dasar: Ukuran, selaras: Ukuran) -> str:
    words = sum(selaras.bacaan[one].kata for one in lembar)
    one, other = total_time(dasar, lembar), total_time(selaras, lembar)
    times = "".join(f"{f'{t.detik:.2f} ({t.prosesor:.2f})':>18}" for t in (one, other))
    return f"  {name:<42.42}{words:>6}{times}{_times(other.prosesor, one.prosesor):>8}"


def _times(value: float, base: float) -> str:
    return f"{value / base:.2f}" if base > 0 else "-"


FEWEST = 12
"""A bar is meant for papers as they come; fewer pages than this say nothing of it."""


def show_bars(one: Waktu, other: Waktu, bars: Mapping[str, float], halaman: int) -> Iterator[str]:
    """Say by the clock and by the processor how often the one goes into the other."""
    clock = other.detik / max(one.detik, 1e-9)
    processor = other.prosesor / max(one.prosesor, 1e-9)
    yield f"  {clock:.2f} kali menurut jam, {processor:.2f} kali menurut prosesor"
    for what, bar in bars.items():
        if halaman < FEWEST:
            yield f"  batas {bar} ({what}): tidak dinilai dari {halaman} halaman"
            continue
        kept = "memenuhi" if max(clock, processor) <= bar else "TIDAK memenuhi"
        yield f"  batas {bar} ({what}): {kept}"


def show_side_by_side(
    measured: Mapping[str, Ukuran], lembar: Sequence[Lembar], dasar: str
) -> Iterator[str]:
    """Tell, for each reader of the same pages, time, memory and what it found."""
    base = measured[dasar]
    yield (
        f"  {'pembaca':<28}{'detik/hal.':>11}{'prosesor':>10}{'kali':>7}{'memori MB':>11}"
        f"{'angka tepat':>20}{'tabel':>10}"
    )
    for ukuran in measured.values():
        if ukuran.tidak_diukur:
            yield f"  {JUDUL.get(ukuran.nama, ukuran.nama):<28} {ukuran.tidak_diukur}"
            continue
        time, skor = total_time(ukuran, lembar), total_score(ukuran, lembar)
        count = max(len(lembar), 1)
        yield (
            f"  {JUDUL[ukuran.nama]:<28}{time.detik / count:>11.3f}{time.prosesor / count:>10.3f}"
            f"{_times(time.prosesor, total_time(base, lembar).prosesor):>7}"
            f"{ukuran.puncak:>11.0f}{_figures(skor):>20}{_tables(skor):>10}"
        )
    for ukuran in measured.values():
        if ukuran.galat:
            yield f"  {JUDUL[ukuran.nama]}: {len(ukuran.galat)} halaman gagal; {ukuran.galat[0]}"
    for name, catatan in CATATAN.items():
        if name in measured and not measured[name].tidak_diukur:
            yield f"  {catatan}"
    if any(total_score(u, lembar).tabel_ditemukan is None for u in _measured(measured)):
        yield "  *) di mana pun dalam teks halaman, tanpa tempatnya; pembaca ini tak memberi tabel"


def _measured(measured: Mapping[str, Ukuran]) -> list[Ukuran]:
    return [ukuran for ukuran in measured.values() if not ukuran.tidak_diukur]


def _figures(skor: Skor) -> str:
    share = f" {100 * skor.tepat / skor.angka:.1f} %" if skor.angka else ""
    return f"{skor.tepat}/{skor.angka}{share}{'*' if skor.tabel_ditemukan is None else ' '}"


def _tables(skor: Skor) -> str:
    return "-" if skor.tabel_ditemukan is None else f"{skor.tabel_ditemukan}/{skor.tabel}"


def show_stages(seconds: Mapping[str, float], pages: int) -> Iterator[str]:
    """Tell the share of each stage, the longest first."""
    whole = sum(seconds.values())
    for tahap, used in sorted(seconds.items(), key=lambda item: -item[1]):
        if used >= 0.0005 * whole:
            share = 100 * used / whole
            yield f"  {tahap:<28}{1000 * used / pages:>9.1f} ms/hal.{share:>7.1f} %"
    yield f"  {'jumlah':<28}{1000 * whole / pages:>9.1f} ms/hal."

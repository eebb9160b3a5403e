"""A folder of as many pages as asked for, made of the pages of the samples.

It grows by bundles (`gugus`) of 100 pages, each a folder of its own: whole documents with text
layer, the same ones in each bundle, and scanned pages, which take turns. No page is twice the
same by content. In text layers each bundle has offices of its own, and those of some bundles
make up a regency; in scans, which are pictures, names stay as they are.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
SET = ("pengajuan", "kabupaten-lain", "kabupaten-baru")
GUGUS = 100
"""Pages of a bundle."""
PINDAIAN = 10
"""Scanned pages among them."""
GUGUS_SEPEMDA = 5
"""So many bundles belong to one regency."""
FULL_PAGE = 0.6
"""A picture that covers this share of a page is the page itself, scanned."""
_UNIT_BERNAMA = ("Kecamatan", "Kelurahan", "Desa")
"""Offices that bear a place's name; others are told apart by their government alone."""
_JPEG = (cv2.IMWRITE_JPEG_QUALITY, 50, cv2.IMWRITE_JPEG_OPTIMIZE, 1)
WILAYAH = Path(__file__).resolve().parents[2] / "extractors" / "kamus" / "wilayah.csv"
"""Regencies and their kecamatan, where the new names come from."""
_LONGEST = 11
"""Letters of a name that takes the place of another."""


_Pengganti = Sequence[tuple[str, str]]
"""Names and what is to stand in their place."""


@dataclass(frozen=True, slots=True)
class Naskah:
    """Pages (from 0) of a sample, and the names in it that a bundle changes."""

    berkas: Path
    halaman: tuple[int, ...]
    unit: str = ""
    pemda: str = ""
    jenis_pemda: str = ""


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a bundle is made of: documents with text layer, and scanned pages to choose from.

    `wilayah` holds the names of kecamatan by kind and name of their government.
    """

    teks: tuple[Naskah, ...]
    pindaian: tuple[tuple[Path, int], ...]
    wilayah: dict[str, dict[str, list[str]]]


def read_materials() -> Bahan:
    """Sort the pages of the samples; text layers over a picture of the page are left out."""
    teks: list[Naskah] = []
    pindaian: list[tuple[Path, int]] = []
    for set_ in SET:
        names = _names_in(set_)
        for path in sorted((SAMPEL / set_).rglob("*.pdf")):
            with pymupdf.open(path) as pdf:
                kinds = [_kind_of(page) for page in pdf]
            pindaian += [(path, nomor) for nomor, kind in enumerate(kinds) if kind == "pindaian"]
            pages = tuple(nomor for nomor, kind in enumerate(kinds) if kind == "teks")
            if pages:
                name = path.relative_to(SAMPEL / set_).as_posix()
                teks.append(Naskah(path, pages, *names.get(name, ("", "", ""))))
    return Bahan(tuple(_filled(teks, GUGUS - PINDAIAN)), tuple(pindaian), _read_places())


def _kind_of(page: pymupdf.Page) -> str:
    area = page.rect.width * page.rect.height
    has_picture = any(
        abs(pymupdf.Rect(info["bbox"]).get_area()) >= FULL_PAGE * area
        for info in page.get_image_info()
    )
    has_text = bool(page.get_text("text").strip())
    if has_picture:
        return "" if has_text else "pindaian"
    return "teks" if has_text else ""


def _names_in(set_: str) -> dict[str, tuple[str, str, str]]:
    """Return the place names of office and government, by file."""
    names: dict[str, tuple[str, str, str]] = {}
    with (SAMPEL / "kebenaran" / set_ / "naskah.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            kind, _, unit = row["unit"].partition(" ")
            kind_of_pemda, _, pemda = row["pemda"].partition(" ")
            own = unit if kind in _UNIT_BERNAMA else ""
            names[row["berkas"]] = (own, pemda, kind_of_pemda)
    return names


def _read_places() -> dict[str, dict[str, list[str]]]:
    """Return the kecamatan with short names, by kind and name of their government."""
    governments: dict[str, tuple[str, str]] = {}
    places: dict[str, dict[str, list[str]]] = {"Kabupaten": {}, "Kota": {}}
    with WILAYAH.open(encoding="utf-8", newline="") as stream:
        for code, name in (row for row in csv.reader(stream) if len(row) == 2):
            kind, _, place = name.partition(" ")
            if code.count(".") == 1 and kind in places and _is_short(place):
                governments[code] = (kind, place)
                places[kind][place] = []
            of = governments.get(code.rpartition(".")[0])
            if of and code.count(".") == 2 and _is_short(name):
                places[of[0]][of[1]].append(name)
    return places


def _is_short(name: str) -> bool:
    return len(name) <= _LONGEST and name.isalpha()


def _filled(teks: Sequence[Naskah], pages: int) -> Iterator[Naskah]:
    """Yield documents of that many pages together, longest first; the last one is cut off."""
    left = pages
    rest: list[Naskah] = []
    for naskah in sorted(teks, key=lambda one: -len(one.halaman)):
        if len(naskah.halaman) <= left:
            left -= len(naskah.halaman)
            yield naskah
        else:
            rest.append(naskah)
    if left and rest:
        last = rest[-1]
        yield replace(last, halaman=last.halaman[:left])


def make_folder(
    folder: Path, halaman: int, *, benih: int = 1, bahan: Bahan | None = None
) -> list[Path]:
    """Write bundles of `halaman` pages together; return their folders.

    Args:
        folder: Where to; it is made.
        halaman: How many pages; the last bundle is smaller where they are no multiple of 100.
        benih: The seed of names and pixels.
        bahan: What to make them of, by default the samples.
    """
    bahan = bahan or read_materials()
    made = []
    for nomor in range(-(-halaman // GUGUS)):
        gugus = folder / f"gugus-{nomor + 1:03d}"
        gugus.mkdir(parents=True)
        _make_bundle(gugus, nomor, min(GUGUS, halaman - nomor * GUGUS), benih, bahan)
        made.append(gugus)
    return made


def _make_bundle(gugus: Path, nomor: int, pages: int, benih: int, bahan: Bahan) -> None:
    scanned = round(pages * PINDAIAN / GUGUS)
    left = pages - scanned
    for urut, naskah in enumerate(bahan.teks):
        own = naskah.halaman[:left]
        if own:
            names = _new_names(naskah, nomor, urut, bahan, benih)
            _write_text(gugus, nomor, replace(naskah, halaman=own), names)
        left -= len(own)
    first = nomor * PINDAIAN
    chosen = [bahan.pindaian[(first + n) % len(bahan.pindaian)] for n in range(scanned)]
    rng = np.random.default_rng((benih, nomor))
    for berkas in dict.fromkeys(path for path, _ in chosen):
        _write_scans(gugus, berkas, [page for path, page in chosen if path == berkas], rng)


def _new_names(naskah: Naskah, nomor: int, urut: int, bahan: Bahan, benih: int) -> _Pengganti:
    """Return what to write for which name: another office, of the regency of its bundle.

    An office without a place's name gets a government of its own.
    """
    governments = bahan.wilayah.get(naskah.jenis_pemda)
    if not governments:
        return []
    least = GUGUS_SEPEMDA * len(bahan.teks) if naskah.unit else 0
    large = sorted(name for name, places in governments.items() if len(places) >= least)
    random.Random(benih).shuffle(large)
    group, place_in_group = divmod(nomor, GUGUS_SEPEMDA)
    if not naskah.unit:
        return [(naskah.pemda, large[nomor % len(large)])]
    pemda = large[group % len(large)]
    places = sorted(set(governments[pemda]))
    return [
        (naskah.unit, places[(place_in_group * len(bahan.teks) + urut) % len(places)]),
        (naskah.pemda, pemda),
    ]


# --- pages with text layer


def _write_text(gugus: Path, nomor: int, naskah: Naskah, names: _Pengganti) -> None:
    with pymupdf.open(naskah.berkas) as pdf:
        pdf.select(list(naskah.halaman))
        for page in pdf:
            for old, new in names:
                _rename(page, old, new)
            mark = f"lembar {nomor * GUGUS + page.number + 1:06d}"
            _insert(page, (18, page.rect.height - 6), mark, 5)
        pdf.save(gugus / naskah.berkas.name, garbage=3, deflate=True, no_new_id=True)


def _rename(page: pymupdf.Page, old: str, new: str) -> None:
    """Put a name in the place of another, in its case, no wider than it was."""
    found = page.search_for(old)
    for rect in found:
        middle = rect.height * 0.3  # not the lines above and below
        page.add_redact_annot(
            pymupdf.Rect(rect.x0 + 0.2, rect.y0 + middle, rect.x1 - 0.2, rect.y1 - middle),
            fill=False,
        )
    if not found:
        return
    words = page.get_text("words")
    shown = [_text_in(rect, words) for rect in found]
    page.apply_redactions(images=0, graphics=0)
    for rect, was in zip(found, shown, strict=True):
        name = new.upper() if old.upper() in was else new
        size = rect.height * 0.82
        size *= min(1.0, rect.width / pymupdf.get_text_length(name, "tiro", size))
        _insert(page, (rect.x0, rect.y1 - rect.height * 0.22), name, size)


def _text_in(rect: pymupdf.Rect, words: Sequence[tuple[Any, ...]]) -> str:
    return " ".join(word[4] for word in words if rect.intersects(word[:4]))


def _insert(page: pymupdf.Page, where: tuple[float, float], text: str, size: float) -> None:
    page.insert_text(
        pymupdf.Point(where) * page.derotation_matrix,
        text,
        fontsize=size,
        fontname="tiro",
        rotate=page.rotation,
    )


# --- scanned pages


def _write_scans(gugus: Path, berkas: Path, pages: Sequence[int], rng: np.random.Generator) -> None:
    with pymupdf.open(berkas) as pdf:
        pdf.select(list(pages))
        for page in pdf:
            for xref in {info["xref"] for info in page.get_image_info(xrefs=True)}:
                picture = pdf.extract_image(xref)["image"]
                page.replace_image(xref, stream=_touched(picture, rng))
        pdf.save(gugus / f"pindai-{berkas.name}", garbage=3, deflate=True, no_new_id=True)


def _touched(gambar: bytes, rng: np.random.Generator) -> bytes:
    """Return a picture as JPEG, a few of its pixels changed."""
    picture = cv2.imdecode(np.frombuffer(gambar, np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise ValueError("gambar tidak dapat dibuka")
    high, wide = picture.shape[:2]
    rows, columns = rng.integers(high, size=8), rng.integers(wide, size=8)
    picture[rows, columns] = 255 - picture[rows, columns]
    done, data = cv2.imencode(".jpg", picture, _JPEG)
    if not done:
        raise ValueError("gambar tidak dapat disandikan")
    return data.tobytes()

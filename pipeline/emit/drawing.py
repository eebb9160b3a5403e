"""Who draws the pictures of an output: this process, or workers.

Drawing a page can crash where reading it did not. In workers that costs the pictures of one
page, with a message; its findings stay. It also keeps all cores busy.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.emit.crops import Putaran, Tertutup, cut_crops
from pipeline.emit.run_info import file_hash
from pipeline.emit.thumbnails import Cetakan, thumbnail_name, thumbnails_of_file
from pipeline.pool import Kolam, Pekerjaan, Selesai
from schemas.records import Bukti, Dokumen, HalamanTerbaca
from schemas.vocabulary import StatusDokumen

SECONDS, SECONDS_OF_PAGE = 120.0, 10.0
"""Processor time for the pictures of one file, and for those of each of its pages."""
CHANGED = "berkas berubah sejak dibaca; jalankan sekali lagi"
"""Why nothing is drawn of a paper that is no longer the one that was read."""

Cetakannya = Mapping[tuple[str, int], Cetakan]
"""The small pictures of pages, by `dokumen_id` and page."""
Pesan = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Potongan:
    """The bukti of one file, with their places among all, and where they are to be cut."""

    urutan: tuple[int, ...]
    bukti: tuple[Bukti, ...]
    sumber: Path
    out: Path
    putaran: Putaran
    tertutup: Tertutup


@dataclass(frozen=True, slots=True)
class Kecil:
    """The pages of one file of which small pictures are to be made."""

    berkas: str
    halaman: tuple[HalamanTerbaca, ...]
    sumber: Path
    folder: Path
    older: Path
    tertutup: Tertutup
    tercatat: Mapping[str, str]


class JuruGambar:
    """Draws here, or where there is a pool, in its workers.

    No picture shows what stands in `tertutup`. `kurang` says whether one could not be drawn.
    """

    def __init__(self, tertutup: Tertutup | None = None, kolam: Kolam | None = None) -> None:
        self._tertutup: Tertutup = tertutup or {}
        self._kolam = kolam
        self.kurang = False

    def crops(
        self, bukti: Sequence[Bukti], sumber: Path, out: Path, putaran: Putaran
    ) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
        """Cut the pictures of bukti; see `pipeline.emit.crops.cut_crops`."""
        if self._kolam is None:
            cut, messages = cut_crops(bukti, sumber, out, putaran, self._tertutup)
        else:
            cut, messages = cut_apart(bukti, sumber, out, self._kolam, putaran, self._tertutup)
        self.kurang = self.kurang or bool(messages)
        return cut, messages

    def thumbnails(
        self,
        dokumen: Sequence[Dokumen],
        halaman: Sequence[HalamanTerbaca],
        sumber: Path,
        folder: Path,
        older: Path,
        tercatat: Mapping[str, str],
    ) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
        """Draw each page that was read into `folder`; those in `older` are taken from there.

        Taken are only those that are still what `tercatat` says: SHA-256 by name of the file.

        Returns the pictures by `dokumen_id` and page, and a message for each file that could
        not be drawn.
        """
        folder.mkdir(parents=True, exist_ok=True)
        pages: defaultdict[str, list[HalamanTerbaca]] = defaultdict(list)
        for one in halaman:
            pages[one.dokumen_id].append(one)
        wanted = [
            self._small(one.berkas, tuple(own), (sumber, folder, older), tercatat)
            for one in dokumen
            if (own := pages.get(one.dokumen_id)) and one.status is not StatusDokumen.DUPLIKAT
        ]
        made: dict[tuple[str, int], Cetakan] = {}
        messages: dict[str, tuple[str, ...]] = {}
        for kecil, drawn, said in self._each_thumbnail(wanted):
            made |= drawn
            messages[kecil.berkas] = said
            self.kurang = self.kurang or bool(said)
        return made, tuple(text for _, texts in sorted(messages.items()) for text in texts)

    def _small(
        self,
        berkas: str,
        pages: tuple[HalamanTerbaca, ...],
        places: tuple[Path, Path, Path],
        tercatat: Mapping[str, str],
    ) -> Kecil:
        closed = self._closed_of(pages)
        names = [thumbnail_name(page, closed) for page in pages]
        known = {name: tercatat[name] for name in names if name in tercatat}
        return Kecil(berkas, pages, *places, closed, known)

    def _closed_of(self, pages: Sequence[HalamanTerbaca]) -> Tertutup:
        places = {(one.dokumen_id, one.halaman) for one in pages}
        return {place: boxes for place, boxes in self._tertutup.items() if place in places}

    def _each_thumbnail(self, wanted: Sequence[Kecil]) -> list[tuple[Kecil, Cetakannya, Pesan]]:
        if self._kolam is None:
            return [(kecil, *draw_small(kecil)) for kecil in wanted]
        jobs = [
            Pekerjaan(draw_unchanged, kecil, seconds_for(len(kecil.halaman))) for kecil in wanted
        ]
        done: list[tuple[Kecil, Cetakannya, Pesan]] = []
        for selesai in each_end(self._kolam, jobs):
            kecil: Kecil = selesai.pekerjaan.isi
            if selesai.hilang is None:
                done.append((kecil, *selesai.hasil))
            else:
                done.append((kecil, *self._page_by_page(kecil, self._kolam)))
        return done

    def _page_by_page(self, kecil: Kecil, kolam: Kolam) -> tuple[Cetakannya, Pesan]:
        """Draw each page of a file alone, so that the one that ends a worker costs but itself."""
        jobs = [
            Pekerjaan(
                draw_unchanged,
                dataclasses.replace(kecil, halaman=(page,)),
                seconds_for(1),
                kecil.berkas,
            )
            for page in kecil.halaman
        ]
        made: dict[tuple[str, int], Cetakan] = {}
        messages: dict[int, Pesan] = {}
        for selesai in each_end(kolam, jobs):
            (page,) = selesai.pekerjaan.isi.halaman
            if selesai.hilang is None:
                drawn, messages[page.halaman] = selesai.hasil
                made |= drawn
            else:
                messages[page.halaman] = (
                    f"Gambar kecil {kecil.berkas} hal. {page.halaman} tidak dapat dibuat: "
                    f"{selesai.alasan}",
                )
        return made, tuple(text for _, texts in sorted(messages.items()) for text in texts)


def seconds_for(pages: int) -> float:
    """Return the processor time that drawing so many pages may take."""
    return SECONDS + SECONDS_OF_PAGE * pages


def each_end(kolam: Kolam, jobs: Sequence[Pekerjaan]) -> Generator[Selesai, None, None]:
    """Yield jobs as they end; whatever stops the caller, none goes on writing afterwards."""
    with contextlib.closing(kolam.run_all(jobs)) as ends:
        yield from ends


def is_changed(path: Path, dokumen_id: str) -> bool:
    """Say whether a paper holds other bytes than were read, which no box fits."""
    try:
        return not file_hash(path).startswith(dokumen_id)
    except OSError:
        return False  # drawing says so better


def draw_unchanged(kecil: Kecil) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
    """Draw the small pictures of one file in this process, if it is still what was read."""
    path = kecil.sumber / kecil.berkas
    if is_changed(path, kecil.halaman[0].dokumen_id):
        return {}, (f"Gambar kecil {kecil.berkas} tidak dapat dibuat: {CHANGED}",)
    return draw_small(kecil)


def draw_small(kecil: Kecil) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
    """Draw the small pictures of one file in this process."""
    return thumbnails_of_file(
        kecil.berkas,
        kecil.halaman,
        kecil.sumber,
        kecil.folder,
        kecil.older,
        kecil.tertutup,
        kecil.tercatat,
    )


def cut_apart(
    bukti: Sequence[Bukti],
    sumber: Path,
    out: Path,
    kolam: Kolam,
    putaran: Putaran | None = None,
    tertutup: Tertutup | None = None,
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Do what `cut_crops` does, each file in a worker."""
    by_file: dict[str, list[int]] = {}
    for place, one in enumerate(bukti):
        by_file.setdefault(one.berkas, []).append(place)

    def job(places: Sequence[int], group: str = "") -> Pekerjaan:
        own = tuple(bukti[place] for place in places)
        pages = {(one.dokumen_id, one.halaman) for one in own}
        turns = {page: turn for page, turn in (putaran or {}).items() if page in pages}
        closed = {page: boxes for page, boxes in (tertutup or {}).items() if page in pages}
        wanted = Potongan(tuple(places), own, sumber, out, turns, closed)
        return Pekerjaan(cut_of_file, wanted, seconds_for(len(pages)), group)

    cut = list(bukti)
    messages: dict[tuple[str, int], Pesan] = {}
    lost: list[Potongan] = []

    def take(selesai: Selesai) -> None:
        potongan: Potongan = selesai.pekerjaan.isi
        done, said = selesai.hasil
        messages[potongan.bukti[0].berkas, potongan.urutan[0]] = said
        for place, one in zip(potongan.urutan, done, strict=True):
            cut[place] = one

    for selesai in each_end(kolam, [job(places) for _, places in sorted(by_file.items())]):
        if selesai.hilang is None:
            take(selesai)
        else:
            lost.append(selesai.pekerjaan.isi)
    # Each page alone, so that the one that ends a worker costs but its own pictures.
    alone = [job(places, name) for name, places in _pages_of(lost)]
    for selesai in each_end(kolam, alone):
        if selesai.hilang is None:
            take(selesai)
            continue
        potongan = selesai.pekerjaan.isi
        first = potongan.bukti[0]
        messages[first.berkas, potongan.urutan[0]] = (
            f"Potongan gambar dari {first.berkas} hal. {first.halaman} tidak dapat dibuat: "
            f"{selesai.alasan}",
        )
    return tuple(cut), tuple(text for _, texts in sorted(messages.items()) for text in texts)


def _pages_of(lost: Sequence[Potongan]) -> list[tuple[str, list[int]]]:
    """Return the bukti of files that were lost, by page, with the file's name."""
    pages: dict[tuple[str, int], list[int]] = {}
    for potongan in lost:
        for place, one in zip(potongan.urutan, potongan.bukti, strict=True):
            pages.setdefault((one.berkas, one.halaman), []).append(place)
    return [(name, places) for (name, _), places in sorted(pages.items())]


def cut_of_file(potongan: Potongan) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Cut the pictures of one file in this process, if it is still what was read."""
    first = potongan.bukti[0]
    if is_changed(potongan.sumber / first.berkas, first.dokumen_id):
        return potongan.bukti, (
            f"Potongan gambar dari {first.berkas} tidak dapat dibuat: {CHANGED}",
        )
    return cut_crops(
        potongan.bukti, potongan.sumber, potongan.out, potongan.putaran, potongan.tertutup
    )

"""Who draws the pictures of an output: this process, or workers.

Drawing a page can crash where reading it did not. In workers that costs the pictures of one
page, with a message; its findings stay. It also keeps all cores busy.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.emit.asal import Asal, GambarLama, take_over
from pipeline.emit.crops import FOLDER, Putaran, Tertutup, crop_name, cut_crops
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
    """The bukti of one file, with their places among all, and where they are to be cut.

    `asal` says of each what it is cut from, `lama` which older picture was cut from the same.
    """

    urutan: tuple[int, ...]
    bukti: tuple[Bukti, ...]
    asal: tuple[str, ...]
    lama: tuple[GambarLama | None, ...]
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
        self,
        bukti: Sequence[Bukti],
        sumber: Path,
        out: Path,
        putaran: Putaran,
        asal: Asal | None = None,
    ) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
        """Cut the pictures of bukti, or take them over; see `cut_apart`."""
        cut, messages = cut_apart(bukti, sumber, out, self._kolam, putaran, self._tertutup, asal)
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


def each_end(kolam: Kolam, jobs: Iterable[Pekerjaan]) -> Generator[Selesai, None, None]:
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
    kolam: Kolam | None,
    putaran: Putaran | None = None,
    tertutup: Tertutup | None = None,
    asal: Asal | None = None,
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Do what `cut_crops` does, each file in a worker, or without a pool in this process.

    Nothing is cut from a paper that is not the one that was read. A picture that `asal` knows
    in an older output is taken from there; what all were cut from is noted in it.
    """
    cutting = _Pemotongan(bukti, sumber, out, putaran or {}, tertutup or {}, asal)
    if kolam is None:
        for potongan in cutting.by_file():
            cutting.take(potongan, *cut_of_file(potongan))
        return cutting.result()
    lost: list[Potongan] = []
    jobs = (_job(potongan) for potongan in cutting.by_file())
    for selesai in each_end(kolam, jobs):
        if selesai.hilang is None:
            cutting.take(selesai.pekerjaan.isi, *selesai.hasil)
        else:
            lost.append(selesai.pekerjaan.isi)
    # Each page alone, so that the one that ends a worker costs but its own pictures.
    alone = (_job(potongan, name) for name, potongan in cutting.by_page(lost))
    for selesai in each_end(kolam, alone):
        if selesai.hilang is None:
            cutting.take(selesai.pekerjaan.isi, *selesai.hasil)
        else:
            cutting.give_up(selesai.pekerjaan.isi, selesai.alasan)
    return cutting.result()


def _job(potongan: Potongan, group: str = "") -> Pekerjaan:
    pages = {one.halaman for one in potongan.bukti}
    return Pekerjaan(cut_of_file, potongan, seconds_for(len(pages)), group)


class _Pemotongan:
    """The cutting of some bukti: what is to be done for it, and what came of it."""

    def __init__(
        self,
        bukti: Sequence[Bukti],
        sumber: Path,
        out: Path,
        putaran: Putaran,
        tertutup: Tertutup,
        asal: Asal | None,
    ) -> None:
        (out / FOLDER).mkdir(parents=True, exist_ok=True)
        self._bukti = bukti
        self._sumber = sumber
        self._out = out
        self._putaran = putaran
        self._tertutup = tertutup
        self._asal = asal
        self._names = [""] * len(bukti)
        self._messages: dict[tuple[str, int], Pesan] = {}

    def by_file(self) -> Iterator[Potongan]:
        """Yield what is to be cut, file by file, each made when it is asked for."""
        files: dict[str, list[int]] = {}
        for place, one in enumerate(self._bukti):
            files.setdefault(one.berkas, []).append(place)
        for _, places in sorted(files.items()):
            yield self._potongan(places)

    def by_page(self, lost: Sequence[Potongan]) -> Iterator[tuple[str, Potongan]]:
        """Yield what is to be cut of files that were lost, page by page, with the file's name."""
        pages: dict[tuple[str, int], list[int]] = {}
        for potongan in lost:
            for place, one in zip(potongan.urutan, potongan.bukti, strict=True):
                pages.setdefault((one.berkas, one.halaman), []).append(place)
        for (name, _), places in sorted(pages.items()):
            yield name, self._potongan(places)

    def _potongan(self, places: Sequence[int]) -> Potongan:
        own = tuple(self._bukti[place] for place in places)
        pages = {(one.dokumen_id, one.halaman) for one in own}
        asal = tuple(self._asal_of(one) for one in own)
        return Potongan(
            tuple(places),
            own,
            asal,
            tuple(self._asal.older(one) if self._asal else None for one in asal),
            self._sumber,
            self._out,
            {page: self._putaran[page] for page in pages if page in self._putaran},
            {page: self._tertutup[page] for page in pages if page in self._tertutup},
        )

    def _asal_of(self, bukti: Bukti) -> str:
        if self._asal is None:
            return ""
        page = (bukti.dokumen_id, bukti.halaman)
        return self._asal.of(bukti, self._putaran.get(page, 0), self._tertutup.get(page, ()))

    def take(self, potongan: Potongan, names: Sequence[str], messages: Pesan) -> None:
        """Take what came of a job: a name for each of its bukti, and what was said."""
        self._messages[potongan.bukti[0].berkas, potongan.urutan[0]] = messages
        for place, name, asal in zip(potongan.urutan, names, potongan.asal, strict=True):
            self._names[place] = name
            if name and self._asal is not None:
                self._asal.note(name, asal)

    def give_up(self, potongan: Potongan, reason: str) -> None:
        """Say of the bukti of a page that they have no pictures."""
        first = potongan.bukti[0]
        self._messages[first.berkas, potongan.urutan[0]] = (
            f"Potongan gambar dari {first.berkas} hal. {first.halaman} tidak dapat dibuat: "
            f"{reason}",
        )

    def result(self) -> tuple[tuple[Bukti, ...], Pesan]:
        """Return the bukti in their order with their pictures, and what was said, file by file."""
        cut = tuple(
            dataclasses.replace(one, gambar=name)
            for one, name in zip(self._bukti, self._names, strict=True)
        )
        said = (text for _, texts in sorted(self._messages.items()) for text in texts)
        return cut, tuple(said)


def cut_of_file(potongan: Potongan) -> tuple[tuple[str, ...], Pesan]:
    """Cut the pictures of one file in this process, if it is still what was read.

    What was cut from the same before is taken over; if that is all, the file is not opened.
    Returns the path of each picture below the output, empty where there is none.
    """
    first = potongan.bukti[0]
    path = potongan.sumber / first.berkas
    if is_changed(path, first.dokumen_id):
        message = f"Potongan gambar dari {first.berkas} tidak dapat dibuat: {CHANGED}"
        return ("",) * len(potongan.bukti), (message,)
    names = _taken_over(potongan) if path.is_file() else {}
    left = [place for place in range(len(potongan.bukti)) if place not in names]
    cut, messages = cut_crops(
        [potongan.bukti[place] for place in left],
        potongan.sumber,
        potongan.out,
        potongan.putaran,
        potongan.tertutup,
    )
    names |= {place: one.gambar for place, one in zip(left, cut, strict=True)}
    return tuple(names[place] for place in range(len(potongan.bukti))), messages


def _taken_over(potongan: Potongan) -> dict[int, str]:
    """Take over what pictures can be; returns their paths by their place in `potongan`."""
    names: dict[int, str] = {}
    for place, (one, lama) in enumerate(zip(potongan.bukti, potongan.lama, strict=True)):
        name = crop_name(one)
        if lama is not None and take_over(lama, potongan.out / name):
            names[place] = name
    return names

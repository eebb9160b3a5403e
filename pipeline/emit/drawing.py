"""Who draws the pictures of an output: this process, or workers.

Drawing a page can crash where reading it did not. In workers that costs the pictures of one
file, with a message; its findings stay. It also keeps all cores busy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.emit.crops import Putaran, Tertutup, cut_crops
from pipeline.emit.thumbnails import Cetakan, thumbnails_of_file
from pipeline.pool import Kolam, Pekerjaan
from schemas.records import Bukti, Dokumen, HalamanTerbaca
from schemas.vocabulary import StatusDokumen

SECONDS = 300.0
"""Processor time for the pictures of one file."""


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


class JuruGambar:
    """Draws here, or where there is a pool, in its workers.

    No picture shows what stands in `tertutup`.
    """

    def __init__(self, tertutup: Tertutup | None = None, kolam: Kolam | None = None) -> None:
        self._tertutup: Tertutup = tertutup or {}
        self._kolam = kolam

    def crops(
        self, bukti: Sequence[Bukti], sumber: Path, out: Path, putaran: Putaran
    ) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
        """Cut the pictures of bukti; see `pipeline.emit.crops.cut_crops`."""
        if self._kolam is None:
            return cut_crops(bukti, sumber, out, putaran, self._tertutup)
        return cut_apart(bukti, sumber, out, self._kolam, putaran, self._tertutup)

    def thumbnails(
        self,
        dokumen: Sequence[Dokumen],
        halaman: Sequence[HalamanTerbaca],
        sumber: Path,
        folder: Path,
        older: Path,
    ) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
        """Draw each page that was read into `folder`; those in `older` are taken from there.

        Returns the pictures by `dokumen_id` and page, and a message for each file that could
        not be drawn.
        """
        folder.mkdir(parents=True, exist_ok=True)
        pages: defaultdict[str, list[HalamanTerbaca]] = defaultdict(list)
        for one in halaman:
            pages[one.dokumen_id].append(one)
        wanted = [
            Kecil(one.berkas, tuple(own), sumber, folder, older, self._closed_of(own))
            for one in dokumen
            if (own := pages.get(one.dokumen_id)) and one.status is not StatusDokumen.DUPLIKAT
        ]
        made: dict[tuple[str, int], Cetakan] = {}
        messages: dict[str, tuple[str, ...]] = {}
        for kecil, drawn, said in self._each_thumbnail(wanted):
            made |= drawn
            messages[kecil.berkas] = said
        return made, tuple(text for _, texts in sorted(messages.items()) for text in texts)

    def _closed_of(self, pages: Sequence[HalamanTerbaca]) -> Tertutup:
        places = {(one.dokumen_id, one.halaman) for one in pages}
        return {place: boxes for place, boxes in self._tertutup.items() if place in places}

    def _each_thumbnail(self, wanted: Sequence[Kecil]) -> list[tuple[Kecil, Cetakannya, Pesan]]:
        if self._kolam is None:
            return [(kecil, *draw_small(kecil)) for kecil in wanted]
        jobs = [Pekerjaan(draw_small, kecil, SECONDS) for kecil in wanted]
        done: list[tuple[Kecil, Cetakannya, Pesan]] = []
        for selesai in self._kolam.run_all(jobs):
            kecil: Kecil = selesai.pekerjaan.isi
            if selesai.hilang is not None:
                said = f"Gambar kecil halaman {kecil.berkas} tidak dapat dibuat: {selesai.alasan}"
                done.append((kecil, {}, (said,)))
            else:
                done.append((kecil, *selesai.hasil))
        return done


def draw_small(kecil: Kecil) -> tuple[dict[tuple[str, int], Cetakan], tuple[str, ...]]:
    """Draw the small pictures of one file in this process."""
    return thumbnails_of_file(
        kecil.berkas, kecil.halaman, kecil.sumber, kecil.folder, kecil.older, kecil.tertutup
    )


def cut_apart(
    bukti: Sequence[Bukti],
    sumber: Path,
    out: Path,
    kolam: Kolam,
    putaran: Putaran | None = None,
    tertutup: Tertutup | None = None,
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Do what `cut_crops` does, each file in a worker; same arguments, same result."""
    by_file: dict[str, list[int]] = {}
    for place, one in enumerate(bukti):
        by_file.setdefault(one.berkas, []).append(place)
    jobs = [
        Pekerjaan(
            cut_of_file,
            Potongan(
                tuple(places),
                tuple(bukti[place] for place in places),
                sumber,
                out,
                putaran or {},
                tertutup or {},
            ),
            SECONDS,
        )
        for _, places in sorted(by_file.items())
    ]
    cut = list(bukti)
    messages: dict[str, tuple[str, ...]] = {}
    for selesai in kolam.run_all(jobs):
        potongan: Potongan = selesai.pekerjaan.isi
        name = potongan.bukti[0].berkas
        if selesai.hilang is not None:
            messages[name] = (f"Potongan gambar dari {name} tidak dapat dibuat: {selesai.alasan}",)
            continue
        done, messages[name] = selesai.hasil
        for place, one in zip(potongan.urutan, done, strict=True):
            cut[place] = one
    return tuple(cut), tuple(text for _, texts in sorted(messages.items()) for text in texts)


def cut_of_file(potongan: Potongan) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Cut the pictures of one file in this process."""
    return cut_crops(
        potongan.bukti, potongan.sumber, potongan.out, potongan.putaran, potongan.tertutup
    )

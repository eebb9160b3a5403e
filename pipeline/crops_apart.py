"""Pictures of evidence, cut in worker processes: drawing a page can crash where reading it did not.

A file on which that happens keeps its findings; their pictures are missing, with a message.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.emit.crops import cut_crops
from pipeline.pool import Kolam, Pekerjaan
from schemas.records import Bukti

SECONDS = 300.0
"""Processor time for the pictures of one file."""


@dataclass(frozen=True, slots=True)
class Potongan:
    """The bukti of one file, with their places among all; input folder and output folder."""

    urutan: tuple[int, ...]
    bukti: tuple[Bukti, ...]
    sumber: Path
    out: Path


def cut_apart(
    bukti: Sequence[Bukti], sumber: Path, out: Path, kolam: Kolam
) -> tuple[tuple[Bukti, ...], tuple[str, ...]]:
    """Do what `cut_crops` does, each file in a worker; same arguments, same result."""
    by_file: dict[str, list[int]] = {}
    for place, one in enumerate(bukti):
        by_file.setdefault(one.berkas, []).append(place)
    jobs = [
        Pekerjaan(
            cut_of_file,
            Potongan(tuple(places), tuple(bukti[place] for place in places), sumber, out),
            SECONDS,
        )
        for _, places in sorted(by_file.items())
    ]
    cut = list(bukti)
    messages: dict[str, tuple[str, ...]] = {}
    for selesai in kolam.run(jobs, deque()):
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
    return cut_crops(potongan.bukti, potongan.sumber, potongan.out)

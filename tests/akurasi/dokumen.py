"""Whole documents scanned anew at a level of wear: which findings stay, which are made up.

`degradasi` measures how pages are read; here a set of samples goes the whole way, from paper to
findings. What the worn papers say has not changed, so a finding that is not in their truth is a
misread that became an accusation.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.run import run
from samples.pembuat.cetak import Cetakan, print_source
from samples.pembuat.susun import Aturan, Susunan, bind, read_susunan
from tests.akurasi import baris
from tests.akurasi.degradasi import DPI
from tests.akurasi.keausan import TINGKAT, Tingkat, draw_recipe
from tests.akurasi.temuan import (
    SkorTemuan,
    TemuanBenar,
    TemuanTerbaca,
    read_findings,
    read_truth,
    score_findings,
)

SAMPEL = Path(__file__).resolve().parents[2] / "samples"
AUS = "aus"
BELUM_DITANDATANGANI = "tanda-tangan-tidak-ada"
"""On a scan a block that nobody signed is a finding, on the text layer of the sample it is none:
findings of this rule beyond the truth are not held against the reading."""


@dataclass(frozen=True, slots=True)
class UjianDokumen:
    """A set of samples, and how it is worn."""

    set_: str
    tingkat: Tingkat
    dpi: int
    benih: str


@dataclass(frozen=True, slots=True)
class HasilDokumen:
    """What came of a worn set: its findings against the truth, all rules together."""

    ujian: UjianDokumen
    halaman: int
    skor: SkorTemuan
    palsu: tuple[TemuanTerbaca, ...] = field(default=())


def choose_documents(sets: Sequence[str], *, benih: str, penuh: bool) -> list[UjianDokumen]:
    """Return what is to be worn: each set lightly, and at its worst; in full, at every level."""
    levels = [(tingkat, dpi) for tingkat in TINGKAT for dpi in DPI]
    if not penuh:
        levels = [(TINGKAT[0], DPI[1]), (TINGKAT[1], DPI[1]), (TINGKAT[-1], DPI[0])]
    return [UjianDokumen(set_, *level, benih) for set_ in sets for level in levels]


def run_documents(tests: Sequence[UjianDokumen], *, pekerja: int) -> Iterator[HasilDokumen]:
    """Scan, read and check each set; in the order given."""
    susunan = read_susunan(SAMPEL / "sumber" / "susunan.yaml")
    prints: dict[str, list[Cetakan]] = {}
    for ujian in tests:
        if ujian.set_ not in prints:
            prints = {ujian.set_: list(_prints(ujian.set_))}
        with tempfile.TemporaryDirectory(prefix="selaras-dokumen-") as folder:
            papers, output = Path(folder) / "masukan", Path(folder) / "keluaran"
            pages = sum(_wear(cetakan, ujian, susunan, papers) for cetakan in prints[ujian.set_])
            run(papers, output, pekerja=pekerja)
            findings = read_findings(baris.read_output(output))
        truth = read_truth(SAMPEL / "kebenaran" / ujian.set_ / "temuan.yaml") or ()
        yield _score(ujian, pages, truth, findings)


def _prints(set_: str) -> Iterator[Cetakan]:
    folder = SAMPEL / "sumber" / set_
    for source in sorted(folder.rglob("*.html")):
        name = source.relative_to(folder).with_suffix("").as_posix()
        yield replace(print_source(source), nama=name)


def _wear(cetakan: Cetakan, ujian: UjianDokumen, susunan: Susunan, folder: Path) -> int:
    """Bind a print as the sample is bound, but every page scanned at this level; count pages."""
    names = (ujian.benih, cetakan.nama)
    resep = draw_recipe(ujian.tingkat, ujian.dpi, warna=False, benih=names)
    aturan = susunan.of(ujian.set_, cetakan.nama)
    worn = Aturan(pindai={0: AUS}, urutan=aturan.urutan, putar=aturan.putar, rotate=aturan.rotate)
    jilid = bind(cetakan, worn, dict.fromkeys((*susunan.resep, AUS), resep))
    path = folder / f"{cetakan.nama}.pdf"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(jilid.pdf)
    return len(jilid.lembar)


def _score(
    ujian: UjianDokumen,
    pages: int,
    truth: Sequence[TemuanBenar],
    findings: Sequence[TemuanTerbaca],
) -> HasilDokumen:
    hasil = score_findings(truth, findings)
    total = SkorTemuan()
    for rule, skor in hasil.skor.items():
        if rule == BELUM_DITANDATANGANI:
            skor = replace(skor, palsu=0, palsu_pasti=0)
        total.add(skor)
    palsu = tuple(item for item in hasil.palsu if item.aturan != BELUM_DITANDATANGANI)
    return HasilDokumen(ujian, pages, total, palsu)

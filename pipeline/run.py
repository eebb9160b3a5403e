"""The stages in order: ingest, read, segment, extract, reconcile, emit."""

from __future__ import annotations

import datetime as dt
import importlib.metadata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.emit.result import Hasil, Pembacaan, PenjelasanAturan
from pipeline.emit.write import emit
from pipeline.extract import Hasil as Rekaman
from pipeline.extract import assign_keys, extract, merge
from pipeline.ingest import Berkas, ingest, pages_of
from pipeline.layout.tables import lay_out
from pipeline.read.page import Halaman
from pipeline.read.workers import HasilHalaman, Tugas, read_pages
from pipeline.reconcile.rule import Aturan, load_rules
from pipeline.reconcile.run import reconcile
from pipeline.segment import segment
from schemas.records import Dokumen
from schemas.vocabulary import Metode, StatusDokumen

NAMED_PAGES = 12
"""So many failed pages are named in a `pesan`; of more, the number is given."""


@dataclass(frozen=True, slots=True)
class Isi:
    """What was read out of one file."""

    dokumen: Dokumen
    rekaman: Rekaman = field(default_factory=Rekaman)


def run(
    masukan: Path,
    keluaran: Path,
    *,
    pekerja: int,
    aturan: Path | None = None,
    start: Callable[[int], None] = lambda pages: None,
    done: Callable[[], None] = lambda: None,
) -> Hasil:
    """Read a folder and write the output.

    Args:
        masukan: The folder of submissions.
        keluaran: The output folder; replaced whole when everything is ready.
        pekerja: How many worker processes read pages.
        aturan: A folder with rules of the user's own, beside the house's.
        start: Called once with the number of pages.
        done: Called after each page.

    Raises:
        FolderMissing: `masukan` is no folder.
    """
    mulai = dt.datetime.now(dt.UTC)
    berkas = ingest(masukan, leave_out=keluaran)
    tasks = [Tugas(item.path, nomor) for item, nomor in pages_of(berkas)]
    start(len(tasks))
    isi = _contents(berkas, read_pages(tasks, pekerja=pekerja, done=done))
    hasil = conclude(isi, rules=load_rules(aturan))
    pembacaan = Pembacaan(
        versi=importlib.metadata.version("selaras"),
        mulai=mulai,
        selesai=dt.datetime.now(dt.UTC),
        pengaturan={"pekerja": pekerja, "masukan": str(masukan)},
    )
    hasil = replace(hasil, pembacaan=pembacaan)
    emit(hasil, keluaran, masukan)
    return hasil


def _contents(berkas: Sequence[Berkas], results: Iterable[HasilHalaman]) -> list[Isi]:
    """Extract each file as soon as its last page was read, so that pages need not be kept."""
    by_path = {item.path: item for item in berkas}
    pages: dict[Path, dict[int, HasilHalaman]] = {}
    finished: dict[Path, Isi] = {}
    for result in results:
        path = result.tugas.path
        pages.setdefault(path, {})[result.tugas.nomor] = result
        if len(pages[path]) == by_path[path].dokumen.halaman:
            finished[path] = read_contents(by_path[path], pages.pop(path))
    return [finished.get(item.path, Isi(item.dokumen)) for item in berkas]


def read_contents(berkas: Berkas, results: dict[int, HasilHalaman]) -> Isi:
    """Take a file's pages to its naskah and their records."""
    halaman = [result.halaman for _, result in sorted(results.items()) if result.halaman]
    dokumen = _after_reading(berkas.dokumen, halaman, results)
    if not halaman:
        return Isi(dokumen)
    parts = segment(dokumen, [lay_out(page) for page in halaman])
    rekaman = merge(extract(part) for part in parts)
    return Isi(dokumen, replace(rekaman, tabel=(), tabel_lain=()))


def _after_reading(
    dokumen: Dokumen, halaman: Sequence[Halaman], results: dict[int, HasilHalaman]
) -> Dokumen:
    """Complete the row of a file: how far it was read, and why not further."""
    failed = {nomor: result.pesan for nomor, result in results.items() if result.halaman is None}
    status = StatusDokumen.TERBACA
    if failed:
        status = StatusDokumen.SEBAGIAN if halaman else StatusDokumen.GAGAL
    sure = [kata.keyakinan for page in halaman for kata in page.kata]
    return replace(
        dokumen,
        halaman_pindaian=sum(1 for page in halaman if page.metode is Metode.OCR),
        status=status,
        pesan="; ".join(_messages(failed, halaman)),
        keyakinan=round(sum(sure) / len(sure), 4) if sure else None,
    )


def _messages(failed: dict[int, str], halaman: Iterable[Halaman]) -> Iterator[str]:
    reasons: dict[str, list[int]] = {}
    for nomor, reason in sorted(failed.items()):
        reasons.setdefault(f"tidak terbaca: {reason}", []).append(nomor)
    for page in halaman:
        if page.pesan:
            reasons.setdefault(page.pesan, []).append(page.nomor)
    for reason, numbers in reasons.items():
        yield f"hal. {_page_list(numbers)}: {reason}"


def _page_list(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:NAMED_PAGES])
    more = len(numbers) - NAMED_PAGES
    return f"{named} dan {more} halaman lain" if more > 0 else named


def conclude(isi: Sequence[Isi], *, rules: Sequence[Aturan]) -> Hasil:
    """Assign keys over all records of the run, apply the rules."""
    rekaman = assign_keys(merge(item.rekaman for item in isi))
    dokumen = tuple(item.dokumen for item in isi)
    checked = reconcile(
        dokumen=dokumen,
        naskah=rekaman.naskah,
        pejabat=rekaman.pejabat,
        indikator=rekaman.indikator,
        kinerja=rekaman.kinerja,
        anggaran=rekaman.anggaran,
        rujukan=rekaman.rujukan,
        rules=rules,
    )
    now = dt.datetime.now(dt.UTC)
    return Hasil(
        pembacaan=Pembacaan(versi="", mulai=now, selesai=now),
        dokumen=dokumen,
        naskah=rekaman.naskah,
        pejabat=rekaman.pejabat,
        indikator=rekaman.indikator,
        kinerja=rekaman.kinerja,
        anggaran=rekaman.anggaran,
        rujukan=rekaman.rujukan,
        temuan=checked.temuan,
        bukti=checked.bukti,
        aturan={
            rule.id: PenjelasanAturan(
                judul=rule.judul, penjelasan=rule.penjelasan, dasar_hukum=rule.dasar_hukum
            )
            for rule in rules
        },
    )

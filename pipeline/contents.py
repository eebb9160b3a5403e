"""Files to what is in them: pages read by workers or taken from the cache, then records.

A file whose pages are all there goes to a worker again, which takes them to the naskah and
their records (`pipeline.whole_file`), so that no paper can hold up or end the run. What that
takes is loaded no earlier: the first page is not to wait for it. What was made of the files is
kept packed, so that it stays small in a large folder.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.bundles import Ikatan, bundled, code_version, read_bundle, result_of
from pipeline.guard import Sebab
from pipeline.ingest import Berkas
from pipeline.limits import MOST_LOST_PAGES, Batas
from pipeline.pool import Kolam, Pekerjaan, Selesai
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode, encode
from pipeline.read.opening import reason_of
from pipeline.read.workers import CHANGED, HasilHalaman, Tugas, read_one
from pipeline.tumpukan import Blok, Tumpukan, packed

if TYPE_CHECKING:
    from pipeline.whole_file import Isi

MOST_WAITING = 32
"""So many files whose pages are all there may wait; more would only fill memory."""


@dataclass(frozen=True, slots=True)
class Bahan:
    """A file with the results of all its pages, in order."""

    berkas: Berkas
    halaman: tuple[HasilHalaman, ...]


@dataclass(frozen=True, slots=True)
class Kiriman:
    """A file's pages for another computer, with the `code_version` of who sends them."""

    bahan: Bahan
    versi: str
    batas: Batas


def read_files(
    berkas: Sequence[Berkas],
    kolam: Kolam,
    *,
    singgahan: Singgahan | None = None,
    done: Callable[[], None] = lambda: None,
    reader: Callable[[Tugas], HasilHalaman] = read_one,
) -> Tumpukan[Isi]:
    """Read files whole, in the order given; what is in each, packed by the file's name.

    Args:
        berkas: The files; those that are not to be read keep their row as it is.
        kolam: Where pages are read.
        singgahan: Pages of earlier runs, and where those of this run are kept.
        done: Called after each page.
        reader: Reads a page; a function that a worker can import.
    """
    return _Pembacaan(kolam, singgahan, done, reader).read(berkas)


class _Pembacaan:
    """The state of reading many files: the pages that are there of those under way."""

    def __init__(
        self,
        kolam: Kolam,
        singgahan: Singgahan | None,
        done: Callable[[], None],
        reader: Callable[[Tugas], HasilHalaman],
    ) -> None:
        self._kolam = kolam
        self._singgahan = singgahan
        self._done = done
        self._reader = reader
        self._pages: dict[str, dict[int, HasilHalaman]] = {}
        self._complete: deque[Pekerjaan] = deque()
        self._finished: dict[str, Blok] = {}
        self._files: dict[str, Berkas] = {}

    def read(self, berkas: Sequence[Berkas]) -> Tumpukan[Isi]:
        self._files = {item.dokumen.berkas: item for item in berkas}
        for selesai in self._kolam.run(self._jobs(berkas), self._complete):
            if selesai.pekerjaan.kelompok:
                self._take_pages(selesai)
            else:
                self._take_contents(selesai)
        from pipeline.whole_file import Isi

        return Tumpukan(
            Isi,
            (
                self._finished.get(item.dokumen.berkas) or _packed(Isi(item.dokumen))
                for item in berkas
            ),
        )

    def _jobs(self, berkas: Iterable[Berkas]) -> Iterator[Pekerjaan]:
        """Yield the pages that were not read yet; asked for one by one as there is room."""
        for item in berkas:
            if not item.dibaca or self._recall_contents(item):
                continue
            missing = self._recall(item)
            yield from (
                self._bundles(item, missing) if self._kolam.jauh else self._single(item, missing)
            )
            while len(self._complete) > MOST_WAITING:  # where all is known, nothing else waits
                yield self._complete.popleft()

    def _single(self, item: Berkas, missing: Iterable[int]) -> Iterator[Pekerjaan]:
        seconds = self._kolam.batas.halaman
        for nomor in missing:
            tugas = Tugas(item.path, nomor, item.sidik)
            yield Pekerjaan(self._reader, tugas, seconds, kelompok=item.dokumen.berkas)

    def _bundles(self, item: Berkas, missing: Sequence[int]) -> Iterator[Pekerjaan]:
        """Yield the pages in bundles that bring their file along, read only when its turn comes."""
        batas = self._kolam.batas
        for nomor in bundled(missing):
            try:
                data = item.path.read_bytes()
            except OSError as error:
                self._miss(item, nomor, reason_of(error))
                continue
            if hashlib.sha256(data).hexdigest() != item.dokumen.sha256:
                self._miss(item, nomor, CHANGED)
                continue
            ikatan = Ikatan(item.path.suffix, data, nomor, code_version(), batas, self._reader)
            seconds = batas.halaman * len(nomor)
            yield Pekerjaan(read_bundle, ikatan, seconds, item.dokumen.berkas, berjaga=True)

    def _miss(self, item: Berkas, nomor: Iterable[int], reason: str) -> None:
        for one in nomor:
            self._add(item, HasilHalaman(one, pesan=reason))

    def _recall_contents(self, item: Berkas) -> bool:
        """Take what an earlier run made of a file; say whether it was there."""
        data = self._singgahan.recall(*_key_of(item)) if self._singgahan else None
        if data is None or not _is_sound(data):
            return False
        self._finished[item.dokumen.berkas] = _block(item.dokumen.berkas, data)
        for _ in range(item.dokumen.halaman or 0):
            self._done()
        return True

    def _recall(self, item: Berkas) -> list[int]:
        """Take the pages of a file that earlier runs read; return the numbers of the others."""
        missing = []
        for nomor in range(1, (item.dokumen.halaman or 0) + 1):
            data = self._singgahan.get(item.dokumen.sha256, nomor) if self._singgahan else None
            if data is None:
                missing.append(nomor)
            else:
                self._add(item, HasilHalaman(nomor, data=data))
        return missing

    def _take_pages(self, selesai: Selesai) -> None:
        item = self._files[selesai.pekerjaan.kelompok]
        for result in _results(selesai):
            if self._singgahan and result.data:
                self._singgahan.put(item.dokumen.sha256, result.nomor, result.data)
            self._add(item, result)

    def _add(self, item: Berkas, result: HasilHalaman) -> None:
        """Note a page; with the last one of its file, the file is ready to be taken apart."""
        name = item.dokumen.berkas
        pages = self._pages.setdefault(name, {})
        pages[result.nomor] = result
        self._done()
        if len(pages) == item.dokumen.halaman:
            ordered = tuple(result for _, result in sorted(self._pages.pop(name).items()))
            bahan = Bahan(item, without_hopeless(ordered))
            self._complete.append(self._contents(bahan))

    def _contents(self, bahan: Bahan) -> Pekerjaan:
        from pipeline.whole_file import read_contents, read_contents_afar

        seconds = self._kolam.batas.isi
        if self._kolam.jauh:
            kiriman = Kiriman(bahan, code_version(), self._kolam.batas)
            return Pekerjaan(read_contents_afar, kiriman, seconds, berjaga=True)
        return Pekerjaan(read_contents, bahan, seconds)

    def _take_contents(self, selesai: Selesai) -> None:
        given = selesai.pekerjaan.isi
        bahan: Bahan = given.bahan if isinstance(given, Kiriman) else given
        item = bahan.berkas
        if selesai.hilang is not None:
            self._finished[item.dokumen.berkas] = _packed(_lost(item, selesai.alasan))
            return
        self._finished[item.dokumen.berkas] = _block(item.dokumen.berkas, selesai.hasil)
        # A page that was not read is to be tried again by the next run.
        if self._singgahan and all(result.data for result in bahan.halaman):
            self._singgahan.keep(selesai.hasil, *_key_of(item))


def _is_sound(data: bytes) -> bool:
    """Say whether what the cache holds of a file is what was put there."""
    from pipeline.whole_file import Isi

    try:
        decode(Isi, data)
    except ValueError:
        return False
    return True


def _packed(isi: Isi) -> Blok:
    return _block(isi.dokumen.berkas, encode(isi).encode("ascii"))


def _block(berkas: str, data: bytes) -> Blok:
    """Return what is in a file, encoded by `encode`, as a block of one row."""
    return packed(b"[" + data + b"]", 1, berkas)


def _lost(item: Berkas, alasan: str) -> Isi:
    """Return what is left of a file whose pages were read but not taken apart."""
    from pipeline.whole_file import Isi, not_processed

    return Isi(not_processed(item.dokumen, alasan))


def _key_of(item: Berkas) -> tuple[str, ...]:
    """Return under which words what is made of a whole file is kept."""
    return ("isi", code_version(), encode(item.dokumen), item.kurang, item.catatan)


def _results(selesai: Selesai) -> tuple[HasilHalaman, ...]:
    """Return what became of the pages of a job, which are one or a bundle."""
    given = selesai.pekerjaan.isi
    if not isinstance(given, Ikatan):
        return (result_of(selesai),)
    if selesai.hilang is None:
        results: tuple[HasilHalaman, ...] = selesai.hasil
        return results
    return tuple(HasilHalaman(n, pesan=selesai.alasan, hilang=True) for n in given.nomor)


def without_hopeless(results: Sequence[HasilHalaman]) -> tuple[HasilHalaman, ...]:
    """Leave out the pages after too many that were lost, also those that were read.

    Which of them were already under way when the file was given up is chance; the result
    must not be.
    """
    kept: list[HasilHalaman] = []
    lost = 0
    for result in results:
        if lost >= MOST_LOST_PAGES:
            kept.append(HasilHalaman(result.nomor, pesan=Sebab.TIDAK_DICOBA.value, hilang=True))
            continue
        lost += result.hilang
        kept.append(result)
    return tuple(kept)

"""Files to what is in them: pages read by workers or taken from the cache, then records.

A file whose pages are all there goes to a worker again, which takes them to the naskah and
their records, so that no paper can hold up or end the run.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractors.persons import HalamanPribadi, names_seen, personal_boxes
from pipeline.bundles import Ikatan, bundled, check_version, code_version, read_bundle, result_of
from pipeline.extract import Hasil as Rekaman
from pipeline.extract import extract, merge
from pipeline.extract_extra import Tambahan, extra_records, merge_extra
from pipeline.geometry.box import Kotak
from pipeline.guard import Akhir, Sebab, place_of
from pipeline.ingest import Berkas
from pipeline.layout.elements import TataLetak
from pipeline.layout.tables import lay_out
from pipeline.limits import MOST_LOST_PAGES, Batas
from pipeline.pool import Kolam, Pekerjaan, Selesai, run_here
from pipeline.read.cache import Singgahan
from pipeline.read.codec import decode, encode
from pipeline.read.opening import reason_of
from pipeline.read.page import Halaman
from pipeline.read.workers import CHANGED, HasilHalaman, Terbaca, Tugas, read_one
from pipeline.segment import Bagian, segment
from schemas.records import Dokumen, HalamanTerbaca
from schemas.vocabulary import Metode, StatusDokumen

NAMED_PAGES = 12
"""So many failed pages are named in a `pesan`; of more, the number is given."""
MOST_WAITING = 32
"""So many files whose pages are all there may wait; more would only fill memory."""


CLOSED = (Kotak(0.0, 0.0, 1e5, 1e5),)
"""A box (points) that covers any page."""


@dataclass(frozen=True, slots=True)
class Isi:
    """What was read out of one file.

    `nama_disebut` and `pribadi` tell whose names stand where, for masking them.
    """

    dokumen: Dokumen
    rekaman: Rekaman = field(default_factory=Rekaman)
    tambahan: Tambahan = field(default_factory=Tambahan)
    halaman: tuple[HalamanTerbaca, ...] = ()
    nama_disebut: tuple[str, ...] = ()
    pribadi: tuple[HalamanPribadi, ...] = ()


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
) -> list[Isi]:
    """Read files whole, in the order given.

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
        self._finished: dict[str, Isi] = {}
        self._files: dict[str, Berkas] = {}

    def read(self, berkas: Sequence[Berkas]) -> list[Isi]:
        self._files = {item.dokumen.berkas: item for item in berkas}
        for selesai in self._kolam.run(self._jobs(berkas), self._complete):
            if selesai.pekerjaan.kelompok:
                self._take_pages(selesai)
            else:
                self._take_contents(selesai)
        return [self._finished.get(item.dokumen.berkas, Isi(item.dokumen)) for item in berkas]

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
        try:
            isi = decode(Isi, data) if data else None
        except ValueError:
            isi = None
        if isi is None:
            return False
        self._finished[item.dokumen.berkas] = isi
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
            self._finished[item.dokumen.berkas] = Isi(_not_processed(item.dokumen, selesai.alasan))
            return
        self._finished[item.dokumen.berkas] = decode(Isi, selesai.hasil)
        # A page that was not read is to be tried again by the next run.
        if self._singgahan and all(result.data for result in bahan.halaman):
            self._singgahan.keep(selesai.hasil, *_key_of(item))


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


def read_contents_afar(kiriman: Kiriman) -> Akhir:
    """Do what `read_contents` does in the guarded process of this thread.

    Raises:
        VersiBerbeda: this computer's code is another than the sender's.
    """
    check_version(kiriman.versi)
    job = Pekerjaan(read_contents, kiriman.bahan, kiriman.batas.isi)
    (selesai,) = run_here([job], kiriman.batas)
    return Akhir(selesai.hasil, selesai.hilang, selesai.keterangan)


def read_contents(bahan: Bahan) -> bytes:
    """Take a file's pages to its naskah and their records; runs in a worker.

    Returns:
        An `Isi`, encoded as it is kept.
    """
    return encode(_contents(bahan)).encode("ascii")


def _contents(bahan: Bahan) -> Isi:
    read: dict[int, Terbaca] = {}
    failed: dict[int, str] = {}
    for result in bahan.halaman:
        terbaca = result.terbaca()
        if terbaca is None:
            failed[result.nomor] = result.pesan
        else:
            read[result.nomor] = terbaca
    halaman = [terbaca.halaman for terbaca in read.values()]
    dokumen = _after_reading(bahan.berkas, read, failed)
    if not halaman:
        return Isi(dokumen)
    try:
        laid_out = [lay_out(page) for page in halaman]
        parts = segment(dokumen, laid_out)
    except Exception as error:  # a paper like no other must not end the run
        return Isi(_not_processed(dokumen, _defect(error)))
    rekaman: list[Rekaman] = []
    tambahan: list[Tambahan] = []
    reasons: dict[str, list[int]] = {}
    for part in parts:
        try:
            found = extract(part)
        except Exception as error:
            rekaman.append(Rekaman(naskah=(part.naskah,)))
            reasons.setdefault(f"isi tidak dapat diolah: {_defect(error)}", []).extend(_span(part))
            continue
        rekaman.append(replace(found, tabel=(), tabel_lain=()))
        try:
            tambahan.append(extra_records(part, found))
        except Exception as error:
            reason = f"uraian dan tabel lain tidak dapat diolah: {_defect(error)}"
            reasons.setdefault(reason, []).extend(_span(part))
    if reasons:
        dokumen = replace(
            dokumen, status=StatusDokumen.SEBAGIAN, pesan=_joined(dokumen.pesan, *_told(reasons))
        )
    pages = tuple(_page_row(dokumen.dokumen_id, page) for page in halaman)
    found = merge(rekaman)
    nama, pribadi = _personal(dokumen.dokumen_id, laid_out, found)
    return Isi(dokumen, found, merge_extra(tambahan), pages, nama, pribadi)


def _personal(
    dokumen_id: str, pages: Sequence[TataLetak], rekaman: Rekaman
) -> tuple[tuple[str, ...], tuple[HalamanPribadi, ...]]:
    """Return names that stand on the pages, and where; a page that defies it is closed whole."""
    nama: list[str] = []
    boxes: dict[int, tuple[Kotak, ...]] = {}
    for page in pages:
        try:
            nama += names_seen((page,))
        except Exception:  # masking must not cost a paper; nor may it miss what it masks
            boxes[page.halaman.nomor] = CLOSED
    known = (*(pejabat.nama for pejabat in rekaman.pejabat), *nama)
    for page in pages:
        try:
            boxes.setdefault(page.halaman.nomor, personal_boxes(page, known))
        except Exception:
            boxes[page.halaman.nomor] = CLOSED
    found = tuple(HalamanPribadi(dokumen_id, nomor, own) for nomor, own in boxes.items() if own)
    return tuple(dict.fromkeys(nama)), found


def _page_row(dokumen_id: str, page: Halaman) -> HalamanTerbaca:
    sure = [kata.keyakinan for kata in page.kata]
    return HalamanTerbaca(
        dokumen_id=dokumen_id,
        halaman=page.nomor,
        metode=page.metode,
        putaran=page.putaran % 360,
        kata=len(sure),
        keyakinan=round(sum(sure) / len(sure), 4) if sure else None,
    )


def _span(part: Bagian) -> range:
    return range(part.naskah.halaman_awal, part.naskah.halaman_akhir + 1)


def _defect(error: Exception) -> str:
    return f"galat program ({place_of(error)}); laporkan kepada pengembang"


def _not_processed(dokumen: Dokumen, reason: str) -> Dokumen:
    pesan = _joined(dokumen.pesan, f"terbaca, tetapi isinya tidak dapat diolah: {reason}")
    return replace(dokumen, status=StatusDokumen.GAGAL, pesan=pesan)


def _after_reading(
    berkas: Berkas, read: Mapping[int, Terbaca], failed: Mapping[int, str]
) -> Dokumen:
    """Complete the row of a file: how far it was read, and why not further."""
    halaman = [terbaca.halaman for terbaca in read.values()]
    is_whole = not failed and not berkas.kurang and not any(t.kurang for t in read.values())
    status = StatusDokumen.TERBACA if is_whole else StatusDokumen.SEBAGIAN
    if not halaman:
        status = StatusDokumen.GAGAL
    is_empty = bool(halaman) and not any(page.kata or page.pesan for page in halaman)
    empty = "tidak ada tulisan di halaman mana pun" if is_empty else ""
    sure = [kata.keyakinan for page in halaman for kata in page.kata]
    return replace(
        berkas.dokumen,
        halaman_pindaian=sum(1 for page in halaman if page.metode is Metode.OCR),
        status=status,
        pesan=_joined(berkas.kurang, *_messages(read, failed), empty, berkas.catatan),
        keyakinan=round(sum(sure) / len(sure), 4) if sure else None,
    )


def _messages(read: Mapping[int, Terbaca], failed: Mapping[int, str]) -> Iterator[str]:
    reasons: dict[str, list[int]] = {}
    for nomor, reason in failed.items():
        reasons.setdefault(f"tidak terbaca: {reason}", []).append(nomor)
    for nomor, terbaca in read.items():
        for text in (terbaca.kurang, terbaca.halaman.pesan):
            if text:
                reasons.setdefault(text, []).append(nomor)
    return _told(reasons)


def _told(reasons: Mapping[str, Sequence[int]]) -> Iterator[str]:
    for reason, numbers in reasons.items():
        yield f"hal. {_page_list(numbers)}: {reason}"


def _page_list(numbers: Sequence[int]) -> str:
    named = ", ".join(str(number) for number in numbers[:NAMED_PAGES])
    more = len(numbers) - NAMED_PAGES
    return f"{named} dan {more} halaman lain" if more > 0 else named


def _joined(*texts: str) -> str:
    return "; ".join(text for text in texts if text)

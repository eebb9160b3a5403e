"""The pages of a file to its naskah and their records: what a worker does with a whole file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from extractors.kamus import KamusTidakSah
from extractors.persons import CLOSED, HalamanPribadi, names_seen, personal_boxes
from extractors.table_rests import unread_rest
from extractors.unruled_tables import unread_heads
from pipeline.bundles import check_version
from pipeline.contents import Bahan, Kiriman
from pipeline.extract import Hasil as Rekaman
from pipeline.extract import extract, merge
from pipeline.extract_extra import Tambahan, extra_records, merge_extra
from pipeline.geometry.box import Kotak
from pipeline.guard import Akhir, place_of
from pipeline.ingest import Berkas
from pipeline.layout.elements import TataLetak
from pipeline.layout.tables import lay_out
from pipeline.pool import Pekerjaan, run_here
from pipeline.read.codec import encode
from pipeline.read.page import Halaman
from pipeline.read.workers import Terbaca
from pipeline.segment import Bagian, segment
from schemas.records import Dokumen, HalamanTerbaca
from schemas.vocabulary import Metode, StatusDokumen

NAMELESS = "ada baris tabel berangka tanpa nama; angkanya tidak dimuat"
"""What is said of rows whose figures belong to no indicator and no budget line."""
NAMED_PAGES = 12
"""So many failed pages are named in a `pesan`; of more, the number is given."""

UNREAD_TABLE = (
    "ada judul kolom indikator dan angka, tetapi tabelnya tidak terbaca; periksa di halamannya"
)
UNREAD_REST = "lanjutan tabel dari halaman sebelumnya tidak terbaca; periksa di halamannya"


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
        return Isi(not_processed(dokumen, _defect(error)))
    rekaman: list[Rekaman] = []
    tambahan: list[Tambahan] = []
    reasons: dict[str, list[int]] = {}
    nameless: list[int] = []
    for part in parts:
        try:
            found = extract(part)
        except Exception as error:
            rekaman.append(Rekaman(naskah=(part.naskah,)))
            reasons.setdefault(f"isi tidak dapat diolah: {_defect(error)}", []).extend(_span(part))
            continue
        rekaman.append(replace(found, tabel=(), tabel_lain=()))
        nameless.extend(found.tanpa_nama)
        try:
            tambahan.append(extra_records(part, found))
            for reason, nomor in _unread_tables(part.tata_letak):
                reasons.setdefault(reason, []).append(nomor)
        except Exception as error:
            reason = f"uraian dan tabel lain tidak dapat diolah: {_defect(error)}"
            reasons.setdefault(reason, []).extend(_span(part))
    if reasons:
        dokumen = replace(
            dokumen, status=StatusDokumen.SEBAGIAN, pesan=_joined(dokumen.pesan, *_told(reasons))
        )
    if nameless:
        told = _told({NAMELESS: nameless})
        dokumen = replace(dokumen, pesan=_joined(dokumen.pesan, *told))
    pages = tuple(_page_row(dokumen.dokumen_id, page) for page in halaman)
    found = merge(rekaman)
    nama, pribadi = _personal(dokumen.dokumen_id, laid_out, found)
    return Isi(dokumen, found, merge_extra(tambahan), pages, nama, pribadi)


def _unread_tables(pages: Sequence[TataLetak]) -> Iterator[tuple[str, int]]:
    """Yield why a table seems to stand on a page that was not read, and the page's number."""
    for page in pages:
        if unread_heads(page):
            yield UNREAD_TABLE, page.halaman.nomor
    for above, page in pairwise(pages):
        if unread_rest(above, page):
            yield UNREAD_REST, page.halaman.nomor


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
    if isinstance(error, KamusTidakSah):
        return f"kamus tidak dapat dipakai: {error}"
    return f"galat program ({place_of(error)}); laporkan kepada pengembang"


def not_processed(dokumen: Dokumen, reason: str) -> Dokumen:
    """Return the row of a file that was read and then could not be taken apart."""
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

"""What is settled over all papers of a run, before the papers of each office are looked at.

Three things: the heads of naskah that lie in several files, the names of persons that several
papers print, and the keys of indicators and budget lines. All need little of each paper, so
that papers are gone through one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractors.keys import KeyIndex
from pipeline.extract import Hasil as Rekaman
from pipeline.extract import merge, settle_head, with_keys
from pipeline.extract_extra import Tambahan, key_names, merge_extra, with_claim_keys
from pipeline.whole_file import Isi
from schemas.records import Dokumen, HalamanTerbaca, Naskah, Pejabat, SebutanKunci
from schemas.vocabulary import TingkatAnggaran

JENIS_SEBUTAN = ("indikator", "anggaran")
"""What a name in `kunci` is of."""


@dataclass(frozen=True, slots=True)
class NamaRun:
    """The names of a run: of indicators and of budget lines, and how often each occurs.

    `baris` are the lines that are no totals, which have no key.
    """

    indikator: Mapping[str, int]
    anggaran: Mapping[str, int]
    baris: frozenset[str]


class Tetapan:
    """What is settled over a run.

    Attributes:
        dokumen: every file.
        naskah: every naskah, in reading order, completed by its other parts.
        pejabat: every signature, its name mended by other printings.
        halaman: every page that was read.
    """

    def __init__(
        self,
        dokumen: Sequence[Dokumen],
        kepala: Rekaman,
        halaman: Iterable[HalamanTerbaca],
        nama: NamaRun,
    ) -> None:
        settled = settle_head(kepala, dokumen)
        self.dokumen = tuple(dokumen)
        self.naskah: tuple[Naskah, ...] = settled.naskah
        self.pejabat: tuple[Pejabat, ...] = settled.pejabat
        self.halaman = tuple(halaman)
        self._nama = nama
        self._rank = {item.naskah_id: place for place, item in enumerate(self.naskah)}
        self._signed: dict[str, list[Pejabat]] = {}
        for item in self.pejabat:
            self._signed.setdefault(item.naskah_id, []).append(item)
        self._indikator = KeyIndex(nama.indikator)
        self._anggaran = KeyIndex(nama.anggaran, anggaran=True)

    @cached_property
    def kunci(self) -> tuple[SebutanKunci, ...]:
        """Every name of the run with its key."""
        indikator, anggaran = JENIS_SEBUTAN
        return (
            *key_names(indikator, self._nama.indikator, self._indikator),
            *key_names(anggaran, self._nama.baris, self._anggaran),
        )

    def records_of(self, isi: Iterable[Isi], naskah_id: frozenset[str]) -> tuple[Rekaman, Tambahan]:
        """Return the records of some files, with what is settled put into them.

        Args:
            isi: the files, in order.
            naskah_id: their naskah.
        """
        every = tuple(isi)
        in_order = sorted(naskah_id, key=lambda name: self._rank[name])
        found = replace(
            merge(item.rekaman for item in every),
            naskah=tuple(self.naskah[self._rank[name]] for name in in_order),
            pejabat=tuple(item for name in in_order for item in self._signed.get(name, ())),
        )
        rekaman = with_keys(found, self._indikator, self._anggaran)
        return rekaman, with_claim_keys(merge_extra(item.tambahan for item in every), rekaman)


def settle_run(isi: Iterable[Isi]) -> Tetapan:
    """Go through the files of a run once, and settle what concerns them all."""
    dokumen: list[Dokumen] = []
    heads: list[Rekaman] = []
    pages: list[HalamanTerbaca] = []
    indikator: Counter[str] = Counter()
    anggaran: Counter[str] = Counter()
    lines: set[str] = set()
    for item in isi:
        rekaman = item.rekaman
        dokumen.append(item.dokumen)
        heads.append(Rekaman(rekaman.naskah, rekaman.pejabat, nama_isian=rekaman.nama_isian))
        pages.extend(item.halaman)
        indikator.update(r.indikator for r in rekaman.indikator)
        indikator.update(r.indikator for r in rekaman.kinerja)
        anggaran.update(r.uraian for r in rekaman.anggaran)
        lines.update(r.uraian for r in rekaman.anggaran if r.tingkat is not TingkatAnggaran.JUMLAH)
    nama = NamaRun(indikator, anggaran, frozenset(lines))
    return Tetapan(dokumen, merge(heads), pages, nama)

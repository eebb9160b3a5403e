"""The ledger: the records of some offices, by naskah, office, table and row.

Records come in reading order. A *table* is what stands under one printed label of one
naskah; where tables carry no label, a new one begins when the row numbers start again.
A *row* is what shares a row number in its table.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from extractors.text import squeeze
from pipeline.reconcile.figures import Angka, figure_id
from schemas.records import (
    Anggaran,
    AngkaTabel,
    Diktum,
    Dokumen,
    HalamanTerbaca,
    Indikator,
    KelasSkala,
    Kinerja,
    Klaim,
    Naskah,
    Pejabat,
    Rujukan,
    SebutanKunci,
    TabelLain,
    TanggalKosong,
    TanggalMustahil,
)
from schemas.vocabulary import (
    JenisNaskah,
    Metode,
    StatusDokumen,
    TingkatAnggaran,
    TingkatKinerja,
    UkuranAnggaran,
    UkuranKinerja,
)

if TYPE_CHECKING:
    from pipeline.reconcile.binding import Ikatan

R = TypeVar("R", Kinerja, Anggaran, Indikator)

STRATEGIS = (None, TingkatKinerja.TUJUAN, TingkatKinerja.SASARAN)
"""Levels at which an indicator speaks for the whole office."""

SULIT_DIBACA = 0.9
"""A scanned page whose words were read less surely than this, on average, was hard to read."""

PENDEK = 8
"""A naskah of fewer pages is judged by its worst page: title, date and tables hang together."""

PK = (JenisNaskah.PERJANJIAN_KINERJA, JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN)
KEPUTUSAN = (JenisNaskah.KEPUTUSAN_IKU, JenisNaskah.DOKUMEN_IKU)


@dataclass(frozen=True, slots=True)
class Kantor:
    """An office: perangkat daerah and government, as printed; equal under `kunci`.

    Where no unit could be read, the papers of one file (`dokumen_id`) belong together,
    and to no other.
    """

    unit: str
    pemda: str
    dokumen_id: str = ""

    @property
    def kunci(self) -> tuple[str, str]:
        """The office whatever the case and spacing of its name."""
        return (_plain(self.unit) or f"?{self.dokumen_id}", _plain(self.pemda))


_CUT_NAMES = ("dinas", "badan", "satuan", "inspektorat", "sekretariat")


def _whole_name(kantor: Kantor, others: Mapping[str, Kantor]) -> Kantor:
    """Return the office whose name was cut at a line's end, by its whole name.

    `others` are the offices of the same government, by their names as compared.
    """
    unit, _ = kantor.kunci
    whole = [other for name, other in others.items() if _is_cut_from(unit, name)]
    return whole[0] if len(whole) == 1 else kantor


def _is_cut_from(unit: str, whole: str) -> bool:
    """Say whether one office's name is the other's, cut at a line's end.

    A government has no `Badan X` beside a `Badan X Y`; it has a `Kecamatan X` beside a
    `Kecamatan X Timur`.
    """
    is_kind = unit.split(" ")[0] in _CUT_NAMES and " " in unit
    return is_kind and whole.startswith(f"{unit} ")


def _plain(nama: str) -> str:
    return squeeze(nama).casefold().removeprefix("kantor ")


@dataclass(frozen=True, slots=True)
class BarisKinerja:
    """A row of a performance table: one indicator with its figures."""

    urut: int
    angka: tuple[Kinerja, ...]

    @property
    def kunci(self) -> str:
        """The indicator's key."""
        return self.angka[0].kunci

    @property
    def indikator(self) -> str:
        """The indicator as printed."""
        return squeeze(self.angka[0].indikator)

    @property
    def tujuan_sasaran(self) -> str:
        """The tujuan, sasaran, program, kegiatan or sub kegiatan as printed."""
        return squeeze(self.angka[0].tujuan_sasaran)

    @property
    def strategis(self) -> bool:
        """Whether the row speaks for the office, not for a program."""
        return self.angka[0].tingkat in STRATEGIS

    def of(self, ukuran: UkuranKinerja) -> tuple[Kinerja, ...]:
        """Return the figures of one measure."""
        return tuple(angka for angka in self.angka if angka.ukuran is ukuran)

    def one(self, ukuran: UkuranKinerja, tahun: int | None) -> Kinerja | None:
        """Return the figure of a measure and year, None where it is missing or not single."""
        found = [angka for angka in self.of(ukuran) if angka.tahun == tahun]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class BarisAnggaran:
    """A row of a budget table: one budget line with its amounts."""

    urut: int
    angka: tuple[Anggaran, ...]

    @property
    def kunci(self) -> str:
        """The budget line's key."""
        return self.angka[0].kunci

    @property
    def uraian(self) -> str:
        """The budget line as printed."""
        return squeeze(self.angka[0].uraian)

    @property
    def tingkat(self) -> TingkatAnggaran | None:
        """The level of the line; None in an efficiency table."""
        return self.angka[0].tingkat

    def one(self, ukuran: UkuranAnggaran, tahun: int | None) -> Anggaran | None:
        """Return the amount of a stage and year, None where it is missing or not single."""
        found = [item for item in self.angka if item.ukuran is ukuran and item.tahun == tahun]
        return found[0] if len(found) == 1 else None

    @property
    def tahun(self) -> tuple[int | None, ...]:
        """The years of the row's amounts, in order."""
        return tuple(dict.fromkeys(item.tahun for item in self.angka))


@dataclass(frozen=True, slots=True)
class TabelAngka(Generic[R]):
    """The records of one printed table, in reading order.

    `urutan` counts the tables of the same label within the naskah, from 1.
    """

    naskah: Naskah
    label: str
    urutan: int
    isi: tuple[R, ...]

    @property
    def kode(self) -> str:
        """The table in words that outlast a new file or page: its label and count."""
        return f"{_plain(self.label)}#{self.urutan}"


TabelKinerja = TabelAngka[Kinerja]
TabelAnggaran = TabelAngka[Anggaran]
TabelIndikator = TabelAngka[Indikator]


def performance_rows(tabel: TabelKinerja) -> tuple[BarisKinerja, ...]:
    """Return the rows of a performance table, from its first to its last."""
    return tuple(
        BarisKinerja(urut, tuple(angka))
        for urut, angka in sorted(group(tabel.isi, lambda item: item.urut).items())
    )


def budget_rows(tabel: TabelAnggaran) -> tuple[BarisAnggaran, ...]:
    """Return the rows of a budget table, from its first to its last."""
    return tuple(
        BarisAnggaran(urut, tuple(angka))
        for urut, angka in sorted(group(tabel.isi, lambda item: item.urut).items())
    )


K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


def group(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """Group items under a key; groups and their items keep their order."""
    groups: dict[K, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return dict(groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekaman:
    """The records that `reconcile` works on, each in reading order."""

    dokumen: tuple[Dokumen, ...] = ()
    naskah: tuple[Naskah, ...] = ()
    pejabat: tuple[Pejabat, ...] = ()
    indikator: tuple[Indikator, ...] = ()
    kinerja: tuple[Kinerja, ...] = ()
    anggaran: tuple[Anggaran, ...] = ()
    rujukan: tuple[Rujukan, ...] = ()
    keputusan_disebut: tuple[Rujukan, ...] = ()
    klaim: tuple[Klaim, ...] = ()
    diktum: tuple[Diktum, ...] = ()
    skala: tuple[KelasSkala, ...] = ()
    angka_tabel: tuple[AngkaTabel, ...] = ()
    tanggal_mustahil: tuple[TanggalMustahil, ...] = ()
    tanggal_kosong: tuple[TanggalKosong, ...] = ()
    kunci: tuple[SebutanKunci, ...] = ()
    halaman: tuple[HalamanTerbaca, ...] = ()
    tabel: tuple[TabelLain, ...] = ()


def without(rekaman: Rekaman, naskah_ids: Container[str]) -> Rekaman:
    """Return the records without what stands in some naskah; these themselves stay listed."""
    kept = {
        item.name: tuple(
            record
            for record in getattr(rekaman, item.name)
            if getattr(record, "naskah_id", "") not in naskah_ids
        )
        for item in fields(Rekaman)
    }
    return replace(Rekaman(**kept), naskah=rekaman.naskah)


class Buku:
    """A ledger. Built once from the records; never changed.

    `kantor` gives the office of each naskah where more papers tell it than stand here.

    Papers that a later one of their kind and year replaces (`digantikan`: elder to later) are
    named, but what stands in them is compared with nothing; `semua` is the ledger that holds
    it still.
    """

    def __init__(
        self,
        rekaman: Rekaman,
        *,
        digantikan: Mapping[str, str] | None = None,
        semua: Buku | None = None,
        kantor: Mapping[str, Kantor] | None = None,
    ) -> None:
        self.rekaman = rekaman
        self.digantikan = digantikan or {}
        self.semua = semua or self
        self._given = kantor
        self.naskah: dict[str, Naskah] = {item.naskah_id: item for item in rekaman.naskah}
        self._rank = {naskah_id: index for index, naskah_id in enumerate(self.naskah)}

    @cached_property
    def ikatan(self) -> Ikatan:
        """Which instrument each PK and each table is held against."""
        from pipeline.reconcile.binding import Ikatan

        return Ikatan(self)

    # -- naskah and offices -------------------------------------------------------------

    @cached_property
    def berkas(self) -> dict[str, str]:
        """The file of each document id; of several copies the one that was read."""
        found: dict[str, str] = {}
        for item in self.rekaman.dokumen:
            if item.status is not StatusDokumen.DUPLIKAT or item.dokumen_id not in found:
                found[item.dokumen_id] = item.berkas
        return found

    def rank(self, naskah_id: str) -> int:
        """Return the place of a naskah in reading order."""
        return self._rank.get(naskah_id, len(self._rank))

    def office(self, naskah_id: str) -> Kantor:
        """Return the office of a naskah: its own, else that of the report it is bound behind."""
        return self._offices[naskah_id]

    @cached_property
    def _offices(self) -> Mapping[str, Kantor]:
        return self._guess_offices() if self._given is None else self._given

    def _guess_offices(self) -> dict[str, Kantor]:
        shown: dict[tuple[str, str], Kantor] = {}
        offices: dict[str, Kantor] = {}
        guesses = {item.naskah_id: self._guess_office(item) for item in self.naskah.values()}
        of_pemda: dict[str, dict[str, Kantor]] = defaultdict(dict)
        for kantor in guesses.values():
            unit, pemda = kantor.kunci
            of_pemda[pemda][unit] = kantor
        whole = {
            kantor: _whole_name(kantor, of_pemda[kantor.kunci[1]])
            for kantor in dict.fromkeys(guesses.values())
        }
        for naskah in self.naskah.values():
            kantor = whole[guesses[naskah.naskah_id]]
            offices[naskah.naskah_id] = shown.setdefault(kantor.kunci, kantor)
        return offices

    def _guess_office(self, naskah: Naskah) -> Kantor:
        if naskah.unit and naskah.pemda:
            return Kantor(naskah.unit, naskah.pemda)
        induk = self.naskah.get(naskah.induk_id)
        unit = naskah.unit or (induk.unit if induk else "")
        pemda = naskah.pemda or (induk.pemda if induk else "")
        beside = [item for item in self.naskah.values() if item.dokumen_id == naskah.dokumen_id]
        unit = unit or _only_unit(item.unit for item in beside if item.unit)
        same_unit = [item for item in self.naskah.values() if _plain(item.unit) == _plain(unit)]
        pemda = pemda or _only({item.pemda for item in beside if item.pemda})
        if not unit:
            return Kantor("", pemda, naskah.dokumen_id)
        return Kantor(unit, pemda or _only({item.pemda for item in same_unit if item.pemda}))

    @cached_property
    def offices(self) -> tuple[Kantor, ...]:
        """Every office, in reading order."""
        return tuple(dict.fromkeys(self._offices[naskah_id] for naskah_id in self.naskah))

    def office_among(self, naskah_ids: Iterable[str]) -> Kantor:
        """Return one office for what concerns several: the first by name, whatever the order.

        Raises:
            ValueError: there are no naskah.
        """
        return min((self._offices[item] for item in naskah_ids), key=lambda it: it.kunci)

    def naskah_of(self, kantor: Kantor, *jenis: JenisNaskah) -> tuple[Naskah, ...]:
        """Return the naskah of an office, of some kinds or of all, in reading order."""
        every = self._by_office.get(kantor, [])
        return tuple(
            naskah
            for naskah in every
            if (not jenis or naskah.jenis in jenis) and naskah.naskah_id not in self.digantikan
        )

    @cached_property
    def bawahan(self) -> frozenset[str]:
        """The agreements with the head of the office, which are not the office's own."""
        from pipeline.reconcile.versions import subordinate

        return subordinate(self)

    @cached_property
    def _by_office(self) -> dict[Kantor, list[Naskah]]:
        return group(self.naskah.values(), lambda item: self._offices[item.naskah_id])

    def is_scanned(self, naskah: Naskah) -> bool:
        """Whether some of what a naskah holds was read from a picture."""
        return naskah.naskah_id in self._scanned

    @cached_property
    def _scanned(self) -> frozenset[str]:
        isi = self.rekaman
        records = (isi.pejabat, isi.indikator, isi.kinerja, isi.anggaran, isi.rujukan, isi.diktum)
        return frozenset(
            item.naskah_id for table in records for item in table if item.metode is Metode.OCR
        )

    def is_hard_to_read(self, naskah_id: str, halaman: int) -> bool:
        """Whether a page, or another of a short naskah it belongs to, was read with trouble.

        On such pages rows are lost and papers taken for others, though each figure may be sure.
        """
        naskah = self.naskah[naskah_id]
        pages = {halaman}
        if naskah.halaman_akhir - naskah.halaman_awal < PENDEK:
            pages |= set(range(naskah.halaman_awal, naskah.halaman_akhir + 1))
        return any((naskah.dokumen_id, page) in self._hard for page in pages)

    @cached_property
    def _hard(self) -> frozenset[tuple[str, int]]:
        return frozenset(
            (page.dokumen_id, page.halaman)
            for page in self.rekaman.halaman
            if page.metode is Metode.OCR
            and page.keyakinan is not None
            and page.keyakinan < SULIT_DIBACA
        )

    # -- records of a naskah -------------------------------------------------------------

    def kinerja_of(self, naskah_id: str) -> Sequence[Kinerja]:
        """Return the performance figures of a naskah, in reading order."""
        return self._kinerja_by_naskah.get(naskah_id, ())

    def anggaran_of(self, naskah_id: str) -> Sequence[Anggaran]:
        """Return the amounts of a naskah, in reading order."""
        return self._anggaran_by_naskah.get(naskah_id, ())

    def pejabat_of(self, naskah_id: str) -> Sequence[Pejabat]:
        """Return the signature blocks of a naskah, in reading order."""
        return self._pejabat_by_naskah.get(naskah_id, ())

    def indikator_of(self, naskah_ids: Iterable[str]) -> list[Indikator]:
        """Return the indicators that some naskah define, in reading order."""
        in_order = sorted(set(naskah_ids), key=self.rank)
        return [
            item for naskah_id in in_order for item in self._indikator_by_naskah.get(naskah_id, ())
        ]

    @cached_property
    def _kinerja_by_naskah(self) -> dict[str, list[Kinerja]]:
        return group(self.rekaman.kinerja, lambda item: item.naskah_id)

    @cached_property
    def _anggaran_by_naskah(self) -> dict[str, list[Anggaran]]:
        return group(self.rekaman.anggaran, lambda item: item.naskah_id)

    @cached_property
    def _pejabat_by_naskah(self) -> dict[str, list[Pejabat]]:
        return group(self.rekaman.pejabat, lambda item: item.naskah_id)

    @cached_property
    def _indikator_by_naskah(self) -> dict[str, list[Indikator]]:
        return group(self.rekaman.indikator, lambda item: item.naskah_id)

    # -- tables -------------------------------------------------------------------------

    @cached_property
    def performance_tables(self) -> tuple[TabelKinerja, ...]:
        """Every table of performance figures, in reading order."""
        return tuple(self._tables(self.rekaman.kinerja, lambda item: squeeze(item.indikator)))

    @cached_property
    def budget_tables(self) -> tuple[TabelAnggaran, ...]:
        """Every table of amounts, in reading order."""
        return tuple(self._tables(self.rekaman.anggaran, lambda item: squeeze(item.uraian)))

    @cached_property
    def indicator_tables(self) -> tuple[TabelIndikator, ...]:
        """Every table that defines indicators, in reading order."""
        return tuple(self._tables(self.rekaman.indikator, lambda item: squeeze(item.indikator)))

    def indicator_tables_of(self, naskah: Naskah) -> tuple[TabelIndikator, ...]:
        """Return the tables of one naskah that define indicators."""
        return tuple(self._indicator_tables_of.get(naskah.naskah_id, ()))

    @cached_property
    def _indicator_tables_of(self) -> dict[str, list[TabelIndikator]]:
        return group(self.indicator_tables, lambda tabel: tabel.naskah.naskah_id)

    def _tables(self, records: Sequence[R], name: Callable[[R], str]) -> Iterator[TabelAngka[R]]:
        known = [item for item in records if item.naskah_id in self.naskah]
        known.sort(key=lambda item: self.rank(item.naskah_id))
        for naskah_id, of_naskah in group(known, lambda item: item.naskah_id).items():
            for label, isi in group(of_naskah, lambda item: squeeze(item.tabel)).items():
                runs = [isi] if label and _is_one_table(isi, name) else list(_runs(isi, name))
                for count, run in enumerate(runs, start=1):
                    yield TabelAngka(self.naskah[naskah_id], label, count, tuple(run))

    @cached_property
    def _table_of(self) -> dict[str, TabelKinerja]:
        return {item.kinerja_id: tabel for tabel in self.performance_tables for item in tabel.isi}

    def table_of(self, angka: Kinerja) -> TabelKinerja:
        """Return the table that a performance figure stands in."""
        return self._table_of[angka.kinerja_id]

    # -- claims, scales, names ----------------------------------------------------------

    @cached_property
    def claims(self) -> tuple[Klaim, ...]:
        """Every claim of the naskah of the run, in reading order."""
        known = (item for item in self.rekaman.klaim if item.naskah_id in self.naskah)
        return tuple(sorted(known, key=lambda item: self.rank(item.naskah_id)))

    @cached_property
    def _kinerja(self) -> dict[str, Kinerja]:
        return {item.kinerja_id: item for item in self.rekaman.kinerja}

    def table_of_claim(self, klaim: Klaim) -> TabelKinerja | None:
        """Return the table that a claim speaks of, None where that is not known."""
        first = self._kinerja.get(klaim.kinerja_id)
        return self.table_of(first) if first else None

    @cached_property
    def scales(self) -> tuple[tuple[KelasSkala, ...], ...]:
        """Every printed scale: its classes in printed order."""
        known = [item for item in self.rekaman.skala if item.naskah_id in self.naskah]
        groups = group(known, lambda item: (item.naskah_id, item.skala))
        return tuple(tuple(classes) for classes in groups.values())

    @cached_property
    def names(self) -> dict[str, tuple[str, str]]:
        """The name (kind, words) that each record bears its key for, by record id."""
        found = {item.kinerja_id: ("indikator", item.indikator) for item in self.rekaman.kinerja}
        found |= {i.indikator_id: ("indikator", i.indikator) for i in self.rekaman.indikator}
        found |= {item.anggaran_id: ("anggaran", item.uraian) for item in self.rekaman.anggaran}
        return {key: (kind, squeeze(name)) for key, (kind, name) in found.items()}

    @cached_property
    def doubtful_names(self) -> frozenset[tuple[str, str]]:
        """Names that were given the key of others on a guess."""
        return frozenset(
            (item.jenis, squeeze(item.sebutan)) for item in self.rekaman.kunci if item.ragu
        )

    @cached_property
    def position(self) -> dict[str, tuple[int, int]]:
        """The place of each figure in reading order, by record id."""
        figures: list[Angka] = [*self.rekaman.kinerja, *self.rekaman.anggaran]
        return {
            figure_id(item): (self.rank(item.naskah_id), index)
            for index, item in enumerate(figures)
        }

    def first(self, figures: Iterable[T]) -> list[T]:
        """Return figures in reading order."""
        return sorted(figures, key=lambda item: self.position[figure_id(item)])  # type: ignore[arg-type]


def _only(names: set[str]) -> str:
    return next(iter(names)) if len(names) == 1 else ""


def _only_unit(names: Iterable[str]) -> str:
    """Return the one office that all names mean, names cut at a line's end left aside."""
    known = {_plain(name): name for name in names}
    whole = [name for name in known if not any(_is_cut_from(name, other) for other in known)]
    return known[whole[0]] if len(whole) == 1 else ""


def _is_one_table(isi: Sequence[R], name: Callable[[R], str]) -> bool:
    """A label printed over two tables gives rows of one number and two names."""
    return all(
        len({name(item) for item in row}) == 1
        for row in group(isi, lambda item: item.urut).values()
    )


def _runs(isi: Sequence[R], name: Callable[[R], str]) -> Iterator[list[R]]:
    run: list[R] = []
    for item in isi:
        again = run and (
            item.urut < run[-1].urut or (item.urut == run[-1].urut and name(item) != name(run[-1]))
        )
        if again:
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def most_common(items: Iterable[T]) -> T:
    """Return the most common item, of equally common ones the first.

    Raises:
        ValueError: there are no items.
    """
    counted = Counter(items).most_common(1)
    if not counted:
        raise ValueError("nothing to count")
    return counted[0][0]

"""Which instrument another one is held against.

A PK rests on the Renstra matrix and on the decree that were in force on its date; a table
of an LKjIP reports on one PK and quotes one matrix. Dates decide where they are printed;
where nothing dates the candidates, the indicators they share decide. What stays unclear
is compared with nothing, and said so.

Two prints of one instrument (alone, and bound behind a report) are copies: each is
compared, neither competes with the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pipeline.reconcile.figures import values
from pipeline.reconcile.ledger import (
    KEPUTUSAN,
    PK,
    STRATEGIS,
    Buku,
    Kantor,
    TabelIndikator,
    TabelKinerja,
    group,
)
from schemas.records import Kinerja, Naskah
from schemas.vocabulary import JenisIndikator, JenisNaskah, UkuranKinerja

Target = dict[tuple[str, int | None], frozenset[Decimal]]
"""Possible values of each target, by key of the indicator and year."""

_RENCANA = 3
"""Targets of so many years make a table a plan."""

_TARGET = (UkuranKinerja.TARGET, UkuranKinerja.TARGET_AKHIR)


@dataclass(frozen=True, slots=True)
class Instrumen:
    """One instrument in all its copies, with the indicators it holds."""

    naskah: tuple[Naskah, ...]
    kunci: frozenset[str]

    @property
    def utama(self) -> Naskah:
        """The first copy."""
        return self.naskah[0]

    @property
    def tanggal(self) -> str:
        """The fullest date that a copy bears."""
        return max((item.tanggal for item in self.naskah), key=len)


@dataclass(frozen=True, slots=True)
class Pilihan:
    """What an instrument or table is held against; nothing, and why, where unclear."""

    calon: tuple[Instrumen, ...] = ()
    alasan: str = ""

    @property
    def naskah(self) -> tuple[Naskah, ...]:
        """Every naskah to compare with."""
        return tuple(item for instrumen in self.calon for item in instrumen.naskah)


class Ikatan:
    """The bindings of one ledger."""

    def __init__(self, buku: Buku) -> None:
        self.buku = buku
        self._known: dict[tuple[Kantor, tuple[JenisNaskah, ...]], tuple[Instrumen, ...]] = {}

    # -- what an instrument holds -------------------------------------------------------

    @cached_property
    def _strategic(self) -> dict[str, list[Kinerja]]:
        figures = (
            item
            for item in self.buku.rekaman.kinerja
            if item.ukuran in _TARGET
            and item.tingkat in STRATEGIS
            and item.kunci
            and item.kinerja_id not in self.plans_in_agreements
        )
        return group(figures, lambda item: item.naskah_id)

    @cached_property
    def plans_in_agreements(self) -> frozenset[str]:
        """The figures that a page of a plan brought into an agreement, by record id.

        An agreement sets targets for its year; a table of several years in it is a matrix
        whose page was taken for one of its own.
        """
        return frozenset(
            item.kinerja_id
            for tabel in self.buku.performance_tables
            if tabel.naskah.jenis in PK and len(_years_of(tabel)) >= _RENCANA
            for item in tabel.isi
        )

    @cached_property
    def _defined(self) -> dict[str, frozenset[str]]:
        by_naskah = group(self.buku.rekaman.indikator, lambda item: item.naskah_id)
        return {
            naskah_id: frozenset(item.kunci for item in items if item.kunci)
            for naskah_id, items in by_naskah.items()
        }

    def keys(self, naskah: Naskah) -> frozenset[str]:
        """Return the indicators that a naskah sets targets for, or defines."""
        if naskah.jenis in KEPUTUSAN:
            return self._defined.get(naskah.naskah_id, frozenset())
        return frozenset(item.kunci for item in self._strategic.get(naskah.naskah_id, []))

    def targets(self, naskah: Naskah) -> Target:
        """Return the strategic targets of a naskah."""
        return _targets(self._strategic.get(naskah.naskah_id, []))

    def instruments(self, kantor: Kantor, *jenis: JenisNaskah) -> tuple[Instrumen, ...]:
        """Return the instruments of an office, the copies of one together, in reading order."""
        if (kantor, jenis) not in self._known:
            self._known[kantor, jenis] = self._instruments(kantor, *jenis)
        return self._known[kantor, jenis]

    def _instruments(self, kantor: Kantor, *jenis: JenisNaskah) -> tuple[Instrumen, ...]:
        groups: list[list[Naskah]] = []
        for naskah in self.buku.naskah_of(kantor, *jenis):
            if naskah.naskah_id in self.buku.bawahan:
                continue
            same = next((item for item in groups if self._is_copy(item[0], naskah)), None)
            if same is None:
                groups.append([naskah])
            else:
                same.append(naskah)
        return tuple(
            Instrumen(tuple(item), frozenset().union(*(self.keys(naskah) for naskah in item)))
            for item in groups
        )

    def _is_copy(self, one: Naskah, two: Naskah) -> bool:
        if one.jenis is not two.jenis or not _same_date(one.tanggal, two.tanggal):
            return False
        if (one.tahun, one.periode_awal) != (two.tahun, two.periode_awal):
            return False
        first, second = self.keys(one), self.keys(two)
        if not first or not second or len(first & second) * 5 < len(first | second) * 4:
            return False
        left, right = self.targets(one), self.targets(two)
        shared = left.keys() & right.keys()
        agreeing = sum(bool(left[key] & right[key]) for key in shared)
        return agreeing * 10 >= len(shared) * 7

    # -- a PK and its matrix, a PK and its decree -----------------------------------------

    def matrix_of(self, naskah: Naskah) -> Pilihan:
        """Return the Renstra matrix in force for a PK."""
        if naskah.tahun is None:
            return Pilihan(alasan="tahun perjanjian kinerja tidak terbaca")
        kantor = self.buku.office(naskah.naskah_id)
        covering = [
            item
            for item in self.instruments(kantor, JenisNaskah.MATRIKS_RENSTRA)
            if self._covers(item, naskah.tahun)
        ]
        if not covering:
            return Pilihan(alasan=f"tidak ada matriks Renstra yang memuat tahun {naskah.tahun}")
        chosen = self._in_force(naskah, covering, "matriks Renstra")
        if chosen.calon and self._is_for_the_change(naskah, chosen.calon[0]):
            return Pilihan(alasan="matriks Renstra yang ada tampaknya baru berlaku sesudahnya")
        return chosen

    def _is_for_the_change(self, pk: Naskah, matrix: Instrumen) -> bool:
        """Whether an undated plan that begins this year is followed by the changed PK rather."""
        begins = self.period(matrix.utama)[0] == pk.tahun and len(matrix.tanggal) < 7
        if not begins or pk.jenis is not JenisNaskah.PERJANJIAN_KINERJA:
            return False
        kantor = self.buku.office(pk.naskah_id)
        changed = self.instruments(kantor, JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN)
        own = self._agreeing(self.targets(pk), matrix)
        return any(
            self._agreeing(self.targets(item.utama), matrix) > own
            for item in changed
            if item.utama.tahun == pk.tahun
        )

    def decree_of(self, naskah: Naskah) -> Pilihan:
        """Return the decree on indicators in force for a PK."""
        if naskah.tahun is None:
            return Pilihan(alasan="tahun perjanjian kinerja tidak terbaca")
        kantor = self.buku.office(naskah.naskah_id)
        decrees = [
            item
            for item in self.instruments(kantor, *KEPUTUSAN)
            if item.kunci and (item.utama.tahun or 0) <= naskah.tahun
        ]
        if not decrees:
            return Pilihan(alasan="tidak ada keputusan IKU yang terbaca untuk tahun itu")
        return self._in_force(naskah, decrees, "keputusan IKU")

    def _covers(self, instrumen: Instrumen, tahun: int) -> bool:
        start, end = self.period(instrumen.utama)
        return start is not None and end is not None and start <= tahun <= end

    def period(self, naskah: Naskah) -> tuple[int | None, int | None]:
        """Return the first and last year of a matrix, from its figures where not printed."""
        years = sorted(
            item.tahun for item in self._strategic.get(naskah.naskah_id, []) if item.tahun
        )
        start = naskah.periode_awal or (years[0] if years else None)
        return start, naskah.periode_akhir or (years[-1] if years else None)

    def _in_force(self, pk: Naskah, calon: Sequence[Instrumen], nama: str) -> Pilihan:
        """Choose by date, check by the indicators shared; by these alone where undated."""
        keys = self.keys(pk)
        related = [item for item in calon if _is_related(keys, item.kunci)]
        if not related:
            return Pilihan(alasan=f"{nama} yang ada tidak memuat indikator perjanjian kinerja ini")
        effective = [item for item in calon if not _is_later(item.tanggal, pk.tanggal)]
        dated = [item for item in effective if self._is_dated(item, pk)]
        if dated and len(dated) == len(effective):
            newest = max(self._starts(item) for item in dated)
            chosen = [item for item in dated if self._starts(item) == newest]
            if len(chosen) == 1 and chosen[0] in related:
                return Pilihan(tuple(chosen))
            if len(chosen) == 1:
                return Pilihan(alasan=f"{nama} yang berlaku tidak memuat indikatornya")
        pool = [item for item in effective if item in related]
        if not pool:
            return Pilihan(alasan=f"{nama} yang ada baru ditetapkan sesudah perjanjian kinerja ini")
        return self._by_indicators(pk, keys, pool, nama)

    def _by_indicators(
        self, pk: Naskah, keys: frozenset[str], pool: Sequence[Instrumen], nama: str
    ) -> Pilihan:
        best = _best(pool, lambda item: len(keys & item.kunci))
        if len(best) > 1 and pk.jenis is JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN:
            newest = max(self._starts(item) for item in best)
            best = [item for item in best if self._starts(item) == newest]
        if len(best) > 1 and not self._say_the_same(best):
            return Pilihan(alasan=f"lebih dari satu {nama} dapat berlaku dan tidak ada tanggalnya")
        return Pilihan(tuple(best))

    def _say_the_same(self, calon: Sequence[Instrumen]) -> bool:
        first = calon[0]
        return all(
            item.kunci == first.kunci and self.targets(item.utama) == self.targets(first.utama)
            for item in calon
        )

    def _is_dated(self, instrumen: Instrumen, pk: Naskah) -> bool:
        """Whether it is known that the instrument was in force when the PK was signed.

        Undated, a plan runs from its first year: that says nothing within this year, when
        the plan before it was still in force.
        """
        start = self.period(instrumen.utama)[0] or instrumen.utama.tahun
        if pk.tahun is None or start is None:
            return False
        if start < pk.tahun:
            return True
        return len(instrumen.tanggal) >= 7 and len(pk.tanggal) >= 7

    def _starts(self, instrumen: Instrumen) -> tuple[int, str]:
        start = self.period(instrumen.utama)[0] or instrumen.utama.tahun or 0
        return (start, instrumen.tanggal)

    def matrix_of_decree(self, naskah: Naskah) -> Pilihan:
        """Return the Renstra matrix whose indicators a decree sets, whatever its date."""
        kantor = self.buku.office(naskah.naskah_id)
        keys = self.keys(naskah)
        related = [
            item
            for item in self.instruments(kantor, JenisNaskah.MATRIKS_RENSTRA)
            if _is_related(keys, item.kunci)
        ]
        best = _best(related, lambda item: len(keys & item.kunci))
        return Pilihan(tuple(best)) if len(best) == 1 else Pilihan(alasan="tidak jelas Renstranya")

    # -- a table of an LKjIP --------------------------------------------------------------

    def pk_of(self, tabel: TabelKinerja) -> Pilihan:
        """Return the PK that a table of an LKjIP reports on.

        A table with targets of several years quotes the plan, and reports on no PK. Where
        the table fits several PK alike, all are returned: it reports on one of them.
        """
        targets = _table_targets(tabel, UkuranKinerja.TARGET)
        years = {tahun for _, tahun in targets}
        if len(years) != 1 or None in years:
            return Pilihan()
        kantor = self.buku.office(tabel.naskah.naskah_id)
        calon = [item for item in self.instruments(kantor, *PK) if item.utama.tahun in years]
        if not calon:
            return Pilihan(alasan="perjanjian kinerja yang dilaporkan tidak ada dalam folder")
        return self._reported(tabel, targets, calon, "perjanjian kinerja")

    def matrix_of_table(self, tabel: TabelKinerja) -> Pilihan:
        """Return the Renstra matrix that a table of an LKjIP quotes."""
        targets = _table_targets(tabel, *_TARGET)
        if not targets:
            return Pilihan()
        kantor = self.buku.office(tabel.naskah.naskah_id)
        matrices = self.instruments(kantor, JenisNaskah.MATRIKS_RENSTRA)
        calon = [
            item
            for item in matrices
            if any(tahun and self._covers(item, tahun) for _, tahun in targets)
        ]
        calon = self._ending_with(tabel, calon)
        years = {tahun for _, tahun in targets if tahun}
        calon = [item for item in calon if all(self._covers(item, year) for year in years)]
        if not calon:
            return Pilihan(alasan="matriks Renstra yang dikutip tidak ada dalam folder")
        chosen = self._reported(tabel, targets, calon, "matriks Renstra")
        if len(chosen.calon) <= 1:
            return chosen
        through_pk = [self.matrix_of(item.utama) for item in self.pk_of(tabel).calon]
        if len(through_pk) == 1 and through_pk[0].calon:
            return through_pk[0]
        return Pilihan(alasan="tabel ini cocok dengan lebih dari satu matriks Renstra")

    def _ending_with(self, tabel: TabelKinerja, calon: list[Instrumen]) -> list[Instrumen]:
        """The end target of a plan is headed by its last year; a plan of another end is not it."""
        ends = {
            item.tahun
            for item in tabel.isi
            if item.ukuran is UkuranKinerja.TARGET_AKHIR and item.tahun
        }
        if not ends:
            return calon
        return [item for item in calon if self.period(item.utama)[1] in ends]

    def _reported(
        self, tabel: TabelKinerja, targets: Target, calon: Sequence[Instrumen], nama: str
    ) -> Pilihan:
        family = self._family(tabel)
        related = [item for item in calon if _is_related(family, item.kunci)]
        keys = frozenset(kunci for kunci, _ in targets)
        related = [item for item in related if keys & item.kunci]
        if not related:
            return Pilihan(alasan=f"tidak ada {nama} dengan indikator tabel ini")
        best = _best(related, lambda item: len(keys & item.kunci))
        best = _best(best, lambda item: self._agreeing(targets, item))
        if len(best) > 1:
            best = _best(best, lambda item: len(family & item.kunci))
        return Pilihan(tuple(sorted(best, key=lambda item: (item.tanggal, item.utama.jenis))))

    def _agreeing(self, targets: Target, instrumen: Instrumen) -> int:
        """How many of the targets the instrument shares."""
        found: Target = {}
        for naskah in instrumen.naskah:
            for key, nilai in self.targets(naskah).items():
                found[key] = found.get(key, frozenset()) | nilai
        return sum(bool(nilai & found.get(key, frozenset())) for key, nilai in targets.items())

    def _family(self, tabel: TabelKinerja) -> frozenset[str]:
        """Return the indicators that the LKjIP reports together with those of this table.

        A table of efficiency shows some of the indicators only; the largest table that
        holds most of them says what else belongs to it.
        """
        keys = _table_keys(tabel)
        families = self._families[tabel.naskah.naskah_id]
        return max(
            (item for item in families if len(keys & item) * 2 > len(keys)),
            key=lambda item: len(keys & item),
            default=keys,
        )

    @cached_property
    def _families(self) -> dict[str, list[frozenset[str]]]:
        found: dict[str, list[frozenset[str]]] = {}
        tables = group(self.buku.performance_tables, lambda item: item.naskah.naskah_id)
        for naskah_id, items in tables.items():
            families: list[frozenset[str]] = []
            for keys in sorted(map(_table_keys, items), key=len, reverse=True):
                if keys and not any(len(keys & item) * 2 > len(keys) for item in families):
                    families.append(keys)
            found[naskah_id] = families
        return found

    def decree_of_table(self, tabel: TabelIndikator) -> Pilihan:
        """Return the decree whose indicators an IKU table of an LKjIP repeats."""
        kantor = self.buku.office(tabel.naskah.naskah_id)
        keys = frozenset(item.kunci for item in tabel.isi if item.kunci)
        decrees = [item for item in self.instruments(kantor, *KEPUTUSAN) if item.kunci & keys]
        if not decrees:
            return Pilihan(alasan="tidak ada keputusan IKU dengan indikator tabel ini")
        best = _best(decrees, lambda item: len(keys & item.kunci))
        if len(best) > 1:
            best = _best(best, lambda item: -len(item.kunci - keys))
        if len(best) > 1:
            return Pilihan(alasan="tabel ini cocok dengan lebih dari satu keputusan IKU")
        return Pilihan(tuple(best))

    def utama_keys(self, instrumen: Instrumen) -> frozenset[str]:
        """Return the key indicators (not `lainnya`) that a decree sets."""
        ids = (naskah.naskah_id for naskah in instrumen.naskah)
        return frozenset(
            item.kunci
            for item in self.buku.indikator_of(ids)
            if item.jenis is JenisIndikator.IKU and item.kunci
        )


def _same_date(one: str, two: str) -> bool:
    return not one or not two or one.startswith(two) or two.startswith(one)


def _is_later(one: str, two: str) -> bool:
    """Whether a date surely lies after another, as far as both are printed."""
    length = min(len(one), len(two))
    return length > 0 and one[:length] > two[:length]


def _is_related(keys: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two sets share more than half of the smaller, or of the first."""
    shared = len(keys & others)
    return shared * 2 > len(keys) or (shared * 2 > len(others) and shared > 0)


def _best(items: Iterable[Instrumen], score: Callable[[Instrumen], int]) -> list[Instrumen]:
    pool = list(items)
    top = max(map(score, pool), default=0)
    return [item for item in pool if score(item) == top]


def _targets(figures: Iterable[Kinerja]) -> Target:
    found: Target = {}
    for item in figures:
        key = (item.kunci, item.tahun)
        found[key] = found.get(key, frozenset()) | frozenset(values(item))
    return found


def _table_targets(tabel: TabelKinerja, *ukuran: UkuranKinerja) -> Target:
    return _targets(
        item
        for item in tabel.isi
        if item.ukuran in ukuran and item.tingkat in STRATEGIS and item.kunci
    )


def _years_of(tabel: TabelKinerja) -> set[int]:
    return {it.tahun for it in tabel.isi if it.ukuran is UkuranKinerja.TARGET and it.tahun}


def _table_keys(tabel: TabelKinerja) -> frozenset[str]:
    return frozenset(
        item.kunci
        for item in tabel.isi
        if item.ukuran in _TARGET and item.tingkat in STRATEGIS and item.kunci
    )

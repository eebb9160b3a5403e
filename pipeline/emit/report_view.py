"""The report's content as plain data, ready for the templates: counted, grouped, ordered.

Nothing is judged here: what the report shows is what the records say.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, groupby, islice

from pipeline.emit import labels
from pipeline.emit.keputusan import (
    JenisKeputusan,
    Keadaan,
    Keputusan,
    is_rejected,
    states,
    subject_of_finding,
)
from pipeline.emit.result import Hasil, PenjelasanAturan
from pipeline.emit.rule_groups import in_order, rumpun_of
from schemas.records import (
    Anggaran,
    Bukti,
    Dokumen,
    Kinerja,
    Naskah,
    RingkasanIndikator,
    Temuan,
)
from schemas.vocabulary import (
    JenisNaskah,
    PeranBukti,
    StatusBaca,
    StatusDokumen,
    StatusTemuan,
    TingkatTemuan,
)

TANPA_UNIT = "Unit tidak dikenali"
Letak = tuple[str, int, tuple[int, int, int, int]]
"""A place in a naskah: its id, the page, the box in whole points."""
_SHORT = 28
_NIP_DIGITS = 9
"""So many digits are a NIP (old ones have nine)."""
DARKEST = 5
"""The matrix has shades 0 (nothing) to this."""
BOBOT: Mapping[TingkatTemuan, int] = {
    TingkatTemuan.TINGGI: 3,
    TingkatTemuan.SEDANG: 2,
    TingkatTemuan.RENDAH: 1,
}
"""What a finding counts for in the darkness of its cell."""

NASKAH_POKOK: tuple[tuple[str, tuple[JenisNaskah, ...]], ...] = (
    ("IKU", (JenisNaskah.KEPUTUSAN_IKU, JenisNaskah.DOKUMEN_IKU)),
    ("Renstra", (JenisNaskah.MATRIKS_RENSTRA,)),
    ("PK", (JenisNaskah.PERJANJIAN_KINERJA,)),
    ("PK Perubahan", (JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN,)),
    ("LKjIP", (JenisNaskah.LKJIP,)),
)
"""The papers of one cycle (Perpres 29/2014), each with the kinds that count as it."""
BOLEH_TIDAK_ADA = frozenset({"PK Perubahan"})
"""Only made when the plan changes: its absence is shown, but is no gap."""


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part of a whole for a bar: word of the vocabulary, label, count."""

    kata: str
    label: str
    jumlah: int


@dataclass(frozen=True, slots=True)
class Ringkasan:
    """The first screen: what was in the folder and what was found."""

    berkas: int
    berkas_status: tuple[Bagian, ...]
    halaman: int
    halaman_pindaian: int
    naskah: int
    unit: int
    angka: int
    angka_status: tuple[Bagian, ...]
    ragu: int
    temuan: Mapping[str, Mapping[str, int]]
    jumlah_status: Mapping[str, int]
    ditolak: int


@dataclass(frozen=True, slots=True)
class AdaTidaknya:
    """Whether a paper of the cycle is in the folder: its years, empty if it is not there.

    `kurang` is whether its absence is a gap.
    """

    nama: str
    tahun: str
    kurang: bool


@dataclass(frozen=True, slots=True)
class SelMatriks:
    """A cell of the matrix: how many findings, and how dark (0..DARKEST)."""

    rumpun: str
    jumlah: int
    pasti: int
    tinggi: int
    gelap: int


@dataclass(frozen=True, slots=True)
class BarisMatriks:
    """A unit's row of the picture: its papers, and its findings by kind.

    `nama` and `pemda` are the two parts of `unit`; `pemda` is empty where all are of one.
    """

    unit: str
    nama: str
    pemda: str
    jangkar: str
    naskah: tuple[AdaTidaknya, ...]
    sel: tuple[SelMatriks, ...]
    jumlah: int


@dataclass(frozen=True, slots=True)
class Matriks:
    """Findings (pasti and perlu_dicek) by unit and group of rules."""

    rumpun: tuple[str, ...]
    baris: tuple[BarisMatriks, ...]


@dataclass(frozen=True, slots=True)
class Bacaan:
    """One reading of a figure: which reader, what it read."""

    pembaca: str
    teks: str


@dataclass(frozen=True, slots=True)
class TampilanBukti:
    """A bukti as shown: with its naskah in words and its readings where they differ.

    `perihal` says which row and column a figure stands in: `Target 2025: Nilai SAKIP`.
    """

    bukti: Bukti
    peran: str
    naskah: str
    nilai: str
    bacaan: tuple[Bacaan, ...]
    perihal: str


@dataclass(frozen=True, slots=True)
class TampilanTemuan:
    """A finding as shown.

    `sekelompok` are the others with the same cause, (number, temuan_id); `putusan` what
    reviewers decided and noted, see `decision_words`; `indikator` names the indicator or
    budget line it concerns, empty if none.
    """

    temuan: Temuan
    nomor: int
    unit: str
    rumpun: str
    aturan: PenjelasanAturan
    nilai_a: str
    nilai_b: str
    pasangan: tuple[TampilanBukti, ...]
    penunjang: tuple[TampilanBukti, ...]
    sekelompok: tuple[tuple[int, str], ...]
    putusan: tuple[Mapping[str, str], ...]
    indikator: str

    @property
    def banding(self) -> bool:
        """Whether both values are there and short enough to stand in a line."""
        values = (self.nilai_a, self.nilai_b)
        return all(0 < len(value) <= _SHORT for value in values)


@dataclass(frozen=True, slots=True)
class KelompokUnit:
    """The findings of one unit, in the order of the report."""

    unit: str
    jangkar: str
    temuan: tuple[TampilanTemuan, ...]

    @property
    def sebab(self) -> tuple[tuple[TampilanTemuan, ...], ...]:
        """The findings by their cause: each run of those that share one, in order."""
        runs = groupby(self.temuan, key=lambda one: one.temuan.kelompok or one.temuan.temuan_id)
        return tuple(tuple(run) for _, run in runs)


@dataclass(frozen=True, slots=True)
class AngkaRagu:
    """A figure whose reading is in doubt."""

    angka_id: str
    unit: str
    uraian: str
    ukuran: str
    tahun: int | None
    teks: str
    nilai: str
    bacaan: tuple[Bacaan, ...]
    berkas: str
    halaman: int
    naskah: str


@dataclass(frozen=True, slots=True)
class IsiDokumen:
    """A file and the instruments found in it."""

    dokumen: Dokumen
    status: str
    naskah: tuple[Naskah, ...]
    salinan_dari: str


def unit_name(unit: str, pemda: str, several: bool) -> str:
    """Name a unit; with its pemda where the folder holds several."""
    if not unit:
        return TANPA_UNIT
    return f"{unit}, {pemda}" if several and pemda else unit


def _unit_order(name: str) -> tuple[bool, list[tuple[int, str]]]:
    """Order by the alphabet, numbers in a name by their value (`Dinas 2` before `Dinas 10`)."""
    parts = re.split(r"([0-9]+)", name.lower())
    return name == TANPA_UNIT, [(int(p), "") if p.isdecimal() else (0, p) for p in parts]


class Penamaan:
    """Names the units and naskah of a run, the same everywhere in the report."""

    def __init__(self, hasil: Hasil) -> None:
        pemda = {n.pemda for n in hasil.naskah} | {t.pemda for t in hasil.temuan}
        self._several = len(pemda - {""}) > 1
        self._naskah = {n.naskah_id: n for n in hasil.naskah}
        records: tuple[Naskah | Temuan, ...] = (*hasil.naskah, *hasil.temuan)
        self._parts = {
            self.unit_of(one): (one.unit or TANPA_UNIT, one.pemda if self._several else "")
            for one in records
        }
        self.units = tuple(sorted(self._parts, key=_unit_order))
        self._anchors = {unit: f"unit-{place}" for place, unit in enumerate(self.units, start=1)}

    def unit_of(self, record: Naskah | Temuan) -> str:
        """Name the unit of a naskah or temuan."""
        return unit_name(record.unit, record.pemda, self._several)

    def unit_of_naskah(self, naskah_id: str) -> str:
        """Name the unit of the naskah with this id."""
        naskah = self._naskah.get(naskah_id)
        return self.unit_of(naskah) if naskah else TANPA_UNIT

    def parts(self, unit: str) -> tuple[str, str]:
        """Part a name in unit and pemda; the pemda is empty where all are of one."""
        nama, pemda = self._parts[unit]
        return (nama, "") if nama == TANPA_UNIT else (nama, pemda)

    def anchor(self, unit: str) -> str:
        """Return the id of a unit's section."""
        return self._anchors[unit]

    def naskah(self, naskah_id: str) -> str:
        """Name a naskah in a few words: kind and year; empty if it is not known."""
        naskah = self._naskah.get(naskah_id)
        return naskah_title(naskah) if naskah else ""


def naskah_title(naskah: Naskah) -> str:
    """Name a naskah in a few words: `Perjanjian Kinerja 2025`, `Matriks Renstra 2025-2029`."""
    return f"{labels.JENIS_NASKAH[naskah.jenis]} {naskah_year(naskah)}".strip()


def naskah_year(naskah: Naskah) -> str:
    """Return the year or the period of a naskah, empty if unknown."""
    if naskah.tahun is not None:
        return str(naskah.tahun)
    years = [str(year) for year in (naskah.periode_awal, naskah.periode_akhir) if year is not None]
    return "-".join(years)


def summarise(hasil: Hasil, penamaan: Penamaan) -> Ringkasan:
    """Count what the first screen shows; a duplicate's pages are not counted again."""
    read_once = [d for d in hasil.dokumen if d.status != StatusDokumen.DUPLIKAT]
    counted = [t for t in hasil.temuan if not is_rejected(t)]
    read = Counter(figure.status_baca for figure in hasil.figures())
    cross = Counter((t.tingkat, t.status) for t in counted)
    return Ringkasan(
        berkas=len(hasil.dokumen),
        berkas_status=_parts((d.status for d in hasil.dokumen), labels.STATUS_DOKUMEN),
        halaman=sum(d.halaman or 0 for d in read_once),
        halaman_pindaian=sum(d.halaman_pindaian or 0 for d in read_once),
        naskah=len(hasil.naskah),
        unit=sum(unit != TANPA_UNIT for unit in penamaan.units),
        angka=len(hasil.kinerja) + len(hasil.anggaran),
        angka_status=_parts(read.elements(), labels.STATUS_BACA),
        ragu=read[StatusBaca.RAGU],
        temuan={
            tingkat: {status: cross[tingkat, status] for status in StatusTemuan}
            for tingkat in TingkatTemuan
        },
        jumlah_status={status: sum(t.status == status for t in counted) for status in StatusTemuan},
        ditolak=len(hasil.temuan) - len(counted),
    )


def _parts(words: Iterable[str], names: Mapping[str, str]) -> tuple[Bagian, ...]:
    count = Counter(words)
    return tuple(Bagian(kata, label, count[kata]) for kata, label in names.items() if count[kata])


def matrix(groups: Sequence[KelompokUnit], penamaan: Penamaan, hasil: Hasil) -> Matriks:
    """Draw the picture of the folder: which papers each unit has, and its findings by rumpun.

    Darkness grows with the share of the heaviest cell, each finding counted by its weight.
    """
    cells: defaultdict[tuple[str, str], list[Temuan]] = defaultdict(list)
    for group in groups:
        for one in group.temuan:
            cells[group.unit, one.rumpun].append(one.temuan)
    most = max((_heaviness(every) for every in cells.values()), default=0)
    rumpun = _rumpun_order(hasil)
    papers = papers_by_unit(hasil, penamaan)
    rows = tuple(
        BarisMatriks(
            unit=unit,
            nama=penamaan.parts(unit)[0],
            pemda=penamaan.parts(unit)[1],
            jangkar=penamaan.anchor(unit),
            naskah=papers.get(unit, ()),
            sel=tuple(_cell(name, cells[unit, name], most) for name in rumpun),
            jumlah=sum(len(cells[unit, name]) for name in rumpun),
        )
        for unit in penamaan.units
    )
    return Matriks(rumpun, rows)


def _heaviness(every: Iterable[Temuan]) -> int:
    return sum(BOBOT[one.tingkat] for one in every)


def _cell(rumpun: str, every: Sequence[Temuan], most: int) -> SelMatriks:
    return SelMatriks(
        rumpun=rumpun,
        jumlah=len(every),
        pasti=sum(one.status == StatusTemuan.PASTI for one in every),
        tinggi=sum(one.tingkat == TingkatTemuan.TINGGI for one in every),
        gelap=_shade(_heaviness(every), most),
    )


def _rumpun_order(hasil: Hasil) -> tuple[str, ...]:
    """Return the groups of all rules that were applied or found something, in order."""
    rules = in_order(set(hasil.aturan) | {t.aturan for t in hasil.temuan}, hasil.aturan)
    return tuple(dict.fromkeys(rumpun_of(rule, hasil.aturan) for rule in rules))


def _shade(weight: int, most: int) -> int:
    return -(-weight * DARKEST // most) if weight else 0


@dataclass(frozen=True, slots=True)
class Tampilan:
    """The findings as report, workbook and letters show them, by unit; made once for all."""

    penamaan: Penamaan
    berlaku: tuple[KelompokUnit, ...]
    dugaan: tuple[KelompokUnit, ...]
    ditolak: tuple[KelompokUnit, ...]

    @property
    def semua(self) -> tuple[KelompokUnit, ...]:
        """Every group: those that stand, the suspected misreadings, the rejected."""
        return (*self.berlaku, *self.dugaan, *self.ditolak)


def shown_of(hasil: Hasil) -> Tampilan:
    """Return what is shown of the findings of a run."""
    penamaan = Penamaan(hasil)
    return Tampilan(penamaan, *groups_of(hasil, penamaan))


def groups_of(
    hasil: Hasil, penamaan: Penamaan
) -> tuple[tuple[KelompokUnit, ...], tuple[KelompokUnit, ...], tuple[KelompokUnit, ...]]:
    """Group the findings by unit: those that stand, the suspected misreadings, the rejected."""
    shown = _shown_findings(hasil, penamaan)
    suspected = StatusTemuan.DUGAAN_SALAH_BACA
    rejected = [t for t in shown if is_rejected(t.temuan)]
    left = [t for t in shown if not is_rejected(t.temuan)]
    standing = [t for t in left if t.temuan.status != suspected]
    apart = [t for t in left if t.temuan.status == suspected]
    return _by_unit(standing, penamaan), _by_unit(apart, penamaan), _by_unit(rejected, penamaan)


def _by_unit(shown: Sequence[TampilanTemuan], penamaan: Penamaan) -> tuple[KelompokUnit, ...]:
    units: defaultdict[str, list[TampilanTemuan]] = defaultdict(list)
    for temuan in shown:
        units[temuan.unit].append(temuan)
    return tuple(
        KelompokUnit(unit, penamaan.anchor(unit), tuple(units[unit]))
        for unit in penamaan.units
        if unit in units
    )


def _shown_findings(hasil: Hasil, penamaan: Penamaan) -> list[TampilanTemuan]:
    ordered = sorted(hasil.temuan, key=_report_order(hasil.temuan, penamaan))
    numbers = {temuan.temuan_id: place for place, temuan in enumerate(ordered, start=1)}
    groups: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for temuan in ordered:
        if temuan.kelompok:
            groups[temuan.kelompok].append((numbers[temuan.temuan_id], temuan.temuan_id))
    evidence: defaultdict[str, list[Bukti]] = defaultdict(list)
    for bukti in hasil.bukti:
        evidence[bukti.temuan_id].append(bukti)
    standing = states(hasil.keputusan)
    names = _names_of_keys(hasil)
    figures = _what_figures_are(hasil)
    return [
        dataclasses.replace(
            _shown_finding(
                temuan,
                numbers[temuan.temuan_id],
                evidence[temuan.temuan_id],
                groups,
                hasil,
                penamaan,
                figures,
            ),
            putusan=_decided(standing.get(subject_of_finding(temuan.temuan_id), Keadaan())),
            indikator=names.get(temuan.kunci, ""),
        )
        for temuan in ordered
    ]


def _names_of_keys(hasil: Hasil) -> dict[str, str]:
    """Return the usual wording of each indicator or budget line that a finding concerns, by key."""
    wordings: dict[str, Counter[str]] = {one.kunci: Counter() for one in hasil.temuan if one.kunci}
    for record in chain(hasil.figures(), hasil.indikator):
        if record.kunci in wordings:
            name = record.uraian if isinstance(record, Anggaran) else record.indikator
            wordings[record.kunci][" ".join(name.split())] += 1
    return {key: count.most_common(1)[0][0] for key, count in wordings.items() if count}


def indicators_shown(groups: Iterable[KelompokUnit]) -> tuple[str, ...]:
    """Return the names of the indicators and budget lines that findings concern, sorted."""
    names = {one.indikator for group in groups for one in group.temuan}
    return tuple(sorted(names - {""}, key=str.casefold))


def _decided(state: Keadaan) -> tuple[Mapping[str, str], ...]:
    return tuple(decision_words(one) for one in (*state.berlaku, *state.catatan))


def decision_words(keputusan: Keputusan) -> dict[str, str]:
    """Return what is shown of a decision: what, in words, by whom, when, why."""
    isi = keputusan.isi
    if keputusan.jenis is JenisKeputusan.BETULKAN:
        isi = labels.indonesian(Decimal(isi))
    return {
        "jenis": keputusan.jenis.value,
        "label": labels.JENIS_KEPUTUSAN[keputusan.jenis],
        "isi": isi,
        "pemeriksa": keputusan.pemeriksa,
        "waktu": _local_time(keputusan.waktu),
    }


def _local_time(waktu: str) -> str:
    """Write a time of a decision as this computer's clock has it: `21-11-2026 10.53`."""
    try:
        return dt.datetime.fromisoformat(waktu).astimezone().strftime("%d-%m-%Y %H.%M")
    except (ValueError, OverflowError, OSError):
        return waktu


_ORDER_STATUS = {status: place for place, status in enumerate(StatusTemuan)}
_ORDER_TINGKAT = {tingkat: place for place, tingkat in enumerate(TingkatTemuan)}


def _report_order(
    temuan: Sequence[Temuan], penamaan: Penamaan
) -> Callable[[Temuan], tuple[object, ...]]:
    """Order: misreadings last, then unit, status, weight; findings of one kelompok together."""
    place = {t.temuan_id: number for number, t in enumerate(temuan)}
    heaviest: dict[tuple[str, str, str], tuple[int, int]] = {}
    for t in temuan:
        key = (penamaan.unit_of(t), t.status, t.kelompok or t.temuan_id)
        own = (_ORDER_TINGKAT[t.tingkat], place[t.temuan_id])
        heaviest[key] = min(own, heaviest.get(key, own))
    unit_place = {unit: number for number, unit in enumerate(penamaan.units)}

    def order(t: Temuan) -> tuple[object, ...]:
        unit = penamaan.unit_of(t)
        return (
            is_rejected(t),
            t.status == StatusTemuan.DUGAAN_SALAH_BACA,
            unit_place[unit],
            _ORDER_STATUS[t.status],
            heaviest[unit, t.status, t.kelompok or t.temuan_id],
            _ORDER_TINGKAT[t.tingkat],
            place[t.temuan_id],
        )

    return order


def _shown_finding(
    temuan: Temuan,
    nomor: int,
    bukti: Sequence[Bukti],
    groups: Mapping[str, Sequence[tuple[int, str]]],
    hasil: Hasil,
    penamaan: Penamaan,
    figures: Mapping[Letak, str],
) -> TampilanTemuan:
    aturan = hasil.aturan.get(temuan.aturan, PenjelasanAturan(judul=temuan.aturan))
    shown = [
        _shown_evidence(one, penamaan, figures) for one in sorted(bukti, key=lambda one: one.urut)
    ]
    pair = [one for one in shown if one.bukti.peran != PeranBukti.PENUNJANG]
    figure = any(one.bukti.nilai is not None for one in pair)
    return TampilanTemuan(
        temuan=temuan,
        nomor=nomor,
        unit=penamaan.unit_of(temuan),
        rumpun=rumpun_of(temuan.aturan, hasil.aturan),
        aturan=aturan,
        nilai_a=labels.shown_value(temuan.nilai_a, figure),
        nilai_b=labels.shown_value(temuan.nilai_b, figure),
        pasangan=tuple(pair),
        penunjang=tuple(one for one in shown if one.bukti.peran == PeranBukti.PENUNJANG),
        sekelompok=tuple(one for one in groups.get(temuan.kelompok, ()) if one[0] != nomor),
        putusan=(),
        indikator="",
    )


def _what_figures_are(hasil: Hasil) -> dict[Letak, str]:
    """Return what each figure that a bukti shows is, in words, by where it stands."""
    shown = {place_of(one) for one in hasil.bukti} - {None}
    words: dict[Letak, str] = {}
    for one in hasil.figures():
        place = place_of(one)
        if place and place in shown and place not in words:
            words[place] = figure_words(one)
    return words


def place_of(record: Kinerja | Anggaran | Bukti) -> Letak | None:
    """Return where a figure or a bukti stands, None where only its page is known."""
    if record.x0 is None or record.y0 is None or record.x1 is None or record.y1 is None:
        return None
    box = (round(record.x0), round(record.y0), round(record.x1), round(record.y1))
    return record.naskah_id, record.halaman, box


def figure_words(angka: Kinerja | Anggaran) -> str:
    """Say what a figure is: `Target 2025: Nilai SAKIP Perangkat Daerah`."""
    name = angka.indikator if isinstance(angka, Kinerja) else angka.uraian
    head = f"{labels.UKURAN[angka.ukuran]} {angka.tahun or ''}".strip()
    return f"{head}: {' '.join(name.split())}" if name else head


def _shown_evidence(
    bukti: Bukti, penamaan: Penamaan, figures: Mapping[Letak, str]
) -> TampilanBukti:
    place = place_of(bukti)
    return TampilanBukti(
        bukti=bukti,
        peran=labels.PERAN_BUKTI[bukti.peran],
        naskah=penamaan.naskah(bukti.naskah_id),
        nilai=_figure(bukti.nilai),
        bacaan=readings(bukti.teks, bukti.bacaan),
        perihal=figures.get(place, "") if place else "",
    )


def _figure(nilai: Decimal | None) -> str:
    return "" if nilai is None else labels.indonesian(nilai)


def readings(teks: str, bacaan: str) -> tuple[Bacaan, ...]:
    """Part `pembaca:teks|pembaca:teks`; nothing where every reader read what `teks` says.

    `bacaan` may or may not repeat the first reading, which is `teks`.
    """
    parts = [part.partition(":") for part in bacaan.split("|") if part.strip()]
    every = tuple(
        Bacaan(reader.strip(), text.strip()) if colon else Bacaan("", reader.strip())
        for reader, colon, text in parts
    )
    words = {"".join(one.teks.split()) for one in every}
    if not any(_is_nip_beside_a_name(teks, word) for word in words):
        words.add("".join(teks.split()))
    return every if every and len(words) > 1 else ()


def _is_nip_beside_a_name(teks: str, reading: str) -> bool:
    # The readings of a signature block are those of its NIP, its `teks` may be the name.
    digits = sum(sign.isdigit() for sign in reading)
    return digits >= _NIP_DIGITS and not any(sign.isdigit() for sign in teks)


def papers_by_unit(hasil: Hasil, penamaan: Penamaan) -> dict[str, tuple[AdaTidaknya, ...]]:
    """Say per unit which papers of the cycle are in the folder, with their years."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for naskah in hasil.naskah:
        for nama, kinds in NASKAH_POKOK:
            if naskah.jenis in kinds:
                found[penamaan.unit_of(naskah), nama].add(naskah_year(naskah) or "ada")
    return {
        unit: tuple(
            AdaTidaknya(
                nama,
                ", ".join(sorted(found[unit, nama])),
                not found[unit, nama] and nama not in BOLEH_TIDAK_ADA,
            )
            for nama, _ in NASKAH_POKOK
        )
        for unit in penamaan.units
        if unit != TANPA_UNIT
    }


def doubtful_figures(
    hasil: Hasil, penamaan: Penamaan, most: int | None = None
) -> tuple[AngkaRagu, ...]:
    """List the figures that are `ragu`, in reading order; no more than `most` of them."""
    berkas: dict[str, str] = {}
    for dokumen in hasil.dokumen:
        berkas.setdefault(dokumen.dokumen_id, dokumen.berkas)
    source = {n.naskah_id: berkas.get(n.dokumen_id, "") for n in hasil.naskah}
    doubtful = (one for one in hasil.figures() if one.status_baca == StatusBaca.RAGU)
    return tuple(
        AngkaRagu(
            angka_id=figure.kinerja_id if isinstance(figure, Kinerja) else figure.anggaran_id,
            unit=penamaan.unit_of_naskah(figure.naskah_id),
            uraian=figure.indikator if isinstance(figure, Kinerja) else figure.uraian,
            ukuran=labels.UKURAN[figure.ukuran],
            tahun=figure.tahun,
            teks=figure.teks,
            nilai=_figure(figure.nilai),
            bacaan=readings(figure.teks, figure.bacaan),
            berkas=source.get(figure.naskah_id, ""),
            halaman=figure.halaman,
            naskah=penamaan.naskah(figure.naskah_id),
        )
        for figure in islice(doubtful, most)
    )


@dataclass(frozen=True, slots=True)
class IndikatorPemda:
    """An indicator in one year, with its figures in each office of a government."""

    indikator: str
    tahun: int
    baris: tuple[RingkasanIndikator, ...]


@dataclass(frozen=True, slots=True)
class RingkasanPemda:
    """A government's offices side by side, indicator by indicator."""

    pemda: str
    unit: int
    indikator: tuple[IndikatorPemda, ...]


def regencies(hasil: Hasil) -> tuple[RingkasanPemda, ...]:
    """Lay the offices of each government that has several side by side."""
    rows: defaultdict[str, list[RingkasanIndikator]] = defaultdict(list)
    for row in hasil.rows_of(RingkasanIndikator):
        rows[row.pemda].append(row)
    shown = []
    for pemda, every in sorted(rows.items()):
        units = {row.unit for row in every}
        if len(units) > 1:
            runs = groupby(every, key=lambda row: (row.tahun, row.kunci))
            shown.append(RingkasanPemda(pemda, len(units), tuple(_side_by_side(runs))))
    return tuple(shown)


def _side_by_side(
    runs: Iterable[tuple[tuple[int, str], Iterable[RingkasanIndikator]]],
) -> Iterator[IndikatorPemda]:
    for (tahun, _), run in runs:
        rows = tuple(sorted(run, key=lambda row: _unit_order(row.unit)))
        name = Counter(row.indikator for row in rows if row.indikator).most_common(1)
        yield IndikatorPemda(name[0][0] if name else "", tahun, rows)


def documents(hasil: Hasil) -> tuple[IsiDokumen, ...]:
    """List the files with the naskah in them; a duplicate names the file it repeats."""
    inside: defaultdict[str, list[Naskah]] = defaultdict(list)
    for naskah in hasil.naskah:
        inside[naskah.dokumen_id].append(naskah)
    first: dict[str, str] = {}
    shown = []
    for dokumen in hasil.dokumen:
        original = first.setdefault(dokumen.dokumen_id, dokumen.berkas)
        copy = dokumen.status == StatusDokumen.DUPLIKAT
        shown.append(
            IsiDokumen(
                dokumen=dokumen,
                status=labels.STATUS_DOKUMEN[dokumen.status],
                naskah=() if copy else tuple(inside[dokumen.dokumen_id]),
                salinan_dari=original if copy and original != dokumen.berkas else "",
            )
        )
    return tuple(shown)

"""Uji petik: a random sample of the figures read as `bersih`, confirmed by eye.

Every figure gets a rank, the SHA-256 of the seed and of its place on paper; those with the
least ranks are the sample. So each sample of that size is equally likely, the same seed draws
the same sample on every computer, and a figure keeps its answer when the folder is read again.

From the answers follows the exact one-sided upper bound (Clopper-Pearson 1934) for the share of
wrong figures: the p for which k or fewer wrong among n has a chance of 5 percent,

    sum over i = 0..k of C(n, i) p^i (1 - p)^(n - i) = 0.05.

It holds for what was read as `bersih`, not for rows that were not found, and is given only
when the whole sample has been answered: who skips the hard ones would flatter the machine.
A figure corrected since counts as it was read.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.text import squeeze
from pipeline.emit import labels
from pipeline.emit.keputusan import (
    SAMPEL,
    Angka,
    JenisKeputusan,
    Keadaan,
    Keputusan,
    Naskahnya,
    TempatBukti,
    read_sidik,
    states,
)
from pipeline.emit.result import Hasil
from schemas.records import Anggaran, Bukti, Kinerja
from schemas.vocabulary import PeranBukti, StatusBaca

KEYAKINAN = 0.95
BENAR, SALAH, BENTROK = "benar", "salah", "bentrok"
_SETTINGS = re.compile(r"benih=([0-9]{1,18});jumlah=([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Sampel:
    """Which sample: its seed and its size."""

    benih: int
    jumlah: int

    def __str__(self) -> str:
        return f"benih={self.benih};jumlah={self.jumlah}"


@dataclass(frozen=True, slots=True)
class ButirUji:
    """One figure of the sample; `jawaban` is empty while nobody answered."""

    nomor: int
    angka: Angka
    tempat: TempatBukti
    bukti: Bukti
    jawaban: str

    @property
    def angka_id(self) -> str:
        """The key of the figure's row."""
        angka = self.angka
        return angka.kinerja_id if isinstance(angka, Kinerja) else angka.anggaran_id

    @property
    def uraian(self) -> str:
        """What the figure is about."""
        angka = self.angka
        return angka.indikator if isinstance(angka, Kinerja) else angka.uraian

    @property
    def ukuran(self) -> str:
        """What the figure measures, with its year."""
        return f"{labels.UKURAN[self.angka.ukuran]} {self.angka.tahun or ''}".strip()

    @property
    def nilai(self) -> str:
        """The figure as the machine read it, before any correction."""
        if self.angka.nilai is None or self.angka.status_baca is StatusBaca.DIKOREKSI:
            return self.angka.teks
        pengali = self.angka.pengali if isinstance(self.angka, Anggaran) else 1
        return labels.indonesian(self.angka.nilai / pengali)  # as it stands in the picture


@dataclass(frozen=True, slots=True)
class UjiPetik:
    """The sample with its answers, and what follows from them."""

    sampel: Sampel
    populasi: int
    butir: tuple[ButirUji, ...]

    @property
    def dijawab(self) -> int:
        """How many figures were answered."""
        return sum(one.jawaban in (BENAR, SALAH) for one in self.butir)

    @property
    def salah(self) -> int:
        """How many figures were found wrong."""
        return sum(one.jawaban == SALAH for one in self.butir)

    @property
    def lengkap(self) -> bool:
        """Whether the whole sample was answered."""
        return bool(self.butir) and self.dijawab == len(self.butir)

    @property
    def kesimpulan(self) -> str:
        """What an auditor may sign, in one or two sentences."""
        count = len(self.butir)
        shown = labels.indonesian(self.populasi)
        if not self.lengkap:
            return (
                f"Baru {self.dijawab} dari {count} angka dijawab (populasi {shown} angka bersih, "
                f"benih {self.sampel.benih}). Batas kesalahan dihitung setelah semua dijawab."
            )
        found = f"{count} angka diperiksa, {self.salah} salah terbaca"
        if count == self.populasi:
            return f"Semua angka bersih diperiksa: {found}."
        share = upper_bound(self.salah, count)
        most = math.floor(share * self.populasi)
        percent = labels.indonesian(math.ceil(share * 1000) / 10)
        return (
            f"Dari {shown} angka bersih diambil acak {count} (benih {self.sampel.benih}): {found}. "
            f"Dengan keyakinan 95%, paling banyak {percent}% angka bersih salah terbaca, yaitu "
            f"{labels.indonesian(most)} angka."
        )


def upper_bound(salah: int, diperiksa: int, keyakinan: float = KEYAKINAN) -> float:
    """Return the exact upper bound (Clopper-Pearson, one-sided) for the share of wrong figures.

    Raises:
        ValueError: nothing was looked at, or more were wrong than looked at.
    """
    if not 0 <= salah <= diperiksa or diperiksa == 0:
        raise ValueError(f"{salah} dari {diperiksa}")
    if salah == diperiksa:
        return 1.0
    low, high = salah / diperiksa, 1.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        if _chance_of_at_most(salah, diperiksa, middle) > 1 - keyakinan:
            low = middle
        else:
            high = middle
    return high


def _chance_of_at_most(most: int, tries: int, share: float) -> float:
    """Return the binomial chance of `most` or fewer among `tries`, 0 < share <= 1."""
    if share >= 1:
        return float(most >= tries)
    if share <= 0:
        return 1.0
    yes, no = math.log(share), math.log1p(-share)
    whole = math.lgamma(tries + 1)
    return math.fsum(
        math.exp(
            whole - math.lgamma(i + 1) - math.lgamma(tries - i + 1) + i * yes + (tries - i) * no
        )
        for i in range(most + 1)
    )


def sample_set(keputusan: Iterable[Keputusan]) -> Sampel | None:
    """Return the sample that was drawn last, None where none was drawn."""
    standing = states(keputusan).get(SAMPEL, Keadaan()).berlaku
    match = _SETTINGS.fullmatch(standing[-1].isi) if standing else None
    return Sampel(int(match[1]), int(match[2])) if match else None


def uji_petik(hasil: Hasil, sampel: Sampel | None = None) -> UjiPetik | None:
    """Return the sample of a run with its answers; None where none was drawn."""
    sampel = sampel or sample_set(hasil.keputusan)
    if sampel is None:
        return None
    paper = Naskahnya(hasil.dokumen, hasil.naskah)
    population = _population(hasil, paper)
    chosen = sorted(population, key=lambda place: _rank(sampel.benih, place))[: sampel.jumlah]
    in_order = {place: number for number, place in enumerate(population)}
    answers = _by_page(hasil.keputusan, JenisKeputusan.UJI)
    berkas = {d.dokumen_id: d.berkas for d in reversed(hasil.dokumen)}
    dokumen = {n.naskah_id: n.dokumen_id for n in hasil.naskah}
    butir = []
    for number, place in enumerate(sorted(chosen, key=lambda one: in_order[one]), start=1):
        angka = population[place]
        dokumen_id = dokumen.get(angka.naskah_id, "")
        evidence = _evidence(angka, place, dokumen_id, berkas.get(dokumen_id, ""))
        butir.append(ButirUji(number, angka, place, evidence, _answer(answers, place)))
    return UjiPetik(sampel, len(population), tuple(butir))


def _population(hasil: Hasil, paper: Naskahnya) -> dict[TempatBukti, Angka]:
    """Return the figures that the machine read as `bersih`, each place on paper once, in order."""
    corrected = _by_page(hasil.keputusan, JenisKeputusan.BETULKAN)
    population: dict[TempatBukti, Angka] = {}
    for angka in hasil.figures():
        place = paper.place_of(angka)
        clean = angka.status_baca is StatusBaca.BERSIH
        if angka.status_baca is StatusBaca.DIKOREKSI:
            first = next((k for k, at in corrected[_page(place)] if at.same_as(place)), None)
            clean = first is not None and first.status_lama == StatusBaca.BERSIH
        if clean and angka.nilai is not None:
            population.setdefault(place, angka)
    return population


def _page(place: TempatBukti) -> tuple[str, int]:
    return place.sha256, place.halaman


_ByPage = defaultdict[tuple[str, int], list[tuple[Keputusan, TempatBukti]]]


def _by_page(keputusan: Iterable[Keputusan], jenis: JenisKeputusan) -> _ByPage:
    """Return the decisions of a kind about figures, by page; of answers only those that stand."""
    every = list(keputusan)
    if jenis is JenisKeputusan.UJI:
        standing = states(one for one in every if one.sasaran.startswith("uji:"))
        every = [one for state in standing.values() for one in state.berlaku]
    found: _ByPage = defaultdict(list)
    for one in every:
        if one.jenis is jenis:
            (place,) = read_sidik(one.bukti).tempat
            found[_page(place)].append((one, place))
    return found


def _answer(answers: _ByPage, place: TempatBukti) -> str:
    said = {one.isi for one, at in answers[_page(place)] if at.same_as(place)}
    return BENTROK if len(said) > 1 else next(iter(said), "")


def _rank(benih: int, place: TempatBukti) -> str:
    words = (str(benih), place.sha256, str(place.halaman), str(place.kotak), squeeze(place.teks))
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def _evidence(angka: Angka, place: TempatBukti, dokumen_id: str, berkas: str) -> Bukti:
    """Return a bukti for the crop of a figure of the sample."""
    name = hashlib.sha256(_rank(0, place).encode()).hexdigest()[:16]
    return Bukti(
        temuan_id=f"uji-{name}",
        urut=1,
        peran=PeranBukti.A,
        berkas=berkas,
        dokumen_id=dokumen_id,
        naskah_id=angka.naskah_id,
        tabel=angka.tabel,
        halaman=angka.halaman,
        x0=angka.x0,
        y0=angka.y0,
        x1=angka.x1,
        y1=angka.y1,
        teks=angka.teks,
        nilai=angka.nilai,
        keyakinan=angka.keyakinan,
    )


def pictures_of(butir: Sequence[ButirUji]) -> tuple[Bukti, ...]:
    """Return what is to be cut for the sample."""
    return tuple(one.bukti for one in butir)

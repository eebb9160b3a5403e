"""From a rule's draft to a temuan with its bukti.

A rule says what it found, where, and how a better reading would settle it; this module
gives the finding its status, its lasting id, its group and its evidence.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from extractors.text import squeeze
from pipeline.reconcile.figures import Ganti, Terbaca, figure_id, is_sure, resolves
from schemas.records import (
    Anggaran,
    AngkaTabel,
    BelumDibandingkan,
    Bukti,
    Diktum,
    Indikator,
    KelasSkala,
    Kinerja,
    Klaim,
    Naskah,
    Pejabat,
    Rujukan,
    TanggalKosong,
    TanggalMustahil,
    Temuan,
)
from schemas.vocabulary import JenisNaskah, PeranBukti, StatusTemuan

if TYPE_CHECKING:
    from pipeline.reconcile.ledger import Buku, Kantor
    from pipeline.reconcile.rule import Aturan

Sumber = (
    Kinerja
    | Anggaran
    | Indikator
    | Pejabat
    | Rujukan
    | Naskah
    | Klaim
    | Diktum
    | KelasSkala
    | AngkaTabel
    | TanggalMustahil
    | TanggalKosong
)

NAMA_JENIS = {
    JenisNaskah.KEPUTUSAN_IKU: "Keputusan IKU",
    JenisNaskah.DOKUMEN_IKU: "Dokumen IKU",
    JenisNaskah.PERJANJIAN_KINERJA: "Perjanjian Kinerja",
    JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN: "Perjanjian Kinerja Perubahan",
    JenisNaskah.LKJIP: "LKjIP",
    JenisNaskah.MATRIKS_RENSTRA: "matriks Renstra",
    JenisNaskah.LAINNYA: "naskah lain",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempat:
    """A place in the paper: the record that stands there, and its words."""

    naskah_id: str
    tabel: str
    halaman: int
    kotak: tuple[float | None, float | None, float | None, float | None]
    teks: str
    nilai: Decimal | None
    keyakinan: float
    bacaan: str
    rekaman: str  # key of the record; "" for a naskah as a whole


def at(sumber: Sumber, teks: str | None = None) -> Tempat:
    """Return the place of a record; `teks` names the words meant where it holds several."""
    kotak = (None, None, None, None)
    bacaan, nilai, tabel = "", None, ""
    if isinstance(sumber, Naskah):
        words, halaman, rekaman = sumber.nomor, sumber.halaman_awal, ""
    elif isinstance(sumber, Indikator):
        words, halaman, rekaman = sumber.indikator, sumber.halaman_awal, sumber.indikator_id
        tabel = sumber.tabel
    elif isinstance(sumber, Pejabat):
        words, halaman, rekaman = sumber.nama, sumber.halaman, sumber.pejabat_id
        bacaan = sumber.bacaan
    elif isinstance(sumber, Rujukan):
        words, halaman, rekaman = sumber.teks, sumber.halaman, sumber.rujukan_id
    elif isinstance(sumber, Diktum):
        words, halaman, rekaman = sumber.kata, sumber.halaman, sumber.diktum_id
    elif isinstance(sumber, TanggalMustahil | TanggalKosong):
        words, halaman, rekaman = sumber.teks, sumber.halaman, sumber.tanggal_id
    elif isinstance(sumber, KelasSkala):
        words, halaman, rekaman = sumber.teks, sumber.halaman, sumber.kelas_id
        tabel = sumber.tabel
    else:
        words, halaman, rekaman = sumber.teks, sumber.halaman, figure_id(sumber)
        bacaan, nilai, tabel = sumber.bacaan, sumber.nilai, sumber.tabel
    if not isinstance(sumber, Naskah):
        kotak = (sumber.x0, sumber.y0, sumber.x1, sumber.y1)  # type: ignore[assignment]
    return Tempat(
        naskah_id=sumber.naskah_id,
        tabel=tabel,
        halaman=halaman,
        kotak=kotak,
        teks=words if teks is None else teks,
        nilai=nilai,
        keyakinan=sumber.keyakinan,
        bacaan=bacaan,
        rekaman=rekaman,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrafTemuan:
    """What a rule found.

    Attributes:
        kantor: the office it concerns.
        tahun: the year it concerns.
        kunci: key of the indicator or budget line, "" where it concerns none.
        identitas: what makes it this finding and no other, in words that outlast new
            files and pages; drafts of one identity are one finding in several places.
        uraian: one sentence for a working paper.
        nilai_a: what stands at `a`, normalised.
        nilai_b: what stands at `b`, or the value computed.
        saran: what would settle it.
        a: the first place.
        b: what contradicts or demands it.
        penunjang: further places.
        angka: the figures whose readings decide; each must be sure for `pasti`.
        selaras: whether the paper agrees with other values put in place of figures.
        pasti: False where the reading of words, not figures, is in doubt.
        salah_baca: a better reading of words makes the inconsistency go away.
        lintas_tahun: the finding is the same in every year; the year is not part of its id.
    """

    kantor: Kantor
    tahun: int | None = None
    kunci: str = ""
    identitas: tuple[str, ...]
    uraian: str
    nilai_a: str = ""
    nilai_b: str = ""
    saran: str
    a: Tempat
    b: Tempat | None = None
    penunjang: tuple[Tempat, ...] = ()
    angka: tuple[Terbaca, ...] = ()
    selaras: Callable[[Ganti], bool] | None = None
    pasti: bool = True
    salah_baca: bool = False
    lintas_tahun: bool = False


def not_compared(kantor: Kantor, naskah_id: str, apa: str, mengapa: str) -> BelumDibandingkan:
    """Say that something of a naskah could not be compared."""
    return BelumDibandingkan(
        unit=kantor.unit, pemda=kantor.pemda, naskah_id=naskah_id, apa=apa, mengapa=mengapa
    )


def naskah_words(naskah: Naskah) -> str:
    """Name a naskah in a sentence: `Perjanjian Kinerja Tahun 2025`."""
    nama = NAMA_JENIS[naskah.jenis]
    if naskah.jenis is JenisNaskah.MATRIKS_RENSTRA and naskah.periode_awal:
        return f"{nama} {naskah.periode_awal}-{naskah.periode_akhir or '…'}"
    return f"{nama} Tahun {naskah.tahun}" if naskah.tahun else nama


def year_of(naskah: Naskah) -> int | None:
    """Return the year a finding about a naskah concerns: its own, else that of its date."""
    if naskah.tahun is None and naskah.tanggal[:4].isdigit():
        return int(naskah.tanggal[:4])
    return naskah.tahun


def page_words(naskah: Naskah) -> str:
    """Name the pages of a naskah: `halaman 5`, `halaman 5-7`."""
    if naskah.halaman_awal == naskah.halaman_akhir:
        return f"halaman {naskah.halaman_awal}"
    return f"halaman {naskah.halaman_awal}-{naskah.halaman_akhir}"


def place_words(buku: Buku, tempat: Tempat) -> str:
    """Name a place in a sentence: `Tabel 3.2 LKjIP Tahun 2025 (halaman 41)`."""
    label = f"{squeeze(tempat.tabel)} " if tempat.tabel else ""
    return f"{label}{naskah_words(buku.naskah[tempat.naskah_id])} (halaman {tempat.halaman})"


# -- from drafts to records ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Calon:
    """A finding without its group, with what settles its place among those of a whole run.

    Attributes:
        temuan: the finding; `kelompok` is empty.
        bukti: its evidence, as written.
        rekaman: the record that each bukti shows, by its id.
        terlibat: the records that decide it; findings that share one are of one group.
    """

    temuan: Temuan
    bukti: tuple[Bukti, ...]
    rekaman: tuple[str, ...]
    terlibat: frozenset[str]


_KEPASTIAN = (StatusTemuan.PASTI, StatusTemuan.PERLU_DICEK, StatusTemuan.DUGAAN_SALAH_BACA)


def candidate(buku: Buku, rule: Aturan, draf: DrafTemuan) -> Calon:
    """Turn the draft of a rule into a finding with id, status and evidence."""
    temuan = _finding(buku, rule, draf)
    places = [place for place in (draf.a, draf.b, *draf.penunjang) if place]
    bukti = tuple(_evidence(buku, temuan.temuan_id, draf))
    return Calon(
        temuan, bukti, tuple(place.rekaman for place in places), frozenset(_involved(draf))
    )


def settle(
    calon: Iterable[Calon], rank: Callable[[str], int]
) -> tuple[tuple[Temuan, ...], tuple[Bukti, ...]]:
    """Merge and group the findings of a run, and put them in a fixed order.

    Args:
        calon: the findings of all offices, in the order in which they were made.
        rank: the place of a naskah in reading order, by its id.
    """
    found: dict[str, list[Calon]] = {}
    for one in calon:
        found.setdefault(one.temuan.temuan_id, []).append(one)
    merged = [_merge(same) for same in found.values()]
    merged.sort(key=lambda one: _order(rank, one))
    groups = _groups(merged)
    findings = tuple(
        dataclasses.replace(one.temuan, kelompok=groups[one.temuan.temuan_id]) for one in merged
    )
    return findings, tuple(item for one in merged for item in one.bukti)


def _finding(buku: Buku, rule: Aturan, draf: DrafTemuan) -> Temuan:
    return Temuan(
        temuan_id=finding_id(rule.id, draf),
        aturan=rule.id,
        tingkat=rule.tingkat,
        status=_status(buku, draf),
        unit=draf.kantor.unit,
        pemda=draf.kantor.pemda,
        tahun=draf.tahun,
        kunci=draf.kunci,
        judul=rule.judul,
        uraian=draf.uraian,
        nilai_a=draf.nilai_a,
        nilai_b=draf.nilai_b,
        saran=draf.saran,
    )


def finding_id(aturan: str, draf: DrafTemuan) -> str:
    """Return the lasting id of a finding: a digest of what it says, not of where files lie."""
    tahun = "" if draf.tahun is None or draf.lintas_tahun else str(draf.tahun)
    words = (aturan, *draf.kantor.kunci, tahun, draf.kunci, *draf.identitas)
    text = "\x1f".join(squeeze(word).casefold() for word in words)
    return f"T{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _status(buku: Buku, draf: DrafTemuan) -> StatusTemuan:
    if draf.salah_baca or (draf.selaras is not None and resolves(draf.angka, draf.selaras)):
        return StatusTemuan.DUGAAN_SALAH_BACA
    if not draf.pasti or not all(is_sure(angka) for angka in draf.angka):
        return StatusTemuan.PERLU_DICEK
    doubtful = _rests_on_guess(buku, draf) or _is_hard_to_read(buku, draf)
    return StatusTemuan.PERLU_DICEK if doubtful else StatusTemuan.PASTI


_SEBARIS = 3
"""So many figures of one row can be held against each other on the hardest page."""


def _is_one_row(draf: DrafTemuan) -> bool:
    """Say whether a finding is about figures side by side, which need nothing else of the page."""
    figures = draf.angka
    if draf.b is not None or not 2 <= len(figures) <= _SEBARIS:
        return False
    if len({(it.naskah_id, it.halaman) for it in figures}) != 1:
        return False
    tops = [it.y0 for it in figures if it.y0 is not None]
    feet = [it.y1 for it in figures if it.y1 is not None]
    return len(tops) == len(feet) == len(figures) and max(tops) < min(feet)


def _is_hard_to_read(buku: Buku, draf: DrafTemuan) -> bool:
    """Say whether a place that decides lies on a page that was read with trouble."""
    if _is_one_row(draf):
        return False
    places = {(place.naskah_id, place.halaman) for place in (draf.a, draf.b) if place}
    places |= {(angka.naskah_id, angka.halaman) for angka in draf.angka}
    return any(buku.is_hard_to_read(*place) for place in places)


def _rests_on_guess(buku: Buku, draf: DrafTemuan) -> bool:
    """Say whether places of different names are held to be one on a doubtful merge."""
    ids = _involved(draf) | {place.rekaman for place in draf.penunjang}
    names = {buku.names[rekaman] for rekaman in ids if rekaman in buku.names}
    return len(names) > 1 and bool(names & buku.doubtful_names)


def _merge(calon: Sequence[Calon]) -> Calon:
    """Keep the surest of findings of one identity; the places of the others support it."""
    best = min(calon, key=lambda item: _KEPASTIAN.index(item.temuan.status))
    shown = [item for item in best.bukti if item.peran is not PeranBukti.PENUNJANG]
    places = dict.fromkeys(place for one in calon for place in _places(one))
    for place in _places(best)[: len(shown)]:
        places.pop(place, None)
    bukti = (*shown, *(item for item, _ in places))
    numbered = (dataclasses.replace(item, urut=urut) for urut, item in enumerate(bukti, start=1))
    return dataclasses.replace(best, bukti=tuple(numbered))


def _places(calon: Calon) -> list[tuple[Bukti, str]]:
    """Return what is shown of which record, without its part and number."""
    return [
        (dataclasses.replace(bukti, peran=PeranBukti.PENUNJANG, urut=0), rekaman)
        for bukti, rekaman in zip(calon.bukti, calon.rekaman, strict=True)
    ]


def _order(rank: Callable[[str], int], calon: Calon) -> tuple[int, int, str, str]:
    a = calon.bukti[0]
    return (rank(a.naskah_id), a.halaman, calon.temuan.aturan, calon.temuan.temuan_id)


def _groups(merged: Sequence[Calon]) -> dict[str, str]:
    """Give findings that involve the same record one group, named after its first id."""
    parent = {calon.temuan.temuan_id: calon.temuan.temuan_id for calon in merged}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    owner: dict[str, str] = {}
    for calon in merged:
        for rekaman in calon.terlibat:
            one = root(calon.temuan.temuan_id)
            two = root(owner.setdefault(rekaman, one))
            parent[max(one, two)] = min(one, two)
    return {name: f"K{root(name)[1:]}" for name in parent}


def _involved(draf: DrafTemuan) -> set[str]:
    """The figures that decide, and the places that contradict each other."""
    places = {place.rekaman for place in (draf.a, draf.b) if place and place.rekaman}
    return places | {figure_id(angka) for angka in draf.angka}


def _evidence(buku: Buku, temuan_id: str, draf: DrafTemuan) -> Iterator[Bukti]:
    places = [(PeranBukti.A, draf.a)]
    places += [(PeranBukti.B, draf.b)] if draf.b else []
    places += [(PeranBukti.PENUNJANG, place) for place in draf.penunjang]
    for urut, (peran, place) in enumerate(places, start=1):
        dokumen_id = buku.naskah[place.naskah_id].dokumen_id
        x0, y0, x1, y1 = place.kotak
        yield Bukti(
            temuan_id=temuan_id,
            urut=urut,
            peran=peran,
            berkas=buku.berkas.get(dokumen_id, ""),
            dokumen_id=dokumen_id,
            naskah_id=place.naskah_id,
            tabel=place.tabel,
            halaman=place.halaman,
            x0=x0,
            y0=y0,
            x1=x1,
            y1=y1,
            teks=place.teks,
            nilai=place.nilai,
            keyakinan=place.keyakinan,
            bacaan=place.bacaan,
        )

"""The desk over one output folder: what stands of its findings, and new decisions about them."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.desk.simpanan import add_decisions, new_id, read_decisions
from pipeline.desk.terapkan import mark_findings, typed_value
from pipeline.emit.keputusan import (
    SAMPEL,
    Angka,
    JenisKeputusan,
    Keadaan,
    Keputusan,
    Naskahnya,
    Sidik,
    TempatBukti,
    now,
    read_sidik,
    states,
    subject_of_figure,
    subject_of_finding,
    word_for,
)
from pipeline.emit.read_back import read_output
from pipeline.emit.report_view import decision_words
from pipeline.emit.result import Hasil
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.uji_petik import BENAR, SALAH, Sampel, sample_set
from schemas.records import Bukti, Kinerja
from schemas.vocabulary import PeranBukti, StatusBaca

LONGEST = 4000
"""Characters of a reason or note."""


_Letak = tuple[str, int, tuple[float, float, float, float] | None]


def _spot(place: TempatBukti) -> _Letak:
    return place.sha256, place.halaman, place.kotak


class TidakDapat(Exception):
    """A decision cannot be taken; the message is for the reviewer, in Indonesian."""


class SudahBerubah(TidakDapat):
    """What was decided about is not what stands there now."""


def figure_id(angka: Angka) -> str:
    """Return the key of a figure's row."""
    return angka.kinerja_id if isinstance(angka, Kinerja) else angka.anggaran_id


@dataclass(frozen=True, slots=True)
class Permintaan:
    """What a reviewer asks for.

    `kepala` are the ids of the decisions that the reviewer saw standing, None for those that
    stand now; `sidik` is the digest of the evidence that was shown, empty if unknown.
    """

    jenis: JenisKeputusan
    pemeriksa: str
    isi: str = ""
    kepala: tuple[str, ...] | None = None
    sidik: str = ""
    asal: str = "meja"
    keputusan_id: str = ""


class Meja:
    """An output folder as the reviewer works on it; it follows a run that replaces it."""

    def __init__(self, out: Path) -> None:
        """Open an output folder.

        Raises:
            BukanKeluaran: the folder is no complete output.
            SimpananRusak: its decisions cannot be read.
        """
        self.out = out
        self._stamp = (-1, -1)
        self._load()

    def _load(self) -> None:
        stat = (self.out / RUN_INFO).stat() if (self.out / RUN_INFO).is_file() else None
        stamp = (stat.st_mtime_ns, stat.st_ino) if stat else (0, 0)
        if stamp == self._stamp:
            return
        self._hasil = read_output(self.out)
        self._stamp = stamp
        self._paper = Naskahnya(self._hasil.dokumen, self._hasil.naskah)
        self._temuan = {one.temuan_id: one for one in self._hasil.temuan}
        self._evidence: defaultdict[str, list[Bukti]] = defaultdict(list)
        for one in self._hasil.bukti:
            self._evidence[one.temuan_id].append(one)
        figures: tuple[Angka, ...] = (*self._hasil.kinerja, *self._hasil.anggaran)
        self._figures = {figure_id(one): one for one in figures}
        self._places: dict[_Letak, str] = {}
        for figure in figures:
            self._places.setdefault(_spot(self._paper.place_of(figure)), figure_id(figure))

    @property
    def versi(self) -> tuple[int, int, int]:
        """Changes when a run or a decision changed what there is to show."""
        self._load()
        return (*self._stamp, len(read_decisions(self.out)))

    def hasil(self) -> Hasil:
        """Return the records of the run with the decisions that stand now."""
        self._load()
        decisions = read_decisions(self.out)
        marked = mark_findings(
            self._hasil.temuan,
            self._hasil.bukti,
            dokumen=self._hasil.dokumen,
            naskah=self._hasil.naskah,
            keputusan=decisions,
        )
        return dataclasses.replace(self._hasil, temuan=marked, keputusan=decisions)

    def figure_of(self, bukti: Bukti) -> str:
        """Return the id of the figure that a bukti shows, empty if it shows none."""
        place = self._paper.place_of(bukti)
        return self._places.get(_spot(place), "") if place.kotak is not None else ""

    def sidik_of(self, temuan_id: str) -> Sidik:
        """Return the evidence of a finding of this output.

        Raises:
            SudahBerubah: there is no such finding (any more).
        """
        if temuan_id not in self._temuan:
            raise SudahBerubah("Temuan ini tidak ada lagi dalam keluaran; muat ulang halaman.")
        return self._paper.sidik_of(self._temuan[temuan_id], self._evidence[temuan_id])

    def digest_of(self, temuan_id: str) -> str:
        """Return the digest of a finding's evidence."""
        return self.sidik_of(temuan_id).digest()

    def figure_shown(self, temuan_id: str, peran: PeranBukti) -> str:
        """Return the id of the figure that the first bukti of a role shows, empty if none."""
        shown = (one for one in self._evidence.get(temuan_id, ()) if one.peran == peran)
        first = next(shown, None)
        return self.figure_of(first) if first else ""

    def decide_finding(self, temuan_id: str, minta: Permintaan) -> Keputusan:
        """Agree with a finding, reject it, withdraw that, or note something.

        Raises:
            TidakDapat: the request lacks what it needs, or the finding changed meanwhile.
        """
        self._load()
        allowed = {
            JenisKeputusan.SETUJU,
            JenisKeputusan.TOLAK,
            JenisKeputusan.CATATAN,
            JenisKeputusan.CABUT,
        }
        if minta.jenis not in allowed:
            raise TidakDapat(f"“{minta.jenis}” bukan keputusan atas temuan.")
        isi = minta.isi.strip()
        if minta.jenis is JenisKeputusan.TOLAK and not isi:
            raise TidakDapat("Alasan menolak harus diisi.")
        if minta.jenis is JenisKeputusan.CATATAN and not isi:
            raise TidakDapat("Catatan kosong.")
        sidik = self.sidik_of(temuan_id)
        if minta.sidik and minta.sidik != sidik.digest():
            raise SudahBerubah("Bukti temuan ini berubah sejak halaman dibuka; muat ulang halaman.")
        return self._add(subject_of_finding(temuan_id), minta, isi, sidik, temuan_id=temuan_id)

    def correct_figure(self, angka_id: str, minta: Permintaan, temuan_id: str = "") -> Keputusan:
        """Put the figure that the reviewer typed in the place of what was read, or withdraw that.

        Raises:
            TidakDapat: the text is no figure, or the figure is not there (any more).
        """
        self._load()
        if minta.jenis not in (JenisKeputusan.BETULKAN, JenisKeputusan.CABUT):
            raise TidakDapat(f"“{minta.jenis}” bukan pembetulan angka.")
        isi = ""
        if minta.jenis is JenisKeputusan.BETULKAN:
            try:
                isi = format(typed_value(minta.isi), "f")
            except ValueError as error:
                raise TidakDapat(str(error)) from error
        angka = self._figure(angka_id)
        sidik = Sidik((self._paper.place_of(angka),))
        if minta.sidik and minta.sidik != sidik.digest():
            raise SudahBerubah("Bacaan angka ini berubah sejak halaman dibuka; muat ulang halaman.")
        subject = self._figure_subject(sidik.tempat[0], "angka")
        return self._add(
            subject,
            minta,
            isi,
            sidik,
            temuan_id=temuan_id,
            status_lama=self._machine_status(angka, subject),
        )

    def answer_sample(self, angka_id: str, minta: Permintaan) -> Keputusan:
        """Say whether a figure of the random sample was read right.

        Raises:
            TidakDapat: the answer is none, or the figure is not there (any more).
        """
        self._load()
        if minta.jenis is JenisKeputusan.UJI and minta.isi not in (BENAR, SALAH):
            raise TidakDapat("Jawaban uji petik: benar atau salah.")
        if minta.jenis not in (JenisKeputusan.UJI, JenisKeputusan.CABUT):
            raise TidakDapat(f"“{minta.jenis}” bukan jawaban uji petik.")
        sidik = Sidik((self._paper.place_of(self._figure(angka_id)),))
        subject = self._figure_subject(sidik.tempat[0], "uji")
        return self._add(subject, minta, minta.isi, sidik)

    def answer_of(self, angka_id: str) -> str:
        """Return the answer that stands for a figure of the sample, empty if none.

        Raises:
            SudahBerubah: the figure is not there (any more).
        """
        place = self._paper.place_of(self._figure(angka_id))
        putusan = self.state_of(self._figure_subject(place, "uji")).putusan
        return putusan.isi if putusan else ""

    def own_heads(self, angka_id: str, kind: str, pemeriksa: str) -> tuple[str, ...]:
        """Return the standing decisions about a figure that a reviewer made alone.

        A sheet does not say what its reader saw of others: a new decision out of it replaces
        only the reader's own, and stands beside the others'.

        Raises:
            SudahBerubah: the figure is not there (any more).
        """
        place = self._paper.place_of(self._figure(angka_id))
        standing = self.state_of(self._figure_subject(place, kind)).berlaku
        return tuple(one.keputusan_id for one in standing if one.pemeriksa == pemeriksa)

    def draw_sample(self, sampel: Sampel, pemeriksa: str) -> None:
        """Keep which random sample is being checked; nothing new if it is this one already.

        Raises:
            TidakDapat: nobody is named.
        """
        if sample_set(read_decisions(self.out)) == sampel:
            return
        minta = Permintaan(jenis=JenisKeputusan.SAMPEL, pemeriksa=pemeriksa, asal="perintah")
        self._add(SAMPEL, minta, str(sampel), Sidik(()))

    def _figure(self, angka_id: str) -> Angka:
        if angka_id not in self._figures:
            raise SudahBerubah("Angka ini tidak ada lagi dalam keluaran; muat ulang halaman.")
        return self._figures[angka_id]

    def _figure_subject(self, place: TempatBukti, kind: str) -> str:
        """Return the subject under which a figure was decided before, else a new one."""
        fresh = subject_of_figure(place, kind)
        for one in read_decisions(self.out):
            if one.sasaran.startswith(f"{kind}:") and (
                one.sasaran == fresh or read_sidik(one.bukti).tempat[0].same_as(place)
            ):
                return one.sasaran
        return fresh

    def _machine_status(self, angka: Angka, subject: str) -> str:
        """Return how sure the machine was of a figure, before any correction."""
        if angka.status_baca is not StatusBaca.DIKOREKSI:
            return angka.status_baca
        every = [one for one in read_decisions(self.out) if one.sasaran == subject]
        return every[0].status_lama if every else ""

    def _add(
        self,
        subject: str,
        minta: Permintaan,
        isi: str,
        sidik: Sidik,
        *,
        temuan_id: str = "",
        status_lama: str = "",
    ) -> Keputusan:
        pemeriksa = " ".join(minta.pemeriksa.split())
        if not pemeriksa:
            raise TidakDapat("Nama pemeriksa harus diisi.")
        if len(isi) > LONGEST:
            raise TidakDapat(f"Terlalu panjang; paling banyak {LONGEST} huruf.")
        standing = self.state_of(subject).berlaku
        seen = minta.kepala
        heads = [one.keputusan_id for one in standing] if seen is None else list(seen)
        keputusan = Keputusan(
            keputusan_id=minta.keputusan_id or new_id(),
            waktu=now(),
            pemeriksa=pemeriksa,
            jenis=minta.jenis,
            sasaran=subject,
            temuan_id=temuan_id,
            isi=isi,
            bukti=sidik.to_json(),
            menggantikan="" if minta.jenis is JenisKeputusan.CATATAN else " ".join(heads),
            asal=minta.asal,
            status_lama=status_lama,
        )
        add_decisions(self.out, [keputusan])
        return keputusan

    def state_of(self, subject: str) -> Keadaan:
        """Return what stands of a subject now."""
        return states(read_decisions(self.out)).get(subject, Keadaan())

    def finding_view(self, temuan_id: str) -> dict[str, Any]:
        """Return what the page shows of a finding's decisions, as JSON can hold it."""
        sidik = self.sidik_of(temuan_id)
        return finding_view(self.state_of(subject_of_finding(temuan_id)), sidik)

    def figure_view(self, angka_id: str, kind: str = "angka") -> dict[str, Any]:
        """Return what the page shows of a figure's corrections or sample answers."""
        place = self._paper.place_of(self._figure(angka_id))
        return figure_view(self.state_of(self._figure_subject(place, kind)), Sidik((place,)))

    def views(self, angka: Iterable[str], uji: Iterable[str]) -> dict[str, Any]:
        """Return the views of all findings, of the figures named and of the sample's figures."""
        self._load()
        decisions = read_decisions(self.out)
        standing = states(decisions)
        return {
            "temuan": {
                name: finding_view(
                    standing.get(subject_of_finding(name), Keadaan()), self.sidik_of(name)
                )
                for name in self._temuan
            },
            "angka": self._figure_views(angka, standing, "angka"),
            "uji": self._figure_views(uji, standing, "uji"),
        }

    def _figure_views(
        self, names: Iterable[str], standing: Mapping[str, Keadaan], kind: str
    ) -> dict[str, Any]:
        known: defaultdict[tuple[str, int], list[tuple[TempatBukti, Keadaan]]] = defaultdict(list)
        for subject, state in standing.items():
            if subject.startswith(f"{kind}:") and state.berlaku:
                (place,) = read_sidik(state.berlaku[-1].bukti).tempat
                known[place.sha256, place.halaman].append((place, state))
        views = {}
        for name in names:
            place = self._paper.place_of(self._figure(name))
            near = known.get((place.sha256, place.halaman), ())
            state = next((state for other, state in near if other.same_as(place)), Keadaan())
            views[name] = figure_view(state, Sidik((place,)))
        return views


def finding_view(state: Keadaan, sidik: Sidik) -> dict[str, Any]:
    """Describe the decisions about a finding for the page."""
    return {
        "kata": str(word_for(state, sidik)),
        "berlaku": [decision_words(one) for one in state.berlaku],
        "catatan": [decision_words(one) for one in state.catatan],
        "kepala": [one.keputusan_id for one in state.berlaku],
        "sidik": sidik.digest(),
    }


def figure_view(state: Keadaan, sidik: Sidik) -> dict[str, Any]:
    """Describe the corrections of a figure for the page."""
    putusan = state.putusan
    return {
        "kata": "bentrok" if state.bentrok else (putusan.jenis.value if putusan else ""),
        "isi": decision_words(putusan)["isi"] if putusan else "",
        "berlaku": [decision_words(one) for one in state.berlaku],
        "kepala": [one.keputusan_id for one in state.berlaku],
        "sidik": sidik.digest(),
    }

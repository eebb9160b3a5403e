"""What a reviewer decided: the record, what it is about, and which decision stands.

Decisions are only ever added. A new one names those it replaces (`menggantikan`), so that
two reviewers who decided apart leave two that stand beside each other: where they differ,
that is a conflict, which is shown and settled by a further decision, never by the clock.

What a decision is about is held by the paper, not by the reading: the SHA-256 of the file,
the page, the box (points, origin top left, page as shown) and the words read there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from extractors.text import squeeze
from pipeline.geometry.box import Kotak
from schemas.records import Anggaran, Bukti, Dokumen, Kinerja, Naskah, Temuan, kolom

Angka = Kinerja | Anggaran

SAMPEL = "sampel"
"""The subject of the decision that says which random sample is being checked."""
_LEAST_OVERLAP = 0.5
"""Two boxes are one place if each lies in the other by at least this share."""


class JenisKeputusan(StrEnum):
    """What a reviewer does."""

    SETUJU = "setuju"
    TOLAK = "tolak"
    BETULKAN = "betulkan"
    CATATAN = "catatan"
    UJI = "uji"
    SAMPEL = "sampel"
    CABUT = "cabut"


class KataKeputusan(StrEnum):
    """What stands of a finding after all decisions, as `temuan.keputusan` has it."""

    SETUJU = "setuju"
    TOLAK = "tolak"
    BENTROK = "bentrok"
    USANG = "usang"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keputusan:
    """One decision of a reviewer; rows are only ever added."""

    TABEL: ClassVar[str] = "keputusan"

    keputusan_id: str = kolom("kunci, unik di semua komputer", kunci=True)
    waktu: str = kolom("saat diputuskan, ISO 8601 UTC")
    pemeriksa: str = kolom("siapa yang memutuskan")
    jenis: JenisKeputusan = kolom("apa yang diputuskan")
    sasaran: str = kolom("yang diputuskan: temuan:<id>, angka:<sidik>, uji:<sidik>, sampel")
    temuan_id: str = kolom("temuan tempat keputusan dibuat", default="")
    isi: str = kolom("alasan, catatan, angka yang betul, atau jawaban uji petik", default="")
    bukti: str = kolom("tempat pada naskah saat diputuskan (JSON)", default="")
    menggantikan: str = kolom("keputusan_id yang digantikan, dipisah spasi", default="")
    asal: str = kolom("meja, xlsx, atau csv", default="")
    status_lama: str = kolom("status_baca sebelum angka dibetulkan", default="")


@dataclass(frozen=True, slots=True)
class TempatBukti:
    """A place on paper. Box in points, origin top left; None where only the page is known."""

    sha256: str
    halaman: int
    kotak: tuple[float, float, float, float] | None
    teks: str

    def same_as(self, other: TempatBukti) -> bool:
        """Say whether both are one place with the same words."""
        return self.over(other) and squeeze(self.teks) == squeeze(other.teks)

    def over(self, other: TempatBukti) -> bool:
        """Say whether both lie on one page of one file, one over the other."""
        if (self.sha256, self.halaman) != (other.sha256, other.halaman):
            return False
        if self.kotak is None or other.kotak is None:
            return self.kotak is other.kotak
        one, two = Kotak(*self.kotak), Kotak(*other.kotak)
        if one == two:
            return True
        return min(one.share_in(two), two.share_in(one)) >= _LEAST_OVERLAP


@dataclass(frozen=True, slots=True)
class Sidik:
    """What a decision was based on: the places, and for a finding its two values."""

    tempat: tuple[TempatBukti, ...]
    nilai_a: str = ""
    nilai_b: str = ""

    def same_as(self, other: Sidik) -> bool:
        """Say whether the evidence is the same, in whatever order."""
        if (self.nilai_a, self.nilai_b) != (other.nilai_a, other.nilai_b):
            return False
        left = list(other.tempat)
        for one in self.tempat:
            match = next((two for two in left if one.same_as(two)), None)
            if match is None:
                return False
            left.remove(match)
        return not left

    def to_json(self) -> str:
        """Write the evidence as one line of JSON."""
        places = [
            {"sha256": t.sha256, "halaman": t.halaman, "kotak": t.kotak, "teks": t.teks}
            for t in self.tempat
        ]
        content = {"nilai_a": self.nilai_a, "nilai_b": self.nilai_b, "tempat": places}
        return json.dumps(content, ensure_ascii=False, sort_keys=True)

    def digest(self) -> str:
        """Return a short digest, by which a page or a sheet says which evidence it showed."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]


def read_sidik(text: str) -> Sidik:
    """Read what `Sidik.to_json` wrote.

    Raises:
        ValueError: the text is no evidence.
    """
    try:
        content = json.loads(text)
        places = tuple(_read_place(item) for item in content["tempat"])
        return Sidik(places, str(content.get("nilai_a", "")), str(content.get("nilai_b", "")))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"bukti keputusan tidak sah: {text[:80]}") from error


def _read_place(item: Mapping[str, Any]) -> TempatBukti:
    box = item["kotak"]
    kotak = None
    if box is not None:
        x0, y0, x1, y1 = (float(side) for side in box)
        kotak = (x0, y0, x1, y1)
    return TempatBukti(str(item["sha256"]), int(item["halaman"]), kotak, str(item["teks"]))


class Naskahnya:
    """Finds the file of a record by its SHA-256, and so its place on paper."""

    def __init__(self, dokumen: Iterable[Dokumen], naskah: Iterable[Naskah]) -> None:
        self._sha = {d.dokumen_id: d.sha256 for d in dokumen}
        self._dokumen = {n.naskah_id: n.dokumen_id for n in naskah}

    def place_of(self, record: Angka | Bukti) -> TempatBukti:
        """Return where a figure or a bukti stands."""
        if isinstance(record, Bukti):
            dokumen_id = record.dokumen_id
        else:
            dokumen_id = self._dokumen.get(record.naskah_id, "")
        return TempatBukti(self._sha.get(dokumen_id, ""), record.halaman, _box(record), record.teks)

    def sidik_of(self, temuan: Temuan, bukti: Iterable[Bukti]) -> Sidik:
        """Return the evidence of a finding."""
        places = tuple(self.place_of(one) for one in bukti)
        return Sidik(places, temuan.nilai_a, temuan.nilai_b)


def _box(record: Angka | Bukti) -> tuple[float, float, float, float] | None:
    x0, y0, x1, y1 = record.x0, record.y0, record.x1, record.y1
    if x0 is None or y0 is None or x1 is None or y1 is None:
        return None
    # As the tables hold them: a decision made from the tables finds its place again.
    return round(x0, 4), round(y0, 4), round(x1, 4), round(y1, 4)


def subject_of_finding(temuan_id: str) -> str:
    """Return the subject of decisions about a finding."""
    return f"temuan:{temuan_id}"


def subject_of_figure(tempat: TempatBukti, kind: str = "angka") -> str:
    """Return the subject of decisions about a figure; `kind` is `angka` or `uji`."""
    words = (tempat.sha256, str(tempat.halaman), str(tempat.kotak), squeeze(tempat.teks))
    return f"{kind}:{hashlib.sha256(chr(31).join(words).encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Keadaan:
    """What stands of one subject: the decisions that none replaced, and the notes."""

    berlaku: tuple[Keputusan, ...] = ()
    catatan: tuple[Keputusan, ...] = ()

    @property
    def putusan(self) -> Keputusan | None:
        """The decision in force: the last, where all that stand say the same."""
        if not self.berlaku or self.bentrok or self.berlaku[-1].jenis is JenisKeputusan.CABUT:
            return None
        return self.berlaku[-1]

    @property
    def bentrok(self) -> bool:
        """Whether decisions that stand say different things."""
        return len({_substance(one) for one in self.berlaku}) > 1


def _substance(keputusan: Keputusan) -> tuple[str, str]:
    # Two reviewers may reject for two reasons; corrected figures differ by their value.
    if keputusan.jenis is JenisKeputusan.BETULKAN:
        return keputusan.jenis, str(Decimal(keputusan.isi).normalize())
    says = keputusan.jenis in (JenisKeputusan.UJI, JenisKeputusan.SAMPEL)
    return keputusan.jenis, squeeze(keputusan.isi) if says else ""


def in_time(keputusan: Iterable[Keputusan]) -> tuple[Keputusan, ...]:
    """Return decisions by time, each once."""
    once = {one.keputusan_id: one for one in keputusan}
    return tuple(sorted(once.values(), key=lambda one: (one.waktu, one.keputusan_id)))


def states(keputusan: Iterable[Keputusan]) -> dict[str, Keadaan]:
    """Return what stands, by subject."""
    by_subject: defaultdict[str, list[Keputusan]] = defaultdict(list)
    for one in in_time(keputusan):
        by_subject[one.sasaran].append(one)
    return {subject: _state(every) for subject, every in by_subject.items()}


def _state(every: Sequence[Keputusan]) -> Keadaan:
    replaced = {name for one in every for name in one.menggantikan.split()}
    notes = tuple(one for one in every if one.jenis is JenisKeputusan.CATATAN)
    heads = tuple(
        one
        for one in every
        if one.jenis is not JenisKeputusan.CATATAN and one.keputusan_id not in replaced
    )
    return Keadaan(heads, notes)


def word_for(keadaan: Keadaan, kini: Sidik) -> str:
    """Return the word for `temuan.keputusan`; `usang` where the evidence is another now.

    Empty where nothing was decided.
    """
    if keadaan.bentrok:
        return KataKeputusan.BENTROK
    putusan = keadaan.putusan
    if putusan is None:
        return ""
    try:
        same = read_sidik(putusan.bukti).same_as(kini)
    except ValueError:
        same = False
    return KataKeputusan(putusan.jenis.value) if same else KataKeputusan.USANG


def is_rejected(temuan: Temuan) -> bool:
    """Say whether a reviewer rejected the finding on the evidence it still has."""
    return temuan.keputusan == KataKeputusan.TOLAK


def conflicts(keputusan: Iterable[Keputusan]) -> dict[str, Keadaan]:
    """Return the subjects on which decisions that stand differ."""
    return {subject: state for subject, state in states(keputusan).items() if state.bentrok}


def now() -> str:
    """Return the time as decisions hold it: UTC, to the microsecond, so that order is kept."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")

"""Decisions out and in: CSV between reviewers, another store, and the decisions of a workbook.

Everything that comes in is checked whole before a row is kept, and coming in twice
changes nothing.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.desk.meja import Meja, Permintaan, TidakDapat
from pipeline.desk.simpanan import add_decisions, read_decisions, read_store
from pipeline.emit.keputusan import (
    JenisKeputusan,
    Keadaan,
    Keputusan,
    conflicts,
    in_time,
    read_sidik,
)
from pipeline.emit.lembar_uji import KOLOM_JAWABAN, KOLOM_SEHARUSNYA
from pipeline.emit.lembar_uji import NAMA as LEMBAR_UJI
from pipeline.emit.result import IsiTabel
from pipeline.emit.tables import csv_text, read_table
from pipeline.emit.text import unguard
from pipeline.emit.workbook import KOLOM_CATATAN, KOLOM_KEPUTUSAN, LEMBAR_TEMUAN, PEGANGAN
from schemas.vocabulary import PeranBukti

_NAMESPACE = uuid.UUID("6f0c52f6-6e0b-5e55-9a0b-6a1d8d4f2b11")
_ID = re.compile(r"[0-9a-f]{32}")
_SUBJECT = re.compile(r"temuan:\S+|(?:angka|uji):[0-9a-f]{16}|sampel")


class TidakSah(Exception):
    """A file of decisions cannot be taken in; the message is for the evaluator."""


@dataclass(frozen=True, slots=True)
class HasilImpor:
    """What came of an import: new decisions, those already there, rows that were left out."""

    baru: int
    sudah_ada: int
    pesan: tuple[str, ...] = ()


def export_csv(out: Path, path: Path) -> int:
    """Write every decision of an output folder to a CSV file; return how many."""
    decisions = read_decisions(out)
    text = csv_text(IsiTabel(Keputusan, decisions))
    path.write_text(text, encoding="utf-8", newline="")
    return len(decisions)


def import_decisions(out: Path, path: Path, pemeriksa: str = "") -> HasilImpor:
    """Take in a file of decisions: CSV or store of another reviewer, or a `laporan.xlsx`.

    `pemeriksa` says who filled in the workbook; CSV and store name their reviewers.

    Raises:
        TidakSah: the file is none of these, or a row is damaged; nothing was taken in.
        BukanKeluaran: `out` is no output folder (workbooks only).
        SimpananRusak: a store cannot be read or written.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return _import_workbook(out, path, pemeriksa)
    if suffix == ".csv":
        decisions = _checked(_csv_rows(path), path)
    elif suffix == ".sqlite":
        decisions = _checked(read_store(path), path)
    else:
        raise TidakSah(f"{path.name}: yang dapat diimpor hanya .csv, .xlsx, dan .sqlite")
    known = {one.keputusan_id: one for one in read_decisions(out)}
    changed = [one for one in decisions if known.get(one.keputusan_id, one) != one]
    if changed:
        raise TidakSah(
            f"{path.name}: keputusan {changed[0].keputusan_id} isinya berbeda dari yang tersimpan; "
            "keputusan tidak dapat diubah, buat keputusan baru"
        )
    new = add_decisions(out, decisions)
    return HasilImpor(new, len(decisions) - new)


def _csv_rows(path: Path) -> tuple[Keputusan, ...]:
    try:
        return read_table(path, Keputusan)
    except (OSError, ValueError, TypeError) as error:
        raise TidakSah(f"{path.name} bukan ekspor keputusan Selaras: {error}") from error


def _checked(rows: Iterable[Keputusan], path: Path) -> tuple[Keputusan, ...]:
    every = tuple(rows)
    for place, row in enumerate(every, start=1):
        if fault := _fault(row):
            raise TidakSah(f"{path.name}, baris {place}: {fault}")
    return in_time(every)


def _fault(row: Keputusan) -> str:
    if not _ID.fullmatch(row.keputusan_id):
        return "keputusan_id tidak sah"
    if not _SUBJECT.fullmatch(row.sasaran) or not row.pemeriksa.strip():
        return "sasaran atau pemeriksa tidak sah"
    if not all(_ID.fullmatch(name) for name in row.menggantikan.split()):
        return "menggantikan tidak sah"
    try:
        if dt.datetime.fromisoformat(row.waktu).utcoffset() != dt.timedelta(0):
            return "waktu bukan UTC"
        if row.jenis is JenisKeputusan.BETULKAN and not Decimal(row.isi).is_finite():
            return "angka tidak sah"
        if row.sasaran != "sampel":
            places = read_sidik(row.bukti).tempat
            if not row.sasaran.startswith("temuan:") and len(places) != 1:
                return "bukti angka harus satu tempat"
    except (ValueError, InvalidOperation):
        return "waktu, angka, atau bukti tidak sah"
    return ""


# -- laporan.xlsx ---------------------------------------------------------------------------


def _import_workbook(out: Path, path: Path, pemeriksa: str) -> HasilImpor:
    if not pemeriksa.strip():
        raise TidakSah("Sebutkan siapa yang mengisi lembar itu: --pemeriksa NAMA")
    meja = Meja(out)
    known = {one.keputusan_id: one for one in read_decisions(out)}
    new, seen, messages = 0, 0, []
    sheets = _sheets(path)
    every = [(p, _wishes(meja, row, known, pemeriksa)) for p, row in sheets.temuan]
    every += [(p, _answers(meja, row, pemeriksa)) for p, row in sheets.uji]
    for place, wishes in every:
        for wish in wishes:
            try:
                if isinstance(wish, str):
                    raise TidakDapat(wish)
                if wish.minta.keputusan_id in known:
                    seen += 1
                    continue
                wish.take(meja)
                new += 1
            except TidakDapat as error:
                messages.append(f"baris {place}: {error}")
    return HasilImpor(new, seen, tuple(messages))


@dataclass(frozen=True, slots=True)
class _Keinginan:
    """What one cell of a workbook asks for."""

    temuan_id: str
    minta: Permintaan
    angka_id: str = ""

    def take(self, meja: Meja) -> None:
        if self.minta.jenis is JenisKeputusan.UJI:
            meja.answer_sample(self.angka_id, self.minta)
        elif self.angka_id:
            meja.correct_figure(self.angka_id, self.minta, self.temuan_id)
        else:
            meja.decide_finding(self.temuan_id, self.minta)


@dataclass(frozen=True, slots=True)
class _Lembar:
    """The rows of the sheets that hold decisions, with their numbers in the sheet."""

    temuan: tuple[tuple[int, dict[str, str]], ...] = ()
    uji: tuple[tuple[int, dict[str, str]], ...] = ()


def _sheets(path: Path) -> _Lembar:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        found = {
            name: list(book[name].iter_rows(values_only=True))
            for name in (LEMBAR_TEMUAN, LEMBAR_UJI)
            if name in book.sheetnames
        }
        book.close()
    except Exception as error:  # openpyxl raises what its zip and XML readers raise
        raise TidakSah(f"{path.name} tidak dapat dibuka sebagai laporan Selaras: {error}") from None
    if not found:
        raise TidakSah(f"{path.name}: lembar {LEMBAR_TEMUAN} atau {LEMBAR_UJI} tidak ada")
    needed = {"ID temuan", KOLOM_KEPUTUSAN, KOLOM_CATATAN, PEGANGAN}
    answered = {KOLOM_JAWABAN, KOLOM_SEHARUSNYA, PEGANGAN}
    return _Lembar(
        tuple(_rows(path, found.get(LEMBAR_TEMUAN, []), 1, needed)),
        tuple(_rows(path, found.get(LEMBAR_UJI, []), 2, answered)),
    )


def _rows(
    path: Path, rows: Sequence[Sequence[Any]], head: int, needed: set[str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows below the heading in row `head` (from 1) that have their handle."""
    if not rows:
        return
    headings = [str(cell or "") for cell in rows[head - 1]] if len(rows) >= head else []
    if missing := needed - set(headings):
        raise TidakSah(f"{path.name}: kolom {', '.join(sorted(missing))} tidak ada")
    for place, cells in enumerate(rows[head:], start=head + 1):
        row = {name: unguard(_cell(value)) for name, value in zip(headings, cells, strict=False)}
        if row.get(PEGANGAN):
            yield place, row


def _answers(meja: Meja, row: Mapping[str, str], pemeriksa: str) -> Iterator[_Keinginan | str]:
    """Yield what a row of the sample asks for: an answer, and the figure seen in its place."""
    sidik, _, angka_id = row[PEGANGAN].partition(" ")
    answer, typed = row[KOLOM_JAWABAN].lower(), row[KOLOM_SEHARUSNYA]
    wishes = [(JenisKeputusan.UJI, answer)] if answer else []
    wishes += [(JenisKeputusan.BETULKAN, typed)] if typed else []
    for jenis, isi in wishes:
        words = (angka_id, sidik, jenis, isi, pemeriksa, "uji")
        name = uuid.uuid5(_NAMESPACE, "\x1f".join(words)).hex
        if jenis is JenisKeputusan.UJI and meja.answer_of(angka_id) == isi:
            continue
        kind = "uji" if jenis is JenisKeputusan.UJI else "angka"
        minta = Permintaan(
            jenis=jenis,
            pemeriksa=pemeriksa,
            isi=isi,
            kepala=meja.own_heads(angka_id, kind, pemeriksa),
            sidik=sidik,
            asal="xlsx",
            keputusan_id=name,
        )
        yield _Keinginan("", minta, angka_id)


def _cell(value: Any) -> str:
    # Excel makes a number of a figure typed with its own decimal sign.
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0").replace(".", ",")
    return "" if value is None else str(value).strip()


def _wishes(
    meja: Meja, row: Mapping[str, str], known: Mapping[str, Keputusan], pemeriksa: str
) -> Iterator[_Keinginan | str]:
    temuan_id = row["ID temuan"]
    sidik, *kepala = row[PEGANGAN].split() or [""]
    base = [known[name] for name in kepala if name in known]
    before = base[-1] if len({one.jenis for one in base}) == 1 else None

    def wish(jenis: JenisKeputusan, isi: str) -> Permintaan:
        words = (temuan_id, sidik, " ".join(kepala), jenis, isi, pemeriksa)
        return Permintaan(
            jenis=jenis,
            pemeriksa=pemeriksa,
            isi=isi,
            kepala=tuple(kepala),
            sidik=sidik,
            asal="xlsx",
            keputusan_id=uuid.uuid5(_NAMESPACE, "\x1f".join(words)).hex,
        )

    word, note = row[KOLOM_KEPUTUSAN].lower(), row[KOLOM_CATATAN]
    same = before is not None and (word, note) == (before.jenis, before.isi)
    if word in (JenisKeputusan.SETUJU, JenisKeputusan.TOLAK):
        if not same:
            yield _Keinginan(temuan_id, wish(JenisKeputusan(word), note))
    elif word in ("", JenisKeputusan.CATATAN):
        if note and not (before and note == before.isi):
            yield _Keinginan(temuan_id, wish(JenisKeputusan.CATATAN, note))
    else:
        yield f"“{row[KOLOM_KEPUTUSAN]}” bukan keputusan; pilih setuju, tolak, atau catatan"
    yield from _corrections(meja, row, temuan_id, sidik, pemeriksa)


def _corrections(
    meja: Meja, row: Mapping[str, str], temuan_id: str, sidik: str, pemeriksa: str
) -> Iterator[_Keinginan | str]:
    for peran, heading in ((PeranBukti.A, "Betulkan A"), (PeranBukti.B, "Betulkan B")):
        typed = row.get(heading, "")
        if not typed:
            continue
        if meja.digest_of(temuan_id) != sidik:
            yield "bukti temuan ini berubah sejak lembar dibuat; angka tidak dibetulkan"
            continue
        angka_id = meja.figure_shown(temuan_id, peran)
        if not angka_id:
            yield f"{heading}: bukti {peran} bukan angka dari tabel"
            continue
        words = (angka_id, sidik, heading, typed, pemeriksa)
        minta = Permintaan(
            jenis=JenisKeputusan.BETULKAN,
            pemeriksa=pemeriksa,
            isi=typed,
            kepala=meja.own_heads(angka_id, "angka", pemeriksa),
            asal="xlsx",
            keputusan_id=uuid.uuid5(_NAMESPACE, "\x1f".join(words)).hex,
        )
        yield _Keinginan(temuan_id, minta, angka_id)


# -- conflicts ------------------------------------------------------------------------------


def describe_conflicts(
    keputusan: Iterable[Keputusan], judul: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Describe each conflict between reviewers in one line, in Indonesian.

    `judul` names findings by their id.
    """
    names = judul or {}
    return tuple(_line(subject, state, names) for subject, state in conflicts(keputusan).items())


def _line(subject: str, state: Keadaan, judul: Mapping[str, str]) -> str:
    said = "; ".join(
        f"{one.pemeriksa} {one.waktu[:10]}: {one.jenis}{f' ({one.isi})' if one.isi else ''}"
        for one in state.berlaku
    )
    kind, _, name = subject.partition(":")
    if kind == "temuan":
        named = f"{judul[name]} ({name})" if name in judul else name
        return f"temuan {named}: {said}"
    (place,) = read_sidik(state.berlaku[0].bukti).tempat
    return f"angka “{place.teks}” halaman {place.halaman}: {said}"

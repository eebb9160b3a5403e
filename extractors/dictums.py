"""The dictums of a decree: KESATU, KEDUA … in the left column behind MEMUTUSKAN."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import OSA

from extractors.places import corners
from pipeline.layout.elements import Baris, TataLetak
from pipeline.read.page import Halaman, Kata
from schemas.records import Diktum, Naskah
from schemas.vocabulary import Metode, StatusBaca

_SATUAN = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_LEAST_SURE = 0.5
"""An ordinal read less surely than this is in doubt; bold capitals are read less surely."""


@dataclass(frozen=True, slots=True)
class _Temuan:
    halaman: Halaman
    baris: Baris
    kata: Kata
    nomor: int
    tepat: bool


def find_dictums(naskah: Naskah, tata_letak: Sequence[TataLetak]) -> tuple[Diktum, ...]:
    """Return the dictums of a decree, in reading order.

    A dictum begins with its ordinal at the left margin that the other ordinals share;
    `Diktum KESATU` inside a sentence, and a line of it that happens to begin so, stand
    further right. A word in that margin that is no ordinal leaves what follows in doubt:
    it may be one that was misread.
    """
    found = [item for page in tata_letak for item in _candidates(page)]
    if len(found) < 2:
        return ()
    margin = {
        halaman: min(item.kata.kotak.x0 for item in found if item.halaman is halaman)
        for halaman in dict.fromkeys(item.halaman for item in found)
    }
    kept = [item for item in found if _in_margin(item, margin[item.halaman])]
    return tuple(_records(naskah, tata_letak, kept))


def ordinal_number(kata: str) -> int | None:
    """Return the number that an ordinal names (KESATU, PERTAMA 1), None if it is none."""
    return _ordinals().get(re.sub(r"\W", "", kata).lower())


def _in_margin(item: _Temuan, margin: float) -> bool:
    return item.kata.kotak.x0 <= margin + 2 * item.kata.kotak.tinggi


def _candidates(page: TataLetak) -> Iterator[_Temuan]:
    for baris in page.baris:
        kata = _first_word(baris)
        word = re.sub(r"\W", "", kata.teks)
        if not word.isupper():
            continue
        found = _ordinal(word.lower(), exact_only=page.halaman.metode is Metode.TEKS)
        if found is not None:
            yield _Temuan(page.halaman, baris, kata, *found)


def _first_word(baris: Baris) -> Kata:
    """Return a line's first word, `Menetapkan :` before it left aside."""
    words = [kata for kata in baris.kata if any(map(str.isalnum, kata.teks))] or [*baris.kata]
    opens = re.sub(r"\W", "", words[0].teks).lower() == "menetapkan"
    return words[1] if opens and len(words) > 1 else words[0]


def _ordinal(word: str, *, exact_only: bool) -> tuple[int, bool] | None:
    """Return the number an ordinal names, and whether it is written exactly so."""
    names = _ordinals()
    if word in names:
        return names[word], True
    if exact_only or len(word) < 5:
        return None
    near = {number for name, number in names.items() if int(OSA.distance(word, name)) <= 1}
    return (near.pop(), False) if len(near) == 1 else None


@cache
def _ordinals() -> dict[str, int]:
    """Return {`kesatu`: 1, `pertama`: 1, … `ketigapuluh`: 30}, written together."""
    names = {"pertama": 1}
    for number in range(1, 31):
        tens, ones = divmod(number, 10)
        if number == 10:
            word = "sepuluh"
        elif number == 11:
            word = "sebelas"
        elif tens == 1:
            word = f"{_SATUAN[ones]}belas"
        elif tens:
            word = f"{_SATUAN[tens]}puluh{_SATUAN[ones]}"
        else:
            word = _SATUAN[ones]
        names[f"ke{word}"] = number
    return names


def _records(
    naskah: Naskah, tata_letak: Sequence[TataLetak], kept: Sequence[_Temuan]
) -> Iterator[Diktum]:
    previous: _Temuan | None = None
    for urut, item in enumerate(kept, start=1):
        word = item.kata
        strange = previous is not None and _strange_between(tata_letak, previous, item)
        sure = item.tepat and not strange
        sure = sure and (item.halaman.metode is Metode.TEKS or word.keyakinan >= _LEAST_SURE)
        yield Diktum(
            diktum_id=f"{naskah.naskah_id}-d{urut:03d}",
            naskah_id=naskah.naskah_id,
            urut=urut,
            nomor=item.nomor,
            kata=word.teks.strip(" :.;"),
            teks=_behind(item),
            halaman=item.halaman.nomor,
            metode=item.halaman.metode,
            keyakinan=round(word.keyakinan, 4),
            status_baca=StatusBaca.BERSIH if sure else StatusBaca.RAGU,
            **corners(item.halaman.as_shown(item.baris.kotak)),
        )
        previous = item


def _behind(item: _Temuan) -> str:
    words = item.baris.kata[item.baris.kata.index(item.kata) + 1 :]
    return " ".join(kata.teks for kata in words).lstrip(" :.;")


def _strange_between(tata_letak: Sequence[TataLetak], previous: _Temuan, item: _Temuan) -> bool:
    """Say whether something between two dictums may be an ordinal that was not read.

    That is a word in their margin that is no ordinal, or a line that begins with the
    colon behind one.
    """
    pages = [page.halaman for page in tata_letak]
    first, last = pages.index(previous.halaman), pages.index(item.halaman)
    for page in tata_letak[first : last + 1]:
        halaman = page.halaman
        top = previous.baris.kotak.y1 if halaman is previous.halaman else 0.08 * halaman.tinggi
        end = item.baris.kotak.y0 if halaman is item.halaman else 0.92 * halaman.tinggi
        near = (item if halaman is item.halaman else previous).kata.kotak
        for baris in page.baris:
            box, teks = baris.kotak, baris.teks
            in_margin = box.x0 <= near.x0 + 2 * near.tinggi and any(map(str.isalpha, teks))
            if top < box.tengah_y < end and (in_margin or teks.lstrip().startswith(":")):
                return True
    return False

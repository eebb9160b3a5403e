"""Which of several papers of one kind, office and year counts, and whose paper it is.

Of two agreements or reports that one office signed for one year, the later counts: the elder
is compared with nothing but it. An agreement that a head of section made with the camat is
not the office's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractors.text import words
from pipeline.reconcile.wording import is_slip
from schemas.records import Naskah, Pejabat
from schemas.vocabulary import JenisNaskah, Peran

if TYPE_CHECKING:
    from pipeline.reconcile.ledger import Buku

_PK = (JenisNaskah.PERJANJIAN_KINERJA, JenisNaskah.PERJANJIAN_KINERJA_PERUBAHAN)
_BERVERSI = (*_PK, JenisNaskah.LKJIP)
LENGKAP = len("2026-01-30")

_PEJABAT_SEMENTARA = re.compile(r"^(?:plt|plh|pj|pjs|a\s?n|an)\b\s*")
_KEPALA = {
    "kecamatan": ("camat",),
    "kelurahan": ("lurah",),
    "dinas": ("kepala dinas",),
    "badan": ("kepala badan", "kepala pelaksana"),
    "inspektorat": ("inspektur",),
    "sekretariat": ("sekretaris daerah", "sekretaris dprd"),
}
_BAWAHAN = re.compile(
    r"^(?:kepala (?:seksi|sub ?bagian|sub ?bidang|bidang|bagian)|kasi|kasubag|kasubbag|kabid|kabag"
    r"|sekretaris (?:camat|kecamatan|dinas|badan)|sekcam)\b"
)


def replaced(buku: Buku) -> dict[str, str]:
    """Return, for each paper that a later one of its kind, office and year replaces, that one."""
    found: dict[str, str] = {}
    for kantor in buku.offices:
        for jenis in _BERVERSI:
            papers = [it for it in buku.naskah_of(kantor, jenis) if len(it.tanggal) == LENGKAP]
            for elder in papers:
                later = [it for it in papers if _replaces(buku, it, elder)]
                if later:
                    newest = max(later, key=lambda it: (it.tanggal, it.naskah_id))
                    found[elder.naskah_id] = newest.naskah_id
    return found


def _replaces(buku: Buku, later: Naskah, elder: Naskah) -> bool:
    """Whether one paper is the office's later word on the other's year and matter."""
    if later.tahun is None or later.tahun != elder.tahun or later.tanggal <= elder.tanggal:
        return False
    if (later.naskah_id in buku.bawahan) != (elder.naskah_id in buku.bawahan):
        return False
    if not same_signer(buku, later, elder):
        return False
    one, two = _matter(buku, later), _matter(buku, elder)
    return bool(one) and len(one & two) * 2 > min(len(one), len(two)) and bool(two)


def _matter(buku: Buku, naskah: Naskah) -> frozenset[str]:
    return frozenset(it.kunci for it in buku.kinerja_of(naskah.naskah_id) if it.kunci)


def same_signer(buku: Buku, one: Naskah, two: Naskah) -> bool:
    """Whether nothing says that two agreements bind holders of different offices."""
    left, right = _signers(buku, one), _signers(buku, two)
    if not left or not right:
        return True
    return any(is_slip(a, b) or a in b or b in a for a in left for b in right)


def _signers(buku: Buku, naskah: Naskah) -> frozenset[str]:
    found = (_title(it) for it in _signed(buku, naskah, Peran.PIHAK_PERTAMA))
    return frozenset(title for title in found if title)


def subordinate(buku: Buku) -> frozenset[str]:
    """Return the agreements that somebody made with the head of the office, not the head."""
    return frozenset(
        naskah.naskah_id
        for naskah in buku.naskah.values()
        if naskah.jenis in _PK and _is_subordinate(buku, naskah)
    )


def _is_subordinate(buku: Buku, naskah: Naskah) -> bool:
    first = [_title(it) for it in _signed(buku, naskah, Peran.PIHAK_PERTAMA)]
    second = [_title(it) for it in _signed(buku, naskah, Peran.PIHAK_KEDUA)]
    kind = next(iter(words(buku.office(naskah.naskah_id).unit)), "")
    heads = _KEPALA.get(kind, ())
    is_head = any(title.startswith(heads) for title in first) if heads else False
    to_head = any(title.startswith(heads) for title in second) if heads else False
    return not is_head and (to_head or any(_BAWAHAN.match(title) for title in first))


def _signed(buku: Buku, naskah: Naskah, peran: Peran) -> list[Pejabat]:
    return [it for it in buku.pejabat_of(naskah.naskah_id) if it.peran is peran and it.jabatan]


def _title(item: Pejabat) -> str:
    return _PEJABAT_SEMENTARA.sub("", " ".join(words(item.jabatan)))

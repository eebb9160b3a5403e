"""One instrument over several files: what one part says serves the others.

An agreement scanned page by page (`pk-hal1.pdf`, `pk-hal2.pdf`) gives a naskah for each
file. The form page names the office, the lampiran the year; each part is completed by the
others. Parts are told by their place and name: one folder, one kind, names that differ in
a page number alone. What a part says itself is never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from schemas.records import Dokumen, Naskah

_PAGE = re.compile(
    r"[\s_.-]*(?:hal(?:aman)?|hlm|lembar|bagian|part|page|pg)?[\s_.-]*\(?(?<![0-9])[0-9]{1,2}\)?$",
    re.IGNORECASE,
)
_HEAD = (
    "unit",
    "pemda",
    "tahun",
    "periode_awal",
    "periode_akhir",
    "nomor",
    "tanggal",
    "tempat",
    "tentang",
)
"""What the parts of one instrument have in common."""


def join_parts(naskah: Sequence[Naskah], dokumen: Iterable[Dokumen]) -> tuple[Naskah, ...]:
    """Return the naskah, each part of an instrument completed by the others.

    Args:
        naskah: all naskah of the run.
        dokumen: the files; their paths tell which belong together.
    """
    paths = {item.dokumen_id: item.berkas for item in dokumen}
    alone = _only_ones(naskah)
    groups: dict[tuple[str, str], list[Naskah]] = {}
    for one in naskah:
        name = _without_page(paths.get(one.dokumen_id, ""))
        if name and one.dokumen_id in alone:
            groups.setdefault((name, one.jenis), []).append(one)
    parts = {one.naskah_id: group for group in groups.values() if len(group) > 1 for one in group}
    return tuple(_completed(one, parts.get(one.naskah_id, ())) for one in naskah)


def _only_ones(naskah: Sequence[Naskah]) -> frozenset[str]:
    """Return the files that hold one naskah only."""
    counts: dict[str, int] = {}
    for one in naskah:
        counts[one.dokumen_id] = counts.get(one.dokumen_id, 0) + 1
    return frozenset(key for key, count in counts.items() if count == 1)


def _without_page(path: str) -> str:
    """Return a file's path without the page number its name ends in, "" where it has none."""
    stem = re.sub(r"\.pdf$", "", path, flags=re.IGNORECASE)
    bare = _PAGE.sub("", stem)
    return bare.lower() if bare != stem and not bare.endswith("/") else ""


def _completed(one: Naskah, parts: Sequence[Naskah]) -> Naskah:
    """Return a naskah with the head that its parts agree on, where it says nothing itself."""
    others = [part for part in parts if part is not one]
    if any(_contradict(one, other) for other in others):
        return one
    missing: dict[str, Any] = {
        field: value
        for field in _HEAD
        if not getattr(one, field) and (value := _agreed(others, field)) is not None
    }
    return replace(one, **missing) if missing else one


def _contradict(a: Naskah, b: Naskah) -> bool:
    """Say whether two naskah name different offices or years: then they are two."""
    pairs = ((getattr(a, field), getattr(b, field)) for field in ("unit", "pemda", "tahun"))
    return any(one and other and one != other for one, other in pairs)


def _agreed(parts: Sequence[Naskah], field: str) -> object | None:
    values = {getattr(part, field) for part in parts if getattr(part, field)}
    return values.pop() if len(values) == 1 else None

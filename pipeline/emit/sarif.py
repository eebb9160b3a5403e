"""`temuan.sarif`: the findings for machines, as SARIF 2.1.0 (OASIS).

A PDF has no lines, and SARIF's regions know text and bytes alone: the page stands as a
logical location (`kind` page) and, with the box in points (origin top left, page as shown),
in the `properties` of each location. Only findings that are `pasti` are failures; what is in
doubt asks for review, a suspected misreading only informs.
"""

from __future__ import annotations

import dataclasses
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.emit import labels
from pipeline.emit.keputusan import (
    Keadaan,
    Naskahnya,
    is_rejected,
    states,
    subject_of_finding,
)
from pipeline.emit.result import Hasil, PenjelasanAturan
from pipeline.emit.rule_groups import in_order, rumpun_of
from pipeline.emit.tables import read_table
from pipeline.emit.text import clean
from schemas.records import Bukti, Dokumen, Naskah, Temuan
from schemas.vocabulary import StatusTemuan, TingkatTemuan

NAMA = "temuan.sarif"
SKEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "MASUKAN"
_LEVEL = {TingkatTemuan.TINGGI: "error", TingkatTemuan.SEDANG: "warning"}
_KIND = {
    StatusTemuan.PASTI: "fail",
    StatusTemuan.PERLU_DICEK: "review",
    StatusTemuan.DUGAAN_SALAH_BACA: "informational",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Sebelumnya:
    """The findings of the output that stood before, with the digest of their evidence."""

    temuan: Mapping[str, Temuan]
    sidik: Mapping[str, str]


def read_previous(out: Path) -> Sebelumnya | None:
    """Return the findings of the output that stands at `out`; None where there is none."""
    try:
        temuan = read_table(out / "temuan.json", Temuan)
        bukti = read_table(out / "bukti.json", Bukti)
        paper = Naskahnya(
            read_table(out / "dokumen.json", Dokumen), read_table(out / "naskah.json", Naskah)
        )
    except (OSError, ValueError, TypeError):
        return None
    evidence = _by_finding(bukti)
    return Sebelumnya(
        {one.temuan_id: one for one in temuan},
        {one.temuan_id: paper.sidik_of(one, evidence[one.temuan_id]).digest() for one in temuan},
    )


def write_sarif(hasil: Hasil, folder: Path, sebelumnya: Sebelumnya | None) -> Path:
    """Write `temuan.sarif`; against the output before, it says what is new, changed and gone."""
    path = folder / NAMA
    rules = in_order(set(hasil.aturan) | {t.aturan for t in hasil.temuan}, hasil.aturan)
    places = {name: place for place, name in enumerate(rules)}
    head, foot = _json(_without_results(hasil, rules)).split(_json(_RESULTS))
    results = chain(_results(hasil, places, sebelumnya), _absent(hasil, sebelumnya))
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{head}[")
        for place, result in enumerate(results):  # one by one: a large run has many
            file.write(("," if place else "") + f"\n{_json(result)}".replace("\n", "\n    "))
        file.write(f"\n   ]{foot}\n")
    return path


_RESULTS = "\u0000"
"""Stands for the results in the log until they are written; no text of a paper holds it."""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _without_results(hasil: Hasil, rules: Sequence[str]) -> dict[str, Any]:
    """Return the log as SARIF has it, `_RESULTS` in the place of its results."""
    return {
        "$schema": SKEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Selaras",
                        "version": hasil.pembacaan.versi,
                        "language": "id",
                        "rules": [_rule(name, hasil.aturan) for name in rules],
                    }
                },
                "language": "id",
                "originalUriBaseIds": {
                    _BASE: {"description": {"text": "Folder masukan, lihat run.json"}}
                },
                "artifacts": [_artifact(one) for one in hasil.dokumen],
                "columnKind": "unicodeCodePoints",
                "results": _RESULTS,
            }
        ],
    }


def _rule(name: str, rules: Mapping[str, PenjelasanAturan]) -> dict[str, Any]:
    rule = rules.get(name, PenjelasanAturan(judul=name))
    text = rule.penjelasan or rule.judul
    shown = {
        "id": name,
        "shortDescription": {"text": rule.judul or name},
        "fullDescription": {"text": text},
        "help": {"text": f"{text} Dasar: {rule.dasar_hukum}." if rule.dasar_hukum else text},
        "properties": {"rumpun": rumpun_of(name, rules)},
    }
    return shown


def _artifact(dokumen: Dokumen) -> dict[str, Any]:
    artifact: dict[str, Any] = {
        "location": {"uri": quote(dokumen.berkas), "uriBaseId": _BASE},
        "mimeType": "application/pdf",
    }
    if dokumen.sha256:
        artifact["hashes"] = {"sha-256": dokumen.sha256}
    if dokumen.ukuran_bita is not None:
        artifact["length"] = dokumen.ukuran_bita
    return artifact


def _results(
    hasil: Hasil, places: Mapping[str, int], sebelumnya: Sebelumnya | None
) -> Iterator[dict[str, Any]]:
    paper = Naskahnya(hasil.dokumen, hasil.naskah)
    evidence = _by_finding(hasil.bukti)
    standing = states(hasil.keputusan)
    for temuan in hasil.temuan:
        bukti = evidence[temuan.temuan_id]
        digest = paper.sidik_of(temuan, bukti).digest()
        result = _result(temuan, bukti) | {
            "ruleIndex": places[temuan.aturan],
            "partialFingerprints": {"temuanId/v1": temuan.temuan_id, "sidikBukti/v1": digest},
        }
        state = standing.get(subject_of_finding(temuan.temuan_id), Keadaan())
        if is_rejected(temuan) and state.putusan:
            result["suppressions"] = [
                {
                    "kind": "external",
                    "status": "accepted",
                    "justification": f"{state.putusan.isi} ({state.putusan.pemeriksa})",
                }
            ]
        if sebelumnya:
            result["baselineState"] = _baseline(temuan, digest, sebelumnya)
        yield result


def _baseline(temuan: Temuan, digest: str, sebelumnya: Sebelumnya) -> str:
    if temuan.temuan_id not in sebelumnya.temuan:
        return "new"
    before = sebelumnya.temuan[temuan.temuan_id]
    same = sebelumnya.sidik[temuan.temuan_id] == digest and before.status == temuan.status
    return "unchanged" if same else "updated"


def _absent(hasil: Hasil, sebelumnya: Sebelumnya | None) -> Iterator[dict[str, Any]]:
    """Yield what the output before had and this one has no more."""
    now = {temuan.temuan_id for temuan in hasil.temuan}
    for name, temuan in sebelumnya.temuan.items() if sebelumnya else ():
        if name not in now:
            yield _result(temuan, ()) | {
                "partialFingerprints": {"temuanId/v1": name},
                "baselineState": "absent",
            }


def _result(temuan: Temuan, bukti: Iterable[Bukti]) -> dict[str, Any]:
    kind = _KIND[temuan.status]
    every = sorted(bukti, key=lambda one: one.urut)
    result: dict[str, Any] = {
        "ruleId": temuan.aturan,
        "kind": kind,
        "level": _LEVEL.get(temuan.tingkat, "note") if kind == "fail" else "none",
        "message": {"text": clean(temuan.uraian or temuan.judul) or temuan.aturan},
        "properties": {
            "tingkat": temuan.tingkat,
            "status": temuan.status,
            "unit": temuan.unit,
            "pemda": temuan.pemda,
            "tahun": temuan.tahun,
            "nilai_a": clean(temuan.nilai_a),
            "nilai_b": clean(temuan.nilai_b),
            "kelompok": temuan.kelompok,
            "keputusan": temuan.keputusan,
        },
    }
    if every:
        result["locations"] = [_location(every[0], 0)]
    if every[1:]:
        result["relatedLocations"] = [
            _location(one, place) for place, one in enumerate(every[1:], start=1)
        ]
    return result


def _location(bukti: Bukti, place: int) -> dict[str, Any]:
    box = (bukti.x0, bukti.y0, bukti.x1, bukti.y1)
    words = f"{labels.PERAN_BUKTI[bukti.peran]}, halaman {bukti.halaman}"
    return {
        "id": place,
        "physicalLocation": {"artifactLocation": {"uri": quote(bukti.berkas), "uriBaseId": _BASE}},
        "logicalLocations": [
            {
                "name": f"halaman {bukti.halaman}",
                "kind": "page",
                "fullyQualifiedName": f"{bukti.berkas}#page={bukti.halaman}",
            }
        ],
        "message": {"text": clean(f"{words}: “{bukti.teks}”" if bukti.teks else words)},
        "properties": {
            "peran": bukti.peran,
            "halaman": bukti.halaman,
            "kotak": None if None in box else [round(side or 0.0, 4) for side in box],
            "tabel": bukti.tabel,
            "gambar": bukti.gambar,
        },
    }


def _by_finding(bukti: Iterable[Bukti]) -> defaultdict[str, list[Bukti]]:
    evidence: defaultdict[str, list[Bukti]] = defaultdict(list)
    for one in bukti:
        evidence[one.temuan_id].append(one)
    return evidence

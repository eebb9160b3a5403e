"""`datapackage.json`: the tables described for machines (Frictionless Data Package v1).

Everything follows from `schemas.records.columns`. The description of the same rows is
always the same bytes; time and host of the run stand in `run.json`, which is named here.

Keys: only a reference to the whole primary key of a table that is written becomes a
foreign key. `naskah.dokumen_id` and `bukti.dokumen_id` do not: two files with the same
bytes have one `dokumen_id`, so it is no key of `dokumen` (its key is `berkas`), and a
database that imports the package would refuse a foreign key to it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.emit.result import IsiTabel
from schemas.records import Kolom, columns

_DATA_LICENCE = {
    "name": "other-closed",
    "title": "Isi naskah tetap milik instansi penyusunnya; tidak ada lisensi yang diberikan",
}
_SOFTWARE_LICENCE = "AGPL-3.0-or-later"


def write_datapackage(tabel: Sequence[IsiTabel], folder: Path, versi: str) -> Path:
    """Describe the CSV files of a folder, which must already be written there."""
    path = folder / "datapackage.json"
    package = describe(tabel, folder, versi)
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def describe(tabel: Sequence[IsiTabel], folder: Path, versi: str) -> dict[str, Any]:
    """Return the descriptor of the package whose CSV files stand in `folder`."""
    keys = {isi.nama: _primary_key(columns(isi.rekaman)) for isi in tabel}
    return {
        "profile": "tabular-data-package",
        "name": "selaras-hasil",
        "title": "Hasil pembacaan naskah SAKIP oleh Selaras",
        "description": "Tabel isi naskah kinerja beserta temuan ketidaksesuaian dan buktinya.",
        "version": versi,
        "licenses": [_DATA_LICENCE],
        "pembacaan": {
            "perangkat_lunak": "selaras",
            "versi": versi,
            "lisensi_perangkat_lunak": _SOFTWARE_LICENCE,
            "rincian": "run.json",
        },
        "resources": [_resource(isi, folder, keys) for isi in tabel],
    }


def _resource(isi: IsiTabel, folder: Path, keys: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    content = (folder / f"{isi.nama}.csv").read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": isi.nama,
        "path": f"{isi.nama}.csv",
        "salinan_json": f"{isi.nama}.json",
        "description": _first_line(isi.rekaman),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "dialect": {
            "delimiter": ",",
            "quoteChar": '"',
            "doubleQuote": True,
            "lineTerminator": "\n",
            "header": True,
        },
        "schema": _schema(isi, keys),
    }


def _first_line(rekaman: type[Any]) -> str:
    return (rekaman.__doc__ or "").strip().split("\n")[0]


def _schema(isi: IsiTabel, keys: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    kolom = columns(isi.rekaman)
    schema: dict[str, Any] = {"fields": [_field(k) for k in kolom], "missingValues": [""]}
    if key := _primary_key(kolom):
        schema["primaryKey"] = list(key)
    if foreign := list(_foreign_keys(isi.nama, kolom, keys)):
        schema["foreignKeys"] = foreign
    return schema


def _field(kolom: Kolom) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": kolom.nama,
        "type": kolom.jenis,
        "description": kolom.arti,
    }
    constraints: dict[str, Any] = {}
    if _must_be_filled(kolom):
        constraints["required"] = True
    if kolom.pilihan:
        constraints["enum"] = list(kolom.pilihan)
    if constraints:
        field["constraints"] = constraints
    return field


def _must_be_filled(kolom: Kolom) -> bool:
    # A text without default may still be empty on paper (an unreadable name), and a number
    # may be unknown; only keys, counts and choices are promised.
    return kolom.kunci or (kolom.wajib and (kolom.jenis == "integer" or bool(kolom.pilihan)))


def _primary_key(kolom: Iterable[Kolom]) -> tuple[str, ...]:
    return tuple(k.nama for k in kolom if k.kunci)


def _foreign_keys(
    table: str, kolom: Iterable[Kolom], keys: dict[str, tuple[str, ...]]
) -> Iterable[dict[str, Any]]:
    for k in kolom:
        target, _, target_column = k.acuan.partition(".")
        if keys.get(target) == (target_column,):
            # An empty resource name is the data package's word for the table itself.
            resource = "" if target == table else target
            reference = {"resource": resource, "fields": target_column}
            yield {"fields": k.nama, "reference": reference}

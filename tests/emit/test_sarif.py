from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.emit.result import Hasil
from pipeline.emit.sarif import read_previous, write_sarif
from pipeline.emit.write import emit

from . import contoh

TEKS = {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}}
TEMPAT = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": TEKS,
        "properties": {"type": "object"},
        "physicalLocation": {
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[^ #\\\\]+$"}},
                }
            },
        },
        "logicalLocations": {"type": "array", "items": {"required": ["name", "kind"]}},
    },
}
HASIL = {
    "type": "object",
    "required": ["message", "ruleId", "partialFingerprints"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEKS,
        "locations": {"type": "array", "items": TEMPAT},
        "relatedLocations": {"type": "array", "items": TEMPAT},
        "partialFingerprints": {"additionalProperties": {"type": "string"}},
        "baselineState": {"enum": ["new", "unchanged", "updated", "absent"]},
        "suppressions": {
            "items": {
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "status": {"enum": ["accepted", "underReview", "rejected"]},
                    "justification": {"type": "string"},
                },
            }
        },
        "properties": {"type": "object"},
    },
}
SKEMA = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "items": {
                "required": ["tool"],
                "properties": {
                    "results": {"items": HASIL},
                    "tool": {"required": ["driver"]},
                },
            }
        },
    },
}
"""The part of SARIF 2.1.0's schema that is used here."""


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    return contoh.contoh_hasil(tmp_path / "masuk", jumlah=6)


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    jsonschema.validate(log, SKEMA)
    return list(log["runs"][0]["results"])


def written(hasil: Hasil, folder: Path) -> dict[str, Any]:
    text = write_sarif(hasil, folder, None).read_text(encoding="utf-8")
    log: dict[str, Any] = json.loads(text)
    assert text == json.dumps(log, ensure_ascii=False, indent=1) + "\n"
    return log


def test_every_finding_with_rule_places_and_fingerprint(hasil: Hasil, tmp_path: Path) -> None:
    log = written(hasil, tmp_path)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for temuan, result in zip(hasil.temuan, results(log), strict=True):
        assert rules[result["ruleIndex"]]["id"] == temuan.aturan == result["ruleId"]
        assert result["partialFingerprints"]["temuanId/v1"] == temuan.temuan_id
        assert (result["kind"] == "fail") == (temuan.status == "pasti")
        assert (result["level"] == "none") == (temuan.status != "pasti")
        places = [*result["locations"], *result.get("relatedLocations", [])]
        own = [one for one in hasil.bukti if one.temuan_id == temuan.temuan_id]
        assert [p["properties"]["halaman"] for p in places] == [one.halaman for one in own]
        assert places[0]["properties"]["kotak"] == [own[0].x0, own[0].y0, own[0].x1, own[0].y1]
        assert "baselineState" not in result and "suppressions" not in result


def test_against_the_output_before(hasil: Hasil, tmp_path: Path) -> None:
    out, sumber = tmp_path / "hasil", tmp_path / "masuk"
    first = dataclasses.replace(hasil, temuan=hasil.temuan[:4])
    emit(first, out, sumber)
    assert "baselineState" not in (out / "temuan.sarif").read_text(encoding="utf-8")
    changed = dataclasses.replace(hasil.temuan[1], nilai_b="99")
    second = dataclasses.replace(hasil, temuan=(hasil.temuan[0], changed, *hasil.temuan[3:]))
    emit(second, out, sumber)
    found = results(json.loads((out / "temuan.sarif").read_text(encoding="utf-8")))
    states = {one["partialFingerprints"]["temuanId/v1"]: one["baselineState"] for one in found}
    ids = [temuan.temuan_id for temuan in hasil.temuan]
    words = ["unchanged", "updated", "absent", "unchanged", "new", "new"]
    assert states == dict(zip(ids, words, strict=True))


def test_no_output_before(tmp_path: Path) -> None:
    assert read_previous(tmp_path) is None
    (tmp_path / "temuan.json").write_text("rusak", encoding="utf-8")
    assert read_previous(tmp_path) is None


def test_names_of_files_are_uris(hasil: Hasil, tmp_path: Path) -> None:
    bukti = dataclasses.replace(hasil.bukti[0], berkas="Kec. A/pk #1 é.pdf", teks="a\u2028b")
    log = written(dataclasses.replace(hasil, bukti=(bukti, *hasil.bukti[1:])), tmp_path)
    place = results(log)[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "Kec.%20A/pk%20%231%20%C3%A9.pdf"

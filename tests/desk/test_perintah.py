from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.desk.meja import Meja
from pipeline.emit.sarif import write_sarif

from .test_keputusan import SETUJU, TOLAK, minta


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_findings_as_json_and_csv_and_table(meja: Meja) -> None:
    every = meja.hasil().temuan
    code, text = run("temuan", meja.out, "--format", "json")
    assert code == 0 and [row["temuan_id"] for row in json.loads(text)] == [
        t.temuan_id for t in every
    ]
    _, text = run("temuan", meja.out, "--format", "csv", "--unit", "kencong")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows and {row["unit"] for row in rows} == {"Kecamatan Kencong"}
    _, text = run("temuan", meja.out, "--status", "pasti", "--tingkat", "tinggi")
    count = sum(t.status == "pasti" and t.tingkat == "tinggi" for t in every)
    assert f"{count} temuan" in text


def test_rejected_findings_are_left_out_unless_asked_for(meja: Meja) -> None:
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(TOLAK, "kabur"))
    assert name not in run("temuan", meja.out, "--format", "csv")[1]
    assert name in run("temuan", meja.out, "--format", "csv", "--dengan-ditolak")[1]


def test_rejected_findings_are_suppressed_for_machines(meja: Meja, tmp_path: Path) -> None:
    first, second = meja.hasil().temuan[:2]
    meja.decide_finding(first.temuan_id, minta(TOLAK, "kabur"))
    meja.decide_finding(second.temuan_id, minta(SETUJU))
    log = json.loads(write_sarif(meja.hasil(), tmp_path, None).read_text(encoding="utf-8"))
    one, two, *_ = log["runs"][0]["results"]
    assert one["suppressions"][0]["justification"] == "kabur (Rina)"
    assert "suppressions" not in two


def test_a_folder_that_is_no_output(tmp_path: Path) -> None:
    for command in ("temuan", "review"):
        code, text = run(command, tmp_path)
        assert code == 2 and "bukan folder keluaran" in text

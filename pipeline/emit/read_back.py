"""An output folder read back into what a run handed over, for the commands that work on one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

from pipeline.emit.keputusan import Keputusan
from pipeline.emit.result import Hasil, IsiTabel, Pembacaan, PenjelasanAturan
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.tables import read_table
from schemas import records

ATURAN = "aturan.json"


class BukanKeluaran(Exception):
    """The folder is no output of Selaras; the message is for the evaluator."""


def write_rules(hasil: Hasil, folder: Path) -> Path:
    """Write `aturan.json`: the rules that were applied, explained, by id."""
    path = folder / ATURAN
    rules = {name: dataclasses.asdict(rule) for name, rule in hasil.aturan.items()}
    text = json.dumps(rules, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read_output(out: Path) -> Hasil:
    """Return the records of a complete output folder, as its tables hold them.

    Raises:
        BukanKeluaran: `run.json` or a table is missing or cannot be read.
    """
    try:
        info = json.loads((out / RUN_INFO).read_text(encoding="utf-8"))
        tables: dict[str, Any] = {
            rekaman.TABEL: read_table(out / f"{rekaman.TABEL}.json", rekaman)
            for rekaman in records.TABEL
        }
        return Hasil(
            pembacaan=Pembacaan(
                versi=str(info["versi"]),
                mulai=dt.datetime.fromisoformat(info["mulai"]),
                selesai=dt.datetime.fromisoformat(info["selesai"]),
                pengaturan=info["pengaturan"],
            ),
            keputusan=_decisions(out),
            tambahan=_further_tables(out),
            pesan=tuple(info["pesan"]),
            aturan=_rules(out),
            **tables,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BukanKeluaran(
            f"{out} bukan folder keluaran Selaras yang lengkap ({error}). "
            "Buat dengan: selaras extract FOLDER --out KELUARAN"
        ) from error


def _decisions(out: Path) -> tuple[Keputusan, ...]:
    path = out / f"{Keputusan.TABEL}.json"
    return read_table(path, Keputusan) if path.is_file() else ()


def _further_tables(out: Path) -> tuple[IsiTabel, ...]:
    """Return the tables beside the contract that the folder holds."""
    return tuple(
        IsiTabel(rekaman, read_table(out / f"{rekaman.TABEL}.json", rekaman))
        for rekaman in records.TABEL_TAMBAHAN
        if (out / f"{rekaman.TABEL}.json").is_file()
    )


def _rules(out: Path) -> dict[str, PenjelasanAturan]:
    path = out / ATURAN
    if not path.is_file():
        return {}
    rules = json.loads(path.read_text(encoding="utf-8"))
    return {name: PenjelasanAturan(**rule) for name, rule in rules.items()}


def way_to_input(masukan: Path, out: Path) -> str:
    """Return the way from an output folder to its input, absolute where there is none.

    So both can be moved together, and a command can be given anywhere.
    """
    try:
        return Path(os.path.relpath(masukan.resolve(), out.resolve())).as_posix()
    except ValueError:  # another drive
        return str(masukan.resolve())


def input_folder(hasil: Hasil, out: Path) -> Path:
    """Return the folder that the run read into `out`, as `run.json` names it."""
    settings = hasil.pembacaan.pengaturan
    given = Path(str(settings.get("masukan") or "."))
    way = settings.get("masukan_dari_keluaran")
    found = Path(os.path.normpath(out.resolve() / str(way))) if way else given
    return found if found.is_dir() else given

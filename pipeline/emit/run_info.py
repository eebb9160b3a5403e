"""`run.json`: what made the output, when and where — all that differs between two equal runs."""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.metadata
import json
import platform
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.emit.result import Hasil

NAMA = "run.json"


def write_run_info(hasil: Hasil, folder: Path) -> Path:
    """Write `run.json` into a folder whose other files are complete; it lists their SHA-256."""
    path = folder / NAMA
    info = describe(hasil, file_hashes(folder))
    text = json.dumps(info, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def describe(hasil: Hasil, berkas: Mapping[str, str]) -> dict[str, Any]:
    """Return the content of `run.json`; `berkas` maps each output file to its SHA-256."""
    run = hasil.pembacaan
    return {
        "perangkat_lunak": "selaras",
        "versi": run.versi,
        "mulai": run.mulai.isoformat(timespec="seconds"),
        "selesai": run.selesai.isoformat(timespec="seconds"),
        "durasi_detik": round((run.selesai - run.mulai) / dt.timedelta(seconds=1), 1),
        "pengaturan": dict(run.pengaturan),
        "jumlah": counts(hasil),
        "pesan": list(hasil.pesan),
        "pustaka": library_versions(),
        "tesseract": tesseract_version(),
        "komputer": host(),
        "berkas": dict(berkas),
    }


def counts(hasil: Hasil) -> dict[str, Any]:
    """Count the rows of every table, the pages, and what the statuses say."""
    return {
        "baris": {isi.nama: len(isi.baris) for isi in hasil.tables()},
        "halaman": sum(d.halaman or 0 for d in hasil.dokumen),
        "halaman_pindaian": sum(d.halaman_pindaian or 0 for d in hasil.dokumen),
        "dokumen_per_status": _tally(d.status for d in hasil.dokumen),
        "angka_per_status_baca": _tally(angka.status_baca for angka in hasil.figures()),
        "temuan_per_status": _tally(t.status for t in hasil.temuan),
        "temuan_per_tingkat": _tally(t.tingkat for t in hasil.temuan),
        "temuan_per_aturan": _tally(t.aturan for t in hasil.temuan),
    }


def _tally(words: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(str(word) for word in words).items()))


def library_versions() -> dict[str, str]:
    """Return the installed version of each library that Selaras requires to run."""
    try:
        requirements = importlib.metadata.requires("selaras") or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    names = [_name(line) for line in requirements if "extra ==" not in line]
    return {name: version for name in sorted(names) if (version := _installed(name))}


def _name(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return match.group() if match else requirement


def _installed(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def tesseract_version() -> str:
    """Return the first line in which Tesseract names itself; empty if it is not there."""
    try:
        import tesserocr
    except ImportError:
        return _tesseract_program_version()
    return str(tesserocr.tesseract_version()).split("\n")[0].strip()


def _tesseract_program_version() -> str:
    command = ["tesseract", "--version"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout or done.stderr).split("\n")[0].strip()


def host() -> dict[str, str]:
    """Return what the run's computer is; its name is left out, it is of no use to a reader."""
    return {
        "sistem": platform.platform(),
        "prosesor": platform.machine(),
        "python": platform.python_version(),
    }


def listed_hashes(out: Path) -> dict[str, str]:
    """Return the files of an output with their SHA-256, as its `run.json` lists them.

    None where there is no `run.json` that can be read.
    """
    try:
        info = json.loads((out / NAMA).read_text(encoding="utf-8"))
        return {str(name): str(digest) for name, digest in info["berkas"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def file_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file below a folder, by its path there, sorted."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): file_hash(path) for path in files}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

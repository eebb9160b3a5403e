"""What Selaras is built on: exact versions, licences, known holes.

    python alat/pasokan.py kunci     writes requirements.lock
    python alat/pasokan.py lisensi   writes docs/licenses.md
    python alat/pasokan.py audit     asks pip-audit about the versions in requirements.lock

The lock file holds the versions installed here of everything that running needs, each
checked against the ranges of whoever requires it.
"""

from __future__ import annotations

import importlib.metadata as metadata
import subprocess
import sys
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
LICENCES = ROOT / "docs" / "licenses.md"
EXTRAS = ("muat", "dask", "pantau", "parquet")
"""The extras of the product; what only its development needs is not locked."""


class OutOfRange(RuntimeError):
    """An installed version is not one that a requirement allows."""


def closure(name: str, extras: tuple[str, ...] = EXTRAS) -> dict[str, str]:
    """Return everything that a distribution and its extras need to run here: name to version.

    Raises:
        OutOfRange: an installed version is outside a range, or is not installed.
    """
    found: dict[str, str] = {}
    waiting = [(name, extra) for extra in ("", *extras)]
    seen: set[tuple[str, str]] = set()
    while waiting:
        current, extra = waiting.pop()
        for line in metadata.requires(current) or []:
            need = Requirement(line)
            if need.marker and not need.marker.evaluate({"extra": extra}):
                continue
            key = str(canonicalize_name(need.name))
            try:
                version = metadata.version(need.name)
            except metadata.PackageNotFoundError:
                raise OutOfRange(f"{current} needs {need}, which is not installed") from None
            if not need.specifier.contains(version, prereleases=True):
                raise OutOfRange(f"{current} needs {need}, installed is {version}")
            found[key] = version
            for wanted in ("", *sorted(need.extras)):
                if (key, wanted) not in seen:
                    seen.add((key, wanted))
                    waiting.append((key, wanted))
    return dict(sorted(found.items()))


def lock_text() -> str:
    """Return the content of the lock file."""
    python = ".".join(str(part) for part in sys.version_info[:2])
    head = (
        f"# Made by alat/pasokan.py on Python {python}, {sys.platform}; install with --no-deps.\n"
    )
    return head + "".join(f"{name}=={version}\n" for name, version in closure("selaras").items())


def licence_of(name: str) -> str:
    """Return what a distribution says of its licence, in a few words."""
    info: Any = metadata.metadata(name)
    said = info.get("License-Expression") or ""
    if not said:
        classifiers = [c for c in info.get_all("Classifier") or [] if c.startswith("License ::")]
        said = ", ".join(c.split(" :: ")[-1] for c in classifiers if " :: " in c[10:])
    if not said:
        said = (info.get("License") or "").strip().split("\n")[0][:80]
    return said or "not stated; see its files"


def licences_text() -> str:
    """Return the list of licences as Markdown."""
    rows = [
        f"| {name} | {version} | {licence_of(name)} |"
        for name, version in closure("selaras").items()
    ]
    head = (
        "# Licences of what Selaras runs on\n\n"
        "Made by `python alat/pasokan.py lisensi` from what the distributions say of themselves.\n"
        "Selaras itself is AGPL-3.0-or-later, as PyMuPDF (AGPL) requires.\n\n"
        "| distribution | version | licence |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def audit() -> int:
    """Ask pip-audit for known holes; returns its exit code, 0 where it cannot be reached."""
    install = [sys.executable, "-m", "pip", "install", "-q", "pip-audit>=2.7,<3"]
    if subprocess.run(install, check=False).returncode:
        print("pip-audit is not reachable; nothing was checked", file=sys.stderr)
        return 0
    # Strict: what could not be looked up is not taken for sound.
    command = [sys.executable, "-m", "pip_audit", "--strict", "--no-deps", "-r", str(LOCK)]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """Do what the first argument says."""
    wish = sys.argv[1] if len(sys.argv) == 2 else ""
    if wish == "kunci":
        LOCK.write_text(lock_text(), encoding="utf-8")
    elif wish == "lisensi":
        LICENCES.write_text(licences_text(), encoding="utf-8")
    elif wish == "audit":
        return audit()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

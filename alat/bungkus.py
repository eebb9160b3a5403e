"""Packs Selaras for a PC without network: wheels, language data, a short guide; one zip.

    python alat/bungkus.py [--untuk sini|windows] [--python 3.12] [--ke dist]

Every wheel is the version of requirements.lock, or, for what only the other system needs, one
within the range of whoever requires it. What has no wheel is built, and taken only if the
wheel then fits every system.
"""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from pipeline.read.ocr import tessdata_folder

ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("ind", "eng", "osd")
GUIDES = {"sini": "panduan-linux.txt", "windows": "panduan-windows.txt"}


class TidakDapat(RuntimeError):
    """The bundle cannot be made; the message says why."""


def environment(untuk: str, python: str) -> dict[str, str]:
    """Return what the markers of requirements are held against: the system packed for."""
    if untuk == "sini":
        return {}
    return {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_release": "10",
        "platform_version": "10.0",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
    }


def locked() -> dict[str, str]:
    """Return the versions of requirements.lock by canonical name."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if "==" in line and not line.startswith("#"))
    return {str(canonicalize_name(name)): version for name, version in pairs}


def pip(*arguments: str) -> bool:
    """Run pip; say whether it worked."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *arguments]
    return subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode == 0


def fetch(need: Requirement, versions: dict[str, str], untuk: str, python: str, to: Path) -> Path:
    """Put the wheel of a requirement into a folder.

    Raises:
        TidakDapat: there is none that fits.
    """
    version = versions.get(str(canonicalize_name(need.name)))
    if version and not need.specifier.contains(version, prereleases=True):
        print(f"  requirements.lock: {need.name} {version} di luar {need.specifier}; tidak dipakai")
        version = None
    wanted = f"{need.name}=={version}" if version else f"{need.name}{need.specifier}"
    system: tuple[str, ...] = ()
    if untuk == "windows":
        system = ("--platform", "win_amd64", "--python-version", python, "--implementation", "cp")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        common = ("--no-deps", "--dest", name)
        if not pip("download", *common, "--only-binary=:all:", *system, wanted):
            pip("wheel", "--no-deps", "--wheel-dir", name, wanted)
        wheels = sorted(place.glob("*.whl"))
        if len(wheels) != 1:
            raise TidakDapat(f"tidak ada wheel untuk {wanted} ({untuk})")
        tags = parse_wheel_filename(wheels[0].name)[3]
        if untuk == "windows" and not any(tag.platform in ("any", "win_amd64") for tag in tags):
            raise TidakDapat(f"{wheels[0].name} tidak cocok untuk Windows")
        return Path(shutil.move(wheels[0], to / wheels[0].name))


def requirements_of(wheel: Path) -> list[Requirement]:
    """Return what a wheel says it needs."""
    with zipfile.ZipFile(wheel) as archive:
        inside = archive.namelist()
        name = next(n for n in inside if n.endswith(".dist-info/METADATA") and n.count("/") == 1)
        head = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    return [Requirement(line) for line in head.get_all("Requires-Dist") or []]


def build_own(to: Path) -> Path:
    """Build the wheel of Selaras out of a copy: what an older build left must not get in.

    Raises:
        TidakDapat: it cannot be built.
    """
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "selaras"
        copy.mkdir()
        for part in ("pipeline", "extractors", "schemas"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        for part in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(ROOT / part, copy / part)
        if not pip("wheel", "--no-deps", "--wheel-dir", str(to), str(copy)):
            raise TidakDapat("wheel Selaras sendiri tidak dapat dibuat")
    (own,) = to.glob("selaras-*.whl")
    return own


def gather(untuk: str, python: str, to: Path) -> list[Path]:
    """Put the wheel of Selaras and of everything that running needs into a folder."""
    own = build_own(to)
    versions, system = locked(), environment(untuk, python)
    wheels = {"selaras": own}
    waiting = [(own, "")]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wheel, extra = waiting.pop(0)
        for need in requirements_of(wheel):
            if need.marker and not need.marker.evaluate({**system, "extra": extra}):
                continue
            name = str(canonicalize_name(need.name))
            if name not in wheels:
                wheels[name] = fetch(need, versions, untuk, python, to)
                print(f"  {wheels[name].name}")
            for wish in ("", *need.extras):
                if (name, wish) not in seen:
                    seen.add((name, wish))
                    waiting.append((wheels[name], wish))
    return sorted(wheels.values())


def copy_languages(to: Path) -> None:
    """Copy the language data of Tesseract.

    Raises:
        TidakDapat: it is not installed here.
    """
    folder = tessdata_folder()
    if folder is None:
        raise TidakDapat("data bahasa Tesseract tidak terpasang di komputer ini")
    to.mkdir(parents=True)
    for language in LANGUAGES:
        source = folder / f"{language}.traineddata"
        if source.is_file():
            shutil.copyfile(source, to / source.name)
        elif language != "osd":
            raise TidakDapat(f"{source} tidak ada")


def bundle(untuk: str, python: str, to: Path) -> Path:
    """Make the zip; return where it stands."""
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        top = Path(name) / "selaras"
        (top / "roda").mkdir(parents=True)
        wheels = gather(untuk, python, top / "roda")
        copy_languages(top / "tessdata")
        guide = (ROOT / "alat" / GUIDES[untuk]).read_text(encoding="utf-8")
        # As Notepad reads it: with the mark of UTF-8 and its line ends.
        ends = guide.replace("\n", "\r\n") if untuk == "windows" else guide
        encoding = "utf-8-sig" if untuk == "windows" else "utf-8"
        guide_path = top / "BACA-DAHULU.txt"
        guide_path.write_text(ends.replace("{python}", python), encoding=encoding, newline="")
        shutil.copyfile(ROOT / "LICENSE", top / "LICENSE")
        shutil.copyfile(ROOT / "docs" / "panduan.md", top / "panduan.md")
        version = parse_wheel_filename(next(w.name for w in wheels if "selaras-" in w.name))[1]
        system = "windows" if untuk == "windows" else f"{sys.platform}-{platform.machine()}"
        target = to / f"selaras-{version}-{system}-py{python}.zip"
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
            for path in sorted(top.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(top.parent))
    return target


def main() -> int:
    """Read the arguments, make the bundle, say where it stands."""
    here = ".".join(str(part) for part in sys.version_info[:2])
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    reader.add_argument("--untuk", choices=sorted(GUIDES), default="sini")
    reader.add_argument("--python", default=here)
    reader.add_argument("--ke", type=Path, default=ROOT / "dist")
    given = reader.parse_args()
    if given.untuk == "sini" and given.python != here:
        reader.error(f"untuk komputer ini hanya Python {here}")
    try:
        target = bundle(given.untuk, given.python, given.ke)
    except TidakDapat as error:
        print(f"Tidak dapat dibungkus: {error}", file=sys.stderr)
        return 1
    print(f"{target} ({target.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

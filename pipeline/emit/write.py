"""Everything of a run into its output folder, at once or not at all.

The files are written to a temporary folder beside the target, which takes the target's
place when it is complete. Until then the older output stands untouched. What in the
target is not ours (a reviewer's decisions) is taken along; what was ours and was changed
by hand since is kept under another name.

What draws and writes loads only when there is something to write.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import glob
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.emit.read_back import write_rules
from pipeline.emit.result import Hasil
from pipeline.emit.run_info import NAMA as RUN_INFO
from pipeline.emit.run_info import file_hash, listed_hashes, write_run_info
from pipeline.emit.tables import guarded_csv, write_table
from pipeline.emit.text import clean
from pipeline.emit.unchanged import without_fingerprint
from pipeline.pool import Kolam
from schemas.records import HalamanTerbaca

if TYPE_CHECKING:
    from pipeline.emit.drawing import JuruGambar


def emit(hasil: Hasil, out: Path, sumber: Path, kolam: Kolam | None = None) -> None:
    """Write tables, data package, pictures, workbook, report and `run.json` into `out`.

    `sumber` is the input folder, to which `berkas` is relative; `kolam` where pictures are
    drawn, without one in this process.

    Raises:
        ValueError: `out` is the input folder or holds it, or is a file.
        OSError: the output could not be written or put in place; the older one stands, and
            where only its place was taken, the new one stands beside it.
    """
    from pipeline.emit.drawing import JuruGambar

    target = out.resolve()
    _refuse_input_folder(target, sumber.resolve())
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    hasil = dataclasses.replace(hasil, pesan=(*hasil.pesan, *_unread_decisions(target)))
    with _temporary_folder(target) as fresh:
        write_files(hasil, fresh, sumber, target, JuruGambar(hasil.tertutup, kolam), kolam)
        _take_along(target, fresh)
        _swap(fresh, target)


def write_files(
    hasil: Hasil,
    folder: Path,
    sumber: Path,
    out: Path,
    juru_gambar: JuruGambar | None = None,
    kolam: Kolam | None = None,
) -> None:
    """Write every file of a run into an empty folder that will stand at `out` in the end."""
    from pipeline.emit.datapackage import write_datapackage
    from pipeline.emit.drawing import JuruGambar
    from pipeline.emit.report import write_report
    from pipeline.emit.report_view import shown_of
    from pipeline.emit.sarif import read_previous, write_sarif
    from pipeline.emit.surat import write_letters
    from pipeline.emit.workbook import write_workbook

    juru_gambar = juru_gambar or JuruGambar(hasil.tertutup)
    hasil = _with_crops(hasil, folder, sumber, out, juru_gambar)
    for isi in hasil.tables():
        write_table(isi, folder)
    _write_texts(hasil, folder)
    write_rules(hasil, folder)
    write_sarif(hasil, folder, read_previous(out))
    write_datapackage(hasil.tables(), folder, hasil.pembacaan.versi)
    tampilan = shown_of(hasil)
    write_workbook(hasil, folder, tampilan)
    write_report(hasil, folder, sumber, out, juru_gambar, tampilan)
    write_letters(hasil, folder, tampilan, kolam)
    # An output that lacks a picture is not to be taken for up to date.
    write_run_info(without_fingerprint(hasil) if juru_gambar.kurang else hasil, folder)


def _with_crops(
    hasil: Hasil, folder: Path, sumber: Path, out: Path, juru_gambar: JuruGambar
) -> Hasil:
    """Cut the pictures of findings and sample, or take them from the output at `out`."""
    from pipeline.emit.asal import Asal
    from pipeline.emit.crops import turns_of
    from pipeline.emit.uji_petik import pictures_of, uji_petik

    upright = turns_of(hasil.rows_of(HalamanTerbaca))
    asal = Asal(hasil.dokumen, out)
    bukti, messages = juru_gambar.crops(hasil.bukti, sumber, folder, upright, asal)
    sample = uji_petik(hasil)
    pictures = pictures_of(sample.butir if sample else ())
    _, more = juru_gambar.crops(pictures, sumber, folder, upright, asal)
    asal.write(folder)
    return dataclasses.replace(hasil, bukti=bukti, pesan=(*hasil.pesan, *messages, *more))


def _write_texts(hasil: Hasil, folder: Path) -> None:
    for name, text in hasil.berkas.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        written = guarded_csv(text) if path.suffix == ".csv" else clean(text)
        path.write_text(written, encoding="utf-8", newline="")


def _refuse_input_folder(target: Path, sumber: Path) -> None:
    if target.exists() and not target.is_dir():
        raise ValueError(f"{target} adalah berkas, bukan folder")
    if sumber.is_relative_to(target):
        raise ValueError(f"folder keluaran {target} memuat folder masukan; pilih folder lain")


def _backup_of(target: Path) -> Path:
    return target.with_name(f".{target.name}.lama")


def recover(out: Path) -> None:
    """Finish what a killed run left: the older output aside, the target gone or complete.

    Call it before anything is read from an output folder.
    """
    target = out.resolve()
    _clear_away(target)
    backup = _backup_of(target)
    if not backup.exists():
        return
    if target.exists():
        _take_along(backup, target)
        shutil.rmtree(backup)
    else:
        backup.rename(target)


LEFT_BEHIND = 24 * 3600.0
"""A temporary folder in which nothing was written for so long (seconds) is a killed run's."""


def _clear_away(target: Path) -> None:
    """Delete what killed runs left beside an output: half of it, with pictures of the papers."""
    if not target.parent.is_dir():
        return
    for folder in target.parent.glob(f"{glob.escape(_fresh_prefix(target))}*"):
        with contextlib.suppress(OSError):  # another run may have put it in place meanwhile
            places = (folder, *(path for path in folder.rglob("*") if path.is_dir()))
            if time.time() - max(place.stat().st_mtime for place in places) > LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)


def _fresh_prefix(target: Path) -> str:
    return f".{target.name}.baru-"


@contextlib.contextmanager
def _temporary_folder(target: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=_fresh_prefix(target), dir=target.parent))
    try:
        folder.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the place of `target`; on failure the older folder is put back."""
    backup = _backup_of(target)
    try:
        if not target.exists():
            fresh.rename(target)
            return
        target.rename(backup)
    except OSError as error:
        reason = _why_not_replaced(error, target)
        kept = _keep_beside(fresh, target)
        raise OSError(
            f"folder keluaran {target} tidak dapat diganti ({error.strerror}): {reason}. "
            f"Hasil baru disimpan di {kept}"
        ) from error
    try:
        fresh.rename(target)
    except BaseException:
        backup.rename(target)
        raise
    # Once more, for a decision that was saved while the folders changed places.
    _take_along(backup, target)
    shutil.rmtree(backup, ignore_errors=True)


def _why_not_replaced(error: OSError, target: Path) -> str:
    """Say what keeps a folder from being replaced, and what to do; both where it is not known.

    What of the folder or beside it came or went since we looked is another run's doing: the
    lock of `alone_in` holds for one user on one computer.
    """
    if error.errno in (errno.ENOENT, errno.EEXIST, errno.ENOTEMPTY):
        return (
            "selaras yang lain, dari pengguna atau komputer lain, baru saja menulis ke folder itu; "
            "tunggu sampai selesai, lalu jalankan lagi"
        )
    if target.is_mount():
        return "folder itu titik kait (mount); pilih folder di bawahnya"
    if sys.platform != "win32" and target.stat().st_uid != os.geteuid():
        return "folder itu milik pengguna lain; pilih folder lain"
    return (
        "mungkin berkas di dalamnya sedang terbuka, misalnya laporan.xlsx di Excel, atau selaras "
        "yang lain sedang menulis ke sana; tutup atau tunggu, lalu jalankan lagi"
    )


def _keep_beside(fresh: Path, target: Path) -> Path:
    """Keep a complete output that could not take its place, under a name of its own."""
    number = 1
    while (kept := target.with_name(f"{target.name}-baru{number if number > 1 else ''}")).exists():
        number += 1
    fresh.rename(kept)
    return kept


def _unread_decisions(old: Path) -> tuple[str, ...]:
    """Say that decisions may stand in a workbook that somebody saved since the last run."""
    from pipeline.emit.workbook import NAMA as WORKBOOK

    digest = listed_hashes(old).get(WORKBOOK)
    path = old / WORKBOOK
    if digest is None or not path.is_file() or file_hash(path) == digest:
        return ()
    kept = _aside(path, path).name
    return (
        f"{WORKBOOK} yang lama diubah sejak dibuat; disimpan sebagai {kept}. Bila berisi "
        f"keputusan, ambil dengan: selaras keputusan impor {old} {old / kept} --pemeriksa NAMA",
    )


def _take_along(old: Path, new: Path) -> None:
    """Bring into `new` what in the older output is not ours or was changed by hand."""
    if not old.exists():
        return
    ours = listed_hashes(old)
    for path in _files(old):
        name = path.relative_to(old).as_posix()
        if name == RUN_INFO and ours:
            continue
        if name not in ours:
            _bring(path, new / name)
        elif not path.is_file() or file_hash(path) != ours[name]:
            _bring(path, _aside(path, new / name))


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file below a folder; a link to a folder counts as a file."""
    for where, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(where) / name).is_symlink()]
        yield from (Path(where) / name for name in sorted((*files, *links)))


def _bring(path: Path, place: Path) -> None:
    """Let a file of the older output stand in the new one too, aside if the place is taken.

    A hard link, where the disk can: a program that holds the file open (the database of the
    review desk) goes on writing into the one that stays.
    """
    if os.path.lexists(place):
        if _same(path, place):
            return
        place = _aside(path, place)
        if os.path.lexists(place):
            return
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, place, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, place, follow_symlinks=False)


def _aside(path: Path, place: Path) -> Path:
    """Return another name beside `place`, which says by its digits what `path` holds."""
    digest = file_hash(path)[:8] if path.is_file() else "tautan"
    return place.with_name(f"{place.stem}.diubah-{digest}{place.suffix}")


def _same(path: Path, place: Path) -> bool:
    if path.is_symlink() or place.is_symlink():
        return path.is_symlink() and place.is_symlink() and path.readlink() == place.readlink()
    return path.samefile(place) or file_hash(path) == file_hash(place)

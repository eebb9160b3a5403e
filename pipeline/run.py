"""The stages in order: ingest, read, segment, extract, reconcile, emit.

What comes after reading loads its libraries only then: the first page is not to wait for them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import importlib.metadata
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.bundles import code_version
from pipeline.cluster import cluster
from pipeline.contents import read_files
from pipeline.desk.simpanan import read_decisions
from pipeline.emit.lke import load_criteria
from pipeline.emit.lock import alone_in
from pipeline.emit.read_back import way_to_input
from pipeline.emit.result import Hasil, Pembacaan
from pipeline.emit.unchanged import SIDIK, fingerprint, is_current, was_masked
from pipeline.emit.write import emit, recover
from pipeline.ingest import ingest, pages_of
from pipeline.limits import Batas
from pipeline.pool import Kolam
from pipeline.read.cache import Singgahan

if TYPE_CHECKING:
    from pipeline.reconcile.rule import Aturan
    from pipeline.whole_file import Isi


class KeluaranDitolak(ValueError):
    """The output folder cannot be one; the message is for the evaluator."""


class KeluaranGagal(RuntimeError):
    """The output could not be written, the older one stands; the message says why."""


def run(
    masukan: Path,
    keluaran: Path,
    *,
    pekerja: int,
    aturan: Path | None = None,
    lke: Path | None = None,
    singgahan: Singgahan | None = None,
    batas: Batas | None = None,
    dask: str = "",
    samarkan: bool = False,
    start: Callable[[int], None] = lambda pages: None,
    done: Callable[[], None] = lambda: None,
) -> Hasil:
    """Read a folder and write the output, unless it stands there already.

    Args:
        masukan: The folder of submissions.
        keluaran: The output folder; replaced whole when everything is ready.
        pekerja: How many worker processes read pages.
        aturan: A folder with rules of the user's own, beside the house's.
        lke: The evaluation's criteria as CSV, in place of the house's.
        singgahan: Pages that earlier runs read; without it every page is read.
        batas: What a file or page may cost.
        dask: The address of a Dask scheduler whose workers read the pages; they need
            neither this computer's disk nor its cache.
        samarkan: Whether to mask names and NIP of persons in everything that is written.
        start: Called once with the number of pages.
        done: Called after each page.

    Raises:
        AturanTidakSah: a rule in `aturan` cannot be used.
        FolderMissing: `masukan` is no folder.
        KeluaranDitolak: `keluaran` is a file, or holds `masukan`.
        KeluaranGagal: the output could not be written.
        KlasterGagal: the scheduler at `dask` cannot be used.
        LkeTidakSah: `lke` is no sheet of criteria.
        SimpananRusak: the reviewers' decisions in `keluaran` cannot be read.
    """
    mulai = dt.datetime.now(dt.UTC)
    _check_output(keluaran.resolve(), masukan.resolve())
    kriteria = load_criteria(lke)
    with _alone_in(keluaran):
        recover(keluaran)
    if samarkan:
        _refuse_unmasked(keluaran)
    # Hours of reading must not end at a file that cannot be read.
    read_decisions(keluaran)
    checked_before = _rules_of(aturan) if aturan else None
    with contextlib.ExitStack() as stack:
        if samarkan and singgahan is None:  # where names stand is looked for in what was read
            kept = stack.enter_context(tempfile.TemporaryDirectory(prefix="selaras-"))
            singgahan = Singgahan(Path(kept), code_version())
        kolam = stack.enter_context(Kolam(pekerja, batas))
        berkas = ingest(masukan, leave_out=keluaran, kolam=kolam, singgahan=singgahan)
        start(len(pages_of(berkas)))
        with cluster(dask, batas) if dask else contextlib.nullcontext(kolam) as pembaca:
            isi = read_files(berkas, pembaca, singgahan=singgahan, done=done)
        from pipeline.conclude import Simpanan, conclude

        rules, versi = checked_before or _rules_of(None)
        hasil = conclude(
            isi,
            rules=rules,
            keputusan=read_decisions(keluaran),  # a reviewer may have gone on deciding meanwhile
            simpanan=Simpanan(singgahan, versi) if singgahan else None,
        )
        pembacaan = Pembacaan(
            versi=importlib.metadata.version("selaras"),
            mulai=mulai,
            selesai=dt.datetime.now(dt.UTC),
            pengaturan={
                "pekerja": pekerja,
                "masukan": str(masukan),
                "masukan_dari_keluaran": way_to_input(masukan, keluaran),
                "samarkan": samarkan,
            },
        )
        hasil = replace(hasil, pembacaan=pembacaan, kriteria=kriteria)
        if samarkan:
            hasil = mask(hasil, isi, singgahan, kolam)
        del isi  # all of it stands in the results
        sidik = fingerprint(hasil, code_version())
        noted = replace(pembacaan, pengaturan={**pembacaan.pengaturan, SIDIK: sidik})
        with _alone_in(keluaran):  # a run beside this one may have written the same meanwhile
            if not is_current(keluaran, sidik):
                _emit(replace(hasil, pembacaan=noted), keluaran, masukan, kolam)
    return hasil


def _rules_of(aturan: Path | None) -> tuple[tuple[Aturan, ...], str]:
    """Return the rules that apply, and the version of all that they depend on."""
    from pipeline.reconcile.rule import load_rules, version_of

    return load_rules(aturan), f"{code_version()} {version_of(aturan)}"


def mask(hasil: Hasil, isi: Sequence[Isi], singgahan: Singgahan | None, kolam: Kolam) -> Hasil:
    """Mask the names and NIP of persons in the results of a run and in its pictures."""
    from pipeline.masking import masked, names_of, places_of_names

    names = names_of(hasil, (name for item in isi for name in item.nama_disebut))
    places = [page for item in isi for page in item.pribadi]
    if singgahan is not None:
        places += places_of_names(hasil.dokumen, names, singgahan, kolam)
    return masked(hasil, names, places)


def _refuse_unmasked(keluaran: Path) -> None:
    """Refuse a folder whose findings, decisions or other files would stay unmasked in it."""
    if not keluaran.is_dir() or not any(keluaran.iterdir()):
        return
    if not was_masked(keluaran):
        raise KeluaranDitolak(
            f"Folder keluaran {keluaran} berisi hal yang tidak disamarkan; untuk --samarkan "
            "pilih folder baru"
        )


def _check_output(keluaran: Path, masukan: Path) -> None:
    """Refuse, before hours of reading, an output folder that could not be put in place."""
    if keluaran.exists() and not keluaran.is_dir():
        raise KeluaranDitolak(f"Keluaran {keluaran} adalah berkas, bukan folder")
    if masukan.is_relative_to(keluaran):
        raise KeluaranDitolak(
            f"Folder keluaran {keluaran} memuat folder masukan; pilih folder lain"
        )


@contextlib.contextmanager
def _alone_in(keluaran: Path) -> Iterator[None]:
    """Keep the output folder to this run; others wait for their turn."""
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(alone_in(keluaran))
        except OSError as error:
            raise KeluaranGagal(str(error)) from error
        yield


def _emit(hasil: Hasil, keluaran: Path, masukan: Path, kolam: Kolam) -> None:
    try:
        emit(hasil, keluaran, masukan, kolam)
    except Exception as error:
        cause = _system_error(error)
        if cause is None:
            raise
        full = cause.errno in (errno.ENOSPC, errno.EDQUOT)
        raise KeluaranGagal("disk penuh" if full else str(cause)) from error


def _system_error(error: BaseException | None) -> OSError | None:
    """Return the system's error behind an error; libraries wrap it in their own."""
    while error is not None:
        if isinstance(error, OSError):
            return error
        # XlsxWriter keeps the error it wraps as its argument.
        wrapped = [item for item in error.args if isinstance(item, OSError)]
        if wrapped:
            return wrapped[0]
        error = error.__cause__ or error.__context__
    return None

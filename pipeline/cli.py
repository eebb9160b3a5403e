"""The command `selaras`.

Exit codes: 0 everything read, 1 some file failed, 2 wrong use, 3 findings of the weight
given by --gagal-jika (only when asked), 4 the output could not be written, 130 stopped
with Ctrl-C. Heavy libraries load inside the commands, so
that --help answers at once.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.desk.perintah import add_commands
from pipeline.limits import keep_to_ourselves
from schemas.vocabulary import StatusDokumen, StatusTemuan, TingkatTemuan

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Task

    from pipeline.emit.result import Hasil
    from pipeline.reconcile.rule import Aturan

FAILED = 1
WRONG_USE = 2
FINDINGS = 3
NOT_WRITTEN = 4
STOPPED = 130
RETRY = 60.0
"""Seconds after which an output that could not be written is tried again."""

app = typer.Typer(
    help="Membaca naskah SAKIP (PDF digital atau pindaian) menjadi tabel dan daftar temuan.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,  # they may hold text of the papers
    context_settings={"help_option_names": ["-h", "--help"]},
)
add_commands(app)


@app.command()
def extract(
    folder: Annotated[Path, typer.Argument(help="Folder berisi PDF, dengan sub-foldernya.")],
    out: Annotated[Path, typer.Option("--out", help="Folder keluaran.")] = Path("output"),
    pekerja: Annotated[
        int, typer.Option("--pekerja", help="Jumlah proses pembaca; 0 = sebanyak inti.", min=0)
    ] = 0,
    gagal_jika: Annotated[
        TingkatTemuan | None,
        typer.Option("--gagal-jika", help="Kode keluar 3 bila ada temuan setingkat ini ke atas."),
    ] = None,
    aturan: Annotated[Path | None, typer.Option("--aturan", help="Folder aturan tambahan.")] = None,
    lke: Annotated[
        Path | None, typer.Option("--lke", help="Kriteria evaluasi sendiri (CSV), kertas kerja.")
    ] = None,
    tanpa_singgahan: Annotated[
        bool, typer.Option("--tanpa-singgahan", help="Baca semua halaman dari awal.")
    ] = False,
    singgahan: Annotated[
        Path | None,
        typer.Option(
            "--singgahan", help="Folder halaman yang sudah terbaca; baku: milik pengguna."
        ),
    ] = None,
    dask: Annotated[
        str, typer.Option("--dask", help="Penjadwal Dask yang pekerjanya membaca, tcp://….")
    ] = "",
    samarkan: Annotated[
        bool,
        typer.Option(
            "--samarkan",
            help="Samarkan nama dan NIP di semua keluaran, ke folder baru. Nama berkas tetap; "
            "nama tanpa gelar atau NIP yang hanya disebut dalam kalimat dapat lolos; periksa dulu.",
        ),
    ] = False,
) -> None:
    """Baca folder, tulis tabel, temuan, dan laporan."""
    began = time.monotonic()
    hasil = _read(
        folder,
        out,
        pekerja=pekerja,
        aturan=aturan,
        lke=lke,
        tanpa_singgahan=tanpa_singgahan,
        singgahan=singgahan,
        dask=dask,
        samarkan=samarkan,
    )
    _print_summary(hasil, out, time.monotonic() - began)
    raise typer.Exit(_exit_code(hasil, gagal_jika))


def _read(
    folder: Path,
    out: Path,
    *,
    pekerja: int,
    aturan: Path | None,
    lke: Path | None,
    tanpa_singgahan: bool = False,
    singgahan: Path | None = None,
    dask: str = "",
    samarkan: bool = False,
) -> Hasil:
    """Read a folder with a bar of progress.

    Raises:
        typer.Exit: it could not be read or written; why was printed.
    """
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    from pipeline.cluster import KlasterGagal
    from pipeline.desk.simpanan import SimpananRusak
    from pipeline.emit.lke import LkeTidakSah
    from pipeline.ingest import FolderMissing
    from pipeline.read.cache import open_cache
    from pipeline.read.workers import default_workers
    from pipeline.run import KeluaranDitolak, KeluaranGagal, run

    if aturan is not None:
        _own_rules(aturan)
    errors = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, disable=not errors.is_terminal) as progress:
        bar = progress.add_task("halaman", total=None)
        try:
            return run(
                folder,
                out,
                pekerja=pekerja or default_workers(),
                aturan=aturan,
                lke=lke,
                singgahan=None if tanpa_singgahan else open_cache(singgahan),
                dask=dask,
                samarkan=samarkan,
                start=lambda pages: progress.update(bar, total=pages),
                done=lambda: progress.advance(bar),
            )
        except FolderMissing:
            progress.stop()
            errors.print(f"Folder tidak ada atau tidak dapat dibuka: {folder}", markup=False)
            raise typer.Exit(WRONG_USE) from None
        except KeyboardInterrupt:
            progress.stop()
            _print_stopped(errors, progress.tasks[0], kept=not tanpa_singgahan)
            raise typer.Exit(STOPPED) from None
        except KeluaranGagal as error:
            progress.stop()
            errors.print(f"Keluaran tidak dapat ditulis: {error}", markup=False)
            errors.print("Keluaran sebelumnya, bila ada, tidak berubah.")
            raise typer.Exit(NOT_WRITTEN) from None
        except KlasterGagal as error:
            progress.stop()
            errors.print(f"Klaster tidak dapat dipakai: {error}", markup=False)
            errors.print("Keluaran sebelumnya, bila ada, tidak berubah.")
            raise typer.Exit(WRONG_USE) from None
        except (KeluaranDitolak, LkeTidakSah, SimpananRusak) as error:
            progress.stop()
            errors.print(str(error), markup=False)
            raise typer.Exit(WRONG_USE) from None


def _own_rules(folder: Path) -> tuple[Aturan, ...]:
    """Return the rules of the user's folder.

    Raises:
        typer.Exit: they cannot be used; why was printed.
    """
    from pipeline.reconcile.own import load_own_rules
    from pipeline.reconcile.rule import AturanTidakSah

    try:
        return load_own_rules(folder)
    except AturanTidakSah as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None


@app.command()
def pantau(
    folder: Annotated[Path, typer.Argument(help="Folder tempat kiriman datang.")],
    out: Annotated[Path, typer.Option("--out", help="Folder keluaran.")] = Path("output"),
    pekerja: Annotated[
        int, typer.Option("--pekerja", help="Jumlah proses pembaca; 0 = sebanyak inti.", min=0)
    ] = 0,
    aturan: Annotated[Path | None, typer.Option("--aturan", help="Folder aturan tambahan.")] = None,
    lke: Annotated[
        Path | None, typer.Option("--lke", help="Kriteria evaluasi sendiri (CSV), kertas kerja.")
    ] = None,
    singgahan: Annotated[
        Path | None, typer.Option("--singgahan", help="Folder halaman yang sudah terbaca.")
    ] = None,
    jeda: Annotated[
        float, typer.Option("--jeda", help="Detik tenang sebelum kiriman dibaca.", min=0.1)
    ] = 5.0,
    jaringan: Annotated[
        bool, typer.Option("--jaringan", help="Folder di jaringan: periksa berkala.")
    ] = False,
) -> None:
    """Awasi folder: setiap kiriman baru dibaca dan laporan diperbarui, sampai Ctrl-C."""
    from pipeline.watch import PantauTidakTerpasang, moments_to_read

    is_due = True
    moments = moments_to_read(folder, leave_out=out, jeda=jeda, jaringan=jaringan, ulang=RETRY)
    try:
        for has_changed in moments:
            if not (has_changed or is_due):
                continue
            began = time.monotonic()
            try:
                hasil = _read(
                    folder, out, pekerja=pekerja, aturan=aturan, lke=lke, singgahan=singgahan
                )
            except typer.Exit as stopped:
                if stopped.exit_code != NOT_WRITTEN:
                    raise
                is_due = True  # the output is open in another program, or the disk is full
                typer.echo(f"Dicoba lagi dalam {RETRY:.0f} detik.", err=True)
                continue
            is_due = False
            typer.echo(time.strftime("%H.%M.%S ") + f"kiriman di {folder} dibaca")
            _print_summary(hasil, out, time.monotonic() - began)
            typer.echo("Menunggu kiriman baru; Ctrl-C untuk berhenti.")
    except PantauTidakTerpasang as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None
    except FileNotFoundError:
        typer.echo(f"Folder tidak ada atau tidak dapat dibuka: {folder}", err=True)
        raise typer.Exit(WRONG_USE) from None
    except KeyboardInterrupt:
        typer.echo("Dihentikan. Keluaran terakhir tetap ada.", err=True)
        raise typer.Exit(STOPPED) from None


@app.command()
def pekerja(
    alamat: Annotated[str, typer.Argument(help="Alamat penjadwal Dask, tcp://….")],
    jumlah: Annotated[
        int, typer.Option("--jumlah", help="Jumlah proses; 0 = sebanyak inti.", min=0)
    ] = 0,
) -> None:
    """Bekerja untuk penjadwal Dask sampai dihentikan: membaca halaman yang dikirimnya."""
    from pipeline.cluster import KlasterGagal, serve
    from pipeline.read.workers import default_workers

    try:
        serve(alamat, jumlah or default_workers())
    except KlasterGagal as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None


def _print_stopped(errors: Console, bar: Task, *, kept: bool) -> None:
    """Say what a run that was stopped leaves behind."""
    total = f" dari {bar.total:.0f}" if bar.total is not None else ""
    errors.print(f"Dihentikan. {bar.completed:.0f}{total} halaman sudah terbaca.")
    if kept:
        errors.print("Jalankan lagi untuk melanjutkan; halaman itu tidak dibaca ulang.")
    errors.print("Keluaran sebelumnya, bila ada, tidak berubah.")


def _exit_code(hasil: Hasil, gagal_jika: TingkatTemuan | None) -> int:
    from pipeline.emit.keputusan import is_rejected

    failed = {StatusDokumen.GAGAL, StatusDokumen.SEBAGIAN}
    if any(dokumen.status in failed for dokumen in hasil.dokumen):
        return FAILED
    if gagal_jika is None:
        return 0
    order = list(TingkatTemuan)
    counted = [
        t
        for t in hasil.temuan
        if t.status is not StatusTemuan.DUGAAN_SALAH_BACA and not is_rejected(t)
    ]
    heavy = any(order.index(t.tingkat) <= order.index(gagal_jika) for t in counted)
    return FINDINGS if heavy else 0


def _print_summary(hasil: Hasil, out: Path, seconds: float) -> None:
    """Print what was read and found, for those who do not open the report."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    from pipeline.emit.keputusan import is_rejected
    from pipeline.emit.labels import STATUS_DOKUMEN, STATUS_TEMUAN
    from pipeline.emit.text import clean

    console = Console()
    pages = sum(d.halaman or 0 for d in hasil.dokumen)
    scanned = sum(d.halaman_pindaian or 0 for d in hasil.dokumen)
    figures = len(hasil.kinerja) + len(hasil.anggaran)
    console.print(
        f"{len(hasil.dokumen)} berkas, {pages} halaman ({scanned} pindaian), "
        f"{len(hasil.naskah)} naskah, {figures} angka, {seconds:.0f} detik"
    )
    for dokumen in hasil.dokumen:
        if dokumen.status is not StatusDokumen.TERBACA:
            line = clean(f"  {STATUS_DOKUMEN[dokumen.status]}: {dokumen.berkas} — {dokumen.pesan}")
            console.print(escape(line.replace("\n", " ")), soft_wrap=True, highlight=False)
    temuan = [t for t in hasil.temuan if not is_rejected(t)]
    table = Table(title="Temuan")
    table.add_column("tingkat")
    for status in StatusTemuan:
        table.add_column(STATUS_TEMUAN[status].lower(), justify="right")
    for tingkat in TingkatTemuan:
        counts = [
            sum(1 for t in temuan if t.tingkat is tingkat and t.status is status)
            for status in StatusTemuan
        ]
        table.add_row(tingkat.value, *(str(count) for count in counts))
    console.print(table)
    if rejected := len(hasil.temuan) - len(temuan):
        console.print(f"{rejected} temuan ditolak pemeriksa, tidak dihitung.")
    for pesan in hasil.pesan:
        console.print(escape(clean(pesan)), soft_wrap=True, highlight=False)
    console.print(f"Laporan: {out / 'laporan' / 'index.html'}", soft_wrap=True)
    shown = f'"{out}"' if " " in str(out) else str(out)
    console.print(f"Memutuskan: selaras review {escape(shown)}", soft_wrap=True, highlight=False)


@app.command()
def doctor() -> None:
    """Periksa apa yang terpasang dan apa yang kurang."""
    from pipeline.doctor import examine

    missing = False
    for item in examine():
        mark = "ada   " if item.ada else ("KURANG" if item.wajib else "tidak ")
        missing = missing or (item.wajib and not item.ada)
        typer.echo(f"{mark}  {item.nama}: {item.keterangan}")
    raise typer.Exit(FAILED if missing else 0)


@app.command()
def lihat(
    berkas: Annotated[Path, typer.Argument(help="Berkas PDF atau gambar.")],
    halaman: Annotated[int, typer.Option("--halaman", help="Nomor halaman, mulai 1.", min=1)] = 1,
    out: Annotated[
        Path | None, typer.Option("--out", help="Berkas PNG; baku: di folder kerja.")
    ] = None,
) -> None:
    """Gambarkan di atas halaman apa yang terbaca: garis, sel, kata, bacaan tiap angka."""
    from extractors.kamus import KamusTidakSah
    from pipeline.look import draw_page
    from pipeline.read.opening import examine

    if not berkas.is_file():
        typer.echo(f"Berkas tidak ada: {berkas}", err=True)
        raise typer.Exit(WRONG_USE)
    if reason := examine(berkas).alasan:
        typer.echo(f"{berkas}: {reason}", err=True)
        raise typer.Exit(FAILED)
    target = out or Path(f"{berkas.stem}-hal{halaman}.png")
    try:
        text = draw_page(berkas, halaman, target)
    except IndexError:
        typer.echo(f"{berkas} tidak mempunyai halaman {halaman}", err=True)
        raise typer.Exit(WRONG_USE) from None
    except KamusTidakSah as error:
        typer.echo(f"Kamus tidak dapat dipakai: {error}", err=True)
        raise typer.Exit(WRONG_USE) from None
    typer.echo(text)
    typer.echo(f"Gambar: {target}")


@app.command()
def aturan(
    id_aturan: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id aturan.")] = None,
    folder: Annotated[Path | None, typer.Option("--aturan", help="Folder aturan tambahan.")] = None,
) -> None:
    """Daftar aturan pemeriksaan, atau penjelasan satu aturan."""
    from pipeline.reconcile.rule import load_rules

    own = _own_rules(folder) if folder is not None else ()
    rules = {rule.id: rule for rule in sorted((*load_rules(), *own), key=lambda rule: rule.id)}
    if id_aturan is None:
        for rule in rules.values():
            typer.echo(f"{rule.id:26} {rule.tingkat:7} {rule.judul}")
        return
    if id_aturan not in rules:
        typer.echo(f"Tidak ada aturan {id_aturan}; lihat: selaras aturan", err=True)
        raise typer.Exit(WRONG_USE)
    typer.echo(rules[id_aturan].explain())


def main() -> None:
    """Run the command; one OCR thread a process, since pages are read in parallel."""
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    keep_to_ourselves()
    app()


if __name__ == "__main__":
    main()

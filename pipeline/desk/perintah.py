"""The commands that work on an output folder: decisions, review, lists, letters, loading.

Heavy libraries load inside the commands, so that --help answers at once.
"""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.vocabulary import StatusTemuan, TingkatTemuan

if TYPE_CHECKING:
    from schemas.records import Temuan

FAILED = 1
WRONG_USE = 2

Keluaran = Annotated[Path, typer.Argument(metavar="OUT", help="Folder keluaran.")]
Pemeriksa = Annotated[str, typer.Option("--pemeriksa", help="Nama pemeriksa.")]

keputusan = typer.Typer(help="Keputusan pemeriksa: ekspor dan impor.", no_args_is_help=True)


def add_commands(app: typer.Typer) -> None:
    """Add the commands of the desk to the command line."""
    app.add_typer(keputusan, name="keputusan")
    app.command()(review)
    app.command()(temuan)
    app.command("uji-petik")(uji_petik)
    app.command()(load)
    app.command()(parquet)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn what an evaluator can mend into a sentence and an exit code."""
    from pipeline.desk.simpanan import SimpananRusak
    from pipeline.desk.tukar import TidakSah
    from pipeline.emit.read_back import BukanKeluaran

    try:
        yield
    except (BukanKeluaran, SimpananRusak, TidakSah) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(WRONG_USE) from None
    except PermissionError as error:
        typer.echo(
            f"{error.filename} tidak dapat ditulis; tutup dahulu bila sedang terbuka di program "
            "lain (misalnya Excel).",
            err=True,
        )
        raise typer.Exit(WRONG_USE) from None


def default_reviewer() -> str:
    """Return the name under which the computer knows its user, empty if it does not."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


@keputusan.command("ekspor")
def ekspor(
    out: Keluaran,
    berkas: Annotated[Path, typer.Argument(help="Berkas CSV yang ditulis.")],
) -> None:
    """Tulis semua keputusan, dengan riwayatnya, ke satu berkas CSV."""
    from pipeline.desk.tukar import export_csv
    from pipeline.emit.read_back import read_output

    with _said_plainly():
        read_output(out)
        count = export_csv(out, berkas)
    typer.echo(f"{count} keputusan ditulis ke {berkas}")


@keputusan.command("impor")
def impor(
    out: Keluaran,
    berkas: Annotated[
        list[Path],
        typer.Argument(
            help="CSV hasil ekspor, laporan.xlsx atau uji-petik.xlsx yang sudah diisi, "
            "atau keputusan.sqlite pemeriksa lain.",
            exists=True,
            dir_okay=False,
        ),
    ],
    pemeriksa: Annotated[
        str, typer.Option("--pemeriksa", help="Siapa yang mengisi berkas XLSX.")
    ] = "",
) -> None:
    """Gabungkan keputusan dari berkas lain; yang berbeda antarpemeriksa ditunjukkan."""
    from pipeline.desk.simpanan import read_decisions
    from pipeline.desk.tukar import describe_conflicts, import_decisions
    from pipeline.emit.read_back import read_output

    left_out = False
    with _said_plainly():
        hasil = read_output(out)
        for path in berkas:
            result = import_decisions(out, path, pemeriksa)
            typer.echo(f"{path}: {result.baru} keputusan baru, {result.sudah_ada} sudah ada")
            for message in result.pesan:
                typer.echo(f"  tidak diambil, {message}", err=True)
            left_out = left_out or bool(result.pesan)
        names = {t.temuan_id: " · ".join(filter(None, (t.unit, t.judul))) for t in hasil.temuan}
        differ = describe_conflicts(read_decisions(out), names)
    if differ:
        typer.echo(f"{len(differ)} keputusan berbeda antarpemeriksa; putuskan lagi:")
        for line in differ:
            typer.echo(f"  {line}")
    typer.echo("Keputusan diterapkan pada pembacaan berikutnya (selaras extract).")
    raise typer.Exit(FAILED if left_out else 0)


def review(
    out: Keluaran,
    pemeriksa: Pemeriksa = "",
    port: Annotated[int, typer.Option("--port", help="Port; 0 = yang bebas.", min=0)] = 0,
    buka: Annotated[
        bool, typer.Option("--buka/--jangan-buka", help="Buka di peramban sekarang juga.")
    ] = True,
) -> None:
    """Buka laporan di peramban dengan tombol setuju, tolak, betulkan bacaan, dan catatan."""
    import webbrowser

    from pipeline.desk.server import Peladen

    with _said_plainly():
        try:
            server = Peladen(out, pemeriksa or default_reviewer(), port)
        except OSError as error:
            typer.echo(f"Port {port} tidak dapat dipakai: {error.strerror}", err=True)
            raise typer.Exit(WRONG_USE) from None
    typer.echo(f"Meja pemeriksa: {server.alamat}")
    typer.echo("Hanya dapat dibuka dari komputer ini. Hentikan dengan Ctrl+C.")
    if buka:
        webbrowser.open(server.alamat)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("Selesai; keputusan tersimpan.")
    finally:
        server.server_close()


class Bentuk(StrEnum):
    """How a list is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def temuan(
    out: Keluaran,
    unit: Annotated[
        str, typer.Option("--unit", help="Hanya unit yang namanya memuat kata ini.")
    ] = "",
    tingkat: Annotated[
        TingkatTemuan | None, typer.Option("--tingkat", help="Hanya tingkat ini.")
    ] = None,
    status: Annotated[
        StatusTemuan | None, typer.Option("--status", help="Hanya status ini.")
    ] = None,
    aturan: Annotated[str, typer.Option("--aturan", help="Hanya aturan ini.")] = "",
    ditolak: Annotated[
        bool, typer.Option("--dengan-ditolak", help="Juga yang ditolak pemeriksa.")
    ] = False,
    bentuk: Annotated[Bentuk, typer.Option("--format", help="Bentuk daftar.")] = Bentuk.TABLE,
) -> None:
    """Daftar temuan di terminal, atau sebagai CSV atau JSON untuk program lain."""
    from pipeline.desk.meja import Meja
    from pipeline.emit.keputusan import is_rejected

    with _said_plainly():
        every = Meja(out).hasil().temuan
    chosen = [
        one
        for one in every
        if unit.casefold() in one.unit.casefold()
        and tingkat in (None, one.tingkat)
        and status in (None, one.status)
        and aturan in ("", one.aturan)
        and (ditolak or not is_rejected(one))
    ]
    if bentuk is Bentuk.TABLE:
        weights, states = list(TingkatTemuan), list(StatusTemuan)
        chosen.sort(key=lambda t: (t.unit, weights.index(t.tingkat), states.index(t.status)))
        _print_findings(chosen)
    else:
        _write_findings(chosen, bentuk)


def _print_findings(every: list[Temuan]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from pipeline.emit.labels import STATUS_TEMUAN
    from pipeline.emit.text import clean

    table = Table(title=f"{len(every)} temuan", show_lines=True)
    table.add_column("unit", max_width=20)
    table.add_column("tingkat, status", max_width=17)
    table.add_column("temuan", ratio=1)
    for one in every:
        marks = "\n".join(
            filter(None, (one.tingkat, STATUS_TEMUAN[one.status].lower(), one.keputusan))
        )
        table.add_row(*(Text(clean(cell)) for cell in (one.unit, marks, one.uraian)))
    Console().print(table)


def _write_findings(every: list[Temuan], bentuk: Bentuk) -> None:
    from pipeline.emit.result import IsiTabel
    from pipeline.emit.tables import csv_text, json_text
    from schemas.records import Temuan

    isi = IsiTabel(Temuan, tuple(every))
    text = csv_text(isi) if bentuk is Bentuk.CSV else json_text(isi)
    # As bytes: the console's own encoding and line ends must not reach a pipe.
    sys.stdout.flush()
    typer.get_binary_stream("stdout").write(text.encode())


def uji_petik(
    out: Keluaran,
    jumlah: Annotated[int, typer.Option("--jumlah", help="Banyaknya angka.", min=1)] = 60,
    benih: Annotated[
        int | None,
        typer.Option("--benih", help="Benih acak; baku: seperti sampel sebelumnya.", min=0),
    ] = None,
    pemeriksa: Pemeriksa = "",
) -> None:
    """Ambil sampel acak angka yang terbaca bersih, untuk dicocokkan dengan gambarnya."""
    import secrets

    from pipeline.desk.meja import Meja, TidakDapat
    from pipeline.emit.crops import cut_crops, turns_of
    from pipeline.emit.lembar_uji import write_sample_files
    from pipeline.emit.read_back import input_folder
    from pipeline.emit.uji_petik import Sampel, pictures_of, sample_set
    from pipeline.emit.uji_petik import uji_petik as sample_of
    from schemas.records import HalamanTerbaca

    with _said_plainly():
        meja = Meja(out)
        before = sample_set(meja.hasil().keputusan)
        if benih is None:
            benih = before.benih if before else secrets.randbelow(10**6)
        try:
            meja.draw_sample(Sampel(benih, jumlah), pemeriksa or default_reviewer())
        except TidakDapat as error:
            typer.echo(f"{error} (--pemeriksa NAMA)", err=True)
            raise typer.Exit(WRONG_USE) from None
        hasil = meja.hasil()
        uji = sample_of(hasil)
        if uji is None or not uji.butir:
            typer.echo("Tidak ada angka yang terbaca bersih dalam keluaran ini.", err=True)
            raise typer.Exit(FAILED)
        sumber = input_folder(hasil, out)
        messages: tuple[str, ...] = (f"Folder masukan {sumber} tidak ada; sampel tanpa gambar.",)
        if hasil.pembacaan.pengaturan.get("samarkan"):
            messages = ("Keluaran ini disamarkan; sampel tanpa gambar.",)
        elif sumber.is_dir():
            upright = turns_of(hasil.rows_of(HalamanTerbaca))
            _, messages = cut_crops(pictures_of(uji.butir), sumber, out, upright)
        _set_aside(out / "uji-petik.xlsx")
        book, _ = write_sample_files(uji, out)
    for message in messages:
        typer.echo(message, err=True)
    typer.echo(uji.kesimpulan)
    typer.echo(f"Isi kolom Jawaban dalam {book}, lalu:")
    typer.echo(f"  selaras keputusan impor {out} {book} --pemeriksa NAMA")
    typer.echo(f"Atau jawab di peramban: selaras review {out}")


def load(
    out: Keluaran,
    to: Annotated[
        str,
        typer.Option(
            "--to", help="sqlite:///berkas.db, duckdb:///berkas.duckdb, atau postgresql://…"
        ),
    ],
) -> None:
    """Muat semua tabel ke basis data; pembacaan yang sama hanya dimuat sekali."""
    try:
        from pipeline.emit.muat import TidakDimuat
        from pipeline.emit.muat import load as load_into
    except ImportError:
        typer.echo("Belum terpasang; pasang: pip install 'selaras[muat]'", err=True)
        raise typer.Exit(WRONG_USE) from None
    with _said_plainly():
        try:
            loaded = load_into(out, to)
        except TidakDimuat as error:
            typer.echo(f"Tidak dimuat: {error}", err=True)
            raise typer.Exit(FAILED) from None
    if loaded.sudah_ada:
        typer.echo(f"Pembacaan {loaded.run_id} sudah ada; tidak ada yang berubah.")
    else:
        typer.echo(f"Pembacaan {loaded.run_id}: {loaded.baris} baris dimuat.")


def parquet(
    out: Keluaran,
    ke: Annotated[Path, typer.Option("--ke", help="Folder himpunan data Parquet.")],
    nama: Annotated[
        str, typer.Option("--nama", help="Nama pembacaan ini di himpunan, misalnya kode pemda.")
    ],
) -> None:
    """Tambahkan semua tabel ke himpunan Parquet, terbagi per pemda dan tahun."""
    try:
        from pipeline.emit.parquet import ParquetGagal, write_parquet
    except ImportError:
        typer.echo("Belum terpasang; pasang: pip install 'selaras[parquet]'", err=True)
        raise typer.Exit(WRONG_USE) from None
    with _said_plainly():
        try:
            count = write_parquet(out, ke, nama)
        except ParquetGagal as error:
            typer.echo(f"Tidak ditulis: {error}", err=True)
            raise typer.Exit(FAILED) from None
    typer.echo(f"{count} baris ditulis ke {ke}")


def _set_aside(path: Path) -> None:
    """Keep a sheet that may hold answers under another name."""
    if path.is_file():
        from pipeline.emit.run_info import file_hash

        path.replace(path.with_name(f"{path.stem}.lama-{file_hash(path)[:8]}{path.suffix}"))

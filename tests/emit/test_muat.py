from __future__ import annotations

import dataclasses
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

sa = pytest.importorskip("sqlalchemy")

from pipeline.emit.muat import TidakDimuat, load  # noqa: E402
from pipeline.emit.result import Hasil, IsiTabel  # noqa: E402
from pipeline.emit.write import emit  # noqa: E402
from schemas.records import BelumDibandingkan  # noqa: E402

from . import contoh  # noqa: E402

PANJANG = Decimal("2911311160123456.40")


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    hasil = contoh.contoh_hasil(tmp_path / "masuk", jumlah=4)
    long = dataclasses.replace(hasil.anggaran[0], anggaran_id="a9", nilai=PANJANG)
    # A table without a key of its own, and two rows of it that are alike.
    skipped = BelumDibandingkan(unit="Kecamatan Kencong", apa="target 2025", mengapa="tanpa PK")
    return dataclasses.replace(
        hasil,
        anggaran=(*hasil.anggaran, long),
        tambahan=(IsiTabel(BelumDibandingkan, (skipped, skipped)),),
    )


@pytest.fixture
def out(hasil: Hasil, tmp_path: Path) -> Path:
    emit(hasil, tmp_path / "hasil", tmp_path / "masuk")
    return tmp_path / "hasil"


def rows(url: str, words: str) -> list[tuple[object, ...]]:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(sa.text(words))]
    engine.dispose()
    return found


def check(url: str, out: Path, hasil: Hasil, tmp_path: Path) -> None:
    first = load(out, url)
    assert not first.sudah_ada and first.baris == sum(len(i.baris) for i in hasil.tables())
    for isi in hasil.tables():
        assert rows(url, f"select count(*) from {isi.nama}") == [(len(isi.baris),)]
    again = load(out, url)
    assert again.sudah_ada and again.run_id == first.run_id
    assert rows(url, "select count(*) from temuan") == [(len(hasil.temuan),)]

    ((text,),) = rows(url, "select cast(nilai as varchar) from anggaran where anggaran_id = 'a9'")
    assert Decimal(str(text)) == PANJANG
    assert rows(url, "select count(*) from kinerja where nilai is null") == [(1,)]
    ((most,),) = rows(url, "select max(nilai) from kinerja")
    assert Decimal(str(most)) == max(k.nilai for k in hasil.kinerja if k.nilai is not None)
    joined = rows(
        url,
        "select t.judul, b.berkas from temuan t join bukti b on b.run_id = t.run_id "
        "and b.temuan_id = t.temuan_id where b.urut = 1 order by t.temuan_id",
    )
    assert len(joined) == len(hasil.temuan)

    later = dataclasses.replace(hasil, pembacaan=contoh.pembacaan(minute=30))
    emit(later, out, tmp_path / "masuk")
    assert not load(out, url).sudah_ada
    assert rows(url, "select count(*) from pembacaan") == [(2,)]
    assert rows(url, "select count(*) from temuan") == [(2 * len(hasil.temuan),)]


def test_sqlite(out: Path, hasil: Hasil, tmp_path: Path) -> None:
    check(f"sqlite:///{tmp_path / 'selaras.db'}", out, hasil, tmp_path)


def test_duckdb(out: Path, hasil: Hasil, tmp_path: Path) -> None:
    pytest.importorskip("duckdb_engine")
    check(f"duckdb:///{tmp_path / 'selaras.duckdb'}", out, hasil, tmp_path)


def test_a_table_of_an_older_version_gets_its_new_columns(out: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'lama.db'}"
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(
            sa.text("create table temuan (run_id text, temuan_id text, aturan text)")
        )
        connection.execute(sa.text("insert into temuan values ('lama', 'T1', 'x')"))
    engine.dispose()
    load(out, url)
    assert rows(url, "select status from temuan where run_id = 'lama'") == [(None,)]
    assert rows(url, "select count(*) from temuan where status is not null")[0][0] == 4


def test_a_changed_table_is_refused_and_nothing_is_loaded(out: Path, tmp_path: Path) -> None:
    path = out / "kinerja.json"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(TidakDimuat, match="berubah"):
        load(out, f"sqlite:///{tmp_path / 'x.db'}")
    assert not (tmp_path / "x.db").exists()


def test_addresses_that_do_not_work_are_said_without_the_password(out: Path) -> None:
    for url in ("bukan alamat", "oracle9://u:rahasia@h/x", "sqlite:////tidak/ada/x.db"):
        with pytest.raises(TidakDimuat) as caught:
            load(out, url)
        assert "rahasia" not in str(caught.value)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    every = [Path(found).resolve().parent] if found else []
    every += sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((one for one in reversed(every) if (one / "initdb").exists()), None)


@pytest.fixture
def postgresql() -> Iterator[str]:
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL on this computer")
    folder = Path(tempfile.mkdtemp(prefix="selaras-pg-"))
    who = {}
    if os.geteuid() == 0:  # PostgreSQL does not run as root
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        who = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "data"
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    quiet = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL, "timeout": 120, **who}
    try:
        words = [programs / "initdb", "-D", data, "-U", "selaras", "-A", "trust", "-E", "UTF8"]
        subprocess.run([*words, "--no-sync"], **quiet)
        control = [programs / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-l", folder / "log", "-o", options, "start"], **quiet)
        try:
            yield f"postgresql+psycopg://selaras@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.penuh
def test_postgresql(postgresql: str, out: Path, hasil: Hasil, tmp_path: Path) -> None:
    check(postgresql, out, hasil, tmp_path)
    plain = postgresql.replace("+psycopg", "")
    assert load(out, plain).sudah_ada

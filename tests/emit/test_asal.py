"""A picture of evidence is taken from the older output where it would be cut the same, else cut.

What was taken over is seen by a mark: the older pictures are changed together with the SHA-256
that their run noted of them, so that one that bears the mark was not drawn.
"""

from __future__ import annotations

import ast
import ctypes
import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from pipeline.emit import drawing
from pipeline.emit.asal import LARGEST, NAMA, SOURCES, Asal, GambarLama, take_over
from pipeline.emit.crops import FOLDER, turns_of
from pipeline.emit.drawing import JuruGambar, Potongan
from pipeline.emit.keputusan import SAMPEL, JenisKeputusan, Keputusan, Sidik
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.run_info import file_hash, write_run_info
from pipeline.emit.uji_petik import Sampel
from pipeline.emit.write import emit
from pipeline.geometry.box import Kotak
from pipeline.pool import Kolam
from schemas.records import Dokumen, HalamanTerbaca
from schemas.vocabulary import Metode
from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import PATIENCE, arguments, digests, environment, extract
from tests.pipeline.test_only_what_changed import ROOT, paper, papers

from . import contoh

MARK = b"dari yang lama"
Ubah = Callable[[Hasil], Hasil]


@pytest.fixture(scope="module")
def masuk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("asal") / "masuk"


@pytest.fixture(scope="module")
def hasil(masuk: Path) -> Hasil:
    return contoh.contoh_hasil(masuk, jumlah=6)


@pytest.fixture
def lama(masuk: Path, hasil: Hasil, tmp_path: Path) -> Path:
    """An older output, of pictures and `run.json` alone."""
    return cut(hasil, masuk, tmp_path / "lama", tmp_path / "tidak-ada")


def cut(hasil: Hasil, masuk: Path, out: Path, older: Path, kolam: Kolam | None = None) -> Path:
    """Cut the pictures of a run into `out` and note what was written there."""
    asal = Asal(hasil.dokumen, older)
    upright = turns_of(hasil.rows_of(HalamanTerbaca))
    JuruGambar(hasil.tertutup, kolam).crops(hasil.bukti, masuk, out, upright, asal)
    asal.write(out)
    write_run_info(hasil, out)
    return out


def fresh(hasil: Hasil, masuk: Path, tmp_path: Path) -> dict[str, str]:
    """Return what comes out where there is no older output."""
    return digests(cut(hasil, masuk, tmp_path / "utuh", tmp_path / "tidak-ada"))


def pictures(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / FOLDER).glob("*.png"))}


def noted(out: Path) -> set[str]:
    """Return the pictures of which an output says what they were cut from."""
    made = json.loads((out / NAMA).read_text(encoding="utf-8"))
    assert all(name.startswith(f"{FOLDER}/") for name in made)
    return {name.removeprefix(f"{FOLDER}/") for name in made}


def note(out: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what the run of an output noted."""
    info = json.loads((out / "run.json").read_text(encoding="utf-8"))
    change(info)
    (out / "run.json").write_text(json.dumps(info), encoding="utf-8")


def mark(out: Path) -> set[str]:
    """Mark every picture of an output, as if its run had written it so; returns their names."""
    for path in (out / FOLDER).glob("*.png"):
        path.write_bytes(path.read_bytes() + MARK)
    hashes = {f"{FOLDER}/{name}": file_hash(out / FOLDER / name) for name in pictures(out)}
    note(out, lambda info: info["berkas"].update(hashes))
    return set(pictures(out))


def taken(out: Path) -> set[str]:
    """Return the pictures that were taken over, and take the mark off them."""
    marked = {name for name, data in pictures(out).items() if data.endswith(MARK)}
    for name in marked:
        path = out / FOLDER / name
        path.write_bytes(path.read_bytes().removesuffix(MARK))
    return marked


@pytest.mark.parametrize("pekerja", [0, 2])
def test_the_same_bytes_taken_over_or_cut(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, pekerja: int
) -> None:
    expected = digests(lama)
    names = mark(lama)
    if pekerja:
        with Kolam(pekerja) as kolam:
            out = cut(hasil, masuk, tmp_path / "baru", lama, kolam)
    else:
        out = cut(hasil, masuk, tmp_path / "baru", lama)
    assert len(names) == len(hasil.bukti) > 10
    assert taken(out) == names
    assert digests(out) == expected


def test_a_picture_has_only_its_own_name(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path
) -> None:
    """Names of findings and files may change; what is shown is the same."""
    renamed = tmp_path / "masuk"
    shutil.copytree(masuk, renamed)
    (renamed / "kalisat").rename(renamed / "kecamatan")

    def moved(berkas: str) -> str:
        return berkas.replace("kalisat/", "kecamatan/")

    other = dataclasses.replace(
        hasil,
        dokumen=tuple(dataclasses.replace(d, berkas=moved(d.berkas)) for d in hasil.dokumen),
        bukti=tuple(
            dataclasses.replace(b, berkas=moved(b.berkas), temuan_id=f"X{b.temuan_id}")
            for b in hasil.bukti
        ),
    )
    names = mark(lama)
    out = cut(other, renamed, tmp_path / "baru", lama)
    assert taken(out) == {f"X{name}" for name in names}
    assert digests(out) == fresh(other, renamed, tmp_path)


def edited(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"coretan")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:100])


def another(path: Path) -> None:
    shutil.copy(max(path.parent.glob("*.png")), path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("fault", [edited, cut_short, another, a_folder, Path.unlink])
def test_a_picture_that_was_changed_is_cut_anew(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    expected = digests(lama)
    names = mark(lama)
    victim = min(names)
    fault(lama / FOLDER / victim)
    out = cut(hasil, masuk, tmp_path / "baru", lama)
    assert taken(out) == names - {victim}
    assert digests(out) == expected


def test_of_a_huge_file_no_more_is_read_than_a_picture_has(tmp_path: Path) -> None:
    path = tmp_path / "x.png"
    path.touch()
    os.truncate(path, 8 * LARGEST)  # sparse: it takes no room
    tracemalloc.start()
    try:
        assert not take_over(GambarLama(path, file_hash(path)), tmp_path / "y.png")
        assert tracemalloc.get_traced_memory()[1] < 2 * LARGEST
    finally:
        tracemalloc.stop()
    assert not (tmp_path / "y.png").exists()


def mixed_up(out: Path) -> None:
    """Give each picture the origin of another."""
    made = json.loads((out / NAMA).read_text(encoding="utf-8"))
    turned = dict(zip(made, reversed(made.values()), strict=True))
    (out / NAMA).write_text(json.dumps(turned), encoding="utf-8")


def of_another_computer(out: Path) -> None:
    note(out, lambda info: info["komputer"].update(prosesor="s390x"))


def unreadable(out: Path) -> None:
    (out / NAMA).write_text("[]", encoding="utf-8")
    note(out, lambda info: info["berkas"].update({NAMA: file_hash(out / NAMA)}))


def unlisted(out: Path) -> None:
    note(out, lambda info: info.update(berkas={}))


def no_run(out: Path) -> None:
    (out / "run.json").unlink()


def no_origin(out: Path) -> None:
    (out / NAMA).unlink()


@pytest.mark.parametrize(
    "fault", [mixed_up, of_another_computer, unreadable, unlisted, no_run, no_origin]
)
def test_nothing_is_taken_on_the_word_of_who_does_not_know(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, fault: Callable[[Path], None]
) -> None:
    expected = digests(lama)
    mark(lama)
    fault(lama)
    out = cut(hasil, masuk, tmp_path / "baru", lama)
    assert taken(out) == set()
    assert digests(out) == expected


def first_paper(hasil: Hasil) -> Dokumen:
    return next(d for d in hasil.dokumen if d.berkas == hasil.bukti[0].berkas)


def box_moved(hasil: Hasil) -> Hasil:
    one = hasil.bukti[0]
    assert one.x0 is not None
    return dataclasses.replace(
        hasil, bukti=(dataclasses.replace(one, x0=one.x0 - 1), *hasil.bukti[1:])
    )


def box_lost(hasil: Hasil) -> Hasil:
    one = dataclasses.replace(hasil.bukti[0], x0=None, y0=None, x1=None, y1=None)
    return dataclasses.replace(hasil, bukti=(one, *hasil.bukti[1:]))


def turned(hasil: Hasil) -> Hasil:
    name = hasil.bukti[0].dokumen_id
    page = HalamanTerbaca(dokumen_id=name, halaman=1, metode=Metode.OCR, putaran=90, kata=40)
    return dataclasses.replace(hasil, tambahan=(IsiTabel(HalamanTerbaca, (page,)),))


def closed(hasil: Hasil) -> Hasil:
    box = Kotak(60.0, 80.0, 300.0, 200.0)
    return dataclasses.replace(hasil, tertutup={(hasil.bukti[0].dokumen_id, 1): (box,)})


def names_of(hasil: Hasil, berkas: str) -> set[str]:
    return {f"{b.temuan_id}-{b.urut}.png" for b in hasil.bukti if b.berkas == berkas}


@pytest.mark.parametrize("change", [box_moved, box_lost, turned, closed])
def test_what_shows_something_else_is_cut_anew(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, change: Ubah
) -> None:
    other = change(hasil)
    one = hasil.bukti[0]
    whole_page = change in (turned, closed)
    expected = names_of(hasil, one.berkas) if whole_page else {f"{one.temuan_id}-{one.urut}.png"}
    before = pictures(lama)
    names = mark(lama)
    out = cut(other, masuk, tmp_path / "baru", lama)
    assert names - taken(out) == expected
    assert digests(out) == fresh(other, masuk, tmp_path)
    assert all(pictures(out)[name] != before[name] for name in expected)

    # And back: what was closed, turned or moved is not taken for what it was before.
    mark(out)
    back = cut(hasil, masuk, tmp_path / "kembali", out)
    assert not whole_page or names - taken(back) == expected
    taken(back)
    assert pictures(back) == before


def test_another_page_of_the_same_paper_is_cut_anew(tmp_path: Path) -> None:
    masuk = tmp_path / "masuk"
    hasil = contoh.contoh_hasil(masuk, jumlah=1, unit=1)
    one = hasil.bukti[0]
    with pymupdf.open(masuk / one.berkas) as pdf:
        pdf.new_page(width=595, height=842).insert_text((90, 160), "halaman kedua")
        data = pdf.tobytes()
    (masuk / one.berkas).write_bytes(data)
    first = with_paper(hasil, one.berkas, hashlib.sha256(data).hexdigest())
    lama = cut(first, masuk, tmp_path / "lama", tmp_path / "tidak-ada")
    mark(lama)
    bukti = (dataclasses.replace(first.bukti[0], halaman=2), *first.bukti[1:])
    second = dataclasses.replace(first, bukti=bukti)
    out = cut(second, masuk, tmp_path / "baru", lama)
    assert f"{one.temuan_id}-{one.urut}.png" not in taken(out)
    assert digests(out) == fresh(second, masuk, tmp_path)


def with_paper(hasil: Hasil, berkas: str, sha256: str) -> Hasil:
    """Return the result with other bytes of a paper."""
    return dataclasses.replace(
        hasil,
        dokumen=tuple(
            dataclasses.replace(d, sha256=sha256, dokumen_id=sha256[:12])
            if d.berkas == berkas
            else d
            for d in hasil.dokumen
        ),
        bukti=tuple(
            dataclasses.replace(b, dokumen_id=sha256[:12]) if b.berkas == berkas else b
            for b in hasil.bukti
        ),
    )


def test_a_changed_paper_is_cut_anew(tmp_path: Path) -> None:
    masuk = tmp_path / "masuk"
    hasil = contoh.contoh_hasil(masuk, jumlah=6)
    lama = cut(hasil, masuk, tmp_path / "lama", tmp_path / "tidak-ada")
    names = mark(lama)
    berkas = hasil.bukti[0].berkas
    path = masuk / berkas
    path.write_bytes(path.read_bytes() + b"\n% lain\n")

    # It changed since it was read: no picture at all, neither new nor old.
    out = cut(hasil, masuk, tmp_path / "sejak-dibaca", lama)
    assert set(pictures(out)) == taken(out) == names - names_of(hasil, berkas) == noted(out)

    other = with_paper(hasil, berkas, file_hash(path))
    out = cut(other, masuk, tmp_path / "baru", lama)
    assert taken(out) == names - names_of(hasil, berkas)
    assert digests(out) == fresh(other, masuk, tmp_path)


def test_the_whole_hash_of_the_paper_counts(hasil: Hasil, tmp_path: Path) -> None:
    one = first_paper(hasil)
    alike = dataclasses.replace(one, sha256=one.sha256[:-1] + "x")
    bukti = hasil.bukti[0]
    asal, other, unread = (Asal(rows, tmp_path).of(bukti, 0, ()) for rows in ((one,), (alike,), ()))
    assert asal and other and asal != other
    assert unread == ""
    stranger = dataclasses.replace(bukti, dokumen_id="0" * 12)
    assert Asal((one,), tmp_path).of(stranger, 0, ()) == ""


def test_closed_boxes_count_in_any_order(hasil: Hasil, tmp_path: Path) -> None:
    asal = Asal(hasil.dokumen, tmp_path)
    boxes = (Kotak(1, 2, 3, 4), Kotak(0, 5, 6, 7))
    of = {asal.of(hasil.bukti[0], 0, some) for some in (boxes, boxes[::-1])}
    assert len(of) == 1
    assert asal.of(hasil.bukti[0], 0, boxes[:1]) not in of


def imports_of(path: Path) -> set[str]:
    """Return the modules of this project that a module of it imports, as paths."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        places = (name.replace(".", "/") + ".py" for name in names)
        found |= {place for place in places if (ROOT / place).is_file()}
    return found


def test_all_code_that_draws_counts() -> None:
    waiting, seen = ["pipeline/emit/crops.py"], set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        waiting += imports_of(ROOT / name) - seen
    assert seen | {"pipeline/emit/asal.py"} == set(SOURCES)
    assert len(seen) > 4


def test_other_code_draws_anew(tmp_path: Path) -> None:
    """Run a copy of the program, then one whose frames have another colour."""
    program = tmp_path / "program"
    for package in ("pipeline", "extractors", "schemas"):
        shutil.copytree(
            ROOT / package, program / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    folder, out = tmp_path / "masuk", tmp_path / "keluar"
    papers(folder, 3)
    run_of(program, folder, out)
    before = pictures(out)
    names = mark(out)
    add(folder)
    run_of(program, folder, out)
    assert taken(out) == names  # the copy takes over what it drew itself

    mark(out)
    crops = program / "pipeline" / "emit" / "crops.py"
    code = crops.read_text(encoding="utf-8")
    assert "_FRAME_COLOUR = (200, 30, 30)" in code
    crops.write_text(code.replace("(200, 30, 30)", "(30, 30, 200)"), encoding="utf-8")
    run_of(program, folder, out)
    assert taken(out) == set()
    assert all(pictures(out)[name] != before[name] for name in names)


def run_of(program: Path, folder: Path, out: Path) -> None:
    done = subprocess.run(
        arguments(folder, out),
        cwd=program,
        env={**environment(out.parent), "PYTHONPATH": str(program)},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def add(folder: Path) -> str:
    """Add a paper to a folder; returns its name."""
    (folder / "pk-tambahan.pdf").write_bytes(paper("Tambahan", 90))
    return "pk-tambahan.pdf"


def shown_of(out: Path, berkas: str) -> set[str]:
    """Return the pictures of a file by what the output says."""
    rows = json.loads((out / "bukti.json").read_text(encoding="utf-8"))
    return {Path(row["gambar"]).name for row in rows if row["berkas"] == berkas}


@pytest.mark.parametrize("options", [(), ("--samarkan",)], ids=["plain", "masked"])
def test_one_file_among_many_costs_its_own_pictures(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    folder, out, same = papers(tmp_path / "masuk", 5), tmp_path / "keluar", tmp_path / "sama"
    assert extract(folder, out, *options).returncode == 0
    shutil.copytree(out, same)
    names = mark(out)
    assert len(names) >= 5
    new = add(folder)
    assert extract(folder, out, *options).returncode == 0
    assert shown_of(out, new)
    assert set(pictures(out)) - taken(out) == shown_of(out, new)

    # Unmarked, all files are what they would be without an older output.
    assert extract(folder, same, *options).returncode == 0
    assert extract(folder, tmp_path / "utuh", *options).returncode == 0
    there, expected = digests(same), digests(tmp_path / "utuh")
    assert there.pop("temuan.sarif") != expected.pop("temuan.sarif")  # it compares with the older
    assert there == expected


def test_no_page_is_drawn_and_no_file_opened_of_which_all_is_there(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    drawn: list[int] = []
    open_file, draw = pymupdf.open, pymupdf.Page.get_pixmap

    def counting_open(path: Path, **options: str) -> object:
        opened.append(path.relative_to(masuk).as_posix())
        return open_file(path, **options)

    def counting_draw(page: Any, **options: object) -> object:
        drawn.append(page.number)
        return draw(page, **options)

    monkeypatch.setattr(pymupdf, "open", counting_open)
    monkeypatch.setattr(pymupdf.Page, "get_pixmap", counting_draw)
    cut(hasil, masuk, tmp_path / "semua", lama)
    assert (opened, drawn) == ([], [])
    cut(box_moved(hasil), masuk, tmp_path / "baru", lama)
    assert (opened, drawn) == ([hasil.bukti[0].berkas], [0])
    cut(hasil, masuk, tmp_path / "utuh", tmp_path / "tidak-ada")
    assert len(opened) == len(drawn) > 4  # else the counting counts nothing


def test_each_file_is_hashed_once(
    masuk: Path, hasil: Hasil, lama: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[Path] = []

    def counting(path: Path) -> str:
        hashed.append(path)
        return file_hash(path)

    monkeypatch.setattr(drawing, "file_hash", counting)
    cut(hasil, masuk, tmp_path / "baru", lama)
    assert len(hashed) == len({b.berkas for b in hasil.bukti}) == len(set(hashed))


def test_the_sample_is_taken_over_too(masuk: Path, hasil: Hasil, tmp_path: Path) -> None:
    drawn = Keputusan(
        keputusan_id="a" * 32,
        waktu="2026-03-02T01:00:00.000000+00:00",
        pemeriksa="Rina",
        jenis=JenisKeputusan.SAMPEL,
        sasaran=SAMPEL,
        isi=str(Sampel(3, 4)),
        bukti=Sidik(()).to_json(),
    )
    sampled = dataclasses.replace(hasil, keputusan=(drawn,))
    out = tmp_path / "keluar"
    emit(sampled, out, masuk)
    whole = pictures(out)
    names = mark(out)
    assert sum(name.startswith("uji-") for name in names) == 4
    assert noted(out) == names

    emit(sampled, out, masuk)
    assert taken(out) == names
    assert pictures(out) == whole


def test_what_somebody_drew_in_a_picture_stays_beside_the_new_one(
    masuk: Path, hasil: Hasil, tmp_path: Path
) -> None:
    out = tmp_path / "keluar"
    emit(hasil, out, masuk)
    whole = pictures(out)
    victim = min(whole)
    edited(out / FOLDER / victim)
    emit(hasil, out, masuk)
    now = pictures(out)
    assert now[victim] == whole[victim]
    (aside,) = set(now) - set(whole)
    assert now[aside] == whole[victim] + b"coretan"
    # Who edits a picture of the older output later edits that one alone.
    assert all((out / FOLDER / name).stat().st_nlink == 1 for name in whole)


def crash_on_the_first(potongan: Potongan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if "kalisat/lkjip" in potongan.bukti[0].berkas:
        ctypes.string_at(0)
    return drawing.cut_of_file(potongan)


def test_a_picture_that_was_not_cut_is_not_said_to_be(
    masuk: Path, hasil: Hasil, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = names_of(hasil, "kalisat/lkjip.pdf")
    assert lost
    monkeypatch.setattr(drawing, "cut_of_file", crash_on_the_first)
    with Kolam(1) as kolam:
        lacking = cut(hasil, masuk, tmp_path / "kurang", tmp_path / "tidak-ada", kolam)
        monkeypatch.undo()
        assert noted(lacking) == set(pictures(lacking))
        assert not lost & set(pictures(lacking))
        names = mark(lacking)
        out = cut(hasil, masuk, tmp_path / "baru", lacking, kolam)
    assert taken(out) == names
    assert digests(out) == fresh(hasil, masuk, tmp_path)


def test_jobs_are_made_as_there_is_room_for_them(masuk: Path, hasil: Hasil, tmp_path: Path) -> None:
    asked: list[str] = []

    class Mencatat(Asal):
        def of(self, bukti: Any, putaran: int, tertutup: Any) -> str:
            asked.append(bukti.berkas)
            return super().of(bukti, putaran, tertutup)

    asal = Mencatat(hasil.dokumen, tmp_path / "tidak-ada")
    cutting = drawing._Pemotongan(hasil.bukti, masuk, tmp_path, {}, {}, asal)
    jobs = cutting.by_file()
    assert asked == []
    first = next(jobs)
    assert set(asked) == {one.berkas for one in first.bukti}
    assert len({one.berkas for potongan in jobs for one in potongan.bukti}) > 3


def wait_for_a_picture(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a run cuts pictures beside its output; says whether it was caught at it."""
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        if any(folder.glob(f".keluar.baru-*/{FOLDER}/*.png")):
            return True
        time.sleep(0.001)
    return False


def test_a_run_killed_while_it_cuts_leaves_the_older_output(tmp_path: Path) -> None:
    folder, out = papers(tmp_path / "masuk", 5), tmp_path / "keluar"
    naskah_baik.write(folder)
    assert extract(folder, out).returncode == 0
    before = {**digests(out), "run.json": file_hash(out / "run.json")}
    add(folder)
    with subprocess.Popen(
        arguments(folder, out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(tmp_path),
    ) as process:
        assert wait_for_a_picture(tmp_path, process)
        process.kill()
    assert {**digests(out), "run.json": file_hash(out / "run.json")} == before

    names = mark(out)
    assert extract(folder, out).returncode == 0
    assert taken(out) == names
    assert extract(folder, tmp_path / "utuh", "--tanpa-singgahan").returncode == 0
    assert pictures(out) == pictures(tmp_path / "utuh")
    assert (out / NAMA).read_bytes() == (tmp_path / "utuh" / NAMA).read_bytes()

"""Pictures cut in workers are those cut in one process; a crash costs the pictures of its file."""

from __future__ import annotations

import contextlib
import ctypes
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.emit import drawing
from pipeline.emit.crops import cut_crops
from pipeline.emit.drawing import (
    Cetakannya,
    JuruGambar,
    Kecil,
    Potongan,
    cut_apart,
    each_end,
)
from pipeline.emit.run_info import file_hash
from pipeline.ingest import ingest
from pipeline.limits import MOST_LOST_PAGES
from pipeline.pool import Kolam, Pekerjaan
from pipeline.read.cache import Singgahan
from pipeline.run import run
from schemas.records import Bukti, Dokumen, HalamanTerbaca
from schemas.vocabulary import Metode, PeranBukti
from tests.ketahanan import naskah_baik, pdf_mentah, tugas_uji
from tests.ketahanan.bantu import digests


def bukti(name: str, number: int, dokumen_id: str = "", halaman: int = 1) -> Bukti:
    return Bukti(
        temuan_id=f"t{number}",
        urut=1,
        peran=PeranBukti.A,
        berkas=name,
        dokumen_id=dokumen_id,
        halaman=halaman,
        x0=50.0,
        y0=100.0 + 40 * number,
        x1=200.0,
        y1=130.0 + 40 * number,
    )


def crash_on_mayang(potongan: Potongan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if any("mayang" in one.berkas for one in potongan.bukti):
        ctypes.string_at(0)
    return drawing.cut_of_file(potongan)


def crash_on_page_2(potongan: Potongan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if any(one.halaman == 2 for one in potongan.bukti):
        ctypes.string_at(0)
    return drawing.cut_of_file(potongan)


def write_much(place: Path) -> None:
    number = 0
    while True:
        (place / f"{number}.txt").write_text("x")
        number += 1


@pytest.fixture
def wanted(tmp_path: Path) -> tuple[Bukti, ...]:
    names = naskah_baik.write(tmp_path)
    return (bukti(names[1], 1), bukti(names[0], 2), bukti(names[1], 3), bukti("tidak-ada.pdf", 4))


def test_the_same_pictures_and_messages(tmp_path: Path, wanted: tuple[Bukti, ...]) -> None:
    one, many = tmp_path / "satu", tmp_path / "banyak"
    for folder in (one, many):
        folder.mkdir()
    expected = cut_crops(wanted, tmp_path, one)
    with Kolam(2) as kolam:
        assert cut_apart(wanted, tmp_path, many, kolam) == expected
    assert digests(many) == digests(one)
    assert len(digests(one)) == 3


def test_a_crash_costs_the_pictures_of_its_file(
    tmp_path: Path, wanted: tuple[Bukti, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "cut_of_file", crash_on_mayang)
    with Kolam(1) as kolam:
        cut, messages = cut_apart(wanted[:3], tmp_path, tmp_path, kolam)
    assert [bool(one.gambar) for one in cut] == [False, True, False]
    assert len(messages) == 1
    assert "pk-mayang.pdf hal. 1 tidak dapat dibuat" in messages[0]


def test_a_page_that_crashes_the_drawing_costs_its_own_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_mentah.text_pages(3))
    wanted = tuple(bukti("a.pdf", number, halaman=number) for number in (1, 2, 3))
    monkeypatch.setattr(drawing, "cut_of_file", crash_on_page_2)
    with Kolam(1) as kolam:
        cut, messages = cut_apart(wanted, tmp_path, tmp_path, kolam)
    assert [bool(one.gambar) for one in cut] == [True, False, True]
    assert len(messages) == 1
    assert "a.pdf hal. 2 tidak dapat dibuat" in messages[0]


def crash_on_small_page_2(kecil: Kecil) -> tuple[Cetakannya, tuple[str, ...]]:
    if any(one.halaman == 2 for one in kecil.halaman):
        ctypes.string_at(0)
    return drawing.draw_small(kecil)


def hang_on_small_page_2(kecil: Kecil) -> tuple[Cetakannya, tuple[str, ...]]:
    while any(one.halaman == 2 for one in kecil.halaman):
        pass
    return drawing.draw_small(kecil)


def page_of(dokumen: Dokumen, nomor: int) -> HalamanTerbaca:
    return HalamanTerbaca(
        dokumen_id=dokumen.dokumen_id, halaman=nomor, metode=Metode.TEKS, putaran=0, kata=9
    )


@pytest.mark.parametrize(
    "fault", [crash_on_small_page_2, pytest.param(hang_on_small_page_2, marks=pytest.mark.penuh)]
)
def test_a_page_that_ends_the_drawing_of_small_pictures_costs_its_own(
    fault: Callable[[Kecil], object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf_mentah.text_pages(3))
    (tmp_path / "b.pdf").write_bytes(pdf_mentah.text_pages(1))
    monkeypatch.setattr(drawing, "draw_unchanged", fault)
    monkeypatch.setattr(drawing, "SECONDS", 0.5)
    monkeypatch.setattr(drawing, "SECONDS_OF_PAGE", 0.2)
    with Kolam(2) as kolam:
        dokumen = [item.dokumen for item in ingest(tmp_path, kolam=kolam)]
        pages = [page_of(one, nomor) for one in dokumen for nomor in range(1, one.halaman + 1)]
        juru = JuruGambar(kolam=kolam)
        folders = (tmp_path / "baru", tmp_path / "lama")
        made, messages = juru.thumbnails(dokumen, pages, tmp_path, *folders, {})
    a, b = (one.dokumen_id for one in dokumen)
    assert set(made) == {(a, 1), (a, 3), (b, 1)}
    assert {path.name for path in folders[0].iterdir()} == {
        f"{name}-{nomor}-0.jpg" for name, nomor in made
    }
    (message,) = messages
    assert "a.pdf hal. 2 tidak dapat dibuat" in message
    assert juru.kurang


def test_the_time_for_drawing_grows_with_the_pages() -> None:
    assert drawing.seconds_for(3_000) - drawing.seconds_for(1) == 2_999 * drawing.SECONDS_OF_PAGE
    assert drawing.seconds_for(1) >= drawing.SECONDS


def test_a_file_on_which_drawing_always_crashes_is_given_up_after_some_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = MOST_LOST_PAGES + 4
    (tmp_path / "a.pdf").write_bytes(pdf_mentah.text_pages(count))
    wanted = [bukti("a.pdf", number, halaman=number) for number in range(1, count + 1)]
    monkeypatch.setattr(drawing, "cut_of_file", crash_always)
    with Kolam(1) as kolam:
        cut, messages = cut_apart(wanted, tmp_path, tmp_path, kolam)
    assert not any(one.gambar for one in cut)
    assert len(messages) == count
    assert sum("tidak dicoba" in message for message in messages) >= 3


def crash_always(potongan: Potongan) -> None:
    ctypes.string_at(0)


def test_an_output_that_lacks_a_small_picture_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    masuk, out = tmp_path / "masuk", tmp_path / "keluar"
    masuk.mkdir()
    naskah_baik.write(masuk)
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    monkeypatch.setattr(drawing, "draw_unchanged", crash_on_mayang_s_small)
    run(masuk, out, pekerja=1, singgahan=singgahan)
    lacking = {path.name for path in (out / "laporan" / "halaman").iterdir()}
    monkeypatch.undo()
    run(masuk, out, pekerja=1, singgahan=singgahan)
    whole = {path.name for path in (out / "laporan" / "halaman").iterdir()}
    assert len(lacking) == 1
    assert len(whole) == 2
    before = (out / "run.json").stat().st_ino
    run(masuk, out, pekerja=1, singgahan=singgahan)
    assert (out / "run.json").stat().st_ino == before


def crash_on_mayang_s_small(kecil: Kecil) -> tuple[Cetakannya, tuple[str, ...]]:
    if "mayang" in kecil.berkas:
        ctypes.string_at(0)
    return drawing.draw_small(kecil)


def test_nothing_is_cut_from_a_paper_that_changed(tmp_path: Path) -> None:
    (name, _) = naskah_baik.write(tmp_path)
    read = file_hash(tmp_path / name)[:12]
    with Kolam(1) as kolam:
        cut, messages = cut_apart([bukti(name, 1, read)], tmp_path, tmp_path, kolam)
        assert cut[0].gambar
        assert not messages
        (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"\n% lain\n")
        cut, messages = cut_apart([bukti(name, 1, read)], tmp_path, tmp_path, kolam)
    assert not cut[0].gambar
    assert "berubah sejak dibaca" in messages[0]


def test_who_stops_while_pictures_are_drawn_leaves_nobody_drawing(tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(2)]
    for place in places:
        place.mkdir()
    jobs = [Pekerjaan(tugas_uji.double, 1, 30)] + [Pekerjaan(write_much, p, 30) for p in places]
    with Kolam(2) as kolam:
        with pytest.raises(KeyboardInterrupt):
            stop_when_both_write(kolam, jobs, places)
        # The folder they wrote to can go, and the pool is as good as new.
        for place in places:
            shutil.rmtree(place)
        time.sleep(0.5)
        assert not any(place.exists() for place in places)
        assert [end.hasil for end in kolam.run_all(jobs[:1])] == [2]


def stop_when_both_write(kolam: Kolam, jobs: list[Pekerjaan], places: list[Path]) -> None:
    with contextlib.closing(each_end(kolam, jobs)) as ends:
        for _ in ends:
            while not any((place / "0.txt").exists() for place in places):
                time.sleep(0.02)
            raise KeyboardInterrupt

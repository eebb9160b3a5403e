"""The page of a document: every page of the file, and what was read on it."""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path

import pymupdf
import pytest

from pipeline.emit.crops import cut_crops
from pipeline.emit.result import Hasil, IsiTabel
from pipeline.emit.run_info import write_run_info
from pipeline.emit.thumbnails import thumbnails_of_file
from pipeline.emit.write import write_files
from schemas.records import BelumDibandingkan, HalamanTerbaca
from schemas.vocabulary import JenisNaskah, Metode, PeranBukti

from . import contoh
from .peramban import CHROMIUM, peramban
from .test_report import Elemen

JAHAT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("dokumen")


@pytest.fixture(scope="module")
def hasil(folder: Path) -> Hasil:
    hasil = contoh.contoh_hasil(folder / "masuk", jumlah=6)
    hostile = dataclasses.replace(hasil.kinerja[0], indikator=JAHAT)
    pages = tuple(
        HalamanTerbaca(dokumen_id=d.dokumen_id, halaman=1, metode=Metode.OCR, putaran=0, kata=40)
        for d in hasil.dokumen
        if d.status == "terbaca"
    )
    skipped = BelumDibandingkan(unit="Kecamatan Kencong", apa="target 2025", mengapa="tanpa PK")
    return dataclasses.replace(
        hasil,
        kinerja=(hostile, *hasil.kinerja[1:]),
        tambahan=(
            IsiTabel(HalamanTerbaca, pages),
            IsiTabel(BelumDibandingkan, (skipped,)),
        ),
    )


@pytest.fixture(scope="module")
def out(folder: Path, hasil: Hasil) -> Path:
    out = folder / "hasil"
    out.mkdir()
    write_files(hasil, out, folder / "masuk", out)
    return out


def pages_of(out: Path) -> list[Path]:
    return sorted((out / "laporan/dokumen").glob("*.html"))


def test_each_document_that_was_read_has_its_page(out: Path, hasil: Hasil) -> None:
    read = {d.dokumen_id for d in hasil.dokumen if d.status == "terbaca"}
    assert {path.stem for path in pages_of(out)} == read
    index = Elemen((out / "laporan/index.html").read_text(encoding="utf-8"))
    linked = {a["href"] for a in index.of("a") if a["href"].startswith("dokumen/")}
    assert linked == {f"dokumen/{name}.html" for name in read}


def test_a_page_lists_its_figures_with_their_places(out: Path, hasil: Hasil) -> None:
    paper = hasil.naskah[0]
    text = (out / f"laporan/dokumen/{paper.dokumen_id}.html").read_text(encoding="utf-8")
    page = Elemen(text)
    assert page.terbuka == []
    figures = [k for k in hasil.kinerja if k.naskah_id == paper.naskah_id]
    figures_money = [a for a in hasil.anggaran if a.naskah_id == paper.naskah_id]
    assert f"{len(figures) + len(figures_money)} angka" in text
    boxes = page.of("rect")
    assert len(boxes) == len(figures)  # the amount has no box
    (image,) = page.of("img")
    for figure, box in zip(figures, boxes, strict=True):
        assert box["class"] == f"kotak-{figure.status_baca}"
        share = float(box["x"]) / float(image["width"])
        assert share == pytest.approx((figure.x0 or 0) / 595, abs=0.01)
        share = float(box["y"]) / float(image["height"])
        assert share == pytest.approx((figure.y0 or 0) / 842, abs=0.01)
    assert JAHAT not in text and "alert(1)" in text
    assert re.search(r"Perjanjian Kinerja|Matriks Renstra|LKjIP", text)


def test_links_lead_back_and_to_the_paper(out: Path) -> None:
    for path in pages_of(out):
        page = Elemen(path.read_text(encoding="utf-8"))
        for a in page.of("a"):
            target = a["href"].partition("#")[0]
            assert not target or (path.parent / target.replace("%20", " ")).resolve().is_file()
        found = [a["href"] for a in page.of("a") if "#temuan-" in a["href"]]
        ids = {a.get("id") for _, a in Elemen((out / "laporan/index.html").read_text()).semua}
        assert {link.partition("#")[2] for link in found} <= ids


def test_pictures_of_an_older_report_are_taken_over(out: Path, folder: Path, hasil: Hasil) -> None:
    again = folder / "lagi"
    again.mkdir()
    older = folder / "lama"
    shutil.copytree(out, older)
    kept, broken, other = sorted((older / "laporan/halaman").glob("*.jpg"))[:3]
    whole = {path.name: path.read_bytes() for path in (broken, other)}
    # What its run noted is taken as it is; what was changed since is drawn anew.
    kept.write_bytes(kept.read_bytes() + b"lama")
    write_run_info(hasil, older)
    broken.write_bytes(b"")
    other.write_bytes(kept.read_bytes())
    write_files(hasil, again, folder / "masuk", older)
    assert (again / "laporan/halaman" / kept.name).read_bytes().endswith(b"lama")
    for name, data in whole.items():
        assert (again / "laporan/halaman" / name).read_bytes() == data


def _page(dokumen_id: str, halaman: int) -> HalamanTerbaca:
    return HalamanTerbaca(
        dokumen_id=dokumen_id, halaman=halaman, metode=Metode.OCR, putaran=0, kata=9
    )


def test_a_page_that_cannot_be_drawn_costs_only_its_picture(tmp_path: Path) -> None:
    contoh.make_pdf(tmp_path / "a.pdf", "satu halaman", [])
    (tmp_path / "baru").mkdir()
    pages = [_page("a" * 12, 1), _page("a" * 12, 2)]
    folders = (tmp_path, tmp_path / "baru", tmp_path / "lama")
    made, (message,) = thumbnails_of_file("a.pdf", pages, *folders, {})
    assert set(made) == {("a" * 12, 1)}
    assert len(list((tmp_path / "baru").glob("*.jpg"))) == 1
    assert "a.pdf" in message and message.endswith("hal. 2")
    made, (message,) = thumbnails_of_file("hilang.pdf", pages, *folders, {})
    assert made == {} and message.endswith("hal. 1, 2")


def test_a_picture_sent_as_a_document_is_drawn_and_cut(tmp_path: Path) -> None:
    contoh.make_pdf(tmp_path / "a.pdf", "pindaian", [["1", "Nilai SAKIP", "80", "79", "98"]])
    with pymupdf.open(tmp_path / "a.pdf") as pdf:
        pdf[0].get_pixmap(dpi=100).save(tmp_path / "a.png")
    dokumen = contoh.dokumen("a.png", tmp_path / "a.png")
    (tmp_path / "baru").mkdir()
    page = _page(dokumen.dokumen_id, 1)
    folders = (tmp_path, tmp_path / "baru", tmp_path / "lama")
    made, messages = thumbnails_of_file("a.png", [page], *folders, {})
    assert len(made) == 1 and messages == ()
    paper = contoh.naskah(dokumen, 1, JenisNaskah.LKJIP, "Kecamatan Kencong")
    bukti = contoh.bukti_di("T1", 1, PeranBukti.A, dokumen, paper, 1, "80")
    (cut,), messages = cut_crops([bukti], tmp_path, tmp_path / "out")
    assert cut.gambar and messages == ()


def test_what_was_not_compared_is_said(out: Path) -> None:
    text = (out / "laporan/index.html").read_text(encoding="utf-8")
    assert "1 hal tidak dapat dibandingkan" in text and "tanpa PK" in text


@pytest.mark.skipif(not CHROMIUM, reason="no chromium on this computer")
def test_it_opens_from_disk(out: Path, tmp_path: Path) -> None:
    with peramban(tmp_path / "profil") as browser:
        browser.open(pages_of(out)[0].as_uri())
        browser.wait("document.images[0].complete && document.images[0].naturalWidth > 100")
        assert browser.keluhan == []
        size = "(s => [s.width, s.height])(document.querySelector('{}').getBoundingClientRect())"
        picture, boxes = (browser.ask(size.format(name)) for name in (".lembar img", ".lembar svg"))
        assert picture == pytest.approx(boxes, abs=1)

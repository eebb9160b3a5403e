from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pymupdf
import pytest

from pipeline.emit.crops import (
    DPI,
    MOST_PIXELS,
    SMALLEST_HEIGHT,
    SMALLEST_WIDTH,
    cut_crops,
    png_size,
    view_of,
)
from pipeline.geometry.box import Kotak
from schemas.records import Bukti
from schemas.vocabulary import PeranBukti

HALAMAN = Kotak(0, 0, 595, 842)


def _bukti(urut: int, box: Kotak | None, halaman: int = 1, berkas: str = "a.pdf") -> Bukti:
    x0, y0, x1, y1 = box or (None, None, None, None)
    return Bukti(
        temuan_id="capaian-hitung-00ff",
        urut=urut,
        peran=PeranBukti.A,
        berkas=berkas,
        dokumen_id="0" * 12,
        halaman=halaman,
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
    )


def _pdf(
    path: Path,
    box: Kotak,
    rotation: int = 0,
    size: tuple[int, int] = (595, 842),
    cut: tuple[int, int, int, int] | None = None,
) -> None:
    """Print one page with a blue block that stands at `box` on the page as shown.

    `cut` is the part of the sheet that the page shows (its /CropBox).
    """
    pdf = pymupdf.open()
    page = pdf.new_page(width=size[0], height=size[1])
    if cut:
        page.set_cropbox(pymupdf.Rect(*cut))
    page.set_rotation(rotation)
    place = pymupdf.Rect(*box) * page.derotation_matrix
    page.set_rotation(0)  # pymupdf draws amiss on a page both turned and cut
    page.draw_rect(place, color=(0, 0, 1), fill=(0, 0, 1), width=0)
    page.set_rotation(rotation)
    pdf.save(path)
    pdf.close()


def _pixels(path: Path) -> npt.NDArray[np.uint8]:
    pixels = pymupdf.Pixmap(str(path))
    flat = np.frombuffer(pixels.samples, dtype=np.uint8)
    return flat.reshape(pixels.height, pixels.width, pixels.n)[:, :, :3]


def _extent(mask: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.where(mask)
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


@pytest.mark.parametrize("cut", [None, (40, 60, 560, 800)])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_crop_shows_the_box_of_the_page_as_shown(
    tmp_path: Path, rotation: int, cut: tuple[int, int, int, int] | None
) -> None:
    box = Kotak(300, 200, 340, 214)
    _pdf(tmp_path / "a.pdf", box, rotation, cut=cut)
    (done,), messages = cut_crops([_bukti(1, box)], tmp_path, tmp_path)
    assert messages == ()
    assert done.gambar == "gambar/capaian-hitung-00ff-1.png"
    shot = _pixels(tmp_path / done.gambar).astype(int)
    blue = (shot[:, :, 2] > 200) & (shot[:, :, 0] < 60)
    red = (shot[:, :, 0] > 180) & (shot[:, :, 1] < 60) & (shot[:, :, 2] < 60)
    assert blue.sum() * (72 / DPI) ** 2 == pytest.approx(box.luas, rel=0.05)
    bx0, by0, bx1, by1 = _extent(blue)
    fx0, fy0, fx1, fy1 = _extent(red)
    assert fx0 < bx0 and fy0 < by0 and fx1 > bx1 and fy1 > by1
    assert max(bx0 - fx0, by0 - fy0, fx1 - bx1, fy1 - by1) < 10


@pytest.mark.parametrize(
    "box",
    [
        Kotak(300, 400, 330, 410),
        Kotak(0, 0, 10, 8),
        Kotak(580, 830, 595, 842),
        Kotak(560, 5, 640, 20),
        Kotak(20, 100, 590, 500),
    ],
)
def test_the_view_holds_the_box_and_stays_on_the_page(box: Kotak) -> None:
    view = view_of(box, HALAMAN)
    assert view.lebar >= min(SMALLEST_WIDTH, HALAMAN.lebar)
    assert view.tinggi >= SMALLEST_HEIGHT
    assert view.intersect(HALAMAN) == pytest.approx(view)
    assert box.intersect(HALAMAN).share_in(view) == pytest.approx(1)


def test_without_a_box_the_whole_page_is_shown() -> None:
    assert view_of(None, HALAMAN) == HALAMAN


def test_what_cannot_be_cut_is_said_and_the_rest_is_cut(tmp_path: Path) -> None:
    box = Kotak(300, 200, 340, 214)
    _pdf(tmp_path / "a.pdf", box)
    (tmp_path / "rusak.pdf").write_bytes(b"bukan pdf")
    bukti = [
        _bukti(1, box, berkas="hilang.pdf"),
        _bukti(2, box, halaman=7),
        _bukti(3, Kotak(900, 900, 950, 950)),
        _bukti(4, box, berkas="rusak.pdf"),
        _bukti(5, box),
    ]
    cut, messages = cut_crops(bukti, tmp_path, tmp_path)
    assert [one.gambar != "" for one in cut] == [False, False, False, False, True]
    assert [one.urut for one in cut] == [1, 2, 3, 4, 5]
    assert len(messages) == 4
    assert any("hilang.pdf, halaman 1" in message for message in messages)
    assert any("hanya 1 halaman" in message for message in messages)


def test_the_same_page_gives_the_same_bytes_without_metadata(tmp_path: Path) -> None:
    box = Kotak(300, 200, 340, 214)
    _pdf(tmp_path / "a.pdf", box)
    shots = []
    for name in ("x", "y"):
        (cut,), _ = cut_crops([_bukti(1, box)], tmp_path, tmp_path / name)
        shots.append((tmp_path / name / cut.gambar).read_bytes())
    assert shots[0] == shots[1]
    assert not any(chunk in shots[0] for chunk in (b"pHYs", b"tEXt", b"tIME", b"iTXt", b"eXIf"))


def test_a_huge_page_gives_a_picture_of_bounded_size(tmp_path: Path) -> None:
    _pdf(tmp_path / "a.pdf", Kotak(10, 10, 20, 20), size=(14000, 14000))
    (cut,), _ = cut_crops([_bukti(1, None)], tmp_path, tmp_path)
    width, height = png_size((tmp_path / cut.gambar).read_bytes())
    assert width * height <= MOST_PIXELS * 1.01


def test_each_file_is_opened_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = Kotak(300, 200, 340, 214)
    for name in ("a.pdf", "b.pdf"):
        _pdf(tmp_path / name, box)
    opened: list[str] = []
    original = pymupdf.open

    def counting(path: Path, **options: str) -> object:
        opened.append(path.name)
        return original(path, **options)

    monkeypatch.setattr(pymupdf, "open", counting)
    cut_crops([_bukti(n, box, berkas="ab"[n % 2] + ".pdf") for n in range(6)], tmp_path, tmp_path)
    assert sorted(opened) == ["a.pdf", "b.pdf"]


def test_a_strange_id_stays_inside_the_folder(tmp_path: Path) -> None:
    box = Kotak(300, 200, 340, 214)
    _pdf(tmp_path / "a.pdf", box)
    odd = dataclasses.replace(_bukti(1, box), temuan_id="../../x")
    (cut,), _ = cut_crops([odd], tmp_path, tmp_path / "out")
    assert (tmp_path / "out" / cut.gambar).resolve().parent == (tmp_path / "out/gambar").resolve()

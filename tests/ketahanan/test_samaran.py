"""With --samarkan no name and no NIP is in any output, its pictures included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytesseract
import pytest
from PIL import Image

from extractors.persons import HalamanPribadi
from pipeline.emit.crops import CLOSED_COLOUR
from pipeline.geometry.box import Kotak
from pipeline.masking import Samaran
from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import extract, rows

OTHER_NIP = "197203051998032005"
STAFF = (("BUDI SANTOSO, S.STP", "198001012005011001"), ("RATNA DEWI", "199002022015022002"))


def staff_list() -> bytes:
    """Return a page with a ruled table of names and NIP."""
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((180, 70), "DAFTAR PEGAWAI KECAMATAN KENCONG", fontsize=13)
        columns = (50, 85, 260, 420, 540)
        table = [("No", "Nama", "NIP", "Jabatan")]
        table += [(str(n), *who, "Staf") for n, who in enumerate(STAFF, start=1)]
        for number, row in enumerate(table):
            y = 120 + 30 * number
            for x0, x1, text in zip(columns, columns[1:], row, strict=False):
                box = pymupdf.Rect(x0, y, x1, y + 30)
                page.draw_rect(box, width=0.8)
                page.insert_textbox(box + pymupdf.Rect(4, 6, -4, -2), text, fontsize=9)
        text = "Laporan ini disusun oleh Budi Santoso bersama Ratna Dewi."
        page.insert_text((50, 300), text, fontsize=10)
        return bytes(document.tobytes(no_new_id=True))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samaran") / "masuk"
    folder.mkdir()
    rows = naskah_baik.TARGET["Kencong"]
    (folder / "pk-kencong.pdf").write_bytes(naskah_baik.agreement("Kencong", rows))
    (folder / "pk-lain.pdf").write_bytes(naskah_baik.agreement("Kencong", rows, OTHER_NIP))
    (folder / "pegawai.pdf").write_bytes(staff_list())
    return folder


def contents(out: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of every file, those in workbooks and letters too."""
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        data = path.read_bytes()
        name = path.relative_to(out).as_posix()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for part in packed.namelist():
                    yield f"{name}/{part}", packed.read(part).decode("utf-8", "ignore")
        elif path.suffix not in (".png", ".jpg"):
            yield name, data.decode("utf-8")


def read_from_pictures(out: Path) -> str:
    pictures = sorted((out / "gambar").glob("*.png"))
    assert pictures
    return " ".join(pytesseract.image_to_string(Image.open(path)) for path in pictures).lower()


def found_in(text: str) -> list[str]:
    words = ("siti aminah", "budi santoso", "ratna dewi", naskah_baik.NIP, OTHER_NIP)
    words += tuple(nip for _, nip in STAFF)
    return [word for word in words if word in " ".join(text.lower().split())]


def test_no_name_and_no_nip_is_in_any_output(folder: Path, tmp_path: Path) -> None:
    open_, out = tmp_path / "terbuka", tmp_path / "samaran"
    assert extract(folder, open_).returncode == 0
    done = extract(folder, out, "--samarkan")
    assert done.returncode == 0, done.stderr

    assert {name for name, text in contents(out) if found_in(text)} == set()
    assert "siti aminah" in read_from_pictures(open_)  # else nothing is shown by the next line
    assert found_in(read_from_pictures(out)) == []

    # Two NIP of one name are still two.
    masked = rows(out, "pejabat")
    assert [row["nama"] for row in masked] == ["[nama 1]"] * 2
    assert len({row["nip"] for row in masked}) == 2
    kinds = [row["aturan"] for row in rows(open_, "temuan")]
    assert "nip-berbeda" in kinds
    assert [row["aturan"] for row in rows(out, "temuan")] == kinds

    # What was masked before does not stay in the pictures of an open run, nor the other way.
    assert extract(folder, out).returncode == 0
    assert "siti aminah" in read_from_pictures(out)
    small = {path.name: path.read_bytes() for path in (out / "laporan" / "halaman").iterdir()}
    assert small == {
        path.name: path.read_bytes() for path in (open_ / "laporan" / "halaman").iterdir()
    }


def test_one_person_has_one_mask_however_the_name_is_set() -> None:
    samaran = Samaran(["SITI AMINAH, S.Sos", "Budi, S.H."], [naskah_baik.NIP])
    assert samaran.text("Siti  Aminah dan Siti Aminah, S.Sos.") == "[nama 1] dan [nama 1]."
    assert samaran.text("BUDI hadir; Budiman tidak") == "[nama 2] hadir; Budiman tidak"
    assert samaran.text("NIP 19720305 199803 2 004") == "NIP [NIP 1]"
    assert (
        samaran.text("pagu Rp 2.911.311.160,00 tahun 2025") == "pagu Rp 2.911.311.160,00 tahun 2025"
    )


def test_masks_of_pages_name_page_and_box() -> None:
    one = HalamanPribadi("d", 3, (Kotak(1, 2, 3, 4),))
    assert (one.halaman, one.kotak[0].x1) == (3, 3)
    assert 0 < CLOSED_COLOUR < 255

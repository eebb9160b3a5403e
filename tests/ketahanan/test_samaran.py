"""With --samarkan no name and no NIP is in any output, its pictures included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pymupdf
import pytesseract
import pytest
from PIL import Image

from extractors.persons import HalamanPribadi, names_with_degrees
from pipeline.contents import read_files
from pipeline.emit.crops import CLOSED_COLOUR, without
from pipeline.geometry.box import Kotak
from pipeline.ingest import ingest
from pipeline.masking import EVERYTHING, Samaran, places_of_names
from pipeline.pool import Kolam
from pipeline.read.cache import Singgahan
from pipeline.run import KeluaranDitolak, conclude, mask, run
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


def test_a_name_is_masked_that_a_scan_misspelt_or_broke_over_lines() -> None:
    samaran = Samaran(["SITI AMINAH, S.Sos", "Siti Aminatun"], [])
    assert samaran.text("oleh Siti\nAminah dan SITI AMlNAH") == "oleh [nama 1] dan [nama 1]"
    assert samaran.text("SITIAMINAH; Siti Aminatun") == "[nama 1]; [nama 2]"
    assert samaran.text("Sitinjau Lauik, Aminah saja") == "Sitinjau Lauik, Aminah saja"


def test_a_nip_is_masked_however_it_is_set_and_years_and_amounts_are_not() -> None:
    samaran = Samaran([], [])
    assert samaran.text("19720305\n199803 2 004") == "[NIP 1]"
    assert samaran.text("NIP. 19720305199803") == "NIP. [NIP 2]"
    for text in ("2021 2022 2023 2024 2025", "Rp 12.911.311.160.000.000", "1 2 3 4 5 6 7 8 9 10"):
        assert samaran.text(text) == text


def test_cells_of_a_table_stay_cells() -> None:
    samaran = Samaran(["Siti Aminah"], [])
    assert samaran.table('Siti,Aminah\n"Siti\nAminah",3\n') == "Siti,Aminah\n[nama 1],3\n"


def test_names_with_degrees_in_sentences() -> None:
    text = "Disusun Tim yang diketuai Ratna Dewi Lestari, S.Sos., M.Si dan Drs. Agus Salim, M.M."
    assert set(names_with_degrees(text)) == {"Ratna Dewi Lestari", "Agus Salim"}
    assert not set(names_with_degrees("Bupati, Wakil Bupati dan Kabupaten Jember, S.K. Bupati"))


def hard_paper() -> bytes:
    """Return a page with staff without ruling lines, and a name broken over two lines."""
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_text((180, 70), "SUSUNAN TIM KECAMATAN MAYANG", fontsize=13)
        for number, (name, nip) in enumerate(UNRULED):
            y = 130 + 22 * number
            page.insert_text((50, y), f"{number + 1}.", fontsize=10)
            page.insert_text((75, y), name, fontsize=10)
            page.insert_text((320, y), nip, fontsize=10)
        lines = (
            "Kegiatan ini dipimpin oleh ketua tim yang ditunjuk, yaitu Wahyu",
            "Hidayat, dan dibantu oleh Nur Laila Sari, S.Pd., M.M. dari kecamatan;",
            "camat yang lama ialah Siti Aminah.",
        )
        for number, line in enumerate(lines):
            page.insert_text((50, 300 + 16 * number), line, fontsize=10)
        return bytes(document.tobytes(no_new_id=True))


UNRULED = (("WAHYU HIDAYAT, S.STP", "198203042006041005"), ("Endah Pratiwi", "198512122010012017"))
HARD = ("wahyu", "hidayat", "endah", "pratiwi", "nur laila", "siti aminah")
HARD += tuple(nip for _, nip in UNRULED)


def scanned(data: bytes, turned: int = 0) -> bytes:
    with pymupdf.open(stream=data) as document, pymupdf.open() as scan:
        picture = document[0].get_pixmap(dpi=200).tobytes("jpg")
        page = scan.new_page(width=595, height=842)
        page.insert_image(page.rect, stream=picture)
        page.set_rotation(turned)
        return bytes(scan.tobytes(no_new_id=True))


@pytest.mark.parametrize("kind", ["teks", "pindaian"])
def test_names_on_a_hard_paper_are_closed(kind: str, tmp_path: Path) -> None:
    data = hard_paper() if kind == "teks" else scanned(hard_paper())
    (tmp_path / "tim.pdf").write_bytes(data)
    rows_ = naskah_baik.TARGET["Kencong"]
    (tmp_path / "pk.pdf").write_bytes(naskah_baik.agreement("Kencong", rows_))
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(1) as kolam:
        isi = read_files(ingest(tmp_path, kolam=kolam), kolam, singgahan=singgahan)
        hasil = conclude(isi, rules=())
        hasil = mask(hasil, isi, singgahan, kolam)
    dokumen_id = next(d.dokumen_id for d in hasil.dokumen if d.berkas == "tim.pdf")
    with pymupdf.open(stream=data) as document:
        pixels = document[0].get_pixmap(dpi=200)
        picture = np.frombuffer(pixels.samples, np.uint8)
        picture = picture.reshape(pixels.height, pixels.width, pixels.n)[:, :, :3]
    closed = without(picture, hasil.tertutup[dokumen_id, 1], 200 / 72)
    shown = " ".join(pytesseract.image_to_string(closed).lower().split())
    assert "kegiatan ini dipimpin oleh ketua tim" in shown  # what is no name stays
    assert [word for word in HARD if word in shown] == []


def test_pages_that_are_not_kept_are_closed_whole(tmp_path: Path) -> None:
    naskah_baik.write(tmp_path)
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(1) as kolam:
        berkas = [item.dokumen for item in ingest(tmp_path, kolam=kolam)]
        places = list(places_of_names(berkas, ["Siti Aminah"], singgahan, kolam))
    assert [place.kotak for place in places] == [EVERYTHING] * 2


def test_a_folder_that_holds_open_findings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "masuk").mkdir()
    naskah_baik.write(tmp_path / "masuk")
    out = tmp_path / "keluar"
    out.mkdir()
    (out / "temuan.json").write_text("[]")
    with pytest.raises(KeluaranDitolak, match="tidak disamarkan"):
        run(tmp_path / "masuk", out, pekerja=1, samarkan=True)
    assert [path.name for path in out.iterdir()] == ["temuan.json"]


def test_masks_of_pages_name_page_and_box() -> None:
    one = HalamanPribadi("d", 3, (Kotak(1, 2, 3, 4),))
    assert (one.halaman, one.kotak[0].x1) == (3, 3)
    assert 0 < CLOSED_COLOUR < 255

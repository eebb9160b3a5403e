"""With --samarkan no name and no NIP is in any output, its pictures included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytesseract
import pytest
from PIL import Image

from extractors.persons import CLOSED, HalamanPribadi, names_with_degrees
from pipeline import masking, whole_file
from pipeline.conclude import conclude
from pipeline.contents import Bahan, read_files
from pipeline.emit.crops import CLOSED_COLOUR, cut_crops, turns_of
from pipeline.emit.result import Hasil
from pipeline.geometry.box import Kotak
from pipeline.ingest import ingest
from pipeline.masking import Pencarian, Samaran, find_in_file, masked, places_of_names
from pipeline.pool import Kolam
from pipeline.read.cache import Singgahan
from pipeline.read.workers import Tugas, read_one
from pipeline.run import KeluaranDitolak, mask, run
from schemas.records import Bukti, HalamanTerbaca
from schemas.vocabulary import PeranBukti, StatusDokumen
from tests.ketahanan import naskah_baik
from tests.ketahanan.bantu import extract, rows
from tests.ketahanan.pdf_mentah import one_page, text_content

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


def texts_of(out: Path) -> Iterator[tuple[str, str]]:
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

    assert {name for name, text in texts_of(out) if found_in(text)} == set()
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
    """Return a page as a scan whose picture lies turned, clockwise by so many degrees."""
    with pymupdf.open(stream=data) as document, pymupdf.open() as scan:
        pixels = document[0].get_pixmap(matrix=pymupdf.Matrix(200 / 72, 200 / 72).prerotate(turned))
        size = (842, 595) if turned % 180 else (595, 842)
        page = scan.new_page(width=size[0], height=size[1])
        page.insert_image(page.rect, stream=pixels.tobytes("jpg"))
        return bytes(scan.tobytes(no_new_id=True))


def rotated(data: bytes, turned: int) -> bytes:
    """Return a page that its /Rotate shows turned, clockwise by so many degrees."""
    with pymupdf.open(stream=data) as document:
        document[0].set_rotation(turned)
        return bytes(document.tobytes(no_new_id=True))


def off_the_corner(data: bytes) -> bytes:
    """Return a page of which only a part is shown, that does not begin at the corner."""
    with pymupdf.open(stream=data) as document:
        page = document[0]
        page.set_mediabox(pymupdf.Rect(-90, -60, 595, 842))
        page.set_cropbox(pymupdf.Rect(30, 40, 560, 800))
        return bytes(document.tobytes(no_new_id=True))


def read_and_mask(folder: Path, kept: Path) -> tuple[Hasil, Hasil]:
    """Read a folder; return its results as they are, and masked."""
    singgahan = Singgahan(kept, "v")
    with Kolam(1) as kolam:
        isi = read_files(ingest(folder, kolam=kolam), kolam, singgahan=singgahan)
        hasil = conclude(isi, rules=())
        return hasil, mask(hasil, isi, singgahan, kolam)


def words_in_crops(hasil: Hasil, name: str, folder: Path, out: Path) -> str:
    """Cut the first page of a file into crops as a finding's evidence is; return their words."""
    (row,) = (one for one in hasil.dokumen if one.berkas == name)
    turns = turns_of(hasil.rows_of(HalamanTerbaca))
    with pymupdf.open(folder / name) as document:
        width, height = document[0].rect.width, document[0].rect.height
    lies = turns.get((row.dokumen_id, 1), 0) % 180 != 0
    length, depth = (width, 140.0) if lies else (height, 190.0)
    bukti = []
    for number in range(int(length // depth) + 1):  # with an overlap, so that no line is halved
        low, high = number * depth, min(length, number * depth + depth + 40)
        box = (low, 0.0, high, height) if lies else (0.0, low, width, high)
        bukti.append(
            Bukti(
                temuan_id="t", urut=number + 1, peran=PeranBukti.A, berkas=name,
                dokumen_id=row.dokumen_id, halaman=1,
                x0=box[0], y0=box[1], x1=box[2], y1=box[3],
            )
        )  # fmt: skip
    cut, messages = cut_crops(bukti, folder, out, turns, hasil.tertutup)
    assert not messages
    pictures = [Image.open(out / one.gambar) for one in cut]
    texts = [pytesseract.image_to_string(picture, config="--psm 6") for picture in pictures]
    return " ".join(" ".join(texts).lower().split())


SHOWN: dict[str, Callable[[], bytes]] = {
    "teks": hard_paper,
    "pindaian": lambda: scanned(hard_paper()),
    "teks-terpotong-putar-270": lambda: rotated(off_the_corner(hard_paper()), 270),
    "pindaian-rebah-270-putar-90": lambda: rotated(scanned(hard_paper(), 270), 90),
}
SHOWN_TOO: dict[str, Callable[[], bytes]] = {
    "teks-putar-90": lambda: rotated(hard_paper(), 90),
    "pindaian-rebah-90": lambda: scanned(hard_paper(), 90),
    "teks-putar-180": lambda: rotated(hard_paper(), 180),
    "teks-putar-270": lambda: rotated(hard_paper(), 270),
    "teks-terpotong": lambda: off_the_corner(hard_paper()),
    "pindaian-terbalik": lambda: scanned(hard_paper(), 180),
    "pindaian-rebah-270": lambda: scanned(hard_paper(), 270),
    "pindaian-putar-90": lambda: rotated(scanned(hard_paper()), 90),
    "pindaian-putar-180": lambda: rotated(scanned(hard_paper()), 180),
    "pindaian-rebah-90-putar-90": lambda: rotated(scanned(hard_paper(), 90), 90),
    "pindaian-terpotong-putar-270": lambda: rotated(off_the_corner(scanned(hard_paper())), 270),
}


def check_that_names_are_closed(data: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "masuk"
    folder.mkdir()
    (folder / "tim.pdf").write_bytes(data)
    rows_ = naskah_baik.TARGET["Kencong"]
    (folder / "pk.pdf").write_bytes(naskah_baik.agreement("Kencong", rows_))
    open_, masked = read_and_mask(folder, tmp_path / "singgahan")
    seen = words_in_crops(open_, "tim.pdf", folder, tmp_path / "terbuka")
    missed = [word for word in HARD if word not in seen]  # else the next lines show nothing
    assert not missed or (len(missed) == 1 and missed[0].isdigit()), missed  # OCR's own slip
    shown = words_in_crops(masked, "tim.pdf", folder, tmp_path / "samaran")
    assert "kegiatan ini dipimpin oleh ketua tim" in shown  # what is no name stays
    assert [word for word in HARD if word in shown] == []


@pytest.mark.parametrize("kind", SHOWN)
def test_names_on_a_hard_paper_are_closed(kind: str, tmp_path: Path) -> None:
    check_that_names_are_closed(SHOWN[kind](), tmp_path)


@pytest.mark.penuh
@pytest.mark.parametrize("kind", SHOWN_TOO)
def test_names_are_closed_however_a_page_lies(kind: str, tmp_path: Path) -> None:
    check_that_names_are_closed(SHOWN_TOO[kind](), tmp_path)


def test_pages_that_are_not_kept_are_closed_whole(tmp_path: Path) -> None:
    naskah_baik.write(tmp_path)
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(1) as kolam:
        berkas = [item.dokumen for item in ingest(tmp_path, kolam=kolam)]
        places = list(places_of_names(berkas, ["Siti Aminah"], singgahan, kolam))
    assert [place.kotak for place in places] == [CLOSED] * 2


def fail_on_page_2(real: Callable[..., Any], nomor: Callable[[Any], int]) -> Callable[..., Any]:
    """Return a function that does what another does, save that it fails on page 2."""

    def or_fail(page: Any, *more: Any) -> Any:
        if nomor(page) == 2:
            raise IndexError("cacat")
        return real(page, *more)

    return or_fail


@pytest.fixture
def three_pages(tmp_path: Path) -> Path:
    folder = tmp_path / "masuk"
    folder.mkdir()
    with pymupdf.open() as whole, pymupdf.open(stream=hard_paper()) as one:
        for _ in range(3):
            whole.insert_pdf(one)
        whole.save(folder / "tim.pdf", no_new_id=True)
    return folder


def test_a_page_on_which_looking_for_names_fails_is_closed_whole(
    three_pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    singgahan = Singgahan(tmp_path / "singgahan", "v")
    with Kolam(1) as kolam:
        (item,) = ingest(three_pages, kolam=kolam)
        (isi,) = read_files([item], kolam, singgahan=singgahan)
    spoilt = fail_on_page_2(masking.boxes_of_names, lambda page: page.nomor)
    monkeypatch.setattr(masking, "boxes_of_names", spoilt)
    one, two, three = find_in_file(Pencarian(isi.dokumen, singgahan, ("Siti Aminah",)))
    assert two.kotak == CLOSED
    assert one.kotak == three.kotak != CLOSED


@pytest.mark.parametrize("what", ["names_seen", "personal_boxes"])
def test_a_page_on_which_masking_fails_is_shown_closed_and_read_all_the_same(
    what: str, three_pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {"names_seen": lambda pages: pages[0].halaman.nomor}
    nomor = pages.get(what, lambda page: page.halaman.nomor)
    monkeypatch.setattr(whole_file, what, fail_on_page_2(getattr(whole_file, what), nomor))
    with Kolam(1) as kolam:
        (item,) = ingest(three_pages, kolam=kolam)
    read = tuple(read_one(Tugas(item.path, nomor)) for nomor in (1, 2, 3))
    isi = whole_file._contents(Bahan(item, read))
    assert isi.dokumen.status is StatusDokumen.TERBACA
    closed = {one.halaman: one.kotak == CLOSED for one in isi.pribadi}
    assert closed == {1: False, 2: True, 3: False}
    # Whatever is cut from that page shows nothing but one gray.
    hasil = masked(conclude([isi], rules=()), isi.nama_disebut, isi.pribadi)
    bukti = Bukti(
        temuan_id="t", urut=1, peran=PeranBukti.A, berkas="tim.pdf",
        dokumen_id=isi.dokumen.dokumen_id, halaman=2,
    )  # fmt: skip
    (cut,), _ = cut_crops([bukti], three_pages, tmp_path, None, hasil.tertutup)
    with Image.open(tmp_path / cut.gambar) as picture:
        assert picture.getextrema() == ((CLOSED_COLOUR, CLOSED_COLOUR),) * 3


def test_a_page_of_any_size_can_be_closed_whole(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        one_page(
            text_content(), page=b"/Type/Page/Parent 2 0 R/MediaBox[0 0 14400 9000]/UserUnit 75"
        )
    )
    closed = {("d", 1): CLOSED}
    bukti = Bukti(
        temuan_id="t", urut=1, peran=PeranBukti.A, berkas="a.pdf", dokumen_id="d", halaman=1
    )
    (cut,), messages = cut_crops([bukti], tmp_path, tmp_path, None, closed)
    assert not messages
    with Image.open(tmp_path / cut.gambar) as picture:
        assert picture.getextrema() == ((CLOSED_COLOUR, CLOSED_COLOUR),) * 3


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

from __future__ import annotations

import dataclasses
import shutil
import subprocess
from pathlib import Path

import docx
import pymupdf
import pytest

from pipeline.emit.crops import cut_crops
from pipeline.emit.result import Hasil
from pipeline.emit.surat import write_letters
from pipeline.emit.workbook import write_workbook

from . import contoh

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""


@pytest.fixture
def hasil(tmp_path: Path) -> Hasil:
    return contoh.contoh_hasil(tmp_path / "masuk", jumlah=12)


def words(path: Path) -> str:
    paper = docx.Document(str(path))
    cells = [c.text for table in paper.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in paper.paragraphs), *cells])


def points(path: Path) -> list[list[list[str]]]:
    paper = docx.Document(str(path))
    return [[[c.text for c in row.cells] for row in t.rows[1:]] for t in paper.tables]


def test_a_letter_per_unit_with_what_is_sure_and_what_is_not_apart(
    hasil: Hasil, tmp_path: Path
) -> None:
    paths = write_letters(hasil, tmp_path)
    assert [p.name for p in paths] == ["kecamatan-kalisat.docx", "kecamatan-kencong.docx"]
    for path, unit in zip(paths, ("Kecamatan Kalisat", "Kecamatan Kencong"), strict=True):
        own = [t for t in hasil.temuan if t.unit == unit]
        sure = [t.uraian for t in own if t.status == "pasti"]
        doubtful = [t.uraian for t in own if t.status == "perlu_dicek"]
        tables = points(path)
        assert [len(table) for table in tables] == [len(x) for x in (sure, doubtful) if x]
        assert sum(row[1].startswith(tuple(sure)) for row in tables[0]) == len(sure)
        text = words(path)
        assert f"Yth. Camat {unit.removeprefix('Kecamatan ')}" in text and "tahun 2025" in text
        assert "halaman 1" in tables[0][0][2] and tables[0][0][4] == ""


def test_points_of_one_cause_stand_together_under_one_number(hasil: Hasil, tmp_path: Path) -> None:
    unit = hasil.temuan[0].unit
    own = [one for one in hasil.temuan if one.unit == unit and one.status == "pasti"]
    apart = (own[0].temuan_id, own[-1].temuan_id)
    shared = tuple(
        dataclasses.replace(one, kelompok="sebab" if one.temuan_id in apart else "")
        for one in hasil.temuan
    )
    paths = write_letters(dataclasses.replace(hasil, temuan=shared), tmp_path)
    path = next(path for path in paths if path.stem.endswith(unit.split()[-1].lower()))
    table = points(path)[0]
    numbers = [row[0] for row in table]
    assert len(table) == len(own) > 2
    place = numbers.index(next(n for n in numbers if n.endswith("a")))
    assert numbers[place + 1] == numbers[place].replace("a", "b")
    assert "mungkin bersebab satu" in table[place][1]
    assert len({n.rstrip("ab") for n in numbers}) == len(own) - 1


def test_what_is_rejected_or_misread_is_not_sent(hasil: Hasil, tmp_path: Path) -> None:
    marked = tuple(
        dataclasses.replace(t, uraian=f"{t.status} {n}", keputusan="tolak" if n == 0 else "")
        for n, t in enumerate(hasil.temuan)
    )
    paths = write_letters(dataclasses.replace(hasil, temuan=marked), tmp_path)
    text = "\n".join(words(path) for path in paths)
    assert "dugaan_salah_baca" not in text and "pasti 0" not in text
    assert "pasti 1" in text


def test_a_finding_in_conflict_is_not_called_sure(hasil: Hasil, tmp_path: Path) -> None:
    first = dataclasses.replace(hasil.temuan[0], keputusan="bentrok", status="pasti")
    only = dataclasses.replace(hasil, temuan=(first,))
    (path,) = write_letters(only, tmp_path)
    paper = [p.text for p in docx.Document(str(path)).paragraphs]
    assert paper[paper.index("A. Ketidaksesuaian yang perlu diklarifikasi") + 1] == "Tidak ada."


def test_names_of_files_are_safe_and_apart(hasil: Hasil, tmp_path: Path) -> None:
    units = ["../Kec: A?", "kec a", "Kec. Á", "???"]
    changed = tuple(
        dataclasses.replace(t, unit=unit, status="pasti")
        for t, unit in zip(hasil.temuan, units, strict=False)
    )
    paths = write_letters(dataclasses.replace(hasil, temuan=changed), tmp_path)
    names = {p.name for p in paths}
    assert names == {"kec-a.docx", "kec-a-2.docx", "kec-a-3.docx", "unit.docx"}
    assert all(p.parent == tmp_path / "surat" for p in paths)


def test_text_of_the_paper_is_only_text(hasil: Hasil, tmp_path: Path) -> None:
    bad = "<w:t>x</w:t> & \x00\x0b\ud800 {MERGEFIELD}"
    first = dataclasses.replace(hasil.temuan[0], uraian=bad, saran=bad, nilai_a=bad, status="pasti")
    (path,) = write_letters(dataclasses.replace(hasil, temuan=(first,)), tmp_path)
    assert "<w:t>x</w:t> &  {MERGEFIELD}" in words(path)


def test_the_same_findings_give_the_same_bytes(hasil: Hasil, tmp_path: Path) -> None:
    one = [p.read_bytes() for p in write_letters(hasil, tmp_path)]
    later = dataclasses.replace(hasil, pembacaan=contoh.pembacaan(minute=40))
    assert [p.read_bytes() for p in write_letters(later, tmp_path)] == one


def as_pdf(path: Path, folder: Path) -> pymupdf.Document:
    words = [SOFFICE, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"]
    words += ["--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(words, check=True, timeout=180, capture_output=True)
    return pymupdf.open(folder / f"{path.stem}.pdf")


butuh_office = pytest.mark.skipif(not SOFFICE, reason="no LibreOffice on this computer")


@pytest.mark.penuh
@butuh_office
def test_libreoffice_opens_the_letter(hasil: Hasil, tmp_path: Path) -> None:
    pdf = as_pdf(write_letters(hasil, tmp_path)[0], tmp_path)
    text = "".join(page.get_text() for page in pdf)
    assert "A. Ketidaksesuaian" in text and "Tanggapan" in text and "terima kasih" in text


@pytest.mark.penuh
@butuh_office
def test_libreoffice_opens_the_workbook_with_its_pictures(hasil: Hasil, tmp_path: Path) -> None:
    bukti, _ = cut_crops(hasil.bukti, tmp_path / "masuk", tmp_path)
    path = write_workbook(dataclasses.replace(hasil, bukti=bukti), tmp_path)
    pdf = as_pdf(path, tmp_path)
    text = "".join(page.get_text() for page in pdf)
    assert "Catatan pemeriksa" in text and "Dokumen Perencanaan Kinerja telah tersedia" in text
    pictures = {image[0] for page in pdf for image in page.get_images()}
    assert pictures and all(pdf.extract_image(one)["width"] > 100 for one in pictures)

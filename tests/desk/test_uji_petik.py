from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl

from pipeline.desk.meja import Meja
from pipeline.desk.simpanan import read_decisions
from pipeline.desk.terapkan import Pembetul
from pipeline.desk.tukar import import_decisions
from pipeline.emit.keputusan import JenisKeputusan
from pipeline.emit.uji_petik import UjiPetik, uji_petik
from pipeline.emit.write import emit

from .test_keputusan import BETULKAN, minta
from .test_perintah import run


def sample(meja: Meja) -> UjiPetik:
    uji = uji_petik(meja.hasil())
    assert uji is not None
    return uji


def answer(path: Path, answers: dict[int, tuple[str, str]]) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Uji petik"]
    place = {cell.value: cell.column for cell in sheet[2]}
    for row, (said, figure) in answers.items():
        sheet.cell(row, place["Jawaban"]).value = said
        sheet.cell(row, place["Angka seharusnya"]).value = figure
    book.save(path)


def test_drawn_answered_in_the_sheet_and_concluded(meja: Meja) -> None:
    code, text = run("uji-petik", meja.out, "--jumlah", "5", "--benih", "11", "--pemeriksa", "Rina")
    assert code == 0 and "Baru 0 dari 5" in text
    path = meja.out / "uji-petik.xlsx"
    sheet = openpyxl.load_workbook(path)["Uji petik"]
    assert sheet.max_row == 7 and len(sheet._images) == 5
    answer(path, {3: ("benar", ""), 4: ("benar", ""), 5: ("salah", "12,5"), 6: ("entah", "")})
    result = import_decisions(meja.out, path, "Rina")
    assert result.baru == 4 and len(result.pesan) == 1 and "baris 6" in result.pesan[0]
    assert "Baru 3 dari 5" in sample(meja).kesimpulan
    answer(path, {6: ("benar", ""), 7: ("benar", "")})
    assert import_decisions(meja.out, path, "Rina").baru == 2
    uji = sample(meja)
    assert uji.lengkap and uji.salah == 1
    assert f"Dari {uji.populasi} angka bersih diambil acak 5 (benih 11)" in uji.kesimpulan
    assert "paling banyak 65,8%" in uji.kesimpulan


def test_a_wrong_figure_still_counts_once_it_is_corrected(meja: Meja, tmp_path: Path) -> None:
    run("uji-petik", meja.out, "--jumlah", "4", "--pemeriksa", "Rina")
    before = sample(meja)
    wrong = before.butir[0]
    for one in before.butir:
        said = "salah" if one is wrong else "benar"
        meja.answer_sample(one.angka_id, minta(JenisKeputusan.UJI, said))
    meja.correct_figure(wrong.angka_id, minta(BETULKAN, "12,5"))
    hasil = meja.hasil()
    pembetul = Pembetul(read_decisions(meja.out), hasil.dokumen, hasil.naskah)
    kinerja, anggaran = map(pembetul.correct_all, (hasil.kinerja, hasil.anggaran))
    emit(
        dataclasses.replace(hasil, kinerja=kinerja, anggaran=anggaran),
        meja.out,
        tmp_path / "masuk",
    )
    after = sample(meja)
    assert [one.angka_id for one in after.butir] == [one.angka_id for one in before.butir]
    assert (after.populasi, after.salah, after.lengkap) == (before.populasi, 1, True)
    assert after.butir[0].nilai == wrong.angka.teks


def test_a_filled_sheet_is_not_overwritten(meja: Meja) -> None:
    run("uji-petik", meja.out, "--jumlah", "3", "--pemeriksa", "Rina")
    path = meja.out / "uji-petik.xlsx"
    answer(path, {3: ("benar", "")})
    content = path.read_bytes()
    run("uji-petik", meja.out, "--jumlah", "3", "--pemeriksa", "Rina")
    kept = list(meja.out.glob("uji-petik.lama-*.xlsx"))
    assert [one.read_bytes() for one in kept] == [content]
    assert len(read_decisions(meja.out)) == 1


def test_a_conflicting_answer_is_no_answer(meja: Meja) -> None:
    run("uji-petik", meja.out, "--jumlah", "3", "--pemeriksa", "Rina")
    name = sample(meja).butir[0].angka_id
    meja.answer_sample(name, minta(JenisKeputusan.UJI, "benar", kepala=()))
    meja.answer_sample(name, minta(JenisKeputusan.UJI, "salah", siapa="Budi", kepala=()))
    assert sample(meja).butir[0].jawaban == "bentrok" and sample(meja).dijawab == 0

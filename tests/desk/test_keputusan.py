from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.desk.meja import Meja, Permintaan, SudahBerubah, TidakDapat, figure_id
from pipeline.desk.simpanan import read_decisions
from pipeline.desk.terapkan import Pembetul, mark_findings, typed_value
from pipeline.emit.keputusan import (
    JenisKeputusan,
    Keputusan,
    Sidik,
    TempatBukti,
    read_sidik,
    states,
    subject_of_finding,
)
from pipeline.emit.result import Hasil
from pipeline.emit.write import emit
from schemas.vocabulary import StatusBaca

from .conftest import contoh_keluaran

SETUJU, TOLAK, CABUT = JenisKeputusan.SETUJU, JenisKeputusan.TOLAK, JenisKeputusan.CABUT
BETULKAN, CATATAN = JenisKeputusan.BETULKAN, JenisKeputusan.CATATAN


def minta(jenis: JenisKeputusan, isi: str = "", siapa: str = "Rina", **lain: object) -> Permintaan:
    return dataclasses.replace(Permintaan(jenis=jenis, pemeriksa=siapa, isi=isi), **lain)  # type: ignore[arg-type]


def words(meja: Meja) -> dict[str, str]:
    return {one.temuan_id: one.keputusan for one in meja.hasil().temuan}


def test_a_finding_is_rejected_until_its_evidence_changes(meja: Meja) -> None:
    hasil = meja.hasil()
    first, second = hasil.temuan[:2]
    meja.decide_finding(first.temuan_id, minta(TOLAK, "salah lihat"))
    meja.decide_finding(second.temuan_id, minta(SETUJU))
    assert words(meja) == {
        **dict.fromkeys(words(meja), ""),
        first.temuan_id: "tolak",
        second.temuan_id: "setuju",
    }

    def marked(**changed: object) -> str:
        now = dataclasses.replace(meja.hasil(), **changed)  # type: ignore[arg-type]
        again = mark_findings(
            now.temuan,
            now.bukti,
            dokumen=now.dokumen,
            naskah=now.naskah,
            keputusan=now.keputusan,
        )
        return again[0].keputusan

    bukti = hasil.bukti
    shifted = [dataclasses.replace(b, x0=(b.x0 or 0) + 2, x1=(b.x1 or 0) + 2) for b in bukti]
    assert marked(bukti=tuple(shifted)) == "tolak"
    assert marked(bukti=tuple(reversed(bukti))) == "tolak"
    renamed = [dataclasses.replace(d, berkas=f"pindah/{d.berkas}") for d in hasil.dokumen]
    assert marked(dokumen=tuple(renamed)) == "tolak"
    assert marked(bukti=(dataclasses.replace(bukti[0], teks="87,5"), *bukti[1:])) == "usang"
    assert marked(bukti=(dataclasses.replace(bukti[0], halaman=2), *bukti[1:])) == "usang"
    assert marked(bukti=bukti[1:]) == "usang"
    assert marked(bukti=(*bukti, dataclasses.replace(bukti[0], urut=9))) == "usang"
    other = [dataclasses.replace(d, sha256="0" * 64) for d in hasil.dokumen]
    assert marked(dokumen=tuple(other)) == "usang"
    value = dataclasses.replace(hasil.temuan[0], nilai_b="99")
    assert marked(temuan=(value, *hasil.temuan[1:])) == "usang"


def test_a_later_decision_replaces_and_can_be_withdrawn(meja: Meja) -> None:
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(TOLAK, "salah lihat"))
    meja.decide_finding(name, minta(CATATAN, "tanyakan ke kecamatan"))
    meja.decide_finding(name, minta(SETUJU, siapa="Budi"))
    assert words(meja)[name] == "setuju"
    meja.decide_finding(name, minta(CABUT))
    assert words(meja)[name] == ""
    assert len(read_decisions(meja.out)) == 4
    assert [one["isi"] for one in meja.finding_view(name)["catatan"]] == ["tanyakan ke kecamatan"]


def test_two_who_decided_apart_are_in_conflict_until_one_decides_again(meja: Meja) -> None:
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(SETUJU, kepala=()))
    meja.decide_finding(name, minta(TOLAK, "salah baca", siapa="Budi", kepala=()))
    assert words(meja)[name] == "bentrok"
    meja.decide_finding(name, minta(TOLAK, "sudah dilihat berdua"))
    assert words(meja)[name] == "tolak"


def test_two_who_decided_the_same_agree(meja: Meja) -> None:
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(TOLAK, "salah baca", kepala=()))
    meja.decide_finding(name, minta(TOLAK, "angka kabur", siapa="Budi", kepala=()))
    assert words(meja)[name] == "tolak"


def test_what_cannot_be_decided(meja: Meja) -> None:
    name = meja.hasil().temuan[0].temuan_id
    for wrong in (
        minta(TOLAK, "  "),
        minta(CATATAN),
        minta(SETUJU, siapa=" "),
        minta(BETULKAN, "81"),
        minta(TOLAK, "x" * 5000),
    ):
        with pytest.raises(TidakDapat):
            meja.decide_finding(name, wrong)
    with pytest.raises(SudahBerubah):
        meja.decide_finding("tidak-ada", minta(SETUJU))
    with pytest.raises(SudahBerubah):
        meja.decide_finding(name, minta(SETUJU, sidik="0" * 16))
    assert read_decisions(meja.out) == ()


# -- corrections ----------------------------------------------------------------------------


def corrected(hasil: Hasil, keputusan: tuple[Keputusan, ...]) -> tuple[Hasil, tuple[str, ...]]:
    pembetul = Pembetul(keputusan, hasil.dokumen, hasil.naskah)
    kinerja, anggaran = map(pembetul.correct_all, (hasil.kinerja, hasil.anggaran))
    done = dataclasses.replace(hasil, kinerja=kinerja, anggaran=anggaran)
    return done, tuple(pembetul.messages())


def test_a_corrected_figure_flows_into_the_tables(meja: Meja) -> None:
    hasil = meja.hasil()
    doubtful = hasil.kinerja[0]
    assert doubtful.status_baca is StatusBaca.RAGU and doubtful.nilai is None
    meja.correct_figure(figure_id(doubtful), minta(BETULKAN, "81,50"))
    again, messages = corrected(hasil, read_decisions(meja.out))
    figure = again.kinerja[0]
    assert messages == ()
    assert str(figure.nilai) == "81.50" and figure.status_baca is StatusBaca.DIKOREKSI
    assert figure.teks == doubtful.teks
    assert figure.bacaan == f"{doubtful.bacaan}|pemeriksa:81.50"
    assert again.kinerja[1:] == hasil.kinerja[1:]


def test_a_correction_is_found_by_its_place_on_paper(meja: Meja) -> None:
    hasil = meja.hasil()
    figure = hasil.kinerja[3]
    meja.correct_figure(figure_id(figure), minta(BETULKAN, "12"))
    decisions = read_decisions(meja.out)

    def with_figure(**changed: object) -> tuple[Decimal | None, int]:
        new = dataclasses.replace(figure, **changed)  # type: ignore[arg-type]
        again, messages = corrected(dataclasses.replace(hasil, kinerja=(new,)), decisions)
        return again.kinerja[0].nilai, len(messages)

    assert with_figure(kinerja_id="lain", x0=(figure.x0 or 0) + 1) == (Decimal(12), 0)
    assert with_figure(teks="99,9") == (figure.nilai, 1)
    assert with_figure(teks="12", nilai=Decimal(12)) == (Decimal(12), 0)
    assert with_figure(halaman=2) == (figure.nilai, 1)
    assert with_figure(y0=0.0, y1=8.0) == (figure.nilai, 1)
    elsewhere = tuple(dataclasses.replace(d, sha256="f" * 64) for d in hasil.dokumen)
    again, messages = corrected(dataclasses.replace(hasil, dokumen=elsewhere), decisions)
    assert again.kinerja == hasil.kinerja and messages == ()


def test_two_corrections_that_differ_change_nothing(meja: Meja) -> None:
    hasil = meja.hasil()
    name = figure_id(hasil.kinerja[0])
    meja.correct_figure(name, minta(BETULKAN, "81,5", kepala=()))
    meja.correct_figure(name, minta(BETULKAN, "81,50", siapa="Budi", kepala=()))
    assert corrected(hasil, read_decisions(meja.out))[0].kinerja[0].nilai == Decimal("81.5")
    meja.correct_figure(name, minta(BETULKAN, "87,5", siapa="Sari", kepala=()))
    again, messages = corrected(hasil, read_decisions(meja.out))
    assert again.kinerja == hasil.kinerja
    assert len(messages) == 1 and "berbeda" in messages[0]


def test_a_withdrawn_correction_gives_the_reading_back(meja: Meja) -> None:
    hasil = meja.hasil()
    name = figure_id(hasil.kinerja[0])
    meja.correct_figure(name, minta(BETULKAN, "81,5"))
    meja.correct_figure(name, minta(CABUT))
    assert corrected(hasil, read_decisions(meja.out)) == (hasil, ())


@pytest.mark.parametrize(
    "text", ["", "delapan", "80-90", "1 dari 12", "81,5 atau 87,5", "NaN", "-"]
)
def test_only_one_figure_can_be_typed(meja: Meja, text: str) -> None:
    with pytest.raises(TidakDapat):
        meja.correct_figure(figure_id(meja.hasil().kinerja[0]), minta(BETULKAN, text))


def test_typed_as_printed() -> None:
    assert typed_value("2.911.311.160,40") == Decimal("2911311160.40")
    assert typed_value("(8.091.400,00)") == Decimal("-8091400.00")
    assert typed_value("97,5 %") == Decimal("97.5")


# -- evidence -------------------------------------------------------------------------------


def test_evidence_survives_its_json() -> None:
    places = (
        TempatBukti("a" * 64, 3, (1.0, 2.0, 30.5, 12.25), 'teks "dalam" kutip\n= 1'),
        TempatBukti("b" * 64, 1, None, ""),
    )
    sidik = Sidik(places, "83.5", "81.5")
    assert read_sidik(sidik.to_json()) == sidik
    for wrong in ("", "[]", "{}", '{"tempat": [1]}', '{"tempat": [{"sha256": 1}]}'):
        with pytest.raises(ValueError):
            read_sidik(wrong)


def test_states_are_by_subject(meja: Meja) -> None:
    one, two = (t.temuan_id for t in meja.hasil().temuan[:2])
    meja.decide_finding(one, minta(SETUJU))
    meja.decide_finding(two, minta(TOLAK, "x"))
    standing = states(read_decisions(meja.out))
    assert set(standing) == {subject_of_finding(one), subject_of_finding(two)}


def test_the_desk_follows_a_run_that_replaces_the_output(tmp_path: Path) -> None:
    hasil, out = contoh_keluaran(tmp_path, jumlah=6)
    kept = {t.temuan_id for t in hasil.temuan[:4]}
    fewer = tuple(b for b in hasil.bukti if b.temuan_id in kept)
    emit(dataclasses.replace(hasil, temuan=hasil.temuan[:4], bukti=fewer), out, tmp_path / "masuk")
    meja = Meja(out)
    name = meja.hasil().temuan[0].temuan_id
    meja.decide_finding(name, minta(TOLAK, "x"))
    before = meja.versi
    emit(hasil, out, tmp_path / "masuk")
    assert meja.versi != before
    assert len(meja.hasil().temuan) == 6
    assert words(meja)[name] == "tolak"

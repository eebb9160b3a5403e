from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.keys import KeyIndex
from pipeline.extract import (
    Hasil,
    extract,
    merge,
    settle_head,
    settle_names,
    signature_seen,
    with_keys,
)
from pipeline.geometry.box import Afin, Kotak
from pipeline.layout.elements import TataLetak
from pipeline.read.page import Halaman, Kata
from pipeline.segment import segment
from schemas.vocabulary import Metode, Peran, StatusBaca, TandaTangan, TingkatKinerja
from tests.extractors.berkas_uji import DOKUMEN, agreement, booklet, decree, matrix, report
from tests.extractors.naskah_uji import page
from tests.pipeline.test_segment import bind


def read(pages: list[TataLetak]) -> Hasil:
    found = settle_head(merge(extract(bagian) for bagian in segment(DOKUMEN, pages)))
    names = KeyIndex([r.indikator for r in (*found.indikator, *found.kinerja)])
    return with_keys(found, names, KeyIndex([r.uraian for r in found.anggaran], anggaran=True))


def test_decree_gives_indicators_signatures_and_citations() -> None:
    found = read(decree())
    assert [(i.urut, i.indikator) for i in found.indikator] == [
        (1, "Indeks literasi"),
        (2, "Persentase arsip tertata"),
        (3, "Nilai AKIP"),
    ]
    assert {i.sumber_data for i in found.indikator} == {"Survei", "Laporan", "LHE"}
    assert {p.peran for p in found.pejabat} == {Peran.PENETAP}
    assert {p.nip for p in found.pejabat} == {"197008151996032004"}
    assert [(r.nomor, r.tahun) for r in found.rujukan] == [("23", 2014), ("29", 2014)]
    assert not found.kinerja


def test_own_number_of_a_decree_is_no_citation() -> None:
    assert all("000.8.6.3" not in r.nomor for r in read(decree()).rujukan)


def test_agreement_gives_parties_targets_and_money() -> None:
    found = read(agreement())
    assert [(k.indikator, k.nilai, k.satuan) for k in found.kinerja] == [
        ("Indeks literasi", Decimal("71.5"), ""),
        ("Persentase arsip tertata", Decimal("90"), "persen"),
    ]
    assert [(a.uraian, a.nilai) for a in found.anggaran] == [
        ("Pembinaan Perpustakaan", Decimal("3000000.00")),
        ("Jumlah", Decimal("3000000.00")),
    ]
    assert [p.peran for p in found.pejabat] == [Peran.PIHAK_KEDUA, Peran.PIHAK_PERTAMA] * 2
    assert {p.tanda_tangan for p in found.pejabat} == {TandaTangan.TIDAK_PASTI}


def test_ids_are_stable_and_unique() -> None:
    first, second = read(bind(report(), agreement())), read(bind(report(), agreement()))
    assert first == second
    ids = [r.kinerja_id for r in first.kinerja]
    assert len(set(ids)) == len(ids)
    assert ids[0] == "0123456789ab-01-k001"


def test_keys_join_one_indicator_over_the_run() -> None:
    found = read(bind(agreement(), matrix()))
    literasi = {k.kunci for k in found.kinerja if k.indikator == "Indeks literasi"}
    assert len(literasi) == 1
    assert literasi != {""}
    totals = [a for a in found.anggaran if a.uraian == "Jumlah"]
    assert {a.kunci for a in totals} == {""}


def test_level_of_one_table_settles_the_others() -> None:
    found = read(bind(report(), matrix()))
    of_report = [k for k in found.kinerja if k.tujuan_sasaran == "Tertatanya arsip"]
    assert {k.tingkat for k in of_report} == {TingkatKinerja.SASARAN}


def test_booklet_signatory_has_made_it() -> None:
    assert {p.peran for p in read(booklet()).pejabat} == {Peran.PENYUSUN}


@pytest.mark.parametrize(
    ("metode", "tinta", "cap", "terlihat"),
    [
        (Metode.TEKS, (), (), TandaTangan.TIDAK_PASTI),
        (Metode.OCR, (), (), TandaTangan.TIDAK_ADA),
        (Metode.OCR, (), (Kotak(380, 390, 460, 460),), TandaTangan.TIDAK_PASTI),
        (Metode.OCR, (Kotak(380, 400, 440, 430),), (), TandaTangan.ADA),
        (Metode.TEKS, (Kotak(380, 400, 440, 430),), (), TandaTangan.ADA),
        (Metode.OCR, (Kotak(60, 700, 120, 730),), (), TandaTangan.TIDAK_ADA),
    ],
)
def test_signature_is_what_the_picture_shows(
    metode: Metode, tinta: tuple[Kotak, ...], cap: tuple[Kotak, ...], terlihat: TandaTangan
) -> None:
    from extractors.people import BlokTtd

    blok = BlokTtd(
        nama="X",
        nip="",
        jabatan="",
        pangkat="",
        peran=(),
        keyakinan=1.0,
        kotak=Kotak(340, 360, 500, 470),
        ruang=Kotak(340, 390, 500, 440),
    )
    page = Halaman(1, 595, 842, metode, tinta=tinta, cap=cap)
    assert signature_seen(page, blok) is terlihat


@pytest.mark.parametrize(
    ("teks", "terlihat"),
    [
        ("TTD", TandaTangan.TIDAK_PASTI),
        ("ttd.", TandaTangan.TIDAK_PASTI),
        ("t.t.d", TandaTangan.TIDAK_PASTI),
        ("cap/ttd", TandaTangan.TIDAK_PASTI),
        ("Camat", TandaTangan.TIDAK_ADA),
    ],
)
def test_typed_signature_on_a_scan_says_nothing(teks: str, terlihat: TandaTangan) -> None:
    from extractors.people import BlokTtd

    blok = BlokTtd(
        nama="X",
        nip="",
        jabatan="",
        pangkat="",
        peran=(),
        keyakinan=1.0,
        kotak=Kotak(340, 360, 500, 470),
        ruang=Kotak(340, 420, 500, 440),
    )
    words = (Kata(teks, Kotak(400, 400, 425, 412), keyakinan=0.9),)
    page = Halaman(1, 595, 842, Metode.OCR, kata=words)
    assert signature_seen(page, blok) is terlihat


def test_boxes_are_on_the_page_as_shown() -> None:
    from dataclasses import replace

    turned = [
        replace(one, halaman=replace(one.halaman, ke_tampilan=Afin(0, -1, 842, 1, 0, 0)))
        for one in agreement()
    ]
    turned = [
        replace(one, tabel=tuple(replace(t, halaman=one.halaman) for t in one.tabel))
        for one in turned
    ]
    upright, lying = read(agreement()).kinerja[0], read(turned).kinerja[0]
    assert upright.y0 is not None and lying.x1 is not None
    assert lying.x1 == pytest.approx(842 - upright.y0, abs=0.05)


def test_indicator_that_stands_under_nothing_has_the_level_it_has_elsewhere() -> None:
    target = [
        ["No", "Tujuan", "Sasaran", "Indikator", "Target"],
        ["1", "Tata kelola baik", "", "Indeks tata kelola", "70"],
        ["2", "", "Layanan baik", "Indeks layanan", "80"],
    ]
    reached = [
        ["No", "Uraian Indikator", "Target", "Realisasi"],
        ["1", "Indeks Tata Kelola", "70", "71"],
        ["2", "Indeks layanan", "80", "79"],
        ["3", "Indeks lain", "5", "5"],
    ]
    papers = [*report(), page(90, "Tabel 3.8 Target", target), page(91, "Tabel 3.9", reached)]
    found = read(bind(papers)).kinerja
    levels = {k.indikator: k.tingkat for k in found if k.tabel == "Tabel 3.9"}
    assert levels == {
        "Indeks Tata Kelola": TingkatKinerja.TUJUAN,
        "Indeks layanan": TingkatKinerja.SASARAN,
        "Indeks lain": None,
    }


def test_parts_of_one_instrument_are_joined_over_the_files_of_a_run() -> None:
    first = replace(DOKUMEN, dokumen_id="a" * 12, berkas="dinas/pk-hal1.pdf")
    second = replace(DOKUMEN, dokumen_id="b" * 12, berkas="dinas/pk-hal2.pdf")
    form, tables = agreement()
    parts = [*segment(first, [form]), *segment(second, [tables])]
    alone = replace(parts[1], naskah=replace(parts[1].naskah, unit="", tanggal=""))
    hasil = merge(extract(bagian) for bagian in (parts[0], alone))
    joined = settle_head(hasil, (first, second)).naskah[1]
    assert (joined.unit, joined.tanggal) == (parts[0].naskah.unit, parts[0].naskah.tanggal)
    assert settle_head(hasil).naskah[1].unit == ""


def test_name_read_from_a_picture_is_mended_by_what_its_nip_bears_elsewhere() -> None:
    found = read(bind(decree(), agreement()))
    nip = found.pejabat[0].nip
    printed = found.pejabat[0].nama
    worn = replace(found.pejabat[0], metode=Metode.OCR, nama=printed.replace("A", "_", 1))
    blank = replace(found.pejabat[1], metode=Metode.OCR, nama="")
    assert worn.nama != printed
    settled = settle_names(replace(found, pejabat=(worn, blank, *found.pejabat[2:]))).pejabat
    assert [p.nama for p in settled[:2]] == [printed, printed]
    assert [p.status_baca for p in settled[:2]] == [StatusBaca.DIPERBAIKI, StatusBaca.RAGU]
    assert {p.nip for p in settled[:2]} == {nip}


def test_table_that_gives_no_records_is_kept_as_another_table() -> None:
    rows = [
        ["Sasaran", "Indikator", "Target Triwulan", "<"],
        ["^", "^", "I", "II"],
        ["Warga literat", "Indeks literasi", "20", "40"],
    ]
    found = read([page(1, "= RENCANA AKSI", "Tabel 1.2 Rencana Aksi", rows)])
    assert not found.kinerja
    assert [(t.label, t.tabel.jumlah_baris) for t in found.tabel_lain] == [("Tabel 1.2", 3)]

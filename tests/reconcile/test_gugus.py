"""Papers parted by office: together with what is bound with them, and no finding is lost by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from functools import partial

import pytest

from pipeline.reconcile.finding import DrafTemuan, at
from pipeline.reconcile.gugus import Gugus, offices_of, part
from pipeline.reconcile.ledger import Buku, Rekaman
from pipeline.reconcile.rule import aturan, load_rules
from pipeline.reconcile.run import (
    HasilPemeriksaan,
    between_offices,
    check,
    compare,
    reconcile,
    sum_up,
)
from schemas.records import Dokumen, Naskah
from schemas.vocabulary import JenisNaskah, StatusDokumen, TingkatTemuan
from tests.reconcile.cases import Kasus, all_cases, build

RULES = load_rules()


def checked_as_one(rekaman: Rekaman) -> HasilPemeriksaan:
    """Check all papers as one group."""
    kantor = offices_of(rekaman.naskah, rekaman.dokumen)
    files = frozenset(item.dokumen_id for item in rekaman.dokumen)
    gugus = Gugus(frozenset(kantor), files, kantor)
    hasil = [check(rekaman, gugus, RULES)]
    buku, between = compare(between_offices(rekaman), kantor, hasil, RULES)
    return sum_up(buku, [*hasil, between], RULES)


@pytest.mark.parametrize("kasus", all_cases(), ids=str)
def test_parting_changes_no_finding(kasus: Kasus) -> None:
    records = {item.name: getattr(kasus.rekaman, item.name) for item in fields(Rekaman)}
    parted = reconcile(**records, rules=RULES, cakupan=True)
    whole = checked_as_one(kasus.rekaman)
    assert parted.temuan == whole.temuan
    assert parted.bukti == whole.bukti
    assert parted.ringkasan == whole.ringkasan
    assert set(parted.belum_dibandingkan) == set(whole.belum_dibandingkan)


def dokumen(name: str, status: StatusDokumen = StatusDokumen.TERBACA) -> Dokumen:
    return Dokumen(
        berkas=f"{name}.pdf",
        dokumen_id=name,
        sha256=name,
        ukuran_bita=1,
        halaman=9,
        halaman_pindaian=0,
        status=status,
    )


def naskah(name: str, file: str, unit: str, induk: str = "") -> Naskah:
    return Naskah(
        naskah_id=name,
        dokumen_id=file,
        jenis=JenisNaskah.LKJIP,
        unit=unit,
        pemda="Kabupaten Contoh",
        halaman_awal=1,
        halaman_akhir=2,
        induk_id=induk,
        keyakinan=1.0,
    )


def test_papers_of_one_office_or_one_file_stay_together() -> None:
    files = [dokumen(name) for name in "abcde"]
    papers = [
        naskah("n1", "a", "Kecamatan Satu"),
        naskah("n2", "b", "Kecamatan Dua"),
        naskah("n3", "c", "KECAMATAN  SATU"),
        naskah("n4", "d", "Kecamatan Tiga"),
        naskah("n5", "d", "Kecamatan Dua"),
    ]
    kantor = offices_of(papers, files)
    left, first, second = part(papers, files, kantor)
    assert first.naskah_id == {"n1", "n3"}
    assert first.dokumen_id == {"a", "c"}
    assert second.naskah_id == {"n2", "n4", "n5"}
    assert second.dokumen_id == {"b", "d"}
    assert left.dokumen_id == {"e"}  # a file in which nothing was found
    assert not left.naskah_id
    assert first.nama.unit == "Kecamatan Satu"
    assert second.nama.unit == ""


def test_papers_whose_office_is_unknown_stay_with_their_file() -> None:
    files = [dokumen("a"), dokumen("b")]
    papers = [naskah("n1", "a", ""), naskah("n2", "b", "")]
    parts = part(papers, files, offices_of(papers, files))
    assert [sorted(gugus.naskah_id) for gugus in parts] == [["n1"], ["n2"]]


def seen(name: str, buku: Buku) -> Iterator[DrafTemuan]:
    """Yield a finding that tells what a rule's function was given."""
    first = next(iter(buku.naskah.values()))
    units = sorted(kantor.unit for kantor in buku.offices)
    yield DrafTemuan(
        kantor=buku.office(first.naskah_id),
        identitas=(name, *units),
        uraian=f"{name}: {', '.join(units)}; {len(buku.rekaman.kinerja)} angka.",
        saran="Tidak ada.",
        a=at(first),
    )


def test_a_rule_sees_one_office_and_between_offices_all_without_figures() -> None:
    rule = aturan(
        id="contoh", tingkat=TingkatTemuan.RENDAH, judul="Contoh", penjelasan="-", dasar_hukum="-",
        membandingkan="-", toleransi="-", contoh_salah="-", contoh_benar="-",
        antar_kantor=partial(seen, "antar"),
    )(partial(seen, "dalam"))  # fmt: skip
    rekaman = build(
        {
            "naskah": "a | lkjip | 2025 | 2026-02-19 | unit=Kecamatan Satu\n"
            "b | lkjip | 2025 | 2026-02-19 | unit=Kecamatan Dua",
            "kinerja": "a | Tabel 3.2 | IKM | target@2025 = 92\n"
            "b | Tabel 3.2 | IKM | target@2025 = 91; realisasi@2025 = 90",
        }
    )
    files = [replace(rekaman.dokumen[0], dokumen_id=name) for name in "ab"]
    papers = [
        replace(item, dokumen_id=name) for item, name in zip(rekaman.naskah, "ab", strict=True)
    ]
    hasil = reconcile(dokumen=files, naskah=papers, kinerja=rekaman.kinerja, rules=[rule])
    assert {item.uraian for item in hasil.temuan} == {
        "dalam: Kecamatan Satu; 1 angka.",
        "dalam: Kecamatan Dua; 2 angka.",
        "antar: Kecamatan Dua, Kecamatan Satu; 0 angka.",
    }


def test_a_rule_that_fails_in_one_office_is_told_of_that_one_only() -> None:
    def fails_in_two(buku: Buku) -> Iterator[DrafTemuan]:
        if "Kecamatan Dua" in {kantor.unit for kantor in buku.offices}:
            raise IndexError
        yield from seen("dalam", buku)

    rule = aturan(
        id="patah", tingkat=TingkatTemuan.RENDAH, judul="Patah", penjelasan="-", dasar_hukum="-",
        membandingkan="-", toleransi="-", contoh_salah="-", contoh_benar="-",
    )(fails_in_two)  # fmt: skip
    files = [dokumen("a"), dokumen("b")]
    papers = [naskah("n1", "a", "Kecamatan Satu"), naskah("n2", "b", "Kecamatan Dua")]
    hasil = reconcile(dokumen=files, naskah=papers, rules=[rule])
    assert [item.unit for item in hasil.temuan] == ["Kecamatan Satu"]
    assert [(item.unit, item.aturan) for item in hasil.belum_dibandingkan] == [
        ("Kecamatan Dua", "patah")
    ]
    assert len(hasil.pesan) == 1


def test_files_that_were_not_read_are_told_first() -> None:
    files = [dokumen("a"), dokumen("b"), dokumen("c", StatusDokumen.GAGAL)]
    papers = [naskah("n1", "a", "Kecamatan Satu"), naskah("n2", "b", "Kecamatan Dua")]
    hasil = reconcile(dokumen=files, naskah=papers, rules=(), cakupan=True)
    assert hasil.belum_dibandingkan[0].apa == "berkas c.pdf"
    assert len(hasil.belum_dibandingkan) == 3

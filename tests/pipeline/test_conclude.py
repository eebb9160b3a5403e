"""From what was read of each file to the results: what every office's rules are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from pipeline.conclude import Simpanan, conclude
from pipeline.emit.result import Hasil
from pipeline.extract import Hasil as Terbaca
from pipeline.extract_extra import Tambahan
from pipeline.read.cache import Singgahan
from pipeline.reconcile.finding import DrafTemuan
from pipeline.reconcile.ledger import Buku, Rekaman
from pipeline.reconcile.rule import aturan, load_rules
from pipeline.reconcile.run import reconcile
from pipeline.whole_file import Isi
from schemas.records import BelumDibandingkan, Klaim, RingkasanIndikator, SebutanKunci
from schemas.vocabulary import StatusTemuan, TingkatTemuan
from tests.reconcile.cases import Kasus, all_cases, build

RULES = load_rules()

SATU = "Persentase pelayanan administrasi penduduk xyzzab tepat waktu"
LAIN = "Persentase pelayanan administrasi penduduk xyzzob tepat waktu"
"""Two names that are one only on a guess: neither odd word is known."""

TARGET = {
    "naskah": "pk | perjanjian_kinerja | 2025 | 2025-01-13\nlk | lkjip | 2025 | 2026-02-19",
    "kinerja": (
        f"pk | - | {SATU} | target@2025 = 92\n"
        f"lk | Tabel 3.2 | {LAIN} | target@2025 = 95; realisasi@2025 = 95"
    ),
}


def files_of(rekaman: Rekaman) -> list[Isi]:
    """Return records as what was read of each of their files."""

    def own(kind: type[Any], ids: set[str]) -> dict[str, Any]:
        names = {item.name for item in fields(kind)} & {item.name for item in fields(Rekaman)}
        rows: Iterable[tuple[str, Any]] = ((name, getattr(rekaman, name)) for name in names)
        return {name: tuple(row for row in every if row.naskah_id in ids) for name, every in rows}

    found = []
    for dokumen in rekaman.dokumen:
        ids = {it.naskah_id for it in rekaman.naskah if it.dokumen_id == dokumen.dokumen_id}
        found.append(Isi(dokumen, Terbaca(**own(Terbaca, ids)), Tambahan(**own(Tambahan, ids))))
    return found


def status_of(hasil: Hasil, aturan: str) -> list[StatusTemuan]:
    return [item.status for item in hasil.temuan if item.aturan == aturan]


@pytest.mark.parametrize(
    "anggaran",
    [
        "",
        # A table of efficiency lists indicators as lines of the budget.
        f"lk | Tabel 3.9 | {SATU} | pagu@2025 = 1.234.567\n"
        f"lk | Tabel 3.9 | {LAIN} | pagu@2025 = 1.234.999; realisasi@2025 = 1.200.111",
    ],
    ids=["indikator saja", "juga baris anggaran"],
)
def test_what_rests_on_a_guessed_name_is_never_certain(anggaran: str) -> None:
    hasil = conclude(files_of(build(TARGET | {"anggaran": anggaran})), rules=RULES)
    assert status_of(hasil, "target-lkjip-pk") == [StatusTemuan.PERLU_DICEK]


def test_findings_that_were_kept_are_those_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    isi = files_of(build(TARGET))
    simpanan = Simpanan(Singgahan(tmp_path, "baca"), "satu")
    first = conclude(isi, rules=RULES, simpanan=simpanan)

    def not_again(*_: object, **__: object) -> None:
        raise AssertionError("the rules were applied again")

    monkeypatch.setattr("pipeline.conclude.check", not_again)
    again = conclude(isi, rules=RULES, simpanan=simpanan)
    assert again.temuan == first.temuan
    assert again.bukti == first.bukti
    assert again.tambahan == first.tambahan
    with pytest.raises(AssertionError, match="applied again"):
        conclude(isi, rules=RULES, simpanan=Simpanan(simpanan.singgahan, "dua"))


def test_between_offices_a_run_gives_what_all_records_at_once_give() -> None:
    seen: list[dict[str, int]] = []

    def count(buku: Buku) -> Iterator[DrafTemuan]:
        seen.append({item.name: len(getattr(buku.rekaman, item.name)) for item in fields(Rekaman)})
        yield from ()

    def nothing(_: Buku) -> Iterator[DrafTemuan]:
        yield from ()

    rule = aturan(
        id="hitung", tingkat=TingkatTemuan.RENDAH, judul="-", penjelasan="-", dasar_hukum="-",
        membandingkan="-", toleransi="-", contoh_salah="-", contoh_benar="-", antar_kantor=count,
    )(nothing)  # fmt: skip
    rekaman = build(
        TARGET
        | {
            "rujukan": "lk | uu | 5 | 2014 | ASN | UU Nomor 5 Tahun 2014 tentang ASN",
            "disebut": "lk | 1/2 | 2024 | IKU | Keputusan Camat Nomor 1/2",
            "pejabat": "lk | pihak_pertama | Rudi Hartono | 197708272002121008 | Camat | ada",
            "indikator": f"lk | Tabel 2.1 | iku | {SATU} | a : b",
        }
    )
    conclude(files_of(rekaman), rules=[rule])
    reconcile(**{item.name: getattr(rekaman, item.name) for item in fields(Rekaman)}, rules=[rule])
    of_run, at_once = ({**one, "kunci": 0} for one in seen)
    assert of_run == at_once
    assert {name for name, rows in of_run.items() if rows} == {
        "dokumen", "naskah", "pejabat", "indikator",
    }  # fmt: skip


SEVERAL = [it for it in all_cases() if len({one.unit for one in it.rekaman.naskah}) > 1]


@pytest.mark.parametrize("kasus", SEVERAL, ids=str)
def test_a_run_finds_what_is_found_in_all_its_records_at_once(kasus: Kasus) -> None:
    hasil = conclude(files_of(kasus.rekaman), rules=RULES)
    tables = {isi.rekaman: isi.baris for isi in hasil.tambahan}
    settled = {item.name: getattr(kasus.rekaman, item.name) for item in fields(Rekaman)} | {
        "naskah": hasil.naskah,
        "pejabat": hasil.pejabat,
        "indikator": hasil.indikator,
        "kinerja": hasil.kinerja,
        "anggaran": hasil.anggaran,
        "klaim": tables[Klaim],
        "kunci": tables[SebutanKunci],
    }
    at_once = reconcile(**settled, rules=RULES, cakupan=True)
    assert (hasil.temuan, hasil.bukti) == (at_once.temuan, at_once.bukti)
    assert tables[RingkasanIndikator] == at_once.ringkasan
    assert tables[BelumDibandingkan] == at_once.belum_dibandingkan

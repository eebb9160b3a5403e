"""What is in force for what, which paper counts, what was not compared, the regency at a glance."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal

from pipeline.reconcile.ledger import Buku, Rekaman
from pipeline.reconcile.rule import load_rules
from pipeline.reconcile.run import HasilPemeriksaan, reconcile
from schemas.records import TabelLain
from schemas.vocabulary import StatusDokumen
from tests.reconcile.cases import build


def check(
    kasus: dict[str, str], *rules: str, tabel: tuple[TabelLain, ...] = ()
) -> HasilPemeriksaan:
    rekaman = build(kasus)
    chosen = [rule for rule in load_rules() if not rules or rule.id in rules]
    records = {it.name: getattr(rekaman, it.name) for it in fields(Rekaman)}
    return reconcile(**records | {"tabel": tabel}, rules=chosen, cakupan=True)


DUA_RENSTRA = {
    "naskah": """
        pk   | perjanjian_kinerja           | 2025      | 2025-01-13
        pkp  | perjanjian_kinerja_perubahan | 2025      | 2025-09-24
        lama | matriks_renstra              | 2021-2026 | 2021-10-01
        baru | matriks_renstra              | 2025-2029 | 2025-09-23
    """,
    "kinerja": """
        pk   | -         | IKM | target@2025 = 92,5
        pkp  | -         | IKM | target@2025 = 93,5
        lama | Tabel 3.1 | IKM | target@2024 = 91; target@2025 = 92,5; target@2026 = 93
        baru | Tabel 3.1 | IKM | target@2025 = 93,5; target@2026 = 94
    """,
}


def test_each_agreement_binds_to_the_plan_in_force() -> None:
    buku = Buku(build(DUA_RENSTRA))
    bound = {
        naskah.jenis.value: [it.periode_awal for it in buku.ikatan.matrix_of(naskah).naskah]
        for naskah in buku.naskah.values()
        if naskah.tahun
    }
    assert bound == {"perjanjian_kinerja": [2021], "perjanjian_kinerja_perubahan": [2025]}


def test_a_change_that_follows_the_plan_is_no_inconsistency() -> None:
    assert check(DUA_RENSTRA).temuan == ()


def test_the_later_of_two_agreements_counts() -> None:
    hasil = check(
        {
            "naskah": """
                pk1 | perjanjian_kinerja | 2025      | 2025-01-13
                pk2 | perjanjian_kinerja | 2025      | 2025-02-03
                rs  | matriks_renstra    | 2021-2026 | 2021-10-01
            """,
            "kinerja": """
                pk1 | -         | IKM | target@2025 = 90
                pk2 | -         | IKM | target@2025 = 92,5
                rs  | Tabel 3.1 | IKM | target@2024 = 91; target@2025 = 92,5; target@2026 = 93
            """,
        }
    )
    assert [it.aturan for it in hasil.temuan] == ["naskah-ganda"]
    told = [it for it in hasil.belum_dibandingkan if it.aturan == "naskah-ganda"]
    assert [it.mengapa for it in told] == ["digantikan oleh yang bertanggal 2025-02-03"]


def test_a_subordinates_agreement_is_not_the_offices() -> None:
    hasil = check(
        {
            "naskah": """
                sk    | keputusan_iku      | 2025 | 2025-01-06 | nomor=188/1/2025
                camat | perjanjian_kinerja | 2025 | 2025-01-13
                kasi  | perjanjian_kinerja | 2025 | 2025-01-15
            """,
            "indikator": """
                sk | - | iku | IKM | Total persepsi dibagi total unsur
                sk | - | iku | IPP | Nilai form 02 ditambah nilai form 03
            """,
            "kinerja": """
                camat | - | IKM | target@2025 = 85
                camat | - | IPP | target@2025 = 4,3
                kasi  | - | IKM | target@2025 = 85
                kasi  | - | Persentase surat tepat waktu | target@2025 = 90
            """,
            "pejabat": """
                camat | pihak_pertama | Rudi Hartono | 197708272002121008 | Camat Kencong
                camat | pihak_kedua   | Siti Aminah  | -                  | Bupati Jember
                kasi  | pihak_pertama | Budi Santoso | 198008272005121003 | Kepala Seksi Pelayanan
                kasi  | pihak_kedua   | Rudi Hartono | 197708272002121008 | Plt. Camat Kencong
            """,
        }
    )
    assert hasil.temuan == ()


def test_what_was_not_compared_is_told() -> None:
    hasil = check(
        {
            "naskah": """
                pk   | perjanjian_kinerja | 2025      | 2025-01-13
                rs   | matriks_renstra    | 2021-2026 | 2021-10-01
                lain | lainnya            | 2025      | -          | halaman=4,5
            """,
            "kinerja": """
                pk | -         | IKM | target@2025 = 92,5
                pk | -         | Surat tepat waktu | target@2025 = 90
                rs | Tabel 3.1 | IKM | target@2024 = 91; target@2025 = 92,5; target@2026 = 93
            """,
        },
        tabel=(
            TabelLain(
                tabel_id="t1",
                naskah_id="000000000001-01",
                nomor=1,
                label="Tabel 1.1",
                judul="Tabel 1.1 Pegawai",
                halaman_awal=2,
                halaman_akhir=3,
                banyak_baris=4,
                banyak_kolom=3,
                berkas="tabel/1.csv",
            ),
        ),
    )
    told = {(it.aturan, it.apa) for it in hasil.belum_dibandingkan}
    assert ("target-pk-renstra", "target PK dengan Renstra: “Surat tepat waktu”") in told
    assert ("", "Tabel 1.1 (halaman 2-3)") in told
    assert ("", "naskah lain pada halaman 4-5") in told
    assert ("", "yang berpasangan dengan keputusan atau dokumen IKU, LKjIP") in told


def test_pages_that_were_not_read_are_told() -> None:
    rekaman = build({"naskah": "pk | perjanjian_kinerja | 2025 | 2025-01-13"})
    part = replace(
        rekaman.dokumen[0], status=StatusDokumen.SEBAGIAN, pesan="hal. 3: tidak terbaca: rusak"
    )
    lost = replace(
        part, berkas="b.pdf", dokumen_id="f", status=StatusDokumen.GAGAL, pesan="terkunci"
    )
    hasil = reconcile(dokumen=(part, lost), naskah=rekaman.naskah, rules=(), cakupan=True)
    told = [(it.unit, it.apa, it.mengapa) for it in hasil.belum_dibandingkan]
    assert ("Kecamatan Kencong", "sebagian berkas pk.pdf", "hal. 3: tidak terbaca: rusak") in told
    assert ("", "berkas b.pdf", "terkunci") in told


def test_the_regency_is_laid_side_by_side() -> None:
    hasil = check(
        {
            "naskah": """
                pk1 | perjanjian_kinerja | 2025 | 2025-01-13
                sk1 | keputusan_iku      | 2025 | 2025-01-06
                pk2 | perjanjian_kinerja | 2025 | 2025-01-13 | unit=Kecamatan Panti
                lk2 | lkjip              | 2025 | 2026-02-19 | unit=Kecamatan Panti
            """,
            "indikator": "sk1 | - | iku | IKM",
            "kinerja": """
                pk1 | -         | IKM | target@2025 = 85
                pk2 | -         | IPP | target@2025 = 4,3
                lk2 | Tabel 3.2 | IPP | target@2025 = 4,3; realisasi@2025 = 4; capaian@2025 = 93,02
            """,
        }
    )
    rows = {(it.unit, it.kunci): it for it in hasil.ringkasan}
    assert len(rows) == 4
    own = rows["Kecamatan Panti", "ipp"]
    assert (own.target_pk, own.realisasi, own.capaian) == (
        Decimal("4.3"),
        Decimal("4"),
        Decimal("93.02"),
    )
    assert own.kurang == "keputusan IKU, target Renstra"
    assert rows["Kecamatan Kencong", "ikm"].kurang == "target Renstra"
    missing = rows["Kecamatan Panti", "ikm"]
    assert missing.indikator == "IKM"
    assert missing.kurang == "keputusan IKU, target Renstra, target PK, realisasi"


def test_findings_of_one_cause_are_one_group() -> None:
    """A row copied and not changed spoils its total: both findings share a group."""
    hasil = check(
        {
            "naskah": "lk | lkjip | 2025 | 2026-02-19",
            "anggaran": "\n".join(
                f"lk | Tabel 3.7 | {line} | pagu@2025 = {pagu}; realisasi@2025 = {spent}"
                for line, pagu, spent in (
                    ("program Pemerintahan", "143.419.500", "140.435.128"),
                    ("program Pemberdayaan", "143.419.500", "140.435.128"),
                    ("program Ketertiban", "50.000.100", "49.000.100"),
                    ("jumlah Jumlah", "300.000.000", "329.870.356"),
                )
            ),
        },
        "isi-tersalin",
        "jumlah-anggaran",
    )
    assert {it.aturan for it in hasil.temuan} == {"isi-tersalin", "jumlah-anggaran"}
    assert len({it.kelompok for it in hasil.temuan}) == 1
    total = next(it for it in hasil.temuan if it.aturan == "jumlah-anggaran")
    assert "Pemberdayaan" in total.uraian and "tersalin" in total.uraian

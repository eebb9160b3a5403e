"""A small folder of papers, and records as the earlier stages would hand them over."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from decimal import Decimal
from pathlib import Path

import pymupdf

from pipeline.emit.result import Hasil, Pembacaan, PenjelasanAturan
from schemas.records import (
    Anggaran,
    Bukti,
    Dokumen,
    Indikator,
    Kinerja,
    Naskah,
    Pejabat,
    Rujukan,
    Temuan,
)
from schemas.vocabulary import (
    JenisIndikator,
    JenisNaskah,
    JenisRujukan,
    Metode,
    Peran,
    PeranBukti,
    StatusBaca,
    StatusDokumen,
    StatusTemuan,
    TandaTangan,
    TingkatAnggaran,
    TingkatKinerja,
    TingkatTemuan,
    UkuranAnggaran,
    UkuranKinerja,
)

ATURAN = {
    "target-pk-renstra": PenjelasanAturan(
        judul="Target PK berbeda dari Renstra",
        penjelasan="Target indikator dalam Perjanjian Kinerja harus sama dengan target tahun itu "
        "dalam matriks Renstra yang berlaku.",
        dasar_hukum="PermenPANRB 53 Tahun 2014",
        rumpun="Angka yang seharusnya sama",
    ),
    "realisasi-berbeda": PenjelasanAturan(
        judul="Realisasi berbeda",
        penjelasan="Satu indikator pada satu tahun hanya mempunyai satu realisasi.",
        rumpun="Angka yang seharusnya sama",
    ),
    "capaian-hitung": PenjelasanAturan(
        judul="Capaian tidak sesuai hitungan",
        penjelasan="Capaian adalah realisasi dibagi target, dalam persen.",
        dasar_hukum="Permendagri 86 Tahun 2017",
        rumpun="Aritmetika",
    ),
    "kriteria-skala": PenjelasanAturan(
        judul="Kriteria tidak sesuai skala",
        penjelasan="Kriteria mengikuti capaian menurut skala nilai peringkat kinerja.",
        dasar_hukum="Permendagri 86 Tahun 2017",
        rumpun="Penilaian menurut skala",
    ),
    "nip-bentuk": PenjelasanAturan(
        judul="NIP tidak lazim",
        penjelasan="NIP terdiri atas 18 digit.",
        rumpun="Bentuk",
    ),
}

INDIKATOR = (
    "Nilai SAKIP Perangkat Daerah",
    "Indeks Kepuasan Masyarakat (IKM)",
    "Persentase Fasilitasi Kesejahteraan masyarakat yang dilaksanakan",
    "Persentase desa yang tertib administrasi",
    "Persentase Capaian Kinerja Program",
)

X_KOLOM = (60.0, 90.0, 330.0, 400.0, 470.0, 540.0)
Y_AWAL, TINGGI_BARIS = 150.0, 34.0


def sel(baris: int, kolom: int) -> tuple[float, float, float, float]:
    """Return the box of the text in a cell of the table that `make_pdf` prints."""
    top = Y_AWAL + baris * TINGGI_BARIS
    return X_KOLOM[kolom] + 3, top + 6, X_KOLOM[kolom + 1] - 3, top + 22


def make_pdf(path: Path, judul: str, isi: list[list[str]], rotation: int = 0) -> None:
    """Print a page with a heading and a ruled table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdf = pymupdf.open()
    page = pdf.new_page(width=595, height=842)
    page.insert_text((60, 90), judul, fontsize=13)
    for number, row in enumerate([["No", "Indikator", "Target", "Realisasi", "Capaian"], *isi]):
        for column, text in enumerate(row):
            x0, y0, x1, y1 = sel(number, column)
            page.draw_rect(pymupdf.Rect(x0 - 3, y0 - 6, x1 + 3, y0 + TINGGI_BARIS - 6), width=0.6)
            page.insert_textbox(pymupdf.Rect(x0, y0, x1, y1 + 9), text, fontsize=8)
    page.set_rotation(rotation)
    pdf.save(path)
    pdf.close()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pembacaan(minute: int = 0) -> Pembacaan:
    zone = dt.timezone(dt.timedelta(hours=7))
    start = dt.datetime(2026, 3, 2, 8, minute, tzinfo=zone)
    return Pembacaan(
        versi="0.1.0",
        mulai=start,
        selesai=start + dt.timedelta(minutes=3, seconds=12),
        pengaturan={"pekerja": 2, "pembaca_kedua": True},
    )


def dokumen(berkas: str, path: Path | None, **lain: object) -> Dokumen:
    digest = sha(path) if path else ""
    row = Dokumen(
        berkas=berkas,
        dokumen_id=digest[:12],
        sha256=digest,
        ukuran_bita=path.stat().st_size if path else None,
        halaman=1 if path else None,
        halaman_pindaian=0 if path else None,
        status=StatusDokumen.TERBACA,
        keyakinan=0.9871 if path else None,
    )
    return dataclasses.replace(row, **lain)  # type: ignore[arg-type]


def naskah(dok: Dokumen, nomor: int, jenis: JenisNaskah, unit: str, **lain: object) -> Naskah:
    row = Naskah(
        naskah_id=f"{dok.dokumen_id}-{nomor:02d}",
        dokumen_id=dok.dokumen_id,
        jenis=jenis,
        halaman_awal=1,
        halaman_akhir=1,
        unit=unit,
        pemda="Kabupaten Jember",
        tahun=2025,
        keyakinan=0.93,
    )
    return dataclasses.replace(row, **lain)  # type: ignore[arg-type]


def angka_kinerja(
    satu: Naskah, baris: int, ukuran: UkuranKinerja, tahun: int, teks: str, **lain: object
) -> Kinerja:
    x0, y0, x1, y1 = sel(baris, 2)
    row = Kinerja(
        kinerja_id=f"{satu.naskah_id}-k{baris:02d}-{ukuran}-{tahun}",
        naskah_id=satu.naskah_id,
        tabel="Tabel 3.2",
        urut=baris,
        tingkat=TingkatKinerja.SASARAN,
        tujuan_sasaran="Meningkatnya kualitas pelayanan kecamatan",
        indikator=INDIKATOR[(baris - 1) % len(INDIKATOR)],
        kunci=f"kunci-{(baris - 1) % len(INDIKATOR)}",
        ukuran=ukuran,
        tahun=tahun,
        teks=teks,
        nilai=Decimal(teks.replace(",", ".")),
        satuan="persen",
        halaman=1,
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        metode=Metode.TEKS,
        keyakinan=0.98,
        status_baca=StatusBaca.BERSIH,
    )
    return dataclasses.replace(row, **lain)  # type: ignore[arg-type]


def bukti_di(
    temuan_id: str, urut: int, peran: PeranBukti, dok: Dokumen, satu: Naskah, baris: int, teks: str
) -> Bukti:
    x0, y0, x1, y1 = sel(baris, 2)
    return Bukti(
        temuan_id=temuan_id,
        urut=urut,
        peran=peran,
        berkas=dok.berkas,
        dokumen_id=dok.dokumen_id,
        naskah_id=satu.naskah_id,
        tabel="Tabel 3.2",
        halaman=1,
        x0=x0,
        y0=y0,
        x1=x1,
        y1=y1,
        teks=teks,
        nilai=Decimal(teks.replace(",", ".")),
        keyakinan=0.97,
    )


def contoh_hasil(sumber: Path, jumlah: int = 6, unit: int = 2) -> Hasil:
    """Print a folder of papers and return the result of a reading with `jumlah` findings."""
    nama_unit = ["Kecamatan Kalisat", "Kecamatan Kencong", "Kecamatan Umbulsari"]
    nama_unit += [f"Kecamatan Contoh {n}" for n in range(4, unit + 1)]
    files: list[Dokumen] = []
    papers: list[Naskah] = []
    figures: list[Kinerja] = []
    for place, nama in enumerate(nama_unit[:unit]):
        short = nama.removeprefix("Kecamatan ").lower().replace(" ", "-")
        for jenis, label in (
            (JenisNaskah.MATRIKS_RENSTRA, "renstra"),
            (JenisNaskah.PERJANJIAN_KINERJA, "pk 2025"),
            (JenisNaskah.LKJIP, "lkjip"),
        ):
            if place == 1 and jenis == JenisNaskah.PERJANJIAN_KINERJA:
                continue
            berkas = f"{short}/{label}.pdf"
            rows = [
                [str(n), name, f"{80 + n},5", f"{79 + n},25", "98,4"]
                for n, name in enumerate(INDIKATOR, start=1)
            ]
            make_pdf(sumber / berkas, f"{label.upper()} {nama.upper()}", rows)
            dok = dokumen(berkas, sumber / berkas)
            period = {"tahun": None, "periode_awal": 2025, "periode_akhir": 2029}
            more = period if jenis == JenisNaskah.MATRIKS_RENSTRA else {}
            paper = naskah(dok, 1, jenis, nama, **more)
            files.append(dok)
            papers.append(paper)
            for row in range(1, len(INDIKATOR) + 1):
                if jenis == JenisNaskah.LKJIP:
                    for year in (2023, 2024, 2025):
                        text = f"{76 + row + year - 2023},25"
                        figures.append(
                            angka_kinerja(paper, row, UkuranKinerja.REALISASI, year, text)
                        )
                else:
                    figures.append(
                        angka_kinerja(paper, row, UkuranKinerja.TARGET, 2025, f"{80 + row},5")
                    )
    figures[0] = dataclasses.replace(
        figures[0],
        status_baca=StatusBaca.RAGU,
        teks="81,S",
        nilai=None,
        bacaan="tesseract:81,S|rapidocr:81,5",
    )
    findings, evidence = _findings(files, papers, jumlah)
    first = papers[0]
    copy = dataclasses.replace(
        files[0], berkas="salinan/renstra.pdf", status=StatusDokumen.DUPLIKAT
    )
    make_pdf(sumber / "salinan/renstra.pdf", "salinan", [])
    return Hasil(
        pembacaan=pembacaan(),
        dokumen=(
            *files,
            copy,
            dokumen(
                "rusak.pdf", None, status=StatusDokumen.GAGAL, pesan="bukan PDF: tanpa kepala %PDF"
            ),
        ),
        naskah=tuple(papers),
        pejabat=(contoh_pejabat(first),),
        indikator=(contoh_indikator(first),),
        kinerja=tuple(figures),
        anggaran=(contoh_anggaran(first),),
        rujukan=(contoh_rujukan(first),),
        temuan=tuple(findings),
        bukti=tuple(evidence),
        pesan=("Tesseract tidak mempunyai data bahasa ind; dipakai eng.",),
        aturan=ATURAN,
    )


def _findings(
    files: list[Dokumen], papers: list[Naskah], jumlah: int
) -> tuple[list[Temuan], list[Bukti]]:
    findings: list[Temuan] = []
    evidence: list[Bukti] = []
    rules = list(ATURAN)
    for n in range(jumlah):
        place = (n * 3) % len(papers)
        paper, dok = papers[place], files[place]
        other = (place + 1) % len(papers)
        row = n % len(INDIKATOR) + 1
        rule = rules[n % len(rules)]
        temuan_id = f"{rule}-{n:06x}"
        status = list(StatusTemuan)[0 if n % 4 < 2 else n % 4 - 1]
        computed = rule == "capaian-hitung"
        findings.append(
            Temuan(
                temuan_id=temuan_id,
                aturan=rule,
                tingkat=list(TingkatTemuan)[(n // 2) % 3],
                status=status,
                unit=paper.unit,
                pemda=paper.pemda,
                tahun=2025,
                kunci=f"kunci-{row - 1}",
                judul=f"{ATURAN[rule].judul}: {INDIKATOR[row - 1]}",
                uraian=f"Target {INDIKATOR[row - 1]} tahun 2025 dalam Perjanjian Kinerja tertulis "
                f"{80 + row},5, sedangkan dalam matriks Renstra 2025-2029 tertulis {81 + row},5.",
                nilai_a=f"{80 + row}.5",
                nilai_b=f"{81 + row}.5",
                saran="Samakan target Perjanjian Kinerja dengan Renstra, atau catat dasar ubahnya.",
                kelompok="k-1" if n in (0, 1) else "",
            )
        )
        evidence.append(bukti_di(temuan_id, 1, PeranBukti.A, dok, paper, row, f"{80 + row},5"))
        if not computed:
            evidence.append(
                bukti_di(
                    temuan_id, 2, PeranBukti.B, files[other], papers[other], row, f"{81 + row},5"
                )
            )
        if n % 3 == 0:
            evidence.append(
                bukti_di(temuan_id, 3, PeranBukti.PENUNJANG, dok, paper, row, f"{80 + row},5")
            )
        if status != StatusTemuan.PASTI:
            evidence[-1] = dataclasses.replace(
                evidence[-1], bacaan="tesseract:81,5|rapidocr:87,5|tesseract-6:81,5"
            )
    return findings, evidence


def contoh_pejabat(satu: Naskah) -> Pejabat:
    return Pejabat(
        pejabat_id=f"{satu.naskah_id}-p1",
        naskah_id=satu.naskah_id,
        peran=Peran.PIHAK_PERTAMA,
        nama="SURYA ADIPURNAMA, S.STP., M.Si.",
        nip="197804151998021003",
        jabatan="CAMAT KALISAT",
        pangkat="Pembina Tingkat I",
        tanda_tangan=TandaTangan.ADA,
        halaman=1,
        metode=Metode.OCR,
        keyakinan=0.91,
    )


def contoh_indikator(satu: Naskah) -> Indikator:
    return Indikator(
        indikator_id=f"{satu.naskah_id}-i1",
        naskah_id=satu.naskah_id,
        urut=1,
        jenis=JenisIndikator.IKU,
        indikator=INDIKATOR[0],
        formulasi="= Jumlah nilai : jumlah unsur\n- unsur pelayanan",
        halaman_awal=1,
        halaman_akhir=1,
        metode=Metode.TEKS,
        keyakinan=1.0,
    )


def contoh_anggaran(satu: Naskah) -> Anggaran:
    return Anggaran(
        anggaran_id=f"{satu.naskah_id}-a1",
        naskah_id=satu.naskah_id,
        urut=1,
        tingkat=TingkatAnggaran.PROGRAM,
        kode="7.01.01",
        uraian="PROGRAM PENUNJANG URUSAN PEMERINTAHAN DAERAH",
        ukuran=UkuranAnggaran.PERGESERAN,
        tahun=2025,
        teks="(8.091.400,00)",
        nilai=Decimal("-8091400.00"),
        halaman=1,
        metode=Metode.TEKS,
        keyakinan=1.0,
        status_baca=StatusBaca.BERSIH,
    )


def contoh_rujukan(satu: Naskah) -> Rujukan:
    return Rujukan(
        rujukan_id=f"{satu.naskah_id}-r1",
        naskah_id=satu.naskah_id,
        urut=1,
        jenis=JenisRujukan.UU,
        nomor="23",
        tahun=2014,
        tentang="Pemerintahan Daerah",
        teks="Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah",
        halaman=1,
    )

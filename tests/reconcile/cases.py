"""Cases of the rules: written as rows of words, made into records.

The format, for who writes a case:

    naskah:  kode | jenis | tahun atau periode | tanggal | hal lain
             hal lain: unit=…; pemda=…; nomor=…; halaman=1,5,2; ganda=3:2; induk=kode;
             ocr=0.9 (pindaian, keyakinan kata); yakin=0.7 (keyakinan atas naskah)
    kinerja: naskah | tabel | indikator | angka; angka
             angka: ukuran@tahun = teks; baris program ditulis `program Nama > Indikator`
    anggaran: naskah | tabel | tingkat uraian | angka; angka | sumber dana
    indikator: naskah | tabel | jenis | indikator | formulasi | definisi | sumber | penanggung jawab
               (indikator boleh didahului sasarannya: `Sasaran > Indikator`)
    pejabat: naskah | peran | nama | nip | jabatan | tanda tangan
    rujukan: naskah | jenis | nomor | tahun | tentang | teks
    disebut: naskah | nomor | tahun | tentang | teks   (keputusan perangkat daerah yang disebut)
    klaim: naskah | jenis | pokok | isi | tabel | kata-kata
           jenis: angka ukuran@tahun; cacah ukuran; tercapai, tren, efisiensi (isi: simpulan);
           kriteria (isi: kriterianya); kategori (efisiensi yang tercetak dalam tabel)
           pokok: indikator; `Sasaran 2`; `semua` baris tabel; `anggaran`; `tidak jelas`
    diktum: naskah | KESATU; KEDUA; KEEMPAT ?   (tanda tanya: urutannya meragukan)
    skala: naskah | tabel | kelas | rentang
    tabel: naskah | tabel | kepala baris | kepala kolom = teks; kelompok/kepala kolom = teks
    tanggal: naskah | teks | bagian yang mungkin (ISO)   (tanggal yang tidak ada)
    kosong: naskah | teks | bagian yang tercetak (ISO)   (tanggal tanpa hari atau bulan)
    kunci: jenis | sebutan | kunci | ya (bila ragu)

`-` is an empty cell. `[kunci]` behind a name sets its key; without it the name is the key.
`83,5 ?93,5` is a figure in doubt: another reader read 93,5. `83,5 !` was corrected by a reviewer.
Rows of one naskah and table are one table; `tabel#2` begins another table of that label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from extractors.dictums import ordinal_number
from extractors.numbers import Bentuk, parse_number
from extractors.scales import parse_interval
from extractors.text import slug
from pipeline.reconcile.ledger import Rekaman
from schemas.records import (
    Anggaran,
    AngkaTabel,
    Diktum,
    Dokumen,
    Indikator,
    KelasSkala,
    Kinerja,
    Klaim,
    Naskah,
    Pejabat,
    Rujukan,
    SebutanKunci,
    TanggalKosong,
    TanggalMustahil,
)
from schemas.vocabulary import (
    JenisIndikator,
    JenisKlaim,
    JenisNaskah,
    JenisRujukan,
    LingkupKlaim,
    Metode,
    Peran,
    PeranAngka,
    Simpulan,
    StatusBaca,
    StatusDokumen,
    TandaTangan,
    TingkatAnggaran,
    TingkatKinerja,
    UkuranAnggaran,
    UkuranKinerja,
    UkuranKlaim,
)

FOLDER = Path(__file__).parent / "kasus"

_SATUAN = {"persen", "dokumen", "laporan", "orang"}


@dataclass(frozen=True)
class Kasus:
    """One case: records, and what the rule must say of them."""

    aturan: str
    nama: str
    jenis: str  # salah, benar, hampir
    rekaman: Rekaman
    temuan: tuple[dict[str, Any], ...]
    belum: int | None

    def __str__(self) -> str:
        return f"{self.aturan}: {self.nama}"


def load_cases(path: Path) -> tuple[Kasus, ...]:
    """Read the cases of one rule."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Kasus(
            aturan=content["aturan"],
            nama=str(kasus["nama"]),
            jenis=kasus["jenis"],
            rekaman=build(kasus),
            temuan=tuple(kasus.get("temuan") or ()),
            belum=kasus.get("belum"),
        )
        for kasus in content["kasus"]
    )


def all_cases() -> tuple[Kasus, ...]:
    """Read the cases of every rule."""
    return tuple(kasus for path in sorted(FOLDER.glob("*.yaml")) for kasus in load_cases(path))


def build(kasus: dict[str, Any]) -> Rekaman:
    """Make the records of a case."""
    papers = [_paper(index, row) for index, row in enumerate(_rows(kasus, "naskah"), start=1)]
    by_code = {paper.kode: paper for paper in papers}
    for paper in papers:
        induk = paper.lain.get("induk", "")
        paper.induk_id = by_code[induk].naskah_id if induk else ""
    kinerja = _kinerja(_rows(kasus, "kinerja"), by_code)
    return Rekaman(
        dokumen=tuple(paper.dokumen() for paper in papers),
        naskah=tuple(paper.naskah() for paper in papers),
        kinerja=tuple(kinerja),
        anggaran=tuple(_anggaran(_rows(kasus, "anggaran"), by_code)),
        indikator=tuple(_indikator(_rows(kasus, "indikator"), by_code)),
        pejabat=tuple(_pejabat(_rows(kasus, "pejabat"), by_code)),
        rujukan=tuple(_rujukan(_rows(kasus, "rujukan"), by_code)),
        keputusan_disebut=tuple(_disebut(_rows(kasus, "disebut"), by_code)),
        klaim=tuple(_klaim(_rows(kasus, "klaim"), by_code, kinerja)),
        diktum=tuple(_diktum(_rows(kasus, "diktum"), by_code)),
        skala=tuple(_skala(_rows(kasus, "skala"), by_code)),
        angka_tabel=tuple(_tabel(_rows(kasus, "tabel"), by_code)),
        tanggal_mustahil=tuple(_tanggal(_rows(kasus, "tanggal"), by_code)),
        tanggal_kosong=tuple(_kosong(_rows(kasus, "kosong"), by_code)),
        kunci=tuple(_kunci(row) for row in _rows(kasus, "kunci")),
    )


def _rows(kasus: dict[str, Any], bagian: str) -> list[list[str]]:
    lines = str(kasus.get(bagian) or "").splitlines()
    rows = [[cell.strip() for cell in line.split("|")] for line in lines if line.strip()]
    return [["" if cell == "-" else cell for cell in row] for row in rows]


def _cell(row: list[str], index: int) -> str:
    return row[index] if index < len(row) else ""


@dataclass
class _Paper:
    kode: str
    jenis: JenisNaskah
    masa: str
    tanggal: str
    lain: dict[str, str]
    urut: int
    induk_id: str = ""

    @property
    def dokumen_id(self) -> str:
        return f"{self.urut:012x}"

    @property
    def naskah_id(self) -> str:
        return f"{self.dokumen_id}-01"

    @property
    def metode(self) -> Metode:
        return Metode.OCR if "ocr" in self.lain else Metode.TEKS

    @property
    def keyakinan(self) -> float:
        return float(self.lain.get("ocr", "1"))

    def dokumen(self) -> Dokumen:
        return Dokumen(
            berkas=f"{self.kode}.pdf",
            dokumen_id=self.dokumen_id,
            sha256=self.dokumen_id * 5,
            status=StatusDokumen.TERBACA,
            ukuran_bita=1,
            halaman=9,
            halaman_pindaian=0,
        )

    def naskah(self) -> Naskah:
        start, _, end = self.masa.partition("-")
        pages = self.lain.get("halaman", "1,2,3")
        numbers = [int(page) for page in pages.split(",")]
        return Naskah(
            naskah_id=self.naskah_id,
            dokumen_id=self.dokumen_id,
            induk_id=self.induk_id,
            jenis=self.jenis,
            halaman_awal=min(numbers),
            halaman_akhir=max(numbers),
            unit=self.lain.get("unit", "Kecamatan Kencong"),
            pemda=self.lain.get("pemda", "Kabupaten Jember"),
            tahun=None if end or not start else int(start),
            periode_awal=int(start) if end else None,
            periode_akhir=int(end) if end else None,
            nomor=self.lain.get("nomor", ""),
            tanggal=self.tanggal,
            keyakinan=float(self.lain.get("yakin", "1")),
            halaman_semua=pages,
            halaman_ganda=self.lain.get("ganda", "").replace(":", "="),
        )


def _paper(urut: int, row: list[str]) -> _Paper:
    parts = [part.partition("=") for part in _cell(row, 4).split(";") if part.strip()]
    lain = {name.strip(): value.strip() for name, _, value in parts}
    return _Paper(row[0], JenisNaskah(row[1]), _cell(row, 2), _cell(row, 3), lain, urut)


def _name_and_key(teks: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)\s*\[([^\]]*)\]", teks)
    return (match[1], match[2]) if match else (teks, slug(teks))


def _reading(teks: str) -> tuple[str, StatusBaca, str]:
    """Part `83,5 ?93,5` into the text, its status and its readings."""
    if teks.endswith("!"):
        return teks[:-1].strip(), StatusBaca.DIKOREKSI, ""
    first, mark, other = teks.partition("?")
    first = first.strip()
    if not mark:
        return first, StatusBaca.BERSIH, f"tesseract:{first}|rapidocr:{first}"
    return first, StatusBaca.RAGU, f"tesseract:{first}|rapidocr:{other.strip()}"


class _Counter:
    """Row numbers within each naskah and table."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], int] = {}

    def next(self, kode: str, tabel: str) -> int:
        self.seen[kode, tabel] = self.seen.get((kode, tabel), 0) + 1
        return self.seen[kode, tabel]


def _figures(teks: str) -> list[tuple[str, int | None, str]]:
    found = []
    for part in teks.split(";"):
        head, _, printed = part.partition("=")
        ukuran, _, tahun = head.strip().partition("@")
        found.append((ukuran, int(tahun) if tahun else None, printed.strip()))
    return found


def _kinerja(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Kinerja]:
    counter, found = _Counter(), []
    for kode, tabel, nama, angka in rows:
        paper, urut = papers[kode], counter.next(kode, tabel)
        line, mark, name = nama.partition(">")
        tingkat, _, line = line.strip().partition(" ") if mark else ("sasaran", "", "")
        indikator, kunci = _name_and_key((name if mark else nama).strip())
        for ukuran, tahun, printed in _figures(angka):
            teks, status, bacaan = _reading(printed)
            parsed = parse_number(teks)
            words = ukuran == "kriteria"
            found.append(
                Kinerja(
                    kinerja_id=f"{paper.naskah_id}-k{len(found):04d}",
                    naskah_id=paper.naskah_id,
                    tabel=tabel.partition("#")[0],
                    urut=urut,
                    tingkat=TingkatKinerja(tingkat),
                    tujuan_sasaran=line.strip(),
                    indikator=indikator,
                    kunci=kunci,
                    ukuran=UkuranKinerja(ukuran),
                    tahun=tahun,
                    teks=teks,
                    nilai=None if words else parsed.nilai,
                    satuan="" if words else parsed.satuan,
                    predikat="" if words else parsed.predikat,
                    halaman=2,
                    x0=1.0,
                    y0=float(urut),
                    x1=2.0,
                    y1=urut + 1.0,
                    metode=paper.metode,
                    keyakinan=paper.keyakinan,
                    status_baca=status,
                    bacaan=bacaan,
                )
            )
    return found


def _anggaran(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Anggaran]:
    counter, found = _Counter(), []
    for row in rows:
        kode, tabel, nama, angka = row[:4]
        paper, urut = papers[kode], counter.next(kode, tabel)
        level, _, line = nama.partition(" ")
        known = level in list(TingkatAnggaran)
        uraian, kunci = _name_and_key(line if known else nama)
        for ukuran, tahun, printed in _figures(angka):
            teks, status, bacaan = _reading(printed)
            found.append(
                Anggaran(
                    anggaran_id=f"{paper.naskah_id}-a{len(found):04d}",
                    naskah_id=paper.naskah_id,
                    tabel=tabel.partition("#")[0],
                    urut=urut,
                    tingkat=TingkatAnggaran(level) if known else None,
                    uraian=uraian or "Jumlah",
                    kunci=kunci,
                    ukuran=UkuranAnggaran(ukuran),
                    tahun=tahun,
                    teks=teks,
                    nilai=parse_number(teks).nilai,
                    sumber_dana=_cell(row, 4),
                    halaman=2,
                    metode=paper.metode,
                    keyakinan=paper.keyakinan,
                    status_baca=status,
                    bacaan=bacaan,
                )
            )
    return found


def _indikator(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Indikator]:
    counter, found = _Counter(), []
    for row in rows:
        paper = papers[row[0]]
        aim, mark, name = row[3].rpartition(">")
        indikator, kunci = _name_and_key(name.strip())
        found.append(
            Indikator(
                indikator_id=f"{paper.naskah_id}-i{len(found):04d}",
                naskah_id=paper.naskah_id,
                tabel=row[1].partition("#")[0],
                urut=counter.next(row[0], row[1]),
                jenis=JenisIndikator(row[2]),
                tujuan_sasaran=aim.strip() if mark else "",
                indikator=indikator,
                kunci=kunci,
                formulasi=_cell(row, 4),
                definisi=_cell(row, 5),
                sumber_data=_cell(row, 6),
                penanggung_jawab=_cell(row, 7),
                halaman_awal=2,
                halaman_akhir=2,
                metode=paper.metode,
                keyakinan=paper.keyakinan,
            )
        )
    return found


def _pejabat(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Pejabat]:
    found = []
    for row in rows:
        paper = papers[row[0]]
        nip, status, bacaan = _reading(_cell(row, 3))
        found.append(
            Pejabat(
                pejabat_id=f"{paper.naskah_id}-p{len(found):04d}",
                naskah_id=paper.naskah_id,
                peran=Peran(row[1]),
                nama=row[2],
                nip=re.sub(r"\D", "", nip),
                jabatan=_cell(row, 4),
                tanda_tangan=TandaTangan(_cell(row, 5) or "ada"),
                halaman=3,
                metode=paper.metode,
                keyakinan=paper.keyakinan,
                status_baca=status,
                bacaan=bacaan,
            )
        )
    return found


def _rujukan(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Rujukan]:
    found = []
    for row in rows:
        paper = papers[row[0]]
        nomor, status, _ = _reading(_cell(row, 2))
        found.append(
            Rujukan(
                rujukan_id=f"{paper.naskah_id}-r{len(found):04d}",
                naskah_id=paper.naskah_id,
                urut=len(found) + 1,
                jenis=JenisRujukan(row[1]),
                nomor=nomor,
                tahun=int(row[3]) if _cell(row, 3) else None,
                tentang=_cell(row, 4),
                teks=_cell(row, 5) or f"Nomor {nomor} Tahun {_cell(row, 3)} {_cell(row, 4)}",
                halaman=1,
                metode=paper.metode,
                keyakinan=paper.keyakinan,
                status_baca=status,
            )
        )
    return found


def _disebut(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Rujukan]:
    cited = _rujukan([[row[0], "lainnya", *row[1:]] for row in rows], papers)
    return [
        replace(item, rujukan_id=f"{item.naskah_id}-s{urut:04d}") for urut, item in enumerate(cited)
    ]


def _klaim(rows: list[list[str]], papers: dict[str, _Paper], kinerja: list[Kinerja]) -> list[Klaim]:
    found: list[Klaim] = []
    for row in rows:
        paper, kind = papers[row[0]], row[1]
        jenis, _, measure = kind.partition(" ")
        ukuran, _, tahun = measure.partition("@")
        isi, status, bacaan = _reading(row[3])
        tabel = _cell(row, 4)
        first = [k for k in kinerja if k.naskah_id == paper.naskah_id and k.tabel == tabel]
        scope, indikator, aim = _subject(row[2])
        in_table = jenis == "kategori"
        counted = jenis in ("angka", "cacah")
        parsed = parse_number(isi)
        found.append(
            Klaim(
                klaim_id=f"{paper.naskah_id}-n{len(found):03d}",
                naskah_id=paper.naskah_id,
                urut=len(found) + 1,
                jenis=JenisKlaim.EFISIENSI if in_table else JenisKlaim(jenis),
                lingkup=scope,
                tujuan_sasaran=aim,
                indikator=indikator,
                kunci=_name_and_key(row[2].rpartition(">")[2].strip())[1] if indikator else "",
                ukuran=UkuranKlaim(ukuran) if ukuran else None,
                tahun=int(tahun) if tahun else paper.naskah().tahun,
                teks=_cell(row, 5) or isi,
                kalimat=_cell(row, 5) or isi,
                nilai=parsed.nilai if counted else None,
                desimal=parsed.desimal if counted else 0,
                satuan=parsed.satuan if counted else "",
                predikat=isi if jenis == "kriteria" else "",
                simpulan=None if counted or jenis == "kriteria" else Simpulan(isi),
                tabel=tabel if in_table else "",
                tabel_dirujuk=tabel,
                kinerja_id=first[0].kinerja_id if first else "",
                halaman=2,
                metode=paper.metode,
                keyakinan=paper.keyakinan,
                status_baca=status,
                bacaan=bacaan,
            )
        )
    return found


def _subject(teks: str) -> tuple[LingkupKlaim, str, str]:
    """Part a subject into scope, indicator and sasaran."""
    if teks == "tidak jelas":
        return LingkupKlaim.INDIKATOR, "", ""
    if teks in ("semua", "anggaran"):
        return LingkupKlaim.TABEL if teks == "semua" else LingkupKlaim.ANGGARAN, "", ""
    if teks.startswith("Sasaran "):
        return LingkupKlaim.SASARAN, "", teks
    line, mark, name = teks.partition(">")
    indikator = _name_and_key((name if mark else teks).strip())[0]
    return LingkupKlaim.INDIKATOR, indikator, line.strip() if mark else ""


def _diktum(rows: list[list[str]], papers: dict[str, _Paper]) -> list[Diktum]:
    found: list[Diktum] = []
    for kode, words in rows:
        for word in words.split(";"):
            kata = word.replace("?", "").strip()
            nomor = ordinal_number(kata)
            assert nomor is not None, kata
            found.append(
                Diktum(
                    diktum_id=f"{papers[kode].naskah_id}-d{len(found):03d}",
                    naskah_id=papers[kode].naskah_id,
                    urut=len(found) + 1,
                    nomor=nomor,
                    kata=kata,
                    halaman=2,
                    metode=papers[kode].metode,
                    keyakinan=papers[kode].keyakinan,
                    status_baca=StatusBaca.RAGU if "?" in word else StatusBaca.BERSIH,
                )
            )
    return found


def _skala(rows: list[list[str]], papers: dict[str, _Paper]) -> list[KelasSkala]:
    found: list[KelasSkala] = []
    numbers: dict[tuple[str, str], int] = {}
    for kode, tabel, kelas, teks in rows:
        rentang = parse_interval(teks)
        assert rentang is not None, teks
        number = numbers.setdefault((kode, tabel), len(numbers) + 1)
        found.append(
            KelasSkala(
                kelas_id=f"{papers[kode].naskah_id}-c{len(found):03d}",
                naskah_id=papers[kode].naskah_id,
                skala=number,
                tabel=tabel,
                urut=len(found) + 1,
                kelas=kelas,
                bawah=rentang.bawah,
                tanda_bawah=rentang.tanda_bawah,
                atas=rentang.atas,
                tanda_atas=rentang.tanda_atas,
                desimal=rentang.desimal,
                teks=teks.replace("?", "").strip(),
                halaman=2,
                metode=papers[kode].metode,
                keyakinan=papers[kode].keyakinan,
                status_baca=StatusBaca.RAGU if "?" in teks else StatusBaca.BERSIH,
            )
        )
    return found


def _tanggal(rows: list[list[str]], papers: dict[str, _Paper]) -> list[TanggalMustahil]:
    return [
        TanggalMustahil(
            tanggal_id=f"{papers[kode].naskah_id}-g{number:03d}",
            naskah_id=papers[kode].naskah_id,
            teks=teks.replace("?", "").strip(),
            iso=iso,
            halaman=2,
            metode=papers[kode].metode,
            keyakinan=papers[kode].keyakinan,
            status_baca=StatusBaca.RAGU if "?" in teks else StatusBaca.BERSIH,
        )
        for number, (kode, teks, iso) in enumerate(rows, start=1)
    ]


def _kosong(rows: list[list[str]], papers: dict[str, _Paper]) -> list[TanggalKosong]:
    return [
        TanggalKosong(
            tanggal_id=f"{papers[kode].naskah_id}-h{number:03d}",
            naskah_id=papers[kode].naskah_id,
            teks=teks.replace("?", "").strip(),
            iso=iso,
            halaman=2,
            metode=papers[kode].metode,
            keyakinan=papers[kode].keyakinan,
            status_baca=StatusBaca.RAGU if "?" in teks else StatusBaca.BERSIH,
        )
        for number, (kode, teks, iso) in enumerate(rows, start=1)
    ]


def _kunci(row: list[str]) -> SebutanKunci:
    return SebutanKunci(
        jenis=row[0], sebutan=row[1], kunci=row[2], cara="mirip", skor=0.8, ragu=_cell(row, 3)
    )


_JUMLAH = ("Jumlah", "Sub Jumlah", "Total", "Σ")


def _tabel(rows: list[list[str]], papers: dict[str, _Paper]) -> list[AngkaTabel]:
    counter, found = _Counter(), []
    for kode, tabel, kepala, cells in rows:
        paper, number = papers[kode], counter.next(kode, tabel)
        role = PeranAngka.JUMLAH_KOLOM if kepala in _JUMLAH else PeranAngka.ISI
        role = PeranAngka.KELOMPOK if kepala.isupper() else role
        for column, cell in enumerate(cells.split(";"), start=1):
            head, _, printed = cell.partition("=")
            above, mark, name = head.strip().rpartition("/")
            teks, status, bacaan = _reading(printed.strip())
            parsed = parse_number(teks)
            empty = parsed.bentuk is Bentuk.KOSONG
            found.append(
                AngkaTabel(
                    angka_id=f"{paper.naskah_id}-x{len(found):04d}",
                    tabel_id=f"{paper.naskah_id}-{tabel}",
                    naskah_id=paper.naskah_id,
                    tabel=tabel,
                    nomor_baris=number,
                    nomor_kolom=column,
                    kepala_baris=kepala,
                    kelompok_kolom=above if mark else "",
                    kepala_kolom=name,
                    peran_baris=role,
                    peran_kolom=PeranAngka.JUMLAH_BARIS if name in _JUMLAH else PeranAngka.ISI,
                    teks=teks,
                    nilai=parse_number("0").nilai if empty else parsed.nilai,
                    desimal=parsed.desimal,
                    halaman=2,
                    metode=paper.metode,
                    keyakinan=paper.keyakinan,
                    status_baca=status,
                    bacaan=bacaan,
                )
            )
    return found

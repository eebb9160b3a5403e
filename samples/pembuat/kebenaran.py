"""Write down what stands on the bound pages, from the sources' `data-` attributes and the layout.

Independent of the extractors: values come from the printed text where it is plain, and
from the source's own word where it is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from pipeline.geometry.box import Kotak
from samples.pembuat.angka import KOSONG, Angka, normal_unit, plain_figure
from samples.pembuat.cetak import Cetakan, printed_text
from samples.pembuat.kisi import Sel, body_rows
from samples.pembuat.kolom import KOLOM, KOTAK, TULISAN, Baris, figure_column
from samples.pembuat.susun import Jilid


@dataclass(slots=True)
class Kebenaran:
    """The rows of one or more files, and what is wrong with the sources."""

    baris: dict[str, list[Baris]] = field(default_factory=lambda: {tabel: [] for tabel in KOLOM})
    keluhan: list[str] = field(default_factory=list)

    def add(self, other: Kebenaran) -> None:
        """Take in the rows of another file."""
        for tabel, rows in other.baris.items():
            self.baris[tabel] += rows
        self.keluhan += other.keluhan


def collect(cetakan: Cetakan, jilid: Jilid) -> Kebenaran:
    """Return the truth of one bound file."""
    return _Pembaca(cetakan, jilid).read()


class _Pembaca:
    """Walks one source in document order, knowing which naskah it is in."""

    def __init__(self, cetakan: Cetakan, jilid: Jilid) -> None:
        self.cetakan = cetakan
        self.jilid = jilid
        self.hasil = Kebenaran()
        self.berkas = f"{cetakan.nama}.pdf"
        self.blok: dict[str, list[Element]] = {}
        self.urut_rujukan: dict[str, int] = {}
        self.urut_tabel = 0

    def read(self) -> Kebenaran:
        for element in self.cetakan.akar.iter():
            name = element.get("data-id") if "data-naskah" in element.attrib else None
            name = name or element.get("data-bagian")
            if name:
                self.blok.setdefault(name, []).append(element)
        self._walk(self.cetakan.akar, "")
        return self.hasil

    def _complain(self, element: Element, about: str) -> None:
        text = " ".join(printed_text(self.cetakan, element).split())[:60]
        self.hasil.keluhan.append(f"{self.berkas}: <{element.tag}> {text!r}: {about}")

    def _walk(self, element: Element, naskah: str) -> None:
        attrib = element.attrib
        if "data-naskah" in attrib:
            naskah = attrib.get("data-id", "")
            self._naskah(element, naskah)
        elif "data-bagian" in attrib:
            naskah = attrib["data-bagian"]
            if not any("data-naskah" in block.attrib for block in self.blok[naskah]):
                self._complain(element, f"data-bagian dari naskah yang tidak ada: {naskah}")
        if "data-ttd" in attrib:
            self._pejabat(element, naskah)
        if "data-rujukan" in attrib:
            self._rujukan(element, naskah)
        if "data-rekam" in attrib and "data-ulang" not in attrib:
            self._tabel(element, naskah)
        for child in element:
            if isinstance(child.tag, str):
                self._walk(child, naskah)

    # -- naskah, pejabat, rujukan

    def _naskah(self, element: Element, naskah: str) -> None:
        pages = self._pages_of_naskah(naskah)
        if not naskah or not pages:
            self._complain(element, "naskah tanpa data-id atau tanpa halaman")
            return
        awal, _, akhir = element.get("data-periode", "").partition("-")
        self.hasil.baris["naskah"].append(
            {
                "berkas": self.berkas,
                "naskah_id": naskah,
                "induk_id": element.get("data-induk", ""),
                "jenis": element.get("data-naskah"),
                "halaman_awal": min(pages),
                "halaman_akhir": max(pages),
                "unit": element.get("data-unit", ""),
                "pemda": element.get("data-pemda", ""),
                "tahun": element.get("data-tahun", ""),
                "periode_awal": awal,
                "periode_akhir": akhir,
                "nomor": element.get("data-nomor", ""),
                "tanggal": element.get("data-tanggal", ""),
                "tempat": element.get("data-tempat", ""),
                "tentang": element.get("data-tentang", ""),
                "halaman_semua": ",".join(str(page) for page in pages),
            }
        )

    def _pages_of_naskah(self, naskah: str) -> list[int]:
        """Return the bound pages of a naskah in the order of its content."""
        pages: list[int] = []
        for block in sorted(self.blok.get(naskah, []), key=_place_in_content):
            inner = {
                page
                for part in block.iter()
                if part is not block and self._other_naskah(part, naskah)
                for page in self.cetakan.boxes_within(part, glyphs=True)
            }
            for printed in self.cetakan.boxes_within(block, glyphs=True):
                if printed not in inner:
                    pages += self.jilid.pages_of(printed)
        return list(dict.fromkeys(pages))

    @staticmethod
    def _other_naskah(part: Element, naskah: str) -> bool:
        own = part.get("data-id") if "data-naskah" in part.attrib else part.get("data-bagian")
        return own is not None and own != naskah

    def _pejabat(self, element: Element, naskah: str) -> None:
        boxes = self.cetakan.boxes_within(element)
        if not boxes:
            self._complain(element, "blok tanda tangan tidak tercetak")
            return
        tokens = " ".join(part.get("data-tanda", "") for part in element.iter()).split()
        signed = any(token.startswith("ttd") for token in tokens)
        if signed != (element.get("data-ttd") == "ada"):
            self._complain(element, "data-ttd dan data-tanda tidak cocok")
        printed, box = next(iter(boxes.items()))
        self.hasil.baris["pejabat"].append(
            {
                "berkas": self.berkas,
                "naskah_id": naskah,
                "peran": element.get("data-peran", ""),
                "nama": element.get("data-nama", ""),
                "nip": element.get("data-nip", ""),
                "jabatan": element.get("data-jabatan", ""),
                "pangkat": element.get("data-pangkat", ""),
                "tanda_tangan": element.get("data-ttd"),
                **self._place(printed, box),
            }
        )

    def _rujukan(self, element: Element, naskah: str) -> None:
        said = element.attrib["data-rujukan"]
        parts = said.split(";" if ";" in said else "/")
        boxes = self.cetakan.boxes_within(element, glyphs=True)
        if len(parts) != 3 or not boxes:
            self._complain(element, f"data-rujukan: {said}")
            return
        self.urut_rujukan[naskah] = self.urut_rujukan.get(naskah, 0) + 1
        printed, box = next(iter(boxes.items()))
        self.hasil.baris["rujukan"].append(
            {
                "berkas": self.berkas,
                "naskah_id": naskah,
                "urut": self.urut_rujukan[naskah],
                "jenis": parts[0],
                "nomor": parts[1],
                "tahun": parts[2],
                "tentang": element.get("data-tentang", ""),
                "teks": " ".join(printed_text(self.cetakan, element).split()),
                **self._place(printed, box),
            }
        )

    def _place(self, printed: int, box: Kotak) -> Baris:
        halaman, shown = self.jilid.place(printed, box)
        row: Baris = {"halaman": halaman, "metode": self.jilid.metode(halaman)}
        row.update(zip(KOTAK, shown, strict=True))
        return row

    # -- tables

    def _tabel(self, table: Element, naskah: str) -> None:
        columns = table.get("data-kolom", "").split("|")
        figures = self._figure_columns(table, columns)
        if "data-lanjutan" not in table.attrib:
            self.urut_tabel = 0
        for row, cells in body_rows(table):
            if "data-lewati" in row.attrib:
                continue
            if len(cells) != len(columns):
                self._complain(row, f"{len(cells)} sel, data-kolom menyebut {len(columns)}")
            named = dict(zip(columns, cells, strict=False))
            self.urut_tabel += 1
            if table.get("data-rekam") == "indikator":
                self._indikator(table, row, named, naskah)
            else:
                self._record(table, row, named, figures, naskah)

    def _figure_columns(
        self, table: Element, columns: list[str]
    ) -> dict[str, tuple[str, str, str]]:
        """Return table, ukuran and year of each figure column."""
        figures = {}
        for name in columns:
            try:
                figure = figure_column(name)
            except ValueError as error:
                self._complain(table, str(error))
                continue
            if figure and name in figures:
                self._complain(table, f"kolom disebut dua kali: {name}")
            if figure:
                figures[name] = figure
        return figures

    def _text(self, named: dict[str, Sel], *names: str) -> str:
        """Return the text of the first of the columns that is not blank."""
        for name in names:
            if name in named:
                cell = named[name].elemen
                text = cell.get("data-teks", self._in_lines(cell))
                if text:
                    return text
        return ""

    def _in_lines(self, cell: Element) -> str:
        """Return a cell's text, each fraction over its bar as one line: `A / B x 100%`."""
        text = printed_text(self.cetakan, cell)
        for part in cell.iter():
            if part.get("class") != "rumus":
                continue
            lines = printed_text(self.cetakan, part)
            for bar in part.iter():
                if bar.get("class") == "pecahan":
                    above, below = (printed_text(self.cetakan, side) for side in bar)
                    lines = lines.replace(f"{above}\n{below}", f"{above} / {below}")
            text = text.replace(printed_text(self.cetakan, part), " ".join(lines.split("\n")))
        return text

    def _record(
        self,
        table: Element,
        row: Element,
        named: dict[str, Sel],
        figures: dict[str, tuple[str, str, str]],
        naskah: str,
    ) -> None:
        for name, (prefix, ukuran, tahun) in figures.items():
            cell = named.get(name)
            if not cell or not cell.awal or self._is_blank(cell.elemen):
                continue
            target = prefix or table.attrib["data-rekam"]
            figure: Baris = {
                "berkas": self.berkas,
                "naskah_id": naskah,
                "tabel": table.get("data-tabel", ""),
                "urut": self.urut_tabel,
                "kunci": row.get("data-kunci", ""),
                "ukuran": ukuran,
                "tahun": tahun,
            }
            figure |= self._figure(cell.elemen, named, ukuran, uang=target == "anggaran")
            if target == "anggaran":
                self._anggaran(table, row, named, figure, efisiensi=bool(prefix))
            else:
                self._kinerja(table, row, named, figure)

    def _is_blank(self, cell: Element) -> bool:
        return "data-kosong" in cell.attrib or printed_text(self.cetakan, cell) in KOSONG

    def _level(self, table: Element, row: Element, named: dict[str, Sel]) -> str:
        said = row.get("data-tingkat", table.get("data-tingkat"))
        if said is not None:
            return said
        if "sasaran" in named and "tujuan" in named:
            return "sasaran" if self._text(named, "sasaran") else "tujuan"
        return "tujuan" if "tujuan" in named else "sasaran"

    def _kinerja(self, table: Element, row: Element, named: dict[str, Sel], figure: Baris) -> None:
        figure |= {
            "tingkat": self._level(table, row, named),
            "tujuan_sasaran": self._text(named, "sasaran", "tujuan", "tujuan_sasaran", "uraian"),
            "indikator": self._text(named, "indikator"),
        }
        self.hasil.baris["kinerja"].append(figure)

    def _anggaran(
        self,
        table: Element,
        row: Element,
        named: dict[str, Sel],
        figure: Baris,
        *,
        efisiensi: bool,
    ) -> None:
        order = ("sasaran", "tujuan_sasaran", "tujuan", "indikator") if efisiensi else ("uraian",)
        figure |= {
            "tingkat": row.get("data-tingkat", table.get("data-tingkat", "")),
            "kode": _code(self._text(named, "kode")),
            "uraian": self._text(named, *order),
            "sumber_dana": self._text(named, "sumber_dana"),
        }
        for name in ("satuan", "predikat"):
            figure.pop(name)
        self.hasil.baris["anggaran"].append(figure)

    def _figure(self, cell: Element, named: dict[str, Sel], ukuran: str, *, uang: bool) -> Baris:
        text = " ".join(printed_text(self.cetakan, cell).split())
        value: Decimal | None = None
        unit = predikat = ""
        if "data-nilai" in cell.attrib:
            value = Decimal(cell.attrib["data-nilai"]) if cell.attrib["data-nilai"] else None
        elif ukuran != "kriteria":
            angka = self._plain(cell, text, uang=uang)
            if angka:
                value, unit, predikat = angka.nilai, angka.satuan, angka.predikat
        unit = cell.get("data-satuan", unit or normal_unit(self._text(named, "satuan")))
        row: Baris = {
            "teks": text,
            "nilai": value,
            "satuan": unit,
            "predikat": cell.get("data-predikat", predikat),
        }
        printed, glyphs = next(iter(self.cetakan.boxes_within(cell, glyphs=True).items()))
        row |= self._place(printed, self.cetakan.kotak[cell][printed])
        row |= zip(TULISAN, self.jilid.place(printed, glyphs)[1], strict=True)
        return row

    def _plain(self, cell: Element, text: str, *, uang: bool) -> Angka | None:
        try:
            return plain_figure(text, uang=uang)
        except ValueError as error:
            self._complain(cell, f"{error}; sebut data-nilai (kosong bila bukan satu angka)")
            return None

    def _indikator(self, table: Element, row: Element, named: dict[str, Sel], naskah: str) -> None:
        if "indikator" not in named:
            self._complain(row, "baris tanpa sel indikator")
            return
        name = named["indikator"].elemen
        own = [c.elemen for c in named.values() if c.awal and c.elemen.get("rowspan", "1") == "1"]
        printed = sorted(
            {page for cell in own for page in self.cetakan.boxes_within(cell, glyphs=True)}
        )
        place = self._place(*next(iter(self.cetakan.kotak[name].items())))
        pages = [self.jilid.pages_of(page)[0] for page in printed]
        place.pop("halaman")
        self.hasil.baris["indikator"].append(
            {
                "berkas": self.berkas,
                "naskah_id": naskah,
                "tabel": table.get("data-tabel", ""),
                "urut": self.urut_tabel,
                "jenis": table.get("data-jenis", "iku"),
                "tujuan_sasaran": self._text(named, "sasaran", "tujuan", "tujuan_sasaran"),
                "indikator": self._text(named, "indikator"),
                "kunci": row.get("data-kunci", ""),
                "formulasi": self._text(named, "formulasi"),
                "definisi": self._text(named, "definisi"),
                "sumber_data": self._text(named, "sumber_data"),
                "penanggung_jawab": self._text(named, "penanggung_jawab"),
                "halaman_awal": pages[0],
                "halaman_akhir": pages[-1],
                **place,
            }
        )


def _place_in_content(block: Element) -> int:
    """Return where a block stands among those of its naskah; unsaid: as printed."""
    return int(block.get("data-isi", "0"))


def _code(text: str) -> str:
    """Return the code in a cell; a word there (`JUMLAH`, over merged columns) is none."""
    return text if any(c.isdigit() for c in text) else ""

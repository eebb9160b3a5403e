"""`laporan/index.html`: the findings for reading, one page that opens from disk with no network.

Pictures are embedded as data URIs while they stay below `EMBED_LIMIT` in all: then the page
can be sent by itself. Above it they are linked in `../gambar`, all of them, since a page of
many megabytes is slow to open and one with half of its pictures would mislead whoever
receives it alone; the page says which of the two it is.
"""

from __future__ import annotations

import base64
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from pipeline.emit import labels, report_view
from pipeline.emit.charts import HEIGHT, WIDTH, charts
from pipeline.emit.crops import DPI, crop_name, png_size
from pipeline.emit.dokumen import page_name, write_documents
from pipeline.emit.drawing import JuruGambar
from pipeline.emit.page_parts import asset, content_policy, environment, hash_of
from pipeline.emit.pdf_links import PdfLinks
from pipeline.emit.report_view import KelompokUnit, Tampilan
from pipeline.emit.result import Hasil, PenjelasanAturan
from pipeline.emit.rule_groups import in_order, rumpun_of
from pipeline.emit.uji_petik import pictures_of, uji_petik
from schemas.records import BelumDibandingkan, Bukti, HalamanTerbaca

FOLDER = "laporan"
EMBED_LIMIT = 8_000_000
"""Bytes of pictures, before base64, that one page may carry."""
MOST_DOUBTFUL = 400
"""Doubtful figures, and things not compared, listed in the page; the tables hold all."""
_CSS_PIXELS_PER_INCH = 96
_TALLEST = 360
"""CSS pixels; a whole page is shown no higher."""
_SHOWN = 1.1
"""How much of its size on paper a crop is shown at: small print is easier to read."""


def write_report(
    hasil: Hasil,
    folder: Path,
    sumber: Path,
    out: Path,
    juru_gambar: JuruGambar | None = None,
    tampilan: Tampilan | None = None,
) -> Path:
    """Write the report into `folder`, whose pictures are already cut; return its first page.

    `out` is where the folder will stand in the end, `sumber` the input folder: the
    links to the PDFs lead from the one to the other.
    """
    path = folder / FOLDER / "index.html"
    path.parent.mkdir(exist_ok=True)
    tampilan = tampilan or report_view.shown_of(hasil)
    numbers = _numbers(tampilan.semua)
    messages = write_documents(
        hasil, path.parent, sumber, out / FOLDER, numbers, juru_gambar or JuruGambar(hasil.tertutup)
    )
    hasil = dataclasses.replace(hasil, pesan=(*hasil.pesan, *messages))
    links = PdfLinks(sumber, out / FOLDER)
    sample = uji_petik(hasil)
    every = (*hasil.bukti, *(pictures_of(sample.butir) if sample else ()))
    pictures = Pictures(every, folder)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(rendered(hasil, links, pictures, tampilan))
    return path


class Pictures:
    """The pictures of the bukti, embedded or linked; see the module's docstring."""

    def __init__(self, bukti: Sequence[Bukti], folder: Path) -> None:
        self._folder = folder
        names = sorted({one.gambar or crop_name(one) for one in bukti})
        total = sum((folder / name).stat().st_size for name in names if (folder / name).is_file())
        self.embedded = total <= EMBED_LIMIT

    def source(self, gambar: str) -> str:
        """Return what `src` holds for a picture."""
        if not self.embedded:
            return quote(f"../{gambar}")
        data = (self._folder / gambar).read_bytes()
        return "data:image/png;base64," + base64.b64encode(data).decode("ascii")

    def of_sample(self, bukti: Bukti) -> str:
        """Return the path of the picture of a figure of the sample, empty if there is none."""
        name = crop_name(bukti)
        return name if (self._folder / name).is_file() else ""

    def size(self, gambar: str) -> tuple[int, int]:
        """Return width and height in CSS pixels at which a crop is shown, at most `_TALLEST`."""
        with (self._folder / gambar).open("rb") as file:
            width, height = png_size(file.read(24))
        factor = _CSS_PIXELS_PER_INCH / DPI * _SHOWN
        factor = min(factor, _TALLEST / height)
        return round(width * factor), round(height * factor)


def render(hasil: Hasil, links: PdfLinks, pictures: Pictures, meja: bool = False) -> str:
    """Return the page as HTML; with `meja` the page of the reviewer's desk, with its buttons."""
    return "".join(rendered(hasil, links, pictures, report_view.shown_of(hasil), meja))


def rendered(
    hasil: Hasil,
    links: PdfLinks,
    pictures: Pictures,
    tampilan: Tampilan,
    meja: bool = False,
) -> Iterator[str]:
    """Return the page as `render` does, part by part."""
    penamaan, standing = tampilan.penamaan, tampilan.berlaku
    ringkasan = report_view.summarise(hasil, penamaan)
    not_compared = hasil.rows_of(BelumDibandingkan)
    style, script = assets(meja)
    template = environment().get_template("index.html")
    return template.generate(
        hasil=hasil,
        ringkasan=ringkasan,
        matriks=report_view.matrix(standing, penamaan, hasil),
        kelompok=standing,
        dugaan=tampilan.dugaan,
        ditolak=tampilan.ditolak,
        meja=meja,
        uji=uji_petik(hasil),
        belum=not_compared[:MOST_DOUBTFUL],
        belum_semua=len(not_compared),
        nama_folder=_folder_name(hasil),
        naskah_pokok=[nama for nama, _ in report_view.NASKAH_POKOK],
        ragu=report_view.doubtful_figures(hasil, penamaan, MOST_DOUBTFUL),
        ragu_semua=ringkasan.ragu,
        pemda=report_view.regencies(hasil),
        dokumen=report_view.documents(hasil),
        halaman_dokumen=_pages_of(hasil),
        grafik=charts(hasil, penamaan, _numbers(standing)),
        ukuran_grafik=(WIDTH, HEIGHT),
        unit=[u for u in penamaan.units if any(g.unit == u for g in tampilan.semua)],
        indikator=report_view.indicators_shown(tampilan.semua),
        aturan_dipakai=_rules_used(hasil),
        label=labels,
        tautan=links.to_page,
        gambar=pictures,
        naskah_title=report_view.naskah_title,
        gaya=Markup(style),
        skrip=Markup(script),
        csp=desk_policy() if meja else content_policy(style, script, pictures.embedded),
    )


def _numbers(groups: Iterable[KelompokUnit]) -> dict[str, int]:
    """Return the numbers of findings in the report by their ids."""
    return {one.temuan.temuan_id: one.nomor for group in groups for one in group.temuan}


def _pages_of(hasil: Hasil) -> dict[str, str]:
    """Return the way to the page of each document that was read, by `dokumen_id`."""
    return {one.dokumen_id: page_name(one.dokumen_id) for one in hasil.rows_of(HalamanTerbaca)}


def _folder_name(hasil: Hasil) -> str:
    """Return the name of the folder that was read, without its way: the report is sent on."""
    given = str(hasil.pembacaan.pengaturan.get("masukan") or "")
    return Path(given).resolve().name if given else ""


def assets(meja: bool) -> tuple[str, str]:
    """Return style and script of the page."""
    style, script = asset("gaya.css"), asset("skrip.js")
    return (style + asset("meja.css"), script + asset("meja.js")) if meja else (style, script)


def desk_policy() -> str:
    """Return the policy of the reviewer's page: it may also talk to the server it came from."""
    style, script = assets(meja=True)
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{hash_of(style)}'",
            f"script-src '{hash_of(script)}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _rules_used(hasil: Hasil) -> list[tuple[str, list[tuple[str, PenjelasanAturan]]]]:
    """Return the rules that made findings by rumpun, in the order of the catalogue."""
    rumpun: dict[str, list[tuple[str, PenjelasanAturan]]] = {}
    for aturan in in_order({temuan.aturan for temuan in hasil.temuan}, hasil.aturan):
        rule = hasil.aturan.get(aturan, PenjelasanAturan(judul=aturan))
        rumpun.setdefault(rumpun_of(aturan, hasil.aturan), []).append((aturan, rule))
    return list(rumpun.items())

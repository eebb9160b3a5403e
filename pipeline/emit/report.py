"""`laporan/index.html`: the findings for reading, one page that opens from disk with no network.

Pictures are embedded as data URIs while they stay below `EMBED_LIMIT` in all: then the page
can be sent by itself. Above it they are linked in `../gambar`, all of them, since a page of
many megabytes is slow to open and one with half of its pictures would mislead whoever
receives it alone; the page says which of the two it is.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from pipeline.emit import labels, report_view
from pipeline.emit.charts import HEIGHT, WIDTH, charts
from pipeline.emit.crops import DPI, crop_name, png_size
from pipeline.emit.report_view import Penamaan
from pipeline.emit.result import Hasil, PenjelasanAturan
from pipeline.emit.rule_groups import in_order, rumpun_of
from pipeline.emit.uji_petik import pictures_of, uji_petik
from schemas.records import Bukti

FOLDER = "laporan"
EMBED_LIMIT = 8_000_000
"""Bytes of pictures, before base64, that one page may carry."""
MOST_DOUBTFUL = 400
"""Doubtful figures listed in the page; the tables hold all."""
_CSS_PIXELS_PER_INCH = 96
_TEMPLATES = Path(__file__).parent / "templates"


def write_report(hasil: Hasil, folder: Path, sumber: Path, out: Path) -> Path:
    """Write `laporan/index.html` into `folder`, whose pictures are already cut.

    `out` is where the folder will stand in the end, `sumber` the input folder: the
    links to the PDFs lead from the one to the other.
    """
    path = folder / FOLDER / "index.html"
    path.parent.mkdir(exist_ok=True)
    links = PdfLinks(sumber, out / FOLDER)
    sample = uji_petik(hasil)
    every = (*hasil.bukti, *(pictures_of(sample.butir) if sample else ()))
    pictures = Pictures(every, folder)
    path.write_text(render(hasil, links, pictures), encoding="utf-8", newline="")
    return path


class PdfLinks:
    """Links from the report to a page of an input file."""

    def __init__(self, sumber: Path, report_folder: Path) -> None:
        self._sumber = sumber
        self._start = report_folder

    def to_page(self, berkas: str, halaman: int | None = None) -> str:
        """Return the relative link to a page of a PDF, or a file: link across drives."""
        path = self._sumber.absolute() / berkas
        try:
            link = quote(Path(os.path.relpath(path, self._start.absolute())).as_posix())
        except ValueError:
            link = path.as_uri()
        return f"{link}#page={halaman}" if halaman else link


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
        """Return width and height in CSS pixels at which the crop has its size on paper."""
        with (self._folder / gambar).open("rb") as file:
            width, height = png_size(file.read(24))
        factor = _CSS_PIXELS_PER_INCH / DPI
        return round(width * factor), round(height * factor)


def render(hasil: Hasil, links: PdfLinks, pictures: Pictures, meja: bool = False) -> str:
    """Return the page as HTML; with `meja` the page of the reviewer's desk, with its buttons."""
    penamaan = Penamaan(hasil)
    standing, apart, rejected = report_view.groups_of(hasil, penamaan)
    doubtful = report_view.doubtful_figures(hasil, penamaan)
    style, script = assets(meja)
    template = _environment().get_template("index.html")
    return template.render(
        hasil=hasil,
        ringkasan=report_view.summarise(hasil, penamaan),
        matriks=report_view.matrix(standing, penamaan, hasil),
        kelompok=standing,
        dugaan=apart,
        ditolak=rejected,
        meja=meja,
        uji=uji_petik(hasil),
        kelengkapan=report_view.completeness(hasil, penamaan),
        naskah_pokok=[nama for nama, _ in report_view.NASKAH_POKOK],
        ragu=doubtful[:MOST_DOUBTFUL],
        ragu_semua=len(doubtful),
        dokumen=report_view.documents(hasil),
        grafik=charts(hasil, penamaan),
        ukuran_grafik=(WIDTH, HEIGHT),
        unit=[
            u for u in penamaan.units if any(g.unit == u for g in (*standing, *apart, *rejected))
        ],
        indikator=report_view.indicators_shown((*standing, *apart, *rejected)),
        aturan_dipakai=_rules_used(hasil),
        label=labels,
        tautan=links.to_page,
        gambar=pictures,
        naskah_title=report_view.naskah_title,
        gaya=Markup(style),
        skrip=Markup(script),
        csp=desk_policy() if meja else _content_policy(style, script, pictures.embedded),
    )


def assets(meja: bool) -> tuple[str, str]:
    """Return style and script of the page."""
    style, script = _asset("gaya.css"), _asset("skrip.js")
    return (style + _asset("meja.css"), script + _asset("meja.js")) if meja else (style, script)


def desk_policy() -> str:
    """Return the policy of the reviewer's page: it may also talk to the server it came from."""
    style, script = assets(meja=True)
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters["angka"] = labels.indonesian
    return environment


def _asset(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _content_policy(style: str, script: str, embedded: bool) -> str:
    """Return a policy under which the page may load nothing but its own parts.

    Style and script are allowed by their hash: markup that slipped into a text of the
    paper could neither run nor reach the network.
    """
    pictures = "data:" if embedded else "data: 'self' file:"
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_hash(style)}'",
            f"script-src '{_hash(script)}'",
            f"img-src {pictures}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _rules_used(hasil: Hasil) -> list[tuple[str, list[tuple[str, PenjelasanAturan]]]]:
    """Return the rules that made findings by rumpun, in the order of the catalogue."""
    rumpun: dict[str, list[tuple[str, PenjelasanAturan]]] = {}
    for aturan in in_order({temuan.aturan for temuan in hasil.temuan}, hasil.aturan):
        rule = hasil.aturan.get(aturan, PenjelasanAturan(judul=aturan))
        rumpun.setdefault(rumpun_of(aturan, hasil.aturan), []).append((aturan, rule))
    return list(rumpun.items())

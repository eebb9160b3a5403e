"""What the desk shows: the report's own page, with links into the server, and what stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipeline.desk.meja import Meja, figure_id
from pipeline.emit.keputusan import Angka
from pipeline.emit.pdf_links import PdfLinks
from pipeline.emit.read_back import input_folder
from pipeline.emit.report import Pictures, render
from pipeline.emit.result import Hasil
from pipeline.emit.uji_petik import uji_petik
from schemas.vocabulary import StatusBaca


class _ServedLinks(PdfLinks):
    """Links to the input files as the server gives them."""

    def __init__(self) -> None:
        super().__init__(Path(), Path())

    def to_page(self, berkas: str, halaman: int | None = None) -> str:
        """Return the link to a page of an input file."""
        link = f"berkas/{quote(berkas)}"
        return f"{link}#page={halaman}" if halaman else link


class _ServedPictures(Pictures):
    """The pictures of the bukti as the server gives them."""

    def __init__(self, folder: Path) -> None:
        super().__init__((), folder)
        self.embedded = False

    def source(self, gambar: str) -> str:
        """Return what `src` holds for a picture."""
        return quote(gambar)


def render_desk(meja: Meja) -> str:
    """Return the report of the output folder as the desk's page."""
    return render(meja.hasil(), _ServedLinks(), _ServedPictures(meja.out), meja=True)


def keadaan(meja: Meja, pemeriksa: str) -> dict[str, Any]:
    """Return what stands of every finding and of the figures that the page shows."""
    hasil = meja.hasil()
    shown = {f"{one.temuan_id}-{one.urut}": meja.figure_of(one) for one in hasil.bukti}
    shown = {name: angka for name, angka in shown.items() if angka}
    uji = uji_petik(hasil)
    sample = [one.angka_id for one in uji.butir] if uji else []
    return {
        **meja.views({*shown.values(), *_doubtful(hasil), *sample}, sample),
        "bukti": shown,
        "pemeriksa": pemeriksa,
        "perintah": f'selaras extract "{input_folder(hasil, meja.out)}" --out "{meja.out}"',
    }


def _doubtful(hasil: Hasil) -> list[str]:
    figures: tuple[Angka, ...] = (*hasil.kinerja, *hasil.anggaran)
    return [figure_id(one) for one in figures if one.status_baca is StatusBaca.RAGU]

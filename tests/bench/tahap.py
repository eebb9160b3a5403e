"""Where the time goes: stages are functions, timed by wrapping them wherever they are known.

`python -m tests.bench.tahap FOLDER OUT` reads a folder in one process and prints the seconds
of each stage as JSON. Processor seconds; what a stage calls of another counts for that one.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Tahapan = Mapping[str, Sequence[str]]
"""The functions of each stage, as `module:name` of the place where they are defined."""

LAIN = "lain-lain"

MEMBACA: Tahapan = {
    "membuka gambar": ("pipeline.read.raster:render", "pipeline.read.raster:render_gray"),
    "geometri, garis, tinta": (
        "pipeline.read.frame:make_straight",
        "pipeline.read.scan:_print_only",
        "pipeline.geometry.grid:find_grids",
    ),
    "OCR, pembaca pertama": ("pipeline.read.scan:_tesseract",),
    "bacaan kedua": (
        "pipeline.read.scan:_read_again",
        "pipeline.read.scan:_with_percent_signs",
    ),
    "lapisan teks": (
        "pipeline.read.textlayer:read_text_layer",
        "pipeline.read.textlayer:with_pasted_ink",
    ),
    "mencocokkan lapisan": ("pipeline.read.trust:is_layer_of_picture",),
    "menyusun tabel": ("pipeline.layout.tables:lay_out", "pipeline.segment:with_all_tables"),
}
"""What reading a page is made of."""

SELURUHNYA: Tahapan = {
    **MEMBACA,
    "mengurai": ("pipeline.whole_file:read_contents",),
    "memeriksa": ("pipeline.conclude:conclude",),
    "menggambar bukti": (
        "pipeline.emit.crops:cut_crops",
        "pipeline.emit.thumbnails:thumbnails_of_file",
    ),
    "menulis laporan": ("pipeline.emit.write:emit",),
}
"""What a run is made of."""


class Arloji:
    """Times the stages of this process from its making on; the functions stay wrapped."""

    def __init__(self, tahapan: Tahapan) -> None:
        """Wrap the functions of every stage.

        Raises:
            AttributeError: there is no such function.
        """
        self._seconds: dict[str, float] = {}
        self._running = [LAIN]
        self._since = time.process_time()
        found = {
            name: getattr(importlib.import_module(module), function)
            for names in tahapan.values()
            for name in names
            for module, _, function in (name.partition(":"),)
        }
        for tahap, names in tahapan.items():
            for name in names:
                _replace_everywhere(found[name], self._timed(found[name], tahap))

    def restart(self) -> None:
        """Begin anew at zero."""
        self._seconds.clear()
        self._since = time.process_time()

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds of each stage so far."""
        self._change()
        return dict(self._seconds)

    def _timed(self, plain: Callable[..., Any], tahap: str) -> Callable[..., Any]:
        @functools.wraps(plain)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._change()
            self._running.append(tahap)
            try:
                return plain(*args, **kwargs)
            finally:
                self._change()
                self._running.pop()

        return timed

    def _change(self) -> None:
        """Book the time since the last change to the stage that was running."""
        now = time.process_time()
        running = self._running[-1]
        self._seconds[running] = self._seconds.get(running, 0.0) + now - self._since
        self._since = now


def _replace_everywhere(plain: Callable[..., Any], other: Callable[..., Any]) -> None:
    """Put another function in the place of one, in every module that has it."""
    for module in list(sys.modules.values()):
        for name, value in list(getattr(module, "__dict__", {}).items()):
            if value is plain:
                setattr(module, name, other)


def run_here(folder: Path, out: Path) -> tuple[int, dict[str, float]]:
    """Read a folder and write its output, all in this process; pages, seconds of each stage."""
    import pipeline.conclude as stages
    from pipeline import whole_file
    from pipeline.contents import Bahan
    from pipeline.emit import write
    from pipeline.ingest import ingest
    from pipeline.read.codec import decode
    from pipeline.read.workers import Tugas, read_one
    from pipeline.reconcile.rule import load_rules

    arloji = Arloji(SELURUHNYA)
    pages, isi = 0, []
    for item in ingest(folder):
        if not item.dibaca:
            continue
        numbers = range(1, (item.dokumen.halaman or 0) + 1)
        read = tuple(read_one(Tugas(item.path, nomor)) for nomor in numbers)
        pages += len(read)
        data = whole_file.read_contents(Bahan(item, read))
        isi.append(decode(whole_file.Isi, data))
    hasil = stages.conclude(isi, rules=load_rules(None))
    write.emit(hasil, out, folder)
    return pages, arloji.seconds()


def main(folder: str, out: str) -> None:
    """Print pages and seconds of each stage as one JSON object."""
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    pages, seconds = run_here(Path(folder), Path(out))
    json.dump({"halaman": pages, "detik": seconds}, answer)


if __name__ == "__main__":
    main(*sys.argv[1:])

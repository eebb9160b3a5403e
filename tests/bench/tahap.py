"""Where the time goes: stages are functions, timed by wrapping them where they are called.

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
"""The functions of each stage, as `module:name` of the place where they are looked up."""

LAIN = "lain-lain"

MEMBACA: Tahapan = {
    "membuka gambar": ("pipeline.read.raster:render", "pipeline.read.raster:render_gray"),
    "geometri, garis, tinta": (
        "pipeline.read.scan:make_straight",
        "pipeline.read.scan:_print_only",
        "pipeline.read.scan:find_grids",
    ),
    "OCR, pembaca pertama": ("pipeline.read.scan:_tesseract",),
    "bacaan kedua": (
        "pipeline.read.scan:_read_again",
        "pipeline.read.scan:_with_percent_signs",
    ),
    "lapisan teks": (
        "pipeline.read.pages:read_text_layer",
        "pipeline.read.pages:with_pasted_ink",
    ),
    "mencocokkan lapisan": ("pipeline.read.pages:is_layer_of_picture",),
    "menyusun tabel": ("pipeline.layout.tables:lay_out", "pipeline.segment:with_all_tables"),
}
"""What reading a page is made of."""

SELURUHNYA: Tahapan = {
    **MEMBACA,
    "menyusun tabel": ("pipeline.contents:lay_out", "pipeline.segment:with_all_tables"),
    "mengurai": ("pipeline.contents:read_contents",),
    "memeriksa": ("pipeline.run:conclude",),
    "menggambar bukti": (
        "pipeline.emit.drawing:cut_crops",
        "pipeline.emit.drawing:thumbnails_of_file",
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
        for tahap, names in tahapan.items():
            for name in names:
                module, _, function = name.partition(":")
                self._wrap(importlib.import_module(module), function, tahap)

    def restart(self) -> None:
        """Begin anew at zero."""
        self._seconds.clear()
        self._since = time.process_time()

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds of each stage so far."""
        self._change()
        return dict(self._seconds)

    def _wrap(self, module: Any, function: str, tahap: str) -> None:
        plain: Callable[..., Any] = getattr(module, function)

        @functools.wraps(plain)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._change()
            self._running.append(tahap)
            try:
                return plain(*args, **kwargs)
            finally:
                self._change()
                self._running.pop()

        setattr(module, function, timed)

    def _change(self) -> None:
        """Book the time since the last change to the stage that was running."""
        now = time.process_time()
        running = self._running[-1]
        self._seconds[running] = self._seconds.get(running, 0.0) + now - self._since
        self._since = now


def run_here(folder: Path, out: Path) -> tuple[int, dict[str, float]]:
    """Read a folder and write its output, all in this process; pages, seconds of each stage."""
    import pipeline.run as stages
    from pipeline import contents
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
        isi.append(decode(contents.Isi, contents.read_contents(contents.Bahan(item, read))))
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

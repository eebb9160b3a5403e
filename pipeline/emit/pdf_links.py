"""Links from a page of the report to a page of an input file."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote


class PdfLinks:
    """Links that lead from a folder of the report into the input folder."""

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

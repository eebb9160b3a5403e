"""What processes have loaded; a job for workers, so that nothing heavy is imported here."""

from __future__ import annotations

import sys

OCR = ("cv2", "numpy", "onnxruntime", "pytesseract", "rapidocr", "tesserocr", "PIL")
"""What reads pictures."""
LATER = (
    "dask",
    "distributed",
    "docx",
    "jinja2",
    "lxml",
    "openpyxl",
    "pandas",
    "pyarrow",
    "rapidfuzz",
    "spacy",
    "thinc",
    "xlsxwriter",
)
"""What takes papers apart, compares them, or writes."""


def loaded(names: tuple[str, ...]) -> list[str]:
    """Return which of some modules this process has loaded."""
    return [name for name in names if name in sys.modules]

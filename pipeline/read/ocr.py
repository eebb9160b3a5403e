"""The readers: Tesseract (in-process, or by command) and RapidOCR's recogniser.

Each takes a gray picture of a piece of page, dark on light, and gives text. They are
loaded once a process, when first needed.

Why `ind+eng`: the Indonesian model of Debian has no percent sign (nor + = < > ; *) in
its character set and turns `10%` into `1046`; with English beside it, it is read right.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from pipeline.read.raster import Image

os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # pages run in parallel, not the lines of one

LANGUAGES = "ind+eng"
BLOCK = 6
"""Page segmentation mode for a block of lines."""
LINE = 7
"""Page segmentation mode for a single line."""
RAW = 13
"""Page segmentation mode for a line taken as it is, where looking for one finds none."""


@dataclass(frozen=True, slots=True)
class KataGambar:
    """A word in a picture: text, confidence 0..1, box in pixels (x0, y0, x1, y1)."""

    teks: str
    keyakinan: float
    kotak: tuple[int, int, int, int]


class Pembaca(Protocol):
    """Reads the words of a picture."""

    nama: str

    def read(self, gray: Image, mode: int, dpi: float) -> list[KataGambar]:
        """Read the words of a gray picture; `mode` is BLOCK, LINE or RAW."""
        ...


class OcrMissing(RuntimeError):
    """Tesseract, or its language data, is not installed."""


def tessdata_folder() -> Path | None:
    """Return the folder with the language data of Tesseract, or None."""
    candidates = [Path(os.environ["TESSDATA_PREFIX"])] if "TESSDATA_PREFIX" in os.environ else []
    candidates += sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True)
    candidates += [
        Path("/usr/share/tessdata"),
        Path("/usr/local/share/tessdata"),
        Path("/opt/homebrew/share/tessdata"),
        Path("C:/Program Files/Tesseract-OCR/tessdata"),
    ]
    for folder in candidates:
        for place in (folder, folder / "tessdata"):
            if all((place / f"{name}.traineddata").is_file() for name in LANGUAGES.split("+")):
                return place
    return None


class TesseractInProcess:
    """Tesseract through tesserocr: a cell costs some 8 ms."""

    def __init__(self, languages: str = LANGUAGES) -> None:
        """Load the model.

        Raises:
            OcrMissing: the language data is not there.
        """
        import tesserocr

        folder = tessdata_folder()
        if folder is None:
            raise OcrMissing("tessdata")
        self.nama = f"tesseract-{languages}"
        self._iterate = tesserocr.iterate_level
        self._word = tesserocr.RIL.WORD
        self._api = tesserocr.PyTessBaseAPI(path=str(folder), lang=languages, psm=BLOCK)
        self._api.SetVariable("debug_file", os.devnull)
        self._api.SetVariable("user_defined_dpi", "0")

    def read(self, gray: Image, mode: int, dpi: float) -> list[KataGambar]:
        """Read the words of a gray picture."""
        height, width = gray.shape
        self._api.SetPageSegMode(mode)
        self._api.SetImageBytes(np.ascontiguousarray(gray).tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(dpi))
        self._api.Recognize()
        iterator = self._api.GetIterator()
        words: list[KataGambar] = []
        if iterator is None:
            return words
        for item in self._iterate(iterator, self._word):
            with contextlib.suppress(RuntimeError):
                text = item.GetUTF8Text(self._word)
                box = item.BoundingBox(self._word)
                if text and text.strip() and box:
                    words.append(
                        KataGambar(text.strip(), item.Confidence(self._word) / 100, tuple(box))
                    )
        return words


class TesseractByCommand:
    """Tesseract through pytesseract: the same readings, a process for each piece."""

    def __init__(self, languages: str = LANGUAGES) -> None:
        """Check that the program is there.

        Raises:
            OcrMissing: the program or its language data is not there.
        """
        if shutil.which("tesseract") is None or tessdata_folder() is None:
            raise OcrMissing("tesseract")
        self.nama = f"tesseract-{languages}"
        self._languages = languages

    def read(self, gray: Image, mode: int, dpi: float) -> list[KataGambar]:
        """Read the words of a gray picture."""
        import pytesseract
        from PIL import Image as PillowImage

        data = pytesseract.image_to_data(
            PillowImage.fromarray(gray),
            lang=self._languages,
            config=f"--psm {mode} --dpi {round(dpi)}",
            output_type=pytesseract.Output.DICT,
        )
        words = []
        for text, conf, x, y, w, h in zip(
            data["text"],
            data["conf"],
            data["left"],
            data["top"],
            data["width"],
            data["height"],
            strict=True,
        ):
            if text.strip() and float(conf) >= 0:
                words.append(KataGambar(text.strip(), float(conf) / 100, (x, y, x + w, y + h)))
        return words


@functools.cache
def tesseract(languages: str = LANGUAGES) -> Pembaca:
    """Return the process's Tesseract reader, in-process where that installs."""
    try:
        return TesseractInProcess(languages)
    except ImportError:
        return TesseractByCommand(languages)


NARROWEST = 96
"""RapidOCR pads every picture to this width (at its height of 48 pixels)."""


class Rapid:
    """RapidOCR's recogniser on tight crops of one line; and its turned-over detector."""

    nama = "rapidocr"

    def __init__(self) -> None:
        """Load the models that come inside the wheel; nothing is downloaded."""
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        with contextlib.redirect_stdout(io.StringIO()):
            from rapidocr import RapidOCR

            engine = RapidOCR(
                params={
                    "Global.log_level": "error",
                    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
                    "Global.use_det": False,
                    "Rec.rec_img_shape": [3, 48, NARROWEST],
                    "Rec.rec_batch_num": 1,
                }
            )
            # The parts are loaded apart from the pipeline, which would resize the crops.
            self._recognise = engine._load_rec_model()
            self._classify = engine._load_cls_model()

    def read_lines(self, crops: Sequence[Image]) -> list[tuple[str, float]]:
        """Read single-line crops; returns (text, confidence 0..1) for each."""
        if not crops:
            return []
        from rapidocr.ch_ppocr_rec.typings import TextRecInput

        colour = [cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops]
        output = self._recognise(TextRecInput(img=colour, return_word_box=False))
        return [
            (text.strip(), float(score))
            for text, score in zip(output.txts, output.scores, strict=True)
        ]

    def sureness(self, crops: Sequence[Image]) -> float:
        """Return how sure (0..1) the reader is of single-line crops, on average; 0 for none."""
        read = self.read_lines(crops)
        return sum(sure for _, sure in read) / len(read) if read else 0.0

    def upside_down_share(self, crops: Sequence[Image]) -> float:
        """Return the mean chance (0..1) that the lines stand on their heads."""
        colour = [cv2.cvtColor(crop, cv2.COLOR_GRAY2BGR) for crop in crops]
        chances = []
        for label, score in self._classify(colour).cls_res:
            chances.append(float(score) if label == "180" else 1 - float(score))
        return sum(chances) / len(chances) if chances else 0.0


@functools.cache
def rapid() -> Rapid:
    """Return the process's second reader."""
    return Rapid()


def tesseract_version() -> str:
    """Return the version of the installed Tesseract program, or ''."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    first = (output.stdout or output.stderr).splitlines()
    return first[0].removeprefix("tesseract ").strip() if first else ""

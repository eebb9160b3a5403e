"""Print a source with WeasyPrint and note where every element came to stand.

Page numbers and boxes of the truth come from here, from the layout itself.
Unit: PDF points, origin top left; pages count from 1, in printed order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pymupdf
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from pipeline.geometry.box import Kotak, union

PT_PER_PX = 0.75
"""WeasyPrint lays out in CSS pixels of 1/96 inch."""


@dataclass(frozen=True, slots=True)
class Cetakan:
    """A printed source.

    `kotak` maps an element to its border box on each page it stands on, `tulisan` to the
    box around its glyphs; `penanda` maps a list item to its printed marker (`1.`, `a.`).
    """

    nama: str
    pdf: bytes
    akar: Element
    ukuran: tuple[tuple[float, float], ...]
    kotak: dict[Element, dict[int, Kotak]] = field(default_factory=dict)
    tulisan: dict[Element, dict[int, Kotak]] = field(default_factory=dict)
    penanda: dict[Element, str] = field(default_factory=dict)

    def pages_of(self, element: Element) -> list[int]:
        """Return the printed pages on which an element stands, in order."""
        return sorted(self.kotak.get(element, {}))

    def boxes_within(self, element: Element, *, glyphs: bool = False) -> dict[int, Kotak]:
        """Return the box around an element and all inside it, by printed page."""
        found: dict[int, list[Kotak]] = {}
        source = self.tulisan if glyphs else self.kotak
        for part in element.iter():
            for page, box in source.get(part, {}).items():
                found.setdefault(page, []).append(box)
        return {page: union(boxes) for page, boxes in sorted(found.items())}


def print_source(path: Path) -> Cetakan:
    """Print an HTML source.

    Raises:
        FileNotFoundError: there is no such source.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    html = HTML(filename=str(path))
    document = html.render(font_config=FontConfiguration())
    cetakan = Cetakan(
        nama=path.stem,
        pdf=document.write_pdf(uncompressed_pdf=False),
        akar=html.etree_element,
        ukuran=tuple((p.width * PT_PER_PX, p.height * PT_PER_PX) for p in document.pages),
    )
    for number, page in enumerate(document.pages, start=1):
        for box in _walk(page._page_box):
            _note(cetakan, number, box)
    return replace(cetakan, pdf=_close_broken_cells(cetakan))


def _close_broken_cells(cetakan: Cetakan) -> bytes:
    """Rule off rows that break over a page, as word processors do and WeasyPrint does not."""
    document = pymupdf.open(stream=cetakan.pdf, filetype="pdf")
    for table in cetakan.akar.iter("table"):
        kinds = table.get("class", "").split()
        if "boleh-putus" not in kinds or "terbuka" in kinds:
            continue
        headed = table.find("thead") is not None
        across = cetakan.kotak.get(table, {})
        for row in table.iter("tr"):
            pages = cetakan.pages_of(row)
            for page in pages:
                box = cetakan.kotak[row][page]
                if page != pages[-1]:
                    _rule(document[page - 1], across[page], box.y1)
                if page != pages[0] and not headed:
                    _rule(document[page - 1], across[page], box.y0)
    return clean_bytes(document)


def _rule(page: Any, across: Kotak, y: float) -> None:
    ends = pymupdf.Point(across.x0, y), pymupdf.Point(across.x1, y)
    page.draw_line(*ends, color=(0, 0, 0), width=0.75)


def clean_bytes(document: Any) -> bytes:
    """Return a PDF without dates, ids and the names of the tools that made it."""
    document.set_metadata({})
    document.del_xml_metadata()
    data: bytes = document.tobytes(garbage=4, deflate=True, no_new_id=True)
    return data


def _walk(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _walk(child)


def _note(cetakan: Cetakan, page: int, box: Any) -> None:
    element = box.element
    if element is None:
        return
    marker = "::marker" in str(box.element_tag)
    text = getattr(box, "text", None)
    if text is not None:
        if marker:
            cetakan.penanda[element] = text.strip()
        if text.strip():
            glyphs = _points(box.position_x, box.position_y, box.width, box.height)
            _grow(cetakan.tulisan, element, page, glyphs)
    if marker or type(box).__name__ in {"PageBox", "MarginBox"}:
        return
    _grow(cetakan.kotak, element, page, _border_box(box))


def _border_box(box: Any) -> Kotak:
    if hasattr(box, "text"):
        return _points(box.position_x, box.position_y, box.width, box.height)
    return _points(box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def _points(x: float, y: float, width: float, height: float) -> Kotak:
    return Kotak(x * PT_PER_PX, y * PT_PER_PX, (x + width) * PT_PER_PX, (y + height) * PT_PER_PX)


def _grow(boxes: dict[Element, dict[int, Kotak]], element: Element, page: int, box: Kotak) -> None:
    pages = boxes.setdefault(element, {})
    pages[page] = union([pages[page], box]) if page in pages else box


BLOCK = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "section", "h1", "h2", "h3"})


def printed_text(cetakan: Cetakan, element: Element) -> str:
    """Return the text of an element as a reader sees it, one block or bullet a line."""
    pieces: list[str] = []
    _gather(cetakan, element, pieces)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _gather(cetakan: Cetakan, element: Element, pieces: list[str]) -> None:
    for child_text, child in _content(element):
        pieces.append(child_text)
        if child is None:
            continue
        if child.tag == "br":
            pieces.append("\n")
            continue
        if child.tag in BLOCK:
            pieces.append("\n")
        if child.tag == "li":
            pieces.append(cetakan.penanda.get(child, "") + " ")
        _gather(cetakan, child, pieces)
        if child.tag in BLOCK:
            pieces.append("\n")


def _content(element: Element) -> Iterator[tuple[str, Element | None]]:
    """Yield the text before each child with that child, and the last text with None.

    A line break in the source is a space on paper.
    """
    text = _flat(element.text)
    for child in element:
        yield text, child if isinstance(child.tag, str) else None
        text = _flat(child.tail)
    yield text, None


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")

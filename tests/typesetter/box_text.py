"""What stands on the page inside the boxes of a record."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from schemas.records import Box, Extraction

_DEVICE_UNITS_PER_POINT = 100
_MARGIN = 1.0
"""Points by which a box is widened, since glyphs may reach out of their word's box."""


def misplaced(extraction: Extraction, data: bytes) -> list[str]:
    """One line per record whose text does not stand in its boxes in the PDF `data`.

    Letters are counted, not put in order: a box may hold the rest of a table's row, and a word
    may be hyphenated. Findings and passages must fill their boxes but for bullets.
    """
    document = pypdfium2.PdfDocument(data)
    lines = []
    for kind, text, boxes, alone in _placed(extraction):
        printed = _letters("".join(text_inside(document, box) for box in boxes))
        wanted = _letters(text)
        missing, extra = (wanted - printed).total(), (printed - wanted).total()
        if missing > 0.02 * wanted.total() or (alone and extra > 3 + 0.1 * wanted.total()):
            lines.append(f"{kind}: {missing} letters missing, {extra} too many in {boxes} for {text!r}")
    document.close()
    return lines


def _placed(extraction: Extraction) -> Iterator[tuple[str, str, tuple[Box, ...], bool]]:
    for question in extraction.question_scores:
        yield "question_scores", question.text, question.boxes, False
    for finding in extraction.findings:
        yield "findings", finding.text, finding.boxes, True
    for passage in extraction.passages:
        yield "passages", passage.text, passage.boxes, True
    for fact in extraction.facts:
        yield "facts", fact.label + fact.value, fact.boxes, False


def _letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\W_]", "", text))


def text_inside(document: pypdfium2.PdfDocument, box: Box) -> str:
    """The text within `box`, which is in points from the top left of the page as displayed."""
    page = document[box.page - 1]
    corners = [_page_point(page, x, y) for x, y in _corners(box)]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    text: str = page.get_textpage().get_text_bounded(xs[0], ys[0], xs[-1], ys[-1])
    return text


def _corners(box: Box) -> Iterable[tuple[float, float]]:
    return (box.x0 - _MARGIN, box.top - _MARGIN), (box.x1 + _MARGIN, box.bottom + _MARGIN)


def _page_point(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the displayed page in the page's own coordinates."""
    width, height = (round(side * _DEVICE_UNITS_PER_POINT) for side in page.get_size())
    across, up = ctypes.c_double(), ctypes.c_double()
    device = (round(x * _DEVICE_UNITS_PER_POINT), round(y * _DEVICE_UNITS_PER_POINT))
    pdfium.FPDF_DeviceToPage(page, 0, 0, width, height, 0, *device, across, up)
    return across.value, up.value

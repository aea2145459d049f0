"""The second reader: pages through pdfplumber and pdfminer.six, a parser of another make.

Slower by an order of magnitude. It is what the fast reader is tested against, and reads the pages
that one cannot.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pdfplumber
from msgspec.structs import replace
from pdfminer.pdfdocument import PDFPasswordIncorrect

from extractors.reading.drawings import Subpath, collect, large_pictures
from extractors.reading.page_reading import CUT_SHORT, MAX_DOUBLE_OFFSET, PageReading, likely_descent, page_of
from extractors.reading.page_space import Matrix, displayed
from extractors.reading.pages import Page, Word
from extractors.reading.printed_text import UNREADABLE, font_name, is_bold, printed_text
from extractors.reading.reading_errors import DamagedPdf, PageFailed, PasswordNeeded
from extractors.reading.small_capitals import SmallCapitals, small_letters, with_small_letters_beside

MAX_GAP_INSIDE_WORD = 0.15  # em; some producers leave the space between words empty
_MEANINGLESS = re.compile(r"\(cid:\d+\)")  # pdfminer's way to write a glyph without a meaning
_NO_NAME = "unknown"  # pdfminer's name of a font that has none
WHITE = 250 / 255  # in each colour, and lighter

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what it cannot read is told by a note


class PdfplumberDocument:
    """An open PDF. Close it, or use it in a `with`."""

    def __init__(self, data: bytes) -> None:
        """Open a document held in memory. Raises PasswordNeeded or DamagedPdf."""
        try:
            self._document = pdfplumber.open(io.BytesIO(data))
            self._pages = self._document.pages
        except Exception as error:  # pdfminer raises whatever its parsing trips over
            if any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args)):
                raise PasswordNeeded from None
            raise DamagedPdf("its list of pages cannot be found") from None

    def __enter__(self) -> PdfplumberDocument:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._pages)

    def close(self) -> None:
        self._document.close()

    def read(self, number: int) -> PageReading:
        """Read page `number` (from 1). Raises PageFailed where pdfminer cannot parse it."""
        page = self._pages[number - 1]
        try:
            found, window = _found_words(page), _window(page)
        except Exception:  # pdfminer raises whatever its parsing trips over
            raise PageFailed(number) from None
        else:
            return _reading(page, number, found, window)
        finally:
            page.close()


def read_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF in order. Raises UnreadableDocument, and PageFailed at a page that is broken."""
    with PdfplumberDocument(data) as document:
        for number in range(1, len(document) + 1):
            yield document.read(number).page


def _reading(
    page: Any, number: int, found: list[dict[str, Any]], window: tuple[float, float, float, float]
) -> PageReading:
    shift_x, shift_y, width, height = window
    drawings = collect(_subpaths(page, shift_x, shift_y), width, height)
    words = _words(found, shift_x, shift_y)
    images = large_pictures([image["width"] * image["height"] for image in page.images], width * height)
    remarks = (CUT_SHORT,) if drawings.cut_short else ()
    return PageReading(page_of(number, words, drawings, images), remarks)


def _window(page: Any) -> tuple[float, float, float, float]:
    """Where pdfplumber has the displayed page's top-left corner, and the page's size.

    pdfplumber turns a page but keeps coordinates relative to its media box.
    """
    mx0, my0, mx1, my1 = _box(page.page_obj.mediabox)
    cx0, cy0, cx1, cy1 = _box(page.page_obj.cropbox or page.page_obj.mediabox)
    crop = (max(mx0, cx0), max(my0, cy0), min(mx1, cx1), min(my1, cy1))
    if crop[0] >= crop[2] or crop[1] >= crop[3]:
        crop = (mx0, my0, mx1, my1)
    _, width, height = displayed(*crop, page.rotation)
    whole: Matrix = displayed(mx0, my0, mx1, my1, page.rotation)[0]
    x0, top, _, _ = whole.box(*crop)
    return page.bbox[0] + x0, page.bbox[1] + top, width, height


def _box(corners: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(v) for v in corners)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _found_words(page: Any) -> list[dict[str, Any]]:
    """Parse the page, and gather its characters into words."""
    words = _extracted(page)
    if any(_looks_doubled(word["text"]) for word in words):
        words = _extracted(page.dedupe_chars(tolerance=MAX_DOUBLE_OFFSET))  # slow, and seldom needed
    return words


def _extracted(page: Any) -> list[dict[str, Any]]:
    words: list[dict[str, Any]] = page.extract_words(
        return_chars=True,
        x_tolerance_ratio=MAX_GAP_INSIDE_WORD,
        char_dir_rotated="btt",  # as along the axis of a chart
    )
    return words


def _looks_doubled(text: str) -> bool:
    """Whether each letter stands twice, as where type is struck twice. A number may look so by chance."""
    return text[0::2] == text[1::2]


def _words(found: list[dict[str, Any]], shift_x: float, shift_y: float) -> list[Word]:
    words: list[Word] = []
    small_capitals: list[SmallCapitals] = []
    for item in found:
        word = _word(item, shift_x, shift_y)
        if word is None:
            continue
        sizes = [char["size"] for char in item["chars"]]
        if word.text.isupper() and word.upright and len(sizes) == len(word.text) and sizes[-1] != sizes[0]:
            word = replace(word, text=small_letters(word.text, sizes))
            if not word.text.isupper():
                small_capitals.append(SmallCapitals(word, sizes[-1]))
        words.append(word)
    return with_small_letters_beside(words, small_capitals) if small_capitals else words


def _word(found: dict[str, Any], shift_x: float, shift_y: float) -> Word | None:
    first = found["chars"][0]
    font = font_name(first["fontname"]) if first["fontname"] != _NO_NAME else ""
    text = printed_text(_MEANINGLESS.sub(UNREADABLE, found["text"]), font)
    if not text:
        return None
    x0, x1 = found["x0"] - shift_x, found["x1"] - shift_x
    if not first["upright"]:
        top, bottom = found["top"] - shift_y, found["bottom"] - shift_y
        return Word(text, x0, top, x1, bottom, font, first["width"], is_bold(font), upright=False)
    size = first["size"]
    stated = (first["matrix"][5] - first["y0"]) / size if size else 0.0
    bottom = first["bottom"] - shift_y + (likely_descent(stated) - stated) * size
    return Word(text, x0, bottom - size, x1, bottom, font, size, is_bold(font))


def _subpaths(page: Any, shift_x: float, shift_y: float) -> Iterator[Subpath]:
    for item in (*page.lines, *page.rects, *page.curves):
        points = [(x - shift_x, y - shift_y) for x, y in item["pts"]]
        if item["object_type"] == "rect":
            points.append(points[0])
        yield Subpath(
            points,
            any(step[0] in ("c", "v", "y") for step in item["path"]),
            bool(item["fill"]) and not _white(item.get("non_stroking_color")),
            bool(item["stroke"]),
            float(item.get("linewidth") or 0),
        )


def _white(color: Any) -> bool:
    """Whether a colour is white: grey or RGB near 1, or CMYK near 0. Unknown colours are not."""
    try:
        parts = [float(part) for part in (color if isinstance(color, (tuple, list)) else (color,))]
    except (TypeError, ValueError):
        return False
    return (
        all(p >= WHITE for p in parts)
        if len(parts) in (1, 3)
        else len(parts) == 4 and max(parts) <= 1 - WHITE
    )

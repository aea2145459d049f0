"""The fast reader: pages through PDFium, one open at a time.

PDFium is not safe to call from several threads; use processes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from types import TracebackType
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.reading.page_reading import CUT_SHORT, PageReading, page_of
from extractors.reading.page_space import Matrix, displayed
from extractors.reading.pages import Page, Word
from extractors.reading.pdfium_drawings import drawings_of, draws_text
from extractors.reading.pdfium_words import words_of
from extractors.reading.reading_errors import DamagedPdf, PageFailed, PasswordNeeded, UnreadableDocument


class PdfiumDocument:
    """An open PDF. Close it, or use it in a `with`."""

    def __init__(self, data: bytes) -> None:
        """Open a document held in memory. Raises PasswordNeeded or DamagedPdf."""
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise _cause(error, data) from None

    def __enter__(self) -> PdfiumDocument:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return int(pdfium.FPDF_GetPageCount(self._document.raw))

    def close(self) -> None:
        self._document.close()

    def read(self, number: int) -> PageReading:
        """Read page `number` (from 1). Raises PageFailed where PDFium cannot open it."""
        page = pdfium.FPDF_LoadPage(self._document.raw, number - 1)
        if not page:
            raise PageFailed(number)
        try:
            return _read_page(page, number)
        finally:
            pdfium.FPDF_ClosePage(page)


def read_pages(data: bytes) -> Iterator[Page]:
    """The pages of a PDF in order. Raises UnreadableDocument, and PageFailed at a page that is broken."""
    with PdfiumDocument(data) as document:
        for number in range(1, len(document) + 1):
            yield document.read(number).page


def _cause(error: pypdfium2.PdfiumError, data: bytes) -> UnreadableDocument:
    """Why PDFium did not open a document. Its error code may be left over from another document."""
    if b"/Encrypt" in data:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            return PasswordNeeded()
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            return DamagedPdf("it is encrypted in a way that is not known")
    return DamagedPdf("its list of pages cannot be found")


def _read_page(page: Any, number: int) -> PageReading:
    display, width, height = _display_of(page)
    drawings, images = drawings_of(page, display, width, height)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise PageFailed(number)
    try:
        words, unread = words_of(text_page, display)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    remarks = [CUT_SHORT] if drawings.cut_short else []
    if unread:
        remarks.append(f"The page has very many characters; the last {unread} were not read.")
    doubt = None
    if not words and draws_text(page):
        doubt = "saw no words"
    elif _stacked(words):
        doubt = "saw words on top of one another"
    return PageReading(page_of(number, words, drawings, images), tuple(remarks), doubt)


def _stacked(words: Sequence[Word]) -> bool:
    """Whether different words begin at one point, as where a tagged PDF has other words for what it shows."""
    return any(a.x0 == b.x0 and a.bottom == b.bottom and a.upright for a, b in pairwise(words))


def _display_of(page: Any) -> tuple[Matrix, float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return displayed(box.left, box.bottom, box.right, box.top, 90 * pdfium.FPDFPage_GetRotation(page))

"""The fast reader: pages through PDFium, one open at a time.

PDFium is not safe to call from several threads; use processes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.page_reading import PageReading
from extractors.page_space import Matrix, displayed
from extractors.pages import Page
from extractors.pdfium_drawings import objects_of
from extractors.pdfium_words import words_of
from extractors.reading_errors import DamagedPdf, PageFailed, PasswordNeeded, UnreadableDocument


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
    objects = objects_of(page, display, width, height)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise PageFailed(number)
    try:
        words, unread = words_of(text_page, display)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    notes = []
    if unread:
        notes.append(f"{unread} characters beyond the first {sum(len(w.text) for w in words)} were not read")
    if objects.cut_short:
        notes.append("a drawing with very many lines was not followed to its end")
    drawings = objects.drawings
    read = Page(
        number,
        width,
        height,
        tuple(w for w in words if 0 <= w.x0 + w.x1 <= 2 * width and 0 <= w.top + w.bottom <= 2 * height),
        tuple(drawings.rules),
        tuple(drawings.shapes),
        tuple(drawings.dots),
        images=objects.images,
    )
    return PageReading(read, tuple(notes), text_expected=objects.text_objects > 0)


def _display_of(page: Any) -> tuple[Matrix, float, float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return displayed(box.left, box.bottom, box.right, box.top, 90 * pdfium.FPDFPage_GetRotation(page))

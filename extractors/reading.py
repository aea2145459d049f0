"""Read a document: from the bytes of a PDF to its pages, by the reader that can."""

from __future__ import annotations

import re
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Literal

from extractors.file_kinds import has_pdf_header, kind_of
from extractors.page_reading import OpenDocument, PageReading
from extractors.pages import Page
from extractors.pdfium_reader import PdfiumDocument
from extractors.reading_errors import (
    DamagedPdf,
    EmptyFile,
    NoPages,
    NotAPdf,
    PageFailed,
    TooManyPages,
    UnreadableDocument,
)

Reader = Literal["pdfium", "pdfplumber"]

A4 = (595.28, 841.89)  # points; what a page that cannot be opened is taken to measure
_END_WITHIN = 64 * 1024  # bytes; some senders append to a PDF
_END = re.compile(rb"%%EOF|startxref")
_LINEARIZED = re.compile(rb"/Linearized\b[^>]*?/L\s+(\d+)")


@dataclass(frozen=True, slots=True)
class ReadingNote:
    """Something a user should know of how a page was read."""

    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages of a document, all of them and in order, and notes on how they were read."""

    pages: tuple[Page, ...]
    notes: tuple[ReadingNote, ...] = ()


def read_document(data: bytes, reader: Reader = "pdfium", max_pages: int = 1000) -> Reading:
    """Read all pages of the PDF whose bytes are `data`.

    A page that `reader` cannot read is read by the other one, with a note; one that neither can
    read is kept without words, with a note. A page without text (a scan) is a page without words.
    Raises a subclass of UnreadableDocument where the document gives no pages at all.
    """
    _refuse_other_files(data)
    with ExitStack() as opened:
        document = _open(reader, data, opened)
        count = len(document)
        if count == 0:
            raise NoPages
        if count > max_pages:
            raise TooManyPages(count, max_pages)
        other = _Fallback("pdfplumber" if reader == "pdfium" else "pdfium", data, opened)
        pages: list[Page] = []
        notes: list[ReadingNote] = []
        for number in range(1, count + 1):
            page, remarks = _read_page(document, other, number)
            pages.append(page)
            notes.extend(ReadingNote(number, remark) for remark in remarks)
    return Reading(tuple(pages), tuple(notes))


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise EmptyFile
    if not has_pdf_header(data):
        raise NotAPdf(kind_of(data))
    linearized = _LINEARIZED.search(data[:_END_WITHIN])
    if not _END.search(data, max(0, len(data) - _END_WITHIN)) or (
        linearized is not None and int(linearized[1]) > len(data)
    ):
        raise DamagedPdf("it ends in the middle, as after a broken download")


def _open(reader: Reader, data: bytes, opened: ExitStack) -> OpenDocument:
    document: OpenDocument
    if reader == "pdfium":
        document = opened.enter_context(closing(PdfiumDocument(data)))
    else:
        from extractors.pdfplumber_reader import PdfplumberDocument  # loads in 0.1 s, and is seldom needed

        document = opened.enter_context(closing(PdfplumberDocument(data)))
    return document


class _Fallback:
    """The other reader, opened when the first page needs it and at most once."""

    def __init__(self, reader: Reader, data: bytes, opened: ExitStack) -> None:
        self.reader = reader
        self._data = data
        self._opened = opened
        self._document: OpenDocument | None = None
        self._failed = False

    def read(self, number: int) -> PageReading | None:
        """Page `number`, None where this reader cannot read it either."""
        if self._document is None and not self._failed:
            try:
                self._document = _open(self.reader, self._data, self._opened)
            except UnreadableDocument:
                self._failed = True
        if self._document is None or number > len(self._document):
            return None
        try:
            return self._document.read(number)
        except PageFailed:
            return None


def _read_page(document: OpenDocument, other: _Fallback, number: int) -> tuple[Page, tuple[str, ...]]:
    """Page `number` as the first reader has it, or the other where that one has more."""
    try:
        read = document.read(number)
    except PageFailed:
        instead = other.read(number)
        if instead is None:
            return Page(number, *A4, words=()), ("The page is damaged and could not be read.",)
        return instead.page, (*instead.remarks, f"The page is damaged; it was read by {other.reader}.")
    if read.page.words or not read.text_expected:
        return read.page, read.remarks
    instead = other.read(number)
    if instead is None or not instead.page.words:
        return read.page, (*read.remarks, "The page holds text that could not be read.")
    return instead.page, (
        *instead.remarks,
        f"No words were found at first; the page was read by {other.reader}.",
    )

"""Read a document: from the bytes of a PDF to its pages, by the reader that can."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Literal

from extractors.reading.file_kinds import has_pdf_header, is_cut_off, kind_of
from extractors.reading.page_reading import OpenDocument, PageReading
from extractors.reading.pages import Page
from extractors.reading.pdfium_reader import PdfiumDocument
from extractors.reading.reading_errors import (
    DamagedPdf,
    EmptyFile,
    NoPages,
    NotAPdf,
    OcrMissing,
    PageFailed,
    PasswordNeeded,
    TooManyPages,
    UnreadableDocument,
)
from extractors.reading.text_health import text_doubt

Reader = Literal["pdfium", "pdfplumber"]

A4 = (595.28, 841.89)  # points; what a page that cannot be opened is taken to measure
MOST_STAMPED = 30  # characters that a scanner or a registry prints on a scan, as a number or a date


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


def read_document(
    data: bytes,
    reader: Reader = "pdfium",
    max_pages: int = 1000,
    before_recognition: Callable[[int], None] = lambda pages: None,
) -> Reading:
    """Read all pages of the PDF whose bytes are `data`.

    A page that `reader` cannot read is read by the other one, with a note; one that neither can
    read is kept without words, with a note. A page that is a picture, or whose text cannot be what
    it shows, is read by text recognition; `before_recognition` is told how many there are, because
    each takes seconds.
    Raises a subclass of UnreadableDocument where the document gives no pages at all, OcrMissing
    where text recognition is needed for half of it and not installed.
    """
    _refuse_other_files(data)
    with ExitStack() as opened:
        first = _Source(reader, data, opened)
        second = _Source("pdfplumber" if reader == "pdfium" else "pdfium", data, opened)
        count, notes = _page_count(first, second)
        if count == 0:
            raise NoPages
        if count > max_pages:
            raise TooManyPages(count, max_pages)
        pages: list[Page] = []
        broken = 0
        for number in range(1, count + 1):
            read = _read_page(first, second, number, count)
            if read is None:
                read = Page(number, *A4, words=()), ("The page is damaged and could not be read.",)
                broken += 1
            pages.append(read[0])
            notes.extend(ReadingNote(number, remark) for remark in read[1])
        if broken == count:
            raise DamagedPdf("none of its pages can be opened")
    return _with_recognised_text(data, Reading(tuple(pages), tuple(notes)), before_recognition)


def _with_recognised_text(
    data: bytes, reading: Reading, before_recognition: Callable[[int], None]
) -> Reading:
    """The reading with its scanned pages, and those with a broken text layer, read as pictures."""
    doubts = {page.number: text_doubt(page.words) for page in reading.pages}
    unread = [p for p in reading.pages if doubts[p.number] or _is_picture(p)]
    if not unread:
        return reading
    from extractors.reading.ocr_reader import recognise  # needed by few archives

    before_recognition(len(unread))
    try:
        recognised = {page.number: page for page in recognise(data, unread)}
    except OcrMissing as missing:
        if 2 * len(unread) > len(reading.pages) or not any(p.words for p in reading.pages):
            raise
        return Reading(
            reading.pages, (*reading.notes, *(ReadingNote(p.number, missing.of_page) for p in unread))
        )
    remarks = [
        ReadingNote(number, f"The page was read by text recognition: its text {doubt}.")
        for number, doubt in doubts.items()
        if doubt
    ]
    pages = tuple(_fuller(page, recognised.get(page.number), doubts[page.number]) for page in reading.pages)
    read = {page.number for page in pages if page.read_by == "ocr"}
    return Reading(pages, (*reading.notes, *(remark for remark in remarks if remark.page in read)))


def _fuller(page: Page, recognised: Page | None, doubt: str | None) -> Page:
    """The page as recognised, or as read before where its picture shows no more than that."""
    if recognised is None or not recognised.words:
        return page
    more = _characters(recognised) > _characters(page)
    return recognised if more or doubt else page


def _characters(page: Page) -> int:
    return sum(len(word.text) for word in page.words)


def _is_picture(page: Page) -> bool:
    """Whether a page shows something and holds no text, or no more than a stamp on a scan."""
    if page.words:
        return page.images > 0 and _characters(page) < MOST_STAMPED
    return bool(page.images or page.rules or page.shapes or page.dots)


def _page_count(first: _Source, second: _Source) -> tuple[int, list[ReadingNote]]:
    """The number of pages by the first reader that can open the document. Raises UnreadableDocument."""
    try:
        return len(first.document), []
    except PasswordNeeded:
        raise
    except UnreadableDocument as failure:
        try:
            count = len(second.document)
        except UnreadableDocument:
            raise failure from None
        return count, [ReadingNote(1, f"The file is damaged; it could only be opened by {second.reader}.")]


def _refuse_other_files(data: bytes) -> None:
    if not data:
        raise EmptyFile
    if not has_pdf_header(data):
        raise NotAPdf(kind_of(data))
    if is_cut_off(data):
        raise DamagedPdf("it ends in the middle, as after a broken download")


class _Source:
    """A document as one reader has it, opened when the first page is asked for."""

    def __init__(self, reader: Reader, data: bytes, opened: ExitStack) -> None:
        self.reader = reader
        self._data = data
        self._opened = opened
        self._document: OpenDocument | None = None
        self._failure: UnreadableDocument | None = None

    @property
    def document(self) -> OpenDocument:
        """Raises UnreadableDocument, each time it is asked for, where this reader cannot open it."""
        if self._failure is not None:
            raise self._failure
        if self._document is None:
            try:
                self._document = _open(self.reader, self._data)
            except UnreadableDocument as failure:
                self._failure = failure
                raise
            self._opened.callback(self._document.close)
        return self._document

    def read(self, number: int, count: int) -> PageReading | None:
        """Page `number`, None where this reader cannot read it or does not see `count` pages."""
        try:
            return self.document.read(number) if len(self.document) == count else None
        except (UnreadableDocument, PageFailed):
            return None


def _open(reader: Reader, data: bytes) -> OpenDocument:
    if reader == "pdfium":
        return PdfiumDocument(data)
    from extractors.reading.pdfplumber_reader import (
        PdfplumberDocument,  # loads in 0.1 s, and is seldom needed
    )

    return PdfplumberDocument(data)


def _read_page(
    first: _Source, second: _Source, number: int, count: int
) -> tuple[Page, tuple[str, ...]] | None:
    """Page `number` and remarks on it, by the first reader or by the second where that has more.

    None where neither can open the page.
    """
    read = first.read(number, count)
    if read is not None and read.doubt is None:
        return read.page, read.remarks
    instead = second.read(number, count)
    if instead is not None and (read is None or instead.page.words):
        why = "could not open it" if read is None else read.doubt
        remark = f"The page was read by {second.reader}: {first.reader} {why}."
        return instead.page, (*instead.remarks, remark)
    if read is None:
        return None
    return read.page, (*read.remarks, f"The text of the page is doubtful: {first.reader} {read.doubt}.")

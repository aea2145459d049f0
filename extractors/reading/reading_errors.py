"""Why a document could not be read, one exception per cause, and what its user can do about it."""

from __future__ import annotations


class UnreadableDocument(Exception):  # noqa: N818 - what is wrong with the file, not with the program
    """A document that gives no pages. The message says what is wrong and what to do."""


class EmptyFile(UnreadableDocument):
    def __init__(self) -> None:
        super().__init__("The file is empty (0 bytes). Fetch or export it again.")


class NotAPdf(UnreadableDocument):
    """`kind` is what the content looks like, as in "a web page (HTML)"."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            f"The file is not a PDF; it looks like {kind}. Find the PDF of the report and add that instead."
        )
        self.kind = kind


class DamagedPdf(UnreadableDocument):
    """`detail` is a clause that says what is broken."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The PDF is damaged: {detail}. Fetch or export it again.")
        self.detail = detail


class PasswordNeeded(UnreadableDocument):
    def __init__(self) -> None:
        super().__init__(
            "The PDF opens only with a password. Save a copy without the password and add that instead."
        )


class NoPages(UnreadableDocument):
    def __init__(self) -> None:
        super().__init__("The PDF has no pages. Fetch or export it again.")


class TooManyPages(UnreadableDocument):
    def __init__(self, pages: int, limit: int) -> None:
        super().__init__(
            f"The PDF has {pages} pages, more than the limit of {limit}. "
            f"Cut out the pages of the report, or raise the limit."
        )
        self.pages = pages
        self.limit = limit


class PageFailed(Exception):  # noqa: N818
    """One page that a reader cannot open. The rest of the document may well be read."""

    def __init__(self, page: int) -> None:
        super().__init__(f"Page {page} is damaged and cannot be opened.")
        self.page = page


class NoText(UnreadableDocument):
    def __init__(self, pages: int) -> None:
        super().__init__(
            f"None of the {pages} pages holds text; they are pictures, as of a scanned paper. "
            "Run text recognition (OCR) on the file and add the result."
        )
        self.pages = pages


class NotAReport(UnreadableDocument):
    def __init__(self) -> None:
        super().__init__(
            "The PDF is no Kommunkompassen report: no areas with points were found in it. "
            "Take it out of the archive, or report it if it is one."
        )


class OcrMissing(UnreadableDocument):
    def __init__(self) -> None:
        super().__init__(f"The file is scanned, {_INSTALL}")
        self.of_page = f"The page is scanned, {_INSTALL}"


_INSTALL = (
    "and text recognition is not installed. Install it with: "
    "pip install 'kommunkompassen[ocr]' and apt-get install tesseract-ocr-swe"
)

"""The words of a page from PDFium's text layer.

PDFium gives a page's characters in one string, with white space of its own making where text
objects stand apart. Words are cut out of that string, and positions asked for only at their ends:
a page has some seven times as many characters as words, and each question is a call out of Python.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractors.reading.page_reading import MAX_DOUBLE_OFFSET
from extractors.reading.page_space import Matrix
from extractors.reading.pages import Word
from extractors.reading.pdfium_typesetting import Type, Typesetting, is_meaningless
from extractors.reading.printed_text import UNREADABLE, printed_text

MAX_CHARACTERS = 200_000  # per page
MAX_GAP_INSIDE_WORD = 0.12  # em, between pieces of one word that the producer placed apart
MAX_OVERLAP_INSIDE_WORD = 0.5  # em
MAX_BASELINE_STEP = 0.1  # em

_JOINED_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen whose word goes on in the next line
_RUN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")


class _Run(NamedTuple):
    """Characters `start` to `end` of a page, side by side, and where they stand on a levelled page."""

    start: int
    end: int
    x0: float
    x1: float
    baseline: float
    type: Type


def words_of(text_page: Any, display: Matrix) -> tuple[list[Word], int]:
    """The words of an open text page in content order, and how many characters were left unread.

    `display` maps content coordinates to those of the displayed page.
    """
    count = max(0, pdfium.FPDFText_CountChars(text_page))
    taken = min(count, MAX_CHARACTERS)
    characters = _Characters(text_page, _codes(text_page, taken), display)
    words = list(_words(characters))
    if characters.meaningless:
        characters = _Characters(text_page, _codes_one_by_one(text_page, taken), display)
        words = list(_words(characters))
    return _without_doubles(words), count - taken


def _words(characters: _Characters) -> Iterator[Word]:
    for pieces in _whole_words(characters):
        word = characters.word(pieces)
        if word is not None:
            yield word


def _whole_words(characters: _Characters) -> Iterator[list[_Run]]:
    """The runs of a page, those of one word together."""
    pieces: list[_Run] = []
    for match in _RUN.finditer(characters.codes):
        run = characters.run(*match.span())
        if pieces and not (_adjoin(pieces[-1], run) and characters.made_up(pieces[-1].end, run.start)):
            yield pieces
            pieces = []
        pieces.append(run)
    if pieces:
        yield pieces


def _adjoin(left: _Run, right: _Run) -> bool:
    em = max(left.type.size, right.type.size)
    return (
        abs(left.baseline - right.baseline) < MAX_BASELINE_STEP * em
        and -MAX_OVERLAP_INSIDE_WORD * em < right.x0 - left.x1 < MAX_GAP_INSIDE_WORD * em
        and left.type.levelled == right.type.levelled
    )


def _without_doubles(words: list[Word]) -> list[Word]:
    """Drop words struck a second time at nearly the same place."""
    by_place: dict[tuple[str, int], list[Word]] = {}  # by text and the full point its line stands on
    kept = []
    for word in words:
        above = by_place.get((word.text, math.floor(word.bottom - MAX_DOUBLE_OFFSET)), ())
        below = by_place.get((word.text, math.floor(word.bottom + MAX_DOUBLE_OFFSET)), ())
        if not (_struck_over(word, above) or _struck_over(word, below)):
            by_place.setdefault((word.text, math.floor(word.bottom)), []).append(word)
            kept.append(word)
    return kept


def _struck_over(word: Word, others: Sequence[Word]) -> bool:
    for other in others:
        if (
            abs(word.x0 - other.x0) < MAX_DOUBLE_OFFSET
            and abs(word.bottom - other.bottom) < MAX_DOUBLE_OFFSET
        ):
            return True
    return False


class _Characters:
    """The characters of one open text page. Lives as long as the page is open."""

    def __init__(self, text_page: Any, codes: str, display: Matrix) -> None:
        self.codes = codes
        self._page = text_page
        self._typesetting = Typesetting(text_page, display)
        # What PDFium writes its answers into.
        self._box = pdfium.FS_RECTF()
        self._x, self._y, self._advance = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()

    @property
    def meaningless(self) -> bool:
        """Whether a glyph was met of which the PDF does not say what it means."""
        return self._typesetting.meaningless

    def made_up(self, start: int, end: int) -> bool:
        """Whether the white space from `start` to `end` is PDFium's own (False where there is none)."""
        return start < end and all(pdfium.FPDFText_IsGenerated(self._page, i) == 1 for i in range(start, end))

    def run(self, start: int, end: int) -> _Run:
        type = self._typesetting.of(start)
        pdfium.FPDFText_GetCharOrigin(self._page, start, self._x, self._y)
        x0, baseline = type.levelled.point(self._x.value, self._y.value)
        if type.along_x:
            box = self._box
            pdfium.FPDFText_GetLooseCharBox(self._page, end - 1, box)
            x1, _ = type.levelled.point(box.right, box.bottom)
        else:
            x1 = self._right_of(end - 1, type)
        return _Run(start, end, x0, x1 if x1 > x0 else x0, baseline, type)

    def word(self, pieces: list[_Run]) -> Word | None:
        """The word that these runs make up, None where it shows nothing."""
        first, last = pieces[0], pieces[-1]
        codes = self.codes[first.start : first.end]
        if last is not first:
            codes = "".join(self.codes[piece.start : piece.end] for piece in pieces)
        if _JOINED_HYPHEN in codes:
            codes = codes.replace(_JOINED_HYPHEN, "-")
        font, bold, size, descent, _, turned_back, _, _ = first.type
        text = printed_text(codes, font)
        if not text:
            return None
        bottom = first.baseline + descent
        if turned_back is None:
            return Word(text, first.x0, bottom - size, last.x1, bottom, font, size, bold)
        box = turned_back.box(first.x0, bottom - size, last.x1, bottom)
        return Word(text, *box, font, size, bold, upright=False)

    def _right_of(self, index: int, type: Type) -> float:
        """Where a character ends on the levelled page if its text does not run along the content's x axis.

        PDFium's own boxes of such characters have no width.
        """
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        start, _ = type.levelled.point(self._x.value, self._y.value)
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._page, index))
        pdfium.FPDFFont_GetGlyphWidth(font, code, type.width, self._advance)
        return start + float(self._advance.value)


def _codes(text_page: Any, count: int) -> str:
    """The characters of a page, one each: character i of the string is PDFium's character i."""
    if count == 0:
        return ""
    units = (ctypes.c_ushort * (count * 2 + 1))()
    length = pdfium.FPDFText_GetText(text_page, 0, count, units)
    text = bytes(units)[: 2 * max(0, length - 1)].decode("utf-16-le", "replace")
    # PDFium leaves a character without a code out of the string.
    return text if len(text) == count else _codes_one_by_one(text_page, count)


def _codes_one_by_one(text_page: Any, count: int) -> str:
    """The same with U+FFFD for each glyph of which the PDF does not say what it means.

    For these PDFium puts in the number of the glyph in its font, which may look like a letter.
    """
    return "".join(_character(text_page, i) for i in range(count))


def _character(text_page: Any, index: int) -> str:
    if pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return _JOINED_HYPHEN
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    known = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if known and not is_meaningless(text_page, index) else UNREADABLE

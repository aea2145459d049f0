"""The words of a page from PDFium's text layer.

PDFium gives a page's characters in one string, with white space of its own making where text
objects stand apart. Words are cut out of that string, and positions asked for only at their ends:
a page has some seven times as many characters as words, and each question is a call out of Python.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractors.reading import pdfium_calls
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
    address = pdfium_calls.address_of(text_page)
    count = max(0, pdfium_calls.count_characters(address))
    taken = min(count, MAX_CHARACTERS)
    characters = _Characters(address, _codes(address, taken), display)
    words = characters.words()
    if characters.meaningless:
        characters = _Characters(address, _codes_one_by_one(address, taken), display)
        words = characters.words()
    return _without_doubles(words), count - taken


def _whole_words(characters: _Characters) -> Iterator[list[_Run]]:
    """The runs of a page, those of one word together."""
    pieces: list[_Run] = []
    for run in characters.runs():
        if pieces and not (_adjoin(pieces[-1], run) and characters.made_up(pieces[-1].end, run.start)):
            yield pieces
            pieces = []
        pieces.append(run)
    if pieces:
        yield pieces


def _adjoin(left: _Run, right: _Run) -> bool:
    em = max(left.type.size, right.type.size)
    return (
        -MAX_OVERLAP_INSIDE_WORD * em < right.x0 - left.x1 < MAX_GAP_INSIDE_WORD * em  # of few neighbours
        and abs(left.baseline - right.baseline) < MAX_BASELINE_STEP * em
        and left.type.levelled == right.type.levelled
    )


def _without_doubles(words: list[Word]) -> list[Word]:
    """Drop words struck a second time at nearly the same place."""
    repeated = {text for text, count in Counter([word.text for word in words]).items() if count > 1}
    by_place: dict[tuple[str, int], list[Word]] = {}  # by text and the full point its line stands on
    kept = []
    for word in words:
        if word.text not in repeated:
            kept.append(word)
            continue
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

    def __init__(self, text_page: int, codes: str, display: Matrix) -> None:
        self.codes = codes
        self._page = text_page
        self._typesetting = Typesetting(text_page, display)
        # What PDFium writes its answers into.
        self._x, self._y, self._box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
        self._x_at, self._y_at, self._box_at = map(ctypes.byref, (self._x, self._y, self._box))

    @property
    def meaningless(self) -> bool:
        """Whether a glyph was met of which the PDF does not say what it means."""
        return self._typesetting.meaningless

    def words(self) -> list[Word]:
        """The words in content order, without those that show nothing."""
        return [word for pieces in _whole_words(self) if (word := self._word(pieces)) is not None]

    def made_up(self, start: int, end: int) -> bool:
        """Whether the white space from `start` to `end` is PDFium's own (False where there is none)."""
        return start < end and all(pdfium_calls.is_generated(self._page, i) == 1 for i in range(start, end))

    def runs(self) -> Iterator[_Run]:
        page, type_at = self._page, self._typesetting.of
        x_of, y_of, box = self._x, self._y, self._box
        for match in _RUN.finditer(self.codes):
            start, end = match.span()
            type = type_at(start)
            pdfium_calls.origin(page, start, self._x_at, self._y_at)
            a, b, c, d, e, f = type.levelled  # its `point`, written out
            x, y = x_of.value, y_of.value
            x0, baseline = a * x + c * y + e, b * x + d * y + f
            if type.along_x:
                pdfium_calls.loose_box(page, end - 1, self._box_at)
                x1 = a * box.right + c * box.bottom + e
            else:
                x1 = self._right_of(end - 1, type)
            yield _Run(start, end, x0, x1 if x1 > x0 else x0, baseline, type)

    def _word(self, pieces: list[_Run]) -> Word | None:
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
        pdfium_calls.origin(self._page, index, self._x_at, self._y_at)
        start, _ = type.levelled.point(self._x.value, self._y.value)
        code = pdfium_calls.unicode(self._page, index)
        font = pdfium_calls.font(pdfium_calls.text_object(self._page, index))
        advance = ctypes.c_float()
        pdfium_calls.glyph_width(font, code, type.width, ctypes.byref(advance))
        return start + float(advance.value)


def _codes(text_page: int, count: int) -> str:
    """The characters of a page, one each: character i of the string is PDFium's character i."""
    if count == 0:
        return ""
    units = (ctypes.c_ushort * (count * 2 + 1))()
    length = pdfium_calls.text(text_page, 0, count, units)
    text = bytes(units)[: 2 * max(0, length - 1)].decode("utf-16-le", "replace")
    # PDFium leaves a character without a code out of the string.
    return text if len(text) == count else _codes_one_by_one(text_page, count)


def _codes_one_by_one(text_page: int, count: int) -> str:
    """The same with U+FFFD for each glyph of which the PDF does not say what it means.

    For these PDFium puts in the number of the glyph in its font, which may look like a letter.
    """
    return "".join(_character(text_page, i) for i in range(count))


def _character(text_page: int, index: int) -> str:
    if pdfium_calls.is_hyphen(text_page, index) == 1:
        return _JOINED_HYPHEN
    code = pdfium_calls.unicode(text_page, index)
    known = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if known and not is_meaningless(text_page, index) else UNREADABLE

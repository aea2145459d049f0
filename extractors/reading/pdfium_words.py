"""The words of a page from PDFium's text layer.

PDFium gives a page's characters in one string, with white space of its own making where text
objects stand apart. Words are cut out of that string, and positions asked for only at their ends:
a page has some seven times as many characters as words, and each question is a call out of Python.
"""

from __future__ import annotations

import math
import operator
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from extractors.reading import pdfium_calls
from extractors.reading.page_reading import MAX_DOUBLE_OFFSET
from extractors.reading.page_space import Matrix
from extractors.reading.pages import Word
from extractors.reading.pdfium_calls import Argument, address_of, argument, places
from extractors.reading.pdfium_typesetting import Type, Typesetting, is_meaningless
from extractors.reading.printed_text import UNREADABLE, printed_text
from extractors.reading.small_capitals import SmallCapitals, small_letters, with_small_letters_beside

MAX_CHARACTERS = 200_000  # per page
MAX_GAP_INSIDE_WORD = 0.12  # em, between pieces of one word that the producer placed apart
MAX_OVERLAP_INSIDE_WORD = 0.5  # em
MAX_BASELINE_STEP = 0.1  # em

_JOINED_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen whose word goes on in the next line
_RUN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")


class _Runs(NamedTuple):
    """Characters of a page side by side, run by run, and where they stand on a levelled page."""

    spans: list[tuple[int, int]]
    x0: list[float]
    x1: list[float]
    baselines: list[float]
    types: list[Type]

    def adjoin(self, left: int, right: int) -> bool:
        """Whether two runs stand side by side as the letters of a word do."""
        em = max(self.types[left].size, self.types[right].size)
        gap = self.x0[right] - self.x1[left]
        return (
            -MAX_OVERLAP_INSIDE_WORD * em < gap < MAX_GAP_INSIDE_WORD * em
            and abs(self.baselines[left] - self.baselines[right]) < MAX_BASELINE_STEP * em
            and self.types[left].levelled == self.types[right].levelled
        )


def words_of(text_page: Any, display: Matrix) -> tuple[list[Word], int]:
    """The words of an open text page in content order, and how many characters were left unread.

    `display` maps content coordinates to those of the displayed page.
    """
    handle = argument(address_of(text_page))
    count = max(0, pdfium_calls.count_characters(handle))
    taken = min(count, MAX_CHARACTERS)
    characters = _Characters(handle, _codes(handle, taken), display)
    words = characters.words()
    if characters.meaningless:
        characters = _Characters(handle, _codes_one_by_one(handle, taken), display)
        words = characters.words()
    return _without_doubles(words), count - taken


def _without_doubles(words: list[Word]) -> list[Word]:
    """Drop words struck a second time at nearly the same place."""
    repeated = {text for text, count in Counter([word.text for word in words]).items() if count > 1}
    by_place: dict[tuple[str, int], list[Word]] = {}  # by text and the full point its line stands on
    kept = []
    for word in words:
        if word.text not in repeated:
            kept.append(word)
            continue
        text, bottom = word.text, word.bottom
        above = by_place.get((text, math.floor(bottom - MAX_DOUBLE_OFFSET)))
        below = by_place.get((text, math.floor(bottom + MAX_DOUBLE_OFFSET)))
        if not ((above and _struck_over(word, above)) or (below and _struck_over(word, below))):
            by_place.setdefault((text, math.floor(bottom)), []).append(word)
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

    def __init__(self, text_page: Argument, codes: str, display: Matrix) -> None:
        self.codes = codes
        self._page = text_page
        self._typesetting = Typesetting(text_page, display)

    @property
    def meaningless(self) -> bool:
        """Whether a glyph was met of which the PDF does not say what it means."""
        return self._typesetting.meaningless

    def words(self) -> list[Word]:
        """The words in content order, without those that show nothing."""
        words, small_capitals = self._words(self._runs())
        return with_small_letters_beside(words, small_capitals) if small_capitals else words

    def _words(self, runs: _Runs) -> tuple[list[Word], list[SmallCapitals]]:
        """The words that the runs make up, and those of them in small capitals."""
        spans, starts, ends, baselines, types = runs
        words: list[Word] = []
        small_capitals: list[SmallCapitals] = []
        for first, past in pairwise([0, *self._word_starts(runs), len(spans)] if spans else ()):
            start, end = spans[first]
            codes = self.codes[start:end]
            if past - first > 1:
                codes = "".join([self.codes[start:end] for start, end in spans[first:past]])
            sizes = self._sizes(runs, first, past) if codes.isupper() else ()
            if sizes:
                codes = small_letters(codes, sizes)
            if _JOINED_HYPHEN in codes:
                codes = codes.replace(_JOINED_HYPHEN, "-")
            font, bold, size, descent, _, turned_back, _, _ = types[first]
            text = printed_text(codes, font)
            if not text:
                continue
            x0, x1, bottom = starts[first], ends[past - 1], baselines[first] + descent
            if turned_back is not None:
                box = turned_back.box(x0, bottom - size, x1, bottom)
                words.append(Word(text, *box, font, size, bold, upright=False))
                continue
            word = Word(text, x0, bottom - size, x1, bottom, font, size, bold)
            words.append(word)
            if sizes and not text.isupper():
                small_capitals.append(SmallCapitals(word, sizes[-1]))
        return words, small_capitals

    def _word_starts(self, runs: _Runs) -> list[int]:
        """The runs that begin a word, in order."""
        em = max([type.size for type in runs.types], default=0.0)
        low, high = -MAX_OVERLAP_INSIDE_WORD * em, MAX_GAP_INSIDE_WORD * em
        gaps = map(operator.sub, runs.x0[1:], runs.x1)
        return [
            i
            for i, gap in enumerate(gaps, 1)
            # the first question alone tells most of them
            if not (low < gap < high and runs.adjoin(i - 1, i) and self._made_up(runs, i))
        ]

    def _made_up(self, runs: _Runs, i: int) -> bool:
        """Whether the white space before run `i` is PDFium's own (False where there is none)."""
        between = range(runs.spans[i - 1][1], runs.spans[i][0])
        return bool(between) and all(pdfium_calls.is_generated(self._page, at) == 1 for at in between)

    def _runs(self) -> _Runs:
        """The runs of a page in content order."""
        page, origin, loose_box = self._page, pdfium_calls.origin, pdfium_calls.loose_box
        spans = list(map(re.Match.span, _RUN.finditer(self.codes)))
        types = self._typesetting.of_each([start for start, _ in spans])
        # PDFium's answers are put into two long arrays, which are read as a whole
        point, origins = array("d", bytes(16)), array("d")  # x, y
        box, boxes = array("f", bytes(16)), array("f")  # left, top, right, bottom
        (x_at, y_at), (box_at, *_) = places(point), places(box)
        for start, end in spans:
            origin(page, start, x_at, y_at)
            loose_box(page, end - 1, box_at)
            origins += point
            boxes += box
        starts, ends, baselines = [], [], []
        for (_, end), type, x, y, right, bottom in zip(
            spans, types, origins[::2], origins[1::2], boxes[2::4], boxes[3::4], strict=True
        ):
            a, b, c, d, e, f = type.levelled  # its `point`, written out
            x0 = a * x + c * y + e
            x1 = a * right + c * bottom + e if type.along_x else self._right_of(end - 1, type)
            starts.append(x0)
            ends.append(x1 if x1 > x0 else x0)
            baselines.append(b * x + d * y + f)
        return _Runs(spans, starts, ends, baselines, types)

    def _sizes(self, runs: _Runs, first: int, past: int) -> list[float]:
        """The size of each character of a word, none where the last one has that of the first."""
        if self._typesetting.of(runs.spans[past - 1][1] - 1).size == runs.types[first].size:
            return []
        return [self._typesetting.of(i).size for span in runs.spans[first:past] for i in range(*span)]

    def _right_of(self, index: int, type: Type) -> float:
        """Where a character ends on the levelled page if its text does not run along the content's x axis.

        PDFium's own boxes of such characters have no width.
        """
        point, advance = array("d", bytes(16)), array("f", bytes(4))
        pdfium_calls.origin(self._page, index, *places(point))
        start, _ = type.levelled.point(*point)
        code = pdfium_calls.unicode(self._page, index)
        font = pdfium_calls.font(argument(pdfium_calls.text_object(self._page, index)))
        pdfium_calls.glyph_width(argument(font), code, type.width, *places(advance))
        return start + advance[0]


def _codes(text_page: Argument, count: int) -> str:
    """The characters of a page, one each: character i of the string is PDFium's character i."""
    if count == 0:
        return ""
    units = array("H", bytes(2 * (count * 2 + 1)))
    length = pdfium_calls.text(text_page, 0, count, argument(units.buffer_info()[0]))
    text = units[: max(0, length - 1)].tobytes().decode("utf-16-le", "replace")
    # PDFium leaves a character without a code out of the string.
    return text if len(text) == count else _codes_one_by_one(text_page, count)


def _codes_one_by_one(text_page: Argument, count: int) -> str:
    """The same with U+FFFD for each glyph of which the PDF does not say what it means.

    For these PDFium puts in the number of the glyph in its font, which may look like a letter.
    """
    return "".join(_character(text_page, i) for i in range(count))


def _character(text_page: Argument, index: int) -> str:
    if pdfium_calls.is_hyphen(text_page, index) == 1:
        return _JOINED_HYPHEN
    code = pdfium_calls.unicode(text_page, index)
    known = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if known and not is_meaningless(text_page, index) else UNREADABLE

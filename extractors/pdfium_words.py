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

from extractors.page_reading import MAX_DOUBLE_OFFSET, likely_descent
from extractors.page_space import Matrix
from extractors.pages import Word
from extractors.printed_text import UNREADABLE, font_name, is_bold, printed_text

MAX_CHARACTERS = 200_000  # per page
MAX_GAP_INSIDE_WORD = 0.12  # em, between pieces of one word that the producer placed apart
MAX_OVERLAP_INSIDE_WORD = 0.5  # em
MAX_BASELINE_STEP = 0.1  # em
MAX_SLOPE = 0.01  # of a line of text that counts as level

_JOINED_HYPHEN = "\ufffe"  # PDFium's sign for a hyphen whose word goes on in the next line
_RUN = re.compile(r"[^\s\ufffe]+\ufffe?|\ufffe")


class _Font(NamedTuple):
    """A font: its name, whether that says bold, and how far letters reach below the line, in em."""

    name: str
    bold: bool
    descent: float


class _Type(NamedTuple):
    """How a text object is set.

    `levelled` maps content coordinates to those of the displayed page, turned so that the text
    runs from left to right; `turned_back` is the map from there to the displayed page, None where
    the text runs so on the displayed page already. `size` is in points, `descent` how many of them
    letters reach below the line. `along_x` says that the text runs along the content's x axis;
    `width` is the size across, which a stretched font has apart from its height.
    """

    font: str
    bold: bool
    size: float
    descent: float
    levelled: Matrix
    turned_back: Matrix | None
    along_x: bool
    width: float


class _Run(NamedTuple):
    """Characters `start` to `end` of a page, side by side, and where they stand on a levelled page."""

    start: int
    end: int
    x0: float
    x1: float
    baseline: float
    type: _Type


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
        self.meaningless = False  # whether a glyph was met of which the PDF does not say what it means
        self._page = text_page
        self._display = display
        self._fonts: dict[bytes, _Font] = {}
        self._types: dict[bytes, _Type] = {}  # by text object
        self._settings: dict[tuple[object, ...], _Type] = {}  # the same for text objects set alike
        # What PDFium writes its answers into.
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self._x, self._y, self._advance = ctypes.c_double(), ctypes.c_double(), ctypes.c_float()

    def made_up(self, start: int, end: int) -> bool:
        """Whether the white space from `start` to `end` is PDFium's own (False where there is none)."""
        return start < end and all(pdfium.FPDFText_IsGenerated(self._page, i) == 1 for i in range(start, end))

    def run(self, start: int, end: int) -> _Run:
        type = self._type(start)
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

    def _right_of(self, index: int, type: _Type) -> float:
        """Where a character ends on the levelled page if its text does not run along the content's x axis.

        PDFium's own boxes of such characters have no width.
        """
        pdfium.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        start, _ = type.levelled.point(self._x.value, self._y.value)
        code = pdfium.FPDFText_GetUnicode(self._page, index)
        font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(self._page, index))
        pdfium.FPDFFont_GetGlyphWidth(font, code, type.width, self._advance)
        return start + float(self._advance.value)

    def _type(self, index: int) -> _Type:
        text_object = pdfium.FPDFText_GetTextObject(self._page, index)
        address = bytes(text_object)
        type = self._types.get(address)
        if type is None:
            type = self._types[address] = self._read_type(index, text_object)
            self.meaningless = self.meaningless or _meaningless(self._page, index)
        return type

    def _read_type(self, index: int, text_object: Any) -> _Type:
        font, mode = _Font("", False, likely_descent(0)), pdfium.FPDF_TEXTRENDERMODE_FILL
        if text_object:
            font = self._font(pdfium.FPDFTextObj_GetFont(text_object))
            mode = pdfium.FPDFTextObj_GetTextRenderMode(text_object)
        pdfium.FPDFText_GetMatrix(self._page, index, self._matrix)
        size = pdfium.FPDFText_GetFontSize(self._page, index)
        glyph = (self._matrix.a, self._matrix.b, self._matrix.c, self._matrix.d)
        key = (font, mode, size, glyph)
        type = self._settings.get(key)
        if type is None:
            bold = font.bold or mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
            type = self._settings[key] = _setting(font, bold, size, Matrix(*glyph, 0, 0), self._display)
        return type

    def _font(self, handle: Any) -> _Font:
        address = bytes(handle)
        font = self._fonts.get(address)
        if font is None:
            font = self._fonts[address] = _read_font(handle)
        return font


def _setting(font: _Font, bold: bool, unscaled: float, glyph: Matrix, display: Matrix) -> _Type:
    """How a text object is shown whose font has this unscaled size and whose glyphs are mapped so."""
    shown = glyph.then(display)
    em = abs(unscaled) or 1.0
    size = em * math.hypot(shown.c, shown.d)
    turn = _turn(shown.a, shown.b)
    return _Type(
        font.name,
        bold,
        size,
        font.descent * size,
        display if turn is None else display.then(turn),
        None if turn is None else turn.inverse,
        along_x=glyph.a > 0 and abs(glyph.b) <= MAX_SLOPE * glyph.a,
        width=em * math.hypot(shown.a, shown.b),
    )


def _turn(across: float, down: float) -> Matrix | None:
    """The turn that makes text which runs in this direction run from left to right, None for none."""
    length = math.hypot(across, down)
    if length == 0 or (across > 0 and abs(down) <= MAX_SLOPE * across):
        return None
    cosine, sine = across / length, down / length
    return Matrix(cosine, -sine, sine, cosine, 0, 0)


def _read_font(handle: Any) -> _Font:
    if not handle:
        return _Font("", False, likely_descent(0))
    name = _font_name(handle)
    depth = ctypes.c_float()
    known = pdfium.FPDFFont_GetDescent(handle, 1.0, depth)
    return _Font(name, is_bold(name), likely_descent(-depth.value if known else 0))


def _font_name(handle: Any) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(handle, None, 0)
    if length <= 1:
        return ""
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(handle, name, length)
    return font_name(name.value.decode("utf-8", "replace"))


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


def _meaningless(text_page: Any, index: int) -> bool:
    return bool(pdfium.FPDFText_HasUnicodeMapError(text_page, index) == 1)


def _character(text_page: Any, index: int) -> str:
    if pdfium.FPDFText_IsHyphen(text_page, index) == 1:
        return _JOINED_HYPHEN
    code = pdfium.FPDFText_GetUnicode(text_page, index)
    known = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if known and not _meaningless(text_page, index) else UNREADABLE

"""How the characters of a page are set: font, size, direction, asked of PDFium's text objects.

A text object is what one operator shows; all its characters are set alike, and so are most text
objects of a page. Each answer is kept, as each question is a call out of Python.
"""

from __future__ import annotations

import ctypes
import math
from array import array
from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from extractors.reading import pdfium_calls
from extractors.reading.page_reading import likely_descent
from extractors.reading.page_space import Matrix
from extractors.reading.pdfium_calls import Argument, argument, places
from extractors.reading.printed_text import font_name, is_bold

MAX_SLOPE = 0.01  # of a line of text that counts as level


class Type(NamedTuple):
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


class _Font(NamedTuple):
    """A font: its name, whether that says bold, and how far letters reach below the line, in em."""

    name: str
    bold: bool
    descent: float


class Typesetting:
    """How the characters of one open text page are set. Lives as long as the page is open."""

    def __init__(self, text_page: Argument, display: Matrix) -> None:
        self.meaningless = False  # whether a glyph was met of which the PDF does not say what it means
        self._page = text_page
        self._display = display
        self._fonts: dict[int | None, _Font] = {}
        self._types: dict[int | None, Type] = {}  # by text object
        self._settings: dict[tuple[object, ...], Type] = {}  # the same for text objects set alike
        self._matrix = array("f", bytes(24))  # what PDFium writes its answers into
        self._matrix_at = places(self._matrix)[0]

    def of(self, index: int) -> Type:
        """How character `index` is set."""
        return self.of_each((index,))[0]

    def of_each(self, indices: Iterable[int]) -> list[Type]:
        """How each of these characters is set."""
        page, known, text_object_of = self._page, self._types, pdfium_calls.text_object
        types: list[Type] = []
        for index in indices:
            text_object = text_object_of(page, index)
            type = known.get(text_object)
            if type is None:
                type = self._read_type(index, text_object)
                if text_object:
                    known[text_object] = type
                    self.meaningless = self.meaningless or is_meaningless(page, index)
            types.append(type)
        return types

    def _read_type(self, index: int, text_object: int | None) -> Type:
        font, mode = None, pdfium.FPDF_TEXTRENDERMODE_FILL
        if text_object:
            handle = argument(text_object)
            font, mode = pdfium_calls.font(handle), pdfium_calls.render_mode(handle)
        pdfium_calls.glyph_matrix(self._page, index, self._matrix_at)
        size = pdfium_calls.font_size(self._page, index)
        a, b, c, d, _, _ = self._matrix  # whose shape alone counts, not its place
        key = (font, mode, size, a, b, c, d)
        type = self._settings.get(key)
        if type is None:
            stroked = mode == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE
            type = _setting(self._font(font), stroked, size, Matrix(a, b, c, d, 0, 0), self._display)
            self._settings[key] = type
        return type

    def _font(self, address: int | None) -> _Font:
        font = self._fonts.get(address)
        if font is None:
            font = self._fonts[address] = _read_font(ctypes.cast(address or 0, pdfium.FPDF_FONT))
        return font


def _setting(font: _Font, stroked: bool, unscaled: float, glyph: Matrix, display: Matrix) -> Type:
    """How a text object is shown whose font has this unscaled size and whose glyphs are mapped so.

    Letters that are stroked around besides are bold.
    """
    shown = glyph.then(display)
    em = abs(unscaled) or 1.0
    size = em * math.hypot(shown.c, shown.d)
    turn = _turn(shown.a, shown.b)
    return Type(
        font.name,
        font.bold or stroked,
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


def is_meaningless(text_page: Argument, index: int) -> bool:
    """Whether the PDF does not say which letter this glyph is."""
    return bool(pdfium_calls.has_unicode_map_error(text_page, index) == 1)

"""The calls into PDFium that a page takes hundreds of.

pypdfium2 declares what is passed and returned, and an object is made of each handle, at each call:
that takes longer than PDFium does. Here a number is passed as a C int, and any address as what
`argument` makes of it once. A bare address would be cut to an int, so the types let none pass.
Handles are returned as addresses, None for a null one. PDFium is not safe to call from several
threads anyway, so the interpreter is not let go for others during a call.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable
from ctypes import c_double, c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any, NewType

import pypdfium2.raw as pdfium

Argument = NewType("Argument", object)
"""An address as it is passed: a handle, or a place that PDFium writes an answer to."""


def address_of(handle: Any) -> int:
    """The address that one of pypdfium2's handles holds, 0 for a null one."""
    return ctypes.cast(handle, c_void_p).value or 0


def argument(address: int | None) -> Argument:
    return Argument(c_void_p.from_param(address))


def places(answers: array[Any]) -> list[Argument]:
    """Where PDFium is to write each number of an array. Valid as long as the array does not grow."""
    start, count = answers.buffer_info()
    return [argument(start + i * answers.itemsize) for i in range(count)]


def _call(function: Any, result: Any, *types: Any) -> Any:
    """`types` are given where an argument is neither an int nor an address."""
    return ctypes.PYFUNCTYPE(result, *types)(address_of(function))


_Count = Callable[[Argument], int]
_HandleOf = Callable[[Argument], int | None]
_HandleAt = Callable[[Argument, int], int | None]
_NumberAt = Callable[[Argument, int], int]
_WriteOne = Callable[[Argument, Argument], int]
_WriteFour = Callable[[Argument, Argument, Argument, Argument, Argument], int]

# of a text page, and mostly the index of a character
count_characters: _Count = _call(pdfium.FPDFText_CountChars, c_int)
text: Callable[[Argument, int, int, Argument], int] = _call(pdfium.FPDFText_GetText, c_int)
unicode: _NumberAt = _call(pdfium.FPDFText_GetUnicode, c_uint)
is_hyphen: _NumberAt = _call(pdfium.FPDFText_IsHyphen, c_int)
text_object: _HandleAt = _call(pdfium.FPDFText_GetTextObject, c_void_p)
font_size: Callable[[Argument, int], float] = _call(pdfium.FPDFText_GetFontSize, c_double)
glyph_matrix: Callable[[Argument, int, Argument], int] = _call(pdfium.FPDFText_GetMatrix, c_int)
origin: Callable[[Argument, int, Argument, Argument], int] = _call(pdfium.FPDFText_GetCharOrigin, c_int)
loose_box: Callable[[Argument, int, Argument], int] = _call(pdfium.FPDFText_GetLooseCharBox, c_int)
is_generated: _NumberAt = _call(pdfium.FPDFText_IsGenerated, c_int)
has_unicode_map_error: _NumberAt = _call(pdfium.FPDFText_HasUnicodeMapError, c_int)

# of a text object
font: _HandleOf = _call(pdfium.FPDFTextObj_GetFont, c_void_p)
render_mode: _Count = _call(pdfium.FPDFTextObj_GetTextRenderMode, c_int)

# of a font, a code, and a size in points
glyph_width: Callable[[Argument, int, float, Argument], int] = _call(
    pdfium.FPDFFont_GetGlyphWidth, c_int, c_void_p, ctypes.c_uint32, c_float, c_void_p
)

# of a page, or of a form on it, and the index of an object
count_objects: _Count = _call(pdfium.FPDFPage_CountObjects, c_int)
object_at: _HandleAt = _call(pdfium.FPDFPage_GetObject, c_void_p)
count_objects_in_form: _Count = _call(pdfium.FPDFFormObj_CountObjects, c_int)
object_in_form_at: _HandleAt = _call(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)

# of an object
kind: _Count = _call(pdfium.FPDFPageObj_GetType, c_int)
matrix: _WriteOne = _call(pdfium.FPDFPageObj_GetMatrix, c_int)
bounds: _WriteFour = _call(pdfium.FPDFPageObj_GetBounds, c_int)
fill_color: _WriteFour = _call(pdfium.FPDFPageObj_GetFillColor, c_int)
stroke_color: _WriteFour = _call(pdfium.FPDFPageObj_GetStrokeColor, c_int)
stroke_width: _WriteOne = _call(pdfium.FPDFPageObj_GetStrokeWidth, c_int)

# of a path, or of one of its segments
draw_mode: Callable[[Argument, Argument, Argument], int] = _call(pdfium.FPDFPath_GetDrawMode, c_int)
count_segments: _Count = _call(pdfium.FPDFPath_CountSegments, c_int)
segment_at: _HandleAt = _call(pdfium.FPDFPath_GetPathSegment, c_void_p)
segment_kind: _Count = _call(pdfium.FPDFPathSegment_GetType, c_int)
segment_point: Callable[[Argument, Argument, Argument], int] = _call(pdfium.FPDFPathSegment_GetPoint, c_int)
closes: _Count = _call(pdfium.FPDFPathSegment_GetClose, c_int)

"""The calls into PDFium that a page takes hundreds of, with handles as plain addresses.

pypdfium2 declares a handle as a pointer to a structure, so each one that is passed or returned is
made an object. Here a handle is an integer (None where a null one is returned), and what is written
into is passed by `ctypes.byref`. That takes two thirds of the time. PDFium is not safe to call from
several threads anyway, so the interpreter is not let go for others during a call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from ctypes import c_float, c_int, c_ulong, c_void_p
from typing import Any

import pypdfium2.raw as pdfium


def address_of(handle: Any) -> int:
    """The address that one of pypdfium2's handles holds, 0 for a null one."""
    return ctypes.cast(handle, c_void_p).value or 0


def _call(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    return ctypes.PYFUNCTYPE(result, *arguments)(address_of(function))


# of a text page, and mostly the index of a character
count_characters = _call(pdfium.FPDFText_CountChars, c_int, c_void_p)
text = _call(pdfium.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
unicode = _call(pdfium.FPDFText_GetUnicode, ctypes.c_uint, c_void_p, c_int)
is_hyphen = _call(pdfium.FPDFText_IsHyphen, c_int, c_void_p, c_int)
text_object = _call(pdfium.FPDFText_GetTextObject, c_void_p, c_void_p, c_int)
font_size = _call(pdfium.FPDFText_GetFontSize, ctypes.c_double, c_void_p, c_int)
glyph_matrix = _call(pdfium.FPDFText_GetMatrix, c_int, c_void_p, c_int, c_void_p)
origin = _call(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
loose_box = _call(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
is_generated = _call(pdfium.FPDFText_IsGenerated, c_int, c_void_p, c_int)
has_unicode_map_error = _call(pdfium.FPDFText_HasUnicodeMapError, c_int, c_void_p, c_int)

# of a text object
font = _call(pdfium.FPDFTextObj_GetFont, c_void_p, c_void_p)
render_mode = _call(pdfium.FPDFTextObj_GetTextRenderMode, c_int, c_void_p)

# of a font
glyph_width = _call(pdfium.FPDFFont_GetGlyphWidth, c_int, c_void_p, ctypes.c_uint32, c_float, c_void_p)

# of a page, or of a form on it, and the index of an object
count_objects = _call(pdfium.FPDFPage_CountObjects, c_int, c_void_p)
object_at = _call(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_objects_in_form = _call(pdfium.FPDFFormObj_CountObjects, c_int, c_void_p)
object_in_form_at = _call(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)

# of an object
kind = _call(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
matrix = _call(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
bounds = _call(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
fill_color = _call(pdfium.FPDFPageObj_GetFillColor, c_int, c_void_p, *[c_void_p] * 4)
stroke_color = _call(pdfium.FPDFPageObj_GetStrokeColor, c_int, c_void_p, *[c_void_p] * 4)
stroke_width = _call(pdfium.FPDFPageObj_GetStrokeWidth, c_int, c_void_p, c_void_p)

# of a path, or of one of its segments
draw_mode = _call(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
count_segments = _call(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
segment_at = _call(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
segment_kind = _call(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
segment_point = _call(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)
closes = _call(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)

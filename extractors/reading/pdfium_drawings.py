"""The drawn paths and pictures of a page from PDFium's page objects."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from extractors.reading import pdfium_calls
from extractors.reading.drawings import MAX_SEGMENTS, Drawings, Subpath, collect, large_pictures
from extractors.reading.page_space import IDENTITY, Matrix, Point
from extractors.reading.pdfium_calls import Argument, address_of, argument, places

MAX_FORM_DEPTH = 16  # Form XObjects inside one another
WHITE = 250  # of 255, in each colour, and lighter

# What PDFium writes its answers into, read before it is asked again. Made once: a path takes a dozen.
_numbers = array("f", bytes(24))
_number_places = places(_numbers)
_wholes = array("I", bytes(16))
_whole_places = places(_wholes)


def drawings_of(page: Any, display: Matrix, width: float, height: float) -> tuple[Drawings, int]:
    """The drawings of an open page, and how many large pictures it has.

    `display` maps content coordinates to those of the displayed page, whose size is `width` by
    `height`.
    """
    picture_areas: list[float] = []
    drawings = collect(_subpaths(argument(address_of(page)), display, picture_areas), width, height)
    return drawings, large_pictures(picture_areas, width * height)


def draws_text(page: Any) -> bool:
    """Whether an open page has text with any ink, be it readable or not."""
    items = _items(argument(address_of(page)))
    return any(kind == pdfium.FPDF_PAGEOBJ_TEXT and _area(item, shown) > 0 for item, kind, shown in items)


def _subpaths(page: Argument, display: Matrix, picture_areas: list[float]) -> Iterator[Subpath]:
    """The drawn paths of a page. The areas of pictures met on the way are put into `picture_areas`."""
    for item, kind, to_display in _items(page, display):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield from _path(item, to_display)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            picture_areas.append(_area(item, to_display))


def _items(
    container: Argument, to_display: Matrix = IDENTITY, depth: int = 0
) -> Iterator[tuple[Argument, int, Matrix]]:
    """The objects of a page and of the forms on it, with their kind and their map to the display."""
    if depth == 0:
        count, item_at = pdfium_calls.count_objects(container), pdfium_calls.object_at
    else:
        count, item_at = pdfium_calls.count_objects_in_form(container), pdfium_calls.object_in_form_at
    for i in range(count):
        item = argument(item_at(container, i))
        kind = pdfium_calls.kind(item)
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, to_display
        elif depth < MAX_FORM_DEPTH:
            yield from _items(item, _matrix(item).then(to_display), depth + 1)


def _matrix(item: Argument) -> Matrix:
    return Matrix(*_numbers[:6]) if pdfium_calls.matrix(item, _number_places[0]) else IDENTITY


def _area(item: Argument, to_display: Matrix) -> float:
    """The area an object takes up on the displayed page, in square points."""
    if not pdfium_calls.bounds(item, *_number_places[:4]):
        return 0.0
    x0, y0, x1, y1 = to_display.box(*_numbers[:4])  # left, bottom, right, top
    return (x1 - x0) * (y1 - y0)


def _path(item: Argument, to_display: Matrix) -> Iterator[Subpath]:
    pdfium_calls.draw_mode(item, *_whole_places[:2])
    fill, stroke = _wholes[:2]
    filled = fill != pdfium.FPDF_FILLMODE_NONE and _shades(item)
    stroked = stroke != 0 and _opaque_stroke(item)
    if not (filled or stroked):
        return
    matrix = _matrix(item).then(to_display)
    _numbers[0] = 0.0  # where PDFium does not answer
    pdfium_calls.stroke_width(item, _number_places[0])
    thickness = _numbers[0] * math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    for points, curved in _corners(item, matrix):
        yield Subpath(points, curved, filled, stroked, thickness)


def _corners(item: Argument, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of each connected piece of a path, and whether it is curved."""
    points: list[Point] = []
    curved = False
    x_at, y_at = _number_places[:2]
    for i in range(min(pdfium_calls.count_segments(item), MAX_SEGMENTS + 1)):
        segment = argument(pdfium_calls.segment_at(item, i))
        kind = pdfium_calls.segment_kind(segment)
        pdfium_calls.segment_point(segment, x_at, y_at)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if points:
                yield points, curved
            points, curved = [], False
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
        points.append(matrix.point(_numbers[0], _numbers[1]))
        if pdfium_calls.closes(segment):
            points.append(points[0])
    if points:
        yield points, curved


def _shades(item: Argument) -> bool:
    """Whether a fill darkens the page: it is neither white nor transparent."""
    if not pdfium_calls.fill_color(item, *_whole_places):
        return True
    *colors, alpha = _wholes
    return alpha > 0 and min(colors) < WHITE


def _opaque_stroke(item: Argument) -> bool:
    known = pdfium_calls.stroke_color(item, *_whole_places)
    return not known or _wholes[3] > 0

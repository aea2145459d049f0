"""What drawn paths mean for reading a page: rules, shaded areas and drawn bullets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from extractors.reading.page_space import Point
from extractors.reading.pages import Rule, Shape

MAX_RULE_THICKNESS = 3.0  # points
MAX_DOT_SIZE = 8.0  # points
MIN_DOT_SIZE = 1.2  # points; smaller squares are the corners of borders
MAX_DOT_STRETCH = 2.0  # a longer filled sliver is a piece of a line, not a bullet
MAX_STRAY = 0.1  # points that a straight rule may lean
MAX_PAGE_SHARE = 0.9  # of the page's area; a fill that large is the page's background
MIN_PICTURE_SHARE = 0.25  # of the page's area; smaller pictures are logotypes and charts
MAX_SEGMENTS = 20_000  # per page; more is a chart or a map, not tables


class Subpath(msgspec.Struct, frozen=True):
    """One connected piece of a drawn path, in display coordinates.

    `points` are its corners, and the control points where it is curved. `filled` is False for a
    white fill too, which shades nothing.
    """

    points: Sequence[Point]
    curved: bool
    filled: bool
    stroked: bool
    line_width: float


@dataclass(slots=True)
class Drawings:
    """The drawings of one page, collected path by path.

    `cut_short` says that the page has more than `MAX_SEGMENTS` segments, and not all were followed.
    """

    width: float
    height: float
    cut_short: bool = False
    rules: list[Rule] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    dots: list[Shape] = field(default_factory=list)

    def add(self, subpath: Subpath) -> None:
        xs, ys = [p[0] for p in subpath.points], [p[1] for p in subpath.points]
        x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
        on_page = x1 >= 0 and bottom >= 0 and x0 <= self.width and top <= self.height
        if not on_page or not math.isfinite(x0 + top + x1 + bottom):
            return
        if subpath.curved:
            if (subpath.filled or subpath.stroked) and _dot_sized(x1 - x0, bottom - top):
                self.dots.append(Shape(x0, top, x1, bottom))
            elif subpath.filled:
                self._add_area(x0, top, x1, bottom)
            return
        if subpath.filled:
            self._add_area(x0, top, x1, bottom)
        if subpath.stroked:
            for (ax, ay), (bx, by) in zip(subpath.points, subpath.points[1:], strict=False):
                self._add_stroke(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), subpath.line_width)

    def _add_area(self, x0: float, top: float, x1: float, bottom: float) -> None:
        width, height = x1 - x0, bottom - top
        if _dot_sized(width, height):
            self.dots.append(Shape(x0, top, x1, bottom))
        elif min(width, height) <= MAX_RULE_THICKNESS:
            self.rules.append(Rule(x0, top, x1, bottom))
        elif width * height < MAX_PAGE_SHARE * self.width * self.height:
            self.shapes.append(Shape(x0, top, x1, bottom))

    def _add_stroke(self, x0: float, top: float, x1: float, bottom: float, line_width: float) -> None:
        across, down = x1 - x0, bottom - top
        if min(across, down) > MAX_STRAY or max(across, down) == 0:
            return
        if line_width <= MAX_RULE_THICKNESS:
            self.rules.append(Rule(x0, top, x1, bottom))
        elif across >= down:
            self._add_area(x0, top - line_width / 2, x1, bottom + line_width / 2)
        else:
            self._add_area(x0 - line_width / 2, top, x1 + line_width / 2, bottom)


def _dot_sized(width: float, height: float) -> bool:
    small, large = min(width, height), max(width, height)
    return small >= MIN_DOT_SIZE and large <= MAX_DOT_SIZE and large <= MAX_DOT_STRETCH * small


def collect(subpaths: Iterable[Subpath], width: float, height: float) -> Drawings:
    """Sort the subpaths of a page of this size into rules, shapes and dots."""
    drawings, segments = Drawings(width, height), 0
    for subpath in subpaths:
        segments += len(subpath.points)
        if segments > MAX_SEGMENTS:
            drawings.cut_short = True
            break
        if len(subpath.points) > 1:
            drawings.add(subpath)
    return drawings


def large_pictures(areas: Sequence[float], page_area: float) -> int:
    """How many pictures with these areas are large. Scans come in strips too, which count as one."""
    least = MIN_PICTURE_SHARE * page_area
    large = sum(area > least for area in areas)
    return large or int(sum(areas) > least)

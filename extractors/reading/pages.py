"""The reading model: what a page holds, whichever reader filled it.

All coordinates are PDF points from the top-left corner of the page as displayed (after its
rotation and crop box), x to the right and y downwards, as in `schemas.records.Box`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from extractors.reading.page_space import IDENTITY, Matrix


class Word(msgspec.Struct, frozen=True, gc=False):
    """A run of characters without white space on one baseline.

    `font` is the font's name and `size` its size in points as displayed. A glyph of which the PDF
    does not say what it means is U+FFFD in `text`.

    Not a dataclass, since words are by far the most of what is made: that takes twenty times as long.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    font: str = ""
    size: float = 0.0
    bold: bool = False
    upright: bool = True
    """False for letters that do not stand upright as displayed, as along the axis of a chart."""
    confidence: float | None = None
    """0 to 1 for a word read by OCR, None for a word of the text layer."""


class Rule(msgspec.Struct, frozen=True, gc=False):
    """A drawn straight line, horizontal or vertical: a stroke, or one edge of a rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def horizontal(self) -> bool:
        return self.x1 - self.x0 >= self.bottom - self.top


class Shape(msgspec.Struct, frozen=True, gc=False):
    """The extent of a filled area: the shading of a cell or, when small, a drawn bullet."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read.

    `words` stand in the order of the content stream, which the layout must not rely on.
    `rules` are thin lines (at most 3 points thick) and the four edges of stroked rectangles;
    `shapes` are filled areas thicker than that; `dots` are small filled shapes (at most 8 points
    in both directions), which some producers draw in place of a bullet character.
    `images` counts the pictures that cover more than a quarter of the page (strips that do so
    together count as one): a page with one and without words is a scan.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...] = ()
    shapes: tuple[Shape, ...] = ()
    dots: tuple[Shape, ...] = ()
    read_by: Literal["text", "ocr"] = "text"
    images: int = 0
    to_display: Matrix = IDENTITY
    """From the coordinates of `words` to those of the displayed page: another map where a scan that
    lies askew was set straight to be read."""

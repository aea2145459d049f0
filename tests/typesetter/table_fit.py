"""The size at which every word of a table fits into its column.

A word wider than its cell would be cut in two or run into its neighbour, and then nobody could
tell what was written.
"""

from __future__ import annotations

import functools
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from tests.typesetter.blocks import Table

_PADDING = 14.0
_BULLET = 12.0
_SMALLEST = 6.0


def fitting_size(table: Table, text_width: float, size: float) -> float:
    """`size` in points, or less where a word of `table` needs it; `text_width` in points."""
    needed = [
        (_width(word) / 100, text_width * share - _PADDING - (_BULLET if cell.items else 0))
        for row in table.rows
        for cell, share in zip(row, table.widths, strict=True)
        for text in (cell.text, *cell.items)
        for word in text.split()
    ]
    return max(_SMALLEST, min([size, *(room / per_point for per_point, room in needed)]))


@functools.cache
def _width(word: str) -> float:
    """The width of `word` at 100 points in the widest face of all, which is the bold sans."""
    return float(pdfmetrics.stringWidth(word, bold_sans(), 100))


@functools.cache
def bold_sans() -> str:
    """The name of the bold sans, registered on first use."""
    pdfmetrics.registerFont(TTFont("VeraBd", Path(reportlab.__file__).with_name("fonts") / "VeraBd.ttf"))
    return "VeraBd"

"""Where ink stands on a page that no word covers: what text recognition passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractors.reading.page_image import Ink
from extractors.reading.tesseract import Found

_CELL_POINTS = 2.0  # ink nearer than this belongs together
_MOST_CELLS = 20_000  # more is a photograph or a chart
_HEIGHT = (0.4, 1.4)
"""Heights of what may be text, in those of the page's usual line."""
_WIDEST = 8.0
"""The same for its width; longer text is not passed over."""

Box = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""


def left_over(ink: Ink, words: Sequence[Found], scale: float) -> Iterator[Box]:
    """The boxes around groups of ink beside the words that are as large as a word."""
    if not words:
        return
    usual = float(np.median([w.row_height for w in words]))
    free = ink.copy()
    margin = max(1, round(0.15 * usual))
    for word in words:
        top, x0 = max(0, word.top - margin), max(0, word.x0 - margin)
        free[top : word.bottom + margin, x0 : word.x1 + margin] = False
    size = max(1, round(_CELL_POINTS * scale))
    rows, columns = free.shape[0] // size, free.shape[1] // size
    cells: Ink = np.asarray(
        free[: rows * size, : columns * size].reshape(rows, size, columns, size).any(axis=(1, 3))
    )
    if cells.sum() > _MOST_CELLS:
        return
    for top, bottom, x0, x1 in _groups(cells):
        piece = free[top * size : bottom * size, x0 * size : x1 * size]
        across, down = np.flatnonzero(piece.any(axis=0)), np.flatnonzero(piece.any(axis=1))
        height, width = int(down[-1] - down[0]) + 1, int(across[-1] - across[0]) + 1
        if _HEIGHT[0] * usual <= height <= _HEIGHT[1] * usual and 0.1 * usual <= width <= _WIDEST * usual:
            left, up = x0 * size + int(across[0]), top * size + int(down[0])
            yield left, up, left + width, up + height


def _groups(cells: Ink) -> Iterator[tuple[int, int, int, int]]:
    """The extents of the groups of cells that are close, as rows and columns, ends excluded.

    Along a row one may be empty between them, as before and after the point in "7.1".
    """
    left = set(zip(*(axis.tolist() for axis in np.nonzero(cells)), strict=True))
    while left:
        waiting = [left.pop()]
        ys, xs = [], []
        while waiting:
            y, x = waiting.pop()
            ys.append(y)
            xs.append(x)
            for near in ((y + i, x + j) for i in (-1, 0, 1) for j in (-2, -1, 0, 1, 2)):
                if near in left:
                    left.remove(near)
                    waiting.append(near)
        yield min(ys), max(ys) + 1, min(xs), max(xs) + 1

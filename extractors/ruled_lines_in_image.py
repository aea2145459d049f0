"""The ruled lines of a table in the picture of a page: long, thin runs of ink."""

from __future__ import annotations

import numpy as np

from extractors.drawings import MAX_RULE_THICKNESS
from extractors.page_image import Grey, Ink
from extractors.pages import Rule

LEAST_ACROSS = 36.0  # points; longer than any dash or letter
LEAST_DOWN = 22.0  # points; longer than the stems of letters
_LEAN = 2  # pixels that a line may wander from one piece to the next

Run = tuple[int, int, int, int]
"""First and last row and column of a line, in pixels, ends excluded: top, bottom, x0, x1."""


def find_rules(ink: Ink, scale: float) -> tuple[tuple[Rule, ...], tuple[Run, ...]]:
    """The ruled lines of a page at `scale` pixels per point, in points, and where their pixels are."""
    across = _lines(ink, int(LEAST_ACROSS * scale))
    down = tuple((x0, x1, top, bottom) for top, bottom, x0, x1 in _lines(ink.T, int(LEAST_DOWN * scale)))
    thick = MAX_RULE_THICKNESS * scale
    runs = [r for r in across if r[1] - r[0] <= thick]
    runs += [r for r in down if r[3] - r[2] <= thick]
    return tuple(Rule(x0 / scale, t / scale, x1 / scale, b / scale) for t, b, x0, x1 in runs), tuple(runs)


def without_rules(grey: Grey, runs: tuple[Run, ...]) -> Grey:
    """The picture with the pixels of ruled lines made white, so that they are not read as letters."""
    clean = grey.copy()
    for top, bottom, x0, x1 in runs:
        clean[max(0, top - 1) : bottom + 1, max(0, x0 - 1) : x1 + 1] = 255
    return clean


def _lines(ink: Ink, least: int) -> tuple[Run, ...]:
    """Runs of at least `least` pixels along the rows, those that touch joined to one line."""
    smeared = ink.copy()
    smeared[1:] |= ink[:-1]  # a line that leans by a pixel stays whole
    smeared[:, 2:] |= smeared[:, :-2].copy()  # and one with specks of paper in it
    edges = np.diff(np.pad(smeared, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - starts >= least
    joined: list[Run] = []
    for row, x0, x1 in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        for i in range(len(joined) - 1, max(-1, len(joined) - 40), -1):
            top, bottom, a, b = joined[i]
            if row - bottom < _LEAN and x0 <= b and a <= x1:
                joined[i] = (top, row + 1, min(a, x0), max(b, x1))
                break
        else:
            joined.append((row, row + 1, x0, x1))
    return tuple(joined)

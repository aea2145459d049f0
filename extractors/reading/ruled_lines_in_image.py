"""The ruled lines of a table in the picture of a page: long, thin runs of ink."""

from __future__ import annotations

import numpy as np

from extractors.reading.drawings import MAX_RULE_THICKNESS
from extractors.reading.page_image import Grey, Ink
from extractors.reading.pages import Rule

LEAST_ACROSS = 30.0  # points; longer than any dash or letter
LEAST_DOWN = 22.0  # points; longer than the stems of letters
MAX_BREAK = 12.0  # points of a line that may be missing, as where the print is worn
MOST_BESIDE = 0.2  # share of a line's length with ink close above it or below it
SMEAR_POINTS = 0.7  # how far the grey edge of a printed line reaches
_LEAN = 3  # pixels that a line may wander from one piece to the next

Run = tuple[int, int, int, int]
"""First and last row and column of a line, in pixels, ends excluded: top, bottom, x0, x1."""


def find_rules(ink: Ink, scale: float) -> tuple[tuple[Rule, ...], tuple[Run, ...]]:
    """The ruled lines of a page at `scale` pixels per point, in points, and where their pixels are.

    A line is given by its middle, so that it has no thickness.
    """
    across = _lines(ink, int(LEAST_ACROSS * scale), scale)
    down = [(x0, x1, top, bottom) for top, bottom, x0, x1 in _lines(ink.T, int(LEAST_DOWN * scale), scale)]
    rules = [
        Rule(x0 / scale, (top + bottom) / 2 / scale, x1 / scale, (top + bottom) / 2 / scale)
        for top, bottom, x0, x1 in across
    ]
    rules += [
        Rule((x0 + x1) / 2 / scale, top / scale, (x0 + x1) / 2 / scale, bottom / scale)
        for top, bottom, x0, x1 in down
    ]
    return tuple(rules), (*across, *down)


def without_rules(grey: Grey, runs: tuple[Run, ...], scale: float) -> Grey:
    """The picture with the pixels of ruled lines made white, so that they are not read as letters."""
    clean = grey.copy()
    margin = max(1, round(SMEAR_POINTS * scale))
    for top, bottom, x0, x1 in runs:
        clean[max(0, top - margin) : bottom + margin, max(0, x0 - margin) : x1 + margin] = 255
    return clean


def _lines(ink: Ink, least: int, scale: float) -> list[Run]:
    """Thin lines of at least `least` pixels along the rows; pieces that touch or go on are one line."""
    smeared = ink.copy()
    smeared[1:] |= ink[:-1]  # a line that leans by a pixel stays whole
    smeared[:, 2:] |= smeared[:, :-2].copy()  # and one with specks of paper in it
    edges = np.diff(np.pad(smeared, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    long = ends - starts >= least
    pieces: list[Run] = []
    for row, x0, x1 in zip(rows[long].tolist(), starts[long].tolist(), ends[long].tolist(), strict=True):
        for i in range(len(pieces) - 1, max(-1, len(pieces) - 40), -1):
            top, bottom, a, b = pieces[i]
            if row - bottom < 2 and x0 <= b and a <= x1:
                pieces[i] = (top, row + 1, min(a, x0), max(b, x1))
                break
        else:
            pieces.append((row, row + 1, x0, x1))
    thick = MAX_RULE_THICKNESS * scale
    margin = max(2, round(SMEAR_POINTS * scale))
    lines = [p for p in pieces if p[1] - p[0] <= thick and _stands_free(p, ink, margin)]
    return _joined(lines, MAX_BREAK * scale, thick)


def _stands_free(piece: Run, ink: Ink, margin: int) -> bool:
    """Whether a line has paper on both sides; the feet of letters set close make lines as well."""
    top, bottom, x0, x1 = piece
    beside = (
        ink[max(0, top - margin - 2) : max(1, top - margin), x0:x1],
        ink[bottom + margin : bottom + margin + 2, x0:x1],
    )
    return all(float(strip.mean()) < MOST_BESIDE for strip in beside if strip.size)


def _joined(pieces: list[Run], gap: float, thick: float) -> list[Run]:
    """The pieces with those that go on from one another, a little higher or lower, made one."""
    joined: list[Run] = []
    for top, bottom, x0, x1 in sorted(pieces, key=lambda piece: piece[2]):
        for i, (a, b, c, d) in enumerate(joined):
            near = top - b < _LEAN and a - bottom < _LEAN
            if near and x0 - d <= gap and max(b, bottom) - min(a, top) <= 2 * thick:
                joined[i] = (min(a, top), max(b, bottom), c, max(d, x1))
                break
        else:
            joined.append((top, bottom, x0, x1))
    return joined

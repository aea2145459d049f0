"""Where one column of a table ends and the next begins."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from extractors.lines import Line
from extractors.pages import Page

LOOKED_AT_LINES = 40
"""Lines below a header that the gutter is looked for in; a table's start is enough."""

CROSSING_POINTS = 3.0
"""How far a word reaches over a bound on both sides to count as standing across it."""

TIGHT_EM = 0.45
"""Words nearer than this, in ems, belong to one text."""


def column_bounds(headings: Sequence[tuple[float, float]], lines: Sequence[Line], page: Page) -> list[float]:
    """The x that separate columns, one fewer than `headings` (x0 and x1 of each, left to right).

    `lines` are the table's header and what stands below it, `page` the page of the header. A
    vertical rule between two headings is the bound. Without one it is the middle of the widest
    strip between the headings' middles that the fewest words stand in.
    """
    header = lines[0]
    words = [w for line in lines[:LOOKED_AT_LINES] if line.page == header.page for w in line.words]
    rules = [
        (r.x0 + r.x1) / 2
        for r in page.rules
        if not r.horizontal and r.top < header.bottom + 30 and r.bottom > header.middle
    ]
    bounds = []
    for (left0, left1), (right0, _right1) in itertools.pairwise(headings):
        ruled = [x for x in rules if left1 - 2 <= x <= right0 + 2]
        bounds.append(max(ruled) if ruled else _gutter(words, min(left0 + 5, left1), right0 + 8, right0))
    return bounds


def _gutter(words: Sequence[object], low: float, high: float, preferred: float) -> float:
    """The middle of the emptiest strip between `low` and `high`, nearest to `preferred` if equal."""
    spans = [(w.x0, w.x1) for w in words]  # type: ignore[attr-defined]
    steps = [low + 0.5 * k for k in range(max(1, int((high - low) * 2)))]
    counts = [sum(x0 < x < x1 for x0, x1 in spans) for x in steps]
    least = min(counts)
    runs: list[tuple[float, float]] = []
    for x, count in zip(steps, counts, strict=True):
        if count != least:
            continue
        if runs and x - runs[-1][1] <= 0.75:
            runs[-1] = (runs[-1][0], x)
        else:
            runs.append((x, x))
    start, stop = max(runs, key=lambda r: r[1] - r[0] - 0.05 * abs((r[0] + r[1]) / 2 - preferred))
    # text of the right column begins at the end of the strip: keep the bound close to it
    return max((start + stop) / 2, stop - 4.0)


def crosses_a_bound(line: Line, bounds: Sequence[float]) -> bool:
    """Whether a line is no row of the table: running text stands across a bound."""
    for bound in bounds:
        for word in line.words:
            if word.x0 < bound - CROSSING_POINTS and word.x1 > bound + CROSSING_POINTS:
                return True
    return False

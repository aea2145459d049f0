"""White strips down the middle of a page, which two columns of prose leave between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from extractors.layout.lines import Line

LEAST_GUTTER_POINTS = 8.0
"""Two columns of prose stand at least this far apart."""

MOST_GUTTERS = 3
"""Strips tried, where a table on the page leaves another one white than its columns of prose."""

MIDDLE = (0.3, 0.7)
"""Where, in shares of the text's width, the gutter of two columns of prose lies."""

LEAST_LINES = 5
"""Lines that leave a strip white, at least."""


def gutters(lines: Sequence[Line]) -> list[float]:
    """The places in the middle of the page that lines leave white between words, from most lines to fewer.

    Each is the x of a strip that more lines leave white than the strips at its sides.
    """
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    low, high = (left + share * (right - left) for share in MIDDLE)
    changes: Counter[float] = Counter()
    for x0, x1 in _gaps(lines):
        x0, x1 = max(x0, low), min(x1, high)
        if x1 - x0 >= LEAST_GUTTER_POINTS / 2:
            changes[x0] += 1
            changes[x1] -= 1
    edges = sorted(x for x, change in changes.items() if change)
    counts = [0, *accumulate(changes[x] for x in edges)]
    strips = [
        (-count, (x + following) / 2)
        for (x, following), (before, count, after) in zip(
            pairwise(edges), zip(counts, counts[1:], counts[2:], strict=False), strict=False
        )
        if before < count > after and count >= LEAST_LINES
    ]
    return [x for _, x in sorted(strips)[:MOST_GUTTERS]]


def _gaps(lines: Sequence[Line]) -> Iterator[tuple[float, float]]:
    """The wide gaps between words of a line, and between lines side by side whose baselines differ."""
    for line in lines:
        for a, b in pairwise(line.words):
            if b.x0 - a.x1 >= LEAST_GUTTER_POINTS:
                yield a.x1, b.x0
    for upper, lower in pairwise(lines):
        if lower.top < upper.bottom:
            left, right = sorted((upper, lower), key=lambda line: line.x0)
            if right.x0 - left.x1 >= LEAST_GUTTER_POINTS:
                yield left.x1, right.x0

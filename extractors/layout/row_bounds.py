"""Where a table's rows end: at ruled lines, and at the edges of rows that are shaded in turn."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.reading.pages import Page

PADDING_POINTS = 1.5
"""How far left of a text the shading of its cell reaches, at least; that of a marked word does not."""

TOUCHING_POINTS = 1.0
"""Shaded areas nearer than this below each other are one: some producers shade a cell line by line."""

SLACK_POINTS = 3.0
"""How far a bound may reach into the lines that it parts."""


def row_bounds(page: Page, x0: float, x1: float) -> list[float]:
    """The heights, in points, at which drawn lines or shading part the rows of a column's texts.

    The texts stand from `x0` on, the longest to `x1`.
    """
    reach = min(x1, x0 + 20)
    ruled = [
        (r.top + r.bottom) / 2
        for r in page.rules
        if r.horizontal and r.x0 <= x0 + SLACK_POINTS and r.x1 >= reach
    ]
    return sorted(ruled + _shading_edges(page, x0 - PADDING_POINTS))


def bound_between(bounds: Sequence[float], bottom: float, top: float) -> bool:
    """Whether one of the bounds lies between a line that ends at `bottom` and one from `top` on."""
    return any(bottom - SLACK_POINTS <= y <= top + SLACK_POINTS for y in bounds)


def _shading_edges(page: Page, x: float) -> list[float]:
    """Where the shading begins and ends, from top to bottom, along a vertical line at `x`."""
    spans: list[tuple[float, float]] = []
    for top, bottom in sorted((s.top, s.bottom) for s in page.shapes if s.x0 <= x <= s.x1):
        if spans and top <= spans[-1][1] + TOUCHING_POINTS:
            spans[-1] = (spans[-1][0], max(spans[-1][1], bottom))
        else:
            spans.append((top, bottom))
    return [edge for span in spans for edge in span]

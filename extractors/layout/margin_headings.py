"""Headings in a margin beside the prose, read before the prose that begins beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractors.layout.headings import Prose, follows_closely, measure_prose, same_look, stands_out
from extractors.layout.lines import Line

LEAST_MARGIN_POINTS = 50.0
"""Width of a margin that holds headings, at least."""

ALIGNED_POINTS = 2.0
"""How far from the prose's left edge its lines may begin."""

GAP_POINTS = 6.0
"""How far left of the prose a heading ends, at least."""

LEAST_WORDS_OF_PROSE = 5
"""Words of a line that tells where the prose begins, at least."""

LEAST_HEADINGS = 5
"""Headings in the margin that a report has, at least."""

MOST_IN_MARGIN = 0.5
"""Lines of other text that begin in the margin, as a share of the lines of prose, at most: those of another
layout, such as a preface. Two columns of prose have as many in each.
"""


def with_margin_headings(pages: Sequence[tuple[Line, ...]]) -> list[tuple[Line, ...]]:
    """The lines of each page, headings in the margin made lines of their own above the text beside them.

    Only where the report's prose keeps clear of a margin do words that stand there, set unlike the prose,
    head what is beside; in any other report words left of others are cells of tables.
    """
    left = _left_of_prose(pages)
    if left is None:
        return list(pages)
    prose = measure_prose([[_parted(line, left).right or line for line in lines] for lines in pages])
    moved = [_moved(lines, left, prose) for lines in pages]
    headings = sum(count for _, count in moved)
    return [lines for lines, _ in moved] if headings >= LEAST_HEADINGS else list(pages)


class _Parts(NamedTuple):
    margin: Line | None
    right: Line | None


def _left_of_prose(pages: Sequence[tuple[Line, ...]]) -> float | None:
    """Where the prose begins, where a wide margin lies left of it; None in a report without one."""
    full = [line for lines in pages for line in lines if len(line.words) >= LEAST_WORDS_OF_PROSE]
    starts = Counter([round(line.x0) for line in full])
    if not starts:
        return None
    left, count = starts.most_common(1)[0]
    farther = any(line.x0 <= left - LEAST_MARGIN_POINTS for lines in pages for line in lines)
    if not farther:  # as in nearly all
        return None
    in_margin = sum([line.x0 < left - ALIGNED_POINTS and None in _parted(line, left) for line in full])
    return float(left) if in_margin <= MOST_IN_MARGIN * count else None


def _parted(line: Line, left: float) -> _Parts:
    """A line in what stands in the margin and the rest, where both are clear of each other."""
    margin = tuple(w for w in line.words if w.x1 <= left - GAP_POINTS)
    rest = line.words[len(margin) :]
    if rest and (not margin or abs(rest[0].x0 - left) > ALIGNED_POINTS):
        return _Parts(None, line)
    return _Parts(Line.of(line.page, margin) if margin else None, Line.of(line.page, rest) if rest else None)


def _moved(lines: Sequence[Line], left: float, prose: Prose) -> tuple[tuple[Line, ...], int]:
    """The lines of a page with headings in the margin before what stands beside, and how many are beside."""
    ordered: list[Line] = []
    headings = 0
    at: int | None = None
    last: Line | None = None
    for line in lines:
        margin, right = _parted(line, left)
        if margin is None or not _is_heading(margin, right, prose):
            ordered.append(line)
            continue
        if at is not None and last is not None and same_look(last, margin) and follows_closely(last, margin):
            ordered.insert(at, margin)
            at += 1
        else:
            ordered.append(margin)
            at = len(ordered)
            headings += right is not None
        last = margin
        if right is not None:
            ordered.append(right)
    return tuple(ordered), headings


def _is_heading(margin: Line, right: Line | None, prose: Prose) -> bool:
    """Whether words in the margin are set unlike the prose, and prose or nothing stands beside them."""
    return stands_out(margin.style, prose.style) and (right is None or right.style == prose.style)

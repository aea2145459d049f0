"""Reading order: pages whose prose runs in two columns are read column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractors.layout.columns import words_across
from extractors.layout.lines import Line, group_by_baseline, is_bullet
from extractors.reading.pages import Word

LEAST_GUTTER_POINTS = 8.0
"""Two columns of prose stand at least this far apart."""

MIDDLE = (0.3, 0.7)
"""Where, in shares of the text's width, the gutter of two columns of prose lies."""

GUTTER_STEPS = 100
"""Places between these shares at which the gutter is looked for."""

LEAST_LINES = 5
"""Lines that each column of prose has, at least."""

ALIGNED_POINTS = 2.0
"""How far from its column's edge a line of prose may begin."""

FULL = 0.75
"""Share of its column's width that the usual line of prose fills, at least."""

MOST_BULLETS = 0.34
"""Share of lines with bullets from which on two columns are a table's."""


def in_reading_order(
    page: int, words: Sequence[Word], is_table_header: Callable[[Line], bool]
) -> tuple[Line, ...]:
    """The lines of a page in the order they are read.

    That is from top to bottom, but where prose runs in two columns the left one whole before the
    right one. Tables have columns too: their lines are short, have bullets or follow a header that
    `is_table_header` knows, and stay side by side.
    """
    lines = [Line(page, group) for group in group_by_baseline(words)]
    gutter = _gutter(words)
    if gutter is None or len(lines) < 2 * LEAST_LINES:
        return tuple(lines)
    ordered: list[Line] = []
    for run, columnar in _runs(lines, gutter, is_table_header):
        ordered.extend(_column_by_column(page, run, gutter) if columnar else run)
    return tuple(ordered)


def _gutter(words: Sequence[Word]) -> float | None:
    """The x in the middle of the page that the fewest words stand across; None when many do.

    The words' ends left of it and their starts right of it show a clear strip.
    """
    if not words:
        return None
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    width = right - left
    if width <= 0:  # words of a font without widths
        return None
    low, step = left + width * MIDDLE[0], width * (MIDDLE[1] - MIDDLE[0]) / GUTTER_STEPS
    steps, counts = words_across(words, low, step, GUTTER_STEPS + 1, reach=1.0)
    least = min(counts)
    if least > 0.05 * len(words):
        return None
    best: tuple[int, int] | None = None
    start = None
    for k, count in enumerate([*counts, least + 99]):
        if count <= least + 1 and start is None:
            start = k
        elif count > least + 1 and start is not None:
            if best is None or k - start > best[1] - best[0]:
                best = (start, k)
            start = None
    if best is None:
        return None
    low, high = steps[best[0]], steps[best[1] - 1]
    return (low + high) / 2 if high - low >= LEAST_GUTTER_POINTS / 2 else None


def _runs(
    lines: Sequence[Line], gutter: float, is_table_header: Callable[[Line], bool]
) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines, each with whether it is prose in two columns."""
    run: list[Line] = []
    for line in lines:
        if _crosses(line, gutter) or is_table_header(line):
            yield from _trimmed(run, gutter)
            run = []
            yield [line], False
        else:
            run.append(line)
    yield from _trimmed(run, gutter)


def _crosses(line: Line, gutter: float) -> bool:
    """Whether running text stands across the gutter."""
    before = [w for w in line.words if w.x0 < gutter]
    after = [w for w in line.words if w.x0 >= gutter]
    if any(w.x1 > gutter + 2 for w in before):
        return True
    return bool(before and after) and after[0].x0 - before[-1].x1 < LEAST_GUTTER_POINTS


def _trimmed(run: list[Line], gutter: float) -> Iterator[tuple[list[Line], bool]]:
    """A run without what stands above and below its prose, such as a small table."""
    blocks = _blocks(run)
    prose = [k for k, block in enumerate(blocks) if _is_prose(block, gutter)]
    if not prose:
        yield run, False
        return
    first, last = prose[0], prose[-1]
    lefts = _left_edges([line for k in prose for line in blocks[k]], gutter)
    while first > 0 and _begins_at(lefts, blocks[first - 1], gutter):
        first -= 1
    while last + 1 < len(blocks) and _begins_at(lefts, blocks[last + 1], gutter):
        last += 1
    for part, columnar in (
        (blocks[:first], False),
        (blocks[first : last + 1], True),
        (blocks[last + 1 :], False),
    ):
        if part:
            yield [line for block in part for line in block], columnar


def _blocks(run: Sequence[Line]) -> list[list[Line]]:
    """A run cut where a strip right across the page is empty."""
    blocks: list[list[Line]] = []
    bottom = float("-inf")
    for line in run:
        if not blocks or line.top - bottom > 0.6 * (line.bottom - line.top):
            blocks.append([])
        blocks[-1].append(line)
        bottom = max(bottom, line.bottom)
    return blocks


def _sides(lines: Sequence[Line], gutter: float) -> tuple[list[Word], list[Word]]:
    words = [w for line in lines for w in line.words]
    return [w for w in words if w.x0 < gutter], [w for w in words if w.x0 >= gutter]


def _left_edges(lines: Sequence[Line], gutter: float) -> tuple[float, ...]:
    """Where the lines of each column begin."""
    return tuple(min(w.x0 for w in side) for side in _sides(lines, gutter))


def _begins_at(lefts: Sequence[float], block: Sequence[Line], gutter: float) -> bool:
    """Whether a small block, such as a heading or a paragraph's end, stands in the columns of the prose."""
    return all(
        abs(row[0].x0 - left) <= ALIGNED_POINTS
        for left, side in zip(lefts, _sides(block, gutter), strict=True)
        for row in group_by_baseline(side)
    )


def _is_prose(block: Sequence[Line], gutter: float) -> bool:
    sides = _sides(block, gutter)
    lettered = [sum(w.text[:1].isalpha() for w in side) for side in sides]
    if min(lettered) < 3 * LEAST_LINES:  # too few for the rows asked for below, whatever they are
        return False
    for side, letters in zip(sides, lettered, strict=True):
        rows = list(group_by_baseline(side))
        if len(rows) < LEAST_LINES:
            return False
        width = max(w.x1 for w in side) - min(w.x0 for w in side)
        fill = sorted(max(w.x1 for w in row) - row[0].x0 for row in rows)[len(rows) // 2]
        bullets = sum(is_bullet(row[0].text) or row[0].text in "-–" for row in rows)
        if fill < FULL * width or bullets > MOST_BULLETS * len(rows) or letters < 3 * len(rows):
            return False
    return True


def _column_by_column(page: int, run: Sequence[Line], gutter: float) -> Iterator[Line]:
    for side in _sides(run, gutter):
        for group in group_by_baseline(side):
            yield Line(page, group)

"""Reading order: pages whose prose runs in two columns are read column by column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractors.layout.gutters import LEAST_GUTTER_POINTS, gutters
from extractors.layout.headings import same_look
from extractors.layout.lines import Line, begins_with_bullet, group_by_baseline
from extractors.reading.pages import Word

_SENTENCE_END = re.compile(r"[.!?:][”\"')»]*$")

LEAST_LINES = 5
"""Lines that each column of prose has, at least, to be known by itself."""

ALIGNED_POINTS = 2.0
"""How far from its column's edge a line of prose may begin."""

FULL = 0.75
"""Share of its column's width that the usual line of prose fills, at least."""

WORDS = 3
"""Words in a line of prose on average, at least."""

WORDS_IN_KNOWN = 2
"""The same where the columns are known."""

MOST_BULLETS = 0.34
"""Share of lines with bullets from which on two columns are a table's."""


INDENT_EM = 3.0
"""How far right of its column's edge a paragraph may begin."""


class TextColumns(NamedTuple):
    """Two columns of prose on a page."""

    gutter: float
    """The x in the middle of the white between them."""
    lefts: tuple[float, float]
    """The x at which their lines begin."""


class OrderedLines(NamedTuple):
    """The lines of a page in the order they are read, and the columns that its prose runs in."""

    lines: tuple[Line, ...]
    columns: TextColumns | None


def in_reading_order(
    page: int,
    words: Sequence[Word],
    is_table_header: Callable[[Line], bool],
    usual: Sequence[TextColumns] = (),
) -> OrderedLines:
    """The lines of a page in the order they are read.

    That is from top to bottom, but where prose runs in two columns the left one whole before the
    right one. Tables have columns too: their lines are short, have bullets or follow a header that
    `is_table_header` knows, and stay side by side; the heading of a list that it knows ends the
    columns where it stands below the right one. A few lines are known for columns where they stand
    in those `usual` in the report.
    """
    lines = [Line.of(page, group) for group in group_by_baseline(words)]
    known = [(columns.gutter, columns) for columns in usual]
    found = [(gutter, None) for gutter in (gutters(lines) if len(lines) >= LEAST_LINES else ())]
    for gutter, columns in (*known, *found):
        runs = list(_runs(lines, gutter, columns, is_table_header))
        columnar = [line for run, in_columns in runs if in_columns for line in run]
        if columnar:
            parts = (_column_by_column(page, run, gutter) if in_columns else run for run, in_columns in runs)
            left, right = _left_edges(columnar, gutter)
            return OrderedLines(
                tuple(line for part in parts for line in part), TextColumns(gutter, (left, right))
            )
    return OrderedLines(tuple(lines), None)


def _runs(
    lines: Sequence[Line],
    gutter: float,
    columns: TextColumns | None,
    is_table_header: Callable[[Line], bool],
) -> Iterator[tuple[list[Line], bool]]:
    """Runs of lines, each with whether it is prose in two columns."""
    for crossing, group in groupby(lines, lambda line: _crosses(line, gutter)):
        run = list(group)
        if crossing or not _may_be_in_columns(run, gutter, columns):  # asked first, for it leaves out most
            yield run, False
            continue
        for headers, part in _parted_at_headers(run, gutter, is_table_header):
            if headers:
                yield part, False
            else:
                yield from _trimmed(part, gutter, columns)


def _may_be_in_columns(run: Sequence[Line], gutter: float, columns: TextColumns | None) -> bool:
    return all(_sides(run, gutter)) if columns else _may_be_prose(run, gutter)


def _parted_at_headers(
    run: Sequence[Line], gutter: float, is_table_header: Callable[[Line], bool]
) -> Iterator[tuple[bool, list[Line]]]:
    """A run in parts, each with whether it is headers: those across both columns or below the right one."""
    on_right = [line.words[-1].x0 >= gutter for line in run]
    below_right = len(run) - on_right[::-1].index(True)  # the first line of which all below stand left
    ends = [
        (line.words[0].x0 < gutter if on_right[i] else i >= below_right) and is_table_header(line)
        for i, line in enumerate(run)
    ]
    for headers, part in groupby(zip(ends, run, strict=True), lambda each: each[0]):
        yield headers, [line for _, line in part]


def _crosses(line: Line, gutter: float) -> bool:
    """Whether running text stands across the gutter."""
    before: Word | None = None
    for word in line.words:  # from left to right
        if word.x0 >= gutter:
            return before is not None and word.x0 - before.x1 < LEAST_GUTTER_POINTS
        if word.x1 > gutter + 2:
            return True
        before = word
    return False


def _trimmed(
    run: list[Line], gutter: float, columns: TextColumns | None
) -> Iterator[tuple[list[Line], bool]]:
    """A run without what stands above and below its prose, such as a small table."""
    blocks = _blocks(run)
    prose = [k for k, block in enumerate(blocks) if _is_prose(block, gutter)]
    if not prose and columns is not None:
        prose = [k for k, block in enumerate(blocks) if _stands_in(block, columns)]
    if not prose:
        yield run, False
        return
    first, last = prose[0], prose[-1]
    lefts = _left_edges([line for k in prose for line in blocks[k]], gutter)
    while first > 0 and _begins_at(lefts, blocks[first - 1], gutter):
        first -= 1
    while last + 1 < len(blocks) and _begins_at(lefts, blocks[last + 1], gutter):
        last += 1
    end = last
    while end > prose[-1] and not _sides(blocks[end], gutter)[1]:
        end -= 1
    last = end + _blocks_of_left(blocks[first : end + 1], blocks[end + 1 : last + 1], gutter)
    for part, columnar in (
        (blocks[:first], False),
        (blocks[first : last + 1], True),
        (blocks[last + 1 :], False),
    ):
        if part:
            yield [line for block in part for line in block], columnar


def _blocks_of_left(columns: Sequence[Sequence[Line]], below: Sequence[Sequence[Line]], gutter: float) -> int:
    """How many of the blocks that stand below the left of two columns alone are its own.

    Columns of one length are followed by text across the page; else the left one is the longer. A
    sentence that goes on in the right column tells where the left one ends; without one it goes on
    with what fills it and ends a sentence.
    """
    left, right = _sides([line for block in columns for line in block], gutter)
    page = columns[0][0].page
    goes_on = Line.of(page, next(iter(group_by_baseline(right))))
    if goes_on.text[:1].islower():
        ends = [Line.of(page, list(group_by_baseline(left))[-1]), *(block[-1] for block in below)]
        return next((k for k, line in enumerate(ends) if _may_go_on(line, goes_on)), len(below))
    width = max(w.x1 for w in left) - min(w.x0 for w in left)
    for count in range(len(below), 0, -1):
        rows = [line for block in below[:count] for line in block]
        full = sum(line.x1 - line.x0 >= FULL * width for line in rows)
        if 2 * full >= len(rows) and _SENTENCE_END.search(rows[-1].text):
            return count
    return 0


def _may_go_on(line: Line, following: Line) -> bool:
    """Whether a sentence may go on from one line to the other: none does from a heading."""
    return same_look(line, following) and not _SENTENCE_END.search(line.text)


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
    """Whether a small block, such as a heading or a paragraph's end, stands in the columns of the prose.

    Its lines begin at the columns' edges, and paragraphs between them may be indented.
    """
    return all(
        _all_begin_at(left, list(group_by_baseline(side)))
        for left, side in zip(lefts, _sides(block, gutter), strict=True)
    )


def _all_begin_at(left: float, rows: Sequence[Sequence[Word]]) -> bool:
    starts = [row[0].x0 - left for row in rows]
    flush = [abs(start) <= ALIGNED_POINTS for start in starts]
    return all(flush) or (
        any(flush)
        and all(0 <= start <= INDENT_EM * row[0].size for start, row in zip(starts, rows, strict=True))
    )


def _is_prose(block: Sequence[Line], gutter: float) -> bool:
    if not _may_be_prose(block, gutter):
        return False
    for side in _sides(block, gutter):
        rows = list(group_by_baseline(side))
        if len(rows) < LEAST_LINES:
            return False
        width = max(w.x1 for w in side) - min(w.x0 for w in side)
        fill = sorted(max(w.x1 for w in row) - row[0].x0 for row in rows)[len(rows) // 2]
        bullets = sum(map(begins_with_bullet, rows))
        if fill < FULL * width or bullets > MOST_BULLETS * len(rows) or _lettered(side) < WORDS * len(rows):
            return False
    return True


def _may_be_prose(lines: Sequence[Line], gutter: float) -> bool:
    """Whether both columns have the lines and words that prose has at least."""
    return len(lines) >= LEAST_LINES and all(
        _lettered(side) >= WORDS * LEAST_LINES for side in _sides(lines, gutter)
    )


def _stands_in(block: Sequence[Line], columns: TextColumns) -> bool:
    """Whether a small block stands in both of known columns, and is prose for all that one can see."""
    sides = _sides(block, columns.gutter)
    if not all(sides):
        return False
    both = [list(group_by_baseline(side)) for side in sides]
    starts = [[row[0].x0 - left for row in rows] for left, rows in zip(columns.lefts, both, strict=True)]
    rows = [row for rows in both for row in rows]
    return (
        all(any(abs(start) <= ALIGNED_POINTS for start in each) for each in starts)
        and all(
            -ALIGNED_POINTS <= start <= INDENT_EM * row[0].size and not begins_with_bullet(row)
            for start, row in zip([start for each in starts for start in each], rows, strict=True)
        )
        and _lettered(w for row in rows for w in row) >= WORDS_IN_KNOWN * len(rows)
    )


def _lettered(words: Iterable[Word]) -> int:
    return sum([w.text[:1].isalpha() for w in words])


def _column_by_column(page: int, run: Sequence[Line], gutter: float) -> Iterator[Line]:
    for side in _sides(run, gutter):
        for group in group_by_baseline(side):
            yield Line.of(page, group)

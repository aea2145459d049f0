"""The text of a row: which lines above and below its numbers go on with it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extractors.layout.lines import Line
from extractors.reading.pages import Page
from extractors.scores.score_columns import read_header
from extractors.scores.score_rows import MOST_LINES_BETWEEN_ROWS, Row, adjoin


def lines_between(
    flow: Sequence[Line], rows: Sequence[Row], upper: int, lower: int, pages: Mapping[int, Page]
) -> tuple[list[Line], list[Line]]:
    """The lines between two rows: those that belong to the upper and those that belong to the lower.

    A ruled line between them decides. Without one the widest gap does, where one is wider than the
    others; else text hangs below its number, as in tables set top-aligned.
    """
    if upper < 0:
        return [], []
    start = rows[upper]
    if lower >= len(rows) or not adjoin(flow, start, rows[lower]):
        return lines_below(flow, start), []
    end = rows[lower]
    lines = list(flow[start.index + (start.header.lines if start.header else 1) : end.index])
    if not lines:
        return [], []
    if start.kind == "header":
        return _lines_below_header(flow, rows, upper, lines, pages)
    if not _has_text(start) and not _has_text(end):
        return [], []
    chain = [start.line, *lines, end.line]
    breaks = [k for k in range(len(chain) - 1) if _broken(chain[k], chain[k + 1], pages)]
    if breaks:
        cut = breaks[0] if _has_text(start) else breaks[-1]
    else:
        cut = _widest_gap(chain)
    # what stands below a sum row or above one is no row's text
    return (lines[:cut] if _has_text(start) else []), (lines[cut:] if _has_text(end) else [])


def _has_text(row: Row) -> bool:
    return row.kind in ("question", "area")


def _lines_below_header(
    flow: Sequence[Line],
    rows: Sequence[Row],
    header: int,
    lines: Sequence[Line],
    pages: Mapping[int, Page],
) -> tuple[list[Line], list[Line]]:
    """The lines between a header and the first row below it, parted as in `lines_between`.

    Those set as the header is are the rest of it. Where a page break repeats the header, its rest is
    what it was before, and the rest of the row before it may stand below.
    """
    start, end, before = rows[header], rows[header + 1], rows[header - 1] if header else None
    earlier = _earlier(rows, header)
    if earlier is None:
        bold = start.line.words[0].bold
        return [], [x for x in lines if not (x.words[0].bold == bold and (bold or x.text[:1].islower()))]
    first = earlier.index + (earlier.header.lines if earlier.header else 1)
    same = itertools.takewhile(
        lambda pair: pair[0].text == pair[1].text, zip(lines, flow[first:], strict=False)
    )
    text = lines[len(list(same)) :]
    if before is None or not _has_text(before) or before.line.page == start.line.page or not text:
        return [], list(text)
    chain = [*text, end.line]
    cuts = [k + 1 for k in range(len(text)) if _broken(chain[k], chain[k + 1], pages)]
    gaps = [b.top - a.bottom for a, b in pairwise(chain)]
    if cuts:
        cut = cuts[0]
    elif max(gaps) > min(gaps) + WIDER_GAP_POINTS:
        cut = gaps.index(max(gaps)) + 1
    else:
        cut = len(text) if text[0].text[:1].islower() else 0
    return list(text[:cut]), list(text[cut:])


def _earlier(rows: Sequence[Row], header: int) -> Row | None:
    """The header before a header that a page break repeats; None for any other."""
    here = rows[header].header
    for row in reversed(rows[:header]):
        if row.header is not None:
            return row if here is not None and row.header.title == here.title else None
    return None


def _broken(a: Line, b: Line, pages: Mapping[int, Page]) -> bool:
    """Whether a horizontal rule parts two lines of one page."""
    if a.page != b.page or a.page not in pages:
        return False
    x = min(max(a.x0, b.x0), min(a.x1, b.x1)) if min(a.x1, b.x1) > max(a.x0, b.x0) else b.x0
    low, high = a.middle, b.middle
    return any(
        low < r.top < high and r.horizontal and r.x0 <= x + 5 and r.x1 >= x for r in pages[a.page].rules
    )


WIDER_GAP_POINTS = 1.5


def _widest_gap(chain: Sequence[Line]) -> int:
    """Where to cut a chain of lines: after how many lines below the first the next row begins."""
    gaps = [b.top - a.bottom if a.page == b.page else None for a, b in itertools.pairwise(chain)]
    on_page = [g for g in gaps if g is not None]
    last = len(chain) - 2
    if len(on_page) < 2 or len(on_page) < len(gaps):
        return last
    widest = max(range(len(gaps)), key=lambda k: on_page[k])
    others = [g for k, g in enumerate(on_page) if k != widest]
    return widest if on_page[widest] > max(others) + WIDER_GAP_POINTS else last


def lines_below(flow: Sequence[Line], row: Row) -> list[Line]:
    """Lines below the last row of a table that go on with its text, past a header that a page repeats."""
    lines: list[Line] = []
    last = row.line
    left = row.line.words[1].x0 if len(row.line.words) > 1 else row.line.x0
    i = row.index + 1
    while i < len(flow) and len(lines) < MOST_LINES_BETWEEN_ROWS:
        header = read_header(flow, i) if flow[i].page != last.page else None
        i += header.lines if header else 0
        line = flow[i] if i < len(flow) else None
        if line is None or line.style != row.line.style or not _follows(last, line):
            break
        if abs(line.x0 - left) > 3 and abs(line.x0 - row.line.x0) > 3:
            break
        lines.append(line)
        last = line
        i += 1
    return lines


def _follows(last: Line, line: Line) -> bool:
    """Whether a line goes on with a row's text: close below it, or in small letters on the next page."""
    if line.page == last.page:
        return line.top - last.bottom <= 0.8 * (last.bottom - last.top)
    return line.page == last.page + 1 and line.text[:1].islower()

"""Boxes at the side of a page that its prose runs around: an area's points on a tint, facts in a frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.layout.letter_spacing import join_spaced_letters
from extractors.layout.lines import Line, words_and_bullets
from extractors.layout.score_callouts import score_callouts
from extractors.layout.text_columns import OrderedLines, TextColumns, in_reading_order
from extractors.reading.pages import Page, Rule, Shape, Word

LEAST_WIDTH_POINTS = 60.0
LEAST_FRAME_POINTS = 30.0
LEAST_CELL_POINTS = 20.0
MOST_WIDTH = 0.5
"""Width of a tinted box, of a framed one and of a cell of a table, in points, at least, and of any box, as
a share of the page's text, at most."""

LEAST_HEIGHT_EM = 1.6
"""Height of a box, at least, in ems of its text: a lower one is a bar or a mark."""

EDGE_POINTS = 36.0
"""How far from the outermost words of the page, be they a page number, a box may end."""

TOUCHING_POINTS = 2.0
"""Shaded areas nearer than this are cells of one table."""

SAME_BASELINE_POINTS = 0.5
"""Texts that begin on one baseline inside and beside a shaded area stand in cells of one row,"""

FEWEST_LINES_APART = 4
MOST_SHARED_LINES = 0.34
"""but for areas of this many lines beside as many, of which no more than this share stand on those."""

FRAME_POINTS = 1.5
"""How far apart the ends of lines that frame a box may lie."""

ONE_BLOCK = 0.7
"""Lines nearer than this, in heights of a line, are one block, which a box does not part."""


def lines_in_order(
    page: Page, is_table_header: Callable[[Line], bool], usual: Sequence[TextColumns] = ()
) -> OrderedLines:
    """The lines of a page in the order they are read (see `text_columns.in_reading_order`).

    A box at the side is read whole, before the block of text that begins beside it; points in large
    figures beside a heading after it.
    """
    words = join_spaced_letters(words_and_bullets(page))
    callouts = score_callouts(words)
    if callouts:
        apart = {id(w) for callout in callouts for w in callout}
        words = [w for w in words if id(w) not in apart]
    boxes = _side_boxes(page, words)
    inside = [[w for w in words if _holds(box, w)] for box in boxes]
    taken = {id(w) for part in inside for w in part}
    rest = [w for w in words if id(w) not in taken] if boxes else words
    around = in_reading_order(page.number, rest, is_table_header, usual)
    if not boxes and not callouts:
        return around
    lines = list(around.lines)
    for box, part in zip(boxes, inside, strict=True):
        at = _place(lines, box)
        lines[at:at] = in_reading_order(page.number, part, is_table_header).lines
    for callout in callouts:
        lines.insert(_below(lines, callout), Line.of(page.number, callout))
    return OrderedLines(tuple(lines), around.columns)


def box_around(page: Page, lines: Sequence[Line]) -> Shape | None:
    """The smallest tinted or framed area of a page that all words of `lines` stand in."""
    areas = [*page.shapes, *_frames(page.rules, page.shapes)]
    around = [area for area in areas if all(stands_in(area, line) for line in lines)]
    return min(around, key=lambda a: (a.x1 - a.x0) * (a.bottom - a.top), default=None)


def stands_in(box: Shape, line: Line) -> bool:
    """Whether a line stands in a box of its page."""
    return all(_holds(box, w) for w in line.words)


def _below(lines: Sequence[Line], callout: Sequence[Word]) -> int:
    """The index of the first line that stands below points in large figures and their words."""
    bottom = max(w.bottom for w in callout)
    return next((i for i, line in enumerate(lines) if line.middle > bottom), len(lines))


def _side_boxes(page: Page, words: Sequence[Word]) -> list[Shape]:
    """The areas of a page that are boxes beside its prose, from the lowest to the uppermost."""
    areas = [s for s in dict.fromkeys(page.shapes) if s.x1 - s.x0 >= LEAST_CELL_POINTS]
    areas += (frames := _frames(page.rules, areas))
    large = [s for s in areas if s.x1 - s.x0 >= LEAST_WIDTH_POINTS or s in frames]
    if not large or not words:
        return []
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    found = [
        box
        for box in large
        if box.x1 - box.x0 <= MOST_WIDTH * (right - left)
        and (box.x0 <= left + EDGE_POINTS or box.x1 >= right - EDGE_POINTS)
        and not any(_beside_or_touching(box, other) for other in areas if other != box)
        and _prose_runs_around(box, words)
    ]
    return sorted(found, key=lambda box: -box.top)


def _frames(rules: Sequence[Rule], shaded: Sequence[Shape]) -> list[Shape]:
    """The areas framed by four lines that are neither cells of a table nor shaded besides."""
    upright = [r for r in rules if not r.horizontal and r.bottom - r.top > FRAME_POINTS]
    if len(upright) < 2:
        return []
    level = [r for r in rules if r.horizontal]
    sides: dict[tuple[int, int], list[Rule]] = {}
    for rule in upright:
        sides.setdefault((round(rule.top), round(rule.bottom)), []).append(rule)
    found = []
    for pair in sides.values():
        if len(pair) != 2:
            continue
        left, right = sorted(pair, key=lambda r: r.x0)
        frame = Shape(left.x0, left.top, right.x1, left.bottom)
        closed = all(any(_closes(frame, y, r) for r in level) for y in (frame.top, frame.bottom))
        if closed and frame.x1 - frame.x0 >= LEAST_FRAME_POINTS and not any(_alike(frame, s) for s in shaded):
            found.append(frame)
    return found


def _closes(frame: Shape, y: float, rule: Rule) -> bool:
    """Whether a line is the upper or lower side, at `y`, of a frame."""
    return (
        abs(rule.top - y) <= FRAME_POINTS
        and abs(rule.x0 - frame.x0) <= FRAME_POINTS
        and abs(rule.x1 - frame.x1) <= FRAME_POINTS
    )


def _alike(a: Shape, b: Shape) -> bool:
    edges = (a.x0 - b.x0, a.top - b.top, a.x1 - b.x1, a.bottom - b.bottom)
    return all(abs(edge) <= TOUCHING_POINTS for edge in edges)


def _beside_or_touching(box: Shape, other: Shape) -> bool:
    """Whether another area stands at the heights of a box, or touches it, and is not inside it."""
    inside = box.x0 <= other.x0 and other.x1 <= box.x1 and box.top <= other.top and other.bottom <= box.bottom
    return not inside and (
        other.top < box.bottom + TOUCHING_POINTS and other.bottom > box.top - TOUCHING_POINTS
    )


def _prose_runs_around(box: Shape, words: Sequence[Word]) -> bool:
    level = [w for w in words if box.top <= (w.top + w.bottom) / 2 <= box.bottom]
    inside = [w for w in level if _holds(box, w)]
    beside = [w for w in level if w.x1 <= box.x0 or w.x0 >= box.x1]
    if not inside or not beside or len(inside) + len(beside) < len(level):
        return False
    if min(w.x0 for w in beside) < box.x0 and max(w.x1 for w in beside) > box.x1:
        return False
    if box.bottom - box.top < LEAST_HEIGHT_EM * max(w.size for w in inside):
        return False
    lines = sorted({w.bottom for w in inside})
    lines_beside = {w.bottom for w in beside}
    if abs(lines[0] - min(lines_beside)) > SAME_BASELINE_POINTS:
        return True
    shared = sum(any(abs(y - other) <= SAME_BASELINE_POINTS for other in lines_beside) for y in lines)
    return min(len(lines), len(lines_beside)) >= FEWEST_LINES_APART and shared <= MOST_SHARED_LINES * len(
        lines
    )


def _holds(box: Shape, word: Word) -> bool:
    return box.x0 <= word.x0 and word.x1 <= box.x1 and box.top <= (word.top + word.bottom) / 2 <= box.bottom


def _place(lines: Sequence[Line], box: Shape) -> int:
    """The index of the line before which a box is read."""
    at = next((i for i, line in enumerate(lines) if line.bottom > box.top), len(lines))
    while 0 < at < len(lines):
        above, line = lines[at - 1], lines[at]
        gap = line.top - above.bottom
        if above.style != line.style or not 0 <= gap < ONE_BLOCK * (line.bottom - line.top):
            break
        at -= 1
    return at

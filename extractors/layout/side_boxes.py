"""Boxes at the side of a page that its prose runs around, such as an area's points on a tinted ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.layout.lines import Line, words_and_bullets
from extractors.layout.text_columns import OrderedLines, TextColumns, in_reading_order
from extractors.reading.pages import Page, Shape, Word

LEAST_WIDTH_POINTS = 60.0
MOST_WIDTH = 0.5
"""Width of a box: in points, at least, and as a share of the page's text, at most."""

LEAST_HEIGHT_EM = 1.6
"""Height of a box, at least, in ems of its text: a lower one is a bar or a mark."""

EDGE_POINTS = 4.0
"""How far from the edge of the page's text a box may end."""

TOUCHING_POINTS = 2.0
"""Shaded areas nearer than this are cells of one table."""

SAME_BASELINE_POINTS = 0.5
"""Texts that begin on one baseline inside and beside a shaded area stand in cells of one row."""

ONE_BLOCK = 0.7
"""Lines nearer than this, in heights of a line, are one block, which a box does not part."""


def lines_in_order(
    page: Page, is_table_header: Callable[[Line], bool], usual: Sequence[TextColumns] = ()
) -> OrderedLines:
    """The lines of a page in the order they are read (see `text_columns.in_reading_order`).

    A box at the side is read whole, before the block of text that begins beside it.
    """
    words = words_and_bullets(page)
    boxes = _side_boxes(page, words)
    if not boxes:
        return in_reading_order(page.number, words, is_table_header, usual)
    inside = [[w for w in words if _holds(box, w)] for box in boxes]
    taken = {id(w) for part in inside for w in part}
    around = in_reading_order(page.number, [w for w in words if id(w) not in taken], is_table_header, usual)
    lines = list(around.lines)
    for box, part in zip(boxes, inside, strict=True):
        at = _place(lines, box)
        lines[at:at] = in_reading_order(page.number, part, is_table_header).lines
    return OrderedLines(tuple(lines), around.columns)


def _side_boxes(page: Page, words: Sequence[Word]) -> list[Shape]:
    """The shaded areas of a page that are boxes beside its prose, from the lowest to the uppermost."""
    large = [s for s in dict.fromkeys(page.shapes) if s.x1 - s.x0 >= LEAST_WIDTH_POINTS]
    if not large or not words:
        return []
    left, right = min(w.x0 for w in words), max(w.x1 for w in words)
    found = [
        box
        for box in large
        if box.x1 - box.x0 <= MOST_WIDTH * (right - left)
        and (box.x0 <= left + EDGE_POINTS or box.x1 >= right - EDGE_POINTS)
        and not any(_beside_or_touching(box, other) for other in large if other != box)
        and _prose_runs_around(box, words)
    ]
    return sorted(found, key=lambda box: -box.top)


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
    if box.bottom - box.top < LEAST_HEIGHT_EM * max(w.size for w in inside):
        return False
    first, first_beside = min(w.bottom for w in inside), min(w.bottom for w in beside)
    return abs(first - first_beside) > SAME_BASELINE_POINTS


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

"""Tables whose first column names each area once, in a cell beside all rows of its questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.layout.lines import Line
from extractors.scores.score_columns import LABEL_GAP_EM, numbers_at_the_end
from extractors.scores.score_rows import MOST_LINES_BETWEEN_ROWS, QUESTION_NUMBER

LEAST_CELLS = 3
"""Rows of questions with a text beside their number, at least, to know the column of areas."""

_BEGINS_NUMBER = frozenset("0123456789%(p")
"""What the last word of a row begins with: a number, its sign or unit."""

ALIGNED_POINTS = 2.0
"""How far apart the numbers of the questions may begin."""


def without_merged_cells(flow: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines without the words of such cells, nearly always all as they are, and the index of each.

    The words stand left of the questions' numbers, which the rows with and without them share.
    """
    ends_with_number = [i for i, line in enumerate(flow) if line.words[-1].text[0] in _BEGINS_NUMBER]
    beside = {i: k for i in ends_with_number if (k := _question_number(flow[i]))}
    if len(beside) < LEAST_CELLS:
        return list(flow), list(range(len(flow)))
    numbers = beside | {i: 0 for i, line in enumerate(flow) if _question_number(line) == 0}
    edges = Counter(round(flow[i].words[numbers[i]].x0) for i in beside)
    edge = edges.most_common(1)[0][0] - ALIGNED_POINTS
    rows = [i for i, k in sorted(numbers.items()) if abs(flow[i].words[k].x0 - edge) <= 2 * ALIGNED_POINTS]
    inside = {
        i
        for a, b in zip(rows, [*rows[1:], rows[-1] + 1], strict=True)
        for i in range(a, b if b - a <= MOST_LINES_BETWEEN_ROWS else a + 1)
    }
    lines: list[Line] = []
    places: list[int] = []
    for i, line in enumerate(flow):
        words = tuple(w for w in line.words if w.x0 >= edge) if i in inside else line.words
        if words:
            lines.append(line if len(words) == len(line.words) else Line.of(line.page, words))
            places.append(i)
    return lines, places


def _question_number(line: Line) -> int | None:
    """Which word of a line is a question's number: the first, or one after a gap in a row with numbers."""
    words = line.words
    if QUESTION_NUMBER.fullmatch(words[0].text):
        return 0
    for k, word in enumerate(words[1:], 1):
        apart = word.x0 - words[k - 1].x1 >= LABEL_GAP_EM * max(word.size, 6.0)
        if apart and QUESTION_NUMBER.fullmatch(word.text) and len(numbers_at_the_end(line)) >= 2:
            return k
    return None

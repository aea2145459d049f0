"""Questions in a list: a bullet may stand before the number, and the points at the end of what wraps."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.headings import follows_closely, same_look
from extractors.layout.lines import Line, is_bullet, runs_of
from extractors.scores.score_columns import numbers_at_the_end
from extractors.scores.score_rows import QUESTION_NUMBER

MOST_LINES = 4
"""Lines of an item, at most."""


def with_whole_items(flow: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines with each item of such a list as one, and the index in `flow` of each line.

    As "• 1.1 Has the municipality" over "a plan?: 4 of 15": in a table points stand in columns, and
    text goes on below them.
    """
    lines: list[Line] = []
    places: list[int] = []
    i = 0
    while i < len(flow):
        line = _without_bullet(flow[i])
        count = _lines_of_item(flow, i, line)
        if count > 1:
            rest = (word for other in flow[i + 1 : i + count] for word in other.words)
            line = Line.of(line.page, (*line.words, *rest))
        lines.append(line)
        places.append(i)
        i += count
    return lines, places


def _without_bullet(line: Line) -> Line:
    words = line.words
    if len(words) > 2 and is_bullet(words[0].text) and QUESTION_NUMBER.fullmatch(words[1].text):
        return Line.of(line.page, words[1:])
    return line


def _lines_of_item(flow: Sequence[Line], i: int, first: Line) -> int:
    """How many lines the item that begins at line `i` has: 1 unless its points end a later one."""
    if not QUESTION_NUMBER.fullmatch(first.words[0].text) or len(numbers_at_the_end(first)) > 1:
        return 1
    last = first
    for count in range(2, MOST_LINES + 1):
        if i + count > len(flow):
            break
        line = flow[i + count - 1]
        if not (follows_closely(last, line) and same_look(last, line)) or QUESTION_NUMBER.fullmatch(
            line.words[0].text
        ):
            break
        if len(numbers_at_the_end(line)) > 1:
            return count if len(list(runs_of(line))) == 1 else 1
        last = line
    return 1

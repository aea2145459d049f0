"""Rows of points whose maximum stands below them, since their cell is narrow: "33,5 av" over "100"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.layout.headings import follows_closely
from extractors.layout.lines import Line
from extractors.layout.numbers import parse_score
from extractors.reading.pages import Word

_MAY_WRAP = re.compile(r"[\d½] av(?: \d|$)")
_SPACE_EM = 0.6  # from "av" to a maximum that stands beside it, at most
_ALIKE_POINTS = 2.0  # how far apart lines of a cell begin, at most


def with_whole_maxima(flow: Sequence[Line]) -> tuple[list[Line], list[int]]:
    """The lines with each maximum moved up beside its points, and the index in `flow` of each line.

    A maximum stands where the points above it do. A line that holds nothing else is taken out.
    """
    lines: list[Line] = []
    places: list[int] = []
    for i, line in enumerate(flow):
        rest: tuple[Word, ...] = line.words
        if lines and (at := _end_of_points(lines[-1])) and follows_closely(lines[-1], line):
            above = lines[-1].words
            maximum = _number_below(above[at - 2], line)
            if maximum is not None:
                lines[-1] = Line.of(lines[-1].page, (*above[:at], maximum, *above[at:]))
                rest = tuple(word for word in line.words if word is not maximum)
        if rest:
            lines.append(line if rest is line.words else Line.of(line.page, rest))
            places.append(i)
    return lines, places


def _end_of_points(line: Line) -> int:
    """The index of the word after points and "av" that no number follows in their cell; 0 without such."""
    if not _MAY_WRAP.search(line.text):  # as of nearly all lines
        return 0
    words = line.words
    for i in range(2, len(words) + 1):
        if words[i - 1].text == "av" and parse_score(words[i - 2].text) is not None:
            beside = i < len(words) and words[i].x0 - words[i - 1].x1 <= _SPACE_EM * words[i].size
            return 0 if beside else i
    return 0


def _number_below(points: Word, line: Line) -> Word | None:
    """The number in a line that begins where the points above it do."""
    for word in line.words:
        if abs(word.x0 - points.x0) <= _ALIKE_POINTS and parse_score(word.text) is not None:
            return word
    return None

"""Reference means: what other municipalities reached in each area, where a summary prints it.

A summary prints the areas' points once more beside a mean, as a table or as the bars of a chart.
The points are known from the areas' own pages, so the number that is not them is the mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractors.lines import Line
from extractors.numbers import parse_score
from extractors.pages import Word
from schemas.editions import best_area

LEAST_AREAS = 6
"""Fewer areas with two numbers are no comparison."""

SURE_TITLE = 88.0
"""Similarity (0-100) of a label to an area's title."""

BESIDE_LINES = 1.2
"""How far above or below its label a bar's number may stand, in heights of the label."""

HIGHEST_MEAN = 100.0


def find_reference_means(
    outside: Sequence[Line], points: Mapping[int, float], titles: Mapping[int, str]
) -> dict[int, float]:
    """The mean of other municipalities by area; empty where the report prints none.

    `outside` are the lines outside the areas, `points` and `titles` the areas' own. An area counts
    where exactly two numbers stand beside its title and one of them is its points.
    """
    means: dict[int, float] = {}
    for line in outside:
        area = _area_of(line, titles)
        if area is None or area in means or area not in points:
            continue
        values = list(_numbers_beside(line, outside))
        others = [v for v in values if v != points[area]]
        if len(values) == 2 and (len(others) == 1 or values[0] == values[1]):
            means[area] = others[0] if others else values[0]
    return means if len(means) >= min(LEAST_AREAS, len(points)) else {}


def _area_of(line: Line, titles: Mapping[int, str]) -> int | None:
    """The area whose title a line begins with, numbers left out."""
    label = " ".join(w.text for w in line.words if parse_score(w.text.rstrip(".")) is None)
    for area, title in titles.items():
        if label.casefold() == title.casefold():
            return area
    match = best_area(label, at_least=SURE_TITLE) if label else None
    if match is None:
        return None
    return next((a for a, title in titles.items() if best_area(title) == best_area(match.area.title)), None)


def _numbers_beside(line: Line, lines: Iterable[Line]) -> Iterable[float]:
    """The numbers right of a label: on its line, else on the lines of the bars close to it."""
    text_end = max((w.x1 for w in line.words if parse_score(w.text) is None), default=line.x0)
    own = list(_numbers([w for w in line.words if w.x0 > text_end]))
    if len(own) >= 2:
        return own
    reach = BESIDE_LINES * (line.bottom - line.top)
    near = [
        other
        for other in lines
        if other.page == line.page and abs(other.middle - line.middle) <= reach and other.x0 > text_end
    ]
    return [*own, *(value for other in near for value in _numbers(other.words))]


def _numbers(words: Iterable[Word]) -> Iterable[float]:
    for word in words:
        value = parse_score(word.text)
        if value is not None and value <= HIGHEST_MEAN:
            yield value

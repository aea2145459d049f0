"""Reference means: what other municipalities reached in each area, where a summary prints it.

A summary prints the areas' points once more beside a mean, as a table or as the bars of a chart.
The points are known from the areas' own pages, so the number that is not them is the mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from extractors.layout.headings import Prose, follows_closely, same_look
from extractors.layout.lines import Line
from extractors.layout.numbers import parse_score
from extractors.reading.pages import Word
from schemas.editions import best_area

LEAST_AREAS = 6
"""Fewer areas with two numbers are no comparison."""

SURE_TITLE = 88.0
"""Similarity (0-100) of a label to an area's title."""

BESIDE_LINES = 1.2
"""How far above or below its label a bar's number may stand, in heights of the label."""

MOST_LINES_BETWEEN = 3
"""Lines after a label's first one among which the second one is looked for: bars' numbers may be between."""

ALIGNED_POINTS = 1.0
"""How far apart the lines of a label begin, at most."""

SMALL_PRINT = 0.85
"""Labels of a chart are set smaller than this, in sizes of the prose."""

CHART_HEIGHT_POINTS = 300.0
"""How far over its axis a chart's numbers stand, at most."""

HIGHEST_MEAN = 100.0


def find_reference_means(
    outside: Sequence[Line], points: Mapping[int, float], titles: Mapping[int, str]
) -> dict[int, float]:
    """The mean of other municipalities by area; empty where the report prints none.

    `outside` are the lines outside the areas, `points` and `titles` the areas' own. An area counts
    where exactly two numbers stand beside its title, or over its number on a chart's axis, and one
    of them is its points.
    """
    beside: list[tuple[int, list[float]]] = []
    for i, line in enumerate(outside):
        area, label = _label(line, outside[i + 1 : i + 1 + MOST_LINES_BETWEEN], titles)
        if area is not None:
            beside.append((area, list(_numbers_beside(label, line.bottom - line.top, outside))))
        if _is_axis(line, titles):
            beside += _numbers_over(line, outside)
    means: dict[int, float] = {}
    for area, values in beside:
        others = [v for v in values if v != points.get(area)]
        if len(values) == 2 and len(others) < 2:
            means.setdefault(area, others[0] if others else values[0])
    return means if len(means) >= min(LEAST_AREAS, len(points)) else {}


def is_display_line(line: Line, titles: Mapping[int, str], prose: Prose) -> bool:
    """Whether a line outside the areas is no prose: a chart's number or label, or a summary's row."""
    if not any(c.isalpha() for w in line.words for c in w.text):
        return line.style != prose.style or abs(line.x0 - prose.left) > prose.style.size
    row = parse_score(line.words[-1].text) is not None
    return (row or line.style.size < SMALL_PRINT * prose.style.size) and _area_of(line, titles) is not None


def _is_axis(line: Line, titles: Mapping[int, str]) -> bool:
    """Whether a line is the axis of a chart: the numbers of all areas from left to right."""
    return [w.text.rstrip(".") for w in line.words] == [str(area) for area in sorted(titles)] and len(
        titles
    ) > 2


def _numbers_over(axis: Line, lines: Iterable[Line]) -> list[tuple[int, list[float]]]:
    """The numbers over each area's number on the axis, left to right."""
    middles = {int(w.text.rstrip(".")): (w.x0 + w.x1) / 2 for w in axis.words}
    step = (max(middles.values()) - min(middles.values())) / (len(middles) - 1)
    over: dict[int, list[tuple[float, float]]] = {area: [] for area in middles}
    for line in lines:
        if line.page != axis.page or not axis.top - CHART_HEIGHT_POINTS < line.middle < axis.top:
            continue
        for word in line.words:
            value, middle = parse_score(word.text), (word.x0 + word.x1) / 2
            area = min(middles, key=lambda a: abs(middles[a] - middle))
            if value is not None and value <= HIGHEST_MEAN and abs(middles[area] - middle) < step / 2:
                over[area].append((middle, value))
    return [(area, [value for _, value in sorted(found)]) for area, found in over.items()]


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


def _label(line: Line, following: Sequence[Line], titles: Mapping[int, str]) -> tuple[int | None, Line]:
    """The area that a line names, and the line with what its title goes on with below, where it wraps."""
    area = _area_of(line, titles)
    if area is None and parse_score(line.words[-1].text) is None:
        return None, line
    for below in following:
        alike = follows_closely(line, below) and same_look(line, below)
        if alike and abs(below.x0 - line.x0) <= ALIGNED_POINTS and _area_of(below, titles) is None:
            whole = Line.of(line.page, (*line.words, *below.words))
            if (named := _area_of(whole, titles)) is not None and area in (None, named):
                return named, whole
    return area, line


def _numbers_beside(line: Line, height: float, lines: Iterable[Line]) -> Iterable[float]:
    """The numbers right of a label: on its line, else on the lines of the bars close to it.

    `height` is that of one of its lines.
    """
    text_end = max((w.x1 for w in line.words if parse_score(w.text) is None), default=line.x0)
    own = list(_numbers([w for w in line.words if w.x0 > text_end]))
    if len(own) >= 2:
        return own
    reach = BESIDE_LINES * height + (line.bottom - line.top - height) / 2
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

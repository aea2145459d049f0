"""The charts, drawn as SVG: rows of areas beside others', a radar, and a bar for one share.

Every chart stands above or beside a table of the same numbers, and is hidden from screen readers
where it says nothing more. Colours and type come from the style sheet by class. All text is escaped
here: the library writes it as it is given.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from functools import lru_cache

import svg
from markupsafe import Markup, escape

from corpus.web.compare_page import ThemeLine
from corpus.web.municipality_page import AreaRow
from schemas.records import Box

_LINE_HEIGHT = 20
_BAR_HEIGHT = 12
_SPACE_BELOW = 16
_LABEL_LETTERS = 36
"""Letters of a label that fit on one line of a phone."""
_SCALE_WIDTH = 90.0
"""Percent of the chart's width that 100 percent of the points take; the number stands to the right."""

_RADAR_SIZE = 400
_RADAR_RADIUS = 160.0
_RADAR_RINGS = (25, 50, 75, 100)

_MARGIN = 2.0
"""Points by which an outline stands outside its box."""


def area_rows(areas: Sequence[AreaRow], title: str) -> Markup:
    """The areas as rows in the framework's order: value as a bar, the others' range and mean, the number.

    Widths are percentages, so that the chart follows the page and its letters keep their size.
    """
    elements: list[svg.Element] = []
    top = 0
    for area in areas:
        lines = textwrap.wrap(f"{area.area} {area.title}", _LABEL_LETTERS, max_lines=2, placeholder=" …")
        bar = top + _LINE_HEIGHT * len(lines) + 4
        elements += [
            _text(line, x=0, y=top + _LINE_HEIGHT * number - 4, class_=["label"])
            for number, line in enumerate(lines, 1)
        ]
        elements += _area_bar(area, bar)
        top = bar + _BAR_HEIGHT + _SPACE_BELOW
    return _chart(
        title, svg.SVG(class_=["area-rows"], width=svg.Length(100, "%"), height=top, elements=elements)
    )


def _area_bar(area: AreaRow, top: int) -> list[svg.Element]:
    below, number_at = top + _BAR_HEIGHT + 4, top + _BAR_HEIGHT / 2 + 5
    drawn: list[svg.Element] = [_bar("track", 100, top)]
    standing = area.standing
    if standing is None:
        return [*drawn, _text("–", x=svg.Length(100, "%"), y=number_at, class_=["number"])]
    drawn.append(_bar("value", standing.percent, top))
    if standing.count > 1:
        low, high, mean = _across(standing.lowest), _across(standing.highest), _across(standing.mean)
        drawn += [
            svg.Line(class_=["range"], x1=low, x2=high, y1=below, y2=below),
            svg.Line(class_=["mean-edge"], x1=mean, x2=mean, y1=top - 3, y2=below + 3),
            svg.Line(class_=["mean"], x1=mean, x2=mean, y1=top - 3, y2=below + 3),
        ]
    value = f"{standing.percent:.0f}"
    return [*drawn, _text(value, x=svg.Length(100, "%"), y=number_at, class_=["number"])]


def _bar(name: str, percent: float, top: int) -> svg.Rect:
    return svg.Rect(class_=[name], x=0, y=top, width=_across(percent), height=_BAR_HEIGHT, rx=2)


def _across(percent: float) -> svg.Length:
    return svg.Length(round(max(0.0, min(100.0, percent)) * _SCALE_WIDTH / 100, 2), "%")


def radar(areas: Sequence[AreaRow], title: str) -> Markup:
    """An evaluation as a radar whose corners are numbered as its areas, with the means of its edition."""
    if not areas:
        return Markup("")
    means = [area.standing.mean if area.standing else 0.0 for area in areas]
    corners = [str(area.area) for area in areas]
    return _radar(corners, [[_percent(area) for area in areas]], means, title)


def theme_radar(themes: Sequence[ThemeLine], title: str) -> Markup:
    """Up to five evaluations in one radar, a corner per theme, told apart by dashes as well as by colour."""
    columns = zip(*(theme.areas for theme in themes), strict=True)
    series = [[_percent(area) for area in column] for column in columns]
    return _radar([str(number) for number in range(1, len(themes) + 1)], series, [], title)


def _percent(area: AreaRow | None) -> float:
    return area.standing.percent if area is not None and area.standing is not None else 0.0


def _radar(
    corners: Sequence[str], series: Sequence[Sequence[float]], means: Sequence[float], title: str
) -> Markup:
    middle, count = _RADAR_SIZE / 2, len(corners)
    elements: list[svg.Element] = [
        svg.Polygon(class_=["ring"], points=_points([ring] * count, middle)) for ring in _RADAR_RINGS
    ]
    for number, name in enumerate(corners):
        x, y = _corner(number, count, 100, middle)
        elements.append(svg.Line(class_=["spoke"], x1=middle, y1=middle, x2=x, y2=y))
        x, y = _corner(number, count, 113, middle)
        elements.append(_text(name, x=x, y=y + 6, class_=["corner"]))
    if means:
        elements.append(svg.Polygon(class_=["mean-shape"], points=_points(means, middle)))
    elements += [
        svg.Polygon(class_=["shape", f"series-{number}"], points=_points(values, middle))
        for number, values in enumerate(series, 1)
    ]
    return _chart(
        title,
        svg.SVG(class_=["radar"], viewBox=svg.ViewBoxSpec(0, 0, _RADAR_SIZE, _RADAR_SIZE), elements=elements),
    )


def _points(percents: Sequence[float], middle: float) -> list[svg.Point]:
    corners = (_corner(number, len(percents), percent, middle) for number, percent in enumerate(percents))
    return [svg.Point(x, y) for x, y in corners]


def _corner(number: int, count: int, percent: float, middle: float) -> tuple[float, float]:
    angle = 2 * math.pi * number / count - math.pi / 2
    reach = _RADAR_RADIUS * max(0.0, percent) / 100
    return round(middle + reach * math.cos(angle), 1), round(middle + reach * math.sin(angle), 1)


def outlines(boxes: Sequence[Box], width: float, height: float) -> Markup:
    """The boxes of a record outlined, to lie over the picture of a page of this size in points."""
    drawing = svg.SVG(
        class_=["outlines"],
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        extra={"aria-hidden": "true"},
        elements=[
            svg.Rect(
                x=round(box.x0 - _MARGIN, 2),
                y=round(box.top - _MARGIN, 2),
                width=round(box.x1 - box.x0 + 2 * _MARGIN, 2),
                height=round(box.bottom - box.top + 2 * _MARGIN, 2),
                rx=1.5,
            )
            for box in boxes
        ],
    )
    return Markup(drawing.as_str())


def share_bar(share: float | None) -> Markup:
    """A thin bar for a share of 0 to 1, beside its number; nothing for None."""
    return Markup("") if share is None else _share_bar(round(100 * max(0.0, min(1.0, share))))


@lru_cache(maxsize=101)
def _share_bar(percent: int) -> Markup:
    whole, filled = svg.Length(100, "%"), svg.Length(percent, "%")
    drawing = svg.SVG(
        class_=["share"],
        width=whole,
        height=6,
        extra={"aria-hidden": "true"},
        elements=[
            svg.Rect(class_=["track"], width=whole, height=6, rx=2),
            svg.Rect(class_=["value"], width=filled, height=6, rx=2),
        ],
    )
    return Markup(drawing.as_str())


def legend_line(number: int) -> Markup:
    """A piece of the line that a radar draws its evaluation `number` (from 1) with."""
    drawing = svg.SVG(
        class_=["legend-line"],
        width=28,
        height=10,
        extra={"aria-hidden": "true"},
        elements=[svg.Line(class_=["shape", f"series-{number}"], x1=0, x2=28, y1=5, y2=5)],
    )
    return Markup(drawing.as_str())


def _chart(title: str, drawing: svg.SVG) -> Markup:
    drawing.extra = {"role": "img", "aria-label": str(escape(title))}
    return Markup(drawing.as_str())


def _text(text: str, *, x: svg.Length | float, y: float, class_: list[str]) -> svg.Text:
    return svg.Text(text=str(escape(text)), x=x, y=y, class_=class_)

"""Rules on printed points, maxima and percent (see `schemas.scores` for the arithmetic)."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.records import AreaScore, Extraction, QuestionScore
from schemas.rules.rule import Noticed
from schemas.scores import Interval, percent_interval, points_interval, total

AREA_MAX_POINTS = 100.0


def points_meet_percent(extraction: Extraction) -> Iterator[Noticed]:
    """Points are rounded and the percent comes from the unrounded score, so both leave a range for
    it. Where the ranges do not meet, one of the two is a misprint. Which one cannot be told.
    """
    for table, key, row in _scored_rows(extraction):
        by_points, by_percent = _ranges(row)
        if by_points and by_percent and not by_points.meet(by_percent) and not _out_of_range(row):
            yield Noticed(
                table,
                key,
                f"{_points(row.achieved)} of {_points(row.max)} points is printed with "
                f"{_points(row.percent)} %, which would be {_range(by_percent)} points",
                row.boxes,
            )


def points_and_percent_in_range(extraction: Extraction) -> Iterator[Noticed]:
    """No score is above its maximum or below 0, and no percent outside 0 to 100: such a row was
    misread, often by taking a number of another column.
    """
    for table, key, row in _scored_rows(extraction):
        if _out_of_range(row):
            yield Noticed(
                table,
                key,
                f"{_points(row.achieved)} of {_points(row.max)} points, {_points(row.percent)} %: "
                "outside what is possible",
                row.boxes,
            )


def scores_are_complete(extraction: Extraction) -> Iterator[Noticed]:
    """A row without points or maximum was not read whole."""
    for table, key, row in _scored_rows(extraction):
        if row.achieved is None or (row.max is None and table == "question_scores"):
            what = "points" if row.achieved is None else "maximum"
            area = key.partition(".")[0]
            yield Noticed("area_scores", area, f"{_name(table, key)} has no {what}", row.boxes)


def rows_add_up_to_area(extraction: Extraction) -> Iterator[Noticed]:
    """Printed rows need not add up, since each is rounded; but when even the sums of the lowest and
    highest true scores cannot round to the printed area score, a row or the area is misprinted or
    was not read. A row that contradicts itself counts with all it might be, so that one misprint
    gives one issue; where maxima do not add up, that is the issue.
    """
    for area in extraction.area_scores:
        rows = [q for q in extraction.question_scores if q.area == area.area]
        possible = [p for p in map(_possible_scores, rows) if p]
        printed = _possible_scores(area)
        if not rows or len(possible) < len(rows) or not printed or not _maxima_add_up(area, rows):
            continue
        added = total(possible)
        if added.meet(printed) is None:
            yield Noticed(
                "area_scores",
                str(area.area),
                f"area {area.area} is printed with {_points(area.achieved)} points, "
                f"but its questions add up to {_range(added)}",
                area.boxes,
            )


def question_maxima_add_up(extraction: Extraction) -> Iterator[Noticed]:
    """In every edition the maxima of an area's questions add up to the area's own: another sum means
    that a question is missing or a maximum was misread.
    """
    for area in extraction.area_scores:
        rows = [q for q in extraction.question_scores if q.area == area.area]
        if rows and not _maxima_add_up(area, rows):
            added = sum(q.max or 0 for q in rows)
            yield Noticed(
                "area_scores",
                str(area.area),
                f"the questions of area {area.area} have maxima of {_points(added)} points together, "
                f"not {_points(area.max if area.max is not None else AREA_MAX_POINTS)}",
                area.boxes,
            )


def areas_have_100_points(extraction: Extraction) -> Iterator[Noticed]:
    """Every area of every edition has a maximum of 100 points."""
    for area in extraction.area_scores:
        if area.max is not None and area.max != AREA_MAX_POINTS:
            yield Noticed(
                "area_scores",
                str(area.area),
                f"area {area.area} has a maximum of {_points(area.max)} points, not 100",
                area.boxes,
            )


def _scored_rows(extraction: Extraction) -> Iterator[tuple[str, str, AreaScore | QuestionScore]]:
    for area in extraction.area_scores:
        yield "area_scores", str(area.area), area
    for question in extraction.question_scores:
        yield "question_scores", question.question, question


def _ranges(row: AreaScore | QuestionScore) -> tuple[Interval | None, Interval | None]:
    """The scores that the printed points allow, and those that the printed percent does."""
    return (
        points_interval(row.achieved) if row.achieved is not None else None,
        percent_interval(row.percent, row.max) if row.percent is not None and row.max is not None else None,
    )


def _out_of_range(row: AreaScore | QuestionScore) -> bool:
    over = row.achieved is not None and row.max is not None and row.achieved > row.max
    below = any(value is not None and value < 0 for value in (row.achieved, row.max, row.percent))
    return over or below or (row.percent is not None and row.percent > 100)


def _possible_scores(row: AreaScore | QuestionScore) -> Interval | None:
    """The scores a row may stand for; all that points or percent allow when they contradict."""
    by_points, by_percent = _ranges(row)
    if by_points and by_percent:
        return by_points.meet(by_percent) or by_points.hull(by_percent)
    return by_points or by_percent


def _maxima_add_up(area: AreaScore, rows: list[QuestionScore]) -> bool:
    expected = area.max if area.max is not None else AREA_MAX_POINTS
    return any(q.max is None for q in rows) or sum(q.max for q in rows if q.max is not None) == expected


def _name(table: str, key: str) -> str:
    return f"area {key}" if table == "area_scores" else f"question {key}"


def _points(value: float | None) -> str:
    return "no" if value is None else f"{value:.4g}"


def _range(interval: Interval) -> str:
    return f"{_points(interval.low)} to {_points(interval.high)}"

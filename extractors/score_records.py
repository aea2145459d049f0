"""The records of scores: areas and sub-questions, each once, with the true score's bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.areas import Area
from extractors.layout.lines import Line
from extractors.layout.placed_text import boxes_of_words
from extractors.reading.pages import Word
from extractors.scores.question_scores import AreaRow, Overview, QuestionRow
from schemas.editions import best_area, edition
from schemas.records import AreaScore, Box, QuestionScore
from schemas.scores import score_interval


def area_scores(areas: Sequence[Area], overview: Overview) -> tuple[AreaScore, ...]:
    """One row an area: points from the overview, else from the area's own head."""
    by_row: dict[int, AreaRow] = {}
    for each in overview.areas:
        by_row.setdefault(each.area, each)
    by_head = {area.number: area for area in areas}
    scores = []
    for number in sorted({*by_row, *by_head}):
        row = by_row.get(number)
        area = by_head.get(number)
        title = _title(area.span.title if area else "", row.title if row else "")
        if row is not None:
            achieved, maximum, percent = row.scores.achieved, row.scores.max, row.scores.percent
            boxes = boxes_of_words((row.page, word) for word in row.scores.words)
        elif area is not None and area.head.achieved is not None:
            achieved, maximum, percent = area.head.achieved, area.head.max, area.head.percent
            boxes = line_boxes(area.head.score_lines)
        else:
            achieved = maximum = percent = None
            boxes = line_boxes(area.span.heading) if area else ()
        if maximum is None and achieved is not None:
            printed = area.head.max if area is not None and area.head.achieved == achieved else None
            maximum = printed or _sum_of_maxima(overview, number)
        interval = score_interval(achieved, maximum, percent)
        low, high = (interval.low, interval.high) if interval else (None, None)
        reference = row.scores.reference if row else None
        scores.append(AreaScore(number, title, None, achieved, maximum, percent, low, high, reference, boxes))
    return tuple(scores)


def _sum_of_maxima(overview: Overview, area: int) -> float | None:
    """An area's maximum where it is not printed itself: that of its questions together."""
    maxima = {row.question: row.scores.max for row in overview.questions if row.area == area}
    known = [value for value in maxima.values() if value is not None]
    return sum(known) if known and len(known) == len(maxima) else None


def _title(heading: str, in_overview: str) -> str:
    """An area's title: from its heading, unless that is set in capitals and the overview is not.

    Capitals all through are a matter of type, so a title that only they give is put in its usual case.
    """
    title = in_overview if not heading or (heading.isupper() and in_overview) else heading
    if not title.isupper():
        return title
    match = best_area(title)
    usual = (match.area.title, *match.area.variants) if match else ()
    return next((t for t in usual if t.casefold() == title.casefold()), title.capitalize())


def line_boxes(lines: Sequence[Line]) -> tuple[Box, ...]:
    """The boxes of whole lines."""
    return boxes_of_words((line.page, word) for line in lines for word in line.words)


def with_theme_and_mean(score: AreaScore, key: str | None, means: Mapping[int, float]) -> AreaScore:
    """The score with its theme in edition `key`, and the reference mean that a summary prints for it.

    Where the heading gave no title, it gets the edition's.
    """
    area = edition(key).area(score.area) if key else None
    match = best_area(score.title) if score.title else None
    theme = area.theme if area else (match.area.theme if match else None)
    mean = score.reference_mean if score.reference_mean is not None else means.get(score.area)
    return replace(score, title=score.title or (area.title if area else ""), theme=theme, reference_mean=mean)


def _line_order(placed: tuple[int, Word]) -> tuple[int, int, float]:
    """Page, line and place on the line; middles of words on one line differ by less than their height."""
    page, word = placed
    return page, round((word.top + word.bottom) / (word.bottom - word.top)), word.x0


def question_scores(rows: Sequence[QuestionRow]) -> tuple[QuestionScore, ...]:
    """One row a question; a row printed twice alike is one."""
    seen: set[tuple[object, ...]] = set()
    scores = []
    for row in rows:
        values = row.scores.achieved, row.scores.max, row.scores.percent
        if (row.question, *values) in seen:
            continue
        seen.add((row.question, *values))
        interval = score_interval(*values)
        low, high = (interval.low, interval.high) if interval else (None, None)
        words = [(row.page, word) for word in (row.number, *row.scores.words)]
        words += [(span.page, span.word) for span in row.placed.spans]
        words.sort(key=_line_order)
        boxes = boxes_of_words(words)
        scores.append(QuestionScore(row.area, row.question, row.placed.text, *values, low, high, boxes))
    return tuple(sorted(scores, key=lambda s: (s.area, int(s.question.split(".")[1]))))

"""The overview of points: every sub-question's score, area by area."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec.structs import replace

from extractors.layout.lines import Line
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Page, Word
from extractors.scores.leaders import without_leaders
from extractors.scores.listed_questions import with_whole_items
from extractors.scores.merged_cells import without_merged_cells
from extractors.scores.question_texts import lines_below, lines_between
from extractors.scores.score_columns import Scores
from extractors.scores.score_rows import (
    AREA_NUMBER,
    QUESTION_NUMBER,
    Row,
    adjoin,
    find_score_rows,
    sums_stand_first,
)
from extractors.scores.wrapped_maxima import with_whole_maxima

MOST_LINES_BETWEEN_TABLES = 5
"""Lines, at most, from a table's last row to the next one's header that belong to no prose."""

MOST_AREA_POINTS = 100.0
"""An area's maximum in every edition; a sum row above it is the report's total."""


_Between = tuple[list[Line], list[Line]]
"""The lines between two rows that belong to the upper and to the lower one."""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A sub-question's row as printed."""

    area: int
    question: str
    placed: PlacedText
    scores: Scores
    page: int
    number: Word
    index: int
    """Index of its line in the flow."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """The sum of an area as the overview prints it: a row of its own or the row that names it."""

    area: int
    title: str
    scores: Scores
    page: int
    index: int


@dataclass(frozen=True, slots=True)
class Overview:
    """All rows of the overview in reading order."""

    questions: tuple[QuestionRow, ...]
    areas: tuple[AreaRow, ...]
    total: Scores | None
    total_page: int | None
    lines: frozenset[int]
    """Indices in the flow of the lines that belong to it."""


def find_overview(flow: Sequence[Line], pages: Mapping[int, Page], known: frozenset[str]) -> Overview:
    """The overview tables, found by their rows: a question's number, its text, two or more numbers.

    Nothing is asked of the chapter's number or name, of borders or of the header, so that any
    layout with one row a question is read. `flow` holds all lines in reading order.
    """
    items, listed = with_whole_items(flow)
    lines, led = without_leaders(items)
    whole, joined = with_whole_maxima(lines)
    bare, kept = without_merged_cells(whole)
    places = [listed[led[joined[k]]] for k in kept]
    found = _overview(bare, pages, known)
    if len(bare) == len(flow):
        return found
    return dataclasses.replace(
        found,
        questions=tuple(dataclasses.replace(row, index=places[row.index]) for row in found.questions),
        areas=tuple(dataclasses.replace(row, index=places[row.index]) for row in found.areas),
        lines=_with_cells({places[i] for i in found.lines}, [*places, len(flow)]),
    )


def _with_cells(lines: set[int], places: Sequence[int]) -> frozenset[int]:
    """The lines of the tables with those that were joined to others or held words of merged cells alone."""
    gaps = [range(a + 1, b) for a, b in pairwise(places) if b > a + 1 and a in lines]
    return frozenset(lines.union(*gaps))


def _overview(flow: Sequence[Line], pages: Mapping[int, Page], known: frozenset[str]) -> Overview:
    rows = find_score_rows(flow)
    titles: dict[int, str] = {}
    questions: list[QuestionRow] = []
    areas: list[AreaRow] = []
    total: tuple[Scores, int] | None = None
    area: int | None = None
    ahead = sums_stand_first(rows)
    between = [lines_between(flow, rows, k, k + 1, pages) for k in range(len(rows))]
    for position, row in enumerate(rows):
        if row.header is not None:
            match = AREA_NUMBER.match(row.header.title)
            if match:
                rest = _header_rest(flow, rows, position)
                titles[int(match[1])] = " ".join([row.header.title[match.end() :].strip(), *rest]).strip()
        elif row.kind == "question":
            question = _question(rows, position, between, known)
            questions.append(question)
            area = question.area
        elif row.scores is not None:
            if max(row.scores.max or 0, row.scores.achieved or 0) > MOST_AREA_POINTS:
                total = row.scores, row.line.page
                continue
            named = AREA_NUMBER.match(row.line.text) if row.kind == "area" else None
            number = int(named[1]) if named else _next_area(rows, position) if ahead else area
            if number is not None:
                title = _area_title(rows, position, between, known) if named else titles.get(number, "")
                areas.append(AreaRow(number, title, row.scores, row.line.page, row.index))
    return Overview(
        tuple(questions),
        tuple(areas),
        total[0] if total else None,
        total[1] if total else None,
        _lines_of(flow, rows),
    )


def _lines_of(flow: Sequence[Line], rows: Sequence[Row]) -> frozenset[int]:
    """The lines of the rows and those between rows of one table that go on with their text."""
    lines: set[int] = set()
    for k, row in enumerate(rows):
        lines.update(range(row.index, row.index + (row.header.lines if row.header else 1)))
        following = rows[k + 1] if k + 1 < len(rows) else None
        near = following is not None and following.index - row.index <= MOST_LINES_BETWEEN_TABLES
        if following is not None and (near or adjoin(flow, row, following)):
            lines.update(range(row.index, following.index))
        elif below := lines_below(flow, row):
            lines.update(range(row.index + 1, flow.index(below[-1], row.index) + 1))
    return frozenset(lines)


def _header_rest(flow: Sequence[Line], rows: Sequence[Row], position: int) -> list[str]:
    """Further lines of a header's title: set as the header is, before the first row."""
    row = rows[position]
    start = row.index + (row.header.lines if row.header else 1)
    end = rows[position + 1].index if position + 1 < len(rows) else start
    bold = row.line.words[0].bold
    return [
        line.text
        for line in flow[start:end]
        if line.page == row.line.page and line.words[0].bold == bold and (bold or line.text[:1].islower())
    ]


def _next_area(rows: Sequence[Row], position: int) -> int | None:
    """The area of the next question's row."""
    following = (row for row in rows[position:] if row.kind == "question")
    row = next(following, None)
    match = QUESTION_NUMBER.fullmatch(row.line.words[0].text) if row else None
    return int(match[1]) if match else None


def _area_title(
    rows: Sequence[Row],
    position: int,
    between: Sequence[_Between],
    known: frozenset[str],
) -> str:
    text = _text_of(rows, position, between, known, without=0).text
    return AREA_NUMBER.sub("", text, count=1).strip(" .:")


def _question(
    rows: Sequence[Row],
    position: int,
    between: Sequence[_Between],
    known: frozenset[str],
) -> QuestionRow:
    row = rows[position]
    assert row.scores is not None
    number = row.line.words[0]
    match = QUESTION_NUMBER.fullmatch(number.text)
    assert match is not None
    return QuestionRow(
        int(match[1]),
        f"{match[1]}.{match[2]}",
        _text_of(rows, position, between, known, without=1),
        row.scores,
        row.line.page,
        number,
        row.index,
    )


def _text_of(
    rows: Sequence[Row],
    position: int,
    between: Sequence[_Between],
    known: frozenset[str],
    without: int,
) -> PlacedText:
    """The text of a row: its own words but the first `without`, and the lines that go on with them.

    `between` are the lines from each row to the next.
    """
    row = rows[position]
    taken = row.scores.words if row.scores else ()
    own = [w for w in row.line.words[without:] if w not in taken]
    above = between[position - 1][1] if position else []
    below = between[position][0]
    if position + 2 < len(rows) and rows[position + 1].kind == "header":
        below = [*below, *between[position + 1][0]]
    lines = [(line.page, line.words) for line in above]
    if own := own if below else _without_last_sign(own):
        lines.append((row.line.page, tuple(own)))
    lines += [(line.page, line.words) for line in below]
    return join_words(lines, known)


def _without_last_sign(words: Sequence[Word]) -> list[Word]:
    """A text without the colon or the dash that stands between it and points in running text."""
    last = words[-1].text.rstrip(":–") if words else ""
    return [*words[:-1], replace(words[-1], text=last)] if last else list(words[:-1])

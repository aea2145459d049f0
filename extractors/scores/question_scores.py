"""The overview of points: every sub-question's score, area by area."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from extractors.layout.lines import Line
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Page, Word
from extractors.scores.score_columns import (
    Header,
    Measure,
    Number,
    Scores,
    column_middles,
    numbers_at_the_end,
    order_of_measures,
    read_header,
    scores_of,
)

_QUESTION = re.compile(r"([1-8])\s?[.:]\s?(\d{1,2})\.?")
_AREA = re.compile(r"(?:område\s+)?([1-8])[.:]?", re.IGNORECASE)
_SUM_WORDS = re.compile(r"(?:summa|delsumma|totalt?|område(?:t|\s+\d)?|poäng|resultat)\b.*", re.IGNORECASE)

MOST_AREA_POINTS = 100.0
"""An area's maximum in every edition; a sum row above it is the report's total."""


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


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the flow that is no mere continuation of a text."""

    kind: Literal["question", "sum", "area", "header"]
    index: int
    line: Line
    numbers: tuple[Number, ...] = ()
    header: Header | None = None
    scores: Scores | None = None


def find_overview(flow: Sequence[Line], pages: Mapping[int, Page], known: frozenset[str]) -> Overview:
    """The overview tables, found by their rows: a question's number, its text, two or more numbers.

    Nothing is asked of the chapter's number or name, of borders or of the header, so that any
    layout with one row a question is read. `flow` holds all lines in reading order.
    """
    rows = _with_scores(_of_tables_with_questions(_rows(flow)))
    titles: dict[int, str] = {}
    questions: list[QuestionRow] = []
    areas: list[AreaRow] = []
    total: tuple[Scores, int] | None = None
    area: int | None = None
    for position, row in enumerate(rows):
        if row.header is not None:
            match = _AREA.match(row.header.title)
            if match:
                rest = _header_rest(flow, rows, position)
                titles[int(match[1])] = " ".join([row.header.title[match.end() :].strip(), *rest]).strip()
        elif row.kind == "question":
            question = _question(flow, rows, position, pages, known)
            questions.append(question)
            area = question.area
        elif row.scores is not None:
            if max(row.scores.max or 0, row.scores.achieved or 0) > MOST_AREA_POINTS:
                total = row.scores, row.line.page
                continue
            named = _AREA.match(row.line.text) if row.kind == "area" else None
            number = int(named[1]) if named else area
            if number is not None:
                title = _area_title(row, titles.get(number, ""))
                areas.append(AreaRow(number, title, row.scores, row.line.page, row.index))
    return Overview(
        tuple(questions),
        tuple(areas),
        total[0] if total else None,
        total[1] if total else None,
        _lines_of(flow, rows),
    )


def _rows(flow: Sequence[Line]) -> list[_Row]:
    """All lines of the flow that could be rows or headers of score tables."""
    rows: list[_Row] = []
    i = 0
    while i < len(flow):
        header = read_header(flow, i)
        if header is not None:
            rows.append(_Row("header", i, flow[i], header=header))
            i += header.lines
            continue
        row = _row(flow, i)
        if row is not None:
            rows.append(row)
        i += 1
    return rows


def _row(flow: Sequence[Line], i: int) -> _Row | None:
    line = flow[i]
    numbers = numbers_at_the_end(line)
    first_number = line.words[0] if numbers and _QUESTION.fullmatch(line.words[0].text) else None
    if first_number is not None:
        # the question's own number reads as a score where no text stands between
        numbers = tuple(n for n in numbers if n.words[0] is not first_number)
    if len(numbers) < 2:
        return None
    taken = {id(w) for n in numbers for w in n.words}
    texts = [w for w in line.words if id(w) not in taken]
    if first_number is not None:
        if len(texts) > 1 or _text_around(flow, i):
            return _Row("question", i, line, numbers)
        return None
    if not texts or _SUM_WORDS.fullmatch(" ".join(w.text for w in texts)):
        return _Row("sum", i, line, numbers)
    if _AREA.fullmatch(texts[0].text) and len(texts) > 1:
        return _Row("area", i, line, numbers)
    return None


def _with_scores(rows: Sequence[_Row]) -> list[_Row]:
    """The rows with their numbers assigned: by the header, as long as the rows agree with it.

    Tables with the same header are looked at together; a short one alone proves little.
    """
    header: Header | None = None
    tables: dict[tuple[Measure, ...], list[int]] = {}
    for k, row in enumerate(rows):
        if row.header is not None:
            header = row.header
        else:
            tables.setdefault(header.measures if header else (), []).append(k)
    result = list(rows)
    for measures, members in tables.items():
        questions = [rows[k].numbers for k in members if rows[k].kind == "question"]
        order = order_of_measures(questions, measures)
        middles = column_middles(questions, len(order))
        for k in members:
            result[k] = replace(rows[k], scores=scores_of(rows[k].numbers, order, middles))
    return [row for row in result if row.header is not None or row.scores is not None]


def _text_around(flow: Sequence[Line], i: int) -> bool:
    """Whether a row that holds numbers alone has its text on the lines above and below."""
    return any(
        0 <= j < len(flow) and flow[j].page == flow[i].page and not numbers_at_the_end(flow[j])
        for j in (i - 1, i + 1)
    )


def _of_tables_with_questions(rows: Sequence[_Row]) -> list[_Row]:
    """The rows of tables that hold questions: summaries print areas too, and other tables numbers.

    A table goes on to the next header, or to lines that are no rows. One of sums alone is the rest
    of the table before it, cut off by a page break.
    """
    tables: list[list[_Row]] = [[]]
    for row in rows:
        if row.kind == "header" or (tables[-1] and not _adjoin(tables[-1][-1], row)):
            tables.append([])
        tables[-1].append(row)
    kept: list[_Row] = []
    for table in tables:
        kinds = {row.kind for row in table} - {"header"}
        if "question" in kinds:
            last = max(k for k, row in enumerate(table) if row.kind == "question")
            kept += table[: last + 1]
            rest = table[last + 1 :]
        elif kept and kinds == {"sum"} and _goes_on(kept, table):
            rest = table
        else:
            continue
        for row in rest:
            if row.kind == "header" or _adjoin(kept[-1], row):
                kept.append(row)
            else:
                break
    return kept


def _goes_on(kept: Sequence[_Row], table: Sequence[_Row]) -> bool:
    """Whether a table of sums alone, perhaps under a repeated header, goes on with the one before."""
    header = next((row.header for row in reversed(kept) if row.header), None)
    repeated = table[0].header
    same = repeated is None or (header is not None and repeated.measures == header.measures)
    return same and table[0].line.page != kept[-1].line.page and _adjoin(kept[-1], table[0])


MOST_LINES_BETWEEN_ROWS = 5
"""Lines of text, at most, that stand between the first lines of two rows of one table."""


def _adjoin(a: _Row, b: _Row) -> bool:
    return b.index - a.index <= MOST_LINES_BETWEEN_ROWS


def _lines_of(flow: Sequence[Line], rows: Sequence[_Row]) -> frozenset[int]:
    """The lines of the rows and those between rows of one table that go on with their text."""
    lines: set[int] = set()
    for k, row in enumerate(rows):
        lines.update(range(row.index, row.index + (row.header.lines if row.header else 1)))
        if k + 1 < len(rows) and rows[k + 1].index - row.index <= 2 * MOST_LINES_BETWEEN_ROWS:
            lines.update(range(row.index, rows[k + 1].index))
        else:
            lines.update(range(row.index + 1, row.index + 1 + len(_below_last(flow, row))))
    return frozenset(lines)


def _header_rest(flow: Sequence[Line], rows: Sequence[_Row], position: int) -> list[str]:
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


def _area_title(row: _Row, from_header: str) -> str:
    if row.kind != "area" or row.scores is None:
        return from_header
    words = [w.text for w in row.line.words if w not in row.scores.words]
    return _AREA.sub("", " ".join(words), count=1).strip(" .:")


def _question(
    flow: Sequence[Line],
    rows: Sequence[_Row],
    position: int,
    pages: Mapping[int, Page],
    known: frozenset[str],
) -> QuestionRow:
    row = rows[position]
    assert row.scores is not None
    number = row.line.words[0]
    match = _QUESTION.fullmatch(number.text)
    assert match is not None
    own = tuple(w for w in row.line.words[1:] if w not in row.scores.words)
    above = _lines_between(flow, rows, position - 1, position, pages)[1]
    below = _lines_between(flow, rows, position, position + 1, pages)[0]
    if position + 2 < len(rows) and rows[position + 1].kind == "header":
        below += _lines_between(flow, rows, position + 1, position + 2, pages)[0]
    lines = [(line.page, line.words) for line in above]
    lines += [(row.line.page, own)] if own else []
    lines += [(line.page, line.words) for line in below]
    return QuestionRow(
        int(match[1]),
        f"{match[1]}.{match[2]}",
        join_words(lines, known),
        row.scores,
        row.line.page,
        number,
        row.index,
    )


def _lines_between(
    flow: Sequence[Line], rows: Sequence[_Row], upper: int, lower: int, pages: Mapping[int, Page]
) -> tuple[list[Line], list[Line]]:
    """The lines between two rows: those that belong to the upper and those that belong to the lower.

    A ruled line between them decides. Without one the widest gap does, where one is wider than the
    others; else text hangs below its number, as in tables set top-aligned.
    """
    if upper < 0:
        return [], []
    start = rows[upper]
    if lower >= len(rows) or not _adjoin(start, rows[lower]):
        return _below_last(flow, start), []
    end = rows[lower]
    lines = list(flow[start.index + (start.header.lines if start.header else 1) : end.index])
    if not lines:
        return [], []
    if start.kind == "header":
        return _lines_below_header(rows, upper, lines, end, pages)
    if start.kind != "question" and end.kind != "question":
        return [], []
    chain = [start.line, *lines, end.line]
    breaks = [k for k in range(len(chain) - 1) if _broken(chain[k], chain[k + 1], pages)]
    if breaks:
        cut = breaks[-1] if start.kind != "question" else breaks[0]
    else:
        cut = _widest_gap(chain)
    # what stands below a sum row or above one is no question's text
    return (lines[:cut] if start.kind == "question" else []), (lines[cut:] if end.kind == "question" else [])


def _lines_below_header(
    rows: Sequence[_Row], header: int, lines: Sequence[Line], end: _Row, pages: Mapping[int, Page]
) -> tuple[list[Line], list[Line]]:
    """The lines between a header and the first row below it, parted as in `_lines_between`.

    Bold ones are the rest of the header. Where a page break repeats the header, the rest of the
    question before it may stand below.
    """
    start, before = rows[header], rows[header - 1] if header else None
    bold = start.line.words[0].bold
    text = [x for x in lines if not (x.words[0].bold == bold and (bold or x.text[:1].islower()))]
    if before is None or before.kind != "question" or before.line.page == start.line.page or not text:
        return [], text
    if not _is_repeated(rows, header):
        return [], text
    chain = [*text, end.line]
    cuts = [k + 1 for k in range(len(text)) if _broken(chain[k], chain[k + 1], pages)]
    gaps = [b.top - a.bottom for a, b in pairwise(chain)]
    if cuts:
        cut = cuts[0]
    elif max(gaps) > min(gaps) + WIDER_GAP_POINTS or text[0].text[:1].islower():
        cut = gaps.index(max(gaps)) + 1
    else:
        cut = 0
    return text[:cut], text[cut:]


def _is_repeated(rows: Sequence[_Row], header: int) -> bool:
    """Whether a header says what the one before it says."""
    earlier = next((row.header for row in reversed(rows[:header]) if row.header), None)
    here = rows[header].header
    return earlier is not None and here is not None and earlier.title == here.title


def _broken(a: Line, b: Line, pages: Mapping[int, Page]) -> bool:
    """Whether a horizontal rule parts two lines of one page."""
    if a.page != b.page or a.page not in pages:
        return False
    x = min(max(a.x0, b.x0), min(a.x1, b.x1)) if min(a.x1, b.x1) > max(a.x0, b.x0) else b.x0
    low, high = a.middle, b.middle
    return any(
        r.horizontal and low < r.top < high and r.x0 <= x + 5 and r.x1 >= x for r in pages[a.page].rules
    )


WIDER_GAP_POINTS = 1.5


def _widest_gap(chain: Sequence[Line]) -> int:
    """Where to cut a chain of lines: after how many lines below the first the next row begins."""
    gaps = [b.top - a.bottom if a.page == b.page else None for a, b in itertools.pairwise(chain)]
    on_page = [g for g in gaps if g is not None]
    last = len(chain) - 2
    if len(on_page) < 2 or len(on_page) < len(gaps):
        return last
    widest = max(range(len(gaps)), key=lambda k: on_page[k])
    others = [g for k, g in enumerate(on_page) if k != widest]
    return widest if on_page[widest] > max(others) + WIDER_GAP_POINTS else last


def _below_last(flow: Sequence[Line], row: _Row) -> list[Line]:
    """Lines below the last row of a table that go on with its text."""
    lines: list[Line] = []
    last = row.line
    left = row.line.words[1].x0 if len(row.line.words) > 1 else row.line.x0
    for line in flow[row.index + 1 : row.index + 1 + MOST_LINES_BETWEEN_ROWS]:
        aligned = abs(line.x0 - left) <= 3 or abs(line.x0 - row.line.x0) <= 3
        if line.page != last.page or line.top - last.bottom > 0.8 * (last.bottom - last.top) or not aligned:
            break
        lines.append(line)
        last = line
    return lines

"""The rows of score tables: lines of the flow that hold a text and two or more numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from extractors.layout.lines import Line
from extractors.scores.score_columns import (
    COLUMN_REACH_POINTS,
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

QUESTION_NUMBER = re.compile(r"([1-8])\s?[.:]\s?(\d{1,2})\.?")
AREA_NUMBER = re.compile(r"(?:område\s+)?([1-8])[.:]?", re.IGNORECASE)
_SUM_WORDS = re.compile(r"(?:summa|delsumma|totalt?|område(?:t|\s+\d)?|poäng|resultat)\b.*", re.IGNORECASE)


class Row(msgspec.Struct, frozen=True):
    """A line of the flow that is no mere continuation of a text."""

    kind: Literal["question", "sum", "area", "header"]
    index: int
    line: Line
    numbers: tuple[Number, ...] = ()
    header: Header | None = None
    scores: Scores | None = None


def find_score_rows(flow: Sequence[Line]) -> list[Row]:
    """The rows and headers of the tables that hold questions, in order, with their scores.

    `flow` holds all lines in reading order.
    """
    return _with_scores(_of_tables_with_questions(flow, _rows(flow)))


def _rows(flow: Sequence[Line]) -> list[Row]:
    """All lines of the flow that could be rows or headers of score tables."""
    rows: list[Row] = []
    i = 0
    while i < len(flow):
        header = read_header(flow, i)
        if header is not None:
            rows.append(Row("header", i, flow[i], header=header))
            i += header.lines
            continue
        row = _row(flow, i)
        if row is not None:
            rows.append(row)
        i += 1
    return rows


def _row(flow: Sequence[Line], i: int) -> Row | None:
    line = flow[i]
    numbers = numbers_at_the_end(line)
    first_number = line.words[0] if numbers and QUESTION_NUMBER.fullmatch(line.words[0].text) else None
    if first_number is not None:
        # the question's own number reads as a score where no text stands between
        numbers = tuple(n for n in numbers if n.words[0] is not first_number)
    if len(numbers) < 2:
        return None
    taken = {id(w) for n in numbers for w in n.words}
    texts = [w for w in line.words if id(w) not in taken]
    if first_number is not None:
        if len(texts) > 1 or _text_around(flow, i):
            return Row("question", i, line, numbers)
        return None
    if not texts or _SUM_WORDS.fullmatch(" ".join(w.text for w in texts)):
        return Row("sum", i, line, numbers)
    if AREA_NUMBER.fullmatch(texts[0].text) and len(texts) > 1:
        return Row("area", i, line, numbers)
    return None


def _with_scores(rows: Sequence[Row]) -> list[Row]:
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


def _of_tables_with_questions(flow: Sequence[Line], rows: Sequence[Row]) -> list[Row]:
    """The rows of tables that hold questions: summaries print areas too, and other tables numbers.

    A table goes on to the next header, or to lines that are no rows. One of sums alone is the rest
    of the table before it, cut off by a page break, or the beginning of the one after it.
    """
    tables: list[list[Row]] = [[]]
    for row in rows:
        if tables[-1] and (not adjoin(flow, tables[-1][-1], row) or _begins_table(tables[-1], row)):
            tables.append([])
        tables[-1].append(row)
    kept: list[Row] = []
    for table in tables:
        kinds = {row.kind for row in table} - {"header"}
        if "question" in kinds:
            last = max(k for k, row in enumerate(table) if row.kind == "question")
            kept += table[: last + 1]
            rest = table[last + 1 :]
        elif kept and kinds == {"sum"} and _goes_on(flow, kept, table):
            rest = table
        else:
            continue
        headers: list[Row] = []  # which count with a row below them
        for row in rest:
            if row.kind == "header":
                headers.append(row)
            elif adjoin(flow, (headers or kept)[-1], row) and _below(kept, row):
                kept += [*headers, row]
                headers = []
            else:
                break
    return kept


def _below(kept: Sequence[Row], row: Row) -> bool:
    """Whether the last number of a row stands in the last column of the table above."""
    above = next((each.numbers for each in reversed(kept) if each.numbers), ())
    return not above or abs(above[-1].middle - row.numbers[-1].middle) <= COLUMN_REACH_POINTS


def _begins_table(table: Sequence[Row], row: Row) -> bool:
    """Whether a row begins a new table: a header, unless a page break repeats it after sums alone."""
    if row.header is None:
        return False
    first = table[0].header
    repeated = first is not None and (first.measures, first.title) == (row.header.measures, row.header.title)
    sums = {each.kind for each in table[1:]} <= {"sum", "area"}
    return not (repeated and sums and row.line.page != table[-1].line.page)


def _goes_on(flow: Sequence[Line], kept: Sequence[Row], table: Sequence[Row]) -> bool:
    """Whether a table of sums alone, perhaps under a repeated header, goes on with the one before."""
    header = next((row.header for row in reversed(kept) if row.header), None)
    repeated = table[0].header
    same = repeated is None or (header is not None and repeated.measures == header.measures)
    return same and table[0].line.page != kept[-1].line.page and adjoin(flow, kept[-1], table[0])


MOST_LINES_BETWEEN_ROWS = 8
"""Lines of text, at most, that stand between the first lines of two rows of one table."""


def sums_stand_first(rows: Sequence[Row]) -> bool:
    """Whether areas' sums stand above the questions they are of: the first row shows it."""
    return next((row.kind == "sum" for row in rows if row.header is None), False)


LARGER_POINTS = 0.9
"""How much larger than a row a line is set, at least, that parts it from the next table."""


def adjoin(flow: Sequence[Line], a: Row, b: Row) -> bool:
    """Whether two rows are one table's: few lines between them, and none that is set larger."""
    if b.index - a.index > MOST_LINES_BETWEEN_ROWS:
        return False
    size = max(a.line.style.size, b.line.style.size) + LARGER_POINTS
    return all(line.style.size < size for line in flow[a.index + 1 : b.index])

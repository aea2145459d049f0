"""The finding tables: what the evaluators hold for strong, partial and to be improved.

A table is found by its headings (data in `schemas/editions`), not by its lines, because reports
draw it with all borders, with some, by shading or with none. Ruled lines, where there are any,
only settle where a column or an item ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.finding_headers import (
    Header,
    HeaderCell,
    header_cells,
    heading_of,
    may_begin_heading,
    read_finding_header,
)
from extractors.layout.bullets import begins_count, split_items
from extractors.layout.columns import Columns, find_columns, runs_across
from extractors.layout.headings import Prose, looks_like_heading
from extractors.layout.lines import BULLETS, DASHES, Line, group_by_baseline, is_bullet, runs_of
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Page, Word
from schemas.records import FindingKind

ALIGNED_POINTS = 2.0
"""How far apart the texts beside the headings of one table may begin."""


@dataclass(frozen=True, slots=True)
class FindingItem:
    """One item of a finding table."""

    kind: FindingKind
    placed: PlacedText


@dataclass(frozen=True, slots=True)
class FindingTable:
    """A finding table: its items, column by column, and the lines of the flow it takes."""

    items: tuple[FindingItem, ...]
    start: int
    end: int


def find_finding_tables(
    flow: Sequence[Line], start: int, end: int, pages: Mapping[int, Page], prose: Prose, known: frozenset[str]
) -> tuple[FindingTable, ...]:
    """The finding tables among the lines `start` to `end` of the flow.

    `pages` are the pages by number, `known` the report's words (see `paragraphs.known_words`).
    """
    flow = flow[:end]
    tables = []
    i = start
    while i < end:
        if not may_begin_heading(flow[i].words[0].text):  # as nearly all lines
            i += 1
            continue
        header = read_finding_header(flow, i)
        if header is not None:
            table = _side_by_side(flow, i, end, header, pages, prose, known)
        elif _stands_alone(flow, i, end, prose):
            table = _one_below_the_other(flow, i, end, prose, pages, known)
        elif (beside := _beside_headings(flow, i, end, pages, known)) is not None:
            table = beside
        else:
            i += 1
            continue
        tables.append(table)
        i = max(table.end, i + 1)
    return tuple(tables)


def _side_by_side(
    flow: Sequence[Line],
    start: int,
    end: int,
    header: Header,
    pages: Mapping[int, Page],
    prose: Prose,
    known: frozenset[str],
) -> FindingTable:
    headings = [(c.x0, c.x1) for c in header.cells]
    columns = find_columns(headings, flow[start:end], pages[flow[start].page])
    cells: list[list[tuple[int, tuple[Word, ...]]]] = [[] for _ in header.cells]
    i = start + header.lines
    lines: list[Line] = []
    while i < end:
        repeated = read_finding_header(flow, i)
        if repeated is not None:
            i += repeated.lines
            continue
        if runs_across(flow[i], columns) or _ends_table(flow[i], prose, columns):
            break
        lines.append(flow[i])
        i += 1
    for page in sorted({line.page for line in lines}):
        in_columns: list[list[Word]] = [[] for _ in cells]
        for line in lines:
            if line.page == page:
                for word in line.words:
                    in_columns[columns.column_of(word)].append(word)
        for cell, heading, words in zip(cells, header.cells, in_columns, strict=True):
            rows = [*group_by_baseline(words)]
            cell.extend((page, row) for row in rows[_rest_of_heading(rows, heading) :])
    items = [
        FindingItem(cell.kind, join_words(item, known))
        for cell, column_items in zip(header.cells, split_items(cells, pages), strict=True)
        for item in column_items
    ]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)


def _rest_of_heading(rows: Sequence[Sequence[Word]], heading: HeaderCell) -> int:
    """How many rows of a column end a heading that wraps beside the first rows of other columns."""
    missing = [word.casefold() for word in heading.missing]
    printed: list[str] = []
    for count, row in enumerate(rows, 1):
        printed += [word.text.casefold() for word in row]
        if printed == missing:
            return count
        if printed != missing[: len(printed)]:
            break
    return 0


def _ends_table(line: Line, prose: Prose, columns: Columns) -> bool:
    """Whether a line inside the area stands below its table: a heading across the first bound."""
    larger = line.style.size >= prose.style.size + 1
    return larger and line.x1 > columns.bounds[0] and looks_like_heading(line, prose)


def _stands_alone(flow: Sequence[Line], i: int, end: int, prose: Prose) -> bool:
    """Whether a line begins findings set kind below kind: one of several headings of one kind each.

    One alone does where the area has findings of no other kind: a list follows it.
    """
    if not _is_single(flow[i], prose):
        return False
    first = flow[i + 1].words[0].text if i + 1 < end else ""
    listed = first[:1] in BULLETS | DASHES or begins_count(first)
    return listed or sum(_is_single(line, prose) for line in flow[i:end]) >= 2


def _is_single(line: Line, prose: Prose) -> bool:
    cells = header_cells(line)
    if len(cells) != 1 or cells[0].missing:  # as on nearly all lines
        return False
    return looks_like_heading(line, prose) or (line.style.bold and not prose.style.bold)  # be it small


def _one_below_the_other(
    flow: Sequence[Line], start: int, end: int, prose: Prose, pages: Mapping[int, Page], known: frozenset[str]
) -> FindingTable:
    items: list[FindingItem] = []
    i = start
    while i < end:
        if not _is_single(flow[i], prose):
            break
        kind = header_cells(flow[i])[0].kind
        first = i = i + 1
        while i < end and not (looks_like_heading(flow[i], prose) or _is_single(flow[i], prose)):
            i += 1
        rows = [(line.page, line.words) for line in flow[first:i]]
        items += [FindingItem(kind, join_words(item, known)) for item in split_items([rows], pages)[0]]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)


def _beside_headings(
    flow: Sequence[Line], start: int, end: int, pages: Mapping[int, Page], known: frozenset[str]
) -> FindingTable | None:
    """Findings to the right of their headings, one kind below the other; None where none begin at `start`.

    Headings may wrap. One alone has a list beside it.
    """
    left_edge = _text_beside_heading(flow[start])
    if left_edge is None:
        return None
    headings: list[list[Word]] = []
    cells: list[list[tuple[int, Sequence[Word]]]] = []
    i = start
    while i < end:
        line = flow[i]
        left = [w for w in line.words if w.x0 < left_edge - ALIGNED_POINTS]
        beside = line.words[len(left) :]
        if left and headings and heading_of([*headings[-1], *left]) is not None:
            headings[-1] += left
        elif left and abs((_text_beside_heading(line) or 0.0) - left_edge) <= ALIGNED_POINTS:
            headings.append(left)
            cells.append([])
        elif left:
            break
        if beside:
            cells[-1].append((line.page, beside))
        i += 1
    found = [heading_of(heading) for heading in headings]
    kinds = [cell.kind for cell in found if cell is not None and not cell.missing]
    alone = len(kinds) == 1 and not is_bullet(cells[0][0][1][0].text)
    if alone or len(kinds) < len(found) or len(set(kinds)) < len(kinds):
        return None
    items = [
        FindingItem(kind, join_words(item, known))
        for kind, parts in zip(kinds, split_items(cells, pages), strict=True)
        for item in parts
    ]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)


def _text_beside_heading(line: Line) -> float | None:
    """Where the text begins that stands apart to the right of a heading, None where there is none."""
    if not may_begin_heading(line.words[0].text):
        return None
    heading, *beside = runs_of(line)
    return beside[0][0].x0 if beside and heading_of(heading) is not None else None

"""The finding tables: what the evaluators hold for strong, partial and to be improved.

A table is found by its headings (data in `schemas/editions`), not by its lines, because reports
draw it with all borders, with some, by shading or with none. Ruled lines, where there are any,
only settle where a column or an item ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.bullets import split_items
from extractors.columns import Columns, find_columns, runs_across
from extractors.headings import Prose, looks_like_heading
from extractors.lines import Line, group_by_baseline
from extractors.pages import Page, Word
from extractors.paragraphs import join_words
from extractors.placed_text import PlacedText
from schemas.editions import finding_columns
from schemas.records import FindingKind


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A column's heading in the header of a finding table."""

    kind: FindingKind
    x0: float
    x1: float
    missing: tuple[str, ...]
    """Words of the heading that are still to come on the next line."""


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


def header_cells(line: Line) -> tuple[HeaderCell, ...]:
    """The column headings that a line consists of; empty when there is anything else on it."""
    cells: list[HeaderCell] = []
    words = line.words
    i = 0
    while i < len(words):
        match = _longest_heading([w.text for w in words[i:]])
        if match is None:
            return ()
        kind, length, missing = match
        cells.append(HeaderCell(kind, words[i].x0, words[i + length - 1].x1, missing))
        i += length
    return tuple(cells) if len({c.kind for c in cells}) == len(cells) else ()


def is_finding_header(line: Line) -> bool:
    """Whether a line is the header of a finding table (two headings at least)."""
    return len(header_cells(line)) >= 2


def find_finding_tables(
    flow: Sequence[Line], start: int, end: int, pages: Mapping[int, Page], prose: Prose, known: frozenset[str]
) -> tuple[FindingTable, ...]:
    """The finding tables among the lines `start` to `end` of the flow.

    `pages` are the pages by number, `known` the report's words (see `paragraphs.known_words`).
    """
    tables = []
    i = start
    while i < end:
        header = header_cells(flow[i])
        if len(header) >= 2:
            table = _side_by_side(flow, i, end, header, pages, prose, known)
        elif len(header) == 1 and not header[0].missing and _stands_alone(flow, i, end, prose):
            table = _one_below_the_other(flow, i, end, prose, pages, known)
        else:
            i += 1
            continue
        tables.append(table)
        i = max(table.end, i + 1)
    return tuple(tables)


def _longest_heading(words: Sequence[str]) -> tuple[FindingKind, int, tuple[str, ...]] | None:
    """The heading that `words` begin with: its kind, how many words of it, and which are missing.

    A heading that is whole wins over one that goes on below, and of those the longest.
    """
    best: tuple[tuple[bool, int], FindingKind, int, tuple[str, ...]] | None = None
    for kind, headings in finding_columns().items():
        for heading in headings:
            length, missing = _common_start(words, heading.split())
            if not length:
                continue
            rank = (not missing, length)
            if best is None or rank > best[0]:
                best = (rank, kind, length, missing)
    return best[1:] if best else None


def _common_start(words: Sequence[str], heading: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many words begin `heading`, and the words of it that do not stand here.

    A word may be broken, with a hyphen or without ("Förbättrings-", "Förbättringsmöjlighete").
    """
    for i, expected in enumerate(heading):
        if i == len(words):
            return i, tuple(heading[i:])
        printed, wanted = words[i].casefold().strip(":,"), expected.casefold().strip(":,")
        if printed == wanted:
            continue
        stem = printed.rstrip("-\u00ad\u2010")
        if len(stem) >= (4 if stem != printed else 8) and wanted.startswith(stem):
            return i + 1, (expected[len(stem) :], *heading[i + 1 :])
        return (i, tuple(heading[i:])) if i else (0, ())
    return len(heading), ()


def _side_by_side(
    flow: Sequence[Line],
    start: int,
    end: int,
    header: tuple[HeaderCell, ...],
    pages: Mapping[int, Page],
    prose: Prose,
    known: frozenset[str],
) -> FindingTable:
    body = start + 1 + _header_continues(flow, start + 1, end, header)
    columns = find_columns([(c.x0, c.x1) for c in header], flow[start:end], pages[flow[start].page])
    cells: list[list[tuple[int, tuple[Word, ...]]]] = [[] for _ in header]
    i = body
    lines: list[Line] = []
    while i < end:
        line = flow[i]
        repeated = header_cells(line)
        if len(repeated) >= 2:
            i += 1 + _header_continues(flow, i + 1, end, repeated)
            continue
        if runs_across(line, columns) or _ends_table(line, prose, columns):
            break
        lines.append(line)
        i += 1
    for page in sorted({line.page for line in lines}):
        words = [w for line in lines if line.page == page for w in line.words]
        for column, cell in enumerate(cells):
            cell.extend(
                (page, row) for row in group_by_baseline(w for w in words if columns.column_of(w) == column)
            )
    items = [
        FindingItem(cell.kind, join_words(item, known))
        for cell, column_items in zip(header, split_items(cells, pages), strict=True)
        for item in column_items
    ]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)


def _header_continues(flow: Sequence[Line], i: int, end: int, header: tuple[HeaderCell, ...]) -> int:
    """How many lines from `i` on are the rest of a header whose headings wrap."""
    missing = [w.casefold() for c in header for w in c.missing]
    lines = 0
    while missing and i + lines < end:
        texts = [w.text.casefold() for w in flow[i + lines].words]
        rest = list(missing)
        for text in texts:
            if text not in rest:
                return lines
            rest.remove(text)
        missing = rest
        lines += 1
    return lines


def _ends_table(line: Line, prose: Prose, columns: Columns) -> bool:
    """Whether a line inside the area stands below its table: a heading across the first bound."""
    larger = line.style.size >= prose.style.size + 1
    return larger and line.x1 > columns.bounds[0] and looks_like_heading(line, prose)


def _stands_alone(flow: Sequence[Line], i: int, end: int, prose: Prose) -> bool:
    """Whether a single heading begins a list of findings: it is set as a heading or a list follows."""
    if looks_like_heading(flow[i], prose):
        return sum(len(header_cells(line)) == 1 for line in flow[i:end]) >= 2
    return False


def _one_below_the_other(
    flow: Sequence[Line], start: int, end: int, prose: Prose, pages: Mapping[int, Page], known: frozenset[str]
) -> FindingTable:
    items: list[FindingItem] = []
    i = start
    while i < end:
        header = header_cells(flow[i])
        if len(header) != 1 or not looks_like_heading(flow[i], prose):
            break
        first = i = i + 1
        while i < end and not looks_like_heading(flow[i], prose):
            i += 1
        rows = [(line.page, line.words) for line in flow[first:i]]
        items += [
            FindingItem(header[0].kind, join_words(item, known)) for item in split_items([rows], pages)[0]
        ]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)

"""The finding tables: what the evaluators hold for strong, partial and to be improved.

A table is found by its headings (data in `schemas/editions`), not by its lines, because reports
draw it with all borders, with some, by shading or with none. Ruled lines, where there are any,
only settle where a column or an item ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from extractors.layout.bullets import split_items
from extractors.layout.columns import Columns, find_columns, runs_across
from extractors.layout.headings import Prose, looks_like_heading
from extractors.layout.lines import BULLETS, DASHES, Line, group_by_baseline
from extractors.layout.paragraphs import join_words
from extractors.layout.placed_text import PlacedText
from extractors.reading.pages import Page, Word
from schemas.editions import finding_columns
from schemas.records import FindingKind

SHORTEST_STEM = 3
"""Letters of a heading's first word, at least, before a hyphen breaks it."""

MOST_HEADER_LINES = 4
"""Lines that a header whose headings wrap takes, at most."""


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


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a finding table."""

    cells: tuple[HeaderCell, ...]
    lines: int
    """How many lines it takes."""


def read_finding_header(flow: Sequence[Line], i: int) -> Header | None:
    """The header of a finding table that begins at line `i`, None where none does.

    It has two columns at least. Headings may wrap, and in cells centred against each other the
    lines of one stand between those of another.
    """
    if not _may_begin(flow[i].words[0].text):
        return None
    for count in range(MOST_HEADER_LINES, 1, -1):
        lines = flow[i : i + count]
        if len(lines) == count and all(_adjoin(a, b) for a, b in pairwise(lines)):
            cells = _cells_of_block(lines)
            if len(cells) >= 2:
                return Header(cells, count)
    cells = header_cells(flow[i])
    return Header(cells, 1 + _header_continues(flow, i + 1, cells)) if len(cells) >= 2 else None


def header_cells(line: Line) -> tuple[HeaderCell, ...]:
    """The column headings that a line consists of; empty when there is anything else on it."""
    cells: list[HeaderCell] = []
    words = line.words
    if not _may_begin(words[0].text):
        return ()
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
    """Whether a line is the header of a finding table, or the first line of one."""
    return len(header_cells(line)) >= 2


def _adjoin(a: Line, b: Line) -> bool:
    return a.page == b.page and b.top - a.bottom < 0.5 * (a.bottom - a.top)


def _cells_of_block(lines: Sequence[Line]) -> tuple[HeaderCell, ...]:
    """The column headings that a block of lines consists of, each read down its own column."""
    groups: list[list[Word]] = []
    for line in lines:
        for run in _runs(line):
            x0, x1 = run[0].x0, run[-1].x1
            above = next((g for g in groups if _overlap(g, x0, x1) > 0), None)
            if above is None:
                groups.append(list(run))
            else:
                above.extend(run)
    cells: list[HeaderCell] = []
    for group in sorted(groups, key=lambda g: min(w.x0 for w in g)):
        match = _longest_heading([w.text for w in group])
        if match is None or match[1] != len(group) or match[2]:
            return ()
        cells.append(HeaderCell(match[0], min(w.x0 for w in group), max(w.x1 for w in group), ()))
    return tuple(cells) if len({c.kind for c in cells}) == len(cells) else ()


def _runs(line: Line) -> Iterator[list[Word]]:
    """The words of a line parted at gaps wider than a space."""
    run: list[Word] = []
    for word in line.words:
        if run and word.x0 - run[-1].x1 > 0.6 * max(word.size, 6.0):
            yield run
            run = []
        run.append(word)
    yield run


def _overlap(group: Sequence[Word], x0: float, x1: float) -> float:
    return min(x1, max(w.x1 for w in group)) - max(x0, min(w.x0 for w in group))


def find_finding_tables(
    flow: Sequence[Line], start: int, end: int, pages: Mapping[int, Page], prose: Prose, known: frozenset[str]
) -> tuple[FindingTable, ...]:
    """The finding tables among the lines `start` to `end` of the flow.

    `pages` are the pages by number, `known` the report's words (see `paragraphs.known_words`).
    """
    tables = []
    i = start
    while i < end:
        header = read_finding_header(flow[:end], i)
        if header is not None:
            table = _side_by_side(flow, i, end, header, pages, prose, known)
        elif _stands_alone(flow, i, end, prose):
            table = _one_below_the_other(flow, i, end, prose, pages, known)
        else:
            i += 1
            continue
        tables.append(table)
        i = max(table.end, i + 1)
    return tuple(tables)


@cache
def _headings_by_beginning() -> Mapping[str, tuple[tuple[FindingKind, tuple[str, ...]], ...]]:
    """The known headings, word by word, by what they begin with, cut short for a broken first word."""
    found: dict[str, list[tuple[FindingKind, tuple[str, ...]]]] = {}
    for kind, headings in finding_columns().items():
        for heading in headings:
            words = tuple(heading.split())
            found.setdefault(_beginning(words[0]), []).append((kind, words))
    return {beginning: tuple(headings) for beginning, headings in found.items()}


def _beginning(word: str) -> str:
    return word[:SHORTEST_STEM].casefold()


@lru_cache(maxsize=4096)
def _may_begin(word: str) -> bool:
    """Whether a heading may begin with this word; most lines are told apart by it at once."""
    return _longest_heading((word,)) is not None


def _longest_heading(words: Sequence[str]) -> tuple[FindingKind, int, tuple[str, ...]] | None:
    """The heading that `words` begin with: its kind, how many words of it, and which are missing.

    A heading that is whole wins over one that goes on below, and of those the longest.
    """
    best: tuple[tuple[bool, int], FindingKind, int, tuple[str, ...]] | None = None
    for kind, heading in _headings_by_beginning().get(_beginning(words[0]), ()):
        length, missing = _common_start(words, heading)
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
        if len(stem) >= (SHORTEST_STEM if stem != printed else 8) and wanted.startswith(stem):
            return i + 1, (expected[len(stem) :], *heading[i + 1 :])
        return (i, tuple(heading[i:])) if i else (0, ())
    return len(heading), ()


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
        repeated = read_finding_header(flow[:end], i)
        if repeated is not None:
            i += repeated.lines
            continue
        if runs_across(flow[i], columns) or _ends_table(flow[i], prose, columns):
            break
        lines.append(flow[i])
        i += 1
    for page in sorted({line.page for line in lines}):
        words = [w for line in lines if line.page == page for w in line.words]
        for column, cell in enumerate(cells):
            cell.extend(
                (page, row) for row in group_by_baseline(w for w in words if columns.column_of(w) == column)
            )
    items = [
        FindingItem(cell.kind, join_words(item, known))
        for cell, column_items in zip(header.cells, split_items(cells, pages), strict=True)
        for item in column_items
    ]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)


def _header_continues(flow: Sequence[Line], i: int, header: Sequence[HeaderCell]) -> int:
    """How many lines from `i` on are the rest of a header whose headings wrap."""
    missing = [w.casefold() for c in header for w in c.missing]
    lines = 0
    while missing and i + lines < len(flow):
        rest = list(missing)
        for word in flow[i + lines].words:
            if word.text.casefold() not in rest:
                return lines
            rest.remove(word.text.casefold())
        missing = rest
        lines += 1
    return lines


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
    listed = i + 1 < end and flow[i + 1].words[0].text[0] in BULLETS | DASHES
    return listed or sum(_is_single(line, prose) for line in flow[i:end]) >= 2


def _is_single(line: Line, prose: Prose) -> bool:
    cells = header_cells(line)
    return len(cells) == 1 and not cells[0].missing and looks_like_heading(line, prose)


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
        while i < end and not looks_like_heading(flow[i], prose):
            i += 1
        rows = [(line.page, line.words) for line in flow[first:i]]
        items += [FindingItem(kind, join_words(item, known)) for item in split_items([rows], pages)[0]]
    return FindingTable(tuple(item for item in items if item.placed.text), start, i)

"""The headings of a finding table: strong, partial, to be improved, in whatever words and lines.

They are data (`schemas/editions`), and tell of which kind the findings below or beside them are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.layout.lines import Line, runs_of
from extractors.reading.pages import Word
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
    if not _may_be_header(flow[i]):
        return None
    header = _header_of_block(flow[i : i + MOST_HEADER_LINES])
    if header is not None:
        return header
    cells = header_cells(flow[i])
    return Header(cells, 1 + _header_continues(flow, i + 1, cells)) if len(cells) >= 2 else None


def header_cells(line: Line) -> tuple[HeaderCell, ...]:
    """The column headings that a line consists of; empty when there is anything else on it."""
    if not _may_be_header(line):
        return ()
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
    """Whether a line is the header of a finding table, or the first line of one."""
    return len(header_cells(line)) >= 2


def is_finding_heading(line: Line) -> bool:
    """Whether a line is the heading of findings of one kind."""
    cells = header_cells(line)
    return len(cells) == 1 and not cells[0].missing


def _adjoin(a: Line, b: Line) -> bool:
    return a.page == b.page and b.top - a.bottom < a.bottom - a.top


def _header_of_block(lines: Sequence[Line]) -> Header | None:
    """The header of most of these lines, from the first on, each heading read down its own column."""
    found: Header | None = None
    groups: list[list[Word]] = []
    for count, line in enumerate(lines, 1):
        if count > 1 and not _adjoin(lines[count - 2], line):
            break
        for run in runs_of(line):
            group = next((group for group in groups if _overlap(group, run) > 0), None)
            if group is None:
                group = []
                groups.append(group)
            group += run
            if not _may_begin_with([w.text for w in group]):  # as in nearly every block
                return found
        cells = [heading_of(group) for group in sorted(groups, key=lambda g: min(w.x0 for w in g))]
        whole = tuple(cell for cell in cells if cell is not None and not cell.missing)
        if count > 1 and len(cells) == len(whole) == len({cell.kind for cell in whole}) >= 2:
            found = Header(whole, count)
    return found


def heading_of(words: Sequence[Word]) -> HeaderCell | None:
    """The heading that all of these words make up, or the beginning of one; None where they make up none."""
    match = _longest_heading([w.text for w in words])
    if match is None or match[1] != len(words):
        return None
    return HeaderCell(match[0], min(w.x0 for w in words), max(w.x1 for w in words), match[2])


def _overlap(group: Sequence[Word], run: Sequence[Word]) -> float:
    return min(run[-1].x1, max([w.x1 for w in group])) - max(run[0].x0, min([w.x0 for w in group]))


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
def may_begin_heading(word: str) -> bool:
    """Whether a heading may begin with this word; most lines are told apart by it at once."""
    return _longest_heading((word,)) is not None


def _may_be_header(line: Line) -> bool:
    """Whether headings may stand on a line, by its first two words, which leave out nearly all prose."""
    return _may_begin_line(*[word.text for word in line.words[:2]])


@lru_cache(maxsize=4096)
def _may_begin_line(first: str, second: str | None = None) -> bool:
    if not may_begin_heading(first):
        return False
    return second is None or may_begin_heading(second) or _may_begin_with((first, second))


def _may_begin_with(words: Sequence[str]) -> bool:
    """Whether a heading may begin with these words, all of them."""
    if not may_begin_heading(words[0]):
        return False
    headings = _headings_by_beginning()[_beginning(words[0])]
    return any(_common_start(words, heading)[0] == len(words) for _, heading in headings)


def _longest_heading(words: Sequence[str]) -> tuple[FindingKind, int, tuple[str, ...]] | None:
    """The heading that `words` begin with: its kind, how many words of it, and which are missing.

    The one that most of the words begin wins, and of those a whole one over one that goes on below.
    """
    best: tuple[tuple[int, bool], FindingKind, int, tuple[str, ...]] | None = None
    for kind, heading in _headings_by_beginning().get(_beginning(words[0]), ()):
        length, missing = _common_start(words, heading)
        if not length:
            continue
        rank = (length, not missing)
        if best is None or rank > best[0]:
            best = (rank, kind, length, missing)
    return best[1:] if best else None


def _common_start(words: Sequence[str], heading: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    """How many words begin `heading`, and the words of it that do not stand here.

    A word may be broken, with a hyphen or without ("Förbättrings-", "Förbättringsmöjlighete").
    """
    at = 0
    for k, expected in enumerate(heading):
        if at == len(words):
            return at, tuple(heading[k:])
        printed, wanted = _bare(words[at]), _bare(expected)
        if printed == wanted:
            at += 1
            continue
        stem = printed.rstrip("-\u00ad\u2010")
        if len(stem) >= (SHORTEST_STEM if stem != printed else 8) and wanted.startswith(stem):
            rest = wanted[len(stem) :]
            if at + 1 < len(words) and _bare(words[at + 1]) == rest:
                at += 2
                continue
            return at + 1, (rest, *heading[k + 1 :])
        return (at, tuple(heading[k:])) if at else (0, ())
    return at, ()


@lru_cache(maxsize=4096)
def _bare(word: str) -> str:
    return word.casefold().strip(":,?")

"""pdfplumber's table finder over the pages of our reading model.

The extractors find tables by their headings and rows, because many reports draw no lines; here the
finder shows that both readers see the same ruled lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import TableFinder, TableSettings

from extractors.reading.pages import Page, Rule, Word

MAX_RULES = 4_000  # per page; more is a chart
MAX_CROSSINGS = 3_000  # rows times columns of lines; more is graph paper, on which the finder is slow


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, in display coordinates as in `Page`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table: its box and its rows from the top. A place that no cell begins at holds None."""

    bbox: Cell
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class _RuledPage:
    """What pdfplumber's table finder asks of a page when it looks for lines."""

    bbox: tuple[float, float, float, float]
    edges: list[dict[str, Any]]


def ruled_tables(page: Page) -> tuple[RuledTable, ...]:
    """The tables on `page` whose cells are enclosed by ruled lines, from the top.

    Lines up to 3 points apart count as one, and a table has at least two cells. A page that has
    more rules than `MAX_RULES`, or that they cross more often than `MAX_CROSSINGS`, has no tables.
    """
    if not 4 <= len(page.rules) <= MAX_RULES or _crossings(page.rules) > MAX_CROSSINGS:
        return ()
    drawn = _RuledPage((0.0, 0.0, page.width, page.height), [_edge(rule) for rule in page.rules])
    finder: Any = TableFinder(drawn, TableSettings())  # type: ignore[arg-type]
    return tuple(
        RuledTable(Cell(*table.bbox), tuple(tuple(_cell(cell) for cell in row.cells) for row in table.rows))
        for table in finder.tables
    )


def _crossings(rules: Sequence[Rule]) -> int:
    """How many crossings the rules have at most: their distinct heights times their places across."""
    heights = {round(rule.top) for rule in rules if rule.horizontal}
    places = {round(rule.x0) for rule in rules if not rule.horizontal}
    return len(heights) * len(places)


def _cell(corners: tuple[float, float, float, float] | None) -> Cell | None:
    return None if corners is None else Cell(*corners)


def _edge(rule: Rule) -> dict[str, Any]:
    """A rule as pdfplumber's edge: the line along its middle."""
    x0, top, x1, bottom = rule.x0, rule.top, rule.x1, rule.bottom
    if rule.horizontal:
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "object_type": "line",
        "orientation": "h" if rule.horizontal else "v",
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def words_in(page: Page, cell: Cell) -> tuple[Word, ...]:
    """The words whose middle lies in `cell`, line by line and each line from the left."""
    inside = [
        word
        for word in page.words
        if cell.x0 <= (word.x0 + word.x1) / 2 < cell.x1
        and cell.top <= (word.top + word.bottom) / 2 < cell.bottom
    ]
    return tuple(word for line in _lines(inside) for word in sorted(line, key=lambda word: word.x0))


def _lines(words: Sequence[Word]) -> list[list[Word]]:
    """Group words into lines: a word is on the line whose first word's height holds its middle."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom) / 2):
        if lines and (word.top + word.bottom) / 2 < lines[-1][0].bottom - 0.25 * (word.bottom - word.top):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines

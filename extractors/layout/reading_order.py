"""The lines of a report in the order they are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from extractors.layout.lines import Line
from extractors.layout.margin_headings import with_margin_headings
from extractors.layout.side_boxes import lines_in_order
from extractors.layout.text_columns import TextColumns
from extractors.reading.pages import Page

LEAST_PAGES = 2
"""Pages whose prose runs in the same columns, at least, to know them for the report's."""

MOST_KINDS = 2
"""Kinds of columns that a report has, at most: left and right pages may differ."""


def read_in_order(pages: Sequence[Page], is_table_header: Callable[[Line], bool]) -> list[tuple[Line, ...]]:
    """The lines of each page. `is_table_header` knows what heads a table or a list.

    Columns that several pages have tell the few lines on another one that stand in them too. Headings
    in the margin come before the prose beside them.
    """
    ordered = [lines_in_order(page, is_table_header) for page in pages]
    usual = _usual(each.columns for each in ordered if each.columns)
    if usual:
        ordered = [lines_in_order(page, is_table_header, usual) for page in pages]
    return with_margin_headings([each.lines for each in ordered])


def _usual(found: Iterable[TextColumns]) -> list[TextColumns]:
    """The columns that pages have in common, one of each kind."""
    counts: Counter[tuple[int, int]] = Counter()
    examples: dict[tuple[int, int], TextColumns] = {}
    for columns in found:
        left, right = columns.lefts
        counts[round(left), round(right)] += 1
        examples[round(left), round(right)] = columns
    return [examples[kind] for kind, count in counts.most_common(MOST_KINDS) if count >= LEAST_PAGES]

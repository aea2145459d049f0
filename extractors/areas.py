"""One area whole: its head, its finding tables and its prose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractors.area_heads import AreaHead, read_area_head
from extractors.finding_tables import FindingTable, find_finding_tables
from extractors.layout.headings import Prose
from extractors.layout.lines import Line
from extractors.layout.outline import AreaSpan
from extractors.layout.sections import Paragraph, read_sections
from extractors.reading.pages import Page
from extractors.scores.question_scores import Overview


@dataclass(frozen=True, slots=True)
class Area:
    """An area's place in the report and what was found there."""

    span: AreaSpan
    head: AreaHead
    tables: tuple[FindingTable, ...]
    paragraphs: tuple[Paragraph, ...]

    @property
    def number(self) -> int:
        return self.span.number

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of its prose, in order, each once."""
        return tuple(dict.fromkeys(p.heading for p in self.paragraphs if p.heading is not None))


def read_area(
    flow: Sequence[Line],
    span: AreaSpan,
    overview: Overview,
    taken: frozenset[int],
    pages: Mapping[int, Page],
    prose: Prose,
    known: frozenset[str],
) -> Area:
    """Read the area at `span` of the flow, without the lines `taken` by tables of points and by facts.

    `pages` are the pages by number, `known` the report's words (see `paragraphs.known_words`).
    """
    lines = [flow[i] for i in range(span.start, span.end) if i not in taken]
    head = read_area_head(span.heading, lines, prose)
    start = len(head.lines)
    tables = find_finding_tables(lines, start, len(lines), pages, prose, known)
    topics = (*head.topics, *(q.placed.text for q in overview.questions if q.area == span.number))
    paragraphs: list[Paragraph] = []
    at = start
    for table in tables:
        paragraphs += read_sections(lines[at : table.start], prose, known, topics)
        at = table.end
    paragraphs += read_sections(lines[at:], prose, known, topics)
    return Area(span, head, tables, tuple(paragraphs))

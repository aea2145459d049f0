"""What a search answers with: municipalities, and every vote that speaks for them."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.searching.topics import Topic, TopicMatch


@dataclass(frozen=True, slots=True)
class EvidenceVote:
    """A vote as a reader sees it: the sentence, where it stands and what it counts."""

    report_id: str
    row_id: str
    kind: str
    text: str
    before: str
    """The sentence before it, where the practice often stands."""
    marks: tuple[tuple[int, int], ...]
    """Where in `text` the words stand that were asked for: start and end."""
    area: int | None
    question: str | None
    heading: str
    year: int | None
    page: int | None
    percent: float | None
    """Of the evaluated municipality on the question, where the vote is for it."""
    share: float
    """Of its municipality's score; the shares of a result add up to 1."""
    relevance: float
    kind_weight: float
    recency: float
    standing: float
    order: float
    value: float
    """relevance ** RELEVANCE_POWER * kind_weight * recency * standing * order."""
    matched: tuple[str, ...] = ()
    """With `explain`: which words were found for what was asked, and where."""


@dataclass(frozen=True, slots=True)
class Result:
    """A municipality to learn from, with the votes that speak for it, the strongest first."""

    municipality_code: str
    municipality: str
    score: float
    evidence: tuple[EvidenceVote, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a search."""

    query: str
    searched: str
    """What was searched: the query, or its nearest spelling where the query itself found nothing."""
    expanded: tuple[str, ...]
    """Words that were searched as well."""
    topics: tuple[TopicMatch, ...]
    """The framework's questions that the query is about."""
    suggestions: tuple[str, ...]
    """Menade du ...? The query spelt in words that are known."""
    nearest_topics: tuple[Topic, ...]
    """Where nothing was found: questions to look at instead."""
    note: str | None
    """A sentence for the user about the query itself, in Swedish."""
    results: tuple[Result, ...]

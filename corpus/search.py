"""Search: which municipalities to learn from about something, and how we know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from corpus import filters as narrowing
from corpus.dataset import Dataset
from corpus.filters import Filters
from corpus.index import Index, open_index
from corpus.populations import populations
from corpus.query import Query, read_query, with_topics
from corpus.ranking import Vote, rank, relevance
from corpus.suggest import nearest_topics, nearest_words
from corpus.topics import TOPIC_MARK, Topic, TopicMatch
from corpus.weights import CANDIDATES, LEAST_RELEVANCE
from schemas.municipalities import by_code


@dataclass(frozen=True, slots=True)
class EvidenceVote:
    """A vote as a reader sees it: the sentence, where it stands and what it counts."""

    report_id: str
    row_id: str
    kind: str
    text: str
    before: str
    marks: tuple[tuple[int, int], ...]
    """Where in `text` the words stand that were asked for: start and end."""
    area: int | None
    question: str | None
    heading: str
    year: int | None
    page: int | None
    percent: float | None
    share: float
    """Of its municipality's score; the shares of a result add up to 1."""
    relevance: float
    kind_weight: float
    recency: float
    order: float
    value: float


@dataclass(frozen=True, slots=True)
class Result:
    """A municipality to learn from, with every vote that speaks for it, the strongest first."""

    municipality_code: str
    municipality: str
    score: float
    evidence: tuple[EvidenceVote, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a search."""

    query: str
    expanded: tuple[str, ...]
    """Words that were searched as well."""
    topics: tuple[TopicMatch, ...]
    """The framework's questions that the query is about."""
    suggestions: tuple[str, ...]
    """Menade du ...? The query spelt in words that are known."""
    nearest_topics: tuple[Topic, ...]
    """Where nothing was found: questions to look at instead."""
    results: tuple[Result, ...]


def search(
    dataset: Dataset,
    query: str,
    filters: Filters | None = None,
    *,
    limit: int = 10,
    exact: bool = False,
) -> Answer:
    """The municipalities whose evidence answers `query` best, at most `limit` of them.

    `exact` searches the words as they are written, without thesaurus, word forms or compounds.
    Raises FilterError for a filter that cannot be, DatasetError as reading does.
    """
    filters = filters or Filters()
    narrowing.check(filters)
    index = open_index(dataset)
    asked = read_query(query, index.analyser, exact)
    about = () if exact else index.finder.of_query(asked)
    asked = with_topics(asked, [(TOPIC_MARK + m.topic.question, m.score) for m in about])
    condition = narrowing.filter_query(index, filters, populations(dataset))
    rows = _candidates(index, asked, condition)
    matched = relevance(index, rows, asked)
    kept = matched >= LEAST_RELEVANCE
    ranked = rank(index, rows[kept].tolist(), matched[kept].tolist())
    return Answer(
        query=asked.text,
        expanded=asked.expansion.synonyms,
        topics=about,
        suggestions=() if exact else nearest_words(index, asked),
        nearest_topics=() if ranked else nearest_topics(asked.text),
        results=tuple(_result(index, asked, code, votes) for code, votes in ranked[:limit]),
    )


def _candidates(index: Index, query: Query, condition: tantivy.Query | None) -> npt.NDArray[np.int64]:
    """The evidence rows that hold most of what is asked, by BM25 over all their words."""
    schema = index.engine.schema
    words = [
        (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", form))
        for token in query.tokens
        for form in (token, "/" + token)
    ]
    if not words:
        return np.zeros(0, np.int64)
    parts = [(tantivy.Occur.Must, tantivy.Query.boolean_query(words))]
    for phrase in query.phrases:
        parts.append((tantivy.Occur.Must, _phrase(schema, phrase)))
    if condition is not None:
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0)))
    hits = index.searcher.search(tantivy.Query.boolean_query(parts), limit=CANDIDATES, count=False).hits
    numbers: Sequence[Any] = index.searcher.fast_field_values("row", [address for _, address in hits])
    return np.array(numbers, np.int64)


def _phrase(schema: tantivy.Schema, words: tuple[str, ...]) -> tantivy.Query:
    if len(words) == 1:
        return tantivy.Query.term_query(schema, "surface", words[0])
    return tantivy.Query.phrase_query(schema, "surface", list(words))


def _result(index: Index, query: Query, code: str, votes: Sequence[Vote]) -> Result:
    score = sum(vote.value for vote in votes)
    name = by_code(code)
    shown = tuple(_shown(index, query, vote, score) for vote in votes)
    return Result(code, name.name if name else code, score, shown)


def _shown(index: Index, query: Query, vote: Vote, score: float) -> EvidenceVote:
    row = index.evidence(vote.row)
    return EvidenceVote(
        report_id=row.report_id,
        row_id=row.row_id,
        kind=row.kind,
        text=row.text,
        before=row.before,
        marks=_marks(index, query, row.text),
        area=row.area,
        question=row.question,
        heading=row.heading,
        year=row.year,
        page=row.page,
        percent=row.percent,
        share=vote.value / score if score else 0.0,
        relevance=vote.relevance,
        kind_weight=vote.kind_weight,
        recency=vote.recency,
        order=vote.order,
        value=vote.value,
    )


def _marks(index: Index, query: Query, text: str) -> tuple[tuple[int, int], ...]:
    asked = set(query.tokens)
    words = index.analyser.words(text)
    return tuple((w.start, w.end) for w in words if w.normal in asked or asked & set(w.parts))

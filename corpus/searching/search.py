"""Search: which municipalities to learn from about something, and how we know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import tantivy

from corpus.dataset import Dataset
from corpus.populations import populations
from corpus.searching.answers import Answer, EvidenceVote, Result
from corpus.searching.evidence import Evidence
from corpus.searching.filters import Filters, check, filter_query
from corpus.searching.index import Index, token_id
from corpus.searching.index_folder import open_index
from corpus.searching.named_place import NamedPlace, named_place
from corpus.searching.query import Query, read_query, with_topics
from corpus.searching.question_wording import question_wording
from corpus.searching.ranking import Vote, rank, reasons, relevance
from corpus.searching.suggest import nearest_topics, nearest_words
from corpus.searching.weights import CANDIDATES, LEAST_RELEVANCE
from schemas.municipalities import by_code, by_printed_name

_MOST_COUNTED = 400
_EMPTY = "Datamängden har ingenting att söka i. Läs in rapporter med `kommunkompassen ingest`."
_FILTERED_AWAY = "Inga träffar med dessa filter; utan dem finns träffar för {} kommuner."
_NO_WORDS = "Frågan har inget ord att söka på. Skriv vad ni vill lära er mer om, eller ange en delfråga."


def search(
    dataset: Dataset,
    query: str = "",
    filters: Filters | None = None,
    *,
    limit: int = 10,
    exact: bool = False,
    explain: bool = False,
) -> Answer:
    """The municipalities whose evidence answers `query` best, at most `limit` of them.

    Without words but with a question in `filters` the search is by that topic of the framework.
    `exact` searches the words as they are written, without thesaurus, word forms or compounds;
    `explain` adds to each vote which words it was found by. Raises FilterError for a filter that
    cannot be, DatasetError as reading does.
    """
    filters = filters or Filters()
    check(filters)
    index = open_index(dataset)
    inhabitants = populations(dataset) if filters.population != (None, None) else {}
    by_question = filters.question is not None and read_query(query, index.analyser).is_empty
    wording = question_wording(dataset, filters) if by_question else None
    answer = search_index(
        index,
        wording or query,
        filters if wording is None else replace(filters, question=None, edition=None),
        inhabitants,
        limit=limit,
        exact=exact and wording is None,
        explain=explain,
    )
    return answer if wording is None else replace(answer, query=query, searched=query)


def search_index(
    index: Index,
    query: str,
    filters: Filters,
    inhabitants: Mapping[str, float],
    *,
    limit: int = 10,
    exact: bool = False,
    explain: bool = False,
) -> Answer:
    """`search` for words in an opened index; `inhabitants` maps municipality codes to their number."""
    place = None if exact else named_place(query)
    if place is not None:
        about = _with_help(index, place.topic)
        if not about.is_empty:
            condition = filter_query(index, filters, inhabitants)
            found = _answer(index, about, condition, limit, explain, first=place.municipality.code)
            if found.results:
                return replace(found, query=query, searched=query, note=_place_note(place, found))
    asked = read_query(query, index.analyser, True) if exact else _with_help(index, query)
    answer = _answer(index, asked, filter_query(index, filters, inhabitants), limit, explain)
    if answer.results or asked.is_empty or not index.row_count:
        suggestions = () if exact else nearest_words(index, asked)
        return replace(answer, suggestions=suggestions)
    if filters != Filters():
        unfiltered = _answer(index, asked, None, _MOST_COUNTED, False).results
        if unfiltered:
            return replace(answer, note=_FILTERED_AWAY.format(len(unfiltered)))
    suggestions = () if exact else nearest_words(index, asked)
    if suggestions:
        nearest = _with_help(index, suggestions[0])
        corrected = _answer(index, nearest, filter_query(index, filters, inhabitants), limit, explain)
        return replace(corrected, query=asked.text, suggestions=suggestions)
    return replace(answer, nearest_topics=nearest_topics(asked.text))


def _with_help(index: Index, query: str) -> Query:
    """What is asked, widened by the thesaurus and the framework's topics."""
    asked = read_query(query, index.analyser, False)
    return with_topics(asked, index.finder.of_query(asked))


def _place_note(place: NamedPlace, answer: Answer) -> str:
    name = place.municipality.name
    if answer.results[0].municipality_code == place.municipality.code:
        return f"{name} står först, eftersom frågan nämner kommunen; sedan de andra efter poäng."
    return f"Inget om detta för {name}; här är de andra kommunerna."


def _answer(
    index: Index,
    asked: Query,
    condition: tantivy.Query | None,
    limit: int,
    explain: bool,
    first: str | None = None,
) -> Answer:
    frequency = {token: index.frequency(token) for token in asked.tokens}
    rows = _candidates(index, asked, frequency, condition)
    matched = relevance(index, rows, asked, frequency)
    kept = matched >= LEAST_RELEVANCE
    ranked = rank(index, rows[kept], matched[kept], limit, first)
    return Answer(
        query=asked.text,
        searched=asked.text,
        expanded=asked.expansion.synonyms,
        topics=asked.topics,
        suggestions=(),
        nearest_topics=(),
        note=_note(index, asked),
        results=_results(index, asked, ranked, explain),
    )


def _note(index: Index, asked: Query) -> str | None:
    if not index.row_count:
        return _EMPTY
    if asked.is_empty:
        return _NO_WORDS
    named = by_printed_name(asked.text)
    if named is not None:
        return f"{named.name} är en kommun: `kommunkompassen profile {named.name}` visar hela bilden."
    return None


def _candidates(
    index: Index, query: Query, frequency: Mapping[str, int], condition: tantivy.Query | None
) -> npt.NDArray[np.int64]:
    """The evidence rows that hold most of what is asked, by BM25 over all their words."""
    schema = index.engine.schema
    words = [
        (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", form))
        for form in dict.fromkeys(form for token in _telling(query, frequency) for form in index.forms(token))
    ]
    parts = [(tantivy.Occur.Must, tantivy.Query.boolean_query(words))] if words else []
    parts += [(tantivy.Occur.Must, _phrase(schema, phrase)) for phrase in query.phrases]
    if not parts:
        return np.zeros(0, np.int64)
    if condition is not None:
        parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(condition, 0.0)))
    hits = index.searcher.search(tantivy.Query.boolean_query(parts), limit=CANDIDATES, count=False).hits
    numbers: Sequence[Any] = index.searcher.fast_field_values("row", [address for _, address in hits])
    return np.array(numbers, np.int64)


def _telling(query: Query, frequency: Mapping[str, int]) -> list[str]:
    """Of each alternative the rarest word: a row without it does not hold the alternative."""
    return [min(alternative.tokens, key=frequency.__getitem__) for alternative in query.alternatives]


def _phrase(schema: tantivy.Schema, words: tuple[str, ...]) -> tantivy.Query:
    if len(words) == 1:
        return tantivy.Query.term_query(schema, "surface", words[0])
    return tantivy.Query.phrase_query(schema, "surface", list(words))


def _results(
    index: Index, query: Query, ranked: Sequence[tuple[str, Sequence[Vote]]], explain: bool
) -> tuple[Result, ...]:
    """The ranked municipalities with their votes as a reader sees them."""
    numbers = [vote.row for _, votes in ranked for vote in votes]
    rows = dict(zip(numbers, index.evidence(numbers), strict=True))
    why = dict(zip(numbers, reasons(index, numbers, query), strict=True)) if explain else {}
    marked = frozenset(token_id(mark + t) for t in query.marked_tokens for mark in ("", "/"))
    results = []
    for code, votes in ranked:
        score = sum(vote.value for vote in votes)
        shown = tuple(
            _shown(vote, rows[vote.row], score, index.words_marked(vote.row, rows[vote.row].text, marked))
            for vote in votes
        )
        if explain:
            shown = tuple(replace(s, matched=why[v.row]) for s, v in zip(shown, votes, strict=True))
        known = by_code(code)
        results.append(Result(code, known.name if known else rows[votes[0].row].municipality, score, shown))
    return tuple(results)


def _shown(vote: Vote, row: Evidence, score: float, marks: Sequence[tuple[int, int]]) -> EvidenceVote:
    return EvidenceVote(
        report_id=row.report_id,
        row_id=row.row_id,
        kind=row.kind,
        text=row.text,
        before=row.before,
        marks=tuple(marks),
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
        standing=vote.standing,
        order=vote.order,
        value=vote.value,
    )

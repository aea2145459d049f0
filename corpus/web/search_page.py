"""Sök: which municipalities to learn from, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.dataset import Dataset
from corpus.labels import KIND_LABELS
from corpus.searching.answers import Answer, EvidenceVote, Result
from corpus.searching.search import search
from corpus.searching.topics import TOPIC_EDITION, Topic, theme_label
from corpus.web.addresses import (
    municipality_address,
    question_search,
    report_address,
    row_address,
    search_address,
    twin,
)
from corpus.web.parameters import MOST_PAGES, RESULTS_PER_PAGE, SearchParameters
from schemas.municipalities import by_code, by_printed_name

SUGGESTED = (
    "medborgardialog",
    "kontaktcenter",
    "synpunkter och klagomål",
    "tillitsbaserad styrning",
    "intern kontroll",
    "jämförelser",
    "ledarutveckling",
    "sjukfrånvaro",
    "digitalisering",
    "näringslivets villkor",
)
"""Searches to begin with: one or two for each theme."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words and where they lead."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote for a municipality, with where it stands."""

    vote: EvidenceVote
    kind: str
    """The kind of evidence, in Swedish."""
    reported_of: str
    """Whose report it stands in, and of which year, as `Sagoberga 2011`."""
    address: str
    report_address: str


@dataclass(frozen=True, slots=True)
class ResultView:
    """A municipality in the ranking."""

    place: int
    municipality_code: str
    municipality: str
    county: str | None
    address: str
    score: float
    share_of_best: float
    """Its score against the first one's, 0 to 1."""
    votes: tuple[VoteView, ...]


@dataclass(frozen=True, slots=True)
class TopicLink:
    """A question of the framework that a search is about, or near to."""

    question: str
    edition: str
    text: str
    theme: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The answer to a search as the page shows it."""

    address: str
    twin: str
    query: str
    searched: str
    """What was searched: the query, or its nearest spelling where the query itself found nothing."""
    reports: int
    """How many reports the dataset holds."""
    expanded: tuple[str, ...]
    topics: tuple[TopicLink, ...]
    suggestions: tuple[Link, ...]
    nearest_topics: tuple[TopicLink, ...]
    note: str | None
    municipality: Link | None
    """The municipality that the query names."""
    results: tuple[ResultView, ...]
    page: int
    previous_address: str | None
    next_address: str | None
    suggested: tuple[Link, ...]
    """Searches to begin with, where nothing was asked."""


def search_view(dataset: Dataset, asked: SearchParameters) -> SearchView:
    """The page of a search. Raises FilterError as `search` does."""
    wanted = bool(asked.words.strip()) or asked.question is not None
    last = asked.page * RESULTS_PER_PAGE
    answer = search(dataset, asked.words, asked.filters(), limit=last + 1) if wanted else None
    found = answer.results[last - RESULTS_PER_PAGE : last] if answer else ()
    more = answer is not None and len(answer.results) > last and asked.page < MOST_PAGES
    named = by_printed_name(asked.words) if asked.words.strip() else None
    address = search_address(asked)
    return SearchView(
        address=address,
        twin=twin(address),
        query=asked.words,
        searched=answer.searched if answer else "",
        reports=dataset.row_count("reports"),
        expanded=answer.expanded if answer else (),
        topics=_topic_links(match.topic for match in answer.topics) if answer else (),
        suggestions=_spellings(answer, asked) if answer else (),
        nearest_topics=_topic_links(answer.nearest_topics) if answer else (),
        note=_note(answer) if answer and named is None else None,
        municipality=None if named is None else Link(named.name, municipality_address(named.code)),
        results=_results(answer, found, last - RESULTS_PER_PAGE + 1) if answer else (),
        page=asked.page,
        previous_address=_page_address(asked, asked.page - 1) if asked.page > 1 else None,
        next_address=_page_address(asked, asked.page + 1) if more else None,
        suggested=() if wanted else tuple(_search_for(words, asked) for words in SUGGESTED),
    )


def _note(answer: Answer) -> str | None:
    """What the search says of itself; of an empty dataset the page speaks in its own words."""
    return answer.note if answer.note and "`" not in answer.note else None


def _page_address(asked: SearchParameters, page: int) -> str:
    return search_address(asked.model_copy(update={"page": page}))


def _spellings(answer: Answer, asked: SearchParameters) -> tuple[Link, ...]:
    return tuple(_search_for(words, asked) for words in answer.suggestions)


def _search_for(words: str, asked: SearchParameters) -> Link:
    """The search for other words with the same filters."""
    return Link(words, search_address(asked.model_copy(update={"words": words, "page": 1})))


def _topic_links(topics: Iterable[Topic]) -> tuple[TopicLink, ...]:
    return tuple(
        TopicLink(
            question=topic.question,
            edition=TOPIC_EDITION,
            text=topic.text,
            theme=theme_label(topic.theme),
            address=question_search(TOPIC_EDITION, topic.question),
        )
        for topic in topics
    )


def _results(answer: Answer, found: tuple[Result, ...], first: int) -> tuple[ResultView, ...]:
    best = answer.results[0].score if answer.results else 1.0
    return tuple(
        ResultView(
            place=place,
            municipality_code=result.municipality_code,
            municipality=result.municipality,
            county=known.county if (known := by_code(result.municipality_code)) else None,
            address=municipality_address(result.municipality_code),
            score=result.score,
            share_of_best=result.score / best if best else 0.0,
            votes=tuple(_vote(vote) for vote in result.evidence),
        )
        for place, result in enumerate(found, first)
    )


def _vote(vote: EvidenceVote) -> VoteView:
    evaluated = by_code(vote.report_id[:4])
    name = evaluated.name if evaluated else vote.report_id
    return VoteView(
        vote=vote,
        kind=KIND_LABELS[vote.kind],
        reported_of=f"{name} {vote.year}" if vote.year else name,
        address=row_address(vote.row_id),
        report_address=report_address(vote.report_id),
    )

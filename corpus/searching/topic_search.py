"""Which questions of the framework a word belongs to, in every edition that the dataset has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.dataset import Dataset
from corpus.searching.index_folder import open_index
from corpus.searching.query import read_query
from corpus.searching.suggest import nearest_topics, nearest_words
from corpus.searching.topics import TOPIC_EDITION, Topic, TopicMatch, topics


@dataclass(frozen=True, slots=True)
class EditionQuestion:
    """A question as reports of an edition word it, bound to a topic."""

    edition: str
    question: str
    text: str
    topic: str
    """Number of the topic, a question of edition 2010."""
    reports: int
    """How many reports of the dataset score it."""


@dataclass(frozen=True, slots=True)
class TopicAnswer:
    """The topics of some words."""

    query: str
    expanded: tuple[str, ...]
    topics: tuple[TopicMatch, ...]
    questions: tuple[EditionQuestion, ...]
    """Questions of the dataset's other editions on these topics."""
    suggestions: tuple[str, ...]
    nearest_topics: tuple[Topic, ...]


def find_topics(dataset: Dataset, text: str = "") -> TopicAnswer:
    """The topics that `text` is about, the best first; all of them for no text.

    Raises DatasetError as reading does.
    """
    index = open_index(dataset)
    asked = read_query(text, index.analyser)
    found = (
        index.finder.of_query(asked, most=5) if asked.units else tuple(TopicMatch(t, 1.0) for t in topics())
    )
    numbers = {match.topic.question for match in found}
    counted: Counter[tuple[str, str, str, str]] = Counter()
    for (edition, number, wording, theme), reports in _worded_questions(dataset).items():
        bound = index.finder.of_text(wording, theme)
        if bound and bound[0].topic.question in numbers:
            counted[edition, number, wording, bound[0].topic.question] += reports
    return TopicAnswer(
        query=asked.text,
        expanded=asked.expansion.synonyms,
        topics=found,
        questions=tuple(EditionQuestion(*key, count) for key, count in sorted(counted.items())),
        suggestions=nearest_words(index, asked),
        nearest_topics=() if found else nearest_topics(asked.text),
    )


def _worded_questions(dataset: Dataset) -> Mapping[tuple[str, str, str, str | None], int]:
    """The questions of other editions than that of the topics as printed, and how many reports score them.

    The keys are edition, number, wording and the theme of the area.
    """
    return dataset.derived("worded questions", lambda: _count_wordings(dataset))


def _count_wordings(dataset: Dataset) -> Mapping[tuple[str, str, str, str | None], int]:
    editions = dict(dataset.columns("reports", "report_id", "edition"))
    themes = {
        (report_id, area): theme
        for report_id, area, theme in dataset.columns("area_scores", "report_id", "area", "theme")
    }
    return Counter(
        (edition, number, wording, themes.get((report_id, area)))
        for report_id, area, number, wording in dataset.columns(
            "question_scores", "report_id", "area", "question", "text"
        )
        if (edition := editions.get(report_id)) is not None and edition != TOPIC_EDITION
    )

"""Which questions of the framework a word belongs to, in every edition that the dataset has."""

from __future__ import annotations

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
    editions = {r["report_id"]: r["edition"] for r in dataset.rows("reports", ("report_id", "edition"))}
    themes = {
        (a["report_id"], a["area"]): a["theme"]
        for a in dataset.rows("area_scores", ("report_id", "area", "theme"))
    }
    counted: dict[tuple[str, str, str, str], int] = {}
    for row in dataset.rows("question_scores", ("report_id", "area", "question", "text")):
        edition = editions.get(row["report_id"])
        if edition is None or edition == TOPIC_EDITION:
            continue
        bound = index.finder.of_text(row["text"], themes.get((row["report_id"], row["area"])))
        if bound and bound[0].topic.question in numbers:
            key = (edition, row["question"], row["text"], bound[0].topic.question)
            counted[key] = counted.get(key, 0) + 1
    return TopicAnswer(
        query=asked.text,
        expanded=asked.expansion.synonyms,
        topics=found,
        questions=tuple(EditionQuestion(*key, count) for key, count in sorted(counted.items())),
        suggestions=nearest_words(index, asked),
        nearest_topics=() if found else nearest_topics(asked.text),
    )

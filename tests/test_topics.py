"""Topics: words to the framework's questions, in every edition."""

from __future__ import annotations

import pytest

from corpus.dataset import Dataset
from corpus.searching.topic_finder import TopicFinder
from corpus.searching.topic_search import find_topics
from corpus.searching.topics import topics
from corpus.words.analysis import Analyser
from tests.fictional_dataset import fictional_reports, write_dataset


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return write_dataset(tmp_path_factory.mktemp("topics") / "dataset", fictional_reports())


@pytest.fixture(scope="module")
def finder() -> TopicFinder:
    return TopicFinder(Analyser())


def test_the_topics_are_the_questions_of_2010() -> None:
    assert len(topics()) == 45


def test_every_question_is_its_own_first_topic(finder: TopicFinder) -> None:
    missed = [t.question for t in topics() if finder.of_text(t.text, t.theme)[0].topic.question != t.question]
    assert missed == []


@pytest.mark.parametrize(
    ("words", "question"),
    [
        ("klagomål", "2.6"),
        ("Hur tas brukarnas synpunkter emot?", "2.6"),
        ("intern lönebildning", "6.4"),
        ("mutor", "1.5"),
        ("samarbete med föreningar", "8.2"),
        ("e-tjänster", "2.3"),
    ],
)
def test_words_find_their_question(finder: TopicFinder, words: str, question: str) -> None:
    assert question in [match.topic.question for match in finder.of_text(words)]


def test_words_about_nothing_have_no_topic(finder: TopicFinder) -> None:
    assert finder.of_text("zzqqx") == ()


def test_questions_of_other_editions_are_bound_to_the_topic(dataset: Dataset) -> None:
    answer = find_topics(dataset, "medborgardialog")
    assert [(q.edition, q.question, q.topic) for q in answer.questions] == [("2016", "1.4", "1.4")]


def test_no_words_give_all_topics(dataset: Dataset) -> None:
    assert len(find_topics(dataset).topics) == 45

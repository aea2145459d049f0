"""How an edition words the questions of the framework."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from corpus.dataset import Dataset
from corpus.searching.filters import FilterError, Filters
from corpus.searching.topics import TOPIC_EDITION
from schemas.editions import edition as framework_edition


def question_wording(dataset: Dataset, filters: Filters) -> str:
    """The wording of the question in `filters`, of its edition or, without one, of edition 2010.

    Raises FilterError where there is no such question.
    """
    edition, number = filters.edition or TOPIC_EDITION, filters.question or ""
    known = framework_edition(edition).questions().get(number)
    if known is not None:
        return known.text
    wording = _printed_wordings(dataset).get((edition, number))
    if wording is None:
        raise FilterError(
            f"Edition {edition} has no question {number[:20]} that is known. Write it as in 2.3."
        )
    return wording


def edition_questions(dataset: Dataset, edition: str) -> Mapping[str, str]:
    """The questions of an edition by number, in order, each in the edition's wording.

    The framework's own where it is known, else the most common one in the dataset's reports.
    """
    known = framework_edition(edition).questions()
    if known:
        return {number: question.text for number, question in known.items()}
    printed = {n: text for (e, n), text in _printed_wordings(dataset).items() if e == edition}
    return dict(sorted(printed.items(), key=lambda item: _in_order(item[0])))


def _in_order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".") if part.isdigit())


def _printed_wordings(dataset: Dataset) -> Mapping[tuple[str, str], str]:
    """Edition and number to the wording that most of the edition's reports print."""
    return dataset.derived("printed wordings", lambda: _most_common_wordings(dataset))


def _most_common_wordings(dataset: Dataset) -> Mapping[tuple[str, str], str]:
    editions = dict(dataset.columns("reports", "report_id", "edition"))
    counted: dict[tuple[str, str], Counter[str]] = {}
    for report_id, number, text in dataset.columns("question_scores", "report_id", "question", "text"):
        edition = editions.get(report_id)
        if edition is not None:
            counted.setdefault((edition, number), Counter())[text] += 1
    return {key: wordings.most_common(1)[0][0] for key, wordings in counted.items()}

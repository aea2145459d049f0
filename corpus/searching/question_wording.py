"""How an edition words a question of the framework."""

from __future__ import annotations

from collections import Counter

from corpus.dataset import Dataset
from corpus.searching.filters import FilterError, Filters
from corpus.searching.topics import TOPIC_EDITION
from schemas.editions import edition as framework_edition


def question_wording(dataset: Dataset, filters: Filters) -> str:
    """The wording of the question in `filters`, of its edition or, without one, of edition 2010.

    The framework's own wording where it is known, else the most common one in the dataset's
    reports of that edition. Raises FilterError where there is no such question.
    """
    edition, number = filters.edition or TOPIC_EDITION, filters.question or ""
    known = framework_edition(edition).questions().get(number)
    if known is not None:
        return known.text
    reports = {
        r["report_id"] for r in dataset.rows("reports", ("report_id", "edition")) if r["edition"] == edition
    }
    rows = dataset.rows("question_scores", ("report_id", "question", "text"))
    found: Counter[str] = Counter(
        r["text"] for r in rows if r["question"] == number and r["report_id"] in reports
    )
    if not found:
        raise FilterError(
            f"Edition {edition} has no question {number[:20]} that is known. Write it as in 2.3."
        )
    wording, _ = found.most_common(1)[0]
    return wording

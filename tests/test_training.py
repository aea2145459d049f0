"""What the classifiers learn from which sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from extractors.language.evaluation import LabelledSentence
from extractors.language.marked_sentence import EMPTY, mark
from schemas.municipalities import by_printed_name

if TYPE_CHECKING:
    from extractors.language.classifier import LinearModel

pytest.importorskip("sklearn")

ALIKE, TOLD_OTHERWISE = {"cues": {"gott exempel"}}, {"cues": {"har"}}


def learnt_from(rows: list[tuple[str, bool, bool]]) -> LinearModel:
    """A classifier that learnt from rows of a feature, its answer and whether its text is like reports."""
    from extractors.language.linear_training import Examples, fit_linear

    sentence = labelled("Planen är känd.")
    learnt = Examples(
        [sentence] * len(rows),
        [{"cues": {feature}} for feature, _, _ in rows],
        [answer for _, answer, _ in rows],
        [like_reports for _, _, like_reports in rows],
    )
    return fit_linear(learnt, np.arange(len(rows)), 4.0, 0.5)


def labelled(text: str) -> LabelledSentence:
    evaluated = by_printed_name("Sagoberga")
    relations = {m.name: "model" for _, m in mark(text).names}
    return LabelledSentence(evaluated, text, mark(text), EMPTY, EMPTY, False, relations)


def test_texts_like_reports_correct_what_the_many_others_say() -> None:
    others = [("gott exempel", True, False), ("har", True, False), ("saknas", False, False)] * 40
    like_reports = [("gott exempel", True, True), ("har", False, True)] * 6
    model = learnt_from([*others, *like_reports])
    assert model.log_odds(ALIKE) > 1.0
    assert model.log_odds(TOLD_OTHERWISE) < 0.0
    assert learnt_from([*others, *((f, a, False) for f, a, _ in like_reports)]).log_odds(TOLD_OTHERWISE) > 1.0


def test_what_they_do_not_tell_of_is_learnt_from_the_others() -> None:
    others = [("gott exempel", True, False), ("saknas", False, False)] * 40
    model = learnt_from([*others, *[("har", False, True), ("visar vägen", True, True)] * 6])
    assert model.log_odds({"cues": {"gott exempel"}}) > 1.0
    assert model.log_odds({"cues": {"saknas"}}) < -1.0


def test_lists_in_texts_like_reports_are_read_three_times_in_order() -> None:
    pytest.importorskip("jax")
    from extractors.language.training import examples

    usual, like_reports = labelled("Låtsele har en plan."), labelled("Lär gärna av Låtsele.")
    learnt = examples([usual, like_reports], like_reports=[like_reports])
    assert [len(s.about([usual]).words) for s in (learnt.lists, learnt.wholes)] == [1, 1]
    assert [len(s.about([like_reports]).answers) for s in (learnt.lists, learnt.wholes)] == [3, 3]

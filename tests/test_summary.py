"""Each pattern of the summary finds its examples and passes over the others."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from extractors.title_page.summary import evaluation_number, stated_total

PATTERNS = yaml.safe_load(
    files("extractors.title_page").joinpath("summary_patterns.yaml").read_text(encoding="utf-8")
)


def examples(section: str, kind: str) -> list[Any]:
    return [text for entry in PATTERNS[section] for text in entry[kind]]


@pytest.mark.parametrize("text", examples("evaluation_number", "finds"))
def test_a_sentence_that_counts_evaluations_gives_a_number(text: str) -> None:
    assert evaluation_number([text]) is not None


@pytest.mark.parametrize("text", examples("evaluation_number", "passes"))
def test_a_sentence_about_something_else_gives_no_number(text: str) -> None:
    assert evaluation_number([text]) is None


@pytest.mark.parametrize("text", examples("stated_total", "finds"))
def test_a_sentence_that_states_the_total_gives_it(text: str) -> None:
    assert stated_total([text]) is not None


@pytest.mark.parametrize("text", examples("stated_total", "passes"))
def test_a_sentence_with_other_points_gives_no_total(text: str) -> None:
    assert stated_total([text]) is None


def test_earlier_evaluations_are_counted_up_by_this_one() -> None:
    assert evaluation_number(["Kommunen har utvärderats två gånger tidigare."]) == 3


def test_when_the_first_evaluation_was_does_not_count_this_one() -> None:
    told = "Kommunen utvärderades första gången 2012.", "Rapporten redovisar den andra utvärderingen."
    assert evaluation_number(told) == 2


def test_of_several_evaluations_in_a_sentence_the_last_is_this_one() -> None:
    assert (
        evaluation_number(["Kommunen gjorde sin första utvärdering 2014 och nu sin andra utvärdering."]) == 2
    )

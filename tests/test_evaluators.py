"""The evaluators on a title page, however their lines break."""

from __future__ import annotations

import pytest

from extractors.layout.headings import measure_prose
from extractors.title_page.evaluators import evaluator_lines, read_evaluators
from extractors.title_page.title_page import part_title_page
from tests.page_builder import line


@pytest.mark.parametrize(
    ("rows", "evaluators"),
    [
        (("Utvärderare: Anna Ek och Bo Ask,", "SKR"), ("Anna Ek, SKR", "Bo Ask, SKR")),
        (
            ("Anna Ek, konsult och Bo Ask,", "Fabelstads kommun"),
            ("Anna Ek, konsult", "Bo Ask, Fabelstads kommun"),
        ),
        (("Anna Ek, SKR", "Fabelstads kommun"), ("Anna Ek, SKR",)),
    ],
)
def test_an_employer_may_stand_on_the_next_line(rows: tuple[str, ...], evaluators: tuple[str, ...]) -> None:
    parts = [line(100 + 12 * i, (50, text)) for i, text in enumerate(rows)]
    assert read_evaluators(parts[i] for i in evaluator_lines(parts)) == evaluators


def test_evaluators_that_fill_a_line_are_no_prose_yet() -> None:
    body = [
        line(300 + 12 * i, (50, "En rad prosa om hur kommunen arbetar med sina frågor"), page=2)
        for i in range(8)
    ]
    people = [
        line(100, (50, "Utvärderare: Anna Ek, senior konsult (SKR) och Bo Ask,")),
        line(112, (50, "Fabelstads kommun")),
        line(140, (50, "18 juni 2020")),
    ]
    title, rest = part_title_page(people, measure_prose([body]))
    assert (list(title), list(rest)) == (people, [])

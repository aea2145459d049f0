"""Numbers as Swedish reports print them."""

from __future__ import annotations

import pytest

from extractors.layout.numbers import parse_number, parse_score


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("95 577", 95577),
        ("-58", -58),
        ("1 946,5", 1946.5),
        ("51 %", 51),
        ("51%", 51),
        ("9.577", 9577),
        ("tre", None),
    ],
)
def test_numbers_are_read_with_thousands_decimals_and_percent(text: str, number: float | None) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "score"), [("12", 12), ("12,5", 12.5), ("7½", 7.5), ("80%", 80), ("80 %", 80), ("1.1.1", None)]
)
def test_scores_may_be_halves_and_percent(text: str, score: float | None) -> None:
    assert parse_score(text) == score

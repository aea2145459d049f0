"""Points in large figures beside a heading."""

from __future__ import annotations

import pytest

from extractors.layout.side_boxes import lines_in_order
from extractors.reading.pages import Page, Word
from tests.page_builder import words


def read(*placed: tuple[Word, ...]) -> list[str]:
    title = (
        *words(50, 80, "Styrning och kontroll", bold=True, size=18),
        *words(50, 110, "Rubrik", bold=True),
    )
    page = Page(1, 420, 595, (*title, *(w for part in placed for w in part)))
    return [line.text for line in lines_in_order(page, lambda line: False).lines]


@pytest.mark.parametrize(
    ("said", "points"),
    [
        ([(100, "poäng av 100")], "61 poäng av 100"),
        ([(58, "Poäng"), (100, "(100)")], "Poäng 61 (100)"),
    ],
)
def test_figures_and_their_words_follow_the_heading_beside_them(
    said: list[tuple[float, str]], points: str
) -> None:
    parts = [words(330, top, text, size=8) for top, text in said]
    assert read(words(330, 70, "61", size=30), *parts) == ["Styrning och kontroll", points, "Rubrik"]


def test_a_large_number_that_says_nothing_stays_in_its_line() -> None:
    assert read(words(330, 78, "61", size=20))[0] == "Styrning och kontroll 61"

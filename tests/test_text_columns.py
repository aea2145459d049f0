"""Prose in two columns is read column by column."""

from __future__ import annotations

import pytest

from extractors.layout.text_columns import in_reading_order
from extractors.reading.pages import Word
from tests.page_builder import words

LEFT = "Vänster spalt rad {} om hur kommunen styrs"
RIGHT = "Höger spalt rad {} om vad som kan göras nu"


def page(shift: float, *, table: bool) -> list[Word]:
    """A page of two columns, the right one lower by `shift` points, over a table that is parted elsewhere."""
    placed: list[Word] = []
    for i in range(12):
        placed += words(50, 50 + 12 * i, LEFT.format(i))
        placed += words(290, 50 + shift + 12 * i, RIGHT.format(i))
    if table:
        for i in range(8):
            placed += words(50, 260 + 12 * i, "En cell")
            placed += words(150, 260 + 12 * i, "En annan cell som går över mitten av sidan")
    return placed


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("shift", [0.0, 3.0, 6.0])
def test_columns_are_told_by_their_gap_whatever_stands_below(shift: float, table: bool) -> None:
    lines = [line.text for line in in_reading_order(1, page(shift, table=table), lambda line: False)]
    assert lines[:24] == [LEFT.format(i) for i in range(12)] + [RIGHT.format(i) for i in range(12)]

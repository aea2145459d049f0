"""Prose in two columns is read column by column."""

from __future__ import annotations

import pytest

from extractors.layout.lines import Line
from extractors.layout.reading_order import read_in_order
from extractors.layout.text_columns import in_reading_order
from extractors.reading.pages import Page, Word
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
    lines = [line.text for line in in_reading_order(1, page(shift, table=table), lambda line: False).lines]
    assert lines[:24] == [LEFT.format(i) for i in range(12)] + [RIGHT.format(i) for i in range(12)]


def columns(left: list[str], right: list[str], top: float = 50) -> list[Word]:
    rows = [(50.0, i, text) for i, text in enumerate(left)] + [
        (290.0, i, text) for i, text in enumerate(right)
    ]
    return [word for x0, i, text in rows for word in words(x0, top + 12 * i, text)]


def prose(name: str, count: int) -> list[str]:
    return [f"{name} spalt rad {i} om hur kommunen styrs" for i in range(count)]


def order(placed: list[Word], headings: tuple[str, ...] = ()) -> list[str]:
    return [line.text for line in in_reading_order(1, placed, lambda line: line.text in headings).lines]


def test_a_table_with_a_wider_gap_elsewhere_leaves_prose_its_columns() -> None:
    left, right = prose("Vänster", 8), prose("Höger", 8)
    table = [w for i in range(14) for x0 in (50, 330) for w in words(x0, 200 + 12 * i, "Kort cell")]
    assert order(columns(left, right) + table)[:16] == left + right


def test_the_heading_of_a_list_below_both_columns_ends_them() -> None:
    left, right = prose("Vänster", 8), prose("Höger", 6)
    below = [*words(50, 146, "Styrkor"), *words(50, 158, "– Tydliga mål")]
    assert order(columns(left, right) + below, ("Styrkor",)) == [*left, *right, "Styrkor", "– Tydliga mål"]


def test_a_sentence_that_goes_on_in_the_right_column_ends_the_left_one() -> None:
    left = [*prose("Vänster", 7), "och den som börjar här fortsätter till"]
    right = ["andra spalten, där den också tar slut.", *prose("Höger", 7)]
    below = [*words(50, 164, "Det som börjar nedanför spalterna rör"), *words(50, 176, "alla områden.")]
    assert order([*columns(left, right), *below])[8] == right[0]


def test_it_goes_on_from_a_sentence_and_not_from_a_heading_above_it() -> None:
    left = [*prose("Vänster", 7), "Där slutar ett stycke."]
    right = ["tar slut i andra spalten.", *prose("Höger", 8)]
    heading = words(50, 158, "Ett nytt avsnitt", bold=True)
    below = words(50, 178, "Den mening som börjar här")
    placed = [*columns(left, right), *heading, *below]
    assert order(placed)[8:11] == ["Ett nytt avsnitt", "Den mening som börjar här", right[0]]


def test_a_longer_left_column_keeps_its_paragraphs_and_not_the_heading_below() -> None:
    left, right = prose("Vänster", 8), prose("Höger", 8)
    paragraph = ["Det här stycket hör till vänster spalt", "och slutar i den med en mening i taget."]
    below = [w for i, text in enumerate(paragraph) for w in words(50, 155 + 12 * i, text)]
    heading = words(50, 190, "Sammanfattning")
    expected = [*left, *paragraph, *right, "Sammanfattning"]
    assert order([*columns(left, right), *below, *heading]) == expected


def test_a_few_lines_stand_in_the_columns_of_other_pages() -> None:
    left, right = prose("Vänster", 8), prose("Höger", 8)
    short = [*columns(left[:2], right[:2]), *words(50, 90, "Sammanfattning")]

    def read(*pages: list[Word]) -> list[list[str]]:
        made = [Page(i, 595, 842, tuple(placed)) for i, placed in enumerate(pages, start=1)]
        return [[line.text for line in lines] for lines in read_in_order(made, _nothing)]

    whole = columns(left, right)
    assert read(whole, whole, short)[2] == [*left[:2], *right[:2], "Sammanfattning"]
    assert read(short)[0][0] == f"{left[0]} {right[0]}"


def _nothing(line: Line) -> bool:
    return False


def test_a_column_may_begin_with_an_indented_paragraph() -> None:
    """A short block at its top, above the heading that leaves a strip white across both columns."""
    left = columns(["Rubrik i vänster spalt", *prose("Vänster", 3)], [])
    right = [
        *words(302, 50, "Ett nytt stycke börjar här i den"),
        *columns([], prose("Höger", 3), 62),
    ]
    below = columns(prose("Vänster", 8), prose("Höger", 8), 110)
    lines = order([*left, *right, *below])
    assert lines == [
        "Rubrik i vänster spalt",
        *prose("Vänster", 3),
        *prose("Vänster", 8),
        "Ett nytt stycke börjar här i den",
        *prose("Höger", 3),
        *prose("Höger", 8),
    ]

"""Boxes at the side of a page are read whole, apart from the prose that runs around them."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layout.side_boxes import lines_in_order
from extractors.reading.pages import Page, Rule, Shape, Word
from tests.page_builder import words

HEADING = "Område 1"
BESIDE = [f"Rad {i} av texten bredvid" for i in range(4)]
BELOW = [f"Rad {i} av texten under rutan som går över hela sidans bredd" for i in range(3)]
INSIDE = ["Resultat", "45 av 100"]


FRAME = (
    Rule(300, 98, 400, 98),
    Rule(300, 146, 400, 146),
    Rule(300, 98, 300, 146),
    Rule(400, 98, 400, 146),
)


def read(
    *shapes: Shape, rules: tuple[Rule, ...] = (), first: float = 103, inside: Sequence[str] = INSIDE
) -> list[str]:
    """The lines of a page with a box from (300, 98) to (400, 146), whose text begins at height `first`."""
    placed: list[Word] = [*words(50, 80, HEADING, bold=True, size=14)]
    for rows, top in ((BESIDE, 100.0), (BELOW, 148.0)):
        for i, text in enumerate(rows):
            placed += words(50, top + 12 * i, text)
    pitch = 14 if len(inside) < 4 else 10
    for i, text in enumerate(inside):
        placed += words(310, first + pitch * i, text, size=9.0 if pitch == 10 else 10.0)
    page = Page(1, 420, 595, tuple(placed), rules=rules, shapes=shapes)
    return [line.text for line in lines_in_order(page, lambda line: False).lines]


def test_a_box_is_read_before_the_text_beside_it() -> None:
    assert read(Shape(300, 98, 400, 146)) == [HEADING, *INSIDE, *BESIDE, *BELOW]


def test_shading_drawn_line_by_line_or_below_each_other_is_a_table() -> None:
    assert read(Shape(300, 98, 400, 122), Shape(300, 122, 400, 146))[1] != INSIDE[0]


def test_texts_on_one_baseline_stand_in_cells_of_one_row() -> None:
    assert read(Shape(300, 98, 400, 146), first=100)[1] == f"{BESIDE[0]} {INSIDE[0]}"


def test_a_framed_box_is_read_as_a_tinted_one() -> None:
    assert read(rules=FRAME) == [HEADING, *INSIDE, *BESIDE, *BELOW]


def test_cells_of_a_ruled_table_are_no_boxes() -> None:
    assert read(rules=(*FRAME, Rule(45, 98, 45, 146)))[1] != INSIDE[0]


def test_a_box_may_happen_to_begin_on_a_line_of_the_text() -> None:
    inside = ["Poäng", "45 av 100", "Styrkor", "Mål"]
    assert read(Shape(300, 98, 400, 146), first=101, inside=inside) == [HEADING, *inside, *BESIDE, *BELOW]


def test_an_area_with_text_on_both_sides_is_a_column() -> None:
    assert read(Shape(60, 98, 122, 146))[1] == f"{BESIDE[0]} {INSIDE[0]}"

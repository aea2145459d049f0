"""Boxes at the side of a page are read whole, apart from the prose that runs around them."""

from __future__ import annotations

from extractors.layout.side_boxes import lines_in_order
from extractors.reading.pages import Page, Shape, Word
from tests.page_builder import words

HEADING = "Område 1"
BESIDE = [f"Rad {i} av texten bredvid" for i in range(4)]
BELOW = [f"Rad {i} av texten under rutan som går över hela sidans bredd" for i in range(3)]
INSIDE = ["Resultat", "45 av 100"]


def read(*shapes: Shape, first: float = 103) -> list[str]:
    """The lines of a page with a box from (300, 98) to (400, 146), whose text begins at height `first`."""
    placed: list[Word] = [*words(50, 80, HEADING, bold=True, size=14)]
    for rows, top in ((BESIDE, 100.0), (BELOW, 148.0)):
        for i, text in enumerate(rows):
            placed += words(50, top + 12 * i, text)
    for i, text in enumerate(INSIDE):
        placed += words(310, first + 14 * i, text)
    page = Page(1, 420, 595, tuple(placed), shapes=shapes)
    return [line.text for line in lines_in_order(page, lambda line: False).lines]


def test_a_box_is_read_before_the_text_beside_it() -> None:
    assert read(Shape(300, 98, 400, 146)) == [HEADING, *INSIDE, *BESIDE, *BELOW]


def test_shading_drawn_line_by_line_or_below_each_other_is_a_table() -> None:
    assert read(Shape(300, 98, 400, 122), Shape(300, 122, 400, 146))[1] != INSIDE[0]


def test_texts_on_one_baseline_stand_in_cells_of_one_row() -> None:
    assert read(Shape(300, 98, 400, 146), first=100)[1] == f"{BESIDE[0]} {INSIDE[0]}"

"""The head of an area: its points and topics, in a table or in words."""

from __future__ import annotations

import pytest

from extractors.area_heads import AreaHead, read_area_head
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from tests.page_builder import line

PROSE = "En rad prosa om hur kommunen arbetar med sina frågor i vardagen och med helheten"
HEADER = line(0, (50, "Rubriker"), (300, "Poäng"))


def read(*lines: Line) -> AreaHead:
    after = [line(300 + 12 * i, (50, PROSE)) for i in range(8)]
    return read_area_head([], [*lines, *after], measure_prose([after]))


@pytest.mark.parametrize(
    "rows", [("Poäng: 51 av 100",), ("Poäng: 51", "av 100"), ("51 poäng av", "100 möjliga.")]
)
def test_points_in_words_may_wrap(rows: tuple[str, ...]) -> None:
    head = read(*(line(12 * i, (300, text)) for i, text in enumerate(rows)))
    assert (head.achieved, head.max, len(head.lines)) == (51, 100, len(rows))


def test_the_line_below_the_points_is_not_theirs() -> None:
    head = read(line(0, (50, "Poäng: 51 av 100")), line(12, (50, "Max 3 av 4 nämnder deltog.")))
    assert (head.achieved, head.max, len(head.lines)) == (51, 100, 1)


def test_topics_may_have_dashes_for_bullets() -> None:
    rows = (
        line(12, (50, "– Visioner och"), (300, "64")),
        line(24, (60, "mål")),
        line(36, (50, "– Dialog")),
    )
    head = read(HEADER, *rows, line(52, (50, "Allmänt")))
    assert (head.achieved, head.topics, len(head.lines)) == (64, ("Visioner och mål", "Dialog"), 4)


def test_topics_without_bullets_end_above_what_stands_far_below() -> None:
    rows = (line(16, (50, "Visioner"), (300, "64")), line(32, (50, "Dialog")))
    head = read(HEADER, *rows, line(70, (50, "Inledning")))
    assert (head.topics, len(head.lines)) == (("Visioner", "Dialog"), 3)


def test_topics_in_cells_end_at_a_line_on_the_next_page_that_is_in_none() -> None:
    header = line(0, (57, "Rubriker"), (300, "Poäng"))
    rows = (line(16, (57, "Visioner"), (300, "64")), line(32, (57, "Dialog")))
    head = read(header, *rows, line(0, (50, "Inledning"), page=2))
    assert (head.topics, len(head.lines)) == (("Visioner", "Dialog"), 3)


def test_topics_in_the_middle_of_their_cell_begin_anywhere() -> None:
    header = line(0, (100, "Rubriker"), (300, "Poäng"))
    rows = (line(16, (104, "Visioner"), (300, "64")), line(32, (80, "Dialog med medborgarna")))
    head = read(header, *rows, line(70, (50, "Inledning")))
    assert (head.topics, len(head.lines)) == (("Visioner", "Dialog med medborgarna"), 3)


def test_a_header_repeated_on_the_next_page_is_no_topic() -> None:
    repeated = line(0, (50, "Rubriker"), (300, "Poäng"), page=2)
    first, second = line(700, (50, "Visioner"), (300, "64")), line(14, (50, "Dialog"), page=2)
    head = read(HEADER, first, repeated, second, line(40, (50, "Allmänt"), bold=True, page=2))
    assert (head.achieved, head.topics) == (64, ("Visioner", "Dialog"))


def test_a_paragraph_that_speaks_of_points_alone_is_the_head() -> None:
    said = line(0, (50, "Resultat: 51 poäng av 100. Medelvärdet för de utvärderade är 47 poäng."))
    assert (read(said).achieved, len(read(said).lines)) == (51, 1)


def test_of_the_points_of_several_years_the_last_are_the_reports() -> None:
    labels = line(
        0, (50, "Poäng 2013"), (150, "Poäng 2017"), (250, "Max"), (330, "Snitt i landet"), bold=True
    )
    head = read(labels, line(14, (50, "56"), (150, "51"), (250, "100"), (330, "47")))
    assert (head.achieved, head.max, len(head.lines)) == (51, 100, 2)


@pytest.mark.parametrize(
    ("heading", "points"),
    [
        ("1. Offentlighet och demokrati (43 p)", (43, None)),
        ("Område 1: Offentlighet och demokrati – 43,5 poäng av 100 möjliga", (43.5, 100)),
        ("Offentlighet och demokrati 43/100", (43, 100)),
        ("Offentlighet och demokrati, 43 poäng (max 100)", (43, 100)),
        ("Offentlighet och demokrati 43 p. av 100 p.", (43, 100)),
        ("Offentlighet och demokrati [43 av maximalt 100]", (43, 100)),
        ("Offentlighet och demokrati 2013", (None, None)),
        ("Område 1", (None, None)),
    ],
)
def test_points_after_the_title_count_where_none_stand_below(
    heading: str, points: tuple[float | None, float | None]
) -> None:
    after = [line(60 + 12 * i, (50, "En rad med prosa som går över hela sidans bredd")) for i in range(5)]
    head = read_area_head([line(20, (50, heading), bold=True)], after, measure_prose([after]))
    assert (head.achieved, head.max) == points
    assert head.lines == ()

"""Means of other municipalities that a summary prints beside an area's points."""

from __future__ import annotations

from extractors.layout.lines import Line
from extractors.scores.reference_means import find_reference_means
from tests.page_builder import line

TITLES = {
    1: "Samspel mellan förtroendevalda och medborgare",
    2: "Samhällsutveckling",
    3: "Styrning och kontroll",
}
POINTS = {1: 45.0, 2: 39.0, 3: 46.0}


def means(*lines: Line) -> dict[int, float]:
    return find_reference_means(lines, POINTS, TITLES)


def test_a_row_holds_the_points_and_the_mean() -> None:
    rows = [
        line(20 * area, (50, f"{area} {title}"), (380, f"{POINTS[area]:.0f}"), (420, "64"))
        for area, title in TITLES.items()
    ]
    assert means(*rows) == {1: 64.0, 2: 64.0, 3: 64.0}


def test_a_title_may_wrap_beside_its_numbers() -> None:
    rows = [
        line(20, (50, "1 Samspel mellan förtroendevalda och"), (380, "45"), (420, "64")),
        line(31, (50, "medborgare")),
        line(50, (50, "2 Samhällsutveckling"), (380, "39"), (420, "61")),
        line(70, (50, "3 Styrning och kontroll"), (380, "46"), (420, "62")),
    ]
    assert means(*rows) == {1: 64.0, 2: 61.0, 3: 62.0}


def test_the_numbers_of_two_bars_stand_beside_both_lines_of_a_label() -> None:
    rows = [
        line(16, (50, "Samspel mellan förtroendevalda och med-")),
        line(18, (380, "45")),
        line(27, (50, "borgare")),
        line(29, (360, "64")),
        line(47, (370, "39")),
        line(51, (50, "Samhällsutveckling")),
        line(56, (400, "61")),
        line(75, (370, "46")),
        line(79, (50, "Styrning och kontroll")),
        line(84, (400, "62")),
    ]
    assert means(*rows) == {1: 64.0, 2: 61.0, 3: 62.0}

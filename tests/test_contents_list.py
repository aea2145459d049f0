"""The contents list is told from other lines with dots."""

from __future__ import annotations

import pytest

from extractors.layout.contents_list import without_contents_list
from tests.page_builder import line

ENTRIES = [line(14 * i, (50, f"{i} Kapitel om något ...........{i + 2}")) for i in (1, 2, 3)]
POINTS = [line(14 * i, (50, f"1.{i} Hur sker insyn? ......... {i},5 (10)")) for i in (1, 2, 3)]


def test_entries_without_a_title_are_the_contents() -> None:
    after = line(100, (50, "Prosa som följer"))
    assert without_contents_list([[*ENTRIES, after]]) == [[after]]


def test_dots_that_lead_to_points_are_no_contents() -> None:
    assert without_contents_list([POINTS]) == [POINTS]


@pytest.mark.parametrize("points", [("4 / 15", "20 / 25", "4 / 20"), ("12", "4", "16")])
def test_dots_may_lead_to_points_instead(points: tuple[str, ...]) -> None:
    lines = [
        line(20 + 12 * i, (50, f"1.{i + 1} En fråga om det {'.' * 20} {p}")) for i, p in enumerate(points)
    ]
    assert without_contents_list([lines]) == [lines]

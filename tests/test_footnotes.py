"""Footnotes and their marks are no prose."""

from __future__ import annotations

import pytest

from extractors.layout.footnotes import without_footnotes
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from tests.page_builder import line

BODY = [line(12 * i, (50, "En rad prosa om hur kommunen arbetar")) for i in range(6)]
PROSE = measure_prose([BODY])


def texts(*lines: Line) -> list[str]:
    return [each.text for each in without_footnotes([*BODY, *lines], PROSE)[len(BODY) :]]


@pytest.mark.parametrize(
    ("marked", "note"),
    [("frågan.2", "2 Enligt enkäten."), ("frågan2.", "2Enligt enkäten."), ("frågan*", "* Se s. 4")],
)
def test_a_note_goes_with_its_mark(marked: str, note: str) -> None:
    said = line(80, (50, f"Så löstes {marked}"))
    below = line(712, (50, "som gjordes 2012"), size=8)
    bare = marked.replace("2", "").replace("*", "")
    assert texts(said, line(700, (50, note), size=8), below) == [f"Så löstes {bare}"]


def test_small_print_that_nothing_refers_to_stays() -> None:
    rows = [line(700, (50, "1 Offentlighet och demokrati"), size=8), line(712, (50, "2 Styrning"), size=8)]
    assert texts(*rows) == [row.text for row in rows]


def test_a_number_in_the_size_of_the_prose_is_no_note() -> None:
    rows = [line(80, (50, "Så löstes frågan.2")), line(700, (50, "2 Enligt enkäten"))]
    assert texts(*rows) == [row.text for row in rows]

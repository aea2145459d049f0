"""Headings in a margin beside the prose."""

from __future__ import annotations

from extractors.layout.lines import Line
from extractors.layout.margin_headings import with_margin_headings
from extractors.reading.pages import Word
from tests.page_builder import words

MARGIN, TEXT = 50, 150


def both(top: float, margin: str, text: str) -> Line:
    heading: tuple[Word, ...] = words(MARGIN, top, margin, bold=True) if margin else ()
    return Line.of(1, (*heading, *words(TEXT, top, text)))


SECTIONS = [
    (
        both(100 * i, f"Rubrik {i} i", "Första raden av text som står bredvid"),
        both(100 * i + 12, "två rader", "den andra raden av text om samma sak"),
        *(both(100 * i + top, "", "och ännu en rad text i stycket här") for top in (24, 36, 48)),
    )
    for i in range(1, 7)
]


def test_headings_in_the_margin_come_before_the_prose_beside_them() -> None:
    (lines,) = with_margin_headings([tuple(line for section in SECTIONS for line in section)])
    assert [line.text for line in lines][:5] == [
        "Rubrik 1 i",
        "två rader",
        "Första raden av text som står bredvid",
        "den andra raden av text om samma sak",
        "och ännu en rad text i stycket här",
    ]
    assert len(lines) == 7 * len(SECTIONS)


def test_bold_labels_beside_values_are_no_headings_where_prose_begins_at_the_left() -> None:
    table = tuple(both(12 * i, "Etikett", "Ett värde som är en rad text") for i in range(8))
    prose = tuple(
        Line.of(1, words(MARGIN, 200 + 12 * i, "En rad prosa från vänsterkanten på sidan")) for i in range(9)
    )
    assert with_margin_headings([table + prose]) == [table + prose]

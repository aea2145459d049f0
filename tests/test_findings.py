"""Findings: how their tables are set, and where one item ends."""

from __future__ import annotations

import pytest

from extractors.finding_headers import read_finding_header
from extractors.finding_tables import find_finding_tables
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from extractors.reading.pages import Page, Rule, Shape
from tests.page_builder import line

PROSE = [
    line(12 * i, (50, "En rad prosa om hur kommunen arbetar med sina frågor i vardagen")) for i in range(8)
]
COLUMNS = (50, 200, 350)
HEADINGS = ("Styrkor", "Delvis på plats", "Förbättringsområden")
LEFT, MIDDLE, RIGHT = COLUMNS


def row(top: float, *cells: str, page: int = 1, bold: bool = False) -> Line:
    placed = [(x, text) for x, text in zip(COLUMNS, cells, strict=False) if text]
    return line(top, *placed, page=page, bold=bold)


def findings(
    *lines: Line, rules: tuple[Rule, ...] = (), shapes: tuple[Shape, ...] = ()
) -> list[tuple[str, str]]:
    flow = [*PROSE, *lines]
    pages = {n: Page(n, 595, 842, (), rules=rules, shapes=shapes) for n in (1, 2)}
    tables = find_finding_tables(flow, 0, len(flow), pages, measure_prose([flow]), frozenset())
    return [(item.kind, item.placed.text) for table in tables for item in table.items]


HEADER = row(200, *HEADINGS, bold=True)


def test_headings_that_wrap_are_the_tables_own_beside_the_first_items() -> None:
    header = line(200, (LEFT, "Styrkor"), (MIDDLE, "Delvis på"), (RIGHT, "Förbättringsområden"), bold=True)
    first = line(212, (LEFT, "• Tydliga mål"), (MIDDLE, "plats"), (RIGHT, "• Fler jämförelser"))
    second = line(224, (MIDDLE, "• Uppföljning"))
    assert findings(header, first, second) == [
        ("strength", "Tydliga mål"),
        ("partial", "Uppföljning"),
        ("improvement", "Fler jämförelser"),
    ]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        ((("Styrkor", "Delvis på", "Brister"), ("", "plats", "")), 3),
        ((("Styrkor", "Delvis", "Brister"),), 3),
        ((("Positivt", "Finns, men kan", "Utvecklingsmöjlighete"), ("", "utvecklas", "r")), 3),
        ((("Styrkor", "Delvis på", "Förbättrings-"), ("", "plats", "områden")), 3),
        ((("Styrkor", "och svagheter"),), 0),
    ],
)
def test_words_of_a_header_may_break(lines: tuple[tuple[str, ...], ...], kinds: int) -> None:
    flow = [row(200 + 12 * i, *cells, bold=True) for i, cells in enumerate(lines)]
    header = read_finding_header(flow, 0)
    assert (len(header.cells) if header else 0) == kinds
    assert (header.lines if header else len(lines)) == len(lines)


def test_lines_of_a_header_may_stand_a_line_apart() -> None:
    flow = [
        row(200, "Det som", "Kan bli", "Förslag till"),
        row(219, "fungerar bra", "bättre", "förbättringar"),
    ]
    header = read_finding_header(flow, 0)
    assert header is not None
    assert ([c.kind for c in header.cells], header.lines) == (["strength", "partial", "improvement"], 2)


def test_findings_stand_beside_their_headings() -> None:
    """One row of the table for each kind; a heading may wrap and its list go on over the page."""
    lines = [
        line(200, (LEFT, "Styrkor"), (MIDDLE, "• Tydliga mål")),
        line(212, (MIDDLE, "• Uppföljning som når")),
        line(224, (MIDDLE + 10, "alla nämnder")),
        line(240, (LEFT, "Finns, men kan"), (MIDDLE, "• Jämförelser")),
        line(252, (LEFT, "utvecklas"), (MIDDLE, "• Dialog")),
        line(40, (MIDDLE, "• Rutiner"), page=2),
        line(56, (LEFT, "Förbättringsområden"), (MIDDLE, "• Mätningar"), page=2),
        line(80, (LEFT, "Område 2 Samhällsutveckling"), page=2),
    ]
    assert findings(*lines) == [
        ("strength", "Tydliga mål"),
        ("strength", "Uppföljning som når alla nämnder"),
        ("partial", "Jämförelser"),
        ("partial", "Dialog"),
        ("partial", "Rutiner"),
        ("improvement", "Mätningar"),
    ]


def test_a_word_of_prose_before_a_wide_space_heads_nothing() -> None:
    assert findings(line(200, (LEFT, "Styrkor"), (MIDDLE, "finns enligt utvärderarna i arbetet"))) == []


def test_small_bold_headings_stand_over_lists() -> None:
    lines = [
        line(200, (50, "Styrkor"), bold=True, size=8.5),
        line(212, (50, "• Tydliga mål"), size=8.5),
        line(226, (50, "Förbättringsområden"), bold=True, size=8.5),
        line(238, (50, "• Fler jämförelser"), size=8.5),
    ]
    assert findings(*lines) == [("strength", "Tydliga mål"), ("improvement", "Fler jämförelser")]


STACKED = [row(212, "Uppföljning"), row(224, "Kolada och enkäter"), row(236, "Dialog")]


def test_shaded_rows_part_items() -> None:
    """Every other row is shaded; a marked word inside a row is not."""
    shaded = (Shape(40, 211, 500, 235), Shape(50, 236, 80, 246))
    expected = [("strength", "Uppföljning Kolada och enkäter"), ("strength", "Dialog")]
    assert findings(HEADER, *STACKED, shapes=shaded) == expected


def test_ruled_lines_part_items() -> None:
    expected = [("strength", "Uppföljning Kolada och enkäter"), ("strength", "Dialog")]
    assert findings(HEADER, *STACKED, rules=(Rule(45, 235, 500, 235),)) == expected


def test_a_row_that_ends_open_goes_on_though_a_capital_follows() -> None:
    lines = [row(212, "Redovisa målen, t.ex. i"), row(224, "Kolada"), row(236, "Dialog")]
    assert findings(HEADER, *lines) == [
        ("strength", "Redovisa målen, t.ex. i Kolada"),
        ("strength", "Dialog"),
    ]


def test_rows_without_space_between_them_part_items_beside_each_other() -> None:
    """Wider gaps stand below the shorter cells alone; the others are told by what begins beside them."""
    lines = [
        row(212, "Uppföljning som", "Rutiner", "Enkäter"),
        row(224, "når alla nämnder"),
        row(236, "dialog", "", "Mätningar som"),
        row(248, "", "", "alla får ta"),
        row(260, "", "", "del av varje år"),
        row(272, "Rutiner för", "Jämförelser", "Kolada"),
        row(284, "klagomål"),
    ]
    assert [text for kind, text in findings(HEADER, *lines) if kind == "strength"] == [
        "Uppföljning som når alla nämnder",
        "dialog",
        "Rutiner för klagomål",
    ]


@pytest.mark.parametrize(
    ("last", "first", "items"),
    [
        ("minskat från 7,5 till", "5,5 procent", ["minskat från 7,5 till 5,5 procent"]),
        ("Tydliga mål", "Uppföljning", ["Tydliga mål", "Uppföljning"]),
    ],
)
def test_an_item_goes_on_over_the_page_after_a_word_that_ends_none(
    last: str, first: str, items: list[str]
) -> None:
    lines = [row(688, "Etik i"), row(700, "vardagen"), row(720, last), row(40, first, page=2)]
    assert [text for _, text in findings(HEADER, *lines)] == ["Etik i vardagen", *items]


@pytest.mark.parametrize("counts", [("1.", "2."), ("a)", "b)"), ("(1)", "(2)")])
def test_numbers_and_letters_that_count_items_part_them(counts: tuple[str, str]) -> None:
    first, second = counts
    lines = [
        row(212, f"{first} Tydliga mål", "", f"{first} Fler än"),
        row(224, "för alla", "", "9. de mätta"),
        row(236, f"{second} Dialog"),
    ]
    assert findings(HEADER, *lines) == [
        ("strength", "Tydliga mål för alla"),
        ("strength", "Dialog"),
        ("improvement", "Fler än 9. de mätta"),
    ]


def test_a_heading_may_ask() -> None:
    lines = [
        row(200, "Vad fungerar bra?", "", "Vad kan bli bättre?", bold=True),
        row(212, "• Mål", "", "• Dialog"),
    ]
    assert findings(*lines) == [("strength", "Mål"), ("improvement", "Dialog")]


def test_columns_may_have_bullets_of_their_own() -> None:
    lines = [
        row(212, "+ Tydliga mål – från", "", "– Enkäter"),
        row(224, "ord till handling", "", "– Dialog"),
        row(236, "+ Kolada"),
    ]
    assert findings(HEADER, *lines) == [
        ("strength", "Tydliga mål – från ord till handling"),
        ("strength", "Kolada"),
        ("improvement", "Enkäter"),
        ("improvement", "Dialog"),
    ]

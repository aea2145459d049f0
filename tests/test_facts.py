"""Kortfakta in the forms that reports print it in."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from extractors.facts import find_facts
from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from extractors.reading.pages import Page, Shape
from tests.page_builder import line

HEADING = line(0, (50, "Kortfakta om Påhittnäs kommun"), bold=True, size=14)
FACTS = [("Folkmängd", "9 577"), ("Antal anställda", "ca 740"), ("Kommunal skattesats", "21,35 kr")]

TABLE = [line(30 + 20 * i, (50, label), (300, value)) for i, (label, value) in enumerate(FACTS)]
COLONS = [line(30 + 20 * i, (50, f"{label}: {value}")) for i, (label, value) in enumerate(FACTS)]
BELOW = [
    row
    for i, (label, value) in enumerate(FACTS)
    for row in (line(30 + 40 * i, (50, label), bold=True), line(42 + 40 * i, (50, value)))
]
BULLETS = [line(30 + 12 * i, (50, f"• {label}: {value}")) for i, (label, value) in enumerate(FACTS)]
RUN_IN = [
    Line.of(
        1,
        tuple(
            replace(w, bold=w.text in label.split())
            for w in line(30 + 12 * i, (50, f"{label} {value}")).words
        ),
    )
    for i, (label, value) in enumerate(FACTS)
]
PLAIN = [Line.of(1, tuple(replace(w, bold=False) for w in row.words)) for row in BELOW]
HEADS = [Line.of(1, tuple(replace(w, size=14) if w.bold else w for w in row.words)) for row in BELOW]
PROSE = measure_prose([[line(14 * i, (50, "En rad med prosa som är längre än så")) for i in range(9)]])


@pytest.mark.parametrize(
    "rows",
    [TABLE, COLONS, BULLETS, RUN_IN, BELOW, PLAIN, HEADS],
    ids=["table", "colons", "bullets", "bold", "value below label", "in one look", "labels as the heading"],
)
def test_labels_and_values_are_paired(rows: list[Line]) -> None:
    following = line(300, (50, "7 Poäng per fråga"), bold=True, size=14)
    facts, taken = find_facts([HEADING, *rows, following], {}, PROSE, frozenset())
    assert [(f.label, f.value) for f in facts] == FACTS
    assert taken == range(1 + len(rows))


def test_shaded_rows_part_facts() -> None:
    """Where the lines of a cell stand as far apart as the rows do."""
    rows = [
        line(30, (50, "Folkmängd i kommunen")),
        line(42, (50, "vid årets slut"), (300, "9 577")),
        line(54, (50, "Antal anställda i alla"), (300, "ca 740")),
        line(66, (50, "förvaltningar")),
    ]
    page = Page(1, 595, 842, (), shapes=(Shape(45, 29, 400, 53),))
    facts, _ = find_facts([HEADING, *rows], {1: page}, PROSE, frozenset())
    assert [(f.label, f.value) for f in facts] == [
        ("Folkmängd i kommunen vid årets slut", "9 577"),
        ("Antal anställda i alla förvaltningar", "ca 740"),
    ]


@pytest.mark.parametrize(
    "name",
    ["Faktaruta", "Kort om Påhittnäs", "Påhittnäs i siffror", "5 Fakta om kommunen", "Kommunen i korthet"],
)
def test_facts_go_by_other_names(name: str) -> None:
    facts, _ = find_facts([line(0, (50, name), bold=True, size=14), *COLONS], {}, PROSE, frozenset())
    assert [(f.label, f.value) for f in facts] == FACTS


def test_prose_under_such_a_name_is_no_facts() -> None:
    prose = [line(30 + 12 * i, (50, "Kommunen ligger vid en sjö och har två tätorter")) for i in range(3)]
    heading = line(0, (50, "Kort om Påhittnäs"), bold=True, size=14)
    assert find_facts([heading, *prose], {}, PROSE, frozenset()) == ((), range(0))


def test_facts_end_at_an_appendix_and_at_tables_of_points() -> None:
    appendix = line(100, (50, "Bilaga: Frågor och poäng"), bold=True, size=14)
    row = line(120, (50, "1.1 Finns en plan?"), (300, "12"), (350, "15"))
    assert find_facts([HEADING, *COLONS, appendix, row], {}, PROSE, frozenset())[1] == range(4)
    assert find_facts([HEADING, *COLONS, row], {}, PROSE, frozenset(), frozenset((4,)))[1] == range(4)


def test_a_value_may_stand_below_its_colon() -> None:
    rows = [
        line(30, (50, "Partier i styret:")),
        line(42, (50, "S, M, V")),
        line(54, (50, "Folkmängd: 9 577")),
    ]
    facts, _ = find_facts([HEADING, *rows], {}, PROSE, frozenset())
    assert [(f.label, f.value) for f in facts] == [("Partier i styret", "S, M, V"), ("Folkmängd", "9 577")]


def test_values_may_be_set_flush_right() -> None:
    """A little above their labels, too."""
    facts = [
        ("Folkmängd", "38 102"),
        ("Befolkningens ökning 2010 till 2011", "+ 318"),
        ("Skattesats", "21,36 kr"),
    ]
    facts.append(("Styre", "Moderaterna, Centern och Socialdemokraterna"))
    rows = [
        Line.of(1, (*line(30 + 18 * i, (50, a)).words, *line(29.9 + 18 * i, (400 - 5 * len(b), b)).words))
        for i, (a, b) in enumerate(facts)
    ]
    found, _ = find_facts([HEADING, *rows], {}, PROSE, frozenset())
    assert [(f.label, f.value) for f in found] == facts


def test_facts_end_where_their_box_does() -> None:
    """The text of the page's other column is read after a box beside it."""
    boxed = [HEADING, *BELOW]
    box = Shape(45, -5, 400, boxed[-1].bottom + 3)
    beside = [line(60 + 12 * i, (420, "Staden har gått framåt i samtliga områden")) for i in range(3)]
    facts, taken = find_facts(
        [*boxed, *beside], {1: Page(1, 595, 842, (), shapes=(box,))}, PROSE, frozenset()
    )
    assert [(f.label, f.value) for f in facts] == FACTS
    assert taken == range(len(boxed))


def test_results_in_short_are_no_facts() -> None:
    heading = line(0, (50, "Resultatet i korthet"), bold=True, size=14)
    assert find_facts([heading, *TABLE], {}, PROSE, frozenset()) == ((), range(0))

"""Tables of points in every form: their rows, sums and texts."""

from __future__ import annotations

import pytest

from extractors.layout.lines import Line
from extractors.scores.question_scores import Overview, find_overview
from tests.page_builder import line

Cell = tuple[float, str]
QUESTION, COLUMNS = 80, (300, 350, 400)


def row(top: float, number: str, text: str, *numbers: str, page: int = 1, bold: bool = False) -> Line:
    cells: list[Cell] = [(50, number)] if number else []
    cells += [(QUESTION, text)] if text else []
    return line(top, *cells, *zip(COLUMNS, numbers, strict=False), page=page, bold=bold)


def overview(*lines: Line) -> Overview:
    return find_overview(lines, {}, frozenset())


def questions(found: Overview) -> list[tuple[str, str, float | None, float | None, float | None]]:
    return [
        (q.question, q.placed.text, q.scores.achieved, q.scores.max, q.scores.percent)
        for q in found.questions
    ]


HEADER = row(0, "", "Delfråga", "Uppnått", "Max", "Procent", bold=True)


@pytest.mark.parametrize(
    "cells",
    [
        ("12", "15", "80%"),
        ("12", "15", "80 %"),
        ("12 p", "15 p", "80 %"),
        ("12 p", "15 p", "80 procent"),
        ("12 poäng", "15", "80"),
        ("12/15", "", "80%"),
        ("12 av 15", "", "80%"),
        ("12 (15)", "", "80%"),
    ],
)
def test_points_with_any_unit_are_read(cells: tuple[str, ...]) -> None:
    lines = [row(20 * i, f"1.{i}", "Hur arbetar kommunen?", *cells) for i in (1, 2)]
    assert questions(overview(HEADER, *lines)) == [
        (f"1.{i}", "Hur arbetar kommunen?", 12, 15, 80) for i in (1, 2)
    ]


def test_a_text_that_ends_with_av_keeps_it() -> None:
    lines = [row(20 * i, f"1.{i}", "Hur sker belöning av", "8", "15", "55%") for i in (1, 2)]
    assert [q.placed.text for q in overview(HEADER, *lines).questions] == ["Hur sker belöning av"] * 2


def sums(found: Overview) -> list[tuple[int, float | None]]:
    return [(a.area, a.scores.achieved) for a in found.areas]


@pytest.mark.parametrize("label", ["", "Summa", "Summa område 1"])
def test_a_sum_above_its_questions_is_theirs_as_one_below_them(label: str) -> None:
    first = [row(20 * i, f"1.{i}", "Ett?", "5", "10", "50%") for i in (2, 3)]
    second = [row(20 * i, f"2.{i - 5}", "Två?", "6", "10", "60%") for i in (6, 7)]
    one, two = (row(20, "", label, "10", "20", "50%"), row(100, "", label, "12", "20", "60%"))
    above = overview(HEADER, one, *first, two, *second)
    assert sums(above) == [(1, 10), (2, 12)]
    one, two = (row(70, "", label, "10", "20", "50%"), row(190, "", label, "12", "20", "60%"))
    below = overview(HEADER, *first, one, *second, two)
    assert sums(below) == [(1, 10), (2, 12)]


def test_a_row_that_names_an_area_keeps_the_lines_its_title_takes() -> None:
    lines = [
        row(20, "4.", "Ledarskap, ansvar och", "40", "100", "40%", bold=True),
        row(31, "", "delegation", bold=True),
        row(50, "4.1", "Hur leds kommunen?", "4", "10", "40%"),
        row(70, "4.2", "Hur utvecklas ledare?", "4", "10", "40%"),
    ]
    assert [a.title for a in overview(HEADER, *lines).areas] == ["Ledarskap, ansvar och delegation"]


def test_the_next_areas_heading_and_points_are_not_the_tables() -> None:
    lines = [
        row(20, "1.1", "Ett?", "5", "10", "50%"),
        row(40, "1.2", "Två?", "6", "10", "60%"),
        line(56, (50, "Område 2 Samhällsutveckling"), bold=True, size=12),
        line(72, (50, "Poäng: 53/100")),
    ]
    found = overview(HEADER, *lines)
    assert [q.placed.text for q in found.questions] == ["Ett?", "Två?"]
    assert (sorted(found.lines), sums(found)) == ([0, 1, 2], [])


def test_an_areas_points_on_the_next_page_with_a_header_of_their_own_are_not_the_tables() -> None:
    lines = [
        row(0, "", "Delfråga", "Uppnått", "Max", bold=True),
        row(20, "8.1", "Ett?", "5", "10"),
        row(40, "", "Summa", "5", "10"),
        line(0, (50, "Område 1 Samspel"), bold=True, page=2),
        line(16, (50, "Poäng"), (130, "Max"), bold=True, page=2),
        line(32, (50, "53"), (130, "100"), page=2),
    ]
    found = overview(*lines)
    assert (sorted(found.lines), len(sums(found))) == ([0, 1, 2], 1)


@pytest.mark.parametrize("repeated", [True, False])
def test_the_rest_of_a_text_on_the_next_page_belongs_to_its_row(repeated: bool) -> None:
    header = [row(0, "", "Delfråga", "Uppnått", "Max", "Procent", page=2, bold=True)] if repeated else []
    lines = [
        row(20, "1.1", "Ett?", "5", "10", "50%"),
        row(780, "1.2", "Vad gör kommunen för att", "6", "10", "60%"),
        *header,
        row(12, "", "företag ska starta", page=2),
        row(23, "", "och växa?", page=2),
    ]
    whole = "Vad gör kommunen för att företag ska starta och växa?"
    assert overview(HEADER, *lines).questions[1].placed.text == whole
    after = row(40, "1.3", "Tre?", "7", "10", "70%", page=2)
    texts = [q.placed.text for q in overview(HEADER, *lines, after).questions]
    assert texts == ["Ett?", whole, "Tre?"]


def test_a_header_repeated_above_an_areas_own_row_begins_no_table() -> None:
    """Where the page breaks between the row that names an area and those of its questions."""
    named = row(700, "1.", "Ledarskap", "9", "20", "45%", bold=True)
    again = row(0, "", "Delfråga", "Uppnått", "Max", "Procent", page=2, bold=True)
    rows = [row(20 * i, f"1.{i}", "Hur då?", "5", "10", "50%", page=2) for i in (1, 2)]
    found = overview(HEADER, named, again, *rows)
    assert ([(a.area, a.title) for a in found.areas], len(found.questions)) == ([(1, "Ledarskap")], 2)


@pytest.mark.parametrize(
    ("labels", "cells"),
    [
        (("Max", "2016", "2020"), ("15", "9", "12")),
        (("2020", "2016", "Max"), ("12", "9", "15")),
        (("2016", "2020", "Max"), ("14", "12", "15")),
    ],
)
def test_of_several_years_the_last_has_the_points(labels: tuple[str, ...], cells: tuple[str, ...]) -> None:
    header = row(0, "", "Delfråga", *labels, bold=True)
    lines = [row(20 * i, f"1.{i}", "Hur arbetar kommunen?", *cells) for i in (1, 2)]
    assert [each[2:] for each in questions(overview(header, *lines))] == [(12, 15, None)] * 2


def test_an_areas_cell_may_stand_beside_all_its_questions() -> None:
    def beside(top: float, cell: str, *cells: Cell) -> Line:
        return line(top, *([(0, cell)] if cell else []), *cells)

    lines = [
        beside(20, "1. Om", (50, "1.1"), (QUESTION, "Hur sker"), (300, "4"), (350, "10"), (400, "40%")),
        beside(32, "folket", (QUESTION, "insyn?")),
        beside(44, "här"),
        beside(
            56, "och nu", (50, "1.2"), (QUESTION, "Hur sker dialog?"), (300, "5"), (350, "10"), (400, "50%")
        ),
        beside(68, "", (50, "1.3"), (QUESTION, "Hur märks etik?"), (300, "6"), (350, "10"), (400, "60%")),
        beside(80, "", (50, "Summa"), (300, "15"), (350, "30"), (400, "50%")),
        beside(92, "2. Till", (50, "2.1"), (QUESTION, "Hur når man?"), (300, "7"), (350, "10"), (400, "70%")),
    ]
    found = overview(HEADER, *lines)
    assert [(q.question, q.placed.text, q.index) for q in found.questions] == [
        ("1.1", "Hur sker insyn?", 1),
        ("1.2", "Hur sker dialog?", 4),
        ("1.3", "Hur märks etik?", 5),
        ("2.1", "Hur når man?", 7),
    ]
    assert (sums(found), found.lines) == ([(1, 15)], frozenset(range(8)))


def test_dots_may_lead_to_the_points() -> None:
    lines = [
        line(20, (50, "1.1"), (QUESTION, "Hur sker insyn?......12"), (250, "(15)")),
        line(40, (50, "1.2"), (QUESTION, "Hur sker dialog? ........ 4,5"), (250, "(10)")),
        line(60, (50, "Summa................16,5"), (250, "(25)")),
    ]
    found = overview(*lines)
    assert questions(found) == [
        ("1.1", "Hur sker insyn?", 12, 15, None),
        ("1.2", "Hur sker dialog?", 4.5, 10, None),
    ]
    assert sums(found) == [(1, 16.5)]


@pytest.mark.parametrize("dots", [".", "...", " .", " ...", "....", "……", "____"])
def test_dots_before_a_number_are_few_where_the_question_fills_its_line(dots: str) -> None:
    lines = [
        line(20, (50, "1.1"), (QUESTION, f"Hur sker insyn?{dots}4.5"), (250, "(15)")),
        line(40, (50, "1.2"), (QUESTION, "Hur sker dialog, bl.a. enligt 2.1?.....7"), (250, "(10)")),
    ]
    assert questions(overview(*lines)) == [
        ("1.1", "Hur sker insyn?", 4.5, 15, None),
        ("1.2", "Hur sker dialog, bl.a. enligt 2.1?", 7, 10, None),
    ]


def test_dots_may_stand_below_the_question_and_a_maximum_below_its_points() -> None:
    lines = [
        line(20, (50, "1.1"), (QUESTION, "Vilka former finns för insyn?")),
        line(31, (50, ".....................12"), (250, "(15)")),
        line(42, (50, "1.2"), (QUESTION, "Hur sker dialog och samråd?....4,5")),
        line(53, (50, "(10)")),
    ]
    found = overview(*lines)
    assert [each[0::2] for each in questions(found)] == [("1.1", 12, None), ("1.2", 4.5, None)]
    assert [q.scores.max for q in found.questions] == [15, 10]
    assert found.lines == frozenset(range(4))


def test_a_maximum_may_stand_below_its_points() -> None:
    lines = [
        row(20, "1.", "Demokrati", "33,5 av", "34%"),
        row(32, "", "", "100"),
        row(50, "1.1", "Hur gör kommunen för att", "8,5 av", "50%"),
        row(62, "", "nå alla?", "17"),
        row(80, "1.2", "Två?", "24½ av", "30%"),
        row(92, "", "", "83"),
    ]
    found = overview(row(0, "", "Delfråga", "Poäng", "Procent", bold=True), *lines)
    assert questions(found) == [
        ("1.1", "Hur gör kommunen för att nå alla?", 8.5, 17, 50),
        ("1.2", "Två?", 24.5, 83, 30),
    ]
    assert [(a.title, a.scores.achieved, a.scores.max) for a in found.areas] == [("Demokrati", 33.5, 100)]
    assert sorted(found.lines) == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "points",
    ["12 av 15 poäng", "12/15", "12/15 p", "(12 av 15)", "(12/15 p)", "[12 av 15 poäng]", "12 (15 p)"],
)
@pytest.mark.parametrize("sign", [":", " –", ""])
@pytest.mark.parametrize("bullet", ["• ", ""])
def test_questions_may_stand_in_a_list(bullet: str, sign: str, points: str) -> None:
    lines = [
        line(20, (50, f"{bullet}1.1 Hur sker insyn?{sign} {points}")),
        line(32, (50, f"{bullet}1.2 Hur sker dialog med dem som bor i kommunen och")),
        line(44, (60 if bullet else 50, f"dess byar?{sign} 4,5 av 10")),
    ]
    found = overview(*lines)
    assert questions(found) == [
        ("1.1", "Hur sker insyn?", 12, 15, None),
        ("1.2", "Hur sker dialog med dem som bor i kommunen och dess byar?", 4.5, 10, None),
    ]
    assert found.lines == frozenset(range(3))


def test_dots_with_white_between_them_lead_to_the_points_too() -> None:
    lines = [
        line(20, (50, "1.1 Hur sker insyn?" + " ." * 30 + " 12 / 15")),
        line(32, (50, "1.2 Hur sker dialog?" + " ." * 29 + " 4,5 / 10")),
    ]
    assert questions(overview(*lines)) == [
        ("1.1", "Hur sker insyn?", 12, 15, None),
        ("1.2", "Hur sker dialog?", 4.5, 10, None),
    ]

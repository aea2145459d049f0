"""Where each area begins and ends."""

from __future__ import annotations

import pytest

from extractors.layout.headings import measure_prose
from extractors.layout.lines import Line
from extractors.layout.outline import find_areas
from extractors.scores.question_scores import find_overview
from tests.page_builder import line

TITLES = ("Samspel mellan förtroendevalda och medborgare", "Samhällsutveckling", "Styrning och kontroll")
PROSE = "En rad prosa om hur kommunen arbetar med sina frågor i vardagen"


def report(heading: str, *, tables_within: bool) -> list[Line]:
    lines: list[Line] = []

    def add(text: str, *numbers: str, bold: bool = False, size: float = 10) -> None:
        cells = zip((300.0, 350.0, 400.0), numbers, strict=False)
        lines.append(line(14.0 * len(lines), (50, text), *cells, bold=bold, size=size))

    def table(n: int) -> None:
        for i in (1, 2, 3):
            add(f"{n}.{i} Hur arbetar kommunen?", "5", "10", "50%")

    for n, title in enumerate(TITLES, start=1):
        add(heading.format(n=n, t=title, T=title.upper()), bold=True, size=14)
        if tables_within:
            table(n)
        for _ in range(6):
            add(PROSE)
    if not tables_within:
        add("Poäng per fråga", bold=True, size=14)
        for n in (1, 2, 3):
            table(n)
    return lines


@pytest.mark.parametrize("tables_within", [True, False])
@pytest.mark.parametrize(
    "heading",
    [
        "Område {n} {t}",
        "Område {n}: {t}",
        "FOKUSOMRÅDE {n} {T}",
        "Kapitel {n} {t}",
        "{n}. {t}",
        "{n} {t}",
        "{t}",
    ],
)
def test_an_area_holds_its_prose_and_the_table_of_its_own_points(heading: str, tables_within: bool) -> None:
    lines = report(heading, tables_within=tables_within)
    overview = find_overview(lines, {}, frozenset())
    scored = {q.index: q.area for q in overview.questions}
    spans = find_areas(lines, measure_prose([lines]), overview.lines, scored)
    assert [s.number for s in spans] == [1, 2, 3]
    for span in spans:
        texts = [x.text for x in lines[span.start : span.end]]
        assert texts.count(PROSE) == 6
        assert len(texts) == (9 if tables_within else 6)


def areas(*rows: tuple[str, float, int]) -> list[tuple[int, str, int]]:
    """Number, title and length of each area among rows of a text, its size (14 for headings) and page."""
    lines = [
        line(14.0 * i, (50, text), page=page, bold=size > 10, size=size)
        for i, (text, size, page) in enumerate(rows)
    ]
    spans = find_areas(lines, measure_prose([lines]), frozenset(), {})
    return [(s.number, s.title, s.end - s.start) for s in spans]


BODY = ((PROSE, 10, 2),) * 6


def test_a_dash_in_a_title_may_end_its_first_line() -> None:
    heading = (("6. Kommunen som arbetsgivare –", 14, 1), ("personalpolitik", 14, 1))
    summary = (("Sammanfattning Kommunen som arbetsgivare –", 14, 2), ("personalpolitik", 14, 2))
    rows = (*heading, *BODY, *summary, *BODY)
    assert areas(*rows) == [(6, "Kommunen som arbetsgivare – personalpolitik", 14)]


def test_a_title_may_begin_on_the_page_after_its_number() -> None:
    rows = (("Område 2", 14, 1), ("Samhällsutveckling", 14, 2), *BODY)
    assert areas(*rows) == [(2, "Samhällsutveckling", 6)]


def test_the_number_may_stand_small_above_its_title() -> None:
    rows = (*BODY, ("OMRÅDE 2", 9, 2), ("Samhällsutveckling", 14, 2), *BODY, ("61 av 100", 26, 2), *BODY)
    assert areas(*rows) == [(2, "Samhällsutveckling", 13)]


def test_a_heading_that_begins_as_a_title_and_goes_on_names_no_area() -> None:
    area = (("6 Kommunen som arbetsgivare - personalpolitik", 14, 1), *BODY)
    section = (("Personalpolitiskt", 12, 1), ("program", 12, 1), *BODY, *BODY)
    assert [(number, length) for number, _, length in areas(*area, *section)] == [(6, 20)]

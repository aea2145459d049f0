"""The evaluators on a title page, however their lines break."""

from __future__ import annotations

import pytest

from extractors.layout.headings import measure_prose
from extractors.title_page.evaluators import evaluator_lines, read_evaluators
from extractors.title_page.title_page import part_title_page, title_page_parts
from tests.page_builder import line


@pytest.mark.parametrize(
    ("rows", "evaluators"),
    [
        (("Utvärderare: Anna Ek och Bo Ask,", "SKR"), ("Anna Ek, SKR", "Bo Ask, SKR")),
        (
            ("Anna Ek, konsult och Bo Ask,", "Fabelstads kommun"),
            ("Anna Ek, konsult", "Bo Ask, Fabelstads kommun"),
        ),
        (("Anna Ek, SKR", "Fabelstads kommun"), ("Anna Ek, SKR",)),
        (
            ("Utvärderare: Anna Ek (f.d. SKR) samt Bo Ask (Fabelstads kommun)",),
            ("Anna Ek, f.d. SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (
            ("Utvärdering utförd av Anna Ek, SKR, och Bo Ask, Fabelstads kommun",),
            ("Anna Ek, SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (
            ("Anna Ek, strateg, SKR, anna.ek@exempel.test", "Bo Ask, Fabelstads kommun, tel. 0123-45 67 89"),
            ("Anna Ek, strateg, SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (
            ("Utvärderare: Anna Ek, senior konsult (SKR), Bo Ask, SKR", "och Cia Al, Fabelstads kommun"),
            ("Anna Ek, senior konsult (SKR)", "Bo Ask, SKR", "Cia Al, Fabelstads kommun"),
        ),
        (
            ("Utvärderarna Anna Ek (SKR), Bo Ask (Fabelstads kommun)",),
            ("Anna Ek, SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (
            ("Utvärderingsledare: Anna Ek, SKR", "Medutvärderare: Bo Ask, Fabelstads kommun"),
            ("Anna Ek, SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (
            ("Utvärderingen genomfördes i maj av Anna Ek, SKR, samt", "Bo Ask och Cia Al, Fabelstads kommun"),
            ("Anna Ek, SKR", "Bo Ask, Fabelstads kommun", "Cia Al, Fabelstads kommun"),
        ),
        (
            ("Av: Anna Ek, SKR & Bo Ask från Fabelstads kommun",),
            ("Anna Ek, SKR", "Bo Ask, Fabelstads kommun"),
        ),
        (("Utvärderare: Anna Ek / Bo Ask",), ("Anna Ek", "Bo Ask")),
        (("UTVÄRDERARE: ANNA EK (F.D. SKR) OCH BO ASK-AL",), ("ANNA EK, F.D. SKR", "BO ASK-AL")),
    ],
)
def test_evaluators_are_read_with_their_employers(rows: tuple[str, ...], evaluators: tuple[str, ...]) -> None:
    parts = [line(100 + 12 * i, (50, text)) for i, text in enumerate(rows)]
    assert read_evaluators(parts[i] for i in evaluator_lines(parts)) == evaluators


@pytest.mark.parametrize(
    "text",
    [
        "Utvärderingen genomfördes under tre dagar i maj",
        "Analys av Fabelstads kommun",
        "LILLA FABEL",
        "av Lilla Fabel",
    ],
)
def test_what_names_nobody_is_no_evaluators(text: str) -> None:
    assert evaluator_lines([line(100, (50, text)), line(130, (50, "KOMMUN"))]) == ()


def test_evaluators_that_fill_a_line_are_no_prose_yet() -> None:
    body = [
        line(300 + 12 * i, (50, "En rad prosa om hur kommunen arbetar med sina frågor"), page=2)
        for i in range(8)
    ]
    people = [
        line(100, (50, "Utvärderare: Anna Ek, senior konsult (SKR) och Bo Ask,")),
        line(112, (50, "Fabelstads kommun")),
        line(140, (50, "18 juni 2020")),
    ]
    title, rest = part_title_page(people, measure_prose([body]))
    assert (list(title), list(rest)) == (people, [])


def test_texts_side_by_side_that_fill_a_line_are_no_prose_yet() -> None:
    body = [line(300 + 12 * i, (50, "En rad prosa om hur kommunen arbetar"), page=2) for i in range(8)]
    title = [line(100, (50, "SKR"), (200, "Datum")), line(112, (50, "Avdelningen"), (200, "18 juni 2020"))]
    assert list(part_title_page(title, measure_prose([body]))[0]) == title


def test_people_side_by_side_have_their_employers_below() -> None:
    parts = title_page_parts(
        [
            line(100, (50, "Anna Ek"), (300, "Bo Ask")),
            line(112, (50, "SKR"), (300, "Fabelstads kommun")),
            line(140, (50, "2020-06-18 Utvärderare: Cia Al, SKR")),
        ]
    )
    assert [part.text for part in parts] == [
        "Anna Ek",
        "SKR",
        "Bo Ask",
        "Fabelstads kommun",
        "2020-06-18",
        "Utvärderare: Cia Al, SKR",
    ]


def test_a_text_beside_others_goes_on_below_itself() -> None:
    rows = [
        line(100, (50, "Bo Ask"), (150, "Chef, Fabelstads"), (300, "0123-456789")),
        line(112, (150, "kommun")),
    ]
    parts = title_page_parts([line(88, (50, "Utvärderare")), *rows])
    assert [part.text for part in parts[2:4]] == ["Chef, Fabelstads", "kommun"]
    assert read_evaluators(parts[i] for i in evaluator_lines(parts)) == ("Bo Ask, Chef, Fabelstads kommun",)


def test_a_sentence_that_begins_with_names_names_no_evaluators() -> None:
    lines = [
        line(100, (50, "Borås Tidning och Örebro läns museum har skrivit om dialogen.")),
        line(112, (50, "Anna Ek, senior konsult och Bo Ask, SKR")),
    ]
    assert evaluator_lines(lines) == (1,)


@pytest.mark.parametrize(
    ("rows", "evaluator"),
    [
        (("Utvärderare: Anna Ek, Över-", "kalix kommun"), "Anna Ek, Överkalix kommun"),
        (("Utvärderare: Anna Ek, kultur-", "och fritidschef"), "Anna Ek, kultur- och fritidschef"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_parts_a_word(rows: tuple[str, ...], evaluator: str) -> None:
    assert read_evaluators([line(12 * i, (50, text)) for i, text in enumerate(rows)]) == (evaluator,)

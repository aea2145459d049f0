"""Whose report it is, of when and by whom, from title pages whose parts come in many forms."""

from __future__ import annotations

import datetime

import pytest

from extractors.layout.lines import Line
from extractors.title_page.title_page import TitlePage, read_title_page
from tests.page_builder import line


def read(*rows: str) -> TitlePage:
    return read_title_page([line(100 + 15 * i, (50, text)) for i, text in enumerate(rows)], [], [])


@pytest.mark.parametrize(
    ("rows", "municipality", "year", "date"),
    [
        (
            ("KommunKompassen", "ANALYS AV", "FABELSTADS KOMMUN 2014", "Anna Ek, SKL", "2015-01-09"),
            "Fabelstad",
            2014,
            datetime.date(2015, 1, 9),
        ),
        (("KommunKompassen", "ANALYS AV", "FABELSTADS KOMMUN", "OKTOBER 2017"), "Fabelstad", 2017, None),
        (
            ("Kommunkompassen", "Tredje utvärderingen av Låtsele", "28 okt. 2016"),
            "Låtsele",
            2016,
            datetime.date(2016, 10, 28),
        ),
        (
            (
                "Kommunkompassen",
                "Så styrs Låtsele",
                "Platsbesök den 3–5 mars 2021",
                "Lämnad den 14:e april, 2021",
            ),
            "Låtsele",
            2021,
            datetime.date(2021, 4, 14),
        ),
        (
            ("Kommunkompassen", "Norra Diktmark", "Besök 3–5 mars 2021"),
            "Norra Diktmark",
            2021,
            datetime.date(2021, 3, 3),
        ),
        (
            ("Utvärderare", "Anna Ek", "Fabelstads kommun", "Analys av Låtsele", "2021"),
            "Låtsele",
            2021,
            None,
        ),
    ],
)
def test_the_municipality_and_the_time(
    rows: tuple[str, ...], municipality: str, year: int, date: datetime.date | None
) -> None:
    page = read(*rows)
    assert page.municipality is not None
    assert (page.municipality.name, page.year, page.date) == (municipality, year, date)


def test_where_the_contents_stand_on_the_title_page_the_evaluators_come_after() -> None:
    page = read(
        "2011-02-10",
        "RAPPORT 1 (34)",
        "Kommunkompassen",
        "Analys av Fabelstads kommun",
        "Innehåll:",
        "1. Vad är Kommunkompassen?",
        "2. Fabelstads kommun i förhållande till Kommunkompassen",
        "Anna Ek, Sveriges Kommuner och Landsting",
        "Bo Ask, Låtsele kommun",
        "Tfn vx: 012-345 67 89 Fax: 012-345 67 80",
    )
    assert page.municipality is not None
    assert page.municipality.name == "Fabelstad"
    assert page.evaluators == ("Anna Ek, Sveriges Kommuner och Landsting", "Bo Ask, Låtsele kommun")


@pytest.mark.parametrize(
    ("page", "text", "date"),
    [
        (2, "Fabelstad den 19 oktober 2017", datetime.date(2017, 10, 19)),
        (2, "2017-10-19", datetime.date(2017, 10, 19)),
        (9, "Datum: 2017-10-19", datetime.date(2017, 10, 19)),
        (9, "Låtsele 2017-10-19", datetime.date(2017, 10, 19)),
        (9, "2017-10-19", None),
        (2, "Folkmängd den 31 december 2016", None),
        (2, "Fabelstads översiktsplan är från den 19 oktober 2017", None),
    ],
)
def test_a_date_that_stands_alone_after_the_title_page(
    page: int, text: str, date: datetime.date | None
) -> None:
    first = [line(100, (50, "Kommunkompassen")), line(120, (50, "Analys av Fabelstad 2017"))]
    later = Line.of(page, line(300, (50, text)).words)
    assert read_title_page(first, [later], []).date == date

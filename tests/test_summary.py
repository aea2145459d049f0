"""Each pattern of the summary finds its examples and passes over the others."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest
import yaml

from extractors.title_page.summary import evaluation_number, stated_total

PATTERNS = yaml.safe_load(
    files("extractors.title_page").joinpath("summary_patterns.yaml").read_text(encoding="utf-8")
)


def examples(section: str, kind: str) -> list[Any]:
    return [text for entry in PATTERNS[section] for text in entry[kind]]


@pytest.mark.parametrize("text", examples("evaluation_number", "finds"))
def test_a_sentence_that_counts_evaluations_gives_a_number(text: str) -> None:
    assert evaluation_number([text]) is not None


@pytest.mark.parametrize("text", examples("evaluation_number", "passes"))
def test_a_sentence_about_something_else_gives_no_number(text: str) -> None:
    assert evaluation_number([text]) is None


@pytest.mark.parametrize("text", examples("earlier_evaluations", "finds"))
def test_the_years_of_earlier_evaluations_count(text: str) -> None:
    assert evaluation_number([text], year=2020) is not None


@pytest.mark.parametrize("text", examples("earlier_evaluations", "passes"))
def test_other_years_do_not_count(text: str) -> None:
    assert evaluation_number([text], year=2020) is None


@pytest.mark.parametrize("text", examples("stated_total", "finds"))
def test_a_sentence_that_states_the_total_gives_it(text: str) -> None:
    assert stated_total([text]) is not None


@pytest.mark.parametrize("text", examples("stated_total", "passes"))
def test_a_sentence_with_other_points_gives_no_total(text: str) -> None:
    assert stated_total([text]) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Kil gör nu sin andra kommunkompass.", 2),
        ("Det är Kils tredje kommunkompass; de tidigare gjordes 2008 och 2012.", 3),
        ("Kommunens förra utvärdering genomfördes 2014 och detta är således den andra.", 2),
        ("Kommunen utvärderades första gången 2006, andra gången 2011 och nu för tredje gången.", 3),
        ("Utvärderingen 2016 är den tredje i raden.", 3),
        ("2:a gången kommunen utvärderas.", 2),
        ("Kommunen har utvärderats två gånger tidigare.", 3),
        ("Kil har utvärderats vid två tidigare tillfällen, 2009 och 2013.", 3),
        ("Två tidigare utvärderingar, från 2007 och 2011, ger underlag för jämförelse.", 3),
        ("Eftersom kommunen inte utvärderats tidigare saknas jämförelsetal.", 1),
        ("Kommunen har utvärderats 2005, 2010 och nu 2016.", 3),
        ("Sedan den första utvärderingen 2008 och den andra 2012 har mycket hänt.", 3),
        ("Vi var här första gången 2010 och har nu återkommit.", 2),
        ("För andra året i rad mäts servicen.", None),
        ("Kommunkompassen reviderades 2010.", None),
        ("Medelvärdet är för de kommuner som utvärderats sedan 2010.", None),
        ("Kommunen kommer att låta sig utvärderas en andra gång.", None),
    ],
)
def test_which_evaluation_it_is(text: str, number: int | None) -> None:
    assert evaluation_number([text], "Kil", 2016) == number


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Kil har ökat från 412 till 488 poäng.", 488),
        ("Jämfört med 2012 har poängen stigit från 430 till 466.", 466),
        ("Vid mätningen 2012 fick Kil 430 poäng och nu 466 poäng.", 466),
        ("Genomsnittet för landets kommuner är 450 poäng, Kil har 466.", 466),
        ("Kommunens resultat, 466 poäng, är högre än genomsnittet 450.", 466),
        ("Kil hade 430 poäng 2012.", None),
        ("Nacka har 612 poäng.", None),
        ("Bästa kommun har 668 poäng.", None),
    ],
)
def test_which_total_is_stated(text: str, total: float | None) -> None:
    assert stated_total([text], "Kil", 2016) == total


def test_of_several_totals_the_likely_one_is_stated() -> None:
    told = ["Resultatet blev 430 poäng i allt.", "Det blev 466 poäng den här gången."]
    assert stated_total(told, "Kil", 2016) == 430
    assert stated_total(told, "Kil", 2016, likely=[466.0]) == 466


def test_when_the_first_evaluation_was_does_not_count_this_one() -> None:
    told = "Kommunen utvärderades första gången 2012.", "Rapporten redovisar den andra utvärderingen."
    assert evaluation_number(told) == 2


def test_of_several_evaluations_in_a_sentence_the_last_is_this_one() -> None:
    assert (
        evaluation_number(["Kommunen gjorde sin första utvärdering 2014 och nu sin andra utvärdering."]) == 2
    )

"""Statements: who is held up as an example, and who is only named."""

from __future__ import annotations

import pytest

from extractors.language.classifier import trained
from extractors.language.first_look import glance, may_hold_up
from extractors.language.statements import Statement, find_statements
from schemas.municipalities import Municipality, by_printed_name


def municipality(name: str) -> Municipality:
    found = by_printed_name(name)
    assert found is not None
    return found


SAGOBERGA = municipality("Sagoberga")


def relations(*paragraphs: str, evaluated: Municipality | None = SAGOBERGA) -> list[tuple[str, str]]:
    found = find_statements(paragraphs, evaluated)
    return [(s.relation, s.municipality.name) for statements in found for s in statements]


@pytest.mark.parametrize(
    "text",
    [
        "Arbetet med språkvänner är ett gott exempel för andra kommuner.",
        "Varje förslag besvaras inom en vecka. Ett föredöme.",
        "Modellen kan varmt rekommenderas till andra kommuner.",
    ],
)
def test_praise_as_an_example_is_own(text: str) -> None:
    assert relations(text) == [("own", "Sagoberga")]


@pytest.mark.parametrize(
    "text",
    [
        "Webbplatsen är tydlig och lätt att hitta på.",
        "Kommunen bör lära av andra kommuner.",
        "Goda exempel sprids sällan mellan enheterna.",
        "Chefer ska vara goda förebilder.",
        "Ett varnande exempel är badhuset.",
    ],
)
def test_praise_advice_and_duty_are_not_own(text: str) -> None:
    assert relations(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Vi rekommenderar ett besök i Låtsele.",
        "Flera kommuner har infört servicelöften. Låtsele är en av dem.",
        "Uppföljningen brister. I Låtsele följs varje mål upp en gång i månaden.",
        "Låtseles kontaktcenter kan tjäna som förebild.",
    ],
)
def test_another_municipality_to_learn_from_is_a_model(text: str) -> None:
    assert ("model", "Låtsele") in relations(text)


@pytest.mark.parametrize(
    "text",
    [
        "Räddningstjänsten drivs gemensamt med Låtsele.",
        "Många pendlar till Låtsele.",
        "Kostnaden är högre än i Låtsele.",
        "Kommunchefen kommer närmast från Låtsele.",
    ],
)
def test_a_partner_neighbour_or_comparison_is_a_mention(text: str) -> None:
    assert relations(text) == [("mention", "Låtsele")]


def test_the_names_of_a_list_share_their_relation() -> None:
    assert relations("Förebilder finns i Låtsele, Mytaryd och Fabelstad.") == [
        ("model", "Låtsele"),
        ("model", "Mytaryd"),
        ("model", "Fabelstad"),
    ]


def test_who_shares_what_is_held_up_is_only_named() -> None:
    assert relations("Den gemensamma nämnden med Låtsele är ett gott exempel på samverkan.") == [
        ("own", "Sagoberga"),
        ("mention", "Låtsele"),
    ]


def test_the_evaluated_municipality_is_never_model_or_mention() -> None:
    assert relations("Nätverket består av Sagoberga, Låtsele och Mytaryd.") == [
        ("mention", "Låtsele"),
        ("mention", "Mytaryd"),
    ]


def test_nothing_is_own_where_the_evaluated_municipality_is_unknown() -> None:
    assert relations("Detta är ett gott exempel för andra kommuner.", evaluated=None) == []


def test_a_municipality_named_twice_in_a_sentence_gives_one_statement() -> None:
    assert relations("Från Låtsele pendlar många, och till Låtsele går bussen.") == [("mention", "Låtsele")]


def test_a_statement_tells_where_its_sentence_stands_and_what_decided() -> None:
    paragraph = "Planen är ny. Den är ett gott exempel för andra kommuner. Sedan kom sommaren."
    ((statement,),) = find_statements([paragraph], SAGOBERGA)
    assert paragraph[statement.start : statement.end] == "Den är ett gott exempel för andra kommuner."
    assert statement.cue is not None
    assert statement.cue in paragraph
    assert 0.5 <= statement.confidence <= 1.0


def test_the_sentence_before_may_stand_in_the_paragraph_before() -> None:
    first, second = find_statements(
        ["Klagomålen följs inte upp.", "I Låtsele redovisas de för nämnden varje månad."], SAGOBERGA
    )
    assert first == ()
    assert [s.relation for s in second] == ["model"]


def test_the_same_text_gives_the_same_statements() -> None:
    paragraphs = ["Vi hänvisar till Låtsele och Mytaryd.", "Det är ett föredöme för hela landet."]

    def read() -> list[tuple[Statement, ...]]:
        return find_statements(paragraphs, SAGOBERGA)

    assert read() == read()


def test_no_paragraphs_give_no_statements() -> None:
    assert find_statements([], SAGOBERGA) == []
    assert find_statements(["", "  "], SAGOBERGA) == [(), ()]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("Det är ett gott exempel för andra kommuner.", True),
        ("Planen antogs av fullmäktige i maj.", False),
        ("”Sagoberga är ett föredöme”, skriver utvärderarna.", True),
        ("12 %", False),
        ("", False),
    ],
)
def test_the_first_look_judges_as_its_model_does(text: str, may: bool) -> None:
    model = trained("glance")
    assert may_hold_up(text) == model.says_yes(model.probability(glance(text))) == may

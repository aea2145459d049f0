"""Swedish words as the search sees them."""

from __future__ import annotations

import pytest

from corpus.words.analysis import Analyser, clean


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    words = ["kommunen", "medborgare", "dialog", "kvalitet", "enkät", "personal", "verksamhet"]
    return Analyser(Analyser().lexicon(words))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kontaktcenter", "kontaktcentret"),
        ("kommun", "kommuners"),
        ("tjänsteman", "tjänstemännen"),
        ("utvärdera", "utvärdering"),
        ("medborgardialog", "medborgardialogens"),
    ],
)
def test_forms_of_a_word_are_one(analyser: Analyser, one: str, other: str) -> None:
    assert analyser.normal(one) == analyser.normal(other)


@pytest.mark.parametrize(("one", "other"), [("ort", "ört"), ("lag", "låg"), ("Håbo", "Habo")])
def test_letters_are_never_folded(analyser: Analyser, one: str, other: str) -> None:
    assert analyser.normal(one) != analyser.normal(other)


@pytest.mark.parametrize(
    ("compound", "parts"),
    [("medborgardialogen", ("medborgare", "dialog")), ("personalenkäter", ("personal", "enkät"))],
)
def test_compounds_have_their_parts(analyser: Analyser, compound: str, parts: tuple[str, ...]) -> None:
    assert analyser.words(compound)[0].parts == tuple(analyser.normal(part)[0] for part in parts)


def test_hyphenated_words_have_their_parts(analyser: Analyser) -> None:
    assert set(analyser.normal("personal enkät")) <= set(analyser.words("personal-enkät")[0].parts)


@pytest.mark.parametrize("word", ["utvärdering", "information", "ledarskapande"])
def test_derivations_are_no_compounds(analyser: Analyser, word: str) -> None:
    assert analyser.words(word)[0].parts == ()


def test_positions_are_of_the_text_as_given(analyser: Analyser) -> None:
    text = "Dialog, och (kvalitet)!"
    assert [text[w.start : w.end] for w in analyser.words(text)] == ["Dialog", "kvalitet"]


def test_tokens_are_the_words_and_their_parts(analyser: Analyser) -> None:
    assert analyser.tokens("och medborgardialog") == [
        analyser.normal("medborgardialog")[0],
        *(f"/{part}" for part in analyser.words("medborgardialog")[0].parts),
    ]


def test_cleaning_composes_letters_and_drops_control_characters() -> None:
    assert clean("a\u030allt \x00\x1b[1m\u202e\n är") == "ållt [1m är"

"""Sentences of Swedish prose: where they end, and where a full stop ends nothing."""

from __future__ import annotations

import pytest

from extractors.language.sentences import sentence_starts, split_sentences
from extractors.language.tokens import cut


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def test_a_full_stop_a_question_mark_and_an_exclamation_mark_end_a_sentence() -> None:
    assert sentences("Planen är ny. Är den känd? Ja! Det är den.") == [
        "Planen är ny.",
        "Är den känd?",
        "Ja!",
        "Det är den.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "Kommunen har t.ex. Anna Holm som lots.",
        "Där finns bl.a. Påhittnäs och Låtsele.",
        "Den s.k. Sagobergamodellen används.",
        "Ca. 10 enheter deltar, dvs. Norra skolan och nio till.",
        "Fr.o.m. 2014 gäller resp. nämnds plan.",
        "Se sid. 14 och kap. 3 i planen.",
        "Mötet den 5. maj leddes av J. Berg.",
        "Avtalet med A.B. Ek löper kl. 12 ut.",
        "Kostnaden är 2,5 milj. kr per år.",
    ],
)
def test_an_abbreviation_an_initial_or_an_ordinal_ends_no_sentence(sentence: str) -> None:
    assert sentences(sentence) == [sentence]


def test_an_abbreviation_that_may_end_a_sentence_does_so_before_a_capital() -> None:
    assert sentences("Här finns kaféer m.m. Torget är nytt.") == ["Här finns kaféer m.m.", "Torget är nytt."]
    assert sentences("Här finns kaféer m.m. för alla.") == ["Här finns kaféer m.m. för alla."]


def test_quotation_marks_and_brackets_stay_with_their_sentence() -> None:
    assert sentences("”Det går bra.” Så sade en rektor. (Hon är ny.) Skolan växer.") == [
        "”Det går bra.”",
        "Så sade en rektor.",
        "(Hon är ny.)",
        "Skolan växer.",
    ]


def test_a_quotation_that_goes_on_in_small_letters_is_not_cut() -> None:
    assert sentences("”Går det bra?” undrade en rektor.") == ["”Går det bra?” undrade en rektor."]


def test_a_text_without_an_end_mark_is_one_sentence() -> None:
    assert sentences("  planer, mål och kvalitets-  ") == ["planer, mål och kvalitets-"]
    assert sentences("") == []


def test_offsets_hold_in_the_text_as_it_was() -> None:
    text = "  En mening.   En till.  "
    assert split_sentences(text) == [(2, 12), (15, 23)]


def test_the_first_token_of_each_sentence_is_found() -> None:
    text = cut("Lotsen, t.ex. på torget, hjälper. Han är ny.")
    assert [text.tokens[i].text for i in sentence_starts(text)] == ["Lotsen", "Han"]

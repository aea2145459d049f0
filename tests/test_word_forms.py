"""Word forms: the forms of one word are stemmed alike, and words that only look alike are not."""

from __future__ import annotations

import re

import pytest
import Stemmer

from corpus.words.word_forms import Ending, base_form, compound_parts, endings, stem_families, stop_words

STEMMER = Stemmer.Stemmer("swedish", 0)


def stem(word: str) -> str:
    return str(STEMMER.stemWord(base_form(word)))


@pytest.mark.parametrize("rule", endings(), ids=lambda rule: rule.why)
def test_examples_of_a_rule_hold(rule: Ending) -> None:
    assert rule.examples
    assert {form: stem(form) for form in rule.examples} == {
        f: stem(word) for f, word in rule.examples.items()
    }
    assert {word: rule.changed(word) for word in rule.apart} == dict.fromkeys(rule.apart)
    assert all(rule.changed(form) for form in rule.examples), "an example shows the rule at work"


@pytest.mark.parametrize(
    "forms",
    [
        "skola skolan skolor skolorna skolans",
        "strategi strategin strategier strategierna strategins",
        "budget budgeten budgetar",
        "kvalitet kvaliteten kvaliteter",
        "projekt projektet projekten projektets",
        "civilsamhälle civilsamhället civilsamhällets",
        "kostnad kostnaden kostnader kostnaderna",
        "resultat resultatet resultaten resultatens",
        "webbplats webbplatsen webbplatser",
        "ungdomsråd ungdomsrådet ungdomsråden",
        "kontaktcenter kontaktcentret kontaktcentrum",
        "tjänsteman tjänstemän tjänstemannen tjänstemännens",
        "utvärdera utvärdering utvärderingar utvärderas utvärderat",
        "lönekriterium lönekriterier lönekriterierna",
        "ledamot ledamöter ledamöterna",
        "gemensam gemensamt gemensamma",
        "område området områden områdena områdets",
        "program programmet programmen",
        "kommunkoncern kommunkoncernen kommunkoncerns",
        "bostad bostaden bostäder bostäderna",
        "jämföra jämförelse jämförelser",
        "innovation innovationer innovativt",
        "handläggare handläggaren handläggarna",
    ],
)
def test_the_forms_of_a_word_are_stemmed_alike(forms: str) -> None:
    assert {stem(form) for form in forms.split()} == {stem(forms.split()[0])}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("användare", "använda"),
        ("inflytande", "inflyttning"),
        ("lärare", "lärande"),
        ("ledare", "leda"),
        ("plan", "plats"),
        ("ort", "ört"),
        ("budget", "bud"),
    ],
)
def test_words_of_different_meaning_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_a_family_leads_to_a_word_that_is_no_form_itself() -> None:
    families = stem_families()
    assert families["kontaktcentret"] == "kontaktcenter"
    assert [form for form, word in families.items() if word in families] == []


def test_compound_parts_are_many_and_clean() -> None:
    parts = compound_parts()
    assert len({*parts.modifiers, *parts.heads}) >= 600
    assert all(
        re.fullmatch(r"[a-zåäöé]{2,}", part) for part in (*parts.modifiers, *parts.heads, *parts.whole)
    )
    assert parts.modifiers["medborgar"] == "medborgare"
    assert "dialog" in parts.heads
    assert "måltid" in parts.whole


def test_stop_words_are_small_single_words() -> None:
    assert all(re.fullmatch(r"[a-zåäöé]+", word) for word in stop_words())
    assert "och" in stop_words()
    assert "över" not in stop_words()

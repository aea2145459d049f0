"""The thesaurus: its data keeps the schema, and a query finds its groups."""

from __future__ import annotations

import re

import pytest
import Stemmer

from corpus.words.thesaurus import QUESTION_EDITION, Group, Thesaurus, expand, load_thesaurus, read_thesaurus
from corpus.words.word_forms import base_form, stop_words
from corpus.words.word_lists import WordDataError
from schemas.editions import Area, Question, edition

STEMMER = Stemmer.Stemmer("swedish", 0)
ASKED = [(area, question) for area in edition(QUESTION_EDITION).areas for question in area.questions]


def normalise(text: str) -> tuple[str, ...]:
    """The plainest analysis a search could have: stems of the words that are no stop words."""
    words = re.findall(r"\w+(?:-\w+)*", text.lower())
    return tuple(STEMMER.stemWord(base_form(w)) for w in words if w not in stop_words())


MATCHER = load_thesaurus().matcher(normalise)


def found(thesaurus: Thesaurus, query: str) -> list[str]:
    return [m.group.preferred for m in thesaurus.find(normalise, normalise(query))]


SMALL = """
klagomål:
  synonyms: [synpunkt]
  phrases: [säga vad man tycker]
  broader: [service]
  questions: ["2.6"]
kontroll:
  synonyms: [granskning]
  themes: [styrning]
intern kontroll:
  synonyms: [internkontroll]
  broader: [kontroll]
  questions: ["3.3"]
"""


@pytest.fixture
def small() -> Thesaurus:
    return read_thesaurus({"small.yaml": SMALL})


# --- the data ---


def test_there_are_at_least_350_groups() -> None:
    assert len(load_thesaurus().groups) >= 350


@pytest.mark.parametrize("group", load_thesaurus().groups, ids=lambda g: g.key)
def test_group_is_whole(group: Group) -> None:
    own = (*group.terms, *group.phrases)
    assert len(own) >= 2
    related = (*own, *group.broader, *group.narrower)
    assert len(set(related)) == len(related), "a term stands in two lists of the group"
    assert all(term == " ".join(term.split()) for term in related)
    assert all(" " in phrase for phrase in group.phrases), "a phrase has several words"
    assert group.themes, "every group belongs to a theme"


@pytest.mark.parametrize(("area", "question"), ASKED, ids=[q.number for _, q in ASKED])
def test_a_question_is_recognised_by_its_own_wording(area: Area, question: Question) -> None:
    matches = MATCHER.find(normalise(question.text))
    assert question.number in [number for m in matches for number in m.group.questions]
    assert all(area.theme in group.themes for group in load_thesaurus().groups_for_question(question.number))


def test_hierarchy_is_the_same_from_both_ends() -> None:
    groups = {g.preferred: g for g in load_thesaurus().groups}
    for group in groups.values():
        assert all(group.preferred in groups[b].narrower for b in group.broader if b in groups)
        assert all(group.preferred in groups[n].broader for n in group.narrower if n in groups)


def test_no_group_is_broader_than_itself() -> None:
    groups = {g.preferred: g for g in load_thesaurus().groups}

    def ancestors(term: str, path: tuple[str, ...]) -> None:
        assert term not in path, f"a circle: {' > '.join((*path, term))}"
        if term in groups:
            for broader in groups[term].broader:
                ancestors(broader, (*path, term))

    for preferred in groups:
        ancestors(preferred, ())


def test_terms_and_phrases_of_several_words_keep_several_when_stop_words_go() -> None:
    several = [t for g in load_thesaurus().groups for t in (*g.terms, *g.phrases) if " " in t]
    assert [t for t in several if len(set(normalise(t))) < 2 and "-" not in t] == []


def test_preferred_terms_have_keys_of_their_own() -> None:
    keys = [g.key for g in load_thesaurus().groups]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("query", "group"),
    [
        ("lämna synpunkter eller klagomål", "klagomålshantering"),
        ("visselblåsare", "visselblåsning"),
        ("anmäla anonymt om något är fel", "visselblåsning"),
        ("en dörr in", "kontaktcenter"),
        ("behålla pengarna till nästa år, pengar över", "resultatöverföring"),
        ("KKiK", "Kommunens Kvalitet i Korthet"),
        ("benchmarking", "jämförelser"),
        ("hälsofrämjande arbete", "hälsofrämjande"),
        ("samarbete med andra kommuner", "extern samverkan"),
        ("tydliga mål från politiken", "målstyrning"),
        ("utbildning för nya chefer", "ledarutveckling"),
        ("minska sjukskrivningarna", "sjukfrånvaro"),
        ("redovisa resultat för medborgarna", "resultatinformation"),
        ("webbsänder fullmäktige", "fullmäktigemöte"),
        ("introduktion för nyanställda", "introduktion av nyanställda"),
        ("stuprör", "tvärsektoriellt samarbete"),
        ("LOV", "valfrihet"),
        ("whistleblower", "visselblåsning"),
        ("följa sitt ärende digitalt", "e-tjänst"),
        ("ta hjälp av frivilliga", "civilsamhälle"),
        ("vart skattepengarna tar vägen", "skatt"),
    ],
)
def test_everyday_queries_find_their_group(query: str, group: str) -> None:
    assert group in [m.group.preferred for m in MATCHER.find(normalise(query))]


# --- reading ---


def test_question_gives_the_group_its_theme(small: Thesaurus) -> None:
    assert small.group("klagomål").themes == ("brukare",)


def test_a_link_written_once_is_seen_from_both_ends(small: Thesaurus) -> None:
    assert small.group("kontroll").narrower == ("intern kontroll",)
    assert small.group("klagomål").broader == ("service",)


def test_unknown_group_is_a_key_error(small: Thesaurus) -> None:
    with pytest.raises(KeyError):
        small.group("okänd")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: {synonym: [b]}", "may hold"),
        ("a: [b]", "may hold"),
        ("a: {synonyms: b}", "not a list of words"),
        ("a: {synonyms: ['']}", "not a list of words"),
        ("a: {synonyms: [' b']}", "not a list of words"),
        ("a: {synonyms: [b, b]}", "twice"),
        ("a: {synonyms: []}", "second term"),
        ("a: {synonyms: [a]}", "each term once"),
        ("a: {synonyms: [b]}\nb: {synonyms: [c]}", "groups of their own"),
        ("a: {synonyms: [b]}\na: {synonyms: [c]}", "repeated"),
        ("a: {synonyms: [b], synonyms: [c]}", "repeated"),
        ("a: {synonyms: [b], themes: [sport]}", "unknown themes: sport"),
        ("a: {synonyms: [b], questions: ['2.7']}", "unknown questions: 2.7"),
        ("ja: {synonyms: [b]}\non: {synonyms: [c]}", "expected words as keys"),
        ("- a", "expected words as keys"),
        ("a: {synonyms: [b", "bad.yaml"),
    ],
)
def test_a_broken_file_is_named(text: str, message: str) -> None:
    with pytest.raises(WordDataError, match=re.escape(message)):
        read_thesaurus({"bad.yaml": text})


def test_one_group_in_two_files_is_an_error() -> None:
    with pytest.raises(WordDataError, match="another file"):
        read_thesaurus({"a.yaml": "a: {synonyms: [b]}", "b.yaml": "a: {synonyms: [c]}"})


# --- finding and expanding ---


def test_a_longer_term_hides_the_shorter_within_it(small: Thesaurus) -> None:
    assert found(small, "intern kontroll") == ["intern kontroll"]
    assert found(small, "kontroll och intern kontroll") == ["intern kontroll", "kontroll"]


def test_a_phrase_is_found_in_any_order_with_words_between(small: Thesaurus) -> None:
    assert found(small, "tycker folk att de får säga ifrån?") == ["klagomål"]
    assert found(small, "säga ifrån") == []


def test_a_term_of_several_words_is_found_in_any_order(small: Thesaurus) -> None:
    assert found(small, "kontrollen är intern") == ["intern kontroll", "kontroll"]


def split(word: str) -> tuple[str, ...]:
    return {"internkontroll": ("intern", "kontroll"), "folkbank": ("folk", "bank")}.get(word, ())


BANKS = read_thesaurus(
    {
        "banks.yaml": """
penninginrättning:
  synonyms: [folkbank]
  phrases: [sätta in pengar på kontoret vid torget]
  themes: [styrning]
"""
    }
)


def test_a_compound_is_found_by_its_parts_apart() -> None:
    query = normalise("en bank för folk")
    assert [m.text for m in BANKS.find(normalise, query, split)] == ["folkbank"]
    assert BANKS.find(normalise, query) == ()


def test_a_compounds_parts_are_not_sought_in_other_compounds() -> None:
    matcher = BANKS.matcher(normalise, split)
    assert matcher.find(("folkmöte", "bank"), {"folkmöte": ("folk", "möte")}) == ()


def test_a_phrase_is_found_within_a_compound_of_the_query(small: Thesaurus) -> None:
    (match,) = small.matcher(normalise).find(
        ("internkontrollplan",), {"internkontrollplan": ("int", "kontroll")}
    )
    assert match.group.preferred == "intern kontroll"
    assert match.tokens == frozenset({"internkontrollplan"})


def test_an_unknown_compound_is_taken_for_its_parts(small: Thesaurus) -> None:
    matcher = small.matcher(normalise)
    (match,) = matcher.find(("klagomålsbok",), {"klagomålsbok": ("klagomål", "bok")})
    assert (match.group.preferred, match.share) == ("klagomål", 0.5)


def test_most_of_a_long_phrase_is_enough() -> None:
    (match,) = BANKS.find(normalise, normalise("pengar att sätta in vid kontoret"))
    assert match.share == pytest.approx(0.8)
    assert BANKS.find(normalise, normalise("pengar vid kontoret")) == ()


def test_words_far_apart_make_no_phrase(small: Thesaurus) -> None:
    assert found(small, "säga upp hyran av lokaler som föreningar tycker") == []


def test_a_term_that_stop_words_eat_up_is_not_found() -> None:
    thesaurus = read_thesaurus(
        {"t.yaml": "lärande: {synonyms: [lära av varandra, lära i kommunen], themes: [utveckling]}"}
    )
    assert found(thesaurus, "lära") == ["lärande"]


def test_a_group_is_found_once(small: Thesaurus) -> None:
    assert found(small, "synpunkt klagomål synpunkt") == ["klagomål"]


def test_words_outside_the_thesaurus_find_nothing(small: Thesaurus) -> None:
    assert found(small, "zebra") == []
    assert found(small, "") == []


def test_expansion_leaves_out_what_was_asked_and_repeats_nothing(small: Thesaurus) -> None:
    expansion = expand(small.find(normalise, normalise("intern kontroll, kontroll")))
    assert expansion.synonyms == ("internkontroll", "granskning")
    assert expansion.narrower == ()
    assert expansion.broader == ()
    assert [g.key for g in expansion.groups] == ["intern-kontroll", "kontroll"]


def test_expansion_keeps_broader_terms_apart(small: Thesaurus) -> None:
    expansion = expand(small.find(normalise, normalise("synpunkt")))
    assert expansion.synonyms == ("klagomål",)
    assert expansion.phrases == ("säga vad man tycker",)
    assert expansion.broader == ("service",)

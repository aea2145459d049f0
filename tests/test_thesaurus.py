"""The thesaurus: its data keeps the schema, and a query finds its groups."""

from __future__ import annotations

import re

import pytest

from corpus.thesaurus import (
    THEMES,
    Group,
    Thesaurus,
    ThesaurusError,
    compound_parts,
    expand,
    load_thesaurus,
    read_thesaurus,
    stem_families,
    stop_words,
)

QUESTIONS_PER_AREA_2010 = (5, 6, 5, 6, 6, 6, 5, 6)


def normalise(text: str) -> tuple[str, ...]:
    """The plainest analysis a search could have: small letters, no stop words."""
    return tuple(w for w in re.findall(r"[\w-]+", text.lower()) if w not in stop_words())


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
    for question in group.questions:
        area, number = (int(part) for part in question.split("."))
        assert number <= QUESTIONS_PER_AREA_2010[area - 1], f"{question} is no question of edition 2010"
        assert THEMES[area - 1] in group.themes


def test_every_question_of_2010_has_groups() -> None:
    asked = [f"{a}.{n}" for a, count in enumerate(QUESTIONS_PER_AREA_2010, 1) for n in range(1, count + 1)]
    assert [q for q in asked if not load_thesaurus().groups_for_question(q)] == []


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


def test_no_term_is_made_of_stop_words_alone() -> None:
    terms = [t for g in load_thesaurus().groups for t in (*g.terms, *g.phrases)]
    assert [t for t in terms if not normalise(t)] == []


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
    ],
)
def test_everyday_queries_find_their_group(query: str, group: str) -> None:
    assert group.lower() in [name.lower() for name in found(load_thesaurus(), query)]


# --- the lists beside it ---


def test_compound_parts_are_many_and_clean() -> None:
    parts = compound_parts()
    assert len(parts.modifiers) + len(parts.heads) >= 600
    assert all(p == p.lower() and p.isalpha() and len(p) >= 2 for p in (*parts.modifiers, *parts.heads))
    assert parts.modifiers["medborgar"] == "medborgare"
    assert "dialog" in parts.heads


def test_stem_families_lead_to_a_word_that_is_no_form_itself() -> None:
    families = stem_families()
    assert families["kontaktcentret"] == "kontaktcenter"
    assert families["tjänstemännen"] == "tjänsteman"
    assert [form for form, word in families.items() if word in families] == []


def test_stop_words_are_small_single_words() -> None:
    assert all(re.fullmatch(r"[a-zåäöé]+", word) for word in stop_words())
    assert "och" in stop_words()
    assert "över" not in stop_words()


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
        ("a: {synonyms: [b], questions: ['9.1']}", "no question number"),
        ("a: {synonyms: [b], questions: ['2']}", "no question number"),
        ("ja: {synonyms: [b]}\non: {synonyms: [c]}", "expected words as keys"),
        ("- a", "expected words as keys"),
        ("a: {synonyms: [b", "bad.yaml"),
    ],
)
def test_a_broken_file_is_named(text: str, message: str) -> None:
    with pytest.raises(ThesaurusError, match=re.escape(message)):
        read_thesaurus({"bad.yaml": text})


def test_one_group_in_two_files_is_an_error() -> None:
    with pytest.raises(ThesaurusError, match="another file"):
        read_thesaurus({"a.yaml": "a: {synonyms: [b]}", "b.yaml": "a: {synonyms: [c]}"})


# --- finding and expanding ---


def test_a_longer_term_hides_the_shorter_within_it(small: Thesaurus) -> None:
    assert found(small, "intern kontroll") == ["intern kontroll"]
    assert found(small, "kontroll och intern kontroll") == ["intern kontroll", "kontroll"]


def test_a_phrase_is_found_in_any_order_with_words_between(small: Thesaurus) -> None:
    assert found(small, "tycker folk att de får säga ifrån?") == ["klagomål"]
    assert found(small, "säga ifrån") == []


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

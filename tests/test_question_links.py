"""Which question a section or a finding bears on."""

from __future__ import annotations

from extractors.question_links import link_findings, link_headings

QUESTIONS = {
    "2.1": "Finns en samlad idé om vad brukaren ska kunna förvänta sig?",
    "2.2": "Hur lätt är det att nå kommunen på telefon?",
    "2.3": "Vilken information ges om service och avgifter?",
    "2.4": "Görs regelbundna undersökningar bland brukarna?",
}


def test_a_section_on_the_whole_area_bears_on_no_question() -> None:
    headings = ["Om området", "Värdegrund", "En väg in", "Tjänstekatalog", "Enkäter"]
    assert list(link_headings(headings, QUESTIONS).values()) == [None, *QUESTIONS]


def test_headings_with_the_questions_numbers_need_no_likeness() -> None:
    headings = ["Allmänt", "2.1 Enkäter", "2.3 Värdegrund"]
    assert list(link_headings(headings, QUESTIONS).values()) == [None, "2.1", "2.3"]


def test_the_numbers_of_sections_in_a_chapter_are_no_questions() -> None:
    headings = ["2.2.1 Värdegrund", "2.2.2 En väg in", "2.2.3 Tjänstekatalog", "2.2.4 Enkäter"]
    assert list(link_headings(headings, QUESTIONS).values()) == [*QUESTIONS]


def test_what_a_section_speaks_of_decides_where_its_heading_does_not() -> None:
    headings = ["Värdegrund", "Tjänstekatalog", "Enkäter"]
    texts = {
        "Värdegrund": "Det finns en idé om vad brukaren ska förvänta sig.",
        "Tjänstekatalog": "Den information som ges om avgifterna är begriplig.",
        "Enkäter": "En undersökning görs vartannat år.",
    }
    assert list(link_headings(headings, QUESTIONS, texts).values()) == ["2.1", "2.3", "2.4"]
    swapped = texts | {"Tjänstekatalog": "Telefonen besvaras, och det är lätt att nå kommunen."}
    assert list(link_headings(headings, QUESTIONS, swapped).values()) == ["2.1", "2.2", "2.4"]


def test_a_finding_bears_on_the_question_whose_words_it_shares() -> None:
    topics = {number: [wording] for number, wording in QUESTIONS.items()}
    findings = [
        "Undersökningar bland brukarna görs regelbundet",
        "Det är lätt att nå kommunen på telefon",
        "Stabil ekonomi",  # shares no word
        "Information om telefontider",  # as much of one as of another
        "",
    ]
    assert link_findings(findings, topics) == ["2.4", "2.2", None, None, None]
    assert link_findings(findings, {}) == [None] * len(findings)


def test_a_finding_may_share_its_words_with_the_heading_of_a_questions_section() -> None:
    topics = {number: [wording] for number, wording in QUESTIONS.items()}
    finding = "Värdegrunden är känd av alla"
    assert link_findings([finding], topics) == [None]
    assert link_findings([finding], topics | {"2.1": [QUESTIONS["2.1"], "Värdegrund"]}) == ["2.1"]

"""The editions of the framework and how a report's edition is decided."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from schemas.edition_signs import decide_edition
from schemas.editions import (
    best_area,
    edition,
    editions,
    finding_columns,
    finding_kind,
    overview_chapters,
    themes,
    title_similarity,
)

GOLD = sorted((Path(__file__).parents[1].parent / "shared" / "gold").glob("*.json"))


def titles(key: str) -> dict[int, str]:
    return {a.number: a.title for a in edition(key).areas}


def maxima(key: str) -> dict[str, float]:
    return {q.number: q.max for q in edition(key).questions().values()}


def counts(key: str) -> dict[int, int]:
    return {a.number: len(a.questions) for a in edition(key).areas if a.questions}


def test_every_edition_has_eight_areas_each_with_its_own_theme() -> None:
    assert [e.key for e in editions()] == ["2002", "2010", "2016", "2020"]
    for each in editions():
        assert [a.number for a in each.areas] == list(range(1, 9))
        assert {a.theme for a in each.areas} == set(themes())


def test_2010_has_45_questions_of_100_points_per_area() -> None:
    areas = edition("2010").areas
    assert [len(a.questions) for a in areas] == [5, 6, 5, 6, 6, 6, 5, 6]
    assert [sum(q.max for q in a.questions) for a in areas] == [100.0] * 8
    assert all(a.questions[0].max == 15 for a in areas)
    assert all(q.number.startswith(f"{a.number}.") for a in areas for q in a.questions)


def test_other_editions_list_no_questions() -> None:
    assert [len(edition(key).questions()) for key in ("2002", "2016", "2020")] == [0, 0, 0]


def test_themes_follow_the_subject_when_numbers_move() -> None:
    assert [a.theme for a in edition("2020").areas] == [
        "demokrati", "samhallsbyggnad", "styrning", "effektivitet",
        "brukare", "utveckling", "arbetsgivare", "ledarskap",
    ]  # fmt: skip


def test_unknown_edition_is_an_error() -> None:
    with pytest.raises(KeyError, match="no edition '1999'"):
        edition("1999")


@pytest.mark.parametrize("key", ["2002", "2010", "2016", "2020"])
def test_known_titles_without_year_decide_the_edition(key: str) -> None:
    decision = decide_edition(None, titles(key), {}, {})
    assert decision.key == key
    assert decision.margin >= 0.5


@pytest.mark.parametrize(
    ("year", "key"), [(2002, "2002"), (2007, "2002"), (2012, "2010"), (2018, "2016"), (2023, "2020")]
)
def test_year_decides_where_titles_are_unlike_all_known(year: int, key: str) -> None:
    unlike = {1: "Öppen kommun", 2: "Medborgaren", 3: "Mål och medel", 4: "Cheferna"}
    assert decide_edition(year, unlike, {}, {}).key == key
    assert decide_edition(year, {}, {}, {}).key == key


def test_an_edition_that_did_not_exist_yet_loses_to_the_year() -> None:
    some_later_titles = {**titles("2010"), 3: "Mål och medel", 5: "Kontroll och rapportering", 7: "Förnyelse"}
    assert decide_edition(2006, some_later_titles, {}, {}).key == "2002"
    assert decide_edition(2013, titles("2016"), counts("2010"), maxima("2010")).key == "2010"


def test_a_full_set_of_titles_outweighs_a_year_that_must_be_misread() -> None:
    assert decide_edition(2012, titles("2020"), {}, {}).key == "2020"
    assert decide_edition(2015, titles("2002"), {}, {}).key == "2002"


def test_titles_decide_in_the_year_that_two_editions_share() -> None:
    assert decide_edition(2016, titles("2010"), {}, {}).key == "2010"
    assert decide_edition(2016, titles("2016"), {}, {}).key == "2016"
    assert decide_edition(2010, titles("2002"), {}, {}).key == "2002"
    assert decide_edition(2010, titles("2010"), {}, {}).key == "2010"
    assert decide_edition(2020, titles("2016"), {}, {}).key == "2016"
    assert decide_edition(2020, titles("2020"), {}, {}).key == "2020"


def test_area_7_outweighs_maxima_that_a_revision_may_have_kept() -> None:
    leaked = {**titles("2010"), 7: "Ständiga förbättringar"}
    assert decide_edition(2016, leaked, counts("2010"), maxima("2010")).key == "2016"
    changed = {**maxima("2010"), "1.3": 20.0, "1.5": 15.0}
    assert decide_edition(2016, titles("2010"), counts("2010"), changed).key == "2010"


def test_an_area_title_of_another_edition_does_not_decide() -> None:
    leaked = {**titles("2016"), 2: "Tillgänglighet och brukarorientering"}
    assert decide_edition(2018, leaked, {}, {}).key == "2016"


def test_maxima_decide_where_titles_and_year_are_tied() -> None:
    shared = {n: t for n, t in titles("2010").items() if n != 7}
    other = {number: maximum + 5 for number, maximum in maxima("2010").items()}
    assert decide_edition(2016, shared, counts("2010"), maxima("2010")).key == "2010"
    assert decide_edition(2016, shared, {1: 7, 2: 4}, other).key == "2016"


def test_misprinted_and_miscased_titles_still_decide() -> None:
    shouted = {n: t.upper().replace("-", "–") for n, t in titles("2020").items()}
    assert decide_edition(2021, {**shouted, 4: "EFFEKTIVITTET"}, {}, {}).key == "2020"


def test_nothing_known_decides_nothing() -> None:
    assert decide_edition(None, {}, {}, {}).key is None
    assert decide_edition(None, {1: "Bokslut", 2: "Revision"}, {1: 3}, {"1.1": 7.0}).key is None
    assert decide_edition(1993, {}, {}, {}).key is None


@pytest.mark.skipif(not GOLD, reason="the shared reports are not here")
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
@pytest.mark.parametrize("with_year", [True, False])
def test_decides_the_shared_reports(path: Path, with_year: bool) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    decision = decide_edition(
        gold["report"]["year"] if with_year else None,
        {a["area"]: a["title"] for a in gold["area_scores"]},
        Counter(q["area"] for q in gold["question_scores"]),
        {q["question"]: q["max"] for q in gold["question_scores"]},
    )
    assert decision.key == gold["report"]["edition"]
    assert decision.margin >= 0.5


@pytest.mark.parametrize(
    ("title", "key", "number"),
    [
        ("OFFENTLIGHET OCH DEMOKRATI", "2010", 1),
        ("Kommunen som arbetsgivare personalpolitik", "2010", 6),
        ("Kommun som samhällsbyggare", "2010", 8),
        ("Ständiga förbättringar", "2016", 7),
        ("Chefs– och ledarskap samt medarbetarskap", "2020", 8),
        ("Innovation och förnyelse", "2002", 7),
    ],
)
def test_finds_the_area_of_a_printed_title(title: str, key: str, number: int) -> None:
    match = best_area(title)
    assert match is not None
    assert (match.edition, match.area.number) == (key, number)


def test_finds_an_area_within_one_edition_only() -> None:
    match = best_area("Styrning och kontroll", edition("2020"))
    assert match is not None
    assert (match.area.number, match.similarity) == (3, 100.0)
    assert best_area("Arbetsliv", edition("2002")) is None
    assert best_area("") is None
    assert best_area("Innehåll") is None


def test_every_known_title_and_variant_is_nearest_to_its_own_area() -> None:
    for each in editions():
        for area in each.areas:
            for printed in (area.title, *area.variants):
                ranked = sorted(each.areas, key=lambda a: title_similarity(printed, a))
                assert ranked[-1] == area, printed


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Styrkor", "strength"),
        ("STYRKOR:", "strength"),
        ("Finns delar men kan bli bättre", "partial"),
        ("Förbättringsmöjligheter", "improvement"),
        ("Förbättrings-\u200bområden", "improvement"),
        ("Utvecklingsområden", "improvement"),
        ("Kommentar", None),
        ("Max", None),
        ("", None),
    ],
)
def test_tells_the_kind_of_a_finding_column(heading: str, kind: str | None) -> None:
    assert finding_kind(heading) == kind


def test_every_known_column_heading_gives_its_kind() -> None:
    for kind, headings in finding_columns().items():
        assert [finding_kind(h) for h in headings] == [kind] * len(headings)


def test_overview_chapters_are_known_under_several_names() -> None:
    assert {"Översikt av poängfördelning", "Poängsammanställning"} <= set(overview_chapters())

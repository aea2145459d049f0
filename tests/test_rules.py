"""The validation rules: each fires on what it is for, and on nothing else."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.edition_signs import decide_edition
from schemas.editions import edition
from schemas.records import AreaScore, Box, Extraction, Finding, Issue, QuestionScore, Report
from schemas.rules import (
    RULES,
    duplicate_reports,
    edition_guessed_issue,
    heading_score_issue,
    page_without_text_issue,
    revalidate,
    validate,
)

GOLD = sorted((Path(__file__).parents[1].parent / "shared" / "gold").glob("*.json"))

REPORT = Report(
    municipality_code="9001",
    municipality="Fiktköping",
    year=2012,
    report_date=datetime.date(2013, 1, 9),
    edition="2010",
    evaluation_number=1,
    evaluators=("Ada Sagesman, Sagoberga kommun",),
    publisher=None,
    title=None,
    pages=30,
    total=400.0,
    stated_total=None,
    source_file="fiktkoping.pdf",
    source_sha256="00",
    reference_base=None,
    read_by="text",
    confidence=None,
    extractor_version="1",
)


def area_score(
    area: int, achieved: float | None, percent: float | None = None, max: float | None = 100
) -> AreaScore:
    return AreaScore(area, f"Område {area}", None, achieved, max, percent, None, None, None)


def question_score(
    number: str, achieved: float | None, max: float | None, percent: float | None
) -> QuestionScore:
    area = int(number.partition(".")[0])
    return QuestionScore(area, number, "Fråga", achieved, max, percent, None, None)


def finding(area: int) -> Finding:
    return Finding(f"f{area}", area, "strength", 1, "Levande målarbete", None)


SOUND = Extraction(
    report=REPORT,
    area_scores=tuple(area_score(n, 50, 50) for n in range(1, 9)),
    question_scores=tuple(
        question_score(q.number, q.max / 2, q.max, 50) for q in edition("2010").questions().values()
    ),
    findings=tuple(finding(n) for n in range(1, 9)),
)
"""Half of the points in everything: nothing to notice."""


def with_question(number: str, **changes: object) -> Extraction:
    return replace(
        SOUND,
        question_scores=tuple(
            replace(q, **changes) if q.question == number else q  # type: ignore[arg-type]
            for q in SOUND.question_scores
        ),
    )


def with_area(number: int, **changes: object) -> Extraction:
    return replace(
        SOUND,
        area_scores=tuple(
            replace(a, **changes) if a.area == number else a  # type: ignore[arg-type]
            for a in SOUND.area_scores
        ),
    )


def with_report(**changes: object) -> Extraction:
    return replace(SOUND, report=replace(REPORT, **changes))  # type: ignore[arg-type]


def without_question(number: str) -> Extraction:
    return replace(SOUND, question_scores=tuple(q for q in SOUND.question_scores if q.question != number))


def noticed(extraction: Extraction) -> list[tuple[str, str | None, str | None]]:
    return [(i.rule, i.table, i.key) for i in validate(extraction)]


def test_a_sound_report_has_no_issues() -> None:
    assert validate(SOUND) == ()


FIRING: list[tuple[Extraction, tuple[str, str | None, str | None]]] = [
    (with_report(municipality_code=None), ("municipality-unknown", "reports", "municipality_code")),
    (with_report(municipality_code="0001"), ("municipality-unknown", "reports", "municipality_code")),
    (with_report(year=None), ("year-unknown", "reports", "year")),
    (with_report(edition=None), ("edition-unknown", "reports", "edition")),
    (with_report(edition="1999"), ("edition-unknown", "reports", "edition")),
    (with_report(year=2018, report_date=None), ("edition-year", "reports", "year")),
    (with_report(report_date=datetime.date(2015, 1, 9)), ("date-year", "reports", "report_date")),
    (with_report(evaluators=()), ("no-evaluators", "reports", "evaluators")),
    (with_report(total=401.0), ("total-sum", "reports", "total")),
    (with_report(stated_total=440.0), ("stated-total", "reports", "stated_total")),
    (replace(SOUND, area_scores=SOUND.area_scores[:7]), ("area-missing", "area_scores", "8")),
    (replace(SOUND, findings=SOUND.findings[1:]), ("area-findings", "area_scores", "1")),
    (replace(SOUND, findings=()), ("area-findings", "findings", None)),
    (replace(SOUND, question_scores=()), ("question-missing", "area_scores", None)),
    (replace(SOUND, findings=(*SOUND.findings, finding(9))), ("area-number", "area_scores", "9")),
    (
        replace(SOUND, question_scores=(*SOUND.question_scores, question_score("3.6", 0, 0, None))),
        ("edition-maxima", "reports", "edition"),
    ),
    (with_question("2.3", area=3), ("question-area", "area_scores", "3")),
    (with_question("2.3", achieved=16, percent=None), ("score-range", "question_scores", "2.3")),
    (with_question("2.3", percent=106), ("score-range", "question_scores", "2.3")),
    (with_question("2.3", achieved=None), ("score-incomplete", "area_scores", "2")),
    (with_question("2.3", achieved=9.0), ("points-percent", "question_scores", "2.3")),
    (with_area(4, achieved=52.0), ("points-percent", "area_scores", "4")),
    (with_area(4, achieved=54.0, percent=54), ("area-sum", "area_scores", "4")),
    (with_area(4, achieved=None, percent=None), ("score-incomplete", "area_scores", "4")),
    (
        replace(SOUND, area_scores=(*SOUND.area_scores, SOUND.area_scores[0])),
        ("area-doubled", "area_scores", "1"),
    ),
    (
        replace(SOUND, question_scores=(*SOUND.question_scores, SOUND.question_scores[0])),
        ("question-doubled", "area_scores", "1"),
    ),
    (without_question("4.6"), ("question-missing", "area_scores", "4")),
    (without_question("4.6"), ("question-maxima", "area_scores", "4")),
    (with_area(2, max=90.0, percent=None), ("area-max", "area_scores", "2")),
]
"""Records that are wrong in one way, and the rule, table and key to be noticed."""


@pytest.mark.parametrize(("extraction", "expected"), FIRING, ids=[expected[0] for _, expected in FIRING])
def test_a_rule_notices_what_it_is_for(
    extraction: Extraction, expected: tuple[str, str | None, str | None]
) -> None:
    assert expected in noticed(extraction)


def test_every_rule_says_why_and_has_been_shown_to_fire() -> None:
    assert [rule.id for rule in RULES if not rule.why.endswith(".")] == []
    assert sorted({expected[0] for _, expected in FIRING}) == sorted(rule.id for rule in RULES)


def test_doubled_rows_are_noticed_once_each() -> None:
    doubled = replace(
        SOUND,
        area_scores=(*SOUND.area_scores, SOUND.area_scores[0]),
        question_scores=(*SOUND.question_scores, SOUND.question_scores[0]),
    )
    rules = noticed(doubled)
    assert rules.count(("area-doubled", "area_scores", "1")) == 1
    assert rules.count(("question-doubled", "area_scores", "1")) == 1


def test_a_missing_question_is_named() -> None:
    (missing, maxima) = validate(without_question("4.6"))
    assert (missing.rule, missing.message) == ("question-missing", "area 4 lacks 4.6")
    assert maxima.rule == "question-maxima"


def test_a_gap_in_the_numbers_is_noticed_where_the_questions_are_not_known() -> None:
    later = replace(
        without_question("4.2"), report=replace(REPORT, edition="2020", year=2021, report_date=None)
    )
    assert ("question-missing", "area_scores", "4") in noticed(later)
    last = replace(without_question("4.6"), report=later.report)
    assert ("question-missing", "area_scores", "4") not in noticed(last)


def test_other_maxima_than_the_editions_are_one_issue_of_the_report() -> None:
    swapped = replace(
        SOUND,
        question_scores=tuple(
            replace(q, max=q.max + 5, achieved=q.max / 2 + 2.5)
            if q.question == "1.1"
            else replace(q, max=q.max - 5, achieved=q.max / 2 - 2.5)
            if q.question == "1.2"
            else q
            for q in SOUND.question_scores
            if q.max is not None
        ),
    )
    assert noticed(swapped) == [("edition-maxima", "reports", "edition")]
    assert "1.1, 1.2" in validate(swapped)[0].message
    assert (
        noticed(replace(swapped, report=replace(REPORT, edition="2016", year=2016, report_date=None))) == []
    )


def test_an_area_of_other_than_100_points_is_noticed() -> None:
    assert noticed(with_area(2, max=90.0, percent=None, achieved=50.0)) == [
        ("area-max", "area_scores", "2"),
        ("question-maxima", "area_scores", "2"),
    ]


def test_a_misprinted_row_is_the_only_issue_of_its_area() -> None:
    assert noticed(with_question("5.5", achieved=12.0)) == [("points-percent", "question_scores", "5.5")]
    assert noticed(with_question("5.5", percent=20.0)) == [("points-percent", "question_scores", "5.5")]


def test_the_message_says_what_the_percent_would_be() -> None:
    (issue,) = validate(with_question("5.5", achieved=9.0, percent=37.0))
    assert issue.message == "9 of 20 points is printed with 37 %, which would be 7.3 to 7.5 points"
    assert issue.severity == "warning"


def test_an_impossible_row_is_not_called_a_misprint_too() -> None:
    assert [rule for rule, _, _ in noticed(with_question("5.5", achieved=25.0))] == ["score-range"]


def test_rounded_rows_need_not_add_up_to_the_area() -> None:
    maxima = {"3.1": 15, "3.2": 25, "3.3": 25, "3.4": 20, "3.5": 15}
    printed = {"3.1": (8, 50), "3.2": (13, 50), "3.3": (13, 50), "3.4": (10, 50), "3.5": (8, 50)}
    rows = tuple(question_score(n, p, maxima[n], percent) for n, (p, percent) in printed.items())
    assert sum(q.achieved or 0 for q in rows) == 52
    others = tuple(q for q in SOUND.question_scores if q.area != 3)
    assert noticed(replace(SOUND, question_scores=(*others, *rows))) == []


def test_the_issue_carries_the_place_of_its_record() -> None:
    place = (Box(26, 1, 2, 3, 4),)
    assert validate(with_question("5.5", achieved=12.0, boxes=place))[0].boxes == place


def test_a_stated_total_may_differ_by_rounding() -> None:
    assert noticed(with_report(stated_total=402.0)) == []
    assert noticed(with_report(stated_total=404.5)) == [("stated-total", "reports", "stated_total")]


def test_a_report_without_area_scores_is_noticed_once() -> None:
    nothing = Extraction(report=replace(REPORT, total=None))
    assert noticed(nothing) == [
        ("area-missing", "area_scores", None),
        ("question-missing", "area_scores", None),
    ]


def test_a_report_of_the_next_year_is_not_far_apart() -> None:
    assert noticed(with_report(report_date=datetime.date(2012, 3, 1))) == []


def test_validation_looks_at_records_only_and_revalidation_is_stable() -> None:
    stored = replace(
        with_question("5.5", achieved=12.0),
        issues=(
            page_without_text_issue(3),
            Issue("warning", "points-percent", "question_scores", "1.1", "of an earlier version"),
        ),
    )
    once = revalidate(stored)
    assert validate(stored) == validate(replace(stored, issues=()))
    assert [(i.rule, i.key) for i in once.issues] == [
        ("page-without-text", "page 3"),
        ("points-percent", "5.5"),
    ]
    assert revalidate(once) == once


def test_heading_and_overview_may_differ_by_rounding_only() -> None:
    issue = heading_score_issue(4, 46, 64)
    assert issue is not None
    assert (issue.rule, issue.table, issue.key) == ("heading-score", "area_scores", "4")
    assert heading_score_issue(4, 64, 64) is None
    assert heading_score_issue(4, 64, 63.5) is None


def test_an_edition_decided_by_a_narrow_lead_is_noted() -> None:
    shared_titles = {1: "Offentlighet och demokrati", 8: "Kommunen som samhällsbyggare"}
    guess = edition_guessed_issue(decide_edition(2016, shared_titles, {}, {}))
    assert guess is not None
    assert (guess.severity, guess.table, guess.key) == ("info", "reports", "edition")
    clear = decide_edition(2016, {**shared_titles, 7: "Ständiga förbättringar"}, {}, {})
    assert edition_guessed_issue(clear) is None


def test_reports_of_one_municipality_and_year_are_noted() -> None:
    draft = replace(REPORT, source_file="utkast.pdf", source_sha256="11")
    copy = replace(REPORT, source_file="kopia.pdf")
    later = replace(REPORT, year=2014)
    unknown = replace(REPORT, year=None)
    reports = {
        "9001-2012": REPORT,
        "9001-2012-2": draft,
        "9001-2014": later,
        "9001-2012-3": copy,
        "a": unknown,
        "b": unknown,
    }
    notes = list(duplicate_reports(reports))
    assert [(report_id, issue.rule, issue.severity) for report_id, issue in notes] == [
        ("9001-2012-2", "same-year", "info"),
        ("9001-2012-3", "same-file", "warning"),
    ]
    assert notes[0][1].message == (
        "utkast.pdf is of the same municipality and year as fiktkoping.pdf (9001-2012)"
    )


def half_up(value: float) -> int:
    return int(value + 0.5)


@given(
    parts=st.lists(st.floats(0, 1), min_size=45, max_size=45),
    rounding=st.sampled_from([round, half_up]),
    halves=st.booleans(),
)
def test_no_true_report_is_flagged_whatever_its_scores(
    parts: list[float], rounding: Callable[[float], int], halves: bool
) -> None:
    questions = list(edition("2010").questions().values())
    true = {q.number: part * q.max for q, part in zip(questions, parts, strict=True)}
    area_true = {n: sum(s for q, s in true.items() if q.startswith(f"{n}.")) for n in range(1, 9)}

    def points(score: float) -> float:
        return rounding(score * 2) / 2 if halves else rounding(score)

    printed = replace(
        SOUND,
        report=replace(REPORT, total=None, stated_total=float(rounding(sum(area_true.values())))),
        area_scores=tuple(area_score(n, points(s), rounding(s)) for n, s in area_true.items()),
        question_scores=tuple(
            question_score(q.number, points(true[q.number]), q.max, rounding(100 * true[q.number] / q.max))
            for q in questions
        ),
    )
    assert noticed(printed) == []


@given(
    question=st.sampled_from(sorted(edition("2010").questions())),
    part=st.floats(0, 1),
    percent=st.integers(0, 100),
)
def test_a_percent_that_no_rounding_explains_is_always_flagged(
    question: str, part: float, percent: int
) -> None:
    maximum = edition("2010").questions()[question].max
    achieved = round(part * maximum)
    apart = abs(percent / 100 * maximum - achieved) - (0.5 + maximum / 200)
    flagged = ("points-percent", "question_scores", question) in noticed(
        with_question(question, achieved=float(achieved), percent=float(percent))
    )
    assert flagged == (apart > 1e-6)


@pytest.mark.skipif(not GOLD, reason="the shared reports are not here")
@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_notices_the_misprints_of_the_shared_reports_and_nothing_else(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    areas = tuple(area_score(a["area"], a["achieved"], a["percent"], a["max"]) for a in gold["area_scores"])
    extraction = Extraction(
        report=replace(
            REPORT,
            municipality_code=gold["report"]["municipality_code"],
            year=gold["report"]["year"],
            report_date=datetime.date.fromisoformat(gold["report"]["date"]),
            edition=gold["report"]["edition"],
            total=sum(a.achieved or 0 for a in areas),
            stated_total=gold["report"]["total"],
        ),
        area_scores=areas,
        question_scores=tuple(
            question_score(q["question"], q["achieved"], q["max"], q["percent"])
            for q in gold["question_scores"]
        ),
        findings=tuple(finding(f["area"]) for f in gold["findings"]),
    )
    misprints = [key.removeprefix("area ") for key in gold["inconsistent"]]
    issues = validate(extraction)
    assert {i.key for i in issues} == set(misprints)
    assert {i.rule for i in issues} <= {"points-percent"}

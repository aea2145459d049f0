"""Validation rules: what the records of a report should keep, and why.

Nothing is changed or dropped because of a rule. A rule that does not hold makes an issue, stored
beside the records.
"""

from __future__ import annotations

from dataclasses import replace

from schemas.records import Extraction, Issue
from schemas.rules import framework, points, report
from schemas.rules.reading import (
    corrected_issue,
    duplicate_reports,
    edition_guessed_issue,
    heading_score_issue,
    page_without_text_issue,
    reading_note_issue,
)
from schemas.rules.rule import Rule

__all__ = [
    "RULES",
    "Rule",
    "corrected_issue",
    "duplicate_reports",
    "edition_guessed_issue",
    "heading_score_issue",
    "page_without_text_issue",
    "reading_note_issue",
    "revalidate",
    "validate",
]

RULES = (
    Rule("municipality-unknown", "error", report.municipality_is_known),
    Rule("year-unknown", "error", report.year_is_known),
    Rule("edition-unknown", "warning", report.edition_is_known),
    Rule("edition-year", "warning", report.year_is_the_editions),
    Rule("date-year", "warning", report.date_is_near_year),
    Rule("no-evaluators", "info", report.evaluators_are_named),
    Rule("total-sum", "error", report.total_is_the_sum_of_areas),
    Rule("stated-total", "warning", report.stated_total_fits_areas),
    Rule("edition-maxima", "warning", framework.maxima_are_the_editions),
    Rule("area-missing", "warning", framework.areas_are_complete),
    Rule("area-doubled", "error", framework.areas_stand_once),
    Rule("area-number", "error", framework.area_numbers_exist),
    Rule("area-max", "warning", points.areas_have_100_points),
    Rule("area-sum", "warning", points.rows_add_up_to_area),
    Rule("area-findings", "warning", framework.areas_have_findings),
    Rule("question-missing", "warning", framework.questions_are_complete),
    Rule("question-doubled", "error", framework.questions_stand_once),
    Rule("question-area", "error", framework.questions_belong_to_area),
    Rule("question-maxima", "warning", points.question_maxima_add_up),
    Rule("score-range", "error", points.points_and_percent_in_range),
    Rule("score-incomplete", "warning", points.scores_are_complete),
    Rule("points-percent", "warning", points.points_meet_percent),
)
"""All rules, in the order their issues are listed."""


def validate(extraction: Extraction) -> tuple[Issue, ...]:
    """The issues of all rules, in the order of `RULES` and within one of the records.

    Depends on the records alone: issues that the extraction already holds are not looked at.
    """
    records = replace(extraction, issues=())
    return tuple(issue for rule in RULES for issue in rule.issues(records))


def revalidate(extraction: Extraction) -> Extraction:
    """The extraction with the issues of `RULES` made anew and all other issues kept before them."""
    made_here = {rule.id for rule in RULES}
    kept = tuple(issue for issue in extraction.issues if issue.rule not in made_here)
    return replace(extraction, issues=kept + validate(extraction))

"""What a correct extraction of a typeset report holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.typesetter.layout import Layout, prints_grand_total, prints_percent
from tests.typesetter.report import Area, Question, Report


def gold(report: Report, layout: Layout) -> dict[str, Any]:
    """The records of `report` as it is printed in `layout`, ready for JSON."""
    return {
        "report": {
            "municipality": report.municipality.name,
            "municipality_code": report.municipality.code,
            "year": report.year,
            "date": report.date.isoformat(),
            "edition": report.edition,
            "evaluators": [f"{e.name}, {e.employer}" for e in report.evaluators],
            "evaluation_number": report.evaluation_number,
            "total": _number(report.total) if report.states_total or prints_grand_total(layout) else None,
            "origin": "typeset",
        },
        "area_scores": [_area_score(area, layout) for area in report.areas],
        "question_scores": [
            _question_score(area, question, layout) for area in report.areas for question in area.questions
        ],
        "findings": [
            {"area": area.number, "kind": column.kind, "text": finding.text}
            for area in report.areas
            for column in report.finding_columns
            for finding in area.findings_of(column.kind)
        ],
        "examples": [
            {
                "area": area.number if area else None,
                "relation": naming.relation,
                "municipality": naming.municipality.name,
                "municipality_code": naming.municipality.code,
                "text": sentence.text,
            }
            for area, section in report.sections()
            for paragraph in section.paragraphs
            for sentence in paragraph.sentences
            for naming in sentence.namings
        ],
        "sections": [
            {
                "area": area.number,
                "heading": section.heading,
                "text": section.text,
                "question": section.question,
            }
            for area in report.areas
            for section in area.sections
        ],
        "facts": [{"label": fact.label, "value": fact.value} for fact in report.facts],
        "inconsistent": [
            q.number
            for area in report.areas
            for q in area.questions
            if q.misprint is not None and prints_percent(layout)
        ],
    }


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _area_score(area: Area, layout: Layout) -> dict[str, Any]:
    score: dict[str, Any] = {"area": area.number, "title": area.title}
    percent = _number(area.percent) if prints_percent(layout) else None
    score |= {"achieved": _number(area.printed), "max": area.max, "percent": percent}
    if area.reference_mean is not None and layout.summary_points in ("table reference", "bars reference"):
        score["reference_mean"] = area.reference_mean
    return score


def _question_score(area: Area, question: Question, layout: Layout) -> dict[str, Any]:
    percent = _number(question.percent) if prints_percent(layout) else None
    return {
        "area": area.number,
        "question": question.number,
        "text": question.text,
        "achieved": _number(question.printed),
        "max": question.max,
        "percent": percent,
    }

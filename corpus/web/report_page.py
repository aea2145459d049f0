"""Rapport: one evaluation, everything that was read from it and what the checks say."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.dataset import Dataset
from corpus.labels import FINDING_LABELS, RELATION_LABELS
from corpus.report_lookup import report_with_id
from corpus.report_records import score_keys
from corpus.web.addresses import evidence_address, municipality_address, report_address, report_pdf, twin
from corpus.web.municipality_page import edition_years
from schemas.editions import themes

Row = Mapping[str, Any]

_SHOWN = ("area_scores", "question_scores", "findings", "examples", "facts", "issues")
"""The tables whose rows the page shows; prose is left to the report itself."""


@dataclass(frozen=True, slots=True)
class ScoreView:
    """A score as printed, and the range that its print allows."""

    achieved: float | None
    max: float | None
    percent: float | None
    lowest: float | None
    """Lowest and highest true score in points; None where points and percent contradict each other."""
    highest: float | None
    contradicts: bool
    share: float | None
    """Of the maximum, 0 to 1, for the bar."""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A sub-question with its score."""

    question: str
    text: str
    score: ScoreView
    address: str


@dataclass(frozen=True, slots=True)
class TextView:
    """A bullet or sentence with where it stands."""

    text: str
    page: int | None
    address: str


@dataclass(frozen=True, slots=True)
class FindingColumn:
    """A column of the table that closes an area."""

    kind: str
    label: str
    items: tuple[TextView, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """A sentence that names a municipality."""

    sentence: TextView
    relation: str
    relation_label: str
    municipality: str
    municipality_address: str
    confidence: float
    heading: str | None


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area of the report: its score, questions, findings and good examples."""

    area: int | None
    """None for what stands outside the areas."""
    title: str | None
    theme: str | None
    score: ScoreView | None
    reference_mean: float | None
    address: str | None
    questions: tuple[QuestionView, ...]
    findings: tuple[FindingColumn, ...]
    examples: tuple[ExampleView, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """A row of Kortfakta."""

    label: str
    value: str
    address: str


@dataclass(frozen=True, slots=True)
class IssueView:
    """Something that the checks noticed."""

    severity: str
    rule: str
    key: str | None
    message: str
    page: int | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report as the page shows it."""

    address: str
    twin: str
    report_id: str
    municipality: str | None
    municipality_code: str | None
    municipality_address: str | None
    year: int | None
    title: str | None
    report_date: datetime.date | None
    edition: str | None
    edition_years: str | None
    evaluation_number: int | None
    evaluators: tuple[str, ...]
    publisher: str | None
    total: float | None
    stated_total: float | None
    reference_base: str | None
    pages: int
    read_by: str
    confidence: float | None
    source_file: str
    source_sha256: str
    pdf: str | None
    """Where the original file can be fetched; None without it."""
    title_page: str | None
    areas: tuple[AreaView, ...]
    facts: tuple[FactView, ...]
    issues: tuple[IssueView, ...]


def report_view(dataset: Dataset, report_id: str, *, has_pdf: bool) -> ReportView:
    """The page of a report. Raises UnknownReportError."""
    report = report_with_id(dataset, report_id)
    tables = {table: dataset.rows_of_report(table, report_id) for table in _SHOWN}
    code, address = report["municipality_code"], report_address(report_id)
    return ReportView(
        address=address,
        twin=twin(address),
        report_id=report_id,
        municipality=report["municipality"],
        municipality_code=code,
        municipality_address=municipality_address(code) if code else None,
        year=report["year"],
        title=report["title"],
        report_date=report["report_date"],
        edition=report["edition"],
        edition_years=edition_years(report["edition"]),
        evaluation_number=report["evaluation_number"],
        evaluators=tuple(report["evaluators"] or ()),
        publisher=report["publisher"],
        total=report["total"],
        stated_total=report["stated_total"],
        reference_base=report["reference_base"],
        pages=report["pages"],
        read_by=report["read_by"],
        confidence=report["confidence"],
        source_file=report["source_file"],
        source_sha256=report["source_sha256"],
        pdf=report_pdf(report_id) if has_pdf else None,
        title_page=evidence_address(report_id, "t") if report["boxes"] else None,
        areas=_areas(report_id, tables),
        facts=tuple(
            FactView(row["label"], row["value"], evidence_address(report_id, f"k{number}"))
            for number, row in enumerate(tables["facts"], 1)
        ),
        issues=tuple(
            IssueView(i["severity"], i["rule"], _short(i["key"]), i["message"], i["page"])
            for i in tables["issues"]
        ),
    )


def _short(key: str | None) -> str | None:
    return None if key is None else key.rpartition("/")[2]


def score_view(row: Row) -> ScoreView:
    """A score's row as the page shows it."""
    achieved, maximum, percent = row["achieved"], row["max"], row["percent"]
    low, high = row["achieved_low"], row["achieved_high"]
    share = achieved / maximum if achieved is not None and maximum else percent and percent / 100
    return ScoreView(
        achieved=achieved,
        max=maximum,
        percent=percent,
        lowest=low,
        highest=high,
        contradicts=low is None and achieved is not None and percent is not None,
        share=None if share is None else max(0.0, min(1.0, share)),
    )


def _areas(report_id: str, tables: Mapping[str, Sequence[Row]]) -> tuple[AreaView, ...]:
    """The areas in order, and last what stands outside them, where there is any."""
    by_area: dict[int | None, dict[str, list[tuple[str, Row]]]] = {}
    for table, keys in (
        ("area_scores", score_keys("area_scores", tables["area_scores"])),
        ("question_scores", score_keys("question_scores", tables["question_scores"])),
        ("findings", [_key(row["finding_id"]) for row in tables["findings"]]),
        ("examples", [_key(row["example_id"]) for row in tables["examples"]]),
    ):
        for key, row in zip(keys, tables[table], strict=True):
            by_area.setdefault(row["area"], {}).setdefault(table, []).append((key, row))
    order = sorted(area for area in by_area if area is not None)
    return tuple(
        _area(report_id, area, by_area[area]) for area in (*order, *([None] if None in by_area else []))
    )


def _key(row_id: str) -> str:
    return row_id.rpartition("/")[2]


def _area(report_id: str, area: int | None, rows: Mapping[str, Sequence[tuple[str, Row]]]) -> AreaView:
    key, head = next(iter(rows.get("area_scores", ())), (None, None))
    return AreaView(
        area=area,
        title=head["title"] if head else None,
        theme=themes().get(head["theme"] or "") if head else None,
        score=score_view(head) if head else None,
        reference_mean=head["reference_mean"] if head else None,
        address=evidence_address(report_id, key) if key else None,
        questions=tuple(
            QuestionView(
                question=row["question"],
                text=row["text"],
                score=score_view(row),
                address=evidence_address(report_id, question),
            )
            for question, row in rows.get("question_scores", ())
        ),
        findings=_columns(report_id, rows.get("findings", ())),
        examples=tuple(_example(report_id, example, row) for example, row in rows.get("examples", ())),
    )


def _columns(report_id: str, findings: Sequence[tuple[str, Row]]) -> tuple[FindingColumn, ...]:
    return tuple(
        FindingColumn(
            kind, label, tuple(_text(report_id, key, f) for key, f in findings if f["kind"] == kind)
        )
        for kind, label in FINDING_LABELS.items()
        if any(f["kind"] == kind for _, f in findings)
    )


def _example(report_id: str, key: str, row: Row) -> ExampleView:
    return ExampleView(
        sentence=_text(report_id, key, row),
        relation=row["relation"],
        relation_label=RELATION_LABELS[row["relation"]],
        municipality=row["municipality"],
        municipality_address=municipality_address(row["municipality_code"]),
        confidence=row["confidence"],
        heading=row["heading"],
    )


def _text(report_id: str, key: str, row: Row) -> TextView:
    return TextView(row["text"], row["page"], evidence_address(report_id, key))

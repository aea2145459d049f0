"""The records of a dataset, each column defined once.

A record is a frozen dataclass; each field carries the column's storage type, description and
unit (see `column`). `schemas.tables` turns these definitions into Arrow schemas, the data
package and the data dictionary, so that no column is described in two places.

Records of one report do not repeat the report's id and hold their provenance as `boxes`; the
columns `report_id`, `page` and `bbox` are added when rows are made (`schemas.tables.rows`).
Ids of rows are local here (`f1`, `p12`, `e3`) and become `<report_id>/<id>` in a row.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Relation = Literal["own", "model", "mention"]
FindingKind = Literal["strength", "partial", "improvement"]
Severity = Literal["error", "warning", "info"]
ReadBy = Literal["text", "ocr", "mixed"]


class Box(NamedTuple):
    """A rectangle on a page, in PDF points from the displayed page's top-left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def column(
    type: str,
    description: str,
    *,
    unit: str = "",
    values: tuple[str, ...] = (),
    local_id: bool = False,
    **kw: Any,
) -> Any:
    """A dataclass field that is also a column.

    `type` names the storage type (`string`, `int16`, `float64`, `date32`, `list<string>`);
    `values` is the closed set of allowed values; `local_id` marks ids that a row prefixes with
    its report's id. Other keywords go to `dataclasses.field`.
    """
    metadata = {
        "type": type,
        "description": description,
        "unit": unit,
        "values": values,
        "local_id": local_id,
    }
    return field(metadata=metadata, **kw)


@dataclass(frozen=True, slots=True)
class Report:
    """One evaluation report: what its title page says and how it was read."""

    municipality_code: str | None = column("string", "Four-digit code of the evaluated municipality (SCB)")
    municipality: str | None = column("string", "Name of the evaluated municipality in the register")
    year: int | None = column("int16", "Year of the evaluation as the title page has it")
    report_date: datetime.date | None = column("date32", "Date printed on the report")
    edition: str | None = column(
        "string", "Edition of the framework", values=("2002", "2010", "2016", "2020")
    )
    evaluation_number: int | None = column("int16", "Which of the municipality's evaluations this is, from 1")
    evaluators: tuple[str, ...] = column("list<string>", "Evaluators with their employer, as printed")
    publisher: str | None = column("string", "Organisation that publishes the report, as printed")
    title: str | None = column("string", "Title of the report, as printed")
    pages: int = column("int16", "Number of pages in the file", unit="pages")
    total: float | None = column("float64", "Sum of the printed area scores", unit="points")
    stated_total: float | None = column(
        "float64", "Total that the report itself states in text", unit="points"
    )
    source_file: str = column("string", "File name the report was read from")
    source_sha256: str = column("string", "SHA-256 of the file, hexadecimal")
    reference_base: str | None = column("string", "Whose mean the reference means are, as printed")
    read_by: ReadBy = column("string", "How the text was read", values=("text", "ocr", "mixed"))
    confidence: float | None = column(
        "float64", "Mean confidence of the words read by OCR, null without OCR", unit="0-1"
    )
    extractor_version: str = column("string", "Version of the extractors that read the report")
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaScore:
    """The score of one of the eight areas."""

    area: int = column("int16", "Number of the area in its edition, 1 to 8")
    title: str = column("string", "Title of the area, as printed")
    theme: str | None = column("string", "Theme key, the same in every edition")
    achieved: float | None = column("float64", "Points as printed", unit="points")
    max: float | None = column("float64", "Maximum points as printed", unit="points")
    percent: float | None = column("float64", "Percent as printed", unit="percent")
    achieved_low: float | None = column(
        "float64", "Lowest true score the print allows, null where it contradicts itself", unit="points"
    )
    achieved_high: float | None = column(
        "float64", "Highest true score the print allows, null where it contradicts itself", unit="points"
    )
    reference_mean: float | None = column(
        "float64", "Mean of other municipalities, where printed", unit="points"
    )
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionScore:
    """The score of one sub-question (delfråga)."""

    area: int = column("int16", "Number of the area in its edition, 1 to 8")
    question: str = column("string", "Number of the sub-question, as in 1.1")
    text: str = column("string", "Wording of the sub-question, as printed")
    achieved: float | None = column("float64", "Points as printed", unit="points")
    max: float | None = column("float64", "Maximum points as printed", unit="points")
    percent: float | None = column("float64", "Percent as printed", unit="percent")
    achieved_low: float | None = column(
        "float64", "Lowest true score the print allows, null where it contradicts itself", unit="points"
    )
    achieved_high: float | None = column(
        "float64", "Highest true score the print allows, null where it contradicts itself", unit="points"
    )
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A bullet in the table that closes an area."""

    finding_id: str = column("string", "Id of the finding", local_id=True)
    area: int = column("int16", "Number of the area in its edition, 1 to 8")
    kind: FindingKind = column(
        "string", "Which column it stands in", values=("strength", "partial", "improvement")
    )
    position: int = column("int16", "Place within the column, from 1")
    text: str = column("string", "Text of the bullet")
    question: str | None = column("string", "Sub-question it bears on, null where not clear")
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the evaluators' prose."""

    passage_id: str = column("string", "Id of the passage", local_id=True)
    area: int | None = column("int16", "Number of the area, null outside the areas")
    heading: str | None = column("string", "Heading it stands under, as printed")
    question: str | None = column("string", "Sub-question it bears on, null where not clear")
    position: int = column("int16", "Place in the report, from 1")
    text: str = column("string", "Text of the paragraph, line breaks removed and hyphenation joined")
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that holds a municipality up as an example, or names one."""

    example_id: str = column("string", "Id of the example", local_id=True)
    area: int | None = column("int16", "Number of the area, null outside the areas")
    heading: str | None = column("string", "Heading it stands under, as printed")
    question: str | None = column("string", "Sub-question it bears on, null where not clear")
    relation: Relation = column(
        "string",
        "own: the evaluated municipality is held up; model: another is; mention: another is only named",
        values=("own", "model", "mention"),
    )
    municipality_code: str = column("string", "Code of the municipality the sentence is about")
    municipality: str = column("string", "Its name in the register")
    text: str = column("string", "The sentence")
    cue: str | None = column("string", "The words that decided the relation")
    confidence: float = column("float64", "How sure the relation is", unit="0-1")
    passage_id: str | None = column("string", "Passage the sentence stands in", local_id=True)
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of Kortfakta, the short facts about the municipality."""

    label: str = column("string", "Label of the row, as printed")
    value: str = column("string", "Value, as printed")
    number: float | None = column("float64", "Value as a number, where it is one")
    unit: str | None = column("string", "Unit of the number, where one is known")
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Issue:
    """Something the validation noticed. Nothing is changed because of it."""

    severity: Severity = column("string", "How serious it is", values=("error", "warning", "info"))
    rule: str = column("string", "Id of the rule that noticed it")
    table: str | None = column("string", "Table the record stands in")
    key: str | None = column("string", "The question, area or row id it is about, as text")
    message: str = column("string", "What was noticed, in a sentence")
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """All records read from one report, in reading order."""

    report: Report
    area_scores: tuple[AreaScore, ...] = ()
    question_scores: tuple[QuestionScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    examples: tuple[Example, ...] = ()
    facts: tuple[Fact, ...] = ()
    issues: tuple[Issue, ...] = ()

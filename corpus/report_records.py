"""The records of one report that stand on its pages, in reading order, each under a key of its own.

Keys are those of the rows (`e3`, `f1`, `p12`), and for scores, which have none, the number of the
question (`1.3`) or the area (`o1`); facts are `k1`, `k2` and the title page `t`. Where a report
prints a question or area twice, the second one's key ends in `-2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.records import Box

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A record of a report and where it stands."""

    key: str
    table: str
    kind: str | None
    """The kind of a finding, the relation of an example."""
    text: str
    about: str | None
    """The municipality that an example names."""
    area: int | None
    heading: str | None
    question: str | None
    page: int | None
    boxes: tuple[Box, ...]


def report_records(tables: Mapping[str, Sequence[Row]]) -> tuple[ReportRecord, ...]:
    """All records of a report, by page and place on it; those without a place come last."""
    made = list(_distinct(_records(tables)))
    return tuple(sorted(made, key=_place))


def _place(record: ReportRecord) -> tuple[float, ...]:
    if not record.boxes:
        return (float("inf"),)
    first = record.boxes[0]
    # An example stands inside its passage and comes after it.
    return first.page, round(first.top), round(first.x0), record.table == "examples"


def _distinct(records: Iterator[ReportRecord]) -> Iterator[ReportRecord]:
    seen: dict[str, int] = {}
    for record in records:
        seen[record.key] = number = seen.get(record.key, 0) + 1
        yield record if number == 1 else replace(record, key=f"{record.key}-{number}")


def _records(tables: Mapping[str, Sequence[Row]]) -> Iterator[ReportRecord]:
    for row in tables["reports"]:
        yield _record(row, "t", "reports", row["title"] or row["municipality"] or row["report_id"])
    for row in tables["area_scores"]:
        yield _record(row, f"o{row['area']}", "area_scores", row["title"], area=row["area"])
    for row in tables["question_scores"]:
        text = f"{row['question']} {row['text']}"
        yield _record(row, row["question"], "question_scores", text, area=row["area"])
    for row in tables["findings"]:
        yield _record(row, _local(row["finding_id"]), "findings", row["text"], kind=row["kind"])
    for row in tables["passages"]:
        yield _record(row, _local(row["passage_id"]), "passages", row["text"])
    for row in tables["examples"]:
        key = _local(row["example_id"])
        about = row["municipality"]
        yield _record(row, key, "examples", row["text"], kind=row["relation"], about=about)
    for number, row in enumerate(tables["facts"], 1):
        yield _record(row, f"k{number}", "facts", f"{row['label']}: {row['value']}")


def _local(row_id: str) -> str:
    return row_id.rpartition("/")[2]


def _record(
    row: Row,
    key: str,
    table: str,
    text: str,
    *,
    area: int | None = None,
    kind: str | None = None,
    about: str | None = None,
) -> ReportRecord:
    return ReportRecord(
        key=key,
        table=table,
        kind=kind,
        text=text,
        about=about,
        area=row.get("area", area),
        heading=row.get("heading"),
        question=row.get("question"),
        page=row["page"],
        boxes=tuple(Box(box["page"], *box["bbox"]) for box in row["boxes"] or ()),
    )

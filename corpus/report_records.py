"""The records of one report that stand on its pages, in reading order, each under a key of its own.

Keys are those of the rows (`e3`, `f1`, `p12`), and for scores, which have none, the number of the
question (`1.3`) or the area (`o1`); facts are `k1`, `k2` and the title page `t`. Where a report
prints a question or area twice, the second one's key ends in `-2`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    return tuple(sorted(_records(tables), key=_place))


def _place(record: ReportRecord) -> tuple[float, ...]:
    if not record.boxes:
        return (float("inf"),)
    first = record.boxes[0]
    # An example stands inside its passage and comes after it.
    return first.page, round(first.top), round(first.x0), record.table == "examples"


def score_keys(table: str, rows: Sequence[Row]) -> list[str]:
    """The keys of a report's area or question scores, in the order of its rows."""
    numbers = [row["question"] if table == "question_scores" else f"o{row['area']}" for row in rows]
    return _distinct(numbers)


def _distinct(keys: Sequence[str]) -> list[str]:
    """The keys, those that were there before with the number of times."""
    seen: dict[str, int] = {}
    made = []
    for key in keys:
        seen[key] = number = seen.get(key, 0) + 1
        made.append(key if number == 1 else f"{key}-{number}")
    return made


def _records(tables: Mapping[str, Sequence[Row]]) -> Iterator[ReportRecord]:
    for row in tables["reports"]:
        yield _record(row, "t", "reports", row["title"] or row["municipality"] or row["report_id"])
    areas, questions = tables["area_scores"], tables["question_scores"]
    for row, key in zip(areas, score_keys("area_scores", areas), strict=True):
        yield _record(row, key, "area_scores", row["title"])
    for row, key in zip(questions, score_keys("question_scores", questions), strict=True):
        yield _record(row, key, "question_scores", f"{row['question']} {row['text']}")
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
    kind: str | None = None,
    about: str | None = None,
) -> ReportRecord:
    return ReportRecord(
        key=key,
        table=table,
        kind=kind,
        text=text,
        about=about,
        area=row.get("area"),
        heading=row.get("heading"),
        question=row.get("question"),
        page=row["page"],
        boxes=tuple(Box(box["page"], *box["bbox"]) for box in row["boxes"] or ()),
    )

"""The tables of a dataset, made from the record definitions in `schemas.records`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args, get_type_hints

import pyarrow as pa

from schemas.records import (
    AreaScore,
    Box,
    Example,
    Extraction,
    Fact,
    Finding,
    Issue,
    Passage,
    QuestionScore,
    Report,
)

RECORD_TYPES: Mapping[str, type] = {
    "reports": Report,
    "area_scores": AreaScore,
    "question_scores": QuestionScore,
    "findings": Finding,
    "passages": Passage,
    "examples": Example,
    "facts": Fact,
    "issues": Issue,
}
"""Table name to the record that one of its rows is, in the order tables are listed."""

TABLE_DESCRIPTIONS: Mapping[str, str] = {
    table: (record.__doc__ or "").strip() for table, record in RECORD_TYPES.items()
}
"""Table name to what one of its rows is."""

PRIMARY_KEYS: Mapping[str, str] = {
    "reports": "report_id",
    "findings": "finding_id",
    "passages": "passage_id",
    "examples": "example_id",
}
"""Table name to its column of unique ids. A column of that name in another table refers to it. Scores
have none: a report may print an area or a question twice, and both rows are kept."""

_BOX = pa.struct([("page", pa.int16()), ("bbox", pa.list_(pa.float32()))])

_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "string": pa.string(),
    "int16": pa.int16(),
    "float64": pa.float64(),
    "date32": pa.date32(),
    "list<string>": pa.list_(pa.string()),
    "list<float32>": pa.list_(pa.float32()),
    "list<struct<page, bbox>>": pa.list_(_BOX),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it holds and how it is stored."""

    name: str
    type: str
    description: str
    unit: str = ""
    values: tuple[str, ...] = ()
    local_id: bool = False
    required: bool = False
    """True where a row always has a value."""


_REPORT_ID = Column(
    "report_id",
    "string",
    "Id of the report: <municipality code>-<year>, with -2, -3 for further ones",
    required=True,
)
_PROVENANCE = (
    Column("page", "int16", "Page the record starts on, from 1"),
    Column(
        "bbox",
        "list<float32>",
        "Box on that page: x0, top, x1, bottom from its top-left corner",
        "points (1/72 inch)",
    ),
    Column(
        "boxes",
        "list<struct<page, bbox>>",
        "All boxes of the record, where it spans pages or lines apart",
        required=True,
    ),
)


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of `table` in storage order. Raises KeyError for an unknown table."""
    types = get_type_hints(RECORD_TYPES[table])
    own = tuple(
        Column(name=f.name, **f.metadata, required=type(None) not in get_args(types[f.name]))
        for f in dataclasses.fields(RECORD_TYPES[table])
        if f.name != "boxes"
    )
    return (_REPORT_ID, *own, *_PROVENANCE)


def arrow_schema(table: str) -> pa.Schema:
    """The fixed Arrow schema of `table`, with each column's description and unit as metadata."""
    return pa.schema(
        pa.field(
            c.name,
            _ARROW_TYPES[c.type],
            metadata={k: v for k, v in (("description", c.description), ("unit", c.unit)) if v},
        )
        for c in columns(table)
    )


def rows(extraction: Extraction, report_id: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table for one report.

    Local ids get the report's id in front. An issue's `key` gets it too where it names a row of a
    table whose rows have ids.
    """
    return {
        table: [_row(table, record, report_id) for record in _records(extraction, table)]
        for table in RECORD_TYPES
    }


def _records(extraction: Extraction, table: str) -> Iterator[Any]:
    if table == "reports":
        yield extraction.report
    else:
        yield from getattr(extraction, table)


def _row(table: str, record: Any, report_id: str) -> dict[str, Any]:
    row: dict[str, Any] = {"report_id": report_id}
    for c in columns(table)[1 : -len(_PROVENANCE)]:
        value = getattr(record, c.name)
        row[c.name] = f"{report_id}/{value}" if c.local_id and value is not None else value
    if table == "issues" and record.key is not None and _has_ids(record.table):
        row["key"] = f"{report_id}/{record.key}"
    boxes: tuple[Box, ...] = record.boxes
    row["page"] = boxes[0].page if boxes else None
    row["bbox"] = _corners(boxes[0]) if boxes else None
    row["boxes"] = [{"page": b.page, "bbox": _corners(b)} for b in boxes]
    return row


def _has_ids(table: str | None) -> bool:
    return table in ("findings", "passages", "examples")


def _corners(box: Box) -> list[float]:
    return [box.x0, box.top, box.x1, box.bottom]


def extraction_from_rows(tables: Mapping[str, list[dict[str, Any]]]) -> Extraction:
    """The extraction that `rows` made these rows of (one report's rows, table by table).

    The inverse of `rows`: ids become local again, boxes come from `boxes`.
    Raises KeyError for a row that lacks a column and ValueError where there is not one report.
    """
    reports = tables["reports"]
    if len(reports) != 1:
        raise ValueError(f"expected the rows of one report, got {len(reports)}")
    made = {table: tuple(_record(table, row) for row in tables.get(table, [])) for table in RECORD_TYPES}
    return Extraction(report=made.pop("reports")[0], **made)


def _record(table: str, row: Mapping[str, Any]) -> Any:
    prefix = f"{row['report_id']}/"
    values: dict[str, Any] = {}
    for c in columns(table)[1 : -len(_PROVENANCE)]:
        value = row[c.name]
        if c.type.startswith("list") and value is not None:
            value = tuple(value)
        if value is not None and (c.local_id or (table == "issues" and c.name == "key")):
            value = value.removeprefix(prefix)
        values[c.name] = value
    values["boxes"] = tuple(Box(b["page"], *b["bbox"]) for b in row["boxes"] or ())
    return RECORD_TYPES[table](**values)

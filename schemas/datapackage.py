"""The data package descriptor (datapackage.json, Frictionless Data Package 2) of a dataset.

Made from the column definitions alone, so that what the descriptor says of a column cannot differ
from what is stored. Nothing in it depends on the time or the machine: the same tables give the same
descriptor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.tables import PRIMARY_KEYS, RECORD_TYPES, TABLE_DESCRIPTIONS, Column, columns

_FIELD_TYPES: Mapping[str, str] = {
    "string": "string",
    "int16": "integer",
    "float64": "number",
    "date32": "date",
    "list<string>": "array",
    "list<float32>": "array",
    "list<struct<page, bbox>>": "array",
}
"""Storage type to the type that a Table Schema field has."""


@dataclass(frozen=True, slots=True)
class StoredTable:
    """The Parquet file of a table, as written."""

    rows: int
    bytes: int
    sha256: str
    """Hexadecimal, of the whole file."""


def descriptor(tables: Mapping[str, StoredTable], version: str) -> dict[str, Any]:
    """The descriptor of the dataset that these files make up, ready for JSON.

    `tables` names every table; each is expected in `<table>.parquet` beside the descriptor.
    `version` is the id of this set of tables. Raises KeyError when a table is missing.
    """
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "kommunkompassen",
        "title": "Kommunkompassen: evaluations of Swedish municipalities",
        "description": (
            "Scores, findings, prose and good examples read from published evaluation reports, each with the "
            "page and the box it was read from."
        ),
        "version": version,
        "licenses": [{"name": "notspecified", "title": "The texts belong to the reports' publishers"}],
        "resources": [_resource(table, tables[table]) for table in RECORD_TYPES],
    }


def _resource(table: str, stored: StoredTable) -> dict[str, Any]:
    return {
        "name": table,
        "type": "table",
        "description": TABLE_DESCRIPTIONS[table],
        "path": f"{table}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": stored.bytes,
        "hash": f"sha256:{stored.sha256}",
        "rows": stored.rows,
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(c) for c in columns(table)]}
    if key := PRIMARY_KEYS.get(table):
        schema["primaryKey"] = [key]
    references = [
        {"fields": [column.name], "reference": {"resource": other, "fields": [column.name]}}
        for column in columns(table)
        for other, key in PRIMARY_KEYS.items()
        if column.name == key and other != table
    ]
    if references:
        schema["foreignKeys"] = references
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": _FIELD_TYPES[column.type],
        "description": column.description,
    }
    if column.unit:
        field["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        field["constraints"] = constraints
    return field

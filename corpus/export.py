"""Write the tables of a dataset in other formats: CSV, JSON Lines or one SQLite file."""

from __future__ import annotations

import csv
import datetime
import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

from corpus.dataset import Dataset
from schemas.errors import UserError
from schemas.tables import RECORD_TYPES, columns

ExportFormat = Literal["csv", "jsonl", "sqlite"]

_SQLITE_TYPES = {"int16": "INTEGER", "float64": "REAL"}


class ExportError(UserError):
    """The tables could not be written where they were wanted."""


def export(dataset: Dataset, target: Path, export_format: ExportFormat) -> list[Path]:
    """Write every table of `dataset` into the folder `target` and return the files made.

    CSV: UTF-8 with a byte order mark (spreadsheets then read å ä ö right), lists as JSON, null as
    an empty cell; a text that a spreadsheet would run as a formula gets an apostrophe in front.
    JSON Lines: one object per row, nested values kept. SQLite: one file, a table per table.
    Files are written beside their place and then moved there, so a failed export leaves no half
    file. Raises ExportError.
    """
    writer = _WRITERS[export_format]
    try:
        target.mkdir(parents=True, exist_ok=True)
        return writer(dataset, target)
    except OSError as error:
        raise ExportError(f"The export cannot be written to {target}: {error.strerror or error}.") from error
    except sqlite3.Error as error:
        raise ExportError(f"The export cannot be written to {target}: {error}.") from error


def _write_csv(dataset: Dataset, target: Path) -> list[Path]:
    made = []
    for table in RECORD_TYPES:
        path = target / f"{table}.csv"
        temporary = path.with_suffix(".csv.part")
        with temporary.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(c.name for c in columns(table))
            for row in dataset.rows(table):
                writer.writerow(_csv_cell(row[c.name]) for c in columns(table))
        made.append(temporary.replace(path))
    return made


def _write_jsonl(dataset: Dataset, target: Path) -> list[Path]:
    made = []
    for table in RECORD_TYPES:
        path = target / f"{table}.jsonl"
        temporary = path.with_suffix(".jsonl.part")
        with temporary.open("w", encoding="utf-8") as file:
            for row in dataset.rows(table):
                file.write(json.dumps(row, ensure_ascii=False, default=_iso) + "\n")
        made.append(temporary.replace(path))
    return made


def _write_sqlite(dataset: Dataset, target: Path) -> list[Path]:
    path = target / "kommunkompassen.sqlite"
    temporary = path.with_suffix(".sqlite.part")
    temporary.unlink(missing_ok=True)
    connection = sqlite3.connect(temporary)
    try:
        with connection:
            for table in RECORD_TYPES:
                names = [c.name for c in columns(table)]
                declared = ", ".join(
                    f'"{c.name}" {_SQLITE_TYPES.get(c.type, "TEXT")}' for c in columns(table)
                )
                connection.execute(f'CREATE TABLE "{table}" ({declared})')
                connection.executemany(
                    f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(names))})',
                    ([_flat(row[name]) for name in names] for row in dataset.rows(table)),
                )
    finally:
        connection.close()
    return [temporary.replace(path)]


_WRITERS: Mapping[ExportFormat, Callable[[Dataset, Path], list[Path]]] = {
    "csv": _write_csv,
    "jsonl": _write_jsonl,
    "sqlite": _write_sqlite,
}


def _csv_cell(value: Any) -> Any:
    flat = _flat(value)
    if isinstance(flat, str) and flat.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + flat
    return flat


def _flat(value: Any) -> Any:
    """A value as a cell: lists as JSON, dates as ISO text."""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    return _iso(value) if isinstance(value, datetime.date) else value


def _iso(value: datetime.date) -> str:
    return value.isoformat()

"""Write the tables of a dataset as one set of Parquet files."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.dataset import DESCRIPTOR, VERSION_KEY
from schemas.datapackage import StoredTable, descriptor
from schemas.records import Extraction
from schemas.tables import RECORD_TYPES, arrow_schema, rows

REPORTS_PER_ROW_GROUP = 100
"""Bounds the memory of writing; a report has some 500 rows in all tables together."""


def write_tables(folder: Path, reports: Iterable[tuple[str, Extraction]], version: str) -> dict[str, int]:
    """Write every table into the existing `folder` and return their numbers of rows.

    Parquet with zstd, one file per table.

    `reports` are pairs of report id and extraction in the order of the rows; they are taken a
    hundred at a time. The same reports and version give the same bytes. `version` is the id of
    the set. Raises OSError where the folder cannot be written.
    """
    counts = dict.fromkeys(RECORD_TYPES, 0)
    with contextlib.ExitStack() as open_files:
        writers = {
            table: open_files.enter_context(_writer(folder / f"{table}.parquet", table, version))
            for table in RECORD_TYPES
        }
        remaining = iter(reports)
        while batch := list(itertools.islice(remaining, REPORTS_PER_ROW_GROUP)):
            made = [rows(extraction, report_id) for report_id, extraction in batch]
            for table, writer in writers.items():
                of_table = [row for tables in made for row in tables[table]]
                writer.write_table(pa.Table.from_pylist(of_table, schema=writer.schema))
                counts[table] += len(of_table)
    return counts


def _writer(path: Path, table: str, version: str) -> pq.ParquetWriter:
    schema = arrow_schema(table)
    return pq.ParquetWriter(path, schema.with_metadata({VERSION_KEY: version.encode()}), compression="zstd")


def write_descriptor(folder: Path, row_counts: Mapping[str, int], version: str) -> None:
    """Write the data package descriptor beside the tables that `write_tables` wrote in `folder`.

    Raises OSError where the folder cannot be written.
    """
    stored = {table: _stored(folder / f"{table}.parquet", count) for table, count in row_counts.items()}
    text = json.dumps(descriptor(stored, version), ensure_ascii=False, indent=2)
    (folder / DESCRIPTOR).write_text(text + "\n", encoding="utf-8")


def _stored(path: Path, count: int) -> StoredTable:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return StoredTable(rows=count, bytes=path.stat().st_size, sha256=digest)

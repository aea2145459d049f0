"""Write the tables of a dataset as one set of Parquet files."""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.dataset import DESCRIPTOR, VERSION_KEY
from schemas.datapackage import StoredTable, descriptor
from schemas.records import Extraction
from schemas.tables import RECORD_TYPES, arrow_schema, rows

REPORTS_PER_BATCH = 4
"""Whose rows become columns together, which costs less than one by one."""
BATCHES_PER_ROW_GROUP = 25
"""Bounds the memory of writing and keeps row groups large enough to compress well."""


def write_tables(folder: Path, reports: Iterable[tuple[str, Extraction]], version: str) -> dict[str, int]:
    """Write every table into the existing `folder` and return their numbers of rows.

    Parquet with zstd, one file per table.

    `reports` are pairs of report id and extraction in the order of the rows; they are taken
    one by one. The same reports and version give the same bytes. `version` is the id of
    the set. Raises OSError where the folder cannot be written.
    """
    schemas = {table: arrow_schema(table) for table in RECORD_TYPES}
    counts = dict.fromkeys(RECORD_TYPES, 0)
    with contextlib.ExitStack() as open_files:
        writers = {
            table: open_files.enter_context(_writer(folder / f"{table}.parquet", schema, version))
            for table, schema in schemas.items()
        }
        taken = iter(reports)
        while group := list(itertools.islice(_batches(taken, schemas), BATCHES_PER_ROW_GROUP)):
            for table, writer in writers.items():
                in_group = pa.Table.from_batches([batches[table] for batches in group])
                writer.write_table(in_group)
                counts[table] += in_group.num_rows
    return counts


def _batches(
    reports: Iterator[tuple[str, Extraction]], schemas: Mapping[str, pa.Schema]
) -> Iterator[dict[str, pa.RecordBatch]]:
    """The rows of `REPORTS_PER_BATCH` reports after the other, by table."""
    while some := list(itertools.islice(reports, REPORTS_PER_BATCH)):
        of_each = [rows(extraction, report_id) for report_id, extraction in some]
        yield {
            table: pa.RecordBatch.from_pylist([row for of in of_each for row in of[table]], schema=schema)
            for table, schema in schemas.items()
        }


def _writer(path: Path, schema: pa.Schema, version: str) -> pq.ParquetWriter:
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

"""Re-validate a stored dataset: its files, its ids and references, and the rules of each report."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from corpus.dataset import Dataset
from schemas.records import Severity
from schemas.rules import revalidate
from schemas.tables import PRIMARY_KEYS, RECORD_TYPES, columns, extraction_from_rows


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Something that a check noticed."""

    severity: Severity
    report_id: str | None
    rule: str
    table: str | None
    key: str | None
    message: str


def check_dataset(dataset: Dataset) -> list[CheckResult]:
    """Everything that is wrong or noteworthy in `dataset`, files first, then report by report.

    The rules are run anew over the stored records, so the result tells what the rules say today,
    whatever was stored as issues. Issues that only a reader of the pages can notice are taken as
    they are stored.
    """
    tables = {name: dataset.rows(name) for name in RECORD_TYPES}
    return [
        *_file_results(dataset),
        *_key_results(tables),
        *_value_results(tables),
        *_rule_results(tables),
    ]


def _file_results(dataset: Dataset) -> Iterator[CheckResult]:
    """The descriptor says what was written: a file that differs was changed or damaged since."""
    for resource in dataset.descriptor()["resources"]:
        table = resource["name"]
        with dataset.path(table).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if resource["hash"] != f"sha256:{digest}":
            message = f"{table}.parquet is not the file that was published"
            yield CheckResult("error", None, "file-changed", table, None, message)


def _key_results(tables: dict[str, list[dict[str, Any]]]) -> Iterator[CheckResult]:
    """Ids are unique, and what refers to one refers to a row that is there."""
    ids = {table: Counter(row[key] for row in tables[table]) for table, key in PRIMARY_KEYS.items()}
    for table, counts in ids.items():
        for value, times in counts.items():
            if times > 1:
                message = f"the id {value} stands {times} times"
                yield CheckResult("error", value.partition("/")[0], "id-doubled", table, value, message)
    for table, rows in tables.items():
        for other, key in PRIMARY_KEYS.items():
            if other == table or not any(c.name == key for c in columns(table)):
                continue
            for row in rows:
                if row[key] is not None and row[key] not in ids[other]:
                    message = f"{key} {row[key]} is not in {other}"
                    yield CheckResult("error", row["report_id"], "id-unknown", table, row[key], message)


def _value_results(tables: dict[str, list[dict[str, Any]]]) -> Iterator[CheckResult]:
    """Columns with a closed set of values hold nothing else."""
    for table, rows in tables.items():
        for column in columns(table):
            for row in rows if column.values else ():
                value = row[column.name]
                if value is not None and value not in column.values:
                    message = f"{column.name} holds {value!r}"
                    yield CheckResult("error", row["report_id"], "value-unknown", table, None, message)


def _rule_results(tables: dict[str, list[dict[str, Any]]]) -> Iterator[CheckResult]:
    by_report: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: {t: [] for t in RECORD_TYPES})
    for table, rows in tables.items():
        for row in rows:
            by_report[row["report_id"]][table].append(row)
    for report_id, of_report in by_report.items():
        if len(of_report["reports"]) != 1:
            continue  # its rows refer to no report, or to a doubled one: said above
        for issue in revalidate(extraction_from_rows(of_report)).issues:
            yield CheckResult(issue.severity, report_id, issue.rule, issue.table, issue.key, issue.message)

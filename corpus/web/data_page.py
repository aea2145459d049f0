"""Data: what may be downloaded, what every column holds, and how well the reports were read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.dataset import Dataset
from corpus.labels import READ_BY_LABELS, SEVERITY_LABELS, TABLE_LABELS
from corpus.web.addresses import (
    CSV_DOWNLOAD,
    DATA,
    DESCRIPTOR_DOWNLOAD,
    OPENAPI,
    table_download,
    twin,
)
from schemas.rules import RULES
from schemas.rules.reading import READING_RULES
from schemas.tables import RECORD_TYPES, TABLE_DESCRIPTIONS, columns


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column of a table, in the words of the data dictionary."""

    name: str
    type: str
    unit: str
    description: str
    values: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the dataset."""

    name: str
    label: str
    description: str
    rows: int
    bytes: int | None
    download: str
    columns: tuple[ColumnView, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule and what it noticed."""

    rule: str
    severity: str
    severity_label: str
    why: str
    issues: int
    reports: int


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How many reports were read in one way."""

    read_by: str
    label: str
    reports: int


@dataclass(frozen=True, slots=True)
class DataView:
    """The dataset as a whole."""

    address: str
    twin: str
    version: str
    reports: int
    municipalities: int
    first_year: int | None
    last_year: int | None
    tables: tuple[TableView, ...]
    descriptor_download: str
    csv_download: str
    openapi: str
    reading: tuple[ReadingView, ...]
    rules: tuple[RuleView, ...]


def data_view(dataset: Dataset) -> DataView:
    """The page of the dataset."""
    return dataset.derived("data view", lambda: _data_view(dataset))


def _data_view(dataset: Dataset) -> DataView:
    reports = dataset.columns("reports", "municipality_code", "year", "read_by")
    years = [year for _, year, _ in reports if year is not None]
    ways = Counter(way for _, _, way in reports)
    return DataView(
        address=DATA,
        twin=twin(DATA),
        version=dataset.version,
        reports=len(reports),
        municipalities=len({code for code, _, _ in reports if code is not None}),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        tables=tuple(_table(dataset, name) for name in RECORD_TYPES),
        descriptor_download=DESCRIPTOR_DOWNLOAD,
        csv_download=CSV_DOWNLOAD,
        openapi=OPENAPI,
        reading=tuple(ReadingView(way, label, ways[way]) for way, label in READ_BY_LABELS.items()),
        rules=_rules(dataset),
    )


def _table(dataset: Dataset, name: str) -> TableView:
    path = dataset.path(name)
    return TableView(
        name=name,
        label=TABLE_LABELS[name],
        description=TABLE_DESCRIPTIONS[name],
        rows=dataset.row_count(name),
        bytes=path.stat().st_size if path.exists() else None,
        download=table_download(name),
        columns=tuple(
            ColumnView(c.name, c.type, c.unit, c.description, c.values, c.required) for c in columns(name)
        ),
    )


def _rules(dataset: Dataset) -> tuple[RuleView, ...]:
    """All rules, those that noticed something first and by severity."""
    issues = dataset.columns("issues", "rule", "report_id")
    noticed = Counter(rule for rule, _ in issues)
    reports = Counter(rule for rule, _ in set(issues))
    known: Mapping[str, tuple[str, str]] = {
        **{rule.id: (rule.severity, rule.why) for rule in RULES},
        **READING_RULES,
    }
    order = list(SEVERITY_LABELS)
    made = (
        RuleView(rule, severity, SEVERITY_LABELS[severity], why, noticed[rule], reports[rule])
        for rule, (severity, why) in known.items()
    )
    return tuple(sorted(made, key=lambda r: (not r.issues, order.index(r.severity), r.rule)))

"""Find a report of a dataset by its id or its municipality's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process

from corpus.dataset import Dataset, DatasetError

_SUGGESTIONS = 5
_SUGGESTION_SIMILARITY = 60  # of 100


class UnknownReportError(DatasetError):
    """No report has the id or name, or several have the name."""


def find_report_id(dataset: Dataset, wanted: str) -> str:
    """The id of the report that `wanted` names: an id, or the name of a municipality with one report.

    Raises UnknownReportError, which names what comes near.
    """
    reports = dataset.rows("reports", ["report_id", "municipality", "year"])
    if any(r["report_id"] == wanted for r in reports):
        return wanted
    named = [r for r in reports if (r["municipality"] or "").casefold() == wanted.casefold()]
    if len(named) == 1:
        found: str = named[0]["report_id"]
        return found
    if named:
        raise UnknownReportError(f"{wanted} has several reports: {_listed(named)}. Name one by its id.")
    near = _near(reports, wanted)
    hint = (
        f"Did you mean {_listed(near)}?"
        if near
        else f"The dataset {dataset.folder} has {len(reports)} reports."
    )
    raise UnknownReportError(f"There is no report {wanted}. {hint}")


def report_with_id(dataset: Dataset, report_id: str) -> dict[str, Any]:
    """The row of the report with this id. Raises UnknownReportError."""
    rows = dataset.rows_of_report("reports", report_id)
    if not rows:
        raise UnknownReportError(f"There is no report {report_id[:60]}.")
    return rows[0]


def reports_near(dataset: Dataset, wanted: str) -> list[dict[str, Any]]:
    """Reports whose id or municipality resembles `wanted`, the most similar first."""
    return _near(dataset.rows("reports", ["report_id", "municipality", "year"]), wanted)


def _near(reports: Sequence[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    names = [f"{r['report_id']} {r['municipality'] or ''}" for r in reports]
    matches = process.extract(
        wanted, names, scorer=fuzz.WRatio, limit=_SUGGESTIONS, score_cutoff=_SUGGESTION_SIMILARITY
    )
    return [reports[index] for _, _, index in matches]


def _listed(reports: Sequence[dict[str, Any]]) -> str:
    return ", ".join(f"{r['report_id']} ({r['municipality'] or 'unknown'})" for r in reports)

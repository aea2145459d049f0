"""How many people live in a municipality, as its own reports state it."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.dataset import Dataset

_LABEL = "folkmängd"


def populations(dataset: Dataset) -> Mapping[str, float]:
    """Municipality code to inhabitants: Folkmängd of the latest report that states it."""
    return dataset.derived("populations", lambda: _populations(dataset))


def _populations(dataset: Dataset) -> Mapping[str, float]:
    reports = {r["report_id"]: r for r in dataset.rows("reports", ("report_id", "municipality_code", "year"))}
    latest: dict[str, tuple[int, float]] = {}
    for fact in dataset.rows("facts", ("report_id", "label", "number")):
        report = reports.get(fact["report_id"])
        if (
            fact["number"] is None
            or report is None
            or not fact["label"].strip().casefold().startswith(_LABEL)
        ):
            continue
        code, year = report["municipality_code"], report["year"] or 0
        if code is not None and (code not in latest or latest[code][0] <= year):
            latest[code] = (year, fact["number"])
    return {code: number for code, (_, number) in latest.items()}

"""Where a score stands among other municipalities' of the same edition: mean, percentile, how many.

Scores are compared as percent of their maximum, within one edition only. Of a municipality with
several reports in an edition the latest counts, so that none counts twice.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from corpus.dataset import Dataset
from corpus.searching.filters import county_code
from schemas.municipalities import by_code

SIZE_GROUPS: Mapping[str, tuple[int, int]] = {
    "under 15 000": (0, 14_999),
    "15 000-49 999": (15_000, 49_999),
    "50 000-99 999": (50_000, 99_999),
    "100 000 och fler": (100_000, 10_000_000),
}
"""Size group to its lowest and highest number of inhabitants."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A percent beside those of the other municipalities."""

    percent: float
    mean: float
    """Of all municipalities compared with, this one included, in percent."""
    percentile: float
    """Share of them that it is better than, half of the equal ones counted, 0 to 100."""
    count: int
    """How many were compared, this one included."""
    lowest: float
    """The lowest of them, in percent."""
    highest: float


@dataclass(frozen=True)
class Standings:
    """The percents of a group of municipalities by edition and by area or question, ascending."""

    percents: Mapping[tuple[str, str], list[float]]

    def standing(self, edition: str | None, key: str, percent: float | None) -> Standing | None:
        """Where `percent` stands for an area ("3") or question ("3.2") of an edition; None where unknown."""
        others = self.percents.get((edition or "", key), [])
        if percent is None or not others:
            return None
        at = (bisect_left(others, percent) + bisect_right(others, percent)) / 2
        return Standing(
            percent=percent,
            mean=sum(others) / len(others),
            percentile=100 * at / len(others),
            count=len(others),
            lowest=others[0],
            highest=others[-1],
        )


def standings(dataset: Dataset, *, county: str | None = None, size_group: str | None = None) -> Standings:
    """The standings in a dataset, of a county's or a size group's municipalities where one is named.

    Size follows the Folkmängd that the report itself states. Raises FilterError for an unknown
    county and KeyError for an unknown size group.
    """
    return dataset.derived(("standings", county, size_group), lambda: _standings(dataset, county, size_group))


def _standings(dataset: Dataset, county: str | None, size_group: str | None) -> Standings:
    reports = latest_reports(_chosen(dataset, county, size_group))
    percents: dict[tuple[str, str], list[float]] = {}
    for table, column in (("area_scores", "area"), ("question_scores", "question")):
        for report_id, number, percent in dataset.columns(table, "report_id", column, "percent"):
            edition = reports.get(report_id)
            if edition is not None and percent is not None:
                percents.setdefault((edition, str(number)), []).append(percent)
    return Standings({key: sorted(values) for key, values in percents.items()})


def size_group_of(inhabitants: float | None) -> str | None:
    """The name of the size group with this number of inhabitants, None where it is not known."""
    if inhabitants is None:
        return None
    return next(name for name, (low, high) in SIZE_GROUPS.items() if low <= inhabitants <= high)


def inhabitants_by_report(dataset: Dataset) -> Mapping[str, float]:
    """Report id to the Folkmängd it states; reports that state none are left out."""
    return dataset.derived(
        "inhabitants by report",
        lambda: {
            report_id: number
            for report_id, label, number in dataset.columns("facts", "report_id", "label", "number")
            if number is not None and label.strip().casefold().startswith("folkmängd")
        },
    )


def _chosen(dataset: Dataset, county: str | None, size_group: str | None) -> Iterable[Mapping[str, Any]]:
    wanted_county = None if county is None else county_code(county)
    inhabitants = inhabitants_by_report(dataset) if size_group is not None else {}
    low, high = SIZE_GROUPS[size_group] if size_group is not None else (0, 0)
    for report in dataset.rows("reports", ("report_id", "municipality_code", "year", "edition")):
        known = by_code(report["municipality_code"] or "")
        if wanted_county is not None and (known is None or known.county_code != wanted_county):
            continue
        if size_group is not None and not low <= inhabitants.get(report["report_id"], -1) <= high:
            continue
        yield report


def latest_reports(reports: Iterable[Mapping[str, Any]]) -> Mapping[str, str]:
    """Report id to edition, of each municipality's latest report in each edition."""
    latest: dict[tuple[str, str], tuple[int, str]] = {}
    for report in reports:
        edition, code = report["edition"], report["municipality_code"] or report["report_id"]
        found = (report["year"] or 0, report["report_id"])
        if edition is not None and found >= latest.get((edition, code), (0, "")):
            latest[edition, code] = found
    return {report_id: edition for (edition, _), (_, report_id) in latest.items()}

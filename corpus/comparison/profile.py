"""One municipality over time: its scores among others', its strengths, what others praise it for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.comparison.edition_notes import edition_notes
from corpus.comparison.standings import Standing, Standings, inhabitants_by_report, size_group_of, standings
from corpus.dataset import Dataset, DatasetError
from schemas.municipalities import Municipality


class NoReportError(DatasetError):
    """The dataset says nothing about a municipality."""


@dataclass(frozen=True, slots=True)
class AreaLine:
    """An area of a report, beside the other municipalities of the edition."""

    area: int
    title: str
    theme: str | None
    achieved: float | None
    max: float | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report of the municipality."""

    report_id: str
    year: int | None
    edition: str | None
    total: float | None
    inhabitants: float | None
    areas: tuple[AreaLine, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence of a report, with where it stands."""

    report_id: str
    year: int | None
    area: int | None
    heading: str | None
    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What the dataset says about a municipality."""

    municipality_code: str
    municipality: str
    county: str
    size_group: str | None
    """Of the latest report that states the number of inhabitants."""
    reports: tuple[ReportLine, ...]
    """Its own reports, oldest first; none where only others name it."""
    strengths: tuple[Quoted, ...]
    """Of its latest report."""
    own_examples: tuple[Quoted, ...]
    praised_by_others: tuple[Quoted, ...]
    """Sentences of other municipalities' reports that hold it up as an example."""
    notes: tuple[str, ...]
    """What to know when reports of different editions stand beside each other, in Swedish."""


def profile(dataset: Dataset, municipality: Municipality) -> Profile:
    """The profile of a municipality. Raises NoReportError where the dataset does not name it."""
    reports = {r["report_id"]: r for r in dataset.rows("reports")}
    own = sorted(
        (r for r in reports.values() if r["municipality_code"] == municipality.code),
        key=lambda r: (r["year"] or 0, r["report_id"]),
    )
    examples = [e for e in dataset.rows("examples") if e["municipality_code"] == municipality.code]
    if not own and not any(e["relation"] == "model" for e in examples):
        raise NoReportError(
            f"The dataset has no report of {municipality.name}, and no other report holds it up."
        )
    inhabitants = inhabitants_by_report(dataset)
    lines = report_lines(dataset, own, standings(dataset), inhabitants)
    latest = own[-1]["report_id"] if own else None
    strengths = (f for f in dataset.rows("findings") if f["report_id"] == latest and f["kind"] == "strength")
    stated = [line.inhabitants for line in lines if line.inhabitants is not None]
    return Profile(
        municipality_code=municipality.code,
        municipality=municipality.name,
        county=municipality.county,
        size_group=size_group_of(stated[-1]) if stated else None,
        reports=lines,
        strengths=tuple(_quoted(f, reports) for f in strengths),
        own_examples=tuple(_quoted(e, reports) for e in examples if e["relation"] == "own"),
        praised_by_others=tuple(_quoted(e, reports) for e in examples if e["relation"] == "model"),
        notes=edition_notes(line.edition for line in lines),
    )


def report_lines(
    dataset: Dataset,
    reports: list[dict[str, Any]],
    among: Standings,
    inhabitants: Mapping[str, float],
) -> tuple[ReportLine, ...]:
    """The reports with their areas' standings, in the order given."""
    areas: dict[str, list[dict[str, Any]]] = {}
    for row in dataset.rows("area_scores"):
        areas.setdefault(row["report_id"], []).append(row)
    return tuple(
        ReportLine(
            report_id=report["report_id"],
            year=report["year"],
            edition=report["edition"],
            total=report["total"],
            inhabitants=inhabitants.get(report["report_id"]),
            areas=tuple(
                AreaLine(
                    area=row["area"],
                    title=row["title"],
                    theme=row["theme"],
                    achieved=row["achieved"],
                    max=row["max"],
                    standing=among.standing(report["edition"], str(row["area"]), row["percent"]),
                )
                for row in sorted(areas.get(report["report_id"], []), key=lambda row: int(row["area"]))
            ),
        )
        for report in reports
    )


def _quoted(row: Mapping[str, Any], reports: Mapping[str, Mapping[str, Any]]) -> Quoted:
    return Quoted(
        report_id=row["report_id"],
        year=reports.get(row["report_id"], {}).get("year"),
        area=row["area"],
        heading=row.get("heading"),
        page=row["page"],
        text=row["text"],
    )

"""One municipality over time: its scores among others', its strengths, what others praise it for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    """A sentence or bullet of a report, with where it stands and whom it is about."""

    row_id: str
    report_id: str
    municipality_code: str | None
    municipality: str | None
    """Whom an example holds up; the evaluated municipality for a bullet."""
    reported_of: str | None
    """The municipality whose report it is."""
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
    improvements: tuple[Quoted, ...]
    """Bullets of its latest report under what can be better, those there in part included."""
    own_examples: tuple[Quoted, ...]
    praised_by_others: tuple[Quoted, ...]
    """Sentences of other municipalities' reports that hold it up as an example."""
    praises_others: tuple[Quoted, ...]
    """Sentences of its own reports that hold other municipalities up, the latest report first."""
    notes: tuple[str, ...]
    """What to know when reports of different editions stand beside each other, in Swedish."""


def profile(dataset: Dataset, municipality: Municipality) -> Profile:
    """The profile of a municipality. Raises NoReportError where the dataset does not name it."""
    code = municipality.code
    own = sorted(
        dataset.rows_where("reports", "municipality_code", code),
        key=lambda r: (r["year"] or 0, r["report_id"]),
    )
    about = dataset.rows_where("examples", "municipality_code", code)
    if not own and not any(e["relation"] == "model" for e in about):
        raise NoReportError(
            f"The dataset has no report of {municipality.name}, and no other report holds it up."
        )
    lines = report_lines(dataset, own, standings(dataset), inhabitants_by_report(dataset))
    latest = dataset.rows_of_report("findings", own[-1]["report_id"]) if own else []
    told = [e for r in reversed(own) for e in dataset.rows_of_report("examples", r["report_id"])]
    stated = [line.inhabitants for line in lines if line.inhabitants is not None]
    quoted = _Quoting(dataset)
    return Profile(
        municipality_code=code,
        municipality=municipality.name,
        county=municipality.county,
        size_group=size_group_of(stated[-1]) if stated else None,
        reports=lines,
        strengths=quoted.findings(f for f in latest if f["kind"] == "strength"),
        improvements=quoted.findings(f for f in latest if f["kind"] != "strength"),
        own_examples=quoted.examples(e for e in about if e["relation"] == "own"),
        praised_by_others=quoted.examples(e for e in about if e["relation"] == "model"),
        praises_others=quoted.examples(e for e in told if e["relation"] == "model"),
        notes=edition_notes(line.edition for line in lines),
    )


def report_lines(
    dataset: Dataset,
    reports: list[dict[str, Any]],
    among: Standings,
    inhabitants: Mapping[str, float],
) -> tuple[ReportLine, ...]:
    """The reports with their areas' standings, in the order given."""
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
                for row in sorted(
                    dataset.rows_of_report("area_scores", report["report_id"]),
                    key=lambda row: int(row["area"]),
                )
            ),
        )
        for report in reports
    )


class _Quoting:
    """Makes `Quoted` of rows, each with its report's year and municipality."""

    def __init__(self, dataset: Dataset) -> None:
        self._reports = report_names(dataset)

    def findings(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Quoted, ...]:
        return tuple(self._quoted(row, row["finding_id"]) for row in rows)

    def examples(self, rows: Iterable[Mapping[str, Any]]) -> tuple[Quoted, ...]:
        return tuple(self._quoted(row, row["example_id"]) for row in rows)

    def _quoted(self, row: Mapping[str, Any], row_id: str) -> Quoted:
        code, name, year = self._reports.get(row["report_id"], (None, None, None))
        return Quoted(
            row_id=row_id,
            report_id=row["report_id"],
            municipality_code=row.get("municipality_code", code),
            municipality=row.get("municipality", name),
            reported_of=name,
            year=year,
            area=row["area"],
            heading=row.get("heading"),
            page=row["page"],
            text=row["text"],
        )


def report_names(dataset: Dataset) -> Mapping[str, tuple[str | None, str | None, int | None]]:
    """Report id to the evaluated municipality's code and name, and the year."""
    return dataset.derived(
        "report names",
        lambda: {
            report_id: (code, name, year)
            for report_id, code, name, year in dataset.columns(
                "reports", "report_id", "municipality_code", "municipality", "year"
            )
        },
    )

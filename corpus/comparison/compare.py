"""Municipalities side by side, by theme and question, each within its own edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus.comparison.edition_notes import edition_notes
from corpus.comparison.profile import AreaLine, NoReportError, ReportLine, report_lines
from corpus.comparison.standings import Standing, Standings, inhabitants_by_report, standings
from corpus.dataset import Dataset
from schemas.editions import themes
from schemas.municipalities import Municipality


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme: each municipality's area of it, None where its report has none."""

    theme: str
    label: str
    areas: tuple[AreaLine | None, ...]


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question that all compared reports have, in one edition."""

    question: str
    text: str
    standings: tuple[Standing | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Municipalities side by side; the cells of each row follow the order of `municipalities`."""

    municipalities: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    """The latest report of each."""
    compared_with: str
    """Whose means and percentiles these are, in Swedish."""
    themes: tuple[ThemeRow, ...]
    questions: tuple[QuestionRow, ...]
    """Empty where the reports are of different editions: their questions are not the same."""
    notes: tuple[str, ...]
    """What to know when editions differ, in Swedish."""


def compare(
    dataset: Dataset,
    municipalities: Sequence[Municipality],
    *,
    county: str | None = None,
    size_group: str | None = None,
) -> Comparison:
    """The latest reports of `municipalities` side by side.

    Means and percentiles are of the whole edition, or of a county or size group in it. Raises
    NoReportError for a municipality without a report, FilterError for an unknown county.
    """
    chosen = [_latest_report(dataset, municipality) for municipality in municipalities]
    among = standings(dataset, county=county, size_group=size_group)
    lines = report_lines(dataset, chosen, among, inhabitants_by_report(dataset))
    return Comparison(
        municipalities=tuple(m.name for m in municipalities),
        reports=lines,
        compared_with=", ".join(
            p for p in (county, size_group and f"kommuner med {size_group} invånare") if p
        )
        or "alla kommuner i samma utgåva",
        themes=tuple(
            ThemeRow(key, label, tuple(_area_of(line, key) for line in lines))
            for key, label in themes().items()
        ),
        questions=_questions(dataset, lines, among),
        notes=edition_notes(line.edition for line in lines),
    )


def _latest_report(dataset: Dataset, municipality: Municipality) -> dict[str, Any]:
    reports = dataset.rows_where("reports", "municipality_code", municipality.code)
    if not reports:
        raise NoReportError(f"The dataset has no report of {municipality.name}.")
    return max(reports, key=lambda r: (r["year"] or 0, r["report_id"]))


def _area_of(line: ReportLine, theme: str) -> AreaLine | None:
    return next((area for area in line.areas if area.theme == theme), None)


def _questions(dataset: Dataset, lines: Sequence[ReportLine], among: Standings) -> tuple[QuestionRow, ...]:
    if len({line.edition for line in lines}) > 1:
        return ()
    rows = [
        {row["question"]: row for row in dataset.rows_of_report("question_scores", line.report_id)}
        for line in lines
    ]
    made = []
    for number, question in rows[0].items():
        cells = [of_report.get(number) for of_report in rows]
        if all(cell is not None for cell in cells):
            found = (among.standing(lines[0].edition, number, cell["percent"]) for cell in cells if cell)
            made.append(QuestionRow(number, question["text"], tuple(found)))
    return tuple(made)

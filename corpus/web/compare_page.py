"""Jämför: two to five municipalities side by side, each within its own edition."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.comparison.compare import compare
from corpus.comparison.standings import Standing
from corpus.dataset import Dataset
from corpus.searching.suggest import municipality_named
from corpus.searching.weights import FEWEST_TO_COMPARE
from corpus.web.addresses import COMPARE, municipality_address, report_address, twin, with_parameters
from corpus.web.municipality_page import AreaRow, area_row
from corpus.web.parameters import MOST_COMPARED, CompareParameters
from schemas.municipalities import Municipality


@dataclass(frozen=True, slots=True)
class ComparedReport:
    """A municipality's latest report, a column of the page."""

    municipality_code: str
    municipality: str
    address: str
    report_id: str
    report_address: str
    year: int | None
    edition: str | None
    total: float | None
    inhabitants: float | None


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme: each municipality's area of it, None where its report has none."""

    theme: str
    label: str
    areas: tuple[AreaRow | None, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question that all the reports have."""

    question: str
    text: str
    standings: tuple[Standing | None, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """The municipalities side by side; cells of a line follow the order of `reports`."""

    address: str
    twin: str
    asked: tuple[str, ...]
    """The municipalities as asked for, by name."""
    too_many: bool
    """Whether more were asked for than are shown."""
    reports: tuple[ComparedReport, ...]
    """Empty where fewer than two municipalities were asked for."""
    compared_with: str
    notes: tuple[str, ...]
    themes: tuple[ThemeLine, ...]
    questions: tuple[QuestionLine, ...]
    fewest_to_rank: int
    """Among fewer municipalities than this no place is given."""


def compare_view(dataset: Dataset, asked: CompareParameters) -> CompareView:
    """The page of a comparison. Raises UnknownMunicipalityError and NoReportError."""
    named: dict[str, Municipality] = {}
    for name in asked.municipalities:
        if name.strip():
            municipality = municipality_named(name)
            named[municipality.code] = municipality
    chosen = list(named.values())[:MOST_COMPARED]
    address = with_parameters(COMPARE, asked)
    found = (
        compare(dataset, chosen, county=asked.county, size_group=asked.size_group)
        if len(chosen) > 1
        else None
    )
    return CompareView(
        address=address,
        twin=twin(address),
        asked=tuple(m.name for m in chosen),
        too_many=len(named) > MOST_COMPARED,
        reports=tuple(
            ComparedReport(
                municipality_code=municipality.code,
                municipality=municipality.name,
                address=municipality_address(municipality.code),
                report_id=line.report_id,
                report_address=report_address(line.report_id),
                year=line.year,
                edition=line.edition,
                total=line.total,
                inhabitants=line.inhabitants,
            )
            for municipality, line in zip(chosen, found.reports, strict=True)
        )
        if found
        else (),
        compared_with=found.compared_with if found else "",
        notes=found.notes if found else (),
        themes=tuple(
            ThemeLine(row.theme, row.label, tuple(area_row(a) if a else None for a in row.areas))
            for row in found.themes
        )
        if found
        else (),
        questions=tuple(QuestionLine(q.question, q.text, q.standings) for q in found.questions)
        if found
        else (),
        fewest_to_rank=FEWEST_TO_COMPARE,
    )

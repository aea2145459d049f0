"""Kommun: one municipality over time, among the others of each edition, and the list of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.comparison.profile import AreaLine, Profile, Quoted, ReportLine, profile
from corpus.comparison.standings import Standing
from corpus.dataset import Dataset
from corpus.searching.weights import FEWEST_TO_COMPARE
from corpus.web.addresses import (
    MUNICIPALITIES,
    compare_address,
    municipality_address,
    report_address,
    row_address,
    twin,
    with_parameters,
)
from corpus.web.parameters import MunicipalityListParameters
from schemas.editions import edition, themes
from schemas.municipalities import Municipality, by_code

MOST_SENTENCES = 60
"""Sentences of a kind that a page shows; the twin and the reports have the rest."""


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area of an evaluation beside the other municipalities of the edition."""

    area: int
    title: str
    theme: str | None
    achieved: float | None
    max: float | None
    standing: Standing | None
    """None where no percent was printed."""
    ranked: bool
    """Whether there are enough others for a place among them to say anything."""


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """An evaluation of the municipality."""

    report_id: str
    address: str
    year: int | None
    edition: str | None
    edition_years: str | None
    total: float | None
    inhabitants: float | None
    areas: tuple[AreaRow, ...]


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence or bullet with where it stands."""

    quoted: Quoted
    address: str
    municipality_address: str | None
    """Of the municipality that an example holds up."""
    report_address: str


@dataclass(frozen=True, slots=True)
class SentenceGroup:
    """Sentences of one kind: the first ones, and how many there are."""

    total: int
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityView:
    """What the dataset says about a municipality."""

    address: str
    twin: str
    municipality_code: str
    municipality: str
    county: str
    fictional: bool
    size_group: str | None
    evaluations: tuple[EvaluationView, ...]
    """All of them, oldest first."""
    profiles: tuple[EvaluationView, ...]
    """The latest evaluation in each edition, the latest first: what the charts show."""
    strengths: SentenceGroup
    improvements: SentenceGroup
    own_examples: SentenceGroup
    praised_by_others: SentenceGroup
    praises_others: SentenceGroup
    notes: tuple[str, ...]
    compare_address: str


def municipality_view(dataset: Dataset, municipality: Municipality) -> MunicipalityView:
    """The page of a municipality. Raises NoReportError where the dataset does not name it."""
    found = profile(dataset, municipality)
    evaluations = tuple(_evaluation(line) for line in found.reports)
    latest: Mapping[str | None, EvaluationView] = {line.edition: line for line in evaluations}
    address = municipality_address(municipality.code)
    return MunicipalityView(
        address=address,
        twin=twin(address),
        municipality_code=municipality.code,
        municipality=municipality.name,
        county=municipality.county,
        fictional=municipality.fictional,
        size_group=found.size_group,
        evaluations=evaluations,
        profiles=tuple(sorted(latest.values(), key=lambda e: -(e.year or 0))),
        notes=found.notes,
        compare_address=compare_address([municipality.code]),
        **_sentences(found),
    )


def _sentences(found: Profile) -> dict[str, SentenceGroup]:
    return {
        "strengths": _group(found.strengths),
        "improvements": _group(found.improvements),
        "own_examples": _group(found.own_examples),
        "praised_by_others": _group(found.praised_by_others),
        "praises_others": _group(found.praises_others),
    }


def _group(quoted: tuple[Quoted, ...]) -> SentenceGroup:
    return SentenceGroup(
        total=len(quoted),
        sentences=tuple(
            SentenceView(
                quoted=each,
                address=row_address(each.row_id),
                municipality_address=(
                    municipality_address(each.municipality_code) if each.municipality_code else None
                ),
                report_address=report_address(each.report_id),
            )
            for each in quoted[:MOST_SENTENCES]
        ),
    )


def _evaluation(line: ReportLine) -> EvaluationView:
    return EvaluationView(
        report_id=line.report_id,
        address=report_address(line.report_id),
        year=line.year,
        edition=line.edition,
        edition_years=edition_years(line.edition),
        total=line.total,
        inhabitants=line.inhabitants,
        areas=tuple(area_row(area) for area in line.areas),
    )


def area_row(area: AreaLine) -> AreaRow:
    """An area of a report as a row of its chart and table."""
    return AreaRow(
        area=area.area,
        title=area.title,
        theme=themes().get(area.theme or ""),
        achieved=area.achieved,
        max=area.max,
        standing=area.standing,
        ranked=area.standing is not None and area.standing.count >= FEWEST_TO_COMPARE,
    )


def edition_years(key: str | None) -> str | None:
    """When an edition was in use: `2010–2016`, `från 2020`."""
    if key is None:
        return None
    known = edition(key)
    return f"{known.first_year}\u2013{known.last_year}" if known.last_year else f"från {known.first_year}"


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """A municipality in the list."""

    municipality_code: str
    municipality: str
    county: str
    address: str
    evaluations: int
    latest_year: int | None
    latest_total: float | None
    praised_by_others: int
    """How many sentences of other municipalities' reports hold it up."""


@dataclass(frozen=True, slots=True)
class MunicipalityListView:
    """The municipalities that the dataset names, by name."""

    address: str
    twin: str
    name: str | None
    county: str | None
    municipalities: tuple[MunicipalityLine, ...]
    known: int
    """How many there are without the filters."""


def municipality_list_view(dataset: Dataset, asked: MunicipalityListParameters) -> MunicipalityListView:
    """The list of municipalities with reports or held up in others', as filtered."""
    lines = dataset.derived("municipality lines", lambda: _lines(dataset))
    name = (asked.name or "").strip().casefold()
    address = with_parameters(MUNICIPALITIES, asked)
    return MunicipalityListView(
        address=address,
        twin=twin(address),
        name=asked.name,
        county=asked.county,
        municipalities=tuple(
            line
            for line in lines
            if (not name or name in line.municipality.casefold() or name == line.municipality_code)
            and (asked.county is None or line.municipality_code.startswith(asked.county))
        ),
        known=len(lines),
    )


def _lines(dataset: Dataset) -> tuple[MunicipalityLine, ...]:
    found: dict[str, MunicipalityLine] = {}
    for code, year, total in dataset.columns("reports", "municipality_code", "year", "total"):
        line = _line(found, code)
        if line is not None:
            newer = (year or 0) >= (line.latest_year or 0)
            found[code] = replace(
                line,
                evaluations=line.evaluations + 1,
                latest_year=year if newer else line.latest_year,
                latest_total=total if newer else line.latest_total,
            )
    for code, relation in dataset.columns("examples", "municipality_code", "relation"):
        line = _line(found, code) if relation == "model" else None
        if line is not None:
            found[code] = replace(line, praised_by_others=line.praised_by_others + 1)
    return tuple(sorted(found.values(), key=lambda line: _alphabetical(line.municipality)))


def _line(found: Mapping[str, MunicipalityLine], code: str | None) -> MunicipalityLine | None:
    """What is known so far of a municipality, None for one that is not in the register."""
    if code is None or code in found:
        return found[code] if code else None
    known = by_code(code)
    if known is None:
        return None
    return MunicipalityLine(
        known.code, known.name, known.county, municipality_address(known.code), 0, None, None, 0
    )


def _alphabetical(name: str) -> str:
    """Swedish order of letters: å, ä, ö come last and in this order."""
    return name.casefold().translate({ord("å"): "{", ord("ä"): "|", ord("ö"): "}", ord("é"): "e"})

"""Rules on what the title page says and on the report's total."""

from __future__ import annotations

from collections.abc import Iterator

from schemas.editions import editions
from schemas.municipalities import by_code
from schemas.records import Extraction
from schemas.rules.framework import AREA_NUMBERS
from schemas.rules.rule import Noticed
from schemas.scores import points_interval, total

_YEARS_BETWEEN_EVALUATION_AND_DATE = 1
"""An evaluation of late autumn is dated early the year after; more than a year is not plausible."""


def municipality_is_known(extraction: Extraction) -> Iterator[Noticed]:
    """Everything in the dataset hangs on the code, so a municipality that is not in the register
    must be looked at.
    """
    report = extraction.report
    if report.municipality_code is None:
        yield Noticed(
            "reports", "municipality_code", "the evaluated municipality was not found", report.boxes
        )
    elif by_code(report.municipality_code) is None:
        yield Noticed(
            "reports",
            "municipality_code",
            f"no municipality has the code {report.municipality_code}",
            report.boxes,
        )


def year_is_known(extraction: Extraction) -> Iterator[Noticed]:
    """The year tells a municipality's evaluations apart and helps to decide the edition."""
    if extraction.report.year is None:
        yield Noticed("reports", "year", "the year of the evaluation was not found", extraction.report.boxes)


def edition_is_known(extraction: Extraction) -> Iterator[Noticed]:
    """Areas get their theme from the edition; without it scores cannot be compared."""
    key = extraction.report.edition
    if key is None:
        yield Noticed("reports", "edition", "the edition could not be decided", extraction.report.boxes)
    elif key not in {e.key for e in editions()}:
        yield Noticed("reports", "edition", f"there is no edition {key}", extraction.report.boxes)


def year_is_the_editions(extraction: Extraction) -> Iterator[Noticed]:
    """An edition is used for some years only; outside them the year or the edition is wrong. A year
    of grace each way, since evaluations and new editions overlap.
    """
    report = extraction.report
    for edition in editions():
        if edition.key == report.edition and report.year is not None:
            early = report.year < edition.first_year - 1
            late = edition.last_year is not None and report.year > edition.last_year + 1
            if early or late:
                last = edition.last_year if edition.last_year is not None else ""
                yield Noticed(
                    "reports",
                    "year",
                    f"year {report.year}, but edition {edition.key} was used {edition.first_year}-{last}",
                    report.boxes,
                )


def date_is_near_year(extraction: Extraction) -> Iterator[Noticed]:
    """A report is dated in the year of the evaluation or the one after; otherwise one of the two
    was taken from somewhere else in the text.
    """
    report = extraction.report
    if report.report_date is None or report.year is None:
        return
    if abs(report.report_date.year - report.year) > _YEARS_BETWEEN_EVALUATION_AND_DATE:
        yield Noticed(
            "reports",
            "report_date",
            f"dated {report.report_date.isoformat()}, but the evaluation is of {report.year}",
            report.boxes,
        )


def evaluators_are_named(extraction: Extraction) -> Iterator[Noticed]:
    """Reports name two or three evaluators; none at all is more likely a title page not understood."""
    if not extraction.report.evaluators:
        yield Noticed("reports", "evaluators", "no evaluators were found", extraction.report.boxes)


def total_is_the_sum_of_areas(extraction: Extraction) -> Iterator[Noticed]:
    """`total` is computed from the printed area scores, so it cannot differ from their sum."""
    achieved = [a.achieved for a in extraction.area_scores]
    known = [points for points in achieved if points is not None]
    if extraction.report.total is not None and known and len(known) == len(achieved):
        added = sum(known)
        if abs(added - extraction.report.total) > 0.01:
            yield Noticed(
                "reports", "total", f"total is {extraction.report.total:g}, but the areas add up to {added:g}"
            )


def stated_total_fits_areas(extraction: Extraction) -> Iterator[Noticed]:
    """A total stated in the text is the rounded sum of the unrounded areas, or of the printed ones;
    a total that neither allows is a misprint, or another evaluation's. Asked only of reports whose
    eight areas were all read.
    """
    stated = extraction.report.stated_total
    achieved = {a.area: a.achieved for a in extraction.area_scores if a.achieved is not None}
    if stated is None or set(achieved) != set(AREA_NUMBERS):
        return
    added = total(points_interval(points) for points in achieved.values())
    if added.meet(points_interval(stated)) is None:
        yield Noticed(
            "reports",
            "stated_total",
            f"the text states {stated:g} points in all, but the areas add up to {sum(achieved.values()):g}",
            extraction.report.boxes,
        )

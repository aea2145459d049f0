"""Give each report of a dataset its id."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

_UNKNOWN = "0000"


@dataclass(frozen=True, slots=True, order=True)
class ReportKey:
    """What a report's id is made of."""

    municipality_code: str
    year: int
    report_date: datetime.date
    sha256: str

    @classmethod
    def of(
        cls, municipality_code: str | None, year: int | None, report_date: datetime.date | None, sha256: str
    ) -> ReportKey:
        """Unknown parts count as `0000`, 0 and the last of all dates."""
        return cls(municipality_code or _UNKNOWN, year or 0, report_date or datetime.date.max, sha256)


def assign_report_ids(keys: Iterable[ReportKey]) -> dict[str, str]:
    """The report id of each document, by its SHA-256, in the order of the published rows.

    `<municipality code>-<year>`; where one municipality has several reports in a year they are
    numbered `-2`, `-3` by report date, then by SHA-256. So ids depend on nothing but the reports
    that are there: not on the order of reading, nor on runs that were broken off. An id changes
    only when a report with an earlier date joins the same municipality and year. A report whose
    municipality or year is unknown has nothing to be numbered by: it gets `0000` for what is
    unknown and the first eight digits of its SHA-256, as in `0000-2011-1a2b3c4d`.
    """
    ids = {}
    for (code, year), group in groupby(sorted(keys), key=lambda k: (k.municipality_code, k.year)):
        for number, key in enumerate(group, start=1):
            if code == _UNKNOWN or year == 0:
                suffix = f"-{key.sha256[:8]}"
            else:
                suffix = "" if number == 1 else f"-{number}"
            ids[key.sha256] = f"{code}-{year:04}{suffix}"
    return ids

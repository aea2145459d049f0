"""Dates as Swedish reports print them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_FIRST_LETTERS = [month[:3] for month in MONTHS]

FIRST_YEAR, LAST_YEAR = 1999, 2049
"""Years that a report can be of; the tool came to Sweden in 2002."""

_ISO = re.compile(r"(?<!\d)(\d{4})[-–/.](\d{1,2})[-–/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
_MONTH = "|".join([*MONTHS, r"(?:jan|febr?|apr|jun|jul|aug|sept?|okt|nov|dec)\b\.?"])
_WORDS = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?::?e)?(?:\s*[-–]\s*\d{{1,2}}(?::?e)?)?\s+({_MONTH}),?\s+(\d{{4}})", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[- /.]+(\d{4})(?!\d)")
_FORMS = ((_ISO, (1, 2, 3)), (_COMPACT, (1, 2, 3)), (_WORDS, (3, 2, 1)), (_DAY_FIRST, (3, 2, 1)))
_YEAR = re.compile(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])")


def is_year(word: str) -> bool:
    """Whether a word is a year, such as columns of points are named after."""
    return _YEAR.fullmatch(word) is not None


def is_date(text: str) -> bool:
    """Whether a text is a whole date and nothing else."""
    return any(pattern.fullmatch(text) for pattern, _ in _FORMS)


def dates_in(text: str) -> Iterator[datetime.date]:
    """The whole dates in a text, by form: 2013-11-28, 20131128, 28 november (nov.) 2013, 28/11 2013."""
    for pattern, order in _FORMS:
        for match in pattern.finditer(text):
            year, month, day = (match[group] for group in order)
            number = int(month) if month.isdigit() else _FIRST_LETTERS.index(month[:3].casefold()) + 1
            try:
                date = datetime.date(int(year), number, int(day))
            except ValueError:
                continue
            if FIRST_YEAR <= date.year <= LAST_YEAR:
                yield date


def years_in(text: str) -> list[int]:
    """The years that stand alone in a text, dates left out."""
    for pattern, _ in _FORMS:
        text = pattern.sub(" ", text)
    return [year for year in map(int, _YEAR.findall(text)) if FIRST_YEAR <= year <= LAST_YEAR]

"""Dates in the forms that Swedish reports print."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout.dates import MONTHS, dates_in, years_in


@given(st.dates(datetime.date(1999, 1, 1), datetime.date(2049, 12, 31)))
def test_a_date_comes_back_from_every_form(date: datetime.date) -> None:
    d, m, y = date.day, date.month, date.year
    month = MONTHS[m - 1]
    short = f"{month[:3]}." if len(month) > 4 else month
    in_words = (f"{d} {month} {y}", f"den {d}:e {month}, {y}", f"{d} {short} {y}")
    for text in (date.isoformat(), f"{date:%Y%m%d}", f"{d}/{m} {y}", *in_words):
        assert list(dates_in(text)) == [date]
        assert years_in(text) == []


@pytest.mark.parametrize("text", ["2014-13-40", "1914-05-01", "12 av 15"])
def test_what_is_no_date_of_a_report_is_none(text: str) -> None:
    assert list(dates_in(text)) == []


def test_a_month_before_the_year_leaves_the_year() -> None:
    assert years_in("PÅHITTNÄS KOMMUN NOVEMBER 2015") == [2015]

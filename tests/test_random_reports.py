"""Random reports out, the same records back in, whatever the layout."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.typesetter.gold import gold
from tests.typesetter.layout import Layout, choices, possible
from tests.typesetter.random_report import EDITIONS, random_report
from tests.typesetter.scorer import differences
from tests.typesetter.typeset import typeset

read_report = pytest.importorskip("extractors.report").read_report

# Values come in the order of `choices`, so a failure shrinks to the plainest layout that shows it.
layouts = st.builds(
    lambda **fields: possible(Layout(**fields)),
    **{field.name: st.sampled_from(choices(field.name)) for field in dataclasses.fields(Layout)},
)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(seed=st.integers(0, 10_000), edition=st.sampled_from(EDITIONS), layout=layouts)
def test_the_records_of_a_random_report_come_back(seed: int, edition: str, layout: Layout) -> None:
    report = random_report(seed, edition=edition, length=0.5)
    note(f"{report.municipality.official_name} {report.year}")
    extraction = read_report(typeset(report, layout), "random.pdf")
    assert differences(extraction, gold(report, layout)) == []

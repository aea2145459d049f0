"""Random reports out, the same records back in, whatever the layout."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from extractors.report import read_report
from schemas.records import Box
from tests.typesetter.box_text import misplaced
from tests.typesetter.chromium_producer import CHROMIUM
from tests.typesetter.gold import gold
from tests.typesetter.layout import RARELY, Layout, choices, possible
from tests.typesetter.random_report import EDITIONS, random_report
from tests.typesetter.scorer import differences
from tests.typesetter.typeset import typeset


def values(field: str) -> list[Any]:
    """The values of a layout's field, the rare ones one time in twenty."""
    rare = RARELY.get(field, ())
    usual = [value for value in choices(field) if value not in rare]
    return usual * (1 + 19 * len(rare) // len(usual)) + list(rare)


def layouts(*producers: str) -> st.SearchStrategy[Layout]:
    """Layouts by one of these producers, with any value of every other field."""
    drawn = {field.name: st.sampled_from(values(field.name)) for field in dataclasses.fields(Layout)}
    return st.builds(
        lambda **fields: possible(Layout(**fields)), **drawn | {"producer": st.sampled_from(producers)}
    )


def drawing(examples: int) -> settings:
    """Settings that draw so many reports.

    Shrinking typesets hundreds, so it is left out: the failing seed and layout are printed, and
    `python -m tests.typesetter.typeset` shows which field of the layout matters.
    """
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow],
    )


def check(seed: int, edition: str, layout: Layout) -> None:
    report = random_report(seed, edition=edition, length=0.4)
    data = typeset(report, layout)
    extraction = read_report(data, "random.pdf")
    assert differences(extraction, gold(report, layout)) == []
    assert misplaced(extraction, data) == []


@drawing(30)
@given(seed=st.integers(0, 10_000), edition=st.sampled_from(EDITIONS), layout=layouts("typst", "reportlab"))
def test_the_records_of_a_random_report_come_back_from_their_places(
    seed: int, edition: str, layout: Layout
) -> None:
    check(seed, edition, layout)


@pytest.mark.skipif(CHROMIUM is None, reason="Debian's package chromium is not installed")
@drawing(8)
@given(seed=st.integers(0, 10_000), edition=st.sampled_from(EDITIONS), layout=layouts("chromium"))
def test_the_records_of_a_report_that_a_browser_prints_come_back_from_their_places(
    seed: int, edition: str, layout: Layout
) -> None:
    check(seed, edition, layout)


def test_records_beside_their_boxes_are_noticed() -> None:
    data = typeset(random_report(4, length=0.1), Layout(rotation=90, crop=True))
    extraction = read_report(data, "random.pdf")
    assert misplaced(extraction, data) == []
    lower = [dataclasses.replace(f, boxes=tuple(_lower(b) for b in f.boxes)) for f in extraction.findings]
    assert len(misplaced(dataclasses.replace(extraction, findings=tuple(lower)), data)) >= len(lower) / 2


def _lower(box: Box) -> Box:
    return box._replace(top=box.top + 14, bottom=box.bottom + 14)

"""Interval arithmetic on printed points and percent."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.scores import Interval, percent_interval, points_interval, score_interval, total


@pytest.mark.parametrize(
    ("achieved", "low", "high"),
    [(12, 11.5, 12.5), (0, 0.0, 0.5), (7.5, 7.25, 7.75), (7.3, 7.25, 7.35), (7.25, 7.245, 7.255)],
)
def test_points_cover_what_rounds_to_them(achieved: float, low: float, high: float) -> None:
    interval = points_interval(achieved)
    assert [interval.low, interval.high] == pytest.approx([low, high])


@pytest.mark.parametrize(
    ("percent", "maximum", "low", "high"),
    [(80, 15, 11.925, 12.075), (37, 20, 7.3, 7.5), (0, 20, 0.0, 0.1), (52.5, 20, 10.49, 10.51)],
)
def test_percent_covers_what_rounds_to_it(percent: float, maximum: float, low: float, high: float) -> None:
    interval = percent_interval(percent, maximum)
    assert [interval.low, interval.high] == pytest.approx([low, high])


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        ((12, 15, 80), 11.925, 12.075),
        ((2, 10, 16), 1.55, 1.65),
        ((9, 15, 57), 8.5, 8.625),
        ((15, 15, 100), 14.925, 15.0),
        ((0, 20, 0), 0.0, 0.1),
        ((12, 15, None), 11.5, 12.5),
        ((12, None, 80), 11.5, 12.5),
        ((None, 15, 80), 11.925, 12.075),
        ((16, 15, None), 15.5, 16.5),
    ],
)
def test_a_row_allows_what_points_and_percent_share(
    row: tuple[float | None, float | None, float | None], low: float, high: float
) -> None:
    interval = score_interval(*row)
    assert interval is not None
    assert [interval.low, interval.high] == pytest.approx([low, high])


@pytest.mark.parametrize("row", [(9, 20, 37), (9, 15, 42), (64, 100, 62), (7.5, 10, 71), (None, None, 50)])
def test_a_row_that_contradicts_itself_allows_nothing(row: tuple[float | None, float | None, float]) -> None:
    assert score_interval(*row) is None


def test_a_half_may_have_been_rounded_either_way() -> None:
    assert score_interval(8, 20, 43) == Interval(8.5, 8.5)
    assert score_interval(9, 20, 42) == Interval(8.5, 8.5)
    assert score_interval(8, 20, 44) is None


def test_intervals_add_meet_and_join() -> None:
    assert total([Interval(1, 2), Interval(0.5, 0.75)]) == Interval(1.5, 2.75)
    assert total([]) == Interval(0, 0)
    assert Interval(1, 2).meet(Interval(1.5, 3)) == Interval(1.5, 2)
    assert Interval(1, 2).meet(Interval(2.1, 3)) is None
    assert Interval(1, 2).hull(Interval(3, 4)) == Interval(1, 4)


def half_up(value: float) -> int:
    return math.floor(value + 0.5)


@given(
    maximum=st.sampled_from([8, 10, 12, 15, 20, 25, 30, 100]),
    part=st.floats(0, 1),
    rounding=st.sampled_from([round, half_up]),
    halves=st.booleans(),
)
def test_a_true_score_lies_in_the_interval_of_its_print(
    maximum: int, part: float, rounding: Callable[[float], int], halves: bool
) -> None:
    score = part * maximum
    achieved = rounding(score * 2) / 2 if halves else rounding(score)
    interval = score_interval(achieved, maximum, rounding(100 * score / maximum))
    assert interval is not None
    assert interval.low - 1e-6 <= score <= interval.high + 1e-6

"""Interval arithmetic on printed scores.

Printed points are rounded, and the printed percent is taken from the unrounded score. Together
they bound the true score: `12 of 15, 80 %` can only be a score from 11.925 to 12.075. Rows need
therefore not add up to the printed area score, and only intervals tell a misprint from rounding.

Which way a half was rounded is not known, so intervals are closed at both ends; `_SLACK_POINTS`
covers the inexactness of binary fractions alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

_SLACK_POINTS = 1e-6
_MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Interval:
    """The closed range that a true score lies in, in points."""

    low: float
    high: float

    def add(self, other: Interval) -> Interval:
        """The range of the sum of two scores."""
        return Interval(self.low + other.low, self.high + other.high)

    def meet(self, other: Interval) -> Interval | None:
        """What both ranges allow, None when they share nothing.

        Ranges that touch (within the slack for binary fractions) share that point.
        """
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low > high + _SLACK_POINTS:
            return None
        return Interval(min(low, high), high)

    def hull(self, other: Interval) -> Interval:
        """The smallest range that holds both."""
        return Interval(min(self.low, other.low), max(self.high, other.high))


def total(intervals: Iterable[Interval]) -> Interval:
    """The range of the sum of scores; of none it is 0."""
    result = Interval(0.0, 0.0)
    for interval in intervals:
        result = result.add(interval)
    return result


def points_interval(achieved: float) -> Interval:
    """The scores that print as `achieved` points.

    A whole number may be rounded by half a point, a printed half (older reports score in halves) by
    a quarter, other decimals by half of the last one. No score is below 0.
    """
    if achieved == math.floor(achieved):
        half_step = 0.5
    elif achieved * 2 == math.floor(achieved * 2):
        half_step = 0.25
    else:
        half_step = _half_of_last_decimal(achieved)
    return Interval(max(0.0, achieved - half_step), achieved + half_step)


def percent_interval(percent: float, max: float) -> Interval:
    """The scores, in points of `max`, that print as `percent`: half of its last decimal either way."""
    half_step = _half_of_last_decimal(percent)
    low, high = percent - half_step, percent + half_step
    return Interval(low * max / 100 if low > 0 else 0.0, high * max / 100)


def score_interval(achieved: float | None, max: float | None, percent: float | None) -> Interval | None:
    """The true scores that a printed row allows: what its points and its percent have in common.

    Where only one of them is printed, that one's range (percent needs `max`). Cut at `max` where
    that leaves something. None when points and percent contradict each other, and when neither is
    printed.
    """
    by_points = points_interval(achieved) if achieved is not None else None
    by_percent = percent_interval(percent, max) if percent is not None and max is not None else None
    both = by_points.meet(by_percent) if by_points and by_percent else by_points or by_percent
    if both is None or max is None or both.low > max:
        return both
    return Interval(both.low, min(both.high, max))


def _half_of_last_decimal(value: float) -> float:
    for decimals in range(_MOST_DECIMALS):
        if abs(value - round(value, decimals)) < 10.0 ** -(_MOST_DECIMALS + 3):
            return 0.5 * 10.0**-decimals
    return 0.5 * 10.0**-_MOST_DECIMALS

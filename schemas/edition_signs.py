"""Deciding a report's edition from several signs, never from one.

Area titles leak between editions, years overlap and maxima are known for one edition alone, so
each sign gives every edition some weight and the sum decides. The weights:

- titles: each area gives up to 1 for its title's similarity to that edition's area of that number,
  8 for a full set. Area 7 alone sets 2016 apart from 2010.
- year: 1 inside the edition's years, and the more below 0 the farther outside. No edition was used
  before it existed, which outweighs titles that an older edition may have shared; a late use of an
  old edition is odd but not impossible. A year outside all editions says nothing.
- questions: their number per area and their maxima, against the edition whose questions are known,
  between -0.8 and 0.6 in all: a revision may have kept most maxima, so agreement is weak evidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.editions import Edition, editions, title_similarity

_UNLIKE_PERCENT = 60.0
"""Titles less similar than this are as good as unlike: any two Swedish phrases share that much."""

_BEFORE_WEIGHT = (-0.5, -4.0)
_AFTER_WEIGHT = (-0.5, -2.5)
"""Weights of a year one outside the edition's years, and of one farther out."""

_QUESTIONS_WEIGHT = (-0.8, 0.6)
"""Weights where no maximum or count agrees, and where all do."""

CLEAR_MARGIN = 0.5
"""A lead in weight below this is a guess; one differing title makes about 1."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What one sign says about one edition."""

    name: str
    """`titles`, `year` or `questions`."""
    edition: str
    weight: float


@dataclass(frozen=True, slots=True)
class EditionDecision:
    """The edition decided on and how it was."""

    key: str | None
    """None when nothing speaks for any edition."""
    margin: float
    """Lead in weight over the runner-up; below `CLEAR_MARGIN` is a guess."""
    signs: tuple[Sign, ...]


def decide_edition(
    year: int | None,
    area_titles: Mapping[int, str],
    question_counts: Mapping[int, int],
    question_maxima: Mapping[str, float],
) -> EditionDecision:
    """Weigh the signs of a report: its year, the printed titles by area number, the number of
    questions by area number, and the printed maxima in points by question number.

    Any of them may be empty. A tie goes to the newer edition.
    """
    signs = tuple(
        sign
        for edition in editions()
        for sign in _signs(edition, year, area_titles, question_counts, question_maxima)
    )
    totals = {e.key: sum(s.weight for s in signs if s.edition == e.key) for e in editions()}
    ranked = sorted(totals, key=lambda key: (totals[key], key), reverse=True)
    best, second = ranked[0], ranked[1]
    if not any(s.weight > 0 and s.name != "questions" for s in signs if s.edition == best):
        return EditionDecision(None, 0.0, signs)
    return EditionDecision(best, totals[best] - totals[second], signs)


def _signs(
    edition: Edition,
    year: int | None,
    area_titles: Mapping[int, str],
    question_counts: Mapping[int, int],
    question_maxima: Mapping[str, float],
) -> Iterator[Sign]:
    if area_titles:
        yield Sign("titles", edition.key, _titles_weight(edition, area_titles))
    if year is not None and year >= editions()[0].first_year:
        yield Sign("year", edition.key, _year_weight(edition, year))
    known = edition.questions()
    if known and (question_counts or question_maxima):
        agreeing = [
            *(
                len(a.questions) == question_counts[a.number]
                for a in edition.areas
                if a.number in question_counts
            ),
            *(
                number in known and known[number].max == maximum
                for number, maximum in question_maxima.items()
            ),
        ]
        worst, best = _QUESTIONS_WEIGHT
        yield Sign("questions", edition.key, worst + (best - worst) * sum(agreeing) / max(len(agreeing), 1))


def _titles_weight(edition: Edition, area_titles: Mapping[int, str]) -> float:
    weight = 0.0
    for number, title in area_titles.items():
        area = edition.area(number)
        similarity = title_similarity(title, area) if area else 0.0
        weight += max(0.0, similarity - _UNLIKE_PERCENT) / (100 - _UNLIKE_PERCENT)
    return weight


def _year_weight(edition: Edition, year: int) -> float:
    before = edition.first_year - year
    after = year - edition.last_year if edition.last_year is not None else 0
    if before > 0:
        return _BEFORE_WEIGHT[0 if before == 1 else 1]
    if after > 0:
        return _AFTER_WEIGHT[0 if after == 1 else 1]
    return 1.0

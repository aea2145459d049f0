"""The columns of a score table: which number is the points, the maximum, the percent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from extractors.lines import Line
from extractors.numbers import parse_score
from extractors.pages import Word

Measure = Literal["achieved", "max", "percent", "reference"]

_LABELS: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("reference", re.compile(r"medel|snitt|genomsnitt|riket|övriga|jämför", re.IGNORECASE)),
    ("max", re.compile(r"max|möjlig|högsta", re.IGNORECASE)),
    ("percent", re.compile(r"procent|%|andel|uppfyll", re.IGNORECASE)),
    ("achieved", re.compile(r"uppnå|poäng|erhåll|resultat|utfall|er(?:h\.|hållet)", re.IGNORECASE)),
)
"""What a label says, the first that fits: "Medelpoäng" is no points of this municipality."""

_LABEL_WORD = re.compile(
    r"\(?(?:uppnå\w*|erhåll\w*|poäng\w*|max\w*\.?|möjlig\w*|högsta|procent\w*|%|andel\w*|resultat|utfall|medel\w*|snitt|"
    r"genomsnitt\w*|riket|övriga|i|av|uppfyllt|uppfyllnad\w*|uppfyllelse\w*)\)?",
    re.IGNORECASE,
)

SAME_LABEL_EM = 0.7
"""Words of a header nearer than this, in ems, are one label."""

COLUMN_REACH_POINTS = 45.0
"""How far from its label's middle a number may stand."""


@dataclass(frozen=True, slots=True)
class ScoreColumn:
    """A column of numbers and where its label stands."""

    measure: Measure
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of a row by what they measure, None where the cell is empty or missing."""

    achieved: float | None
    max: float | None
    percent: float | None
    words: tuple[Word, ...]
    reference: float | None = None


def score_columns(line: Line) -> tuple[ScoreColumn, ...]:
    """The columns that a header line announces at its right end; empty when it is no header.

    A header has labels for two different measures at least. What stands to their left (the
    number and title of the area) is none of the columns.
    """
    words = list(line.words)
    tail: list[Word] = []
    while words and _LABEL_WORD.fullmatch(words[-1].text):
        tail.insert(0, words.pop())
    labels: list[list[Word]] = []
    for word in tail:
        if labels and word.x0 - labels[-1][-1].x1 < SAME_LABEL_EM * max(word.size, 6.0):
            labels[-1].append(word)
        else:
            labels.append([word])
    columns: list[ScoreColumn] = []
    for label in labels:
        measure = _measure(" ".join(w.text for w in label))
        if measure is not None and all(c.measure != measure for c in columns):
            columns.append(ScoreColumn(measure, label[0].x0, label[-1].x1))
    kinds = {c.measure for c in columns}
    return tuple(columns) if len(kinds) >= 2 and "achieved" in kinds else ()


def _measure(label: str) -> Measure | None:
    return next((measure for measure, pattern in _LABELS if pattern.search(label)), None)


def header_title(line: Line) -> str:
    """The words of a header line before its labels."""
    columns = score_columns(line)
    return " ".join(w.text for w in line.words if not columns or w.x1 <= columns[0].x0 + 1)


def row_scores(line: Line, columns: Sequence[ScoreColumn]) -> Scores | None:
    """The numbers at the right end of a line, or None when there are fewer than two.

    With the header's `columns` each number goes to the label it stands below; without them the
    order is points, maximum, percent, as all known reports have it.
    """
    numbers = _numbers_at_the_end(line.words)
    if columns:
        numbers = [n for n in numbers if n[1][-1].x1 > columns[0].x0 - COLUMN_REACH_POINTS]
    if len(numbers) < 2:
        return _fraction(line.words)
    values: dict[Measure, float] = {}
    used: list[Word] = []
    order: tuple[Measure, ...] = ("achieved", "max", "percent")
    for place, (value, words) in enumerate(numbers if columns else numbers[-3:]):
        measure = _nearest(words, columns, values) if columns else order[place]
        if measure is None:
            continue
        values[measure] = value
        used.extend(words)
    if len(values) < 2:
        return None
    return Scores(
        values.get("achieved"), values.get("max"), values.get("percent"), tuple(used), values.get("reference")
    )


def _numbers_at_the_end(words: Sequence[Word]) -> list[tuple[float, tuple[Word, ...]]]:
    """The numbers that a line ends with, left to right; a percent sign apart belongs to its number."""
    found: list[tuple[float, tuple[Word, ...]]] = []
    i = len(words) - 1
    while i >= 0:
        taken: tuple[Word, ...] = (words[i],)
        if words[i].text == "%" and i > 0:
            taken = (words[i - 1], words[i])
        value = parse_score(taken[0].text)
        if value is None:
            break
        found.insert(0, (value, taken))
        i -= len(taken)
    return found


def _nearest(
    words: Sequence[Word], columns: Sequence[ScoreColumn], taken: dict[Measure, float]
) -> Measure | None:
    x0, x1 = words[0].x0, words[-1].x1
    free = [c for c in columns if c.measure not in taken]
    if not free:
        return None

    def distance(c: ScoreColumn) -> float:
        # numbers may be set flush left, right or in the middle below their label
        return min(abs(c.x0 - x0), abs(c.x1 - x1), abs((c.x0 + c.x1) / 2 - (x0 + x1) / 2))

    nearest = min(free, key=distance)
    return nearest.measure if distance(nearest) <= COLUMN_REACH_POINTS else None


_FRACTION = re.compile(r"(\d{1,3}(?:[.,]\d)?)\s*(?:/|av)\s*(\d{1,3})")


def _fraction(words: Sequence[Word]) -> Scores | None:
    """Points and maximum in one cell, as "12/15" or "12 av 15", perhaps with a percent after."""
    percent = None
    rest = list(words)
    if rest and "%" in rest[-1].text:
        numbers = _numbers_at_the_end(rest)
        if len(numbers) == 1:
            percent = numbers[0][0]
            rest = rest[: -len(numbers[0][1])]
    for length in (1, 3):
        text = " ".join(w.text for w in rest[-length:])
        match = _FRACTION.fullmatch(text)
        if match:
            return Scores(parse_score(match[1]), parse_score(match[2]), percent, tuple(rest[-length:]))
    return None

"""The columns of a score table: which number is the points, the maximum, the percent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from typing import Literal

import msgspec
from msgspec.structs import replace

from extractors.layout.dates import is_year
from extractors.layout.lines import Line
from extractors.layout.numbers import parse_score
from extractors.reading.pages import Word

Measure = Literal["achieved", "max", "percent", "reference", "earlier"]
"""What a column holds: the reference is others' mean, earlier points those of an evaluation before this."""

_STRONG: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("reference", re.compile(r"medel|snitt|genomsnitt|riket|övriga|jämför|utvärderade", re.IGNORECASE)),
    ("max", re.compile(r"max|möjlig|högsta", re.IGNORECASE)),
    ("percent", re.compile(r"procen|%|andel|uppfyll", re.IGNORECASE)),
    ("achieved", re.compile(r"uppnå|erhåll|resultat|utfall", re.IGNORECASE)),
)
"""What a word of a label says whatever stands beside it, the first that fits."""

_POINTS = re.compile(r"poäng", re.IGNORECASE)
"""Points: the municipality's own unless another word of the label says otherwise."""

_LABEL_WORD = re.compile(
    r"\(?(?:uppnå\w*|erhåll\w*|\w*poäng\w*|max\w*[.-]?|möjlig\w*|högsta|procen\w*-?|%|andel\w*|resultat|utfall|medel\w*|snitt|"
    r"genomsnitt\w*|riket|övriga|i|av|för|\w*uppfyll\w*|utvärderade|kommuner|(?:19|20)\d\d)\)?:?",
    re.IGNORECASE,
)

_BRACKETED = re.compile(r"\((\d{1,3}(?:[.,]\d{1,2})?)\)")
"""A maximum after its points."""

_UNITS = frozenset(("%", "procent", "p", "p.", "poäng"))
"""What may stand after a number as a word of its own."""

SAME_LABEL_EM = 0.7
"""Words of a header nearer than this, in ems, are one label."""

LABEL_GAP_EM = 0.8
"""Least gap between a header's title and its first label, in ems."""

MOST_HEADER_LINES = 4

PERCENT_SLACK = 1.5
"""Percentage points that a printed percent may differ from its rounded points, besides their rounding."""

COLUMN_REACH_POINTS = 45.0
"""How far from a column's middle a number may stand."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a score table: its title, and its columns' measures from left to right."""

    title: str
    measures: tuple[Measure, ...]
    lines: int
    """How many lines it takes."""


class Number(msgspec.Struct, frozen=True):
    """A number in a cell."""

    value: float
    words: tuple[Word, ...]
    percent_sign: bool

    @property
    def middle(self) -> float:
        return (self.words[0].x0 + self.words[-1].x1) / 2


@dataclass(frozen=True, slots=True)
class Scores:
    """The numbers of a row by what they measure, None where the cell is empty or missing."""

    achieved: float | None
    max: float | None
    percent: float | None
    words: tuple[Word, ...]
    reference: float | None = None


def read_header(flow: Sequence[Line], i: int) -> Header | None:
    """The header of a score table that begins at line `i`, None where none does.

    Labels stand at the right end of the header's lines and may wrap ("Uppnådda" over "poäng") or
    be centred against each other. A header has labels for the points and for one more measure.
    """
    if not _is_label_word(flow[i].words[-1].text):
        return None
    labels: list[list[Word]] = []
    title: list[str] = []
    count = 0
    while count < MOST_HEADER_LINES and i + count < len(flow):
        line = flow[i + count]
        if count and (
            line.page != flow[i].page or line.top - flow[i + count - 1].bottom > line.bottom - line.top
        ):
            break
        tail = _label_words(line)
        if not tail or numbers_at_the_end(line):
            break
        for label in _labels(tail):
            _add_label(labels, label)
        title += [w.text for w in line.words if w not in tail]
        count += 1
    if not labels:  # as of a line of prose that ends with such a word
        return None
    labels.sort(key=lambda ws: min(w.x0 for w in ws))
    known = _measures([[w.text for w in label] for label in labels])
    others = [measure for measure in known if measure != "earlier"]
    if len(set(others)) != len(others) or len(known) < 2 or "achieved" not in others:
        return None
    return Header(" ".join(title), known, count)


def is_score_header(line: Line) -> bool:
    """Whether a line alone is the header of a score table."""
    return read_header([line], 0) is not None


@lru_cache(maxsize=4096)
def _is_label_word(word: str) -> bool:
    """Whether a label may have this word; most lines are told from a header by their last one."""
    return _LABEL_WORD.fullmatch(word) is not None


def _label_words(line: Line) -> list[Word]:
    """The words of labels at the right end of a line, with a gap before the first."""
    words = list(line.words)
    tail: list[Word] = []
    while words and _is_label_word(words[-1].text):
        tail.insert(0, words.pop())
    if words:
        before = [*words[-1:], *tail]
        gaps = [b.x0 - a.x1 for a, b in zip(before, tail, strict=False)]
        first = next(
            (k for k, gap in enumerate(gaps) if gap >= LABEL_GAP_EM * max(tail[k].size, 6.0)), len(tail)
        )
        tail = tail[first:]
    return tail


def _labels(words: Sequence[Word]) -> list[list[Word]]:
    """Words of one line parted into labels: by gaps, and where two measures stand tight together."""
    labels: list[list[Word]] = []
    for word in words:
        last = labels[-1] if labels else None
        near = last is not None and word.x0 - last[-1].x1 < SAME_LABEL_EM * max(word.size, 6.0)
        if last is not None and near and not _begins_label([w.text for w in last], word.text):
            last.append(word)
        else:
            labels.append([word])
    return labels


def _begins_label(label: Sequence[str], word: str) -> bool:
    """Whether a word tight after a label begins another: "Uppnådda" "Maxpoäng", "Maxpoäng" "Poäng"."""
    if label[-1].casefold() in ("av", "i", "för"):
        return False
    if is_year(word) and any(is_year(w) for w in label):
        return True
    if any(_POINTS.search(w) for w in label) and _POINTS.search(word):
        return True
    own, following = _strong(" ".join(label)), _strong(word)
    return own is not None and following is not None and own != following


def _add_label(labels: list[list[Word]], label: list[Word]) -> None:
    """Add the words of a lower line to the label above them, or as a label of their own."""
    x0, x1 = label[0].x0, label[-1].x1
    for above in labels:
        if min(x1, max(w.x1 for w in above)) - max(x0, min(w.x0 for w in above)) > 0.4 * min(
            x1 - x0, max(w.x1 for w in above) - min(w.x0 for w in above)
        ):
            above.extend(label)
            return
    labels.append(list(label))


def _strong(text: str) -> Measure | None:
    return next((measure for measure, pattern in _STRONG if pattern.search(text)), None)


def _measures(labels: Sequence[Sequence[str]]) -> tuple[Measure, ...]:
    """What the columns with these labels measure, left to right; labels that say nothing are left out."""
    years = [next((w for w in label if is_year(w)), "") for label in labels]
    measures = [
        measure or ("achieved" if year else None)
        for measure, year in zip(map(_measure, labels), years, strict=True)
    ]
    latest = max((y for y, measure in zip(years, measures, strict=True) if measure == "achieved"), default="")
    return tuple(
        "earlier" if measure == "achieved" and year and year < latest else measure
        for measure, year in zip(measures, years, strict=True)
        if measure is not None
    )


def _measure(label: Sequence[str]) -> Measure | None:
    text = " ".join(label)
    return _strong(text) or ("achieved" if _POINTS.search(text) else None)


def numbers_at_the_end(line: Line) -> tuple[Number, ...]:
    """The numbers that a line ends with, left to right; a unit or percent sign apart belongs to its number.

    "12/15", "12 av 15", "12 (15)" and "(12 av 15 poäng)" are two numbers.
    """
    words = line.words
    last = words[-1].text
    if (last[-1:].isalpha() or last[-1:] in ".,") and last.casefold() not in _UNITS:  # as of most lines
        return ()
    texts = (
        _without_brackets([w.text for w in words]) if last.endswith((")", "]")) else [w.text for w in words]
    )
    found: list[Number] = []
    i = len(words) - 1
    while i >= 0:
        start = i - 1 if texts[i].casefold() in _UNITS and i > 0 else i
        taken, text = words[start : i + 1], texts[start]
        if (value := parse_score(text)) is not None:
            found.insert(0, Number(value, taken, texts[i].endswith(("%", "procent"))))
        elif found and i > 0 and text.casefold() in ("av", "/") and _ends_number(texts[i - 1]):
            found[0] = replace(found[0], words=(*taken, *found[0].words))
        elif (
            len(taken) == 1
            and i > 0
            and (bracketed := _BRACKETED.fullmatch(text))
            and parse_score(texts[i - 1]) is not None
        ):
            found.insert(0, Number(parse_score(bracketed[1]) or 0.0, taken, False))
        else:
            pair = [parse_score(part) for part in text.split("/")]
            if len(pair) != 2 or None in pair:
                break
            found[:0] = [Number(part or 0.0, taken, False) for part in pair]
        i -= len(taken)
    return tuple(found)


def _without_brackets(texts: list[str]) -> list[str]:
    """Words whose last ones stand in brackets of their own, as "(12 av 15 poäng)", without the brackets.

    A maximum alone in brackets keeps them.
    """
    opening = next((k for k in range(len(texts) - 1, -1, -1) if texts[k].startswith(("(", "["))), None)
    if opening is None or _BRACKETED.fullmatch(texts[opening]):
        return texts
    inside = texts[opening:]
    return [*texts[:opening], *" ".join(inside)[1:-1].split(" ")]


def _ends_number(word: str) -> bool:
    return parse_score(word) is not None or word.casefold() in _UNITS


def order_of_measures(rows: Sequence[Sequence[Number]], header: Sequence[Measure]) -> tuple[Measure, ...]:
    """What the numbers of a table's rows measure, from left to right.

    `rows` are the numbers of each row and `header` the measures that the header names, empty where
    there is none. The header is believed unless the rows contradict it: where there is a percent it
    is that of the points in the maximum, and points never exceed the maximum.
    """
    usual = Counter(map(len, rows)).most_common(1)
    width = usual[0][0] if usual else 3
    full = [row for row in rows if len(row) == width]
    named = tuple(header) if len(header) == width else _MEASURES[:width]
    if len(full) < 2 or width > len(_MEASURES):
        return named
    if 2 * sum(_agreement(row, named) > 0 for row in full) >= len(full):
        return named
    orders = [order for order in permutations(_MEASURES, width) if "achieved" in order]
    return max(orders, key=lambda order: sum(_agreement(row, order) for row in full))


_MEASURES: tuple[Measure, ...] = ("achieved", "max", "percent", "reference")
"""All measures, in the order that tables without a header have them."""


def _agreement(row: Sequence[Number], order: Sequence[Measure]) -> int:
    """How well a row fits an order of measures: 0 not at all, 1 it may be so, 2 the percent proves it."""
    values = dict(zip(order, row, strict=True))
    percent, maximum = values.get("percent"), values.get("max")
    if any(number.percent_sign and number is not percent for number in row):
        return 0
    achieved = values["achieved"].value
    if maximum is not None and (achieved > maximum.value or maximum.value <= 0):
        return 0
    if maximum is None or percent is None:
        return 1
    slack = 50 / maximum.value + PERCENT_SLACK
    return 2 if abs(100 * achieved / maximum.value - percent.value) <= slack else 0


def column_middles(rows: Iterable[Sequence[Number]], width: int) -> tuple[float, ...]:
    """The middles of the columns, in points, from the rows that have all numbers."""
    full = [row for row in rows if len(row) == width]
    return tuple(sorted(row[k].middle for row in full)[len(full) // 2] for k in range(width)) if full else ()


def scores_of(row: Sequence[Number], order: Sequence[Measure], middles: Sequence[float]) -> Scores | None:
    """The scores of a row: its numbers in order, or by their place where some are missing.

    None where fewer than two numbers belong to a column.
    """
    values: dict[Measure, float] = {}
    words: list[Word] = []
    numbers = list(row)
    if len(numbers) > len(order):
        numbers = numbers[-len(order) :]
    whole = len(numbers) == len(order)
    for place, number in enumerate(numbers):
        if whole:
            measure = order[place]
        elif middles:
            nearest = min(range(len(middles)), key=lambda k: abs(middles[k] - number.middle))
            if abs(middles[nearest] - number.middle) > COLUMN_REACH_POINTS or order[nearest] in values:
                continue
            measure = order[nearest]
        else:
            measure = order[place]
        values[measure] = number.value
        words.extend(w for w in number.words if w not in words)
    if len(values) < 2:
        return None
    return Scores(
        values.get("achieved"),
        values.get("max"),
        values.get("percent"),
        tuple(words),
        values.get("reference"),
    )
